"""How the planted truths on customers and roles are looked up: one question to a mart for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.truths import Witness
    from spiders.rehearsal.truth import Truth

_QUESTIONS = {
    "need_gap_rank": ("select rank from mart.need_gap where need_id = ?", ("need_id",)),
    "survey_position": ("select survey_position from mart.need_gap where need_id = ?", ("need_id",)),
    "need_organisations": (
        "select organisation_count from mart.need_catalogue where need_id = ? and actor = ?",
        ("need_id", "actor"),
    ),
    "need_segment": (
        "select verdict from mart.need_segment where need_id = ? and dimension = ? and segment = ?",
        ("need_id", "dimension", "segment"),
    ),
    "need_view": ("select view_verdict from mart.need_view where need_id = ?", ("need_id",)),
    "barrier_organisations": (
        "select organisation_count from mart.barrier where barrier = ? and actor = ?",
        ("barrier", "actor"),
    ),
    "role_gap": (
        "select verdict from mart.role_gap where role = ? and speaker_group = ?",
        ("role", "speaker_group"),
    ),
    "role_act": ("select verdict from mart.role_claim_act where role = ?", ("role",)),
}


def _finder(kind: str) -> Callable[[Witness, Mapping[str, Any], Truth], Any]:
    sql, keys = _QUESTIONS[kind]
    return lambda witness, said, truth: witness.one(sql, *(said[key] for key in keys))


CUSTOMER_FINDERS = {kind: _finder(kind) for kind in _QUESTIONS}
"""By kind of truth, what the edition says of it."""
