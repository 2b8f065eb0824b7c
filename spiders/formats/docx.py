"""DOCX documents: a `Document`, its `Text` and blocks; headings, lists and tables in the order in which they stand.

python-docx opens the package and knows its styles and properties; the text is taken from the XML below a paragraph,
because `Paragraph.text` leaves out what was inserted under tracked changes, content controls and text boxes, which in
public bodies' papers is where the words are. Deleted words are left out. Footnotes and endnotes follow the body, where
a PDF of the same paper has them at the foot of its pages. A zip's sizes are checked before anything is
unpacked: `zipfile` never gives more bytes than the directory says.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from spiders.format import Format, Origin, Unreadable
from spiders.formats.blocks import headings_in
from spiders.formats.dates import dates_in_text, day
from spiders.formats.documents import document_with_text, title_or_first_line
from spiders.formats.languages import language_of
from spiders.formats.xml import parse_xml
from spiders.packages import ZIP_FAULTS
from warehouse.records import Record

if TYPE_CHECKING:
    from docx.document import Document as Package
    from docx.opc.coreprops import CoreProperties

MAX_BYTES = 64 << 20
_MOST_MEMBERS = 5_000
_MOST_UNPACKED = 256 << 20  # pictures are unpacked by nobody, but a directory that claims more is no paper
_MOST_XML = 32 << 20
_MOST_TEXT = 20_000_000
_MOST_LINES = 200_000
_LEAST_LETTERS = 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how Office keeps a document behind a password
_NAMES = (b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/", b"customXml/")


def recognises(head: bytes, media_type: str | None, name: str) -> bool:
    """An Office package with a Word part in sight, or that its server or its name calls one."""
    called = name.lower().endswith((".docx", ".docm")) or "wordprocessingml" in (media_type or "").lower()
    if head.startswith(_OLE):
        return called
    return head.startswith(b"PK\x03\x04") and (called or (head[30:60].startswith(_NAMES) and b"word/" in head))


def read(data: bytes, origin: Origin) -> Iterator[Record]:
    """One document, its text and blocks. Raises `Unreadable`: encrypted, too_large, has_doctype, malformed, no_text."""
    if data.startswith(_OLE):
        raise Unreadable("encrypted")
    _check(data)
    import docx
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError
    from lxml import etree

    try:
        package = docx.Document(io.BytesIO(data))
        lines, headings = _lines(package)
        said = package.core_properties
        title, created = said.title, _created(said)
        declared = said.language
    except (
        *ZIP_FAULTS, OpcError, XmlchemyError, etree.LxmlError, KeyError, TypeError, IndexError, AttributeError,
        RecursionError,
    ) as fault:  # fmt: skip
        raise Unreadable("malformed", f"{type(fault).__name__}: {fault}"[:200]) from None
    text = "\n".join(lines)
    if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
        raise Unreadable("no_text", f"{len(text)} characters")
    latest = origin.first_seen + timedelta(days=1) if origin.first_seen else None
    yield from document_with_text(
        origin,
        reader=FORMAT.reader,
        kind="docx",
        text=text,
        url=origin.url,
        title=title_or_first_line(title, text),
        published=_published(created, text, latest),
        language=language_of(text, said=declared),
        headings=headings_in(iter(headings)),
    )


def _check(data: bytes) -> None:
    """The package's directory, before anything is unpacked: how much it would be, and that it is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            main = [one for one in members if one.filename.lower() == "word/document.xml"]
            if any(one.flag_bits & 1 for one in members):
                raise Unreadable("encrypted")
            unpacked = sum(one.file_size for one in members)
            xml = max((one.file_size for one in members if one.filename.endswith((".xml", ".rels"))), default=0)
            if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED or xml > _MOST_XML:
                raise Unreadable("too_large", f"{len(members)} members, {unpacked} bytes, largest XML {xml}")
            for one in main:
                if b"<!DOCTYPE" in package.read(one)[:4096]:
                    raise Unreadable("has_doctype")
    except ZIP_FAULTS as fault:
        raise Unreadable("malformed", f"{type(fault).__name__}: {fault}"[:200]) from None


def _lines(package: Package) -> tuple[list[str], list[tuple[str, int]]]:
    """The text in lines, and which of them are headings with their level."""
    levels = dict(_levels(package))
    lines: list[str] = []
    headings: list[tuple[str, int]] = []
    size = 0
    for words, level in chain(_blocks(package.element.body, levels), _notes(package, levels)):
        line = " ".join(words.split())
        size += len(line)
        if size > _MOST_TEXT or len(lines) > _MOST_LINES:
            raise Unreadable("too_large", f"more than {_MOST_TEXT} characters or {_MOST_LINES} lines")
        if line.strip("|- "):
            lines.append(line)
            if level:
                headings.append((line, level))
    return lines, headings


def _levels(package: Package) -> Iterator[tuple[str, int]]:
    """Each style of headings and lists with its level; from its XML, as python-docx gives up on a style unnamed."""
    for style in package.styles.element.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        level = _level(name.get(f"{_W}val")) if name is not None else None
        if level is not None:
            yield style.get(f"{_W}styleId"), level


def _level(style: str | None) -> int | None:
    """A style's level as a heading, 0 for that of a list, None for all others."""
    name = (style or "").lower()
    if name.startswith("list"):
        return 0
    if name == "title":
        return 1
    last = name.removeprefix("heading ").removeprefix("overskrift ")
    return int(last) if last != name and last.isdigit() and 1 <= int(last) <= 6 else None


def _blocks(parent: Any, levels: dict[str, int]) -> Iterator[tuple[str, int | None]]:
    """Each paragraph or table row below an element, in order, with a heading's level; controls are looked into."""
    for child in parent:
        if child.tag == f"{_W}p":
            style = child.find(f"{_W}pPr/{_W}pStyle")
            level = levels.get(style.get(f"{_W}val")) if style is not None else None
            words = _words(child)
            listed = level == 0 or (level is None and child.find(f"{_W}pPr/{_W}numPr") is not None)
            yield (f"- {words}" if listed and words.strip() else words), level or None
            for box in child.iter(f"{_W}txbxContent"):
                if next(box.iterancestors(_FALLBACK), None) is None:
                    yield from _blocks(box, levels)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = [" ".join(_words(p) for p in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")]
                yield " | ".join(" ".join(cell.split()) for cell in cells), None
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _blocks(child, levels)


def _notes(package: Package, levels: dict[str, int]) -> Iterator[tuple[str, int | None]]:
    """The footnotes, then the endnotes, without the lines that separate them from a page's text."""
    for kind in ("footnote", "endnote"):
        for rel in package.part.rels.values():
            if not rel.is_external and rel.reltype.endswith(f"/{kind}s"):
                for note in parse_xml(rel.target_part.blob, mixed=True).iter(f"{_W}{kind}"):
                    if note.get(f"{_W}type") is None:
                        yield from _blocks(note, levels)


def _words(paragraph: Any) -> str:
    """A paragraph's words, with what was inserted and without what was deleted or stands in a box of its own."""
    said = []
    for one in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        holder = next(one.iterancestors(f"{_W}p"), None)
        if holder is not paragraph or next(one.iterancestors(_FALLBACK), None) is not None:
            continue
        said.append(one.text or "" if one.tag == f"{_W}t" else "-" if one.tag.endswith("noBreakHyphen") else " ")
    return "".join(said)


def _created(said: CoreProperties) -> date | None:
    """The day on which a document was made; none for a program's first or last of all days, by another clock."""
    try:
        return said.created.date() if said.created else None
    except OverflowError:
        return None


def _published(created: date | None, text: str, latest: date | None) -> tuple[date | None, str | None]:
    if created and (found := day(created.year, created.month, created.day, latest=latest)):
        return found, "metadata"
    said = next(dates_in_text(text[:3000], latest=latest), None)
    return said, "text" if said else None


FORMAT = Format(name="docx", version=3, max_bytes=MAX_BYTES, recognises=recognises, read=read)
