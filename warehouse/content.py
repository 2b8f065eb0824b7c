"""Whether two tables say the same: a digest of a table's rows, whatever their order and whatever the threads did.

It rests on DuckDB's own hash of a row, which is the same on every machine but may change with the engine's version:
two digests are compared only where the same version made both. It guards against accidents, not against forgery; the
manifest's SHA-256 of each file does that. Rejected: MD5 of each row as text (half a minute for 100 000 notices).
"""

from __future__ import annotations

import hashlib

import duckdb

from warehouse.database import Building, quoted


def table_hash(building: Building, table: str) -> str:
    """A digest of a table's rows in a building, as 64 hexadecimal characters."""
    return hash_of(building.connection, table)


def hash_of(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The same, of a table that any connection sees."""
    # No part depends on the order of rows, so that a million rows need no sorting; the sums tell apart what the
    # exclusive-or alone would not: rows that stand there twice. The second sum is of another number for each row, so
    # that a difference must hide in 64 bits of each. Digests of the rows as text take twenty times as long.
    found = connection.execute(
        f"select count(*), bit_xor(digest), sum(cast(digest as hugeint)), sum(cast(hash(digest, 1) as hugeint)) "  # noqa: S608  quoted
        f"from (select hash(row_) as digest from {quoted(table)} as row_)"
    ).fetchall()
    return hashlib.sha256("|".join(str(part) for part in found[0]).encode()).hexdigest()
