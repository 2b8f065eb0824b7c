"""Each technology's ring at the end of each quarter, from dated evidence alone, so that a re-run gives the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from warehouse.estimators import ring as rules
from warehouse.estimators.panel import LARGEST_Q, counts_of, is_enough, panel_of_counts, quarter_of, quarters_before
from warehouse.estimators.trend import adjusted
from warehouse.estimators.trends import estimate_trends

QUARTERS = 12
# Quarters that a source must have been heard in before it counts: what a new source brings is news of the source.
SETTLING_QUARTERS = 4
DECIDING = 3
# Titles and the like of half a million events would be copied at every sort for nothing.
_NEEDED = ["technology", "owner_kind", "owner_id", "organisation", "stream", "panel", "source"]
_NEEDED += ["is_strategy", "is_public_buyer", "url", "evidence_id"]

Days = NDArray[np.datetime64]
Truths = NDArray[np.bool_]

_COUNTS = ("organisation_count", "strategy_count", "tender_buyer_count", "award_buyer_count", "falling_quarters")
_SCHEMA = pa.schema(
    [("technology", pa.string()), ("quarter", pa.date32()), ("rule_ring", pa.string()), ("ring", pa.string())]
    + [("previous_ring", pa.string()), ("moved", pa.bool_()), ("rule", pa.string())]
    + [(name, pa.int64()) for name in _COUNTS]
    + [("panel", pa.list_(pa.string())), ("left_out", pa.list_(pa.string()))]
    + [(name, pa.list_(pa.string())) for name in ("deciding_documents", "deciding_urls", "deciding_evidence")]
    + [("reason", pa.string())]
)


def ring_history(
    core__technology_event: pa.Table,
    core__stream_document: pd.DataFrame,
    core__technology: pa.Table,
    core__study: pa.Table,
    core__ring_threshold: pa.Table,
) -> pa.Table:
    """F2.1: on which ring of the radar a technology stood at the end of each of the last 12 whole quarters.

    All is counted from the days of the documents, never from earlier editions, so that a run again gives the same. A
    source counts from its fifth quarter with dated documents on: what it brings before says more of the source. The
    rules name a ring (rule_ring); the ring moves when they have named another for two quarters in a row, and to fading
    when the share of documents has surely fallen (q at most 0.10) for four. The history's first quarter is no move.
    Months and quarters below are the defaults; the study's own thresholds stand in each rule and reason.
    Grain: technology, quarter
    Check: ring in ('none', 'watch', 'explore', 'adopt', 'established', 'fading')
    Check: moved = (previous_ring is not null and previous_ring <> ring)
    Check: reason is not null
    Column technology: the technology
    Column quarter: first day of the quarter at whose end it is counted
    Column rule_ring: the ring that the rules name for this quarter alone
    Column ring: the ring after waiting: none, watch, explore, adopt, established or fading
    Column previous_ring: the ring of the quarter before; NULL in the first quarter of the history
    Column moved: whether the ring changed
    Column rule: the numbers of the ring, with the thresholds
    Column organisation_count: organisations that named it in the 24 months before the quarter's end
    Column strategy_count: bodies whose strategies, policies or plans of the last 48 months name it
    Column tender_buyer_count: public buyers that named it in a tender in 36 months
    Column award_buyer_count: public buyers that named it in an award in 36 months
    Column falling_quarters: for how many quarters in a row its share of documents has surely fallen
    Column panel: sources that count in the quarter
    Column left_out: sources that had documents already and do not count yet
    Column deciding_documents: the latest documents that decide, at most three, as kind and id
    Column deciding_urls: where they stand
    Column deciding_evidence: the bytes that they were read from
    Column reason: why it moved or stayed, in a sentence
    """
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    least = rules.Thresholds(**{row["threshold"]: row["least"] for row in core__ring_threshold.to_pylist()})
    documents = core__stream_document.assign(
        panel=core__stream_document["stream"] + " " + core__stream_document["panel"]
    )
    documents["quarter"] = _days(documents["quarter"])
    days = core__technology_event["published_date"].to_numpy()
    different, places = np.unique(days, return_inverse=True)
    quarters_of = np.array([quarter_of(day) for day in different.astype("datetime64[D]").tolist()], dtype=object)
    events = core__technology_event.select(_NEEDED).to_pandas()
    events = events.assign(day=days.astype("datetime64[s]"), quarter=quarters_of[places] if len(days) else None)
    technologies = sorted(str(one) for one in core__technology["technology"].to_pylist())
    begun = _first_quarters(documents)
    quarters = _quarters(begun, as_of)
    falls = _falls(events, documents, technologies, quarters)
    by_technology = dict(tuple(events.groupby("technology")))
    rows: list[dict[str, Any]] = []
    for technology in technologies:
        own = _events(by_technology.get(technology, events.iloc[:0]), begun)
        seen = [_counted(own, quarter, least) for quarter in quarters]
        standings = [
            _standing(own, kept, falls.get((technology, quarter), 0))
            for quarter, kept in zip(quarters, seen, strict=True)
        ]
        named = [rules.rule_of(standing, least) for standing in standings]
        shown = rules.settled(named)
        for place, quarter in enumerate(quarters):
            before = shown[place - 1] if place else None
            row = _row(standings[place], named[place], shown[place], before, least)
            panel = [source for source in sorted(begun) if _counts_in(begun[source], quarter)]
            waiting = [source for source in sorted(begun) if begun[source] <= quarter and source not in panel]
            row |= {"technology": technology, "quarter": quarter, "panel": panel, "left_out": waiting}
            rows.append(row | _deciding(own, seen[place], shown[place]))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


@dataclass(frozen=True)
class _Events:
    """What was said of one technology, latest first, as arrays of one length: they are asked 12 times four times over.

    `days` and `counts_from` are days as NumPy's (the latter the quarter from which the source counts), `organisation`
    the organisation's number, below 0 where there is none.
    """

    rows: pd.DataFrame
    owner_kinds: Any
    owner_ids: Any
    days: Days
    counts_from: Days
    organisation: NDArray[np.int64]
    is_strategy: Truths
    is_tender: Truths
    is_award: Truths


def _events(rows: pd.DataFrame, begun: dict[str, date]) -> _Events:
    # They come in the order of their owners, which a stable sort keeps within a day.
    rows = rows.iloc[np.argsort(-rows["day"].to_numpy().astype(np.int64), kind="stable")]
    never = date.max
    settled = {source: quarters_before(first, -SETTLING_QUARTERS) for source, first in begun.items()}
    is_notice = rows["is_public_buyer"].to_numpy(dtype=bool)
    return _Events(
        rows=rows[["owner_kind", "owner_id", "url", "evidence_id"]],
        owner_kinds=rows["owner_kind"].array,
        owner_ids=rows["owner_id"].array,
        days=rows["day"].to_numpy().astype("datetime64[D]"),
        counts_from=_of_each(rows["source"], lambda source: settled.get(source, never)),
        organisation=pd.factorize(rows["organisation"])[0].astype(np.int64),
        is_strategy=rows["is_strategy"].to_numpy(dtype=bool),
        is_tender=is_notice & (rows["stream"] == "procurement").to_numpy(dtype=bool),
        is_award=is_notice & (rows["stream"] == "award").to_numpy(dtype=bool),
    )


def _of_each(values: pd.Series[Any], day_of: Callable[[str], date]) -> Days:
    """A day for each value, asked once for each different one."""
    numbers, different = pd.factorize(values)
    return np.array([day_of(str(one)) for one in different], dtype="datetime64[D]")[numbers]


def _days(values: pd.Series[Any]) -> pd.Series[Any]:
    """Days as Python's dates, whether Arrow gave dates or moments."""
    return values.map({one: one.date() if isinstance(one, pd.Timestamp) else one for one in values.unique()})


def _first_quarters(documents: pd.DataFrame) -> dict[str, date]:
    """The first quarter in which each source had a dated document."""
    return {str(source): first for source, first in documents.groupby("source")["quarter"].min().items()}


def _counts_in(first: date, quarter: date) -> bool:
    return first <= quarters_before(quarter, SETTLING_QUARTERS)


def _quarters(begun: dict[str, date], as_of: date | None) -> list[date]:
    """The last whole quarters in which some source counts, at most twelve."""
    if not begun or as_of is None:
        return []
    last = quarters_before(quarter_of(as_of), 1)
    every = [quarters_before(last, back) for back in reversed(range(QUARTERS))]
    return [quarter for quarter in every if any(_counts_in(first, quarter) for first in begun.values())]


def _counted(events: _Events, quarter: date, least: rules.Thresholds) -> dict[str, Truths]:
    """Which events count at the quarter's end, by what they count for."""
    after = quarters_before(quarter, -1)
    known = (events.days < np.datetime64(after)) & (events.counts_from <= np.datetime64(quarter))

    def within(chosen: Truths, months: int) -> Truths:
        return chosen & (events.days >= np.datetime64(quarters_before(after, months // 3)))

    return {
        "organisations": within(known, least.watch_months),
        "strategies": within(known & events.is_strategy, least.explore_months),
        "tenders": within(known & events.is_tender, least.adopt_months),
        "awards": within(known & events.is_award, least.established_months),
    }


def _standing(events: _Events, kept: dict[str, Truths], falling: int) -> rules.Standing:
    named = {side: events.organisation[rows] for side, rows in kept.items()}
    heard = {side: len(np.unique(numbers[numbers >= 0])) for side, numbers in named.items()}
    return rules.Standing(heard["organisations"], heard["strategies"], heard["tenders"], heard["awards"], falling)


def _falls(
    events: pd.DataFrame, documents: pd.DataFrame, technologies: list[str], quarters: list[date]
) -> dict[tuple[str, date], int]:
    """For how many quarters in a row each technology has surely fallen, at each quarter's end."""
    once = events.drop_duplicates(["technology", "owner_kind", "owner_id"])
    every = counts_of(documents)
    by_technology = {str(technology): counts_of(rows) for technology, rows in once.groupby("technology")}
    lasting: dict[tuple[str, date], int] = {}
    for quarter in quarters:
        panel = panel_of_counts(every, before=quarters_before(quarter, -1))
        counts = {one: panel.counted(rows) for one in technologies if (rows := by_technology.get(one)) is not None}
        tested = {one: named for one, named in counts.items() if is_enough(panel, named)}
        trends = estimate_trends([(named, panel.documents) for named in tested.values()], intervals=False)
        known = [(one, trend) for one, trend in zip(tested, trends, strict=True) if trend is not None]
        q_values = adjusted(np.array([trend.p for _, trend in known], dtype=float))
        for (one, trend), q_value in zip(known, q_values, strict=True):
            if trend.ratio < 1 and q_value <= LARGEST_Q:
                lasting[one, quarter] = lasting.get((one, quarters_before(quarter, 1)), 0) + 1
    return lasting


def _row(
    standing: rules.Standing, named: str, shown: str, before: str | None, least: rules.Thresholds
) -> dict[str, Any]:
    numbers = rules.numbers_of(standing, shown, least)
    if before is None:
        reason = f"first quarter of the history: {numbers}"
    elif before != shown:
        reason = f"moved from {before} to {shown}: {numbers}"
    elif named != shown:
        waiting = rules.numbers_of(standing, named, least)
        reason = f"stays at {shown}: the rules name {named} ({waiting}), not yet two quarters in a row"
    else:
        reason = f"stays at {shown}: {numbers}"
    return {
        "rule_ring": named,
        "ring": shown,
        "previous_ring": before,
        "moved": before is not None and before != shown,
        "rule": numbers,
        "organisation_count": standing.organisations,
        "strategy_count": standing.strategies,
        "tender_buyer_count": standing.tender_buyers,
        "award_buyer_count": standing.award_buyers,
        "falling_quarters": standing.falling_quarters,
        "reason": reason,
    }


def _deciding(events: _Events, kept: dict[str, Truths], ring: str) -> dict[str, list[str]]:
    """The latest documents of different organisations that count for the ring."""
    side = {"explore": "strategies", "adopt": "tenders", "established": "awards"}.get(ring, "organisations")
    places = np.flatnonzero(kept[side])
    _, first = np.unique(events.organisation[places], return_index=True)
    latest: dict[tuple[str, str], int] = {}
    for place in places[np.sort(first)]:
        latest.setdefault((events.owner_kinds[place], events.owner_ids[place]), int(place))
        if len(latest) == DECIDING:
            break
    rows = events.rows.iloc[list(latest.values())]
    return {
        "deciding_documents": [f"{kind} {one}" for kind, one in latest],
        "deciding_urls": [str(url) for url in rows["url"]],
        "deciding_evidence": [str(one) for one in rows["evidence_id"]],
    }
