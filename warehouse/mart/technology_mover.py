"""Which technologies are named more, or less, over all streams together, and in which stream it began."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.stats import kendalltau, theilslopes

from warehouse.estimators.panel import Counts, Panel, call, halves_ratio, is_enough, panel_of
from warehouse.estimators.trend import Trend, adjusted
from warehouse.estimators.trends import estimate_trends

_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("technology", "technology_name_da", "technology_name_en", "technology_group")]
    + [("first_quarter", pa.date32()), ("last_quarter", pa.date32()), ("panel_count", pa.int64())]
    + [(name, pa.int64()) for name in ("documents_before", "documents_after", "total_before", "total_after")]
    + [(name, pa.float64()) for name in ("halves_ratio", "rate_ratio", "ratio_low", "ratio_high", "shrunken_ratio")]
    + [("p_value", pa.float64()), ("q_value", pa.float64()), ("breadth", pa.int64()), ("quarters_seen", pa.int64())]
    + [("slope_ratio", pa.float64()), ("kendall_p", pa.float64()), ("second_opinion", pa.string())]
    + [("streams_rising", pa.list_(pa.string())), ("streams_fading", pa.list_(pa.string()))]
    + [("stream_order", pa.list_(pa.string())), ("smallest_ratio", pa.float64())]
    + [("verdict", pa.string()), ("can_tell", pa.bool_()), ("reason", pa.string())]
)


def technology_mover(
    core__stream_document: pd.DataFrame,
    core__technology_document: pd.DataFrame,
    core__technology: pa.Table,
    core__study: pa.Table,
    mart__technology_trend: pd.DataFrame,
    mart__technology_stream: pd.DataFrame,
) -> pa.Table:
    """T2.2: is a technology named in a larger share of all documents than before, streams taken together?

    Every source or publisher of every stream keeps its own level, so that a stream that grows moves nothing; the rest
    is as in technology_trend, which has each stream apart. A second opinion comes from the slope through the medians
    (Theil and Sen) and the rank test (Mann and Kendall) of the quarterly share: it is shown, and decides nothing.
    Grain: technology
    Check: verdict in ('rising', 'fading', 'no_sure_change', 'cannot_tell')
    Check: verdict <> 'rising' or (rate_ratio > 1 and q_value <= 0.10 and breadth >= 3 and quarters_seen >= 2)
    Check: can_tell = (verdict <> 'cannot_tell')
    Check: reason is not null
    Check: ratio_low is null or ratio_low <= rate_ratio and rate_ratio <= ratio_high
    Column technology: the technology
    Column technology_name_da: its name in Danish
    Column technology_name_en: its name in English
    Column technology_group: its group
    Column first_quarter: first quarter of the period
    Column last_quarter: last quarter of the period
    Column panel_count: sources and publishers, by stream, that are heard in both halves of it
    Column documents_before: documents that name it in the first half
    Column documents_after: documents that name it in the second half
    Column total_before: documents of the panel in the first half
    Column total_after: documents of the panel in the second half
    Column halves_ratio: its share in the second half divided by that in the first; NULL where that is nought
    Column rate_ratio: the fitted change, and not the ratio of the halves: how many times as large its share becomes
        over half of the period by the slope through its quarters, each source at its own level
    Column ratio_low: lower end of its 95 % interval
    Column ratio_high: upper end of its 95 % interval
    Column shrunken_ratio: the ratio drawn towards that of all technologies, the more so the less sure it is
    Column p_value: how often chance alone would show as much
    Column q_value: the same after correction for all technologies (Benjamini and Hochberg)
    Column breadth: organisations that name it: in the second half, or where it falls in the first
    Column quarters_seen: of the last four quarters, those in which it is named
    Column slope_ratio: the change over half of the period by the slope through the medians of the quarterly share
    Column kendall_p: two-sided p of the rank test of the quarterly share
    Column second_opinion: agrees, differs, or cannot tell, against the verdict's direction
    Column streams_rising: streams in which it is rising by itself
    Column streams_fading: streams in which it is fading by itself
    Column stream_order: streams in the order in which they took it up
    Column smallest_ratio: the growth that would be found four times out of five
    Column verdict: rising, fading, no_sure_change or cannot_tell
    Column can_tell: whether there is a verdict
    Column reason: why, in a sentence
    """
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    everywhere = [
        frame.assign(panel=frame["stream"] + " " + frame["panel"])
        for frame in (core__stream_document, core__technology_document)
    ]
    panel = panel_of(everywhere[0], before=as_of)
    by_term = dict(tuple(everywhere[1].groupby("technology")))
    terms = sorted(core__technology.to_pylist(), key=lambda one: str(one["technology"]))
    measured = [_measured(by_term.get(term["technology"], everywhere[1].iloc[:0]), panel) for term in terms]
    tested = [counts for _, counts in measured if is_enough(panel, counts)]
    trends = iter(estimate_trends([(counts, panel.documents) for counts in tested]))
    found = [next(trends) if is_enough(panel, counts) else None for _, counts in measured]
    corrected = iter(adjusted(np.array([one.p for one in found if one is not None], dtype=float)).tolist())
    shrunken = _shrunken(found)
    alone = _by_stream(mart__technology_trend)
    order = mart__technology_stream.dropna(subset=["stream_place"]).sort_values("stream_place")
    in_order = {name: list(rows["stream"]) for name, rows in order.groupby("technology")}
    rows = []
    for term, (counted, counts), trend, drawn in zip(terms, measured, found, shrunken, strict=True):
        name = str(term["technology"])
        row = dict(counted)
        row |= {
            key: term[key] for key in ("technology", "technology_name_da", "technology_name_en", "technology_group")
        }
        row |= {"q_value": next(corrected) if trend is not None else None, "shrunken_ratio": drawn}
        row |= _numbers(trend) | _second(counts, panel) | alone.get(name, {}) | {"stream_order": in_order.get(name, [])}
        verdict, reason = call(
            trend,
            q_value=row["q_value"],
            named=row["documents_before"] + row["documents_after"],
            documents=row["total_before"] + row["total_after"],
            breadth=row["breadth"],
            breadth_before=row["breadth_before"],
            quarters_seen=row["quarters_seen"],
        )
        before = row.pop("breadth_before")
        row |= {"verdict": verdict, "reason": reason, "can_tell": verdict != "cannot_tell"}
        row["breadth"] = before if verdict == "fading" else row["breadth"]
        row["second_opinion"] = _opinion(row)
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _measured(named: pd.DataFrame, panel: Panel) -> tuple[dict[str, Any], Counts]:
    early, late = panel.halves
    inside = named[named["quarter"].isin(panel.quarters) & named["panel"].isin(panel.members)]
    counts = panel.named(inside)
    half = len(early)
    before, after = int(counts[:half].sum()), int(counts[half:].sum())
    total_before, total_after = int(panel.documents[:half].sum()), int(panel.documents[half:].sum())
    return {
        "first_quarter": panel.quarters[0] if panel.quarters else None,
        "last_quarter": panel.quarters[-1] if panel.quarters else None,
        "panel_count": len(panel.members),
        "documents_before": before,
        "documents_after": after,
        "total_before": total_before,
        "total_after": total_after,
        "halves_ratio": halves_ratio(before, total_before, after, total_after),
        "breadth": int(inside.loc[inside["quarter"].isin(late), "organisation"].nunique()),
        "breadth_before": int(inside.loc[inside["quarter"].isin(early), "organisation"].nunique()),
        "quarters_seen": int(inside.loc[inside["quarter"].isin(panel.quarters[-4:]), "quarter"].nunique()),
    }, counts


def _numbers(trend: Trend | None) -> dict[str, float | None]:
    if trend is None:
        return dict.fromkeys(("rate_ratio", "ratio_low", "ratio_high", "p_value", "smallest_ratio"))
    return {
        "rate_ratio": trend.ratio,
        "ratio_low": trend.low,
        "ratio_high": trend.high,
        "p_value": trend.p,
        "smallest_ratio": trend.smallest_ratio,
    }


def _shrunken(trends: list[Trend | None]) -> list[float | None]:
    """Each ratio drawn towards the common one, on the log scale (normal-normal; the variation by moments)."""
    known = [one for one in trends if one is not None]
    if not known:
        return [None] * len(trends)
    logs = np.log([one.ratio for one in known])
    errors = (
        np.maximum((np.log([one.high for one in known]) - np.log([one.low for one in known])) / (2 * 1.96), 1e-3) ** 2
    )
    weights = 1 / errors
    mean = float((weights * logs).sum() / weights.sum())
    spread = float((weights * (logs - mean) ** 2).sum()) - (len(known) - 1)
    between = max(spread / max(float(weights.sum() - (weights**2).sum() / weights.sum()), 1e-9), 0.0)
    drawn = iter(np.exp(mean + between / (between + errors) * (logs - mean)).tolist())
    return [None if one is None else float(next(drawn)) for one in trends]


def _second(counts: Counts, panel: Panel) -> dict[str, float | None]:
    """Slope and rank test of the quarterly share of documents that name it."""
    total = panel.documents.sum(axis=1)
    if not is_enough(panel, counts) or not (total > 0).all():
        return {"slope_ratio": None, "kendall_p": None}
    share = counts.sum(axis=1) / total
    quarters = np.arange(len(share))
    slope = float(theilslopes(np.log(share + 0.5 / total), quarters).slope)
    p_value = float(kendalltau(quarters, share).pvalue) if len(set(share)) > 1 else 1.0
    return {"slope_ratio": float(np.exp(slope * len(share) / 2)), "kendall_p": p_value}


def _opinion(row: dict[str, Any]) -> str | None:
    if row["verdict"] not in ("rising", "fading"):
        return None
    if row["slope_ratio"] is None:
        return "cannot tell"
    return "agrees" if (row["slope_ratio"] > 1) == (row["verdict"] == "rising") else "differs"


def _by_stream(trends: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for name, rows in trends.groupby("technology"):
        found[str(name)] = {
            f"streams_{verdict}": sorted(rows.loc[rows["verdict"] == verdict, "stream"])
            for verdict in ("rising", "fading")
        }
    return found
