"""Filters that people type above a column, as SQL with bound values: `kommune`, `>=10`, `2026-01-01..2026-06-30`, `=x`.

A text filter finds the words anywhere, without regard to case. Numbers and dates compare; `..` is a range; `-` is what
has no value. Values are bound, never written into the SQL, and columns come from the mart itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from warehouse.refusal import RefusedError

_COMPARED = re.compile(r"(>=|<=|<>|=|>|<)\s*(.+)", re.DOTALL)
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "HUGEINT")
_TIMES = ("DATE", "TIMESTAMP")
NOTHING = "-"
MOST_ROWS = 500
"""Rows that a page shows: more are for a file."""


class FilterRefusedError(RefusedError):
    """A filter that cannot be understood; one sentence."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """A query with its bound values."""

    sql: str
    values: tuple[object, ...]


def filtered(
    mart: str, types: Mapping[str, str], filters: Mapping[str, str], *, sort: str = "", down: bool = False
) -> Filtered:
    """The rows of a mart that pass every filter. `types` are the mart's columns with DuckDB's types.

    Raises `FilterRefusedError` for a column that there is not, or a value that its type cannot be.
    """
    conditions, values = [], list[object]()
    for column, said in filters.items():
        if not said.strip():
            continue
        condition, bound = _condition(column, types, said.strip())
        conditions.append(condition)
        values += bound
    if sort and sort not in types:
        raise FilterRefusedError(f"{mart} has no column {sort!r} to sort by.")
    where = f" where {' and '.join(conditions)}" if conditions else ""
    # Every other column follows, so that equal values stand in the same order each time.
    first = [f"{_quoted(sort)}{' desc' if down else ''} nulls last"] if sort else []
    order = ", ".join([*first, *(_quoted(column) for column in types if column != sort)])
    sql = f"select * from mart.{_quoted(mart)}{where} order by {order} limit {MOST_ROWS + 1}"  # noqa: S608  names are the mart's own, values bound
    return Filtered(sql, tuple(values))


def _condition(column: str, types: Mapping[str, str], said: str) -> tuple[str, Sequence[object]]:
    if column not in types:
        raise FilterRefusedError(f"There is no column {column!r} to filter.")
    name, kind = _quoted(column), types[column].upper()
    if said == NOTHING:
        return f"{name} is null", ()
    compared = _COMPARED.fullmatch(said)
    if "[" in kind or not kind.startswith((*_NUMBERS, *_TIMES, "BIGINT", "UBIGINT", "SMALLINT")):
        if compared and compared[1] in ("=", "<>"):
            return f"cast({name} as varchar) {compared[1]} ?", (compared[2],)
        return f"contains(lower(cast({name} as varchar)), lower(?))", (said,)
    target = "double" if not kind.startswith(_TIMES) else "timestamp"
    low, is_range, high = said.partition("..")
    if is_range:
        bounds = [(sign, text.strip()) for sign, text in ((">=", low), ("<=", high)) if text.strip()]
        if not bounds:
            raise FilterRefusedError(f"The range {said!r} for {column} has no end; write from..to.")
    else:
        bounds = [(compared[1], compared[2].strip()) if compared else ("=", said)]
    parts = [f"cast({name} as {target}) {sign} cast(? as {target})" for sign, _ in bounds]
    return f"({' and '.join(parts)})", [_checked(column, target, text) for _, text in bounds]


def _checked(column: str, target: str, text: str) -> str:
    shape = (
        r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?" if target == "double" else r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?"
    )
    if not re.fullmatch(shape, text):
        wanted = "a number such as 12.5" if target == "double" else "a day such as 2026-11-17"
        raise FilterRefusedError(f"{text!r} is no value of {column}; write {wanted}.")
    return text


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
