"""Truths about contracts that are called for again, newcomers, shares by value, and who covers which component.

`chain_links`: of the planted closed chains (`pairs` of first and next notice ids), how many are linked = expected.
`retention`: of those, the share whose supplier won again, and the interval of all chains that must hold it.
`retender_cover`: of the waiting chains (`calls`: notice id and the day of the call to come), the share whose day lies
between P10 and P90 = expected, within a tolerance for ten draws.
`new_entrants`: mart.market_concentration's share of awards to newcomers in `segment` and `period` = expected.
`value_within`: the imputed interval of the share of `supplier_id` in `segment`, all years, holds expected.
`component_level`: the level of `supplier_id` for `component` is one of expected.
`component_gap`: players other than the focal organisation that cover `component` = expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from spiders.rehearsal.chains import planted_chains
from spiders.rehearsal.measuring import AwardFact, award_facts
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.result_notices import Market
from spiders.rehearsal.segments import SEGMENTS
from spiders.rehearsal.truth import Truth
from spiders.rehearsal.vendors import Vendor

# What bids come to against the estimate, on average (`procedures` draws 82 to 111 %).
_OF_ESTIMATE = Decimal("0.965")
# Two with newcomers, and one of the clean segments, in which nobody new wins.
_NEWCOMERS = (("health", 2025), ("integration", 2026), ("case", 2025))


def chain_truths(market: Market, notices: Sequence[NoticeEvent]) -> Iterator[Truth]:
    """Links, retention and windows of the planted chains."""
    ids = {notice.label: notice.notice_id for notice in notices}
    chains = planted_chains(market)
    past = [chain for chain in chains if chain.after]
    pairs = [[ids[f"{chain.label}:first"], ids[f"{chain.label}:again"]] for chain in past]
    yield Truth(
        id="chain_links",
        sentence=f"{len(past)} contracts were called for again and awarded; each is linked to what followed it.",
        kind="chain_links",
        expected=len(past),
        parameters={"pairs": pairs},
    )
    kept = sum(chain.before == chain.after for chain in past)
    yield Truth(
        id="incumbent_retention",
        sentence=f"{kept} of the {len(past)} planted incumbents won again.",
        kind="retention",
        expected=round(kept / len(past), 4),
        parameters={"pairs": pairs},
    )
    waiting = [chain for chain in chains if not chain.after]
    yield Truth(
        id="retender_windows",
        sentence=f"Windows of nominal 80 % hold the day on which {len(waiting)} waiting contracts will be called for.",
        kind="retender_cover",
        expected=0.8,
        # Ten draws of 0.8: seven to ten are no surprise.
        tolerance=0.2,
        parameters={"calls": [[ids[f"{chain.label}:first"], chain.calls_on.isoformat()] for chain in waiting]},
    )


def share_truths(vendors: Mapping[str, Vendor], notices: Sequence[NoticeEvent]) -> Iterator[Truth]:
    """Newcomers, and shares by value with the withheld values that the world knows, in the clean segments."""
    facts = award_facts(notices)
    worth = _worth(notices)
    for segment, year in _NEWCOMERS:
        yield Truth(
            id=f"new_entrants_{segment}",
            sentence=f"The share of the awards of {year} in {segment} that went to suppliers without one before.",
            kind="new_entrants",
            expected=round(_newcomers([fact for fact in facts if fact.segment == segment], year), 4),
            tolerance=0.005,
            parameters={"segment": segment, "period": str(year)},
        )
    for segment in (segment.key for segment in SEGMENTS if segment.clean):
        held = [fact for fact in facts if fact.segment == segment]
        values = {fact.notice_id: fact.value_dkk or worth.get(fact.notice_id, Decimal(0)) for fact in held}
        whole = sum(values.values())
        parts = {
            key: sum(values[fact.notice_id] * Decimal(fact.weight_of(key)) for fact in held)
            for fact in held
            for key in fact.suppliers
        }
        key = max(sorted(parts), key=lambda one: parts[one])
        yield Truth(
            id=f"value_share_{segment}",
            sentence=f"The share by value of {vendors[key].name} in {segment}, withheld values included.",
            kind="value_within",
            expected=round(float(parts[key] / whole), 4),
            # Withheld values are known to the world as estimates times a mean.
            tolerance=0.01,
            parameters={"segment": segment, "supplier_id": f"DK:{vendors[key].cvr}"},
        )


def _newcomers(held: Sequence[AwardFact], year: int) -> float:
    before = {key for fact in held if fact.published.year < year for key in fact.suppliers}
    there = [fact for fact in held if fact.published.year == year]
    new = sum(fact.weight_of(key) for fact in there for key in fact.suppliers if key not in before)
    return float(new / len(there))


def _worth(notices: Sequence[NoticeEvent]) -> dict[str, Decimal]:
    """What each single-lot result is worth by its estimate, whether or not its value is told."""
    return {
        notice.notice_id: notice.lots[0].estimate * _OF_ESTIMATE
        for notice in notices
        if len(notice.lots) == 1 and notice.lots[0].estimate is not None
    }


def component_truths(vendors: Mapping[str, Vendor]) -> Iterator[Truth]:
    """Who offers what the focal organisation's components do, as the vendors' own pages say it."""
    for key in ("kodefaellesskabet", "kildevaeld"):
        yield Truth(
            id=f"component_{key}",
            sentence=f"{vendors[key].name} offers standardised interfaces, which is what Kernesnit does.",
            kind="component_level",
            expected=["claimed", "evidenced"],
            parameters={"component": "kernesnit", "supplier_id": f"DK:{vendors[key].cvr}"},
        )
    yield Truth(
        id="component_only_named",
        sentence=f"{vendors['rimfrost'].name} names Kernelogin as something it connects to, which is no cover.",
        kind="component_level",
        expected=["not_seen"],
        parameters={"component": "kernelogin", "supplier_id": f"DK:{vendors['rimfrost'].cvr}"},
    )
    yield Truth(
        id="component_gap",
        sentence="Nobody but the focal organisation offers an index of cases and documents across systems.",
        kind="component_gap",
        expected=0,
        parameters={"component": "kerneindeks"},
    )
