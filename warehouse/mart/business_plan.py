"""Five years of a shared component: price, adoption, cost and net, low, base and high, out of 10 000 draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.estimators.plan import YEARS, billable, break_even, draw, people_of, run, uncertain

_FIGURES = ("adoption", "income_dkk", "cost_dkk", "net_dkk", "cumulated_dkk")
_SCHEMA = pa.schema(
    [("year", pa.int32())]
    + [(f"{name}_{point}", pa.float64()) for name in _FIGURES for point in ("low", "base", "high")]
    + [(name, pa.float64()) for name in ("inhabitants", "paying_inhabitants", "break_even_chance")]
    + [("break_even_year", pa.int32()), ("example_count", pa.int64()), ("input_count", pa.int64())]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)


def business_plan(core__plan_input: pa.Table, core__plan_customer: pa.Table, core__study: pa.Table) -> pa.Table:
    """A year of the business plan: what a component at this price would bring and cost, 10-50-90 % of 10 000 draws.

    Inputs are the study's; those that it does not give are shipped examples and are counted, for a plan on examples
    is an example. Price is kroner per inhabitant, whole up to the cap and a stated part above it, plus use times its
    price. Adoption is logistic from its start to its ceiling. Without inhabitants (of the customers, or stated) it
    cannot tell.
    Grain: year
    Check: can_tell = (net_dkk_base is not null)
    Check: net_dkk_low is null or (net_dkk_low <= net_dkk_base and net_dkk_base <= net_dkk_high)
    Check: adoption_low is null or (adoption_low >= 0 and adoption_high <= 1)
    Check: reason is not null
    Column year: the year
    Column adoption_low: part of the inhabitants whose municipality has joined, 10 % point
    Column adoption_base: its median
    Column adoption_high: its 90 % point
    Column income_dkk_low: income of the year in kroner, 10 % point
    Column income_dkk_base: its median
    Column income_dkk_high: its 90 % point
    Column cost_dkk_low: cost of the year in kroner, the investment in the first, 10 % point
    Column cost_dkk_base: its median
    Column cost_dkk_high: its 90 % point
    Column net_dkk_low: income less cost, 10 % point
    Column net_dkk_base: its median
    Column net_dkk_high: its 90 % point
    Column cumulated_dkk_low: discounted net up to the year, 10 % point
    Column cumulated_dkk_base: its median
    Column cumulated_dkk_high: its 90 % point
    Column inhabitants: inhabitants of all customers
    Column paying_inhabitants: of those, the ones that are paid for after the cap rule
    Column break_even_chance: part of the draws in which the money is back by this year
    Column break_even_year: the year by which it is back in half of the draws; NULL where not within five years
    Column example_count: inputs that are shipped examples
    Column input_count: inputs in all
    Column can_tell: whether there is a plan
    Column reason: what it rests on, or why there is none
    """
    inputs = {row["input"]: row for row in core__plan_input.to_pylist()}
    if not inputs or not core__study.num_rows:
        return _SCHEMA.empty_table()
    first = int(inputs["first_year"]["base"])
    examples = sum(bool(row["is_example"]) for row in inputs.values())
    shared: dict[str, Any] = {"example_count": examples, "input_count": len(inputs)}
    sizes = people_of(inputs, core__plan_customer.to_pylist())
    if not sizes:
        why = "cannot tell: no inhabitants are known; give population to the customers, or inhabitants in [plan]"
        rows = [shared | {"year": first + turn, "can_tell": False, "reason": why} for turn in range(YEARS)]
        return pa.Table.from_pylist(rows, schema=_SCHEMA)
    people = float(sum(sizes))
    paying = billable(sizes, cap=inputs["cap_inhabitants"]["base"], over=inputs["price_over_cap"]["base"])
    flow = run(draw(uncertain(inputs)), people=people, paying=paying, discount=inputs["discount_rate"]["base"])
    back = break_even(flow.cumulated)
    half = np.nanmedian(np.where(np.isnan(back), np.inf, back))
    marked = (
        f"{examples} of {len(inputs)} inputs are shipped examples" if examples else "all inputs are the study's own"
    )
    rows = []
    for turn in range(YEARS):
        row = shared | {
            "year": first + turn,
            "inhabitants": people,
            "paying_inhabitants": paying,
            "break_even_chance": float((back <= turn + 1).mean()),
            "break_even_year": first + int(half) - 1 if np.isfinite(half) else None,
            "can_tell": True,
            "reason": f"10 000 draws of stated ranges; {marked}",
        }
        for name in _FIGURES:
            drawn = getattr(flow, name.removesuffix("_dkk"))[:, turn]
            for point, value in zip(("low", "base", "high"), np.quantile(drawn, [0.1, 0.5, 0.9]), strict=True):
                row[f"{name}_{point}"] = round(float(value), 6 if name == "adoption" else 0)
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)
