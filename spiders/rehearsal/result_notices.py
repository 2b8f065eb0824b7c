"""A result notice written out rather than drawn: one lot, whose winners, values and dates the caller names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from spiders.rehearsal.awarding import Awarding, award_lot
from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.chance import chance, invented_uuid, pick
from spiders.rehearsal.composing import scoped
from spiders.rehearsal.notices import LotText, NoticeEvent
from spiders.rehearsal.parties import buyer_party
from spiders.rehearsal.persons import contact_persons
from spiders.rehearsal.segments import segment_of
from spiders.rehearsal.vendors import Vendor


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Whom the planted procedures may name."""

    buyers: dict[str, Buyer]
    vendors: dict[str, Vendor]
    seed: int


def result_of(
    market: Market,
    *,
    label: str,
    published: date,
    buyers: Sequence[str],
    title: str,
    lead: str,
    cpv: str,
    winners: Sequence[Sequence[str]],
    values: Sequence[Decimal],
    bids_received: int = 3,
    months: int | None = 48,
    end: date | None = None,
    framework: str = "none",
    ceiling: Decimal | None = None,
) -> NoticeEvent:
    """A result notice with one lot; `winners` are one team of vendor keys per contract."""
    seed, who = market.seed, [market.buyers[key] for key in buyers]
    lot = LotText(
        lot_id="LOT-0000",
        title=title,
        description=scoped("da", chance(seed, label)),
        cpv=cpv,
        nuts=who[0].nuts,
        estimate=None if framework != "none" else max(values, default=Decimal(0)) or None,
        framework=framework,
        ceiling=ceiling,
        months=None if end else months,
        start=published - timedelta(days=14) if end else None,
        end=end,
    )
    awarding: Awarding = award_lot(
        lot=lot,
        winners=[[market.vendors[key] for key in team] for team in winners],
        losers=(),
        values=values,
        bids_received=bids_received,
        published=published,
        label=label,
        seed=seed,
        first=1,
    )
    return NoticeEvent(
        label=label,
        kind="result",
        published=published,
        buyers=tuple(buyer_party(buyer, seed, label) for buyer in who),
        title=title,
        description=lead,
        cpv=cpv,
        nuts=who[0].nuts,
        procedure=invented_uuid(seed, "procedure", label),
        uuid=invented_uuid(seed, "notice", label),
        lots=(lot,),
        contact=pick(contact_persons(), seed, "contact", label),
        segment=segment_of(cpv),
        bids=awarding.bids,
        contracts=awarding.contracts,
        outcomes=awarding.outcomes,
        total=None if framework != "none" else awarding.total(),
        ceiling=ceiling,
    )


def amendment_to(award: NoticeEvent, after: NoticeEvent, text: str) -> NoticeEvent:
    """`after` as the modification of `award`: the same procedure and contract number, with its new total."""
    contracts = tuple(
        replace(new, number=old.number, concluded=old.concluded, decided=old.decided)
        for new, old in zip(after.contracts, award.contracts, strict=True)
    )
    return replace(
        after,
        kind="modification",
        procedure=award.procedure,
        contracts=contracts,
        modification_of=award.label,
        modification_text=text,
    )
