"""How the study's assumptions stand tonight, and how they stood before."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from warehouse.estimators.assumption import Bound, Seen, judge

_ORDER = {"broken": 0, "weakening": 1, "cannot_tell": 2, "holds": 3}
_NUMBERS = ("value", "threshold", "margin", "n", "minimum_n", "coverage", "minimum_coverage", "low", "high")
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("assumption_id", "sentence_da", "sentence_en", "status", "reason")]
    + [("comparison", pa.string())]
    + [(name, pa.float64()) for name in _NUMBERS]
    + [("can_tell", pa.bool_()), ("owner", pa.string()), ("since", pa.date32())]
    + [("status_before", pa.string()), ("value_before", pa.float64()), ("value_change", pa.float64())]
    + [("edition_before", pa.string()), ("is_changed", pa.bool_()), ("status_since", pa.date32())]
    + [("urgency", pa.int32()), ("sql", pa.string())]
)


def assumption_status(
    core__assumption: pa.Table,
    core__assumption_before: pa.Table,
    core__edition_before: pa.Table,
    core__study: pa.Table,
    mart__study_answer: pa.Table,
) -> pa.Table:
    """An assumption of the study and how it stands tonight: holds, weakening, broken, or cannot tell, and why.

    Weakening means that the number still meets the threshold but comes within the margin, or that the threshold lies
    inside the number's interval. Less n or coverage than the study asks for is "cannot tell", whatever the number.
    Grain: assumption_id
    Check: status in ('holds', 'weakening', 'broken', 'cannot_tell')
    Check: can_tell = (status <> 'cannot_tell')
    Check: can_tell is false or value is not null
    Check: reason is not null and owner is not null
    Column assumption_id: its id in the study
    Column sentence_da: the sentence in Danish
    Column sentence_en: the sentence in English
    Column status: holds, weakening, broken or cannot_tell
    Column reason: why, with the numbers
    Column comparison: how the number must stand to the threshold: at_least, at_most, above or below
    Column value: the number tonight
    Column threshold: the threshold
    Column margin: how near it may come before it is weakening
    Column n: on how many observations the number rests
    Column minimum_n: how many the study asks for
    Column coverage: how much of what exists is held
    Column minimum_coverage: how much the study asks for
    Column low: lower end of the number's interval
    Column high: upper end of the number's interval
    Column can_tell: whether the status can be told
    Column owner: who answers for it
    Column since: the day from which it has been held
    Column status_before: its status in the edition before; NULL where that did not have it
    Column value_before: the number then
    Column value_change: the number tonight less the number then
    Column edition_before: the edition before
    Column is_changed: whether the status is another than before
    Column status_since: the first day of the unbroken run of editions with this status
    Column urgency: 0 broken, 1 weakening, 2 cannot tell, 3 holds: the order in which to read
    Column sql: the query
    """
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    before_id = core__edition_before["edition_id"][0].as_py() if core__edition_before.num_rows else None
    answers = {
        row["question_id"]: row for row in mart__study_answer.to_pylist() if row["question_kind"] == "assumption"
    }
    history: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(core__assumption_before.to_pylist(), key=lambda one: (one["as_of"], one["edition_id"])):
        history.setdefault(row["assumption_id"], []).append(row)
    rows = []
    for said in core__assumption.to_pylist():
        answer = answers.get(said["assumption_id"], {})
        seen = Seen(**{name: answer.get(name) for name in ("value", "n", "coverage", "low", "high", "reason")})
        bound = Bound(**{name: said[name] for name in Bound.__dataclass_fields__})
        status, reason = judge(seen, bound)
        past = history.get(said["assumption_id"], [])
        last = next((row for row in past if row["edition_id"] == before_id), None)
        value_before = last["value"] if last else None
        known = seen.value is not None and value_before is not None
        rows.append(
            {name: said[name] for name in core__assumption.column_names}
            | {name: getattr(seen, name) for name in ("value", "n", "coverage", "low", "high")}
            | {
                "status": status,
                "reason": reason,
                "can_tell": status != "cannot_tell",
                "status_before": last["status"] if last else None,
                "value_before": value_before,
                "value_change": float(seen.value or 0) - float(value_before or 0) if known else None,
                "edition_before": before_id,
                "is_changed": last is not None and last["status"] != status,
                "status_since": _since(past, status, as_of),
                "urgency": _ORDER[status],
            }
        )
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _since(past: list[dict[str, Any]], status: str, as_of: object) -> object:
    """The first day of the unbroken run of editions, up to tonight, with this status."""
    first = as_of
    for row in reversed(past):
        if row["status"] != status:
            break
        first = row["as_of"]
    return first
