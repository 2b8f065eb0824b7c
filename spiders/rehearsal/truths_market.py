"""Truths about the market as a whole: shares, totals, single bids, trends, and what a study must leave out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spiders.rehearsal.issues import FIRST_DAY, NIGHTS
from spiders.rehearsal.measuring import (
    AwardFact,
    award_facts,
    contract_total,
    count_shares,
    is_danish_it,
    real_total,
    single_bid_share,
    value_cells,
)
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.segments import BY_KEY, SEGMENTS
from spiders.rehearsal.technology_sentences import FLAT, TALKS
from spiders.rehearsal.truth import Truth
from spiders.rehearsal.vendors import Vendor

_WORDS = {"rising": "is rising", "fading": "is fading", "flat": "neither rises nor fades"}


def market_truths(vendors: tuple[Vendor, ...], notices: Sequence[NoticeEvent]) -> Iterator[Truth]:
    """Shares in the clean segments, totals, single bids, trends and counts of notices."""
    facts = award_facts(notices)
    yield from _shares({vendor.key: vendor for vendor in vendors}, facts)
    yield from _totals(facts)
    yield from _money({vendor.key: vendor for vendor in vendors}, facts)
    clean = [segment.key for segment in SEGMENTS if segment.clean]
    yield Truth(
        id="single_bid_share",
        sentence="The share of awards in the clean segments that only one bid was received for.",
        kind="single_bid_share",
        expected=round(single_bid_share(facts, clean), 4),
        tolerance=0.02,
        parameters={"segments": clean},
    )
    yield from _trends()
    for night, day in enumerate(NIGHTS, start=1):
        held = [notice for notice in notices if is_danish_it(notice) and notice.published <= day]
        yield Truth(
            id=f"notice_count_night_{night}",
            sentence=f"After night {night} all Danish IT notices are held, and no others; the damaged one is missing.",
            kind="notice_count",
            expected=len([notice for notice in held if notice.label != "poison"]),
            parameters={"night": night, "cpv_divisions": ["48", "72"], "country": "DK"},
        )


def _shares(vendors: dict[str, Vendor], facts: Sequence[AwardFact]) -> Iterator[Truth]:
    periods = {"all": (FIRST_DAY, NIGHTS[1])} | {
        str(year): (FIRST_DAY.replace(year=year, month=1), FIRST_DAY.replace(year=year, month=12, day=31))
        for year in (2024, 2025)
    }
    for segment in (segment for segment in SEGMENTS if segment.clean):
        for period, (first, last) in periods.items():
            held = [fact for fact in facts if first <= fact.published <= last]
            shares = count_shares(held, segment.key)
            for key, share in list(shares.items())[: 3 if period == "all" else 1]:
                yield Truth(
                    id=f"share_{segment.key}_{key}_{period}",
                    sentence=f"{vendors[key].name} won {share:.0%} of the awards in {segment.name} ({period}).",
                    kind="supplier_share",
                    expected=round(share, 4),
                    # A year's edge moves with the date that an award is counted by.
                    tolerance=0.02 if period == "all" else 0.08,
                    parameters={
                        "supplier_id": f"DK:{vendors[key].cvr}",
                        "supplier": vendors[key].name,
                        "segment": segment.key,
                        "cpv_prefixes": list(BY_KEY[segment.key].prefixes),
                        "from": first.isoformat(),
                        "to": last.isoformat(),
                    },
                )


def _totals(facts: Sequence[AwardFact]) -> Iterator[Truth]:
    for year in (2024, 2025, None):
        published = [fact for fact in facts if year in (None, fact.published.year)]
        contracted = [fact for fact in facts if year in (None, fact.contract_date.year)]
        yield Truth(
            id=f"market_total_{year or 'all'}",
            sentence=f"Trusted values of Danish IT contracts and call-offs, {year or 'all years'}, in DKK.",
            kind="market_total",
            expected=float(round(contract_total(published))),
            # Euro amounts are converted here at one rate, there at the day's.
            tolerance=0.005,
            parameters={
                "year": year,
                "currency": "DKK",
                "value_kinds": ["contract", "call_off"],
                "by_contract_date": float(round(contract_total(contracted))),
            },
        )


def _money(vendors: dict[str, Vendor], facts: Sequence[AwardFact]) -> Iterator[Truth]:
    """Totals in the prices of one year, and the cells of the Mekko chart."""
    for year in (2024, 2025):
        yield Truth(
            id=f"real_total_{year}",
            sentence=f"Trusted values of {year} by the invented price index, in the prices of {NIGHTS[1].year}.",
            kind="real_total",
            expected=float(round(real_total(facts, year))),
            tolerance=0.005,
            parameters={"year": year},
        )
    owners = {key: vendor.parent for key, vendor in vendors.items() if vendor.parent in vendors}
    cells = value_cells(facts, {key: owner for key, owner in owners.items() if owner})
    for segment in (segment for segment in SEGMENTS if segment.clean):
        held = {owner: value for (at, owner), value in cells.items() if at == segment.key}
        top = max(held, key=held.__getitem__)
        width, height = sum(held.values()) / sum(cells.values()), held[top] / sum(held.values())
        yield Truth(
            id=f"mekko_{segment.key}",
            sentence=f"{segment.name} is {width:.0%} of the known money, and {height:.0%} of it {vendors[top].name}'s.",
            kind="mekko",
            expected=[round(width, 2), round(height, 2)],
            parameters={"segment": segment.key, "supplier_id": f"DK:{vendors[top].cvr}"},
        )


def _trends() -> Iterator[Truth]:
    for talk in TALKS:
        if talk.direction == "flat" and talk.key not in FLAT:
            continue
        yield Truth(
            id=f"trend_{talk.key}",
            sentence=f"In contract notices {talk.key.replace('_', ' ')} {_WORDS[talk.direction]} over twelve quarters.",
            kind="trend",
            expected=talk.direction,
            parameters={
                "technology": talk.key,
                "stream": "procurement",
                "first_rate": talk.first_rate,
                "last_rate": talk.last_rate,
                "quarters": 12,
            },
        )
