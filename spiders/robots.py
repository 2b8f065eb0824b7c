"""What robots.txt says to us, by RFC 9309, and failing closed: what could not be read forbids everything tonight.

4xx means that the site states no rules; a server's fault, silence, a challenge or damage means that we do not know
them, and then nothing is asked. Scrapy's own middleware was measured to crawl on after a 503.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

MOST_BYTES = 500 << 10
MOST_REDIRECTS = 5
PRODUCT = "Overblik"
_MARKS = {  # the longer first: one begins as another
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_AGENT = re.compile(r"(\s*user[- ]?agent\s*:?\s*[a-z_-]+).*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Robots:
    """The rules of one host. `note` says where they come from; it becomes part of each verdict in the ledger."""

    note: str
    rules: Protego | None = None
    forbids_all: bool = False

    def allows(self, url: str) -> bool:
        """Whether we may ask for this URL."""
        if self.forbids_all:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, PRODUCT))

    def verdict(self, url: str) -> str:
        """The verdict as the ledger keeps it."""
        return f"{'allow' if self.allows(url) else 'disallow'}: {self.note}"

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests that the site asks for."""
        delay = self.rules.crawl_delay(PRODUCT) if self.rules is not None else None
        return float(delay) if delay is not None and delay >= 0 else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the file names, in its order."""
        return tuple(dict.fromkeys(self.rules.sitemaps)) if self.rules is not None else ()


def unreadable(reason: str) -> Robots:
    """Rules that could not be read: nothing is allowed."""
    return Robots(note=f"robots.txt could not be read ({reason})", forbids_all=True)


def read_robots(status: int, body: bytes, *, keep: Callable[[bytes], str] = lambda _: "") -> Robots:
    """The rules that an answer states. `body` is decoded; `keep` archives it and returns its digest."""
    if 400 <= status < 500 and status != 429:
        return Robots(note=f"no robots.txt ({status})")
    if status != 200:
        return unreadable(f"status {status}")
    digest = keep(body) if body else ""
    if len(body) > MOST_BYTES:
        # The RFC lets us stop reading there; the line that the limit cuts is dropped, for half a rule may say more.
        body = body[:MOST_BYTES].rsplit(b"\n", 1)[0]
    text = _text_of(body)
    if "\0" in text:
        return unreadable("not text")
    try:
        # A product's name ends with its letters (RFC 9309, 2.2.1); the parser would take its version for a part of it.
        rules = Protego.parse("\n".join(_AGENT.sub(r"\1", line) for line in text.splitlines()))
    except Exception as fault:  # noqa: BLE001  the parser is not ours, and the file may be anything
        return unreadable(f"not understood: {type(fault).__name__}")
    return Robots(note=f"robots.txt {digest[:16]}".strip(), rules=rules)


def _text_of(body: bytes) -> str:
    """The text by its byte order mark, else UTF-8 as the RFC has it, else as old servers write it."""
    for mark, encoding in _MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")
