"""A crawl's own process: imports Scrapy once in the fork server, then runs one source and tells the parent.

The child ends when its parent does: a night that was killed must not leave a crawler behind that nobody watches.
"""

from __future__ import annotations

import logging
import os
import threading
from contextlib import closing
from importlib import import_module
from multiprocessing.connection import Connection

from spiders import scrapy_crawl, site_spider, ted_spider  # noqa: F401  so that the fork server has them ready
from spiders.crawling import Job
from spiders.source import Crawl, sources
from warehouse.archive import Archive
from warehouse.forgetting import Buried
from warehouse.ledger import Ledger
from warehouse.settings import Workspace

# What Scrapy and the connection pool import by name when they first need it; here once, not in every crawl.
for _name in (
    "anyio._backends._asyncio",
    "feedparser",
    "scrapy.core.downloader",
    "scrapy.core.scheduler",
    "scrapy.dupefilters",
    "scrapy.extensions.closespider",
    "scrapy.extensions.corestats",
    "scrapy.extensions.memusage",
    "scrapy.logformatter",
    "scrapy.pqueues",
    "scrapy.resolver",
    "scrapy.spiderloader",
    "scrapy.squeues",
    "scrapy.statscollectors",
):
    import_module(_name)


class _Pipe(logging.Handler):
    """Warnings of the libraries go to the parent, whose log is the night's."""

    def __init__(self, tell: _Teller) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text = f"{text.splitlines()[0]}: {type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
        self._tell("warn", text[:500])


class _Teller:
    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def __call__(self, word: str, said: object) -> None:
        with self._lock:
            self._pipe.send((word, said))


def _end_with_parent(pipe: Connection) -> None:
    try:
        pipe.recv()
    except (EOFError, OSError):
        os._exit(1)


def main(pipe: Connection, job: Job) -> None:
    """Run the job; tells `say`, `warn`, `left_off` and at last `done` or `failed`."""
    tell = _Teller(pipe)
    threading.Thread(target=_end_with_parent, args=(pipe,), daemon=True).start()
    root = logging.getLogger()
    root.handlers = [_Pipe(tell)]
    root.setLevel(logging.WARNING)
    place = Workspace(job.root)
    with Ledger(place.ledger) as ledger, closing(Buried(place.ledger)) as buried:
        crawl = Crawl(
            spec=job.spec,
            crawl_id=job.crawl_id,
            as_of=job.as_of,
            settings=job.settings,
            rehearsal=job.rehearsal,
            limits=job.limits,
            ledger=ledger,
            archive=Archive(place.evidence, instead=buried),
            say=lambda text: tell("say", text),
        )
        try:
            sources()[job.spec.kind].crawl(crawl)
        except Exception as fault:  # noqa: BLE001  the parent turns it into the crawl's end and its one sentence
            tell("left_off", crawl.incomplete)
            tell("failed", f"{type(fault).__name__}: {str(fault)[:300]}")
        else:
            tell("left_off", crawl.incomplete)
            tell("done", None)
