"""What is being read and what was read: the queue of parts, and batches of records on their way to disk.

Both run wherever reading runs, on this machine or on a cluster's: what they have to say to the ledger goes to `Notes`,
which is the ledger itself, or a list that the ledger is told of later.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

import pyarrow as pa
import zstandard

from spiders.format import Origin, Unreadable
from spiders.packages import FROM_ANALYSTS, FROM_PUBLISHERS, Member, members, package_kind
from spiders.parts import HEAD_BYTES, Part, PartRead, Scope, quarantined, unpacked_table
from spiders.reading_process import MOST_PARTS, Answer, Job
from warehouse.archive import Archive, MissingEvidenceError
from warehouse.failpoint import failpoint
from warehouse.ledger import Reading
from warehouse.parquet import kind_named, write_table
from warehouse.settings import Workspace

BATCH_PARTS = 2_000
_BATCH_BYTES = 32 << 20
_CHUNK_BYTES = 2 << 20
_ZIP_IN_MEMORY = 8 << 20
_PIECE = 1 << 20

Row = Mapping[str, Any]


class Notes(Protocol):
    """Who is told what was read."""

    def begin_package(self, evidence_id: str) -> None:
        """A package is read from its start."""

    def note_readings(self, *, batch: str, readings: Sequence[Reading], finished: Iterable[str] = ()) -> None:
        """A batch is on disk, and these packages are read to their end."""


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

    def add(self, other: ReadResult) -> None:
        """Add what another run read of evidence that is counted here already."""
        self.parts += other.parts
        self.read += other.read
        self.out_of_scope += other.out_of_scope
        self.batches += other.batches
        self.quarantined = dict(sorted((Counter(self.quarantined) + Counter(other.quarantined)).items()))
        self.records = dict(sorted((Counter(self.records) + Counter(other.records)).items()))


def scope_text(scope: Scope | None) -> str:
    """A scope as the ledger remembers it."""
    return json.dumps(asdict(scope or Scope()), sort_keys=True)


class Queue:
    """What is still to be sent to the reading processes: evidence by name, then the members of packages."""

    def __init__(self, unread: Sequence[Row], *, archive: Archive, notes: Notes, batches: Batches, job: Job) -> None:
        self._archive, self._notes, self._batches = archive, notes, batches
        self._rows = {str(row["evidence_id"]): row for row in unread}
        self._single = deque(self._rows)
        self._packages: deque[str] = deque()
        self._open: Iterator[list[Part]] = iter(())
        self._parts_a_chunk = max(1, min(MOST_PARTS, len(unread) // (4 * job.workers)))
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
        self._notes.begin_package(evidence_id)
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
                if len(chunk) >= MOST_PARTS or size >= _CHUNK_BYTES:
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
        _check(self._archive, evidence_id)
        with self._archive.open(evidence_id) as stream:
            kind = package_kind(stream.read(HEAD_BYTES))
        assert kind is not None, "a reading process said that it is a package"
        if kind == "zip" and int(row["bytes"]) <= _ZIP_IN_MEMORY:  # the archive packs what is small: it cannot seek
            yield from members(io.BytesIO(self._archive.read(evidence_id)), kind, limits)
            return
        with self._archive.open(evidence_id) as stream:
            yield from members(stream, kind, limits, alone_as=_unpacked_name(row["url"]))


def _check(archive: Archive, evidence_id: str) -> None:
    """Read a package through once and compare it with its name, before any of its members counts.

    A plain tar has no checksum of its own. It takes less than a hundredth of what reading the members takes. Rejected:
    to compare at the end of the reading, when records of a changed notice are on disk. Raises `Unreadable`.
    """
    digest = hashlib.sha256()
    try:
        with archive.open(evidence_id) as stream:
            for piece in iter(lambda: stream.read(_PIECE), b""):
                digest.update(piece)
    except zstandard.ZstdError as fault:
        raise Unreadable("damaged_package", f"the archive's copy is damaged: {fault}") from None
    if digest.hexdigest() != evidence_id:
        raise Unreadable("damaged_package", "the archive's copy no longer gives its own SHA-256")


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


class Batches:
    """What was read and is not yet on disk; writes a batch when there is enough of it."""

    def __init__(
        self, place: Workspace, notes: Notes, result: ReadResult, *, scopes: Mapping[str, Scope], parts: int
    ) -> None:
        self._place, self._notes, self._result, self._parts = place, notes, result, parts
        self._scopes = json.dumps({source: scope_text(scope) for source, scope in scopes.items()}, sort_keys=True)
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
        self._notes.note_readings(batch=batch, readings=self._readings, finished=finished)
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
