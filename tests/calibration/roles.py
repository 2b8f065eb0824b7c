"""Do sure differences between self-image and outside image keep their promise, and do their intervals cover?

Drawn are corpora of own texts and of others' authors who give twelve roles, some of them rarely: by sentence, or each
author in its own way (Dirichlet, `alike` is how far an author repeats itself). Where nothing differs, at most one
edition in twenty may call a difference sure; the 95 % intervals of the log-odds are to cover .92 or more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.calibration.result import Bar
from warehouse.estimators.log_odds import Compared, compare
from warehouse.estimators.trend import adjusted
from warehouse.mart.role_gap import FEWEST_SAYING, LARGEST_Q

_SEED = 20_261_127
_EDITIONS = 500
_DRAWS = 999
_ROLES = np.array([0.25, 0.2, 0.15, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0.01])
_TURNED = _ROLES[[1, 0, 2, 4, 3, 6, 5, 8, 7, 9, 10, 11]]
_APART = np.concatenate([[0.02, 0.43], _ROLES[2:]])
"""What others say where operator and procurer differ a lot."""

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Scenario:
    """How many texts and authors there are, of how many sentences on average, and how far authors repeat themselves."""

    name: str
    own: int
    own_size: float
    others: int
    others_size: float
    alike: float = 0.0


SCENARIOS = (
    Scenario("15 own sentences, 63 of others", 8, 1.9, 33, 1.9),
    Scenario("the same, authors repeat themselves", 8, 1.9, 33, 1.9, 0.2),
    Scenario("few long own texts that repeat themselves", 3, 10, 30, 2, 0.2),
    Scenario("short own texts, few others who say much", 20, 1, 6, 8, 0.2),
    Scenario("many short own texts, others who say much", 60, 1, 30, 5, 0.2),
    Scenario("four others who say much and repeat themselves", 15, 1, 4, 12, 0.4),
    Scenario("many of both, authors repeat themselves", 40, 5, 100, 5, 0.2),
)


def measure() -> list[Bar]:
    """False sure differences, cover of the intervals, and what is found where two roles differ a lot."""
    bars = []
    for place, scenario in enumerate(SCENARIOS):
        chance = np.random.default_rng([_SEED, place])
        false = tested = calls = found = 0
        covered = np.zeros(len(_ROLES))
        truth = np.log(_ROLES / (1 - _ROLES)) - np.log(_TURNED / (1 - _TURNED))
        for _ in range(_EDITIONS):
            own = _drawn(chance, scenario.own, scenario.own_size, _ROLES, scenario.alike)
            sure, count = _called(own, _others(chance, scenario, _ROLES))
            false, calls, tested = false + bool(sure.any()), calls + int(sure.sum()), tested + count
            other = compare(own, _others(chance, scenario, _TURNED), draws=1)
            covered += (other.low <= truth) & (truth <= other.high)
            found += int(_called(own, _others(chance, scenario, _APART))[0][:2].sum())
        share = calls / tested
        bars += [
            _bar("editions with a false sure difference", scenario, false / _EDITIONS, _EDITIONS, most=LARGEST_Q),
            _bar("false sure differences of the roles tested", scenario, share, tested, most=LARGEST_Q),
            _bar("least cover of a role's 95 % interval", scenario, covered.min() / _EDITIONS, _EDITIONS, least=0.90),
            _bar("cover over all roles", scenario, covered.mean() / _EDITIONS, _EDITIONS * len(_ROLES), least=0.94),
            _bar("of two roles that differ a lot, found", scenario, found / 2 / _EDITIONS, 2 * _EDITIONS),
        ]
    return bars


def _bar(
    figure: str, scenario: Scenario, value: float, count: int, *, most: float | None = None, least: float | None = None
) -> Bar:
    return Bar(figure=figure, scenario=scenario.name, value=float(value), count=count, at_most=most, at_least=least)


def _others(chance: np.random.Generator, scenario: Scenario, roles: Counts) -> Counts:
    return _drawn(chance, scenario.others, scenario.others_size, roles, scenario.alike)


def _drawn(chance: np.random.Generator, authors: int, size: float, roles: Counts, alike: float) -> Counts:
    """(authors, roles): sentences of authors of one sentence at least."""
    sizes = 1 + chance.poisson(size - 1, authors)
    own = chance.dirichlet(roles * (1 / alike - 1), authors) if alike else np.tile(roles, (authors, 1))
    return np.array([chance.multinomial(count, share) for count, share in zip(sizes, own, strict=True)], dtype=float)


def _called(own: Counts, theirs: Counts) -> tuple[NDArray[np.bool_], int]:
    """(which roles the mart would call sure, how many it tests)."""
    found: Compared = compare(own, theirs, draws=_DRAWS)
    tested = own.sum(axis=0) + theirs.sum(axis=0) >= FEWEST_SAYING
    q = np.ones(len(tested))
    q[tested] = adjusted(found.p[tested])
    saying = np.where(found.low > 0, (own > 0).sum(axis=0), (theirs > 0).sum(axis=0))
    apart = (found.low > 0) | (found.high < 0)
    return (q <= LARGEST_Q) & apart & (saying >= FEWEST_SAYING), int(tested.sum())
