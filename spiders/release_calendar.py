"""The journal's release calendar: which issue of the OJ S comes out on which day; and what to do without it.

The calendar is a CSV file for people, so it is read by what stands in a row (an issue number, a date), not by its
header. Without it issues are counted by weekdays: holidays make that count too high, never too low, so it serves to
say where to begin, and the first issue that is not there yet says where to end.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_ISSUE = re.compile(r"^(?:OJ\s*)?(?:S\s*)?0*(\d{1,3})(?:\s*/\s*(?:S\s*)?(\d{4}))?$", re.IGNORECASE)
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_HOLIDAYS_OF_A_YEAR = 14


@dataclass(frozen=True, order=True)
class Issue:
    """One issue of the OJ S: `day` is None where no calendar told it."""

    year: int
    number: int
    day: date | None = None

    @property
    def name(self) -> str:
        """As the package's address has it: `202600136`."""
        return f"{self.year:04d}{self.number:05d}"


def read_calendar(data: bytes, year: int) -> list[Issue]:
    """The year's issues that the calendar names, in order; empty where it names none."""
    text = data.decode("utf-8-sig", "replace")
    separator = max(";,\t", key=text[:2000].count)
    found: dict[int, Issue] = {}
    for row in _rows(text, separator):
        days = [day for cell in row if (day := _day(cell.strip())) is not None]
        numbers = [
            int(match[1])
            for cell in row
            if (match := _ISSUE.match(cell.strip())) and match[2] in (None, str(year)) and int(match[1])
        ]
        if days and numbers and days[0].year == year:
            found.setdefault(numbers[0], Issue(year, numbers[0], days[0]))
    issues = [found[number] for number in sorted(found)]
    # A column that is not the issue number (a week, a day of the month) gives days that do not grow with it.
    in_order = all(one.day < two.day for one, two in pairwise(issues) if one.day and two.day)
    return issues if in_order and len(issues) == len({issue.day for issue in issues}) else []


def _rows(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(text.replace("\0", "").splitlines(), delimiter=separator))
    except csv.Error:
        return []


def _day(cell: str) -> date | None:
    try:
        if match := _DAY_FIRST.match(cell):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _YEAR_FIRST.match(cell):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return None


def fewest_issues_before(day: date) -> int:
    """How many issues have certainly come out in the year before a day: weekdays less the most holidays there are."""
    first = date(day.year, 1, 1)
    days = (day - first).days
    weekdays = sum((first + timedelta(days=n)).weekday() < 5 for n in range(days))
    return max(0, weekdays - _HOLIDAYS_OF_A_YEAR)


def most_issues_until(day: date) -> int:
    """How many issues can have come out in the year up to and including a day."""
    first = date(day.year, 1, 1)
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range((day - first).days + 1))
