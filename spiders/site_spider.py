"""The one spider for web sites: pages and documents from start pages, sitemaps, feeds and links, each host at its pace.

A page of which the sitemap says that it did not change since a night that fetched it ends as unchanged without being
asked for (`Site.is_unchanged`), and its links are followed from the archive. So a night without news costs a site its
sitemaps, its feeds and what they do not vouch for.

Of sitemaps that name more pages than a night may ask for, each page has its turn: new and changed ones first, then
those that were asked for longest ago.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.archiving import Answer, Ask
from spiders.decoding import Damaged
from spiders.feeds import find_feeds, read_feed
from spiders.links import canonical_url, find_links
from spiders.scrapy_crawl import SourceSpider
from spiders.site import Site, SitesOptions
from spiders.sitemaps import read_sitemap
from spiders.source import Crawl, sources

SITEMAP_DEPTH = 3
SITEMAPS_OF_A_SITE = 50
FEEDS_OF_A_SITE = 10
SITEMAP_SAYS = "the sitemap says it is unchanged"
# Addresses that no reader would find a text behind; asking for them would only cost the site.
_NOT_TEXT = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|svg|ico|css|m?js|json|woff2?|ttf|eot|mp[34]|avi|mov|webm|wav|zip|gz|tar|rar|7z|"
    r"exe|dmg|apk|doc|xlsx?|pptx?|odt|ods|ics|vcf|rss|atom)$",
    re.IGNORECASE,
)


@dataclass
class Signposts:
    """What one site's sitemaps and feeds came to in this crawl, the pages that they name so far, and the planned pages
    that wait for the last of its sitemaps.
    """

    sitemaps: int = 0
    feeds: int = 0
    open: int = 0
    named: dict[str, None] = field(default_factory=dict)
    waiting: deque[tuple[Ask, int, int]] = field(default_factory=deque)


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
        self._signposts = {id(site): Signposts() for site in self.sites}

    async def start(self) -> AsyncIterator[Any]:
        """Each site's sitemaps, then its start pages; the sites side by side, none waits for another's robots.txt."""
        for begun in asyncio.as_completed([self._begin(site) for site in self.sites]):
            for request in await begun:
                yield request

    async def _begin(self, site: Site) -> list[Request]:
        requests = [*self._named_feeds(site)]
        if site.options.sitemap:
            requests += await self._first_sitemaps(site)
        for url in site.options.start:
            requests += [one async for one in self._consider(site, [canonical_url(url) or url], depth=0)]
        return requests

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
        posts = self._signposts[id(site)]
        if plain is None or site.outside(plain) or posts.sitemaps >= SITEMAPS_OF_A_SITE or depth >= SITEMAP_DEPTH:
            return
        posts.sitemaps += 1
        ask = Ask(
            url=plain,
            key=plain,
            steering=True,
            scope=site.outside,
            missing="not_published_yet" if guess else "http_4xx",
            respects_reservations=False,  # a list of addresses for crawlers is no text to mine
        )
        for request in self.request(ask, site=site, depth=depth, sitemap=True, guess=guess):
            posts.open += 1
            yield request

    def _named_feeds(self, site: Site) -> Iterator[Request]:
        for url in site.options.feeds if isinstance(site.options.feeds, tuple) else ():
            yield from self._feed(site, canonical_url(url) or url)

    def _found_feeds(self, site: Site, answer: Answer, depth: int) -> Iterator[Request]:
        """The feeds that a start page names; further pages name mostly those of their own comments."""
        if depth == 0 and site.options.feeds is True and answer.is_html:
            for url in find_feeds(self.fetcher.keeper.bytes_of(answer), answer.url):
                yield from self._feed(site, url)

    def _feed(self, site: Site, url: str) -> Iterator[Request]:
        posts = self._signposts[id(site)]
        if why := site.outside(url):
            self.context.say(f"the feed {url} is left out: {why}")
        elif posts.feeds < FEEDS_OF_A_SITE:
            posts.feeds += 1
            yield from self.request(Ask(url=url, key=url, steering=True, scope=site.outside), site=site, feed=True)

    async def _consider(self, site: Site, urls: Iterable[str], *, depth: int) -> AsyncIterator[Request]:
        """Plan pages of the site, or enter in the ledger why not.

        While a sitemap of the site is on its way, its pages wait: it may say that they need not be asked for. What the
        sitemap settles is followed at once, breadth first, from the archive.
        """
        posts = self._signposts[id(site)]
        queue = deque([(depth, [*urls])])
        while queue:
            depth, found = queue.popleft()
            with self.fetcher.keeper.together():
                planned = [one for url in found for one in self._plan(site, url, depth)]
            for ask, fetch_id in planned:
                if posts.open:
                    posts.waiting.append((ask, fetch_id, depth))
                elif answer := await self._settle(site, ask, fetch_id):
                    for request in self._found_feeds(site, answer, depth):
                        yield request
                    queue.append((depth + 1, self._links(site, answer)))
                else:
                    yield self.to_send(ask, fetch_id, site=site, depth=depth)
            await asyncio.sleep(0)  # other hosts' answers are waiting

    def _plan(self, site: Site, url: str, depth: int) -> Iterator[tuple[Ask, int]]:
        if site.outside(url) or _NOT_TEXT.search(urlsplit(url).path):
            return
        ask = Ask(url=url, key=url, publisher=site.publisher, scope=site.outside)
        if self.fetcher.keeper.is_planned(ask):
            return
        why = site.leaves_out(url, depth)
        if why is None:
            if (fetch_id := self.fetcher.keeper.plan(ask)) is not None:
                yield ask, fetch_id
        elif site.may_show(why):
            self.fetcher.keeper.leave_out(ask, why)

    async def _settle(self, site: Site, ask: Ask, fetch_id: int) -> Answer | None:
        """The answer that the sitemap's word makes needless to ask for; None where the page must be asked for."""
        if ask.url not in site.changed or (last := self.fetcher.keeper.last_asked(ask)) is None:
            return None
        if not site.is_unchanged(ask.url, asked_as_of=last[0], as_of=self.context.as_of):
            return None
        guard = self.fetcher.guard
        if not (await guard.robots_of(ask.url)).allows(ask.url) or (await guard.reservations_of(ask.url)).reserves(
            ask.url
        ):
            return None  # what is forbidden by now ends as such, with the verdict
        return self.fetcher.keeper.take_word(fetch_id, ask, last=last[1], reason=SITEMAP_SAYS)

    async def on_answer(self, response: Response) -> AsyncIterator[Request]:
        """Follow what a page, a sitemap or a feed names."""
        answer: Answer = response.meta["answer"]
        about = response.meta["about"]
        site: Site = about["site"]
        if about.get("sitemap"):
            async for request in self._after_sitemap(site, answer, about):
                yield request
        elif answer.has_bytes:
            if about.get("feed"):
                urls = self._links_of_feed(answer)
                depth = 1
            else:
                for request in self._found_feeds(site, answer, about["depth"]):
                    yield request
                urls = self._links(site, answer)
                depth = about["depth"] + 1
            async for request in self._consider(site, urls, depth=depth):
                yield request

    def _links(self, site: Site, answer: Answer) -> list[str]:
        site.seen(answer.url, answer.evidence_id or answer.url)
        return find_links(self.fetcher.keeper.bytes_of(answer), answer.url) if answer.is_html else []

    def _links_of_feed(self, answer: Answer) -> list[str]:
        found = read_feed(self.fetcher.keeper.bytes_of(answer), answer.url)
        if found is None:
            self.context.say(f"{answer.url} is named as a feed and is none")
        return found or []

    async def _after_sitemap(self, site: Site, answer: Answer, about: dict[str, Any]) -> AsyncIterator[Request]:
        """What a sitemap names; after the site's last one, the pages that waited for it go on."""
        posts = self._signposts[id(site)]
        try:
            if answer.has_bytes:
                for request in self._follow_sitemap(site, answer, about, posts.named):
                    yield request
        finally:
            posts.open -= 1
        if posts.named and not posts.open:
            pages, posts.named = self._in_turn(site, [*posts.named]), {}
            async for request in self._consider(site, pages, depth=1):
                yield request
        while posts.waiting and not posts.open:
            ask, fetch_id, depth = posts.waiting.popleft()
            if settled := await self._settle(site, ask, fetch_id):
                for request in self._found_feeds(site, settled, depth):
                    yield request
                async for request in self._consider(site, self._links(site, settled), depth=depth + 1):
                    yield request
            else:
                yield self.to_send(ask, fetch_id, site=site, depth=depth)

    def _in_turn(self, site: Site, pages: list[str]) -> list[str]:
        """The pages of a site's sitemaps, those first whose turn it is where they are too many for one night."""
        if len(pages) <= site.options.max_pages - site.planned:
            return pages
        # What was planned and never sent has no final address; what a sitemap settled has no status.
        rows = self.context.ledger.rows(
            "select request_key, max(night.as_of) as day from fetch join crawl using (crawl_id) "
            "join night using (night_id) where fetch.source = ? and final_url is not null "
            "and not (fetch.outcome = 'unchanged' and http_status is null) group by request_key",
            (self.context.source,),
        )
        asked = {row["request_key"]: date.fromisoformat(row["day"]) for row in rows}

        def turn(url: str) -> tuple[bool, date]:
            day = asked.get(url, date.min)
            return day > site.changed.get(url, date.min), day

        return sorted(pages, key=turn)

    def _follow_sitemap(
        self, site: Site, answer: Answer, about: dict[str, Any], named: dict[str, None]
    ) -> Iterator[Request]:
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
                named.setdefault(plain)
                if url in found.changed:
                    site.note_changed(plain, found.changed[url])

    def closed(self, reason: str) -> None:
        """Tell once, for each site, what its rules left out."""
        for site in self.sites:
            if site.left_out:
                said = ", ".join(f"{count} for {why}" for why, count in sorted(site.left_out.items()))
                self.context.say(f"{sorted(site.hosts)[0]}: left out {said}")
