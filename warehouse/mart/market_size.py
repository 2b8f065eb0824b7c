"""The market of a segment and a year of publication: known values, and an interval for what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.estimators.imputation import FEWEST_KNOWN, Known, draw_missing

_ALL = "all"
_LEAST_COVERAGE = 0.4
_PROVISIONAL_DAYS = 183
_KEYS = ("segment_code", "year")
_COUNTS = (
    "award_count",
    "known_value_count",
    "framework_ceiling_count",
    "missing_count",
    "single_bid_count",
    "bids_known_count",
)
_TOLD = (*(name for name in _COUNTS if name != "missing_count"), "known_value_dkk", "framework_ceiling_dkk")
_SCHEMA = pa.schema(
    [
        ("segment_code", pa.string()),
        ("year", pa.int32()),
        ("award_count", pa.int64()),
        ("known_value_count", pa.int64()),
        ("known_value_dkk", pa.decimal128(24, 2)),
        ("value_coverage", pa.float64()),
        ("imputed_low_dkk", pa.float64()),
        ("imputed_mid_dkk", pa.float64()),
        ("imputed_high_dkk", pa.float64()),
        ("framework_ceiling_count", pa.int64()),
        ("framework_ceiling_dkk", pa.decimal128(24, 2)),
        ("single_bid_count", pa.int64()),
        ("bids_known_count", pa.int64()),
        ("is_provisional", pa.bool_()),
        ("can_tell", pa.bool_()),
        ("reason", pa.string()),
    ]
)


def market_size(core__market_cell: pa.Table, core__segment_name: pa.Table, core__study: pa.Table) -> pa.Table:
    """The market of a segment in a year of publication: what is known, and what it may be.

    Only awards that were made count. A framework's ceiling is no market value and stands apart, each ceiling once.
    Missing values are imputed 100 times from the segment's own known values (from all segments' where it has fewer
    than 10); the interval is 5 to 95 %. Under 40 % coverage, or with fewer than 10 known values, it cannot tell.
    Grain: segment_code, year
    Check: known_value_count + framework_ceiling_count <= award_count
    Check: can_tell = (imputed_mid_dkk is not null)
    Check: imputed_low_dkk is null or imputed_low_dkk <= imputed_mid_dkk and imputed_mid_dkk <= imputed_high_dkk
    Check: can_tell or reason is not null
    Column segment_code: the segment, or all
    Column year: year of publication
    Column award_count: awards made
    Column known_value_count: of those, with a trusted market value
    Column known_value_dkk: sum of the trusted values (contracts and call-offs) in kroner
    Column value_coverage: share of the awards whose market value is known; NULL where there are none
    Column imputed_low_dkk: 5 % point of the total with missing values imputed
    Column imputed_mid_dkk: its median
    Column imputed_high_dkk: its 95 % point
    Column framework_ceiling_count: awards whose amount is a framework's ceiling
    Column framework_ceiling_dkk: sum of those ceilings, each once; not a market value
    Column single_bid_count: awards with one bid
    Column bids_known_count: awards whose number of bids is known
    Column is_provisional: whether notices of the year may still come
    Column can_tell: whether the interval can be told
    Column reason: why not, in a sentence
    """
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    cells = {(cell["segment_code"], cell["year"]): cell for cell in core__market_cell.to_pylist()}
    segments = sorted(core__segment_name["segment_code"].to_pylist())
    years = _years({year for _, year in cells}, as_of)
    pools = {segment: _known(cells.values(), segment) for segment in segments}
    everything = sum(pools.values(), Known(0, 0.0, 0.0))
    rows = []
    drawn: dict[str, dict[int, Any]] = {}
    for segment in segments:
        pool = pools[segment] if pools[segment].count >= FEWEST_KNOWN else everything
        missing = {year: cells[segment, year]["missing_count"] for year in years if (segment, year) in cells}
        totals = draw_missing(pool, {year: count for year, count in missing.items() if count}, name=segment)
        drawn[segment] = {year: (totals or {}).get(year) if missing.get(year) else np.zeros(1) for year in years}
        rows += [_row(segment, year, cells.get((segment, year)), drawn[segment][year], as_of) for year in years]
    for year in years:
        pieces = [drawn[segment][year] for segment in segments]
        whole = None if any(piece is None for piece in pieces) else sum(pieces, np.zeros(1))
        there = [cells[segment, year] for segment in segments if (segment, year) in cells]
        rows.append(_row(_ALL, year, _added(there), whole, as_of))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _years(found: set[int], as_of: date | None) -> list[int]:
    told = found | ({as_of.year} if as_of is not None else set())
    return list(range(min(told), max(told) + 1)) if told else []


def _known(cells: Iterable[dict[str, Any]], segment: str) -> Known:
    """What is known of a segment's values over all years, summed exactly."""
    inside = [cell for cell in cells if cell["segment_code"] == segment and cell["known_value_count"]]
    return Known(
        sum(cell["known_value_count"] for cell in inside),
        float(sum(cell["log_sum"] for cell in inside)),
        float(sum(cell["log_square_sum"] for cell in inside)),
    )


def _added(cells: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Cells as one; a sum of nothing known stays unknown."""
    if not cells:
        return None
    told = {name: [cell[name] for cell in cells if cell[name] is not None] for name in cells[0] if name not in _KEYS}
    return {name: sum(values) if values else None for name, values in told.items()}


def _row(segment: str, year: int, cell: dict[str, Any] | None, missing: Any, as_of: date | None) -> dict[str, Any]:
    said = cell or dict.fromkeys(_COUNTS, 0) | {"known_value_dkk": None, "framework_ceiling_dkk": None}
    coverage = said["known_value_count"] / said["award_count"] if said["award_count"] else None
    reason = None
    if coverage is None:
        reason = "cannot tell: no awards"
    elif missing is None:
        reason = f"cannot tell: fewer than {FEWEST_KNOWN} values are known"
    elif said["missing_count"] and coverage < _LEAST_COVERAGE:
        reason = "cannot tell: fewer than 40 % of the values are known"
    total = float(said["known_value_dkk"] or 0)
    low, mid, high = (None, None, None) if reason else np.quantile(total + missing, [0.05, 0.5, 0.95]).round(0).tolist()
    return {name: said[name] for name in _TOLD} | {
        "segment_code": segment,
        "year": year,
        "value_coverage": coverage,
        "imputed_low_dkk": low,
        "imputed_mid_dkk": mid,
        "imputed_high_dkk": high,
        "is_provisional": as_of is not None and (as_of - date(year, 12, 31)).days < _PROVISIONAL_DAYS,
        "can_tell": reason is None,
        "reason": reason,
    }
