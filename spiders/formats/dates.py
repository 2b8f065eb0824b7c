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

_OUR_CLOCK = ZoneInfo("Europe/Copenhagen")
_UTC = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d)?(?:\.\d+)?\s?(?:Z|UTC|GMT|[+-]00:?00)$")

_MONTHS = {
    1: "january januar januari janvier tammikuuta enero jan janv",
    2: "february februar februari février helmikuuta febrero feb févr fév",
    3: "march marts mars märz maart maaliskuuta marzo mar mrz",
    4: "april avril huhtikuuta abril apr avr",
    5: "may maj mai mei toukokuuta mayo",
    6: "june juni juin kesäkuuta junio jun",
    7: "july juli juillet heinäkuuta julio jul juil",
    8: "august augusti augustus août elokuuta agosto aug",
    9: "september septembre syyskuuta septiembre sept sep",
    10: "october oktober octobre lokakuuta octubre okt oct",
    11: "november novembre marraskuuta noviembre nov",
    12: "december dezember desember décembre joulukuuta diciembre dec dez des déc",
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_WRITTEN = re.compile(
    rf"(?<!\d)(?P<d1>\d{{1,2}})(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?(?P<m1>{_NAME})\.?,?\s+(?:de\s+)?(?P<y1>(?:19|20)\d\d)(?!\d)"
    rf"|\b(?P<m2>{_NAME})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)(?!\d)"
    r"|(?<![\d.-])(?P<y3>(?:19|20)\d\d)[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?![\d])"
    r"|(?<![\d.-])(?P<d4>\d{1,2})(?P<s>[./-])(?P<m4>\d{1,2})(?P=s)(?P<y4>(?:19|20)\d\d)(?!\d)",
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
    for match in _WRITTEN.finditer(text):
        said = match.groupdict()
        form = next(number for number in "1234" if said[f"y{number}"])
        month = said[f"m{form}"]
        number = _MONTH.get(month.lower(), month)
        if found := day(said[f"y{form}"], number, said[f"d{form}"], latest=latest):
            yield found


def date_in_address(url: str | None, *, latest: date | None = None) -> date | None:
    """The date in a URL's path (`/2026/03/17/`, `2026-03-17`), where there is exactly one."""
    found = set()
    for match in _IN_ADDRESS.finditer(re.sub(r"^[a-z]+://[^/]*", "", url or "")):
        if not match["s"] and len(match.group()) != 8:
            continue
        if one := day(match["y"], match["m"], match["d"], latest=latest):
            found.add(one)
    return found.pop() if len(found) == 1 else None


def date_in_stamp(stamp: str | None, *, latest: date | None = None) -> date | None:
    """The day of a machine's date (`2026-03-17T08:00:00+01:00`), or of one as people write it.

    A moment in UTC is the day that it was in Copenhagen: editors publish at midnight, and servers write 23:00 before.
    """
    stamp = (stamp or "").strip()
    if match := _UTC.match(stamp):
        with contextlib.suppress(ValueError):
            moment = datetime(*map(int, match.groups()), tzinfo=UTC).astimezone(_OUR_CLOCK)  # type: ignore[arg-type, misc]  # five numbers
            return day(moment.year, moment.month, moment.day, latest=latest)
    if match := re.match(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d{3})", stamp):
        return day(*match.groups(), latest=latest)
    return next(dates_in_text(stamp[:60], latest=latest), None)
