"""What the current edition says of the planted truths about strategy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.truths import Witness
    from spiders.rehearsal.truth import Truth

Finder = Callable[["Witness", Mapping[str, Any], "Truth"], Any]


def _assumption(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one("select status from mart.assumption_status where assumption_id = ?", said["assumption"])


def _alliance(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask(
        "select left_name, right_name from mart.alliance_edge where is_sure and tie_kind = 'consortium' order by all"
    )
    return sorted(str(name) for row in rows for name in row.values())


def _edition_change(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask(
        "select cause, round(part, 2) as part from mart.edition_change "
        "where figure = ? and slice = ? and abs(part) > 0.005 order by cause",
        said["figure"],
        said["slice"],
    )
    return [[row["cause"], float(row["part"])] for row in rows]


def _change_sums(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    """How many changes do not add up; all of them where nothing is said of any."""
    return witness.one(
        "select case when count(*) = 0 then -1 else count(*) filter (where not adds) end from ("
        "select abs(sum(part) - any_value(change)) <= 1e-6 * greatest(1, abs(any_value(change))) as adds "
        "from mart.edition_change where can_tell group by figure, slice)"
    )


def _quote_light(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask(
        "select light, reason from mart.quote_light where figure = ? and slice = ?", said["figure"], said["slice"]
    )
    if len(rows) != 1:
        return f"{len(rows)} rows"
    return rows[0]["light"] if said["word"] in str(rows[0]["reason"]) else str(rows[0]["reason"])


FINDERS: dict[str, Finder] = {
    "assumption": _assumption,
    "alliance": _alliance,
    "edition_change": _edition_change,
    "change_sums": _change_sums,
    "quote_light": _quote_light,
}
