"""How many months after a municipality writes about a theme it tenders on it, if it does so more than anyway."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.lead_lag import LONGEST, LeadLag, lead_lag
from warehouse.estimators.trend import adjusted

FEWEST_BODIES = 8
FEWEST_PURCHASES = 8
LARGEST_Q = 0.10
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("theme", "theme_name_da", "theme_name_en")]
    + [(name, pa.int64()) for name in ("said_count", "purchase_count", "lag_purchase_count")]
    + [(name, pa.float64()) for name in ("expected_count", "lag_months", "lag_low", "lag_high", "p_value", "q_value")]
    + [("verdict", pa.string()), ("can_tell", pa.bool_()), ("reason", pa.string())]
)


def policy_lead_lag(
    core__theme_event: pd.DataFrame, core__theme: pa.Table, core__study: pa.Table, mart__peer_group: pd.DataFrame
) -> pa.Table:
    """How many months after naming a theme in a policy paper customers tender on it, beyond what they tender anyway.

    Counted are notices that plan or invite, from the month of a customer's first dated paper on the theme to 36 months
    after. What is tendered anyway is what comes out when the papers' days are dealt out anew among the same customers
    (999 times). No lead shown never means that there is none. A theme needs eight customers with a dated paper and
    eight months with a tender after it.
    Grain: theme
    Check: verdict in ('leads', 'no_sure_lead', 'cannot_tell')
    Check: can_tell = (verdict <> 'cannot_tell')
    Check: verdict <> 'leads' or q_value <= 0.10
    Check: lag_months is null or lag_months between lag_low and lag_high
    Check: (lag_months is null) = not can_tell
    Check: reason is not null
    Column theme: the theme
    Column theme_name_da: its name in Danish
    Column theme_name_en: its name in English
    Column said_count: customers with a dated paper that names it
    Column purchase_count: months, over these customers, with a tender on it within 36 months after their first paper
    Column lag_purchase_count: of them, those within two months of the lag
    Column expected_count: how many of these the dealt papers show: what is tendered anyway
    Column lag_months: months from paper to tender at which most is tendered beyond that
    Column lag_low: lower end of its 80 % interval
    Column lag_high: upper end of its 80 % interval
    Column p_value: how often dealt papers show as much at any lag
    Column q_value: the same after correction for all themes (Benjamini and Hochberg)
    Column verdict: leads, no_sure_lead or cannot_tell
    Column can_tell: whether there is enough to test
    Column reason: why, in a sentence
    """
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    events = core__theme_event[core__theme_event["body_id"].isin(mart__peer_group["body_id"])].copy()
    events["day"] = pd.to_datetime(events["event_date"])
    if as_of is not None:
        events = events[events["day"] <= pd.Timestamp(as_of)]
    first = events["day"].min()
    events["month"] = (events["day"].dt.year - first.year) * 12 + events["day"].dt.month - first.month
    by_theme = dict(tuple(events.groupby("theme")))
    rows: list[dict[str, Any]] = []
    found: list[LeadLag | None] = []
    for theme in sorted(core__theme.to_pylist(), key=lambda one: str(one["theme"])):
        name = str(theme["theme"])
        said, bought, row = _months(by_theme.get(name, events.iloc[:0]))
        enough = row["said_count"] >= FEWEST_BODIES and row["purchase_count"] >= FEWEST_PURCHASES
        found.append(lead_lag(said, bought, seed=zlib.crc32(name.encode())) if enough else None)
        names = {"theme": name, "theme_name_da": theme["name_da"], "theme_name_en": theme["name_en"]}
        rows.append(names | row)
    corrected = iter(adjusted(np.array([one.p for one in found if one is not None], dtype=float)).tolist())
    for row, one in zip(rows, found, strict=True):
        row["q_value"] = next(corrected) if one is not None else None
        if one is not None:
            row |= {"lag_months": one.lag, "lag_low": one.low, "lag_high": one.high, "p_value": one.p}
            row |= {"lag_purchase_count": round(one.bought), "expected_count": one.expected}
        row["verdict"], row["reason"] = _verdict(row, one)
        row["can_tell"] = one is not None
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _months(events: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], dict[str, Any]]:
    """(month of each body's first paper, bodies by months: whether they tender) and how many of both there are."""
    first = events[events["act"] == "said"].groupby("body_id")["month"].min().sort_index()
    tenders = events[(events["act"] == "tender") & events["body_id"].isin(first.index)]
    bought = np.zeros((len(first), int(events["month"].max()) + 1 if len(events) else 1), dtype=np.int64)
    bought[first.index.get_indexer(pd.Index(tenders["body_id"])), tenders["month"].to_numpy(dtype=np.int64)] = 1
    said = first.to_numpy(dtype=np.int64)
    after = sum(int(row[month : month + LONGEST + 1].sum()) for row, month in zip(bought, said, strict=True))
    return said, bought, {"said_count": len(said), "purchase_count": after}


def _verdict(row: dict[str, Any], one: LeadLag | None) -> tuple[str, str]:
    if one is None:
        if row["said_count"] < FEWEST_BODIES:
            return "cannot_tell", f"{row['said_count']} customers have a dated paper on it; a lag needs {FEWEST_BODIES}"
        if row["purchase_count"] < FEWEST_PURCHASES:
            return "cannot_tell", f"{row['purchase_count']} tenders came after a paper; a lag needs {FEWEST_PURCHASES}"
        return "cannot_tell", "the papers are of fewer than three different months"
    if row["q_value"] <= LARGEST_Q:
        return "leads", "more is tendered at this lag than the same papers dealt out anew would show"
    return "no_sure_lead", "as much is tendered at some lag when the papers are dealt out anew"
