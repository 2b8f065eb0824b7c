"""A request as the rehearsal server understands it, an answer before it is sent, and what a server remembers."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

_COMPRESSED = ("text/", "application/xml", "application/json", "application/rss+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, header names in lower case."""

    method: str
    host: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def url(self) -> str:
        """The absolute URL."""
        return f"http://{self.host}{self.path}{'?' + self.query if self.query else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, media type and body; `modified` switches on ETag, Last-Modified and 304."""

    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    modified: date | None = None


@dataclass(slots=True)
class Memory:
    """What one server has seen, for the quirks that happen once: counts by name."""

    counts: Counter[str] = field(default_factory=Counter)

    def times(self, name: str) -> int:
        """How often this was asked before now."""
        self.counts[name] += 1
        return self.counts[name] - 1


def json_answer(value: object, status: int = 200) -> Answer:
    """A JSON answer, keys in the order given."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status=status, media_type="application/json", body=body)


def not_found(path: str) -> Answer:
    """A page that says 404."""
    head = "<!doctype html><html lang='da'><head><title>Ikke fundet</title></head>"
    body = f"{head}<body><h1>404</h1><p>{escape(path)}</p></body></html>"
    return Answer(status=404, body=body.encode())


def http_date(day: date) -> str:
    """The day at six in the morning, as HTTP writes times."""
    return format_datetime(datetime(day.year, day.month, day.day, 6, tzinfo=UTC), usegmt=True)


def settled(answer: Answer, request: Request) -> Answer:
    """The answer after conditional requests and content coding: what goes over the wire, but for HEAD's empty body."""
    headers = list(answer.headers)
    body, status = answer.body, answer.status
    if answer.modified and status == 200:
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        stamp = http_date(answer.modified)
        headers += [("ETag", etag), ("Last-Modified", stamp)]
        seen = request.headers.get("if-none-match")
        if seen == etag or (seen is None and request.headers.get("if-modified-since") == stamp):
            return Answer(status=304, body=b"", media_type=answer.media_type, headers=tuple(headers))
    if body and "gzip" in request.headers.get("accept-encoding", "") and answer.media_type.startswith(_COMPRESSED):
        body = gzip.compress(body, compresslevel=5, mtime=0)
        headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    return Answer(status=status, media_type=answer.media_type, body=body, headers=tuple(headers))
