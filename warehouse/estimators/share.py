"""Shares of a market by value where values are missing, and concentration by value: from draws of the missing ones.

The 5, 50 and 95 % points of a share are those of its draws. Sensitivity lines multiply every missing value by two and
five: if large contracts are withheld more often, the truth lies nearer to them, and no interval says so by itself.
Concentration by value counts pairs of *different* awards, like that by number, so that one large award is no
concentration; it is the chance that two kroner of different awards went to the same supplier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warehouse.estimators.concentration import SCALE
from warehouse.estimators.holding import Holdings
from warehouse.estimators.imputation import SENSITIVITY

Array = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Shares:
    """Per holder: low, mid and high share by value, and the medians with missing values times two and times five."""

    low: Array
    mid: Array
    high: Array
    twice: Array
    five: Array


def points(draws: Array) -> tuple[Array, Array, Array]:
    """The 5, 50 and 95 % points of each row."""
    count = draws.shape[1]
    places = [max(round(count * part) - 1, 0) for part in (0.05, 0.5, 0.95)]
    parted = np.partition(draws, places, axis=1)
    return parted[:, places[0]], parted[:, places[1]], parted[:, places[2]]


def shares_by_value(held: Holdings, wanted: NDArray[np.bool_]) -> Shares:
    """The wanted holders' shares of their cells by value; NaN for all others and where nothing can be drawn."""
    found = {name: np.full(len(held.cell), np.nan) for name in ("low", "mid", "high", "twice", "five")}
    total_known, total_drawn = held.totals
    for holders, _, _, known, drawn in held.chunks(wanted):
        cell = held.cell[holders]
        for factor, names in zip(SENSITIVITY, (("low", "mid", "high"), ("twice",), ("five",)), strict=True):
            whole = total_known[cell][:, None] + factor * total_drawn[cell]
            told = points((known[:, None] + factor * drawn) / np.where(whole > 0, whole, np.nan))
            for name, values in zip(names, told if len(names) == 3 else told[1:2], strict=True):
                found[name][holders] = values
    return Shares(**found)


def concentration_by_value(held: Holdings, wanted: NDArray[np.bool_]) -> dict[int, tuple[float, float, float]]:
    """(5, 50, 95 %) points of the index by value, 0 to 10 000, of each wanted cell that has values.

    `wanted` is by number of the cell. Holders of one award have no pair and are passed over.
    """
    valued = held.valued
    count = len(held.segments) * len(held.periods)
    known_squares, drawn_squares = valued.known**2, valued.drawn**2
    same = np.zeros((count, valued.draws))
    several = np.bincount(held.holder, minlength=len(held.cell)) > 1
    for holders, rows, whose, known, drawn in held.chunks(several & wanted[held.cell]):
        own = _square_sums(
            known_squares,
            drawn_squares,
            valued.drawn_place,
            held.rows[rows],
            held.weights[rows] ** 2,
            whose,
            len(holders),
        )
        pairs = (known[:, None] + drawn) ** 2 - own
        cells, starts = np.unique(held.cell[holders], return_index=True)
        same[cells] += np.add.reduceat(pairs, starts, axis=0)
    cell, award = held.awards
    total_known, total_drawn = held.totals
    each = _square_sums(known_squares, drawn_squares, valued.drawn_place, award, np.ones(len(award)), cell, count)
    whole = (total_known[:, None] + total_drawn) ** 2 - each
    index = np.clip(np.where(whole > 0, same / np.where(whole > 0, whole, 1), np.nan), 0, 1) * SCALE
    low, mid, high = points(index)
    told = np.flatnonzero(wanted & ~np.isnan(index).any(axis=1))
    return {int(one): (float(low[one]), float(mid[one]), float(high[one])) for one in told}


def _square_sums(
    known: Array, drawn: Array, place: Places, rows: Places, weights: Array, groups: Places, count: int
) -> Array:
    from scipy.sparse import csr_array

    there = place[rows] >= 0
    mixed = csr_array((weights[there], (groups[there], place[rows][there])), shape=(count, len(drawn)))
    summed: Array = np.bincount(groups, known[rows] * weights, minlength=count)[:, None] + mixed @ drawn
    return summed
