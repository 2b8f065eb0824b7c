"""Pictures in a circle: who is tied to whom, and several shares around one centre.

Rejected for ties: a layout by forces (it jumps when one tie is added, and names overlap). On a circle everyone has a
place and a name; neighbours are those that belong together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboards.canvas import NARROW, Canvas, short, ticks, width_of
from dashboards.plots import legend

_WIDE_SIDE, _WIDE_RADIUS = 230.0, 200.0
_NARROW_RADIUS = 134.0
_TOP = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Someone on the circle. `tone` is a class: sure (filled), open (hollow) or focal (a diamond)."""

    name: str
    tone: str = "sure"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two places on the circle, and whether their tie is sure."""

    left: int
    right: int
    is_sure: bool


def _around(place: int, of: int) -> float:
    """The angle of a place: the first at the top, then clockwise."""
    return 2 * math.pi * place / max(1, of) - math.pi / 2


def _canvas(*, narrow: bool) -> tuple[Canvas, float, float, float]:
    radius = _NARROW_RADIUS if narrow else _WIDE_RADIUS
    width = float(NARROW) if narrow else 2 * (_WIDE_SIDE + _WIDE_RADIUS)
    return Canvas(width), width / 2, _TOP + radius, radius


def _names(drawn: Canvas, names: Sequence[str], across: float, middle: float, radius: float, *, narrow: bool) -> float:
    """Names around the circle; on a phone numbers there, and the names below. Gives where the drawing goes on."""
    foot = middle + radius + 40
    for place, name in enumerate(names):
        turn = _around(place, len(names))
        x, y = across + (radius + 13) * math.cos(turn), middle + (radius + 13) * math.sin(turn) + 4
        told = str(place + 1) if narrow else short(name, _WIDE_SIDE - 20)
        is_middle = abs(math.cos(turn)) < 0.12
        if is_middle and not narrow:
            y += 7 * math.sin(turn)  # off the names beside it
        side = "c" if narrow or is_middle else "e" if math.cos(turn) < 0 else ""
        drawn.text(x, y, told, f"{side} l".strip())
        if narrow:
            drawn.text(8, foot + 17 * place, short(f"{place + 1} {name}", drawn.width - 16), "q")
    return foot + (17 * len(names) + 6 if narrow else 0)


def network(nodes: Sequence[Node], ties: Sequence[Tie], *, entries: tuple[str, str, str], narrow: bool) -> str:
    """Who is tied to whom: a thick line is a sure tie, a thin dashed one may be chance.

    `entries` are the words for a sure tie, for one that may be chance, and for the organisation itself.
    """
    drawn, across, middle, radius = _canvas(narrow=narrow)
    spots = [
        (across + radius * math.cos(turn), middle + radius * math.sin(turn))
        for turn in (_around(place, len(nodes)) for place in range(len(nodes)))
    ]
    for tie in sorted(ties, key=lambda one: one.is_sure):
        drawn.line(*spots[tie.left], *spots[tie.right], "trace" if tie.is_sure else "faint")
    for node, (x, y) in zip(nodes, spots, strict=True):
        drawn.mark("diamond" if node.tone == "focal" else "dot", x, y, 15 if node.tone == "focal" else 10, node.tone)
    y = _names(drawn, [node.name for node in nodes], across, middle, radius, narrow=narrow)
    sure, chance, own = entries
    for kind, words in (("trace", sure), ("faint", chance)):
        drawn.line(8, y - 4, 36, y - 4, kind)
        drawn.text(44, y, short(words, drawn.width - 48), "q")
        y += 20
    drawn.height = y + (legend(drawn, [("diamond", "focal", own)], y=y) if _has_focal(nodes) else 0)
    return drawn.svg()


def _has_focal(nodes: Sequence[Node]) -> bool:
    return any(node.tone == "focal" for node in nodes)


def web(
    names: Sequence[str],
    own: Sequence[float],
    others: Sequence[float],
    *,
    entries: tuple[str, str],
    written: Callable[[float], str],
    narrow: bool,
) -> str:
    """Two shares for each name around one centre: ours an area with dots, the others' a dashed line with diamonds."""
    drawn, across, middle, radius = _canvas(narrow=narrow)
    top = max((*own, *others), default=0.0) or 1.0
    marks = [mark for mark in ticks(0, top, 3) if mark > 0]
    scale = radius / max(top, *marks) if marks else radius / top

    def spot(place: int, value: float) -> tuple[float, float]:
        turn = _around(place, len(names))
        return across + scale * value * math.cos(turn), middle + scale * value * math.sin(turn)

    for mark in marks:
        drawn.path([spot(place, mark) for place in range(len(names))], "grid", closed=True)
    for place in range(len(names)):
        turn = _around(place, len(names))
        drawn.line(across, middle, across + radius * math.cos(turn), middle + radius * math.sin(turn), "grid")
    ours, theirs = ([spot(place, value) for place, value in enumerate(values)] for values in (own, others))
    drawn.path(ours, "area", closed=True)
    drawn.path(ours, "trace", closed=True)
    drawn.path(theirs, "rule", closed=True)
    for mark in marks:
        x, y = spot(0, mark)
        drawn.box(x + 3, y - 1, width_of(written(mark)) * 0.9, 13, "paper")
        drawn.text(x + 5, y + 10, written(mark), "q l")
    for x, y in ours:
        drawn.dot(x, y, 4, "sure")
    for x, y in theirs:
        drawn.mark("diamond", x, y, 11, "other")
    y = _names(drawn, names, across, middle, radius, narrow=narrow)
    drawn.height = y + legend(drawn, [("dot", "sure", entries[0]), ("diamond", "other", entries[1])], y=y)
    return drawn.svg()
