"""Versions of real documents over time: is a change of substance found where there is one, and only there?

The manifest's class is by words: cosmetic where at least 995 in 1,000 stayed as they were, then minor, moderate and
major: the extent of a change, scored class by class. It names no types, so types are counted and not scored.
What a page says is compared, not its markup: pages are read by their reader, and texts with markup lose it first, as
main text has none.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from nlp.page_change import find_changes
from nlp.page_extent import EXTENTS, extent, kept_share
from tests.accuracy.archives import opened
from tests.accuracy.result import Cell, Result
from tests.accuracy.web import read_page

PRECISION, RECALL = 0.90, 0.99
EXTENT = 0.90
_CHANGED = ("minor", "moderate", "major")
_MARKUP = re.compile(
    r"\A---\n.*?\n---\n|<!--.*?-->|<[^<>]{1,500}>|\{[:#%{][^{}]*\}+|(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|^\s*[=~^-]{3,}\s*$"
    r"|^\.\. [^\n]*$|:\w+(?::\w+)*:(?=`)",
    re.DOTALL | re.MULTILINE,
)
_ORNAMENT = re.compile(r"[*_`#>|\[\]]+")


def score(data_dir: Path) -> Result | None:
    """Precision and recall of changed pairs of versions, by class; None where the set is absent."""
    with opened(data_dir, wanted=("manifest.csv", "dev"), hint="revisions") as folder:
        if folder is None:
            return None
        return _scored(folder)


def _scored(folder: Path) -> Result:
    cells = {name: Cell(group="revisions", column=f"{name}: told rightly") for name in ("cosmetic", *_CHANGED)}
    extents: Counter[tuple[str, str]] = Counter()
    types: dict[str, Counter[str]] = {name: Counter() for name in cells}
    hits = found = wanted = typed = 0
    for before, after in _pairs(folder):
        old, new = _plain(folder / before["file"]), _plain(folder / after["file"])
        changes = find_changes(old, new)
        name = after["change_class"]
        extents[name, extent(kept_share(old, new))] += 1
        kinds = [change.kind for change in changes if change.kind != "none"]
        types[name].update(kinds)
        typed += any(kind != "other" for kind in kinds)
        truth = name in _CHANGED
        hits += truth and bool(kinds)
        found += bool(kinds)
        wanted += truth
        cells[name].count(bool(kinds) is truth, where=after["file"], truth=name, read=", ".join(kinds[:3]) or "none")
    notes = [f"{name}: {dict(counts.most_common())}" for name, counts in types.items()]
    notes.append(f"{typed} pairs have a change of a type other than other; the manifest names no types")
    totals = [
        Cell(group="revisions", column="changed: precision", floor=PRECISION, agreed=hits, total=found),
        Cell(group="revisions", column="changed: recall", floor=RECALL, agreed=hits, total=wanted),
    ]
    return Result(name="revisions", cells=[*totals, *cells.values(), *_of_extents(extents)], notes=notes)


def _of_extents(counts: Counter[tuple[str, str]]) -> list[Cell]:
    """Precision and recall of each extent against the manifest's class, from counts by (truth, told)."""
    cells = []
    for name in EXTENTS:
        told = sum(count for (_, by), count in counts.items() if by == name)
        true = sum(count for (of, _), count in counts.items() if of == name)
        for column, total in (("precision", told), ("recall", true)):
            cells.append(
                Cell(
                    group="revisions",
                    column=f"{name}: {column} of extent",
                    floor=EXTENT,
                    agreed=counts[name, name],
                    total=total,
                )
            )
    return cells


def _pairs(folder: Path) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Neighbouring versions of one document that both lie there, the later one with its class."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if (folder / row["file"]).is_file()]
    rows.sort(key=lambda row: (row["doc_id"], int(row["version"])))
    return [
        (before, after)
        for before, after in pairwise(rows)
        if before["doc_id"] == after["doc_id"]
        and int(after["version"]) == int(before["version"]) + 1
        and after["change_class"]
    ]


def _plain(path: Path) -> str:
    data = path.read_bytes()
    if path.suffix in (".html", ".htm"):
        page = read_page(data)
        return page[1].text if page else ""
    text = _MARKUP.sub(" ", data.decode("utf-8", "replace").replace("\r\n", "\n"))
    return _ORNAMENT.sub(" ", text)
