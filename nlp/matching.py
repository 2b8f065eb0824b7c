"""Find the terms of many lexicons in a text at once, each with its exact place.

One compiled alternation per way of standing (anywhere, at a word's start, exact letters) is built as a prefix tree, so
that its cost hardly grows with the number of terms; what it hits is then judged in Python, a few times per page.
Rejected: spaCy's `PhraseMatcher` (its tokens keep `AI-løsninger` and `dataplatforme` whole, so that the same terms find
a third less), one expression per technology (fifty passes over each text).
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nlp.lexicon import Lexicon, Term
from nlp.text import MatchingText, matching_text

_NEAR = 120
_SEPARATOR = r"[ \t\r\n\u00a0\-\u2010\u2011\u2013]{1,3}"
_SEPARATED = re.compile(_SEPARATOR)
_END = "\0"
# Inflections by language, as endings of a word or of a phrase's last word.
_NORDIC = "||e|en|et|er|erne|ene|ens|ets|ers|ernes|enes|es|s|n|ns|r|rs|rne|rnes|t|ts|"
_ENDINGS: dict[str, frozenset[str]] = {
    language: frozenset(endings.split("|"))
    for language, endings in {
        "da": _NORDIC,
        "nb": _NORDIC + "a|ane|as|anes",
        "sv": _NORDIC + "a|an|ans|ar|ars|arna|arnas|erna|ernas|or|orna|ornas|na|nas|as",
        "de": "|e|en|er|es|em|n|s|ern|ens",
        "en": "|s|es",
    }.items()
}
_ACRONYM_END = re.compile(
    r"(?:['’´:]?(?:s|er|ers|erne|ernes|en|ens|et|ets|ene|n|ns|ar|arna|arnas|erna|r|a|e|t)(?!\w))?(?!\w)"
)
# An address names things that its page may not speak of.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]|]+", re.IGNORECASE)
_LEFT_WORD = re.compile(r"\w*\Z")
_RIGHT_WORD = re.compile(r"\w*(?:[-\u2010\u2011]\w+)*")
_HEAD = re.compile(r"(?:[-\u2010\u2011]\w+)*")
_REST = re.compile(r"\w*")


class Hit(NamedTuple):
    """A term found in a text: `text[start:end]` is the quote; `target` is whose term it is."""

    start: int
    end: int
    target: str
    term: Term


class _Judged(NamedTuple):
    target: str
    term: Term


def _tree(keys: Iterable[str]) -> str:
    """A prefix-tree expression that matches the longest of the keys; a space stands for any separator."""
    root: dict[str, dict[str, object]] = {}
    for key in keys:
        node: dict[str, dict[str, object]] = root
        for letter in key:
            node = node.setdefault(letter, {})  # type: ignore[assignment]  # a tree of dictionaries all the way down
        node[_END] = {}
    return _tree_expression(root)


def _tree_expression(node: Mapping[str, object]) -> str:
    branches = []
    for letter, below in sorted(node.items()):
        if letter == _END:
            continue
        head = _SEPARATOR if letter == " " else re.escape(letter)
        branches.append(head + _tree_expression(below))  # type: ignore[arg-type]  # as above
    if not branches:
        return ""
    whole = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{whole})?" if _END in node else whole


class _Alternation:
    """The terms of some kinds as one expression, and whose they are by the canonical letters of what it hit."""

    def __init__(self, *, boundary: str) -> None:
        self._boundary = boundary
        self._owners: dict[str, list[_Judged]] = defaultdict(list)
        self._prefixes: dict[str, tuple[str, ...]] = {}
        self._expression: re.Pattern[str] | None = None

    def add(self, target: str, term: Term) -> None:
        key = _SEPARATED.sub(" ", term.text)
        for form in {key, key.replace(" ", "")}:
            self._owners[form].append(_Judged(target, term))

    def compile(self) -> None:
        if not self._owners:
            return
        self._expression = re.compile(f"{self._boundary}(?=({_tree(self._owners)}))")
        for key in self._owners:
            self._prefixes[key] = tuple(
                key[:length] for length in range(len(key), 0, -1) if key[:length] in self._owners
            )

    def find(self, text: str) -> Iterable[tuple[int, int, _Judged]]:
        """(start, end, whose) of each term that stands here by its letters alone."""
        if self._expression is None:
            return
        for found in self._expression.finditer(text):
            start, end = found.span(1)
            longest = _SEPARATED.sub(" ", text[start:end])
            for key in self._prefixes.get(longest, ()):
                stop = end if key == longest else _stop_of(text, start, key)
                for judged in self._owners[key]:
                    yield start, stop, judged


def _stop_of(text: str, start: int, key: str) -> int:
    """Where the canonical letters `key` end when they are read from `start`."""
    at = start
    for letter in key:
        if letter == " ":
            separator = _SEPARATED.match(text, at)
            at = separator.end() if separator else at + 1
        else:
            at += 1
    return at


class Matcher:
    """Finds the terms of the lexicons it was made of. Same text, same hits, in the order of the text."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self._anywhere = _Alternation(boundary="")
        self._at_start = _Alternation(boundary=r"(?<!\w)")
        self._exact = _Alternation(boundary=r"(?<!\w)")
        self._vetoes: dict[str, re.Pattern[str]] = {}
        self._needs: dict[tuple[str, str], re.Pattern[str]] = {}
        for target, lexicon in sorted(lexicons.items()):
            for term in lexicon.terms:
                shelf = {"acronym": self._exact, "compound": self._anywhere}.get(term.kind, self._at_start)
                shelf.add(target, term)
            if lexicon.vetoes:
                self._vetoes[target] = re.compile("|".join(f"(?:{one})" for one in lexicon.vetoes), re.IGNORECASE)
            for term_text, pattern in lexicon.needs:
                self._needs[target, term_text] = re.compile(pattern, re.IGNORECASE)
        for alternation in (self._anywhere, self._at_start, self._exact):
            alternation.compile()

    def find(self, text: str) -> list[Hit]:
        """Every mention of every target; of one target's hits that overlap only the longest stays."""
        return self.find_in(matching_text(text))

    def find_in(self, prepared: MatchingText) -> list[Hit]:
        """The same in a text that is prepared already, so that several matchers prepare it once."""
        addresses = [found.span() for found in _ADDRESS.finditer(prepared.text)]
        kept: list[Hit] = []
        raw = [*self._anywhere.find(prepared.lowered), *self._at_start.find(prepared.lowered)]
        raw += self._exact.find(prepared.text)
        taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
        judged = [
            hit
            for start, stop, whose in raw
            if not _is_within(addresses, start) and (hit := self._judge(prepared.text, start, stop, whose))
        ]
        for hit in sorted(judged, key=lambda hit: (hit.target, hit.start - hit.end, hit.start, hit.term)):
            if any(hit.start < end and start < hit.end for start, end in taken[hit.target]):
                continue
            taken[hit.target].append((hit.start, hit.end))
            start, end = prepared.original(hit.start, hit.end)
            kept.append(Hit(start, end, hit.target, hit.term))
        return sorted(kept)

    def _judge(self, text: str, start: int, stop: int, whose: _Judged) -> Hit | None:
        """The hit with the quote's full extent, or None where the term does not stand as its kind demands."""
        target, term = whose
        if term.kind == "acronym":
            ending = _ACRONYM_END.match(text, stop)
            if ending is None or _is_shouted(text, start, stop):
                return None
            end = _end_of(_HEAD, text, ending.end())
        elif term.kind == "word":
            rest = _end_of(_REST, text, stop)
            if text[stop:rest].lower() not in _ENDINGS[term.language]:
                return None
            end = rest
        else:
            end = _end_of(_RIGHT_WORD, text, stop)
            left = _LEFT_WORD.search(text, max(0, start - 40), start)
            start = left.start() if left else start
        needed = self._needs.get((target, term.text))
        if needed and not needed.search(text, max(0, start - _NEAR), end + _NEAR):
            return None
        veto = self._vetoes.get(target)
        if veto and any(
            found.start() < end and start < found.end()
            for found in veto.finditer(text, max(0, start - _NEAR), end + _NEAR)
        ):
            return None
        return Hit(start, end, target, term)


def _is_within(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether a place lies in one of the spans, which are in order and apart."""
    before = bisect_right(spans, (at, sys.maxsize))
    return before > 0 and at < spans[before - 1][1]


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _is_shouted(text: str, start: int, stop: int) -> bool:
    """Whether a short acronym stands in a line of capitals, where it may be any word."""
    if stop - start > 3:
        return False
    around = [letter for letter in text[max(0, start - 25) : start] + text[stop : stop + 25] if letter.isalpha()]
    return len(around) >= 12 and sum(letter.isupper() for letter in around) > 0.8 * len(around)
