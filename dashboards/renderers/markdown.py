"""Markdown: for mail, chat and version control. What sources wrote is escaped, so that it stays text."""

from __future__ import annotations

import re
from pathlib import Path

from dashboards.renderer import MARKS, Renderer
from dashboards.spelling import Spelled, SpelledBlock

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$@=-])")
_SCHEME = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*):(?=\S)")


def escaped(text: str) -> str:
    """A text as Markdown that shows exactly it: no markup, no HTML, no address that a viewer makes a link of itself."""
    return _SCHEME.sub("\\1&#58;", _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def as_markdown(report: Spelled) -> str:
    """A document as Markdown."""
    parts = [f"# {escaped(report.title)}", escaped(report.subtitle)]
    if report.banner:
        parts.append(f"> {escaped(report.banner)}")
    parts.append(escaped(report.lead))
    parts += [text for block in report.blocks if (text := _block(block))]
    parts.append(f"## {escaped(report.limits_title)}")
    parts.append("\n".join(f"- {escaped(limit)}" for limit in report.limits))
    parts.append(escaped(report.footer))
    return "\n\n".join(parts) + "\n"


def _block(block: SpelledBlock) -> str:
    match block.kind:
        case "heading":
            return f"## {escaped(block.text)}"
        case "line":
            return escaped(block.text)
        case "finding":
            lines = [f"**{MARKS.get(block.tone, '')}{escaped(block.text)}**"]
            lines += [f"- {escaped(label)}: {escaped(text)}" for label, text in block.pairs]
            return lines[0] + "\n\n" + "\n".join(lines[1:])
        case "table" | "bars" | "figures":
            return _table(block)
        case "quote":
            where = f" (<{block.link}>)" if block.link else ""
            return f"> {escaped(block.text)}\n>\n> {escaped(block.note)}{where}"


def _table(block: SpelledBlock) -> str:
    title = f"**{escaped(block.text)}**\n\n" if block.text else ""
    if not block.rows:
        return f"{title}{escaped(block.alt)}"
    width = len(block.rows[0])
    head = block.head or [""] * width
    numeric = block.numeric or [False] * (width - 1) + [True]
    lines = [
        "| " + " | ".join(escaped(cell) for cell in head) + " |",
        "|" + "|".join("---:" if flush else "---" for flush in numeric) + "|",
        *("| " + " | ".join(escaped(cell) for cell in row) + " |" for row in block.rows),
    ]
    return f"{title}" + "\n".join(lines) + f"\n\n{escaped(block.note)}"


def write(report: Spelled, path: Path) -> None:
    """Write one document."""
    path.write_text(as_markdown(report), encoding="utf-8", errors="replace")


RENDERER = Renderer(name="markdown", suffix=".md", write=write)
