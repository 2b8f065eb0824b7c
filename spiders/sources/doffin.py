"""Doffin, the Norwegian national notices: found by search, each then downloaded once as eForms XML.

A search shows at most a thousand hits whatever it finds, so that it is asked day by day. The service passes over
parameters that it does not know and then answers as if they had been kept to: a hit outside the day asked for shows
that, and the crawl is left off instead of taking everything for the news of a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from spiders.archiving import Answer, Ask
from spiders.direct_crawl import run_directly
from spiders.fetching import Fetcher
from spiders.interfaces import FINE, count, credentials, read_json, said, why_not, within
from spiders.source import Crawl, Source

KEY = "OVERBLIK_DOFFIN_KEY"
_NUMBER = re.compile(r"(?:19|20)\d{2}-\d{4,7}")
_SLACK = timedelta(days=1)  # a day there and a day in UTC are not the same


class DoffinOptions(BaseModel):
    """What is collected of Doffin."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date | None = Field(default=None, description="first day of publication; the study's period if unset")
    days_back: int = Field(default=2, ge=0, le=60, description="days before the watermark that are searched again")
    cpv: tuple[str, ...] = Field(default=(), description="CPV codes to search for; all if unset")
    page_size: int = Field(default=100, ge=1, le=100)
    max_notices: int = Field(default=3000, ge=1, description="notices fetched in one night; the rest follow")
    max_days: int = Field(default=400, ge=1, description="days searched in one night; the rest follow")
    day_parameters: tuple[str, str] = Field(
        default=("issueDateFrom", "issueDateTo"), description="what the search calls the first and the last day"
    )
    api: str = Field(default="https://api.doffin.no/public/v2", description="where the interface is")


@dataclass(frozen=True, kw_only=True)
class Hits:
    """One page of a search: numbers of notices with the day of each where it is told, and how many there are."""

    rows: int
    numbers: tuple[tuple[str, date | None], ...]
    accessible: int | None
    total: int | None


def read_hits(document: Any) -> Hits | None:
    """A page of the search; None where the answer is not one."""
    if not isinstance(document, dict) or not isinstance(document.get("hits"), list):
        return None
    found = []
    for hit in document["hits"]:
        number = said(hit.get("id")) if isinstance(hit, dict) else None
        if number and _NUMBER.fullmatch(number):
            found.append((number, _day(said(hit.get("publicationDate")) or said(hit.get("issueDate")))))
    return Hits(
        rows=len(document["hits"]),
        numbers=tuple(dict.fromkeys(found)),
        accessible=count(document.get("numHitsAccessible")),
        total=count(document.get("numHitsTotal")),
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


class _Search:
    """One night's way through the days."""

    def __init__(self, crawl: Crawl, fetcher: Fetcher, options: DoffinOptions, key: str) -> None:
        self.crawl, self.fetcher, self.options = crawl, fetcher, options
        self.header = {"Ocp-Apim-Subscription-Key": key}
        self.api = options.api.rstrip("/")
        self.fetched = 0
        self.stopped = False
        self.missed = {
            row["request_key"].removeprefix("notice ")
            for row in crawl.ledger.rows(
                "select request_key from fetch where source = ? and request_key like 'notice %' "
                "and http_status in (404, 410)",
                (crawl.source,),
            )
        }
        self.held = {
            row["publication_number"]
            for row in crawl.ledger.rows(
                "select publication_number from evidence where source = ? and publication_number is not null",
                (crawl.source,),
            )
        }

    async def collect(self) -> None:
        """Day by day: search, then download what is not held; the watermark follows, up to the first that failed."""
        day, days = self.options.since or self.crawl.spec.period_start, self.options.max_days
        watermark = self.crawl.ledger.watermark(self.crawl.source)
        if watermark:
            day = max(day, date.fromisoformat(watermark) - timedelta(days=self.options.days_back))
            days += self.options.days_back  # they are searched again beside the new ones, never in their place
        whole = True
        for _ in range(days):
            if day > self.crawl.as_of:
                return
            numbers = await self._day(day)
            if numbers is None:
                return
            whole = await self._download(numbers) and whole
            if self.stopped:
                return
            if whole and day.isoformat() > (self.crawl.ledger.watermark(self.crawl.source) or ""):
                self.crawl.ledger.set_watermark(source=self.crawl.source, value=day.isoformat())
            day += timedelta(days=1)
        self.crawl.say(f"{self.options.max_days} days are enough for one night; the rest follow")

    async def _day(self, day: date) -> list[str] | None:
        """The numbers of the notices published on a day; None where they did not all come."""
        numbers: dict[str, None] = {}
        first, last = self.options.day_parameters
        query = {first: day.isoformat(), last: day.isoformat(), "numHitsPerPage": str(self.options.page_size)}
        if self.options.cpv:
            query["cpvCode"] = ",".join(self.options.cpv)
        rows = 0
        for page in range(1, 1002):
            hits = await self._page({**query, "page": str(page)}, f"search {day} page {page}")
            if hits is None:
                return None
            if stray := next((one for one in hits.numbers if one[1] and abs(one[1] - day) > _SLACK), None):
                self.crawl.leave_off(f"the search passes over its days: {stray[0]} is of {stray[1]}, not of {day}")
                return None
            rows += hits.rows
            numbers.update(dict.fromkeys(number for number, _ in hits.numbers))
            accessible = hits.total if hits.accessible is None else hits.accessible
            if not hits.rows or (accessible is not None and rows >= accessible):
                if hits.total is not None and rows < hits.total:
                    self.crawl.leave_off(f"the search counts {hits.total} notices of {day} and shows {rows}")
                    return None
                return list(numbers)
        self.crawl.leave_off(f"the search of {day} has no end")
        return None

    async def _page(self, query: dict[str, str], key: str) -> Hits | None:
        url = f"{self.api}/search?{urlencode(query)}"
        answer = await self.fetcher.ask(
            Ask(
                url=url,
                key=key,
                headers={**self.header, "Accept": "application/json"},
                steering=True,
                expects="json",
                conditional=False,
                scope=within(url),
                obeys_robots=False,  # robots.txt speaks to those who follow links; this is a documented interface
                respects_reservations=False,
            )
        )
        if answer is None or answer.outcome not in FINE:
            self.crawl.leave_off(f"{key} did not come ({why_not(answer)})")
            return None
        hits = read_hits(read_json(self.fetcher.keeper.bytes_of(answer)))
        if hits is None:
            self.crawl.leave_off(f"{key} makes no sense")
        return hits

    async def _download(self, numbers: list[str]) -> bool:
        """Get every notice that is not held; False where the day is not whole."""
        whole = True
        for number in numbers:
            if number in self.held:
                continue
            if number not in self.missed:  # those, asked for again, would take the place of others every night
                if self.fetched >= self.options.max_notices:
                    self.crawl.say(f"{self.fetched} notices are enough for one night; the rest follow")
                    self.stopped = True
                    return False
                self.fetched += 1
            answer = await self._notice(number)
            if answer is None or answer.outcome in FINE:
                self.held.add(number)
            elif answer.status not in {404, 410}:
                self.crawl.leave_off(f"the notice {number} did not come ({why_not(answer)})")
                whole = False
                if answer.status in {401, 403} or answer.outcome in {"rate_limited", "challenge"}:
                    self.stopped = True
                    return False
        return whole

    async def _notice(self, number: str) -> Answer | None:
        url = f"{self.api}/download/{number}"
        return await self.fetcher.ask(
            Ask(
                url=url,
                key=f"notice {number}",
                headers={**self.header, "Accept": "application/xml"},
                publisher=self.crawl.spec.publisher,
                publication_number=number,
                expects="xml",
                conditional=False,  # a published notice never changes
                scope=within(url),
                obeys_robots=False,
                respects_reservations=False,  # reuse is granted by the Norwegian Licence for Open Government Data
            )
        )


async def collect_doffin(crawl: Crawl, fetcher: Fetcher, options: DoffinOptions, key: str) -> None:
    """Collect what was published since the watermark, through this fetcher."""
    await _Search(crawl, fetcher, options, key).collect()


def crawl(crawl: Crawl) -> None:
    """Collect the notices published since the watermark; refused in one sentence without a key."""
    options = crawl.spec.options
    assert isinstance(options, DoffinOptions)
    found = credentials(crawl, KEY)
    if found is not None:
        run_directly(crawl, lambda fetcher: collect_doffin(crawl, fetcher, options, found[0]))


SOURCE = Source(
    kind="doffin",
    title="Doffin, Norwegian national notices",
    publisher="DFØ, Norwegian Agency for Public and Financial Management",
    licence="Norwegian Licence for Open Government Data (NLOD)",
    terms="A free subscription key of the service's developer portal",
    politeness="One request at a time, a second or more apart; a notice is downloaded once and never again.",
    options=DoffinOptions,
    crawl=crawl,
)
