"""The days on which the Official Journal appears, and the numbers of its issues.

An issue appears on every weekday but New Year's Day and the two Christmas days; numbers start again each year.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

FIRST_DAY = date(2023, 12, 1)
NIGHTS = (date(2026, 11, 16), date(2026, 11, 17))


def has_issue(day: date) -> bool:
    """Whether an issue appears on `day`."""
    return day.weekday() < 5 and (day.month, day.day) not in {(1, 1), (12, 25), (12, 26)}


@cache
def issue_days(year: int) -> tuple[date, ...]:
    """All issue days of a year in order; the first one is issue 1."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return tuple(day for day in days if day.year == year and has_issue(day))


@cache
def issue_number(day: date) -> int:
    """The number within its year of the issue that appears on `day`."""
    return issue_days(day.year).index(day) + 1


def issue_day_from(day: date) -> date:
    """`day` itself if an issue appears then, else the next day with one."""
    while not has_issue(day):
        day += timedelta(days=1)
    return day


def quarter_of(day: date) -> int:
    """A running quarter number: year times four plus the quarter, so that neighbours differ by one."""
    return day.year * 4 + (day.month - 1) // 3


def release_calendar(year: int) -> str:
    """The year's release calendar as the CSV file that the journal offers for download."""
    lines = ["OJ S issue,Publication date"]
    lines += [f"{number}/{year},{day:%d/%m/%Y}" for number, day in enumerate(issue_days(year), start=1)]
    return "\r\n".join(lines) + "\r\n"
