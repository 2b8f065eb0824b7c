"""Ordinary IT procedures: a contract notice, at times a planning notice or a correction with it, and a result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from spiders.rehearsal import tender_sentences as say
from spiders.rehearsal.awarding import EUR_RATE, Awarding, amount, award_lot, chosen, dealt, joined, nothing_awarded
from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.chance import chance, invented_uuid, pick
from spiders.rehearsal.composing import described, scoped, subject_for
from spiders.rehearsal.issues import FIRST_DAY, NIGHTS, issue_day_from
from spiders.rehearsal.notices import LotText, NoticeEvent
from spiders.rehearsal.parties import buyer_party
from spiders.rehearsal.persons import contact_persons
from spiders.rehearsal.segments import SEGMENTS, Segment
from spiders.rehearsal.vendors import Vendor

PER_QUARTER = 38
LEGACY_UNTIL = date(2024, 2, 1)
LAST_ORDINARY_DAY = NIGHTS[0]
_EURO_YEARS = (2024, 2025)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An ordinary procedure before anything is written: who wants what, when, and in which form it ends."""

    label: str
    day: date
    buyer: Buyer
    segment: Segment
    language: str
    shape: str
    turn: int


def plans(buyers: tuple[Buyer, ...], seed: int) -> Iterator[Plan]:
    """All ordinary procedures in order of their contract notices, evenly spread over time, segments and buyers.

    They begin half a year before the window, so that results are as frequent in its first months as later.
    """
    turn = 0
    deck: list[Buyer] = []
    for quarter in range(2023 * 4 + 1, 2026 * 4 + 4):
        year, month = quarter // 4, quarter % 4 * 3 + 1
        start = date(year, month, 1)
        end = date(year + month // 10, (month + 2) % 12 + 1, 1)
        for index in range(PER_QUARTER):
            day = issue_day_from(start + (end - start) * (index * 2 + 1) / (PER_QUARTER * 2))
            if not deck:
                deck = list(buyers)
                chance(seed, "buyers", turn).shuffle(deck)
            segment = SEGMENTS[(turn + quarter) % len(SEGMENTS)]
            kinds = ("single",) if segment.clean else ("single",) * 13 + ("lots",) * 4 + ("framework",) * 3
            label = f"p{turn:04d}"
            yield Plan(
                label=label,
                day=day,
                buyer=deck.pop(),
                segment=segment,
                language="en" if pick(range(12), seed, "language", label) == 0 else "da",
                shape=pick(kinds, seed, "shape", label),
                turn=turn,
            )
            turn += 1


def _lots(plan: Plan, cpv: str, title: str, draw: Random) -> tuple[LotText, ...]:
    count = draw.choice((2, 2, 3)) if plan.shape == "lots" else 1
    months = draw.choice((24, 36, 48, 48, 60, 72))
    renewals = draw.choice((0, 0, 1, 2, 2))
    lots = []
    for number in range(1, count + 1):
        estimate = amount(plan.segment, draw)
        is_framework = plan.shape == "framework"
        lots.append(
            LotText(
                lot_id=f"LOT-{number:04d}" if count > 1 else "LOT-0000",
                title=title if count == 1 else f"{title}: {say.LOT_TITLES[number - 1].lower()}",
                description=scoped(plan.language, draw),
                cpv=cpv,
                nuts=plan.buyer.nuts,
                more_cpvs=("72000000",) if draw.random() < 0.15 else (),
                estimate=estimate * 4 if is_framework else estimate,
                framework="fa-wo-rc" if is_framework else "none",
                ceiling=estimate * 6 if is_framework else None,
                months=min(months, 48) if is_framework else months,
                renewals=renewals,
                renewal_text=draw.choice(say.RENEWAL_TEXTS).format(count=renewals) if renewals else None,
                options_text=draw.choice(say.OPTION_TEXTS) if draw.random() < 0.3 else None,
                deadline=plan.day + timedelta(days=draw.randrange(32, 60)),
            )
        )
    return tuple(lots)


def _award(
    plan: Plan, lots: tuple[LotText, ...], vendors: tuple[Vendor, ...], day: date, seed: int, *, legacy: bool
) -> Awarding:
    draw = chance(seed, "award", plan.label)
    by_key = {vendor.key: vendor for vendor in vendors}
    parts: list[Awarding] = []
    for index, lot in enumerate(lots):
        received = 1 if draw.random() < 0.22 else draw.randrange(2, 7)
        if draw.random() < 0.06:
            parts.append(nothing_awarded(lot, received, draw.choice(("no-rece", "all-rej", "other"))))
            continue
        value = (lot.estimate or Decimal(0)) * Decimal(draw.randrange(82, 112)) / 100
        value = Decimal(round(value / 10_000) * 10_000)
        if plan.segment.clean:
            teams = [[by_key[dealt(plan.segment.key, plan.turn // len(SEGMENTS), seed)]]]
        elif plan.shape == "framework":
            teams = [[v] for v in chosen(plan.segment, vendors, draw.choice((1, 3, 4, 5)), draw)]
            received, value = len(teams) + draw.randrange(0, 3), lot.ceiling or value
        else:
            teams = [chosen(plan.segment, vendors, 2 if received > 1 and draw.random() < 0.08 else 1, draw)]
        taken = {vendor.key for team in teams for vendor in team}
        others = [v for v in vendors if v.key not in taken and plan.segment.key in v.segments]
        losers = draw.sample(others, min(len(others), received - 1, 2)) if draw.random() < 0.25 and received > 1 else []
        withheld = plan.shape == "single" and draw.random() < 0.1
        values = [Decimal(-1) if withheld else value] * len(teams)
        first = sum(len(part.bids) for part in parts) + index * 10 + 1
        parts.append(
            award_lot(
                lot=lot,
                winners=teams,
                losers=losers,
                values=values,
                bids_received=received,
                published=day,
                label=plan.label,
                seed=seed,
                first=first,
                legacy=legacy,
            )
        )
    return joined(parts)


def _in_euro(notice: NoticeEvent) -> NoticeEvent:
    """The same result with its amounts in euro, rounded to whole hundreds."""

    def euro(value: Decimal | None) -> Decimal | None:
        return value if value is None or value <= 0 else Decimal(round(value / EUR_RATE / 100) * 100)

    bids = tuple(replace(bid, value=euro(bid.value)) for bid in notice.bids)
    lots = tuple(replace(lot, estimate=euro(lot.estimate), ceiling=euro(lot.ceiling)) for lot in notice.lots)
    settled = replace(notice, bids=bids, lots=lots, currency="EUR", estimate=euro(notice.estimate))
    total = Awarding(bids=bids, contracts=notice.contracts, outcomes=notice.outcomes).total()
    return replace(settled, total=total)


def write_procedure(plan: Plan, vendors: tuple[Vendor, ...], seed: int) -> list[NoticeEvent]:
    """All notices of one ordinary procedure that appear within the window, references still by label."""
    draw = chance(seed, "procedure", plan.label)
    subject = subject_for(plan.segment, plan.language, draw)
    lots = _lots(plan, subject.cpv, subject.title, draw)
    competition = NoticeEvent(
        label=f"{plan.label}:competition",
        kind="competition",
        published=plan.day,
        buyers=(buyer_party(plan.buyer, seed, plan.label),),
        title=subject.title,
        description=described(subject, plan.language, draw),
        cpv=subject.cpv,
        nuts=plan.buyer.nuts,
        procedure=invented_uuid(seed, "procedure", plan.label),
        uuid=invented_uuid(seed, "notice", plan.label, "competition"),
        lots=lots,
        contact=pick(contact_persons(), seed, "contact", plan.label),
        form="ted_export" if plan.day < LEGACY_UNTIL and draw.random() < 0.6 else "eforms",
        language=plan.language,
        segment=plan.segment.key,
        procedure_type=draw.choice(("open", "open", "restricted", "neg-w-call")),
        estimate=sum((lot.estimate or Decimal(0) for lot in lots), Decimal(0)) if draw.random() < 0.6 else None,
        ceiling=lots[0].ceiling,
    )
    notices = [competition]
    if draw.random() < 0.1:
        notices.append(_planned(competition, seed))
    if draw.random() < 0.14:
        notices.append(_corrected(competition, draw, seed))
    day = issue_day_from(plan.day + timedelta(days=draw.randrange(95, 200)))
    form = "ted_export" if day < LEGACY_UNTIL and draw.random() < 0.6 else "eforms"
    awarding = _award(plan, lots, vendors, day, seed, legacy=form == "ted_export")
    result = replace(
        competition,
        label=f"{plan.label}:result",
        kind="result",
        published=day,
        uuid=invented_uuid(seed, "notice", plan.label, "result"),
        form=form,
        bids=awarding.bids,
        contracts=awarding.contracts,
        outcomes=awarding.outcomes,
        total=None if plan.shape == "framework" else awarding.total(),
        previous=competition.label,
        owner=pick(contact_persons(), seed, "owner", plan.label) if draw.random() < 0.08 else None,
    )
    if day.year in _EURO_YEARS and plan.shape == "single" and draw.random() < 0.08:
        result = _in_euro(result)
    notices.append(result)
    return [notice for notice in notices if FIRST_DAY <= notice.published <= LAST_ORDINARY_DAY]


def _planned(competition: NoticeEvent, seed: int) -> NoticeEvent:
    lots = tuple(replace(lot, deadline=None) for lot in competition.lots)
    return replace(
        competition,
        label=competition.label.replace("competition", "planning"),
        kind="planning",
        published=issue_day_from(competition.published - timedelta(days=75)),
        uuid=invented_uuid(seed, "notice", competition.label, "planning"),
        lots=lots,
        form="eforms",
    )


def _corrected(competition: NoticeEvent, draw: Random, seed: int) -> NoticeEvent:
    later = timedelta(days=draw.randrange(7, 21))
    lots = tuple(replace(lot, deadline=lot.deadline + later if lot.deadline else None) for lot in competition.lots)
    same_uuid = draw.random() < 0.6
    return replace(
        competition,
        label=competition.label.replace("competition", "correction"),
        published=issue_day_from(competition.published + timedelta(days=draw.randrange(8, 25))),
        uuid=competition.uuid if same_uuid else invented_uuid(seed, "notice", competition.label, "correction"),
        version="02" if same_uuid else "01",
        lots=lots,
        form="eforms",
        correction_of=competition.label,
        correction_text=draw.choice(say.CHANGE_TEXTS),
        refers_by_uuid=competition.form == "eforms" and draw.random() < 0.6,
    )
