"""Danish acts as LexDania XML (Retsinformation): a `Document`, its `Text` and blocks.

The root has no namespace; `Meta` says what the act is, and the rest is chapters, sections and paragraphs whose words
stand in `Char`. The person who signed is in `Meta` and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from spiders.format import Format, Origin, Unreadable
from spiders.formats.blocks import headings_in
from spiders.formats.dates import date_in_stamp
from spiders.formats.documents import document_with_text
from spiders.formats.xml import Element, parse_xml
from warehouse.records import Record

MAX_BYTES = 20_000_000
_ROOT = re.compile(rb"<Dokument[\s>]")
_LINES = ("Linea", "Titel")  # what holds a line of words; a line holds no other
_HEADINGS = {"Titel": 1, "Bog": 2, "Afsnit": 2, "Kapitel": 3, "ParagrafGruppe": 4}
_ACCESSION = re.compile(r"^[A-Z]\d{11}$")


def recognises(head: bytes, media_type: str | None, name: str) -> bool:
    """A `Dokument` with its `Meta` in sight."""
    del media_type, name  # the root decides
    return _ROOT.search(head) is not None and b"<Meta" in head and b"DocumentType" in head


def read(data: bytes, origin: Origin) -> Iterator[Record]:
    """One document, its text and blocks. Raises `Unreadable`: not_xml, has_doctype, too_deep, malformed, no_text."""
    root = parse_xml(data, mixed=True, max_bytes=MAX_BYTES)
    meta = root.find("Meta")
    if root.tag != "Dokument" or meta is None:
        raise Unreadable("unknown_format", "no Dokument with its Meta")
    title = _said(meta, "DocumentTitle")
    if title is None:
        raise Unreadable("missing_identity", "the act has no title")
    lines, headings = _lines(root)
    if not any(map(str.isalpha, "".join(lines))):
        raise Unreadable("no_text", "the act has its metadata alone")
    popular = _said(meta, "PopularTitle")
    text = "\n".join([title, *([popular] if popular and popular != title else []), *lines])
    signed = date_in_stamp(_said(meta, "DiesSigni")) or date_in_stamp(_said(meta, "DiesEdicti"))
    begins, ends = _day(meta, "StartDate"), _day(meta, "EndDate")
    if begins and ends and begins > ends:
        begins = ends = None  # the register holds such; they say nothing
    number, year = _said(meta, "Number"), _said(meta, "Year")
    yield from document_with_text(
        origin,
        reader=FORMAT.reader,
        kind="law",
        text=text,
        url=origin.url,
        title=title,
        published=(signed, "metadata" if signed else None),
        language="DA",
        publisher=_said(meta, "Ministry"),
        document_type=(
            "legislation",
            f"{_said(meta, 'DocumentType') or 'act'} nr. {number or '?'} {year or ''}".strip(),
        ),
        period=(begins, ends, "metadata" if begins or ends else None),
        headings=headings_in(iter([(title, 1), *headings])),
        flags=("historic",) if (_said(meta, "Status") or "").casefold() == "historic" else (),
    )


def _said(meta: Element, name: str) -> str | None:
    element = meta.find(name)
    return " ".join("".join(map(str, element.itertext())).split()) or None if element is not None else None


def _day(meta: Element, name: str) -> date | None:
    return date_in_stamp(_said(meta, name))


def _lines(root: Element) -> tuple[list[str], list[tuple[str, int]]]:
    """The act's words below `Meta`: a section's number stands before its first line."""
    lines: list[str] = []
    headings: list[tuple[str, int]] = []
    number = ""
    for element in root.iter("Explicatus", "Char", "Linea", "Rubrica", "Index"):
        if next(element.iterancestors("Meta"), None) is not None:
            continue
        if element.tag == "Explicatus":
            words = _words(element)
            holder = element.getparent()
            if holder is not None and holder.tag in _HEADINGS:
                lines.append(words)
                headings.append((words, _HEADINGS[holder.tag]))
            else:
                number = f"{number} {words}".strip()
        elif element.tag == "Linea" or (element.tag == "Char" and _stands_alone(element)):
            words = f"{number} {_words(element)}".strip()
            if words:
                number = ""
                lines.append(words)
                if next(element.iterancestors("Rubrica", "Titel"), None) is not None:
                    headings.append((words, 4))
    return lines, headings


def _stands_alone(element: Element) -> bool:
    return next(element.iterancestors("Linea", "Explicatus"), None) is None


def _words(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


FORMAT = Format(name="lexdania", version=1, max_bytes=MAX_BYTES, recognises=recognises, read=read)
