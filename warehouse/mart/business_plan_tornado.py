"""What the business plan hangs on: one input at a time from its low to its high."""

from __future__ import annotations

import pyarrow as pa

from warehouse.estimators.money import kroner
from warehouse.estimators.plan import billable, people_of, run, tornado, uncertain

_SCHEMA = pa.schema(
    [("input", pa.string()), ("place", pa.int64())]
    + [(name, pa.float64()) for name in ("low", "base", "high")]
    + [(f"net_at_{point}_dkk", pa.decimal128(24, 2)) for point in ("low", "base", "high")]
    + [("swing_dkk", pa.decimal128(24, 2)), ("is_example", pa.bool_()), ("source", pa.string())]
)


def business_plan_tornado(core__plan_input: pa.Table, core__plan_customer: pa.Table) -> pa.Table:
    """An input of the business plan, and what moving it alone does to the discounted net after five years.

    Empty where no inhabitants are known: then there is no plan (mart.business_plan says why).
    Grain: input
    Check: swing_dkk >= 0
    Column input: the input
    Column place: its place by the size of the swing, from 1
    Column low: its 10 % point
    Column base: its middle
    Column high: its 90 % point
    Column net_at_low_dkk: discounted net after five years with this input at its low, all others at base
    Column net_at_base_dkk: the same with all inputs at base
    Column net_at_high_dkk: the same with this input at its high
    Column swing_dkk: how far the two ends lie apart
    Column is_example: whether the input is a shipped example
    Column source: where its figures are from
    """
    inputs = {row["input"]: row for row in core__plan_input.to_pylist()}
    sizes = people_of(inputs, core__plan_customer.to_pylist())
    if not inputs or not sizes:
        return _SCHEMA.empty_table()
    drawn = uncertain(inputs)
    people, discount = float(sum(sizes)), inputs["discount_rate"]["base"]
    paying = billable(sizes, cap=inputs["cap_inhabitants"]["base"], over=inputs["price_over_cap"]["base"])
    base = {name: said.base for name, said in drawn.items()}
    middle = float(run(base, people=people, paying=paying, discount=discount).cumulated[0, -1])
    rows = [
        {
            "input": name,
            "place": place,
            "low": drawn[name].low,
            "base": drawn[name].base,
            "high": drawn[name].high,
            "net_at_low_dkk": kroner(low),
            "net_at_base_dkk": kroner(middle),
            "net_at_high_dkk": kroner(high),
            "swing_dkk": kroner(abs(high - low)),
            "is_example": inputs[name]["is_example"],
            "source": inputs[name]["source"],
        }
        for place, (name, low, high) in enumerate(
            tornado(drawn, people=people, paying=paying, discount=discount), start=1
        )
    ]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)
