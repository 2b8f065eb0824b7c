"""Who is tied to whom in public, how strongly, and whether that is more than chance."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from warehouse.estimators.tie import LARGEST_Q, Stratum, communities, false_discovery, tie_p

FEWEST_EVENTS = 2
"""A single common event is a fact with its source, but no pattern, whatever its p value."""
_COUNTS = ("event_count", "left_count", "right_count", "universe_count")
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("left_id", "right_id", "tie_kind", "left_name", "right_name")]
    + [(name, pa.int64()) for name in _COUNTS]
    + [(name, pa.float64()) for name in ("strength", "expected_count", "p_value", "q_value")]
    + [("is_stated", pa.bool_()), ("is_sure", pa.bool_()), ("left_community", pa.int64())]
    + [("right_community", pa.int64()), ("is_bridge", pa.bool_()), ("is_focal", pa.bool_())]
    + [("first_date", pa.date32()), ("last_date", pa.date32())]
    + [(name, pa.string()) for name in ("source", "url", "evidence_id", "part")]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)


def alliance_edge(core__tie_pair: pa.Table, core__partnership: pa.Table, core__player: pa.Table) -> pa.Table:
    """A public tie between two players: won together, one under the other, on one lot, bought together, or stated.

    A tie is sure where it is stated, or where at least two common events are more than chance gives two players as busy
    as these (hypergeometric inside each segment, q <= 0.10 over all pairs of the kind). Communities are found in the
    sure ties. Only public ties are seen: a missing one is unknown, not absent.
    Grain: left_id, right_id, tie_kind
    Check: left_id < right_id
    Check: tie_kind in ('consortium', 'subcontract', 'framework_lot', 'joint_buyer', 'stated')
    Check: not is_sure or is_stated or (q_value <= 0.10 and event_count >= 2)
    Check: (left_community is not null) = is_sure
    Check: reason is not null
    Column left_id: one player, the first by id
    Column right_id: the other
    Column tie_kind: consortium, subcontract, framework_lot, joint_buyer or stated
    Column left_name: name of the first
    Column right_name: name of the other
    Column event_count: common events; 1 for what is stated
    Column left_count: events of the kind with the first, in segments where both are
    Column right_count: events of the kind with the other, in segments where both are
    Column universe_count: events of the kind in those segments
    Column strength: sum over common events of 1/(k-1), k the players of the event
    Column expected_count: common events that chance would give
    Column p_value: chance of as many or more; NULL for what is stated and for a single event
    Column q_value: the same after correction for all pairs of the kind
    Column is_stated: whether somebody said so, and the study names where
    Column is_sure: whether the tie is stated or more than chance
    Column left_community: the first player's community in the sure ties
    Column right_community: the other's
    Column is_bridge: whether the tie joins two communities
    Column is_focal: whether the focal organisation is one of the two
    Column first_date: day of the first common event
    Column last_date: day of the latest
    Column source: where the latest stands
    Column url: its page
    Column evidence_id: the bytes that it was read from
    Column part: the part of a package, else empty
    Column can_tell: whether there are enough common events to call it a pattern
    Column reason: what the tie rests on, in a sentence
    """
    players = {row["player_id"]: row for row in core__player.to_pylist()}
    rows = _found(core__tie_pair.to_pylist()) + _stated(core__partnership.to_pylist())
    groups = communities([(row["left_id"], row["right_id"], row["strength"]) for row in rows if row["is_sure"]])
    for row in rows:
        ends = [players.get(row[side], {}) for side in ("left_id", "right_id")]
        inside = [groups.get(row[side]) if row["is_sure"] else None for side in ("left_id", "right_id")]
        row |= {
            "left_name": ends[0].get("player_name") or row["left_id"],
            "right_name": ends[1].get("player_name") or row["right_id"],
            "left_community": inside[0],
            "right_community": inside[1],
            "is_bridge": row["is_sure"] and inside[0] != inside[1],
            "is_focal": any(bool(end.get("is_focal")) for end in ends),
        }
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _found(strata: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ties of common events: the segments of a pair summed, tested against chance inside each."""
    pairs: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in strata:
        pairs[row["tie_kind"]][row["left_id"], row["right_id"]].append(row)
    rows = []
    for kind in sorted(pairs):
        found = [_tie(kind, pairs[kind][pair]) for pair in sorted(pairs[kind])]
        count = next(iter(pairs[kind].values()))[0]["player_count"]
        # One common event is never a sure tie, so its chance is not asked for; it still counts among the tests.
        tested = [row for row in found if row["can_tell"]]
        corrected = false_discovery([row["p_value"] for row in tested], count * (count - 1) // 2)
        for row, q in zip(tested, corrected.tolist(), strict=True):
            said = f"{row['event_count']} common events where chance gives {row['expected_count']:.2f} (q {q:.3f})"
            row.update(q_value=q, is_sure=q <= LARGEST_Q, reason=said)
        rows += found
    return rows


def _tie(kind: str, strata: list[dict[str, Any]]) -> dict[str, Any]:
    last = max(
        (row for row in strata if row["event_count"]), key=lambda row: (str(row["last_date"]), row["segment_code"])
    )
    many = sum(row["event_count"] for row in strata) >= FEWEST_EVENTS
    days = [row["first_date"] for row in strata if row["first_date"] is not None]
    return (
        {name: sum(row[name] for row in strata) for name in _COUNTS}
        | {name: last[name] for name in ("left_id", "right_id", "last_date", "source", "url", "evidence_id", "part")}
        | {
            "tie_kind": kind,
            "strength": float(sum(row["weight"] for row in strata)),
            "first_date": min(days, default=None),
            "expected_count": sum(row["left_count"] * row["right_count"] / row["universe_count"] for row in strata),
            "p_value": tie_p([Stratum(*(row[name] for name in _COUNTS)) for row in strata]) if many else None,
            "q_value": None,
            "is_stated": False,
            "is_sure": False,
            "can_tell": many,
            "reason": "cannot tell: one common event is no pattern",
        }
    )


def _stated(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    latest: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in said:
        left, right = sorted((row["left_id"], row["right_id"]))
        if left != right:
            latest[left, right].append(row)
    rows: list[dict[str, Any]] = []
    for (left, right), statements in latest.items():
        last = max(statements, key=lambda one: (one["day"], one["source"]))
        rows.append(
            dict.fromkeys(_SCHEMA.names)
            | {
                "left_id": left,
                "right_id": right,
                "tie_kind": "stated",
                "event_count": len(statements),
                "strength": float(len(statements)),
                "is_stated": True,
                "is_sure": True,
                "first_date": min(one["day"] for one in statements),
                "last_date": last["day"],
                "source": last["source"],
                "can_tell": True,
                "reason": f"stated: {last['partnership_kind']}",
            }
        )
    return rows
