"""Where actors and components stand to one another, or why there is no such map."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.correspondence import Map, correspond

FEWEST_SIGNS = 5
"""An actor with fewer signs is not drawn: its ellipse would be the whole map."""
FEWEST_ACTORS = 4
LEAST_APART = 0.5
"""With fewer of the pairs apart than this the map shows noise, and there is none."""
_SCHEMA = pa.schema(
    [("point_kind", pa.string()), ("point_id", pa.string()), ("point_name", pa.string())]
    + [(name, pa.float64()) for name in ("x", "y", "sd_x", "sd_y", "correlation", "inertia_x", "inertia_y")]
    + [("sign_count", pa.int64()), ("is_focal", pa.bool_()), ("apart_share", pa.float64())]
    + [("distance_to_focal", pa.float64()), ("is_apart_from_focal", pa.bool_()), ("map_apart_share", pa.float64())]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)
Row = dict[str, Any]


def positioning_map(mart__component_coverage: pd.DataFrame) -> pa.Table:
    """An actor or a component on the map of who does what: correspondence analysis of awards and own documents.

    Near means alike in what they are seen to do, not in size. The ellipse (sd_x, sd_y, correlation) is how far the
    place would move by chance. Where fewer than half of the pairs of actors are apart at 90 %, or fewer than four
    actors have five signs each, there is no map: places are NULL and the reason says so. People name the axes.
    Grain: point_kind, point_id
    Check: point_kind in ('actor', 'component')
    Check: can_tell = (x is not null)
    Check: can_tell = (y is not null)
    Check: reason is not null
    Column point_kind: actor or component
    Column point_id: the player or the component
    Column point_name: its name
    Column x: its place on the first axis; NULL where there is no map
    Column y: its place on the second
    Column sd_x: how far chance moves an actor along the first axis, one standard deviation
    Column sd_y: the same along the second
    Column correlation: of the two
    Column inertia_x: part of all differences that the first axis shows
    Column inertia_y: part that the second shows
    Column sign_count: awards and own documents that it rests on
    Column is_focal: whether it is the focal organisation
    Column apart_share: part of the other actors from which it is apart at 90 %
    Column distance_to_focal: distance on the map to the focal organisation; NULL where that is not on it
    Column is_apart_from_focal: whether that is more than chance
    Column map_apart_share: part of all pairs of actors that are apart
    Column can_tell: whether there is a map
    Column reason: what it rests on, or why there is none
    """
    told = mart__component_coverage.copy()
    if told.empty:
        return _SCHEMA.empty_table()
    told["signs"] = told["evidence_count"].astype(float) + told["claim_count"].astype(float)
    table = told.pivot_table(index="player_id", columns="component_id", values="signs", aggfunc="sum", fill_value=0.0)
    table = table[table.sum(axis=1) >= FEWEST_SIGNS]
    table = table.loc[:, table.sum(axis=0) > 0].sort_index().sort_index(axis=1)
    players = told.drop_duplicates("player_id").set_index("player_id")
    components = told.drop_duplicates("component_id").set_index("component_id")
    found = correspond(table.to_numpy(dtype=float)) if len(table) >= FEWEST_ACTORS else None
    why = _why_none(found, len(table), table.shape[1])
    shown = found if why is None else None
    focal = next((at for at, player in enumerate(table.index) if players.loc[player, "is_focal"]), None)
    rows = [
        _point("actor", str(player), str(players.loc[player, "player_name"]), int(table.loc[player].sum()), found, why)
        | {"is_focal": bool(players.loc[player, "is_focal"])}
        | (_placed(shown, at, focal) if shown else {})
        for at, player in enumerate(table.index)
    ]
    for at, component in enumerate(table.columns):
        row = _point(
            "component",
            str(component),
            str(components.loc[component, "component_name"]),
            int(table[component].sum()),
            found,
            why,
        )
        if shown:
            row |= {"x": float(shown.columns[at, 0]), "y": float(shown.columns[at, 1])}
        rows.append(row | {"is_focal": False})
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _why_none(found: Map | None, actors: int, components: int) -> str | None:
    if actors < FEWEST_ACTORS or components < 3:
        return f"no map: {actors} actors with {FEWEST_SIGNS} signs and {components} components; 4 and 3 are needed"
    if found is None:
        return "no map: all actors do the same"
    if found.apart_share < LEAST_APART:
        return f"no map: only {found.apart_share:.0%} of the pairs of actors are apart at 90 %; the rest overlaps"
    return None


def _point(kind: str, name: str, label: str, signs: int, found: Map | None, why: str | None) -> Row:
    share = found.apart_share if found else None
    return {
        "point_kind": kind,
        "point_id": name,
        "point_name": label,
        "sign_count": signs,
        "map_apart_share": share,
        "inertia_x": found.inertia[0] if found else None,
        "inertia_y": found.inertia[1] if found else None,
        "can_tell": why is None,
        "reason": why or f"{share:.0%} of the pairs of actors are apart at 90 %",
    }


def _placed(found: Map, at: int, focal: int | None) -> Row:
    covariance = found.covariances[at]
    deviation = np.sqrt(np.diag(covariance))
    product = float(deviation[0] * deviation[1])
    return {
        "x": float(found.rows[at, 0]),
        "y": float(found.rows[at, 1]),
        "sd_x": float(deviation[0]),
        "sd_y": float(deviation[1]),
        "correlation": float(covariance[0, 1] / product) if product else 0.0,
        "apart_share": float(found.apart[at].sum() / (len(found.rows) - 1)),
        "distance_to_focal": None if focal is None else float(np.linalg.norm(found.rows[at] - found.rows[focal])),
        "is_apart_from_focal": None if focal is None or focal == at else bool(found.apart[at, focal]),
    }
