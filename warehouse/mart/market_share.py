"""Who holds which share of a segment: by number, by known value, and by value with the missing ones imputed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

from warehouse.estimators.holding import Holdings, read_holdings
from warehouse.estimators.share import shares_by_value

_FEWEST_AWARDS = 10
_FEWEST_SUPPLIERS = 3
_KNOWN_COVERAGE = 0.7
_LEAST_COVERAGE = 0.4
# Draws are made for so many holders of a cell by number and by known value; nobody asks for the four hundredth.
_LEADING = 40

Array = NDArray[np.float64]
Truths = NDArray[np.bool_]


def market_share(
    mart__award_value: pa.Table,
    core__award_supplier: pa.Table,
    core__player: pa.Table,
    core__player_group: pa.Table,
) -> pa.Table:
    """T3.2: a supplier's share of a segment's awards in a period, as a legal unit and as a group (its ultimate owner).

    Three measures, never mixed: by number, with Wilson's interval at 95 %; by known value, shown where 70 % of the
    values are known; and by value with the missing ones imputed, as 5, 50 and 95 % points of 100 draws, shown from 40 %
    on. Beside it stands the median if every missing value were twice or five times what the law says: the interval
    holds where values are missing at random, and tells too little where large contracts are withheld more often. Under
    40 % only the number counts; beyond the first 40 of a cell by number or known value nothing is imputed. Groups
    follow owners as they are known today, for all years. Fewer than 10 awards or 3 suppliers: it cannot tell.
    Grain: segment_code, period, level, player_id
    Check: level in ('legal unit', 'group')
    Check: can_tell = (award_share is not null)
    Check: award_share is null or (share_low <= award_share and award_share <= share_high)
    Check: known_share is null or (value_coverage >= 0.7 and known_share between 0 and 1)
    Check: imputed_mid is null or (value_coverage >= 0.4 and imputed_low <= imputed_mid and imputed_mid <= imputed_high)
    Check: can_tell or reason is not null
    Column segment_code: the segment, or all
    Column period: a year of publication, or all
    Column level: legal unit, or group
    Column player_id: the supplier, or the owner of the group
    Column player_name: its name
    Column player_class: its class
    Column award_count: its awards by its part in them
    Column joint_award_count: awards that it shares with others
    Column award_share: its part of all awards with a named supplier, 0 to 1
    Column share_low: lower end of the interval
    Column share_high: upper end
    Column known_value_dkk: its part of the trusted market value
    Column known_share: that as a part of all known value; NULL below 70 % coverage
    Column imputed_low: 5 % point of its share by value with missing values imputed; NULL below 40 % coverage and
      beyond the first 40 holders
    Column imputed_mid: its median
    Column imputed_high: its 95 % point
    Column imputed_mid_x2: the median if each missing value were twice as much
    Column imputed_mid_x5: the median if each missing value were five times as much
    Column value_coverage: share of the cell's awards with a named supplier whose value is known
    Column total_award_count: awards with a named supplier in the cell, ceilings included
    Column supplier_count: holders in the cell
    Column can_tell: whether the numbers are large enough for shares
    Column reason: what cannot be told, in a sentence
    """
    units = read_holdings(mart__award_value, core__award_supplier)
    groups = read_holdings(mart__award_value, core__award_supplier, core__player_group, valued=units.valued)
    return pa.concat_tables([_rows(units, "legal unit", core__player), _rows(groups, "group", core__player)])


def _rows(held: Holdings, level: str, players: pa.Table) -> pa.Table:
    cell, award = held.awards
    size = len(held.segments) * len(held.periods)
    total = np.bincount(cell, minlength=size)
    coverage = np.bincount(cell, weights=held.valued.is_known[award].astype(float), minlength=size) / np.maximum(
        total, 1
    )
    suppliers = np.bincount(held.cell, minlength=size)
    tells = (total >= _FEWEST_AWARDS) & (suppliers >= _FEWEST_SUPPLIERS)
    values = held.valued.known[held.rows] * held.weights
    known = np.bincount(held.holder, weights=values, minlength=len(held.cell)).astype(float)
    known_total = np.bincount(held.cell, weights=known, minlength=size)
    counts = held.counts()
    leading = _leading(held.cell, counts) | _leading(held.cell, known)
    by_value = shares_by_value(held, leading & (tells & (coverage >= _LEAST_COVERAGE))[held.cell])
    share = np.minimum(counts / total[held.cell], 1.0)
    low, high = proportion_confint(counts, total[held.cell], method="wilson") if len(counts) else (counts, counts)
    can_tell, covered = tells[held.cell], coverage[held.cell]
    known_share = known / np.where(known_total > 0, known_total, np.nan)[held.cell]
    segments, periods = held.labels(held.cell)
    player_ids = pa.array(held.players, pa.string()).take(pa.array(held.player))
    at = pc.index_in(player_ids, value_set=players["player_id"].combine_chunks())
    return pa.table(
        {
            "segment_code": segments,
            "period": periods,
            "level": pa.repeat(level, len(player_ids)),
            "player_id": player_ids,
            "player_name": pc.cast(players["player_name"], pa.string()).combine_chunks().take(at),
            "player_class": pc.cast(players["player_class"], pa.string()).combine_chunks().take(at),
            "award_count": np.round(counts, 6),
            "joint_award_count": held.joint_counts().astype(np.int64),
            "award_share": _shown(share, can_tell),
            "share_low": _shown(np.clip(low, 0, share), can_tell),
            "share_high": _shown(np.clip(high, share, 1), can_tell),
            "known_value_dkk": pa.array(np.round(known, 2)).cast(pa.decimal128(24, 2)),
            "known_share": _shown(known_share, can_tell & (covered >= _KNOWN_COVERAGE)),
            "imputed_low": _shown(by_value.low, can_tell),
            "imputed_mid": _shown(by_value.mid, can_tell),
            "imputed_high": _shown(by_value.high, can_tell),
            "imputed_mid_x2": _shown(by_value.twice, can_tell),
            "imputed_mid_x5": _shown(by_value.five, can_tell),
            "value_coverage": np.round(covered, 9),
            "total_award_count": total[held.cell].astype(np.int64),
            "supplier_count": suppliers[held.cell].astype(np.int64),
            "can_tell": can_tell,
            "reason": _reasons(total[held.cell], suppliers[held.cell], covered),
        }
    )


def _leading(cell: NDArray[np.int64], measure: Array) -> Truths:
    """Whether each holder is among the first of its cell by a measure; the earlier of equals goes first."""
    order = np.lexsort((np.arange(len(cell)), -measure, cell))
    starts = np.flatnonzero(np.r_[True, cell[order][1:] != cell[order][:-1]]) if len(cell) else np.zeros(0, np.int64)
    rank = np.arange(len(cell)) - np.repeat(starts, np.diff(np.r_[starts, len(cell)]))
    found = np.zeros(len(cell), dtype=bool)
    found[order] = rank < _LEADING
    return found


def _shown(values: Array, shown: Truths) -> pa.Array:
    """Values to nine places; NULL where they are not shown or not there."""
    return pa.array(np.round(values, 9), mask=~shown | np.isnan(values))


def _reasons(total: NDArray[np.int64], suppliers: NDArray[np.int64], coverage: Array) -> pa.Array:
    few = total < _FEWEST_AWARDS
    lone = suppliers < _FEWEST_SUPPLIERS
    said = np.select([few, lone, coverage < _LEAST_COVERAGE, coverage < _KNOWN_COVERAGE], range(4), default=4)
    sentences = [
        f"cannot tell: fewer than {_FEWEST_AWARDS} awards",
        f"cannot tell: fewer than {_FEWEST_SUPPLIERS} suppliers",
        "by number only; by value cannot tell: fewer than 40 % of the values are known",
        "by known value cannot tell: fewer than 70 % of the values are known",
        None,
    ]
    return pa.array(sentences, pa.string()).take(pa.array(said))
