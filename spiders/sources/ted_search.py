"""TED by its search interface: the notices that concern the study, each in its own XML. For the daily news of a scope.

History of years comes faster, and whole, from `ted_packages`.
"""

from __future__ import annotations

from spiders.source import Crawl, Source
from spiders.ted_query import TedSearchOptions


def crawl(crawl: Crawl) -> None:
    """Search since the watermark, then get every notice not held yet."""
    from spiders.scrapy_crawl import run_spider
    from spiders.ted_spider import TedSpider

    assert isinstance(crawl.spec.options, TedSearchOptions)
    run_spider(TedSpider, crawl, options=crawl.spec.options)


SOURCE = Source(
    kind="ted_search",
    title="TED, notices found by search",
    publisher="Publications Office of the European Union",
    licence="Commission Decision 2011/833/EU; metadata CC0, editorial content CC BY 4.0",
    terms="https://ted.europa.eu/en/legal-notice",
    politeness="One request at a time, a second or more apart; a notice is fetched once and never again.",
    options=TedSearchOptions,
    crawl=crawl,
)
