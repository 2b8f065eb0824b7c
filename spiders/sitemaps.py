"""Reading sitemaps: index or list, XML or plain text, packed or not, cut out by patterns as links are (`links.py`)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from spiders.decoding import GunzipCheck

MOST_BYTES = 50 << 20
MOST_ENTRIES = 50_000
_LOC = re.compile(rb"<(?:\w{1,20}:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,4000})", re.IGNORECASE)
_INDEX = re.compile(rb"<(?:\w{1,20}:)?sitemapindex[\s>]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sitemap:
    """The addresses that a sitemap lists, in its order: of further sitemaps where `is_index`, else of pages."""

    urls: tuple[str, ...]
    is_index: bool = False


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
        found = [html.unescape(one[1].decode("utf-8", "replace")) for one in _LOC.finditer(data)]
        return Sitemap(urls=tuple(found[:MOST_ENTRIES]), is_index=_INDEX.search(head) is not None)
    lines = [line.strip() for line in data[:MOST_BYTES].decode("utf-8", "replace").splitlines()]
    urls = [line for line in lines if line.startswith(("http://", "https://"))]
    return Sitemap(urls=tuple(urls[:MOST_ENTRIES])) if urls and len(urls) >= len(lines) / 2 else None
