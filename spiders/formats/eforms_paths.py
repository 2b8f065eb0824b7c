"""Where eForms keeps what we read: the paths of SDK 1.x, by local names, as tables that are walked once.

Business terms stand beside the paths. The paths have been stable through every 1.x version; a later version that adds
elements changes nothing here, one that moves them shows as an unfilled field in the nightly fill rates. What is not
listed is not read: contacts, beneficial owners, jury members, touch points and reasons for withholding are left alone.
"""

from __future__ import annotations

from spiders.formats.xml import Table

_EXT = "UBLExtensions/UBLExtension/ExtensionContent/EformsExtension"

ORGANISATION_ID = ("Company", "PartyIdentification", "ID")  # OPT-200

ORGANISATION = Table(
    {
        "is_natural": "NaturalPersonIndicator",
        "national_id": "Company/PartyLegalEntity/CompanyID",  # BT-501
        "town": "Company/PostalAddress/CityName",  # BT-513
        "postcode": "Company/PostalAddress/PostalZone",  # BT-512
        "nuts": "Company/PostalAddress/CountrySubentityCode",  # BT-507
        "country": "Company/PostalAddress/Country/IdentificationCode",  # BT-514
        "size": "Company/CompanySizeCode",  # BT-165
        "website": "Company/WebsiteURI",  # BT-505
        "email": "Company/Contact/ElectronicMail",  # BT-506, of which only the domain is kept
    },
    elements={"name": "Company/PartyName/Name"},  # BT-500
)

BUYER = Table(
    {
        "id": "Party/PartyIdentification/ID",  # OPT-300
        "activity": "ContractingActivity/ActivityTypeCode",  # BT-10, BT-610
    },
    elements={"party_type": "ContractingPartyType/PartyTypeCode"},  # BT-11, BT-740
)

PERIOD = Table(
    {"start": "StartDate", "end": "EndDate", "description": "DescriptionCode"}, elements={"measure": "DurationMeasure"}
)

PROJECT = Table(
    {"renewal_max": "ContractExtension/MaximumNumberNumeric"},  # BT-58
    {"periods": ("PlannedPeriod", PERIOD)},  # BT-36, BT-536 to BT-538
    every={
        "cpv_main": "MainCommodityClassification/ItemClassificationCode",  # BT-262
        "cpv_more": "AdditionalCommodityClassification/ItemClassificationCode",  # BT-263
        "nuts": ("RealizedLocation/Address/CountrySubentityCode", "RealizedLocation/CountrySubentityCode"),  # BT-5071
    },
    elements={
        "title": "Name",  # BT-21
        "description": "Description",  # BT-24
        "nature": "ProcurementTypeCode",  # BT-23
        "estimate": "RequestedTenderTotal/EstimatedOverallContractAmount",  # BT-27
        "framework_max": f"RequestedTenderTotal/{_EXT}/FrameworkMaximumAmount",  # BT-271
        "renewal_text": "ContractExtension/Renewal/Period/Description",  # BT-57
        "options_text": "ContractExtension/OptionsDescription",  # BT-54
    },
)

PROCESS = Table(
    {
        "procedure": "ProcedureCode",  # BT-105
        "deadline": "TenderSubmissionDeadlinePeriod/EndDate",  # BT-131
        "request_deadline": "ParticipationRequestReceptionPeriod/EndDate",  # BT-1311
        "interest_deadline": f"{_EXT}/InterestExpressionReceptionPeriod/EndDate",  # BT-630
        "previous": "NoticeDocumentReference/ID",  # BT-125
    },
    every={"system": "ContractingSystem/ContractingSystemTypeCode"},  # BT-765, BT-766
)

LOT = Table(
    groups={"project": ("ProcurementProject", PROJECT), "process": ("TenderingProcess", PROCESS)},
    elements={"id": "ID"},  # BT-137
)

STATISTIC = Table({"code": "StatisticsCode", "count": "StatisticsNumeric"})  # BT-760, BT-759

LOT_RESULT = Table(
    {
        "id": "ID",  # OPT-322
        "code": "TenderResultCode",  # BT-142
        "reason": "DecisionReason/DecisionReasonCode",  # BT-144
    },
    {"statistics": ("ReceivedSubmissionsStatistics", STATISTIC)},
    every={
        "lots": "TenderLot/ID",  # BT-13713
        "tenders": "LotTender/ID",  # OPT-320
        "contracts": "SettledContract/ID",  # OPT-315
    },
    elements={
        "framework_max": "FrameworkAgreementValues/MaximumValueAmount",  # BT-709
        "framework_estimate": "FrameworkAgreementValues/ReestimatedValueAmount",  # BT-660
    },
)

LOT_TENDER = Table(
    {
        "id": "ID",  # OPT-321
        "reference": "TenderReference/ID",  # BT-3201
    },
    every={"lots": "TenderLot/ID", "party": "TenderingParty/ID"},  # BT-13714, OPT-310
    elements={"value": "LegalMonetaryTotal/PayableAmount"},  # BT-720
)

SETTLED_CONTRACT = Table(
    {
        "id": "ID",  # OPT-316
        "number": "ContractReference/ID",  # BT-150
        "concluded": "IssueDate",  # BT-145
        "decided": "AwardDate",  # BT-1451
        "is_framework": "ContractFrameworkIndicator",  # BT-768
    },
    every={"tenders": "LotTender/ID"},  # BT-3202
    elements={"title": "Title"},  # BT-721
)

TENDERER = Table({"id": "ID", "is_leader": "GroupLeadIndicator"})  # OPT-300, OPT-170

TENDERING_PARTY = Table(
    {"id": "ID"},
    {"tenderers": ("Tenderer", TENDERER), "subcontractors": ("SubContractor", TENDERER)},  # OPT-301
)

RESULT = Table(
    groups={
        "results": ("LotResult", LOT_RESULT),
        "tenders": ("LotTender", LOT_TENDER),
        "contracts": ("SettledContract", SETTLED_CONTRACT),
        "parties": ("TenderingParty", TENDERING_PARTY),
    },
    elements={
        "total": "TotalAmount",  # BT-161
        "framework_max": "OverallMaximumFrameworkContractsAmount",  # BT-118
        "framework_estimate": "OverallApproximateFrameworkContractsAmount",  # BT-1118
    },
)

NOTICE = Table(
    {
        "customization": "CustomizationID",  # OPT-002
        "id": "ID",  # BT-701
        "version": "VersionID",  # BT-757
        "procedure_id": "ContractFolderID",  # BT-04
        "dispatched": "IssueDate",  # BT-05
        "legal_basis": "RegulatoryDomain",  # BT-01
        "language": "NoticeLanguageCode",  # BT-702
        "subtype": f"{_EXT}/NoticeSubType/SubTypeCode",  # OPP-070
        "number": f"{_EXT}/Publication/NoticePublicationID",  # OPP-010
        "gazette": f"{_EXT}/Publication/GazetteID",  # OPP-011
        "published": f"{_EXT}/Publication/PublicationDate",  # OPP-012
        "changed": f"{_EXT}/Changes/ChangedNoticeIdentifier",  # BT-758
        "modified": f"{_EXT}/ContractModification/ChangedNoticeIdentifier",  # BT-1501
    },
    {
        "result": (f"{_EXT}/NoticeResult", RESULT),
        "buyers": ("ContractingParty", BUYER),
        "process": ("TenderingProcess", PROCESS),
        "project": ("ProcurementProject", PROJECT),
        "lots": ("ProcurementProjectLot", LOT),
    },
    every={"languages": "AdditionalNoticeLanguage/ID"},
    elements={
        "type": "NoticeTypeCode",  # BT-02, whose list is BT-03
        "changes": f"{_EXT}/Changes",
        "organisations": f"{_EXT}/Organizations/Organization",  # read by a table of their own, those that are asked for
    },
)
