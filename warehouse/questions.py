"""Questions that a study asks of the marts: one select each, answered while the tables are built.

A study binds sentences to SQL (`raw.study_question`). A Python model that has a parameter named `ask` is handed a
function that answers such a select; it is built after every table that the questions read, so an answer is of tonight.
A question that fails tonight gives a sentence, not the end of the night; one that can never work is refused when the
study is read, by binding it to the empty tables of every model. Rejected: asking after the build (the answers would be
missing from the tables that depend on them), reading the columns out of headers (headers do not say types).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from warehouse import jail
from warehouse.database import Building, quoted
from warehouse.lineage import LineageError, in_order, tables_read
from warehouse.refusal import RefusedError

if TYPE_CHECKING:
    from warehouse.model import Model

QUESTIONS = "study_question"
PARAMETER = "ask"
TELLING = ("value", "n", "coverage", "low", "high")
SECONDS = 60.0
"""One question's time: they are scalar selects on marts, and a night has other things to do."""


class QuestionError(RefusedError):
    """A question that cannot be answered; one sentence without file and line."""


@dataclass(frozen=True)
class Told:
    """What a question gave: the number and what stands beside it, or why there is none."""

    value: float | None = None
    n: float | None = None
    coverage: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


class Asker:
    """Answers questions from the tables of a building that are committed."""

    def __init__(self, building: Building) -> None:
        self._building = building

    def __call__(self, sql: str) -> Told:
        """The answer to one select; a reason in its place where it has none."""
        # A connection of its own: a fault would undo the transaction of the model that asks.
        connection = self._building.connection.cursor()
        try:
            answer = jail.ask(connection, sql, seconds=SECONDS)
        except jail.QueryRefusedError as fault:
            return Told(reason=f"the query failed: {fault}")
        finally:
            connection.close()
        if len(answer.rows) != 1:
            return Told(reason=f"the query gave {len(answer.rows) or 'no'} rows; it must give one")
        said = dict(zip(answer.columns, answer.rows[0], strict=True))
        numbers = {name: None if said.get(name) is None else float(str(said[name])) for name in TELLING}
        return Told(**numbers, reason=None if numbers["value"] is not None else "the query gave no number")


def with_questions(building: Building, models: dict[str, Model]) -> dict[str, Model]:
    """The models, each that asks reading also what the study's questions read. Raises `LineageError`."""
    from dataclasses import replace

    asking = [name for name, model in models.items() if model.asks]
    if not asking or not building.has(f"raw.{QUESTIONS}"):
        return models
    read: set[str] = set()
    with duckdb.connect() as parser:
        for row in building.query(f"select question_id, sql from raw.{QUESTIONS} order by all"):  # noqa: S608  our own name
            read |= tables_read(str(row["sql"]), name=f"the question {row['question_id']}", parser=parser)
    return models | {name: replace(models[name], reads=models[name].reads | read) for name in asking}


def catalogue(models: dict[str, Model]) -> Building:
    """A building in memory that has every table of the models, with its types and without a row."""
    from warehouse.model import called
    from warehouse.seed import load_seeds

    building = Building(Path(":memory:"))
    load_seeds(building)
    connection = building.connection
    existing = frozenset(f"{schema}.{name}" for schema in ("raw", "seed") for name in building.names(schema))
    for name in in_order({name: model.reads for name, model in models.items()}, existing=existing):
        source = f"(\n{models[name].sql}\n)"
        function = models[name].function
        if function is not None:
            connection.register("made", _empty(called(building, function)))
            source = "made"
        connection.execute(f"create table {quoted(name)} as select * from {source} limit 0")  # noqa: S608  our own model
    return building


def _empty(table: pa.Table) -> pa.Table:
    return table.slice(0, 0)


def check_question(catalogue: Building, models: dict[str, Model], sql: str) -> None:
    """Raises `QuestionError` with a sentence for a select that could never give a number out of the marts."""
    connection = catalogue.connection
    try:
        read = tables_read(sql, name="the query", parser=connection)
    except LineageError as fault:
        raise QuestionError(str(fault)) from None
    asking = {name for name, model in models.items() if model.asks}
    for table in sorted(read):
        if not table.startswith("mart."):
            raise QuestionError(f"the query reads {table}; it may read marts only, as mart.market_size.")
        if table in models and asking & _behind(table, models):
            raise QuestionError(f"the query reads {table}, which itself follows from the study's answers; ask another.")
    try:
        jail.one_select(connection, sql)
        found = connection.execute(f"select column_name, column_type from (describe ({sql}\n))").fetchall()  # noqa: S608  checked above
    except duckdb.Error as fault:
        raise QuestionError(f"the query does not work: {jail.explained(connection, fault)}") from None
    types = {str(name): str(kind) for name, kind in found}
    unknown = sorted(set(types) - set(TELLING))
    if "value" not in types or unknown:
        has = f"it gives {', '.join(types)}"
        raise QuestionError(f"the query must name its number `value` and may add {', '.join(TELLING[1:])}; {has}.")
    words = [name for name, kind in types.items() if kind.startswith(("VARCHAR", "DATE", "TIMESTAMP", "STRUCT"))]
    if words or any(kind.endswith("]") for kind in types.values()):
        raise QuestionError(f"the query must give numbers, but {', '.join(words) or 'a column'} is none.")


def _behind(table: str, models: dict[str, Model]) -> set[str]:
    """The models that a table is made from, itself included."""
    found: set[str] = set()
    waiting = [table]
    while waiting:
        name = waiting.pop()
        if name in models and name not in found:
            found.add(name)
            waiting += models[name].reads
    return found
