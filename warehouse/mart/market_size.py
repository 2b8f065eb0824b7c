"""The market of a segment and a year: what was awarded, what runs, known values, and an interval for the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from warehouse.estimators.imputation import FEWEST_KNOWN
from warehouse.estimators.market_value import Valued, read_values
from warehouse.estimators.yearly import is_part_year

_ALL = "all"
_LEAST_COVERAGE = 0.4
_PROVISIONAL_DAYS = 183
# Contracts from before the first year that we hold still run for about so long: till then what runs is told too low.
_BUILD_UP_YEARS = 4
_INTERVAL = [0.05, 0.5, 0.95]
_COUNTS = ("award_count", "known_value_count", "framework_ceiling_count", "single_bid_count", "bids_known_count")
_MONEY = pa.decimal128(24, 2)
_SCHEMA = pa.schema(
    [
        ("segment_code", pa.string()),
        ("year", pa.int32()),
        ("award_count", pa.int64()),
        ("known_value_count", pa.int64()),
    ]
    + [("known_value_dkk", _MONEY), ("value_coverage", pa.float64())]
    + [("outside_framework_count", pa.int64()), ("outside_framework_coverage", pa.float64())]
    + [(f"imputed_{end}_dkk", pa.float64()) for end in ("low", "mid", "high")]
    + [("framework_ceiling_count", pa.int64()), ("framework_ceiling_dkk", _MONEY)]
    + [("single_bid_count", pa.int64()), ("bids_known_count", pa.int64())]
    + [("running_count", pa.int64()), ("running_known_dkk", _MONEY), ("running_coverage", pa.float64())]
    + [(f"running_{end}_dkk", pa.float64()) for end in ("low", "mid", "high")]
    + [("is_building_up", pa.bool_())]
    + [(f"customer_{end}_dkk", pa.float64()) for end in ("low", "mid", "high")]
    + [(f"top_down_{end}_dkk", _MONEY) for end in ("low", "high")]
    + [(f"top_down_coverage_{end}", pa.float64()) for end in ("low", "high")]
    + [("is_provisional", pa.bool_()), ("is_part_year", pa.bool_()), ("can_tell", pa.bool_()), ("reason", pa.string())]
)

Array = NDArray[np.float64]
Places = NDArray[np.int64]
Row = dict[str, Any]


def market_size(
    mart__award_value: pa.Table, core__segment_name: pa.Table, core__study: pa.Table, core__top_down: pa.Table
) -> pa.Table:
    """T3.1: the market of a segment in a year: what was awarded in it, what ran in it, and what either may be worth.

    Awarded: awards published in the year, each with its whole value. Running: values spread evenly over the months of
    their contracts, of which those in the year count; that is what buyers spend in a year. Only awards that were made
    count. A framework's ceiling is no market value and stands apart, each ceiling once. Missing values are drawn 100
    times from known ones of the same segment, kind and size of buyer (from fewer conditions where fewer than 10 are
    known); intervals are 5 to 95 %. With under 40 % of the values outside frameworks known, or fewer than 10 known
    values, it cannot tell. A top-down figure of the study (inhabitants times kroner a head) stands beside what its
    customers' running contracts come to: the part of it that public notices show.
    Grain: segment_code, year
    Check: known_value_count + framework_ceiling_count <= award_count
    Check: outside_framework_count = award_count - framework_ceiling_count
    Check: can_tell = (imputed_mid_dkk is not null)
    Check: imputed_low_dkk is null or imputed_low_dkk <= imputed_mid_dkk and imputed_mid_dkk <= imputed_high_dkk
    Check: running_low_dkk is null or running_low_dkk <= running_mid_dkk and running_mid_dkk <= running_high_dkk
    Check: top_down_coverage_low is null or (segment_code = 'all' and top_down_coverage_low <= top_down_coverage_high)
    Check: can_tell or reason is not null
    Column segment_code: the segment, or all
    Column year: the year
    Column award_count: awards made and published in the year
    Column known_value_count: of those, with a trusted market value
    Column known_value_dkk: sum of the trusted values (contracts and call-offs) in kroner
    Column value_coverage: share of all the awards whose market value is known; NULL where there are none
    Column outside_framework_count: awards without a framework's ceiling: those that have a market value, known or not
    Column outside_framework_coverage: share of these whose value is known; NULL where there are none
    Column imputed_low_dkk: 5 % point of the total of the awards outside frameworks with missing values imputed
    Column imputed_mid_dkk: its median
    Column imputed_high_dkk: its 95 % point
    Column framework_ceiling_count: awards whose amount is a framework's ceiling
    Column framework_ceiling_dkk: sum of those ceilings, each once; not a market value
    Column single_bid_count: awards with one bid
    Column bids_known_count: awards whose number of bids is known
    Column running_count: awards, ceilings left out, whose contracts run in the year
    Column running_known_dkk: the part of their known values that falls into the year
    Column running_coverage: share of them whose value is known; NULL where there are none
    Column running_low_dkk: 5 % point of what falls into the year with missing values imputed; NULL under 40 % coverage
    Column running_mid_dkk: its median
    Column running_high_dkk: its 95 % point
    Column is_building_up: whether contracts from before the first year that we hold still ran: running is too low then
    Column customer_low_dkk: 5 % point of what falls into the year of the study's customers' parts; segment all alone
    Column customer_mid_dkk: its median
    Column customer_high_dkk: its 95 % point
    Column top_down_low_dkk: what the customers spend in a year, from the study's low figure a head; segment all alone
    Column top_down_high_dkk: the same from the high figure
    Column top_down_coverage_low: customers' running value as a part of the top-down figure, low against high
    Column top_down_coverage_high: the same, high against low
    Column is_provisional: whether notices of the year may still come
    Column is_part_year: whether only a part of the year lies between the study's first day and the as-of date
    Column can_tell: whether the interval can be told
    Column reason: why not, in a sentence
    """
    study: Row = core__study.to_pylist()[0] if core__study.num_rows else {"as_of": None, "period_start": None}
    as_of = study["as_of"]
    table = mart__award_value.sort_by("award_key")
    segments = sorted(core__segment_name["segment_code"].to_pylist())
    published = table["year"].to_numpy(zero_copy_only=False).astype(np.int64) if len(table) else np.zeros(0, np.int64)
    years = _years(published, as_of)
    if not years:
        return _SCHEMA.empty_table()
    cells = _Cells(table, segments, years)
    counted = _counted(table)
    top_down = core__top_down.to_pylist()
    first = int(published.min()) if len(published) else years[0]
    rows = []
    for place, segment in enumerate([*segments, _ALL]):
        for turn, year in enumerate(years):
            row = _told(counted, segments if segment == _ALL else [segment], year)
            row |= {"segment_code": segment, "year": year, "is_building_up": year < first + _BUILD_UP_YEARS}
            row["is_provisional"] = as_of is not None and (as_of - date(year, 12, 31)).days < _PROVISIONAL_DAYS
            row["is_part_year"] = is_part_year(year, study["period_start"], as_of)
            row |= cells.awarded(place, turn, row) | cells.running(place, turn)
            if segment == _ALL:
                row |= cells.customers(turn, top_down)
            rows.append(row)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _years(published: Places, as_of: date | None) -> list[int]:
    told = {int(year) for year in np.unique(published)} | ({as_of.year} if as_of is not None else set())
    return list(range(min(told), max(told) + 1)) if told else []


def _counted(table: pa.Table) -> dict[tuple[str, int], Row]:
    """Exact counts and sums by segment and year of publication."""
    single = pc.equal(table["bids_received"], 1)
    table = table.append_column("single", pc.cast(pc.fill_null(single, False), pa.int64()))
    table = table.append_column("ceiling", pc.cast(table["is_ceiling"], pa.int64()))
    groups = table.group_by(["segment_code", "year"]).aggregate(
        [
            ("award_key", "count"),
            ("amount_dkk", "count"),
            ("amount_dkk", "sum"),
            ("ceiling_dkk", "sum"),
            ("single", "sum"),
            ("ceiling", "sum"),
            ("bids_received", "count"),
        ]
    )
    return {
        (row["segment_code"], row["year"]): {
            "award_count": row["award_key_count"],
            "known_value_count": row["amount_dkk_count"],
            "known_value_dkk": row["amount_dkk_sum"],
            "framework_ceiling_count": row["ceiling_sum"],
            "framework_ceiling_dkk": row["ceiling_dkk_sum"],
            "single_bid_count": row["single_sum"],
            "bids_known_count": row["bids_received_count"],
        }
        for row in groups.to_pylist()
    }


def _told(counted: dict[tuple[str, int], Row], segments: list[str], year: int) -> Row:
    """What is counted of these segments in a year; a sum of nothing known stays unknown."""
    there = [counted[segment, year] for segment in segments if (segment, year) in counted]
    row: Row = {name: sum(cell[name] for cell in there) for name in _COUNTS}
    for name in ("known_value_dkk", "framework_ceiling_dkk"):
        amounts = [cell[name] for cell in there if cell[name] is not None]
        row[name] = sum(amounts) if amounts else None
    outside = row["outside_framework_count"] = row["award_count"] - row["framework_ceiling_count"]
    row["value_coverage"] = row["known_value_count"] / row["award_count"] if row["award_count"] else None
    row["outside_framework_coverage"] = row["known_value_count"] / outside if outside else None
    return row


class _Cells:
    """Sums by segment (and all, the last) and year: known values, drawn ones, and how many awards stand behind them."""

    def __init__(self, table: pa.Table, segments: list[str], years: list[int]) -> None:
        valued = read_values(table)
        codes = {segment: place for place, segment in enumerate(segments)}
        segment = np.array([codes[code] for code in table["segment_code"].to_pylist()], dtype=np.int64)
        self._shape = (len(segments), len(years))
        everyone = np.arange(len(table))
        turn = table["year"].to_numpy(zero_copy_only=False).astype(np.int64) - years[0]
        self._awarded = self._summed(valued, everyone, np.ones(len(table)), segment, turn)
        rows, share, turns = _spread(table, years)
        there = ~table["is_ceiling"].to_numpy(zero_copy_only=False).astype(bool)[rows]
        rows, share, turns = rows[there], share[there], turns[there]
        self._running = self._summed(valued, rows, share, segment[rows], turns)
        self._running_count = self._counts(segment[rows], turns, np.ones(len(rows)))
        self._running_known = self._counts(segment[rows], turns, valued.is_known[rows].astype(float))
        part = table["customer_share"].to_numpy(zero_copy_only=False).astype(float)[rows]
        bought = part > 0
        self._bought = valued.sums(rows[bought], (share * part)[bought], turns[bought], len(years))

    def _summed(
        self, valued: Valued, rows: Places, weights: Array, segment: Places, turn: Places
    ) -> tuple[Array, Array]:
        count = self._shape[0] * self._shape[1]
        known, drawn = valued.sums(rows, weights, segment * self._shape[1] + turn, count)
        known, drawn = known.reshape(self._shape), drawn.reshape(*self._shape, valued.draws)
        return np.vstack([known, known.sum(axis=0)]), np.concatenate([drawn, drawn.sum(axis=0)[None]])

    def _counts(self, segment: Places, turn: Places, weights: Array) -> Array:
        flat = np.bincount(
            segment * self._shape[1] + turn, weights=weights, minlength=self._shape[0] * self._shape[1]
        ).reshape(self._shape)
        return np.vstack([flat, flat.sum(axis=0)])

    def awarded(self, place: int, turn: int, said: Row) -> Row:
        """The interval of what was awarded, or why it cannot be told."""
        known, drawn = self._awarded[0][place, turn], self._awarded[1][place, turn]
        coverage, reason = said["outside_framework_coverage"], None
        if not said["award_count"]:
            reason = "cannot tell: no awards"
        elif coverage is None:
            reason = "cannot tell: no awards outside frameworks, and a ceiling is no market value"
        elif np.isnan(drawn).any():
            reason = f"cannot tell: fewer than {FEWEST_KNOWN} values are known"
        elif coverage < _LEAST_COVERAGE:
            reason = "cannot tell: fewer than 40 % of the values are known"
        ends = _interval("imputed", known + drawn) if reason is None else {}
        return ends | {"can_tell": reason is None, "reason": reason}

    def running(self, place: int, turn: int) -> Row:
        """What ran in the year, with its interval where enough is known."""
        count = int(self._running_count[place, turn])
        coverage = self._running_known[place, turn] / count if count else None
        known, drawn = self._running[0][place, turn], self._running[1][place, turn]
        row: Row = {
            "running_count": count,
            "running_known_dkk": Decimal(round(float(known))),
            "running_coverage": coverage,
        }
        tells = coverage is not None and coverage >= _LEAST_COVERAGE and not np.isnan(drawn).any()
        return row | (_interval("running", known + drawn) if tells else {})

    def customers(self, turn: int, top_down: list[Row]) -> Row:
        """The customers' part of what ran, beside the study's top-down figure."""
        known, drawn = self._bought[0][turn], self._bought[1][turn]
        row: Row = {} if np.isnan(drawn).any() else _interval("customer", known + drawn)
        if top_down:
            low, high = top_down[0]["low_dkk"], top_down[0]["high_dkk"]
            row |= {"top_down_low_dkk": low, "top_down_high_dkk": high}
            if "customer_low_dkk" in row and low and high:
                row["top_down_coverage_low"] = round(row["customer_low_dkk"] / float(high), 6)
                row["top_down_coverage_high"] = round(row["customer_high_dkk"] / float(low), 6)
        return row


def _interval(name: str, draws: Array) -> Row:
    low, mid, high = np.quantile(draws, _INTERVAL).round(0).tolist()
    return {f"{name}_low_dkk": low, f"{name}_mid_dkk": mid, f"{name}_high_dkk": high}


def _spread(table: pa.Table, years: list[int]) -> tuple[Places, Array, Places]:
    """(award, part of its months, year) for each year in which an award's contract runs."""
    start, end = (table[name].to_numpy(zero_copy_only=False).astype(np.int64) for name in ("start_month", "end_month"))
    rows, shares, turns = [], [], []
    for turn, year in enumerate(years):
        inside = np.minimum(end, year * 12 + 11) - np.maximum(start, year * 12) + 1
        found = np.flatnonzero(inside > 0)
        rows.append(found)
        shares.append(inside[found] / (end - start + 1)[found])
        turns.append(np.full(len(found), turn))
    return np.concatenate(rows), np.concatenate(shares), np.concatenate(turns)
