"""Asking an edition without being able to do anything else.

A read-only database still lets SQL read the machine's files, write others and load extensions. The settings here take
all of that away and lock themselves; a question is one select, with a time and a memory limit. Refusals are sentences:
whoever asks is an analyst, not the author of this module.
"""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import duckdb

from warehouse.refusal import RefusedError

JAIL = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "threads": "2",
    "memory_limit": "1GB",
    "lock_configuration": "true",
}
"""What makes a connection a jail. `lock_configuration` comes last: nothing can be set after it."""
MOST_ROWS = 1_000_000


class QueryRefusedError(RefusedError):
    """A question that is not answered, and why, in one sentence."""


@dataclass(frozen=True)
class Answer:
    """The columns and rows of a question, rows in the order that the question asks for."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def connect(database: Path, *, beside: Mapping[str, Path] | None = None) -> duckdb.DuckDBPyConnection:
    """A jailed, read-only connection, whose times are UTC. Raises `QueryRefusedError` where a file does not open.

    `beside` are other databases to be asked in the same question, by the name that the question calls them; they are
    attached, read-only too, before the doors close.
    """
    late = {"lock_configuration", "enable_external_access"} if beside else {"lock_configuration"}
    settings: dict[str, str | bool | int | float | list[str]] = {
        name: value for name, value in JAIL.items() if name not in late
    }
    try:
        connection = duckdb.connect(str(database), read_only=True, config=settings)
        if _is_locked(connection):  # another connection of this process has made the jail, and this one shares it
            return connection
        for name, path in (beside or {}).items():
            place = str(path).replace("'", "''")
            connection.execute(f"attach '{place}' as \"{name}\" (read_only)")
        if beside:
            connection.execute("set enable_external_access = false")
        connection.execute("set global timezone = 'UTC'")
        connection.execute("set lock_configuration = true")
    except duckdb.Error as fault:
        raise QueryRefusedError(f"{database.name} cannot be opened: {_first_line(fault)}") from None
    return connection


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute("select current_setting('lock_configuration')").fetchall()
    return bool(found[0][0])


class _Alarms:
    """Calls back when a time is over, from one thread of the process: a timer's own costs more than most questions."""

    def __init__(self) -> None:
        self._due: dict[object, tuple[float, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._sleeps_until = 0.0
        self._thread: threading.Thread | None = None

    @contextmanager
    def after(self, seconds: float, ring: Callable[[], None]) -> Iterator[None]:
        """Call `ring` once if what is inside takes longer; never after it has ended."""
        token, when = object(), monotonic() + seconds
        with self._changed:
            self._due[token] = (when, ring)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="alarms", daemon=True)
                self._thread.start()
            elif when < self._sleeps_until:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._due.pop(token, None)

    def _watch(self) -> None:
        with self._changed:
            while True:
                now = monotonic()
                self._ring(now)
                self._sleeps_until = min((when for when, _ in self._due.values()), default=now + _LONG)
                self._changed.wait(self._sleeps_until - now)

    def _ring(self, now: float) -> None:
        for token in [token for token, (when, _) in self._due.items() if when <= now]:
            self._due.pop(token)[1]()


_LONG = 3600.0  # seconds
_alarms = _Alarms()


@contextmanager
def within(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt whatever the connection does inside once the time is over. Raises `QueryRefusedError` then."""
    over = threading.Event()

    def interrupt() -> None:
        over.set()
        connection.interrupt()

    try:
        with _alarms.after(seconds, interrupt):
            yield
    except duckdb.InterruptException:
        if over.is_set():
            raise QueryRefusedError(
                f"The question took longer than {seconds:g} seconds and was stopped; narrow it, or allow more."
            ) from None
        raise


def ask(
    connection: duckdb.DuckDBPyConnection, sql: str, params: Sequence[object] | None = None, *, seconds: float = 60
) -> Answer:
    """Answer one select. Raises `QueryRefusedError` for anything else, for mistakes, or when time or memory is over."""
    statement = one_select(connection, sql)
    try:
        with within(connection, seconds):
            cursor = connection.execute(statement, params)
            columns = tuple(column[0] for column in cursor.description or ())
            rows = cursor.fetchmany(MOST_ROWS + 1)
    except duckdb.Error as fault:
        raise QueryRefusedError(explained(connection, fault)) from None
    if len(rows) > MOST_ROWS:
        connection.abort()
        raise QueryRefusedError(f"The answer has more than {MOST_ROWS:,} rows; add a limit, or export it into a file.")
    return Answer(columns, rows)


def one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one select in a text. Raises `QueryRefusedError`."""
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as fault:
        raise QueryRefusedError(explained(connection, fault)) from None
    if not statements:
        raise QueryRefusedError("There is no question; write one select, for example: select * from mart.study")
    if len(statements) > 1:
        raise QueryRefusedError(f"There are {len(statements)} statements; ask one select at a time.")
    statement = statements[0]
    if statement.type == duckdb.StatementType.MULTI:
        raise QueryRefusedError(
            "A pivot that looks for its own columns is several statements; name them inside one select: "
            "from (pivot mart.t on year in (2024, 2025) using sum(n))"
        )
    if statement.type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        kind = str(statement.type).rpartition(".")[2].replace("_", " ")
        raise QueryRefusedError(f"An edition is for reading: {kind} is refused; write one select.")
    return statement


def explained(connection: duckdb.DuckDBPyConnection, fault: duckdb.Error) -> str:
    """What went wrong in one sentence, with a hint where there is one."""
    said = _first_line(fault)
    if isinstance(fault, duckdb.OutOfMemoryException):
        return f"The question needs more memory than {JAIL['memory_limit']}; narrow it or add up less at once."
    if isinstance(fault, duckdb.PermissionException):
        return "An edition answers from its own tables only: files, networks, extensions and settings are closed to it."
    if isinstance(fault, duckdb.CatalogException):
        return f"{said} {_tables_hint(connection, said)}".strip()
    if isinstance(fault, duckdb.BinderException):
        candidates = re.search(r"Candidate (?:bindings|columns|functions)?:? ?(.+)", str(fault), re.DOTALL)
        hint = " ".join(candidates.group(1).split("LINE")[0].split())[:300] if candidates else ""
        return f"{said} Perhaps: {hint}" if hint and hint not in said else said
    if isinstance(fault, duckdb.ParserException):
        return f"{said} Hint: one select as DuckDB writes it, text in 'single quotes', columns in \"double\" ones."
    return said


def _tables_hint(connection: duckdb.DuckDBPyConnection, said: str) -> str:
    wanted = re.search(r'(?:Table|name) (?:with name )?"?([\w.]+)"? does not exist', said)
    rows = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('core', 'mart') order by 1"
    ).fetchall()
    tables = [str(row[0]) for row in rows]
    if not wanted:
        return ""
    short = {name.partition(".")[2]: name for name in tables}
    near = difflib.get_close_matches(wanted.group(1).rpartition(".")[2], list(short), n=3, cutoff=0.5)
    if near:
        return f"Did you mean {', '.join(short[name] for name in near)}?"
    return "The tables are listed by: select distinct table_name from mart.data_dictionary"


def _first_line(fault: Exception) -> str:
    line = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
    line = re.sub(r"^[A-Z]\w+(?: \w+)? Error: ", "", line)
    return line if line.endswith((".", "!", "?")) else f"{line}."
