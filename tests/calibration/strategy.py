"""Do projections cover what they promise, and are named alliances real?

Projections: series of 6 to 10 yearly points that wander, drift, or return to a level; the 80 % band is to cover .75 or
more of the years that follow (wider than nominal is allowed and is shown). Alliances: worlds in which players win in
segments of their own, with and without pairs that keep winning together; of the ties that are called sure at most one
in ten may be of chance, also where players share segments.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.calibration.result import Bar
from warehouse.estimators.projection import HORIZON, project
from warehouse.estimators.tie import LARGEST_Q, Stratum, false_discovery, tie_p

_SEED = 20_260_606
_SERIES = 400
_WORLDS = 40


def measure() -> list[Bar]:
    """Coverage of the band by kind of series and length, and false discoveries and power of the ties."""
    bars = []
    for place, kind in enumerate(("wanders", "drifts", "returns to its level")):
        for count in (6, 8, 10):
            chance = np.random.default_rng([_SEED, place, count])
            inside = lines = 0
            for _ in range(_SERIES):
                whole = np.exp(_series(chance, kind, count + HORIZON))
                found = project(whole[:count])
                assert found is not None
                later = whole[count:]
                inside += int(((found.low <= later) & (later <= found.high)).sum())
                lines += found.point is not None
            bars.append(
                Bar(
                    figure="coverage of the 80 % band, years 1 to 5",
                    scenario=f"{count} points, a series that {kind}",
                    value=inside / (_SERIES * HORIZON),
                    count=_SERIES * HORIZON,
                    at_least=0.75,
                    note=f"a line is drawn in {lines / _SERIES:.0%}",
                )
            )
    for pairs in (0, 6):
        bars += _ties(pairs)
    return bars


def _series(chance: np.random.Generator, kind: str, count: int) -> NDArray[np.float64]:
    noise = chance.normal(0, 0.15, count)
    if kind == "returns to its level":
        level = np.zeros(count)
        for year in range(1, count):
            level[year] = 0.5 * level[year - 1] + noise[year]
        return level
    return np.asarray(np.cumsum(noise + (0.06 if kind == "drifts" else 0.0)), dtype=np.float64)


def _ties(pairs: int) -> list[Bar]:
    """Players with three segments; `pairs` of them meet in eight further events each."""
    chance = np.random.default_rng([_SEED, 99, pairs])
    players, segments, events = 30, 3, 150
    shares, power = [], []
    for _ in range(_WORLDS):
        home = chance.integers(0, segments, players)
        busy = chance.uniform(0.01, 0.08, players)
        planted = [(2 * one, 2 * one + 1) for one in range(pairs)]
        strata: dict[tuple[int, int], list[Stratum]] = {}
        for segment in range(segments):
            rate = np.where(home == segment, busy * 2.5, busy * 0.3)
            there = chance.random((events, players)) < rate
            for left, right in planted:
                together = chance.choice(events, 8 // segments + 1, replace=False)
                there[np.ix_(together, [left, right])] = True
            met = there.T.astype(int) @ there.astype(int)
            for left in range(players):
                for right in range(left + 1, players):
                    one = Stratum(int(met[left, right]), int(met[left, left]), int(met[right, right]), events)
                    strata.setdefault((left, right), []).append(one)
        ties = list(strata)
        q = false_discovery([tie_p(strata[tie]) for tie in ties], len(ties))
        many = [sum(one.together for one in strata[tie]) >= 2 for tie in ties]
        sure = {
            tie
            for tie, corrected, enough in zip(ties, q.tolist(), many, strict=True)
            if enough and corrected <= LARGEST_Q
        }
        shares.append(len(sure - set(planted)) / len(sure) if sure else 0.0)
        power += [tie in sure for tie in planted]
    bars = [
        Bar(
            figure="false among the sure ties",
            scenario=f"{pairs} true pairs among 435",
            value=float(np.mean(shares)),
            count=_WORLDS,
            at_most=0.10,
        )
    ]
    if power:
        bars.append(
            Bar(
                figure="true pairs found",
                scenario=f"{pairs} true pairs, 9 common events",
                value=float(np.mean(power)),
                count=len(power),
                at_least=0.55,
            )
        )
    return bars
