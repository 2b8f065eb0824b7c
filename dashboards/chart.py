"""Pictures that several pages share, from rows of plain values to an SVG: market by year, shares, ratios, counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from dashboards.plots import Dot, Pile, columns, dots
from dashboards.section import Unit
from dashboards.showing import show
from dashboards.words import SPEECH, Lang

Data = Sequence[Mapping[str, object]]


def _number(row: Mapping[str, object], name: str) -> float | None:
    value = row.get(name)
    return None if value is None else float(cast("float", value))


def value_by_year(rows: Data, *, lang: Lang, narrow: bool, value_title: str) -> str:
    """Columns of known value by year, in millions, with a whisker for the estimated interval.

    Rows: year (str), known, low, high (floats or None), label (str, above the column), is_provisional (drawn pale).
    """
    return columns(
        [
            Pile(
                name=f"’{str(row['year'])[2:]}" if narrow else str(row["year"]),
                value=_number(row, "known") or 0.0,
                low=_number(row, "low"),
                high=_number(row, "high"),
                label=str(row["label"]),
                is_pale=bool(row["is_provisional"]),
            )
            for row in rows
        ],
        narrow=narrow,
        axis=value_title,
        written=SPEECH[lang].count,
    )


def shares(rows: Data, *, narrow: bool, axis_title: str, lang: Lang) -> str:
    """Points with intervals, one per supplier, largest first, labelled at the row's end.

    Rows: name, share, low, high (per cent as floats), label (str), is_focal (bool).
    """
    return dots(
        [
            Dot(
                name=str(row["name"]),
                value=_number(row, "share"),
                low=_number(row, "low"),
                high=_number(row, "high"),
                label=str(row["label"]),
                tone="focal" if row["is_focal"] else "sure",
            )
            for row in rows
        ],
        narrow=narrow,
        axis=axis_title,
        written=lambda value: SPEECH[lang].share(value / 100),
    )


RATIO_ENDS, RATIOS, RATIOS_NARROW = (0.1, 12.0), (0.25, 0.5, 1, 2, 4, 8), (0.25, 1, 4)
"""The axis of ratios around 1: its ends and its marks, on a desk and on a phone."""


def ratios(rows: Data, *, lang: Lang, narrow: bool, axis_title: str) -> str:
    """Rate ratios with intervals on a log scale around 1; sure changes are filled, others hollow.

    Rows: name, ratio, low, high (floats above 0), label, is_sure (bool).
    """
    return dots(
        [
            Dot(
                name=str(row["name"]),
                value=_number(row, "ratio"),
                low=_number(row, "low"),
                high=_number(row, "high"),
                label=str(row["label"]),
                tone="sure" if row["is_sure"] else "open",
            )
            for row in rows
        ],
        narrow=narrow,
        axis=axis_title,
        written=lambda value: (
            SPEECH[lang].number(value, 0 if value >= 1 else 3).rstrip("0") if value < 1 else str(int(value))
        ),
        low=RATIO_ENDS[0],
        high=RATIO_ENDS[1],
        rule=1.0,
        is_log=True,
        marks=RATIOS_NARROW if narrow else RATIOS,
    )


def counts(rows: Data, *, narrow: bool, axis_title: str, lang: Lang) -> str:
    """Columns of counts with the number on top. Rows: period (str), count, label."""
    return columns(
        [Pile(name=str(row["period"]), value=_number(row, "count") or 0.0, label=str(row["label"])) for row in rows],
        narrow=narrow,
        axis=axis_title,
        written=SPEECH[lang].count,
    )


def amounts(rows: Data, *, narrow: bool, axis_title: str, unit: Unit, lang: Lang) -> str:
    """Columns of amounts in their unit. Rows: period (str), count (the amount), label, is_pale (bool)."""
    return columns(
        [
            Pile(
                name=str(row["period"]),
                value=_number(row, "count") or 0.0,
                label=str(row["label"]),
                is_pale=bool(row["is_pale"]),
            )
            for row in rows
        ],
        narrow=narrow,
        axis=axis_title,
        written=lambda value: show(value, unit, lang),
    )
