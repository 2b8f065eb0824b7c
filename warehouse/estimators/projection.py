"""Where may a short yearly series go in the next five years, and when should one refuse to draw a line?

With six to twelve points only three rules are worth trying, all on logarithms: the last value, drift (the mean step
goes on) and damped drift (each further step is 0.8 of the one before). The middle is the median of the rules that beat
the last value in a backtest; the band is the 80 % interval of a random walk with drift: Student's t with n - 1 steps,
times the steps' deviation, times sqrt(h (1 + h / (n - 1))). A rule's error is measured by moving the origin through the
series and is told as MASE: its mean absolute error as a part of the last value's. Where no rule has MASE under 1 there
is no line to draw: only level and band. Years four and five are scenarios, not forecasts. Rejected: a regression band
(its "80 %" covers 43 to 48 % of series that wander), anything that needs more points than there are years.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t as student

FEWEST = 5
"""Under five points there are three steps or fewer, and their deviation says nothing."""
DAMPING = 0.8
NOMINAL = 0.80
HORIZON = 5
SCENARIO_FROM = 4
_SHORTEST_PAST = 3

Array = NDArray[np.float64]


def _last(past: Array, steps: int) -> Array:
    return np.repeat(past[-1], steps)


def _drift(past: Array, steps: int) -> Array:
    mean = (past[-1] - past[0]) / (len(past) - 1)
    return np.asarray(past[-1] + mean * np.arange(1, steps + 1), dtype=np.float64)


def _damped(past: Array, steps: int) -> Array:
    mean = (past[-1] - past[0]) / (len(past) - 1)
    return np.asarray(past[-1] + mean * np.cumsum(DAMPING ** np.arange(1, steps + 1)), dtype=np.float64)


RULES: dict[str, Callable[[Array, int], Array]] = {"last_value": _last, "drift": _drift, "damped_drift": _damped}


@dataclass(frozen=True)
class Backtest:
    """One rule at one horizon: how many origins, median and mean absolute error (as a part), MASE, coverage."""

    rule: str
    horizon: int
    origin_count: int
    median_error: float
    mase: float | None
    coverage: float


@dataclass(frozen=True)
class Projection:
    """`point` is None where no rule beats the last value; band and level are always there, from year 1 on."""

    point: Array | None
    low: Array
    high: Array
    level: float
    rules: tuple[str, ...]


def backtest(values: ArrayLike, *, horizon: int = HORIZON) -> list[Backtest]:
    """How each rule would have done from every earlier origin, for each horizon that the series is long enough for."""
    logs = np.log(np.asarray(values, dtype=float))
    found = []
    for steps in range(1, horizon + 1):
        origins = range(_SHORTEST_PAST, len(logs) - steps + 1)
        if not origins:
            break
        truth = np.array([logs[origin + steps - 1] for origin in origins])
        naive = np.abs(truth - [logs[origin - 1] for origin in origins]).mean()
        for rule, says in RULES.items():
            told = np.array([says(logs[:origin], steps)[-1] for origin in origins])
            inside = [
                abs(truth[place] - told[place]) <= _half(logs[:origin], steps)[-1]
                for place, origin in enumerate(origins)
            ]
            errors = np.abs(truth - told)
            found.append(
                Backtest(
                    rule,
                    steps,
                    len(origins),
                    float(np.median(np.expm1(errors))),
                    float(errors.mean() / naive) if naive > 0 else None,
                    float(np.mean(inside)),
                )
            )
    return found


def project(values: ArrayLike, *, horizon: int = HORIZON) -> Projection | None:
    """The next years of a positive series; None for fewer than five points or a value that is not above zero."""
    given = np.asarray(values, dtype=float)
    if len(given) < FEWEST or not (given > 0).all():
        return None
    logs = np.log(given)
    rules = beating(backtest(given, horizon=horizon))
    middle = np.median([RULES[rule](logs, horizon) for rule in rules], axis=0) if rules else None
    centre = _damped(logs, horizon) if middle is None else middle
    half = _half(logs, horizon)
    return Projection(
        point=None if middle is None else np.exp(middle),
        low=np.exp(centre - half),
        high=np.exp(centre + half),
        level=float(given[-1]),
        rules=rules,
    )


def beating(tests: list[Backtest]) -> tuple[str, ...]:
    """The rules whose error, over all horizons by number of origins, is under that of the last value."""
    found = []
    for rule in RULES:
        own = [(one.mase, one.origin_count) for one in tests if one.rule == rule and one.mase is not None]
        weight = sum(count for _, count in own)
        if rule != "last_value" and weight and sum(mase * count for mase, count in own) / weight < 1:
            found.append(rule)
    return tuple(found)


def _half(logs: Array, horizon: int) -> Array:
    """Half the width of the 80 % band on the logarithmic scale, for each year ahead."""
    steps = np.diff(logs)
    count = len(logs)
    deviation = steps.std(ddof=1) if len(steps) > 1 else 0.0
    ahead = np.arange(1, horizon + 1)
    quantile = student.ppf((1 + NOMINAL) / 2, max(count - 2, 1))
    return np.asarray(quantile * deviation * np.sqrt(ahead * (1 + ahead / (count - 1))), dtype=np.float64)
