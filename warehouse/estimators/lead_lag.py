"""Does a municipality buy some months after it has written, or would it have bought then anyway?

For each lag from 0 to 36 months the notices that come so long after a body's paper are counted. The days of the papers
are then dealt out anew among the same bodies, many times: what is counted then is what bodies buy anyway, in the months
in which all of them do. Told is the lag at which most is bought beyond that, and how often the deals show as much at
any lag. The interval comes from drawing bodies anew. Bodies, not notices, are what varies.

Rejected: the median time to the next notice (short wherever much is bought), a logistic hazard with months and bodies
as effects (separates with fewer than a hundred purchases), correlating yearly counts (ten points, two rising series).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 36
DEALS = 999
DRAWS = 200
# A purchase counts for lags up to two months beside its own: papers and notices have no sharper day.
_BESIDE = 2
_SEED = 20_260_521

Numbers = NDArray[np.int64]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class LeadLag:
    """The lag in months at which most is bought beyond what is bought anyway, its 80 % interval, and its p.

    `bought` is how many notices came within two months of that lag, `expected` how many the deals show there.
    """

    lag: float
    low: float
    high: float
    p: float
    bought: float
    expected: float


def lead_lag(said: Numbers, bought: Numbers, *, seed: int = 0) -> LeadLag | None:
    """The lag from word to purchase. `said` is (bodies,): the month of each body's paper; `bought` (bodies, months).

    Months are numbered from 0; `bought` is 1 where a body tenders on the theme in a month, else 0. None for fewer than
    three bodies, papers of fewer than three different months, or nothing bought within 36 months after a paper.
    """
    if len(said) < 3 or len(set(said.tolist())) < 3:
        return None
    padded = np.pad(bought.astype(float), ((0, 0), (0, LONGEST + 1 + int(said.max()))))
    lags = np.arange(LONGEST + 1)
    chance = np.random.default_rng([_SEED, seed])

    def profiles(deals: Numbers) -> Array:
        """(deals, bodies, lags): purchases by lag, where `deals` are months of papers shaped (deals, bodies)."""
        found: Array = padded[np.arange(len(said))[None, :, None], deals[:, :, None] + lags]
        return found

    own = profiles(said[None])[0]
    if not own.sum():
        return None
    dealt = np.array([chance.permutation(said) for _ in range(DEALS)])
    others = _smooth(np.concatenate([profiles(part).sum(axis=1) for part in np.array_split(dealt, 20)]))
    expected = others.mean(axis=0)
    seen = _smooth(own.sum(axis=0))
    most = float(_excess(seen, expected).max())
    as_much = int((_excess(others, expected).max(axis=1) >= most - 1e-12).sum())
    peak = int(_excess(seen, expected).argmax())
    drawn = chance.integers(0, len(said), (DRAWS, len(said)))
    by_body = _smooth(own) - expected / len(said)
    places = [_centre(by_body[bodies].sum(axis=0) / np.sqrt(expected + 1)) for bodies in drawn]
    centre = _centre(_excess(seen, expected))
    low, high = np.quantile(places, [0.1, 0.9])
    return LeadLag(
        lag=centre,
        low=min(float(low), centre),
        high=max(float(high), centre),
        p=(as_much + 1) / (DEALS + 1),
        bought=float(seen[peak]),
        expected=float(expected[peak]),
    )


def _smooth(counts: Array) -> Array:
    """Counts summed over the lags beside each."""
    window = np.ones(2 * _BESIDE + 1)
    return np.apply_along_axis(lambda row: np.convolve(row, window, mode="same"), -1, counts)


def _excess(seen: Array, expected: Array) -> Array:
    return (seen - expected) / np.sqrt(expected + 1)


def _centre(excess: Array) -> float:
    """The middle of the peak: the mean lag of what exceeds, within the reach of one purchase around the largest."""
    peak = int(excess.argmax())
    near = np.arange(max(0, peak - _BESIDE), min(len(excess), peak + _BESIDE + 1))
    weights = np.maximum(excess[near], 0)
    return float((near * weights).sum() / weights.sum()) if weights.sum() > 0 else float(peak)
