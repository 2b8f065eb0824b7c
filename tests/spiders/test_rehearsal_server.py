"""The rehearsal server: a proxy on loopback whose hosts answer as real ones do, oddities included."""

from __future__ import annotations

import gzip
import io
import socket
import tarfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest
from lxml import etree

from spiders.rehearsal.server import RehearsalServer
from spiders.rehearsal.vendor_sites import ODDITIES
from spiders.rehearsal.world import World
from tests.spiders.rehearsal_reference import the_world

AGENT = {"User-Agent": "Mozilla/5.0 (compatible; overblik/0.1; +http://overblik.example/)"}
SEARCH = "http://api.ted.example/v3/notices/search"
DANISH_IT = "buyer-country=DNK AND classification-cpv IN (48000000 72000000)"


@pytest.fixture(scope="module")
def world() -> World:
    return the_world()


@pytest.fixture
def server(world: World) -> Iterator[RehearsalServer]:
    with RehearsalServer(world) as running:
        yield running


@pytest.fixture
def client(server: RehearsalServer) -> Iterator[httpx.Client]:
    with httpx.Client(proxy=server.proxy_url, headers=AGENT, trust_env=False) as held:
        yield held


def _search(client: httpx.Client, asked: str, **more: object) -> httpx.Response:
    body = {"query": asked, "fields": ["publication-number", "classification-cpv"], "limit": 250, "scope": "ALL"}
    return client.post(SEARCH, json=body | more)


def _url(oddity: str) -> str:
    key, path = ODDITIES[oddity]
    return f"http://{key}.example{path}"


def _all_numbers(client: httpx.Client, query: str) -> list[str]:
    """Every hit of a query, page by page, as a careful crawler reads them."""
    numbers: list[str] = []
    token, total = None, None
    while total is None or len(numbers) < total:
        more = {"paginationMode": "ITERATION"} | ({"iterationNextToken": token} if token else {})
        said = _search(client, query, **more).json()
        if said["timedOut"]:
            continue
        total, token = said["totalNoticeCount"], said["iterationNextToken"]
        numbers += [row["publication-number"] for row in said["notices"]]
    return numbers


def test_iteration_reads_every_notice_once_in_spite_of_an_answer_that_timed_out(
    world: World, server: RehearsalServer, client: httpx.Client
) -> None:
    numbers = _all_numbers(client, f"{DANISH_IT} AND publication-date>=20260101 SORT BY publication-date DESC")
    expected = {
        n.notice_id
        for n in (*world.published_by(1), world.poison)
        if n.is_domestic and n.published.year == 2026 and any(code[:2] in {"48", "72"} for code in n.cpvs)
    }
    assert set(numbers) == expected
    assert len(numbers) == len(expected)
    assert len(server.requests) > -(-len(expected) // 250)


def test_one_search_answer_says_that_it_timed_out_and_holds_half_a_page(client: httpx.Client) -> None:
    answers = [_search(client, DANISH_IT).json() for _ in range(4)]
    assert [answer["timedOut"] for answer in answers] == [False, True, False, False]
    assert len(answers[1]["notices"]) == 125


def test_the_iteration_token_is_still_there_after_the_last_page(client: httpx.Client) -> None:
    query = f"{DANISH_IT} AND publication-date>=20261110"
    first = _search(client, query, paginationMode="ITERATION").json()
    assert len(first["notices"]) == first["totalNoticeCount"]
    assert first["iterationNextToken"]
    after = _search(client, query, paginationMode="ITERATION", iterationNextToken=first["iterationNextToken"]).json()
    assert after["notices"] == []
    assert after["iterationNextToken"] == first["iterationNextToken"]


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"fields": []}, 400, "FIELDS_EMPTY"),
        ({"fields": ["no-such-field"]}, 400, "QUERY_UNKNOWN_FIELD"),
        ({"limit": 251}, 400, "SEARCH_EXCEEDS_MAX_LIMIT"),
        ({"page": 61}, 400, "SEARCH_WINDOW_TOO_WIDE"),
        ({"colour": "red"}, 400, "UNKNOWN_KEY"),
        ({"query": "buyer-country is DNK"}, 400, "QUERY_SYNTAX_ERROR"),
        ({"query": "buyer-shoe-size=DNK"}, 400, "QUERY_UNKNOWN_FIELD"),
    ],
)
def test_the_search_refuses_what_the_service_refuses(
    client: httpx.Client, more: dict[str, object], status: int, code: str
) -> None:
    answer = _search(client, DANISH_IT, **more)
    assert answer.status_code == status
    assert answer.json()["error"]["type"] == code


def test_a_bad_token_is_a_server_error_and_a_bad_date_finds_nothing(client: httpx.Client) -> None:
    assert _search(client, DANISH_IT, paginationMode="ITERATION", iterationNextToken="x").status_code == 500
    assert _search(client, "publication-date>=03032025").json()["totalNoticeCount"] == 0


def test_cpv_codes_match_down_the_hierarchy(client: httpx.Client) -> None:
    def count(codes: str) -> int:
        return int(_search(client, f"classification-cpv IN ({codes})").json()["totalNoticeCount"])

    assert count("48310000") == count("48310000 48311000")
    assert count("48000000") > count("48310000") > count("48311100") > 0


def test_values_come_in_mixed_shapes(client: httpx.Client) -> None:
    fields = ["publication-date", "notice-type", "buyer-name", "notice-title", "classification-cpv", "links"]
    rows = _search(client, DANISH_IT, fields=fields).json()["notices"]
    assert {type(row["notice-type"]) for row in rows} == {str, dict}
    assert all(isinstance(row["buyer-name"], dict) and isinstance(row["classification-cpv"], list) for row in rows)
    assert all(len(row["publication-date"]) == len("2026-08-11+02:00") for row in rows)
    assert {language for row in rows for language in row["notice-title"]} == {"dan", "eng"}


def test_a_daily_package_holds_as_many_notices_as_the_search_counts(world: World, client: httpx.Client) -> None:
    notice = world.poison
    calendar = client.get("http://ted.example/en/release-calendar/-/download/file/CSV/2026").text
    number = next(line.split("/")[0] for line in calendar.splitlines() if line.endswith(f"{notice.published:%d/%m/%Y}"))
    data = client.get(f"http://ted.example/packages/daily/2026{int(number):05d}").content
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        names = archive.getnames()
        broken = [name for name in names if not _is_xml(archive, name)]
    assert len(names) == _search(client, f"OJ={number}/2026").json()["totalNoticeCount"]
    assert [name.split("/")[1] for name in broken] == [f"{notice.number:08d}_2026.xml"]


def _is_xml(archive: tarfile.TarFile, name: str) -> bool:
    member = archive.extractfile(name)
    assert member is not None
    try:
        etree.fromstring(member.read())
    except etree.XMLSyntaxError:
        return False
    return True


def test_monthly_packages_hold_the_whole_month_and_appear_on_the_fifth_weekday(
    world: World, client: httpx.Client
) -> None:
    data = client.get("http://ted.example/packages/monthly/2024-1").content
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        names = archive.getnames()
    month = [n for n in world.notices if (n.published.year, n.published.month) == (2024, 1)]
    assert len(names) == len(month)
    assert client.get("http://ted.example/packages/monthly/2026-10").status_code == 200
    assert client.get("http://ted.example/packages/monthly/2026-11").status_code == 404


def test_what_is_not_published_yet_is_not_found_until_its_night(
    world: World, server: RehearsalServer, client: httpx.Client
) -> None:
    big = next(n for n in world.notices if n.label == "night2:big")
    url = f"http://ted.example/en/notice/{big.notice_id}/xml"
    query = f"publication-number={big.notice_id}"
    assert client.get(url).status_code == 404
    assert _search(client, query).json()["totalNoticeCount"] == 0
    server.night = 2
    assert client.get(url).status_code == 200
    assert _search(client, query).json()["totalNoticeCount"] == 1


@pytest.mark.parametrize("agent", ["", "curl/8.5.0", "python-requests/2.34", "Scrapy/2.19 (+https://scrapy.org)"])
def test_plain_user_agents_are_challenged_with_an_empty_202(client: httpx.Client, agent: str) -> None:
    answer = client.get("http://ted.example/packages/monthly/2024-1", headers={"User-Agent": agent})
    assert (answer.status_code, answer.content) == (202, b"")
    assert answer.headers["x-amzn-waf-action"] == "challenge"


def test_pages_answer_304_to_their_etag_and_date(client: httpx.Client) -> None:
    url = "http://granit.example/om-os"
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.get(url, headers={"If-Modified-Since": first.headers["last-modified"]}).status_code == 304
    assert client.get(url, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_head_tells_the_length_and_sends_no_body(client: httpx.Client) -> None:
    url = "http://granit.example/om-os"
    plain = {"Accept-Encoding": "identity"}
    head, got = client.head(url, headers=plain), client.get(url, headers=plain)
    assert head.content == b""
    assert head.headers["content-length"] == str(len(got.content))
    assert client.get(url).headers["content-encoding"] == "gzip"


def test_a_changed_page_has_a_new_etag_on_the_second_night(server: RehearsalServer, client: httpx.Client) -> None:
    before = client.get(_url("changed"))
    server.night = 2
    after = client.get(_url("changed"), headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "Hjortesund Kommune" in after.text
    assert "Hjortesund Kommune" not in before.text


def test_a_busy_page_asks_once_to_come_later(client: httpx.Client) -> None:
    first, second = client.get(_url("busy")), client.get(_url("busy"))
    assert (first.status_code, first.headers["retry-after"]) == (429, "2")
    assert second.status_code == 200


def test_oddities_stand_where_they_are_said_to_stand(client: httpx.Client) -> None:
    assert "Disallow: /internt/" in client.get("http://granit.example/robots.txt").text
    assert client.get(_url("forbidden")).status_code == 200
    assert client.get(_url("reserved")).headers["tdm-reservation"] == "1"
    assert client.get(_url("gone")).status_code == 404
    assert client.get(_url("dead_in_sitemap")).status_code == 404
    assert client.get(_url("no_sitemap")).status_code == 404
    moved = client.get(_url("moved"))
    assert (moved.status_code, moved.headers["location"]) == (301, "http://egekode.example/om-os")


def test_every_odd_page_that_should_be_met_is_listed_or_linked(client: httpx.Client) -> None:
    for oddity in ("forbidden", "reserved", "gone", "dead_in_sitemap", "busy", "moved", "changed", "merger_news"):
        host = f"http://{ODDITIES[oddity][0]}.example"
        assert f"<loc>{_url(oddity)}</loc>" in client.get(f"{host}/sitemap.xml").text, oddity
    assert 'href="/kalender"' in client.get("http://fjeldsoft.example/").text


def test_the_calendar_never_ends(client: httpx.Client) -> None:
    path, seen = ODDITIES["trap"][1], set()
    for _ in range(40):
        page = client.get(f"http://fjeldsoft.example{path}")
        assert page.status_code == 200
        seen.add(path)
        path = page.text.rsplit('href="', 1)[1].split('"')[0]
    assert len(seen) == 40


def test_sitemaps_come_plain_zipped_and_nested(client: httpx.Client) -> None:
    zipped = gzip.decompress(client.get(_url("gz_sitemap")).content)
    assert b"<urlset" in zipped
    nested = client.get(_url("nested_sitemap")).text
    assert nested.count("<sitemap>") == 2
    assert b"/nyheder/" in gzip.decompress(client.get("http://kildevaeld.example/sitemap-nyheder.xml.gz").content)


def test_every_link_of_every_page_leads_somewhere(world: World, client: httpx.Client) -> None:
    broken = []
    for host, site in world.sites.items():
        for page in [p for p in site.pages.values() if p.media_type.startswith("text/html") and not p.location]:
            for part in site.body(page, 1).decode().split('href="')[1:]:
                target = part.split('"')[0]
                path = urlsplit(target).path
                if path not in site.pages and not path.startswith("/kalender"):
                    broken.append((host, page.path, target))
    assert broken == []


def test_feeds_list_their_news_with_dates(client: httpx.Client) -> None:
    feed = etree.fromstring(client.get("http://granit.example/nyheder/rss.xml").content)
    links = feed.xpath("//item/link/text()")
    assert len(links) == 4
    assert all(client.get(link).status_code == 200 for link in links)
    assert len(feed.xpath("//item/pubDate")) == 4


def test_a_policy_pdf_a_page_that_says_pdf_and_a_picture_without_text(client: httpx.Client) -> None:
    paper = client.get("http://nordvig.example/dokumenter/digitaliseringsstrategi-2025.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    wall = client.get("http://kommunaltforum.example/dokumenter/vejledning.pdf")
    assert wall.headers["content-type"] == "application/pdf"
    assert wall.content.startswith(b"<!doctype html>")
    assert client.get("http://regionvest.example/dokumenter/scannet-referat.pdf").content.startswith(b"%PDF-")


def test_a_host_that_does_not_exist_is_a_bad_gateway_and_tunnels_are_refused(
    server: RehearsalServer, client: httpx.Client
) -> None:
    assert client.get("http://nowhere.example/").status_code == 502
    address = urlsplit(server.proxy_url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as raw:
        raw.sendall(b"CONNECT granit.example:443 HTTP/1.1\r\nHost: granit.example:443\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 405")
    with socket.create_connection((address.hostname, address.port), timeout=5) as raw:
        raw.sendall(b"nonsense\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")


def test_the_log_says_who_asked_for_what(server: RehearsalServer, client: httpx.Client) -> None:
    client.get("http://granit.example/om-os?fra=test")
    assert server.requests[-1] == ("GET", "http://granit.example/om-os?fra=test", 200)


def test_the_server_answers_more_than_four_hundred_requests_a_second(server: RehearsalServer) -> None:
    address = urlsplit(server.proxy_url)
    request = b"GET http://granit.example/om-os HTTP/1.1\r\nHost: granit.example\r\n\r\n"

    def ask(times: int) -> int:
        with socket.create_connection((address.hostname, address.port), timeout=10) as raw:
            for _ in range(times):
                raw.sendall(request)
                held = b""
                while not held.endswith(b"</html>\n"):
                    held += raw.recv(65536)
        return times

    started = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        served = sum(pool.map(ask, [250] * 4))
    rate = served / (time.perf_counter() - started)
    assert rate > 400, f"{rate:.0f} requests a second"
