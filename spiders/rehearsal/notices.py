"""What a notice of the rehearsal world says, before anyone writes it as eForms or TED_EXPORT.

The classes follow the eForms result model (outcome → contract → bid → suppliers), because it is the richer of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from spiders.rehearsal.persons import ContactPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation as one notice prints it: `national_id` in the publisher's spelling, `country` ISO alpha-2."""

    key: str
    name: str
    national_id: str | None
    town: str
    nuts: str
    country: str = "DK"
    legal_type: str | None = None
    is_small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LotText:
    """A lot: what, how much, how long. `framework` is a code of eForms' framework-agreement list, `none` for none."""

    lot_id: str
    title: str
    description: str
    cpv: str
    nuts: str
    more_cpvs: tuple[str, ...] = ()
    estimate: Decimal | None = None
    framework: str = "none"
    ceiling: Decimal | None = None
    months: int | None = None
    start: date | None = None
    end: date | None = None
    renewals: int = 0
    renewal_text: str | None = None
    options_text: str | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """What was offered for a lot; several `suppliers` are a consortium. `value` −1 is withheld, None not stated."""

    bid_id: str
    lot_id: str
    suppliers: tuple[Party, ...]
    value: Decimal | None = None
    subcontractors: tuple[Party, ...] = ()
    rank: int = 1
    customer: str | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether the publisher keeps the value back."""
        return self.value == -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """An agreement that follows a decision, and the bids that it settles."""

    contract_id: str
    lot_id: str
    bid_ids: tuple[str, ...]
    number: str
    title: str
    concluded: date
    decided: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The decision about a lot: `status` is selec-w or clos-nw; all bids are listed, the losers' too."""

    result_id: str
    lot_id: str
    status: str
    bid_ids: tuple[str, ...] = ()
    contract_ids: tuple[str, ...] = ()
    bids_received: int | None = None
    reason: str | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEvent:
    """One publication. `label` is the world's own name for it; references to others are labels until numbered.

    `kind` is planning, competition, result, veat or modification; `correction_of` makes it a change notice of the
    same kind. `form` is eforms or ted_export. After numbering, `number` is set and references are publication numbers
    (`123456-2026`) or, where `refers_by_uuid`, the corrected notice's UUID and version.
    """

    label: str
    kind: str
    published: date
    buyers: tuple[Party, ...]
    title: str
    description: str
    cpv: str
    nuts: str
    procedure: str
    uuid: str
    lots: tuple[LotText, ...]
    contact: ContactPerson
    number: int = 0
    version: str = "01"
    form: str = "eforms"
    language: str = "da"
    is_it: bool = True
    is_domestic: bool = True
    segment: str | None = None
    nature: str = "services"
    procedure_type: str = "open"
    currency: str = "DKK"
    estimate: Decimal | None = None
    bids: tuple[Bid, ...] = ()
    contracts: tuple[Contract, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    total: Decimal | None = None
    ceiling: Decimal | None = None
    previous: str | None = None
    correction_of: str | None = None
    correction_text: str | None = None
    refers_by_uuid: bool = True
    modification_of: str | None = None
    modification_text: str | None = None
    owner: ContactPerson | None = None
    technologies: tuple[str, ...] = ()

    @property
    def notice_id(self) -> str:
        """The publication number as records carry it: `<number>-<year>`."""
        return f"{self.number}-{self.published.year}"

    @property
    def cpvs(self) -> tuple[str, ...]:
        """All CPV codes, the main one first, each once."""
        said = (self.cpv, *(code for lot in self.lots for code in (lot.cpv, *lot.more_cpvs)))
        return tuple(dict.fromkeys(said))

    def bid(self, bid_id: str) -> Bid:
        """The bid with that id."""
        return next(bid for bid in self.bids if bid.bid_id == bid_id)

    def lot(self, lot_id: str) -> LotText:
        """The lot with that id."""
        return next(lot for lot in self.lots if lot.lot_id == lot_id)

    def winning(self) -> tuple[tuple[Outcome, Contract, Bid], ...]:
        """Every award of a result: the decision, the contract and the bid that won, one row per winning bid."""
        return tuple(
            (outcome, contract, self.bid(bid_id))
            for outcome in self.outcomes
            if outcome.status == "selec-w"
            for contract in self.contracts
            if contract.contract_id in outcome.contract_ids
            for bid_id in contract.bid_ids
        )


def in_force(notices: Iterable[NoticeEvent]) -> tuple[NoticeEvent, ...]:
    """The notices that no correction replaces, in their order."""
    held = tuple(notices)
    replaced: set[str] = set()
    by_reference = {f"{n.uuid}-{n.version}": n.label for n in held} | {n.notice_id: n.label for n in held}
    for notice in held:
        if notice.correction_of:
            replaced.add(by_reference[notice.correction_of])
    return tuple(notice for notice in held if notice.label not in replaced)
