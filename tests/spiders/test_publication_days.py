"""Four hundred days of a journal, with gaps, leap day, New Year, clock jumps and late days: each comes once."""

import gzip
import random
from datetime import date, timedelta
from pathlib import Path

from pipelines.closed_days import is_closed
from spiders.wire import WireAnswer
from tests.spiders.rigged import a_crawl
from tests.spiders.test_source_ted import SITE, RiggedPackages, _night

FIRST = date(2027, 12, 1)  # so that a leap day, two New Years and all changes of the clock lie within
DAYS = 400


def issues() -> dict[date, str]:
    """The issues of the journal by day: numbers begin anew each year, none on weekends and holidays."""
    found: dict[date, str] = {}
    for year in {(FIRST + timedelta(days=n)).year for n in range(DAYS)}:
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
        working = [day for day in days if day.year == year and day.weekday() < 5 and not is_closed(day)]
        found |= {day: f"{year}{number:05d}" for number, day in enumerate(working, start=1)}
    return found


def calendar(year: int, by_day: dict[date, str]) -> WireAnswer:
    rows = [f"{int(name[4:])}/{year},{day:%d/%m/%Y}" for day, name in sorted(by_day.items()) if day.year == year]
    return WireAnswer(status=200, body="\r\n".join(["OJ S issue,Publication date", *rows]).encode())


def test_every_publication_day_is_collected_exactly_once_and_none_is_missed(tmp_path: Path) -> None:
    rng = random.Random(9)
    by_day, crawl = issues(), a_crawl(tmp_path, delay=1)
    rigged = RiggedPackages(
        {
            f"{SITE}/en/release-calendar/-/download/file/CSV/{year}": [calendar(year, by_day)]
            for year in (2027, 2028, 2029)
        }
    )
    last = FIRST + timedelta(days=DAYS - 1)
    got: dict[str, list[str]] = {}
    late = {day for day in by_day if rng.random() < 0.05}
    nights = 0
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        if n < DAYS - 1 and rng.random() < 0.1:
            continue  # no night: the machine was off
        for published, name in by_day.items():
            is_there = published < day or (published == day and published not in late) or day == last
            if FIRST <= published <= day and is_there:
                body = gzip.compress(name.encode(), mtime=0)
                answer = WireAnswer(status=200, headers={"content-type": "application/gzip"}, body=body)
                rigged.scripts.setdefault(f"{SITE}/packages/daily/{name}", [answer])
        nights += 1
        for path, outcome in _night(crawl, rigged, day, nights, since=FIRST, monthly=False).items():
            got.setdefault(path.removeprefix("daily/"), []).append(outcome)
        if rng.random() < 0.03:  # the clock jumped a day back: the night is run once more for yesterday
            nights += 1
            for path, outcome in _night(
                crawl, rigged, day - timedelta(days=1), nights, since=FIRST, monthly=False
            ).items():
                got.setdefault(path.removeprefix("daily/"), []).append(outcome)
    expected = {name for day, name in by_day.items() if FIRST <= day <= last}
    assert len(expected) > 250
    assert {name for name, outcomes in got.items() if "ok" in outcomes} == expected
    assert all(outcomes.count("ok") == 1 for outcomes in got.values())
    held = crawl.ledger.rows(
        "select count(distinct evidence_id) from fetch where outcome = 'ok' and url like '%daily%'"
    )
    assert held[0][0] == len(expected)
