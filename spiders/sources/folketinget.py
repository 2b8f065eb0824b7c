"""Folketinget's open data: the cases (bills, questions, committee matters) whose titles concern the study.

OData 3: a page holds a hundred rows and names the next (`odata.nextLink`). A filter with a field or a function that
the service does not know is passed over and everything is returned, so that each row is held to what was asked: one
row that does not fit ends the crawl before anything of its page is read. No actor is asked for: the cases name what
is decided, and persons stay where they are.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urljoin

from pydantic import BaseModel, ConfigDict, Field

from spiders.archiving import Ask
from spiders.direct_crawl import run_directly
from spiders.fetching import Fetcher
from spiders.interfaces import FINE, keep_gap, read_json, said, why_not, within
from spiders.items import admit
from spiders.source import Crawl, Source

GAP_SECONDS = 1.0
PAGE_ROWS = 100


class FolketingetOptions(BaseModel):
    """What is collected of the parliament's cases."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: tuple[str, ...] = Field(
        default=("digital", "kunstig intelligens", "cyber", "it-system", "MitID"),
        min_length=1,
        description="a case is collected where its title holds one of these",
    )
    hours_back: int = Field(default=24, ge=0, le=720, description="hours before the watermark that are asked again")
    max_pages: int = Field(default=50, ge=1, description="new pages of a hundred cases in one night; the rest follow")
    api: str = Field(default="https://oda.ft.dk/api", description="where the interface is")


def page_address(options: FolketingetOptions, since: datetime) -> str:
    """The first page of the cases updated since a moment, oldest first."""
    words = " or ".join(f"substringof('{term.replace(chr(39), chr(39) * 2)}',titel)" for term in options.terms)
    asked = {
        "$filter": f"opdateringsdato ge datetime'{since:%Y-%m-%dT%H:%M:%S}' and ({words})",
        "$expand": "Sagstype,Sagsstatus,Periode",
        "$orderby": "opdateringsdato,id",
        "$format": "json",
    }
    query = "&".join(f"{quote(name, safe='$')}={quote(value, safe='')}" for name, value in asked.items())
    return f"{options.api.rstrip('/')}/Sag?{query}"


def stray(rows: list[Any], options: FolketingetOptions, since: datetime) -> str | None:
    """Why a page is not what was asked for, or None: a row without a title, of another subject, or too old."""
    wanted = [term.casefold() for term in options.terms]
    for row in rows:
        title = said(row.get("titel")) if isinstance(row, dict) else None
        if title is None:
            return "a row has no title"
        if not any(term in title.casefold() for term in wanted):
            return f"{title[:60]!r} holds none of the words asked for"
        updated = said(row.get("opdateringsdato")) or ""
        if updated < f"{since:%Y-%m-%dT%H:%M:%S}":
            return f"{title[:60]!r} was updated on {updated or 'no day'}, before {since:%Y-%m-%d}"
    return None


async def collect_cases(crawl: Crawl, fetcher: Fetcher, options: FolketingetOptions) -> None:
    """Collect what was updated since the watermark, through this fetcher."""
    keep_gap(crawl, fetcher, options.api, GAP_SECONDS)
    since = datetime.combine(crawl.spec.period_start, time())
    watermark = crawl.ledger.watermark(crawl.source) or ""
    if watermark:
        since = max(since, datetime.fromisoformat(watermark) - timedelta(hours=options.hours_back))
    url: str | None = page_address(options, since)
    last, new_pages = watermark, 0
    while url is not None and new_pages < options.max_pages:
        answer = await fetcher.ask(
            Ask(
                url=url,
                key=url,
                headers={"Accept": "application/json"},
                steering=True,  # read only where it holds what was asked for
                expects="json",
                conditional=False,
                scope=within(url),
                obeys_robots=False,  # robots.txt speaks to those who follow links; this is a documented interface
                respects_reservations=False,
            )
        )
        if answer is None or answer.outcome not in FINE:
            crawl.leave_off(f"a page of cases did not come ({why_not(answer)})")
            return
        document = read_json(fetcher.keeper.bytes_of(answer))
        rows = document.get("value") if isinstance(document, dict) else None
        if not isinstance(rows, list):
            crawl.leave_off("a page of cases makes no sense: it has no list of values")
            return
        if why := stray(rows, options, since):
            crawl.leave_off(f"the service passes over the filter: {why}")
            return
        newest = max((str(row["opdateringsdato"])[:19] for row in rows), default="")
        if rows:
            admit(crawl, answer)
        # Pages asked for again would take the place of new ones every night, after a day with many updates.
        new_pages += not rows or newest > watermark
        last = max(last, newest)
        url = _next(document, url)
        if url is not None and (why := within(options.api)(url)):
            crawl.leave_off(f"the next page leads to another host: {why}")
            return
    if url is not None:
        crawl.say(f"{new_pages} new pages are enough for one night; the rest follow")
    if last:
        crawl.ledger.set_watermark(source=crawl.source, value=last)


def _next(document: Any, base: str) -> str | None:
    link = said(document.get("odata.nextLink") or document.get("@odata.nextLink"))
    return urljoin(base, link) if link else None


def crawl(crawl: Crawl) -> None:
    """Collect the cases updated since the watermark."""
    options = crawl.spec.options
    assert isinstance(options, FolketingetOptions)
    run_directly(crawl, lambda fetcher: collect_cases(crawl, fetcher, options))


SOURCE = Source(
    kind="folketinget",
    title="Cases of the Danish parliament",
    publisher="Folketinget",
    licence="Open data of the parliament; reuse with the source named",
    terms="https://www.ft.dk/da/dokumenter/aabne_data",
    politeness="One request at a time, a second or more apart; only what was updated since the last night.",
    options=FolketingetOptions,
    crawl=crawl,
)
