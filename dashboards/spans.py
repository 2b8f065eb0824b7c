"""Pictures along time: windows and initiatives on half-years, the order in which streams came, and the fan ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.canvas import NARROW, WIDE, Canvas, Scale, short, ticks, width_of, wrapped
from dashboards.plots import legend

_BAR, _LINE, _NAMES = 27.0, 15.0, 372.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A row on a time axis: a bar from `start` to `end`, a paler one as far as it may stretch, dated marks, words."""

    name: str
    start: date | None = None
    end: date | None = None
    stretch: date | None = None
    marks: tuple[tuple[str, str, date], ...] = ()
    kind: str = "full"
    label: str = ""


def spans(
    rows: Sequence[Span], *, narrow: bool, meanings: Sequence[tuple[str, str, str]], today: date | None = None
) -> str:
    """Rows on a time axis with a line at each new year and a dashed one today; `meanings` explains the marks."""
    days = [
        moment
        for row in rows
        for moment in (row.start, row.end, row.stretch, *(mark[2] for mark in row.marks))
        if moment is not None
    ]
    width = NARROW if narrow else WIDE
    drawn = Canvas(width)
    if not days:
        return drawn.svg()
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
    names = 6.0 if narrow else min(_NAMES, max(width_of(row.name) for row in rows) + 14)
    labels = 0.0 if narrow else min(170.0, max(width_of(row.label) for row in rows) + 12)
    along = Scale(first.toordinal(), last.toordinal(), names + 4, width - 6 - labels)
    heads = [_above(row, width - 6) if narrow else [] for row in rows]
    foot = 22 + sum(_BAR + _LINE * len(head) for head in heads)
    every = max(1, round(0.49 + (last.year - first.year) * 36 / (width - names - labels)))
    _years(drawn, along, (first.year, last.year), foot, every)
    if today is not None and first <= today <= last:
        drawn.line(along(today.toordinal()), 18, along(today.toordinal()), foot, "rule")
    top = 22.0
    for row, head in zip(rows, heads, strict=True):
        for line, text in enumerate(head):
            drawn.text(2, top + 11 + _LINE * line, text, "q" if line and text == row.label else "")
        top += _LINE * len(head)
        if not narrow:
            drawn.text(names - 4, top + _BAR / 2 + 4, short(row.name, names - 10), "e")
            if row.label:
                drawn.text(width - labels + 4, top + _BAR / 2 + 4, short(row.label, labels - 8), "q")
        _bar(drawn, row, along, top + _BAR / 2)
        top += _BAR
    drawn.height = foot + 26 + (legend(drawn, meanings, y=foot + 22) if meanings else 0)
    return drawn.svg()


def _above(row: Span, room: float) -> list[str]:
    """On a phone: the name in up to two lines, and the label beside it where it fits, else below."""
    together = f"{row.name} · {row.label}" if row.label else row.name
    if width_of(together) <= room:
        return [together]
    return [*wrapped(row.name, room), *([short(row.label, room)] if row.label else [])]


def _years(drawn: Canvas, along: Scale, years: tuple[int, int], foot: float, every: int) -> None:
    first, last = years
    for year in range(first, last + 1):
        x = along(date(year, 1, 1).toordinal())
        drawn.line(x, 18, x, foot, "grid")
        if (year - first) % every == 0 and year < last:
            drawn.text(x + 2, 13, str(year), "q l")


def _bar(drawn: Canvas, row: Span, along: Scale, middle: float) -> None:
    if row.start is not None and row.end is not None:
        start, end = along(row.start.toordinal()), along(row.end.toordinal())
        if row.stretch is not None:
            drawn.box(start, middle - 3, max(2.0, along(row.stretch.toordinal()) - start), 6, "pale")
        drawn.box(start, middle - 6, max(3.0, end - start), 12, row.kind)
    for shape, kind, moment in row.marks:
        drawn.mark(shape, along(moment.toordinal()), middle, 12, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A year of a fan: what was, or a band with or without a line."""

    year: int
    known: float | None = None
    low: float | None = None
    high: float | None = None
    line: float | None = None


def fan(rows: Sequence[Ahead], *, narrow: bool, axis: str, written: Callable[[float], str]) -> str:
    """What was as a line, the years ahead as a band; a dashed line only where the past supports one."""
    width, height = (NARROW, 250.0) if narrow else (WIDE, 300.0)
    ends = [side for row in rows for side in (row.known, row.high, row.line) if side is not None]
    top = max(ends, default=1.0) or 1.0
    marks = ticks(0, top, 4)
    left = 14 + max(width_of(written(mark)) for mark in marks)
    foot = height - 30
    up = Scale(0, top * 1.03, foot, 30)
    along = Scale(rows[0].year, rows[-1].year, left + 12, width - 20)
    drawn = Canvas(width, height)
    drawn.text(0, 14, axis, "q")
    for mark in marks:
        drawn.line(left, up(mark), width, up(mark), "grid")
        drawn.text(left - 6, up(mark) + 4, written(mark), "e q")
    banded = [(row.year, row.low, row.high) for row in rows if row.low is not None and row.high is not None]
    over = [(along(year), up(high)) for year, _, high in banded]
    under = [(along(year), up(low)) for year, low, _ in banded]
    drawn.path([*over, *under[::-1]], "area", closed=True)
    drawn.path([(along(row.year), up(row.line)) for row in rows if row.line is not None], "rule")
    known = [(along(row.year), up(row.known)) for row in rows if row.known is not None]
    drawn.path(known, "trace")
    for x, y in known:
        drawn.dot(x, y, 4, "sure")
    for row in rows:
        drawn.text(along(row.year), foot + 18, str(row.year), "c q")
    return drawn.svg()
