"""How much is a market worth whose values are only partly published?

Unknown values are drawn from a lognormal law learnt from the known ones: properly, so that each of the draws first
draws the law itself (variance, then mean) and then the values; the spread of the totals is what one does not know.
The seed is fixed, so the same values give the same figures. Rejected: multiplying by the mean (no interval, and one
large contract moves everything), a plug-in law (its interval covers a third of what it promises on ten known values).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 100
FEWEST_KNOWN = 10
LARGEST = 20e9
_SEED = 20_260_101

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """What is known of a pool's values: how many, and the sum and the sum of squares of their natural logarithms."""

    count: int
    log_sum: float
    log_square_sum: float

    def __add__(self, other: Known) -> Known:
        return Known(self.count + other.count, self.log_sum + other.log_sum, self.log_square_sum + other.log_square_sum)


def draw_missing(known: Known, missing: Mapping[int, int], *, name: str, draws: int = DRAWS) -> dict[int, Array] | None:
    """Draws of the summed missing values of each year; None where fewer than ten values are known.

    `missing` maps a year to how many values it lacks; `name` makes the draws of one pool independent of another's. No
    drawn value exceeds what the warehouse would trust.
    """
    count = known.count
    if count < FEWEST_KNOWN:
        return None
    chance = np.random.default_rng([_SEED, zlib.crc32(name.encode())])
    mean = known.log_sum / count
    spread = max(known.log_square_sum - count * mean**2, 1e-12)
    variances = spread / chance.chisquare(count - 1, draws)
    means = chance.normal(mean, np.sqrt(variances / count))
    totals: dict[int, Array] = {}
    for year in sorted(missing):
        totals[year] = np.array(
            [
                np.minimum(np.exp(chance.normal(centre, deviation, missing[year])), LARGEST).sum()
                for centre, deviation in zip(means, np.sqrt(variances), strict=True)
            ]
        )
    return totals
