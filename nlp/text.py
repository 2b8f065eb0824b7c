"""Text as classifiers need it: sentences, tidy whitespace, and a matching form whose places lead back to the original.

Sentences end where a reader would end them: a full stop after `fx`, `jf.` or `pkt. 3.1` ends nothing, nor does the one
in `1.200.000,00 kr.`. Rejected: spaCy's rule sentencizer (breaks after Danish abbreviations in texts labelled
Norwegian, Swedish or German, which notices often are) and statistical splitters (a model to ship for a list of words).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

# Written before a full stop without ending a sentence; Danish, Norwegian, Swedish, German and English together, for a
# text's language is often not what its label says.
_ABBREVIATION_LINES = (
    "a abs adr afd afs al alm ang anm anv approx art bekendtg bilag bl bl.a bla bygn bzw ca cf co d.h d.v.s",
    "dept dir div dr ds dvs e.dyl e.g eks ekskl ekst em est etc evt evtl f.eks f.kr f.o.m feks fig forb forbr",
    "fr fx ggf gov gr hhv hr i.d.r i.e i.f.m i.h.t ibid iht inc incl ing inkl insb iø jf jr jvf kap kgl kl kr",
    "lb lbnr litra ltd m.a.o m.fl m.h.t m.m m.m.fl m.v mag maks max mdl mdr medfl mht mia min mind mio mr mrs",
    "ms mv n.b nb no nom nos nr nuv o.a o.l o.lign o.s.v o.ä oa obs ol op osv p.a p.g.a p.p p.t para paras pct",
    "pga pkt pl pp pr prof pst rd red ref resp s.k s.o s.u sec sect sek skr sml sog spec st stk str såk t.ex",
    "t.o.m tab tel tilsv tlf tr tsd u.a ult usw utg uv v vedr vej vers vgl viz vl vol vs z.b zb zzgl årg",
)
_ABBREVIATIONS = frozenset(word for line in _ABBREVIATION_LINES for word in line.split())
# These may also close a sentence: they do where a capital follows.
_CLOSING = frozenset(
    ("etc", "kr", "m.fl", "m.m", "m.v", "mdr", "mia", "mio", "mv", "o.a", "o.l", "o.lign", "o.s.v", "osv", "pct", "usw")
)
_GERMAN_MONTH = re.compile(r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n\s*\n|\n(?=\s*(?:[-*•–#>|]|\d{1,2}[.)])\s)")
_LAST_WORD = re.compile(r"[^\s(\[\"'«“]+\Z")
_SPACE = re.compile(r"\s+")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\r?\n[ \t]*(?=[^\W\d_])(?!(?:og|eller|and|or|und|oder|och|samt)\b)")
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_ODD = re.compile("[\u00ad\u200b\u2060\ufeff" + "".join(_LIGATURES) + "]")


def tidy(text: str) -> str:
    """A text in Unicode's composed form (NFC), each run of whitespace as one space, trimmed."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), in order, without outer whitespace; blank lines and bullets end them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if found.group()[0] == "." and not _ends_sentence(text, start, found.start(), found.end()):
            continue
        _add_trimmed(spans, text, start, found.end())
        start = found.end()
    _add_trimmed(spans, text, start, len(text))
    return spans


def _ends_sentence(text: str, begin: int, stop: int, after: int) -> bool:
    """Whether the full stop at `stop` ends the sentence begun at `begin`; `after` is where what belongs to it ends."""
    word = _LAST_WORD.search(text, max(begin, stop - 40), stop)
    last = word.group().lower().rstrip(".") if word else ""
    following = text[after : after + 40].lstrip()
    if not following:
        return True
    if last in _CLOSING:
        return following[0].isupper()
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
        return False
    if last.isdigit():  # "Den 3. maj", "3. Mai" and "3. Krav" are one; "se bilag 2. Derefter" is two
        starts_it = not text[begin : stop - len(last)].strip()
        return following[0].isupper() and not starts_it and not _GERMAN_MONTH.match(following)
    return not following[0].islower()


def _add_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def sentence_around(text: str, spans: list[tuple[int, int]], start: int, end: int, *, longest: int = 400) -> str:
    """The sentence that holds `text[start:end]`, cut around it to about `longest` characters; whitespace tidy."""
    at = max(0, bisect_right(spans, (start, len(text))) - 1)
    left, right = spans[at] if spans else (0, len(text))
    left, right = min(left, start), max(right, end)
    if right - left > longest:
        spare = max(0, longest - (end - start)) // 2
        left, right = max(left, start - spare), min(right, end + spare)
        # Whole words at the cut edges, unless a single word is longer than the room.
        left = next((i for i in range(left, start) if text[i].isspace()), left) if left else left
        right = next((i for i in range(right, end, -1) if text[i - 1].isspace()), right) if right < len(text) else right
    return _SPACE.sub(" ", text[left:right]).strip()


@dataclass(frozen=True, slots=True)
class MatchingText:
    """A text as terms are looked up in it: composed, without soft hyphens and line-break hyphenation.

    `text` is what to search, `lowered` the same in lower case and of the same length. `original(start, end)` gives the
    place in the text it was made from: `pieces` are (place here, start there, end there, whether copied as it is).
    """

    text: str
    lowered: str
    pieces: tuple[tuple[int, int, int, bool], ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original text of a non-empty place here."""
        if not self.pieces:
            return start, end
        here, first, _, copied = self.pieces[self._piece(start)]
        begin = first + (start - here) if copied else first
        here, first, last, copied = self.pieces[self._piece(end - 1)]
        return begin, first + (end - here) if copied else last

    def _piece(self, place: int) -> int:
        return bisect_right(self.pieces, (place, sys.maxsize)) - 1


def lowered(text: str) -> str:
    """A text in lower case, with every letter at its place."""
    low_text = text.lower()
    if len(low_text) == len(text):
        return low_text
    # A few letters grow in lower case (İ): places must not move.
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def matching_text(text: str) -> MatchingText:
    """Prepare a text for looking terms up. Plain texts are taken as they are; others are copied piece by piece."""
    strange = "" if text.isascii() else "".join(sorted(letter for letter in set(text) if _is_strange(letter)))
    if not strange and not _HYPHENATED.search(text):
        return MatchingText(text=text, lowered=lowered(text))
    folded: list[str] = []
    pieces: list[tuple[int, int, int, bool]] = []
    length = at = 0
    for found in _changes(strange).finditer(text):
        for start, end, letters, copied in (
            (at, found.start(), text[at : found.start()], True),
            (found.start(), found.end(), _folded(found.group()), False),
        ):
            if letters:
                pieces.append((length, start, end, copied))
                folded.append(letters)
                length += len(letters)
        at = found.end()
    if at < len(text):
        pieces.append((length, at, len(text), True))
        folded.append(text[at:])
    whole = "".join(folded)
    return MatchingText(text=whole, lowered=lowered(whole), pieces=tuple(pieces))


def _is_strange(letter: str) -> bool:
    """Whether a letter stands otherwise in what is searched: a combining mark, a ligature, nothing to see, not NFC."""
    if letter.isascii():
        return False
    return bool(unicodedata.combining(letter) or _ODD.match(letter) or not unicodedata.is_normalized("NFC", letter))


@lru_cache(maxsize=256)
def _changes(strange: str) -> re.Pattern[str]:
    """What to change in a text that holds these strange letters: hyphenation, a letter with its marks, a letter."""
    marks = "".join(re.escape(letter) for letter in strange if unicodedata.combining(letter))
    ways = [_HYPHENATED.pattern]
    if marks:
        ways.append(f"[^{marks}]?[{marks}]+")
    if strange:
        ways.append(f"[{re.escape(strange)}]")
    return re.compile("|".join(ways), re.DOTALL)


def _folded(piece: str) -> str:
    """What stands for a changed piece: nothing for hyphenation and soft hyphens, letters for ligatures and marks."""
    if piece[0] == "-" and "\n" in piece:
        return ""
    return _ODD.sub(lambda odd: _LIGATURES.get(odd.group(), ""), unicodedata.normalize("NFC", piece))
