"""Editions: what was published on one night, readable for ever, and the pointer to the one that people read.

An edition is a folder: a checkpointed DuckDB file with core and mart (never raw), its manifest, and what the dashboard
made of it. The file is built new, in a storage version that older clients open, read through once before anybody may,
and never written again. `current` is a symbolic link that is replaced in one step, last.

Rejected: one file that each night overwrites (a reader's lock blocks the night, and a reader that is open keeps
seeing the old file under the new name), copying the building (it holds raw tables, and its storage is too new).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from warehouse import exporting, jail
from warehouse.content import hash_of
from warehouse.database import Building, quoted
from warehouse.failpoint import failpoint
from warehouse.jail import Answer, QueryRefusedError
from warehouse.refusal import RefusedError
from warehouse.settings import Workspace

__all__ = [
    "Answer",
    "Edition",
    "EditionError",
    "QueryRefusedError",
    "all_editions",
    "before",
    "current",
    "export_sql",
    "manifest",
    "place_edition",
    "point_current",
    "prune",
    "run_sql",
    "write_edition_database",
]

DATABASE = "overblik.duckdb"
MANIFEST = "manifest.json"
STORAGE_VERSION = "v1.2.0"
_PUBLISHED = ("core", "mart")
_FLUSHED_AT_ONCE = 16


class EditionError(RefusedError):
    """An edition that cannot be written or found; one sentence."""


# -- writing ----------------------------------------------------------------------------------------------------------


def write_edition_database(building: Building, path: Path) -> int:
    """Write core and mart, with their comments, as a new file, and read it through; returns the number of tables.

    Raises `EditionError` where the file is not whole, or there is one already.
    """
    if path.exists():
        raise EditionError(f"{path} exists; an edition is never written twice.")
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = building.connection
    tables = [(schema, name) for schema in _PUBLISHED for name in building.names(schema)]
    place = str(path).replace("'", "''")
    connection.execute(f"attach '{place}' as edition (storage_version '{STORAGE_VERSION}')")
    packed = connection.execute("select current_setting('force_compression')").fetchall()[0][0]
    connection.execute("set force_compression = 'auto'")
    try:
        # One transaction: each of the hundreds of comments on its own would wait for the disk.
        connection.execute("begin")
        for schema in _PUBLISHED:
            connection.execute(f"create schema edition.{schema}")
        for schema, name in tables:
            table = quoted(f"{schema}.{name}")
            connection.execute(f"create table edition.{table} as from {table}")
        if statements := _comments(connection):
            connection.execute(";".join(statements))
        connection.execute("commit")
        connection.execute("checkpoint edition")
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("rollback")
        raise
    finally:
        connection.execute("detach edition")
        connection.execute(f"set force_compression = '{packed}'")
    if path.with_name(f"{path.name}.wal").exists():
        raise EditionError(f"{path} was not checkpointed: its log is still there.")
    _flush(path)
    _flush(path.parent)
    _read_through(path, expected=len(tables))
    return len(tables)


def _comments(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The statements that put comments on the edition's tables and columns: what the data dictionary says of them.

    The dictionary itself, which does not stand in it, carries its own.
    """
    rows = connection.execute(
        """
        with own as (
            select 'table' as kind, schema_name, table_name, null as column_name, comment from duckdb_tables()
            where database_name = current_database()
            union all
            select 'column', schema_name, table_name, column_name, comment from duckdb_columns()
            where database_name = current_database()
        )

        select * from own where schema_name in ('core', 'mart') and comment is not null
        """
    ).fetchall()
    if any(row[2] == "data_dictionary" for row in rows):
        rows += connection.execute(
            """
            select distinct 'table', table_schema, table_name, null, table_comment from mart.data_dictionary
            union all
            select 'column', table_schema, table_name, column_name, comment from mart.data_dictionary
            order by all
            """
        ).fetchall()
    statements = []
    for kind, schema, table, column, comment in rows:
        target = quoted(f"edition.{schema}.{table}") + (f".{quoted(column)}" if column else "")
        text = str(comment).replace("'", "''")
        statements.append(f"comment on {kind} {target} is '{text}'")
    return statements


def _read_through(path: Path, *, expected: int) -> None:
    """Open the file as readers will and read every column of every row."""
    connection = jail.connect(path)
    try:
        tables = _tables(connection)
        if len(tables) != expected:
            raise EditionError(f"{path} holds {len(tables)} tables; {expected} were written.")
        for table in tables:
            connection.execute(f"select bit_xor(hash(row_)) from {quoted(table)} as row_").fetchall()  # noqa: S608  quoted
    except duckdb.Error as fault:
        raise EditionError(f"{path} cannot be read back: {fault}") from fault
    finally:
        connection.close()


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('core', 'mart') order by 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


def place_edition(workspace: Workspace, arriving: Path, edition_id: str) -> None:
    """Give a whole edition its name, once every byte of it is on the disk: a pointer never outlives what it shows."""
    final = workspace.editions / edition_id
    files = [path for path in arriving.rglob("*") if path.is_file()]
    folders = [arriving, *(path for path in arriving.rglob("*") if path.is_dir())]
    # Side by side, so that the disk writes its journal for many at a time: 750 files took 0.2 s, one by one 3 s.
    # Rejected: `syncfs`, which Python does not have, and `os.sync`, which tells nobody of a fault.
    with ThreadPoolExecutor(_FLUSHED_AT_ONCE) as pool:
        list(pool.map(_flush, files))
        list(pool.map(_flush, folders))
    shutil.rmtree(final, ignore_errors=True)
    arriving.replace(final)
    _flush(workspace.editions)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def manifest(folder: Path) -> dict[str, Any]:
    """What an edition's folder holds: rows and content hash of each table, size and SHA-256 of each file."""
    connection = jail.connect(folder / DATABASE)
    try:
        tables = {
            table: {
                "rows": connection.execute(f"select count(*) from {quoted(table)}").fetchall()[0][0],  # noqa: S608  quoted
                "hash": hash_of(connection, table),
            }
            for table in _tables(connection)
        }
    finally:
        connection.close()
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            files[path.relative_to(folder).as_posix()] = {"bytes": path.stat().st_size, "sha256": digest}
    return {"storage_version": STORAGE_VERSION, "tables": tables, "files": files}


# -- reading ----------------------------------------------------------------------------------------------------------


class Edition:
    """One edition, open for questions. A context manager; the connection opens with the first question.

    `beside` are other editions' folders that the same question may ask, by the name that it calls them.
    """

    def __init__(self, folder: Path, *, beside: Mapping[str, Path] | None = None) -> None:
        self.folder = folder.resolve()
        self._beside = {name: path.resolve() / DATABASE for name, path in (beside or {}).items()}
        self.id = self.folder.name
        self.database = self.folder / DATABASE
        if not self.database.is_file():
            raise EditionError(f"{folder} holds no edition.")
        described = self.folder / MANIFEST
        self.manifest: dict[str, Any] = _manifest(described) if described.is_file() else {}
        self._connection: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Edition:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The jailed connection; for this folder alone."""
        if self._connection is None:
            self._connection = jail.connect(self.database, beside=self._beside)
        return self._connection

    def close(self) -> None:
        """Close the connection, where one was opened."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def query(self, sql: str, params: Sequence[object] | None = None) -> list[dict[str, object]]:
        """Rows of a select, each as a dictionary. Raises `QueryRefusedError`."""
        answer = jail.ask(self.connection, sql, params)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    def columns(self, sql: str) -> list[str]:
        """The names of a select's columns, without running it. Raises `QueryRefusedError`."""
        jail.one_select(self.connection, sql)
        return [str(row["column_name"]) for row in self.query(f"select column_name from (describe ({sql}\n))")]  # noqa: S608  a question of the caller's, in the jail

    def tables(self) -> list[str]:
        """The tables of the edition, like `mart.award`."""
        return _tables(self.connection)


def run_sql(edition: Edition, sql: str, *, seconds: float = 60) -> Answer:
    """Answer one select within a time. Raises `QueryRefusedError` with a sentence."""
    return jail.ask(edition.connection, sql, seconds=seconds)


def export_sql(edition: Edition, sql: str, files: Mapping[str, Path], *, seconds: float = 600) -> int:
    """Write the answer to a select into files, by format (csv, parquet or json); returns the number of rows.

    Raises `QueryRefusedError` for a bad question, a format that is not one of the three, or a place that refuses.
    """
    return exporting.export(edition.connection, sql, files, seconds=seconds)


def _manifest(path: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise EditionError(f"{path} is damaged; bring it back from a copy, or remove the edition's folder.") from None
    return said


# -- the shelf of editions ---------------------------------------------------------------------------------------------


def all_editions(workspace: Workspace) -> list[str]:
    """The ids of the editions that are there, oldest first."""
    if not workspace.editions.is_dir():
        return []
    found = [
        folder.name
        for folder in workspace.editions.iterdir()
        if not folder.name.startswith(".") and (folder / DATABASE).is_file()
    ]
    return sorted(found, key=age)


def before(workspace: Workspace, edition_id: str) -> str | None:
    """The newest edition older than `edition_id` (which need not be there yet); None where there is none."""
    older = [name for name in all_editions(workspace) if age(name) < age(edition_id)]
    return older[-1] if older else None


def age(name: str) -> list[tuple[int, str]]:
    """What nights and their editions are ordered by: the day, then the number of the run (10 follows 9)."""
    return [(len(part), part) for part in name.split("-")]


def current(workspace: Workspace) -> Edition | None:
    """The edition that people read; None where nothing has been published."""
    return Edition(workspace.current) if (workspace.current / DATABASE).is_file() else None


def point_current(workspace: Workspace, edition_id: str) -> None:
    """Let `current` point to an edition, in one step. Raises `EditionError` where there is no such edition."""
    folder = workspace.editions / edition_id
    if not (folder / DATABASE).is_file():
        raise EditionError(f"there is no edition {edition_id}.")
    beside = workspace.current.with_name(f".{workspace.current.name}.{uuid.uuid4().hex}.tmp")
    beside.symlink_to(folder.relative_to(workspace.root), target_is_directory=True)
    failpoint("pointer.beside")
    beside.replace(workspace.current)
    failpoint("pointer.placed")
    _flush(workspace.root)


def prune(workspace: Workspace, keep: int) -> list[str]:
    """Remove all but the newest `keep` editions, and never the current one; returns what was removed."""
    shown = workspace.current.resolve().name if workspace.current.exists() else ""
    editions = all_editions(workspace)
    removed = [name for name in editions[: max(len(editions) - keep, 0)] if name != shown]
    for name in removed:
        going = workspace.editions / f".{name}.going"
        shutil.rmtree(going, ignore_errors=True)
        (workspace.editions / name).replace(going)
        failpoint("prune.going")
        shutil.rmtree(going)
    return removed
