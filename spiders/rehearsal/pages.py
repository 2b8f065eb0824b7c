"""One page of a site and one site: what stands where, since which night, and with which oddity."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from spiders.rehearsal.answers import Answer, Memory, Request, not_found
from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.markup import element, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a path answers. `render` gets the night; `changes` says that night 2 gives other bytes than night 1.

    `once` is an answer to the first request only (a 429, say); `listed` puts the page in the sitemap.
    """

    path: str
    render: Callable[[int], bytes]
    modified: date
    media_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200
    location: str | None = None
    since: int = 1
    changes: bool = False
    once: Answer | None = None
    listed: bool = True


@dataclass(slots=True)
class Site:
    """A host with its pages; rendered bytes are kept. `any_path` answers paths that no page has (a crawler trap)."""

    host: str
    pages: dict[str, Page]
    any_path: Callable[[Request], Answer | None] | None = None
    _kept: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def body(self, page: Page, night: int) -> bytes:
        """The bytes of a page on a night, rendered when first asked for."""
        key = (page.path, night if page.changes else 0)
        if key not in self._kept:
            self._kept[key] = page.render(night)
        return self._kept[key]

    def answer(self, request: Request, night: int, memory: Memory) -> Answer:
        """The site's answer on a night."""
        page = self.pages.get(request.path)
        if page is None or page.since > night:
            other = self.any_path(request) if self.any_path else None
            return other or not_found(request.path)
        if page.once and memory.times(f"{self.host}{page.path}") == 0:
            return page.once
        if page.location:
            return Answer(status=301, headers=(("Location", f"http://{self.host}{page.location}"),))
        changed = NIGHTS[1] if page.changes and night == 2 else page.modified
        return Answer(
            status=page.status,
            media_type=page.media_type,
            body=self.body(page, night),
            headers=page.headers,
            modified=changed,
        )


def redirect(path: str, location: str, modified: date) -> Page:
    """A page that has moved for good; the sitemap still names the old place."""
    return Page(path=path, render=lambda night: b"", modified=modified, location=location)


def sitemap(host: str, pages: list[Page], night: int, *, dead: tuple[str, ...] = ()) -> bytes:
    """The sitemap of a host on a night, with `dead` paths that nothing answers."""
    entries = [
        element(
            "url",
            text("loc", f"http://{host}{page.path}"),
            text("lastmod", NIGHTS[1] if page.changes and night == 2 else page.modified),
        )
        for page in pages
        if page.listed and page.since <= night
    ]
    entries += [element("url", text("loc", f"http://{host}{path}")) for path in dead]
    urlset = element("urlset", *entries, xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{urlset}'.encode()


def sitemap_index(host: str, paths: tuple[str, ...]) -> bytes:
    """An index that names further sitemaps."""
    entries = [element("sitemap", text("loc", f"http://{host}{path}")) for path in paths]
    index = element("sitemapindex", *entries, xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{index}'.encode()


def zipped(data: bytes) -> bytes:
    """The bytes as a `.gz` file."""
    return gzip.compress(data, compresslevel=6, mtime=0)
