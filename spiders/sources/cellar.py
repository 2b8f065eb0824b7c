"""CELLAR, the store behind EUR-Lex: acts of the Union by their CELEX number, and new ones by the words of their titles.

EUR-Lex's own pages stand behind a firewall for crawlers; CELLAR is the channel that the Publications Office offers. A
SPARQL query finds acts whose titles hold the study's words, 500 rows at most; where it shows as many, the next goes on
from their last day. Each act is then asked for by content negotiation (XHTML, in the study's language). An act once
published does not change, so that it is asked for conditionally and seldom.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Literal
from urllib.parse import quote, urlencode, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from spiders.archiving import Ask
from spiders.direct_crawl import run_directly
from spiders.fetching import Fetcher
from spiders.interfaces import FINE, keep_gap, read_json, said, why_not, within
from spiders.source import Crawl, Source

GAP_SECONDS = 2.0
MOST_ROWS = 500
_CELEX = re.compile(r"^[1-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d{2}\))?$")
_QUERY = """PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?celex ?title ?date WHERE {{
  ?work cdm:resource_legal_id_celex ?celex ; cdm:work_date_document ?date .
  ?expression cdm:expression_belongs_to_work ?work ;
    cdm:expression_uses_language <http://publications.europa.eu/resource/authority/language/{language}> ;
    cdm:expression_title ?title .
  FILTER(?date >= "{since}"^^xsd:date)
  FILTER(regex(str(?celex), "^[35]"))
  FILTER(regex(str(?title), "{words}", "i"))
}} ORDER BY ?date ?celex LIMIT {limit}"""


class CellarOptions(BaseModel):
    """What is collected of the Union's acts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    celex: tuple[str, ...] = Field(default=(), description="acts to follow, by CELEX number, as 32024R0903")
    terms: tuple[str, ...] = Field(default=(), description="new acts whose titles hold one of these; none if empty")
    language: Literal["DAN", "ENG"] = Field(default="DAN", description="language of titles and texts")
    days_back: int = Field(default=30, ge=0, le=400, description="days before the watermark that are searched again")
    max_acts: int = Field(default=100, ge=1, description="new acts fetched in one night; the rest follow")
    api: str = Field(default="https://publications.europa.eu", description="where the store is")

    @field_validator("celex")
    @classmethod
    def _are_numbers(cls, celex: tuple[str, ...]) -> tuple[str, ...]:
        for one in celex:
            if not _CELEX.match(one):
                raise ValueError(f"{one!r} is no CELEX number as 32024R0903")
        return celex

    @field_validator("terms")
    @classmethod
    def _are_words(cls, terms: tuple[str, ...]) -> tuple[str, ...]:
        for one in terms:
            if not re.fullmatch(r"[\w &-]{3,60}", one):
                raise ValueError(f"{one!r} may hold letters, figures, blanks and hyphens alone")
        return terms


def query_of(options: CellarOptions, since: date) -> str:
    """The search for acts since a day, as SPARQL."""
    return _QUERY.format(
        language=options.language, since=since.isoformat(), words="|".join(options.terms), limit=MOST_ROWS
    )


def found_acts(document: Any, options: CellarOptions, since: date) -> list[tuple[str, str]] | str:
    """(CELEX, day) of each act that a search gave; or one sentence, where the answer is not what was asked for."""
    results = document.get("results") if isinstance(document, dict) else None
    rows = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(rows, list):
        return "the search makes no sense: it has no bindings"
    found = []
    for row in rows:
        celex, title, day = (_value(row, name) for name in ("celex", "title", "date"))
        if not celex or not _CELEX.match(celex):
            continue
        if day is None or day < since.isoformat():
            return f"the search passes over its filter: {celex} is of {day}"
        if title is None or not any(term.casefold() in title.casefold() for term in options.terms):
            return f"the search passes over its filter: the title of {celex} holds none of the words"
        found.append((celex, day[:10]))
    return list(dict.fromkeys(found))


def _value(row: Any, name: str) -> str | None:
    cell = row.get(name) if isinstance(row, dict) else None
    return said(cell.get("value")) if isinstance(cell, dict) else None


async def collect_union_acts(crawl: Crawl, fetcher: Fetcher, options: CellarOptions) -> None:
    """Collect the acts that are followed, and those found since the watermark, through this fetcher."""
    keep_gap(crawl, fetcher, options.api, GAP_SECONDS)
    for celex in options.celex:
        await _act(crawl, fetcher, options, celex)
    acts = await _search(crawl, fetcher, options) if options.terms else None
    if acts is None:
        return
    fetched, reached = 0, None
    for celex, day in acts:
        # What was asked for before is asked for again beside what is new, never in its place.
        if crawl.ledger.last_asked(source=crawl.source, request_key=_key(options, celex)) is None:
            if fetched >= options.max_acts:
                crawl.say(f"{fetched} acts are enough for one night; the rest follow")
                break
            fetched += 1
        await _act(crawl, fetcher, options, celex)
        reached = day
    else:
        reached = crawl.as_of.isoformat()
    if reached and not crawl.incomplete:
        crawl.ledger.set_watermark(source=crawl.source, value=reached)


async def _search(crawl: Crawl, fetcher: Fetcher, options: CellarOptions) -> list[tuple[str, str]] | None:
    """The acts since the watermark, oldest first; a search that shows as many as it may goes on from its last day."""
    since = crawl.spec.period_start
    if watermark := crawl.ledger.watermark(crawl.source):
        since = max(since, date.fromisoformat(watermark) - timedelta(days=options.days_back))
    found: dict[str, str] = {}
    while True:
        page = await _page(crawl, fetcher, options, since)
        if page is None:
            return None
        acts, rows = page
        for celex, day in acts:
            found.setdefault(celex, day)
        if rows < MOST_ROWS:
            return list(found.items())
        last = date.fromisoformat(acts[-1][1]) if acts else since
        if last <= since:
            crawl.leave_off(f"the search shows {rows} acts of {since}, as many as it may; name fewer or rarer words")
            return list(found.items())
        since = last


async def _page(
    crawl: Crawl, fetcher: Fetcher, options: CellarOptions, since: date
) -> tuple[list[tuple[str, str]], int] | None:
    """The acts of one search, and how many rows it showed; None where it did not come or is not what was asked for."""
    asked = urlencode({"query": query_of(options, since), "format": "application/sparql-results+json"}, quote_via=quote)
    url = f"{options.api.rstrip('/')}/webapi/rdf/sparql?{asked}"
    answer = await fetcher.ask(
        Ask(
            url=url,
            key=f"search since {since}",
            headers={"Accept": "application/sparql-results+json"},
            steering=True,
            expects="json",
            conditional=False,
            scope=within(url),
            obeys_robots=False,  # robots.txt speaks to those who follow links; this is a documented interface
            respects_reservations=False,
        )
    )
    if answer is None or answer.outcome not in FINE:
        crawl.leave_off(f"the search did not come ({why_not(answer)})")
        return None
    document = read_json(fetcher.keeper.bytes_of(answer))
    acts = found_acts(document, options, since)
    if isinstance(acts, str):
        crawl.leave_off(acts)
        return None
    return acts, len(document["results"]["bindings"])


def _key(options: CellarOptions, celex: str) -> str:
    return f"act {celex} {options.language}"


async def _act(crawl: Crawl, fetcher: Fetcher, options: CellarOptions, celex: str) -> None:
    url = f"{options.api.rstrip('/')}/resource/celex/{celex}"
    home = urlsplit(url).hostname
    answer = await fetcher.ask(
        Ask(
            url=url,
            key=_key(options, celex),
            headers={
                "Accept": "application/xhtml+xml, text/html;q=0.9",
                "Accept-Language": options.language.lower(),
            },
            publisher="European Union",
            # The store answers with addresses of its own in http.
            scope=lambda other: None if urlsplit(other).hostname == home else "it leads out of the store",
            obeys_robots=False,
            respects_reservations=False,  # reuse is granted by Decision 2011/833/EU
        )
    )
    if answer is not None and answer.outcome not in FINE:
        # An act that has no text in the language is an end in the ledger; only a store that is ill ends the night.
        if answer.status in {404, 406, 410, 300}:
            crawl.say(f"{celex} has no text in {options.language} ({why_not(answer)})")
        else:
            crawl.leave_off(f"{celex} did not come ({why_not(answer)})")


def crawl(crawl: Crawl) -> None:
    """Collect the acts that are followed and the new ones."""
    options = crawl.spec.options
    assert isinstance(options, CellarOptions)
    run_directly(crawl, lambda fetcher: collect_union_acts(crawl, fetcher, options))


SOURCE = Source(
    kind="cellar",
    title="Acts of the European Union",
    publisher="European Union",
    licence="Reuse with the source named (Commission Decision 2011/833/EU)",
    terms="https://op.europa.eu/en/web/cellar",
    politeness="Searches of 500 acts and one request at a time, two seconds apart; an act is asked for conditionally.",
    options=CellarOptions,
    crawl=crawl,
)
