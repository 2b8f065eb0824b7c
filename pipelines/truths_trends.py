"""How the planted truths on policy and technology are looked up: one question to a mart for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.truths import Witness
    from spiders.rehearsal.truth import Truth

_QUESTIONS = {
    "missing_strategy": (
        "select case when bool_and(not has_document and score is null and not can_tell) then 'missing' end "
        "from mart.municipality_theme where body_id = ?",
        ("body",),
    ),
    "shared_sentence": ("select body_count from mart.shared_sentence where contains(context, ?)", ("words",)),
    "main_theme": (
        "select theme from mart.municipality_theme where body_id = ? order by score desc nulls last, theme limit 1",
        ("body",),
    ),
    "theme_lead": (
        "select lag_months from mart.policy_lead_lag where theme = ? and verdict = 'leads'",
        ("theme",),
    ),
    "ring_move": (
        "select ring || ' ' || quarter from mart.ring_history where technology = ? and moved order by quarter desc",
        ("technology",),
    ),
    "mover": ("select verdict from mart.technology_mover where technology = ?", ("technology",)),
    "ring": ("select ring from mart.technology_ring where technology = ?", ("technology",)),
}


def _finder(kind: str) -> Callable[[Witness, Mapping[str, Any], Truth], Any]:
    sql, keys = _QUESTIONS[kind]
    return lambda witness, said, truth: witness.one(sql, *(said[key] for key in keys))


FINDERS: dict[str, Callable[[Witness, Mapping[str, Any], Truth], Any]] = {kind: _finder(kind) for kind in _QUESTIONS}
"""The finder of each kind of truth on policy and technology."""
