"""Five years ahead by segment: a band always, a line only where the past supports one, and named scenarios apart."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from warehouse.estimators.money import kroner
from warehouse.estimators.projection import FEWEST, SCENARIO_FROM, Projection, project
from warehouse.estimators.yearly import whole_years

_BASE = "base"
_SCHEMA = pa.schema(
    [("segment_code", pa.string()), ("scenario_id", pa.string()), ("year", pa.int32())]
    + [("scenario_da", pa.string()), ("scenario_en", pa.string())]
    + [(name, pa.decimal128(24, 2)) for name in ("level_dkk", "point_dkk", "low_dkk", "high_dkk", "runoff_dkk")]
    + [("multiplier", pa.float64())]
    + [("years_ahead", pa.int32()), ("kind", pa.string()), ("rules", pa.string()), ("history_count", pa.int64())]
    + [("history_from", pa.int32()), ("history_to", pa.int32()), ("has_line", pa.bool_()), ("can_tell", pa.bool_())]
    + [("source", pa.string()), ("reason", pa.string())]
)
Row = dict[str, Any]


def market_projection(
    mart__market_size: pa.Table, mart__contract_runoff: pa.Table, core__scenario: pa.Table, core__study: pa.Table
) -> pa.Table:
    """The market of a segment in one of the five years after the last whole one, nominal kroner, awards of the year.

    The series is the total of each whole year with missing values imputed (mart.market_size). The band is the 80 %
    interval of a random walk with drift on logarithms; a line stands only where a simple rule beat the last value in
    the backtest (mart.projection_backtest). Fewer than five whole years, or a year that cannot be told: it cannot tell.
    Years four and five are called scenario. Named scenarios multiply line and band by the study's stated figure and are
    never folded into the band. What known contracts still bring stands beside, as a floor.
    Grain: segment_code, scenario_id, year
    Check: kind in ('projection', 'scenario', 'cannot_tell')
    Check: can_tell = (level_dkk is not null) and can_tell = (low_dkk is not null)
    Check: has_line = (point_dkk is not null)
    Check: low_dkk is null or low_dkk <= high_dkk
    Check: reason is not null
    Column segment_code: the segment, or all
    Column scenario_id: base, or a named scenario of the study
    Column year: the year
    Column scenario_da: the scenario's name in Danish
    Column scenario_en: the scenario's name in English
    Column level_dkk: the last whole year's total
    Column point_dkk: the line; NULL where the backtest does not support one
    Column low_dkk: lower end of the 80 % band
    Column high_dkk: upper end
    Column runoff_dkk: what known contracts still bring in the year
    Column multiplier: what the scenario multiplies by; 1 for base
    Column years_ahead: years after the last whole one
    Column kind: projection, scenario (from the fourth year on, and all named ones) or cannot_tell
    Column rules: the rules whose median is the line
    Column history_count: whole years that it rests on
    Column history_from: the first of them
    Column history_to: the last of them
    Column has_line: whether there is a line
    Column can_tell: whether there is a band
    Column source: where the scenario's multiplier is from
    Column reason: what it rests on, or why it cannot tell
    """
    if not core__study.num_rows:
        return _SCHEMA.empty_table()
    this_year = core__study["as_of"][0].as_py().year
    runoff = {(row["segment_code"], row["year"]): row["runoff_dkk"] for row in mart__contract_runoff.to_pylist()}
    scenarios: list[Row] = [
        {
            "scenario_id": _BASE,
            "name_da": "grundforløb",
            "name_en": "base",
            "multiplier": 1.0,
            "from_year": 0,
            "source": None,
        },
        *core__scenario.to_pylist(),
    ]
    rows = []
    for segment, series in whole_years(mart__market_size.to_pylist()).items():
        found = project([value for _, value in series]) if len(series) >= FEWEST else None
        last = series[-1][0] if series else this_year - 1
        for scenario in scenarios:
            for ahead in range(1, 6):
                own = {"segment_code": segment, "year": last + ahead, "years_ahead": ahead}
                rows.append(_row(own, scenario, found, series) | {"runoff_dkk": runoff.get((segment, last + ahead))})
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _row(own: Row, scenario: Row, found: Projection | None, series: list[tuple[int, float]]) -> Row:
    factor = scenario["multiplier"] if own["year"] >= scenario["from_year"] else 1.0
    row = own | {
        "scenario_id": scenario["scenario_id"],
        "scenario_da": scenario["name_da"],
        "scenario_en": scenario["name_en"],
        "multiplier": factor,
        "source": scenario["source"],
        "history_count": len(series),
        "history_from": series[0][0] if series else None,
        "history_to": series[-1][0] if series else None,
    }
    if found is None:
        return row | {
            "kind": "cannot_tell",
            "has_line": False,
            "can_tell": False,
            "reason": f"cannot tell: {len(series)} whole years with a total are held; a band needs {FEWEST}",
        }
    at = own["years_ahead"] - 1
    later = own["years_ahead"] >= SCENARIO_FROM or scenario["scenario_id"] != _BASE
    line = (
        "no line: no rule beat the last value in the backtest"
        if found.point is None
        else "line of the rules that beat it"
    )
    return row | {
        "kind": "scenario" if later else "projection",
        "level_dkk": kroner(found.level),
        "point_dkk": None if found.point is None else kroner(float(found.point[at]) * factor),
        "low_dkk": kroner(float(found.low[at]) * factor),
        "high_dkk": kroner(float(found.high[at]) * factor),
        "rules": ", ".join(found.rules) or None,
        "has_line": found.point is not None,
        "can_tell": True,
        "reason": f"{len(series)} whole years; 80 % band of a random walk with drift; {line}",
    }
