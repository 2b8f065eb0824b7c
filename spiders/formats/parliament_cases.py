"""Cases of the Danish parliament as OData 3 JSON: each case of a page is a `Document` with its `Text`.

A case's text is its titles, its summary and what was decided. The fields that name persons are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from spiders.format import Format, Origin, Unreadable
from spiders.formats.dates import date_in_stamp
from spiders.formats.documents import document_with_text
from spiders.interfaces import read_json, said
from warehouse.records import Record

MAX_BYTES = 32 << 20
_SIGN = re.compile(rb'"odata\.metadata"\s*:\s*"[^"]{1,400}\$metadata#Sag"')
_WORDS = ("titel", "titelkort", "resume", "afgørelse", "afstemningskonklusion", "begrundelse", "baggrundsmateriale")
_TYPES = {"lovforslag": "legislation", "beslutningsforslag": "council_decision"}


def recognises(head: bytes, media_type: str | None, name: str) -> bool:
    """A page of cases by what OData says of itself."""
    del media_type, name  # the metadata decides
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and _SIGN.search(head) is not None


def read(data: bytes, origin: Origin) -> Iterator[Record]:
    """The records of every case. Raises `Unreadable`: not_json, malformed, no_text."""
    document = read_json(data)
    rows = document.get("value") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise Unreadable("not_json", "no page of cases")
    parts = urlsplit(origin.url or "https://oda.ft.dk/api/Sag")
    seen: set[str] = set()
    for row in rows:
        number = said(row.get("id")) if isinstance(row, dict) else None
        if number is None or not number.isdigit():
            raise Unreadable("malformed", "a case has no id")
        if number not in seen:
            seen.add(number)
            yield from _case(row, f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}({number})", origin)
    if not seen:
        raise Unreadable("no_text", "the page holds no case")


def _case(row: dict[str, Any], url: str, origin: Origin) -> Iterator[Record]:
    lines = [" ".join(text.split()) for name in _WORDS if (text := said(row.get(name)))]
    status, kind = (_named(row, *names) for names in (("Sagsstatus", "status"), ("Sagstype", "type")))
    number, period = said(row.get("nummer")), _named(row, "Periode", "titel")
    about = ", ".join(one for one in (kind, number, period, status) if one)
    if not lines:
        return
    title = f"{number}: {lines[0]}" if number else lines[0]
    yield from document_with_text(
        origin,
        reader=FORMAT.reader,
        kind="case",
        text="\n".join(dict.fromkeys([*lines, *([about] if about else [])])),
        url=url,
        title=title,
        published=_published(row, origin),
        language="DA",
        publisher="Folketinget",
        document_type=(_TYPES.get((kind or "").casefold(), "council_decision"), kind),
        period=(None, None, None),
    )


def _named(row: dict[str, Any], name: str, field: str) -> str | None:
    value = row.get(name)
    return said(value.get(field)) if isinstance(value, dict) else None


def _published(row: dict[str, Any], origin: Origin) -> tuple[date | None, str | None]:
    """The day of the decision, of the law, else of the last update: a case has no day of publication."""
    for name in ("lovnummerdato", "afgørelsesdato", "opdateringsdato"):
        if found := date_in_stamp(said(row.get(name)), latest=origin.first_seen):
            return found, "metadata"
    return None, None


FORMAT = Format(name="parliament_cases", version=1, max_bytes=MAX_BYTES, recognises=recognises, read=read)
