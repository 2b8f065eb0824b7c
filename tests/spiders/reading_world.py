"""A workspace for tests of reading: evidence goes in, what the ledger and the record files say comes out."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from spiders import reading, workers
from spiders.parts import Part, Scope
from spiders.reading import ReadResult, read_new
from spiders.reading_process import Answer, Job
from warehouse.archive import Archive
from warehouse.ledger import Ledger
from warehouse.parquet import kind_named, read_kind
from warehouse.settings import Settings, Workspace

MISBEHAVING = "tests.spiders.misbehaving"


@contextmanager
def times_kept() -> Iterator[dict[tuple[str, str], float]]:
    """(evidence, part) → how long it took by the clock on the wall, in all its readings, for what is read inside."""
    kept: dict[tuple[str, str], float] = {}

    def work(job: Job, next_chunk: Callable[[], list[Part] | None]) -> Iterator[Answer]:
        for answer in workers.work(job, next_chunk):
            kept.update({(one.evidence_id, one.part): one.seconds for one in answer.parts})
            yield answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "work", work)
        yield kept


class World:
    """One workspace under a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.place = Workspace(root).make()

    def collect(
        self, *answers: bytes, source: str = "folder", url: str = "https://a.example/x", **said: str
    ) -> list[str]:
        """Archive and register answers as a crawl does; returns their digests."""
        archive = Archive(self.place.evidence)
        with Ledger(self.place.ledger) as ledger:
            found = []
            for data in answers:
                evidence_id = archive.keep(data)
                ledger.note_evidence(
                    evidence_id=evidence_id,
                    source=source,
                    url=url,
                    media_type=said.get("media_type"),
                    size=len(data),
                    publisher=said.get("publisher"),
                )
                found.append(evidence_id)
        return found

    def read(
        self,
        *,
        workers: int = 2,
        seconds: int = 20,
        memory_mb: int = 1024,
        scopes: Mapping[str, Scope] | None = None,
        extra: Sequence[str] = (MISBEHAVING,),
        batch_parts: int = 2_000,
    ) -> ReadResult:
        """Read what is unread."""
        settings = Settings(workers=workers, read_seconds=seconds, read_memory_mb=memory_mb)
        return read_new(
            root=self.place.root, settings=settings, scopes=scopes, extra_formats=extra, batch_parts=batch_parts
        )

    def readings(self) -> dict[tuple[str, str], tuple[str, str | None]]:
        """(evidence, part) → (reader, reason or None)."""
        with Ledger(self.place.ledger) as ledger:
            rows = ledger.rows("select evidence_id, part, reader, reason from reading order by 1, 2")
        return {(row["evidence_id"], row["part"]): (row["reader"], row["reason"]) for row in rows}

    def reasons(self) -> dict[str, str | None]:
        """Part (or digest, where it is no package) → the reason why it was not read, or None."""
        return {part or evidence_id: reason for (evidence_id, part), (_, reason) in self.readings().items()}

    def records(self, kind: str) -> pa.Table:
        """The records of a kind that current readings vouch for: same batch, part and reader."""
        with Ledger(self.place.ledger) as ledger:
            rows = ledger.rows("select evidence_id, part, batch from reading where outcome = 'read' order by 1, 2")
        tables = [pa.Table.from_pylist([], schema=read_kind(self.place.records, kind_named(kind), []).schema)]
        for batch in sorted({row["batch"] for row in rows}):
            table = read_kind(self.place.records, kind_named(kind), [batch])
            wanted = {(row["evidence_id"], row["part"]) for row in rows if row["batch"] == batch}
            keys = zip(table["evidence_id"].to_pylist(), table["part"].to_pylist(), strict=True)
            tables.append(table.filter(pa.array([key in wanted for key in keys], type=pa.bool_())))
        return pa.concat_tables(tables).sort_by([("evidence_id", "ascending"), ("part", "ascending")])


def tar(members: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar of regular files."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as package:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            package.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of regular files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
