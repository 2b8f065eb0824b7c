"""Players against valid ids: who is one with whom when the ids are hidden, with Splink on the same mentions beside it.

Names, countries, places and domains are left when ids are hidden. Rows whose own number is shown wrong by the file
(`known_player_errors.csv`) are resolved like all others but judged by nobody; two numbers of one body count as one.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from nlp.judging import Resolving, judge_players
from nlp.scoring import b_cubed
from tests.accuracy.archives import opened
from tests.accuracy.result import Cell, Result
from tests.accuracy.splink_players import link_with_splink

_ERRORS = Path(__file__).with_name("known_player_errors.csv")
_WANTED = "org_mentions.csv"
# By (ids hidden, figure): the goals; an id decides where there is one.
_FLOORS = {
    (True, "precision"): 0.99,
    (True, "recall"): 0.75,
    (True, "B-cubed"): 0.975,
    (False, "precision"): 0.998,
    (False, "recall"): 0.998,
    (False, "B-cubed"): 0.998,
}


def score(data: Path) -> Result | None:
    """The mentions below a folder, or None where there are none."""
    with opened(data, wanted=(_WANTED,), hint="nlp") as folder:
        if folder is None:
            return None
        path = folder / _WANTED
        notes: list[str] = []
        cells: list[Cell] = []
        for group, hides in (("ids hidden", True), ("with ids", False)):
            judged = judge_players(path, hides_ids=hides)
            floors = {name: _FLOORS[hides, name] for name in ("precision", "recall", "B-cubed")}
            cells += _cells(group, judged, floors, by_names=hides)
            notes.append(_raw(group, judged))
        cells += _splink(path, notes)
        return Result(name="players", cells=cells, notes=notes)


def _splink(path: Path, notes: list[str]) -> Iterable[Cell]:
    linked = link_with_splink(path)
    if isinstance(linked, str):
        notes.append(f"Splink did not run: {linked}")
        return
    for threshold, judged in linked.items():
        yield from _cells(f"Splink, p >= {threshold}", judged, {})
        notes.append(_raw(f"Splink, p >= {threshold}", judged))


def _raw(group: str, judged: Resolving) -> str:
    """The figures against the truth as the file has it, errors and all, with their intervals."""
    figures = b_cubed(judged.truth, judged.found)
    told = ", ".join(f"{name} {one.value:.3f} [{one.low:.3f}-{one.high:.3f}]" for name, one in figures.items())
    return f"{group}, truth as published: {told}"


def _cells(group: str, judged: Resolving, floors: Mapping[str, float], *, by_names: bool = True) -> Iterable[Cell]:
    truth, left_out = mended(judged) if by_names else (dict(judged.truth), set())  # by id the file's ids are the truth
    kept = {key: player for key, player in judged.found.items() if key not in left_out}
    truth = {key: truth[key] for key in kept}
    joined, true = set(_pairs(kept)), set(_pairs(truth))
    precision = Cell(group=group, column="precision", floor=floors.get("precision"), excused=len(left_out))
    recall = Cell(group=group, column="recall", floor=floors.get("recall"), excused=len(left_out))
    for left, right in sorted(joined):
        names = judged.names
        precision.count((left, right) in true, where=truth[left], truth=names[left], read=names[right])
    for left, right in sorted(true):
        recall.count((left, right) in joined, where=truth[left], truth=judged.names[left], read=judged.names[right])
    share = b_cubed(truth, kept)["b_cubed_f1"].value
    even = Cell(group=group, column="B-cubed", floor=floors.get("B-cubed"))
    even.agreed, even.total = round(share * len(kept)), len(kept)
    return precision, recall, even


def mended(judged: Resolving) -> tuple[dict[str, str], set[str]]:
    """The truth with two numbers of one body made one, and the mentions that carry another body's number."""
    one_body: dict[str, str] = {}
    foreign: set[tuple[str, str]] = set()
    with _ERRORS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["verdict"] == "same":
                one_body[row["entity_id"]] = row["other_id"]
            else:
                foreign.add((row["entity_id"], row["name"]))
    left_out = {key for key, entity in judged.truth.items() if (entity, judged.names[key]) in foreign}
    return {key: one_body.get(entity, entity) for key, entity in judged.truth.items()}, left_out


def _pairs(group_of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for key, group in sorted(group_of.items()):
        members[group].append(key)
    for keys in members.values():
        for at, left in enumerate(keys):
            for right in keys[at + 1 :]:
                yield left, right
