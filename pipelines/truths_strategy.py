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


def _first_component(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select component_id from mart.component_verdict order by index_score desc nulls last, component_id limit 1"
    )


def _focus_signs(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask(
        "select is_rising, is_opening, is_backed from mart.focus_area where technology = ?", said["technology"]
    )
    return [name.removeprefix("is_") for name, value in rows[0].items() if value] if rows else None


def _roadmap(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one("select state from mart.roadmap where initiative_id = ?", said["initiative"])


def _projection(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select string_agg(distinct kind, ', ') from mart.market_projection where segment_code = ?", said["segment"]
    )


def _break_even(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one("select max(break_even_year) from mart.business_plan")


def _images(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    """How many images there are, and how many of them hold a pair that excludes one another."""
    images: dict[str, set[str]] = {}
    for row in witness.ask("select image_id, dimension_id, option_id from mart.target_image"):
        images.setdefault(str(row["image_id"]), set()).add(f"{row['dimension_id']}.{row['option_id']}")
    wrong = [one for one in images.values() if any(set(pair) <= one for pair in said["excluding"])]
    return [len(images), len(wrong)]


FINDERS: dict[str, Finder] = {
    "assumption": _assumption,
    "alliance": _alliance,
    "edition_change": _edition_change,
    "change_sums": _change_sums,
    "quote_light": _quote_light,
    "first_component": _first_component,
    "focus_signs": _focus_signs,
    "roadmap": _roadmap,
    "projection": _projection,
    "break_even": _break_even,
    "images": _images,
}
