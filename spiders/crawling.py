"""Running one source's crawl in a process of its own, and saying truly how it ended.

A crawl may hang, grow or be killed; the night must not. So each crawl is a child process that writes evidence and
ledger by itself and reports over a pipe; the parent only waits, and when the child dies, closes the crawl, so that
every request that it planned has an end. The children come from a fork server that has imported Scrapy once. Rejected:
a process started anew for each source (a second of imports each), threads (Scrapy's reactor runs once in a process).
"""

from __future__ import annotations

import multiprocessing
import threading
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import structlog

from spiders.source import Limits, SourceSpec, sources
from warehouse.ledger import FINE, Ledger
from warehouse.settings import Settings, Workspace, now

log = structlog.get_logger(__name__)

_GRACE_SECONDS = 60.0
_context = multiprocessing.get_context("forkserver")
_starting = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Job:
    """What the child is told."""

    spec: SourceSpec
    root: Path
    crawl_id: str
    as_of: date
    settings: Settings
    rehearsal: bool
    limits: Limits


@dataclass(frozen=True, kw_only=True)
class CrawlResult:
    """How a crawl came out. `planned` equals the sum of `by_outcome`; `reason` is one sentence, or None.

    finished: the source was collected to its end (single pages may have failed); partial: it was left off before its
    end; failed: nothing was collected; postponed: nothing was asked, because the publisher is closed at this hour.
    """

    source: str
    crawl_id: str
    outcome: Literal["finished", "partial", "failed", "postponed"]
    planned: int
    by_outcome: dict[str, int] = field(default_factory=dict)
    new_evidence: int = 0
    seconds: float = 0.0
    reason: str | None = None


def get_ready() -> None:
    """Start the fork server in the background; a night that does so early finds Scrapy imported when it collects."""
    with _starting:
        _context.set_forkserver_preload(["spiders.crawl_child"])
        forkserver.ensure_running()


def collect(
    spec: SourceSpec,
    *,
    root: Path,
    night_id: str,
    as_of: date,
    settings: Settings,
    allow_loopback: bool = False,
    limits: Limits | None = None,
) -> CrawlResult:
    """Collect one source into the workspace at `root`; may be called from several threads for several sources.

    `allow_loopback` marks a rehearsal: delays of zero and loopback addresses are allowed. Raises `ValueError` where
    the specification itself is wrong (an unknown kind, options of another kind, an impolite delay).
    """
    _check(spec, rehearsal=allow_loopback)
    started = clock.monotonic()
    with Ledger(Workspace(root).ledger) as ledger:
        count = ledger.rows("select count(*) as n from crawl where night_id = ? and source = ?", (night_id, spec.name))[
            0
        ]["n"]
        crawl_id = f"{night_id}-{spec.name}-{count + 1}"
        ledger.begin_crawl(crawl_id=crawl_id, night_id=night_id, source=spec.name)
        told = log.bind(source=spec.name, kind=spec.kind, crawl=crawl_id)
        told.info("crawl starts")
        incomplete: list[str] = []
        died: str | None = "it was interrupted"
        closed = None
        try:
            hours = None if allow_loopback else sources()[spec.kind].opening_hours
            if closed := _closed(hours):
                died = closed
            else:
                job = Job(
                    spec=spec,
                    root=root,
                    crawl_id=crawl_id,
                    as_of=as_of,
                    settings=settings,
                    rehearsal=allow_loopback,
                    limits=_until_closing(limits or Limits(), hours),
                )
                died, incomplete = _run(job, told)
        finally:
            result = _close(
                ledger,
                spec,
                crawl_id,
                died=died,
                incomplete=incomplete,
                seconds=clock.monotonic() - started,
                is_postponed=closed is not None,
            )
    told.info(
        "crawl ends",
        outcome=result.outcome,
        planned=result.planned,
        new_evidence=result.new_evidence,
        seconds=round(result.seconds, 2),
        reason=result.reason,
        **result.by_outcome,
    )
    return result


def _check(spec: SourceSpec, *, rehearsal: bool) -> None:
    kinds = sources()
    if spec.kind not in kinds:
        raise ValueError(f"There is no kind of source {spec.kind!r}; known: {', '.join(kinds)}.")
    kind = kinds[spec.kind]
    if not isinstance(spec.options, kind.options):
        raise ValueError(f"The options of {spec.name!r} are not options of the kind {spec.kind!r}.")
    if kind.asks_network and not rehearsal and spec.delay_seconds < 1:
        raise ValueError(f"The source {spec.name!r} may ask a real host at most once a second, not more often.")


_Hours = tuple[time, time] | None


def _closed(hours: _Hours) -> str | None:
    """Why a source is not asked at this hour, or None."""
    if hours is None or hours[0] <= _local_time() <= hours[1]:
        return None
    return f"postponed: the publisher asks to be visited between {hours[0]:%H:%M} and {hours[1]:%H:%M} only"


def _until_closing(limits: Limits, hours: _Hours) -> Limits:
    """The limits, with a crawl that ends before the publisher closes."""
    if hours is None:
        return limits
    local = _local_time()
    left = (hours[1].hour - local.hour) * 3600 + (hours[1].minute - local.minute) * 60 - local.second
    return replace(limits, crawl_seconds=max(1.0, min(limits.crawl_seconds, float(left))))


def _local_time() -> time:
    return now().astimezone(ZoneInfo("Europe/Copenhagen")).time()


def _run(job: Job, told: structlog.stdlib.BoundLogger) -> tuple[str | None, list[str]]:
    """Run the child to its end; returns (why it died or failed, or None; why it left off)."""
    deadline = clock.monotonic() + job.limits.crawl_seconds + _GRACE_SECONDS
    incomplete: list[str] = []
    with _child(job) as (process, ours):
        while True:
            try:
                if not ours.poll(min(5.0, max(0.0, deadline - clock.monotonic()))):
                    if clock.monotonic() > deadline:
                        return f"it took longer than {job.limits.crawl_seconds:g} seconds and was ended", incomplete
                    continue
                word, said = ours.recv()
            except (EOFError, ConnectionResetError, OSError):
                process.join(5)
                return f"its process died (exit code {process.exitcode})", incomplete
            if word == "say":
                told.info("crawl goes on", progress=said)
            elif word == "warn":
                told.warning("crawl", message=said)
            elif word == "left_off":
                incomplete = list(said)
            elif word == "done":
                return None, incomplete
            elif word == "failed":
                return str(said), incomplete


@contextmanager
def _child(job: Job) -> Iterator[tuple[multiprocessing.process.BaseProcess, Connection]]:
    ours, theirs = _context.Pipe()
    with _starting:
        _context.set_forkserver_preload(["spiders.crawl_child"])
        process = _context.Process(target=_enter, args=(theirs, job), daemon=True, name=job.crawl_id)
        process.start()
    theirs.close()
    try:
        yield process, ours
        process.join(10)
    finally:
        if process.is_alive():
            process.kill()
            process.join()
        ours.close()


def _enter(pipe: Connection, job: Job) -> None:
    from spiders.crawl_child import main  # imported in the child alone, where the fork server has it ready

    main(pipe, job)


def _close(
    ledger: Ledger,
    spec: SourceSpec,
    crawl_id: str,
    *,
    died: str | None,
    incomplete: list[str],
    seconds: float,
    is_postponed: bool,
) -> CrawlResult:
    ledger.end_crawl(crawl_id=crawl_id, outcome="ending", reason=died)
    by_outcome = {
        row["outcome"]: row["n"]
        for row in ledger.rows(
            "select outcome, count(*) as n from fetch where crawl_id = ? group by outcome order by outcome", (crawl_id,)
        )
    }
    new_evidence = ledger.rows(
        "select count(*) as n from evidence e join crawl c on c.crawl_id = ? "
        "where e.source = c.source and e.first_seen >= c.started_at",
        (crawl_id,),
    )[0]["n"]
    planned = sum(by_outcome.values())
    collected = by_outcome.get("ok", 0) + by_outcome.get("unchanged", 0)
    reasons = [*([died] if died else []), *incomplete]
    outcome: Literal["finished", "partial", "failed", "postponed"] = "finished"
    if is_postponed:
        outcome = "postponed"
    elif planned and not any(name in FINE for name in by_outcome):
        outcome = "failed"
        reasons = reasons or [_first_reason(ledger, crawl_id)]
    elif reasons:
        outcome = "partial" if collected else "failed"
    reason = "; ".join(reasons)[:1000] or None
    ledger.end_crawl(crawl_id=crawl_id, outcome=outcome, reason=reason)
    return CrawlResult(
        source=spec.name,
        crawl_id=crawl_id,
        outcome=outcome,
        planned=planned,
        by_outcome=by_outcome,
        new_evidence=new_evidence,
        seconds=seconds,
        reason=reason,
    )


def _first_reason(ledger: Ledger, crawl_id: str) -> str:
    rows = ledger.rows(
        "select url, outcome, reason from fetch where crawl_id = ? order by fetch_id limit 1", (crawl_id,)
    )
    return f"{rows[0]['url']}: {rows[0]['outcome']} ({rows[0]['reason']})" if rows else "nothing was planned"
