"""OCDS 1.1: one release, a release package, a record package, as JSON or as lines of JSON.

A release is a notice here: `ocid` names the procedure, `id` the release. Of a record the compiled release is read, or
else its releases. Publishers break the schema in small ways (a bare release in a list, numbers as strings, keys with
stray blanks), so that every access is tolerant; what identifies a release is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from spiders.format import Format, Origin, Unreadable
from spiders.formats import codes, wording
from spiders.formats.drift import drift_records, is_looked_at, known_paths, unknown_keys
from spiders.formats.ocds_release import READ_PATHS, read_release
from spiders.formats.parties import stamp
from warehouse.records import Record

NAME = "ocds"
VERSION = 2
MAX_BYTES = 200_000_000
_LONGEST_NUMBER = 100  # Python refuses to read whole numbers of thousands of digits, and a page of releases with them

_SIGN = re.compile(rb'"(?:ocid|releases|records|compiledRelease)"\s*:')


def _recognises(head: bytes, media_type: str | None, name: str) -> bool:
    del media_type, name  # the keys decide
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and _SIGN.search(head) is not None


def read(data: bytes, origin: Origin) -> Iterable[Record]:
    """The records of every release in a document. Raises `Unreadable` with the reason for everything else."""
    return extract(data, origin)


def extract(data: bytes, origin: Origin) -> list[Record]:
    """What `read` gives: an OCDS release is published by being there."""
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", f"{len(data)} bytes, at most {MAX_BYTES} are read")
    records: list[Record] = []
    seen: set[str] = set()
    for document in _documents(data):
        for release, country in _releases(document):
            key = f"OCDS:{_said(release, 'ocid')}/{_said(release, 'id')}"
            if key in seen:
                continue
            records += read_release(release, origin, notice_id=key, publisher_country=country, reader=FORMAT.reader)
            if not seen or is_looked_at(origin, name=key):
                unknown = unknown_keys(release, known_paths(NAME, read=READ_PATHS))
                records += drift_records(unknown, form=NAME, notice_id=key, marks=stamp(origin, FORMAT.reader))
            seen.add(key)
    if not records:
        raise Unreadable("unknown_format", "JSON without any OCDS release")
    return records


def _documents(data: bytes) -> Iterator[Any]:
    """The JSON documents in the bytes: one, or one on each line."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", str(error)[:200]) from None
    try:
        yield _parse(text)
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
            raise Unreadable("not_json", str(error)[:200]) from None
        try:
            parsed = [_parse(line) for line in lines]
        except ValueError as second:
            raise Unreadable("not_json", str(second)[:200]) from None
        yield from parsed


def _parse(text: str) -> Any:  # JSON is whatever its publisher wrote; every access below checks
    try:
        return json.loads(text, parse_float=_number, parse_int=_whole_number, parse_constant=lambda said: None)
    except RecursionError:
        raise Unreadable("too_deep", "JSON is nested deeper than Python reads") from None


def _number(said: str) -> Decimal | None:
    """A number as written; None for one that no machine holds (`1e99999999999999999999`)."""
    try:
        return Decimal(said)
    except InvalidOperation:
        return None


def _whole_number(said: str) -> int | Decimal | None:
    return int(said) if len(said) < _LONGEST_NUMBER else _number(said)


def _releases(document: Any) -> Iterator[tuple[dict[str, Any], str | None]]:  # Any: see _parse
    """Each release with the country that the package's publisher names, if any."""
    if isinstance(document, list):
        for each in document:
            yield from _releases(each)
        return
    if not isinstance(document, dict):
        raise Unreadable("unknown_format", "JSON that is neither an object nor a list of objects")
    publisher = document.get("publisher")
    country = codes.country(wording.fold(str(publisher.get("country") or ""))) if isinstance(publisher, dict) else None
    if isinstance(document.get("releases"), list):
        for release in document["releases"]:
            if isinstance(release, dict):
                yield release, country
        return
    if isinstance(document.get("records"), list):
        for record in document["records"]:
            if isinstance(record, dict):
                yield from ((release, country) for release in _of_record(record))
        return
    if isinstance(document.get("compiledRelease"), dict):
        yield from ((release, country) for release in _of_record(document))
        return
    if "ocid" in document:
        yield document, country


def _of_record(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    compiled = record.get("compiledRelease")
    if isinstance(compiled, dict):
        yield {"ocid": record.get("ocid"), **compiled}
        return
    for release in record.get("releases") or ():
        if isinstance(release, dict) and "ocid" in release:
            yield release


def _said(release: dict[str, Any], key: str) -> str:
    value = release.get(key)
    if not isinstance(value, (str, int)) or not str(value).strip():
        raise Unreadable("missing_identity", f"a release without {key}")
    return str(value).strip()


FORMAT = Format(name=NAME, version=VERSION, max_bytes=MAX_BYTES, recognises=_recognises, read=read)
