"""What a trend is measured on: the last whole quarters, and the sources or publishers heard in both halves of them.

A member that joins or leaves keeps its own level and moves nothing; one that is heard in one half alone says nothing
about change and is left out. `call` turns a measured trend into a verdict with its reason, by one rule for all marts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.estimators.crossing import crossed
from warehouse.estimators.trend import Trend

LONGEST, SHORTEST = 20, 8
FEWEST_DOCUMENTS = 8
LEAST_BREADTH = 3
LEAST_QUARTERS = 2
LARGEST_Q = 0.10
DULLEST = 5.0

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Panel:
    """Documents by quarter and member; only members heard in both halves of the period."""

    quarters: list[date]
    members: list[str]
    documents: Counts

    @property
    def halves(self) -> tuple[list[date], list[date]]:
        """The quarters of the first and of the second half; the middle one of an odd number is in the second."""
        half = len(self.quarters) // 2
        return self.quarters[:half], self.quarters[half:]

    def named(self, rows: pd.DataFrame) -> Counts:
        """Documents (rows with quarter and panel) by quarter and member, in the panel's own order."""
        return self.counted(counts_of(rows))

    def counted(self, counts: pd.DataFrame) -> Counts:
        """The same from counts that were made before (`counts_of`)."""
        if counts.empty:
            return np.zeros_like(self.documents)
        table = counts.reindex(index=self.quarters, columns=self.members, fill_value=0)
        return table.to_numpy(dtype=np.int64)


def quarter_of(day: date) -> date:
    """First day of the quarter of a day."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarters_before(quarter: date, count: int) -> date:
    """First day of the quarter that lies `count` quarters before one."""
    number = quarter.year * 4 + (quarter.month - 1) // 3 - count
    return date(number // 4, 3 * (number % 4) + 1, 1)


def counts_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Documents (rows with quarter and panel) as a table of numbers: a row a quarter, a column a member, both sorted.

    To be made once where many panels are asked for: counting a million documents anew for each takes most of the time.
    """
    if rows.empty:
        return pd.DataFrame()
    return crossed(rows["quarter"], rows["panel"])


def panel_of(documents: pd.DataFrame, *, before: date | None) -> Panel:
    """The panel of documents (rows with quarter and panel) of quarters that ended by `before`."""
    return panel_of_counts(counts_of(documents), before=before)


def panel_of_counts(counts: pd.DataFrame, *, before: date | None) -> Panel:
    """The same from counts that were made before (`counts_of`)."""
    ended = [quarter for quarter in counts.index if before is None or quarter < quarter_of(before)]
    whole = ended[-LONGEST:]
    if not whole:
        return Panel([], [], np.zeros((0, 0), dtype=np.int64))
    table = counts.loc[whole]
    half = len(whole) - len(whole) // 2
    heard = (table.iloc[: len(whole) // 2].sum() > 0) & (table.iloc[-half:].sum() > 0)
    table = table.loc[:, heard]
    return Panel(whole, [str(name) for name in table.columns], table.to_numpy(dtype=np.int64))


def is_enough(panel: Panel, named: Counts) -> bool:
    """Whether there is enough to test: quarters, and documents that name the term."""
    return len(panel.quarters) >= SHORTEST and int(named.sum()) >= FEWEST_DOCUMENTS


def halves_ratio(before: int, total_before: int, after: int, total_after: int) -> float | None:
    """The share of documents in the second half divided by that in the first: what anyone can reckon from the counts.

    The fitted change is another figure: it follows the slope through the quarters and holds each source at its level.
    """
    return after / total_after * total_before / before if before and total_after else None


def call(
    trend: Trend | None,
    *,
    q_value: float | None,
    named: int,
    documents: int,
    breadth: int,
    breadth_before: int,
    quarters_seen: int,
) -> tuple[str, str]:
    """The verdict (rising, fading, no_sure_change, cannot_tell) and its reason, in the order in which rules decide."""
    if trend is None or q_value is None:
        if not documents:
            return "cannot_tell", "cannot tell: no dated documents in this stream over the whole period"
        if named < FEWEST_DOCUMENTS:
            return "cannot_tell", f"cannot tell: named in fewer than {FEWEST_DOCUMENTS} documents"
        return "cannot_tell", f"cannot tell: fewer than {SHORTEST} quarters with documents"
    if q_value <= LARGEST_Q and trend.ratio > 1:
        if breadth < LEAST_BREADTH:
            return "no_sure_change", f"named more often, but by fewer than {LEAST_BREADTH} organisations"
        if quarters_seen < LEAST_QUARTERS:
            return "no_sure_change", f"named more often, but in fewer than {LEAST_QUARTERS} of the last 4 quarters"
        return "rising", "named more often than chance, sources and seasons explain"
    if q_value <= LARGEST_Q and trend.ratio < 1:
        if breadth_before < LEAST_BREADTH:
            return "no_sure_change", f"named less often, but by fewer than {LEAST_BREADTH} organisations before"
        return "fading", "named less often than chance, sources and seasons explain"
    if trend.smallest_ratio > DULLEST:
        return "cannot_tell", "too few documents: even a fivefold change might not show"
    return "no_sure_change", "the difference may be chance"
