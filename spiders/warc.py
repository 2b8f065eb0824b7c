"""The archive as a WARC file, for libraries and for tools that other people wrote.

The first answer of the file that gave some bytes carries them as a `resource` record; later answers that gave or
confirmed the same bytes are `revisit` records that point to it, so that a year of unchanged pages costs a line each.
A page whose publisher reserves mining has no bytes here: its verdict is a `metadata` record. Everything in the file,
record ids included, follows from the ledger: the same archive gives the same file.

Rejected: `response` records (the archive keeps answers after content coding and without their header lines, and a made
up header is no evidence), WARC as the store itself (`warehouse/archive.py`).
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from sqlite3 import Row
from typing import Any, BinaryIO
from urllib.parse import quote

import zstandard
from warcio.warcwriter import WARCWriter

from warehouse.archive import Archive, DamagedEvidenceError, MissingEvidenceError
from warehouse.ledger import Ledger
from warehouse.refusal import RefusedError
from warehouse.settings import Workspace

_CHUNK = 1 << 20
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://overblik.example/warc")
_FETCHES = """
select fetch.*, crawl.night_id from fetch join crawl using (crawl_id) left join night using (night_id)
where (fetch.outcome in ('ok', 'unchanged') and fetch.evidence_id is not null or fetch.outcome = 'policy_tdm')
and coalesce(night.rowid, 0) >= :since order by fetch.fetch_id
"""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What a file came to: records with bytes, records that point to them, reserved pages, and bytes in the file.

    `lost` are the names of evidence that the ledger knows and the archive no longer holds whole.
    """

    resources: int
    revisits: int
    reserved: int
    bytes: int
    lost: tuple[str, ...]


def export_warc(root: Path, out: Path, *, study: str, software: str, since: str | None = None) -> Exported:
    """Write what the workspace at `root` holds to `out` (`.warc.gz`), whole or not at all.

    `since` is the first night to take; without it, all. Raises `RefusedError` for a night that never was, and `OSError`
    where the place refuses.
    """
    place = Workspace(root)
    beside = out.with_name(f".{out.name}.{uuid.uuid4().hex}.tmp")
    try:
        with Ledger(place.ledger) as ledger, beside.open("wb") as file:
            writing = _Writing(Archive(place.evidence), file)
            fetches = _fetches(ledger, since)
            writing.begin(out.name, fetches, study=study, software=software)
            for fetch in fetches:
                writing.add(fetch)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return Exported(
        resources=len(writing.held),
        revisits=writing.revisits,
        reserved=writing.reserved,
        bytes=out.stat().st_size,
        lost=tuple(sorted(writing.lost)),
    )


def _fetches(ledger: Ledger, since: str | None) -> list[Row]:
    first = 0
    if since is not None:
        found = ledger.rows("select rowid from night where night_id = ?", (since,))
        if not found:
            raise RefusedError(f"There is no night {since!r} in this ledger; `overblik status` lists them.")
        first = found[0]["rowid"]
    return ledger.rows(_FETCHES, {"since": first})


def _day(moment: str) -> str:
    """A moment of the ledger as WARC writes it."""
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _said(value: object) -> str:
    """A value that fits into one header line."""
    return " ".join(str(value).split())


class _Writing:
    """One file under way."""

    def __init__(self, archive: Archive, file: BinaryIO) -> None:
        self._archive = archive
        self._writer: Any = WARCWriter(file, gzip=True, warc_version="1.1")
        self.held: dict[str, tuple[str, str]] = {}
        self.lost: set[str] = set()
        self.revisits = self.reserved = 0

    def begin(self, name: str, fetches: list[Row], *, study: str, software: str) -> None:
        """The record that says what the file is; dated by its last answer, for there is no clock in it."""
        moment = fetches[-1]["ended_at"] if fetches else "1970-01-01T00:00:00+00:00"
        info = {"software": software, "format": "WARC file version 1.1", "isPartOf": study, "robots": "classic"}
        body = "".join(f"{key}: {_said(value)}\r\n" for key, value in info.items()).encode()
        self._write("warcinfo", f"{study}:{name}:{moment}", moment, "application/warc-fields", body, filename=name)

    def add(self, fetch: Row) -> None:
        """One answer, or one reserved page."""
        if fetch["outcome"] == "policy_tdm":
            self._add_reserved(fetch)
        elif fetch["evidence_id"] in self.held:
            self._add_revisit(fetch)
        elif fetch["evidence_id"] not in self.lost:
            self._add_resource(fetch)

    def _add_reserved(self, fetch: Row) -> None:
        said = {name: fetch[name] for name in ("outcome", "reason", "robots_verdict", "tdm_verdict")}
        body = "".join(f"{name}: {_said(value)}\r\n" for name, value in said.items() if value).encode()
        self._write("metadata", *_identity(fetch), "application/warc-fields", body, url=_where(fetch))
        self.reserved += 1

    def _add_revisit(self, fetch: Row) -> None:
        url, moment = self.held[fetch["evidence_id"]]
        record = self._writer.create_revisit_record(
            _where(fetch),
            f"sha256:{fetch['evidence_id']}",
            url,
            moment,
            warc_headers_dict=_headers(*_identity(fetch)),
        )
        self._writer.write_record(record)
        self.revisits += 1

    def _add_resource(self, fetch: Row) -> None:
        evidence_id = fetch["evidence_id"]
        try:
            size = _checked_size(self._archive, evidence_id)
        except (MissingEvidenceError, DamagedEvidenceError):
            self.lost.add(evidence_id)
            return
        headers = _headers(*_identity(fetch))
        headers["WARC-Payload-Digest"] = headers["WARC-Block-Digest"] = f"sha256:{evidence_id}"
        with self._archive.open(evidence_id) as stream:
            record = self._writer.create_warc_record(
                _where(fetch),
                "resource",
                payload=stream,
                length=size,
                warc_content_type=fetch["media_type"] or "application/octet-stream",
                warc_headers_dict=headers,
            )
            self._writer.write_record(record)
        self.held[evidence_id] = (_where(fetch), headers["WARC-Date"])

    def _write(
        self, kind: str, name: str, moment: str, media_type: str, body: bytes, *, url: str = "", filename: str = ""
    ) -> None:
        headers = _headers(name, moment) | ({"WARC-Filename": filename} if filename else {})
        headers["WARC-Block-Digest"] = f"sha256:{hashlib.sha256(body).hexdigest()}"
        if kind != "warcinfo":
            headers["WARC-Payload-Digest"] = headers["WARC-Block-Digest"]
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                kind,
                payload=BytesIO(body),
                length=len(body),
                warc_content_type=media_type,
                warc_headers_dict=headers,
            )
        )


def _headers(name: str, moment: str) -> dict[str, str]:
    return {"WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(_NAMES, name)}>", "WARC-Date": _day(moment)}


def _identity(fetch: Row) -> tuple[str, str]:
    """What a record is named after, and its moment: crawl and request, so that a night exported twice is the same."""
    return f"{fetch['crawl_id']}\x1f{fetch['request_key']}", fetch["ended_at"]


def _where(fetch: Row) -> str:
    """The address in header form: a space or a quote would end it for some readers."""
    return quote(_said(fetch["final_url"] or fetch["url"]), safe=":/?#[]@!$&'()*+,;=%~")


def _checked_size(archive: Archive, evidence_id: str) -> int:
    """How many bytes the archive gives under that name. Raises where they are missing or no longer give it."""
    digest = hashlib.sha256()
    size = 0
    try:
        for chunk in _chunks(archive, evidence_id):
            digest.update(chunk)
            size += len(chunk)
    except zstandard.ZstdError as fault:
        raise DamagedEvidenceError(evidence_id) from fault
    if digest.hexdigest() != evidence_id:
        raise DamagedEvidenceError(evidence_id)
    return size


def _chunks(archive: Archive, evidence_id: str) -> Iterator[bytes]:
    with archive.open(evidence_id) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
