"""Who was taken out and must not come back, without keeping the name of whom.

A tombstone is a keyed digest of a name, an address or a number, word by word, and the number of its words. A text is
looked through window by window: one whose digest is on a stone is that name, in whatever dress: capitals, entities
(also escaped twice), escapes of JSON and of addresses, letters in two pieces, signs that nobody sees, and tags between
the words or within one. The key lies beside the ledger, readable by its owner alone; who has no key cannot try names.

Rejected: keeping the names (a list of those who asked to be forgotten), a Bloom filter (it takes out bystanders), a
plain copy of each text to look through (places in the text itself are what masking needs).
"""

from __future__ import annotations

import codecs
import hashlib
import hmac
import html
import json
import re
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path

_HEX = "[0-9a-fA-F]"
# Repeats have a limit or nothing to gain by giving back: no page takes more time than its length is worth.
# One sign in its dress: an entity, an escape of JSON or JavaScript, or a letter of an address (UTF-8, or else Latin-1).
_DRESS = (
    rf"&(?:amp;|\#38;|\#x26;){{0,4}}\#?\w{{1,31}};|\\{{1,8}}u{_HEX}{{4}}|\\{{1,8}}x{_HEX}{{2}}"
    rf"|%(?:25){{0,4}}[c-fC-F]{_HEX}(?:%(?:25){{0,4}}[89abAB]{_HEX}){{1,3}}|%(?:25){{0,4}}{_HEX}{{2}}"
)
_NOTHING = "\u200b"
# What joins letters without being one: the marks of a letter in two pieces, and signs that nobody sees.
_JOINS = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
# An escaped line end is no letter of the word after it.
_TOKEN = re.compile(rf"\\{{1,8}}[nrtbf]|(?P<word>(?:[^\W_]+|[{_JOINS}]+|{_DRESS})+)")
_SIGN = re.compile(rf"(?P<dressed>{_DRESS})|[^&\\%]+|.", re.DOTALL)
_OCTET = re.compile(rf"%(?:25){{0,4}}({_HEX}{{2}})")
_OPENS = r"(?:<|&(?:amp;){0,4}lt;|\\{1,8}u003[cC])"
_CLOSES = r"(?:>|&(?:amp;){0,4}gt;|\\{1,8}u003[eE])"
# Unrolled, since possessive repeats of a group go wrong in the first Pythons that have them (3.11.2).
_TAG = re.compile(rf"{_OPENS}[^<>&\\]*(?:(?!{_OPENS}|{_CLOSES})[&\\][^<>&\\]*)*{_CLOSES}")
# Tags that stand within a word; any other stands between two.
_WITHIN = re.compile(
    rf"{_OPENS}(?:!--|\\{{0,8}}/?(?:a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|mark|nobr|q|s|small|span|strike|strong|sub"
    r"|sup|tt|u|wbr)(?![\w-]))",
    re.IGNORECASE,
)
_REMEMBERED = 500_000
FILE = "tombstones.json"
MASK = "x"
TAKEN_OUT = "names_taken_out"
"""Why a part is in quarantine that names somebody on a stone: it is removed before the night goes on."""


class Tombstones:
    """The stones of one study. Empty where nobody was taken out."""

    def __init__(self, root: Path) -> None:
        self._path = root / FILE
        said = json.loads(self._path.read_text(encoding="utf-8")) if self._path.is_file() else {}
        self._key = bytes.fromhex(said["key"]) if said else secrets.token_bytes(32)
        self._stones: dict[str, int] = dict(said.get("stones", {}))
        self._told: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._stones)

    def add(self, term: str) -> None:
        """Put up a stone for a name, a mail address or a number. Raises `ValueError` where it has no word."""
        words = [word for _, _, word in _words(term)]
        if not words:
            raise ValueError("there is no word in it")
        self._stones[self._digest("\x1f".join(words))] = len(words)

    def save(self) -> None:
        """Write the stones, readable by their owner alone."""
        from warehouse.archive import write_durably

        said = {"key": self._key.hex(), "stones": self._stones}
        write_durably(self._path, json.dumps(said, indent=1, sort_keys=True).encode())
        self._path.chmod(0o600)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of every word in a text that belongs to somebody on a stone, without the tags within it."""
        if not self._stones:
            return
        for view in _views(text):
            found = list(_words(view))
            words = [word for _, _, word in found]
            for count in set(self._stones.values()):
                for first in range(len(found) - count + 1):
                    if self._is_on_a_stone("\x1f".join(words[first : first + count])):
                        for start, end, _ in found[first : first + count]:
                            yield from _unchanged(view, text, start, end)

    def names(self, text: str) -> bool:
        """Whether a text names anybody on a stone."""
        return next(self.places(text), None) is not None

    def masked(self, text: str) -> str:
        """The text with everybody on a stone masked, sign by sign, so that all other places stay as they are."""
        signs = list(text)
        for start, end in self.places(text):
            signs[start:end] = MASK * (end - start)
        return "".join(signs)

    def masked_bytes(self, data: bytes) -> bytes:
        """The same for bytes of whatever encoding; bytes that are no letter of it stay as they are."""
        if not self._stones:
            return data
        for codec, begins in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
            if data.startswith(begins):
                return self._masked_in(data, codec, "surrogatepass")
        data = self._masked_in(data, "utf-8", "surrogateescape")
        return self._masked_in(data, "latin-1", "strict") if not _is_utf8(data) else data

    def _masked_in(self, data: bytes, codec: str, errors: str) -> bytes:
        try:
            return self.masked(data.decode(codec, errors)).encode(codec, errors)
        except UnicodeError:
            return data

    def _is_on_a_stone(self, words: str) -> bool:
        """Whether words are on a stone. Texts repeat themselves, and a digest costs more than a look."""
        told = self._told.get(words)
        if told is None:
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            told = self._told[words] = self._digest(words) in self._stones
        return told

    def _digest(self, words: str) -> str:
        return hmac.digest(self._key, words.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _views(text: str) -> Iterator[str]:
    """A text without its tags, the tags alone, and where some stand within words the text so; places stay."""
    without = _TAG.sub(lambda tag: " " * len(tag[0]), text)
    yield without
    if without != text:
        yield "".join(one if one != other else " " for one, other in zip(text, without, strict=True))
        if _WITHIN.search(text):
            yield _TAG.sub(lambda tag: (_NOTHING if _WITHIN.match(tag[0]) else " ") * len(tag[0]), text)


def _unchanged(view: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a view that are the text's own: not the tags that it left out."""
    begun = start
    for place in range(start, end + 1):
        if place == end or view[place] != text[place]:
            if begun < place:
                yield begun, place
            begun = place + 1


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word without its dress): a mail address is its words, and so is a name in an address."""
    for match in _TOKEN.finditer(text):
        if (token := match["word"]) is None:
            continue
        if token.isascii() and token.isalnum():
            yield match.start(), match.end(), token.lower()
        elif token.isalnum():
            yield match.start(), match.end(), _plain(token)
        else:
            yield from _undressed(token, match.start())


def _undressed(token: str, at: int) -> Iterator[tuple[int, int, str]]:
    """The words of a run of dressed signs: an entity or an escape may be a letter, nothing, or what parts two words."""
    letters: list[str] = []
    start = end = at
    for sign in _SIGN.finditer(token):
        said = _said(sign[0]) if sign["dressed"] else sign[0]
        for letter in said:
            if letter.isalnum() or unicodedata.category(letter) == "Mn":
                start = start if letters else at + sign.start()
                letters.append(letter)
                end = at + sign.end()
            elif letters and unicodedata.category(letter) != "Cf":
                yield start, end, _plain("".join(letters))
                letters = []
    if letters:
        yield start, end, _plain("".join(letters))


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def _said(dressed: str) -> str:
    """What an entity or an escape stands for."""
    if dressed.startswith("\\"):
        return chr(int(dressed.lstrip("\\")[1:], 16))
    if dressed.startswith("%"):
        octets = bytes.fromhex("".join(_OCTET.findall(dressed)))
        try:
            return octets.decode("utf-8")
        except UnicodeDecodeError:
            return octets.decode("latin-1")
    for _ in range(4):  # a page within a page within a page is written so
        dressed = html.unescape(dressed)
    return dressed
