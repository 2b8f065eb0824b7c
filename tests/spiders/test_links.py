"""Links, one spelling of a URL, and sitemaps: found in linear time in whatever bytes."""

import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.decoding import Damaged
from spiders.links import canonical_url, find_links, start_tags
from spiders.sitemaps import read_sitemap

BASE = "http://a.example/nyheder/"

FOUND = [
    ('<a href="to">x</a>', ["http://a.example/nyheder/to"]),
    ("<A HREF='/Tre?b=2&amp;a=1#del'>x</A>", ["http://a.example/Tre?a=1&b=2"]),
    ("<a class=x href=fire>x</a>", ["http://a.example/nyheder/fire"]),
    ('<a href="http://A.example:80/./fem/../seks">', ["http://a.example/seks"]),
    ('<a href="?utm_source=brev&id=7&fbclid=1">', ["http://a.example/nyheder/?id=7"]),
    ('<a href="/a">1</a><a href="/a#b">2</a>', ["http://a.example/a"]),
    ('<base href="/andet/"><a href="to">', ["http://a.example/andet/to"]),
    ('<link rel="canonical" href="/rigtig"><link rel=stylesheet href=/s.css>', ["http://a.example/rigtig"]),
    ('<a rel="nofollow noopener" href="/nej">', []),
    ('<meta name="robots" content="noindex, nofollow"><a href="/nej">', []),
    ('<!-- <a href="/nej"> --><script>x="<a href=/nej>"</script><a href="/ja">', ["http://a.example/ja"]),
    ('<a href="mailto:x@a.example"><a href="javascript:1"><a href="tel:1"><a href="">', []),
    ('<a href="/plan;jsessionid=AB12?PHPSESSID=9">', ["http://a.example/plan"]),
    ('<a href="/bl\u00e5b\u00e6r %2f">', ["http://a.example/bl%C3%A5b%C3%A6r%2F"]),
    ('<area href="/kort" alt=">">', ["http://a.example/kort"]),
    ('<a data-x="a" title="href=/nej" href="/ja2">', ["http://a.example/ja2"]),
]


@pytest.mark.parametrize(("page", "links"), FOUND)
def test_links_of_a_page(page: str, links: list[str]) -> None:
    assert find_links(page.encode(), BASE) == links


@given(st.text(max_size=60), st.sampled_from(["", "http://a.example", "https://a.example:8443/x/"]))
def test_the_one_spelling_of_a_url_is_a_spelling_of_itself(tail: str, head: str) -> None:
    plain = canonical_url(head + tail)
    if plain is not None:
        assert canonical_url(plain) == plain
        assert "#" not in plain


@given(st.binary(max_size=400))
def test_any_bytes_have_links_or_none(data: bytes) -> None:
    assert all(url.startswith("http") for url in find_links(b"<a href=x" + data + b"<a href='/y'>", BASE))


BOMBS = {
    "attributes": b"<a " + b"x='1' " * 300_000 + b"href=/x>",
    "tags": b"<a href=/x>" * 300_000,
    "depth": b"<div>" * 600_000 + b"<a href=/x>",
    "open comments": b"<!--" * 600_000,
    "open scripts": b"<script " * 300_000,
    "scripts": b"<script>" * 300_000,
    "quotes": b"<a " + b'x="' * 900_000 + b">",
    "blanks": b"<a" + b" " * 3_000_000 + b">",
    "half tags": b"<a " * 900_000,
    "equals": b"<a " + b"= " * 3000 + b">" + b"<a a=" * 500_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_page_holds_up_the_crawl(bomb: str) -> None:
    started = time.process_time()
    find_links(BOMBS[bomb], BASE)
    assert time.process_time() - started < 3


def test_tags_are_only_the_ones_asked_for() -> None:
    assert [name for name, _ in start_tags(b"<meta a=1><a href=b><meta c=2>", frozenset({"meta"}))] == ["meta", "meta"]


URLSET = b"<?xml version='1.0'?><urlset><url><loc> http://a.example/1?a=1&amp;b=2 </loc></url><url><loc><![CDATA[http://a.example/2]]></loc></url></urlset>"


def test_a_sitemap_is_a_list_an_index_or_lines_packed_or_not() -> None:
    pages = ("http://a.example/1?a=1&b=2", "http://a.example/2")
    for data in (URLSET, gzip.compress(URLSET), b"\xef\xbb\xbf" + URLSET):
        found = read_sitemap(data)
        assert found is not None
        assert (found.urls, found.is_index) == (pages, False)
    index = read_sitemap(b"<sm:sitemapindex xmlns:sm='x'><sm:sitemap><sm:loc>http://a.example/s.xml</sm:loc>")
    assert index is not None
    assert (index.urls, index.is_index) == (("http://a.example/s.xml",), True)
    lines = read_sitemap(b"http://a.example/1\nhttp://a.example/2\n")
    assert lines is not None
    assert len(lines.urls) == 2


@pytest.mark.parametrize("data", [b"", b"<!doctype html><html><a href=x>", b"hej med dig", b"{}"])
def test_what_is_no_sitemap_is_none(data: bytes) -> None:
    assert read_sitemap(data) is None


def test_a_damaged_or_exploding_sitemap_is_refused() -> None:
    with pytest.raises(Damaged):
        read_sitemap(gzip.compress(URLSET)[:-9])
    with pytest.raises(Damaged):
        read_sitemap(gzip.compress(bytes(60 << 20)))
