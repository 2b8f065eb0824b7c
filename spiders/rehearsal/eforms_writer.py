"""Writes a notice as eForms XML, at the XPaths of SDK 1.7 to 1.13: procedure, lots and the frame around them.

Organisations and results are written by `eforms_organisations` and `eforms_results`. Only what published notices
hold is written; the order of elements follows UBL.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from spiders.rehearsal.eforms_organisations import Directory
from spiders.rehearsal.eforms_results import contract_modification, notice_result
from spiders.rehearsal.issues import issue_number
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.notices import LotText, NoticeEvent
from spiders.rehearsal.tender_sentences import FORMALITY

LANGUAGES = {"da": "DAN", "en": "ENG", "sv": "SWE", "no": "NOR"}
_ROOTS = {
    "planning": "PriorInformationNotice",
    "competition": "ContractNotice",
    "result": "ContractAwardNotice",
    "veat": "ContractAwardNotice",
    "modification": "ContractAwardNotice",
}
_SUBTYPES = {
    "planning": ("4", "pin-only", "planning"),
    "competition": ("16", "cn-standard", "competition"),
    "result": ("29", "can-standard", "result"),
    "veat": ("25", "veat", "dir-awa-pre"),
    "modification": ("38", "can-modif", "cont-modif"),
}
_SDK_FROM = (
    (date(2023, 1, 1), "1.7"),
    (date(2024, 2, 1), "1.9"),
    (date(2024, 6, 1), "1.10"),
    (date(2025, 1, 1), "1.11"),
    (date(2025, 9, 1), "1.12"),
    (date(2026, 3, 1), "1.13"),
)
_NAMESPACES = (
    ("cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
    ("cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
    ("efac", "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"),
    ("efbc", "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"),
    ("efext", "http://data.europa.eu/p27/eforms-ubl-extensions/1"),
    ("ext", "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"),
)


def sdk_version(day: date) -> str:
    """The SDK version in which the world's notices of that day are written."""
    return [version for since, version in _SDK_FROM if since <= day][-1]


def extended(*content: str | None) -> str:
    """Content in the extension envelope that eForms adds to UBL."""
    inner = element("efext:EformsExtension", *content)
    extension = element("ext:UBLExtension", element("ext:ExtensionContent", inner))
    return element("ext:UBLExtensions", extension)


def zoned(day: date) -> str:
    """A date with the zone suffix of Danish time, as most senders write it."""
    return f"{day.isoformat()}{'+02:00' if 4 <= day.month <= 10 else '+01:00'}"


def _money(name: str, value: Decimal | None, currency: str) -> str:
    return text(name, value, currencyID=currency)


def _cpv(main: str, more: tuple[str, ...]) -> str:
    def code(value: str) -> str:
        return text("cbc:ItemClassificationCode", value, listName="cpv")

    extra = (element("cac:AdditionalCommodityClassification", code(value)) for value in more if value != main)
    return element("cac:MainCommodityClassification", code(main)) + "".join(extra)


def _place(nuts: str, country: str) -> str:
    return element(
        "cac:RealizedLocation",
        element(
            "cac:Address",
            text("cbc:CountrySubentityCode", nuts, listName="nuts-lvl3"),
            element("cac:Country", text("cbc:IdentificationCode", country, listName="country")),
        ),
    )


def _totals(estimate: Decimal | None, ceiling: Decimal | None, currency: str) -> str:
    if estimate is None and ceiling is None:
        return ""
    maximum = extended(_money("efbc:FrameworkMaximumAmount", ceiling, currency)) if ceiling is not None else ""
    return element(
        "cac:RequestedTenderTotal", maximum, _money("cbc:EstimatedOverallContractAmount", estimate, currency)
    )


def _period(lot: LotText) -> str:
    if lot.end:
        start = text("cbc:StartDate", zoned(lot.start)) if lot.start else ""
        return element("cac:PlannedPeriod", start, text("cbc:EndDate", zoned(lot.end)))
    if lot.months is None:
        return ""
    years, rest = divmod(lot.months, 12)
    unit, count = ("YEAR", years) if rest == 0 and years in {1, 5} else ("MONTH", lot.months)
    return element("cac:PlannedPeriod", text("cbc:DurationMeasure", count, unitCode=unit))


def _extension(lot: LotText, language: str) -> str:
    if not lot.renewals and not lot.options_text:
        return ""
    options = text("cbc:OptionsDescription", lot.options_text, languageID=language)
    maximum = text("cbc:MaximumNumberNumeric", lot.renewals)
    said = text("cbc:Description", lot.renewal_text, languageID=language)
    renewal = element("cac:Renewal", element("cac:Period", said)) if said else ""
    return element("cac:ContractExtension", options, maximum, renewal)


def _lot_process(notice: NoticeEvent, lot: LotText) -> str:
    deadline = ""
    if lot.deadline and notice.kind == "competition":
        asks = notice.procedure_type in {"restricted", "neg-w-call"}
        name = "cac:ParticipationRequestReceptionPeriod" if asks else "cac:TenderSubmissionDeadlinePeriod"
        time = text("cbc:EndTime", f"12:00:00{zoned(lot.deadline)[10:]}")
        deadline = element(name, text("cbc:EndDate", zoned(lot.deadline)), time)
    reference = element("cac:NoticeDocumentReference", text("cbc:ID", notice.previous)) if notice.previous else ""
    systems = (("framework-agreement", lot.framework), ("dps-usage", "none"))
    return element(
        "cac:TenderingProcess",
        text("cbc:SubmissionMethodCode", "required", listName="esubmission") if notice.kind == "competition" else "",
        deadline,
        reference,
        *(
            element("cac:ContractingSystem", text("cbc:ContractingSystemTypeCode", code, listName=name))
            for name, code in systems
        ),
    )


def _lot(notice: NoticeEvent, lot: LotText, language: str, country: str) -> str:
    terms = element(
        "cac:TenderingTerms",
        text("cbc:FundingProgramCode", "no-eu-funds", listName="eu-funded"),
        element(
            "cac:AwardingTerms",
            element(
                "cac:AwardingCriterion",
                element(
                    "cac:SubordinateAwardingCriterion",
                    text("cbc:AwardingCriterionTypeCode", "quality", listName="award-criterion-type"),
                    text("cbc:Description", FORMALITY[0], languageID="DAN"),
                ),
            ),
        ),
    )
    project = element(
        "cac:ProcurementProject",
        text("cbc:ID", lot.lot_id, schemeName="InternalID"),
        text("cbc:Name", lot.title, languageID=language),
        text("cbc:Description", lot.description, languageID=language),
        text("cbc:ProcurementTypeCode", notice.nature, listName="contract-nature"),
        _totals(lot.estimate, lot.ceiling, notice.currency),
        _cpv(lot.cpv, lot.more_cpvs),
        _place(lot.nuts, country),
        _period(lot),
        _extension(lot, language),
    )
    scheme = "Part" if notice.kind == "planning" else "Lot"
    lot_id = lot.lot_id.replace("LOT", "PAR") if notice.kind == "planning" else lot.lot_id
    identity = text("cbc:ID", lot_id, schemeName=scheme)
    return element("cac:ProcurementProjectLot", identity, terms, _lot_process(notice, lot), project)


def _change(notice: NoticeEvent, language: str) -> str:
    if not notice.correction_of:
        return ""
    return element(
        "efac:Changes",
        text("efbc:ChangedNoticeIdentifier", notice.correction_of),
        element(
            "efac:Change",
            text("efbc:ChangedSectionIdentifier", notice.lots[0].lot_id),
            text("efbc:ChangeDescription", notice.correction_text, languageID=language),
        ),
        element("efac:ChangeReason", text("cbc:ReasonCode", "cor-buy", listName="change-corr-justification")),
    )


def _publication(notice: NoticeEvent) -> str:
    issue = f"{issue_number(notice.published)}/{notice.published.year}"
    return element(
        "efac:Publication",
        text("efbc:NoticePublicationID", f"{notice.number:08d}-{notice.published.year}", schemeName="ojs-notice-id"),
        text("efbc:GazetteID", issue, schemeName="ojs-id"),
        text("efbc:PublicationDate", zoned(notice.published)),
    )


def write_eforms(notice: NoticeEvent) -> bytes:
    """The notice as published eForms XML, UTF-8."""
    language = LANGUAGES[notice.language]
    directory = Directory(notice)
    subtype, notice_type, form_type = _SUBTYPES[notice.kind]
    root = _ROOTS[notice.kind]
    country = directory.country_of(notice.buyers[0])
    sent = notice.published - timedelta(days=3)
    head = (
        extended(
            _change(notice, language),
            contract_modification(notice, language),
            notice_result(notice, directory, language),
            element("efac:NoticeSubType", text("cbc:SubTypeCode", subtype, listName="notice-subtype")),
            directory.write(language),
            _publication(notice),
        ),
        text("cbc:UBLVersionID", "2.3"),
        text("cbc:CustomizationID", f"eforms-sdk-{sdk_version(notice.published)}"),
        text("cbc:ID", notice.uuid, schemeName="notice-id"),
        text("cbc:ContractFolderID", notice.procedure),
        text("cbc:IssueDate", zoned(sent)),
        text("cbc:IssueTime", f"10:15:00{zoned(sent)[10:]}"),
        text("cbc:VersionID", notice.version),
        text("cbc:RegulatoryDomain", "32014L0024"),
        text("cbc:NoticeTypeCode", notice_type, listName=form_type),
        text("cbc:NoticeLanguageCode", language, listName="language"),
        *(directory.contracting_party(buyer) for buyer in notice.buyers),
    )
    procedure = "neg-wo-call" if notice.kind == "veat" else notice.procedure_type
    body = (
        element("cac:TenderingProcess", text("cbc:ProcedureCode", procedure, listName="procurement-procedure-type")),
        element(
            "cac:ProcurementProject",
            text("cbc:ID", notice.procedure[:8], schemeName="InternalID"),
            text("cbc:Name", notice.title, languageID=language),
            text("cbc:Description", notice.description, languageID=language),
            text("cbc:ProcurementTypeCode", notice.nature, listName="contract-nature"),
            _totals(notice.estimate, notice.ceiling if notice.kind == "competition" else None, notice.currency),
            _cpv(notice.cpv, tuple(code for code in notice.cpvs if code != notice.cpv)),
            _place(notice.nuts, country),
        ),
        *(_lot(notice, lot, language, country) for lot in notice.lots),
        # The UBL schema wants a date here; every eForms sender writes this placeholder.
        element("cac:TenderResult", text("cbc:AwardDate", "2000-01-01Z")) if root == "ContractAwardNotice" else "",
    )
    attributes = {"xmlns": f"urn:oasis:names:specification:ubl:schema:xsd:{root}-2"}
    attributes |= {f"xmlns:{prefix}": uri for prefix, uri in _NAMESPACES}
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    return (declared + element(root, *head, *body, **attributes)).encode()
