"""Who won what in an eForms result, by the only way that is safe.

A `LotResult` lists bids of losers too, a `TenderingParty` may carry the buyer's name, and schemes of ids vary. So the
winner is reached only through the contract: LotResult (selec-w) → SettledContract → LotTender → TenderingParty →
Tenderer → Organisation, joined by the text of the ids. Modifications have no LotResult and start at the contract.
Rejected: the bids listed in the LotResult (names losers as winners), ranks (rarely filled), and the text name of the
tendering party.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from spiders.formats import codes, wording
from spiders.formats.eforms_lots import money
from spiders.formats.eforms_notice import Reading
from spiders.formats.parties import Parties, Stamp
from spiders.formats.xml import Found, first
from warehouse.records import Award, AwardSupplier

_STATUS = {"selec-w": "awarded", "clos-nw": "not_awarded", "open-nw": "open"}
_UNDECIDED = frozenset(("clos-nw", "open-nw"))
_BID_COUNTS = ("tenders", "part-req")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Join:
    """The parts of a result by id, and where its awards go."""

    tenders: dict[str, Found]
    contracts: dict[str, Found]
    members: dict[str, Found]
    notice_id: str
    marks: Stamp
    parties: Parties
    reading: Reading


def read_awards(
    found: Found, *, notice_id: str, marks: Stamp, parties: Parties, reading: Reading
) -> list[Award | AwardSupplier]:
    """Awards and their suppliers, in the order of lot results, then contracts, then bids."""
    result = first(found, "result")
    if not result:
        return []
    join = _Join(
        tenders=_by_id(result, "tenders"),
        contracts=_by_id(result, "contracts"),
        members=_by_id(result, "parties"),
        notice_id=notice_id,
        marks=marks,
        parties=parties,
        reading=reading,
    )
    rows: list[Award | AwardSupplier] = []
    for lot_result in result.get("results", ()):
        rows += _of_lot_result(lot_result, join)
    if not result.get("results", ()):
        for contract in result.get("contracts", ()):
            rows += _of_contract(contract, join, lot_result=None)
    return rows


def _by_id(result: Found, group: str) -> dict[str, Found]:
    return {key: part for part in result.get(group, ()) if (key := part.get("id"))}


def _of_lot_result(lot_result: Found, join: _Join) -> list[Award | AwardSupplier]:
    if lot_result.get("code") in _UNDECIDED:
        return [_award(join, lot_result=lot_result, contract=None, tender=None)]
    contracts = [join.contracts[key] for key in lot_result.get("contracts", ()) if key in join.contracts]
    rows: list[Award | AwardSupplier] = []
    for contract in contracts:
        rows += _of_contract(contract, join, lot_result=lot_result)
    return rows or _without_contract(lot_result, join)


def _of_contract(contract: Found, join: _Join, *, lot_result: Found | None) -> list[Award | AwardSupplier]:
    """One award per bid that the contract and this result have in common."""
    bids = _winning_bids(contract, lot_result, join)
    rows: list[Award | AwardSupplier] = []
    for bid in bids:
        rows += _with_suppliers(_award(join, lot_result=lot_result, contract=contract, tender=bid), bid, join)
    return rows or [_award(join, lot_result=lot_result, contract=contract, tender=None)]


def _winning_bids(contract: Found, lot_result: Found | None, join: _Join) -> list[Found]:
    """The contract's bids on the result's lot.

    Most contracts name their bids rightly; some cover several lots, name a bid on a group of lots, name the bid of
    another lot, or none. So: the bids that both list; else the contract's on this lot; else the only one that the
    result lists; else whatever the contract lists.
    """
    signed = [key for key in dict.fromkeys(contract.get("tenders", ())) if key in join.tenders]
    if lot_result is None:
        return [join.tenders[key] for key in signed]
    listed = [key for key in dict.fromkeys(lot_result.get("tenders", ())) if key in join.tenders]
    lots = set(lot_result.get("lots", ()))
    shared = [key for key in signed if key in listed]
    on_lot = [key for key in signed if lots & set(join.tenders[key].get("lots", ()))]
    keys = shared or on_lot or (listed if len(listed) == 1 else signed)
    return [join.tenders[key] for key in keys]


def _without_contract(lot_result: Found, join: _Join) -> list[Award | AwardSupplier]:
    """A result that names no contract. Where it lists one bid alone and a winner was chosen, that bid won."""
    listed = dict.fromkeys(lot_result.get("tenders", ()))
    bids = [join.tenders[key] for key in listed if key in join.tenders]
    if len(bids) == 1:
        bid = bids[0]
        return _with_suppliers(_award(join, lot_result=lot_result, contract=None, tender=bid), bid, join)
    return [_award(join, lot_result=lot_result, contract=None, tender=None)]


def _award(join: _Join, *, lot_result: Found | None, contract: Found | None, tender: Found | None) -> Award:
    code = lot_result.get("code") if lot_result is not None else None
    # A direct award often says no code: who is then named was chosen. A withheld code (`unpublished`) says nothing.
    was_chosen = contract is not None or (code is None and tender is not None)
    status = _STATUS.get(code or "", "awarded" if was_chosen else "unknown")
    value, currency = _bid_value(tender)
    ceiling, ceiling_currency = money(lot_result, "framework_max") if lot_result is not None else (None, None)
    lots = lot_result.get("lots", ()) if lot_result is not None else []
    item = lot_result.get("id") if lot_result is not None else (contract.get("id") if contract is not None else None)
    parts = [item] + [part.get("id") for part in (contract, tender) if part is not None]
    reference = tender.get("reference") if tender is not None else None
    return Award(
        **join.marks,
        notice_id=join.notice_id,
        award_id="/".join(dict.fromkeys(part for part in parts if part)) or "1",
        item=item,
        lot_ids=tuple(lots or (tender.get("lots", ()) if tender is not None else ())),
        status=status,
        reason=lot_result.get("reason") if lot_result is not None else None,
        contract_no=contract.get("number") if contract is not None else None,
        title=join.reading.tongue.line(contract, "title") if contract is not None else None,
        value=value,
        currency=currency,
        est_value=money(lot_result, "framework_estimate")[0] if lot_result is not None else None,
        framework_max=ceiling,
        framework_max_currency=ceiling_currency,
        value_kind_hint=_value_kind(join, contract) if value is not None else None,
        bids_received=_bids_received(lot_result) if lot_result is not None else None,
        award_date=codes.calendar_date(contract.get("decided")) if contract is not None else None,
        contract_date=codes.calendar_date(contract.get("concluded")) if contract is not None else None,
        customer_text=wording.line(reference),
    )


def _bid_value(tender: Found | None) -> tuple[Decimal | None, str | None]:
    return money(tender, "value") if tender is not None else (None, None)


def _value_kind(join: _Join, contract: Found | None) -> str:
    """A modification restates the contract's amount; what a framework's contract says is no market value."""
    if join.reading.notice.notice_kind == "modification":
        return "amendment_total"
    is_framework = contract is not None and (contract.get("is_framework") or "").lower() == "true"
    if is_framework and (join.reading.notice.framework_or_dps or "").find("fa-") >= 0:
        return "framework_ceiling"
    return "contract"


def _bids_received(lot_result: Found) -> int | None:
    for wanted in _BID_COUNTS:
        for statistic in lot_result.get("statistics", ()):
            if statistic.get("code") == wanted:
                return codes.whole_number(statistic.get("count"))
    return None


def _with_suppliers(award: Award, tender: Found, join: _Join) -> list[Award | AwardSupplier]:
    rows: list[Award | AwardSupplier] = [award]
    for party_id in tender.get("party", ()):
        party = join.members.get(party_id)
        if party is None:
            continue
        for group, role in (("tenderers", "supplier"), ("subcontractors", "subcontractor")):
            for member in party.get(group, ()):
                row = _supplier(award, member, role, join)
                if row is not None and row not in rows:
                    rows.append(row)
    return rows


def _supplier(award: Award, member: Found, role: str, join: _Join) -> AwardSupplier | None:
    said = join.reading.organisations.get(member.get("id"))
    if said is None:
        return None
    organisation = join.parties.add(said, role="supplier" if role == "supplier" else "subcontractor")
    if organisation is None:
        return None
    leader = member.get("is_leader")
    return AwardSupplier(
        **join.marks,
        notice_id=join.notice_id,
        award_id=award.award_id,
        organisation_key=organisation.organisation_key,
        role=role,
        is_leader=None if leader is None else leader.lower() == "true",
    )
