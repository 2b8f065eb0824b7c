"""Whether two tables say the same: a digest of a table's rows, whatever their order and whatever the threads did."""

from __future__ import annotations

import duckdb

from warehouse.database import Building, quoted


def table_hash(building: Building, table: str) -> str:
    """A digest of a table's rows in a building, as 64 hexadecimal characters."""
    return hash_of(building.connection, table)


def hash_of(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The same, of a table that any connection sees."""
    found = connection.execute(
        f"select sha256(coalesce(string_agg(digest, '' order by digest), '')) "  # noqa: S608  quoted name
        f"from (select md5(cast(row_ as varchar)) as digest from {quoted(table)} as row_)"
    ).fetchall()
    return str(found[0][0])
