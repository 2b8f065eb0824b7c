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
    """Every holder's share of its cell by value; NaN in cells that are not wanted or where nothing can be drawn."""
    found = {name: np.full(len(held.cell), np.nan) for name in ("low", "mid", "high", "twice", "five")}
    for part, _, known, drawn in held.chunks(wanted):
        _, local = np.unique(held.cell[part], return_inverse=True)
        starts = np.searchsorted(local, np.arange(local[-1] + 1))
        total_known, total_drawn = np.add.reduceat(known, starts), np.add.reduceat(drawn, starts, axis=0)
        for factor, names in zip(SENSITIVITY, (("low", "mid", "high"), ("twice",), ("five",)), strict=True):
            whole = total_known[:, None] + factor * total_drawn
            share = known[:, None] + factor * drawn
            share /= np.where(whole > 0, whole, np.nan)[local]
            told = points(share)
            if len(names) == 3:
                for name, values in zip(names, told, strict=True):
                    found[name][part] = values
            else:
                found[names[0]][part] = told[1]
    return Shares(**found)


def concentration_by_value(held: Holdings, wanted: NDArray[np.bool_]) -> dict[int, tuple[float, float, float]]:
    """(5, 50, 95 %) points of the index by value, 0 to 10 000, of each wanted cell that has values."""
    told: dict[int, tuple[float, float, float]] = {}
    valued = held.valued
    squares = valued.drawn**2
    for part, places, known, drawn in held.chunks(wanted):
        cells, local = np.unique(held.cell[part], return_inverse=True)
        starts = np.searchsorted(local, np.arange(len(cells)))
        whole = np.add.reduceat(known, starts)[:, None] + np.add.reduceat(drawn, starts, axis=0)
        held_squares = np.add.reduceat((known[:, None] + drawn) ** 2, starts, axis=0)
        of_row = local[held.holder[places] - part.start]
        weights, rows = held.weights[places], held.rows[places]
        own = _square_sums(valued.known**2, squares, valued.drawn_place, rows, weights**2, of_row, len(cells))
        once, first = np.unique(of_row * np.int64(len(valued.keys)) + rows, return_index=True)
        each = _square_sums(
            valued.known**2,
            squares,
            valued.drawn_place,
            once % len(valued.keys),
            np.ones(len(once)),
            of_row[first],
            len(cells),
        )
        pairs = whole**2 - each
        index = np.where(pairs > 0, (held_squares - own) / np.where(pairs > 0, pairs, 1), np.nan) * SCALE
        for cell, low, mid, high in zip(cells.tolist(), *points(np.clip(index, 0, SCALE)), strict=True):
            if not np.isnan([low, mid, high]).any():
                told[cell] = (float(low), float(mid), float(high))
    return told


def _square_sums(
    known: Array, drawn: Array, place: Places, rows: Places, weights: Array, groups: Places, count: int
) -> Array:
    from scipy.sparse import csr_array

    there = place[rows] >= 0
    mixed = csr_array((weights[there], (groups[there], place[rows][there])), shape=(count, len(drawn)))
    summed: Array = np.bincount(groups, known[rows] * weights, minlength=count)[:, None] + mixed @ drawn
    return summed
