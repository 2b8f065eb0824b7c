"""Counts and sums on the world's own events: what the marts should find, without reading a byte of XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from spiders.rehearsal.awarding import EUR_RATE
from spiders.rehearsal.notices import NoticeEvent, in_force
from spiders.rehearsal.segments import segment_of

# The invented price index that the demo study imports (`studies/demo-prices.csv`).
PRICES = {2023: 94.2, 2024: 97.0, 2025: 100.0, 2026: 103.1}
SYMBOLIC = {Decimal(text) for text in ("0", "0.01", "1", "12345")}


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFact:
    """One award: a winning bid of one lot. `suppliers` are keys; `value_dkk` is None unless it can be trusted."""

    notice_id: str
    kind: str
    published: date
    contract_date: date
    segment: str
    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]
    value_dkk: Decimal | None
    is_ceiling: bool
    bids_received: int | None

    def weight_of(self, supplier: str) -> float:
        """The supplier's part of the award: one over the number of joint suppliers, or nothing."""
        return 1 / len(self.suppliers) if supplier in self.suppliers else 0.0


def is_danish_it(notice: NoticeEvent) -> bool:
    """Whether a study of Danish IT keeps the notice: a Danish buyer and an IT code among its CPV codes."""
    return notice.is_domestic and any(code[:2] in {"48", "72"} for code in notice.cpvs)


def award_facts(notices: Iterable[NoticeEvent]) -> tuple[AwardFact, ...]:
    """Every Danish IT award that no correction replaces, with the amount that an amendment may have given it since."""
    notices = tuple(notices)
    amended = {notice.modification_of: notice.bids[0].value for notice in notices if notice.modification_of}
    facts = []
    for notice in in_force(notices):
        if not is_danish_it(notice) or notice.kind not in {"result", "veat"}:
            continue
        for outcome, contract, bid in notice.winning():
            lot = notice.lot(bid.lot_id)
            value = amended.get(notice.notice_id, bid.value)
            if value is not None and (value < 0 or value in SYMBOLIC):
                value = None
            if value is not None and notice.currency == "EUR":
                value *= EUR_RATE
            facts.append(
                AwardFact(
                    notice_id=notice.notice_id,
                    kind=notice.kind,
                    published=notice.published,
                    contract_date=contract.concluded,
                    segment=segment_of(lot.cpv) or "other",
                    buyers=tuple(buyer.key for buyer in notice.buyers),
                    suppliers=tuple(party.key for party in bid.suppliers),
                    value_dkk=value,
                    # A purchase under a framework names its customer; the framework itself prints its ceiling.
                    is_ceiling=lot.framework != "none" and bid.customer is None,
                    bids_received=outcome.bids_received,
                )
            )
    return tuple(facts)


def count_shares(facts: Sequence[AwardFact], segment: str) -> dict[str, float]:
    """Each supplier's share of the segment's awards by count, joint suppliers by weight; the largest first."""
    held = [fact for fact in facts if fact.segment == segment]
    keys = dict.fromkeys(key for fact in held for key in fact.suppliers)
    shares = {key: sum(fact.weight_of(key) for fact in held) / len(held) for key in keys}
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))


def contract_total(facts: Iterable[AwardFact]) -> Decimal:
    """The sum of trusted values of contracts and call-offs in DKK; ceilings are none."""
    held = (fact.value_dkk for fact in facts if not fact.is_ceiling)
    return sum((value for value in held if value is not None), Decimal(0))


def real_total(facts: Iterable[AwardFact], year: int) -> float:
    """The sum of trusted values published in a year, in the prices of the world's last year."""
    total = contract_total(fact for fact in facts if fact.published.year == year)
    return float(total) * PRICES[max(PRICES)] / PRICES[year]


def value_cells(facts: Iterable[AwardFact], owners: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Trusted values of contracts and call-offs in DKK by segment and group, joint suppliers by weight.

    `owners` names the owner of a supplier that is owned by another supplier.
    """
    cells: dict[tuple[str, str], float] = {}
    for fact in facts:
        if fact.value_dkk is not None and not fact.is_ceiling:
            for supplier in fact.suppliers:
                at = (fact.segment, owners.get(supplier, supplier))
                cells[at] = cells.get(at, 0.0) + float(fact.value_dkk) * fact.weight_of(supplier)
    return cells


def single_bid_share(facts: Iterable[AwardFact], segments: Sequence[str]) -> float:
    """The share of the segments' awards that one bid was received for, among those whose number of bids is known."""
    known = [f for f in facts if f.segment in segments and f.kind == "result" and f.bids_received is not None]
    return sum(fact.bids_received == 1 for fact in known) / len(known)
