"""Every way in which an answer can go wrong, on real sockets: the right end, and no damaged byte in the archive."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.archiving import Ask
from spiders.crawling import collect
from spiders.fetching import Fetcher, guard_for
from spiders.site import SiteOptions, SitesOptions
from spiders.source import Limits, SourceSpec
from spiders.wire import Wire, WireAnswer, WireFault
from tests.spiders.faults import BEHAVIOURS, JSON, PACKAGE, PAGE, PDF, FaultServer
from tests.spiders.rigged import Rigged, a_crawl, page, rows
from warehouse.ledger import Ledger
from warehouse.settings import Settings

LIMITS = Limits(timeout_seconds=1.0, package_seconds=1.0, answer_bytes=1 << 18, package_bytes=1 << 20, tries=2)

TABLE = """
behaviour            | page              | json              | package        | pdf
---------------------+-------------------+-------------------+-------------------+------------------
ok                   | ok                | ok                | ok           | ok
chunked              | ok                | ok                | ok           | ok
whole-without-length | ok                | ok                | ok           | ok
gzip                 | ok                | ok                | decode_error | ok
brotli               | ok                | ok                | decode_error | ok
zstd                 | ok                | ok                | decode_error | ok
deflate              | ok                | ok                | decode_error | ok
missing              | http_4xx          | http_4xx          | not_published_yet | http_4xx
forbidden            | http_4xx          | http_4xx          | http_4xx     | http_4xx
later-once           | ok                | ok                | ok           | ok
later-date-once      | ok                | ok                | ok           | ok
later-always         | rate_limited      | rate_limited      | rate_limited | rate_limited
later-bare           | rate_limited      | rate_limited      | rate_limited | rate_limited
later-tomorrow       | rate_limited      | rate_limited      | rate_limited | rate_limited
busy-always          | rate_limited      | rate_limited      | rate_limited | rate_limited
broken-once          | ok                | ok                | ok           | ok
broken               | http_5xx          | http_5xx          | http_5xx     | http_5xx
hangs-up             | reset             | reset             | reset        | reset
resets               | reset             | reset             | reset        | reset
silent               | timeout           | timeout           | timeout      | timeout
drips                | timeout           | timeout           | timeout      | timeout
endless              | too_large         | too_large         | decode_error | too_large
cut-with-length      | truncated         | truncated         | truncated    | truncated
cut-without-length   | truncated         | truncated         | decode_error | truncated
cut-chunked          | truncated         | truncated         | truncated    | truncated
length-too-small     | truncated         | truncated         | truncated    | truncated
part                 | truncated         | truncated         | truncated    | truncated
gzip-cut             | decode_error      | decode_error      | decode_error | decode_error
gzip-bad-checksum    | decode_error      | decode_error      | decode_error | decode_error
gzip-in-name-only    | decode_error      | decode_error      | ok           | decode_error
gzip-bomb            | too_large         | too_large         | too_large    | too_large
gzip-in-gzip-bomb    | too_large         | too_large         | decode_error | too_large
brotli-cut           | decode_error      | decode_error      | decode_error | decode_error
brotli-bomb          | too_large         | too_large         | decode_error | too_large
zstd-cut             | decode_error      | decode_error      | decode_error | decode_error
zstd-bomb            | too_large         | too_large         | decode_error | too_large
strange-encoding     | decode_error      | decode_error      | ok           | decode_error
too-many-headers     | unreadable_answer | unreadable_answer | unreadable_answer | unreadable_answer
not-http             | unreadable_answer | unreadable_answer | unreadable_answer | unreadable_answer
loop                 | redirect_limit    | redirect_limit    | redirect_limit | redirect_limit
moved                | ok                | ok                | ok           | ok
to-private           | policy_ssrf       | policy_ssrf       | policy_ssrf  | policy_ssrf
to-file              | policy_ssrf       | policy_ssrf       | policy_ssrf  | policy_ssrf
to-elsewhere         | policy_scope      | policy_scope      | policy_scope | policy_scope
to-nowhere           | unreadable_answer | unreadable_answer | unreadable_answer | unreadable_answer
challenge            | challenge         | challenge         | challenge    | challenge
challenge-405        | challenge         | challenge         | challenge    | challenge
page-instead         | ok                | challenge         | challenge    | ok
wrong-charset        | ok                | challenge         | challenge    | ok
unasked-304          | unreadable_answer | unreadable_answer | unreadable_answer | unreadable_answer
empty                | ok                | ok                | decode_error | ok
"""

KINDS: dict[str, dict[str, Any]] = {
    "side": {},
    "json": {"expects": "json"},
    "pakke": {"expects": "gzip", "streamed": True, "missing": "not_published_yet"},
    "papir.pdf": {},
}


def _scope(host: str) -> Any:
    return lambda url: None if url.split("/")[2] in {host, f"www.{host}"} else "elsewhere"


def test_the_table_draws_every_behaviour_of_the_fault_server() -> None:
    assert {row[0] for row in rows(TABLE)} == set(BEHAVIOURS)
    assert len(BEHAVIOURS) * len(KINDS) >= 26 * 4


@pytest.mark.parametrize(("column", "kind"), [(1, "side"), (2, "json"), (3, "pakke"), (4, "papir.pdf")])
def test_every_fault_has_its_one_end_and_no_damage_is_kept_as_good(tmp_path: Path, column: int, kind: str) -> None:
    expected = {row[0]: row[column] for row in rows(TABLE)}
    with FaultServer() as server:
        crawl = a_crawl(tmp_path, delay=0, rehearsal=True, proxy=server.proxy_url, limits=LIMITS)

        async def ask_all() -> None:
            wire = Wire(guard=guard_for(crawl), user_agent="prøve"[:2], proxy=server.proxy_url)
            fetcher = Fetcher(crawl, wire)
            await asyncio.gather(
                *(
                    fetcher.ask(
                        Ask(
                            url=f"http://{name}.example/{kind}",
                            key=name,
                            scope=_scope(f"{name}.example"),
                            **KINDS[kind],
                        )
                    )
                    for name in expected
                )
            )
            await wire.close()

        asyncio.run(ask_all())
        ended = {row["request_key"]: row for row in crawl.ledger.rows("select * from fetch")}
        assert {name: row["outcome"] for name, row in ended.items()} == expected
        good = {
            b"",
            {"side": PAGE, "json": JSON, "pakke": PACKAGE, "papir.pdf": PDF}[kind],
            PAGE.replace(b"Broer", b"Br\xf8er"),
        }
        good |= {PAGE} if kind in {"side", "papir.pdf"} else set()
        kept = [crawl.archive.read(row["evidence_id"]) for row in ended.values() if row["evidence_id"]]
        assert set(kept) <= good
        assert crawl.ledger.rows("select count(*) as n from evidence")[0]["n"] == len(set(kept))
        assert not list(crawl.archive.root.glob(".arriving*"))


def test_under_scrapy_every_page_ends_just_the_same(tmp_path: Path) -> None:
    expected = {row[0]: row[1] for row in rows(TABLE)}
    with FaultServer() as server:
        result = collect(
            SourceSpec(
                name="fejl",
                kind="vendor_sites",
                stream="vendor",
                delay_seconds=0,
                period_start=a_crawl(tmp_path / "unused").as_of,
                options=SitesOptions(
                    sites=tuple(SiteOptions(start=(f"http://{n}.example/side",), sitemap=False) for n in expected)
                ),
            ),
            root=tmp_path,
            night_id="nat-1",
            as_of=a_crawl(tmp_path / "unused", crawl_id="2").as_of,
            settings=Settings(proxy=server.proxy_url),
            allow_loopback=True,
            limits=LIMITS,
        )
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ended = {
            row["url"].split("/")[2].removesuffix(".example"): row["outcome"]
            for row in ledger.rows("select * from fetch")
        }
    assert ended == expected
    assert result.planned == len(expected) == sum(result.by_outcome.values())
    assert result.outcome == "partial"
    assert "closed for the night" in (result.reason or "")


def test_an_unchanged_page_is_confirmed_by_the_server_or_by_its_digest(tmp_path: Path) -> None:
    tagged, plain_page = "http://a.example/mærket".replace("æ", "ae"), "http://a.example/umaerket"
    crawl = a_crawl(tmp_path)
    first = Rigged({tagged: [page(etag='"1"', last_modified="Mon, 01 Jun 2026 06:00:00 GMT")], plain_page: [page()]})

    async def ask(rigged: Rigged, which: Any) -> list[str]:
        fetcher = rigged.fetcher(which)
        answers = [await fetcher.ask(Ask(url=url, key=url)) for url in (tagged, plain_page)]
        return [answer.outcome for answer in answers if answer]

    assert asyncio.run(ask(first, crawl)) == ["ok", "ok"]
    crawl.ledger.begin_crawl(crawl_id="nat-2", night_id="nat-2", source=crawl.source)
    crawl.crawl_id = "nat-2"
    second = Rigged({tagged: [WireAnswer(status=304)], plain_page: [page()]})
    assert asyncio.run(ask(second, crawl)) == ["unchanged", "unchanged"]
    asked = next(h for (_, url), h in zip(second.sent, second.headers, strict=True) if url == tagged)
    assert asked["If-None-Match"] == '"1"'
    assert asked["If-Modified-Since"] == "Mon, 01 Jun 2026 06:00:00 GMT"
    crawl.ledger.begin_crawl(crawl_id="nat-3", night_id="nat-3", source=crawl.source)
    crawl.crawl_id = "nat-3"
    changed = Rigged({tagged: [page("<html>ny</html>")], plain_page: [page()]})
    assert asyncio.run(ask(changed, crawl)) == ["ok", "unchanged"]


_ANSWERS = st.one_of(
    st.builds(
        lambda status, where, body, extra: WireAnswer(
            status=status,
            headers={"content-type": "text/html", **({"location": where} if where else {}), **extra},
            body=body,
            framed=len(body) % 2 == 0,
        ),
        st.sampled_from(
            [200, 200, 202, 204, 206, 301, 302, 304, 307, 401, 403, 404, 405, 410, 418, 429, 500, 502, 503]
        ),
        st.sampled_from(["", "/", "http://b.example/x", "//[", "http://10.0.0.1/", "javascript:1", "/\x00"]),
        st.binary(max_size=60) | st.just(PAGE) | st.just(gzip.compress(PAGE)),
        st.sampled_from(
            [{}, {"content-encoding": "gzip"}, {"retry-after": "0"}, {"retry-after": "x"}, {"tdm-reservation": "1"}]
        ),
    ),
    st.sampled_from(["timeout", "reset", "truncated", "too_large", "policy_ssrf", "unreadable_answer"]).map(
        lambda outcome: WireFault(outcome, "as drawn")
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(_ANSWERS, min_size=1, max_size=4), min_size=1, max_size=8),
    st.lists(_ANSWERS, min_size=1, max_size=3),
)
def test_whatever_answers_come_every_planned_request_has_exactly_one_end(
    tmp_path_factory: pytest.TempPathFactory, scripts: list[list[Any]], robots: list[Any]
) -> None:
    crawl = a_crawl(tmp_path_factory.mktemp("sum"))
    urls = [f"http://a.example/{n}" for n in range(len(scripts))]
    rigged = Rigged(dict(zip(urls, scripts, strict=True)) | {"http://a.example/robots.txt": robots})

    async def ask_all() -> None:
        fetcher = rigged.fetcher(crawl)
        await asyncio.gather(*(fetcher.ask(Ask(url=url, key=url, scope=_scope("a.example"))) for url in urls))

    asyncio.run(ask_all())
    ended = crawl.ledger.rows("select outcome, evidence_id, reason from fetch")
    assert len(ended) == len(urls)
    assert all(row["outcome"] not in (None, "cancelled") for row in ended), [row["reason"] for row in ended]
    assert all((row["evidence_id"] is not None) == (row["outcome"] in {"ok", "unchanged"}) for row in ended)
    assert rigged.most_in_flight <= 1
    crawl.ledger.close()
