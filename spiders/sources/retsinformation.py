"""Retsinformation: Danish laws, orders and guidance as LexDania XML, found by the day on which they changed.

The harvest interface tells what changed on a day of the last ten, is open from 03:00 to 23:45 and is asked at most once
in ten seconds. It names no titles: an act is fetched, looked at, and read only where its title or subject holds one of
the study's words. A gap of more than ten days is closed by the ELI sitemap, whose entries say when they changed, or by
an ELI Atom feed where the study names one. Acts that a study follows by their ELI are asked for each night,
conditionally.

An act is settled for a change once a later night had it, or was told that it is not there as XML. The watermark is the
last day up to which every act is settled: what failed, or was too much for one night, is asked for by the next ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from spiders.archiving import Answer, Ask
from spiders.decoding import Damaged
from spiders.direct_crawl import run_directly
from spiders.feeds import read_feed
from spiders.fetching import Fetcher
from spiders.guarding import host_of
from spiders.interfaces import FINE, keep_gap, read_json, said, why_not, within
from spiders.items import admit
from spiders.sitemaps import read_sitemap
from spiders.source import Crawl, Source

GAP_SECONDS = 10.0
WINDOW_DAYS = 10
_ELI = re.compile(r"^/eli/[a-z]+/[\w./-]{1,80}$")
_SUBJECT = re.compile(rb"<(DocumentTitle|PopularTitle|Subject)\b[^>]*>([^<]{1,2000})<")
_SITEMAPS = 60
_NOT_THERE = frozenset({404, 406, 410})
_FORBIDDEN = frozenset({"policy_robots", "policy_tdm"})


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
    max_documents: int = Field(default=300, ge=1, description="changed acts fetched in one night; the rest follow")
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
        self.settled: dict[str, bool] = {}
        self.stopped = False

    async def collect(self) -> None:
        """The acts that are followed, then day by day what changed; the watermark follows.

        After a gap the days that the harvest still tells come first: they leave its window, the ELI channel stays.
        """
        for eli in self.options.eli:
            await self._act(self._ask_for(eli), follow=True)
        first = self.crawl.as_of - timedelta(days=WINDOW_DAYS - 1)
        watermark = self.crawl.ledger.watermark(self.crawl.source)
        since = date.fromisoformat(watermark) if watermark else first
        if watermark is None:
            self._reach(first)  # what tonight leaves of that day is asked for, however much later
        reached = await self._days(max(since, first), moves=since >= first)
        if since < first and reached is not None and not self.stopped and await self._close_gap(since):
            self._reach(reached)

    async def _days(self, day: date, *, moves: bool) -> date | None:
        """Every day from this one on, which may not have been over; returns the last up to which all is settled.

        A day of which an act failed does not keep the later ones from being asked: they leave the window too.
        """
        reached, whole = None, True
        while day <= self.crawl.as_of and not self.stopped:
            acts = await self._changes_of(day)
            if acts is None:
                break
            whole = await self._acts(dict.fromkeys(acts, day)) and whole
            if whole:
                reached = day
                if moves:
                    self._reach(day)
            day += timedelta(days=1)
        return reached

    def _reach(self, day: date) -> None:
        self.crawl.ledger.set_watermark(source=self.crawl.source, value=day.isoformat())

    async def _changes_of(self, day: date) -> list[str] | None:
        url = f"{self.options.api.rstrip('/')}/Documents?date={day.isoformat()}"
        answer = await self._steer(url, key=f"changes of {day}", accept="application/json", is_interface=True)
        if answer is None:
            return None
        acts = acts_of(read_json(self.fetcher.keeper.bytes_of(answer)), self.options.document_types)
        if acts is None:
            self.crawl.leave_off(f"the changes of {day} make no sense: they are no list")
        return acts

    async def _close_gap(self, since: date) -> bool:
        """What changed since a day that the harvest no longer tells."""
        self.crawl.say(f"the last night was on {since}, more than {WINDOW_DAYS} days ago: the ELI channel is asked")
        if not self.options.atom:
            changed = await self._changed_by_sitemap(since)
            return changed is not None and await self._acts(changed)
        answer = await self._steer(self.options.atom, key=self.options.atom, accept="application/atom+xml")
        links = read_feed(self.fetcher.keeper.bytes_of(answer), self.options.atom) if answer else None
        if links is None:
            self.crawl.leave_off("the ELI Atom feed did not come or is none")
            return False
        # The feed names no day, but whatever changed after the gap the harvest tells.
        return await self._acts(dict.fromkeys(links, since))

    async def _changed_by_sitemap(self, since: date) -> dict[str, date] | None:
        """The acts that the ELI sitemaps call changed since a day, each with its day; None where one did not come."""
        changed: dict[str, date] = {}
        waiting = [f"{self.site}/sitemap.xml"]
        for _ in range(_SITEMAPS):
            if not waiting:
                break
            url = waiting.pop(0)
            answer = await self._steer(url, key=url, accept="application/xml")
            if answer is None:
                return None
            try:
                found = read_sitemap(self.fetcher.keeper.bytes_of(answer))
            except Damaged as fault:
                self.crawl.leave_off(f"the sitemap {url} is damaged: {fault}")
                return None
            if found is None:
                self.crawl.leave_off(f"{url} is no sitemap")
                return None
            if found.is_index:
                # A sitemap that did not change since then names nothing that did.
                waiting += [urljoin(url, one) for one in found.urls if found.changed.get(one, since) >= since]
            else:
                changed.update(found.changed)
        if waiting:
            self.crawl.leave_off(f"{len(waiting)} sitemaps are too many for one night; what they name is lost")
        if not changed:
            self.crawl.leave_off("the ELI sitemap says of no act when it changed; the days between are lost")
        return {url: day for url, day in sorted(changed.items()) if day >= since and "/eli/" in url}

    async def _acts(self, changed: Mapping[str, date]) -> bool:
        """Ask for the acts that were not asked for since they changed; False where one of them is still to come.

        Those that were asked for longest ago come first: a night takes only so many, and each must have its turn.
        """
        waiting: list[tuple[date, Ask]] = []
        for url, day in changed.items():
            whole_url = urljoin(self.site + "/", url)
            if (host := host_of(whole_url)) not in {host_of(self.site), host_of(self.site).removeprefix("www.")}:
                self.crawl.leave_off(f"an act stands on another host: {host}")
                continue
            ask = self._ask_for(urlsplit(whole_url).path)
            asked, is_settled = self._last_asked(ask)
            # On the day of the change itself the act may have been asked for before it changed.
            if not is_settled or asked <= day:
                waiting.append((asked, ask))
            else:
                self._look_again(ask)
        whole = True
        for _, ask in sorted(waiting, key=lambda one: one[0]):
            if self.stopped or (ask.key not in self.settled and self._is_enough()):
                return False
            whole = await self._act(ask, follow=False) and whole
        return whole

    def _is_enough(self) -> bool:
        """Count one more changed act; whether it is one too many for tonight."""
        if self.fetched >= self.options.max_documents:
            self.crawl.say(f"{self.fetched} acts are enough for one night; the rest follow")
            self.stopped = True
        self.fetched += 1
        return self.stopped

    def _ask_for(self, path: str) -> Ask:
        url = f"{self.site}{path.rstrip('/').removesuffix('/xml')}/xml"
        return Ask(url=url, key=url, headers={"Accept": "application/xml"}, steering=True, scope=within(url))

    def _last_asked(self, ask: Ask) -> tuple[date, bool]:
        """As of which day an act was last asked for, and whether that settled it."""
        row = self.crawl.ledger.last_asked(source=self.crawl.source, request_key=ask.key)
        if row is None:
            return date.min, False
        return date.fromisoformat(row["as_of"]), row["outcome"] in FINE or row["http_status"] in _NOT_THERE

    async def _act(self, ask: Ask, *, follow: bool) -> bool:
        """Fetch an act, once a night, and admit it where it concerns the study; False where it must be asked again."""
        if ask.key not in self.settled:
            self.settled[ask.key] = await self._fetch(ask, follow=follow)
        return self.settled[ask.key]

    async def _fetch(self, ask: Ask, *, follow: bool) -> bool:
        answer = await self.fetcher.ask(ask)
        if answer is None:
            return True
        if answer.outcome in FINE:
            self._admit(answer, follow=follow)
            return True
        # Not every act has its text as XML; its absence is an end in the ledger and no fault of the night. Nor is what
        # the publisher forbids, unless that is only because the rules did not come, which is said by then.
        if answer.status in _NOT_THERE or (answer.outcome in _FORBIDDEN and not self.crawl.incomplete):
            return True
        self.crawl.leave_off(f"{urlsplit(ask.url).path} did not come ({why_not(answer)})")
        self.stopped = self.fetcher.pace.closed(host_of(ask.url)) is not None
        return False

    def _look_again(self, ask: Ask) -> None:
        """Admit what is held: the night that fetched it may have died before it looked."""
        if (held := self.fetcher.keeper.last_asked(ask)) is not None:
            evidence_id, media_type = held[1]["evidence_id"], held[1]["media_type"]
            answer = Answer(ask=ask, outcome="unchanged", url=ask.url, evidence_id=evidence_id, media_type=media_type)
            self._admit(answer, follow=False)

    def _admit(self, answer: Answer, *, follow: bool) -> None:
        if follow or concerns(self.fetcher.keeper.bytes_of(answer), self.options.terms):
            admit(self.crawl, answer, url=answer.ask.url.removesuffix("/xml"))

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
