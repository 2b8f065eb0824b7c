"""Scores with their uncertainty: precision, recall, F1 and B-cubed, each with a bootstrap interval, and real drops.

What is drawn again is the sentence (or the notice, or the true entity), never the label: labels of one sentence depend
on each other. Rejected: intervals by formula (they suppose independent labels), macro averages alone (a label with two
sentences moves them as much as one with fifty).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

DRAWS = 1_000
SEED = 20_240_501
Counts = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure from 0 to 1 with its 95 % interval."""

    value: float
    low: float
    high: float

    def rounded(self) -> dict[str, float]:
        """The figure as it is stored."""
        return {"value": round(self.value, 4), "low": round(self.low, 4), "high": round(self.high, 4)}


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence or notice: its language, what is true of it, and what was found in it."""

    language: str
    truth: frozenset[str]
    found: frozenset[str]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How one label fares: found rightly, found too much, missed."""

    right: int
    extra: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that is true; None where nothing was found."""
        return self.right / (self.right + self.extra) if self.right + self.extra else None

    @property
    def recall(self) -> float | None:
        """Share of what is true that was found; None where nothing is true."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float:
        """The harmonic mean of the two; 0 where nothing is right."""
        return 2 * self.right / (2 * self.right + self.extra + self.missed) if self.right else 0.0


def by_label(judged: Sequence[Judged]) -> dict[str, LabelScore]:
    """The score of each label that is true or found somewhere, by name."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in judged:
        for label in one.truth | one.found:
            both = label in one.truth and label in one.found
            counts[label][0 if both else 1 if label in one.found else 2] += 1
    return {label: LabelScore(*counts[label]) for label in sorted(counts)}


def micro(judged: Sequence[Judged]) -> dict[str, Figure]:
    """Precision, recall and F1 over all labels together, by drawing sentences again."""
    counts = np.array(
        [(len(one.truth & one.found), len(one.found - one.truth), len(one.truth - one.found)) for one in judged],
        dtype=np.int64,
    ).reshape(-1, 3)
    return _figures(counts, {"precision": _precision, "recall": _recall, "f1": _f1})


def macro_f1(judged: Sequence[Judged]) -> float:
    """The mean F1 of the labels that are true somewhere; 0 where there is none."""
    scores = [score.f1 for score in by_label(judged).values() if score.right + score.missed]
    return float(np.mean(scores)) if scores else 0.0


def coverage(judged: Sequence[Judged]) -> float:
    """The share of sentences with something true in which anything was found."""
    wanted = [one for one in judged if one.truth]
    return sum(1 for one in wanted if one.found) / len(wanted) if wanted else 0.0


def b_cubed(truth: Mapping[str, str], found: Mapping[str, str]) -> dict[str, Figure]:
    """B-cubed and pairwise figures of a clustering (mention → cluster) against the truth, drawing true entities again.

    Pairs are counted per true entity: a wrongly joined pair counts half at each of its two entities.
    """
    true_members, found_members = _members(truth), _members(found)
    rows: dict[str, list[float]] = {entity: [0.0] * 6 for entity in true_members}
    for mention, entity in truth.items():
        ours = found_members[found[mention]]
        both = sum(1 for other in ours if truth[other] == entity)
        row = rows[entity]
        row[0] += 1
        row[1] += both / len(ours)
        row[2] += both / len(true_members[entity])
        row[3] += (both - 1) / 2
        row[4] += (len(ours) - both) / 2
        row[5] += (len(true_members[entity]) - both) / 2
    counts = np.array([rows[entity] for entity in sorted(rows)])
    return _figures(
        counts,
        {
            "b_cubed_precision": lambda sums: _ratio(sums[..., 1], sums[..., 0]),
            "b_cubed_recall": lambda sums: _ratio(sums[..., 2], sums[..., 0]),
            "b_cubed_f1": _b_cubed_f1,
            "precision": lambda sums: _ratio(sums[..., 3], sums[..., 3] + sums[..., 4]),
            "recall": lambda sums: _ratio(sums[..., 3], sums[..., 3] + sums[..., 5]),
            "f1": lambda sums: _ratio(2 * sums[..., 3], 2 * sums[..., 3] + sums[..., 4] + sums[..., 5]),
        },
    )


def share(right: Sequence[bool]) -> Figure:
    """The share of true answers with its interval."""
    counts = np.array([(int(one), 1) for one in right], dtype=np.int64).reshape(-1, 2)
    return _figures(counts, {"share": lambda sums: _ratio(sums[..., 0], sums[..., 1])})["share"]


def ratio_figures(pairs: Mapping[str, Sequence[tuple[float, float]]]) -> dict[str, Figure]:
    """Each figure as the sum of the first over the sum of the second number of its pairs, drawing the pairs again."""
    return {
        name: _figures(
            np.array(rows, dtype=float).reshape(-1, 2), {name: lambda sums: _ratio(sums[..., 0], sums[..., 1])}
        )[name]
        for name, rows in pairs.items()
    }


def dropped(now: Mapping[str, Figure], before: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The names of figures that are really lower than they were: even their upper bound is below the old value."""
    return sorted(name for name, figure in now.items() if name in before and figure.high < before[name]["value"])


def _members(cluster_of: Mapping[str, str]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for mention, cluster in sorted(cluster_of.items()):
        members[cluster].append(mention)
    return members


def _figures(counts: np.ndarray[Any, Any], formulas: Mapping[str, Any]) -> dict[str, Figure]:
    """Each formula of the column sums, with the 2.5th and 97.5th percentile over draws of the rows."""
    rng = np.random.default_rng(SEED)
    total = counts.sum(axis=0)
    if not len(counts):
        return {name: Figure(0.0, 0.0, 0.0) for name in formulas}
    drawn = rng.multinomial(len(counts), [1 / len(counts)] * len(counts), size=DRAWS) @ counts
    figures = {}
    for name, formula in formulas.items():
        low, high = np.percentile(formula(drawn), (2.5, 97.5))
        figures[name] = Figure(float(formula(total)), float(low), float(high))
    return figures


def _ratio(part: Any, whole: Any) -> Any:
    whole = np.asarray(whole, dtype=float)
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def _precision(sums: Counts) -> Any:
    return _ratio(sums[..., 0], sums[..., 0] + sums[..., 1])


def _recall(sums: Counts) -> Any:
    return _ratio(sums[..., 0], sums[..., 0] + sums[..., 2])


def _f1(sums: Counts) -> Any:
    return _ratio(2 * sums[..., 0], 2 * sums[..., 0] + sums[..., 1] + sums[..., 2])


def _b_cubed_f1(sums: Any) -> Any:
    precision, recall = _ratio(sums[..., 1], sums[..., 0]), _ratio(sums[..., 2], sums[..., 0])
    return _ratio(2 * precision * recall, precision + recall)
