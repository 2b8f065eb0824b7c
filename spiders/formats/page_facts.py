"""What a page says of itself: its title, its one address, its language and when it was published."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement

from spiders.formats.dates import EARLIEST, clock_of, date_in_address, date_in_stamp
from spiders.formats.languages import KNOWN
from spiders.formats.visible_dates import may_be_of_publication, visible_date

_TITLE_LIMIT = 400
_STAMPS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.issued",
    "dcterms.issued", "dc.date.issued", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "published_time", "published-date", "citation_publication_date", "citation_date", "article.published",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_VAGUE_STAMPS = ("dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "date")  # often of the last change


def title_of(tree: HtmlElement) -> str | None:
    """og:title, then the only h1, then the title element; the site's name behind a bar is cut where the h1 has none."""
    headings = [text for one in tree.iter("h1") if (text := _line(one.text_content()))]
    element = tree.find(".//title")
    named = _line(element.text_content()) if element is not None else None
    return _meta(tree, "og:title") or (headings[0] if headings else None) or named


def canonical_url(tree: HtmlElement, url: str | None) -> str | None:
    """The page's one address: what it calls canonical, where that is on the same host; else where it was found."""
    if not url:
        return None
    here = urldefrag(url).url
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                said = urldefrag(urljoin(here, link.get("href", "").strip())).url
                if urlsplit(said).netloc.lower() == urlsplit(here).netloc.lower() and said.startswith("http"):
                    return str(said)
            except ValueError:
                continue
    return here


def declared_language(tree: HtmlElement) -> str | None:
    """What the page says of its language."""
    said = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or _meta(tree, "og:locale")
    return str(said) if said else None


def published(tree: HtmlElement, *, url: str | None, latest: date | None) -> tuple[date | None, str | None]:
    """When a page was published, and by what: url, metadata or text. No date lies after `latest`.

    An address with a day in it is given once and never edited; metadata is renewed by every move to a new system.
    Its own stamps come before linked data, which also describes other pages.
    """
    if found := date_in_address(url, latest=latest):
        return found, "url"
    clock = clock_of(url)
    stamps = (*_stamps(tree, _STAMPS), *_linked_data_stamps(tree), *_only_time(tree, latest))
    for stamp in (*stamps, *_stamps(tree, _VAGUE_STAMPS)):
        if found := date_in_stamp(stamp, latest=latest, clock=clock):
            return found, "metadata"
    found = visible_date(tree, latest=latest) or _searched(tree, url=url, latest=latest)
    return found, "text" if found else None


def _searched(tree: HtmlElement, *, url: str | None, latest: date | None) -> date | None:
    """What a broad search finds, where the page does not tell of that day in passing, nor of a year or month alone."""
    said = _date_search()(
        tree,
        url=url,
        original_date=True,
        min_date=EARLIEST.isoformat(),
        max_date=(latest or date(2100, 1, 1)).isoformat(),
    )
    found = date_in_stamp(said, latest=latest)
    return found if found and may_be_of_publication(tree, found) else None


@cache
def _date_search() -> Callable[..., str | None]:
    """htmldate's search, in the words of the languages that we know.

    It has no setting for that, and by itself tries all 205 of dateparser's: three seconds at first, then 25 ms a line.
    """
    from htmldate import extractors, find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    extractors.get_external_parser().languages = ["nb" if one == "no" else one for one in KNOWN]  # made once and kept
    search: Callable[..., str | None] = find_date
    return search


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split())[:_TITLE_LIMIT] or None


def _meta(tree: HtmlElement, name: str) -> str | None:
    for meta in tree.iter("meta"):
        said = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if said.lower() == name and (content := _line(meta.get("content"))):
            return content
    return None


def _stamps(tree: HtmlElement, names: Sequence[str]) -> Iterator[str]:
    yield from filter(None, (_meta(tree, name) for name in names))


def _only_time(tree: HtmlElement, latest: date | None) -> Iterator[str]:
    """The one day that a page's time elements say, where they say one."""
    stamps = [one.get("datetime") or one.text_content() for one in tree.iter("time")]
    days = {found for stamp in stamps if (found := date_in_stamp(stamp, latest=latest))}
    if len(days) == 1:
        yield days.pop().isoformat()


def _linked_data_stamps(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            text = (script.text or "").strip()
            try:
                yield from _stamps_in(json.loads(text, strict=False), 0)
            except (ValueError, RecursionError):
                if match := re.search(r'"datePublished"\s*:\s*"([^"]{8,40})"', text):
                    yield match.group(1)


def _stamps_in(value: Any, depth: int) -> Iterator[str]:
    if depth > 8:
        return
    if isinstance(value, dict):
        stamp = value.get("datePublished")
        if isinstance(stamp, str):
            yield stamp
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                yield from _stamps_in(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value[:200]:
            yield from _stamps_in(inner, depth + 1)
