"""The analyses' marts in the invented world: their columns as the models give them, filled by what columns are called.

`marts.txt` holds each mart's columns and types. A value follows from its column's name and type alone, so that a new
mart needs no lines here; names that join marts (players, technologies, bodies) are those of the world.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.dashboards.world_parts import (
    AS_OF,
    BUYERS,
    SEGMENTS,
    STREAMS,
    SUPPLIERS,
    TECHNOLOGIES,
    Rows,
    digest,
    player_id,
)

_COLUMN = re.compile(r"(\w+) ((?:struct\(.*?\)|[\w(]+(?:,\d+\))?\)?)(?:\[\])?)(?:, |$)")
_ROWS = 22
_FEWER = {"technology_card": 8, "technology_ring": 8, "technology_mover": 8, "focus_area": 8, "peer_group": 18}
"""Marts with a row for each technology, or for each body."""
_PLACES = ("one", "two", "three", "four", "five")
_CODES: dict[str, tuple[str, ...]] = {
    "ring": ("established", "adopt", "explore", "watch", "fading"),
    "previous_ring": ("adopt", "none", "watch"),
    "quadrant": ("data", "cloud", "security"),
    "level": ("legal unit", "evidenced", "claimed"),
    "state": ("expected", "open", "go", "stop"),
    "status": ("holds", "weakening", "broken", "cannot_tell", "current", "not_found"),
    "status_before": ("holds", "weakening"),
    "must_status": ("holds", "broken"),
    "gate_status": ("holds", "broken"),
    "light": ("green", "yellow", "red"),
    "cause": ("new_events", "method", "coverage"),
    "figure": ("award_count", "supplier_share"),
    "tie_kind": ("consortium", "framework_lot"),
    "event_kind": ("won", "lost", "document"),
    "actor": ("municipality", "state", "focal"),
    "speaker_group": ("self", "customer", "supplier", "owner"),
    "side": ("self", "outside"),
    "need_type": ("data", "security", "function"),
    "horizon": ("now", "unknown"),
    "dimension": ("size", "region"),
    "segment": ("under_40000", "DK01", "over_80000"),
    "document_type": ("strategy", "ai_policy"),
    "commitment": ("aim", "budget", "deadline"),
    "axis": ("pull", "hold"),
    "criterion": ("need", "openings", "policy", "use"),
    "question_kind": ("satisfaction", "when"),
    "stratum": ("no option", "option"),
    "rule": ("last_value", "drift"),
    "kind": ("projection", "scenario"),
    "scenario_id": ("base", "reform"),
    "point_kind": ("actor", "trait"),
    "view_verdict": ("municipalities_more", "no_sure_difference"),
    "origin": ("declared", "component"),
    "subject_kind": ("need", "barrier"),
    "period": ("all", "2025"),
    "player_class": ("private", "municipality"),
    "half_year": ("2026-H2", "2027-H1", "2027-H2", "2028-H1"),
}
_VERDICTS: dict[str, tuple[str, ...]] = {
    "technology_mover": ("rising", "fading", "no_sure_change", "cannot_tell"),
    "technology_card": ("rising", "no_sure_change", "cannot_tell"),
    "component_verdict": ("keep", "develop", "partner", "leave"),
    "focus_area": ("area", "candidate", "no_area"),
    "role_gap": ("given_more", "claimed_more", "no_sure_difference", "cannot_tell"),
    "role_claim_act": ("claimed_and_done", "done_not_said"),
}


def columns_of() -> dict[str, list[tuple[str, str]]]:
    """Every mart's columns with their types."""
    found: dict[str, list[tuple[str, str]]] = {}
    name = ""
    for line in (Path(__file__).parent / "marts.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            name = line
            found[name] = []
        else:
            found[name].append(("", line.strip()))
    return {mart: _COLUMN.findall(" ".join(part for _, part in parts)) for mart, parts in found.items()}


def rows_of(mart: str, columns: list[tuple[str, str]], text: Callable[[str], str], url: Callable[[int], str]) -> Rows:
    """Invented rows of a mart; `text` and `url` give what a source would have written."""
    pick = random.Random(mart)
    return [_row(mart, columns, place, pick, text, url) for place in range(_FEWER.get(mart, _ROWS))]


def _row(
    mart: str,
    columns: list[tuple[str, str]],
    place: int,
    pick: random.Random,
    text: Callable[[str], str],
    url: Callable[[int], str],
) -> dict[str, object]:
    row: dict[str, object] = {}
    for name, kind in columns:
        row[name] = _value(mart, name, kind, place, pick, text, url)
    for name in row:
        base = name.removesuffix("_low")
        if base != name and f"{base}_high" in row:
            ends = sorted(float(str(row.get(side) or 0)) for side in (name, f"{base}_high"))
            row[name], row[f"{base}_high"] = ends[0], ends[1]
    if "p10_date" in row:
        middle = AS_OF + timedelta(days=60 + 31 * place)
        row |= {"p10_date": middle - timedelta(days=90), "p50_date": middle, "p90_date": middle + timedelta(days=120)}
    return row


def _value(
    mart: str,
    name: str,
    kind: str,
    place: int,
    pick: random.Random,
    text: Callable[[str], str],
    url: Callable[[int], str],
) -> object:
    if kind.endswith("[]"):
        return (
            None
            if kind.startswith(("struct", "date", "double"))
            else [digest("page", place)]
            if "evidence" in name
            else [text("et navn")]
        )
    if kind == "boolean":
        return place % 4 != 3
    if kind == "date":
        return AS_OF + timedelta(days=40 * place - 400)
    if kind in ("bigint", "integer", "hugeint"):
        return (
            2023 + place % 4
            if name.endswith("year")
            else 1 + place
            if name.endswith(("rank", "place"))
            else 3 + place % 9
        )
    if kind.startswith(("double", "decimal", "float")):
        return pick.random() * (9e6 if "dkk" in name else 2000 if "hhi" in name else 1.0)
    return _text(mart, name, place, text, url)


def _text(mart: str, name: str, place: int, text: Callable[[str], str], url: Callable[[int], str]) -> str | None:
    names = {
        "technology": list(TECHNOLOGIES)[place % len(TECHNOLOGIES)],
        "stream": STREAMS[place % len(STREAMS)],
        "segment_code": (*SEGMENTS, "all")[place % 6],
        "body_id": player_id(BUYERS[place % len(BUYERS)]),
    }
    if name in names:
        return names[name]
    if name == "verdict":
        return _VERDICTS.get(mart, ("cannot_tell",))[place % len(_VERDICTS.get(mart, ("cannot_tell",)))]
    if name in _CODES:
        return _CODES[name][place % len(_CODES[name])]
    if name.endswith(("player_id", "left_id", "right_id")):
        return player_id(SUPPLIERS[(place + len(name)) % len(SUPPLIERS)])
    if "evidence" in name:
        return digest("page", place % 40)
    if name.endswith("url"):
        return url(place)
    if name in ("part", "edition_before"):
        return ""
    if name.endswith("reason"):
        return "cannot tell: fewer than 10 awards" if place % 4 == 3 else None
    if name.endswith(("_id", "_digest", "theme", "role", "need", "barrier", "input")):
        return f"{name.removesuffix('_id')}_{_PLACES[place % len(_PLACES)]}"
    return text(f"{name.replace('_', ' ')} {_PLACES[place % len(_PLACES)]}")
