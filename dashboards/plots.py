"""The everyday charts: rows of points with intervals, and columns. Each gives an SVG, wide or for a phone.

On a phone a row's name stands above its line, so that no name is cut and no label is too small to read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboards.canvas import LETTER, NARROW, WIDE, Canvas, Scale, short, ticks, width_of

_ROW, _ROW_NARROW, _LINE = 26, 42, 15
_NAME_ROOM = 330
_BESIDE = 0.3
"""On a phone a label wider than this part of the drawing stands under its row's name: the axis keeps its room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A row: its value with its interval, what it is compared with, and the words at its end. `tone` is a class:
    sure (filled), open (hollow) or focal (filled, second colour)."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    other: float | None = None
    label: str = ""
    tone: str = "sure"


def dots(
    rows: Sequence[Dot],
    *,
    narrow: bool,
    axis: str,
    written: Callable[[float], str],
    low: float = 0.0,
    high: float | None = None,
    rule: float | None = None,
    is_log: bool = False,
    marks: Sequence[float] | None = None,
) -> str:
    """Points with intervals, one row each; `other` is a hollow diamond; `rule` a dashed line across all."""
    width, step = (NARROW, _ROW_NARROW) if narrow else (WIDE, _ROW)
    longest = max((width_of(row.label) for row in rows), default=0.0)
    is_below = narrow and longest > _BESIDE * width
    step += _LINE if is_below else 0
    ends = [side for row in rows for side in (row.value, row.low, row.high, row.other) if side is not None]
    top = high if high is not None else (max(ends, default=1.0) or 1.0) * 1.02
    names = 0.0 if narrow else min(_NAME_ROOM, max((width_of(row.name) for row in rows), default=0) + 14)
    labels = 0.0 if is_below else min(0.42 * width, longest + 16)
    drawn = Canvas(width, 14 + step * len(rows) + 40)
    told = marks if marks is not None else ticks(low, top, 3 if narrow else 6)
    half = max((width_of(written(tick)) for tick in told), default=0.0) / 2 + 5  # a tick's words stand around it
    scale = Scale(low, top, names + max(8.0, half), width - max(labels + 8, half), is_log)
    foot = 8 + step * len(rows)
    for tick in told:
        drawn.line(scale(tick), 4, scale(tick), foot, "grid")
        drawn.text(scale(tick), foot + 16, written(tick), "c q")
    if rule is not None:
        drawn.line(scale(rule), 4, scale(rule), foot, "rule")
    for place, row in enumerate(rows):
        middle = 8 + step * place + (step - 12 if narrow else step / 2)
        if narrow:
            drawn.text(2, middle - 13 - (_LINE if is_below else 0), short(row.name, width - 8))
        else:
            drawn.text(names, middle + 4, short(row.name, names - 4), "e")
        if row.low is not None and row.high is not None:
            drawn.line(scale(row.low), middle, scale(row.high), middle, "band")
        if row.other is not None:
            drawn.mark("diamond", scale(row.other), middle, 11, "other")
        if row.value is not None:
            drawn.dot(scale(row.value), middle, 5, row.tone)
        if row.label and is_below:
            drawn.text(2, middle - 13, short(row.label, width - 8), "q")
        elif row.label:
            drawn.text(width - labels + 6, middle + 4, short(row.label, labels - 8))
    drawn.text(names + 8, foot + 33, short(axis, width - names - 8), "q")
    return drawn.svg()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """A column: its value, an estimated interval above it, the words on top. A pale one is provisional."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    label: str = ""
    is_pale: bool = False


def columns(rows: Sequence[Pile], *, narrow: bool, axis: str, written: Callable[[float], str]) -> str:
    """Columns from nothing, with a whisker for an interval."""
    width, height = (NARROW, 250) if narrow else (WIDE, 290)
    top = max((max(row.value, row.high or 0.0) for row in rows), default=1.0) or 1.0
    marks = ticks(0, top, 4)
    left = 10 + LETTER * max((len(written(mark)) for mark in marks), default=1)
    foot = height - 34
    up, step = Scale(0, top * 1.02, foot, 40), (width - left - 4) / max(1, len(rows))
    drawn = Canvas(width, height)
    drawn.text(0, 14, axis, "q")
    for mark in marks:
        drawn.line(left, up(mark), width, up(mark), "grid")
        drawn.text(left - 6, up(mark) + 4, written(mark), "e q")
    every = max(1, round(0.5 + LETTER * max((len(row.name) for row in rows), default=1) / max(1.0, step - 4)))
    for place, row in enumerate(rows):
        x, wide = left + step * place + 0.19 * step, 0.62 * step
        drawn.box(x, up(row.value), wide, foot - up(row.value), "pale" if row.is_pale else "full")
        middle, head = x + wide / 2, up(row.value)
        if row.low is not None and row.high is not None:
            drawn.line(middle, up(row.low), middle, up(row.high), "whisk")
            for side in (row.low, row.high):
                drawn.line(middle - 5, up(side), middle + 5, up(side), "whisk")
            head = min(head, up(row.high))
        if row.label and width_of(row.label) <= step * 1.25:
            drawn.text(middle, head - 6, row.label, "c")
        if place % every == 0:
            drawn.text(middle, foot + 17, row.name, "c q")
    return drawn.svg()


def legend(drawn: Canvas, entries: Sequence[tuple[str, str, str]], *, y: float) -> float:
    """Marks with their meaning in lines from `y`: shape, class, words. Gives the height that it took."""
    x, line = 8.0, 0
    for shape, kind, words in entries:
        room = width_of(words) + 30
        if x > 8 and x + room > drawn.width:
            x, line = 8.0, line + 1
        drawn.mark(shape, x + 5, y + 20 * line - 4, 11, kind)
        drawn.text(x + 16, y + 20 * line, words, "q")
        x += room
    return 20.0 * (line + 1)
