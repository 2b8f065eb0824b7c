"""The building: the database that one night fills, models and throws away.

Records come from Parquet files, the ledger from SQLite; both go in as whole Arrow tables. Only rows that the ledger's
current readings vouch for are loaded: the batch is named, the part was read, and the reader is the one that the
reading names. So a crashed batch's rest, and records of an outgrown reader, never count.

Rejected: row-wise inserts (360 rows a second against 80,000), attaching the ledger (the extension that reads SQLite
is not part of the package), keeping the database from night to night (it is rebuilt from what cannot be rebuilt).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa

from warehouse.ledger import Ledger
from warehouse.raw import LEDGER, RAW, RECORDS
from warehouse.records import READ_KINDS
from warehouse.refusal import RefusedError
from warehouse.settings import Workspace

_SCHEMAS = ("raw", "seed", "core", "mart")
_COMPRESSION = "dictionary"
"""What is thrown away tomorrow is not worth packing well: a wide table of a million rows is written in 0.6 of the CPU
time. Where a column cannot be a dictionary, DuckDB chooses. Editions are packed as DuckDB finds best."""

# A night that died, failed or was kept back published nothing: what it received is news of the next that did or will.
_EVIDENCE = """
with received as (
    select f.evidence_id, c.night_id, n.rowid as place, row_number() over (
        partition by f.evidence_id order by f.fetch_id) as turn
    from fetch f join crawl c using (crawl_id) left join night n using (night_id) where f.evidence_id is not null
)
select e.evidence_id, e.source, e.url, e.media_type, e.publisher, e.publication_number, e.bytes, e.first_seen,
    coalesce(
        (select n.night_id from night n
         where n.rowid >= r.place and n.outcome in ('published', 'running', 'paused') order by n.rowid limit 1),
        r.night_id) as first_night
from evidence e left join received r on r.evidence_id = e.evidence_id and r.turn = 1 order by e.evidence_id
"""
_LEDGER_ROWS = {
    "evidence": _EVIDENCE,
    "fetch": "select f.*, c.night_id from fetch f left join crawl c using (crawl_id) order by f.fetch_id",
    "reading": "select * from reading order by evidence_id, part",
    "night": "select * from night order by night_id",
    "crawl": "select * from crawl order by crawl_id",
}


class BuildingError(RefusedError):
    """A table that does not have the shape that it must have; one sentence."""


def quoted(name: str) -> str:
    """An SQL identifier, quoted: `a"b` becomes `"a""b"`; `core.notice` becomes `"core"."notice"`."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


class Building:
    """One connection to the night's database. A context manager; `fresh` starts from an empty file."""

    def __init__(self, path: Path, *, threads: int = 2, memory: str = "2GB", fresh: bool = False) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            for stale in (path, path.with_name(f"{path.name}.wal")):
                stale.unlink(missing_ok=True)
        self.connection = duckdb.connect(
            str(path),
            config={
                "threads": threads,
                "memory_limit": memory,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            },
        )
        self.connection.execute("set timezone = 'UTC'")
        self.connection.execute(f"set force_compression = '{_COMPRESSION}'")
        # A night that the machine's fall cuts short builds anew: nothing here need wait for the disk. An edition is
        # flushed as a whole before it is read through.
        self.connection.execute("set fsync_mode = 'NONE'")
        self.connection.execute("begin")
        for schema in _SCHEMAS:
            self.connection.execute(f"create schema if not exists {schema}")
        there = set(self.names("raw"))
        for name, columns in RAW.items():
            if name not in there:
                self._create(f"raw.{name}", columns.empty_table())
        self.connection.execute("commit")

    def __enter__(self) -> Building:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; what was built stays in the file."""
        self.connection.close()

    def _create(self, name: str, table: pa.Table) -> None:
        self.connection.register("arriving", table)
        try:
            self.connection.execute(f"create or replace table {quoted(name)} as from arriving")
        finally:
            self.connection.unregister("arriving")

    # -- asking ------------------------------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        """Whether there is a table of that name (`core.notice`)."""
        schema, _, table = name.partition(".")
        found = self.connection.execute(
            "select 1 from duckdb_tables() where schema_name = ? and table_name = ?", [schema, table]
        ).fetchall()
        return bool(found)

    def table(self, name: str) -> pa.Table:
        """A whole table as Arrow. Raises `BuildingError` where there is none."""
        try:
            return self.connection.sql(f"from {quoted(name)}").to_arrow_table()
        except duckdb.CatalogException:
            raise BuildingError(f"there is no table {name}") from None

    def query(self, sql: str, params: Sequence[object] | dict[str, object] | None = None) -> list[dict[str, object]]:
        """Rows of a question, each as a dictionary."""
        cursor = self.connection.execute(sql, params)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def names(self, schema: str) -> list[str]:
        """The tables of a schema, sorted, without the schema's name."""
        rows = self.connection.execute(
            "select table_name from duckdb_tables() where schema_name = ? order by table_name", [schema]
        ).fetchall()
        return [str(row[0]) for row in rows]

    # -- loading -----------------------------------------------------------------------------------------------

    def load_table(self, name: str, table: pa.Table) -> int:
        """Replace `raw.<name>`; columns that the table lacks are NULL. Returns the number of rows.

        Raises `BuildingError` for a table or a column that nobody declared, or for values of a wrong type.
        """
        if name not in RAW:
            raise BuildingError(f"there is no raw table {name!r}; declared are {', '.join(sorted(RAW))}")
        wanted = RAW[name]
        unknown = sorted(set(table.column_names) - set(wanted.names))
        if unknown:
            raise BuildingError(f"raw.{name} has no column {', '.join(unknown)}; it has {', '.join(wanted.names)}")
        columns = [
            table.column(field.name) if field.name in table.column_names else pa.nulls(len(table)) for field in wanted
        ]
        try:
            shaped = pa.table([c.cast(f.type) for c, f in zip(columns, wanted, strict=True)], names=wanted.names)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
            raise BuildingError(f"raw.{name} cannot hold these values: {fault}") from None
        self._create(f"raw.{name}", shaped)
        return int(shaped.num_rows)

    def load_records(self, *, root: Path, ledger: Ledger) -> dict[str, int]:
        """Load the ledger, and every record that its current readings vouch for; returns rows by table name.

        `root` is the study's workspace folder (records lie in `records/<kind>/<batch>.parquet`).
        """
        loaded = {name: self.load_table(name, _from_ledger(ledger, name)) for name in LEDGER}
        for kind in READ_KINDS:
            loaded[kind.kind] = self._load_kind(Workspace(root).records / kind.kind, kind.kind)
        return loaded

    def _load_kind(self, folder: Path, kind: str) -> int:
        """Fill one raw table from the files of the batches that current readings name."""
        batches = self.connection.execute(
            "select distinct batch from raw.reading where outcome = 'read' order by batch"
        ).fetchall()
        files = [str(path) for (batch,) in batches if (path := folder / f"{batch}.parquet").exists()]
        self._create(f"raw.{kind}", RECORDS[kind].empty_table())
        if files:
            # Files written before a column was added simply lack it; it is NULL then.
            self.connection.execute(
                f"""
                insert into raw.{kind} by name
                select record.* exclude (filename)
                from read_parquet(?, filename = true, union_by_name = true) as record
                semi join raw.reading as reading
                    on reading.evidence_id = record.evidence_id and reading.part = record.part
                    and reading.reader = record.reader and reading.outcome = 'read'
                    and parse_filename(record.filename, true) = reading.batch
                """,  # noqa: S608  the kind is a name of ours
                [files],
            )
        counted = self.connection.execute(f"select count(*) from raw.{kind}").fetchall()  # noqa: S608  as above
        return int(counted[0][0])


def _from_ledger(ledger: Ledger, name: str) -> pa.Table:
    """A ledger table as Arrow, moments parsed; columns that only the ledger needs are left there."""
    schema = LEDGER[name]
    rows = ledger.rows(_LEDGER_ROWS[name])
    columns = []
    for field in schema:
        values = [row[field.name] for row in rows]
        if pa.types.is_timestamp(field.type) or pa.types.is_date32(field.type):
            columns.append(pa.array(values, pa.string()).cast(field.type))
        else:
            columns.append(pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=schema)
