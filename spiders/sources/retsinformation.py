"""Retsinformation: Danish laws, orders and guidance as LexDania XML, found by the day on which they changed.

The harvest interface tells what changed on a day of the last ten, is open from 03:00 to 23:45 and is asked at most once
in ten seconds. It names no titles: an act is fetched, looked at, and read only where its title or subject holds one of
the study's words. A gap of more than ten days is closed by the ELI sitemap, whose entries say when they changed, or by
an ELI Atom feed where the study names one. Acts that a study follows by their ELI are asked for each night,
conditionally.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from spiders.archiving import Answer, Ask
from spiders.decoding import Damaged
from spiders.direct_crawl import run_directly
from spiders.feeds import read_feed
from spiders.fetching import Fetcher
from spiders.interfaces import FINE, keep_gap, read_json, said, why_not, within
from spiders.items import admit
from spiders.sitemaps import read_sitemap
from spiders.source import Crawl, Source

GAP_SECONDS = 10.0
WINDOW_DAYS = 10
_ELI = re.compile(r"^/eli/[a-z]+/[\w./-]{1,80}$")
_SUBJECT = re.compile(rb"<(DocumentTitle|PopularTitle|Subject)\b[^>]*>([^<]{1,2000})<")
_SITEMAPS = 60


class RetsinformationOptions(BaseModel):
    """What is collected of the legal texts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: tuple[str, ...] = Field(
        default=("digital", "kunstig intelligens", "MitID", "NemLog-in", "cyber", "informationssikkerhed"),
        description="an act is read where its title or subject holds one of these; all acts if empty",
    )
    document_types: tuple[str, ...] = Field(
        default=("LOV", "LBK", "BEK", "VEJ", "CIR"), description="kinds of acts, by their short names; all if empty"
    )
    eli: tuple[str, ...] = Field(default=(), description="acts to follow whatever changed, as /eli/lta/2025/699")
    atom: str | None = Field(default=None, description="an ELI Atom feed, asked instead of the sitemap after a gap")
    max_documents: int = Field(default=300, ge=1, description="acts fetched in one night; the rest follow")
    api: str = Field(default="https://api.retsinformation.dk/v1", description="where the harvest interface is")
    site: str = Field(default="https://www.retsinformation.dk", description="where acts and sitemaps are")

    @field_validator("eli")
    @classmethod
    def _are_identifiers(cls, eli: tuple[str, ...]) -> tuple[str, ...]:
        for one in eli:
            if not _ELI.match(one):
                raise ValueError(f"{one!r} is no ELI as /eli/lta/2025/699")
        return eli


def acts_of(document: Any, types: Iterable[str]) -> list[str] | None:
    """The addresses of the acts in a day's answer, of these types; None where the answer is no list."""
    if not isinstance(document, list):
        return None
    wanted = tuple(types)
    found = []
    for one in document:
        href = said(one.get("href")) if isinstance(one, dict) else None
        if href is None or "remov" in (said(one.get("reasonForChange")) or "").casefold():
            continue
        kind = one.get("documentType")
        name = said(kind.get("shortName")) if isinstance(kind, dict) else said(kind)
        if not wanted or name is None or name.upper().startswith(wanted):
            found.append(href)
    return list(dict.fromkeys(found))


def concerns(data: bytes, terms: Iterable[str]) -> bool:
    """Whether an act's title, popular title or subject holds one of the words; every act where there are none."""
    wanted = [term.casefold() for term in terms]
    about = " ".join(match[2].decode("utf-8", "replace") for match in _SUBJECT.finditer(data[: 1 << 16])).casefold()
    return not wanted or any(term in about for term in wanted)


class _Harvest:
    """One night's way through the days."""

    def __init__(self, crawl: Crawl, fetcher: Fetcher, options: RetsinformationOptions) -> None:
        self.crawl, self.fetcher, self.options = crawl, fetcher, options
        self.site = options.site.rstrip("/")
        self.fetched = 0

    async def collect(self) -> None:
        """The acts that are followed, then day by day what changed; the watermark follows."""
        for eli in self.options.eli:
            await self._act(f"{self.site}{eli}", follow=True)
        today = self.crawl.as_of
        first = today - timedelta(days=WINDOW_DAYS - 1)
        watermark = self.crawl.ledger.watermark(self.crawl.source)
        day = first
        if watermark:
            day = date.fromisoformat(watermark)  # that day once more: it may not have been over
            if day < first and not await self._close_gap(day):
                return
            day = max(day, first)
        while day <= today:
            if not await self._day(day):
                return
            self.crawl.ledger.set_watermark(source=self.crawl.source, value=day.isoformat())
            day += timedelta(days=1)

    async def _day(self, day: date) -> bool:
        url = f"{self.options.api.rstrip('/')}/Documents?date={day.isoformat()}"
        answer = await self._steer(url, key=f"changes of {day}", accept="application/json", is_interface=True)
        if answer is None:
            return False
        acts = acts_of(read_json(self.fetcher.keeper.bytes_of(answer)), self.options.document_types)
        if acts is None:
            self.crawl.leave_off(f"the changes of {day} make no sense: they are no list")
            return False
        return await self._acts(acts)

    async def _close_gap(self, since: date) -> bool:
        """What changed since a day that the harvest no longer tells."""
        self.crawl.say(f"the last night was on {since}, more than {WINDOW_DAYS} days ago: the ELI channel is asked")
        if self.options.atom:
            answer = await self._steer(self.options.atom, key=self.options.atom, accept="application/atom+xml")
            links = read_feed(self.fetcher.keeper.bytes_of(answer), self.options.atom) if answer else None
            if links is None:
                self.crawl.leave_off("the ELI Atom feed did not come or is none")
                return False
            return await self._acts(links)
        changed: dict[str, date] = {}
        waiting = [f"{self.site}/sitemap.xml"]
        for _ in range(_SITEMAPS):
            if not waiting:
                break
            url = waiting.pop(0)
            answer = await self._steer(url, key=url, accept="application/xml")
            if answer is None:
                return False
            try:
                found = read_sitemap(self.fetcher.keeper.bytes_of(answer))
            except Damaged as fault:
                self.crawl.leave_off(f"the sitemap {url} is damaged: {fault}")
                return False
            if found is None:
                self.crawl.leave_off(f"{url} is no sitemap")
                return False
            if found.is_index:
                waiting += [urljoin(url, one) for one in found.urls]
            changed.update(found.changed)
        acts = [url for url, day in sorted(changed.items()) if day >= since and "/eli/" in url]
        if not changed:
            self.crawl.leave_off("the ELI sitemap says of no act when it changed; the days between are lost")
        return await self._acts(acts)

    async def _acts(self, urls: Iterable[str]) -> bool:
        for url in urls:
            if not await self._act(urljoin(self.site + "/", url), follow=False):
                return False
        return True

    async def _act(self, url: str, *, follow: bool) -> bool:
        """Fetch an act and admit it where it concerns the study; False where the night is over for this source."""
        parts = urlsplit(url)
        if parts.hostname not in {urlsplit(self.site).hostname, (urlsplit(self.site).hostname or "")[4:]}:
            self.crawl.leave_off(f"an act stands on another host: {parts.hostname}")
            return True
        if self.fetched >= self.options.max_documents:
            self.crawl.say(f"{self.fetched} acts are enough for one night; the rest follow")
            return False
        self.fetched += 1
        path = parts.path.rstrip("/").removesuffix("/xml")
        whole = f"{self.site}{path}/xml"
        answer = await self.fetcher.ask(
            Ask(url=whole, key=whole, headers={"Accept": "application/xml"}, steering=True, scope=within(whole))
        )
        if answer is None:
            return True
        if answer.outcome not in FINE:
            # Not every act has its text as XML; its absence is an end in the ledger and no fault of the night.
            if answer.outcome in {"rate_limited", "challenge"}:
                self.crawl.leave_off(f"{path} did not come ({why_not(answer)})")
                return False
            return True
        if answer.evidence_id and (follow or concerns(self.fetcher.keeper.bytes_of(answer), self.options.terms)):
            admit(self.crawl, answer, url=f"{self.site}{path}")
        return True

    async def _steer(self, url: str, *, key: str, accept: str, is_interface: bool = False) -> Answer | None:
        answer = await self.fetcher.ask(
            Ask(
                url=url,
                key=key,
                headers={"Accept": accept},
                steering=True,
                expects="json" if is_interface else None,
                conditional=not is_interface,
                scope=within(url),
                obeys_robots=not is_interface,  # robots.txt speaks to those who follow links
                respects_reservations=False,  # a list of addresses is no text to mine
            )
        )
        if answer is None or not answer.has_bytes:
            self.crawl.leave_off(f"{key} did not come ({why_not(answer)})")
            return None
        return answer


async def collect_acts(crawl: Crawl, fetcher: Fetcher, options: RetsinformationOptions) -> None:
    """Collect what changed since the watermark, through this fetcher."""
    keep_gap(crawl, fetcher, options.api, GAP_SECONDS)
    await _Harvest(crawl, fetcher, options).collect()


def crawl(crawl: Crawl) -> None:
    """Collect the acts that changed since the watermark."""
    options = crawl.spec.options
    assert isinstance(options, RetsinformationOptions)
    run_directly(crawl, lambda fetcher: collect_acts(crawl, fetcher, options))


SOURCE = Source(
    kind="retsinformation",
    title="Danish laws, orders and guidance",
    publisher="Civilstyrelsen",
    licence="Laws and other official texts are free of copyright (the Danish copyright act, section 9)",
    terms="https://www.retsinformation.dk/offentlig/vejledninger",
    politeness="The harvest interface at most once in ten seconds, from 03:00 to 23:45; each changed act once.",
    options=RetsinformationOptions,
    crawl=crawl,
    opening_hours=(time(3, 0), time(23, 45)),
)
