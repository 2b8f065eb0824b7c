"""Where a player stands in the network of sure ties."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from warehouse.estimators.tie import betweenness

_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("player_id", "player_name", "partners")]
    + [(name, pa.int64()) for name in ("community", "community_size", "tie_count", "bridge_count")]
    + [(name, pa.float64()) for name in ("strength", "betweenness")]
)
_SHOWN = 8


def alliance_player(mart__alliance_edge: pa.Table) -> pa.Table:
    """A player with a sure public tie: its community, how many ties it has, and whether it bridges.

    Grain: player_id
    Check: tie_count > 0 and bridge_count <= tie_count
    Check: betweenness between 0 and 1
    Column player_id: the player
    Column player_name: its name
    Column community: its community in the sure ties, numbered by size
    Column community_size: players of that community
    Column tie_count: its sure ties
    Column strength: sum of their strengths
    Column betweenness: how often it lies on the shortest way between two others, 0 to 1
    Column bridge_count: its ties that join two communities
    Column partners: whom it is tied to, the strongest first
    """
    edges = [row for row in mart__alliance_edge.to_pylist() if row["is_sure"]]
    between = betweenness([(row["left_id"], row["right_id"], row["strength"]) for row in edges])
    rows: dict[str, dict[str, Any]] = {}
    partners: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for edge in edges:
        for own, other in (("left", "right"), ("right", "left")):
            player = edge[f"{own}_id"]
            partners[player].append((-edge["strength"], edge[f"{other}_name"]))
            row = rows.setdefault(
                player,
                {
                    "player_id": player,
                    "player_name": edge[f"{own}_name"],
                    "community": edge[f"{own}_community"],
                    "tie_count": 0,
                    "strength": 0.0,
                    "betweenness": between[player],
                    "bridge_count": 0,
                },
            )
            row["tie_count"] += 1
            row["strength"] += edge["strength"]
            row["bridge_count"] += int(edge["is_bridge"])
    sizes: dict[int, int] = defaultdict(int)
    for row in rows.values():
        sizes[row["community"]] += 1
    for player, row in rows.items():
        names = list(dict.fromkeys(name for _, name in sorted(partners[player])))
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        row["partners"] = ", ".join(names[:_SHOWN]) + more
        row["community_size"] = sizes[row["community"]]
    return pa.Table.from_pylist(list(rows.values()), schema=_SCHEMA)
