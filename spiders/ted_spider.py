"""The spider for the search interface of TED: asks page by page, then gets each notice that is not held yet."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from spiders.archiving import Ask
from spiders.scrapy_crawl import SourceSpider
from spiders.source import Crawl
from spiders.ted_query import FIELDS, SearchPage, TedSearchOptions, read_page, search_query, window

_REPEATS = 3
_NOTICE = "request_key like 'notice %'"
_GONE = "coalesce(outcome, '') = 'http_4xx' and coalesce(http_status, 0) in (404, 410)"
_SETTLED = f"coalesce(outcome, '') in ('ok', 'unchanged') or ({_GONE})"


class TedSpider(SourceSpider):
    """Collects the notices that a query finds, newest window first known by the source's watermark."""

    name = "ted_search"

    def __init__(self, context: Crawl, *, options: TedSearchOptions, **kwargs: Any) -> None:
        super().__init__(context, **kwargs)
        self.options = options
        self.complete = False
        held = self._numbers(
            "select publication_number as n from evidence where source = ? and publication_number is not null"
        )
        missed = self._numbers(
            f"select substr(request_key, 8) as n from fetch where source = ? and {_NOTICE} and {_GONE}"  # noqa: S608  our own conditions
        )
        self.known, self.missed = held | missed, missed - held

    def _numbers(self, sql: str) -> set[str]:
        return {row["n"] for row in self.context.ledger.rows(sql, (self.context.spec.name,))}

    async def start(self) -> AsyncIterator[Any]:
        """Search to the end, then ask for every notice that the ledger does not hold."""
        spec, ledger = self.context.spec, self.context.ledger
        since, until = window(
            self.options,
            as_of=self.context.as_of,
            period_start=spec.period_start,
            watermark=ledger.watermark(spec.name),
        )
        query = search_query(
            countries=self.options.countries or spec.scope_countries,
            cpv=self.options.cpv or spec.scope_cpv,
            since=since,
            until=until,
        )
        numbers = await self._search(query)
        wanted = [number for number in numbers if number not in self.known]
        gone = [number for number in numbers if number in self.missed]
        self.context.say(f"{len(numbers)} notices found since {since}, {len(wanted) + len(gone)} of them not held yet")
        # Those that were not there come last, or as many of them as a night takes would keep all others away.
        for number in (wanted + gone)[: self.options.max_notices]:
            ask = Ask(
                url=f"{self.options.site.rstrip('/')}/en/notice/{number}/xml",
                key=f"notice {number}",
                publisher=spec.publisher,
                publication_number=number,
                expects="xml",
                conditional=False,  # a published notice never changes
                respects_reservations=False,  # reuse is granted by decision 2011/833/EU
            )
            for request in self.request(ask):
                yield request
        if len(wanted) > self.options.max_notices:
            # The oldest come first, so the next nights go on where this one stopped.
            self.context.say(f"{len(wanted) - self.options.max_notices} notices are left for the next nights")
            self.complete = False

    async def _search(self, query: str) -> list[str]:
        """The publication numbers that a query finds, each once, oldest first; `complete` says whether all came."""
        numbers: dict[str, None] = {}
        tokens: set[str] = set()
        token: str | None = None
        page_number = new_pages = 0
        while new_pages < self.options.max_pages:
            page_number += 1
            page = await self._page(query, token, page_number)
            if page is None:
                return list(numbers)
            numbers.update(dict.fromkeys(page.numbers))
            # Pages whose notices are all known would take the place of later ones every night.
            new_pages += not page.numbers or not self.known.issuperset(page.numbers)
            # The token may still be there after the last page, come back as it was, or the page be empty.
            if not page.rows or len(numbers) >= page.total or not page.token or page.token in tokens:
                self.complete = True
                if len(numbers) < page.total:
                    self.context.leave_off(f"the search counts {page.total} notices and gave {len(numbers)}")
                    self.complete = False
                return list(numbers)
            tokens.add(page.token)
            token = page.token
        self.context.say(f"{new_pages} new pages are enough for one night; the rest follow")
        return list(numbers)

    async def _page(self, query: str, token: str | None, page_number: int) -> SearchPage | None:
        """One page of the search; asked again while the service says that it ran out of time."""
        body = {
            "query": query,
            "fields": FIELDS,
            "limit": self.options.page_size,
            "scope": "ALL",
            "paginationMode": "ITERATION",
            "onlyLatestVersions": False,
            "checkQuerySyntax": False,
        }
        if token:
            body["iterationNextToken"] = token
        url = f"{self.options.api.rstrip('/')}/v3/notices/search"
        for attempt in range(1, _REPEATS + 1):
            answer = await self.fetch(
                Ask(
                    url=url,
                    key=f"search {query} page {page_number} try {attempt}",
                    method="POST",
                    headers={"Content-Type": "application/json", "Accept": "application/json"},
                    body=json.dumps(body).encode(),
                    steering=True,
                    expects="json",
                    obeys_robots=False,  # robots.txt speaks to those who follow links; this is a documented interface
                    respects_reservations=False,
                )
            )
            if answer is None or answer.outcome not in {"ok", "unchanged"}:
                reason = f"{answer.outcome}: {answer.reason}" if answer else "it was asked before"
                self.context.leave_off(f"search page {page_number} did not come ({reason})")
                return None
            page = read_page(self.fetcher.keeper.bytes_of(answer))
            if page is None:
                self.context.leave_off(f"search page {page_number} makes no sense")
                return None
            if not page.timed_out:
                return page
        self.context.leave_off(f"search page {page_number} ran out of the service's time {_REPEATS} times")
        return None

    def closed(self, reason: str) -> None:
        """Move the watermark, once everything up to it is held; a notice that is not there will not come back."""
        spec, ledger = self.context.spec, self.context.ledger
        failed = ledger.rows(
            f"select outcome, reason, count(*) as n from fetch where crawl_id = ? and {_NOTICE} and not ({_SETTLED}) "  # noqa: S608  our own conditions
            "group by outcome, reason order by outcome, reason",
            (self.context.crawl_id,),
        )
        for row in failed:
            self.context.leave_off(f"{row['n']} notices did not come ({row['outcome'] or 'no end'}: {row['reason']})")
        if self.complete and reason == "finished" and not self.context.incomplete:
            ledger.set_watermark(source=spec.name, value=self.context.as_of.isoformat())
