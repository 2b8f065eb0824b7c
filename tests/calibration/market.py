"""Windows, concentration and shares by value on invented markets whose truth is known.

Windows: residuals of two strata whose calls bunch before the end and trail after it; nominal 80 %. Concentration:
awards drawn from known shares; the bias of the mean index. Shares: the share by value of the largest of twelve
suppliers with a part of the values withheld, at random (the interval must hold) and, in a second scenario, large
contracts more often (it need not, and the span out to the sensitivity lines shows how far the truth may lie).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tests.calibration.result import Bar
from warehouse.estimators.concentration import concentration
from warehouse.estimators.holding import read_holdings
from warehouse.estimators.share import concentration_by_value, shares_by_value
from warehouse.estimators.window import NOMINAL, learn_window

SEED = 20_261_126
MARKETS = 300
CHAINS = 400
_SUPPLIERS = 12
_AWARDS = 90

Array = NDArray[np.float64]


def measure() -> list[Bar]:
    """Every figure with its bar."""
    return [*_windows(), *_concentrations(), *_shares()]


def _windows() -> list[Bar]:
    chance = np.random.default_rng(SEED)
    bars = []
    for count in (9, 12, 20, 30, 60, 120):
        covered = []
        for _ in range(CHAINS):
            options = int(chance.binomial(count, 0.4))
            learnt = {True: _residuals(chance, options, True), False: _residuals(chance, count - options, False)}
            for kind, part in ((True, 0.4), (False, 0.6)):
                window = learn_window(learnt[kind], learnt[not kind])
                came = _residuals(chance, 200, kind)
                covered.append(part * float(np.mean((window.low <= came) & (came <= window.high))))
        bars.append(
            Bar(
                figure="window coverage",
                scenario=f"{count} closed windows",
                value=2 * float(np.mean(covered)),
                count=CHAINS,
                at_least=0.75,
                at_most=0.85,
                note=f"nominal {NOMINAL:.0%}",
            )
        )
    return bars


def _residuals(chance: np.random.Generator, count: int, has_option: bool) -> Array:
    """Months from the latest end to the call: a skewed bulk before the end, and one in eight long after it."""
    bulk = chance.gamma(4, 2.5, count) - (15 if has_option else 19)
    late = np.where(chance.random(count) < 0.12, chance.normal(8, 6, count), 0.0)
    return np.asarray(bulk + late, dtype=float)


def _concentrations() -> list[Bar]:
    chance = np.random.default_rng(SEED + 1)
    bars = []
    for awards in (15, 40, 200):
        told, plain, true = [], [], []
        for _ in range(20 * MARKETS):
            shares = chance.dirichlet(np.full(10, 1.2))
            counts = chance.multinomial(awards, shares)
            found = concentration(counts[counts > 0])
            assert found is not None
            told.append(found.hhi)
            plain.append(float(np.sum((counts / awards) ** 2)) * 10_000)
            true.append(float(np.sum(shares**2)) * 10_000)
        scenario, count = f"10 suppliers, {awards} awards", 20 * MARKETS
        bias, plain_bias = np.mean(told) / np.mean(true) - 1, np.mean(plain) / np.mean(true) - 1
        note = f"the plain index: {plain_bias:+.1%}"
        bars.append(
            Bar(
                figure="bias of HHI by number",
                scenario=scenario,
                value=float(bias),
                count=count,
                at_least=-0.02,
                at_most=0.02,
                note=note,
            )
        )
    return bars


def _shares() -> list[Bar]:
    bars = []
    for scenario, at_random in (("40 % withheld at random", True), ("large contracts withheld", False)):
        chance = np.random.default_rng(SEED + 2)
        inside = spanned = indexed = 0
        for trial in range(MARKETS):
            values, holder, hidden = _market(chance, at_random)
            held, largest = _held(values, holder, hidden, f"market {trial}")
            wanted = np.zeros(len(held.segments) * len(held.periods), dtype=bool)
            wanted[0] = True
            told = shares_by_value(held, wanted[held.cell])
            here = np.flatnonzero((held.cell == 0) & (held.player == largest))[0]
            true = values[holder == largest].sum() / values.sum()
            ends = [told.low[here], told.high[here], told.twice[here], told.five[here]]
            inside += told.low[here] <= true <= told.high[here]
            spanned += min(ends) <= true <= max(ends)
            low, _, high = concentration_by_value(held, wanted)[0]
            indexed += low <= _index(values, holder) <= high
        for figure, hits, bar in (
            ("share by value: 90 % interval", inside, 0.85 if at_random else None),
            ("share by value: out to x2 and x5", spanned, None),
            ("HHI by value: 90 % interval", indexed, None),
        ):
            bars.append(
                Bar(
                    figure=figure, scenario=scenario, value=hits / MARKETS, count=MARKETS, at_least=bar, note="coverage"
                )
            )
    return bars


def _market(chance: np.random.Generator, at_random: bool) -> tuple[Array, NDArray[np.int64], NDArray[np.bool_]]:
    """Values, holders, and which values are withheld: two in five, at random or the larger the likelier."""
    shares = np.sort(chance.dirichlet(np.full(_SUPPLIERS, 1.0)))[::-1]
    holder = chance.choice(_SUPPLIERS, _AWARDS, p=shares)
    values = np.exp(chance.normal(15, 1.1, _AWARDS))
    likely = np.full(_AWARDS, 0.4)
    if not at_random:
        rank = np.argsort(np.argsort(values)) / (_AWARDS - 1)
        likely = 0.1 + 0.6 * rank
    return values, holder, chance.random(_AWARDS) < likely


def _held(values: Array, holder: NDArray[np.int64], hidden: NDArray[np.bool_], name: str):  # type: ignore[no-untyped-def]
    """The market as the marts give it to the estimators, and the place of its largest supplier by number."""
    keys = [f"{place:04d}" for place in range(len(values))]
    amounts = [None if gone else value for gone, value in zip(hidden, values, strict=True)]
    award_value = pa.table(
        {
            "award_key": keys,
            "segment_code": [name] * len(keys),
            "year": pa.array([2025] * len(keys), pa.int32()),
            "amount_dkk": pa.array(amounts, pa.float64()),
            "is_missing": hidden,
            "kind": ["contract"] * len(keys),
            "buyer_size": ["medium"] * len(keys),
        }
    )
    supplier = pa.table(
        {
            "award_key": keys,
            "player_id": [f"{one:02d}" for one in holder],
            "role": ["supplier"] * len(keys),
            "weight": [1.0] * len(keys),
        }
    )
    held = read_holdings(award_value, supplier)
    return held, held.players.index(f"{int(np.bincount(holder).argmax()):02d}")


def _index(values: Array, holder: NDArray[np.int64]) -> float:
    sums = np.bincount(holder, weights=values)
    squares = float(np.sum(values**2))
    return float((np.sum(sums**2) - squares) / (values.sum() ** 2 - squares) * 10_000)
