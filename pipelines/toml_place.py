"""Where in a TOML file a key stands, and what is wrong with it, so that a refusal can name the line.

The standard library's reader gives values without lines. A second reader that keeps lines would be a second opinion on
what the file says; so the standard one reads, and this only finds the line of a key that it is told about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\"'-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The 1-based line of the key at `path` (`("source", 1, "options", "pages")`), or of the nearest table above it.

    Tables of an array are counted in the order of the file; keys inside inline tables give the line of their table.
    """
    counts: dict[tuple[str, ...], int] = {}
    here: tuple[str | int, ...] = ()
    best, best_depth = 1, 0
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            here = _table(header, counts)
            reached = here
        elif key := _KEY.match(line):
            reached = (*here, key[1].strip('"'))
        else:
            continue
        if len(reached) > best_depth and tuple(path[: len(reached)]) == reached:
            best, best_depth = number, len(reached)
    return best


def _table(header: re.Match[str], counts: dict[tuple[str, ...], int]) -> tuple[str | int, ...]:
    names = tuple(part.strip("\"'") for part in header[2].split("."))
    if header[1] == "[[":
        counts[names] = counts.get(names, -1) + 1
        for deeper in [known for known in counts if len(known) > len(names) and known[: len(names)] == names]:
            del counts[deeper]
    place: list[str | int] = []
    for depth, name in enumerate(names, start=1):
        place.append(name)
        if names[:depth] in counts:
            place.append(counts[names[:depth]])
    return tuple(place)


_WANTED = {
    "model_type": "a table is wanted here",
    "dict_type": "a table is wanted here",
    "tuple_type": "a list is wanted here",
    "path_type": "a path in quotes is wanted here",
}


def in_words(error: ErrorDetails) -> str:
    """What is wrong with a value, in words of the file and not of Python."""
    return _WANTED.get(error["type"], error["msg"].lower())
