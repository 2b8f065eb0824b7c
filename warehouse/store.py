"""An object store that keeps a study beside this machine: its evidence, records and editions.

`OVERBLIK_STORE=s3://bucket/prefix?endpoint_override=http://host:port` (or another address that Arrow
opens: `gs://…`, `file:///…`). Below `<prefix>/<study>/` lie:

    evidence/aa/<sha256>[.zst]        as in the archive; put once under its digest and never again
    records/<kind>/<batch>.parquet    one data set a kind, which DuckDB, Spark or Arrow read as they are
    records/reading/<batch>.parquet   which rows of a batch count: join on evidence_id, part and reader
    editions/<id>/…                   every file of an edition
    ledger/<night>.sqlite             a whole copy of the ledger after that night
    current                           the id of the edition that people read, who put it there, and the night whose
                                      copy of the ledger belongs to it; put last
    turn/<token>                      held while a machine puts something; see `Store._turn`

An object appears whole or not at all, and what is put last points only to what is there: a push that is cut short
leaves the last good edition current, and the next push goes on. The ledger itself stays on this machine: it must be
on disk before the next step relies on it, and SQLite needs a file system's locks; its copies serve to restore.
Credentials are the environment's own (`AWS_ACCESS_KEY_ID`, …), never part of the address.

Two machines cannot overwrite each other: whoever puts something holds the study's turn, and the pointer carries a
token that only the machine which put or fetched it last knows. Another one is refused until it has fetched the study.

Rejected: conditional puts (`If-Match`: Arrow cannot ask for them, and not every store has them; putting a claim and
then listing claims needs nothing but a store that shows at once what was put), running on the store alone (each reading
process would fetch what it needs a thousand times more slowly than from disk), fsspec's S3 file system (another
library; Arrow has one).
"""

from __future__ import annotations

import hashlib
import re
import socket
import sqlite3
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from warehouse.archive import write_durably
from warehouse.forgetting import everything_buried
from warehouse.ledger import Ledger
from warehouse.refusal import RefusedError
from warehouse.settings import Workspace

_POINTER = "current"
_KNOWN = "store.token"
"""In the study's folder: the token of the pointer that this machine put or fetched last."""
_DEAD = timedelta(hours=6)
"""A turn that was taken so long before another is a dead machine's: no push takes longer than a night."""
_CHUNK = 4 << 20
_SHOWN = 300
_READING = pa.schema([(name, pa.string()) for name in ("evidence_id", "part", "reader", "outcome", "reason", "batch")])
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


class StoreError(RefusedError):
    """A store that cannot be reached or does not hold what it should; one sentence."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many objects went over, how many were there already, and how many went since they are taken out here."""

    moved: int
    there: int
    gone: int = 0


class Store:
    """One study's place in an object store. Raises `StoreError` for an address that Arrow cannot open."""

    def __init__(self, address: str, study: str) -> None:
        try:
            self._system, root = fs.FileSystem.from_uri(address)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as fault:
            raise StoreError(
                f"OVERBLIK_STORE is no address that can be opened ({str(fault).splitlines()[0]}); "
                "write it as s3://bucket/prefix?endpoint_override=http://host:port."
            ) from None
        if not root.strip("/"):
            raise StoreError("OVERBLIK_STORE names no bucket; write it as s3://bucket/prefix.")
        self._root = f"{root.rstrip('/')}/{study}"

    # -- handing over --------------------------------------------------------------------------------------------

    def push(self, place: Workspace, *, night_id: str) -> Moved:
        """Hand over what the store lacks: evidence, records, editions, the ledger's copy, and the pointer last.

        Evidence that was taken out here goes there as well, whoever took it out and whenever.
        """
        with _saying("written to"), self._turn():
            self._check_known(place)
            counts = [self._put_new(place.evidence, "evidence", _evidence(place)), self._push_records(place)]
            gone = self._remove(self._buried(place))
            current = place.current.resolve().name if place.current.exists() else None
            if current is not None:
                files = [path for path in (place.editions / current).rglob("*") if path.is_file()]
                counts.append(self._put_new(place.editions, "editions", files))
            self._push_ledger(place, night_id)
            if current is not None:
                token = uuid.uuid4().hex
                # Here first: cut short between the two, the old pointer is this machine's own as well.
                write_durably(place.root / _KNOWN, f"{self._token()}\n{token}\n".encode())
                self._put(_POINTER, f"{current}\n{token}\n{night_id}\n".encode())
        return Moved(moved=sum(one.moved for one in counts), there=sum(one.there for one in counts), gone=gone)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Be the only machine that puts something of this study, or be refused.

        Each puts its claim and then lists all of them: of two that begin together at least one sees the other, since
        what was put is listed at once. Ages are told by the store's own clock.
        """
        mine = uuid.uuid4().hex
        self._put(f"turn/{mine}", socket.gethostname().encode())
        try:
            found = self._system.get_file_info(fs.FileSelector(f"{self._root}/turn", recursive=True))
            taken = {one.base_name: one.mtime for one in found if one.type == fs.FileType.File}
            for name in sorted(taken.keys() - {mine}):
                if taken[mine] - taken[name] < _DEAD:
                    host = self._get(f"turn/{name}").decode(errors="replace")[:_SHOWN]
                    raise StoreError(
                        f"The machine {host} is putting this study into the store, or died while it did; what was "
                        f"there stays. Try again later, or remove {self._root}/turn/{name}."
                    )
                self._system.delete_file(f"{self._root}/turn/{name}")
            yield
        finally:
            with suppress(OSError):  # it ends by its age
                self._system.delete_file(f"{self._root}/turn/{mine}")

    def _check_known(self, place: Workspace) -> None:
        """Raises `StoreError` where another machine has published since this one last put or fetched the study."""
        known = place.root / _KNOWN
        token, own = self._token(), known.read_text(encoding="ascii").split() if known.is_file() else []
        if token and token not in own:
            raise StoreError(
                f"Another machine published {self._current()} into the store, and this one has not fetched it. To go "
                f"on here, move {place.root} aside and run `overblik store pull`; to go on there, leave "
                "OVERBLIK_STORE out here."
            )

    def _push_records(self, place: Workspace) -> Moved:
        """The batches that the ledger names, and for each which of its rows count; a crashed batch's rest stays."""
        with Ledger(place.ledger) as ledger:
            read = ledger.rows("select * from reading order by batch, evidence_id, part")
            enriched = ledger.rows("select distinct batch from enrichment where batch <> ''")
        by_batch: dict[str, list[dict[str, object]]] = {}
        for row in read:
            by_batch.setdefault(str(row["batch"]), []).append({name: row[name] for name in _READING.names})
        named = by_batch.keys() | {str(row["batch"]) for row in enriched}
        files = [path for path in sorted(place.records.glob("*/*.parquet")) if path.stem in named]
        put = self._put_new(place.records, "records", files)
        for batch, rows in by_batch.items():  # rows of a batch may cease to count: these are always written anew
            sink = pa.BufferOutputStream()
            pq.write_table(pa.Table.from_pylist(rows, schema=_READING), sink, compression="zstd")
            self._put(f"records/reading/{batch}.parquet", sink.getvalue().to_pybytes())
        for stale in self._listed("records/reading").keys() - {f"{batch}.parquet" for batch in by_batch}:
            self._system.delete_file(f"{self._root}/records/reading/{stale}")
        return put

    def _push_ledger(self, place: Workspace, night_id: str) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / "ledger.sqlite"
            whole, target = sqlite3.connect(place.ledger), sqlite3.connect(copy)
            try:
                whole.backup(target)
            finally:
                whole.close()
                target.close()
            self._put(f"ledger/{night_id}.sqlite", copy.read_bytes())

    def _put_new(self, folder: Path, under: str, files: Iterable[Path]) -> Moved:
        """Put the files that are not there in their full size; what has a name here never changes."""
        there, moved, kept = self._listed(under), 0, 0
        for path in files:
            name = path.relative_to(folder).as_posix()
            if there.get(name) == path.stat().st_size:
                kept += 1
                continue
            with path.open("rb") as file:
                self._put(f"{under}/{name}", iter(lambda: file.read(_CHUNK), b""))
            moved += 1
        return Moved(moved=moved, there=kept)

    def _put(self, name: str, data: bytes | Iterator[bytes]) -> None:
        path = f"{self._root}/{name}"
        if not isinstance(self._system, fs.S3FileSystem):  # an object store has no folders
            self._system.create_dir(path.rpartition("/")[0], recursive=True)
        # Unasked, Arrow would pack what is called .zst once more.
        with self._system.open_output_stream(path, compression=None) as stream:
            for chunk in (data,) if isinstance(data, bytes) else data:
                stream.write(chunk)

    def _listed(self, under: str) -> dict[str, int]:
        """The objects below a name, with their size in bytes."""
        root = f"{self._root}/{under}"
        found = self._system.get_file_info(fs.FileSelector(root, recursive=True, allow_not_found=True))
        return {one.path[len(root) + 1 :]: one.size for one in found if one.type == fs.FileType.File}

    # -- fetching back -------------------------------------------------------------------------------------------

    def pull(self, place: Workspace) -> Moved:
        """Fetch what this machine lacks: evidence, records, the current edition, and the ledger where there is none.

        Raises `StoreError` where the store holds no such study, or bytes that do not give their name.
        """
        with _saying("read from"):
            ledger = self._newest_ledger()
            if ledger is None:
                raise StoreError(f"The store holds no study at {self._root}; push it there first.")
            place.make()
            counts = [self._fetch_new("evidence", place.evidence), self._fetch_new("records", place.records)]
            edition = self._current()
            if edition is not None:
                counts.append(self._fetch_new(f"editions/{edition}", place.editions / edition))
            if not place.ledger.exists():
                write_durably(place.ledger, self._get(f"ledger/{ledger}"))
            if edition is not None:
                from warehouse.edition import point_current

                point_current(place, edition)
                write_durably(place.root / _KNOWN, f"{self._token()}\n".encode())
        return Moved(moved=sum(one.moved for one in counts), there=sum(one.there for one in counts))

    def _newest_ledger(self) -> str | None:
        """The copy of the ledger that was put last; None where there is none.

        The pointer names it: a night that was run for an earlier day is the newest all the same. Without a pointer,
        or with one from before it did, the night of the latest day and number is.
        """
        from warehouse.edition import age

        there = self._listed("ledger")
        named = [f"{night}.sqlite" for night in self._pointer()[2:3]]
        latest = sorted(there, key=lambda name: age(name.removesuffix(".sqlite")))
        return next((name for name in (*named, *reversed(latest)) if name in there), None)

    def _pointer(self) -> list[str]:
        """The pointer's lines; none where there is no pointer."""
        path = f"{self._root}/{_POINTER}"
        if self._system.get_file_info(path).type != fs.FileType.File:
            return []
        return [line.strip() for line in self._get(_POINTER).decode().split("\n")]

    def _current(self) -> str | None:
        lines = self._pointer()
        if lines and not _NAME.fullmatch(lines[0]):
            raise StoreError(f"The store's pointer {self._root}/{_POINTER} names no edition.")
        return lines[0] if lines else None

    def _token(self) -> str:
        """The token of the pointer; empty where there is no pointer, or one from before there were tokens."""
        return "".join(self._pointer()[1:2])

    # -- forgetting ----------------------------------------------------------------------------------------------

    def editions(self) -> list[str]:
        """The editions that the store holds."""
        return sorted({name.partition("/")[0] for name in self._listed("editions")})

    def fetch_edition(self, name: str, folder: Path) -> None:
        """Fetch one edition into a folder. Raises `StoreError`."""
        with _saying("read from"):
            self._fetch_new(f"editions/{name}", folder)

    def _buried(self, place: Workspace) -> list[str]:
        """The evidence in the store that the ledger calls taken out.

        Never what is merely not here: a disk that lost a file is what the store is for.
        """
        with Ledger(place.ledger) as ledger:
            buried = everything_buried(ledger)
        listed = self._listed("evidence") if buried else {}
        return [f"evidence/{one}" for one in listed if one.rpartition("/")[2].removesuffix(".zst") in buried]

    def _remove(self, names: list[str]) -> int:
        for name in names:
            self._system.delete_file(f"{self._root}/{name}")
        return len(names)

    def forget(self, place: Workspace, *, editions: Iterable[str]) -> int:
        """Remove what was taken out here and editions, and all records and copies of the ledger, made from either.

        Returns how many objects went. A push puts what is left anew; until then the store holds no whole study, so a
        machine that may not push is refused before anything goes.
        """
        gone_editions = set(editions)
        with _saying("written to"), self._turn():
            self._check_known(place)
            going = [
                *self._buried(place),
                *(f"editions/{one}" for one in self._listed("editions") if one.partition("/")[0] in gone_editions),
                *(f"{under}/{one}" for under in ("records", "ledger") for one in self._listed(under)),
            ]
            if self._current() in gone_editions:
                going.insert(0, _POINTER)
            return self._remove(going)

    def _fetch_new(self, under: str, folder: Path) -> Moved:
        moved = kept = 0
        for name, size in sorted(self._listed(under).items()):
            path = folder / name
            if not path.resolve().is_relative_to(folder.resolve()):
                raise StoreError(f"The store holds an object that leads out of its place: {under}/{name}.")
            if under == "records" and name.startswith("reading/"):
                continue  # the ledger says it here
            if path.exists() and path.stat().st_size == size:
                kept += 1
                continue
            data = self._get(f"{under}/{name}")
            if under == "evidence" and not name.endswith(".zst") and hashlib.sha256(data).hexdigest() != path.name:
                raise StoreError(f"The store's bytes of {name} are not those that were put there.")
            write_durably(path, data)
            moved += 1
        return Moved(moved=moved, there=kept)

    def _get(self, name: str) -> bytes:
        with self._system.open_input_stream(f"{self._root}/{name}", compression=None) as stream:
            return bytes(stream.read())


def _evidence(place: Workspace) -> Iterator[Path]:
    """Whole pieces of evidence: what is still arriving has another name."""
    return (path for path in sorted(place.evidence.glob("??/*")) if not path.name.startswith("."))


@contextmanager
def _saying(what: str) -> Iterator[None]:
    """Turn a fault of the store into one sentence."""
    try:
        yield
    except OSError as fault:
        said = str(fault).splitlines()[0][:_SHOWN]
        raise StoreError(f"The object store could not be {what}: {said}. What was there stays.") from None
