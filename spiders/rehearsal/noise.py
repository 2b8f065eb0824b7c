"""Notices that a study of Danish IT must leave out: other trades, and IT in neighbouring countries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.chance import chance, invented_uuid, pick
from spiders.rehearsal.issues import FIRST_DAY, NIGHTS, has_issue, issue_day_from
from spiders.rehearsal.notices import Bid, Contract, LotText, NoticeEvent, Outcome, Party
from spiders.rehearsal.parties import FOREIGN_BUYERS, FOREIGN_SUPPLIERS, buyer_party, noise_party
from spiders.rehearsal.persons import contact_persons
from spiders.rehearsal.subjects import NOISE, Subject

DAILY_FROM = date(2026, 9, 28)
_FOREIGN_SUBJECTS = (
    Subject(
        cpv="48450000",
        title="Ekonomi- och lönesystem",
        lead="Upphandlingen avser ett ekonomi- och lönesystem för kommunen.",
        need="Systemet ska kunna användas av alla förvaltningar.",
    ),
    Subject(
        cpv="72500000",
        title="Drift av servrar och nätverk",
        lead="Upphandlingen avser drift och övervakning av servrar.",
        need="Leverantören ska mäta svarstider varje månad.",
    ),
)


def _notice(label: str, day: date, buyer: Party, supplier: Party, subject: Subject, seed: int) -> NoticeEvent:
    """A contract notice or, for every second one, a result with one bid."""
    draw = chance(seed, "noise", label)
    value = Decimal(draw.randrange(8, 400) * 100_000)
    lot = LotText(
        lot_id="LOT-0000",
        title=subject.title,
        description=subject.need,
        cpv=subject.cpv,
        nuts=buyer.nuts,
        estimate=value,
        months=draw.choice((12, 24, 48)),
        deadline=day + timedelta(days=35),
    )
    notice = NoticeEvent(
        label=label,
        kind="competition",
        published=day,
        buyers=(buyer,),
        title=subject.title,
        description=f"{subject.lead} {subject.need}",
        cpv=subject.cpv,
        nuts=buyer.nuts,
        procedure=invented_uuid(seed, "procedure", label),
        uuid=invented_uuid(seed, "notice", label),
        lots=(lot,),
        contact=pick(contact_persons(), seed, "contact", label),
        is_it=False,
    )
    if draw.random() < 0.5:
        return notice
    bid = Bid(bid_id="TEN-0001", lot_id=lot.lot_id, suppliers=(supplier,), value=value)
    contract = Contract(
        contract_id="CON-0001",
        lot_id=lot.lot_id,
        bid_ids=(bid.bid_id,),
        number=f"{day.year}-{draw.randrange(1000, 9999)}",
        title=subject.title,
        concluded=day - timedelta(days=14),
        decided=day - timedelta(days=28),
    )
    outcome = Outcome(
        result_id="RES-0001",
        lot_id=lot.lot_id,
        status="selec-w",
        bid_ids=(bid.bid_id,),
        contract_ids=(contract.contract_id,),
        bids_received=draw.randrange(1, 8),
    )
    return replace(notice, kind="result", bids=(bid,), contracts=(contract,), outcomes=(outcome,), total=value)


def noise_notices(buyers: tuple[Buyer, ...], seed: int) -> Iterator[NoticeEvent]:
    """About two a week outside IT, and two on every issue day of the last weeks: no daily package is empty."""
    day, index = FIRST_DAY, 0
    while day <= NIGHTS[1]:
        wanted = 2 if day >= DAILY_FROM else int(pick(range(5), seed, "noise day", day) < 2)
        for _ in range(wanted if has_issue(day) else 0):
            label = f"n{index:04d}"
            buyer = buyer_party(pick(buyers, seed, "noise buyer", label), seed, label)
            yield _notice(label, day, buyer, noise_party(seed, label), pick(NOISE, seed, "noise of", label), seed)
            index += 1
        day += timedelta(days=1)


def foreign_notices(seed: int) -> Iterator[NoticeEvent]:
    """One IT notice a month from a neighbouring country."""
    for index in range(35):
        label = f"f{index:04d}"
        day = issue_day_from(FIRST_DAY + timedelta(days=index * 30 + 4))
        notice = _notice(
            label,
            day,
            FOREIGN_BUYERS[index % len(FOREIGN_BUYERS)],
            FOREIGN_SUPPLIERS[index % len(FOREIGN_SUPPLIERS)],
            _FOREIGN_SUBJECTS[index % len(_FOREIGN_SUBJECTS)],
            seed,
        )
        swedish = notice.buyers[0].country == "SE"
        yield replace(
            notice, is_domestic=False, language="sv" if swedish else "no", currency="SEK" if swedish else "NOK"
        )
