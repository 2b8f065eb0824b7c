"""Near-duplicates among versions of real documents: what is linked as a copy or a version, is it of one document?

Truth is the manifest's document: its versions are of one, whatever changed between them, so that recall counts whole
rewrites as missed, and true copies between two documents count against precision.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from spiders.formats.sketch import SKETCH_SIZE, sketch_of
from tests.accuracy.archives import opened
from tests.accuracy.result import Cell, Result
from tests.accuracy.revisions import _plain
from warehouse.estimators.likeness import COPY, LEAST_RUNS, VERSION, alike_pairs, unpack

PRECISION = {"copy": 0.90, "version": 0.80}


def score(data_dir: Path) -> Result | None:
    """Precision and recall of linked pairs at both thresholds; None where the set is absent."""
    place = data_dir / "revisions" if (data_dir / "revisions").is_dir() else data_dir
    with opened(place, wanted=("manifest.csv", "dev"), hint="revisions") as folder:
        return None if folder is None else _scored(folder)


def _scored(folder: Path) -> Result:
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if (folder / row["file"]).is_file()]
    sketches = [unpack(sketch_of(_plain(folder / row["file"]))) for row in rows]
    held = [(row["doc_id"], sketch) for row, sketch in zip(rows, sketches, strict=True) if len(sketch) >= LEAST_RUNS]
    sizes = Counter(name for name, _ in held)
    wanted = sum(count * (count - 1) // 2 for count in sizes.values())
    found = [*alike_pairs([sketch for _, sketch in held], size=SKETCH_SIZE, least=VERSION)]
    cells = []
    for name, least in (("copy", COPY), ("version", VERSION)):
        linked = [held[first][0] == held[second][0] for first, second, share in found if share >= least]
        column = f"{name} (from {least:g} on)"
        cells += [
            Cell(
                group="revisions",
                column=f"{column}: precision",
                floor=PRECISION[name],
                agreed=sum(linked),
                total=len(linked),
            ),
            Cell(group="revisions", column=f"{column}: recall", floor=None, agreed=sum(linked), total=wanted),
        ]
    return Result(name="copies", cells=cells, notes=[f"{len(held)} texts of {len(sizes)} documents"])
