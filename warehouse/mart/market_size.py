"""The market of a segment and a year of publication: known values, and an interval for what is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.imputation import FEWEST_KNOWN, draw_missing

_ALL = "all"
_LEAST_COVERAGE = 0.4
_PROVISIONAL_DAYS = 183
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


def market_size(core__award: pd.DataFrame, core__segment_name: pa.Table, core__study: pa.Table) -> pa.Table:
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
    awards = core__award[core__award["status"] == "awarded"].copy()
    awards = awards[awards["publication_date"].notna()]
    awards["year"] = pd.to_datetime(awards["publication_date"]).dt.year
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    segments = sorted(core__segment_name["segment_code"].to_pylist())
    years = _years(awards, as_of)
    drawn = {segment: _drawn(awards, segment, years) for segment in segments}
    rows = []
    for segment in [_ALL, *segments]:
        inside = awards if segment == _ALL else awards[awards["segment_code"] == segment]
        by_year = dict(tuple(inside.groupby("year")))
        for year in years:
            missing = _summed(drawn, year) if segment == _ALL else drawn[segment][year]
            rows.append(_row(segment, year, by_year.get(year, inside.iloc[:0]), missing, as_of))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _years(awards: pd.DataFrame, as_of: date | None) -> list[int]:
    found = [int(year) for year in awards["year"].unique()]
    if as_of is not None:
        found.append(as_of.year)
    return list(range(min(found), max(found) + 1)) if found else []


def _values(awards: pd.DataFrame) -> Any:
    return awards.loc[awards["amount_dkk"].notna(), "amount_dkk"].astype(float).to_numpy()


def _missing(awards: pd.DataFrame) -> pd.DataFrame:
    return awards[awards["amount_dkk"].isna() & (awards["value_kind"] != "framework_ceiling")]


def _drawn(awards: pd.DataFrame, segment: str, years: list[int]) -> dict[int, Any]:
    """For each year the draws of what the segment lacks; None where they cannot be made, nought where nothing lacks."""
    inside = awards[awards["segment_code"] == segment]
    counts = _missing(inside).groupby("year").size()
    missing = {int(year): int(count) for year, count in zip(counts.index.tolist(), counts.tolist(), strict=True)}
    known = _values(inside)
    if len(known) < FEWEST_KNOWN:
        known = _values(awards)
    totals = draw_missing(known, missing, name=segment)
    return {year: np.zeros(1) if year not in missing else (totals or {}).get(year) for year in years}


def _summed(drawn: dict[str, dict[int, Any]], year: int) -> Any:
    pieces = [by_year[year] for by_year in drawn.values()]
    return None if any(piece is None for piece in pieces) else sum(pieces, np.zeros(1))


def _row(segment: str, year: int, awards: pd.DataFrame, missing: Any, as_of: date | None) -> dict[str, Any]:
    known = awards["amount_dkk"].dropna()
    ceilings = awards[awards["value_kind"] == "framework_ceiling"]
    coverage = len(known) / len(awards) if len(awards) else None
    reason = None
    if not len(awards):
        reason = "cannot tell: no awards"
    elif missing is None:
        reason = f"cannot tell: fewer than {FEWEST_KNOWN} values are known"
    elif len(_missing(awards)) and coverage is not None and coverage < _LEAST_COVERAGE:
        reason = "cannot tell: fewer than 40 % of the values are known"
    total = float(known.astype(float).sum()) if len(known) else 0.0
    low, mid, high = (None, None, None) if reason else np.quantile(total + missing, [0.05, 0.5, 0.95]).round(0).tolist()
    bids = awards["bids_received"].dropna()
    return {
        "segment_code": segment,
        "year": year,
        "award_count": len(awards),
        "known_value_count": len(known),
        "known_value_dkk": known.sum() if len(known) else None,
        "value_coverage": coverage,
        "imputed_low_dkk": low,
        "imputed_mid_dkk": mid,
        "imputed_high_dkk": high,
        "framework_ceiling_count": len(ceilings),
        "framework_ceiling_dkk": ceilings["ceiling_dkk"].dropna().sum()
        if ceilings["ceiling_dkk"].notna().any()
        else None,
        "single_bid_count": int((bids == 1).sum()),
        "bids_known_count": len(bids),
        "is_provisional": as_of is not None and (as_of - date(year, 12, 31)).days < _PROVISIONAL_DAYS,
        "can_tell": reason is None,
        "reason": reason,
    }
