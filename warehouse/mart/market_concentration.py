"""How concentrated a segment is in a period, who holds it, who is new, and where only one bid came."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse.estimators.concentration import concentration
from warehouse.estimators.holding import Holdings, read_holdings
from warehouse.estimators.share import concentration_by_value
from warehouse.estimators.yearly import has_year_before, is_part_year

_ALL = "all"
_FEWEST_AWARDS = 10
_FEWEST_SUPPLIERS = 3
_LEAST_COVERAGE = 0.4
# Single Market Scoreboard, indicator "single bidder".
_SATISFACTORY, _UNSATISFACTORY = 0.1, 0.2
_SCHEMA = pa.schema(
    [
        ("segment_code", pa.string()),
        ("period", pa.string()),
        ("award_count", pa.float64()),
        ("supplier_count", pa.int64()),
        ("hhi", pa.float64()),
        ("hhi_low", pa.float64()),
        ("hhi_high", pa.float64()),
        ("effective_supplier_count", pa.float64()),
        ("top_one_share", pa.float64()),
        ("top_four_share", pa.float64()),
        ("single_bid_share", pa.float64()),
        ("bids_known_count", pa.int64()),
        ("new_entrant_share", pa.float64()),
        ("single_bid_label", pa.string()),
        ("hhi_group", pa.float64()),
        ("hhi_value_low", pa.float64()),
        ("hhi_value_mid", pa.float64()),
        ("hhi_value_high", pa.float64()),
        ("value_coverage", pa.float64()),
        ("is_part_year", pa.bool_()),
        ("can_tell", pa.bool_()),
        ("reason", pa.string()),
    ]
)


@dataclass(frozen=True)
class _Members:
    """The suppliers of one segment and period: who, how many awards by part, and the sums of squares of the parts."""

    players: NDArray[np.int64]
    counts: NDArray[np.float64]
    squares: NDArray[np.float64]


Cells = dict[tuple[str, str], _Members]


def market_concentration(
    core__supplier_cell: pa.Table,
    core__market_cell: pa.Table,
    mart__award_value: pa.Table,
    core__award_supplier: pa.Table,
    core__player_group: pa.Table,
    core__study: pa.Table,
) -> pa.Table:
    """T3.3: how concentrated the awards of a segment and a period are, by number and by value: without bias.

    The index (Herfindahl-Hirschman) is the chance that two different awards went to the same supplier, times 10 000. It
    is of awards made, not of power in a market: what is installed, made in-house or called off is not in it. Fewer than
    10 awards with a named supplier, or fewer than 3 suppliers: it cannot tell. Single bids need 10 awards whose bids
    are known. New entrants are suppliers without an award of the segment in an earlier year that we hold; it cannot
    tell in the first year that we hold, nor where the study does not see the whole year before. By value, missing ones
    are imputed as in mart.market_share, and it needs 40 % coverage. By group, suppliers of one ultimate owner are one.
    The label of single bids is that of the European Union's single market scoreboard: satisfactory to 10 %,
    unsatisfactory above 20 %.
    Grain: segment_code, period
    Check: can_tell = (hhi is not null)
    Check: hhi is null or (hhi_low <= hhi and hhi <= hhi_high and hhi_high <= 10000)
    Check: top_one_share is null or (0 < top_one_share and top_one_share <= top_four_share and top_four_share <= 1)
    Check: can_tell or reason is not null
    Check: single_bid_share is null or single_bid_share between 0 and 1
    Check: hhi_value_mid is null or (value_coverage >= 0.4 and hhi_value_low <= hhi_value_mid)
    Check: (single_bid_label is null) = (single_bid_share is null)
    Check: new_entrant_share is null or new_entrant_share between 0 and 1
    Column segment_code: the segment, or all
    Column period: a year of publication, or all
    Column award_count: awards with a named supplier
    Column supplier_count: their suppliers
    Column hhi: the index, 0 to 10 000
    Column hhi_low: lower end of its 95 % interval
    Column hhi_high: upper end
    Column effective_supplier_count: how many equal suppliers would give the index; NULL where none has won twice
    Column top_one_share: the largest supplier's share of the awards, 0 to 1
    Column top_four_share: the share of the four largest
    Column single_bid_share: share of the awards with one bid among those whose bids are known; NULL below 10
    Column bids_known_count: awards whose number of bids is known, with or without a named supplier
    Column new_entrant_share: share of the awards that went to new entrants; NULL where that cannot be told
    Column single_bid_label: satisfactory, average or unsatisfactory, as the scoreboard has it; NULL where unknown
    Column hhi_group: the index by number if suppliers of one owner are one
    Column hhi_value_low: 5 % point of the index by value with missing values imputed; NULL below 40 % coverage
    Column hhi_value_mid: its median
    Column hhi_value_high: its 95 % point
    Column value_coverage: share of the awards with a named supplier whose value is known
    Column is_part_year: whether only a part of the year lies between the study's first day and the as-of date
    Column can_tell: whether the numbers are large enough for the index and the shares
    Column reason: why not, in a sentence
    """
    cells = _cells(core__supplier_cell)
    bids = _bids(core__market_cell)
    study: dict[str, Any] = core__study.to_pylist()[0] if core__study.num_rows else {}
    first, as_of = study.get("period_start"), study.get("as_of")
    new_shares = _new_shares(cells, first)
    units = read_holdings(mart__award_value, core__award_supplier)
    more = _by_value(units)
    groups = _by_group(read_holdings(mart__award_value, core__award_supplier, core__player_group, valued=units.valued))
    rows = []
    for key in sorted(cells):
        row = _row(key, cells[key], bids.get(key, (0, 0)), new_shares.get(key))
        row["single_bid_label"] = _label(row["single_bid_share"])
        row["is_part_year"] = key[1] != _ALL and is_part_year(int(key[1]), first, as_of)
        if key in more:
            row |= {name: value for name, value in more[key].items() if row["can_tell"] or name == "value_coverage"}
        row["hhi_group"] = groups.get(key) if row["can_tell"] else None
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _label(share: float | None) -> str | None:
    """The scoreboard's word for a share of single bids."""
    if share is None:
        return None
    return "satisfactory" if share <= _SATISFACTORY else "unsatisfactory" if share > _UNSATISFACTORY else "average"


def _keys(held: Holdings) -> list[tuple[str, str]]:
    """The segment and the period of each cell that anybody holds a part of."""
    segments, periods = held.labels(held.cells)
    return list(zip(segments.to_pylist(), periods.to_pylist(), strict=True))


def _by_value(held: Holdings) -> dict[tuple[str, str], dict[str, Any]]:
    """Coverage of each segment and period, and its index by value where there is enough."""
    cell, award = held.awards
    size = len(held.segments) * len(held.periods)
    total = np.bincount(cell, minlength=size)
    known = np.bincount(cell, weights=held.valued.is_known[award].astype(float), minlength=size)
    coverage = known / np.maximum(total, 1)
    told = concentration_by_value(held, (total >= _FEWEST_AWARDS) & (coverage >= _LEAST_COVERAGE))
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one, key in zip(held.cells.tolist(), _keys(held), strict=True):
        found[key] = {"value_coverage": round(float(coverage[one]), 9)}
        if one in told:
            low, mid, high = told[one]
            found[key] |= {"hhi_value_low": round(low, 3), "hhi_value_mid": round(mid, 3)}
            found[key] |= {"hhi_value_high": round(high, 3)}
    return found


def _by_group(held: Holdings) -> dict[tuple[str, str], float]:
    """The index by number of each segment and period with the suppliers of one owner as one."""
    if not len(held.cell):
        return {}
    counts, squares = held.counts(), held.square_counts()
    found = {}
    starts = np.flatnonzero(np.r_[True, held.cell[1:] != held.cell[:-1]])
    ends = [*starts[1:], len(held.cell)]
    for start, end, key in zip(starts, ends, _keys(held), strict=True):
        told = concentration(counts[start:end], squares[start:end])
        if told is not None:
            found[key] = round(told.hhi, 3)
    return found


def _bids(market_cell: pa.Table) -> dict[tuple[str, str], tuple[int, int]]:
    """Awards with one bid, and awards whose bids are known, by segment and period, with the sums over both."""
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for cell in market_cell.to_pylist():
        for segment in (cell["segment_code"], _ALL):
            for period in (str(cell["year"]), _ALL):
                single, known = found[segment, period]
                found[segment, period] = (single + cell["single_bid_count"], known + cell["bids_known_count"])
    return found


def _cells(supplier_cell: pa.Table) -> Cells:
    """The suppliers of each segment and period; players are numbered, since there may be a million rows."""
    ordered = supplier_cell.sort_by([("segment_code", "ascending"), ("period", "ascending")])
    keys = [ordered[name].combine_chunks().dictionary_encode() for name in ("segment_code", "period")]
    numbers = [key.indices.to_numpy(zero_copy_only=False) for key in keys]
    changes = np.any([numbers[0][1:] != numbers[0][:-1], numbers[1][1:] != numbers[1][:-1]], axis=0)
    if not ordered.num_rows:
        return {}
    starts = np.flatnonzero(np.r_[True, changes])
    players = ordered["player_id"].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    counts = ordered["award_count"].cast(pa.float64()).to_numpy()
    squares = ordered["square_sum"].cast(pa.float64()).to_numpy()
    names = [key.dictionary.to_pylist() for key in keys]
    return {
        (names[0][numbers[0][start]], names[1][numbers[1][start]]): _Members(
            players[start:end], counts[start:end], squares[start:end]
        )
        for start, end in zip(starts.tolist(), [*starts[1:].tolist(), ordered.num_rows], strict=True)
    }


def _new_shares(cells: Cells, first: date | None) -> dict[tuple[str, str], float]:
    """The awards that went to suppliers without one in an earlier year of the segment.

    Not for its first year, nor under twelve months of history before it: there everybody would look new.
    """
    found: dict[tuple[str, str], float] = {}
    known: dict[str, set[int]] = {}
    for (segment, period), members in sorted(cells.items(), key=lambda cell: cell[0]):
        if period == _ALL:
            continue
        if segment in known and has_year_before(int(period), first):
            is_new = [player not in known[segment] for player in members.players.tolist()]
            found[segment, period] = float(members.counts[is_new].sum())
        known.setdefault(segment, set()).update(members.players.tolist())
    return found


def _row(
    key: tuple[str, str],
    members: _Members,
    bids: tuple[int, int],
    new: float | None,
) -> dict[str, Any]:
    segment, period = key
    total = round(float(members.counts.sum()), 6)
    single, known = bids
    told = concentration(members.counts, members.squares)
    reason = None
    if total < _FEWEST_AWARDS or told is None:
        reason = f"cannot tell: fewer than {_FEWEST_AWARDS} awards"
    elif len(members.counts) < _FEWEST_SUPPLIERS:
        reason = f"cannot tell: fewer than {_FEWEST_SUPPLIERS} suppliers"
    row: dict[str, Any] = {
        "segment_code": segment,
        "period": period,
        "award_count": total,
        "supplier_count": len(members.counts),
        "single_bid_share": single / known if known >= _FEWEST_AWARDS else None,
        "bids_known_count": known,
        "can_tell": reason is None,
        "reason": reason,
    }
    if told is None or reason is not None:
        return row
    if new is not None:
        row["new_entrant_share"] = round(min(new / total, 1.0), 9)
    return row | {
        "hhi": round(told.hhi, 3),
        "hhi_low": round(told.low, 3),
        "hhi_high": round(told.high, 3),
        "effective_supplier_count": None if told.effective is None else round(told.effective, 3),
        "top_one_share": round(told.top_one, 9),
        "top_four_share": round(told.top_four, 9),
    }
