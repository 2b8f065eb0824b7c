"""Codes that every notice format writes in its own way: numbers, dates, amounts, countries, languages, CPV.

Everything here is a pure function from what stands in the source to the one form that records use, or None where the
source says nothing usable. Nothing is guessed: a value that cannot be read is unknown, never a placeholder. The same
few dates, codes and currencies stand in every notice, so that their answers are remembered (bounded).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

# TED has never numbered more than a million notices in a year, so that a larger number was never one of its own:
# 12345678-2023 and its kin are what converters and examples write.
LARGEST_NUMBER = 2_000_000
FIRST_EFORMS_YEAR = 2022

_PLAIN = re.compile(r"0*(\d{1,8})[-/](\d{4})")
_OFFICIAL = re.compile(r"(\d{4})\s*/\s*S\s*\d{1,3}\s*-\s*0*(\d{1,8})")
_CPV = re.compile(r"\d{8}")
_AMOUNT_LIMIT = Decimal(10) ** 19
_AMOUNT_LENGTH = 40  # what is longer is no amount that comes twice
_FOUR_PLACES = Decimal("0.0001")

_COUNTRIES = """
AND AD ARE AE AFG AF ATG AG AIA AI ALB AL ARM AM AGO AO ATA AQ ARG AR ASM AS AUT AT AUS AU ABW AW ALA AX AZE AZ BIH
BA BRB BB BGD BD BEL BE BFA BF BGR BG BHR BH BDI BI BEN BJ BLM BL BMU BM BRN BN BOL BO BES BQ BRA BR BHS BS BTN BT
BVT BV BWA BW BLR BY BLZ BZ CAN CA CCK CC COD CD CAF CF COG CG CHE CH CIV CI COK CK CHL CL CMR CM CHN CN COL CO CRI
CR CUB CU CPV CV CUW CW CXR CX CYP CY CZE CZ DEU DE DJI DJ DNK DK DMA DM DOM DO DZA DZ ECU EC EST EE EGY EG ESH EH
ERI ER ESP ES ETH ET FIN FI FJI FJ FLK FK FSM FM FRO FO FRA FR GAB GA GBR GB GRD GD GEO GE GUF GF GGY GG GHA GH GIB
GI GRL GL GMB GM GIN GN GLP GP GNQ GQ GRC GR SGS GS GTM GT GUM GU GNB GW GUY GY HKG HK HMD HM HND HN HRV HR HTI HT
HUN HU IDN ID IRL IE ISR IL IMN IM IND IN IOT IO IRQ IQ IRN IR ISL IS ITA IT JEY JE JAM JM JOR JO JPN JP KEN KE KGZ
KG KHM KH KIR KI COM KM KNA KN PRK KP KOR KR KWT KW CYM KY KAZ KZ LAO LA LBN LB LCA LC LIE LI LKA LK LBR LR LSO LS
LTU LT LUX LU LVA LV LBY LY MAR MA MCO MC MDA MD MNE ME MAF MF MDG MG MHL MH MKD MK MLI ML MMR MM MNG MN MAC MO MNP
MP MTQ MQ MRT MR MSR MS MLT MT MUS MU MDV MV MWI MW MEX MX MYS MY MOZ MZ NAM NA NCL NC NER NE NFK NF NGA NG NIC NI
NLD NL NOR NO NPL NP NRU NR NIU NU NZL NZ OMN OM PAN PA PER PE PYF PF PNG PG PHL PH PAK PK POL PL SPM PM PCN PN PRI
PR PSE PS PRT PT PLW PW PRY PY QAT QA REU RE ROU RO SRB RS RUS RU RWA RW SAU SA SLB SB SYC SC SDN SD SWE SE SGP SG
SHN SH SVN SI SJM SJ SVK SK SLE SL SMR SM SEN SN SOM SO SUR SR SSD SS STP ST SLV SV SXM SX SYR SY SWZ SZ TCA TC TCD
TD ATF TF TGO TG THA TH TJK TJ TKL TK TLS TL TKM TM TUN TN TON TO TUR TR TTO TT TUV TV TWN TW TZA TZ UKR UA UGA UG
UMI UM USA US URY UY UZB UZ VAT VA VCT VC VEN VE VGB VG VIR VI VNM VN VUT VU WLF WF WSM WS YEM YE MYT YT ZAF ZA ZMB
ZM ZWE ZW XKX XK 1A0 XK
"""


def _pairs(table: str) -> dict[str, str]:
    """A table of two columns, written as running words."""
    words = iter(table.split())
    return dict(zip(words, words, strict=True))


COUNTRY_OF_ALPHA3 = _pairs(_COUNTRIES)
# The publications office writes UK and EL, and 1A for Kosovo before it had a code of its own.
_OFFICE_COUNTRY = {"UK": "GB", "EL": "GR", "1A": "XK"}
_ALPHA2 = frozenset(COUNTRY_OF_ALPHA3.values())
_COUNTRY_NAMES = {
    "united kingdom": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "great britain": "GB", "portugal": "PT", "denmark": "DK", "danmark": "DK", "sweden": "SE", "sverige": "SE",
    "norway": "NO", "norge": "NO", "finland": "FI", "suomi": "FI", "iceland": "IS", "ireland": "IE", "germany": "DE",
    "deutschland": "DE", "france": "FR", "spain": "ES", "españa": "ES", "italy": "IT", "netherlands": "NL",
    "belgium": "BE", "poland": "PL", "ukraine": "UA", "united states": "US", "switzerland": "CH", "austria": "AT",
    "luxembourg": "LU", "greece": "GR", "canada": "CA", "australia": "AU", "new zealand": "NZ",
}  # fmt: skip

_LANGUAGES = """
BUL BG CES CS CZE CS DAN DA DEU DE GER DE ELL EL GRE EL ENG EN EST ET FIN FI FRA FR FRE FR GLE GA HRV HR HUN HU ITA
IT LAV LV LIT LT MLT MT NLD NL DUT NL POL PL POR PT RON RO RUM RO SLK SK SLO SK SLV SL SPA ES SWE SV NOR NO NOB NB
NNO NN ISL IS ICE IS MKD MK MAC MK SRP SR SQI SQ ALB SQ BOS BS TUR TR UKR UK RUS RU CAT CA EUS EU BAQ EU GLG GL LTZ
LB KAT KA GEO KA HYE HY ARM HY ARA AR HEB HE ZHO ZH CHI ZH JPN JA CNR SR FAO FO KAL KL SME SE CYM CY WEL CY
"""
_LANGUAGE_OF_ALPHA3 = _pairs(_LANGUAGES)


@lru_cache(maxsize=1024)
def publication_number(text: str | None) -> str | None:
    """`<number>-<year>` without leading zeros, from 742640-2023, 00742640-2023 or 2023/S 236-742640; else None."""
    said = " ".join((text or "").split())
    if match := _PLAIN.fullmatch(said):
        number, year = match.groups()
    elif match := _OFFICIAL.fullmatch(said):
        year, number = match.groups()
    else:
        return None
    return f"{int(number)}-{year}"


def is_placeholder_number(number: str) -> bool:
    """Whether a normalised publication number is one that TED cannot have given."""
    serial, year = number.split("-")
    return int(serial) == 0 or int(serial) > LARGEST_NUMBER or not 1993 <= int(year) <= 2100


@lru_cache(maxsize=8192)
def calendar_date(text: str | None) -> date | None:
    """The day of `2024-03-01`, `2024-03-01+01:00`, `2024-03-01T10:00:00Z` or `20240301`; the zone is not applied."""
    if not text:
        return None
    said = text.strip()
    day = said[:10] if said[4:5] == "-" else said[:8]
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def amount(text: str | None) -> Decimal | None:
    """An amount as published (−1 and 0.01 included), with four decimals at most; None where it is not a number."""
    if not text:
        return None
    return _amount(text) if len(text) <= _AMOUNT_LENGTH else _read_amount(text)


def _read_amount(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        try:
            value = Decimal("".join(text.split()))
        except InvalidOperation:
            return None
    if not value.is_finite() or abs(value) >= _AMOUNT_LIMIT:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        return value.quantize(_FOUR_PLACES)
    return value


_amount = lru_cache(maxsize=4096)(_read_amount)


def whole_number(text: str | None) -> int | None:
    """A count; None where the text is not a whole number."""
    value = amount(text)
    return int(value) if value is not None and value == value.to_integral_value() and abs(value) < 10**15 else None


@lru_cache(maxsize=256)
def currency(code: str | None) -> str | None:
    """An ISO 4217 code; None for what is not three letters (withheld amounts say `unpublished`)."""
    said = (code or "").strip().upper()
    return said if len(said) == 3 and said.isascii() and said.isalpha() else None


@lru_cache(maxsize=1024)
def country(code: str | None) -> str | None:
    """ISO 3166-1 alpha-2 from alpha-2, alpha-3, the office's UK, EL and 1A, or an English or own name."""
    said = (code or "").strip()
    upper = said.upper()
    if len(upper) == 2:
        upper = _OFFICE_COUNTRY.get(upper, upper)
        return upper if upper in _ALPHA2 else None
    return COUNTRY_OF_ALPHA3.get(upper) or _COUNTRY_NAMES.get(said.casefold())


@lru_cache(maxsize=256)
def language(code: str | None) -> str | None:
    """Upper-case ISO 639-1 from ISO 639-1 or 639-2/3; a tag's region is dropped. None where it is neither."""
    said = (code or "").strip().upper().partition("-")[0].partition("_")[0]
    if len(said) == 2 and said.isascii() and said.isalpha():
        return said
    return _LANGUAGE_OF_ALPHA3.get(said)


@lru_cache(maxsize=8192)
def cpv(code: str | None) -> str | None:
    """Eight digits without the check digit, or None."""
    match = _CPV.match((code or "").strip())
    return match.group() if match else None


def distinct(values: Sequence[str]) -> tuple[str, ...]:
    """The values in their order, each once."""
    return tuple(dict.fromkeys(values)) if len(values) > 1 else tuple(values)
