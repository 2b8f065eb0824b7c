"""Evidence → records: read whatever the ledger says is unread, in killable processes, and keep it in batches.

Reading is keyed by digest and reader version: a night without news reads nothing, and a grown version reads its own
evidence again and no other. About every 2,000 parts a batch of Parquet is written and then named in the ledger, so a
kill loses at most one batch, which is simply read again; a package that was half read is read again from its start.
Packages are streamed member by member by this process, everything else is taken from the archive by the reader.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from sqlite3 import Row
from urllib.parse import urlsplit

import pyarrow as pa

from spiders.format import Origin, Unreadable
from spiders.formats import formats
from spiders.packages import FROM_ANALYSTS, FROM_PUBLISHERS, Member, members, package_kind
from spiders.parts import HEAD_BYTES, READER, Part, PartRead, Scope, quarantined, unpacked_table
from spiders.reading_process import Answer, Job, libraries_for
from spiders.workers import work
from warehouse.archive import Archive, MissingEvidenceError
from warehouse.failpoint import failpoint
from warehouse.ledger import Ledger, Reading
from warehouse.parquet import kind_named, write_table
from warehouse.settings import Settings, Workspace

__all__ = ["ReadResult", "Scope", "read_new"]

_BATCH_PARTS = 2_000
_BATCH_BYTES = 32 << 20
_CHUNK_PARTS = 64
_CHUNK_BYTES = 2 << 20
_ZIP_IN_MEMORY = 8 << 20


@dataclass(kw_only=True)
class ReadResult:
    """What one run of reading came to: numbers of evidence, parts and batches; records by kind, refusals by reason."""

    evidence: int = 0
    parts: int = 0
    read: int = 0
    out_of_scope: int = 0
    quarantined: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    batches: int = 0


def read_new(
    *,
    root: Path,
    settings: Settings,
    scopes: Mapping[str, Scope] | None = None,
    progress: Callable[[int, int], None] | None = None,
    extra_formats: Sequence[str] = (),
    batch_parts: int = _BATCH_PARTS,
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
        unread = ledger.unread(readers={READER, *(one.reader for one in shelf)}, again=changed)
        result = ReadResult(evidence=len(unread))
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
            batches = _Batches(place, ledger, result, scopes=scopes, parts=batch_parts)
            queue = _Queue(unread, archive=Archive(place.evidence), ledger=ledger, batches=batches, job=job)
            for answer in work(job, queue.next_chunk):
                queue.take(answer)
                failpoint("reading.answered")
                batches.add(answer)
                if progress:
                    progress(queue.done, len(unread))
            batches.flush()
        for source in {*changed, *scopes}:
            ledger.set_watermark(source=f"scope of {source}", value=_scope_text(scopes.get(source)))
    result.seconds = time.perf_counter() - began
    return result


def _scope_text(scope: Scope | None) -> str:
    return json.dumps(asdict(scope or Scope()), sort_keys=True)


def _changed_scopes(ledger: Ledger, scopes: Mapping[str, Scope]) -> list[str]:
    """Sources whose scope is not the one that their evidence was read with."""
    known = [str(row["source"]) for row in ledger.rows("select distinct source from evidence order by source")]
    before = {source: ledger.watermark(f"scope of {source}") for source in known}
    return [one for one in known if before[one] is not None and before[one] != _scope_text(scopes.get(one))]


def _preload(unread: Sequence[Row]) -> tuple[str, ...]:
    """Modules that are slow to import and wanted by many, imported once for all reading processes."""
    return max((libraries_for(row["media_type"], str(row["url"]), b"") for row in unread), key=len, default=())


class _Queue:
    """What is still to be sent to the reading processes: evidence by name, then the members of packages."""

    def __init__(self, unread: Sequence[Row], *, archive: Archive, ledger: Ledger, batches: _Batches, job: Job) -> None:
        self._archive, self._ledger, self._batches = archive, ledger, batches
        self._rows = {str(row["evidence_id"]): row for row in unread}
        self._single = deque(self._rows)
        self._packages: deque[str] = deque()
        self._open: Iterator[list[Part]] = iter(())
        self._parts_a_chunk = max(1, min(_CHUNK_PARTS, len(unread) // (4 * job.workers)))
        self.done = 0

    def next_chunk(self) -> list[Part] | None:
        """The next parts to read, or None where nothing is known to be left."""
        while True:
            if chunk := next(self._open, None):
                return chunk
            if self._packages:
                self._open = self._chunks_of(self._packages.popleft())
            elif self._single:
                return self._named()
            else:
                return None

    def take(self, answer: Answer) -> None:
        """Hear which evidence is done, and which turned out to be a package."""
        for one in answer.parts:
            if one.outcome == "package":
                self._packages.append(one.evidence_id)
            elif not one.part:
                self.done += 1
        answer.parts = [one for one in answer.parts if one.outcome != "package"]

    def _named(self) -> list[Part]:
        chunk: list[Part] = []
        size = 0
        while self._single and len(chunk) < self._parts_a_chunk and size < _CHUNK_BYTES:
            row = self._rows[self._single.popleft()]
            chunk.append(Part(_origin(row), int(row["bytes"])))
            size += int(row["bytes"])
        return chunk

    def _chunks_of(self, evidence_id: str) -> Iterator[list[Part]]:
        """Open a package and give its members, a chunk at a time; its damage becomes a reading of its own."""
        row = self._rows[evidence_id]
        origin = _origin(row)
        self._ledger.begin_package(evidence_id)
        self._batches.open_package(evidence_id)
        chunk: list[Part] = []
        size = 0
        try:
            for member in self._members(row):
                part = Part(replace(origin, part=member.name, media_type=None), len(member.data), member.data)
                if member.refusal:
                    self._batches.note(quarantined(part, member.refusal.reason, member.refusal.detail))
                    continue
                chunk.append(part)
                size += part.size
                if len(chunk) >= _CHUNK_PARTS or size >= _CHUNK_BYTES:
                    self._batches.sent(evidence_id, len(chunk))
                    yield chunk
                    chunk, size = [], 0
        except Unreadable as refusal:
            self._batches.note(quarantined(Part(origin, 0), refusal.reason, refusal.detail))
        except (MissingEvidenceError, OSError) as fault:
            self._batches.note(quarantined(Part(origin, 0), "damaged_package", f"{type(fault).__name__}: {fault}"))
        if chunk:
            self._batches.sent(evidence_id, len(chunk))
            yield chunk
        self._batches.close_package(evidence_id)
        self.done += 1

    def _members(self, row: Row) -> Iterator[Member]:
        limits = FROM_PUBLISHERS if str(row["url"] or "").startswith(("http:", "https:")) else FROM_ANALYSTS
        evidence_id = str(row["evidence_id"])
        with self._archive.open(evidence_id) as stream:
            kind = package_kind(stream.read(HEAD_BYTES))
        assert kind is not None, "a reading process said that it is a package"
        if kind == "zip" and int(row["bytes"]) <= _ZIP_IN_MEMORY:  # the archive packs what is small: it cannot seek
            yield from members(io.BytesIO(self._archive.read(evidence_id)), kind, limits)
            return
        with self._archive.open(evidence_id) as stream:
            yield from members(stream, kind, limits, alone_as=_unpacked_name(row["url"]))


def _unpacked_name(url: str | None) -> str:
    """What a file that was compressed alone is called: the last step of its address without its last ending."""
    last = urlsplit(url or "").path.rpartition("/")[2]
    return last.rpartition(".")[0] or "content"


def _origin(row: Row) -> Origin:
    return Origin(
        evidence_id=row["evidence_id"],
        source=row["source"],
        url=row["url"],
        media_type=row["media_type"],
        publisher=row["publisher"],
        publication_number=row["publication_number"],
        first_seen=_day(row["first_seen"]),
    )


def _day(said: str) -> date | None:
    try:
        return datetime.fromisoformat(said).date()
    except ValueError:
        return None


class _Batches:
    """What was read and is not yet on disk; writes a batch when there is enough of it."""

    def __init__(
        self, place: Workspace, ledger: Ledger, result: ReadResult, *, scopes: Mapping[str, Scope], parts: int
    ) -> None:
        self._place, self._ledger, self._result, self._parts = place, ledger, result, parts
        self._scopes = json.dumps({source: _scope_text(scope) for source, scope in scopes.items()}, sort_keys=True)
        self._readings: list[Reading] = []
        self._tables: dict[str, list[bytes]] = {}
        self._bytes = 0
        self._refusals, self._records = Counter[str](), Counter[str]()
        self._awaited: dict[str, int] = {}
        self._streaming: set[str] = set()

    def open_package(self, evidence_id: str) -> None:
        """From here on, the package is unread until its stream has ended and all its parts are answered."""
        self._awaited[evidence_id] = 0
        self._streaming.add(evidence_id)

    def sent(self, evidence_id: str, count: int) -> None:
        """That many parts of a package are with the reading processes."""
        self._awaited[evidence_id] += count

    def close_package(self, evidence_id: str) -> None:
        """The package's stream has ended."""
        self._streaming.discard(evidence_id)

    def note(self, one: PartRead) -> None:
        """Keep what came of one part."""
        result = self._result
        result.parts += 1
        result.read += one.outcome == "read"
        result.out_of_scope += one.reason == "out_of_scope"
        if one.outcome == "quarantined" and one.reason:
            self._refusals[one.reason] += 1
            result.quarantined = dict(sorted(self._refusals.items()))
        self._readings.append(
            Reading(
                evidence_id=one.evidence_id,
                part=one.part,
                reader=one.reader,
                outcome=one.outcome,
                reason=one.reason,
                detail=one.detail,
                records=one.record_count,
            )
        )

    def add(self, answer: Answer) -> None:
        """Keep an answer, and write a batch where enough has come together."""
        for one in answer.parts:
            self.note(one)
            if one.part and one.evidence_id in self._awaited:
                self._awaited[one.evidence_id] -= 1
        for kind, packed in answer.tables.items():
            self._tables.setdefault(kind, []).append(packed)
            self._bytes += len(packed)
        if len(self._readings) >= self._parts or self._bytes >= _BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write the batch: records first, then the ledger's word that they are there."""
        finished = [one for one, left in self._awaited.items() if not left and one not in self._streaming]
        if not self._readings and not finished:
            return
        batch = self._name()
        for kind, packed in sorted(self._tables.items()):
            table = pa.concat_tables([unpacked_table(one) for one in packed])
            self._records[kind] += write_table(self._place.records, batch=batch, kind=kind_named(kind), table=table)
        failpoint("reading.written")
        self._ledger.note_readings(batch=batch, readings=self._readings, finished=finished)
        failpoint("reading.noted")
        for one in finished:
            del self._awaited[one]
        self._result.batches += 1
        self._result.records = dict(sorted(self._records.items()))
        self._readings, self._tables, self._bytes = [], {}, 0

    def _name(self) -> str:
        """A batch is named by what it holds: no clock, and the same batch written again is the same file."""
        said = sorted([r.evidence_id, r.part, r.reader, r.outcome, r.reason or "", r.records] for r in self._readings)
        return hashlib.sha256(json.dumps([self._scopes, said]).encode()).hexdigest()[:24]
