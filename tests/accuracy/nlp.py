"""Technologies against hand-labelled paragraphs, CPV divisions against buyers' codes.

The judging is `nlp.evaluation`'s; here are the floors and the worst examples. Where the notices themselves lie beside
the texts, they are read as the night reads them, and the classifier is also told their facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from nlp.calibration import calibration_error, surest
from nlp.classifier import UNKNOWN
from nlp.cross_validation import by_text_alone, cross_validate, judge_spanish, read_notices
from nlp.judging import judge_paragraphs
from nlp.notice_facts import notice_facts
from nlp.scoring import by_label
from tests.accuracy.archives import opened
from tests.accuracy.notices import read_records
from tests.accuracy.result import Cell, Result
from warehouse.records import Notice, Organisation, Record


def score(data: Path) -> Result | None:
    """All sets below a folder, or None where there is none."""
    cells: list[Cell] = []
    notes: list[str] = []
    for wanted, one in _SETS:
        with opened(data, wanted=(wanted,), hint="nlp") as folder:
            if folder is not None:
                cells += one(folder / wanted, data, notes)
    return Result(name="nlp", cells=cells, notes=notes) if cells else None


def _score_technologies(path: Path, data: Path, notes: list[str]) -> Iterable[Cell]:
    paragraphs = judge_paragraphs(path)
    cells: dict[str, dict[str, Cell]] = {}
    for one in paragraphs:
        found, truth = one.judged.found, one.judged.truth
        for group in ("all", one.judged.language):
            at = cells.setdefault(group, _new_cells(f"technology {group}", has_floor=group == "all"))
            for label in sorted(found | truth):
                if label in found:
                    read = f"{label}: {', '.join(one.quotes[label])}"
                    at["precision"].count(label in truth, where=one.where, truth="", read=read)
                if label in truth:
                    at["recall"].count(label in found, where=one.where, truth=label, read="")
                at["F1"].total += 1 + (label in found and label in truth)
                at["F1"].agreed += 2 * (label in found and label in truth)
    for label, counts in by_label([one.judged for one in paragraphs]).items():
        said = f"{counts.right} found, {counts.extra} too many, {counts.missed} missed"
        notes.append(f"technology category {label}: {said}")
    return [cell for at in cells.values() for cell in at.values()]


def _new_cells(group: str, *, has_floor: bool) -> dict[str, Cell]:
    floors = {"precision": 0.9, "recall": None, "F1": 0.85}
    return {name: Cell(group=group, column=name, floor=floor if has_floor else None) for name, floor in floors.items()}


# Floors by figure: what the cross-validation must not fall below, a little under what was measured when they were set.
_NOTICE_FLOORS = {
    by_text_alone("cpv_division"): {"accuracy": 0.59, "top 5": 0.8, "surest 60 %": 0.77, "precision": 0.75},
    "cpv_division": {"accuracy": 0.66, "top 5": 0.855, "surest 60 %": 0.85, "precision": 0.75},
    "it_relevance": {"accuracy": 0.9, "precision": 0.9},
    by_text_alone("it_relevance"): {"accuracy": 0.9, "precision": 0.9},
}


def _score_cpv(path: Path, data: Path, notes: list[str]) -> Iterable[Cell]:
    notices = read_notices(path)
    facts = _facts_below(data)
    if facts:
        notices = [replace(one, facts=facts.get(one.where, "")) for one in notices]
        notes.append(f"facts beside the text: {sum(bool(one.facts) for one in notices)} of {len(notices)} notices")
    else:
        notes.append(f"the notices themselves are absent below {data}: division and IT are judged by text alone")
    for target, judged in cross_validate(notices).items():
        floors = _NOTICE_FLOORS[target if facts else by_text_alone(target)]
        names = ("accuracy", "top 5", "surest 60 %", "precision")
        cells = {name: Cell(group=target, column=name, floor=floors.get(name)) for name in names}
        surest_60 = set(surest(np.array([one.score for one in judged]), 0.6))
        for place, one in enumerate(judged):
            right = one.ranked[0] == one.truth
            cells["accuracy"].count(right)
            cells["top 5"].count(one.truth in one.ranked)
            if place in surest_60:
                cells["surest 60 %"].count(right)
            if one.answer != UNKNOWN:
                cells["precision"].count(one.answer == one.truth, where=one.where, truth=one.truth, read=one.answer)
        error = calibration_error(
            np.array([one.score for one in judged]), np.array([one.ranked[0] == one.truth for one in judged])
        )
        notes.append(f"{target}: answers {cells['precision'].total} of {len(judged)}; calibration error {error:.3f}")
        yield from cells.values()


def _facts_below(data: Path) -> dict[str, str]:
    """What is known of each notice beside its text, by key; nothing where the notices are not below the folder."""
    with opened(data, wanted=("manifest.csv", "awards.csv"), hint="notice") as folder:
        return {} if folder is None else {key: _facts(records) for key, records in read_records(folder)}


def _facts(records: Sequence[Record]) -> str:
    notice = next(one for one in records if isinstance(one, Notice))
    buyers = [one for one in records if isinstance(one, Organisation) and one.role == "buyer"]
    return notice_facts(
        nature=notice.contract_nature,
        legal_basis=notice.legal_basis,
        form=notice.form,
        activities=tuple(sorted({one.activity for one in buyers if one.activity})),
        authorities=tuple(sorted({one.legal_type for one in buyers if one.legal_type})),
    )


def _score_spanish(path: Path, data: Path, notes: list[str]) -> Iterable[Cell]:
    truth, found = judge_spanish(path.parent)
    cell = Cell(group="cpv_spanish", column="F1", floor=0.69)
    cell.total = sum(len(one) for one in (*truth, *found))
    cell.agreed = 2 * sum(len(said & at) for said, at in zip(truth, found, strict=True))
    yield cell


_Score = Callable[[Path, Path, list[str]], Iterable[Cell]]
_SETS: tuple[tuple[str, _Score], ...] = (
    ("gold.jsonl", _score_technologies),
    ("ted_dev.jsonl.gz", _score_cpv),
    ("es_test10.csv.gz", _score_spanish),
)
