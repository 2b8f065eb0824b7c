"""The raw tables of customers, needs and roles that come from shelves, the study and its imported CSVs.

They stand apart from `raw.py` because they share one thing: a person wrote every row of them, none was crawled. An
imported row carries file and line, so that a figure in a column of its own can be followed to a line of a spreadsheet.
"""

from __future__ import annotations

import pyarrow as pa

_TEXT = pa.string()
_NUMBER = pa.float64()


def _columns(text: str, *more: tuple[str, pa.DataType]) -> pa.Schema:
    return pa.schema([(name, _TEXT) for name in text.split()] + list(more))


_PLACE = (("file", _TEXT), ("line", pa.int64()))

CUSTOMERS: dict[str, pa.Schema] = {
    "need_type": _columns("need_type name_da name_en definition_en"),
    "barrier_kind": _columns("barrier name_da name_en definition_en"),
    "role": _columns("role name_da name_en definition_en"),
    "focal_owner": _columns("player_id"),
    "component_topic": _columns("component_id topic_kind topic quote"),
    "survey_answer": _columns(
        "organisation need question",
        ("answer", _NUMBER),
        ("scale_low", _NUMBER),
        ("scale_high", _NUMBER),
        ("answered_date", pa.date32()),
        *_PLACE,
    ),
    "system_usage": _columns(
        "organisation component", ("actual", _NUMBER), ("potential", _NUMBER), ("period_date", pa.date32()), *_PLACE
    ),
    "price_index": _columns("price_index", ("year", pa.int64()), ("index_value", _NUMBER), *_PLACE),
    "interview_code": _columns("interview speaker_group role stance", ("spoken_date", pa.date32()), *_PLACE),
}
"""What a night loads with `Building.load_table` from the shelves of needs, barriers and roles and from imports."""
