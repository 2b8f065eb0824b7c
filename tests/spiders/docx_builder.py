"""Small DOCX files for tests: made by python-docx, then changed where a test wants what it does not write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import docx


def docx_file(
    lines: Sequence[tuple[str, str]],
    *,
    title: str = "",
    created: str = "2026-02-03",
    rows: Sequence[Sequence[str]] = (),
) -> bytes:
    """A document of (style, words) paragraphs, then one table."""
    document = docx.Document()
    for style, words in lines:
        document.add_paragraph(words, style=style)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    document.core_properties.title = title
    document.core_properties.created = datetime.fromisoformat(created)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def with_body(data: bytes, xml: str) -> bytes:
    """The file with this XML before all else in its body."""
    return with_member(data, "word/document.xml", lambda old: old.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1))


def with_member(data: bytes, name: str, change: object) -> bytes:
    """The file with one member changed by a function of its bytes, or added."""
    assert callable(change)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member))
        new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
    return held.getvalue()


def with_notes(data: bytes, kind: str, notes: Sequence[str]) -> bytes:
    """The file with notes behind the separator that Word always writes; `kind` is footnote or endnote."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    said = "".join(
        f'<w:{kind} w:id="{place}"{at}><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:{kind}>'
        for place, (words, at) in enumerate([("skillelinje", ' w:type="separator"'), *((one, "") for one in notes)])
    )
    part = f"word/{kind}s.xml"
    kind_of = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    link = (
        f'<Relationship Id="rNotes{kind}" Target="{kind}s.xml" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"/></Relationships>'
    ).encode()
    override = f'<Override PartName="/{part}" ContentType="{kind_of}"/></Types>'.encode()
    data = with_member(data, "[Content_Types].xml", lambda old: old.replace(b"</Types>", override))
    data = with_member(data, "word/_rels/document.xml.rels", lambda old: old.replace(b"</Relationships>", link))
    return with_member(data, part, lambda _: f'<w:{kind}s xmlns:w="{w}">{said}</w:{kind}s>'.encode())
