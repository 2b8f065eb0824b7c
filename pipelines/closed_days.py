"""Days on which public publishers are closed: weekends apart, the holidays of Denmark and of the Union's offices.

The Official Journal's supplement does not appear on the Union's days, and Danish bodies publish little on Denmark's. A
day on either list is never a fault for having little, and never part of what other days are compared with.

Rejected: the journal's own calendar (it says what appears in the year under way; history needs the years before).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (1, 2), (5, 1), (5, 9), (6, 5), (7, 21), (8, 15), (11, 1), (11, 2))
_CHRISTMAS = tuple((12, day) for day in range(24, 32))
# Days from Easter Sunday: Maundy Thursday to Easter Monday, Ascension and the Friday after it, Whit Monday.
_FROM_EASTER = (-3, -2, 0, 1, 39, 40, 50)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def closed_days(year: int) -> frozenset[date]:
    """The closed days of a year."""
    moving = {easter(year) + timedelta(days=days) for days in _FROM_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in (*_FIXED, *_CHRISTMAS)})


def is_closed(day: date) -> bool:
    """Whether a day is a holiday on which little or nothing appears."""
    return day in closed_days(day.year)
