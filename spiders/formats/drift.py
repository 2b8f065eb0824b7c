"""What a reader passes over without knowing it: element paths that nobody has looked at yet.

A publisher that adds or moves an element breaks no reader; the field only stays empty. So a reader also says which
paths stand in a notice that its tables do not name and that are not on the shipped list of paths known and left alone
(`known_paths/<format>.txt`, names only, one to a line, indented below its parent). What is below an unknown path is
part of it. Looking costs a third of reading, so notices that come alone are looked at each, members of packages every
twentieth: which one, its digest and name decide, so that the same evidence always gives the same records.

Rejected: fill rates alone (a field that moved in one country hides among the others), stopping at an unknown element
(each schema version adds some), reading with the schemas themselves (they lag behind what is published).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from spiders.format import Origin
from spiders.formats.parties import Stamp
from spiders.formats.xml import Element, local_name
from warehouse.records import UnusedPath

EVERY = 20
MOST_PATHS = 100  # of one notice: a hostile one must not fill the list
LONGEST = 400
_MEMORY_LIMIT = 4096
_FOLDER = Path(__file__).parent / "known_paths"


class Known:
    """One place in the tree of known paths; `seen` maps a tag to the place below, or to None where it is unknown."""

    __slots__ = ("names", "seen")

    def __init__(self) -> None:
        self.names: dict[str, Known] = {}
        self.seen: dict[object, Known | None] = {}

    def learn(self, tag: object) -> Known | None:
        """What is below a tag that was not met here before."""
        below = self.names.get(tag.rpartition("}")[2]) if isinstance(tag, str) else None
        if len(self.seen) < _MEMORY_LIMIT:
            self.seen[tag] = below
        return below

    def add(self, path: str) -> None:
        """Make a path of local names known, and every path that leads to it."""
        place = self
        for name in path.split("/"):
            place = place.names.setdefault(name, Known())

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree as the shipped list writes it."""
        for name, below in sorted(self.names.items()):
            yield " " * depth + name
            yield from below.lines(depth + 1)


def read_known(lines: Iterable[str]) -> Known:
    """The tree that a list says; a line's blanks say how deep it stands."""
    top = Known()
    way = [top]
    for line in lines:
        name = line.strip()
        if name and not name.startswith("#"):
            depth = len(line) - len(line.lstrip(" "))
            assert depth < len(way), f"{name!r} stands deeper than what it is below"
            del way[depth + 1 :]
            way.append(way[depth].names.setdefault(name, Known()))
    return top


@cache
def known_paths(form: str, *, read: tuple[str, ...] = ()) -> Known:
    """What is known of a format: its shipped list, and the paths that its reader reads."""
    known = read_known((_FOLDER / f"{form}.txt").read_text(encoding="utf-8").splitlines())
    for path in read:
        known.add(path)
    return known


def is_looked_at(origin: Origin, *, name: str = "") -> bool:
    """Whether this notice is one of those that are looked at; `name` tells several of one origin apart."""
    if not origin.part and not name:
        return True
    return zlib.crc32(f"{origin.evidence_id}/{origin.part}/{name}".encode("utf-8", "surrogatepass")) % EVERY == 0


def unknown_elements(root: Element, known: Known) -> dict[str, int]:
    """The paths below the root that are not known, with how often each stands there."""
    found: dict[str, int] = {}
    _descend(root, known, found)
    return found


def _descend(element: Element, known: Known, found: dict[str, int]) -> None:
    seen = known.seen
    for child in element[:]:  # type: ignore[index]  # a slice is faster, and the stubs know of none
        tag = child.tag
        try:
            below = seen[tag]
        except KeyError:
            below = known.learn(tag)
        if below is not None:
            if len(child):
                _descend(child, below, found)
        elif name := local_name(child):
            way = [local_name(each) for each in child.iterancestors()][:-1]
            _count(found, "/".join([*reversed(way), name]))


def unknown_keys(value: object, known: Known) -> dict[str, int]:
    """The same for JSON: the paths of keys, lists passed through."""
    found: dict[str, int] = {}
    _descend_keys(value, known, "", found)
    return found


def _descend_keys(value: object, known: Known, way: str, found: dict[str, int]) -> None:
    if isinstance(value, list):
        for each in value:
            _descend_keys(each, known, way, found)
    elif isinstance(value, Mapping):
        holder: Mapping[Any, object] = value
        for key, below in holder.items():
            place = known.names.get(str(key).strip())  # some publishers pad their keys
            if place is None:
                _count(found, f"{way}{key}")
            else:
                _descend_keys(below, place, f"{way}{key}/", found)


def _count(found: dict[str, int], path: str) -> None:
    path = path[:LONGEST]
    if path in found or len(found) < MOST_PATHS:
        found[path] = found.get(path, 0) + 1


def drift_records(found: Mapping[str, int], *, form: str, notice_id: str, marks: Stamp) -> list[UnusedPath]:
    """The records of what was passed over."""
    return [
        UnusedPath(**marks, notice_id=notice_id, format=form, path=path, count=count)
        for path, count in sorted(found.items())
    ]
