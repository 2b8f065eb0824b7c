"""Whether a publisher reserves text and data mining (article 4 of directive 2019/790), in any of the ways to say so.

Read are `/.well-known/tdmrep.json`, the `tdm-reservation` header and the meta tag of the same name (TDMRep), and
`noai` in `X-Robots-Tag` or the robots meta tag as the plain-spoken form of the same wish. Where they differ the
strictest counts: taking a text against its publisher's wish cannot be undone, leaving one out can. Of a reserved page
the ledger keeps URL, date and verdict, and the archive no byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from spiders.links import spelt, start_tags

WELL_KNOWN = "/.well-known/tdmrep.json"
_NO_AI = re.compile(r"(^|[\s,:])(noai|noimageai|noml|notdm)($|[\s,])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reservations:
    """What one host reserves: (pattern, reserved) in the file's order, patterns in the one spelling of paths.

    `note` says how it is known.
    """

    note: str
    rules: tuple[tuple[str, bool], ...] = ()
    reserves_all: bool = False

    def reserves(self, url: str) -> bool:
        """Whether this URL is reserved: the longest matching pattern decides, and a tie is reserved."""
        if self.reserves_all:
            return True
        parts = urlsplit(url)
        path = _one_spelling((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        matching = [(len(pattern), reserved) for pattern, reserved in self.rules if _matches(pattern, path)]
        return max(matching)[1] if matching else False

    def verdict(self, url: str) -> str:
        """The verdict as the ledger keeps it."""
        return f"{'reserved' if self.reserves(url) else 'not reserved'}: {self.note}"


def _one_spelling(path: str) -> str:
    """A path or a pattern, with its query, as its publisher and a link may spell it differently."""
    path, mark, query = path.partition("?")
    return spelt(path) + mark + spelt(query, safe="%&=+*$-._~")


def _matches(pattern: str, path: str) -> bool:
    exact = pattern.endswith("$")
    pieces = [re.escape(piece) for piece in pattern.rstrip("$").split("*")]
    return re.match(".*".join(pieces) + ("$" if exact else ""), path) is not None


def unreadable(reason: str) -> Reservations:
    """A file that is there and could not be read: everything is taken to be reserved tonight."""
    return Reservations(note=f"tdmrep.json could not be read ({reason})", reserves_all=True)


def read_tdmrep(status: int, media_type: str | None, body: bytes) -> Reservations:
    """What `/.well-known/tdmrep.json` says, given its decoded answer."""
    if 400 <= status < 500 and status != 429:
        return Reservations(note=f"no tdmrep.json ({status})")
    if status != 200:
        return unreadable(f"status {status}")
    head = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if "html" in (media_type or "") or head == b"<" or not head:
        # Many sites answer every unknown path with a page of theirs; that is no statement about mining.
        return Reservations(note="no tdmrep.json (a page answers in its place)")
    try:
        said = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return unreadable("not JSON")
    if isinstance(said, dict):
        said = [said]
    if not isinstance(said, list) or not all(isinstance(rule, dict) for rule in said):
        return unreadable("not a list of rules")
    rules = tuple(
        (_one_spelling(str(rule.get("location", "/"))[:500]), _is_one(rule.get("tdm-reservation")))
        for rule in said[:1000]
    )
    return Reservations(note="tdmrep.json", rules=rules)


def _is_one(value: object) -> bool:
    return value is True or str(value).strip().casefold() in {"1", "1.0", "true"}


def reserved_by_header(headers: Mapping[str, str]) -> str | None:
    """Which header of an answer reserves it, or None."""
    if any(_is_one(value) for value in headers.get("tdm-reservation", "").split(",")):
        return "tdm-reservation header"
    if _NO_AI.search(headers.get("x-robots-tag", "")):
        return "X-Robots-Tag header"
    return None


def reserved_by_meta(page: bytes) -> str | None:
    """Which meta tag of an HTML page reserves it, or None."""
    for name, attributes in start_tags(page, frozenset({"meta"})):
        assert name == "meta"
        said = attributes.get("name", "").strip().casefold()
        content = attributes.get("content", "")
        if said == "tdm-reservation" and _is_one(content):
            return "tdm-reservation meta tag"
        if said in {"robots", "overblik"} and _NO_AI.search(content):
            return "robots meta tag"
    return None
