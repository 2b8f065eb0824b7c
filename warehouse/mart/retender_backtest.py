"""How windows for the next call would have done on those that are closed."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from statsmodels.stats.proportion import proportion_confint

from warehouse.estimators.window import FEWEST, NOMINAL, backtest

_SCHEMA = pa.schema(
    [
        ("stratum", pa.string()),
        ("chain_count", pa.int64()),
        ("tested_count", pa.int64()),
        ("never_called_count", pa.int64()),
        ("nominal", pa.float64()),
        ("coverage", pa.float64()),
        ("coverage_low", pa.float64()),
        ("coverage_high", pa.float64()),
        ("median_error_months", pa.float64()),
        ("brier", pa.float64()),
        ("brier_base", pa.float64()),
        ("can_tell", pa.bool_()),
        ("reason", pa.string()),
        ("has_chance", pa.bool_()),
        ("chance_reason", pa.string()),
    ]
)

_UNTRIED = "cannot tell: too few closed windows of this kind to try a chance on"
_BEATEN = "cannot tell: tried on closed windows, a chance did no better than always saying the mean"


def retender_backtest(mart__contract_chain: pa.Table) -> pa.Table:
    """T3.6: how well windows for the next call cover the calls that came, each predicted without itself.

    Brier's score is of "a call within twelve months", asked 24, 18, 12, 6 and 0 months before the latest end for as
    long as none has come, contracts that were never called again included: 0 is perfect. Where it is not below that of
    always saying the mean, a chance says nothing, and mart.retender_calendar gives none.
    Grain: stratum
    Check: can_tell = (coverage is not null)
    Check: coverage is null or (coverage_low <= coverage and coverage <= coverage_high)
    Check: can_tell or reason is not null
    Check: has_chance = (chance_reason is null)
    Check: not has_chance or brier < brier_base
    Column stratum: option or no option
    Column chain_count: closed windows of this kind
    Column tested_count: of those, predicted without themselves
    Column never_called_count: contracts of this kind whose latest end is a year past and that nothing followed
    Column nominal: share that should be covered
    Column coverage: share that was covered
    Column coverage_low: lower end of its 95 % interval (Wilson)
    Column coverage_high: upper end
    Column median_error_months: median distance from P50 to the call
    Column brier: Brier's score; NULL where there are too few closed windows
    Column brier_base: the score of always saying the mean
    Column can_tell: whether there are enough closed windows
    Column reason: why not, in a sentence
    Column has_chance: whether chances of this kind do better than always saying the mean, so that they may be given
    Column chance_reason: why not, in a sentence
    """
    learned = mart__contract_chain.filter(pc.field("is_learned"))
    options = learned["has_option"].to_numpy().astype(bool)
    residuals = learned["residual_months"].to_numpy().astype(float)
    silent = mart__contract_chain.filter(pc.field("is_never_called"))["has_option"].to_pylist()
    rows = []
    for name, chosen in (("no option", ~options), ("option", options)):
        never = silent.count(name == "option")
        told = backtest(residuals[chosen], residuals[~chosen], never=never, never_others=len(silent) - never)
        row = {"stratum": name, "chain_count": int(chosen.sum()), "nominal": NOMINAL, "can_tell": told is not None}
        row |= {"never_called_count": never}
        if told is None:
            why = f"cannot tell: fewer than {FEWEST + 1} closed windows"
            rows.append(row | {"tested_count": 0, "reason": why, "has_chance": False, "chance_reason": _UNTRIED})
            continue
        brier, base = round(told.brier, 4), round(told.brier_base, 4)
        low, high = proportion_confint(told.covered, told.count, method="wilson")
        rows.append(
            row
            | {
                "tested_count": told.count,
                "coverage": round(told.covered / told.count, 4),
                "coverage_low": round(float(low), 4),
                "coverage_high": round(float(high), 4),
                "median_error_months": round(told.median_error, 2),
                "brier": brier,
                "brier_base": base,
                "has_chance": brier < base,
                "chance_reason": None if brier < base else _BEATEN,
            }
        )
    return pa.Table.from_pylist(rows, schema=_SCHEMA)
