"""Which needs are specific to a segment of customers, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.estimators.proportion import differs, prior_strength, shrunken
from warehouse.estimators.trend import adjusted

FEWEST_MEMBERS = 8
"""Nothing is said of a segment with fewer heard customers than this."""
FEWEST_SAYING = 3
"""A need that fewer customers state has no segments to compare."""
LARGEST_Q = 0.10
_UNKNOWN = "unknown"
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("need_id", "dimension", "segment", "need_name_da", "need_name_en")]
    + [("segment_order", pa.int64())]
    + [(name, pa.int64()) for name in ("saying_count", "member_count", "other_saying_count", "other_member_count")]
    + [(name, pa.float64()) for name in ("share", "share_low", "share_high", "whole_share", "p_value", "q_value")]
    + [("verdict", pa.string()), ("can_tell", pa.bool_()), ("reason", pa.string())]
)

Row = dict[str, Any]


def need_segment(core__need_name: pa.Table, core__need_speaker: pa.Table, core__customer_segment: pa.Table) -> pa.Table:
    """T4.2: a need in a segment of customers: what share of it states the need, and whether the others state it less.

    Segments are by size, region and maturity; members are customers of whom we hold any text. A share is shrunken
    towards that of all, as firmly as the segments are alike; its interval is what the segment's own members allow,
    whatever the others say. Maturity is told by policy papers, so what the papers
    themselves say does not count there: only notices do. Specific means: Fisher's exact test against all other
    members, false discovery rate over all tests of the edition at most 10 %. Of a segment with fewer than 8 members
    nothing is said, and needs that fewer than 3 customers state are left out.
    Grain: need_id, dimension, segment
    Check: verdict in ('specific', 'less_than_others', 'no_sure_difference', 'cannot_tell')
    Check: can_tell = (share is not null) and can_tell = (q_value is not null)
    Check: can_tell or reason is not null
    Check: not can_tell or member_count >= 8
    Check: share is null or (0 <= share_low and share_low <= share and share <= share_high and share_high <= 1)
    Check: saying_count <= member_count
    Column need_id: the need
    Column dimension: size, region or maturity
    Column segment: the segment
    Column need_name_da: the need's name in Danish
    Column need_name_en: the need's name in English
    Column segment_order: place of the segment within its dimension, for figures
    Column saying_count: heard members that state it
    Column member_count: heard members
    Column other_saying_count: heard customers of the other segments that state it
    Column other_member_count: heard customers of the other segments
    Column share: share of the members that state it, shrunken towards that of all, 0 to 1
    Column share_low: lower end of its 95 % interval, from the segment's own members (Clopper and Pearson)
    Column share_high: upper end
    Column whole_share: share of all heard customers that state it
    Column p_value: how often chance alone would show as much (Fisher, two-sided)
    Column q_value: the same after correction for all tests of the edition (Benjamini and Hochberg)
    Column verdict: specific, less_than_others, no_sure_difference or cannot_tell
    Column can_tell: whether it can be told
    Column reason: why not, in a sentence
    """
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    orders: dict[tuple[str, str], int] = {}
    for one in core__customer_segment.to_pylist():
        if one["is_heard"]:
            members[one["dimension"], one["segment"]].add(one["player_id"])
            orders[one["dimension"], one["segment"]] = one["segment_order"]
    saying: dict[str, set[str]] = defaultdict(set)
    in_notices: dict[str, set[str]] = defaultdict(set)
    for one in core__need_speaker.to_pylist():
        if one["is_customer"]:
            saying[one["need_id"]].add(one["speaker_id"])
            if one["notice_count"]:
                in_notices[one["need_id"]].add(one["speaker_id"])
    rows: list[Row] = []
    for need in core__need_name.to_pylist():
        if len(saying[need["need_id"]]) >= FEWEST_SAYING:
            named = {name: need[name] for name in ("need_id", "need_name_da", "need_name_en")}
            for dimension in sorted({dimension for dimension, _ in members}):
                groups = {name: who for (kind, name), who in sorted(members.items()) if kind == dimension}
                rows += [
                    named | row | {"segment_order": orders[dimension, row["segment"]]}
                    for row in _compared(
                        dimension, groups, (in_notices if dimension == "maturity" else saying)[need["need_id"]]
                    )
                ]
    _judge(rows)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _compared(dimension: str, groups: dict[str, set[str]], saying: set[str]) -> list[Row]:
    everybody = set().union(*groups.values())
    said = len(saying & everybody)
    counts = [len(who & saying) for who in groups.values()]
    strength = prior_strength(counts, [len(who) for who in groups.values()])
    rows: list[Row] = []
    for (name, who), count in zip(groups.items(), counts, strict=True):
        row: Row = {
            "dimension": dimension,
            "segment": name,
            "saying_count": count,
            "member_count": len(who),
            "other_saying_count": said - count,
            "other_member_count": len(everybody) - len(who),
            "whole_share": said / len(everybody),
            "verdict": "cannot_tell",
            "can_tell": False,
        }
        if name == _UNKNOWN:
            row["reason"] = f"cannot tell: the {dimension} of these customers is not known"
        elif len(who) < FEWEST_MEMBERS:
            row["reason"] = f"cannot tell: {len(who)} members are heard, fewer than {FEWEST_MEMBERS}"
        elif len(everybody) == len(who):
            row["reason"] = "cannot tell: there is no other segment to compare with"
        else:
            share = shrunken(count, len(who), whole=said / len(everybody), strength=strength)
            row |= {"share": share.share, "share_low": share.low, "share_high": share.high, "can_tell": True}
            row["p_value"] = differs(count, len(who), said - count, len(everybody) - len(who))
        rows.append(row)
    return rows


def _judge(rows: list[Row]) -> None:
    tested = [row for row in rows if row["can_tell"]]
    corrected = adjusted(np.array([row["p_value"] for row in tested], dtype=float))
    for row, q in zip(tested, corrected.tolist(), strict=True):
        row["q_value"] = q
        more = row["saying_count"] * row["other_member_count"] > row["other_saying_count"] * row["member_count"]
        row["verdict"] = "no_sure_difference" if q > LARGEST_Q else "specific" if more else "less_than_others"
