"""What hinders use, by who says so, the most widespread first."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from warehouse.estimators.proportion import share_of

FEWEST_HEARD = 8
"""Fewer speakers than this are no group to take a share of."""
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("barrier", "actor", "barrier_name_da", "barrier_name_en", "definition_en")]
    + [(name, pa.int64()) for name in ("rank", "evidence_count", "organisation_count", "heard_count")]
    + [(name, pa.float64()) for name in ("share", "share_low", "share_high")]
    + [("component_count", pa.int64()), ("components", pa.string()), ("latest_date", pa.date32())]
    + [(name, pa.string()) for name in ("quote", "quoted_name", "url", "evidence_id")]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)


def barrier(
    core__barrier_kind: pa.Table,
    core__barrier_speaker: pa.Table,
    core__heard_speaker: pa.Table,
    mart__statement_quote: pa.Table,
) -> pa.Table:
    """T4.4: what hinders use, as one kind of actor says it: by how many of those whom we hear.

    A sentence counts where it says that something stands in the way and names what; what is denied, avoided or taken
    away does not. One organisation counts once. Nobody writes of every barrier that it meets: shares are low ends.
    Grain: barrier, actor
    Check: organisation_count <= evidence_count and organisation_count <= heard_count
    Check: can_tell = (share is not null)
    Check: share is null or (0 <= share_low and share_low <= share and share <= share_high and share_high <= 1)
    Check: can_tell or reason is not null
    Column barrier: what hinders
    Column actor: municipality, state, supplier, other or focal
    Column barrier_name_da: its name in Danish
    Column barrier_name_en: its name in English
    Column definition_en: what counts as one
    Column rank: place among the barriers of the actor, the most widespread first
    Column evidence_count: sentences that say so
    Column organisation_count: organisations that say so
    Column heard_count: organisations of this kind of which we hold any text
    Column share: share of the heard organisations that say so, 0 to 1
    Column share_low: lower end of its 95 % interval
    Column share_high: upper end
    Column component_count: sentences that name a component of the focal organisation
    Column components: the components that they name
    Column latest_date: the last day on which it was said
    Column quote: a sentence that says so
    Column quoted_name: who says it
    Column url: where it stands
    Column evidence_id: the bytes that it was read from
    Column can_tell: whether the share can be told
    Column reason: why not, in a sentence
    """
    heard: dict[str, int] = defaultdict(int)
    for one in core__heard_speaker.to_pylist():
        heard[one["actor"]] += 1
    said: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in core__barrier_speaker.to_pylist():
        said[one["barrier"], one["actor"]].append(one)
    kinds = {one["barrier"]: one for one in core__barrier_kind.to_pylist()}
    quotes = {
        (one["subject_id"], one["speaker_group"]): one
        for one in mart__statement_quote.to_pylist()
        if one["subject_kind"] == "barrier" and one["place"] == 1
    }
    rows = [
        _row(kinds[name], actor, said[name, actor], heard[actor], quotes[name, actor])
        for name, actor in sorted(said)
        if name in kinds
    ]
    places: dict[str, int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: (-row["organisation_count"], -row["evidence_count"], row["barrier"])):
        places[row["actor"]] += 1
        row["rank"] = places[row["actor"]]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _row(
    kind: dict[str, Any], actor: str, said: list[dict[str, Any]], heard: int, quoted: dict[str, Any]
) -> dict[str, Any]:
    share = share_of(len(said), heard)
    can_tell = share is not None and heard >= FEWEST_HEARD
    named = sorted({component for one in said for component in one["components"]})
    return {
        "barrier": kind["barrier"],
        "actor": actor,
        "barrier_name_da": kind["name_da"],
        "barrier_name_en": kind["name_en"],
        "definition_en": kind["definition_en"],
        "evidence_count": sum(one["evidence_count"] for one in said),
        "organisation_count": len(said),
        "heard_count": heard,
        "share": share.share if share and can_tell else None,
        "share_low": share.low if share and can_tell else None,
        "share_high": share.high if share and can_tell else None,
        "component_count": sum(one["component_count"] for one in said),
        "components": ", ".join(named) or None,
        "latest_date": max((one["latest_date"] for one in said if one["latest_date"]), default=None),
        "quoted_name": quoted["speaker_name"],
        "can_tell": can_tell,
        "reason": None if can_tell else f"cannot tell: fewer than {FEWEST_HEARD} of them are heard",
    } | {name: quoted[name] for name in ("quote", "url", "evidence_id")}
