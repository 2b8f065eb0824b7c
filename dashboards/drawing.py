"""Small drawings by hand: a line for a table cell, an interval on a scale, quarterly columns.

They are many (one per row), so each is a few hundred bytes with rounded coordinates, coloured by the page's stylesheet.
The large charts are drawn by `plots.py`, `maps.py` and `spans.py`. Shapes carry the meaning; colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape


def _at(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def line(values: Sequence[float], *, meaning: str, width: int = 120, height: int = 28) -> Markup:
    """A small line over equal periods, from 0 to its own highest value, its last point marked."""
    if not values:
        return Markup("")
    top = max(values) or 1.0
    step = (width - 8) / max(1, len(values) - 1)
    points = [(4 + index * step, height - 4 - value / top * (height - 8)) for index, value in enumerate(values)]
    path = " ".join(f"{_at(x)},{_at(y)}" for x, y in points)
    last_x, last_y = points[-1]
    return Markup(
        '<svg class="spark" role="img" viewBox="0 0 {w} {h}" width="{w}" height="{h}"><title>{meaning}</title>'
        '<line class="base" x1="4" y1="{base}" x2="{right}" y2="{base}"/>'
        '<polyline class="trace" points="{path}"/><circle class="end" cx="{x}" cy="{y}" r="2.5"/></svg>'
    ).format(
        w=width,
        h=height,
        meaning=meaning,
        base=height - 4,
        right=width - 4,
        path=path,
        x=_at(last_x),
        y=_at(last_y),
    )


def columns(values: Sequence[float], *, meaning: str, width: int = 220, height: int = 56) -> Markup:
    """One column per period from 0 to the highest; the later half, which a verdict compares, is darker."""
    if not values:
        return Markup("")
    top = max(values) or 1.0
    step = width / len(values)
    told: dict[str, list[str]] = {"then": [], "now": []}
    for index, value in enumerate(values):
        tall = max(1.0, value / top * (height - 4)) if value else 1.0
        wide, base = _at(max(1.0, step - 2)), height - 1
        kind = "now" if index >= len(values) // 2 else "then"
        told[kind].append(f"M{_at(index * step + 1)} {base}v-{_at(tall)}h{wide}v{_at(tall)}z")
    bars = Markup("").join(
        Markup('<path class="{kind}" d="{path}"/>').format(kind=kind, path="".join(parts))
        for kind, parts in told.items()
        if parts
    )
    return Markup(
        '<svg class="columns" role="img" viewBox="0 0 {w} {h}" width="{w}" height="{h}"><title>{meaning}</title>'
        "{bars}</svg>"
    ).format(w=width, h=height, meaning=meaning, bars=bars)


def interval(
    value: float | None, low: float | None, high: float | None, *, top: float, meaning: str, width: int = 140
) -> Markup:
    """A point with its interval on a scale from 0 to `top`; the text beside it says the same in figures."""
    if value is None or top <= 0:
        return Markup("")

    def along(amount: float) -> float:
        return 4 + min(1.0, max(0.0, amount / top)) * (width - 8)

    whisker = Markup("")
    if low is not None and high is not None:
        whisker = Markup('<line class="whisker" x1="{a}" y1="8" x2="{b}" y2="8"/>').format(
            a=_at(along(low)), b=_at(along(high))
        )
    return Markup(
        '<svg class="interval" role="img" viewBox="0 0 {w} 16" width="{w}" height="16"><title>{meaning}</title>'
        '<line class="base" x1="4" y1="8" x2="{end}" y2="8"/>{whisker}'
        '<circle class="point" cx="{x}" cy="8" r="3.5"/></svg>'
    ).format(w=width, end=width - 4, meaning=meaning, whisker=whisker, x=_at(along(value)))


def described(svg: str, *, key: str, title: str, description: str) -> Markup:
    """A whole chart's SVG as one image with a name and a description; its inner marks are hidden from readers."""
    start = svg.index(">") + 1
    head, body = svg[:start], svg[start:]
    head = head.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace(
        "<svg ", f'<svg role="img" aria-labelledby="{key}-t {key}-d" ', 1
    )
    end = body.rindex("</svg>")
    name, words = escape(title), escape(description)
    inner = f'<title id="{key}-t">{name}</title><desc id="{key}-d">{words}</desc><g aria-hidden="true">{body[:end]}</g>'
    return Markup(f"{head}{inner}</svg>")  # noqa: S704  # the chart renderer escapes every text, as a test shows
