"""Feeds and what sitemaps say of days: read from whatever bytes, and followed in the rehearsal's vendor sites."""

import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.crawling import CrawlResult, collect
from spiders.feeds import MOST_BYTES_MALFORMED, MOST_ENTRIES, find_feeds, read_feed
from spiders.rehearsal.server import RehearsalServer
from spiders.rehearsal.world import World, build_world
from spiders.site import Site, SiteOptions, SitesOptions
from spiders.site_spider import SITEMAP_SAYS
from spiders.sitemaps import read_sitemap
from spiders.source import SourceSpec
from tests.spiders.rigged import rows
from warehouse.ledger import Ledger
from warehouse.settings import Settings

BASE = "http://a.example/nyheder/"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>A</title><link>http://a.example/</link>
<item><title>Et</title><link>/nyheder/et?utm_source=rss</link><comments>http://a.example/nej</comments></item>
<item><title>To</title><link>http://a.example/nyheder/to#top</link></item>
<item><title>To igen</title><link>http://a.example/nyheder/to</link></item>
<item><title>Uden link</title><description>http://a.example/nej</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>
<link rel="self" href="http://a.example/nej"/><entry><title>Et</title><id>tag:a</id>
<link rel="enclosure" href="http://a.example/billede.jpg"/><link rel="alternate" href="et"/></entry></feed>"""
FEED = "http://granit.example/nyheder/rss.xml"
EXPECTED = {
    RSS: ["http://a.example/nyheder/et", "http://a.example/nyheder/to"],
    ATOM: ["http://a.example/nyheder/et"],
    "<html><body><a href='/x'>x</a></body></html>": None,
    "<urlset><url><loc>http://a.example/x</loc></url></urlset>": None,
    "": None,
    '<!DOCTYPE rss [<!ENTITY a "b">]>' + RSS: None,
    RSS.replace("<title>To</title>", "<title>To & fra <br></title>"): [
        "http://a.example/nyheder/et",
        "http://a.example/nyheder/to",
    ],
}


@pytest.mark.parametrize(("feed", "links"), EXPECTED.items())
def test_a_feed_leads_to_the_pages_of_its_entries(feed: str, links: list[str] | None) -> None:
    assert read_feed(feed.encode(), BASE) == links


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (RSS[:150] + text).encode()))
def test_no_bytes_break_the_reader_of_feeds(data: bytes) -> None:
    found = read_feed(data, BASE)
    assert found is None or all(url.startswith("http") for url in found)
    assert all(url.startswith("http") for url in find_feeds(data, BASE))


def test_bytes_that_name_a_file_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS)
    assert read_feed(str(tmp_path / "feed.xml").encode(), BASE) is None


def test_hostile_feeds_take_no_time() -> None:
    begun = time.monotonic()
    assert read_feed(b"<rss><channel>" + b"<item " * (MOST_BYTES_MALFORMED // 6), BASE) is None
    big = RSS.replace("<item>", "<item><link>http://a.example/n</link></item>" * 3000 + "<item>", 1)
    assert len(read_feed(big.encode(), BASE) or ()) <= MOST_ENTRIES
    read_feed(b"<rss " + b"a='1' " * 20_000 + b">" + b"<item>" * 10_000, BASE)
    assert time.monotonic() - begun < 10


def test_a_page_names_its_feeds() -> None:
    page = """<base href="/da/"><link rel="alternate" type="application/rss+xml" href="rss.xml">
    <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="http://b.example/atom">
    <link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" type="application/rss+xml" href="/nej">
    <link rel="alternate" type="application/rss+xml" href="rss.xml"><a rel="alternate" href="/nej2">x</a>"""
    assert find_feeds(page.encode(), BASE) == ["http://a.example/da/rss.xml", "http://b.example/atom"]


# -- what sitemaps say of days -------------------------------------------------------------------------------------

STAMPS = """
stamp                        | day
-----------------------------+-----------
2026-11-15                   | 2026-11-15
2026-11-15T23:30:00-05:00    | 2026-11-16
2026-11-16T00:30:00+02:00    | 2026-11-16
2026-11-15T10:00:00Z         | 2026-11-15
2026-11-15T10:00:00.123Z     | 2026-11-15
2026-11                      | -
2026-13-45                   | -
i går                        | -
"""


@pytest.mark.parametrize(("stamp", "day"), rows(STAMPS))
def test_a_sitemaps_stamp_is_the_latest_day_that_it_may_mean(stamp: str, day: str) -> None:
    said = read_sitemap(
        f"<urlset><url><loc>http://a.example/1</loc><lastmod>{stamp}</lastmod></url>"
        "<url><loc>http://a.example/2</loc></url></urlset>".encode()
    )
    assert said is not None
    assert {url: str(found) for url, found in said.changed.items()} == (
        {} if day == "-" else {"http://a.example/1": day}
    )


UNCHANGED = """
changed    | asked as of | tonight    | recheck | unchanged
-----------+-------------+------------+---------+----------
2026-11-15 | 2026-11-16  | 2026-11-17 | 7       | yes
2026-11-16 | 2026-11-16  | 2026-11-17 | 7       | no
2026-11-17 | 2026-11-16  | 2026-11-17 | 7       | no
2026-11-15 | 2026-11-16  | 2026-11-22 | 7       | yes
2026-11-15 | 2026-11-16  | 2026-11-23 | 7       | no
2026-11-15 | 2026-11-16  | 2026-11-17 | 0       | no
2026-11-15 | 2026-11-16  | 2026-11-15 | 7       | no
-          | 2026-11-16  | 2026-11-17 | 7       | no
"""


@pytest.mark.parametrize(("changed", "asked", "tonight", "recheck", "unchanged"), rows(UNCHANGED))
def test_a_sitemaps_word_is_taken_for_a_while(
    changed: str, asked: str, tonight: str, recheck: str, unchanged: str
) -> None:
    options = SiteOptions.model_validate({"start": ["http://a.example/"], "recheck_days": int(recheck)})
    site = Site(options, publisher="A", url_length=200)
    if changed != "-":
        site.note_changed("http://a.example/x", date.fromisoformat(changed))
        site.note_changed("http://a.example/x", date(2020, 1, 1))
    said = site.is_unchanged(
        "http://a.example/x", asked_as_of=date.fromisoformat(asked), as_of=date.fromisoformat(tonight)
    )
    assert said is (unchanged == "yes")


# -- against the rehearsal -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def _night(server: RehearsalServer, root: Path, as_of: date, site: dict[str, object]) -> tuple[CrawlResult, list[str]]:
    """One night of one site: how it came out, and the addresses really asked for, without the policy files."""
    spec = SourceSpec(
        name="sider",
        kind="vendor_sites",
        stream="vendor",
        delay_seconds=0,
        options=SitesOptions.model_validate({"sites": [site]}),
        period_start=date(2026, 1, 1),
    )
    with Ledger(root / "ledger.sqlite") as ledger:
        ledger.begin_night(night_id=f"nat-{as_of}", study="sider", as_of=as_of.isoformat())
    before = len(server.requests)
    result = collect(
        spec,
        root=root,
        night_id=f"nat-{as_of}",
        as_of=as_of,
        settings=Settings(proxy=server.proxy_url),
        allow_loopback=True,
    )
    asked = [one.url for one in server.requests[before:] if not one.url.endswith(("robots.txt", "tdmrep.json"))]
    return result, asked


def _ends(root: Path, night: date) -> list[tuple[str, str, str]]:
    with Ledger(root / "ledger.sqlite") as ledger:
        found = ledger.rows(
            "select url, fetch.outcome as outcome, coalesce(fetch.reason, '') as reason from fetch "
            "join crawl using (crawl_id) where night_id = ? order by 1",
            (f"nat-{night}",),
        )
    return [(row["url"], row["outcome"], row["reason"]) for row in found]


def test_a_night_without_news_asks_for_the_sitemap_and_what_it_does_not_vouch_for(tmp_path: Path, world: World) -> None:
    days = [date(2026, 11, day) for day in (16, 17, 23, 24)]
    site: dict[str, object] = {"start": ["http://mosekilde.example/"]}
    with RehearsalServer(world) as server:
        nights = [_night(server, tmp_path, day, site) for day in days]
    first = {url for url, outcome, _ in _ends(tmp_path, days[0]) if outcome == "ok"}
    assert len(first) > 10
    for (result, _), day in zip(nights, days, strict=True):
        assert result.outcome == "finished", result.reason
        ends = _ends(tmp_path, day)
        assert result.planned == len(ends) == sum(result.by_outcome.values())
        assert {url for url, outcome, _ in ends if outcome in ("ok", "unchanged")} == first
        assert result.new_evidence == (len(first) - 1 if day == days[0] else 0)  # all but the sitemap
    asked = [len(urls) for _, urls in nights]
    assert asked[1] <= 2
    assert asked[2] == asked[0]  # after a week every page is asked for again
    assert asked[3] <= 2
    assert Counter(reason for *_, reason in _ends(tmp_path, days[1]))[SITEMAP_SAYS] >= len(first) - 2


def test_a_feed_is_found_on_a_start_page_that_was_not_asked_for(tmp_path: Path, world: World) -> None:
    site: dict[str, object] = {"start": ["http://granit.example/"]}
    with RehearsalServer(world) as server:
        nights = [_night(server, tmp_path, date(2026, 11, day), site)[1] for day in (16, 17)]
    assert "http://granit.example/" in nights[0]
    assert "http://granit.example/" not in nights[1]
    assert all(FEED in asked for asked in nights)


def test_a_page_that_its_sitemap_calls_changed_is_asked_for_and_what_it_says_is_kept(
    tmp_path: Path, world: World
) -> None:
    site: dict[str, object] = {"start": ["http://mosekilde.example/"]}
    with RehearsalServer(world) as server:
        _night(server, tmp_path, date(2026, 11, 16), site)
        server.night = 2
        result, asked = _night(server, tmp_path, date(2026, 11, 17), site)
    assert "http://mosekilde.example/referencer" in asked
    assert ("http://mosekilde.example/referencer", "ok", "") in _ends(tmp_path, date(2026, 11, 17))
    assert result.new_evidence >= 1


def test_without_the_sitemaps_word_every_page_is_asked_for_every_night(tmp_path: Path, world: World) -> None:
    site: dict[str, object] = {"start": ["http://mosekilde.example/"], "recheck_days": 0}
    with RehearsalServer(world) as server:
        nights = [_night(server, tmp_path, date(2026, 11, day), site)[1] for day in (16, 17)]
    assert set(nights[0]) == set(nights[1])


@pytest.mark.parametrize(
    ("feeds", "asks"), [(True, True), (False, False), ([FEED], True), (["http://b.example/rss"], False)]
)
def test_feeds_are_found_declared_or_left_alone(
    tmp_path: Path, world: World, feeds: bool | list[str], asks: bool
) -> None:
    site: dict[str, object] = {
        "start": ["http://granit.example/om-os" if feeds == [FEED] else "http://granit.example/"],
        "feeds": feeds,
        "sitemap": False,
        "max_depth": 1,
    }
    with RehearsalServer(world) as server:
        result, asked = _night(server, tmp_path, date(2026, 11, 16), site)
        _, again = _night(server, tmp_path, date(2026, 11, 17), site)
        answers = [one.status for one in server.requests if one.url == FEED]
    assert result.outcome == "finished", result.reason
    assert (FEED in asked) is asks
    assert ("http://granit.example/nyheder/2025-granit-overtager-laerkesoft" in asked) is asks
    assert answers == ([200, 304] if asks else [])
    assert (FEED in again) is asks
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        assert not ledger.rows("select 1 from evidence where url = ?", (FEED,))
