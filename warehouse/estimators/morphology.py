"""Which consistent pictures of the future are there, which score best, and how much hangs on the weights?

A morphological box: every dimension has options, a picture takes one of each, options that exclude one another never
stand together. A picture's score is the mean over its options of their weighted criteria. Pictures that differ in one
option only are variants, not alternatives: after the best, the next one shown is the best of those that differ from
every shown one in at least half of the dimensions (and at least two). Sensitivity: how often, over Dirichlet draws of
the weights, a picture scores best among the shown. A filter for discussion, not an optimum.
Rejected: clustering all pictures (the middle of a cluster is no picture that anybody could choose).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

SHOWN = 4
DRAWS = 1000
MOST_PICTURES = 100_000
_SEED = 20_260_101

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """An option with its scores by criterion (0 to 1, NaN for unknown) and the options that it excludes."""

    name: str
    scores: tuple[float, ...]
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Picture:
    """One consistent set: an option of each dimension, its score 0 to 100, and how often weights put it first."""

    options: tuple[str, ...]
    score: float
    low: float
    high: float
    first_share: float


def pictures(dimensions: Sequence[Sequence[Choice]], weights: Array) -> tuple[list[Picture], int]:
    """The shown pictures, the best first, and how many consistent ones there are.

    Raises `ValueError` for a box of more than 100 000 combinations.
    """
    combinations = int(np.prod([len(options) for options in dimensions])) if dimensions else 0
    if combinations > MOST_PICTURES:
        raise ValueError(f"the box has {combinations} combinations; at most {MOST_PICTURES} can be looked through")
    consistent = [chosen for chosen in product(*dimensions) if dimensions and _agree(chosen)]
    if not consistent:
        return [], 0
    criteria = np.array([np.nanmean([option.scores for option in chosen], axis=0) for chosen in consistent])
    scores = _weighted(criteria, weights[None, :])[0]
    names = [tuple(option.name for option in chosen) for chosen in consistent]
    order = sorted(range(len(names)), key=lambda at: (-scores[at], names[at]))
    apart = max(2, (len(dimensions) + 1) // 2)
    shown: list[int] = []
    for at in order:
        if all(sum(a != b for a, b in zip(names[at], names[other], strict=True)) >= apart for other in shown):
            shown.append(at)
        if len(shown) == SHOWN:
            break
    chance = np.random.default_rng(_SEED)
    drawn = _weighted(criteria[shown], chance.dirichlet(weights / weights.sum() * len(weights), DRAWS))
    first = np.bincount(drawn.argmax(axis=1), minlength=len(shown)) / DRAWS
    spread = np.quantile(drawn, [0.05, 0.95], axis=0)
    found = [
        Picture(
            names[at],
            round(100 * float(scores[at]), 6),
            round(100 * float(spread[0, turn]), 6),
            round(100 * float(spread[1, turn]), 6),
            float(first[turn]),
        )
        for turn, at in enumerate(shown)
    ]
    return found, len(consistent)


def _agree(chosen: Sequence[Choice]) -> bool:
    names = {option.name for option in chosen}
    return not any(option.excludes & names for option in chosen)


def _weighted(criteria: Array, weights: Array) -> Array:
    """Weighted means of what is known, draws by pictures."""
    known = ~np.isnan(criteria)
    total = weights @ known.T.astype(float)
    summed = weights @ np.where(known, criteria, 0.0).T
    return np.asarray(np.divide(summed, total, out=np.zeros_like(summed), where=total > 0), dtype=np.float64)


def option_scores(
    stated: Mapping[str, float | None], asked: Mapping[str, float | None], names: Sequence[str]
) -> tuple[float, ...]:
    """An option's criteria: what the study states, else what its query gave, kept between 0 and 1; NaN for unknown."""
    found = []
    for name in names:
        value = stated.get(name) if stated.get(name) is not None else asked.get(name)
        found.append(float("nan") if value is None else float(min(max(value, 0.0), 1.0)))
    return tuple(found)
