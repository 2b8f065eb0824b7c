"""TED by search and by packages: paging to the end, fetching once, and a watermark that follows the archive."""

import asyncio
import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.crawling import CrawlResult, collect
from spiders.fetching import Fetcher
from spiders.release_calendar import fewest_issues_before, most_issues_until, read_calendar
from spiders.source import Crawl, SourceSpec
from spiders.sources.ted_packages import TedPackagesOptions, collect_packages
from spiders.ted_query import TedSearchOptions, read_page, search_query, window
from spiders.wire import WireAnswer
from tests.spiders.interface_fakes import Asked, Fake, Said, as_json, serving
from tests.spiders.rigged import Rigged, Script, a_crawl
from warehouse.ledger import Ledger
from warehouse.settings import Settings

PACKAGE = WireAnswer(status=200, headers={"content-type": "application/gzip"}, body=gzip.compress(b"tar", mtime=0))


# -- the query -----------------------------------------------------------------------------------------------------


def test_a_query_names_countries_by_three_letters_and_codes_by_eight_digits() -> None:
    said = search_query(
        countries=("DK", "SWE"), cpv=("48", "72260000-5"), since=date(2026, 1, 2), until=date(2026, 6, 1)
    )
    assert said == (
        "buyer-country IN (DNK SWE) AND classification-cpv IN (48000000 72260000) AND publication-date>=20260102 "
        "AND publication-date<=20260601 SORT BY publication-date ASC"
    )


@pytest.mark.parametrize(
    ("watermark", "since", "first"),
    [(None, None, "2026-01-01"), (None, "2026-03-01", "2026-03-01"), ("2026-05-30", None, "2026-05-23"),
     ("2026-01-03", None, "2026-01-01"), ("2027-01-01", None, "2026-06-01")],
)  # fmt: skip
def test_the_window_begins_a_week_before_the_watermark_and_never_before_the_period(
    watermark: str | None, since: str | None, first: str
) -> None:
    options = TedSearchOptions(since=date.fromisoformat(since) if since else None)
    found = window(options, as_of=date(2026, 6, 1), period_start=date(2026, 1, 1), watermark=watermark)
    assert found == (date.fromisoformat(first), date(2026, 6, 1))


@pytest.mark.parametrize(
    "row",
    [{"publication-number": "12-2026"}, {"publication-number": ["12-2026"]}, {"ND": "12-2026"},
     {"publication-number": {"value": "12-2026"}}, {"publication-number": {"mul": ["00012-2026"]}}],
)  # fmt: skip
def test_a_publication_number_is_found_in_whatever_wraps_it(row: dict[str, Any]) -> None:
    page = read_page(json.dumps({"notices": [row, {}, {"publication-number": "../x"}], "totalNoticeCount": 3}).encode())
    assert page is not None
    assert (page.numbers, page.rows) == (("12-2026",), 3)


_KEYS = st.sampled_from(
    ["notices", "publication-number", "value", "iterationNextToken", "timedOut", "totalNoticeCount"]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(_JSON | st.binary(max_size=50))
def test_any_answer_is_a_page_or_none(said: Any) -> None:
    page = read_page(said if isinstance(said, bytes) else json.dumps(said).encode())
    assert page is None or page.rows >= len(page.numbers)


# -- the search, against the rehearsal's interface ---------------------------------------------------------------------


def _search(server: Any, root: Path, night: int, as_of: date, **options: Any) -> CrawlResult:
    spec = SourceSpec(
        name="soegning",
        kind="ted_search",
        stream="procurement",
        delay_seconds=0,
        options=TedSearchOptions(api="http://api.ted.example", site="http://ted.example", page_size=20, **options),
        scope_countries=("DK",),
        scope_cpv=("48", "72"),
        period_start=date(2026, 9, 1),
    )
    settings = Settings(proxy=server.proxy_url)
    return collect(spec, root=root, night_id=f"nat-{night}", as_of=as_of, settings=settings, allow_loopback=True)


def test_a_search_pages_to_its_end_and_a_notice_is_fetched_once(tmp_path: Path) -> None:
    from spiders.rehearsal.server import RehearsalServer
    from spiders.rehearsal.world import build_world

    world = build_world()
    with RehearsalServer(world) as server:
        first = _search(server, tmp_path, 1, world.nights[0], max_notices=10)
        assert first.outcome == "finished"
        with Ledger(tmp_path / "ledger.sqlite") as ledger:
            assert ledger.watermark("soegning") is None
        again = _search(server, tmp_path, 1, world.nights[0])
        server.night = 2
        second = _search(server, tmp_path, 2, world.nights[1])
        asked = [one.url for one in server.requests if one.url.endswith("/xml")]
    assert len(asked) == len(set(asked)) == first.new_evidence + again.new_evidence + second.new_evidence
    assert first.new_evidence == 10
    assert second.new_evidence < 30
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.watermark("soegning") == world.nights[1].isoformat()
        numbers = {row["publication_number"] for row in ledger.rows("select * from evidence")}
        expected = {
            notice.notice_id
            for notice in (*world.notices, world.poison)
            if date(2026, 9, 1) <= notice.published <= world.nights[1]
            and any(buyer.country == "DK" for buyer in notice.buyers)
            and any(code[:2] in {"48", "72"} for code in notice.cpvs)
        }
        assert numbers == expected
        # Half a page that ran out of time was asked for again.
        assert ledger.rows("select 1 from fetch where request_key like '%try 2'")


def test_a_search_that_answers_nonsense_is_partial_and_keeps_its_watermark(tmp_path: Path) -> None:
    from tests.spiders.faults import FaultServer

    with FaultServer() as server:
        spec = SourceSpec(
            name="soegning",
            kind="ted_search",
            stream="procurement",
            delay_seconds=0,
            options=TedSearchOptions(api="http://page-instead.example", site="http://ok.example"),
            period_start=date(2026, 9, 1),
        )
        result = collect(
            spec,
            root=tmp_path,
            night_id="nat-1",
            as_of=date(2026, 10, 1),
            settings=Settings(proxy=server.proxy_url),
            allow_loopback=True,
        )
    assert result.outcome == "failed"
    assert result.by_outcome == {"challenge": 1}
    assert "search page 1 did not come" in (result.reason or "")


def _search_of(fake: Fake, root: Path, night: int, as_of: date, **options: Any) -> CrawlResult:
    spec = SourceSpec(
        name="soegning",
        kind="ted_search",
        stream="procurement",
        delay_seconds=0,
        options=TedSearchOptions(api=fake.base, site=fake.base, **options),
        period_start=date(2026, 5, 1),
    )
    return collect(spec, root=root, night_id=f"nat-{night}", as_of=as_of, settings=Settings(), allow_loopback=True)


def _finds(numbers: list[str], statuses: dict[str, int]) -> Callable[[Asked], Said]:
    """The search, which finds these numbers in pages, and each as XML or with another status."""

    def answer(asked: Asked) -> Said:
        if asked.path.endswith("/search"):
            said = json.loads(asked.body)
            begin = int(said.get("iterationNextToken", 0))
            found = [{"publication-number": number} for number in numbers[begin : begin + said["limit"]]]
            token = str(begin + len(found))
            return as_json({"notices": found, "totalNoticeCount": len(numbers), "iterationNextToken": token})
        number = asked.path.split("/")[-2]
        return Said(statuses.get(number, 200), f"<notice>{number}</notice>".encode(), "application/xml")

    return answer


@pytest.mark.parametrize(
    ("status", "is_settled"), [(404, True), (410, True), (400, False), (401, False), (403, False), (500, False)]
)
def test_only_a_notice_that_is_not_there_lets_the_watermark_of_a_search_pass(
    tmp_path: Path, status: int, is_settled: bool
) -> None:
    with serving(_finds(["1-2026", "2-2026"], {"1-2026": status})) as fake:
        result = _search_of(fake, tmp_path, 1, date(2026, 6, 1))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.watermark("soegning") == ("2026-06-01" if is_settled else None)
    assert result.outcome == ("finished" if is_settled else "partial")
    assert is_settled or f"1 notices did not come ({'http_5xx' if status == 500 else 'http_4xx'}: status {status})" in (
        result.reason or ""
    )


def test_notices_that_are_not_there_do_not_take_the_place_of_others_every_night(tmp_path: Path) -> None:
    statuses = {"1-2026": 404, "2-2026": 404}
    with serving(_finds(["1-2026", "2-2026", "3-2026"], statuses)) as fake:
        for night in (1, 2):
            _search_of(fake, tmp_path, night, date(2026, 6, night), max_notices=2)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        assert [row["publication_number"] for row in ledger.rows("select * from evidence")] == ["3-2026"]
        assert ledger.watermark("soegning") == "2026-06-02"


def test_more_search_pages_than_a_night_may_ask_for_are_had_by_the_next_nights(tmp_path: Path) -> None:
    numbers = [f"{n}-2026" for n in range(1, 10)]
    marks = []
    with serving(_finds(numbers, {"2-2026": 404})) as fake:
        for night in range(1, 6):
            _search_of(fake, tmp_path, night, date(2026, 6, night), max_pages=2, page_size=2)
            with Ledger(tmp_path / "ledger.sqlite") as ledger:
                marks.append(ledger.watermark("soegning"))
                held = {row["publication_number"] for row in ledger.rows("select * from evidence")}
    assert held == set(numbers) - {"2-2026"}
    assert marks[0] is None
    assert marks[-1] == "2026-06-05"


# -- packages ---------------------------------------------------------------------------------------------------------


class RiggedPackages(Rigged):
    """A transport that gives a package to its sink, as the wire does."""

    async def send(self, *, url: str, headers: Any = None, **more: Any) -> WireAnswer:
        answer = await super().send(url=url, headers=headers, **more)
        if more.get("sink") and answer.status == 200:
            more["sink"](answer.body)
        return answer


CALENDAR = "OJ S issue,Publication date\r\n" + "".join(f"{n}/2026,{n:02d}/06/2026\r\n" for n in range(1, 29))
SITE = "http://ted.example"


def _night(crawl: Crawl, rigged: Rigged, as_of: date, night: int, **options: Any) -> dict[str, str]:
    crawl.ledger.begin_night(night_id=f"nat-{night}", study="prøve", as_of=as_of.isoformat())
    crawl.ledger.begin_crawl(crawl_id=f"nat-{night}-p", night_id=f"nat-{night}", source=crawl.source)
    crawl.crawl_id, crawl.as_of = f"nat-{night}-p", as_of
    crawl.incomplete.clear()
    said = TedPackagesOptions(site=SITE, **options)

    async def run() -> None:
        fetcher: Fetcher = rigged.fetcher(crawl)
        await collect_packages(crawl, fetcher, said)

    asyncio.run(run())
    rows = crawl.ledger.rows("select url, outcome from fetch where crawl_id = ? order by fetch_id", (crawl.crawl_id,))
    return {row["url"].removeprefix(SITE + "/packages/"): row["outcome"] for row in rows if "/packages/" in row["url"]}


def _daily(*issues: int) -> dict[str, list[Script]]:
    return {f"{SITE}/packages/daily/2026{issue:05d}": [PACKAGE] for issue in issues}


def test_days_by_the_calendar_each_once_and_the_newest_once_more(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    calendar = {
        f"{SITE}/en/release-calendar/-/download/file/CSV/2026": [WireAnswer(status=200, body=CALENDAR.encode())]
    }
    rigged = RiggedPackages(calendar | _daily(3, 4, 5))
    options = {"since": date(2026, 6, 3)}
    first = _night(crawl, rigged, date(2026, 6, 5), 1, **options)
    assert first == {"daily/202600003": "ok", "daily/202600004": "ok", "daily/202600005": "ok"}
    assert crawl.ledger.watermark(crawl.source) == "202600005"
    second = _night(crawl, rigged, date(2026, 6, 6), 2, **options)
    assert second == {"daily/202600005": "unchanged", "daily/202600006": "not_published_yet"}
    assert crawl.ledger.watermark(crawl.source) == "202600005"


def test_a_package_had_before_it_was_final_is_asked_for_again_however_long_the_next_night_takes_to_come(
    tmp_path: Path,
) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    days = {3: "05/06/2026", 4: "08/06/2026", 5: "09/06/2026"}  # a Friday, a Monday, a Tuesday
    calendar = "OJ S;Date\n" + "".join(f"{issue}/2026;{day}\n" for issue, day in days.items())
    at = f"{SITE}/en/release-calendar/-/download/file/CSV/2026"
    rigged = RiggedPackages({at: [WireAnswer(status=200, body=calendar.encode())]} | _daily(3, 4, 5))
    nights = [
        list(_night(crawl, rigged, as_of, number, since=date(2026, 6, 3)))
        for number, as_of in enumerate((date(2026, 6, 5), date(2026, 6, 8), date(2026, 6, 12), date(2026, 6, 15)))
    ]
    assert [[name[-1] for name in names] for names in nights] == [["3"], ["3", "4"], ["4", "5"], []]


def test_packages_that_the_publisher_no_longer_has_do_not_take_the_place_of_others_every_night(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    rigged = RiggedPackages({f"{SITE}/packages/monthly/2026-5": [PACKAGE]})
    options = {"since": date(2025, 12, 1), "calendar": False, "max_packages": 3}
    first = _night(crawl, rigged, date(2026, 6, 10), 1, **options)
    second = _night(crawl, rigged, date(2026, 6, 10), 2, **options)
    assert set(first.values()) == {"not_published_yet"}
    assert second["monthly/2026-5"] == "ok"


def test_a_damaged_day_holds_the_watermark_until_it_comes_whole(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    calendar = {
        f"{SITE}/en/release-calendar/-/download/file/CSV/2026": [WireAnswer(status=200, body=CALENDAR.encode())]
    }
    cut = WireAnswer(status=200, body=PACKAGE.body[:-5])
    rigged = RiggedPackages(calendar | _daily(3, 5) | {f"{SITE}/packages/daily/202600004": [cut, cut, cut, PACKAGE]})
    first = _night(crawl, rigged, date(2026, 6, 5), 1, since=date(2026, 6, 3))
    assert first == {"daily/202600003": "ok", "daily/202600004": "decode_error", "daily/202600005": "ok"}
    assert crawl.ledger.watermark(crawl.source) == "202600003"
    second = _night(crawl, rigged, date(2026, 6, 8), 2, since=date(2026, 6, 3))
    assert second["daily/202600004"] == "ok"
    assert crawl.ledger.watermark(crawl.source) == "202600005"


def test_months_that_are_over_come_whole_and_their_days_are_not_asked_for(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    calendar = {
        f"{SITE}/en/release-calendar/-/download/file/CSV/2026": [WireAnswer(status=200, body=CALENDAR.encode())]
    }
    rigged = RiggedPackages(calendar | _daily(1, 2) | {f"{SITE}/packages/monthly/2026-5": [PACKAGE]})
    first = _night(crawl, rigged, date(2026, 6, 2), 1, since=date(2026, 4, 10))
    assert first == {
        "monthly/2026-4": "not_published_yet",
        "monthly/2026-5": "ok",
        "daily/202600001": "ok",
        "daily/202600002": "ok",
    }


def test_without_a_calendar_issues_are_probed_from_where_they_must_begin_to_the_first_that_is_missing(
    tmp_path: Path,
) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    since = date(2026, 3, 2)
    begin = fewest_issues_before(since) + 1
    rigged = RiggedPackages(_daily(*range(begin, begin + 4)))
    first = _night(crawl, rigged, date(2026, 3, 6), 1, since=since)
    assert list(first.values()) == ["ok"] * 4 + ["not_published_yet"]
    assert crawl.ledger.watermark(crawl.source) == f"2026{begin + 3:05d}"
    rigged.scripts |= _daily(begin + 4)
    second = _night(crawl, rigged, date(2026, 3, 7), 2, since=since)
    assert list(second.values()) == ["unchanged", "ok", "not_published_yet"]


def test_a_new_year_begins_with_its_first_issue(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    last = most_issues_until(date(2026, 12, 31))
    crawl.ledger.set_watermark(source=crawl.source, value=f"2026{last - 8:05d}")
    rigged = RiggedPackages({f"{SITE}/packages/daily/202700001": [PACKAGE]})
    found = _night(crawl, rigged, date(2027, 1, 5), 1, since=date(2026, 12, 1), monthly=False)
    assert found["daily/202700001"] == "ok"


def test_a_challenge_stops_the_night_at_once(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    calendar = {
        f"{SITE}/en/release-calendar/-/download/file/CSV/2026": [WireAnswer(status=200, body=CALENDAR.encode())]
    }
    challenge = WireAnswer(status=202, headers={"x-amzn-waf-action": "challenge"})
    rigged = RiggedPackages(calendar | {f"{SITE}/packages/daily/202600003": [challenge]} | _daily(4, 5))
    assert _night(crawl, rigged, date(2026, 6, 5), 1, since=date(2026, 6, 3)) == {"daily/202600003": "challenge"}
    assert crawl.incomplete
    assert crawl.ledger.watermark(crawl.source) is None


def test_a_night_takes_only_so_many_packages(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, delay=1)
    calendar = {
        f"{SITE}/en/release-calendar/-/download/file/CSV/2026": [WireAnswer(status=200, body=CALENDAR.encode())]
    }
    rigged = RiggedPackages(calendar | _daily(*range(1, 20)))
    first = _night(crawl, rigged, date(2026, 6, 10), 1, since=date(2026, 6, 1), max_packages=4, again_days=0)
    second = _night(crawl, rigged, date(2026, 6, 10), 2, since=date(2026, 6, 1), max_packages=4, again_days=0)
    assert [name[-2:] for name in (*first, *second)] == ["01", "02", "03", "04", "05", "06", "07", "08"]


# -- the calendar --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "OJ S issue,Publication date\n1/2026,02/01/2026\n2/2026,05/01/2026\n",
        "Date;Number\n2026-01-02;S 1\n2026-01-05;S 2\n",
        "week;day;issue;date\n1;Fri;001;02.01.2026\n2;Mon;002;05.01.2026\n",
        "\ufeff02/01/2026\t1\n05/01/2026\t2\n",
    ],
)
def test_a_calendar_is_read_by_what_stands_in_a_row(text: str) -> None:
    found = read_calendar(text.encode(), 2026)
    days = [issue.day for issue in found]
    assert days == [date(2026, 1, 2), date(2026, 1, 5)]


@pytest.mark.parametrize("text", ["", "<html>hej</html>", "1,2\n3,4\n", "5/2026,05/01/2026\n6/2026,02/01/2026\n"])
def test_what_is_no_calendar_names_no_issue(text: str) -> None:
    assert read_calendar(text.encode(), 2026) == []


@given(st.binary(max_size=200))
def test_any_bytes_are_a_calendar_or_none(data: bytes) -> None:
    assert all(issue.day is not None for issue in read_calendar(data, 2026))


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_counting_by_weekdays_begins_early_and_ends_late(day: date) -> None:
    assert 0 <= fewest_issues_before(day) <= most_issues_until(day) <= 262
