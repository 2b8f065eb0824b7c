"""Do calls of rising and falling technologies keep their false discovery rate, and find what grows?

Drawn are series like those of a stream of notices: 350 documents a quarter, terms named in 0.4 to 8 % of them, a
season, more spread than Poisson's, quarters that resemble the one before, and 30 % of the series growing.
Called is what `mart.technology_trend` would call: q at most 0.10 over all series, upwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.calibration.result import Bar
from warehouse.estimators.trend import adjusted
from warehouse.estimators.trends import estimate_trends

_SEED = 20_260_307
_NULLS, _RISES, _ROUNDS = 175, 75, 8
_LARGEST_Q = 0.10


@dataclass(frozen=True)
class Scenario:
    """A way in which series come about. `spread` and `memory` are of quarters around the trend (lognormal, AR(1)).

    Where terms are `uneven`, the spread of each is a quarter of it or two and a half times as large.
    """

    name: str
    quarters: int = 20
    documents: int = 350
    spread: float = 0.08
    memory: float = 0.3
    joins: bool = False
    doubles: bool = False
    season: float = 0.15
    uneven: bool = False


SCENARIOS = (
    Scenario("20 quarters, 350 documents"),
    Scenario("bursts", spread=0.3, memory=0.5),
    Scenario("a source joins half-way", joins=True),
    Scenario("a source joins, and bursts", joins=True, spread=0.3, memory=0.5),
    Scenario("documents double", doubles=True),
    Scenario("calm and restless terms", uneven=True),
    Scenario("12 quarters", quarters=12),
    Scenario("8 quarters", quarters=8),
    Scenario("80 documents", documents=80),
)


def measure() -> list[Bar]:
    """False discovery rate and power by scenario."""
    bars = []
    for place, scenario in enumerate(SCENARIOS):
        false, calls, right = 0.0, 0, {1.5: 0, 2.0: 0, 3.0: 0, 5.0: 0}
        of = dict.fromkeys(right, 0)
        for turn in range(_ROUNDS):
            chance = np.random.default_rng([_SEED, place, turn])
            called, truths = _calls(chance, scenario)
            wrong = int(sum(call and truth == 1 for call, truth in zip(called, truths, strict=True)))
            false += wrong / max(sum(called), 1)
            calls += int(sum(called))
            for call, truth in zip(called, truths, strict=True):
                if truth > 1:
                    of[truth] += 1
                    right[truth] += call
        rate = false / _ROUNDS
        bars.append(
            Bar(
                figure="false discovery rate",
                scenario=scenario.name,
                value=rate,
                count=_ROUNDS * (_NULLS + _RISES),
                at_most=0.10,
                note=f"{calls} calls",
            )
        )
        for growth in right:
            floor = 0.55 if growth == 3.0 and scenario is SCENARIOS[0] else None
            bars.append(
                Bar(
                    figure=f"found at {growth:g}-fold growth",
                    scenario=scenario.name,
                    value=right[growth] / of[growth],
                    count=of[growth],
                    at_least=floor,
                )
            )
    return bars


def _calls(chance: np.random.Generator, scenario: Scenario) -> tuple[list[bool], list[float]]:
    """(called as rising, true growth) of one edition's series."""
    truths = [1.0] * _NULLS + [(1.5, 2.0, 3.0, 5.0)[number % 4] for number in range(_RISES)]
    found = estimate_trends([draw(chance, scenario, truth) for truth in truths])
    p_values = np.array([1.0 if one is None else one.p for one in found])
    q_values = adjusted(p_values)
    return [
        one is not None and one.ratio > 1 and bool(q <= _LARGEST_Q) for one, q in zip(found, q_values, strict=True)
    ], truths


def draw(chance: np.random.Generator, scenario: Scenario, growth: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(documents that name the term, documents), shaped (quarters, four sources)."""
    quarters = scenario.quarters
    size = scenario.documents / 4 * np.array([1.6, 1.2, 0.8, 0.4])
    volume = np.linspace(1, 2, quarters) if scenario.doubles else np.ones(quarters)
    documents = chance.poisson(volume[:, None] * size)
    if scenario.joins:
        documents[: quarters // 2, 1] = 0
    level = np.array([1.0, 2.5, 1.0, 0.6]) if scenario.joins else np.exp(chance.normal(0, 0.3, 4))
    rate = np.exp(chance.uniform(np.log(0.004), np.log(0.08)))
    shocks = chance.normal(0, 1, quarters)
    wave = np.empty(quarters)
    wave[0] = shocks[0]
    for place in range(1, quarters):
        wave[place] = scenario.memory * wave[place - 1] + np.sqrt(1 - scenario.memory**2) * shocks[place]
    spread = scenario.spread * float(chance.choice([0.25, 2.5])) if scenario.uneven else scenario.spread
    deviation = np.sqrt(np.log(1 + spread))
    season = scenario.season * np.sin(2 * np.pi * (np.arange(quarters) / 4 + chance.uniform()))
    slope = np.log(growth) * np.arange(quarters) / (quarters - 1)
    expected = documents * level * rate * np.exp(slope + season + deviation * wave - deviation**2 / 2)[:, None]
    return np.minimum(chance.poisson(expected), documents), documents
