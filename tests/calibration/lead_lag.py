"""Does the lag from policy to procurement find what is there, and nothing where there is nothing?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.calibration.result import Bar
from warehouse.estimators.lead_lag import lead_lag

_SEED = 20_260_531
_WORLDS = 120
_MONTHS = 60


def measure() -> list[Bar]:
    """False finds at p <= 0.05, finds of a planted lag, and how often its interval holds it."""
    bars = []
    for bodies in (12, 40):
        chance = np.random.default_rng([_SEED, bodies])
        none = [lead_lag(*_world(chance, bodies, lag=None), seed=turn) for turn in range(_WORLDS)]
        some = [lead_lag(*_world(chance, bodies, lag=9), seed=turn) for turn in range(_WORLDS)]
        found = [one for one in some if one is not None and one.p <= 0.05]
        scenario = f"{bodies} bodies"
        bars += [
            Bar(
                figure="a lag is found where there is none",
                scenario=scenario,
                value=float(np.mean([one is not None and one.p <= 0.05 for one in none])),
                count=_WORLDS,
                at_most=0.10,
            ),
            Bar(
                figure="a lag of 9 months is found",
                scenario=scenario,
                value=len(found) / _WORLDS,
                count=_WORLDS,
                at_least=0.55 if bodies == 40 else None,
            ),
            Bar(
                figure="median error of the lag, months",
                scenario=scenario,
                value=float(np.median([abs(one.lag - 9) for one in found])) if found else float("nan"),
                count=len(found),
                at_most=2.0,
            ),
        ]
    return bars


def _world(chance: np.random.Generator, bodies: int, *, lag: int | None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Papers over four years; purchases at a rising rate; with a lag, half the bodies buy then, give or take."""
    said = chance.integers(0, 44, bodies)
    rate = np.linspace(0.01, 0.05, _MONTHS) * np.exp(chance.normal(0, 0.5, bodies))[:, None]
    bought = (chance.random((bodies, _MONTHS)) < rate).astype(np.int64)
    if lag is not None:
        for body in np.flatnonzero(chance.random(bodies) < 0.5):
            month = said[body] + lag + int(chance.integers(-1, 2))
            if month < _MONTHS:
                bought[body, month] = 1
    return said, bought
