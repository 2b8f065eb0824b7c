"""Which streams of sources a mart is made from, followed through the edition's own data dictionary.

A figure's line names the sources that it can rest on. Lists of streams written by hand beside each figure went wrong as
soon as a mart read something else, so the lineage says it. The register of players and the study are left out of the
way: nearly every mart asks them who somebody is, and no figure counts what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_REGISTERS = frozenset(
    f"core.{name}"
    for name in ("organisation", "player", "player_class", "player_group", "player_role", "segment", "segment_name",
                 "study", "study_source")
)  # fmt: skip
_NARROWED: dict[str, tuple[str, ...]] = {
    "core.award_component": ("procurement",),
    "core.theme_event": ("procurement", "policy"),
    "mart.contract": ("procurement",),
    "core.policy_document": ("policy",),
    "core.policy_sentence": ("policy",),
    "core.theme_sentence": ("policy",),
    "mart.policy_body": ("policy",),
    "mart.body_theme": ("policy",),
    "mart.policy_register": ("policy",),
}
"""Tables that keep some streams' rows of what they read, which their lineage does not show."""
_BEGINNINGS: dict[str, tuple[str, ...]] = {
    "raw.notice": ("procurement",),
    "raw.award": ("procurement",),
    "raw.document": ("vendor", "policy"),
}
EVERYTHING = ("procurement", "vendor", "policy")


def streams_of(reads: Mapping[str, Sequence[str]], mart: str) -> tuple[str, ...]:
    """The streams at the beginning of a mart, in their fixed order; none where only the study stands there."""
    if mart in _NARROWED:
        return _NARROWED[mart]
    found: set[str] = set()
    waiting, seen = [mart], {mart}
    while waiting:
        for upstream in reads.get(waiting.pop(), ()):
            if upstream in seen or upstream in _REGISTERS:
                continue
            seen.add(upstream)
            if upstream in _NARROWED:
                found.update(_NARROWED[upstream])
            else:
                found.update(_BEGINNINGS.get(upstream, ()))
                waiting.append(upstream)
    return tuple(stream for stream in EVERYTHING if stream in found)
