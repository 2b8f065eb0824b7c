"""What the current edition says of planted truths about chains, newcomers, money and components.

The kinds are described in `spiders/rehearsal/truths_chains.py`; `pipelines/truths.py` asks these finders with its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.truths import Witness
    from spiders.rehearsal.truth import Truth


def _player(witness: Witness, national_id: object) -> Any:
    return witness.one("select player_id from mart.player where national_id = ?", national_id)


def _linked(witness: Witness, pairs: list[list[str]]) -> list[Any]:
    """Of the planted pairs that are linked, whether a supplier won again."""
    found = []
    for first, again in pairs:
        found += witness.ask(
            "select link.has_same_supplier as kept from mart.contract_link as link "
            "join mart.contract as one using (contract_id) "
            "join mart.contract as two on two.contract_id = link.next_contract_id "
            "where one.notice_id = ? and two.notice_id = ?",
            first,
            again,
        )
    return [row["kept"] for row in found]


def _chain_links(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return len(_linked(witness, said["pairs"]))


def _retention(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    kept = _linked(witness, said["pairs"])
    told = witness.one("select can_tell from mart.incumbent_retention where segment_code = 'all'")
    return round(sum(map(bool, kept)) / len(kept), 4) if kept and told else None


def _retender_cover(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    inside = 0
    for notice_id, day in said["calls"]:
        rows = witness.ask(
            "select cast(? as date) between p10_date and p90_date as inside, can_tell from mart.retender_calendar "
            "join mart.contract using (contract_id) where notice_id = ?",
            day,
            notice_id,
        )
        if len(rows) != 1 or not rows[0]["can_tell"]:
            return f"{len(rows)} rows for {notice_id}, or nothing learnt"
        inside += bool(rows[0]["inside"])
    return inside / len(said["calls"])


def _new_entrants(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select new_entrant_share from mart.market_concentration where segment_code = ? and period = ?",
        said["segment"],
        said["period"],
    )


def _value_within(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask(
        "select imputed_low, imputed_high from mart.market_share where segment_code = ? and period = 'all' "
        "and level = 'legal unit' and player_id = ?",
        said["segment"],
        _player(witness, said["supplier_id"]),
    )
    return [rows[0]["imputed_low"], rows[0]["imputed_high"]] if rows else None


def _component_level(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select level from mart.component_coverage where component_id = ? and player_id = ?",
        said["component"],
        _player(witness, said["supplier_id"]),
    )


def _component_gap(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select count(*) from mart.component_coverage where component_id = ? and level <> 'not_seen' and not is_focal",
        said["component"],
    )


def _real_total(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    found = witness.one(
        "select known_value_real_dkk from mart.market_size_real where segment_code = 'all' and year = ?", said["year"]
    )
    return None if found is None else float(found)


def _mekko(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask(
        "select round(segment_share, 2) as width, round(share_in_segment, 2) as height from mart.market_mekko "
        "where segment_code = ? and player_id = ?",
        said["segment"],
        _player(witness, said["supplier_id"]),
    )
    return [rows[0]["width"], rows[0]["height"]] if rows else None


FINDERS = {
    "chain_links": _chain_links,
    "retention": _retention,
    "retender_cover": _retender_cover,
    "new_entrants": _new_entrants,
    "value_within": _value_within,
    "real_total": _real_total,
    "mekko": _mekko,
    "component_level": _component_level,
    "component_gap": _component_gap,
}
ONE_OF = frozenset({"component_level"})
"""Kinds whose expected value is a list of which what is found must be one."""
WITHIN = frozenset({"value_within"})
"""Kinds whose answer is an interval that must hold the expected value."""
RELATIVE = frozenset({"market_total", "real_total"})
"""Kinds whose tolerance is a part of what is planted."""
