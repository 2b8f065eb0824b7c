"""Do the 80 % intervals of theme scores cover the truth in 75 to 85 of 100 cases?

Drawn are bodies with a true share of each theme, papers that stray from it, and sentences that stray from their paper.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.calibration.result import Bar
from warehouse.estimators.shrinkage import likeness, shrunken_shares

_SEED = 20_260_411
_SCENARIOS = (
    # name, bodies, most papers, mean share, prior weight, likeness within a paper, editions
    ("98 bodies, 1 to 4 papers", 98, 4, 0.08, 25.0, 0.02, 12),
    ("25 peers, 1 to 4 papers", 25, 4, 0.08, 25.0, 0.02, 40),
    ("10 peers, 1 to 3 papers", 10, 3, 0.08, 25.0, 0.02, 80),
    ("25 peers, a rare theme", 25, 4, 0.02, 60.0, 0.02, 40),
    ("25 peers, papers that differ", 25, 4, 0.08, 25.0, 0.08, 40),
)
_THEMES = 15


def measure() -> list[Bar]:
    """Coverage by scenario, and how much nearer the shrunken share is to the truth than the plain one."""
    bars = []
    for place, (name, bodies, papers, mean, weight, alike, editions) in enumerate(_SCENARIOS):
        chance = np.random.default_rng([_SEED, place])
        covered, error, plain_error = 0, 0.0, 0.0
        for edition in range(editions):
            truth = chance.beta(mean * weight, (1 - mean) * weight, (bodies, _THEMES))
            body, sentences, named = _papers(chance, truth, papers, alike)
            found = shrunken_shares(named, sentences, body, alike=likeness(named, sentences, body), seed=edition)
            covered += int(((found.low <= truth) & (truth <= found.high)).sum())
            plain = np.zeros_like(truth)
            np.add.at(plain, body, named)
            written = np.bincount(body, sentences, bodies)
            error += float(((found.score - truth) ** 2).sum())
            plain_error += float(((plain / written[:, None] - truth) ** 2).sum())
        count = editions * bodies * _THEMES
        bars += [
            Bar(
                figure="coverage of the 80 % interval",
                scenario=name,
                value=covered / count,
                count=count,
                at_least=0.75,
                at_most=0.85,
            ),
            Bar(
                figure="squared error against the plain share's",
                scenario=name,
                value=error / plain_error,
                count=count,
                at_most=1.0,
            ),
        ]
    return bars


def _papers(
    chance: np.random.Generator, truth: NDArray[np.float64], most: int, alike: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(body of each paper, its sentences, of them on each theme)."""
    body = np.repeat(np.arange(len(truth)), chance.integers(1, most + 1, len(truth)))
    sentences = np.exp(chance.uniform(np.log(20), np.log(250), len(body))).astype(np.int64)
    concentration = 1 / alike - 1
    wanted = np.clip(truth[body], 1e-4, 1 - 1e-4)
    rate = chance.beta(wanted * concentration, (1 - wanted) * concentration)
    return body, sentences, chance.binomial(sentences[:, None], rate)
