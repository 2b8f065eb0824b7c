"""What one model is, and how models become tables: path is name, header is contract.

`warehouse/mart/supplier_share.sql` makes `mart.supplier_share`. It is one bare select below its header (`header.py`);
the order of models follows from what they read (`lineage.py`). After a table is built its grain must be unique, every
check true for every row and every column explained, or the build stops with five offending rows and nothing that
depends on it is built, so that nothing is published. Rows are stored in the order of their grain: the same input gives
the same table, whatever the threads did.

A Python model, for what SQL cannot estimate, is one function named as its file; its parameters name the tables that
it takes (`core__award`), as Arrow tables or, where annotated so, pandas frames; it returns one table. A parameter `ask`
is no table but the way to answer the study's own questions (`questions.py`).

Rejected: dbt (ten times slower here, and its supported releases do not install from the package index alone),
templating (a select that an analyst cannot paste into a client is not the model that ran),
two models at a time (a million notices took 0.85 of the time, a small night's tables a tenth more: planning holds the
interpreter, and a large select keeps both cores busy by itself).
"""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from warehouse.content import table_hash
from warehouse.database import Building, quoted
from warehouse.failpoint import failpoint
from warehouse.header import Header, HeaderError, header_lines, read_header
from warehouse.lineage import in_order, tables_read
from warehouse.questions import PARAMETER, Asker, with_questions
from warehouse.refusal import RefusedError
from warehouse.seed import load_seeds

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CheckFailedError",
    "Model",
    "ModelError",
    "ModelRun",
    "broken_claims",
    "build",
    "read_model",
    "read_models",
    "run_model",
    "table_hash",
]

FOLDERS = (Path(__file__).parent / "core", Path(__file__).parent / "mart")
_SHOWN = 5
Types = tuple[tuple[str, str], ...]
"""The columns of a table in order, each with DuckDB's type."""


class ModelError(RefusedError):
    """A model that cannot be built; one sentence."""


class CheckFailedError(RefusedError):
    """A table that breaks its own contract: `model`, `check`, and up to five offending `rows`."""

    def __init__(self, model: str, check: str, rows: Sequence[dict[str, object]]) -> None:
        shown = "\n".join(f"  {row}" for row in rows)
        super().__init__(f"{model} breaks its check: {check}. Nothing is published. Offending rows:\n{shown}")
        self.model = model
        self.check = check
        self.rows = list(rows)


@dataclass(frozen=True)
class Model:
    """One model: its table's name, header, and either its select or its function."""

    name: str
    header: Header
    reads: frozenset[str]
    sql: str = ""
    function: Callable[..., pa.Table | pd.DataFrame] | None = None
    asks: bool = False


@dataclass(frozen=True)
class ModelRun:
    """How building one model went."""

    name: str
    rows: int
    seconds: float
    warnings: tuple[str, ...] = ()
    types: Types = ()


def read_model(path: Path, *, parser: duckdb.DuckDBPyConnection) -> Model:
    """The model in a file. Raises `HeaderError`, `LineageError` or `ModelError`."""
    name = f"{path.parent.name}.{path.stem}"
    if path.suffix == ".sql":
        text = path.read_text(encoding="utf-8")
        return Model(
            name, read_header(header_lines(text), name=name), tables_read(text, name=name, parser=parser), sql=text
        )
    function = getattr(_module(path, name), path.stem, None)
    if not callable(function):
        raise ModelError(f"{path.name} has no function named {path.stem}.")
    parameters = [str(parameter) for parameter in inspect.signature(function).parameters]
    reads = frozenset(parameter.replace("__", ".", 1) for parameter in parameters if parameter != PARAMETER)
    lines = inspect.cleandoc(function.__doc__ or "").splitlines()
    header = read_header(lines, name=name)
    return Model(name, header, reads, function=function, asks=PARAMETER in parameters)


def _module(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"warehouse.{name}", path)
    if spec is None or spec.loader is None:
        raise ModelError(f"{path} is not a Python module.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their own module up
    spec.loader.exec_module(module)
    return module


def read_models(folders: Sequence[Path] | None = None) -> dict[str, Model]:
    """Every model of the shelves, by table name; the project's own are read once a process."""
    return _read_all(tuple(folders)) if folders else dict(_shipped())


@cache
def _shipped() -> dict[str, Model]:
    return _read_all(FOLDERS)


def _read_all(folders: Sequence[Path]) -> dict[str, Model]:
    models: dict[str, Model] = {}
    paths = [path for folder in folders for path in sorted((*folder.glob("*.sql"), *folder.glob("*.py")))]
    with duckdb.connect() as parser:
        for path in paths:
            if path.stem.startswith("_"):
                continue
            model = read_model(path, parser=parser)
            if model.name in models:
                raise ModelError(f"{model.name} is made twice, in SQL and in Python.")
            models[model.name] = model
    return models


def build(
    building: Building,
    *,
    folders: Sequence[Path] | None = None,
    progress: Callable[[str, int, float], None] | None = None,
) -> list[ModelRun]:
    """Build every model in order, check each, and describe them all in `mart.data_dictionary`.

    Raises `CheckFailedError`, `HeaderError`, `LineageError` or `ModelError`.
    """
    load_seeds(building)
    models = with_questions(building, read_models(folders))
    existing = frozenset(f"{schema}.{table}" for schema in ("raw", "seed") for table in building.names(schema))
    runs = []
    for name in in_order({name: model.reads for name, model in models.items()}, existing=existing):
        run = run_model(building, models[name])
        runs.append(run)
        if progress is not None:
            progress(run.name, run.rows, run.seconds)
    describe(building, models, {run.name: run.types for run in runs})
    return runs


def run_model(building: Building, model: Model) -> ModelRun:
    """Build and check one table, whose inputs are there."""
    begun = perf_counter()
    building.connection.execute("begin")
    try:
        run = _made(building, model, begun)
    except BaseException:
        building.connection.execute("rollback")
        raise
    building.connection.execute("commit")
    failpoint("build.model")
    return run


def _made(building: Building, model: Model, begun: float) -> ModelRun:
    connection = building.connection
    order = ", ".join(quoted(column) for column in model.header.grain)
    source = f"(\n{model.sql}\n)"
    try:
        if model.function is not None:
            connection.register("made", called(building, model.function))
            source = "made"
        made = f"create or replace table {quoted(model.name)} as select * from {source} order by {order}"  # noqa: S608  our own model
        [(count,)] = connection.execute(made).fetchall()
    except duckdb.Error as fault:
        raise ModelError(f"{model.name} does not build: {str(fault).strip()}") from fault
    finally:
        # Where the transaction is already lost, it takes the registration with it.
        with suppress(duckdb.TransactionException):
            connection.unregister("made")
    types = _checked_columns(building, model)
    if not count:  # nothing breaks a check; that each can be asked is a test's business
        return ModelRun(model.name, 0, perf_counter() - begun, types=types)
    broken = broken_claims(building, model)
    if broken[0]:
        _check_grain(building, model)
    for check in _among(model.header.checks, broken[1:]):
        if offending := _offending(building, model, check):
            raise CheckFailedError(model.name, check, offending)
    warnings = tuple(
        f"{model.name}: not everywhere {warning}, for example {_identity(model, offending[0])}"
        for warning in _among(model.header.warnings, broken[1 + len(model.header.checks) :])
        if (offending := _offending(building, model, warning))
    )
    return ModelRun(model.name, int(count), perf_counter() - begun, warnings, types)


def _among(claims: Sequence[str], broken: Sequence[bool]) -> list[str]:
    return [claim for claim, is_broken in zip(claims, broken, strict=False) if is_broken]


def broken_claims(building: Building, model: Model) -> list[bool]:
    """Whether the grain, each check and each warning is broken, in one pass over the table.

    What is broken is then asked by itself, for its rows. The grain counts as broken where two of its hashes are one:
    asking for the rows tells whether they are twins. Hashes are compared since texts take three times as long.
    """
    claims = [*model.header.checks, *model.header.warnings]
    grain = [quoted(column) for column in model.header.grain]
    asked = [
        f"count(*) <> count(distinct hash({', '.join(grain)})) "
        f"or count(*) <> count(*) filter (where {' and '.join(f'{one} is not null' for one in grain)})",
        *(f"count(*) filter (where ({claim}) is not true) > 0" for claim in claims),
    ]
    try:
        found = building.connection.execute(
            f"select {', '.join(asked)} from {quoted(model.name)}"  # noqa: S608  our own names and checks
        ).fetchall()
    except duckdb.Error as fault:
        raise HeaderError(f"{model.name} has a check that cannot be asked: {fault}") from None
    return [bool(one) for one in found[0]]


def _identity(model: Model, row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in model.header.grain}


def called(building: Building, function: Callable[..., pa.Table | pd.DataFrame]) -> pa.Table:
    """What a Python model makes of the tables that its parameters name."""
    tables: dict[str, object] = {}
    for name, parameter in inspect.signature(function, eval_str=True).parameters.items():
        if name == PARAMETER:
            tables[name] = Asker(building)
            continue
        table = building.table(name.replace("__", ".", 1))
        # Compared by name: most nights of most commands need no pandas, which takes a second to import.
        wants_frame = getattr(parameter.annotation, "__name__", "") == "DataFrame"
        tables[name] = table.to_pandas() if wants_frame else table
    made = function(**tables)
    return made if isinstance(made, pa.Table) else pa.Table.from_pandas(made, preserve_index=False)


def _checked_columns(building: Building, model: Model) -> Types:
    """The columns with their types; every one must be explained in the header, and nothing else."""
    rows = building.connection.execute(f"describe {quoted(model.name)}").fetchall()
    types = tuple((str(row[0]), str(row[1])) for row in rows)
    columns = {name for name, _ in types}
    for what, names in (
        ("does not explain", sorted(columns - model.header.columns.keys())),
        ("explains what it does not have:", sorted(model.header.columns.keys() - columns)),
    ):
        if names:
            raise HeaderError(f"{model.name} {what} {', '.join(names)}.")
    return types


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _check_grain(building: Building, model: Model) -> None:
    grain = ", ".join(quoted(column) for column in model.header.grain)
    unknown = " or ".join(f"{quoted(column)} is null" for column in model.header.grain)
    twice = building.query(
        f"select {grain}, count(*) as row_count from {quoted(model.name)} group by all "  # noqa: S608  our own names
        f"having count(*) > 1 or {unknown} order by all limit {_SHOWN}"
    )
    if twice:
        raise CheckFailedError(model.name, f"one row per {', '.join(model.header.grain)}", twice)


def _offending(building: Building, model: Model, check: str) -> list[dict[str, object]]:
    return building.query(f"select * from {quoted(model.name)} where ({check}) is not true limit {_SHOWN}")  # noqa: S608  our own check


def describe(building: Building, models: Mapping[str, Model], types: Mapping[str, Types]) -> None:
    """Write `mart.data_dictionary`: every column of core and mart with its comment, and what its table is made from.

    `types` are the columns of each table that was made, in order.

    The comments stand here alone: an edition gets them on its tables when it is written, and nobody reads a building.
    """
    rows = []
    for name in sorted(types):
        schema, _, table = name.partition(".")
        header, reads = models[name].header, sorted(models[name].reads)
        for position, (column, data_type) in enumerate(types[name], 1):
            of_column = (schema, table, column, position, data_type, header.columns[column])
            rows.append((*of_column, header.description, ", ".join(header.grain), reads))
    columns = zip(*rows, strict=True) if rows else [()] * len(_DICTIONARY)
    arrays = [
        pa.array(values, _DICTIONARY_TYPES.get(name, pa.string()))
        for name, values in zip(_DICTIONARY, columns, strict=True)
    ]
    comments = [f"comment on table {_DICTIONARY_TABLE} is {_literal(_DICTIONARY_ROW)}"]
    comments += [
        f"comment on column {_DICTIONARY_TABLE}.{column} is {_literal(meaning)}"
        for column, meaning in _DICTIONARY.items()
    ]
    building.connection.register("said", pa.table(arrays, names=list(_DICTIONARY)))
    building.connection.execute(f"create or replace table {_DICTIONARY_TABLE} as from said; {'; '.join(comments)}")
    building.connection.unregister("said")


_DICTIONARY_TABLE = "mart.data_dictionary"
_DICTIONARY_ROW = "One column of a core or mart table, with what it means and where it is from."
_DICTIONARY_TYPES = {"column_position": pa.int32(), "depends_on": pa.list_(pa.string())}
_DICTIONARY = {
    "table_schema": "core or mart",
    "table_name": "the table",
    "column_name": "the column",
    "column_position": "place of the column in its table, from 1",
    "data_type": "DuckDB's type",
    "comment": "what the column means",
    "table_comment": "what a row of the table is",
    "grain": "the columns that are unique together",
    "depends_on": "the tables that this one is made from",
}
