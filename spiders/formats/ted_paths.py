"""Where TED_EXPORT keeps what we read: the coded header of every version, and the R2.0.9 forms F01 to F25, T01, T02.

The header is the same from R2.0.7 on. Forms differ in what they wrap: an amount stands bare, or in `VALUE`, or in
`VALUES PUBLICATION="NO"`; contractors with or without `CONTRACTORS`. Each variant is listed; all are read alike.
"""

from __future__ import annotations

from spiders.formats.xml import Table

HEADER = Table(
    {
        "issue": "REF_OJS/NO_OJ",
        "published": "REF_OJS/DATE_PUB",
        "number": "NOTICE_DATA/NO_DOC_OJS",
        "language": "NOTICE_DATA/LG_ORIG",
        "country": "NOTICE_DATA/ISO_COUNTRY/@VALUE",
        "previous": "NOTICE_DATA/REF_NOTICE/NO_DOC_OJS",
        "dispatched": "CODIF_DATA/DS_DATE_DISPATCH",
        "submission": "CODIF_DATA/DT_DATE_FOR_SUBMISSION",
        "document": "CODIF_DATA/TD_DOCUMENT_TYPE/@CODE",
        "nature": "CODIF_DATA/NC_CONTRACT_NATURE",
        "procedure": "CODIF_DATA/PR_PROC",
        "directive": "CODIF_DATA/DIRECTIVE/@VALUE",
    },
    every={
        "cpv": "NOTICE_DATA/ORIGINAL_CPV/@CODE",
        "nuts": ("NOTICE_DATA/PERFORMANCE_NUTS/@CODE", "NOTICE_DATA/ORIGINAL_NUTS/@CODE"),
    },
    elements={"value": "NOTICE_DATA/VALUES/VALUE"},
)

NOTICE = Table(groups={"header": ("CODED_DATA_SECTION", HEADER)}, elements={"forms": "FORM_SECTION"})

ADDRESS = Table(
    {
        "name": "OFFICIALNAME",
        "national_id": "NATIONALID",
        "town": "TOWN",
        "postcode": "POSTAL_CODE",
        "country": "COUNTRY/@VALUE",
        "nuts": "NUTS/@CODE",
        "website": ("URL_GENERAL", "URL"),
        "buyer_profile": "URL_BUYER",
        "email": "E_MAIL",  # of which only the domain is kept
    }
)

CONTRACTOR = Table(
    groups={"address": (("ADDRESS_CONTRACTOR", "ADDRESS_WINNER"), ADDRESS)},
    elements={"is_sme": "SME", "is_not_sme": "NO_SME"},
)

_CONTRACTORS = ("CONTRACTORS/CONTRACTOR", "CONTRACTOR", "WINNERS/WINNER", "WINNER")

RANGE = Table({"low": "LOW", "high": "HIGH"})

LOT = Table(
    {"number": "LOT_NO", "start": ("DATE_START", "QS/DATE_START"), "end": ("DATE_END", "QS/DATE_END")},
    every={"cpv": "CPV_ADDITIONAL/CPV_CODE/@CODE", "nuts": "NUTS/@CODE"},
    elements={
        "title": "TITLE",
        "description": "SHORT_DESCR",
        "value": "VAL_OBJECT",
        "duration": "DURATION",
        "renewal_text": "RENEWAL_DESCR",
        "options_text": "OPTIONS_DESCR",
    },
)

OBJECT = Table(
    groups={"lots": ("OBJECT_DESCR", LOT), "ranges": ("VAL_RANGE_TOTAL", RANGE)},
    every={"cpv": "CPV_MAIN/CPV_CODE/@CODE"},
    elements={
        "title": "TITLE",
        "description": "SHORT_DESCR",
        "estimate": "VAL_ESTIMATED_TOTAL",
        "total": "VAL_TOTAL",
        "range": "VAL_RANGE_TOTAL",
    },
)

_AWARDED = "AWARDED_CONTRACT"
_NOT_AWARDED = ("NO_AWARDED_CONTRACT", "NO_AWARDED_PRIZE")

AWARD = Table(
    {
        "lot": "LOT_NO",
        "contract_no": "CONTRACT_NO",
        "date": f"{_AWARDED}/DATE_CONCLUSION_CONTRACT",
        "bids": (f"{_AWARDED}/NB_TENDERS_RECEIVED", f"{_AWARDED}/TENDERS/NB_TENDERS_RECEIVED"),
    },
    {
        "contractors": (tuple(f"{_AWARDED}/{path}" for path in _CONTRACTORS), CONTRACTOR),
        "ranges": (tuple(f"{_AWARDED}/{wrap}VAL_RANGE_TOTAL" for wrap in ("", "VALUE/", "VALUES/")), RANGE),
    },
    elements={
        "title": "TITLE",
        "not_awarded": _NOT_AWARDED,
        "unsuccessful": tuple(f"{path}/PROCUREMENT_UNSUCCESSFUL" for path in _NOT_AWARDED),
        "discontinued": tuple(f"{path}/PROCUREMENT_DISCONTINUED" for path in _NOT_AWARDED),
        "total": tuple(f"{_AWARDED}/{wrap}VAL_TOTAL" for wrap in ("", "VALUE/", "VALUES/")),
        "estimate": tuple(f"{_AWARDED}/{wrap}VAL_ESTIMATED_TOTAL" for wrap in ("", "VALUE/", "VALUES/")),
        "range": tuple(f"{_AWARDED}/{wrap}VAL_RANGE_TOTAL" for wrap in ("", "VALUE/", "VALUES/")),
    },
)

PRIZE = Table(
    {
        "date": "DATE_DECISION_JURY",
        "bids": ("NB_PARTICIPANTS", "PARTICIPANTS/NB_PARTICIPANTS"),
    },
    {"contractors": (_CONTRACTORS, CONTRACTOR)},
    elements={"total": "VAL_PRIZE"},
)

_CHANGE = "MODIFICATIONS_CONTRACT"

MODIFIED = Table(
    {"start": "DESCRIPTION_PROCUREMENT/DATE_START", "end": "DESCRIPTION_PROCUREMENT/DATE_END"},
    elements={
        "duration": "DESCRIPTION_PROCUREMENT/DURATION",
        "total": ("DESCRIPTION_PROCUREMENT/VALUES/VAL_TOTAL", "DESCRIPTION_PROCUREMENT/VAL_TOTAL"),
        "after": ("INFO_MODIFICATIONS/VALUES/VAL_TOTAL_AFTER", "INFO_MODIFICATIONS/VAL_TOTAL_AFTER"),
    },
)

FORM = Table(
    {
        "legal_basis": "LEGAL_BASIS/@VALUE",
        "legal_basis_old": "DIRECTIVE/@VALUE",
        "authority": "CONTRACTING_BODY/CA_TYPE/@VALUE",
        "activity": ("CONTRACTING_BODY/CA_ACTIVITY/@VALUE", "CONTRACTING_BODY/CE_ACTIVITY/@VALUE"),
        "deadline": "PROCEDURE/DATE_RECEIPT_TENDERS",
        "previous": "PROCEDURE/NOTICE_NUMBER_OJ",
        "changed": "COMPLEMENTARY_INFO/NOTICE_NUMBER_OJ",
    },
    {
        "buyers": (
            ("CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY", "CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY_ADDITIONAL"),
            ADDRESS,
        ),
        "objects": ("OBJECT_CONTRACT", OBJECT),
        "awards": ("AWARD_CONTRACT", AWARD),
        "prizes": ("RESULTS/AWARDED_PRIZE", PRIZE),
        "modified": (_CHANGE, MODIFIED),
    },
    elements={
        "old": "FD_*",  # of the layout before R2.0.9, which is read without a table
        "framework": "PROCEDURE/FRAMEWORK",
        "dps": "PROCEDURE/DPS",
        "no_prize": "RESULTS/NO_AWARDED_PRIZE",
        "prize_unsuccessful": "RESULTS/NO_AWARDED_PRIZE/PROCUREMENT_UNSUCCESSFUL",
        "prize_discontinued": "RESULTS/NO_AWARDED_PRIZE/PROCUREMENT_DISCONTINUED",
    },
)
