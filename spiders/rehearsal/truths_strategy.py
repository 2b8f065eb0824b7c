"""Truths about strategy: how the study's assumptions stand, who is allied, why figures changed between the nights.

The thresholds of the assumptions stand in the study (`studies/strategy/demo.toml`); what they should come to is
computed here from the world's own events, so that a changed world or a changed study shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.measuring import award_facts, contract_total, count_shares, single_bid_share
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.planted_strategy import PARTNERS
from spiders.rehearsal.truth import Truth
from spiders.rehearsal.vendors import Vendor

MOST_SECURITY, SECURITY_MARGIN = 0.45, 0.05
MOST_SINGLE_BIDS = 0.2
LEAST_MARKET = 1e9


def strategy_truths(vendors: tuple[Vendor, ...], notices: Sequence[NoticeEvent]) -> Iterator[Truth]:
    """Statuses of assumptions, the planted alliance, the causes of change, and the light on two figures."""
    facts = award_facts(notices)
    top = next(iter(count_shares(facts, "security").values()))
    of_2025 = contract_total(fact for fact in facts if fact.published.year == 2025)
    statuses = {
        "security-has-no-master": "weakening" if MOST_SECURITY - SECURITY_MARGIN < top <= MOST_SECURITY else "holds",
        "case-market-is-contested": "broken" if single_bid_share(facts, ["case"]) > MOST_SINGLE_BIDS else "holds",
        "case-market-was-open": "cannot_tell",
        "market-is-large-enough": "holds" if of_2025 >= LEAST_MARKET else "broken",
        "ai-is-asked-for": "holds",
        "contracts-open-in-time": "holds",
    }
    for name, status in statuses.items():
        yield Truth(
            id=f"assumption_{name}",
            sentence=f"The assumption {name} stands as it does in the world.",
            kind="assumption",
            expected=status,
            parameters={"assumption": name},
        )
    by_key = {vendor.key: vendor for vendor in vendors}
    yield Truth(
        id="alliance_planted",
        sentence=f"{' and '.join(by_key[key].name for key in PARTNERS)} win together more than chance; no others do.",
        kind="alliance",
        expected=sorted(by_key[key].name for key in PARTNERS),
    )
    tonight = [fact for fact in facts if fact.published > NIGHTS[0]]
    this_year = f"all/{NIGHTS[1].year}"
    for figure, part in (("award_count", float(len(tonight))), ("market_value", float(contract_total(tonight)))):
        yield Truth(
            id=f"change_{figure}",
            sentence=f"Between the nights {figure} of {this_year} grew by new events alone.",
            kind="edition_change",
            expected=[["new_events", part]],
            parameters={"figure": figure, "slice": this_year},
        )
    yield Truth(
        id="change_sums",
        sentence="The parts of every change sum to the change.",
        kind="change_sums",
        expected=0,
    )
    yield from _outlook_truths()
    yield Truth(
        id="quote_light_this_year",
        sentence="A total of a year in which notices still come may not be quoted without saying so.",
        kind="quote_light",
        expected="yellow",
        parameters={"figure": "market_value", "slice": this_year, "word": "provisional"},
    )
    yield Truth(
        id="quote_light_thin_year",
        sentence="A total of the ten awards of 2023 in one segment may not be quoted.",
        kind="quote_light",
        expected="red",
        parameters={"figure": "market_value", "slice": "case/2023", "word": "do not quote"},
    )


def _outlook_truths() -> Iterator[Truth]:
    """What follows from the planted needs, contracts and documents, and from what the study declares."""
    yield Truth(
        id="first_component",
        sentence="Interfaces are asked for by many, in policy too: Kernesnit is the first of the components.",
        kind="first_component",
        expected="kernesnit",
    )
    yield Truth(
        id="focus_area_ai",
        sentence="Artificial intelligence rises, contracts about it open, and policies name it: all three are shown.",
        kind="focus_signs",
        expected=["rising", "opening", "backed"],
        parameters={"technology": "artificial_intelligence"},
    )
    for initiative, state in (("wallet-ready", "late"), ("case-index", "stop"), ("interfaces-opened", "go")):
        yield Truth(
            id=f"roadmap_{initiative}",
            sentence=f"The initiative {initiative} stands at {state}: its day, its gate or neither keeps it.",
            kind="roadmap",
            expected=state,
            parameters={"initiative": initiative},
        )
    yield Truth(
        id="projection_refused",
        sentence="Two whole years are too few to project the market from, and it is not.",
        kind="projection",
        expected="cannot_tell",
        parameters={"segment": "all"},
    )
    yield Truth(
        id="plan_break_even",
        sentence="The invented plan has its money back in its third year in half of the draws.",
        kind="break_even",
        expected=2029,
        tolerance=0,
    )
    yield Truth(
        id="image_consistent",
        sentence="Of the four target images shown, none holds two options that exclude one another.",
        kind="images",
        expected=[4, 0],
        parameters={"excluding": [["role.standard", "economy.usage"], ["components.many-thin", "delivery.own"]]},
    )
