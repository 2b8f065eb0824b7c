"""One part: the bytes of one piece of evidence, or of one member of a package, and what a reader makes of them.

This is all that a reading process does. It knows no ledger, so that a process that reads needs little memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

import pyarrow as pa

from spiders.format import Format, Origin, Unreadable
from spiders.formats import recognise
from spiders.packages import package_kind
from warehouse.archive import Archive, DamagedEvidenceError, MissingEvidenceError
from warehouse.records import READ_KINDS, Notice, Record, Text, arrow_schema, to_table
from warehouse.tombstone import TAKEN_OUT, Tombstones

READER = "reading@1"
HEAD_BYTES = 4096
_DETAIL_LIMIT = 300
_MISFITS = (pa.ArrowException, ValueError, TypeError, OverflowError, MemoryError)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which notices of a source concern a study: countries (ISO 3166-1 alpha-2) and CPV prefixes; empty is any."""

    countries: tuple[str, ...] = ()
    cpv_prefixes: tuple[str, ...] = ()

    def holds(self, notice: Notice) -> bool:
        """Whether a notice is inside."""
        if self.countries and notice.country not in self.countries:
            return False
        return not self.cpv_prefixes or any(code.startswith(self.cpv_prefixes) for code in notice.cpv_all)


@dataclass(frozen=True, slots=True)
class Part:
    """What to read: `data` is None where the reading process takes the bytes from the archive; `size` in bytes."""

    origin: Origin
    size: int
    data: bytes | None = None


@dataclass(slots=True)
class PartRead:
    """What came of one part; `outcome` is read, quarantined, or package where its members are yet to be read."""

    evidence_id: str
    part: str
    reader: str = READER
    outcome: str = "read"
    reason: str | None = None
    detail: str | None = None
    records: list[Record] = field(default_factory=list)
    record_count: int = 0
    seconds: float = 0.0
    """By the clock on the wall, in all readings that were its own doing."""


def quarantined(part: Part, reason: str, detail: str = "", *, reader: str = READER) -> PartRead:
    """A part that could not be read, with the reason (a key of `REASONS`) and one line of detail."""
    line = " ".join(detail.split())[:_DETAIL_LIMIT].encode("utf-8", "replace").decode() or None
    origin = part.origin
    return PartRead(origin.evidence_id, origin.part, reader, "quarantined", reason, line)


def read_part(
    part: Part,
    *,
    shelf: Sequence[Format],
    archive: Archive,
    scopes: Mapping[str, Scope] | None = None,
    stones: Tombstones | None = None,
) -> PartRead:
    """Read one part: its records within its source's scope, or why there are none. Never raises but MemoryError.

    A part that names somebody on a stone has none: its bytes could not be masked.
    """
    origin = part.origin
    name = origin.part or urlsplit(origin.url or "").path
    try:
        head = _head(part, archive)
        if not head:
            return quarantined(part, "empty")
        if not origin.part and package_kind(head):
            return PartRead(origin.evidence_id, "", outcome="package")
        form = recognise(shelf, head=head, media_type=origin.media_type, name=name)
        if form is None:
            return quarantined(part, "unknown_format", f"{len(head)} bytes begin {head[:24]!r}")
        if part.size > form.max_bytes:
            said = f"{part.size} bytes, at most {form.max_bytes} are read"
            return quarantined(part, "too_large", said, reader=form.reader)
        data = part.data if part.data is not None else archive.read(origin.evidence_id)
    except (MissingEvidenceError, DamagedEvidenceError) as fault:
        return quarantined(part, "reader_error", f"the archive has lost these bytes: {type(fault).__name__}")
    except MemoryError:
        return quarantined(part, "over_memory")
    except Exception as fault:  # noqa: BLE001  a format's `recognises` met bytes that it was not written for
        return quarantined(part, "reader_error", f"{type(fault).__name__}: {fault}")
    read = _read_with(form, data, part, (scopes or {}).get(origin.source))
    if stones and any(stones.names(words_of(record)) for record in read.records):
        return quarantined(part, TAKEN_OUT, reader=form.reader)
    return read


def words_of(record: Record) -> str:
    """Everything that a record says, as one text."""
    said = (getattr(record, one.name) for one in fields(record))
    return "\n".join(str(value) for value in said if value is not None)


def _head(part: Part, archive: Archive) -> bytes:
    if part.data is not None:
        return part.data[:HEAD_BYTES]
    with archive.open(part.origin.evidence_id) as stream:
        return stream.read(HEAD_BYTES)


def _read_with(form: Format, data: bytes, part: Part, scope: Scope | None) -> PartRead:
    try:
        records = list(form.read(data, part.origin))
    except Unreadable as refusal:
        return quarantined(part, refusal.reason, refusal.detail, reader=form.reader)
    except MemoryError:
        return quarantined(part, "over_memory", reader=form.reader)
    except Exception as fault:  # noqa: BLE001  whatever a reader was not written for is quarantined, never lost
        return quarantined(part, "reader_error", f"{type(fault).__name__}: {fault}", reader=form.reader)
    result = PartRead(part.origin.evidence_id, part.origin.part, form.reader)
    result.records = _within(records, scope) if scope else records
    result.record_count = len(result.records)
    if records and not result.records:
        result.reason = "out_of_scope"
    return result


def _within(records: list[Record], scope: Scope) -> list[Record]:
    """Records without those of notices outside the scope; documents are always inside."""
    outside = {one.notice_id for one in records if isinstance(one, Notice) and not scope.holds(one)}
    if not outside:
        return records
    return [one for one in records if _notice_of(one) not in outside]


def _notice_of(record: Record) -> str | None:
    if isinstance(record, Text):
        return record.owner_id if record.owner_kind == "notice" else None
    return getattr(record, "notice_id", None)


def packed_tables(results: Iterable[PartRead]) -> dict[str, bytes]:
    """All records of some parts as Arrow IPC streams by kind, and the records taken out of the parts.

    A part whose records do not fit their columns becomes quarantined: its reader broke its promise.
    """
    held = [one for one in results if one.records]
    try:
        packed = _pack([record for one in held for record in one.records])
    except _MISFITS:
        for one in held:
            try:
                _pack(one.records)
            except _MISFITS as fault:
                one.reason = "over_memory" if isinstance(fault, MemoryError) else "reader_error"
                one.outcome, one.records, one.record_count = "quarantined", [], 0
                one.detail = " ".join(f"{type(fault).__name__}: {fault}".split())[:_DETAIL_LIMIT]
        packed = _pack([record for one in held for record in one.records])
    for one in held:
        one.records = []
    return packed


def _pack(records: Sequence[Record]) -> dict[str, bytes]:
    packed = {}
    for kind in READ_KINDS:
        rows = [one for one in records if type(one) is kind]
        if rows:
            table = to_table(kind, rows)
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as writer:
                writer.write_table(table)
            packed[kind.kind] = sink.getvalue().to_pybytes()
    return packed


def warm_up() -> None:
    """Write one empty table, so that whatever Arrow sets up at first use is set up."""
    with pa.ipc.new_stream(pa.BufferOutputStream(), arrow_schema(Text)) as writer:
        writer.write_table(to_table(Text, []))


def unpacked_table(packed: bytes) -> pa.Table:
    """The Arrow table in an IPC stream."""
    return pa.ipc.open_stream(packed).read_all()
