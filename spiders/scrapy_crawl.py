"""Scrapy under a crawl: its engine, scheduler and callbacks, over our own way of fetching.

Imported in a crawl's own process alone: the reactor cannot be started twice in one process.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.settings import Settings as ScrapySettings

from spiders.archiving import Answer, Ask
from spiders.fetching import Fetcher, guard_for
from spiders.source import Crawl
from spiders.wire import Wire


class SourceSpider(Spider):
    """A spider of one crawl: plans requests in the ledger, and hears of each of them again."""

    name = "source"

    def __init__(self, context: Crawl, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.context = context
        self.wire = Wire(guard=guard_for(context), user_agent=context.settings.user_agent, proxy=context.settings.proxy)
        self.fetcher = Fetcher(context, self.wire)

    def request(self, ask: Ask, **meta: Any) -> Iterator[Request]:
        """Plan one request; nothing where this crawl planned it before."""
        fetch_id = self.fetcher.keeper.plan(ask)
        if fetch_id is not None:
            yield self.to_send(ask, fetch_id, **meta)

    def to_send(self, ask: Ask, fetch_id: int, **meta: Any) -> Request:
        """A planned request, for the frontier."""
        return Request(
            ask.url, callback=self.on_answer, dont_filter=True, meta={"planned": (ask, fetch_id), "about": meta}
        )

    async def fetch(self, ask: Ask) -> Answer | None:
        """Plan and fetch at once, outside the frontier: for steering that must come before anything else."""
        return await self.fetcher.ask(ask)

    def on_answer(self, response: Response) -> Iterator[Request] | AsyncIterator[Request]:
        """What follows from an answer; `response.meta` holds `answer` and `about`."""
        return iter(())


class FetchingHandler(BaseDownloadHandler):
    """Scrapy's download handler: brings a planned request to its end, whatever that is."""

    async def download_request(self, request: Request) -> Response:
        """Never fails: how the request ended stands in `meta["answer"]`, not in a status or an exception."""
        spider = cast(SourceSpider, self.crawler.spider)
        ask, fetch_id = request.meta["planned"]
        request.meta["answer"] = await spider.fetcher.fetch(ask, fetch_id)
        return Response(ask.url, request=request)

    async def close(self) -> None:
        """Close the connections with the engine."""
        await cast(SourceSpider, self.crawler.spider).wire.close()


def run_spider(spider: type[SourceSpider], context: Crawl, **kwargs: Any) -> None:
    """Run one spider to its end in this process. Raises what ended it early."""
    settings = ScrapySettings()
    settings.setmodule("spiders.settings", priority="project")
    settings.set("USER_AGENT", context.settings.user_agent, priority="cmdline")
    settings.set("CLOSESPIDER_TIMEOUT", context.limits.crawl_seconds, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler: Crawler = process.create_crawler(spider)
    crawling = process.crawl(crawler, context=context, **kwargs)
    process.start(install_signal_handlers=False)
    reason = crawler.stats.get_value("finish_reason") if crawler.stats is not None else None
    if reason not in {"finished", None}:
        context.leave_off(
            {
                "closespider_timeout": f"it took longer than {context.limits.crawl_seconds:g} seconds",
                "memusage_exceeded": "it took more memory than it may",
            }.get(str(reason), f"it was closed: {reason}")
        )
    if crawling.done() and (fault := crawling.exception()) is not None:
        raise fault
    for sentence in spider_faults(crawler):
        context.leave_off(sentence)


def spider_faults(crawler: Crawler) -> list[str]:
    """Faults of a spider's own callbacks, which Scrapy counts and otherwise keeps to its log."""
    stats = crawler.stats.get_stats() if crawler.stats is not None else {}
    return [
        f"a fault of ours: {count} times {name.rsplit('/', 1)[-1]}"
        for name, count in sorted(stats.items())
        if name.startswith("spider_exceptions/") and name != "spider_exceptions/count"
    ]
