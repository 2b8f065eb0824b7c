"""Who was taken out and must not come back, without keeping the name of whom.

A tombstone is a keyed digest of a name, an address or a number, word by word, and the number of its words. A text is
looked through window by window: one whose digest is on a stone is that name, however it is written in capitals,
entities or escapes. The key lies beside the ledger, readable by its owner alone; who has no key cannot try names.

Rejected: keeping the names (a list of those who asked to be forgotten), a Bloom filter (it takes out bystanders).
"""

from __future__ import annotations

import hashlib
import hmac
import html
import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

# An escaped line end is no letter of the word after it; entities and \u escapes are letters of the word they stand in.
_TOKEN = re.compile(r"\\[nrtbf]|(?P<word>(?:[^\W_]|&#?\w{1,10};|\\u[0-9a-fA-F]{4})+)")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
FILE = "tombstones.json"
MASK = "x"


class Tombstones:
    """The stones of one study. Empty where nobody was taken out."""

    def __init__(self, root: Path) -> None:
        self._path = root / FILE
        said = json.loads(self._path.read_text(encoding="utf-8")) if self._path.is_file() else {}
        self._key = bytes.fromhex(said["key"]) if said else secrets.token_bytes(32)
        self._stones: dict[str, int] = dict(said.get("stones", {}))
        self._evidence: dict[str, str] = dict(said.get("evidence", {}))

    def __bool__(self) -> bool:
        return bool(self._stones)

    def add(self, term: str) -> None:
        """Put up a stone for a name, a mail address or a number. Raises `ValueError` where it has no word."""
        words = [word for _, _, word in _words(term)]
        if not words:
            raise ValueError("there is no word in it")
        self._stones[self._digest(words)] = len(words)

    def bury(self, evidence_id: str, *, instead: str = "") -> None:
        """Remember that evidence was taken out, and what stands in its place (nothing, or its redacted copy)."""
        self._evidence[evidence_id] = instead

    def buried(self, evidence_id: str) -> str | None:
        """What stands in the place of evidence that was taken out ("" for nothing); None for any other."""
        return self._evidence.get(evidence_id)

    def everything_buried(self) -> list[str]:
        """The names of all evidence that was taken out."""
        return sorted(self._evidence)

    def save(self) -> None:
        """Write the stones, readable by their owner alone."""
        from warehouse.archive import write_durably

        said = {"key": self._key.hex(), "stones": self._stones, "evidence": self._evidence}
        write_durably(self._path, json.dumps(said, indent=1, sort_keys=True).encode())
        self._path.chmod(0o600)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of everything in a text that is on a stone."""
        if not self._stones:
            return
        found = list(_words(text))
        for count in sorted(set(self._stones.values()), reverse=True):
            for first in range(len(found) - count + 1):
                window = found[first : first + count]
                if self._digest([word for _, _, word in window]) in self._stones:
                    yield window[0][0], window[-1][1]

    def names(self, text: str) -> bool:
        """Whether a text names anybody on a stone."""
        return next(self.places(text), None) is not None

    def masked(self, text: str) -> str:
        """The text with everybody on a stone masked, sign by sign, so that all other places stay as they are."""
        signs = list(text)
        for start, end in self.places(text):
            signs[start:end] = [one if one.isspace() else MASK for one in signs[start:end]]
        return "".join(signs)

    def masked_bytes(self, data: bytes) -> bytes:
        """The same for bytes of whatever encoding: UTF-8 where they are, else sign by sign."""
        try:
            return self.masked(data.decode("utf-8")).encode("utf-8")
        except UnicodeDecodeError:
            return self.masked(data.decode("latin-1")).encode("latin-1")

    def _digest(self, words: list[str]) -> str:
        return hmac.new(self._key, "\x1f".join(words).encode(), hashlib.sha256).hexdigest()


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word without its dress): a mail address is its words, and so is a name in an address."""
    for match in _TOKEN.finditer(text):
        if match["word"]:
            yield match.start(), match.end(), _plain(match["word"])


def _plain(word: str) -> str:
    """A word without capitals, entities and escapes."""
    return html.unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), word)).casefold()
