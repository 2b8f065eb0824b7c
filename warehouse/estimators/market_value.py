"""Awards with their values, known and drawn: what size, shares and concentration by value are summed from.

`read_values` turns the rows of `mart.award_value` into arrays once; every figure is then a weighted sum over awards, of
the known values and of each of the draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from warehouse.estimators.imputation import draw_values

Array = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Valued:
    """Awards in the order of their keys. `known` is kroner, 0 where none is known.

    `drawn` has one row for each missing value and one column a draw (NaN where none can be drawn); `drawn_place` is
    an award's row there, -1 where it has none.
    """

    keys: NDArray[np.object_]
    known: Array
    is_known: NDArray[np.bool_]
    is_missing: NDArray[np.bool_]
    drawn: Array
    drawn_place: Places

    @property
    def draws(self) -> int:
        """How often each missing value was drawn."""
        return int(self.drawn.shape[1])

    def sums(self, rows: Places, weights: Array, groups: Places, count: int) -> tuple[Array, Array]:
        """(known, missing) sums by group: arrays of shape (count,) and (count, draws).

        `rows` are places of awards, `weights` their parts, `groups` the group of each, 0 to count - 1.
        """
        from scipy.sparse import csr_array

        known = np.bincount(groups, self.known[rows] * weights, minlength=count).astype(float)
        places = self.drawn_place[rows]
        there = places >= 0
        mixed = csr_array((weights[there], (groups[there], places[there])), shape=(count, len(self.drawn)))
        return known, mixed @ self.drawn


def read_values(table: pa.Table) -> Valued:
    """The awards of `mart.award_value` with their missing values drawn."""
    table = table.sort_by("award_key")
    amounts = pc.cast(table["amount_dkk"], pa.float64()).to_numpy(zero_copy_only=False).astype(float)
    missing = table["is_missing"].to_numpy(zero_copy_only=False).astype(bool)
    segment, kind, size = (
        pc.cast(table[name], pa.string()).combine_chunks() for name in ("segment_code", "kind", "buyer_size")
    )
    fine = pc.binary_join_element_wise(segment, kind, "|")
    everything = pa.repeat("all", len(table))
    pools = [pc.binary_join_element_wise(fine, size, "|"), fine, segment, everything]
    drawn = draw_values(amounts, missing, pools)
    place = np.full(len(table), -1, dtype=np.int64)
    place[np.flatnonzero(missing)] = np.arange(int(missing.sum()))
    is_known = ~np.isnan(amounts)
    return Valued(
        keys=table["award_key"].to_numpy(zero_copy_only=False),
        known=np.where(is_known, amounts, 0.0),
        is_known=is_known,
        is_missing=missing,
        drawn=drawn,
        drawn_place=place,
    )
