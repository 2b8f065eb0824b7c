"""Points on a plane whose places are uncertain: each with its number, an ellipse of what chance may do, and a key.

Names beside crowded points cover one another, so points carry numbers and the key has the names. A number stands as
near its point as no other number or point allows, with a thin line back where that is not beside it. Both axes have one
scale: distances are what such a map says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.canvas import NARROW, WIDE, Canvas, Scale, short, width_of
from dashboards.plots import legend

NINETY = math.sqrt(-2 * math.log(0.1))
"""Standard deviations at which an ellipse of two normal axes holds nine places of ten."""
_EDGE, _TALL, _TALL_NARROW, _BROAD = 16.0, 540.0, 420.0, 560.0
_HIGH, _LINE, _DOT, _CLEAR = 12.0, 18.0, 5.0, 6.5
_REACHES = (13.0, 16.0, 20.0, 27.0, 35.0, 44.0, 54.0, 66.0, 80.0, 96.0, 114.0, 134.0, 156.0, 180.0)
_TURNS, _BESIDE, _STEPS = 16, 9.0, 32
_MOST_NAMES = 12
"""More names than this do not find room beside their points."""
Box = tuple[float, float, float, float]
At = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A point: its name, place, class and shape; standard deviations and their correlation where chance moves it."""

    name: str
    x: float
    y: float
    kind: str = "sure"
    shape: str = "dot"
    sd_x: float | None = None
    sd_y: float | None = None
    correlation: float = 0.0


def ellipse(spot: Position) -> list[At]:
    """The outline within which the point lies nine times of ten; nothing where chance is not known."""
    if spot.sd_x is None or spot.sd_y is None:
        return []
    rest = math.sqrt(max(0.0, 1 - spot.correlation**2))
    turns = [2 * math.pi * step / _STEPS for step in range(_STEPS)]
    return [
        (
            spot.x + NINETY * spot.sd_x * math.cos(turn),
            spot.y + NINETY * spot.sd_y * (spot.correlation * math.cos(turn) + rest * math.sin(turn)),
        )
        for turn in turns
    ]


def labels_apart(
    points: Sequence[At], texts: Sequence[str], *, width: float, height: float, taken: Sequence[Box] = ()
) -> list[At]:
    """Where the middle of each point's text stands: as near as no other text, no point and nothing `taken` allows."""
    held: list[Box] = [*taken, *((x - _CLEAR, y - _CLEAR, x + _CLEAR, y + _CLEAR) for x, y in points)]
    places = []
    for point, text in zip(points, texts, strict=True):
        place = _free(point, half_of(text), held, width, height)
        held.append(box_of(place, half_of(text)))
        places.append(place)
    return places


def half_of(text: str) -> float:
    """Half the width that a text takes with a little air."""
    return 0.55 * width_of(text) + 2  # fonts differ, and a name of wide letters needs a tenth more


def box_of(place: At, half: float) -> Box:
    """The room of a text whose middle stands at a place."""
    return place[0] - half, place[1] - _HIGH / 2, place[0] + half, place[1] + _HIGH / 2


def _free(point: At, half: float, taken: Sequence[Box], width: float, height: float) -> At:
    """The nearest free place around a point; above it where there is none."""
    for reach in _REACHES:
        for turn in range(_TURNS):
            angle = 2 * math.pi * turn / _TURNS
            place = point[0] + (reach + half - _HIGH / 2) * math.cos(angle), point[1] - reach * math.sin(angle)
            left, top, right, bottom = box_of(place, half)
            is_inside = left >= 0 and top >= 0 and right <= width and bottom <= height
            if is_inside and not any(left < c and a < right and top < d and b < bottom for a, b, c, d in taken):
                return place
    return min(max(half, point[0]), width - half), max(_HIGH, point[1] - _REACHES[0])


def positions(spots: Sequence[Position], *, meanings: Sequence[tuple[str, str, str]], narrow: bool) -> str:
    """The map with its key: beside it on a desk, below it on a phone."""
    outlines = [ellipse(spot) for spot in spots]
    places = [(spot.x, spot.y) for spot in spots] + [place for outline in outlines for place in outline] + [(0.0, 0.0)]
    low_x, high_x = min(x for x, _ in places), max(x for x, _ in places)
    low_y, high_y = min(y for _, y in places), max(y for _, y in places)
    broad, tall = (NARROW - 2 * _EDGE, _TALL_NARROW) if narrow else (_BROAD, _TALL)
    unit = min(broad / (high_x - low_x or 1.0), tall / (high_y - low_y or 1.0))
    width, height = unit * (high_x - low_x) + 2 * _EDGE, unit * (high_y - low_y) + 2 * _EDGE

    def put(place: At) -> At:
        return _EDGE + unit * (place[0] - low_x), _EDGE + unit * (high_y - place[1])

    drawn = Canvas(NARROW if narrow else WIDE)
    middle_x, middle_y = put((0.0, 0.0))
    drawn.line(middle_x, 4, middle_x, height - 4, "rule")
    drawn.line(4, middle_y, width - 4, middle_y, "rule")
    for spot, outline in zip(spots, outlines, strict=True):
        drawn.path([put(place) for place in outline], "chance own" if spot.kind == "focal" else "chance", closed=True)
    _points(drawn, spots, [put((spot.x, spot.y)) for spot in spots], width, height)
    _key(drawn, spots, meanings, (width, height), narrow=narrow)
    return drawn.svg()


def _points(drawn: Canvas, spots: Sequence[Position], points: Sequence[At], width: float, height: float) -> None:
    numbers = [str(number) for number in range(1, len(spots) + 1)]
    _marked(drawn, spots, points, numbers, labels_apart(points, numbers, width=width, height=height))


def _marked(
    drawn: Canvas, spots: Sequence[Position], points: Sequence[At], texts: Sequence[str], places: Sequence[At]
) -> None:
    """The marks, each text on a ground of its own, and a line back where a text is not beside its mark."""
    for point, text, place in zip(points, texts, places, strict=True):
        if math.dist(point, place) > _BESIDE + half_of(text):
            drawn.line(*point, *place, "lead")
    for spot, (x, y) in zip(spots, points, strict=True):
        drawn.mark(spot.shape, x, y, 2 * _DOT, spot.kind)
    for text, (x, y) in zip(texts, places, strict=True):
        half = half_of(text)
        drawn.box(x - half, y - _HIGH / 2, 2 * half, _HIGH, "paper")
        drawn.text(x, y + 4, text, "c l b" if text.isdigit() else "c")


def _key(
    drawn: Canvas,
    spots: Sequence[Position],
    meanings: Sequence[tuple[str, str, str]],
    size: At,
    *,
    narrow: bool,
) -> None:
    """The names by number, and what the marks mean."""
    width, height = size
    x, y = (8.0, height + 16) if narrow else (width + 24, 16.0)
    for number, spot in enumerate(spots, start=1):
        drawn.mark(spot.shape, x + 5, y - 4, 9, spot.kind)
        drawn.text(x + 16, y, short(f"{number} {spot.name}", drawn.width - x - 20), "b" if spot.kind == "focal" else "")
        y += _LINE
    foot = max(height, y) + 12
    drawn.height = foot + (legend(drawn, meanings, y=foot) if meanings else 0)


def quarters(spots: Sequence[Position], *, corners: tuple[str, ...], x_axis: str, y_axis: str, narrow: bool) -> str:
    """Points between two axes from 0 to 1, whose quarters have names: top left, top right, bottom left, bottom right.

    Their names stand beside them; where there are too many of them, or on a phone, numbers do, with a key below.
    """
    width, height = (float(NARROW), 340.0) if narrow else (640.0, 440.0)
    across, up = Scale(0, 1, 20, width - 16), Scale(0, 1, height - 34, 24)
    drawn = Canvas(width, height)
    drawn.box(across(0), up(1), across(1) - across(0), up(0) - up(1), "ring")
    drawn.line(across(0.5), up(0), across(0.5), up(1), "rule")
    drawn.line(across(0), up(0.5), across(1), up(0.5), "rule")
    taken: list[Box] = []
    for place, words in enumerate(corners):
        is_right, line = place % 2 == 1, up(1) + 18 if place < 2 else up(0) - 10
        side = across(1) - 8 if is_right else across(0) + 8
        reach = 1.2 * width_of(words)  # it is written bold
        taken.append((side - reach if is_right else side, line - 12, side if is_right else side + reach, line + 4))
        drawn.text(side, line, words, "e b q" if is_right else "b q")
    drawn.text(width - 16, height - 12, x_axis, "e q")
    drawn.text(20, 14, y_axis, "q")
    points = [(across(spot.x), up(spot.y)) for spot in spots]
    is_numbered = narrow or len(spots) > _MOST_NAMES
    texts = [str(n) if is_numbered else short(spot.name, width / 2) for n, spot in enumerate(spots, start=1)]
    _marked(drawn, spots, points, texts, labels_apart(points, texts, width=width, height=up(0), taken=taken))
    if is_numbered:
        _key(drawn, spots, (), (width, height), narrow=True)
    return drawn.svg()
