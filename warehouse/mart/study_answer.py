"""What the marts answer to the study's own questions."""

from __future__ import annotations

import pyarrow as pa

from warehouse.questions import Asker

_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("question_kind", "question_id", "sql")]
    + [(name, pa.float64()) for name in ("value", "n", "coverage", "low", "high")]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)


def study_answer(core__study_question: pa.Table, ask: Asker) -> pa.Table:
    """The answer of tonight's marts to one question of the study.

    A query that fails, or gives no number or more than one row, has no answer and says why; the night goes on.
    Grain: question_kind, question_id
    Check: can_tell = (value is not null)
    Check: can_tell or reason is not null
    Column question_kind: assumption, or option (a criterion of an option of the target images)
    Column question_id: the assumption, or dimension.option.criterion
    Column sql: the select that was asked
    Column value: the number
    Column n: on how many observations it rests, where the query says so
    Column coverage: how much of what exists is held, where the query says so
    Column low: lower end of its interval, where the query says so
    Column high: upper end of its interval, where the query says so
    Column can_tell: whether there is a number
    Column reason: why not
    """
    rows = []
    for question in core__study_question.to_pylist():
        told = ask(str(question["sql"]))
        numbers = {name: getattr(told, name) for name in ("value", "n", "coverage", "low", "high")}
        rows.append(question | numbers | {"can_tell": told.value is not None, "reason": told.reason})
    return pa.Table.from_pylist(rows, schema=_SCHEMA)
