"""Word by python-docx: real headings, real tables with header rows, the language set, so that people can go on writing.

Charts are tables with their numbers here: Word's own charts cannot be written by the library, and a picture could not
be edited. Times in the file are fixed, so that the same edition gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Row

from dashboards.renderer import MARKS, Renderer
from dashboards.spelling import Spelled, SpelledBlock

_MUTED = RGBColor(0x4B, 0x57, 0x63)
_ACCENT = RGBColor(0x1C, 0x4E, 0x73)
_FONT = "Calibri"
_TEXT_WIDTH = 170
_LOCALE = {"da": "da-DK", "en": "en-GB"}
WRITTEN_AT = datetime(2000, 1, 1, tzinfo=UTC)
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)


def write(report: Spelled, path: Path) -> None:
    """Write one document."""
    word = docx.Document()
    _set_up(word, report)
    word.add_heading(report.title, level=1)
    _small(word, report.subtitle)
    if report.banner:
        word.add_paragraph().add_run(report.banner).bold = True
    word.add_paragraph(report.lead)
    for block in report.blocks:
        _add(word, block)
    word.add_heading(report.limits_title, level=2)
    for limit in report.limits:
        word.add_paragraph(limit, style="List Bullet")
    held = io.BytesIO()
    word.save(held)
    path.write_bytes(steady_zip(held.getvalue()))


def steady_zip(data: bytes) -> bytes:
    """An Office file with every member's time fixed: the same content, the same bytes."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = old.read(name)
            if name.endswith(".xlsx"):  # a chart carries its numbers as a workbook
                member = steady_zip(member)
            elif name == "docProps/core.xml":
                member = _WRITTEN.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", member)
            new.writestr(zipfile.ZipInfo(name, _ZIP_TIME), member, zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def _set_up(word: Document, report: Spelled) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.language = report.title, "Overblik", _LOCALE[report.lang]
    properties.created = properties.modified = WRITTEN_AT
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    style = word.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10)
    style.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALE[report.lang])
    style.element.get_or_add_rPr().append(language)
    for level, size in ((1, 18), (2, 12)):
        heading = word.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.color.rgb = _FONT, Pt(size), _ACCENT
        heading.element.rPr.rFonts.set(qn("w:asciiTheme"), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            heading.element.rPr.rFonts.attrib.pop(qn(theme), None)
    footer = section.footer.paragraphs[0]
    footer.add_run(report.footer).font.size = Pt(7.5)


def _small(word: Document, text: str) -> None:
    run = word.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), _MUTED


def _add(word: Document, block: SpelledBlock) -> None:
    match block.kind:
        case "heading":
            word.add_heading(block.text, level=2)
        case "line":
            word.add_paragraph(block.text)
        case "finding":
            word.add_paragraph().add_run(MARKS.get(block.tone, "") + block.text).bold = True
            for label, text in block.pairs:
                paragraph = word.add_paragraph()
                paragraph.paragraph_format.left_indent = Mm(5)
                named = paragraph.add_run(f"{label}: ")
                named.font.color.rgb = _MUTED
                paragraph.add_run(text)
        case "table" | "bars" | "figures":
            _table(word, block)
        case "quote":
            paragraph = word.add_paragraph(style="Intense Quote")
            paragraph.add_run(block.text)
            _small(word, f"{block.note} {block.link}".strip())


def _table(word: Document, block: SpelledBlock) -> None:
    if block.text:
        title = word.add_paragraph()
        title.paragraph_format.keep_with_next = True
        title.add_run(block.text).bold = True
    if not block.rows:
        word.add_paragraph(block.alt)
        return
    width = len(block.rows[0])
    numeric = block.numeric or [False] * (width - 1) + [True]
    table = word.add_table(rows=0, cols=width, style="Light Grid Accent 1")
    _plain_look(table, has_head=bool(block.head))
    if block.head:
        _row(table, block.head, numeric)
        _mark_header(table.rows[0])
    for cells in block.rows:
        _row(table, cells, numeric)
    if block.widths:
        table.autofit = False
        for column, share in zip(table.columns, block.widths, strict=True):
            column.width = Mm(_TEXT_WIDTH * share / sum(block.widths))
        for row in table.rows:
            for cell, share in zip(row.cells, block.widths, strict=True):
                cell.width = Mm(_TEXT_WIDTH * share / sum(block.widths))
    _small(word, block.note)


def _plain_look(table: Table, *, has_head: bool) -> None:
    """Leave the style's bold first column out, and its bold first row where that is no heading."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:firstRow"), "1" if has_head else "0")
        look.set(qn("w:val"), "0420" if has_head else "0400")


def _row(table: Table, cells: list[str], numeric: list[bool]) -> None:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, flush in zip(row.cells, cells, numeric, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text).font.size = Pt(8.5)
        paragraph.paragraph_format.space_after = Pt(0)
        if flush:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark_header(row: _Row) -> None:
    """Tell readers, and screen readers, that this row heads the columns."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


RENDERER = Renderer(name="word", suffix=".docx", write=write)
