"""Five years by half-year: what to do, what it waits for, its gates, the windows and the laws that bound it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.estimators.roadmap import Work, half_year_of, schedule

YEARS = 5
VERDICT_MONTHS = {"develop": 18, "partner": 12, "leave": 12}
"""How long a generated initiative takes: a development, an agreement, a wind-down. Stated, so that it can change."""
AREA_MONTHS = 9
_WORDS = {
    "develop": ("Videreudvikl", "Develop"),
    "partner": ("Find partner til", "Find a partner for"),
    "leave": ("Afvikl", "Wind down"),
}
_INITIATIVE = ("initiative_id", "name_da", "name_en", "origin", "component_id", "technology", "after", "gates")
_WHY = ("gate_status", "law_id", "law_name", "law_source", "start_half_year", "end_half_year", "owner", "state")
_SPAN = ("earliest_start", "earliest_end", "latest_start", "latest_end")
_BOUNDS = ("law_date", "window_p10_date", "window_p50_date", "window_p90_date")
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in (*_INITIATIVE, *_WHY, "trigger", "reason")]
    + [(name, pa.date32()) for name in (*_SPAN, *_BOUNDS)]
    + [("months", pa.int64()), ("slack_days", pa.int64()), ("window_contract_count", pa.int64())]
    + [("reachable_share", pa.float64()), ("is_critical", pa.bool_()), ("can_tell", pa.bool_())]
)
_STATES = {"broken": "stop", "weakening": "review", "cannot_tell": "review"}
Row = dict[str, Any]


def roadmap(
    core__initiative: pa.Table,
    core__study: pa.Table,
    mart__component_verdict: pa.Table,
    mart__focus_area: pa.Table,
    mart__assumption_status: pa.Table,
    mart__retender_calendar: pa.Table,
    seed__law_date: pa.Table,
) -> pa.Table:
    """An initiative of the next five years: what it follows from, when it may begin and must end, and what gates it.

    The study's own initiatives stand as declared. Components that the study says nothing of, and that are to be
    developed, partnered or left, and focus areas, give generated ones. A window is the P10 to P90 of the contracts
    about the component that are called for again; what comes before the earliest end is lost, the rest reachable.
    Only a law is a day that must be met. Gates are assumptions: go where all hold, review where one weakens or cannot
    be told, stop where one is broken. Dates are windows, not days.
    Grain: initiative_id
    Check: origin in ('declared', 'component', 'focus_area')
    Check: state in ('go', 'review', 'stop', 'late')
    Check: earliest_start <= earliest_end and latest_start <= latest_end
    Check: is_critical = (slack_days <= 0)
    Check: reason is not null
    Column initiative_id: its id
    Column name_da: its name in Danish
    Column name_en: its name in English
    Column origin: declared by the study, or generated from a component's verdict or a focus area
    Column component_id: the component that it is about
    Column technology: the technology that it is about
    Column after: initiatives that must be done first, joined by commas
    Column gates: assumptions that gate it, joined by commas
    Column gate_status: the worst of their statuses: holds, weakening, cannot_tell or broken; NULL without a gate
    Column law_id: the law whose day bounds it
    Column law_name: its name
    Column law_source: where that day is from
    Column start_half_year: half-year of the earliest start
    Column end_half_year: half-year of the earliest end
    Column owner: who answers for it
    Column state: go, review, stop, or late where it cannot meet its day
    Column trigger: what calls for it
    Column reason: dates, gates and windows in words
    Column earliest_start: first day on which it can begin
    Column earliest_end: first day on which it can be done
    Column latest_start: last day on which it may begin
    Column latest_end: last day by which it must be done
    Column law_date: the law's day
    Column window_p10_date: day by which one in ten contracts about the component is called for again
    Column window_p50_date: day by which half of them are
    Column window_p90_date: day by which nine in ten are
    Column months: how long it takes
    Column slack_days: days between its earliest and latest start; below 0 it cannot meet its day
    Column window_contract_count: contracts about the component whose window opens within five years
    Column reachable_share: part of them that is called for after the earliest end, so that it can still be won
    Column is_critical: whether it has no slack
    Column can_tell: whether anything dated bounds it: a law, a window or another initiative
    """
    if not core__study.num_rows:
        return _SCHEMA.empty_table()
    today: date = core__study["as_of"][0].as_py()
    horizon = date(today.year + YEARS, 12, 31)
    laws = {row["law_id"]: row for row in seed__law_date.to_pylist()}
    statuses = {row["assumption_id"]: row["status"] for row in mart__assumption_status.to_pylist()}
    windows = _windows(_coming(mart__retender_calendar, today, horizon), today)
    plans = _declared(core__initiative.to_pylist())
    planned = {plan["component_id"] for plan in plans} - {None}
    plans += _from_verdicts(mart__component_verdict.to_pylist(), planned)
    plans += _from_areas(mart__focus_area.to_pylist())
    works = []
    for plan in plans:
        law = laws.get(plan["law_id"] or "")
        plan["law_date"] = date.fromisoformat(law["law_date"]) if law else None
        plan["law_name"], plan["law_source"] = (law["name_en"], law["source"]) if law else (None, None)
        plan.update(windows.get(plan["component_id"], dict.fromkeys(("p10", "p50", "p90"), None) | {"days": []}))
        works.append(Work(plan["initiative_id"], plan["months"], plan["after"], due=plan["law_date"]))
    spans = schedule(works, today=today, horizon=horizon)
    return pa.Table.from_pylist([_row(plan, spans[plan["initiative_id"]], statuses) for plan in plans], schema=_SCHEMA)


def _declared(said: list[Row]) -> list[Row]:
    return [
        one
        | {"origin": "declared", "technology": None, "after": one["after"] or [], "gates": one["gates"] or []}
        | {"trigger": "the study declares it"}
        for one in said
    ]


def _from_verdicts(verdicts: list[Row], planned: set[Any]) -> list[Row]:
    rows = []
    for one in verdicts:
        if one["verdict"] not in VERDICT_MONTHS or one["component_id"] in planned:
            continue
        words = _WORDS[one["verdict"]]
        rows.append(
            _generated(f"component-{one['component_id']}", VERDICT_MONTHS[one["verdict"]], "component")
            | {
                "name_da": f"{words[0]} {one['component_name']}",
                "name_en": f"{words[1]} {one['component_name']}",
                "component_id": one["component_id"],
                "trigger": f"verdict {one['verdict']}, {'clear' if one['is_clear'] else 'not clear'}",
            }
        )
    return rows


def _from_areas(areas: list[Row]) -> list[Row]:
    return [
        _generated(f"area-{one['technology']}", AREA_MONTHS, "focus_area")
        | {
            "name_da": f"Afprøv {one['technology_name_da']}",
            "name_en": f"Test {one['technology_name_en']}",
            "technology": one["technology"],
            "trigger": f"focus area, {one['sign_count']} of 4 signs: {one['test']}",
        }
        for one in sorted(areas, key=lambda one: one["place"])
        if one["verdict"] in ("area", "candidate")
    ]


def _generated(name: str, months: int, origin: str) -> Row:
    return {
        "initiative_id": name,
        "months": months,
        "origin": origin,
        "component_id": None,
        "technology": None,
        "after": [],
        "gates": [],
        "law_id": None,
        "owner": None,
    }


def _coming(calendar: pa.Table, today: date, horizon: date) -> list[Row]:
    """The windows that are still to come before the horizon, narrowed before Python sees a row."""
    middle = calendar["p50_date"]
    is_coming = pc.and_(
        pc.is_in(calendar["state"], pa.array(("expected", "extended", "open"))),
        pc.and_(pc.greater_equal(middle, pa.scalar(today)), pc.less_equal(middle, pa.scalar(horizon))),
    )
    rows: list[Row] = (
        calendar.select(["component_ids", "p10_date", "p50_date", "p90_date"]).filter(is_coming).to_pylist()
    )
    return rows


def _windows(calendar: list[Row], today: date) -> dict[str, Row]:
    """For each component when its contracts that are still to come are called for again: P10, P50, P90, every P50."""
    days: dict[str, list[tuple[date, date, date]]] = defaultdict(list)
    for one in calendar:
        for component in one["component_ids"] or []:
            days[component].append((one["p10_date"], one["p50_date"], one["p90_date"]))
    found = {}
    for component, spans in days.items():
        count = len(spans)
        # One contract's own window widens the wave at both ends: its P10 at the front, its P90 at the back.
        fronts, middles, backs = (sorted(span[place] for span in spans) for place in range(3))
        found[component] = {
            "p10": max(fronts[int(0.1 * (count - 1))], today),
            "p50": middles[int(0.5 * (count - 1))],
            "p90": backs[int(0.9 * (count - 1))],
            "days": middles,
        }
    return found


def _row(plan: Row, span: Any, statuses: dict[str, str]) -> Row:
    worst = _worst([statuses.get(gate, "cannot_tell") for gate in plan["gates"]])
    state = (
        "late"
        if span.is_late
        else {"broken": "stop", "weakening": "review", "cannot_tell": "review"}.get(worst or "", "go")
    )
    bounded = plan["law_date"] is not None or plan["p10"] is not None or bool(plan["after"])
    return {name: plan.get(name) for name in _SCHEMA.names} | {
        "months": int(plan["months"]),
        "after": ", ".join(plan["after"]) or None,
        "gates": ", ".join(plan["gates"]) or None,
        "gate_status": worst,
        "state": state,
        "earliest_start": span.earliest_start,
        "earliest_end": span.earliest_end,
        "latest_start": span.latest_start,
        "latest_end": span.latest_end,
        "slack_days": span.slack_days,
        "is_critical": span.slack_days <= 0,
        "start_half_year": half_year_of(span.earliest_start),
        "end_half_year": half_year_of(span.earliest_end),
        "window_p10_date": plan["p10"],
        "window_p50_date": plan["p50"],
        "window_p90_date": plan["p90"],
        "window_contract_count": len(plan["days"]),
        "reachable_share": _reachable(plan["days"], span.earliest_end),
        "can_tell": bounded,
        "reason": _reason(plan, span, worst),
    }


def _reachable(days: list[date], ready: date) -> float | None:
    return sum(day >= ready for day in days) / len(days) if days else None


def _worst(statuses: list[str]) -> str | None:
    order = ("broken", "cannot_tell", "weakening", "holds")
    return next((one for one in order if one in statuses), None)


def _reason(plan: Row, span: Any, worst: str | None) -> str:
    said = []
    if plan["law_date"]:
        said.append(f"must be done by {plan['law_date']} ({plan['law_name']})")
    if plan["p10"]:
        said.append(
            f"{len(plan['days'])} contracts open between {half_year_of(plan['p10'])} and {half_year_of(plan['p90'])}, "
            f"{_reachable(plan['days'], span.earliest_end):.0%} of them after the earliest end"
        )
    if plan["after"]:
        said.append(f"after {', '.join(plan['after'])}")
    if worst:
        said.append(f"gate: {worst.replace('_', ' ')}")
    if span.is_late:
        said.append(f"cannot be ready in time: {-span.slack_days} days too late")
    return "; ".join(said) or "cannot tell when: no law, window or other initiative bounds it"
