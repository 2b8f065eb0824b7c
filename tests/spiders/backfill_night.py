"""One night of a backfill, as a program of its own (`python -m`), which a test may kill at any moment.

It says on its output, a line each, what it does, and when it tells of reading it waits for a line of its input: whoever
kills it there meets it there, however busy the machine. Rejected: a fork of the test, which begins faster, but with the
threads, open files and locks of whatever ran before it, and so fails for reasons that no night has.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

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


def run(root: Path, site: str, night_id: str) -> None:
    """Collect, then read, as a night does, and tell of it. The crawl runs in this very process, and dies with it."""
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
            say=_tell,
        )
        sources()["ted_packages"].crawl(crawl)
        ledger.end_crawl(crawl_id=crawl_id, outcome="partial" if crawl.incomplete else "finished")
        read_new(
            root=root,
            settings=settings,
            batch_parts=BATCH_PARTS,
            progress=lambda done, _: _tell_and_wait(f"read {done}"),
        )
        ledger.end_night(night_id=night_id, outcome="published")


def _tell(said: str) -> None:
    print(said, flush=True)  # noqa: T201  the test listens


def _tell_and_wait(said: str) -> None:
    _tell(said)
    sys.stdin.readline()


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
