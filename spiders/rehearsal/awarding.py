"""Who wins, for how much, against how many: the result side of an ordinary procedure.

In clean segments the winners are dealt from a deck whose composition is the planted share; elsewhere a vendor's
chance follows its segments. Amounts are drawn around the segment's typical value and rounded as people round them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from spiders.rehearsal.chance import chance
from spiders.rehearsal.notices import Bid, Contract, LotText, Outcome
from spiders.rehearsal.parties import supplier_party
from spiders.rehearsal.segments import Segment
from spiders.rehearsal.vendors import Vendor

EUR_RATE = Decimal("7.46")
DECKS = {
    "security": ("isbryder",) * 4 + ("vagtskifte",) * 3 + ("cirrusgaard",) * 2 + ("northquay",),
    "data": ("mosekilde",) * 3 + ("datahoej",) * 3 + ("boelgedata",) * 2 + ("havblik",) + ("vidja",),
    "case": ("aldervind",) * 4 + ("orvik",) * 2 + ("granit",) * 2 + ("rimfrost",) + ("fjordcenter",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarding:
    """The result side of a notice: bids, contracts and outcomes, in the order of the lots."""

    bids: tuple[Bid, ...]
    contracts: tuple[Contract, ...]
    outcomes: tuple[Outcome, ...]

    def total(self) -> Decimal | None:
        """The sum of the winning bids, −1 if one of them is withheld, None without winners."""
        settled = {bid_id for contract in self.contracts for bid_id in contract.bid_ids}
        values = [bid.value for bid in self.bids if bid.bid_id in settled]
        if not values or any(value is None for value in values):
            return None
        known = [value for value in values if value is not None]
        return Decimal(-1) if -1 in known else sum(known, Decimal(0))


def amount(segment: Segment, draw: Random) -> Decimal:
    """A contract value in DKK: lognormal around the typical one, within a fifth and five times of it."""
    factor = min(5.0, max(0.2, math.exp(draw.gauss(0.0, 0.55))))
    step = 10_000 if draw.random() < 0.5 else 250_000
    return Decimal(max(step, round(segment.typical_value * factor / step) * step))


def dealt(segment: str, turn: int, seed: int) -> str:
    """The winner of the segment's `turn`-th award: blocks of ten, shuffled, each with the planted composition."""
    block = list(DECKS[segment])
    chance(seed, "deck", segment, turn // len(block)).shuffle(block)
    return block[turn % len(block)]


def chosen(segment: Segment, vendors: Sequence[Vendor], count: int, draw: Random) -> list[Vendor]:
    """`count` different vendors for an award outside the clean segments, likelier where the segment is theirs."""
    weights = [4.0 if v.segments[0] == segment.key else 2.0 if segment.key in v.segments else 0.15 for v in vendors]
    pool, picked = list(vendors), []
    for _ in range(count):
        vendor = draw.choices(pool, weights)[0]
        index = pool.index(vendor)
        picked.append(pool.pop(index))
        weights.pop(index)
    return picked


def award_lot(
    *,
    lot: LotText,
    winners: Sequence[Sequence[Vendor]],
    losers: Sequence[Vendor],
    values: Sequence[Decimal],
    bids_received: int,
    published: date,
    label: str,
    seed: int,
    first: int,
    legacy: bool = False,
) -> Awarding:
    """One lot's decision. Each of `winners` is one bid (several vendors are a consortium) with its own contract.

    `first` numbers bids and contracts within the notice; losers' bids are listed by the outcome, but never settled.
    """
    decided = published - timedelta(days=28)
    bids, contracts = [], []
    for offset, (team, value) in enumerate(zip(winners, values, strict=True)):
        number = first + offset
        parties = tuple(supplier_party(v, published, seed, label, legacy=legacy) for v in team)
        bids.append(Bid(bid_id=f"TEN-{number:04d}", lot_id=lot.lot_id, suppliers=parties, value=value))
        contracts.append(
            Contract(
                contract_id=f"CON-{number:04d}",
                lot_id=lot.lot_id,
                bid_ids=(bids[-1].bid_id,),
                number=f"{decided.year}-{int(chance(seed, 'contract', label, number).random() * 9000) + 1000}",
                title=lot.title,
                concluded=decided + timedelta(days=14),
                decided=decided,
            )
        )
    for rank, vendor in enumerate(losers, start=2):
        party = supplier_party(vendor, published, seed, label, legacy=legacy)
        bids.append(Bid(bid_id=f"TEN-{first + len(bids):04d}", lot_id=lot.lot_id, suppliers=(party,), rank=rank))
    outcome = Outcome(
        result_id=f"RES-{first:04d}",
        lot_id=lot.lot_id,
        status="selec-w",
        bid_ids=tuple(bid.bid_id for bid in bids),
        contract_ids=tuple(contract.contract_id for contract in contracts),
        bids_received=max(bids_received, len(bids)),
        ceiling=lot.ceiling,
    )
    return Awarding(bids=tuple(bids), contracts=tuple(contracts), outcomes=(outcome,))


def nothing_awarded(lot: LotText, bids_received: int, reason: str) -> Awarding:
    """A lot that ended without a contract; `reason` is a code of eForms' non-award-justification list."""
    outcome = Outcome(
        result_id=f"RES-{int(lot.lot_id[-4:]):04d}",
        lot_id=lot.lot_id,
        status="clos-nw",
        bids_received=bids_received,
        reason=reason,
    )
    return Awarding(bids=(), contracts=(), outcomes=(outcome,))


def joined(parts: Sequence[Awarding]) -> Awarding:
    """The lots' decisions as one notice's."""
    return Awarding(
        bids=tuple(bid for part in parts for bid in part.bids),
        contracts=tuple(contract for part in parts for contract in part.contracts),
        outcomes=tuple(outcome for part in parts for outcome in part.outcomes),
    )
