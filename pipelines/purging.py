"""Taking one person or organisation out of everything that a study keeps, and keeping it out.

Text evidence (pages, notices, JSON, and the members of packages) is replaced by a copy in which the name is masked, so
that nothing else is lost; evidence whose bytes are not text (PDF, DOCX) goes whole. Records made from either go and are
read anew; editions, models and logs that hold the name go; the ledger's words are masked and its free pages
overwritten. At the end everything is searched again, and one trace left is a refusal. A tombstone (see
`warehouse.tombstone`) masks the name in whatever is collected later.

Rejected: deleting only from the marts (the next build brings it back), keeping editions with a row removed (an edition
whose digests no longer hold is worse than none).
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import stages
from pipelines.keeping_out import note_masked
from pipelines.masking import end_removals, held, masked_by, take_out, without
from pipelines.night import NightRefusedError, the_only_one
from pipelines.recovering import put_in_order
from warehouse import edition as editions
from warehouse import forgetting, parquet
from warehouse.archive import Archive, DamagedEvidenceError
from warehouse.ledger import Ledger
from warehouse.settings import Workspace
from warehouse.tombstone import Tombstones

_SHORTEST = 5


@dataclass
class Purged:
    """What a purge came to: masked and removed evidence, rewritten record files, editions that went, traces left.

    `damaged` are files of the archive that could not be looked into.
    """

    masked: int = 0
    removed: int = 0
    record_files: int = 0
    editions: list[str] = field(default_factory=list)
    other_files: int = 0
    traces: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def purge(place: Workspace, terms: Sequence[str]) -> Purged:
    """Take everything that names one of `terms` out of a workspace. Raises `NightRefusedError`.

    The current edition goes where it names them; the next run publishes one without.
    """
    stones = Tombstones(place.root)
    for term in terms:
        if len(term.strip()) < _SHORTEST:
            raise NightRefusedError(f"{term!r} is too short to take out; give a whole name, address or number.")
        try:
            stones.add(term)
        except ValueError as fault:
            raise NightRefusedError(f"{term!r} cannot be taken out: {fault}.") from None
    with the_only_one(place), Ledger(place.ledger) as ledger:
        stones.save()  # first: should this process die, what is collected next is masked all the same
        done = Purged()
        _remove_rests(place, ledger)
        mask_evidence(place, ledger, stones, done)
        _clean_records(place, ledger, stones, done)
        _clean_editions(place, stones, done)
        _clean_files(place, stones, done)
        forgetting.mask(ledger, stones.masked)
        note_masked(ledger)
        done.traces = list(traces(place, stones))
    if done.traces:
        raise NightRefusedError(
            f"{len(done.traces)} traces are left, the first in {done.traces[0]}; look at it and purge again."
        )
    if done.damaged:
        raise NightRefusedError(
            f"{len(done.damaged)} pieces of evidence are damaged and were not looked into, the first is "
            f"{done.damaged[0]}; bring it back from a copy or remove it, and purge again. Everything else is clean."
        )
    return done


def _remove_rests(place: Workspace, ledger: Ledger) -> None:
    """What killed runs left goes first: half an edition, a replay, files that never got their name.

    The lock is held, so that nobody writes; nothing ever reads them.
    """
    put_in_order(place, ledger)
    for rest in list(place.root.rglob(".*.tmp")):
        rest.unlink()


def mask_evidence(place: Workspace, ledger: Ledger, stones: Tombstones, done: Purged) -> None:
    """Replace or remove every piece of evidence that names somebody on a stone, in archive and ledger."""
    archive = Archive(place.evidence)
    end_removals(ledger, archive)
    told = _evidence_in_records(place, stones)
    names = sorted(held(place))
    tell = stages.progress()
    for looked_at, evidence_id in enumerate(names, start=1):
        tell(looked_at, len(names))
        data = _read(archive, evidence_id)
        if data is None:
            done.damaged.append(str(next(path for path in archive.places(evidence_id) if path.exists())))
            continue
        masked = masked_by(stones, data)
        if masked == data and evidence_id not in told:
            continue
        is_copied = take_out(
            ledger, archive, evidence_id, masked if masked != data else without(data, told[evidence_id])
        )
        done.masked += is_copied
        done.removed += not is_copied


def _read(archive: Archive, evidence_id: str) -> bytes | None:
    """The bytes of evidence; None where they are damaged, which must not keep anything else from being cleaned."""
    try:
        return archive.read(evidence_id)
    except DamagedEvidenceError:
        return None


def _evidence_in_records(place: Workspace, stones: Tombstones) -> dict[str, set[str]]:
    """Evidence whose records name somebody, also where its bytes are not text, and which of its parts."""
    named: dict[str, set[str]] = {}
    for path in place.records.glob("*/*.parquet"):
        for row in parquet.rows(path):
            if row.get("evidence_id") and stones.names(_words(row)):
                named.setdefault(str(row["evidence_id"]), set()).add(str(row.get("part") or ""))
    return named


def _words(row: dict[str, object]) -> str:
    return "\n".join(str(value) for value in row.values() if value is not None)


def _clean_records(place: Workspace, ledger: Ledger, stones: Tombstones, done: Purged) -> None:
    gone = forgetting.everything_buried(ledger).keys()
    for path in sorted(place.records.glob("*/*.parquet")):
        digests = parquet.rewrite(
            path, keep=lambda row: str(row.get("evidence_id")) not in gone and not stones.names(_words(row))
        )
        if digests is not None:
            done.record_files += 1
            forgetting.forget_texts(ledger, digests)


def _clean_editions(place: Workspace, stones: Tombstones, done: Purged) -> None:
    shown = place.current.resolve().name if place.current.exists() else ""
    for name in editions.all_editions(place):
        if next(edition_traces(place.editions / name, stones), None) is not None:
            if name == shown:
                place.current.unlink()
            shutil.rmtree(place.editions / name)
            done.editions.append(name)


def edition_traces(folder: Path, stones: Tombstones) -> Iterator[str]:
    """Where an edition names somebody on a stone: its tables and its files."""
    with editions.Edition(folder) as edition:
        for table in edition.tables():
            for row in edition.query(f"from {table}"):
                if stones.names(_words(row)):
                    yield f"{folder.name}: {table}"
    yield from _file_traces([one for one in folder.rglob("*") if one.suffix != ".duckdb"], stones)


def _file_traces(paths: Sequence[Path], stones: Tombstones) -> Iterator[str]:
    for path in paths:
        if path.is_file() and path.name != "tombstones.json":
            data = path.read_bytes()
            texts = _texts_in(data)
            if any(stones.names(text) for text in texts):
                yield str(path)


def _texts_in(data: bytes) -> list[str]:
    """The texts of a file: its own, or those of its members where it is a package (DOCX, XLSX and PPTX are)."""
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return [package.read(one).decode("utf-8", "replace") for one in package.namelist()]
        except zipfile.BadZipFile:
            return []
    return [data.decode("utf-8", "replace")]


def _clean_files(place: Workspace, stones: Tombstones, done: Purged) -> None:
    """What is made again at will goes whole; lines of logs and alerts are masked."""
    for path in (place.building, place.building.with_name(f"{place.building.name}.wal")):
        path.unlink(missing_ok=True)
    for path in [one for one in (*place.logs.rglob("*"), *place.root.glob("*.json*")) if one.is_file()]:
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.name != "tombstones.json" and stones.names(text):
            path.write_text(stones.masked(text), encoding="utf-8")
            done.other_files += 1
    for folder in [one for one in place.models.glob("*") if one.is_dir()]:
        if next(_file_traces(list(folder.rglob("*")), stones), None):
            shutil.rmtree(folder)
            done.other_files += 1


def traces(place: Workspace, stones: Tombstones) -> Iterator[str]:
    """Where somebody on a stone is still named: archive, records, editions, ledger, logs, everything else."""
    archive = Archive(place.evidence)
    for evidence_id in sorted(held(place)):
        data = _read(archive, evidence_id)
        if data is not None and masked_by(stones, data) != data:
            yield f"evidence {evidence_id}"
    for path in place.records.glob("*/*.parquet"):
        if any(stones.names(_words(row)) for row in parquet.rows(path)):
            yield str(path)
    for name in editions.all_editions(place):
        yield from edition_traces(place.editions / name, stones)
    with Ledger(place.ledger) as ledger:
        if stones.names("\n".join(forgetting.words(ledger))):
            yield str(place.ledger)
    yield from _file_traces(_other_files(place), stones)


def _other_files(place: Workspace) -> list[Path]:
    """Every file of a workspace but those that are looked through as what they are; hidden ones are never that."""
    known = {
        *place.evidence.glob("??/*"),
        *place.records.glob("*/*.parquet"),
        *(path for name in editions.all_editions(place) for path in (place.editions / name).rglob("*")),
        *place.root.glob(f"{place.ledger.name}*"),
    }
    return [path for path in place.root.rglob("*") if path not in known or path.name.startswith(".")]
