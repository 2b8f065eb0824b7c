"""Answers of the TED search API: they steer a crawl to notices and are no notices themselves.

They are recognised so that a half answer is noticed: complete JSON gives no records, anything less is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from spiders.format import Format, Origin, Unreadable
from warehouse.records import Record

_KEYS = (b'"notices"', b'"totalNoticeCount"', b'"iterationNextToken"')


def recognises(head: bytes, media_type: str | None, name: str) -> bool:
    """A JSON object that begins like an answer of the search API."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return False
    return start[1:].lstrip().startswith(_KEYS) or (b'"publication-number"' in head and _KEYS[0] in head)


def read(data: bytes, origin: Origin) -> Iterable[Record]:
    """No records. Raises `Unreadable`: not_json, or malformed where the search ran out of time half-way."""
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise Unreadable("not_json", str(fault)[:200]) from None
    if not isinstance(answer, dict) or not isinstance(answer.get("notices"), list):
        raise Unreadable("unknown_format", "no list of notices")
    if answer.get("timedOut") is True:
        raise Unreadable("malformed", "the search timed out: its page is not whole")
    return ()


FORMAT = Format(name="ted_search", version=1, max_bytes=32 << 20, recognises=recognises, read=read)
