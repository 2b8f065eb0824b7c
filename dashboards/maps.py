"""Pictures of two directions: the heat map of bodies and themes, the radar, and points between two axes."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.canvas import NARROW, WIDE, Canvas, Scale, at, short, ticks, width_of
from dashboards.plots import legend
from dashboards.words import SPEECH, Lang

STEPS = 5
"""Shades of a heat map: more cannot be told apart in grey print."""


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Mapping[tuple[int, int], float],
    *,
    top: float,
    narrow: bool,
    none: str,
    shade: str,
) -> str:
    """A heat map: rows by columns, shaded by value up to `top`; where nothing is known the cell is hatched.

    Column names are numbers with a list below; on a desk they stand slanted no more than their own width.
    """
    width = NARROW if narrow else WIDE
    names = min(210.0 if not narrow else 132.0, max((width_of(name) for name in rows), default=0) + 10)
    side = min(22.0, (width - names - 8) / max(1, len(columns)))
    height = min(side, 16.0)
    drawn = Canvas(width, 22 + height * len(rows))
    for place in range(len(columns)):
        drawn.text(names + side * (place + 0.5), 13, str(place + 1), "c q l")
    shades: list[list[tuple[float, float]]] = [[] for _ in range(STEPS)]
    hatched: list[tuple[float, float]] = []
    for line, name in enumerate(rows):
        y = 18 + height * line
        drawn.text(names - 6, y + height - 4, short(name, names - 6), "e l")
        for place in range(len(columns)):
            x, value = names + side * place, values.get((line, place))
            if value is None:
                hatched.append((x, y))
            else:
                shades[min(STEPS - 1, int(STEPS * max(0.0, value) / top)) if top > 0 else 0].append((x, y))
    for step, places in enumerate(shades):
        _blocks(drawn, places, side - 1, height - 1, f"s{step}")
    told = "".join(f"M{at(x + 2)} {at(y + height - 3)}l{at(height - 5)} {at(5 - height)}" for x, y in hatched)
    if told:
        drawn.parts.append(f'<path class="hatch" d="{told}"/>')
    y = 18 + height * len(rows) + 22
    x = 8.0
    for step in range(STEPS):
        _blocks(drawn, [(x + 18 * step, y - 10)], 16, 12, f"s{step}")
    drawn.text(x + 18 * STEPS + 6, y, shade, "q")
    start = x + 18 * STEPS + 26 + width_of(shade)
    if start + width_of(none) + 20 > width:
        start, y = x, y + 20
    drawn.parts.append(f'<path class="hatch" d="M{at(start)} {at(y + 1)}l11 -11"/>')
    drawn.text(start + 18, y, none, "q")
    lines = 1 if narrow else 3
    room = (width - 8) / lines
    for place, name in enumerate(columns):
        drawn.text(
            8 + room * (place % lines), y + 22 + 17 * (place // lines), short(f"{place + 1} {name}", room - 8), "q l"
        )
    drawn.height = y + 28 + 17 * math.ceil(len(columns) / lines)
    return drawn.svg()


def _blocks(drawn: Canvas, places: Sequence[tuple[float, float]], width: float, height: float, kind: str) -> None:
    if places:
        told = "".join(f"M{at(x)} {at(y)}h{at(width)}v{at(height)}h-{at(width)}z" for x, y in places)
        drawn.parts.append(f'<path class="{kind}" d="{told}"/>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Blip:
    """A technology on the radar: its number in the list, its ring and quadrant, how it moved (in, out, new, none)."""

    key: str
    number: int
    ring: int
    quadrant: int
    moved: str


_WIDE_SIZE, _NARROW_SIZE, _EDGE, _APART, _TURNS = 620.0, 470.0, 16.0, 23.0, 120
"""Units of the radar, wide and on a phone, its margin, how far blips stay apart, and how often they are pushed."""
_SIDE = 190.0
"""Room for the names of fields on either side, on a desk."""


def _seeded(key: str) -> tuple[float, float]:
    seed = hashlib.sha256(key.encode()).digest()
    return seed[0] / 255, seed[1] / 255


def places_of(blips: Sequence[Blip], rings: int, quadrants: int, size: float = _WIDE_SIZE) -> list[tuple[float, float]]:
    """Where blips stand: by the hash of their names, pushed apart inside their ring and quadrant.

    A blip stays where it was as long as its neighbours do: no shared chance decides.
    """
    radius = (size - 2 * _EDGE) / 2
    bands = [radius * math.sqrt((ring + 1) / rings) for ring in range(rings)]
    polar = []
    for blip in blips:
        inner = bands[blip.ring - 1] if blip.ring else 22.0
        a, r = _seeded(blip.key)
        polar.append([(blip.quadrant + 0.08 + 0.84 * a) / quadrants, inner + 14 + r * (bands[blip.ring] - inner - 28)])
    for _ in range(_TURNS):
        points = [_point(*spot) for spot in polar]
        for one, blip in enumerate(blips):
            push_x = push_y = 0.0
            for two in range(len(blips)):
                dx, dy = points[one][0] - points[two][0], points[one][1] - points[two][1]
                gap = math.hypot(dx, dy)
                if one != two and gap < _APART:
                    turn = _seeded(blip.key)[0] * 6.283 if gap < 0.01 else math.atan2(dy, dx)
                    push_x += math.cos(turn) * (_APART - gap) / 2
                    push_y += math.sin(turn) * (_APART - gap) / 2
            if push_x or push_y:
                x, y = points[one][0] + push_x, points[one][1] + push_y
                part = (math.atan2(y, x) / (2 * math.pi)) % 1.0
                inner = bands[blip.ring - 1] if blip.ring else 22.0
                low, high = (blip.quadrant + 0.05) / quadrants, (blip.quadrant + 0.95) / quadrants
                polar[one] = [
                    min(high, max(low, part)),
                    min(bands[blip.ring] - 13, max(inner + 13, math.hypot(x, y))),
                ]
    return [_point(*spot) for spot in polar]


def _point(part: float, radius: float) -> tuple[float, float]:
    return radius * math.cos(2 * math.pi * part), radius * math.sin(2 * math.pi * part)


_SHAPES = {"in": ("up", "focal"), "out": ("down", "focal"), "new": ("diamond", "focal"), "none": ("dot", "sure")}


def radar(
    blips: Sequence[Blip], rings: Sequence[str], quadrants: Sequence[str], *, moves: Mapping[str, str], narrow: bool
) -> str:
    """The radar: numbered blips; shape says whether it moved inwards, outwards, is new, or stays."""
    size = _NARROW_SIZE if narrow else _WIDE_SIZE
    side, top = (0.0, 0.0) if narrow else (_SIDE, 14.0)
    drawn = Canvas(size + 2 * side)
    across, middle, radius = side + size / 2, top + size / 2, (size - 2 * _EDGE) / 2
    for ring in range(len(rings)):
        drawn.dot(across, middle, radius * math.sqrt((ring + 1) / len(rings)), "ring")
    for place in range(len(quadrants)):
        x, y = _point(place / len(quadrants), radius)
        drawn.line(across, middle, across + x, middle + y, "ring")
    for ring, name in enumerate(rings):
        outer = radius * math.sqrt((ring + 1) / len(rings))
        width = width_of(name) + 8
        drawn.box(across - width / 2, middle - outer - 2, width, 16, "paper")
        drawn.text(across, middle - outer + 10, name, "c b q")
    for blip, (x, y) in zip(blips, places_of(blips, len(rings), len(quadrants), size), strict=True):
        shape, kind = _SHAPES[blip.moved]
        drawn.mark(shape, across + x, middle + y, 22, kind)
        drawn.text(across + x, middle + y + 4, str(blip.number), "c inv")
    y = top + size + 20
    for place, name in enumerate(quadrants):
        x, down = _point((place + 0.5) / len(quadrants), radius + 12)
        if narrow:
            drawn.text(across + x, middle + down + 4, "abcdefghijklmnopqrstuvwxyz"[place % 26], "c b q")
            told = f"{'abcdefghijklmnopqrstuvwxyz'[place % 26]} {name}"
            drawn.text(8 + (place % 2) * size / 2, y + 18 * (place // 2), short(told, size / 2 - 12), "q")
        else:
            drawn.text(across + x, middle + down + 4, short(name, _SIDE), "q" if x >= 0 else "e q")
    y += 18 * math.ceil(len(quadrants) / 2) + 14 if narrow else 6
    entries = [(*_SHAPES[code], moves[code]) for code in ("in", "out", "new", "none") if code in moves]
    drawn.height = y + legend(drawn, entries, y=y)
    return drawn.svg()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point between two axes with its number in the list beside it."""

    number: int
    x: float
    y: float
    kind: str = "sure"


def scatter(spots: Sequence[Spot], *, x_axis: str, y_axis: str, lang: Lang, narrow: bool, middle: bool = True) -> str:
    """Numbered points between two axes from 0 to 1, with the quarters marked."""
    width, height = (NARROW, 340.0) if narrow else (640.0, 460.0)
    drawn = Canvas(width, height)
    left, foot = 44.0, height - 40
    right = width - width_of("100 %") / 2  # the last mark's words stand half beyond it
    across, up = Scale(0, 1, left, right), Scale(0, 1, foot, 26)
    for mark in ticks(0, 1, 4):
        told = SPEECH[lang].share(mark)
        drawn.line(across(mark), 26, across(mark), foot, "grid")
        drawn.line(left, up(mark), right, up(mark), "grid")
        drawn.text(across(mark), foot + 15, told, "c q l")
        drawn.text(left - 5, up(mark) + 4, told, "e q l")
    if middle:
        drawn.line(across(0.5), 26, across(0.5), foot, "rule")
        drawn.line(left, up(0.5), right, up(0.5), "rule")
    taken: list[tuple[float, float]] = []
    for spot in spots:
        step = -18 if spot.x > 0.7 else 18
        tried = (
            (across(spot.x) + step * (shift % 6), up(spot.y) - 18 * (shift // 6)) for shift in range(6 * len(spots))
        )
        x, y = next((place for place in tried if all(math.dist(place, other) > 17 for other in taken)), (0.0, 0.0))
        taken.append((x, y))
        drawn.dot(x, y, 9, spot.kind)
        drawn.text(x, y + 4, str(spot.number), "c inv" if spot.kind != "open" else "c l")
    drawn.text(0, 14, y_axis, "q")
    drawn.text(width - 4, height - 6, x_axis, "e q")
    return drawn.svg()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A supplier's part of a segment: its number in the list, 0 for all the others, and whether it is ourselves."""

    number: int
    share: float
    is_focal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pillar:
    """A segment: its name, how wide it stands, and its parts from the largest; the others come last."""

    name: str
    weight: float
    parts: tuple[Part, ...]
    is_uncertain: bool = False


_PILLARS_HIGH, _GAP, _LEAST_LETTERED, _HATCH = 360.0, 2.0, 13.0, 9.0
_TONES = (("full", "c inv"), ("pale", "c l"), ("s1", "c l"), ("s0", "c l"))


def mekko(pillars: Sequence[Pillar], names: Sequence[str], *, others: str, uncertain: str, narrow: bool) -> str:
    """Segments side by side, each as wide as its weight; in each the suppliers' parts, the largest at the bottom.

    Suppliers are numbers, named below: a name in a narrow cell would be cut. An uncertain segment is hatched.
    """
    width = NARROW if narrow else WIDE
    drawn = Canvas(width)
    total = sum(pillar.weight for pillar in pillars) or 1.0
    room, top = width - _GAP * (len(pillars) - 1), 16.0
    x, foot = 0.0, top + _PILLARS_HIGH
    for place, pillar in enumerate(pillars):
        wide = room * pillar.weight / total
        drawn.text(x + wide / 2, 11, chr(ord("A") + place), "c b q")
        y = foot
        for rank, part in enumerate(pillar.parts):
            high = _PILLARS_HIGH * part.share
            _cell(drawn, part, rank, (x, y - high, wide, max(0.0, high - _GAP)))
            y -= high
        if pillar.is_uncertain:
            _hatch(drawn, x, top, wide, _PILLARS_HIGH)
        x += wide + _GAP
    y = foot + 22
    lines = 1 if narrow else 3
    if any(pillar.is_uncertain for pillar in pillars):
        _hatch(drawn, 0, y - 10, 12, 12)
        drawn.text(18, y, uncertain, "q")
        y += 22
    told = [f"{chr(ord('A') + place)} {pillar.name}" for place, pillar in enumerate(pillars)]
    for group in (told, [*(f"{place + 1} {name}" for place, name in enumerate(names)), others]):
        for place, text in enumerate(group):
            drawn.text(width / lines * (place % lines), y + 17 * (place // lines), short(text, width / lines - 8), "q")
        y += 17 * math.ceil(len(group) / lines) + 10
    drawn.height = y
    return drawn.svg()


def _hatch(drawn: Canvas, x: float, y: float, wide: float, high: float) -> None:
    """Slanted lines over a box, so that what lies below is still seen."""
    lines = []
    for step in range(1, int((wide + high) / _HATCH) + 1):
        reach = step * _HATCH
        from_x, from_y = min(reach, wide), max(0.0, reach - wide)
        to_x, to_y = max(0.0, reach - high), min(reach, high)
        lines.append(f"M{at(x + from_x)} {at(y + from_y)}L{at(x + to_x)} {at(y + to_y)}")
    drawn.parts.append(f'<path class="hatch" d="{"".join(lines)}"/>')


def _cell(drawn: Canvas, part: Part, rank: int, box: tuple[float, float, float, float]) -> None:
    x, y, wide, high = box
    kind, letters = ("focal", "c inv") if part.is_focal else _TONES[min(rank, len(_TONES) - 1)]
    if not part.number:
        kind, letters = "rest", "c l"
    corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
    drawn.path(corners, kind, closed=True)
    told = str(part.number) if part.number else "…"
    if high >= _LEAST_LETTERED and wide >= width_of(told) + 2:
        drawn.text(x + wide / 2, y + high / 2 + 4, told, letters)
