"""Feeds: which a page names, and which addresses a feed's entries lead to.

feedparser reads what is well formed, however large its dialect; what is not well formed only where it is small, for its
forgiving parser takes long over what is hostile. It is handed a stream, never bytes: it would try bytes as the name of
a file. Rejected: links by pattern, as for sitemaps (an entry names its own page, its comments and its pictures alike).
"""

from __future__ import annotations

import io
from urllib.parse import urljoin
from xml.parsers import expat

from spiders.links import canonical_url, start_tags

MOST_BYTES = 4 << 20
MOST_BYTES_MALFORMED = 256 << 10
MOST_ENTRIES = 200
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})


def find_feeds(page: bytes, base: str) -> list[str]:
    """The feeds that a page names (`<link rel="alternate" type="application/rss+xml">`), absolute, once each."""
    found: dict[str, None] = {}
    for name, attributes in start_tags(page, frozenset({"base", "link"})):
        href = attributes.get("href", "").strip()
        try:
            if name == "base":
                base = urljoin(base, href)
            elif (
                href
                and "alternate" in attributes.get("rel", "").casefold().split()
                and attributes.get("type", "").split(";")[0].strip().casefold() in _TYPES
                and (plain := canonical_url(urljoin(base, href)))
            ):
                found.setdefault(plain)
        except ValueError:  # an address that is none
            continue
    return list(found)


def read_feed(data: bytes, base: str) -> list[str] | None:
    """The addresses of a feed's entries, newest first as the feed has them, once each; None where it is no feed."""
    if len(data) > MOST_BYTES or b"<!ENTITY" in data:
        return None
    if len(data) > MOST_BYTES_MALFORMED and not _is_well_formed(data):
        return None
    import feedparser  # a quarter of a second, where no site has a feed

    try:
        said = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    except Exception:  # noqa: BLE001  a parser of the wild web, met by what it was not written for: no feed for us
        return None
    if not said.get("version"):
        return None
    found: dict[str, None] = {}
    for entry in said.get("entries", ())[:MOST_ENTRIES]:
        try:
            plain = canonical_url(urljoin(base, str(entry.get("link") or "").strip()))
        except ValueError:
            continue
        if entry.get("link") and plain:
            found.setdefault(plain)
    return list(found)


def _is_well_formed(data: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True
