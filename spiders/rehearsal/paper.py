"""Policy papers as PDF, set by typst with fonts of its own and a fixed time: the same text gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import typst


def _plain(value: str) -> str:
    """Text for typst's markup mode, with what would be markup escaped."""
    return "".join(f"\\{letter}" if letter in "\\#*_`$<>@[]~=+-/\"'" else letter for letter in value)


def _compiled(source: str, day: date) -> bytes:
    stamp = int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp())
    return bytes(typst.compile(source.encode(), format="pdf", ignore_system_fonts=True, timestamp=stamp))


def write_paper(*, title: str, body: str, day: date, sections: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """A paper of one to three pages: title, body's name, date, then a heading and paragraphs per section."""
    when = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    parts = [
        f'#set document(title: "{title}", author: "{body}", date: {when})',
        '#set page(paper: "a4", margin: 25mm, numbering: "1")',
        '#set text(lang: "da", size: 12pt)',
        "#set par(justify: true)",
        f"#align(center)[#text(size: 22pt)[{_plain(title)}]]",
        f"#align(center)[{_plain(body)}, {day.day}. {day:%m}. {day.year}]",
    ]
    for heading, sentences in sections:
        parts.append(f"#heading(level: 1)[{_plain(heading)}]" if heading else "")
        parts += [_plain(" ".join(sentences[start : start + 3])) for start in range(0, len(sentences), 3)]
    return _compiled("\n\n".join(parts), day)


def write_picture_of_paper(day: date) -> bytes:
    """A page of grey bars where lines of text would be: what a scanner leaves, a PDF without a text layer."""
    bars = [f"#rect(width: {90 - n * 7 % 25}%, height: 4mm, fill: luma(120))" for n in range(24)]
    return _compiled("\n\n".join(['#set page(paper: "a4", margin: 25mm)', *bars]), day)
