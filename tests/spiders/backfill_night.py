"""One night of a backfill, to be run in a process of its own, which a test may kill at any moment."""

from __future__ import annotations

from datetime import date
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from spiders.reading import read_new
from spiders.source import Crawl, Limits, SourceSpec, sources
from spiders.sources.ted_packages import TedPackagesOptions
from warehouse.archive import Archive
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace

SOURCE = "pakker"
AS_OF = date(2026, 6, 4)
SINCE = date(2026, 1, 1)
BATCH_PARTS = 8


def run(root: Path, site: str, night_id: str, tell: Connection) -> None:
    """Collect, then read, as a night does; tells its progress. The crawl runs in this very process, and dies with it.

    Reading processes come from the test's own fork server: starting one for each night costs seconds of imports.
    """
    held: Any = forkserver
    held._forkserver.ensure_running = held.ensure_running = _nothing
    place, settings = Workspace(root).make(), Settings(workers=1, proxy=None)
    spec = SourceSpec(
        name=SOURCE,
        kind="ted_packages",
        stream="procurement",
        delay_seconds=0,
        options=TedPackagesOptions(site=site, again_days=0),
        period_start=SINCE,
    )
    with Ledger(place.ledger) as ledger:
        ledger.begin_night(night_id=night_id, study="test", as_of=AS_OF.isoformat())
        crawl_id = f"{night_id}-{SOURCE}-1"
        ledger.begin_crawl(crawl_id=crawl_id, night_id=night_id, source=SOURCE)
        crawl = Crawl(
            spec=spec,
            crawl_id=crawl_id,
            as_of=AS_OF,
            settings=settings,
            rehearsal=True,
            limits=Limits(),
            ledger=ledger,
            archive=Archive(place.evidence),
            say=tell.send,
        )
        sources()["ted_packages"].crawl(crawl)
        ledger.end_crawl(crawl_id=crawl_id, outcome="partial" if crawl.incomplete else "finished")
        read_new(
            root=root, settings=settings, batch_parts=BATCH_PARTS, progress=lambda done, _: tell.send(f"read {done}")
        )
        ledger.end_night(night_id=night_id, outcome="published")


def _nothing() -> None:
    """The fork server runs."""
