"""When will a buyer call for bids again? Windows learnt from how calls fell against the latest end of contracts before.

A *residual* is the months from a contract's latest possible end to the next call: negative before it. Windows are
learnt by stratum (with and without options). From 30 closed windows of a stratum on, they are its own order statistics
(at p(n + 1), which cover a further residual with chance p whatever the law). Under 30, each stratum's median is shrunk
to that of all, and the window is the order statistics of all residuals against their own stratum's median *without
themselves* (a jackknifed conformal step, which keeps the nominal cover where a fitted spread falls to 0.75). Under nine
in all nothing can be learnt at 80 %, and the stated prior stands.

Rejected: a normal law (calls bunch before the end and trail after it), learning from windows that are still open (only
the early ones of them are seen), the base end as origin (misses by a median of 13 months where renewals are used).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ENOUGH = 30
FEWEST = 9
NOMINAL = 0.8
_LOW, _HIGH = (1 - NOMINAL) / 2, (1 + NOMINAL) / 2
# How many residuals the median of all is worth beside a stratum's own.
_SHRINK = 10.0
# What stands where nothing is learnt: a call half a year to a year before the end, at times a little after it.
_PRIOR = (-18.0, -9.0, 2.0)
_STEPS = np.linspace(0, 1, 101)
_YEAR = 12.0
# Months from the latest end at which the backtest asks for a chance.
_ASKED = np.array([-24.0, -18.0, -12.0, -6.0, 0.0])

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """P10, P50 and P90 in months from the latest end; `quantiles` at 0, 1 … 100 %; how they were learnt and from what.

    `basis` is `own` (the stratum's order statistics), `conformal` (all strata, widened) or `prior`.
    """

    low: float
    mid: float
    high: float
    quantiles: Array
    basis: str
    count: int

    def chance(self, start: float, end: float, called_share: float = 1.0) -> float:
        """The chance of a call after `start` and by `end` (months), given that none has come by `start`.

        Windows are learnt from contracts that were called again; `called_share` is how many of all are.
        """
        before, by = (called_share * float(np.interp(x, self.quantiles, _STEPS, left=0, right=1)) for x in (start, end))
        return (by - before) / (1 - before) if before < 1 else 0.0


def learn_window(own: Array, others: Array) -> Window:
    """The window of a stratum from its own residuals and those of the other strata (months, any order)."""
    own, others = np.sort(own), np.sort(others)
    if len(own) >= ENOUGH:
        return _window(own, 0.0, "own", len(own))
    together = np.concatenate([own, others])
    if len(together) < FEWEST:
        quantiles = np.interp(_STEPS, [0, _LOW, 0.5, _HIGH, 1], [2 * _PRIOR[0], *_PRIOR, 12.0])
        return Window(*_PRIOR, quantiles=quantiles, basis="prior", count=len(together))
    centre = _centre(own, together)
    scores = np.concatenate([_scores(own, others), _scores(others, own)])
    return _window(np.sort(scores), centre, "conformal", len(together))


def _window(residuals: Array, centre: float, basis: str, count: int) -> Window:
    low, mid, high = (centre + np.quantile(residuals, [_LOW, 0.5, _HIGH], method="weibull")).tolist()
    quantiles = centre + np.quantile(residuals, _STEPS, method="weibull")
    return Window(low, mid, high, quantiles=quantiles, basis=basis, count=count)


def _centre(own: Array, together: Array) -> float:
    """The stratum's median, shrunk to that of all."""
    whole = float(np.median(together))
    if not len(own):
        return whole
    return (len(own) * float(np.median(own)) + _SHRINK * whole) / (len(own) + _SHRINK)


def _scores(own: Array, others: Array) -> Array:
    """Each residual against the centre that its stratum has without it."""
    if len(own) >= ENOUGH:
        return own - _centre(own, np.concatenate([own, others]))
    rest = [np.delete(own, place) for place in range(len(own))]
    return np.array([one - _centre(left, np.concatenate([left, others])) for one, left in zip(own, rest, strict=True)])


@dataclass(frozen=True)
class Backtest:
    """How windows did on closed ones, each predicted without itself: how many were covered, months of error, Brier.

    `brier` is of "a call within 12 months", asked 24, 18, 12, 6 and 0 months before the latest end for as long as none
    has come, as the calendar asks it of contracts at any distance from their end; contracts that were never called
    again are asked, too. `brier_base` is that of always saying the mean of the other contracts' answers. (At one
    distance alone a window can say nothing but that mean, and would never beat it.)
    """

    count: int
    covered: int
    median_error: float
    brier: float
    brier_base: float


def backtest(own: Array, others: Array, *, never: int = 0, never_others: int = 0) -> Backtest | None:
    """Predict each of a stratum's closed windows without itself; None under nine others in all.

    `never` is how many of its contracts nothing followed, `never_others` how many of the other strata's.
    """
    if len(own) + len(others) - 1 < FEWEST or not len(own):
        return None
    told = np.sort(own)
    if len(told) > ENOUGH:
        (low, mid, high), chances = _many(told), _many_chances(told, never)
    else:
        (low, mid, high), chances = _few(told, others, never, never_others)
    ends = np.concatenate([told, np.full(never, np.inf)])
    asked = ends[:, None] > _ASKED
    came = (asked & (ends[:, None] <= _ASKED + _YEAR)).astype(float)
    rest = np.maximum(asked.sum() - asked.sum(axis=1, keepdims=True), 1)
    base = (came.sum() - came.sum(axis=1, keepdims=True)) / rest
    return Backtest(
        count=len(told),
        covered=int(np.sum((low <= told) & (told <= high))),
        median_error=float(np.median(np.abs(told - mid))),
        brier=float(np.mean((chances - came)[asked] ** 2)),
        brier_base=float(np.mean((base - came)[asked] ** 2)),
    )


def _few(told: Array, others: Array, never: int, never_others: int) -> tuple[tuple[Array, Array, Array], Array]:
    """P10, P50 and P90 of each window learnt without it, one by one; and the chances of all that are asked."""
    windows = [learn_window(np.delete(told, place), others) for place in range(len(told))]
    low, mid, high = (np.array([getattr(window, end) for window in windows]) for end in ("low", "mid", "high"))
    held, unheld = len(told) + len(others), never + never_others
    whole = learn_window(told, others)
    pairs = [(window, (held - 1) / (held - 1 + unheld)) for window in windows]
    pairs += [(whole, held / (held + unheld - 1))] * never
    chances = [[window.chance(at, at + _YEAR, share) for at in _ASKED.tolist()] for window, share in pairs]
    return (low, mid, high), np.array(chances)


def _many_chances(told: Array, never: int) -> Array:
    """The chances of a stratum with windows enough of its own: how many of the other contracts were called in time."""
    ends = np.concatenate([told, np.full(never, np.inf)])[:, None]
    later, inside = ends > _ASKED, (ends > _ASKED) & (ends <= _ASKED + _YEAR)
    return np.asarray((inside.sum(axis=0) - inside) / np.maximum(later.sum(axis=0) - later, 1))


def _many(told: Array) -> tuple[Array, Array, Array]:
    """P10, P50 and P90 where a stratum has windows enough of its own, in one go: order statistics less one place."""
    count = len(told)
    places = np.arange(count)

    def point(part: float) -> Array:
        spot = float(np.clip(part * count - 1, 0, count - 2))
        below = int(spot)
        above = min(below + 1, count - 2)
        left = np.where(below < places, told[below], told[below + 1])
        right = np.where(above < places, told[above], told[min(above + 1, count - 1)])
        return np.asarray(left + (spot - below) * (right - left), dtype=float)

    return point(_LOW), point(0.5), point(_HIGH)
