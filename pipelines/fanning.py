"""One source of a night that is under way, collected by another process: what a worker of a Prefect work pool runs.

The night holds the study's lock and waits; the unit only adds its crawl to the night's ledger. It refuses a night that
is not under way (its lock is free) and a source that this night has collected already, so that a unit that comes late,
twice, or after the night gave up waiting asks no publisher a second time. What became of it the night reads in the
ledger, never from whoever ran it.

Workers must be on the machine that holds the study's folder: the ledger is SQLite and needs a file system's locks.
That is no loss: a crawl waits for publishers, not for processors. Pools give a limit, a user or a container for each.

Rejected: a ledger for each crawl that is merged afterwards (crawls ask the ledger what is known already, so each would
need all of it, and a merge is one more way to lose a request).
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pipelines import stages
from pipelines.advising import run_command
from pipelines.night import Night, NightRefusedError, the_only_one
from pipelines.study import listed, read
from pipelines.study_tables import check_shelves
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, workspace


def crawl_in_night(study: str, source: str, night_id: str, settings: Settings) -> str:
    """Collect one source for a night that another process runs; returns a sentence. Raises `NightRefusedError`."""
    file = read(study)
    check_shelves(file)
    place = workspace(settings, file.study.name)
    names = [one.name for one in file.study.source]
    if source not in names:
        raise NightRefusedError(f"The study {file.study.name!r} has no source {source!r}; there are {listed(names)}.")
    night = Night(file, settings, place, night_id, _under_way(place, night_id, study))
    return collect_once(night, source)


def _under_way(place: Workspace, night_id: str, study: str) -> date:
    """The day of a night that is under way. Raises `NightRefusedError`."""
    rows = []
    if place.ledger.exists():
        with Ledger(place.ledger) as ledger:
            rows = ledger.rows("select as_of from night where night_id = ? and outcome = 'running'", (night_id,))
    try:
        with the_only_one(place):
            is_dead = True
    except NightRefusedError:
        is_dead = False
    if is_dead or not rows:
        raise NightRefusedError(
            f"No night {night_id} of {place.root.name!r} is under way here, so nothing is collected for it; run "
            f"`{run_command(study)}`, which asks for its crawls itself."
        )
    return date.fromisoformat(rows[0]["as_of"])


def collect_once(night: Night, source: str) -> str:
    """Collect a source unless this night has, or does; returns a sentence. Raises `NightRefusedError` if it has.

    A crawl that is open although nobody holds the source's lock is a dead worker's and is closed first.
    """
    with _the_only_crawl(night.workspace, source):
        with night.ledger as ledger:
            for row in ledger.rows(
                "select crawl_id from crawl where night_id = ? and source = ? and ended_at is null",
                (night.night_id, source),
            ):
                ledger.end_crawl(crawl_id=row["crawl_id"], outcome="failed", reason="its worker died")
            if ledger.rows(
                "select 1 from crawl where night_id = ? and source = ? and outcome <> 'failed'",
                (night.night_id, source),
            ):
                raise NightRefusedError(f"The night {night.night_id} has collected {source!r} already.")
        return stages.collect_source(night, source)


def came_to(night: Night, source: str) -> str | None:
    """What the ledger says of a source's crawl tonight, in a sentence; None where there was none that ended."""
    with night.ledger as ledger:
        rows = ledger.rows(
            "select crawl.outcome, crawl.reason, count(fetch_id) as planned "
            "from crawl left join fetch using (crawl_id) "
            "where night_id = ? and crawl.source = ? and crawl.ended_at is not null group by crawl_id "
            "order by crawl.rowid desc limit 1",
            (night.night_id, source),
        )
    if not rows or rows[0]["outcome"] in ("failed", "ending"):
        return None
    more = f" ({rows[0]['reason']})" if rows[0]["reason"] else ""
    return f"{source}: {rows[0]['planned']} requests by a work pool, {rows[0]['outcome']}{more}"


@contextmanager
def _the_only_crawl(place: Workspace, source: str) -> Iterator[None]:
    """Hold one source's lock; it ends with its process."""
    with (place.root / f"crawl-{re.sub(r'[^a-z0-9_-]', '_', source)}.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NightRefusedError(f"The source {source!r} is being collected by another process.") from None
        yield
