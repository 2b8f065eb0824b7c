"""Which technologies are named together, in groups that would be found again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.topic import (
    FEWEST_DOCUMENTS,
    FEWEST_ORGANISATIONS,
    FEWEST_THINGS,
    LEAST_STABILITY,
    Topic,
    topics,
)

_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("cluster_id", "technology", "technology_name_da", "technology_name_en")]
    + [(name, pa.int64()) for name in ("cluster_place", "technology_place", "document_count", "organisation_count")]
    + [
        ("relative_weight", pa.float64()),
        ("stability", pa.float64()),
        ("can_tell", pa.bool_()),
        ("reason", pa.string()),
    ]
)
_NONE = "none"


def technology_cluster(core__technology_event: pd.DataFrame, core__technology: pa.Table) -> pa.Table:
    """T2.3: a technology in a group of technologies that the same documents name.

    Groups are non-negative factors of how much oftener than by chance two technologies stand in one document. Each is
    found anew on the two halves of the organisations, ten times; its stability is the mean cosine between its matches
    in them. Groups under .85 cannot tell: technologies named by chance can look as stable. A group is called by its
    heaviest technology, so that it keeps its name from night to night while that stays so.
    Grain: cluster_id, technology
    Check: can_tell = (stability is not null and stability >= 0.85)
    Check: (cluster_id = 'none') = (stability is null)
    Check: can_tell or reason is not null
    Check: relative_weight is null or relative_weight between 0 and 1
    Column cluster_id: the group: its heaviest technology; none where there is too little to look for groups
    Column cluster_place: place of the group, the most stable first
    Column technology: a technology of the group; none where there is none
    Column technology_name_da: its name in Danish
    Column technology_name_en: its name in English
    Column technology_place: its place in the group, the heaviest first
    Column relative_weight: its weight as a part of the heaviest one's
    Column document_count: documents that name two technologies of the group or more
    Column organisation_count: organisations that speak in them
    Column stability: mean cosine between its matches in two halves of the organisations; 1 where always the same
    Column can_tell: whether the group is stable enough to be shown
    Column reason: why not
    """
    events = core__technology_event
    kinds, _ = pd.factorize(events["owner_kind"])
    ids, _ = pd.factorize(events["owner_id"])
    _, document = np.unique(2 * ids + kinds, return_inverse=True)
    of, names = pd.factorize(events["technology"], sort=True)
    organisations, _ = pd.factorize(events["organisation"], sort=True)
    named = np.zeros((document.max(initial=-1) + 1, len(names)), dtype=bool)
    named[document, of] = True
    # A notice of several buyers is one document; it counts as the first one's.
    owners = np.full(len(named), len(events))
    np.minimum.at(owners, document, organisations)
    words = {str(row["technology"]): row for row in core__technology.to_pylist()}
    rows = [
        row
        | {name: words.get(row["technology"], {}).get(name) for name in ("technology_name_da", "technology_name_en")}
        for place, topic in enumerate(topics(named, owners), start=1)
        for row in _rows(place, topic, named, owners, [str(name) for name in names])
    ]
    return pa.Table.from_pylist(rows or [_nothing(named, owners)], schema=_SCHEMA)


def _rows(
    place: int, topic: Topic, named: np.ndarray[Any, Any], owners: np.ndarray[Any, Any], names: list[str]
) -> list[dict[str, Any]]:
    members = [thing for thing, _ in topic.things]
    together = named[:, members].sum(axis=1) > 1
    sure = topic.stability >= LEAST_STABILITY
    why = f"cannot tell: stability is {topic.stability:.2f}, under {LEAST_STABILITY}"
    return [
        {
            "cluster_id": names[members[0]],
            "cluster_place": place,
            "technology": names[thing],
            "technology_place": inside,
            "relative_weight": round(weight, 4),
            "document_count": int(together.sum()),
            "organisation_count": len(np.unique(owners[together])),
            "stability": round(topic.stability, 4),
            "can_tell": sure,
            "reason": None if sure else why,
        }
        for inside, (thing, weight) in enumerate(topic.things, start=1)
    ]


def _nothing(named: np.ndarray[Any, Any], owners: np.ndarray[Any, Any]) -> dict[str, Any]:
    several = named.sum(axis=1) > 1
    speakers, things = len(np.unique(owners[several])), int(named[several].any(axis=0).sum())
    said = f"{int(several.sum())} documents of {speakers} organisations name two or more of {things} technologies"
    enough = several.sum() >= FEWEST_DOCUMENTS and speakers >= FEWEST_ORGANISATIONS and things >= FEWEST_THINGS
    reason = f"cannot tell: {said}; groups need {FEWEST_DOCUMENTS}, {FEWEST_ORGANISATIONS} and {FEWEST_THINGS}"
    if enough:
        reason = f"cannot tell: {said}, and no two of them stand together more often than by chance"
    return {"cluster_id": _NONE, "technology": _NONE, "can_tell": False, "reason": reason}
