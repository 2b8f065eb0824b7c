"""How much does a verdict depend on weights that nobody can know?

Each object has scores 0 to 1 on criteria of two axes. Weights are drawn a thousand times from a Dirichlet law whose
mean are the stated weights and whose spread is the widest that says nothing more (flat where all weights are equal).
For each draw both axes are weighted means, the index is the mean of the two, objects are ranked, and the axes say the
class. A verdict is clear only where the 5 to 95 % interval of the draws stays in one class. What is not known is left
out and the other weights carry its part. Rejected: one set of weights (its ranking looks as sure as a measurement),
one-at-a-time changes (two weights moving together are the usual case).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
HALF = 0.5
SURE = 0.95
"""A class is clear where this part of the draws gives it: then both the 5 % and the 95 % point lie in it."""
_SEED = 20_260_101

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """For each object: index 0 to 100 by the stated weights, rank 5-50-95 %, both axes, part of draws per class."""

    index: Array
    rank: NDArray[np.float64]
    pull: Array
    hold: Array
    parts: dict[str, Array]


def weigh(scores: Array, weights: Array, is_pull: NDArray[np.bool_], *, draws: int = DRAWS) -> Weighed:
    """Weigh objects (rows of `scores`, NaN for unknown) by criteria with `weights`; `is_pull` says whose axis is pull.

    Every object must have a known score on each axis.
    """
    chance = np.random.default_rng(_SEED)
    stated = weights / weights.sum()
    drawn = chance.dirichlet(stated * len(weights), draws)
    pull, hold = _axis(scores, drawn, is_pull), _axis(scores, drawn, ~is_pull)
    index = (pull + hold) / 2
    # Equal indices share the mean of their ranks, so that the order of rows never decides.
    above = (index[:, None, :] > index[:, :, None]).sum(axis=2)
    level = (index[:, None, :] == index[:, :, None]).sum(axis=2)
    ranks = above + (level + 1) / 2
    classes = {
        "develop": (pull >= HALF) & (hold >= HALF),
        "partner": (pull >= HALF) & (hold < HALF),
        "keep": (pull < HALF) & (hold >= HALF),
        "leave": (pull < HALF) & (hold < HALF),
    }
    own_pull, own_hold = (_axis(scores, stated[None, :], axis)[0] for axis in (is_pull, ~is_pull))
    return Weighed(
        index=100 * (own_pull + own_hold) / 2,
        rank=np.quantile(ranks, [0.05, 0.5, 0.95], axis=0).T,
        pull=own_pull,
        hold=own_hold,
        parts={name: inside.mean(axis=0) for name, inside in classes.items()},
    )


def _axis(scores: Array, weights: Array, chosen: NDArray[np.bool_]) -> Array:
    """Weighted means over the chosen criteria, draws by objects, unknown scores left out."""
    held = scores[:, chosen]
    known = ~np.isnan(held)
    part = weights[:, chosen]
    total = part @ known.T.astype(float)
    summed = part @ np.where(known, held, 0.0).T
    return np.asarray(np.divide(summed, total, out=np.full_like(summed, np.nan), where=total > 0), dtype=np.float64)
