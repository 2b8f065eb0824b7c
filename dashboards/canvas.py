"""An SVG drawing by hand: shapes in page units, coloured by the stylesheet's classes, every text escaped.

Charts are drawn here rather than by a charting library: one costs a few milliseconds and kilobytes, has the page's own
colours by day, by night and on paper, and the same numbers give the same bytes on every machine. Shapes and lightness
carry the meaning before colour does, so that grey print and colour blindness lose nothing.

Rejected: Vega through a renderer (0.3 s and 20 KB for each chart and language), drawing in the browser (needs scripts).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import escape

from dashboards.safety import clean

WIDE, NARROW = 900, 340
"""Page units of a drawing on a desk and on a phone."""
LETTER = 6.7
"""Width of a letter at 12 units, generous: fonts differ between machines, and no name may be cut by its neighbour."""
_LONGEST = 70


def at(value: float) -> str:
    """A coordinate: one decimal, no trailing zero."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def width_of(text: str) -> float:
    """About how wide a text is."""
    return LETTER * len(text)


def short(text: str, room: float) -> str:
    """A text that fits into some room, with an ellipsis where it was longer."""
    most = max(3, int(room / LETTER))
    plain = clean(" ".join(text.split()), 4 * _LONGEST)
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def wrapped(text: str, room: float, most: int = 2) -> list[str]:
    """A text in lines that fit into some room, broken between words; what needs more than `most` lines is cut."""
    words, lines = text.split(), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer) > room and len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = longer
    return [short(line, room) for line in lines]


@dataclass
class Canvas:
    """A drawing under way."""

    width: float
    height: float = 0
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, kind: str = "") -> None:
        """A text; `kind` holds classes: e (ends at x), c (centred), q (quiet), b (bold)."""
        shown = escape(clean(text, 4 * _LONGEST))
        self.parts.append(f'<text{_kind(kind)} x="{at(x)}" y="{at(y)}">{shown}</text>')

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """A straight line."""
        self.parts.append(f'<path{_kind(kind)} d="M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}"/>')

    def path(self, points: Sequence[tuple[float, float]], kind: str, *, closed: bool = False) -> None:
        """A line through points, closed to an area on demand."""
        if points:
            told = "L".join(f"{at(x)} {at(y)}" for x, y in points)
            self.parts.append(f'<path{_kind(kind)} d="M{told}{"Z" if closed else ""}"/>')

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """A rectangle."""
        self.parts.append(f'<rect{_kind(kind)} x="{at(x)}" y="{at(y)}" width="{at(width)}" height="{at(height)}"/>')

    def dot(self, x: float, y: float, radius: float, kind: str) -> None:
        """A circle."""
        self.parts.append(f'<circle{_kind(kind)} cx="{at(x)}" cy="{at(y)}" r="{at(radius)}"/>')

    def mark(self, shape: str, x: float, y: float, size: float, kind: str) -> None:
        """A mark of a shape: dot, square, diamond, up or down."""
        half = size / 2
        match shape:
            case "square":
                self.box(x - half * 0.88, y - half * 0.88, size * 0.88, size * 0.88, kind)
            case "diamond":
                self.path([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], kind, closed=True)
            case "up":
                self.path([(x, y - half), (x + half, y + half * 0.8), (x - half, y + half * 0.8)], kind, closed=True)
            case "down":
                self.path([(x, y + half), (x + half, y - half * 0.8), (x - half, y - half * 0.8)], kind, closed=True)
            case _:
                self.dot(x, y, half, kind)

    def cells(self, places: Sequence[tuple[float, float]], side: float, kind: str) -> None:
        """Many equal squares as one path: a heat map of a hundred rows stays small."""
        if places:
            step = at(side)
            told = "".join(f"M{at(x)} {at(y)}h{step}v{step}h-{step}z" for x, y in places)
            self.parts.append(f'<path{_kind(kind)} d="{told}"/>')

    def svg(self) -> str:
        """The drawing."""
        size = f'viewBox="0 0 {at(self.width)} {at(self.height)}" width="{at(self.width)}" height="{at(self.height)}"'
        return f'<svg class="plot" {size}>{"".join(self.parts)}</svg>'


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values stand between two ends, straight or by their logarithm; what is outside stands at the end."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        if self.is_log:
            low, high, held = math.log(self.low), math.log(self.high), math.log(max(value, 1e-9))
        else:
            low, high, held = self.low, self.high, value
        part = (held - low) / (high - low) if high > low else 0.5
        return self.start + min(1.0, max(0.0, part)) * (self.end - self.start)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round values between two ends, at most about `most` of them."""
    if not high > low:
        return [low]
    raw = (high - low) / max(1, most)
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(part * size for part in (1, 2, 2.5, 5, 10) if part * size >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(index * step, 10) for index in range(first, math.floor(high / step + 1e-9) + 1)]
