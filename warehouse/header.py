"""The header of a model: what a row is, its grain, its checks and its columns, as a text that people read first.

    -- One award of a current result notice.
    -- More about it, on as many lines as it takes.
    -- Grain: award_key
    -- Check: amount_dkk is null or amount_dkk > 0
    -- Warn: supplier_count <= 50
    -- Column award_key: the notice's id and the award's, joined by #

A line that is indented by two spaces or more goes on with the one before. A Python model has the same text as the
docstring of its function, without the dashes. Rejected: a YAML file beside each model, which nobody opens with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from warehouse.refusal import RefusedError

_DIRECTIVE = re.compile(r"(Grain|Check|Warn|Column (?P<column>[a-z][a-z0-9_]*)): *(?P<text>.*)")


class HeaderError(RefusedError):
    """A header that does not say what it must; one sentence."""


@dataclass
class Header:
    """What a model says of itself."""

    description: str = ""
    grain: tuple[str, ...] = ()
    checks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


def header_lines(sql: str) -> list[str]:
    """The comment lines at the top of a file, without their dashes."""
    lines = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line[2:].removeprefix(" ").rstrip())
    return lines


def read_header(lines: list[str], *, name: str) -> Header:
    """The header that these lines say. Raises `HeaderError` where description, grain or columns are missing."""
    header = Header()
    for directive, column, text in _directives(lines):
        if directive == "Grain":
            header.grain = tuple(part.strip() for part in text.split(","))
        elif directive == "Check":
            header.checks.append(text)
        elif directive == "Warn":
            header.warnings.append(text)
        elif directive == "Column":
            if column in header.columns:
                raise HeaderError(f"{name} explains its column {column} twice.")
            header.columns[column] = text
        else:
            header.description = f"{header.description} {text}".strip()
    for what, said in (("what a row is", header.description), ("its grain", header.grain)):
        if not said:
            raise HeaderError(f"{name} does not say {what} in its header.")
    return header


def _directives(lines: list[str]) -> list[tuple[str, str, str]]:
    """(directive, column, text) in order; lines of the description have an empty directive."""
    found: list[tuple[str, str, str]] = []
    for line in lines:
        match = _DIRECTIVE.fullmatch(line.strip())
        if match:
            found.append((match.group(1).split()[0], match.group("column") or "", match.group("text").strip()))
        elif line.startswith("  ") and found:
            directive, column, text = found[-1]
            found[-1] = (directive, column, f"{text} {line.strip()}")
        elif line.strip():
            found.append(("", "", line.strip()))
    return found
