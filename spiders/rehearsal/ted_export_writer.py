"""Writes a notice as TED_EXPORT R2.0.9, the form before eForms: F01 planning, F02 competition, F03 result, F15 VEAT."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from spiders.rehearsal.issues import issue_number
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.notices import Bid, Contract, LotText, NoticeEvent, Party

_FORMS = {
    "planning": ("F01", "0", "Prior information notice"),
    "competition": ("F02", "3", "Contract notice"),
    "result": ("F03", "7", "Contract award notice"),
    "veat": ("F15", "V", "Voluntary ex ante transparency notice"),
}
_PROCEDURES = {
    "open": ("PT_OPEN", "1", "Open procedure"),
    "restricted": ("PT_RESTRICTED", "2", "Restricted procedure"),
    "neg-w-call": ("PT_COMPETITIVE_NEGOTIATION", "C", "Competitive procedure with negotiation"),
}
_AUTHORITIES = {"la": "3", "ra": "R", "cga": "1", "body-pl": "6"}
_NAMESPACE = "http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"
_NUTS = "http://publications.europa.eu/resource/schema/ted/2021/nuts"


def _compact(day: date) -> str:
    return day.strftime("%Y%m%d")


def _paragraphs(name: str, value: str | None) -> str:
    """Texts stand in P elements, one a sentence or two, as the old forms printed them."""
    if not value:
        return ""
    sentences = value.split(". ")
    halves = (". ".join(sentences[:2]) + ("." if len(sentences) > 2 else ""), ". ".join(sentences[2:]))
    return element(name, *(text("P", half) for half in halves if half))


def _address(name: str, party: Party, *, contact: str = "") -> str:
    return element(
        name,
        text("OFFICIALNAME", party.name),
        text("NATIONALID", party.national_id),
        text("ADDRESS", "Torvet 1"),
        text("TOWN", party.town),
        text("POSTAL_CODE", "9999"),
        element("COUNTRY", VALUE=party.country),
        contact,
        element("n2021:NUTS", CODE=party.nuts),
        text("URL_GENERAL", f"http://{party.key}.example/"),
    )


def _buyers(notice: NoticeEvent) -> str:
    person = notice.contact
    contact = text("CONTACT_POINT", person.name) + text("PHONE", person.phone) + text("E_MAIL", person.email)
    first, *others = notice.buyers
    return element(
        "CONTRACTING_BODY",
        _address("ADDRESS_CONTRACTING_BODY", first, contact=contact),
        *(_address("ADDRESS_CONTRACTING_BODY_ADDITIONAL", party) for party in others),
        element("CA_TYPE", VALUE="REGIONAL_AUTHORITY"),
        element("CA_ACTIVITY", VALUE="GENERAL_PUBLIC_SERVICES"),
    )


def _money(name: str, value: Decimal | None, currency: str) -> str:
    return text(name, f"{value:.2f}", CURRENCY=currency) if value is not None and value >= 0 else ""


def _codes(name: str, codes: Iterable[str]) -> str:
    return "".join(element(name, element("CPV_CODE", CODE=code)) for code in codes)


def _lot(notice: NoticeEvent, lot: LotText, item: int) -> str:
    renewal = element("RENEWAL") + _paragraphs("RENEWAL_DESCR", lot.renewal_text) if lot.renewals else ""
    options = element("OPTIONS") + _paragraphs("OPTIONS_DESCR", lot.options_text) if lot.options_text else ""
    duration = text("DURATION", lot.months, TYPE="MONTH") if lot.months and notice.kind == "competition" else ""
    return element(
        "OBJECT_DESCR",
        _paragraphs("TITLE", lot.title) if len(notice.lots) > 1 else "",
        text("LOT_NO", item) if len(notice.lots) > 1 else "",
        _codes("CPV_ADDITIONAL", (lot.cpv, *lot.more_cpvs)),
        element("n2021:NUTS", CODE=lot.nuts),
        _paragraphs("SHORT_DESCR", lot.description),
        _money("VAL_OBJECT", lot.estimate, notice.currency) if notice.kind == "competition" else "",
        duration,
        renewal,
        options or element("NO_OPTIONS"),
        ITEM=str(item),
    )


def _object(notice: NoticeEvent) -> str:
    return element(
        "OBJECT_CONTRACT",
        _paragraphs("TITLE", notice.title),
        text("REFERENCE_NUMBER", notice.procedure[:8]),
        element("CPV_MAIN", element("CPV_CODE", CODE=notice.cpv)),
        element("TYPE_CONTRACT", CTYPE=notice.nature.upper()),
        _paragraphs("SHORT_DESCR", notice.description),
        _money("VAL_ESTIMATED_TOTAL", notice.estimate, notice.currency) if notice.kind == "competition" else "",
        _money("VAL_TOTAL", notice.total, notice.currency),
        element("LOT_DIVISION") if len(notice.lots) > 1 else element("NO_LOT_DIVISION"),
        *(_lot(notice, lot, item) for item, lot in enumerate(notice.lots, 1)),
    )


def _procedure(notice: NoticeEvent) -> str:
    kind = "PT_AWARD_CONTRACT_WITHOUT_CALL" if notice.kind == "veat" else _PROCEDURES[notice.procedure_type][0]
    deadline = notice.lots[0].deadline if notice.kind == "competition" else None
    previous = ""
    if notice.previous:
        number, year = notice.previous.split("-")
        previous = text("NOTICE_NUMBER_OJ", f"{year}/S 100-{int(number):06d}")
    return element(
        "PROCEDURE",
        element(kind),
        element("FRAMEWORK") if any(lot.framework != "none" for lot in notice.lots) else "",
        element("CONTRACT_COVERED_GPA"),
        previous,
        text("DATE_RECEIPT_TENDERS", deadline.isoformat()) + text("TIME_RECEIPT_TENDERS", "12:00") if deadline else "",
    )


def _award(notice: NoticeEvent, contract: Contract, bid: Bid, item: int) -> str:
    outcome = next(o for o in notice.outcomes if contract.contract_id in o.contract_ids)
    group = element("AWARDED_TO_GROUP") if len(bid.suppliers) > 1 else element("NO_AWARDED_TO_GROUP")
    received = text("NB_TENDERS_RECEIVED", outcome.bids_received)
    lot_number = [lot.lot_id for lot in notice.lots].index(contract.lot_id) + 1
    return element(
        "AWARD_CONTRACT",
        text("CONTRACT_NO", contract.number),
        text("LOT_NO", lot_number) if len(notice.lots) > 1 else "",
        _paragraphs("TITLE", contract.title),
        element(
            "AWARDED_CONTRACT",
            text("DATE_CONCLUSION_CONTRACT", contract.concluded.isoformat()),
            element("TENDERS", received) if notice.kind != "veat" else "",
            element(
                "CONTRACTORS",
                group,
                *(
                    element(
                        "CONTRACTOR",
                        _address("ADDRESS_CONTRACTOR", party),
                        element("SME") if party.is_small else element("NO_SME"),
                    )
                    for party in bid.suppliers
                ),
            ),
            element("VALUES", _money("VAL_TOTAL", bid.value, notice.currency)) if bid.value and bid.value > 0 else "",
        ),
        ITEM=str(item),
    )


def _unawarded(notice: NoticeEvent, first_item: int) -> str:
    lots = [lot.lot_id for lot in notice.lots]
    return "".join(
        element(
            "AWARD_CONTRACT",
            text("LOT_NO", lots.index(outcome.lot_id) + 1) if len(lots) > 1 else "",
            element("NO_AWARDED_CONTRACT", element("PROCUREMENT_UNSUCCESSFUL")),
            ITEM=str(item),
        )
        for item, outcome in enumerate((o for o in notice.outcomes if o.status == "clos-nw"), first_item)
    )


def _coded(notice: NoticeEvent) -> str:
    form, code, label = _FORMS[notice.kind]
    procedure = ("", "T", "Negotiated without a prior call") if notice.kind == "veat" else None
    _, procedure_code, procedure_label = procedure or _PROCEDURES[notice.procedure_type]
    year, issue = notice.published.year, issue_number(notice.published)
    total = notice.total if notice.kind != "competition" else notice.estimate
    value_type = "ESTIMATED_TOTAL" if notice.kind == "competition" else "PROCUREMENT_TOTAL"
    value = text("VALUE", f"{total:.2f}", TYPE=value_type, CURRENCY=notice.currency) if total and total > 0 else ""
    reference = ""
    if notice.previous:
        number, its_year = notice.previous.split("-")
        reference = element("REF_NOTICE", text("NO_DOC_OJS", f"{its_year}/S 100-{int(number):06d}"))
    return element(
        "CODED_DATA_SECTION",
        element(
            "REF_OJS",
            text("COLL_OJ", "S"),
            text("NO_OJ", issue),
            text("DATE_PUB", _compact(notice.published)),
        ),
        element(
            "NOTICE_DATA",
            text("NO_DOC_OJS", f"{year}/S {issue:03d}-{notice.number:06d}"),
            text("LG_ORIG", notice.language.upper()),
            element("ISO_COUNTRY", VALUE=notice.buyers[0].country),
            *(text("ORIGINAL_CPV", "IT", CODE=cpv) for cpv in notice.cpvs),
            element("VALUES", value) if value else "",
            reference,
        ),
        element(
            "CODIF_DATA",
            text("DS_DATE_DISPATCH", _compact(notice.published - timedelta(days=3))),
            text("AA_AUTHORITY_TYPE", "Authority", CODE=_AUTHORITIES.get(notice.buyers[0].legal_type or "", "3")),
            text("TD_DOCUMENT_TYPE", label, CODE=code),
            text("NC_CONTRACT_NATURE", "Services", CODE="4"),
            text("PR_PROC", procedure_label, CODE=procedure_code),
            text("RP_REGULATION", "European Union", CODE="5"),
            text("HEADING", f"01{form}"),
        ),
    )


def write_ted_export(notice: NoticeEvent) -> bytes:
    """The notice as TED_EXPORT R2.0.9 XML, UTF-8, with one language version."""
    form = _FORMS[notice.kind][0]
    won = notice.winning()
    awards = [_award(notice, contract, bid, item) for item, (_, contract, bid) in enumerate(won, 1)]
    filled = element(
        f"{form}_2014",
        element("LEGAL_BASIS", VALUE="32014L0024"),
        _buyers(notice),
        _object(notice),
        _procedure(notice) if notice.kind != "planning" else "",
        *awards,
        _unawarded(notice, len(awards) + 1),
        element("COMPLEMENTARY_INFO", text("DATE_DISPATCH_NOTICE", f"{notice.published - timedelta(days=3)}")),
        CATEGORY="ORIGINAL",
        FORM=form,
        LG=notice.language.upper(),
    )
    attributes = {
        "xmlns": _NAMESPACE,
        "xmlns:n2021": _NUTS,
        "VERSION": "R2.0.9.S05.E01",
        "DOC_ID": f"{notice.number:06d}-{notice.published.year}",
        "EDITION": f"{notice.published.year}{issue_number(notice.published):03d}",
    }
    technical = element("TECHNICAL_SECTION", text("RECEPTION_ID", f"{notice.published:%y}-{notice.number:06d}-001"))
    root = element(
        "TED_EXPORT",
        technical,
        _coded(notice),
        element("FORM_SECTION", text("NOTICE_UUID", notice.uuid), filled),
        **attributes,
    )
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + root).encode()
