"""Which years of a market are whole, and which of them may be projected from: told, in an unbroken row to the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any


def is_part_year(year: int, first: date | None, as_of: date | None) -> bool:
    """Whether a study that looks from `first` to `as_of` (None: no limit is known) sees only a part of a year."""
    is_late = first is not None and first > date(year, 1, 1)
    return is_late or (as_of is not None and as_of < date(year, 12, 31))


def has_year_before(year: int, first: date | None) -> bool:
    """Whether a study that looks from `first` on (None: no limit is known) sees the whole year before."""
    return first is None or first <= date(year - 1, 1, 1)


def whole_years(sizes: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[int, float]]]:
    """For each segment (year, total) of the last unbroken row of years that are neither provisional nor untold.

    `sizes` are rows of `mart.market_size`. The first year that is held is left out: its data begin somewhere inside it.
    """
    by_segment: dict[str, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for row in sizes:
        by_segment[row["segment_code"]][row["year"]] = row
    found: dict[str, list[tuple[int, float]]] = {}
    for segment, years in sorted(by_segment.items()):
        held = sorted(year for year, row in years.items() if row["award_count"])
        series: list[tuple[int, float]] = []
        for year in held[1:]:
            row = years[year]
            if row["is_provisional"]:
                break
            if not row["can_tell"] or not row["imputed_mid_dkk"] or (series and series[-1][0] != year - 1):
                series = []
            if row["can_tell"] and row["imputed_mid_dkk"]:
                series.append((year, float(row["imputed_mid_dkk"])))
        found[segment] = series
    return found
