"""The trends of many terms at once, which learn from one another how restless quarters are.

How much more than chance the counts of quarters differ, and how much a quarter resembles the one before, cannot be told
from the 8 to 20 quarters of one term: the estimate is so unsure that bursts pass for growth (15 % false calls), or so
guarded that growth passes for bursts. All terms of a stream together tell it well. So each term is fitted as in
`trend.py` (each source at its own level, documents as exposure); the common spread and memory follow from the moments
of all terms' residuals, with what fitting took out of them put back; a term whose own quarters are more restless than
the others' is believed in part (as much as terms are seen to differ), and the score test takes the variance that
follows.

Rejected: one spread for each term (see above), negative binomial likelihood for each (does not converge on sparse
terms), sign flips over sources (few sources, and they share the quarters' shocks).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from warehouse.estimators.trend import STEEPEST, Score, Trend, estimate_trend, root

# Fewer terms than this cannot tell a common spread; each is then judged by its own.
FEWEST_TERMS = 10
_MEMORIES = np.linspace(0.0, 0.8, 9)
# Degrees of freedom that the others lend to a term where all terms are equally restless.
_MOST_LENT = 60.0

Array = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class _Fit:
    """One term: its likelihood, the change that fits best, and the moments of what is left over.

    `left` and `left_next` are sums of squared scaled residuals and of products of neighbours; `plain` and `plain_next`
    what Poisson counts would give, `by_spread` and `by_spread_next` what a unit of spread adds for each memory.
    """

    model: Score
    change: float
    left: float
    left_next: float
    plain: float
    plain_next: float
    by_spread: Array
    by_spread_next: Array
    size: float


def estimate_trends(series: Sequence[tuple[Counts, Counts]], *, intervals: bool = True) -> list[Trend | None]:
    """The trend of each (named, documents), both shaped (quarters, members); None where nothing can be said.

    The quarters must be the same for all. Fewer than ten terms with something to say are estimated one by one.
    Without `intervals`, which take most of the time, `low` and `high` are not to be used.
    """
    fits = [_fit(named, documents) for named, documents in series]
    found = [fit for fit in fits if fit is not None]
    if len(found) < FEWEST_TERMS:
        return [estimate_trend(named, documents) for named, documents in series]
    spread, memory, place = _common(found)
    own = np.array([fit.left / max(fit.plain + spread * fit.by_spread[place], 1e-9) for fit in found])
    freedom = len(found[0].model.quarters) - 2
    lent = _lent(own, freedom)
    factors = iter((lent + freedom * own) / (lent + freedom))
    correlation = memory ** np.abs(np.subtract.outer(found[0].model.quarters, found[0].model.quarters))
    cells = _between_cells(found, spread)
    return [
        None
        if fit is None
        else _tested(fit, spread * correlation, cells, float(next(factors)), lent + freedom, intervals=intervals)
        for fit in fits
    ]


def _fit(named: Counts, documents: Counts) -> _Fit | None:
    quarter_count = named.shape[0]
    heard = (named.sum(axis=0) > 0) & ((documents > 0).sum(axis=0) > 1)
    if quarter_count < 4 or not heard.any():
        return None
    quarters = np.arange(quarter_count, dtype=float) - (quarter_count - 1) / 2
    model = Score(named[:, heard].astype(float), documents[:, heard].astype(float), quarters)
    if model.at(0.0)[1] <= 0:
        return None
    change = root(lambda tried: model.at(tried)[0])
    expected = np.maximum(model.at(change)[2].sum(axis=1), 1e-9)
    scale = np.sqrt(expected)
    residuals = (model.named.sum(axis=1) - expected) / scale
    taken, _ = np.linalg.qr(np.column_stack([scale, scale * quarters]))
    kept = np.eye(quarter_count) - taken @ taken.T
    after = np.eye(quarter_count, k=1)
    lags = np.abs(np.subtract.outer(np.arange(quarter_count), np.arange(quarter_count)))
    added = [kept @ (np.outer(scale, scale) * memory**lags) @ kept for memory in _MEMORIES]
    return _Fit(
        model=model,
        change=change,
        left=float(residuals @ residuals),
        left_next=float(residuals[1:] @ residuals[:-1]),
        plain=float(np.trace(kept)),
        plain_next=float((kept * after).sum()),
        by_spread=np.array([np.trace(one) for one in added]),
        by_spread_next=np.array([(one * after).sum() for one in added]),
        size=float(expected.mean()),
    )


def _common(fits: list[_Fit]) -> tuple[float, float, int]:
    """(spread, memory, place of the nearest memory tried) of all terms; the second round weighs by the first."""
    spread, memory, place = 0.05, 0.0, 0
    for _ in range(2):
        weights = np.array([1 / (1 + spread * fit.size) ** 2 for fit in fits])
        extra = float(weights @ np.array([fit.left - fit.plain for fit in fits]))
        extra_next = float(weights @ np.array([fit.left_next - fit.plain_next for fit in fits]))
        by_spread = weights @ np.array([fit.by_spread for fit in fits])
        by_spread_next = weights @ np.array([fit.by_spread_next for fit in fits])
        if extra <= 0:
            return 0.0, 0.0, 0
        memory = float(np.interp(extra_next / extra, by_spread_next / by_spread, _MEMORIES))
        place = int(np.abs(_MEMORIES - memory).argmin())
        spread = extra / float(np.interp(memory, _MEMORIES, by_spread))
    return spread, memory, place


def _lent(own: Array, freedom: int) -> float:
    """How many degrees of freedom the other terms lend: many where terms differ no more than chance makes them."""
    differs = float(np.var(own, ddof=1)) / max(float(own.mean()), 1e-9) ** 2 - 2 / freedom
    return _MOST_LENT if differs <= 0 else float(np.clip(2 / differs, 0.0, _MOST_LENT))


def _between_cells(fits: list[_Fit], spread: float) -> float:
    """By how much cells of quarter and member differ beyond Poisson and the common spread; 1 for not at all."""
    left = counted = 0.0
    for fit in fits:
        expected = fit.model.at(fit.change)[2]
        filled = expected > 0.2
        excess = (fit.model.named - expected)[filled] ** 2 / expected[filled] - spread * expected[filled]
        left += float(excess.sum())
        counted += float(filled.sum()) * (1 - (expected.shape[1] + 1) / expected.size)
    return max(1.0, left / counted) if counted > 0 else 1.0


def _tested(fit: _Fit, spread: Array, cells: float, factor: float, freedom: float, *, intervals: bool) -> Trend:
    model = fit.model

    def deviation(tried: float) -> tuple[float, float]:
        """(score, its standard deviation) where the change is `tried`."""
        score, information, expected = model.at(tried)
        centre = (model.quarters @ expected) / np.maximum(expected.sum(axis=0), 1e-12)
        pull = model.quarters * expected.sum(axis=1) - expected @ centre
        variance = (cells * information + float(pull @ spread @ pull)) * factor
        return score, sqrt(max(variance, 1e-12))

    score, wide = deviation(0.0)
    information = model.at(0.0)[1]
    critical = float(stdtrit(freedom, 0.975))

    def distance(tried: float, side: float) -> float:
        found, around = deviation(tried)
        return found - side * critical * around

    halves = len(model.quarters) / 2
    low = root(lambda tried: distance(tried, 1.0)) if intervals else nan
    high = root(lambda tried: distance(tried, -1.0)) if intervals else nan
    detectable = (critical + float(stdtrit(freedom, 0.8))) * wide / information
    return Trend(
        ratio=float(np.exp(fit.change * halves)),
        low=float(np.exp(min(low, fit.change) * halves)),
        high=float(np.exp(max(high, fit.change) * halves)),
        p=float(2 * stdtr(freedom, -abs(score) / wide)),
        smallest_ratio=float(np.exp(min(detectable, STEEPEST) * halves)),
    )
