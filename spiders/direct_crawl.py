"""A crawl without a frontier: one coroutine that asks one thing after the other, with the same guard and ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from spiders.fetching import Fetcher, guard_for
from spiders.source import Crawl
from spiders.wire import Wire


def run_directly(crawl: Crawl, steps: Callable[[Fetcher], Awaitable[None]]) -> None:
    """Run `steps` to their end in this process, in at most the crawl's time."""
    asyncio.run(_run(crawl, steps))


async def _run(crawl: Crawl, steps: Callable[[Fetcher], Awaitable[None]]) -> None:
    wire = Wire(guard=guard_for(crawl), user_agent=crawl.settings.user_agent, proxy=crawl.settings.proxy)
    try:
        async with asyncio.timeout(crawl.limits.crawl_seconds):
            await steps(Fetcher(crawl, wire))
    except TimeoutError:
        crawl.leave_off(f"it took longer than {crawl.limits.crawl_seconds:g} seconds")
    finally:
        await wire.close()
