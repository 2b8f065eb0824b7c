"""How the rules of the projection would have done in the past."""

from __future__ import annotations

from dataclasses import asdict

import pyarrow as pa

from warehouse.estimators.projection import FEWEST, NOMINAL, RULES, backtest, beating
from warehouse.estimators.yearly import whole_years

_SCHEMA = pa.schema(
    [("segment_code", pa.string()), ("rule", pa.string()), ("horizon", pa.int32()), ("origin_count", pa.int64())]
    + [(name, pa.float64()) for name in ("median_error", "mase", "coverage", "nominal")]
    + [("is_used", pa.bool_()), ("can_tell", pa.bool_()), ("reason", pa.string())]
)


def projection_backtest(mart__market_size: pa.Table) -> pa.Table:
    """A rule of the projection at one horizon, tried from every earlier year of a segment's series.

    Grain: segment_code, rule, horizon
    Check: rule in ('last_value', 'drift', 'damped_drift')
    Check: can_tell = (origin_count > 0)
    Check: coverage is null or coverage between 0 and 1
    Check: can_tell or reason is not null
    Column segment_code: the segment, or all
    Column rule: last_value, drift or damped_drift
    Column horizon: years ahead
    Column origin_count: earlier years from which it was tried
    Column median_error: median of its errors as a part of the truth
    Column mase: its mean absolute error as a part of the last value's, on logarithms; under 1 it beats it
    Column coverage: part of the truths inside the 80 % band
    Column nominal: what that part should be
    Column is_used: whether the rule beats the last value over all horizons and so is part of the line
    Column can_tell: whether the series is long enough
    Column reason: why not
    """
    rows = []
    for segment, series in whole_years(mart__market_size.to_pylist()).items():
        tests = backtest([value for _, value in series]) if len(series) >= FEWEST else []
        used = beating(tests)
        rows += [
            asdict(one)
            | {
                "segment_code": segment,
                "nominal": NOMINAL,
                "is_used": one.rule in used,
                "can_tell": True,
                "reason": None,
            }
            for one in tests
        ]
        if not tests:
            why = f"cannot tell: {len(series)} whole years with a total are held; a backtest needs {FEWEST}"
            rows += [
                dict.fromkeys(_SCHEMA.names)
                | {"segment_code": segment, "rule": rule, "horizon": 1, "origin_count": 0, "nominal": NOMINAL}
                | {"is_used": False, "can_tell": False, "reason": why}
                for rule in RULES
            ]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)
