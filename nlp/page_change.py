"""What changed on a page between two captures, and of what kind: a new customer is news, a new counter is not.

Blocks (lines of main text) that most pages of a site share are its frame and are left out; what is left is aligned
block by block, then word by word inside blocks that were reworded. A change is typed by cues in the changed words, in
their sentence, in the heading above and in the page's address, in that order of weight, and quoted from both captures:
`text[start:end] == quote`. Numbers that change without a cue (visitors, dates of the day) and blocks that only moved
are no change. Rejected: a diff of whole texts (a list that grows would be one change of everything after it), a trained
classifier (no labelled changes exist; the cues can be read and mended).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from nlp.page_cues import kind_of

VERSION = "2"
MOST_BLOCKS = 3_000
MOST_CHANGES = 40
_ALIKE = 0.55
_NUMBERS_MATTER = ("price", "standard", "product")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…](?=\s+[\"'»“(]?[A-ZÆØÅ0-9])")  # not after an abbreviation: "12.000 kr. om året"
_LEAD = re.compile(r"^(?:[-•*–|]\s*)+")
_NO_WORDS = re.compile(r"[^\w%€£$§]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a text: its place, its words, and what is compared (`key`)."""

    start: int
    end: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text at their place: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One typed change; `before` is None for what was added, `after` for what went; `cue` says why it is of that kind.

    `kind` is one of `page_cues.KINDS`; where nothing of substance changed, the only change is of the kind none and
    without quotes.
    """

    kind: str
    cue: str
    before: Quote | None = None
    after: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """What a study says is no news on a site's pages: blocks in which `line` is found, or changes of one type.

    `path` is a pattern of paths; `hosts` are all names of the site.
    """

    source: str
    hosts: tuple[str, ...]
    path: str = "/*"
    line: str | None = None
    change_type: str | None = None

    def concerns(self, *, source: str, url: str) -> bool:
        """Whether the rule is about this page."""
        parts = urlsplit(url)
        return (
            source == self.source and parts.netloc.lower() in self.hosts and fnmatchcase(parts.path or "/", self.path)
        )


def block_key(line: str) -> str:
    """What two lines have in common when they say the same: their words and money signs, whatever the punctuation."""
    plain = unicodedata.normalize("NFKC", line).casefold()
    return " ".join(_NO_WORDS.sub(" ", unicodedata.normalize("NFKC", plain)).split())


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text in order, empty lines left out; at most `MOST_BLOCKS`."""
    found: list[Block] = []
    start = 0
    for line in text.splitlines(keepends=True):
        inner = line.strip()
        if inner and (key := block_key(inner)):
            at = start + line.index(inner)
            found.append(Block(at, at + len(inner), inner, key))
        start += len(line)
    return found[:MOST_BLOCKS]


def frame_of(pages: Collection[str], *, least_pages: int = 4, share: float = 0.5) -> frozenset[str]:
    """The keys of blocks that at least this share of a site's pages carry; nothing of a site of few pages."""
    if len(pages) < least_pages:
        return frozenset()
    counts = Counter(key for page in pages for key in {block.key for block in blocks_of(page)})
    return frozenset(key for key, count in counts.items() if count >= max(least_pages, share * len(pages)))


def find_changes(
    before: str,
    after: str,
    *,
    frame: Collection[str] = frozenset(),
    address: str = "",
    title: str = "",
    ignored: Sequence[Ignored] = (),
) -> list[Change]:
    """What changed from one capture's text to the next, in the order of the page; never empty.

    `frame` are keys of the site's frame (`frame_of`), `ignored` the study's rules for this page. More than
    `MOST_CHANGES` changes are a page written anew: one change of the kind other then stands for all, with its first
    block on either side.
    """
    lines = [re.compile(rule.line, re.IGNORECASE) for rule in ignored if rule.line]
    types = {rule.change_type for rule in ignored if rule.change_type and not rule.line}
    old, new = (
        [
            block
            for block in blocks_of(text)
            if block.key not in frame and not any(one.search(block.text) for one in lines)
        ]
        for text in (before, after)
    )
    found = [
        change
        for pair in _aligned(old, new)
        if (change := _typed(before, after, old, new, pair, about=f"{address} {title}")) is not None
        and change.kind not in types
    ]
    if len(found) > MOST_CHANGES:
        first = (_whole(next(iter(old), None)), _whole(next(iter(new), None)))
        return [Change(kind="other", cue="the page was written anew", before=first[0], after=first[1])]
    return found or [Change(kind="none", cue="nothing of substance")]


_Pair = tuple[int | None, int | None]


def _aligned(old: Sequence[Block], new: Sequence[Block]) -> Iterator[_Pair]:
    """Places of blocks that differ: (old, new), None on the side where there is none. What only moved is left out."""
    gone, come = Counter(block.key for block in old), Counter(block.key for block in new)
    moved = gone & come
    matcher = SequenceMatcher(None, [block.key for block in old], [block.key for block in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        lost = [at for at in range(i1, i2) if old[at].key not in moved]
        added = [at for at in range(j1, j2) if new[at].key not in moved]
        yield from _reworded(old, new, lost, added)


def _reworded(old: Sequence[Block], new: Sequence[Block], lost: list[int], added: list[int]) -> Iterator[_Pair]:
    """Pair blocks of one gap that are the same sentence in other words; the rest was removed or added."""
    for after in added:
        best, alike = None, _ALIKE
        for before in lost[:200]:
            likeness = _likeness(old[before].key, new[after].key, least=alike)
            if likeness > alike:
                best, alike = before, likeness
        if best is not None:
            # Pairs keep the order of the page: what stands before a pair cannot be reworded into what comes after it.
            for skipped in lost[: lost.index(best)]:
                yield skipped, None
            lost = lost[lost.index(best) + 1 :]
        yield best, after
    for before in lost:
        yield before, None


def _likeness(one: str, other: str, *, least: float) -> float:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    if matcher.real_quick_ratio() <= least or matcher.quick_ratio() <= least:
        return 0.0
    return matcher.ratio()


def _typed(
    before: str, after: str, old: Sequence[Block], new: Sequence[Block], pair: _Pair, *, about: str
) -> Change | None:
    was = old[pair[0]] if pair[0] is not None else None
    now = new[pair[1]] if pair[1] is not None else None
    was_words, now_words = _changed_words(was, now)
    only_numbers = was is not None and now is not None and _DIGITS.sub("0", was.key) == _DIGITS.sub("0", now.key)
    heading = _heading_above(new, pair[1]) if pair[1] is not None else _heading_above(old, pair[0])
    # A number says nothing without its neighbours: 14.500 kr., version 5, nr. 1377.
    reach = 1 if only_numbers else 0
    changed = " ".join(
        _widened(block.text, span, reach) for block, span in ((was, was_words), (now, now_words)) if block
    )
    earlier = _sentences(before, was, was_words) if was else None
    later = _sentences(after, now, now_words) if now else None
    said = " ".join(quote.quote for quote in (earlier, later) if quote)
    kind, cue = kind_of(changed=changed, said=said, heading=heading, about=about)
    if only_numbers and kind not in _NUMBERS_MATTER:
        return None
    return Change(kind=kind, cue=cue, before=earlier, after=later)


def _changed_words(was: Block | None, now: Block | None) -> tuple[tuple[int, int], tuple[int, int]]:
    """Within two versions of a block, from the first word that differs to the last: offsets into each block's text."""
    if was is None or now is None:
        return (0, len(was.text) if was else 0), (0, len(now.text) if now else 0)
    spans = [[match.span() for match in _WORD.finditer(block.text)] for block in (was, now)]
    words = [[block.text[a:b].casefold() for a, b in said] for block, said in zip((was, now), spans, strict=True)]
    codes = SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes()
    differing = [code for code in codes if code[0] != "equal"]
    if not differing:
        return (0, len(was.text)), (0, len(now.text))
    first, last = differing[0], differing[-1]
    return _span(spans[0], first[1], last[2]), _span(spans[1], first[3], last[4])


def _span(spans: list[tuple[int, int]], first: int, after_last: int) -> tuple[int, int]:
    """From one word to another; where nothing lies between, the empty place before the word."""
    if first < after_last:
        return spans[first][0], spans[after_last - 1][1]
    at = spans[first][0] if first < len(spans) else (spans[-1][1] if spans else 0)
    return at, at


def _widened(line: str, span: tuple[int, int], words: int) -> str:
    """The words of a span, and so many before and after it."""
    before, after = line[: span[0]].split(), line[span[1] :].split()
    return " ".join([*before[len(before) - words :], line[span[0] : span[1]], *after[:words]])


def _sentences(text: str, block: Block, words: tuple[int, int]) -> Quote:
    """The sentences of a block in which its changed words stand, at their place in the text."""
    ends = [match.end() for match in _SENTENCE_END.finditer(block.text)]
    start = max((end for end in ends if end <= words[0]), default=0)
    end = min((end for end in ends if end >= words[1]), default=len(block.text))
    inner = block.text[start:end].strip()
    if not inner:
        return Quote(block.start, block.end, text[block.start : block.end])
    at = block.start + block.text.index(inner, start)
    lead = _LEAD.match(inner)
    at += lead.end() if lead and lead.end() < len(inner) else 0
    stop = block.start + block.text.index(inner, start) + len(inner)
    return Quote(at, stop, text[at:stop])


def _whole(block: Block | None) -> Quote | None:
    return Quote(block.start, block.end, block.text) if block else None


def _heading_above(blocks: Sequence[Block], at: int | None) -> str:
    """The nearest short line above that is no list item and ends no sentence, as headings of plain text do."""
    for block in reversed(blocks[: at or 0]):
        if len(block.text) <= 90 and not _LEAD.match(block.text) and block.text[-1] not in ".,;!?":
            return block.text
    return ""
