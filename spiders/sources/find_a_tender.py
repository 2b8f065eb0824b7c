"""Find a Tender, the notices of the United Kingdom, as OCDS release packages.

The service gives less than there is for long windows and forgets the link to the next page at times, so time is asked
in windows of at most six hours, and a window whose page is full and leads nowhere is asked again in halves. It allows
twelve requests in two minutes. Each page is evidence as it came; the watermark is the end of the last whole window.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from spiders.archiving import Ask
from spiders.direct_crawl import run_directly
from spiders.fetching import Fetcher
from spiders.interfaces import FINE, keep_gap, next_page, read_json, why_not, within
from spiders.source import Crawl, Source
from warehouse.settings import now

GAP_SECONDS = 12.0
_SHORTEST = timedelta(minutes=15)
_OVERLAP = timedelta(hours=1)


class FindATenderOptions(BaseModel):
    """What is collected of Find a Tender."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date | None = Field(default=None, description="first day of update; the study's period if unset")
    window_hours: float = Field(default=6.0, gt=0, le=6, description="length of one window of time")
    stages: tuple[str, ...] = Field(default=(), description="planning, tender, award; all if unset")
    page_size: int = Field(default=100, ge=1, le=100)
    max_requests: int = Field(
        default=300, ge=1, description="requests after which a night begins no window; the rest follow"
    )
    api: str = Field(default="https://www.find-tender.service.gov.uk", description="where the interface is")


class _Windows:
    """One night's way through time."""

    def __init__(self, crawl: Crawl, fetcher: Fetcher, options: FindATenderOptions) -> None:
        self.crawl, self.fetcher, self.options = crawl, fetcher, options
        self.asked = 0

    async def collect(self) -> None:
        """Window after window; the watermark follows."""
        start, end = self._period()
        reached = self._reached()
        length = timedelta(hours=self.options.window_hours)
        while start < end:
            until = min(start + length, end)
            # What is asked for again takes no turn, and a window once begun is asked to its end: each night gets on.
            is_new = reached is None or until > reached
            if is_new and self.asked >= self.options.max_requests:
                self.crawl.say(f"{self.asked} requests are enough for one night; the rest follow")
                return
            asked = self.asked
            if not await self._window(start, until):
                return
            if is_new:
                self.crawl.ledger.set_watermark(source=self.crawl.source, value=until.isoformat())
            else:
                self.asked = asked
            start = until

    def _reached(self) -> datetime | None:
        watermark = self.crawl.ledger.watermark(self.crawl.source)
        return datetime.fromisoformat(watermark) if watermark else None

    def _period(self) -> tuple[datetime, datetime]:
        first = datetime.combine(self.options.since or self.crawl.spec.period_start, time(), tzinfo=UTC)
        if reached := self._reached():
            first = max(first, reached - _OVERLAP)
        midnight = datetime.combine(self.crawl.as_of + timedelta(days=1), time(), tzinfo=UTC)
        return first, min(midnight, now().replace(microsecond=0))

    async def _window(self, start: datetime, end: datetime) -> bool:
        """Every page of a window; False where the night ends here."""
        query = {
            "updatedFrom": f"{start:%Y-%m-%dT%H:%M:%S}",
            "updatedTo": f"{end:%Y-%m-%dT%H:%M:%S}",
            "limit": str(self.options.page_size),
        }
        if self.options.stages:
            query["stages"] = ",".join(self.options.stages)
        base = f"{self.options.api.rstrip('/')}/api/1.0/ocdsReleasePackages"
        url: str | None = f"{base}?{urlencode(query)}"
        seen: set[str] = set()
        while url is not None:
            if url in seen or within(base)(url) is not None:
                self.crawl.leave_off(f"the pages from {query['updatedFrom']} lead in a circle or to another host")
                return False
            seen.add(url)
            self.asked += 1
            document = await self._page(url)
            if document is None:
                return False
            releases = document.get("releases")
            url = next_page(document, base=url)
            full = isinstance(releases, list) and len(releases) >= self.options.page_size
            if url is None and full:
                return await self._halves(start, end)
        return True

    async def _halves(self, start: datetime, end: datetime) -> bool:
        if end - start <= _SHORTEST:
            self.crawl.leave_off(f"the page from {start:%Y-%m-%dT%H:%M} is full and names no next one")
            return False
        middle = start + (end - start) / 2
        middle = middle.replace(microsecond=0)
        return await self._window(start, middle) and await self._window(middle, end)

    async def _page(self, url: str) -> dict[str, object] | None:
        answer = await self.fetcher.ask(
            Ask(
                url=url,
                key=url,
                headers={"Accept": "application/json"},
                publisher=self.crawl.spec.publisher,
                expects="json",
                conditional=False,  # a window's content grows; its address says nothing of its age
                scope=within(url),
                obeys_robots=False,  # robots.txt speaks to those who follow links; this is a documented interface
                respects_reservations=False,  # reuse is granted by the Open Government Licence
            )
        )
        if answer is None or answer.outcome not in FINE:
            self.crawl.leave_off(f"a page did not come ({why_not(answer)})")
            return None
        document = read_json(self.fetcher.keeper.bytes_of(answer))
        if not isinstance(document, dict) or not isinstance(document.get("releases"), list):
            self.crawl.leave_off("a page makes no sense: it has no list of releases")
            return None
        return document


async def collect_windows(crawl: Crawl, fetcher: Fetcher, options: FindATenderOptions) -> None:
    """Collect what was updated since the watermark, through this fetcher."""
    keep_gap(crawl, fetcher, options.api, GAP_SECONDS)
    await _Windows(crawl, fetcher, options).collect()


def crawl(crawl: Crawl) -> None:
    """Collect the release packages updated since the watermark."""
    options = crawl.spec.options
    assert isinstance(options, FindATenderOptions)
    run_directly(crawl, lambda fetcher: collect_windows(crawl, fetcher, options))


SOURCE = Source(
    kind="find_a_tender",
    title="Find a Tender, notices of the United Kingdom",
    publisher="Cabinet Office",
    licence="Open Government Licence v3.0",
    terms="https://www.find-tender.service.gov.uk/Developer/Documentation",
    politeness="One request every twelve seconds, as the service asks; windows of six hours since the last night.",
    options=FindATenderOptions,
    crawl=crawl,
)
