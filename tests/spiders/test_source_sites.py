"""Web sites as sources: scope, budget, traps and sitemaps; first on rules alone, then against the rehearsal."""

import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from spiders.crawling import CrawlResult, collect
from spiders.rehearsal.server import RehearsalServer
from spiders.rehearsal.world import World, build_world
from spiders.site import SAME_PAGES, Site, SiteOptions, SitesOptions, family
from spiders.source import SourceSpec
from tests.spiders.rigged import rows
from tests.spiders.static_sites import StaticSites
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace


def _site(**options: object) -> Site:
    said = SiteOptions.model_validate({"start": ["http://a.example/"]} | options)
    return Site(said, publisher="A A/S", url_length=200)


RULES = """
option                      | url                                    | depth | left out for
----------------------------+----------------------------------------+-------+--------------------------------
                            | http://a.example/x                     | 4     | -
                            | http://a.example/x                     | 5     | deeper than max_depth
max_depth=0                 | http://a.example/x                     | 1     | deeper than max_depth
include=/nyheder/*          | http://a.example/nyheder/1             | 1     | -
include=/nyheder/*          | http://a.example/om                    | 1     | no include pattern
include=/nyheder/*          | http://a.example/                      | 0     | -
exclude=*/print             | http://a.example/nyheder/print         | 1     | an exclude pattern
exclude=*/print             | http://a.example/print/nyheder         | 1     | -
                            | http://a.example/x?side=2              | 1     | -
                            | http://a.example/x?a=1&b=2&c=3         | 1     | more than two parameters
parameters=side             | http://a.example/x?side=2              | 1     | -
parameters=side             | http://a.example/x?side=2&farve=blaa   | 1     | a parameter not among parameters
"""


@pytest.mark.parametrize(("option", "url", "depth", "reason"), rows(RULES))
def test_what_a_site_leaves_out_and_why(option: str, url: str, depth: str, reason: str) -> None:
    name, _, value = option.partition("=")
    site = _site(**{name: int(value) if value.isdigit() else [value]} if name else {})
    assert (site.leaves_out(url, int(depth)) or "-") == reason


def test_a_url_beyond_the_longest_is_left_out() -> None:
    assert _site().leaves_out("http://a.example/" + "x" * 300, 1) == "a URL too long"


def test_a_budget_is_spent_once() -> None:
    site = _site(max_pages=2)
    said = [site.leaves_out(f"http://a.example/{n}", 1) for n in range(4)]
    assert said == [None, None, "beyond max_pages", "beyond max_pages"]


def test_a_calendar_of_queries_ends() -> None:
    site = _site()
    said = Counter(site.leaves_out(f"http://a.example/kalender?md={n}", 1) for n in range(50))
    assert said == {None: 20, "too many queries of one path": 30}


def test_one_page_under_many_addresses_closes_its_family() -> None:
    site = _site()
    for n in range(SAME_PAGES):
        assert site.leaves_out(f"http://a.example/kalender/{n}/uge", 1) is None
        site.seen(f"http://a.example/kalender/{n}/uge", "same")
    assert site.leaves_out("http://a.example/kalender/99/uge", 1) == "a trap: one page under many addresses"
    assert site.leaves_out("http://a.example/nyheder/99/uge", 1) is None


def test_a_family_is_a_path_without_its_last_step_and_its_digits() -> None:
    assert family("http://a.example/kalender/2026/07") == family("http://a.example/kalender/1999/12")
    assert family("http://a.example/a/x") != family("http://a.example/b/x")


def test_a_site_is_its_hosts_with_and_without_www_and_nothing_else() -> None:
    site = _site(hosts=["a.example", "www.b.example"])
    inside = [site.outside(f"http://{host}/") is None for host in ("a.example", "www.a.example", "b.example")]
    assert inside == [True, True, True]
    for host in ("c.example", "a.example.c.example", "xa.example", "a.example:8080"):
        assert site.outside(f"http://{host}/")


@pytest.mark.parametrize(
    "wrong", [{"start": []}, {"start": ["ikke en adresse"]}, {"start": ["http://a.example/"], "mx_pages": 3}]
)
def test_wrong_options_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SitesOptions.model_validate({"sites": [wrong]})


# -- against the rehearsal -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def _collect(server: RehearsalServer, root: Path, night: int, sites: list[dict[str, object]]) -> CrawlResult:
    spec = SourceSpec(
        name="sider",
        kind="vendor_sites",
        stream="vendor",
        delay_seconds=0,
        options=SitesOptions.model_validate({"sites": sites}),
        period_start=date(2026, 1, 1),
    )
    settings = Settings(proxy=server.proxy_url)
    return collect(
        spec, root=root, night_id=f"nat-{night}", as_of=date(2026, 11, 16), settings=settings, allow_loopback=True
    )


def test_two_nights_of_every_vendor_close_their_sums_and_the_second_is_cheap(tmp_path: Path, world: World) -> None:
    hosts = [vendor.host for vendor in world.vendors if vendor.host in world.sites][:7]
    sites: list[dict[str, object]] = [{"start": [f"http://{host}/"], "publisher": host.upper()} for host in hosts]
    with RehearsalServer(world) as server:
        first = _collect(server, tmp_path, 1, sites)
        server.night = 2
        before = time.monotonic()
        second = _collect(server, tmp_path, 2, sites)
        seconds = time.monotonic() - before
        asked = Counter((one.method, one.url) for one in server.requests)
    for result in (first, second):
        assert result.outcome == "finished", result.reason
        assert result.planned == sum(result.by_outcome.values())
        assert "cancelled" not in result.by_outcome
    assert first.new_evidence > 60
    assert second.by_outcome["unchanged"] > 60
    assert second.new_evidence < 40
    assert seconds < 30
    # Each address is asked for once a night, and once more where it was busy or moved.
    assert max(count for (_, url), count in asked.items() if not url.endswith(("robots.txt", "tdmrep.json"))) <= 4
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        fetched = ledger.rows("select * from fetch")
        publishers = {row["publisher"] for row in ledger.rows("select * from evidence")}
    assert all(row["outcome"] for row in fetched)
    assert publishers <= {host.upper() for host in hosts}
    forbidden = [url for _, url in asked if "/internt/" in url]
    assert forbidden == []
    reserved = [row for row in fetched if row["outcome"] == "policy_tdm"]
    assert reserved
    assert all(row["evidence_id"] is None and row["tdm_verdict"] for row in reserved)


def test_budget_and_patterns_limit_what_is_asked_for(tmp_path: Path, world: World) -> None:
    host = next(vendor.host for vendor in world.vendors if vendor.host in world.sites)
    with RehearsalServer(world) as server:
        result = _collect(
            server, tmp_path, 1, [{"start": [f"http://{host}/"], "max_pages": 5, "sitemap": False, "feeds": False}]
        )
        pages = [one for one in server.requests if not one.url.endswith(("robots.txt", "tdmrep.json"))]
    assert result.outcome == "finished"
    assert len({one.url for one in pages}) == 5
    assert result.by_outcome["policy_scope"] >= 1


def test_a_host_that_does_not_exist_is_a_failed_source_with_a_sentence(tmp_path: Path, world: World) -> None:
    with RehearsalServer(world) as server:
        result = _collect(server, tmp_path, 1, [{"start": ["http://findes-ikke.example/"]}])
    assert result.outcome == "failed"
    assert "findes-ikke.example" in (result.reason or "")


# -- against a site with a sitemap larger than its budget --------------------------------------------------------------


def _large_site(folder: Path, stamps: dict[int, str], *, in_parts: bool = False) -> None:
    """A site of numbered pages whose sitemaps say when each changed (or nothing); no page leads to another."""
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text("<html><body>forside</body></html>")
    entries = []
    for number, stamp in stamps.items():
        (folder / f"{number}.html").write_text(f"<html><body>{number}</body></html>")
        day = f"<lastmod>{stamp}</lastmod>" if stamp else ""
        entries.append(f"<url><loc>http://a.example/{number}.html</loc>{day}</url>")
    half = len(entries) // 2
    parts = {"sitemap.xml": entries} if not in_parts else {"one.xml": entries[:half], "two.xml": entries[half:]}
    for name, some in parts.items():
        (folder / name).write_text(f"<urlset>{''.join(some)}</urlset>")
    if in_parts:
        places = "".join(f"<sitemap><loc>http://a.example/{name}</loc></sitemap>" for name in parts)
        (folder / "sitemap.xml").write_text(f"<sitemapindex>{places}</sitemapindex>")


def _pages_of_nights(root: Path, folder: Path, nights: dict[int, dict[int, str]], *, in_parts: bool) -> list[set[int]]:
    """Which numbered pages the site was asked for in each night, by the day of June and what its sitemaps said then."""
    found = []
    with StaticSites({"a.example": folder}) as server:
        for day, stamps in nights.items():
            _large_site(folder, stamps, in_parts=in_parts)
            server._files.clear()
            del server.asked[:]
            night_id, as_of = f"nat-{day}", date(2026, 6, day)
            with Ledger(Workspace(root).make().ledger) as ledger:
                ledger.begin_night(night_id=night_id, study="prøve", as_of=as_of.isoformat())
            site = {"start": ["http://a.example/"], "max_pages": 5, "feeds": False}
            spec = SourceSpec(
                name="sider",
                kind="vendor_sites",
                stream="vendor",
                delay_seconds=0,
                options=SitesOptions.model_validate({"sites": [site]}),
                period_start=date(2026, 1, 1),
            )
            settings = Settings(proxy=server.proxy_url)
            collect(spec, root=root, night_id=night_id, as_of=as_of, settings=settings, allow_loopback=True)
            names = [url.rsplit("/", 1)[1].removesuffix(".html") for url, _ in server.asked]
            found.append({int(name) for name in names if name.isdigit()})
    return found


@pytest.mark.parametrize("in_parts", [False, True])
@pytest.mark.parametrize("stamp", ["", "2026-05-01", "2026-07-01"])
def test_every_page_of_a_sitemap_larger_than_a_night_has_its_turn(tmp_path: Path, stamp: str, in_parts: bool) -> None:
    nights = {day: dict.fromkeys(range(12), stamp) for day in (1, 2, 3)}
    found = _pages_of_nights(tmp_path / "root", tmp_path / "site", nights, in_parts=in_parts)
    assert [len(pages) for pages in found] == [4, 4, 4]
    assert set.union(*found) == set(range(12))


def test_new_and_changed_pages_at_the_end_of_a_large_sitemap_come_first(tmp_path: Path) -> None:
    old = dict.fromkeys(range(8), "2026-05-01")
    nights = {1: old, 2: old, 3: old | {7: "2026-06-02", 8: "2026-06-02"}}
    found = _pages_of_nights(tmp_path / "root", tmp_path / "site", nights, in_parts=False)
    assert {7, 8} <= found[2]
