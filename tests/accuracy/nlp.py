"""Technologies against hand-labelled paragraphs, CPV divisions against buyers' codes, players against valid ids.

A paragraph's truth is a set of categories: what the tagger finds is mapped to the categories of its technologies. The
classifier learns from seven tenths of the notices and is judged on the rest, split by procedure. Players are judged
with their ids hidden: only names and countries are left.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.classifier import UNKNOWN, load_classifier
from nlp.resolution import resolve
from nlp.technology import load_technologies, matcher_of
from nlp.training import train_cpv
from tests.accuracy.archives import opened
from tests.accuracy.result import Cell, Result
from warehouse.records import Organisation, to_table


def score(data: Path) -> Result | None:
    """All sets below a folder, or None where there is none."""
    cells: list[Cell] = []
    notes: list[str] = []
    for wanted, one in _SETS:
        with opened(data, wanted=(wanted,), hint="nlp") as folder:
            if folder is not None:
                cells += one(folder / wanted, notes)
    return Result(name="nlp", cells=cells, notes=notes) if cells else None


def _score_technologies(path: Path, notes: list[str]) -> Iterable[Cell]:
    technologies = load_technologies()
    category = {one.id: one.category for one in technologies}
    matcher = matcher_of(technologies)
    cells: dict[str, dict[str, Cell]] = {}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    lines = path.read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        hits = matcher.find(row["text"])
        found, truth = {category[hit.target] for hit in hits}, set(row["labels"])
        language = _LANGUAGES.get(row["lang"], row["lang"])
        for group in ("all", language):
            at = cells.setdefault(group, _new_cells(f"technology {group}", has_floor=group == "all"))
            for one in sorted(found | truth):
                where = f"{row['set']}/{row['i']}"
                quotes = ", ".join(row["text"][hit.start : hit.end] for hit in hits if category[hit.target] == one)
                if one in found:
                    at["precision"].count(one in truth, where=where, truth="", read=f"{one}: {quotes}")
                if one in truth:
                    at["recall"].count(one in found, where=where, truth=one, read="")
                at["F1"].total += 1 + (one in found and one in truth)
                at["F1"].agreed += 2 * (one in found and one in truth)
        for one in found | truth:
            counts[one][0 if one in found & truth else 1 if one in found else 2] += 1
    for one, (both, extra, missed) in sorted(counts.items()):
        notes.append(f"technology category {one}: {both} found, {extra} too many, {missed} missed")
    return [cell for at in cells.values() for cell in at.values()]


_LANGUAGES = {"dan": "da", "nob": "nb", "eng": "en"}


def _new_cells(group: str, *, has_floor: bool) -> dict[str, Cell]:
    floors = {"precision": 0.9, "recall": None, "F1": 0.85}
    return {name: Cell(group=group, column=name, floor=floor if has_floor else None) for name, floor in floors.items()}


def _score_cpv(path: Path, notes: list[str]) -> Iterable[Cell]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    learnt = [(row["text"], row["cpv"]) for row in rows if not _is_judged(row["cluster"])]
    judged = [row for row in rows if _is_judged(row["cluster"])]
    right = Cell(group="cpv division", column="accuracy")
    sure = Cell(group="cpv division", column="precision", floor=0.75)
    with TemporaryDirectory() as folder:
        classifier = load_classifier(train_cpv(Path(folder), notices=learnt))
        best = classifier.probabilities([row["text"] for row in judged]).argmax(axis=1)
        answers = classifier.classify([row["text"] for row in judged])
        for row, index, answer in zip(judged, best, answers, strict=True):
            right.count(classifier.classes[index] == row["cpv"][:2])
            if answer.value != UNKNOWN:
                sure.count(answer.value == row["cpv"][:2], where=row["cluster"], truth=row["cpv"], read=answer.value)
    notes.append(
        f"cpv division: answers {sure.total} of {len(judged)}; learnt from {len(learnt)} notices and the labels"
    )
    right.examples.clear()
    return [right, sure]


def _is_judged(cluster: str) -> bool:
    return int(hashlib.sha256(cluster.encode()).hexdigest(), 16) % 10 < 3


def _score_players(path: Path, notes: list[str]) -> Iterable[Cell]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    truth = {f"{number:06d}": row["entity_id"] for number, row in enumerate(rows)}
    names = {f"{number:06d}": row["name"] for number, row in enumerate(rows)}
    for group, hides in (("players, ids hidden", True), ("players, with ids", False)):
        table = to_table(Organisation, [_organisation(number, row, hides=hides) for number, row in enumerate(rows)])
        resolved = resolve(organisations=table, registered=())
        joined = set(_pairs({one.organisation_key: one.player_id for one in resolved.resolutions}))
        true = set(_pairs(truth))
        precision = Cell(group=group, column="precision", floor=0.95 if hides else 0.998)
        recall = Cell(group=group, column="recall", floor=0.4 if hides else 0.998)
        for left, right in sorted(joined):
            precision.count((left, right) in true, where=truth[left], truth=names[left], read=names[right])
        recall.agreed, recall.total = len(true & joined), len(true)
        yield from (precision, recall)


def _organisation(number: int, row: dict[str, str], *, hides: bool) -> Organisation:
    national_id = None if hides else f"{row['country']}:{row['entity_id']}"
    return Organisation(
        evidence_id="0" * 64,
        part="",
        source="truth",
        reader="truth@1",
        notice_id=str(number),
        organisation_key=f"{number:06d}",
        role="buyer" if "buyer" in row["roles"] else "supplier",
        name=row["name"],
        national_id=national_id,
        national_id_normalised=national_id,
        country=row["country"],
    )


def _pairs(group_of: dict[str, str]) -> Iterator[tuple[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for key, group in sorted(group_of.items()):
        members[group].append(key)
    for keys in members.values():
        for at, left in enumerate(keys):
            for right in keys[at + 1 :]:
                yield left, right


_Score = Callable[[Path, list[str]], Iterable[Cell]]
_SETS: tuple[tuple[str, _Score], ...] = (
    ("gold.jsonl", _score_technologies),
    ("ted_dev.jsonl.gz", _score_cpv),
    ("org_mentions.csv", _score_players),
)
