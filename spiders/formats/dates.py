"""Dates as people write them: in addresses and in running text, in the languages of our sources.

Day before month throughout: no source of ours writes American numeric dates in its own text. Rejected: `dateparser`
for this (it finds dates in any two numbers, and takes a second to import).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

EARLIEST = date(1995, 1, 1)

_OUR_CLOCK = "Europe/Copenhagen"
_CLOCKS = {  # by country code; all others keep ours
    "ar": "America/Argentina/Buenos_Aires", "au": "Australia/Sydney", "bo": "America/La_Paz", "br": "America/Sao_Paulo",
    "ca": "America/Toronto", "cl": "America/Santiago", "cn": "Asia/Shanghai", "co": "America/Bogota",
    "ee": "Europe/Tallinn", "fi": "Europe/Helsinki", "gr": "Europe/Athens", "ie": "Europe/Dublin",
    "in": "Asia/Kolkata", "is": "Atlantic/Reykjavik", "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "lt": "Europe/Vilnius",
    "lv": "Europe/Riga", "mx": "America/Mexico_City", "nz": "Pacific/Auckland", "pe": "America/Lima",
    "pt": "Europe/Lisbon", "ro": "Europe/Bucharest", "ru": "Europe/Moscow", "sg": "Asia/Singapore",
    "tr": "Europe/Istanbul", "uk": "Europe/London", "us": "America/New_York", "uy": "America/Montevideo",
}  # fmt: skip
_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[:/]|$)")
_UTC = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d)?(?:\.\d+)?\s?(?:Z|UTC|GMT|[+-]00:?00)$")

_MONTHS = {
    1: "january januar januari janvier tammikuuta enero jan janv gennaio janeiro stycznia",
    2: "february februar februari février helmikuuta febrero feb févr fév febbraio fevereiro lutego",
    3: "march marts mars märz maart maaliskuuta marzo mar mrz marca março",
    4: "april avril huhtikuuta abril apr avr aprile kwietnia",
    5: "may maj mai mei toukokuuta mayo maggio maio maja",
    6: "june juni juin kesäkuuta junio jun giugno junho czerwca",
    7: "july juli juillet heinäkuuta julio jul juil luglio julho lipca",
    8: "august augusti augustus août elokuuta agosto aug sierpnia",
    9: "september septembre syyskuuta septiembre sept sep settembre setembro września",
    10: "october oktober octobre lokakuuta octubre okt oct ottobre outubro października",
    11: "november novembre marraskuuta noviembre nov novembro listopada",
    12: "december dezember desember décembre joulukuuta diciembre dec dez des déc dicembre dezembro grudnia",
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_WRITTEN = re.compile(
    rf"(?<!\d)(?P<d1>\d{{1,2}})(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?(?P<m1>{_NAME})\.?,?\s+(?:de\s+)?(?P<y1>(?:19|20)\d\d)(?!\d)"
    rf"|\b(?P<m2>{_NAME})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)(?!\d)"
    r"|(?<![\d.-])(?P<y3>(?:19|20)\d\d)[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?![\d])"
    r"|(?<![\d.-])(?P<d4>\d{1,2})(?P<s>[./-])(?P<m4>\d{1,2})(?:(?P=s)|-)(?P<y4>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[/_-]?)(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"
)


def day(year: str | int, month: str | int, of_month: str | int, *, latest: date | None = None) -> date | None:
    """That day, where it exists and lies between 1995 and `latest`."""
    try:
        found = date(int(year), int(month), int(of_month))
    except ValueError:
        return None
    return found if found >= EARLIEST and (latest is None or found <= latest) else None


def dates_in_text(text: str, *, latest: date | None = None) -> Iterator[date]:
    """Every full date in a text, in its order."""
    for found, _, _ in dates_with_places(text, latest=latest):
        yield found


def dates_with_places(text: str, *, latest: date | None = None) -> Iterator[tuple[date, int, int]]:
    """Every full date in a text with its start and its end, in their order."""
    for match in _WRITTEN.finditer(text):
        said = match.groupdict()
        form = next(number for number in "1234" if said[f"y{number}"])
        month = said[f"m{form}"]
        number = _MONTH.get(month.lower(), month)
        if found := day(said[f"y{form}"], number, said[f"d{form}"], latest=latest):
            yield found, *match.span()


def date_in_address(url: str | None, *, latest: date | None = None) -> date | None:
    """The date in a URL's path (`/2026/03/17/`, `2026-03-17`), where there is exactly one."""
    found = set()
    for match in _IN_ADDRESS.finditer(re.sub(r"^[a-z]+://[^/]*", "", url or "")):
        if not match["s"] and len(match.group()) != 8:
            continue
        if one := day(match["y"], match["m"], match["d"], latest=latest):
            found.add(one)
    return found.pop() if len(found) == 1 else None


def clock_of(url: str | None) -> ZoneInfo:
    """The clock of a site's editors by its address's country; Copenhagen's where it says none."""
    host = _HOST.match(url or "")
    return ZoneInfo(_CLOCKS.get(host.group(1).rpartition(".")[2].lower() if host else "", _OUR_CLOCK))


def date_in_stamp(stamp: str | None, *, latest: date | None = None, clock: ZoneInfo | None = None) -> date | None:
    """The day of a machine's date (`2026-03-17T08:00:00+01:00`), or of one as people write it.

    A moment in UTC is the day that it was by the editors' clock, Copenhagen's where none is given: they publish at
    midnight, and servers write 23:00 of the day before.
    """
    stamp = (stamp or "").strip()
    if match := _UTC.match(stamp):
        year, month, of_month, hour, minute = map(int, match.groups())
        with contextlib.suppress(ValueError, OverflowError):  # the last hours of 9999 have no clock but UTC's
            moment = datetime(year, month, of_month, hour, minute, tzinfo=UTC)
            if hour or minute:  # midnight in UTC is a day and no moment, in the words of one
                moment = moment.astimezone(clock or ZoneInfo(_OUR_CLOCK))
            return day(moment.year, moment.month, moment.day, latest=latest)
    if match := re.match(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d{3})", stamp):
        return day(*match.groups(), latest=latest)
    return next(dates_in_text(stamp[:60], latest=latest), None)
