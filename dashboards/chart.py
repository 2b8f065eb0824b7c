"""The large charts: Altair specifications drawn to SVG once, with one theme.

Colours differ in lightness before they differ in hue, so that they survive grey printing and colour blindness; series
are labelled where they end or beside their bars, never by a legend far away. Text is measured with Liberation Sans,
which the renderer brings along and which is as wide as Arial and Helvetica: a chart looks alike on every machine.
The page's stylesheet gives the named inks their dark-mode values through CSS variables (`adapt`).

Rejected: drawing in the browser (needs scripts, and Vega's expressions need an unsafe content policy).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

from dashboards.safety import clean
from dashboards.words import SPEECH, Lang

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, MUTED, GRID, PAPER = "#1b2733", "#5a6672", "#dfe4e8", "#ffffff"
ACCENT, PALE, STONE, SECOND = "#1c4e73", "#b9cfdd", "#94a1ac", "#b8651b"
_VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    GRID: "--grid",
    PAPER: "--paper",
    ACCENT: "--accent",
    PALE: "--accent-pale",
    STONE: "--stone",
    SECOND: "--second",
}
_INKS = re.compile("|".join(_VARIABLES))
_LABELS = re.compile(r' (?:aria-label|aria-roledescription|role)="[^"]*"')

_LONGEST_LABEL = 60
Data = Sequence[Mapping[str, object]]


def _theme(height: int) -> dict[str, Any]:
    return {
        "background": "transparent",
        "font": FONT,
        "padding": {"left": 2, "right": 30, "top": 10, "bottom": 2},
        "view": {"stroke": None, "continuousHeight": height},
        "axis": {
            "labelColor": MUTED,
            "titleColor": MUTED,
            "gridColor": GRID,
            "domainColor": GRID,
            "tickColor": GRID,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelLimit": 340,
        },
        "text": {"color": INK, "fontSize": 12},
    }


@lru_cache(maxsize=256)
def draw_svg(spec: str) -> str:
    """SVG of a specification. Equal specifications (the same chart in two languages, say) are drawn once."""
    svg: str = vl_convert.vegalite_to_svg(spec)
    return svg


def _svg(chart: Any, *, height: int) -> str:
    """Draw; `Any` because Altair's chart classes share no useful type."""
    spec = chart.to_dict(validate=False)
    spec["config"] = _theme(height)
    return draw_svg(json.dumps(spec, ensure_ascii=False, sort_keys=True))


def adapt(svg: str) -> str:
    """The same SVG for a page: inks as CSS variables with the print colour as fallback, inner roles removed."""
    svg = _LABELS.sub("", svg)
    return _INKS.sub(lambda ink: f"var({_VARIABLES[ink.group()]}, {ink.group()})", svg)


def _names_axis(names: Sequence[str], *, narrow: bool) -> Any:
    """An axis of names with room for fonts that are wider than the one that text is measured with.

    On a phone a name that has two parts stands on two lines.
    """
    lines = [part for name in names for part in (name.split(" · ") if narrow else [name])]
    room = min(165 if narrow else 340, round(7.4 * max((len(line) for line in lines), default=0)))
    split = "split(datum.label, ' · ')" if narrow else alt.Undefined
    return alt.Axis(
        domain=False,
        ticks=False,
        labelColor=INK,
        minExtent=room,
        labelLimit=round(0.85 * room),
        labelExpr=split,
        labelFontSize=11,
    )


def _data(rows: Data) -> Any:
    """Rows as inline data, texts cleaned: a character that XML does not hold would end the renderer and us with it."""
    clean_rows = [
        {key: clean(value, _LONGEST_LABEL) if isinstance(value, str) else value for key, value in row.items()}
        for row in rows
    ]
    return alt.InlineData(values=clean_rows)


def value_by_year(rows: Data, *, lang: Lang, narrow: bool, value_title: str) -> str:
    """Columns of known value by year, in millions, with a whisker for the estimated interval.

    Rows: year (str), known, low, high (floats or None), label (str, above the column), is_provisional (bool).
    """
    speech = SPEECH[lang]
    years = "'’' + slice(datum.label, 2)" if narrow else alt.Undefined
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, grid=False, labelExpr=years))
    )
    axis = alt.Axis(
        title=value_title,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleX=-42,
        titleY=-10,
        minExtent=42,
        tickCount=5,
        domain=False,
        ticks=False,
        labelExpr=_written(speech.lang, ",.0f"),
    )
    bars = base.mark_bar(width={"band": 0.62}).encode(
        y=alt.Y("known:Q", axis=axis),
        color=alt.condition("datum.is_provisional", alt.value(PALE), alt.value(ACCENT)),
    )
    whiskers = base.mark_rule(color=SECOND, strokeWidth=2).encode(y=alt.Y("low:Q"), y2="high:Q")
    ends = base.mark_tick(color=SECOND, thickness=2, width=8 if narrow else 12)
    labels = base.mark_text(dy=-9, fontSize=9 if narrow else 11, color=INK).encode(y="top:Q", text="label:N")
    layers = [bars, whiskers, ends.encode(y="low:Q"), ends.encode(y="high:Q"), labels]
    return _svg(alt.layer(*layers).properties(width=300 if narrow else 900, height=260), height=260)


def _written(lang: Lang, form: str) -> str:
    """How an axis writes its numbers: Danish swaps the two marks."""
    text = f"format(datum.value, '{form}')"
    if lang == "da":
        return f"replace(replace(replace({text}, /,/g, ';'), '.', ','), /;/g, '.')"
    return text


def shares(rows: Data, *, narrow: bool, axis_title: str) -> str:
    """Points with intervals, one per supplier, largest first, labelled at the interval's end.

    Rows: name, share, low, high (per cent as floats), label (str), is_focal (bool).
    """
    names = [clean(str(row["name"]), _LONGEST_LABEL) for row in rows]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=_names_axis(names, narrow=narrow))
    )
    ink = alt.condition("datum.is_focal", alt.value(SECOND), alt.value(ACCENT))
    top = alt.Scale(domainMin=0)
    axis = alt.Axis(title=axis_title, domain=False, ticks=False, tickCount=3 if narrow else 6)
    layers = [
        base.mark_rule(strokeWidth=5, opacity=1).encode(
            x=alt.X("low:Q", scale=top, axis=axis), x2="high:Q", color=alt.value(PALE)
        ),
        base.mark_point(filled=True, size=75, opacity=1).encode(x="share:Q", color=ink),
        base.mark_text(align="left", dx=8).encode(x="high:Q", text="label:N"),
    ]
    return _svg(alt.layer(*layers).properties(width=115 if narrow else 600, height={"step": 26}), height=26)


def ratios(rows: Data, *, lang: Lang, narrow: bool, axis_title: str) -> str:
    """Rate ratios with intervals on a log scale around 1; sure changes are filled, others hollow.

    Rows: name, ratio, low, high (floats above 0), label, is_sure (bool).
    """
    width = 110 if narrow else 560
    names = [clean(str(row["name"]), _LONGEST_LABEL) for row in rows]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=_names_axis(names, narrow=narrow))
    )
    axis = alt.Axis(
        title=axis_title,
        domain=False,
        ticks=False,
        values=[0.25, 1, 4] if narrow else [0.125, 0.25, 0.5, 1, 2, 4, 8],
        labelExpr=_written(lang, "~g"),
    )
    scale = alt.Scale(type="log", domain=[0.1, 12], clamp=True, nice=False)
    one = alt.Chart(_data([{"one": 1}])).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x="one:Q")
    layers = [
        one,
        base.mark_rule(strokeWidth=5).encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", color=alt.value(PALE)
        ),
        base.mark_point(size=75, opacity=1, strokeWidth=2).encode(
            x=alt.X("ratio:Q", scale=scale),
            stroke=alt.value(ACCENT),
            fill=alt.condition("datum.is_sure", alt.value(ACCENT), alt.value(PAPER)),
        ),
        base.mark_text(align="left", dx=10).encode(x=alt.value(width), text="label:N"),
    ]
    return _svg(alt.layer(*layers).properties(width=width, height={"step": 34 if narrow else 26}), height=26)


def counts(rows: Data, *, narrow: bool, axis_title: str) -> str:
    """Horizontal or dated columns of counts with the number on top. Rows: period (str), count, label."""
    periods = [str(row["period"]) for row in rows]
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("period:N", sort=periods, title=None, axis=alt.Axis(labelAngle=-40 if narrow else 0, grid=False))
    )
    axis = alt.Axis(title=axis_title, domain=False, ticks=False, tickCount=4, format="d")
    layers = [
        base.mark_bar(color=ACCENT, width={"band": 0.62}).encode(y=alt.Y("count:Q", axis=axis)),
        base.mark_text(dy=-8).encode(y="count:Q", text="label:N"),
    ]
    return _svg(alt.layer(*layers).properties(width=300 if narrow else 880, height=180), height=180)
