"""When can an initiative begin and end, given what must come before it and the day by which it must be done?

Initiatives and what they wait for are a graph without rings. Forward: the earliest start is the latest end of what
comes before (or today, or the day a window opens). Backward: the latest end is the earliest latest-start of what
follows (or its own due day, or the horizon). Slack is what lies between; below zero the plan does not meet the day,
and the initiative says so rather than being moved. Days, not months, are counted: the reader sees half-years.
Rejected: scheduling by resources (nobody publishes them), one date for each (windows, not days, are known).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import networkx as nx

DAYS_A_MONTH = 30.4375


@dataclass(frozen=True)
class Work:
    """One initiative: its length in months, what it waits for, and the days that bound it (None for none)."""

    id: str
    months: float
    after: Sequence[str] = ()
    not_before: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class Span:
    """Earliest and latest start and end of an initiative, slack in days, and whether it is on the longest way."""

    earliest_start: date
    earliest_end: date
    latest_start: date
    latest_end: date
    slack_days: int

    @property
    def is_late(self) -> bool:
        """Whether the plan cannot meet the day by which it must be done."""
        return self.slack_days < 0


def schedule(works: Sequence[Work], *, today: date, horizon: date) -> dict[str, Span]:
    """Spans by id. Raises `ValueError` where works wait for one another in a ring or for one that is not there."""
    by_id = {work.id: work for work in works}
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(by_id))
    graph.add_edges_from((before, work.id) for work in works for before in work.after)
    if unknown := sorted(set(graph) - set(by_id)):
        raise ValueError(f"there is no initiative {unknown[0]!r} to wait for")
    if not nx.is_directed_acyclic_graph(graph):
        raise ValueError("initiatives wait for one another in a ring")
    order = list(nx.lexicographical_topological_sort(graph))
    length = {work.id: timedelta(days=round(work.months * DAYS_A_MONTH)) for work in works}
    start: dict[str, date] = {}
    for name in order:
        bounds = [start[before] + length[before] for before in graph.predecessors(name)]
        start[name] = max([today, by_id[name].not_before or today, *bounds])
    end: dict[str, date] = {}
    for name in reversed(order):
        bounds = [end[after] - length[after] for after in graph.successors(name)]
        # Without a day of its own an initiative may last until the horizon, but no end lies before its earliest.
        own = by_id[name].due or max(horizon, start[name] + length[name])
        end[name] = min([own, *bounds])
    return {
        name: Span(
            start[name],
            start[name] + length[name],
            end[name] - length[name],
            end[name],
            (end[name] - length[name] - start[name]).days,
        )
        for name in order
    }


def half_year_of(day: date) -> str:
    """The half-year of a day: 2027-H1."""
    return f"{day.year}-H{1 if day.month <= 6 else 2}"
