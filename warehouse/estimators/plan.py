"""What a shared component may cost and bring over five years, when its inputs are known only as low, base and high.

Each input is drawn from the law with the stated 10, 50 and 90 % points that is made of two halves of normal ones which
meet in the base, cut at what is possible (no amount under 0, no share over 1). A municipality's price is kroner per
inhabitant with the cap rule: whole up to the cap, a stated part above it. Adoption is logistic between a start and a
ceiling. 10 000 draws, one seed. Low, base and high are the 10, 50 and 90 % of the draws (not runs with all inputs low,
which never happen together). The tornado moves one input at a time from its low to its high with all others at base.
Rejected: a spreadsheet of three scenarios (its "low" is a product of five lows, once in 100 000 years).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

DRAWS = 10_000
YEARS = 5
_SEED = 20_260_101
_Z90 = float(norm.ppf(0.9))
FIXED = ("first_year", "inhabitants", "cap_inhabitants", "price_over_cap", "discount_rate")
"""Inputs that are decided and not drawn."""
SHARES = ("adoption_at_start", "adoption_at_most")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Input:
    """An uncertain input: its 10, 50 and 90 % points."""

    low: float
    base: float
    high: float


@dataclass(frozen=True)
class Flow:
    """What each year brings, draws by years: adoption 0 to 1; income, cost, net, discounted sum of net in kroner."""

    adoption: Array
    income: Array
    cost: Array
    net: Array
    cumulated: Array


def uncertain(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Input]:
    """The inputs that are drawn, out of the rows of `core.plan_input` by input."""
    return {name: Input(row["low"], row["base"], row["high"]) for name, row in rows.items() if name not in FIXED}


def people_of(rows: Mapping[str, Mapping[str, Any]], customers: Iterable[Mapping[str, Any]]) -> list[float]:
    """The inhabitants of each customer (rows of `core.plan_customer`); as one where the study states only their sum."""
    if "inhabitants" in rows:
        return [float(rows["inhabitants"]["base"])]
    return [float(row["population"]) for row in customers if row["population"]]


def billable(inhabitants: Sequence[float], *, cap: float, over: float) -> float:
    """Inhabitants that pay: each customer's up to the cap whole, and `over` (0 to 1) of those above it."""
    sizes = np.asarray(inhabitants, dtype=float)
    return float((np.minimum(sizes, cap) + over * np.maximum(sizes - cap, 0)).sum())


def draw(inputs: Mapping[str, Input], *, draws: int = DRAWS) -> dict[str, Array]:
    """Draws of every input, each from its own stream, so that a new input moves no other."""
    found = {}
    for name in sorted(inputs):
        said = inputs[name]
        chance = np.random.default_rng([_SEED, *name.encode()])
        z = chance.standard_normal(draws)
        below, above = (said.base - said.low) / _Z90, (said.high - said.base) / _Z90
        values = said.base + np.where(z < 0, z * below, z * above)
        values = np.maximum(values, 0.0)
        found[name] = np.minimum(values, 1.0) if name in SHARES else values
    return found


def run(values: Mapping[str, Array | float], *, people: float, paying: float, discount: float) -> Flow:
    """The five years for these inputs (draws, or one value each); `people` and `paying` are inhabitants."""
    given = {name: np.atleast_1d(np.asarray(value, dtype=float))[:, None] for name, value in values.items()}
    year = np.arange(1, YEARS + 1)[None, :]
    start, most = given["adoption_at_start"], np.maximum(given["adoption_at_most"], given["adoption_at_start"])
    steepness = given["adoption_speed"]
    curve = 1 / (1 + np.exp(-steepness * (year - given["adoption_half_year"])))
    adoption = start + (most - start) * curve
    income = adoption * (
        paying * given["price_per_inhabitant"] + people * given["usage_per_inhabitant"] * given["usage_price"]
    )
    cost = given["fixed_cost"] + adoption * people * given["cost_per_inhabitant"]
    cost = cost + np.where(year == 1, given["investment"], 0.0)
    net = income - cost
    return Flow(adoption, income, cost, net, np.cumsum(net / (1 + discount) ** (year - 1), axis=1))


def break_even(cumulated: Array) -> Array:
    """The first year in which what was laid out is back, for each draw; NaN where it is not within the years."""
    back = cumulated >= 0
    return np.where(back.any(axis=1), back.argmax(axis=1) + 1.0, np.nan)


def tornado(
    inputs: Mapping[str, Input], *, people: float, paying: float, discount: float
) -> list[tuple[str, float, float]]:
    """The cumulated net after five years with one input at its low and at its high, all others at base."""
    base = {name: said.base for name, said in inputs.items()}
    found = []
    for name, said in inputs.items():
        ends = [
            float(run(base | {name: end}, people=people, paying=paying, discount=discount).cumulated[0, -1])
            for end in (said.low, said.high)
        ]
        found.append((name, ends[0], ends[1]))
    return sorted(found, key=lambda one: (-abs(one[2] - one[1]), one[0]))
