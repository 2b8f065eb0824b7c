"""The result side of an eForms notice: outcomes, bids, contracts, tendering parties; and what a modification says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from spiders.rehearsal.eforms_organisations import Directory
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.notices import Bid, Contract, NoticeEvent, Outcome

_SHOWN_IN_YEARS = 5


def _privacy(field: str, published: date) -> str:
    """The block that says that a field is withheld, why, and until when."""
    return element(
        "efac:FieldsPrivacy",
        text("efbc:FieldIdentifierCode", field, listName="non-publication-identifier"),
        text("cbc:ReasonCode", "fair-comp", listName="non-publication-justification"),
        text("efbc:ReasonDescription", "Oplysningen er forretningsfølsom.", languageID="DAN"),
        text("efbc:PublicationDate", f"{published.replace(year=published.year + _SHOWN_IN_YEARS, day=1)}Z"),
    )


def _statistics(kind: str, number: int) -> str:
    return element(
        "efac:ReceivedSubmissionsStatistics",
        text("efbc:StatisticsCode", kind, listName="received-submission-type"),
        text("efbc:StatisticsNumeric", number),
    )


def _outcome(notice: NoticeEvent, outcome: Outcome) -> str:
    # Notices of direct awards often leave the code out.
    is_coded = notice.kind != "veat" or notice.number % 2 == 0
    decided = text("cbc:TenderResultCode", outcome.status, listName="winner-selection-status") if is_coded else ""
    reason = ""
    if outcome.reason:
        code = text("efbc:DecisionReasonCode", outcome.reason, listName="non-award-justification")
        reason = element("efac:DecisionReason", code)
    ceiling = ""
    if outcome.ceiling is not None:
        amount = text("cbc:MaximumValueAmount", outcome.ceiling, currencyID=notice.currency)
        ceiling = element("efac:FrameworkAgreementValues", amount)
    received = outcome.bids_received
    return element(
        "efac:LotResult",
        text("cbc:ID", outcome.result_id, schemeName="result"),
        decided,
        reason,
        *(element("efac:LotTender", text("cbc:ID", bid, schemeName="tender")) for bid in outcome.bid_ids),
        ceiling,
        _statistics("t-sme", received // 2) if received is not None and received > 1 else "",
        _statistics("tenders", received) if received is not None else "",
        *(element("efac:SettledContract", text("cbc:ID", c, schemeName="contract")) for c in outcome.contract_ids),
        element("efac:TenderLot", text("cbc:ID", outcome.lot_id, schemeName="Lot")),
    )


def _party_id(bid: Bid) -> str:
    return bid.bid_id.replace("TEN", "TPA")


def _bid(notice: NoticeEvent, bid: Bid) -> str:
    value = ""
    if bid.value is not None:
        amount = text("cbc:PayableAmount", bid.value, currencyID=notice.currency)
        value = element("cac:LegalMonetaryTotal", amount)
    return element(
        "efac:LotTender",
        _privacy("win-ten-val", notice.published) if bid.is_withheld else "",
        text("cbc:ID", bid.bid_id, schemeName="tender"),
        text("cbc:RankCode", bid.rank) if len(notice.bids) > 1 else "",
        value,
        element("efac:TenderingParty", text("cbc:ID", _party_id(bid), schemeName="tendering-party")),
        element("efac:TenderLot", text("cbc:ID", bid.lot_id, schemeName="Lot")),
        element("efac:TenderReference", text("cbc:ID", bid.customer or f"{bid.bid_id}-{notice.procedure[:4]}")),
    )


def _contract(notice: NoticeEvent, contract: Contract) -> str:
    # BT-768, which half of the writers of framework results fill in.
    is_said = notice.ceiling is not None and notice.number % 2 == 0
    return element(
        "efac:SettledContract",
        text("cbc:ID", contract.contract_id, schemeName="contract"),
        text("cbc:AwardDate", f"{contract.decided}Z"),
        text("cbc:IssueDate", f"{contract.concluded}Z"),
        text("cbc:Title", contract.title, languageID="DAN"),
        text("efbc:ContractFrameworkIndicator", "true") if is_said else "",
        element("efac:ContractReference", text("cbc:ID", contract.number)),
        *(element("efac:LotTender", text("cbc:ID", bid, schemeName="tender")) for bid in contract.bid_ids),
    )


def _tendering_party(bid: Bid, directory: Directory) -> str:
    def firm(name: str, index: int, identity: str) -> str:
        leads = text("efbc:GroupLeadIndicator", str(index == 0).lower()) if len(bid.suppliers) > 1 else ""
        return element(name, text("cbc:ID", identity, schemeName="organization"), leads)

    tenderers = [firm("efac:Tenderer", n, directory.id_of(party)) for n, party in enumerate(bid.suppliers)]
    helpers = [
        element("efac:SubContractor", text("cbc:ID", directory.id_of(party), schemeName="organization"))
        for party in bid.subcontractors
    ]
    name = " og ".join(party.name for party in bid.suppliers)
    said = text("cbc:Name", f"Konsortiet {name}") if len(bid.suppliers) > 1 else ""
    identity = text("cbc:ID", _party_id(bid), schemeName="tendering-party")
    return element("efac:TenderingParty", identity, said, *tenderers, *helpers)


def notice_result(notice: NoticeEvent, directory: Directory, language: str) -> str:
    """The NoticeResult block, or nothing for a notice without results. Every list is linked by ids only."""
    if not notice.outcomes and not notice.contracts:
        return ""
    withheld = notice.total == Decimal(-1)
    ceiling = ""
    if notice.ceiling is not None:
        ceiling = text("efbc:OverallMaximumFrameworkContractsAmount", notice.ceiling, currencyID=notice.currency)
    return element(
        "efac:NoticeResult",
        _privacy("not-val", notice.published) if withheld else "",
        text("cbc:TotalAmount", notice.total, currencyID=notice.currency) if notice.total is not None else "",
        ceiling,
        *(_outcome(notice, outcome) for outcome in notice.outcomes),
        *(_bid(notice, bid) for bid in notice.bids),
        *(_contract(notice, contract) for contract in notice.contracts),
        *(_tendering_party(bid, directory) for bid in notice.bids),
    )


def contract_modification(notice: NoticeEvent, language: str) -> str:
    """The ContractModification block of an amendment, or nothing."""
    if not notice.modification_of:
        return ""
    return element(
        "efac:ContractModification",
        text("efbc:ChangedNoticeIdentifier", notice.modification_of),
        text("efbc:ModifiedContractIdentifier", notice.contracts[0].contract_id),
        element("efac:Change", text("efbc:ChangeDescription", notice.modification_text, languageID=language)),
        element("efac:ChangeReason", text("cbc:ReasonCode", "mod-cir", listName="modification-justification")),
    )
