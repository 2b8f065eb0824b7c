"""How many customers name each theme in their policy papers, weighted by inhabitants too, and what has changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.proportion import share_of

FEWEST_BODIES = 10
CHANGE_MONTHS = 24
_Z = 1.959964
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("theme", "theme_name_da", "theme_name_en")]
    + [("league_place", pa.int64())]
    + [(name, pa.int64()) for name in ("named_count", "body_count", "customer_count")]
    + [(name, pa.float64()) for name in ("share", "share_low", "share_high", "coverage")]
    + [(name, pa.float64()) for name in ("weighted_share", "weighted_low", "weighted_high", "weighted_coverage")]
    + [
        ("both_count", pa.int64()),
        ("change", pa.float64()),
        ("change_low", pa.float64()),
        ("change_high", pa.float64()),
    ]
    + [("shared_sentence_share", pa.float64()), ("can_tell", pa.bool_()), ("reason", pa.string())]
    + [("change_reason", pa.string())]
)


def theme_league(
    mart__peer_group: pd.DataFrame,
    mart__policy_body: pd.DataFrame,
    core__policy_document: pd.DataFrame,
    core__theme_sentence: pd.DataFrame,
    core__theme: pa.Table,
    core__study: pa.Table,
) -> pa.Table:
    """T1.2: themes by how many customers name them in their policy papers, of those with papers that we hold.

    Weighted shares count inhabitants instead of customers, where these are known. The change is between the papers of
    the last 24 months and older ones of the same customers: who has written in one of the two times alone tells nothing
    of change and is left out.
    Grain: theme
    Check: named_count <= body_count and body_count <= customer_count
    Check: share is null or share between share_low and share_high
    Check: weighted_share is null or weighted_share between weighted_low and weighted_high
    Check: change is null or change between change_low and change_high
    Check: can_tell = (reason is null)
    Column theme: the theme
    Column theme_name_da: its name in Danish
    Column theme_name_en: its name in English
    Column league_place: place by share, 1 the highest; equal shares have equal places
    Column named_count: customers with a policy paper that names it
    Column body_count: customers with a policy paper
    Column customer_count: all customers
    Column share: named_count of body_count
    Column share_low: lower end of its 95 % interval (Wilson)
    Column share_high: upper end of its 95 % interval
    Column coverage: body_count of customer_count
    Column weighted_share: inhabitants of the first as a share of those of the second; NULL where unknown
    Column weighted_low: lower end of its 95 % interval, from the number of equal customers that would tell as much
    Column weighted_high: upper end of its 95 % interval
    Column weighted_coverage: inhabitants of customers with papers as a share of all customers' known inhabitants
    Column both_count: customers with papers of the last 24 months and older ones
    Column change: by how much the share of these that name it has risen, from -1 to 1; NULL for fewer than ten
    Column change_low: lower end of its 95 % interval
    Column change_high: upper end of its 95 % interval
    Column shared_sentence_share: of the sentences that name it, the share that two bodies or more say nearly the same
    Column can_tell: whether ten customers or more have papers
    Column reason: why not
    Column change_reason: why there is no change to tell
    """
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    peers = mart__peer_group.set_index("body_id")
    holders = sorted(set(mart__policy_body.loc[mart__policy_body["has_document"], "body_id"]) & set(peers.index))
    people = peers["population"].astype(float).fillna(0.0)
    named = core__theme_sentence[core__theme_sentence["body_id"].isin(holders)]
    recent, older = _times(core__policy_document, as_of)
    rows = []
    for theme in core__theme.to_pylist():
        own = named[named["theme"] == theme["theme"]]
        naming = sorted(set(own["body_id"]))
        row: dict[str, Any] = {"theme": theme["theme"], "theme_name_da": theme["name_da"]}
        row |= {"theme_name_en": theme["name_en"], "named_count": len(naming), "body_count": len(holders)}
        row |= {"customer_count": len(peers), "coverage": len(holders) / len(peers) if len(peers) else None}
        if (share := share_of(len(naming), len(holders))) is not None:
            row |= {"share": share.share, "share_low": min(share.low, share.share)}
            row |= {"share_high": max(share.high, share.share)}
        row |= _weighted(people, naming, holders) | _change(own, recent, older, set(holders))
        row["shared_sentence_share"] = float(own["is_shared"].mean()) if len(own) else None
        row["can_tell"] = len(holders) >= FEWEST_BODIES
        few = f"{len(holders)} customers have a policy document; a share needs {FEWEST_BODIES}"
        row["reason"] = None if row["can_tell"] else few
        rows.append(row)
    for row in rows:
        row["league_place"] = 1 + sum(other["named_count"] > row["named_count"] for other in rows)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _weighted(people: pd.Series[float], naming: list[str], holders: list[str]) -> dict[str, float | None]:
    held = people.loc[holders]
    known = held[held > 0]
    if known.empty:
        return {}
    share = float(people.loc[naming].sum() / known.sum())
    worth = float(known.sum() ** 2 / (known**2).sum())
    found = share_of(share * worth, worth)
    return {
        "weighted_share": share,
        "weighted_low": min(found.low, share) if found else None,
        "weighted_high": max(found.high, share) if found else None,
        "weighted_coverage": float(known.sum() / people.sum()),
    }


def _times(papers: pd.DataFrame, as_of: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Body of each dated paper of the last 24 months, and of each older one, by paper."""
    dated = papers.dropna(subset=["said_date"])
    if as_of is None or dated.empty:
        return {}, {}
    is_recent = pd.to_datetime(dated["said_date"]) > pd.Timestamp(as_of) - pd.DateOffset(months=CHANGE_MONTHS)
    return tuple(  # type: ignore[return-value]  # two of them
        dict(zip(part["document_id"], part["body_id"], strict=True)) for part in (dated[is_recent], dated[~is_recent])
    )


def _change(
    own: pd.DataFrame, recent: dict[str, str], older: dict[str, str], holders: set[str]
) -> dict[str, float | int | str | None]:
    """The change among customers with papers of both times (paired; Agresti and Min's interval)."""
    both = set(recent.values()) & set(older.values()) & holders
    row: dict[str, float | int | str | None] = {"both_count": len(both)}
    if len(both) < FEWEST_BODIES:
        few = f"{len(both)} customers have papers of the last {CHANGE_MONTHS} months and older ones"
        return row | {"change_reason": f"{few}; a change needs {FEWEST_BODIES}"}
    documents = set(own["document_id"])
    now = {body for paper, body in recent.items() if paper in documents} & both
    before = {body for paper, body in older.items() if paper in documents} & both
    gained, lost, size = len(now - before), len(before - now), len(both)
    change = (gained - lost) / size
    more, less, wide = gained + 0.5, lost + 0.5, size + 2
    middle = (more - less) / wide
    around = _Z * float(np.sqrt(max(more + less - (more - less) ** 2 / wide, 0.0))) / wide
    return row | {
        "change": change,
        "change_low": max(-1.0, min(middle - around, change)),
        "change_high": min(1.0, max(middle + around, change)),
    }
