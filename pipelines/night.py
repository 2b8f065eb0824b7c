"""One night of one study: the lock that makes it the only one, its opening, its sums, and its end.

The ledger is the record of a night. Whoever orchestrates the stages (Prefect, the plain runner, a person with single
commands) opens and closes the night here, so that a night is the same thing in all three.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import structlog

from pipelines.recovering import put_in_order
from pipelines.study import StudyFile
from warehouse.archive import Archive
from warehouse.failpoint import failpoint
from warehouse.ledger import FINE, Ledger
from warehouse.redacting import redacted
from warehouse.refusal import RefusedError
from warehouse.settings import Settings, Workspace, workspace

log = structlog.get_logger(__name__)

# A source that answered less than this of what it did when it was last collected whole (or, before that, of what was
# planned) failed.
ENOUGH_OF_BEFORE = 0.8
ENOUGH_OF_PLANNED = 0.5
REASON_SHOWN = 200


class NightRefusedError(RefusedError):
    """A night, or a stage of one, that cannot go on; one sentence that says why and what to do."""


@dataclass(frozen=True)
class Night:
    """Everything that a stage needs to know of the night that it belongs to."""

    file: StudyFile
    settings: Settings
    workspace: Workspace
    night_id: str
    as_of: date
    allow_partial: bool = False
    answered: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    """What stages asked once and need not ask again."""

    @property
    def ledger(self) -> Ledger:
        """A new connection to the study's ledger."""
        return Ledger(self.workspace.ledger)

    @property
    def archive(self) -> Archive:
        """The study's evidence."""
        return Archive(self.workspace.evidence)


@contextmanager
def the_only_one(place: Workspace) -> Iterator[None]:
    """Hold the study's lock; it ends with the process, so a dead night never blocks the next."""
    place.make()
    with place.lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NightRefusedError(
                f"Another run of the study {place.root.name!r} is under way; wait for it, or see `overblik status`."
            ) from None
        yield


def begin(
    file: StudyFile, settings: Settings, *, as_of: date, allow_partial: bool = False, go_on: bool = False
) -> Night:
    """Open a night and enter it in the ledger; with `go_on`, continue what single commands left open for this day.

    Nothing but the last night is continued: a later one has moved on from what an earlier one collected.
    """
    place = workspace(settings, file.study.name).make()
    with Ledger(place.ledger) as ledger:
        if go_on:
            last = ledger.rows("select night_id, as_of, outcome from night order by rowid desc limit 1")
            if last and (last[0]["outcome"], last[0]["as_of"]) == ("paused", as_of.isoformat()):
                return Night(file, settings, place, last[0]["night_id"], as_of, allow_partial)
        ran = ledger.rows("select count(*) as n from night where as_of = ?", (as_of.isoformat(),))[0]["n"]
        night_id = f"{as_of:%Y%m%d}-{ran + 1}"
        for dead in ledger.begin_night(night_id=night_id, study=file.study.name, as_of=as_of.isoformat()):
            log.warning("an earlier night never ended and is closed as abandoned", night=dead)
        put_in_order(place, ledger)
    return Night(file, settings, place, night_id, as_of, allow_partial)


def pause(night: Night) -> None:
    """Leave a night open for the next single command."""
    with night.ledger as ledger:
        ledger.end_night(night_id=night.night_id, outcome="paused", reason="stages are being run one by one")


def close(night: Night, *, outcome: str, reason: str | None = None) -> None:
    """End a night as published, unchanged, kept_last_good or failed."""
    failpoint("night.closing")
    with night.ledger as ledger:
        ledger.end_night(
            night_id=night.night_id,
            outcome=outcome,
            reason=redacted(reason) if reason else None,
            edition_id=night.night_id if outcome == "published" else None,
        )


@dataclass(frozen=True)
class Sums:
    """What a night planned and what became of it; `difference` is what the sums leave unexplained (must be 0)."""

    planned: int
    by_outcome: dict[str, int]
    evidence: int
    evidence_read: int
    failed_crawls: tuple[str, ...]
    partial_crawls: tuple[str, ...]

    @property
    def difference(self) -> int:
        """Requests without an end, plus evidence neither read nor quarantined."""
        return self.planned - sum(self.by_outcome.values()) + self.evidence - self.evidence_read

    @property
    def failed(self) -> int:
        """Requests that ended in a fault (neither answered nor refused by policy)."""
        return sum(count for outcome, count in self.by_outcome.items() if outcome not in FINE)


def add_up(night: Night) -> Sums:
    """The night's sums, from the ledger alone. The last crawl of each source counts: a retry replaces its failure."""
    with night.ledger as ledger:
        ended = ledger.rows(
            "select fetch.outcome as outcome, count(*) as n from fetch join crawl using (crawl_id) "
            "where night_id = ? group by 1",
            (night.night_id,),
        )
        evidence = ledger.rows(
            "select count(*) as n, "
            # A package that is half read has readings, and is not read.
            "coalesce(sum(exists (select 1 from reading r where r.evidence_id = e.evidence_id) "
            "and e.evidence_id not in (select evidence_id from unfinished)), 0) as seen from evidence e"
        )[0]
        last = ledger.rows(
            "select crawl_id, source, outcome, reason, max(rowid) from crawl where night_id = ? group by source "
            "order by source",
            (night.night_id,),
        )
        ended_badly = [row for row in last if row["outcome"] != "finished"]
        failed = [
            row
            for row in ended_badly
            if row["outcome"] not in ("partial", "postponed")
            or (row["outcome"] == "partial" and not _enough(ledger, row["crawl_id"]))
        ]
        never = _never_begun(night, ledger, {row["source"] for row in last})
    return Sums(
        planned=sum(row["n"] for row in ended),
        by_outcome={row["outcome"]: row["n"] for row in ended if row["outcome"]},
        evidence=evidence["n"],
        evidence_read=evidence["seen"],
        failed_crawls=(*(_told(row) for row in failed), *(f"{name} (it was never begun)" for name in never)),
        partial_crawls=tuple(_told(row) for row in ended_badly if row not in failed),
    )


def _never_begun(night: Night, ledger: Ledger, begun: set[str]) -> list[str]:
    """Sources that the night's collecting left out: whoever orchestrates may lose one without a word.

    A night that collects nothing at all (single commands, from the archive) leaves none out.
    """
    if not ledger.rows("select 1 from stage where night_id = ? and stage = 'collect'", (night.night_id,)):
        return []
    return [source.name for source in night.file.study.source if source.name not in begun]


def _told(crawl: sqlite3.Row) -> str:
    reason = crawl["reason"] or ("no reason given" if crawl["outcome"] else "its crawl never ended")
    return f"{crawl['source']} ({reason if len(reason) <= REASON_SHOWN else reason[:REASON_SHOWN] + ' …'})"


def _enough(ledger: Ledger, crawl_id: str) -> bool:
    """Whether a crawl that was cut short still answered most of what the source last did as a whole.

    A site or two that are down must not hold back a night of thirty; half of them must. The measure is the last crawl
    that finished in a night that was published: one that was kept back must not become it, nor may a source dwindle
    from part to part. Before the first such crawl, half of the planned requests have to be answered.
    """
    counted = "count(*) as planned, sum(fetch.outcome in ('ok', 'unchanged')) as answered from fetch"
    tonight = ledger.rows(f"select {counted} where crawl_id = ?", (crawl_id,))[0]
    whole = ledger.rows(
        f"select {counted} join crawl using (crawl_id) join night using (night_id) "  # noqa: S608  our own words
        "where crawl.source = (select source from crawl where crawl_id = ?) and crawl.outcome = 'finished' "
        "and night.outcome in ('published', 'unchanged') group by crawl_id having answered order by crawl.rowid desc "
        "limit 1",
        (crawl_id,),
    )
    expected = ENOUGH_OF_BEFORE * whole[0]["answered"] if whole else ENOUGH_OF_PLANNED * tonight["planned"]
    return bool(tonight["answered"] and tonight["answered"] >= expected)


def check_sums(night: Night, sums: Sums) -> None:
    """Refuse to publish a night whose sums do not close or whose crawls failed. Raises `NightRefusedError`."""
    if sums.difference:
        raise NightRefusedError(
            f"The night {night.night_id} does not add up (difference {sums.difference}): {sums.planned} requests were "
            f"planned, {json.dumps(sums.by_outcome, sort_keys=True)}; {sums.evidence} pieces of evidence, "
            f"{sums.evidence_read} of them read. Nothing is published; run it again, or look with `overblik status`."
        )
    for told in sums.partial_crawls:
        log.warning("a source was collected in part; what it gave is published", source=told)
    if sums.failed_crawls and not night.allow_partial:
        raise NightRefusedError(
            f"These sources were not collected: {'; '.join(sums.failed_crawls)}. Half a crawl is never published; the "
            "last good edition stays. Mend the source, or publish what there is with --allow-partial."
        )
