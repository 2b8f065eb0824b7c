"""TED by its bulk packages: every notice of every day, for history and for completeness.

Months that are over come as one monthly package, what is left day by day. A package goes to the archive as it arrives
and is decompressed only to be checked. The watermark names the last issue up to which everything is held.

A daily package is final at 09:30 of its day, so that one that was had on that day is asked for once more by the next
night, however many days later that is. One that is missing months after its day will not come, and takes no turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from spiders.archiving import Answer, Ask
from spiders.direct_crawl import run_directly
from spiders.fetching import Fetcher
from spiders.release_calendar import Issue, fewest_issues_before, most_issues_until, read_calendar
from spiders.source import Crawl, Source

_TOLD_EVERY = 20
_GIVEN_UP = timedelta(days=60)


class TedPackagesOptions(BaseModel):
    """Which packages are collected."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date | None = Field(default=None, description="first publication date; the study's period if unset")
    monthly: bool = Field(default=True, description="take months that are over as one package each")
    calendar: bool = Field(default=True, description="read the release calendar; else issues are probed one by one")
    again_days: int = Field(
        default=1, ge=0, le=30, description="days after publication until which a daily is asked again"
    )
    max_packages: int = Field(default=60, ge=1, description="packages of one night; the rest follow")
    site: str = Field(default="https://ted.europa.eu", description="where the packages are")


class _Packages:
    """One night's way through the packages."""

    def __init__(self, crawl: Crawl, fetcher: Fetcher, options: TedPackagesOptions) -> None:
        self.crawl = crawl
        self.options = options
        self.fetcher = fetcher
        self.since = min(self.options.since or crawl.spec.period_start, crawl.as_of)
        self.asked = 0
        self.stopped = False

    async def collect(self) -> None:
        """Whole months first, then days; the watermark follows what is in the archive."""
        covered: set[tuple[int, int]] = set()
        if self.options.monthly:
            months = list(_months_before(self.since, self.crawl.as_of))
            for year, month in months:
                if self.stopped:
                    break
                asked = self.asked
                if await self._monthly(year, month):
                    covered.add((year, month))
                    if self.asked > asked:
                        self.crawl.say(f"{len(covered)} of {len(months)} months are held, the last {year}-{month}")
            if self.stopped:
                return
        for year in range(self.since.year, self.crawl.as_of.year + 1):
            if self.stopped:
                return
            issues = await self._calendar(year) if self.options.calendar else []
            if issues:
                await self._known_days(issues, covered)
            elif not all((year, month) in covered for month in self._months_of(year)):
                await self._probe(year)

    def _months_of(self, year: int) -> Iterator[int]:
        first = self.since.month if year == self.since.year else 1
        last = self.crawl.as_of.month if year == self.crawl.as_of.year else 12
        yield from range(first, last + 1)

    async def _monthly(self, year: int, month: int) -> bool:
        name = f"monthly/{year}-{month}"
        after = date(year + month // 12, month % 12 + 1, 1)
        if settled := self._settled(name, after):
            return settled == "held"
        answer = await self._package(name)
        return answer is not None and answer.outcome in {"ok", "unchanged"}

    async def _calendar(self, year: int) -> list[Issue]:
        answer = await self.fetcher.ask(
            Ask(
                url=f"{self._site}/en/release-calendar/-/download/file/CSV/{year}",
                key=f"release calendar {year}",
                steering=True,
                missing="not_published_yet",
                respects_reservations=False,  # reuse is granted by decision 2011/833/EU
            )
        )
        if answer is None or answer.outcome not in {"ok", "unchanged"}:
            return []
        issues = read_calendar(self.fetcher.keeper.bytes_of(answer), year)
        if not issues:
            self.crawl.say(f"the release calendar of {year} names no issues; they are probed instead")
        return issues

    async def _known_days(self, issues: list[Issue], covered: set[tuple[int, int]]) -> None:
        whole = True
        for issue in issues:
            assert issue.day is not None
            if issue.day < self.since or issue.day > self.crawl.as_of:
                continue
            if (issue.day.year, issue.day.month) not in covered:
                final = issue.day + timedelta(days=self.options.again_days)
                if not self._settled(f"daily/{issue.name}", final):
                    answer = await self._package(f"daily/{issue.name}")
                    whole = whole and answer is not None and answer.outcome in {"ok", "unchanged"}
                    if self.stopped:
                        return
            if whole:
                self._reached(issue)

    async def _probe(self, year: int) -> None:
        """Without a calendar: from the watermark, or from where the period must begin, to the first that is missing."""
        reached = self.crawl.ledger.watermark(self.crawl.source) or ""
        if reached[:4] == str(year):
            number = int(reached[4:]) + (0 if self.options.again_days else 1)
        elif reached[:4] > str(year):
            return
        else:
            number = fewest_issues_before(self.since) + 1 if year == self.since.year else 1
        last = most_issues_until(min(self.crawl.as_of, date(year, 12, 31)))
        for one in range(max(1, number), last + 1):
            issue = Issue(year, one)
            if self._is_held(f"daily/{issue.name}") and one != number:
                continue
            answer = await self._package(f"daily/{issue.name}")
            if answer is None or answer.outcome not in {"ok", "unchanged"} or self.stopped:
                return
            self._reached(issue)

    async def _package(self, name: str) -> Answer | None:
        if self.asked >= self.options.max_packages:
            self.stopped = True
            self.crawl.say(f"{self.asked} packages are enough for one night; the rest follow")
            return None
        self.asked += 1
        answer = await self.fetcher.ask(
            Ask(
                url=f"{self._site}/packages/{name}",
                key=f"package {name}",
                publisher=self.crawl.spec.publisher,
                expects="gzip",
                missing="not_published_yet",
                streamed=True,
                respects_reservations=False,  # reuse is granted by decision 2011/833/EU
            )
        )
        if answer is not None:
            if self.asked % _TOLD_EVERY == 0 or answer.outcome not in {"ok", "unchanged"}:
                self.crawl.say(f"{self.asked} packages, the last {name}: {answer.outcome}")
            if answer.outcome in {"challenge", "rate_limited", "policy_robots"}:
                self.stopped = True  # the host is closed for the night, or to us
        return answer

    def _settled(self, name: str, final: date) -> Literal["held", "missing"] | None:
        """What a package came to in a night as of the day on which it is final, or a later one; None: ask for it."""
        row = self.crawl.ledger.last_asked(source=self.crawl.source, request_key=f"package {name}")
        if row is None:
            return None
        asked = date.fromisoformat(row["as_of"])
        if row["outcome"] in {"ok", "unchanged"}:
            return "held" if asked >= final else None
        return "missing" if row["outcome"] == "not_published_yet" and asked >= final + _GIVEN_UP else None

    def _is_held(self, name: str) -> bool:
        return self.crawl.ledger.last_answer(source=self.crawl.source, request_key=f"package {name}") is not None

    def _reached(self, issue: Issue) -> None:
        if issue.name > (self.crawl.ledger.watermark(self.crawl.source) or ""):
            self.crawl.ledger.set_watermark(source=self.crawl.source, value=issue.name)

    @property
    def _site(self) -> str:
        return self.options.site.rstrip("/")


def _months_before(since: date, as_of: date) -> Iterator[tuple[int, int]]:
    year, month = since.year, since.month
    while (year, month) < (as_of.year, as_of.month):
        yield year, month
        year, month = year + month // 12, month % 12 + 1


def crawl(crawl: Crawl) -> None:
    """Collect the packages that are not held yet, oldest first."""
    options = crawl.spec.options
    assert isinstance(options, TedPackagesOptions)
    crawl.archive.sweep()
    run_directly(crawl, lambda fetcher: collect_packages(crawl, fetcher, options))


async def collect_packages(crawl: Crawl, fetcher: Fetcher, options: TedPackagesOptions) -> None:
    """One night's packages, over any fetcher."""
    await _Packages(crawl, fetcher, options).collect()


SOURCE = Source(
    kind="ted_packages",
    title="TED, daily and monthly packages",
    publisher="Publications Office of the European Union",
    licence="Commission Decision 2011/833/EU; metadata CC0, editorial content CC BY 4.0",
    terms="https://ted.europa.eu/en/legal-notice",
    politeness="One package at a time; each once, and the newest once more by the next night, when it is final.",
    options=TedPackagesOptions,
    crawl=crawl,
)
