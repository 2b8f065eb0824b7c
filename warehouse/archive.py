"""The archive: every answer exactly as received, named by its SHA-256, written once and never changed.

A file is written beside its place, flushed to disk, renamed, and its folder flushed, before anybody is told its name:
a name that the ledger knows is a file that survives a power cut. Bytes are packed by zstandard, which keeps years of
nightly captures small; the digest is of the bytes as received. Packages (already compressed, large) are kept unpacked.

Rejected: one growing WARC file as the store (a torn tail spoils the last record and needs an index to read at random);
WARC is an export.

Several processes may write at once, also in containers that share the folder and count their processes from 1: so a
passing name is drawn by lot, and whoever writes holds a lock on the file. Rejected: the process's number as name and as
sign of life (two containers met in one file, and each took the other's arrivals for dead).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from warehouse.failpoint import failpoint

_CHUNK = 1 << 20
_STORED_PLAIN_FROM = 4 << 20


class MissingEvidenceError(LookupError):
    """The archive holds no bytes of that name."""


class DamagedEvidenceError(ValueError):
    """The archive's bytes no longer give their own name."""


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def passing(folder: Path, name: str) -> Iterator[tuple[BinaryIO, Path]]:
    """A new file under a passing name, `.<name>.<lot>.tmp`, locked until the block ends, when its rest goes."""
    while True:
        beside = folder / f".{name}.{uuid.uuid4().hex}.tmp"
        with beside.open("xb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not beside.exists():
                continue  # swept between its first moment and its lock
            try:
                yield file, beside
            finally:
                beside.unlink(missing_ok=True)
            return


def sweep(files: Iterable[Path]) -> list[str]:
    """Remove files under passing names whose writers are dead, that is, which nobody holds; returns their names."""
    gone = []
    for beside in files:
        try:
            with beside.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                beside.unlink()
        except (FileNotFoundError, BlockingIOError):
            continue  # it has its place by now, or is still being written
        gone.append(beside.name)
    return gone


def write_durably(path: Path, data: bytes) -> None:
    """Write a whole file so that it is either the old one or the new one after a crash, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with passing(path.parent, path.name) as (file, beside):
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        failpoint("file.written")
        beside.replace(path)
        failpoint("file.placed")
    _flush_folder(path.parent)


class Arrival:
    """Bytes on their way into the archive; made by `Archive.arriving`."""

    def __init__(self, archive: Archive, file: BinaryIO, beside: Path) -> None:
        self._archive = archive
        self._file = file
        self._beside = beside
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._digest.update(chunk)
        self.size += len(chunk)
        self._file.write(chunk)

    def keep(self) -> tuple[str, int]:
        """Everything has arrived and is good: keep it for ever; returns (its name, number of bytes)."""
        self._file.flush()
        os.fsync(self._file.fileno())
        failpoint("arrival.synced")
        evidence_id = self._digest.hexdigest()
        if (instead := self._archive.instead(evidence_id)) is not None:
            return instead, self.size
        packed, plain = self._archive.places(evidence_id)
        if not (packed.exists() or plain.exists()):
            plain.parent.mkdir(parents=True, exist_ok=True)
            self._beside.replace(plain)
            _flush_folder(plain.parent)
        failpoint("arrival.kept")
        return evidence_id, self.size


class Archive:
    """Content-addressed bytes under one folder: `aa/<sha256>.zst`, or `aa/<sha256>` for what is large.

    `instead` says what stands in the place of bytes that were taken out ("" for nothing), or None: who keeps such bytes
    once more is given the name of that, and nothing is written.
    """

    def __init__(self, root: Path, *, instead: Callable[[str], str | None] = lambda _: None) -> None:
        self.root = root
        self.instead = instead

    def places(self, evidence_id: str) -> tuple[Path, Path]:
        """Where the bytes of that name may lie: (packed, plain). Raises `MissingEvidenceError` for no name at all."""
        if len(evidence_id) != 64 or not set(evidence_id) <= set("0123456789abcdef"):
            raise MissingEvidenceError(evidence_id)
        folder = self.root / evidence_id[:2]
        return folder / f"{evidence_id}.zst", folder / evidence_id

    def holds(self, evidence_id: str) -> bool:
        """Whether the bytes are here."""
        try:
            return any(place.exists() for place in self.places(evidence_id))
        except MissingEvidenceError:
            return False

    def keep(self, data: bytes) -> str:
        """Keep bytes; returns their name, their SHA-256. Keeping the same bytes twice writes once."""
        evidence_id = hashlib.sha256(data).hexdigest()
        if (instead := self.instead(evidence_id)) is not None:
            return instead
        packed, plain = self.places(evidence_id)
        if packed.exists() or plain.exists():
            return evidence_id
        failpoint("archive.keep")
        if len(data) >= _STORED_PLAIN_FROM:
            write_durably(plain, data)
        else:
            write_durably(packed, zstandard.compress(data, 3))
        failpoint("archive.kept")
        return evidence_id

    def keep_stream(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Keep bytes that arrive in pieces, never whole in memory; returns (their name, number of bytes)."""
        with self.arriving() as arrival:
            for chunk in chunks:
                arrival.write(chunk)
            return arrival.keep()

    @contextmanager
    def arriving(self) -> Iterator[Arrival]:
        """Receive bytes piece by piece: `write` each, then `keep`. What was not kept leaves no trace."""
        self.root.mkdir(parents=True, exist_ok=True)
        with passing(self.root, "arriving") as (file, beside):
            yield Arrival(self, file, beside)

    def remove(self, evidence_id: str) -> None:
        """Take bytes out for good; only who purges a person or ends their time may ask this."""
        for place in self.places(evidence_id):
            place.unlink(missing_ok=True)
        _flush_folder(self.places(evidence_id)[0].parent)

    def sweep(self) -> int:
        """Remove what was arriving in processes that were killed; returns how many pieces. A package is gigabytes."""
        return len(sweep(self.root.glob(".arriving.*.tmp")))

    @contextmanager
    def open(self, evidence_id: str) -> Iterator[BinaryIO]:
        """A stream over the bytes as received. Raises `MissingEvidenceError`."""
        packed, plain = self.places(evidence_id)
        if plain.exists():
            with plain.open("rb") as file:
                yield file
        elif packed.exists():
            with packed.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
                yield cast(BinaryIO, stream)
        else:
            raise MissingEvidenceError(evidence_id)

    def read(self, evidence_id: str) -> bytes:
        """The bytes as received, checked against their name. Raises `MissingEvidenceError`, `DamagedEvidenceError`."""
        try:
            with self.open(evidence_id) as stream:
                data = b"".join(iter(lambda: stream.read(_CHUNK), b""))
        except zstandard.ZstdError as fault:
            raise DamagedEvidenceError(evidence_id) from fault
        if hashlib.sha256(data).hexdigest() != evidence_id:
            raise DamagedEvidenceError(evidence_id)
        return data
