"""Reading sitemaps: index or list, XML or plain text, packed or not, cut out by patterns as links are (`links.py`)."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from spiders.decoding import GunzipCheck

MOST_BYTES = 50 << 20
MOST_ENTRIES = 50_000
_LOC = re.compile(rb"<(?:\w{1,20}:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,4000})", re.IGNORECASE)
_LASTMOD = re.compile(rb"<(?:\w{1,20}:)?lastmod\s*>\s*(?:<!\[CDATA\[)?\s*([0-9T:.+Z-]{10,40})", re.IGNORECASE)
_INDEX = re.compile(rb"<(?:\w{1,20}:)?sitemapindex[\s>]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sitemap:
    """The addresses that a sitemap lists, in its order: of further sitemaps where `is_index`, else of pages.

    `changed` says of some of them on which day they last changed, the latest that the stamp may mean.
    """

    urls: tuple[str, ...]
    is_index: bool = False
    changed: Mapping[str, date] = field(default_factory=dict)


def read_sitemap(data: bytes) -> Sitemap | None:
    """What a sitemap says; None where the bytes are none. Raises `Damaged` where it is packed and broken."""
    if data.startswith(b"\x1f\x8b"):
        check = GunzipCheck(limit=MOST_BYTES)
        data = b"".join(check.feed(data))
        check.finish()
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"<":
        if not re.search(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]", head, re.IGNORECASE):
            return None
        places = [*_LOC.finditer(data)][:MOST_ENTRIES]
        found = [html.unescape(one[1].decode("utf-8", "replace")) for one in places]
        # An entry's day stands between its address and the next one's; the order inside an entry is free, but nobody
        # writes the day first. Who does only loses the days.
        ends = [*(one.start() for one in places[1:]), len(data)]
        changed = {
            url: day
            for url, place, end in zip(found, places, ends, strict=True)
            if (stamp := _LASTMOD.search(data, place.end(), min(end, place.end() + 4000)))
            and (day := _day(stamp[1].decode("ascii")))
            and b"</url" not in data[place.end() : stamp.start()]
        }
        return Sitemap(urls=tuple(found), is_index=_INDEX.search(head) is not None, changed=changed)
    lines = [line.strip() for line in data[:MOST_BYTES].decode("utf-8", "replace").splitlines()]
    urls = [line for line in lines if line.startswith(("http://", "https://"))]
    return Sitemap(urls=tuple(urls[:MOST_ENTRIES])) if urls and len(urls) >= len(lines) / 2 else None


def _day(stamp: str) -> date | None:
    """The day of a stamp: where the publisher's day and the universal one differ, the later; None for no whole day."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return max(moment.date(), moment.astimezone(UTC).date()) if moment.tzinfo else moment.date()
