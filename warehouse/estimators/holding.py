"""Who holds how much of each cell of the market (a segment in a period), by number and by value, known and drawn.

A cell is a segment or all of them, in a year or in all. Every award with a named supplier stands in four cells. Sums of
draws are made for some holders at a time, so that memory stays bounded whatever the number of suppliers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from warehouse.estimators.market_value import Valued, read_values

ALL = "all"
_CHUNK = 40_000

Array = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Holdings:
    """Holders of cells, in the order of cells and then of players.

    `cell`, `player` give each holder's place in `segments` x `periods` (see `labels`) and in `players`; `rows`,
    `weights`, `holder` are the awards behind them: place of the award, part, place of the holder.
    """

    valued: Valued
    segments: list[str]
    periods: list[str]
    players: list[str]
    cell: Places
    player: Places
    rows: Places
    weights: Array
    holder: Places

    @cached_property
    def cells(self) -> Places:
        """The cells that anybody holds a part of, in order."""
        return _distinct(self.cell)

    def labels(self, cells: Places) -> tuple[pa.Array, pa.Array]:
        """The segment and the period of each cell, as texts."""
        width = len(self.periods)
        segments, periods = pa.array(self.segments, pa.string()), pa.array(self.periods, pa.string())
        return segments.take(pa.array(cells // width)), periods.take(pa.array(cells % width))

    def counts(self) -> Array:
        """Each holder's awards by its part in them."""
        return np.bincount(self.holder, weights=self.weights, minlength=len(self.cell)).astype(float)

    def square_counts(self) -> Array:
        """The sum of the squares of these parts."""
        return np.bincount(self.holder, weights=self.weights**2, minlength=len(self.cell)).astype(float)

    def joint_counts(self) -> Array:
        """How many of its awards each holder shares with others."""
        shared = (self.weights < 1 - 1e-9).astype(float)
        return np.bincount(self.holder, weights=shared, minlength=len(self.cell)).astype(float)

    @cached_property
    def awards(self) -> tuple[Places, Places]:
        """(cell, award) pairs, each once: the awards with a named supplier of each cell."""
        both = _distinct(self.cell[self.holder] * np.int64(len(self.valued.keys)) + self.rows)
        return both // len(self.valued.keys), both % len(self.valued.keys)

    @cached_property
    def totals(self) -> tuple[Array, Array]:
        """(known, drawn) sums of every cell, by its number: shapes (cells,) and (cells, draws)."""
        cell, award = self.awards
        return self.valued.sums(award, np.ones(len(award)), cell, len(self.segments) * len(self.periods))

    def chunks(self, wanted: NDArray[np.bool_]) -> Iterator[tuple[Places, Places, Places, Array, Array]]:
        """The wanted holders, some at a time: (holders, rows, whose, known, drawn).

        `rows` are places in `self.rows`, `whose` the place of each row's holder in `holders`; known has shape
        (holders,), drawn (holders, draws).
        """
        order = np.argsort(self.holder, kind="stable")
        bounds = np.searchsorted(self.holder[order], np.arange(len(self.cell) + 1))
        chosen = np.flatnonzero(wanted)
        for start in range(0, len(chosen), _CHUNK):
            holders = chosen[start : start + _CHUNK]
            lengths = bounds[holders + 1] - bounds[holders]
            whose = np.repeat(np.arange(len(holders)), lengths)
            within = np.arange(len(whose)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            rows = order[bounds[holders][whose] + within]
            known, drawn = self.valued.sums(self.rows[rows], self.weights[rows], whose, len(holders))
            yield holders, rows, whose, known, drawn


def _distinct(values: Places) -> Places:
    """The different values in order; for so many numbers sorting is faster than NumPy's hashing."""
    ordered = np.sort(values)
    return ordered[np.r_[True, ordered[1:] != ordered[:-1]]] if len(ordered) else ordered


def read_holdings(
    award_value: pa.Table, award_supplier: pa.Table, owner: pa.Table | None = None, *, valued: Valued | None = None
) -> Holdings:
    """Who holds what, by legal unit, or by `owner` (player_id, group_id) where that is given.

    `valued` are the awards' values, where they have been read before: drawing them takes longest.
    """
    valued = read_values(award_value) if valued is None else valued
    table = award_value.sort_by("award_key")
    supplier = award_supplier.filter(pc.equal(award_supplier["role"], "supplier"))
    names = supplier["player_id"]
    if owner is not None:
        at = pc.index_in(names, value_set=owner["player_id"].combine_chunks())
        names = pc.coalesce(owner["group_id"].take(at), names)
    coded = pa.chunked_array(names).combine_chunks().dictionary_encode() if len(supplier) else None
    place = pc.index_in(supplier["award_key"], value_set=table["award_key"].combine_chunks())
    held = place.is_valid().to_numpy(zero_copy_only=False)
    found = place.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)[held]
    weights = pc.cast(supplier["weight"], pa.float64()).to_numpy(zero_copy_only=False)[held]
    players = coded.dictionary.to_pylist() if coded is not None else []
    rank = np.argsort(np.argsort(np.array(players, dtype=object))) if players else np.zeros(0, np.int64)
    player = rank[coded.indices.to_numpy()][held] if coded is not None else np.zeros(0, np.int64)
    # Two suppliers of one award that are one holder hold it once, with both parts.
    both, inverse = np.unique(found * np.int64(max(len(players), 1)) + player, return_inverse=True)
    weights = np.bincount(inverse, weights=weights, minlength=len(both)).astype(float)
    return _held(valued, table, sorted(players), both // max(len(players), 1), both % max(len(players), 1), weights)


def _held(
    valued: Valued, table: pa.Table, players: list[str], rows: Places, player: Places, weights: Array
) -> Holdings:
    segment_code = table["segment_code"].combine_chunks().dictionary_encode()
    segments = sorted(segment_code.dictionary.to_pylist())
    codes = np.array([segments.index(code) for code in segment_code.dictionary.to_pylist()], dtype=np.int64)
    segment = codes[segment_code.indices.to_numpy()] if len(table) else np.zeros(0, np.int64)
    year = table["year"].to_numpy(zero_copy_only=False).astype(np.int64) if len(table) else np.zeros(0, np.int64)
    years = sorted(set(year.tolist()))
    turn = np.searchsorted(np.array(years, dtype=np.int64), year)
    width = len(years) + 1
    cells = [
        one * width + two
        for one in (segment[rows], np.full(len(rows), len(segments)))
        for two in (turn[rows], np.full(len(rows), len(years)))
    ]
    flat = np.concatenate(cells).astype(np.int64) * max(len(players), 1) + np.tile(player, 4)
    holders, holder = np.unique(flat, return_inverse=True)
    return Holdings(
        valued=valued,
        segments=[*segments, ALL],
        periods=[*(str(one) for one in years), ALL],
        players=players,
        cell=holders // max(len(players), 1),
        player=holders % max(len(players), 1),
        rows=np.tile(rows, 4),
        weights=np.tile(weights, 4),
        holder=holder,
    )
