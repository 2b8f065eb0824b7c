"""The structure that a text kept: which of its lines are headings, list items and table rows, and each one's language.

A text is one line a block (`- ` before a list item, ` | ` between cells); this tells the lines apart again, so that
structure is data beside the text and not marks within it. Languages are told a paragraph at a time where it is long
enough to tell: a Danish strategy with an English summary is both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spiders.format import Origin
from spiders.formats.languages import language_of
from warehouse.records import TextBlock

MOST_BLOCKS = 5_000
_TELLING_LETTERS = 120  # shorter lines are names and figures as often as sentences
_MIXED_SHARE = 0.15


def line_key(line: str) -> str:
    """What a heading in mark-up and its line in the text have in common."""
    return " ".join(line.split()).casefold()


def text_blocks(
    origin: Origin,
    *,
    reader: str,
    document_id: str,
    digest: str,
    text: str,
    language: str | None,
    headings: Mapping[str, int],
) -> list[TextBlock]:
    """The blocks of a text in order, empty lines left out; at most `MOST_BLOCKS`. `headings`: `line_key` to level."""
    found: list[TextBlock] = []
    at = 0
    for line in text.splitlines(keepends=True):
        inner = line.strip()
        if inner and len(found) < MOST_BLOCKS:
            start = at + line.index(inner)
            kind, level = _kind(inner, headings)
            found.append(
                TextBlock(
                    evidence_id=origin.evidence_id,
                    part=origin.part,
                    source=origin.source,
                    reader=reader,
                    document_id=document_id,
                    text_digest=digest,
                    block_number=len(found) + 1,
                    block_kind=kind,
                    level=level,
                    start=start,
                    end=start + len(inner),
                    language=_language(inner, language),
                )
            )
        at += len(line)
    return found


def _kind(line: str, headings: Mapping[str, int]) -> tuple[str, int | None]:
    if (level := headings.get(line_key(line))) is not None:
        return "heading", level
    if line.startswith("- "):
        return "list_item", None
    return ("table_row" if " | " in line or line.startswith("|") else "paragraph"), None


def _language(line: str, of_document: str | None) -> str | None:
    if sum(map(str.isalpha, line)) < _TELLING_LETTERS:
        return of_document
    return language_of(line, said=of_document)


def is_mixed(blocks: Sequence[TextBlock], language: str | None) -> bool:
    """Whether a fair part of the text is in another language than the document as a whole."""
    other = sum(one.end - one.start for one in blocks if one.language != language)
    return other > _MIXED_SHARE * max(1, sum(one.end - one.start for one in blocks))


def headings_in(lines: Iterator[tuple[str, int]]) -> dict[str, int]:
    """`headings` of `text_blocks` from pairs of a heading's words and its level; the highest level of a word stands."""
    found: dict[str, int] = {}
    for words, level in lines:
        if key := line_key(words):
            found[key] = min(level, found.get(key, level))
    return found
