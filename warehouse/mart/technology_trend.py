"""Which technologies are named more, or less, often than before, in which stream, and how sure that is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.panel import Counts, Panel, call, halves_ratio, is_enough, panel_of
from warehouse.estimators.trend import Trend, adjusted
from warehouse.estimators.trends import estimate_trends

STREAMS = ("procurement", "award", "vendor", "policy")
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("technology", "technology_name_da", "technology_name_en", "technology_group")]
    + [("stream", pa.string()), ("first_quarter", pa.date32()), ("last_quarter", pa.date32())]
    + [(name, pa.int64()) for name in ("documents_before", "documents_after", "total_before", "total_after")]
    + [(name, pa.float64()) for name in ("rate_before", "rate_after", "halves_ratio")]
    + [(name, pa.float64()) for name in ("rate_ratio", "ratio_low", "ratio_high")]
    + [("p_value", pa.float64()), ("q_value", pa.float64()), ("breadth", pa.int64()), ("quarters_seen", pa.int64())]
    + [("verdict", pa.string()), ("reason", pa.string()), ("smallest_ratio", pa.float64())]
)


def technology_trend(
    core__stream_document: pa.Table,
    core__technology_document: pa.Table,
    core__technology: pa.Table,
    core__study: pa.Table,
) -> pa.Table:
    """A technology in a stream: is it named in a larger share of the documents than before?

    Compared are the halves of the last 8 to 20 whole quarters, in sources or publishers heard in both halves, each at
    its own level (see the estimator for the test). Rising needs q <= 0.10 over all tests of the edition, 3 independent
    organisations, and 2 of the last 4 quarters; fading needs q <= 0.10 and 3 organisations before. Fewer than 8
    documents or 8 quarters, or data that would not show a fivefold change: it cannot tell. No sure change never means
    that there is none: smallest_ratio says what would have been found four times out of five.
    Grain: technology, stream
    Check: verdict in ('rising', 'fading', 'no_sure_change', 'cannot_tell')
    Check: verdict <> 'rising' or (rate_ratio > 1 and q_value <= 0.10 and breadth >= 3 and quarters_seen >= 2)
    Check: verdict <> 'fading' or (rate_ratio < 1 and q_value <= 0.10)
    Check: reason is not null
    Check: ratio_low is null or ratio_low <= rate_ratio and rate_ratio <= ratio_high
    Column technology: the technology
    Column technology_name_da: its name in Danish
    Column technology_name_en: its name in English
    Column technology_group: its group
    Column stream: procurement, award, vendor or policy
    Column first_quarter: first quarter of the period
    Column last_quarter: last quarter of the period
    Column documents_before: documents that name it in the first half
    Column documents_after: documents that name it in the second half
    Column total_before: documents of the panel in the first half
    Column total_after: documents of the panel in the second half
    Column rate_before: share of documents that name it in the first half
    Column rate_after: share of documents that name it in the second half
    Column halves_ratio: rate_after divided by rate_before; NULL where the first half does not name it
    Column rate_ratio: the fitted change, and not the ratio of the halves: how many times as large the rate becomes over
        half of the period by the slope through its quarters, each source at its own level
    Column ratio_low: lower end of its 95 % interval
    Column ratio_high: upper end of its 95 % interval
    Column p_value: how often chance alone would show as much
    Column q_value: the same after correction for all tests of the edition (Benjamini and Hochberg)
    Column breadth: organisations that name it: in the second half, or where it falls in the first
    Column quarters_seen: of the last four quarters, those in which it is named
    Column verdict: rising, fading, no_sure_change or cannot_tell
    Column reason: why, in a sentence
    Column smallest_ratio: the growth that would be found four times out of five
    """
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    documents = core__stream_document.to_pandas()
    named = core__technology_document.to_pandas()
    panels = {stream: panel_of(documents[documents["stream"] == stream], before=as_of) for stream in STREAMS}
    by_term = dict(tuple(named.groupby(["technology", "stream"])))
    terms = sorted(core__technology.to_pylist(), key=lambda one: str(one["technology"]))
    rows: list[dict[str, Any]] = []
    found: list[Trend | None] = []
    for stream in STREAMS:
        measured = [_measured(by_term.get((term["technology"], stream)), panels[stream]) for term in terms]
        trends = iter(
            estimate_trends([(counts, panels[stream].documents) for _, counts in measured if counts is not None])
        )
        for term, (row, counts) in zip(terms, measured, strict=True):
            trend = next(trends) if counts is not None else None
            names = {key: term[key] for key in term if not key.startswith("definition_")}
            rows.append(names | {"stream": stream} | row | _shown(trend))
            found.append(trend)
    tested = [trend.p for trend in found if trend is not None]
    corrected = iter(adjusted(np.array(tested, dtype=float)).tolist())
    for row, trend in zip(rows, found, strict=True):
        row["q_value"] = next(corrected) if trend is not None else None
        row["verdict"], row["reason"] = call(
            trend,
            q_value=row["q_value"],
            named=row["documents_before"] + row["documents_after"],
            documents=row["total_before"] + row["total_after"],
            breadth=row["breadth"],
            breadth_before=row["breadth_before"],
            quarters_seen=row["quarters_seen"],
        )
        row["breadth"] = row.pop("breadth_before") if row["verdict"] == "fading" else row["breadth"]
        row.pop("breadth_before", None)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _measured(named: pd.DataFrame | None, panel: Panel) -> tuple[dict[str, Any], Counts | None]:
    """What one technology's documents say in one stream; the counts only where there is enough to test."""
    early, late = panel.halves
    half = len(early)
    counts = np.zeros_like(panel.documents)
    breadth = breadth_before = quarters_seen = 0
    if named is not None:
        inside = named[named["quarter"].isin(panel.quarters) & named["panel"].isin(panel.members)]
        breadth = int(inside.loc[inside["quarter"].isin(late), "organisation"].nunique())
        breadth_before = int(inside.loc[inside["quarter"].isin(early), "organisation"].nunique())
        quarters_seen = int(inside.loc[inside["quarter"].isin(panel.quarters[-4:]), "quarter"].nunique())
        counts = panel.named(inside)
    before, after = int(counts[:half].sum()), int(counts[half:].sum())
    total_before, total_after = int(panel.documents[:half].sum()), int(panel.documents[half:].sum())
    return {
        "first_quarter": panel.quarters[0] if panel.quarters else None,
        "last_quarter": panel.quarters[-1] if panel.quarters else None,
        "documents_before": before,
        "documents_after": after,
        "total_before": total_before,
        "total_after": total_after,
        "rate_before": before / total_before if total_before else None,
        "rate_after": after / total_after if total_after else None,
        "halves_ratio": halves_ratio(before, total_before, after, total_after),
        "breadth": breadth,
        "breadth_before": breadth_before,
        "quarters_seen": quarters_seen,
    }, counts if is_enough(panel, counts) else None


def _shown(trend: Trend | None) -> dict[str, float | None]:
    return {
        "rate_ratio": trend.ratio if trend else None,
        "ratio_low": trend.low if trend else None,
        "ratio_high": trend.high if trend else None,
        "p_value": trend.p if trend else None,
        "smallest_ratio": trend.smallest_ratio if trend else None,
    }
