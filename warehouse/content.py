"""Whether two tables say the same: a digest of a table's rows, whatever their order and whatever the threads did."""

from __future__ import annotations

import hashlib

import duckdb

from warehouse.database import Building, quoted


def table_hash(building: Building, table: str) -> str:
    """A digest of a table's rows in a building, as 64 hexadecimal characters."""
    return hash_of(building.connection, table)


def hash_of(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The same, of a table that any connection sees."""
    # Neither part depends on the order of rows, so that a million rows need no sorting; the sum tells apart what the
    # exclusive-or alone would not: rows that stand there twice.
    found = connection.execute(
        f"select count(*), bit_xor(digest), sum(cast(digest % 18446744073709551616 as hugeint)) "  # noqa: S608  quoted
        f"from (select md5_number(cast(row_ as varchar)) as digest from {quoted(table)} as row_)"
    ).fetchall()
    return hashlib.sha256("|".join(str(part) for part in found[0]).encode()).hexdigest()
