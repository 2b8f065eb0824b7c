"""How windows for the next call would have done on those that are closed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from statsmodels.stats.proportion import proportion_confint

from warehouse.estimators.window import FEWEST, NOMINAL, backtest

_SCHEMA = pa.schema(
    [
        ("stratum", pa.string()),
        ("chain_count", pa.int64()),
        ("tested_count", pa.int64()),
        ("nominal", pa.float64()),
        ("coverage", pa.float64()),
        ("coverage_low", pa.float64()),
        ("coverage_high", pa.float64()),
        ("median_error_months", pa.float64()),
        ("brier", pa.float64()),
        ("brier_base", pa.float64()),
        ("can_tell", pa.bool_()),
        ("reason", pa.string()),
    ]
)


def retender_backtest(mart__contract_chain: pa.Table) -> pa.Table:
    """T3.6: how well windows for the next call cover the calls that came, each predicted without itself.

    Brier's score is of "a call within twelve months", asked twelve months before the latest end: 0 is perfect, and a
    score above that of always saying the mean says nothing.
    Grain: stratum
    Check: can_tell = (coverage is not null)
    Check: coverage is null or (coverage_low <= coverage and coverage <= coverage_high)
    Check: can_tell or reason is not null
    Column stratum: option or no option
    Column chain_count: closed windows of this kind
    Column tested_count: of those, predicted without themselves
    Column nominal: share that should be covered
    Column coverage: share that was covered
    Column coverage_low: lower end of its 95 % interval (Wilson)
    Column coverage_high: upper end
    Column median_error_months: median distance from P50 to the call
    Column brier: Brier's score; NULL where no call fell after twelve months before the end
    Column brier_base: the score of always saying the mean
    Column can_tell: whether there are enough closed windows
    Column reason: why not, in a sentence
    """
    learned = mart__contract_chain.filter(pc.field("is_learned"))
    options = learned["has_option"].to_numpy().astype(bool)
    residuals = learned["residual_months"].to_numpy().astype(float)
    rows = []
    for name, chosen in (("no option", ~options), ("option", options)):
        told = backtest(residuals[chosen], residuals[~chosen])
        row = {"stratum": name, "chain_count": int(chosen.sum()), "nominal": NOMINAL, "can_tell": told is not None}
        if told is None:
            rows.append(row | {"tested_count": 0, "reason": f"cannot tell: fewer than {FEWEST + 1} closed windows"})
            continue
        low, high = proportion_confint(told.covered, told.count, method="wilson")
        rows.append(
            row
            | {
                "tested_count": told.count,
                "coverage": round(told.covered / told.count, 4),
                "coverage_low": round(float(low), 4),
                "coverage_high": round(float(high), 4),
                "median_error_months": round(told.median_error, 2),
                "brier": None if np.isnan(told.brier) else round(told.brier, 4),
                "brier_base": None if np.isnan(told.brier_base) else round(told.brier_base, 4),
            }
        )
    return pa.Table.from_pylist(rows, schema=_SCHEMA)
