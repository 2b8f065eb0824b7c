"""Keep, develop, partner or leave: what the evidence says of each component, and how much that hangs on weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.weighting import SURE, weigh

FEWEST_KNOWN = 4
"""With fewer of the six criteria known (or none on an axis) a verdict would be a guess."""
_ADVICE = {
    "develop": "asked for, and we stand well: develop it",
    "partner": "asked for, but others stand better: partner",
    "keep": "we stand well, but little is asked for: keep it as it is",
    "leave": "little is asked for, and others stand better: leave it to them",
}
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("component_id", "component_name", "verdict")]
    + [("is_clear", pa.bool_()), ("can_tell", pa.bool_()), ("reason", pa.string())]
    + [(name, pa.float64()) for name in ("index_score", "rank_low", "rank_mid", "rank_high", "pull", "hold")]
    + [(f"{name}_share", pa.float64()) for name in ("develop", "partner", "keep", "leave")]
    + [(name, pa.float64()) for name in ("need", "openings", "policy", "use", "strength", "room")]
    + [("known_count", pa.int64()), ("first_named_date", pa.date32()), ("age_years", pa.float64())]
    + [("top_supplier_share", pa.float64()), ("award_count", pa.int64())]
)


def component_verdict(
    mart__component_criterion: pd.DataFrame,
    core__component_speaker: pa.Table,
    core__award_component: pa.Table,
    core__award_supplier: pa.Table,
    core__study: pa.Table,
) -> pa.Table:
    """A component of the focal organisation and the verdict on it: keep, develop, partner or leave.

    Two axes: pull (need, openings, policy) says whether the market asks for it, hold (use, strength, room) whether we
    stand well in it. The verdict is the class of most of 1 000 draws of weights; it is clear only where 95 % of the
    draws give it. Fewer than four known criteria, or none on an axis: it cannot tell. Age and lock-in are shown and not
    weighed: whether they speak for a component is the strategist's to say.
    Grain: component_id
    Check: verdict in ('develop', 'partner', 'keep', 'leave', 'cannot_tell')
    Check: can_tell = (index_score is not null)
    Check: index_score is null or (index_score between 0 and 100 and rank_low <= rank_mid and rank_mid <= rank_high)
    Check: not is_clear or greatest(develop_share, partner_share, keep_share, leave_share) >= 0.95
    Check: reason is not null
    Column component_id: the component
    Column component_name: its name
    Column verdict: develop, partner, keep, leave or cannot_tell
    Column is_clear: whether the verdict stays the same under 95 % of the weights
    Column can_tell: whether there is a verdict
    Column reason: why, with the measures
    Column index_score: mean of both axes with the stated weights, 0 to 100
    Column rank_low: 5 % point of its rank by the index (1 is first)
    Column rank_mid: the median of its rank
    Column rank_high: 95 % point of its rank
    Column pull: how much the market asks for it, 0 to 1
    Column hold: how well we stand in it, 0 to 1
    Column develop_share: part of the draws that say develop
    Column partner_share: part of the draws that say partner
    Column keep_share: part of the draws that say keep
    Column leave_share: part of the draws that say leave
    Column need: score by needs that customers state
    Column openings: score by contracts that open within 24 months
    Column policy: score by customers' policies
    Column use: score by use
    Column strength: score by how well our own part is vouched for
    Column room: score by how few rivals are evidenced
    Column known_count: criteria that are known
    Column first_named_date: day of the first dated text that names the component
    Column age_years: years since then
    Column top_supplier_share: share of its largest supplier in the awards for what it does: how locked in buyers are
    Column award_count: awards for what it does
    """
    as_of = core__study["as_of"][0].as_py() if core__study.num_rows else None
    told = mart__component_criterion
    if told.empty:
        return _SCHEMA.empty_table()
    wide = told.pivot_table(index="component_id", columns="criterion", values="score", dropna=False).sort_index()
    kinds = told.drop_duplicates("criterion").set_index("criterion").loc[list(wide.columns)]
    is_pull = (kinds["axis"] == "pull").to_numpy()
    scores = wide.to_numpy(dtype=float)
    known = ~np.isnan(scores)
    enough = (known.sum(axis=1) >= FEWEST_KNOWN) & known[:, is_pull].any(axis=1) & known[:, ~is_pull].any(axis=1)
    weighed = weigh(scores[enough], kinds["criterion_weight"].to_numpy(dtype=float), is_pull) if enough.any() else None
    place = {component: turn for turn, component in enumerate(wide.index[enough])}
    first, top = _first_named(core__component_speaker), _lock_in(core__award_component, core__award_supplier)
    rows = []
    for number, component in enumerate(wide.index):
        own = told[told["component_id"] == component]
        row: dict[str, Any] = {
            "component_id": component,
            "component_name": own["component_name"].iloc[0],
            "known_count": int(known[number].sum()),
            "first_named_date": first.get(component),
            "age_years": (as_of - first[component]).days / 365.25 if as_of and first.get(component) else None,
            "top_supplier_share": top.get(component, (None, 0))[0],
            "award_count": top.get(component, (None, 0))[1],
        }
        row |= {
            name: None if np.isnan(scores[number, at]) else scores[number, at] for at, name in enumerate(wide.columns)
        }
        words = own["said"].where(own["said"].notna() & (own["said"] != ""), own["reason"])
        said = "; ".join(f"{name}: {word}" for name, word in zip(own["criterion"], words, strict=True))
        if weighed is None or component not in place:
            row |= {"verdict": "cannot_tell", "is_clear": False, "can_tell": False}
            row["reason"] = f"cannot tell: {row['known_count']} of {len(wide.columns)} criteria are known ({said})"
        else:
            row |= _judged(weighed, place[component], said)
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _judged(weighed: Any, at: int, said: str) -> dict[str, Any]:
    parts = {name: float(part[at]) for name, part in weighed.parts.items()}
    verdict = max(parts, key=lambda name: parts[name])
    clear = parts[verdict] >= SURE
    sure = "clear" if clear else f"not clear: {parts[verdict]:.0%} of the weights give it"
    low, mid, high = (float(value) for value in weighed.rank[at])
    return {f"{name}_share": part for name, part in parts.items()} | {
        "verdict": verdict,
        "is_clear": clear,
        "can_tell": True,
        "reason": f"{_ADVICE[verdict]} ({sure}). {said}",
        "index_score": float(weighed.index[at]),
        "rank_low": low,
        "rank_mid": mid,
        "rank_high": high,
        "pull": float(weighed.pull[at]),
        "hold": float(weighed.hold[at]),
    }


def _first_named(speakers: pa.Table) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in speakers.to_pylist():
        if row["relation"] == "name" and row["first_date"] is not None:
            found[row["component_id"]] = min(row["first_date"], found.get(row["component_id"], row["first_date"]))
    return found


def _lock_in(awards: pa.Table, suppliers: pa.Table) -> dict[str, tuple[float, int]]:
    """The largest supplier's share of a component's awards, and how many there are."""
    if not awards.num_rows:
        return {}
    won = (
        awards.select(["award_key", "component_id"])
        .to_pandas()
        .merge(suppliers.select(["award_key", "player_id", "weight"]).to_pandas(), on="award_key")
    )
    won["weight"] = won["weight"].astype(float)
    parts = won.groupby(["component_id", "player_id"])["weight"].sum()
    counts = awards.to_pandas().groupby("component_id")["award_key"].nunique()
    return {
        str(component): (float(held.max() / held.sum()) if held.sum() else 0.0, int(counts[component]))
        for component, held in parts.groupby(level=0)
    }
