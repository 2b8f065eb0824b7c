"""The one spider for web sites: pages and documents from start pages, sitemaps and links, each host at its own pace."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.archiving import Answer, Ask
from spiders.decoding import Damaged
from spiders.links import canonical_url, find_links
from spiders.scrapy_crawl import SourceSpider
from spiders.site import Site, SitesOptions
from spiders.sitemaps import read_sitemap
from spiders.source import Crawl, sources

SITEMAP_DEPTH = 3
SITEMAPS_OF_A_SITE = 50
# Addresses that no reader would find a text behind; asking for them would only cost the site.
_NOT_TEXT = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|svg|ico|css|m?js|json|woff2?|ttf|eot|mp[34]|avi|mov|webm|wav|zip|gz|tar|rar|7z|"
    r"exe|dmg|apk|docx?|xlsx?|pptx?|odt|ods|ics|vcf|rss|atom)$",
    re.IGNORECASE,
)


class SiteSpider(SourceSpider):
    """Collects the sites of one source."""

    name = "site"

    def __init__(self, context: Crawl, *, options: SitesOptions, **kwargs: Any) -> None:
        super().__init__(context, **kwargs)
        # The kind's own words for its publishers are nobody's name; then the host stands for itself.
        publisher = context.spec.publisher
        if publisher == sources()[context.spec.kind].publisher:
            publisher = None
        self.sites = [Site(one, publisher=publisher, url_length=context.limits.url_length) for one in options.sites]
        self._sitemaps: dict[int, int] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Start pages of every site first, so that no site waits for another's robots.txt; then the sitemaps."""
        for site in self.sites:
            for url in site.options.start:
                for request in self._consider(site, canonical_url(url) or url, depth=0):
                    yield request
        for site in self.sites:
            if site.options.sitemap:
                for request in await self._first_sitemaps(site):
                    yield request

    async def _first_sitemaps(self, site: Site) -> list[Request]:
        requests: list[Request] = []
        for base in dict.fromkeys(
            f"{parts.scheme}://{parts.netloc}"
            for parts in (urlsplit(canonical_url(url) or "") for url in site.options.start)
        ):
            if self.fetcher.guard.addresses.refuses(base + "/"):
                continue  # the start page says so in the ledger
            named = (await self.fetcher.guard.robots_of(base + "/")).sitemaps
            # A sitemap that nobody named is a guess, and its absence no failure.
            for url in named or (f"{base}/sitemap.xml",):
                requests.extend(self._sitemap(site, url, depth=0, guess=not named))
        return requests

    def _sitemap(self, site: Site, url: str, *, depth: int, guess: bool = False) -> Iterator[Request]:
        plain = canonical_url(url)
        count = self._sitemaps.get(id(site), 0)
        if plain is None or site.outside(plain) or count >= SITEMAPS_OF_A_SITE or depth >= SITEMAP_DEPTH:
            return
        self._sitemaps[id(site)] = count + 1
        ask = Ask(
            url=plain,
            key=plain,
            steering=True,
            scope=site.outside,
            missing="not_published_yet" if guess else "http_4xx",
            respects_reservations=False,  # a list of addresses for crawlers is no text to mine
        )
        yield from self.request(ask, site=site, depth=depth, sitemap=True, guess=guess)

    def _consider(self, site: Site, url: str, *, depth: int) -> Iterator[Request]:
        """Plan a page of the site, or enter in the ledger why not."""
        if site.outside(url) or _NOT_TEXT.search(urlsplit(url).path):
            return
        ask = Ask(url=url, key=url, publisher=site.publisher, scope=site.outside)
        if self.fetcher.keeper.is_planned(ask):
            return
        why = site.leaves_out(url, depth)
        if why is None:
            yield from self.request(ask, site=site, depth=depth)
        elif site.may_show(why):
            self.fetcher.keeper.leave_out(ask, why)

    def on_answer(self, response: Response) -> Iterator[Request]:
        """Follow what a page or a sitemap names."""
        answer: Answer = response.meta["answer"]
        about = response.meta["about"]
        if answer.outcome not in {"ok", "unchanged"} or answer.evidence_id is None:
            return
        site: Site = about["site"]
        with self.fetcher.keeper.together():
            if about.get("sitemap"):
                requests = list(self._follow_sitemap(site, answer, about))
            else:
                site.seen(answer.url, answer.evidence_id)
                requests = list(self._follow_page(site, answer, about["depth"]))
        yield from requests

    def _follow_page(self, site: Site, answer: Answer, depth: int) -> Iterator[Request]:
        if answer.is_html:
            for url in find_links(self.fetcher.keeper.bytes_of(answer), answer.url):
                yield from self._consider(site, url, depth=depth + 1)

    def _follow_sitemap(self, site: Site, answer: Answer, about: dict[str, Any]) -> Iterator[Request]:
        try:
            found = read_sitemap(self.fetcher.keeper.bytes_of(answer))
        except Damaged as fault:
            self.context.leave_off(f"the sitemap {answer.url} is damaged: {fault}")
            return
        if found is None:
            if not about["guess"]:
                self.context.say(f"{answer.url} is named as a sitemap and is none")
            return
        for url in found.urls:
            if found.is_index:
                yield from self._sitemap(site, url, depth=about["depth"] + 1)
            elif plain := canonical_url(url):
                yield from self._consider(site, plain, depth=1)

    def closed(self, reason: str) -> None:
        """Tell once, for each site, what its rules left out."""
        for site in self.sites:
            if site.left_out:
                said = ", ".join(f"{count} for {why}" for why, count in sorted(site.left_out.items()))
                self.context.say(f"{sorted(site.hosts)[0]}: left out {said}")
