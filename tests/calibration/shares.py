"""Do the intervals of shares of customers cover what they promise?

Plain shares (Wilson), a segment's share (drawn towards the others', with the interval of its own members), and the
salience of a need, to which customers that only require it give half. 95 % intervals are to cover .9 or more.
"""

from __future__ import annotations

import numpy as np

from tests.calibration.result import Bar
from warehouse.estimators.proportion import graded, prior_strength, share_of, shrunken

_SEED = 20_261_128
_EDITIONS = 400
_SHARES = (0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.98)
_SPREADS = ((0.1, 0.5, 0.9), (0.2, 0.2, 0.7), (0.5, 0.9, 0.98))
_ANSWERS = (
    # part that lacks or wishes, part that only requires
    (0.0, 1.0),
    (0.0, 0.5),
    (0.1, 0.8),
    (0.3, 0.3),
    (0.5, 0.0),
    (0.05, 0.05),
    (0.9, 0.1),
)


def measure() -> list[Bar]:
    """Coverage by kind of share and true share."""
    bars = [_segments((share,) * 3, "alike") for share in _SHARES]
    bars += [_segments(shares, "apart") for shares in _SPREADS]
    bars += [_salience(wish, require, heard) for heard in (15, 39) for wish, require in _ANSWERS]
    return bars + [_plain(share, heard) for heard in (10, 40) for share in _SHARES]


def _bar(figure: str, scenario: str, covered: int, count: int, least: float | None = 0.9) -> Bar:
    return Bar(figure=figure, scenario=scenario, value=covered / count, count=count, at_least=least)


def _segments(shares: tuple[float, ...], kind: str) -> Bar:
    chance = np.random.default_rng([_SEED, *(int(1000 * share) for share in shares)])
    covered = 0
    for _ in range(_EDITIONS):
        members = chance.integers(5, 11, len(shares))
        counts = chance.binomial(members, shares)
        whole, strength = counts.sum() / members.sum(), prior_strength(counts.tolist(), members.tolist())
        for share, count, total in zip(shares, counts.tolist(), members.tolist(), strict=True):
            found = shrunken(count, total, whole=float(whole), strength=strength)
            covered += found.low <= share <= found.high
    said = ", ".join(f"{share:g}" for share in shares)
    return _bar("a segment's share", f"segments of 5 to 10 {kind}: {said}", covered, _EDITIONS * len(shares))


def _salience(wish: float, require: float, heard: int) -> Bar:
    chance = np.random.default_rng([_SEED, 2, heard, int(1000 * wish), int(1000 * require)])
    true, covered = wish + require / 2, 0
    for _ in range(_EDITIONS):
        _, half, whole = chance.multinomial(heard, [max(0.0, 1 - wish - require), require, wish])
        found = graded(int(whole), int(half), heard)
        assert found is not None
        covered += found.low <= true <= found.high
    return _bar("salience", f"{heard} heard, {wish:.0%} wish and {require:.0%} require", covered, _EDITIONS)


def _plain(share: float, heard: int) -> Bar:
    """Wilson's interval is shown without a bar: near the edges it covers .82 at worst, and no more on average."""
    chance = np.random.default_rng([_SEED, 3, heard, int(1000 * share)])
    covered = 0
    for count in chance.binomial(heard, share, _EDITIONS).tolist():
        found = share_of(count, heard)
        assert found is not None
        covered += found.low <= share <= found.high
    return _bar("a plain share", f"{share:g} of {heard}", covered, _EDITIONS, least=None)
