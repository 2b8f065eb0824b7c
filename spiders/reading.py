"""Evidence → records: read whatever the ledger says is unread, in killable processes, and keep it in batches.

Reading is keyed by digest and reader version: a night without news reads nothing, and a grown version reads its own
evidence again and no other. About every 2,000 parts a batch of Parquet is written and then named in the ledger, so a
kill loses at most one batch, which is simply read again; a package that was half read is read again from its start.
Packages are streamed member by member by this process, everything else is taken from the archive by the reader.

On a cluster a unit of evidence goes to a worker, which does all of that and writes the records; what it would have told
the ledger comes back as its answer. A unit whose worker died is read again by another: the same records under the same
names, so that a death changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from spiders.batching import BATCH_PARTS, Batches, Notes, Queue, ReadResult, scope_text
from spiders.formats import formats
from spiders.parts import READER, Scope
from spiders.reading_process import Job, libraries_for
from spiders.workers import work
from warehouse.archive import Archive
from warehouse.cluster import Cluster
from warehouse.failpoint import failpoint
from warehouse.ledger import Ledger, Reading
from warehouse.settings import Settings, Workspace

__all__ = ["ReadResult", "Scope", "read_new"]

# What one worker of a cluster takes at a time: enough that starting its reading process costs little beside.
_UNIT_PARTS = 500
_UNIT_BYTES = 16 << 20


def read_new(
    *,
    root: Path,
    settings: Settings,
    scopes: Mapping[str, Scope] | None = None,
    progress: Callable[[int, int], None] | None = None,
    extra_formats: Sequence[str] = (),
    batch_parts: int = BATCH_PARTS,
) -> ReadResult:
    """Read all evidence of a workspace that is unread; `progress` hears (evidence done, evidence in all).

    `scopes` says by source which notices concern the study; the rest is read and leaves no records. A source whose
    scope changed is read again. `extra_formats` are modules with a `FORMAT` beside the shelf. Raises
    `ReadingBrokenError` where reading processes cannot start.
    """
    began, place, scopes = time.perf_counter(), Workspace(root), dict(scopes or {})
    shelf = formats(extra=extra_formats)
    with Ledger(place.ledger) as ledger:
        changed = _changed_scopes(ledger, scopes)
        unread = [dict(row) for row in ledger.unread(readers={READER, *(one.reader for one in shelf)}, again=changed)]
        result, done = ReadResult(evidence=len(unread)), 0
        if unread:
            job = Job(
                evidence=place.evidence,
                extra_formats=tuple(extra_formats),
                scopes=scopes,
                seconds=settings.read_seconds,
                memory_mb=settings.read_memory_mb,
                workers=min(settings.workers, len(unread)) if len(unread) > 1 else settings.workers,
                preload=_preload(unread),
            )
            if settings.cluster:
                units = _units(unread, _Unit(root, replace(job, workers=1), batch_parts))
                with Cluster(settings.cluster, workers=settings.workers) as cluster:
                    for unit, told in cluster.spread(read_unit, units):
                        told.enter(ledger, result)
                        done += len(unit.rows)
                        if progress:
                            progress(done, len(unread))
            else:
                _read_here(job, unread, place, ledger, result, batch_parts, progress)
        for source in {*changed, *scopes}:
            ledger.set_watermark(source=f"scope of {source}", value=scope_text(scopes.get(source)))
    result.seconds = time.perf_counter() - began
    return result


def _changed_scopes(ledger: Ledger, scopes: Mapping[str, Scope]) -> list[str]:
    """Sources whose scope is not the one that their evidence was read with."""
    known = [str(row["source"]) for row in ledger.rows("select distinct source from evidence order by source")]
    before = {source: ledger.watermark(f"scope of {source}") for source in known}
    return [one for one in known if before[one] is not None and before[one] != scope_text(scopes.get(one))]


def _preload(unread: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Modules that are slow to import and wanted by many, imported once for all reading processes."""
    return max((libraries_for(row["media_type"], str(row["url"]), b"") for row in unread), key=len, default=())


def _read_here(
    job: Job,
    rows: Sequence[Mapping[str, Any]],
    place: Workspace,
    notes: Notes,
    result: ReadResult,
    batch_parts: int,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Read evidence in processes of this machine, write its records, and tell `notes` of each batch."""
    batches = Batches(place, notes, result, scopes=job.scopes, parts=batch_parts)
    queue = Queue(rows, archive=Archive(place.evidence), notes=notes, batches=batches, job=job)
    for answer in work(job, queue.next_chunk):
        queue.take(answer)
        failpoint("reading.answered")
        batches.add(answer)
        if progress:
            progress(queue.done, len(rows))
    batches.flush()


@dataclass(frozen=True)
class _Unit:
    """Evidence for one worker of a cluster; the archive and the records are where `root` says on every machine."""

    root: Path
    job: Job
    batch_parts: int
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass
class _Told:
    """What a worker has to say: what it read, and what the ledger is to be told of it, in that order."""

    result: ReadResult
    packages: list[str] = field(default_factory=list)
    batches: list[tuple[str, Sequence[Reading], tuple[str, ...]]] = field(default_factory=list)

    def begin_package(self, evidence_id: str) -> None:
        """Remember that a package was begun."""
        self.packages.append(evidence_id)

    def note_readings(self, *, batch: str, readings: Sequence[Reading], finished: Iterable[str] = ()) -> None:
        """Remember a batch that is on disk."""
        self.batches.append((batch, readings, tuple(finished)))

    def enter(self, ledger: Ledger, result: ReadResult) -> None:
        """Tell the ledger, packages first (cut short between the two, they are unread), and add up what was read."""
        for evidence_id in self.packages:
            ledger.begin_package(evidence_id)
        for batch, readings, finished in self.batches:
            ledger.note_readings(batch=batch, readings=readings, finished=finished)
        result.add(self.result)


def _units(rows: Sequence[Mapping[str, Any]], empty: _Unit) -> Iterator[_Unit]:
    """The evidence in units of bounded size, by digest: the same evidence gives the same units."""
    held: list[Mapping[str, Any]] = []
    size = 0
    for row in sorted(rows, key=lambda row: str(row["evidence_id"])):
        held.append(row)
        size += int(row["bytes"])
        if len(held) >= _UNIT_PARTS or size >= _UNIT_BYTES:
            yield replace(empty, rows=tuple(held))
            held, size = [], 0
    if held:
        yield replace(empty, rows=tuple(held))


def read_unit(unit: _Unit) -> _Told:
    """Read one unit, in a reading process that may die, and write its records. Runs on a worker of a cluster."""
    told = _Told(ReadResult(evidence=len(unit.rows)))
    _read_here(unit.job, unit.rows, Workspace(unit.root), told, told.result, unit.batch_parts)
    return told
