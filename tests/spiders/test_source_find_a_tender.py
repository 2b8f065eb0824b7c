"""Find a Tender: windows paged to their end, and halved where a page is full without a next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from spiders.format import Origin
from spiders.formats import ocds as ocds_format
from spiders.interfaces import read_json
from spiders.sources.find_a_tender import FindATenderOptions
from tests.spiders.interface_fakes import (
    Asked,
    Fake,
    Said,
    as_json,
    ends,
    evidence,
    night,
    serving,
)


@dataclass
class FindATender:
    """Releases by the hour, in pages; what goes wrong is told by its fields."""

    every_hours: int = 3
    page: int = 2
    forgets_links: bool = False
    amount: str = "12.5"
    next_host: str | None = None
    circle: bool = False
    refusals: int = 0

    def __call__(self, asked: Asked) -> Said:
        if self.refusals:
            self.refusals -= 1
            return Said(429, b"Too many requests", "text/plain")
        start, end = (datetime.fromisoformat(asked.query[name]) for name in ("updatedFrom", "updatedTo"))
        if end - start > timedelta(hours=6):
            return as_json({"releases": []})
        at, hours = datetime(2026, 5, 30, 0, 30), []  # noqa: DTZ001  as the interface writes its times
        while at < end:
            hours += [at] if at >= start else []
            at += timedelta(hours=self.every_hours)
        begin = int(asked.query.get("cursor", 0))
        shown = hours[begin : begin + int(asked.query["limit"])]
        releases = ",".join(
            f'{{"ocid":"ocds-x-{at:%d%H}","id":"{at:%d%H}","tag":["tender"],"tender":{{"title":"Drift",'
            f'"value":{{"amount":{self.amount},"currency":"GBP"}}}}}}'
            for at in shown
        )
        link = ""
        if begin + len(shown) < len(hours) and not self.forgets_links:
            base = self.next_host or f"http://{asked.headers['host']}"
            more = 0 if self.circle else begin + len(shown)
            query = "&".join(f"{name}={value}" for name, value in {**asked.query, "cursor": more}.items())
            if self.circle:
                query = "&".join(f"{name}={value}" for name, value in asked.query.items())
            link = f'"links":{{"next":"{base}{asked.path}?{query}"}},'
        return Said(200, f'{{{link}"version":"1.1","releases":[{releases}]}}'.encode())


def _released(crawl: Any) -> set[str]:
    found = set()
    for row in evidence(crawl.ledger):
        document = read_json(crawl.archive.read(row["evidence_id"]))
        found |= {one["id"] for one in document["releases"]}
    return found


def _fat(fake: Fake, **more: Any) -> FindATenderOptions:
    return FindATenderOptions(api=fake.base, **{"page_size": 2, **more})


def test_windows_of_six_hours_are_paged_to_their_end_and_every_page_is_evidence(tmp_path: Path) -> None:
    with serving(FindATender(every_hours=1)) as fake:
        crawl = night(tmp_path, "find_a_tender", _fat(fake, page_size=4), as_of=date(2026, 5, 30))
    assert crawl.incomplete == []
    assert _released(crawl) == {f"30{hour:02d}" for hour in range(24)}
    assert set(ends(crawl).values()) <= {"ok", "unchanged"}
    assert len(fake.asked) == 8
    assert crawl.ledger.watermark("find_a_tender") == "2026-05-31T00:00:00+00:00"


def test_the_next_night_begins_an_hour_before_the_watermark(tmp_path: Path) -> None:
    with serving(FindATender()) as fake:
        night(tmp_path, "find_a_tender", _fat(fake), as_of=date(2026, 5, 30))
        before = len(fake.asked)
        night(tmp_path, "find_a_tender", _fat(fake), number=2, as_of=date(2026, 5, 31))
    assert fake.asked[before].query["updatedFrom"] == "2026-05-30T23:00:00"


def test_a_full_page_without_a_next_link_is_asked_again_in_halves(tmp_path: Path) -> None:
    with serving(FindATender(every_hours=1, forgets_links=True)) as fake:
        crawl = night(tmp_path, "find_a_tender", _fat(fake, page_size=3), as_of=date(2026, 5, 30))
    assert crawl.incomplete == []
    assert _released(crawl) == {f"30{hour:02d}" for hour in range(24)}


def test_a_quarter_of_an_hour_that_is_still_full_is_told_and_the_watermark_waits(tmp_path: Path) -> None:
    with serving(FindATender(forgets_links=True)) as fake:
        crawl = night(tmp_path, "find_a_tender", _fat(fake, page_size=1), as_of=date(2026, 5, 30))
    assert "is full and names no next one" in " ".join(crawl.incomplete)
    assert crawl.ledger.watermark("find_a_tender") is None


@pytest.mark.parametrize("fake", [FindATender(every_hours=1, next_host="http://127.0.0.2:9"),
                                  FindATender(every_hours=1, circle=True)])  # fmt: skip
def test_a_next_link_to_another_host_or_in_a_circle_is_not_followed(tmp_path: Path, fake: FindATender) -> None:
    with serving(fake) as server:
        crawl = night(tmp_path, "find_a_tender", _fat(server), as_of=date(2026, 5, 30))
    assert "in a circle or to another host" in " ".join(crawl.incomplete)
    assert len(server.asked) <= 2
    assert crawl.ledger.watermark("find_a_tender") is None


@pytest.mark.parametrize("amount", ["1e9999", "1e99999999999999999999", "9" * 5000, "-1e-9999"])
def test_a_number_that_no_machine_holds_stops_neither_the_pages_nor_the_reading(tmp_path: Path, amount: str) -> None:
    with serving(FindATender(amount=amount)) as fake:
        crawl = night(tmp_path, "find_a_tender", _fat(fake), as_of=date(2026, 5, 30))
    assert crawl.incomplete == []
    for row in evidence(crawl.ledger):
        data = crawl.archive.read(row["evidence_id"])
        if b"ocid" in data:
            origin = Origin(evidence_id=row["evidence_id"], source="x")
            (notice, *_) = ocds_format.FORMAT.read(data, origin)
            assert getattr(notice, "est_value", 1) in (None, 0)


def test_a_refusal_is_waited_out_and_many_close_the_host(tmp_path: Path) -> None:
    with serving(FindATender(refusals=2)) as fake:
        crawl = night(tmp_path / "a", "find_a_tender", _fat(fake), as_of=date(2026, 5, 30))
    assert crawl.incomplete == []
    with serving(FindATender(refusals=99)) as fake:
        crawl = night(tmp_path / "b", "find_a_tender", _fat(fake), as_of=date(2026, 5, 30))
    assert list(ends(crawl).values()) == ["rate_limited"]


def test_a_night_asks_only_so_often_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with serving(FindATender()) as fake:
        first = night(tmp_path, "find_a_tender", _fat(fake, max_requests=3), as_of=date(2026, 5, 31))
        mark = first.ledger.watermark("find_a_tender")
        night(tmp_path, "find_a_tender", _fat(fake, max_requests=99), number=2, as_of=date(2026, 5, 31))
        again = night(tmp_path, "find_a_tender", _fat(fake), number=3, as_of=date(2026, 5, 31))
    assert mark is not None
    assert len(_released(again)) == 16


@pytest.mark.parametrize("hours", [0.5, 6.0])
def test_a_night_of_few_requests_gets_on_all_the_same_and_never_goes_back(tmp_path: Path, hours: float) -> None:
    marks = []
    with serving(FindATender(every_hours=1)) as fake:
        for number in range(1, 5):
            options = _fat(fake, max_requests=1, window_hours=hours)
            crawl = night(tmp_path, "find_a_tender", options, number=number, as_of=date(2026, 5, 30))
            marks.append(crawl.ledger.watermark("find_a_tender"))
    assert marks == sorted(set(marks))
    assert crawl.incomplete == []
    # A window once begun is whole: six hours of releases in pages of two, an hour of them once more each night.
    assert len(_released(crawl)) == (2 if hours == 0.5 else 21)
