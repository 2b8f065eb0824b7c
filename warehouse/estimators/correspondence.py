"""Where do actors stand to one another by what they do, and is the picture more than noise?

Correspondence analysis of a table of counts (actors by components): the singular value decomposition of what is more,
or less, than rows and columns alone would give; both are drawn in the plane of the first two axes. Each count is then
drawn anew from its row's own multinomial law 500 times, and every drawn row is placed in the same plane (so that axes
do not turn between draws); the spread is the actor's ellipse. Two actors are apart where the distance of their centres
is more than the 90 % ellipse of their difference. A map in which most pairs are not apart shows noise: there is none.
Rejected: a fresh decomposition of each draw (axes swap and flip, and the ellipses then measure that), axes named by us.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

DRAWS = 500
LEVEL = 0.90
_SEED = 20_260_101

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Map:
    """Places of rows and columns (by two), covariances of the rows, inertia of both axes, and who is apart.

    `apart` is rows by rows: whether two rows' places differ by more than chance.
    """

    rows: Array
    columns: Array
    covariances: Array
    inertia: tuple[float, float]
    apart: NDArray[np.bool_]

    @property
    def apart_share(self) -> float:
        """The part of all pairs of rows that are apart."""
        count = len(self.rows)
        return float(self.apart.sum() / (count * (count - 1))) if count > 1 else 0.0


def correspond(counts: Array, *, draws: int = DRAWS) -> Map | None:
    """The map of a table of counts without empty rows or columns; None where it has fewer than three of either."""
    if min(counts.shape) < 3:
        return None
    total = counts.sum()
    row_mass, column_mass = counts.sum(axis=1) / total, counts.sum(axis=0) / total
    expected = np.outer(row_mass, column_mass)
    _, values, right = np.linalg.svd((counts / total - expected) / np.sqrt(expected), full_matrices=False)
    whole = float((values**2).sum())
    if whole < 1e-12:
        return None
    # The sign of an axis is free: the largest column of each lies to the right and on top.
    signs = np.sign(right[:2, :][[0, 1], np.abs(right[:2, :]).argmax(axis=1)])
    standard = (right[:2].T * signs) / np.sqrt(column_mass)[:, None]
    places = (counts / counts.sum(axis=1, keepdims=True)) @ standard
    chance = np.random.default_rng(_SEED)
    covariances = np.empty((len(counts), 2, 2))
    for number, row in enumerate(counts):
        # A half is added to each cell: a row of one count would otherwise never move.
        law = (row + 0.5 / len(row)) / (row.sum() + 0.5)
        size = max(int(row.sum()), 1)
        drawn = chance.multinomial(size, law, draws) / size
        covariances[number] = np.cov((drawn @ standard).T)
    return Map(
        places,
        standard * values[:2],
        covariances,
        (float(values[0] ** 2 / whole), float(values[1] ** 2 / whole)),
        _apart(places, covariances),
    )


def _apart(places: Array, covariances: Array) -> NDArray[np.bool_]:
    count = len(places)
    found = np.zeros((count, count), dtype=bool)
    limit = chi2.ppf(LEVEL, 2)
    for one in range(count):
        for other in range(one + 1, count):
            gap = places[one] - places[other]
            spread = covariances[one] + covariances[other] + 1e-12 * np.eye(2)
            found[one, other] = found[other, one] = float(gap @ np.linalg.solve(spread, gap)) > limit
    return found
