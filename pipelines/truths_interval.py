"""The interval that the edition states beside what it found of a planted truth, where it states one.

A truth that is a share must lie inside it; for the others the interval is shown so that a reader sees how sure the
edition is of what it found. Kinds that have none (a name, a count of rows, a verdict without a number) are not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.truths import Witness

_SHARE = (
    "select share_low, share_high from mart.supplier_share inner join mart.player using (player_id) "
    "where segment_code = ? and period = ? and national_id = ?"
)
_QUESTIONS = {
    "trend": (
        "select ratio_low, ratio_high from mart.technology_trend where technology = ? and stream = 'procurement'",
        ("technology",),
    ),
    "mover": ("select ratio_low, ratio_high from mart.technology_mover where technology = ?", ("technology",)),
    "theme_lead": (
        "select lag_low, lag_high from mart.policy_lead_lag where theme = ? and verdict = 'leads'",
        ("theme",),
    ),
    "main_theme": (
        "select score_low, score_high from mart.municipality_theme where body_id = ? "
        "order by score desc nulls last, theme limit 1",
        ("body",),
    ),
    "need_segment": (
        "select share_low, share_high from mart.need_segment where need_id = ? and dimension = ? and segment = ?",
        ("need_id", "dimension", "segment"),
    ),
    "barrier_organisations": (
        "select share_low, share_high from mart.barrier where barrier = ? and actor = ?",
        ("barrier", "actor"),
    ),
    "role_gap": (
        "select log_odds_low, log_odds_high from mart.role_gap where role = ? and speaker_group = ?",
        ("role", "speaker_group"),
    ),
    "component_verdict": (
        "select rank_low, rank_high from mart.component_verdict where component_id = ?",
        ("component",),
    ),
}
BINDING = frozenset({"supplier_share"})
"""Kinds whose planted value must lie inside the interval that the edition states."""


def stated_interval(witness: Witness, kind: str, said: Mapping[str, Any]) -> tuple[float, float] | None:
    """(low, high) in the unit of the mart's column, or None where the edition states no interval for this truth."""
    if kind == "supplier_share":
        whole = str(said["from"])[:4] != str(said["to"])[:4]
        rows = witness.ask(_SHARE, said["segment"], "all" if whole else str(said["from"])[:4], said["supplier_id"])
    elif kind in _QUESTIONS:
        sql, keys = _QUESTIONS[kind]
        rows = witness.ask(sql, *(said[key] for key in keys))
    else:
        return None
    low, high = tuple(rows[0].values()) if rows else (None, None)
    return None if low is None or high is None else (float(str(low)), float(str(high)))
