"""Tables and interval charts of a mart in a few lines: a column is its heading, where its cell is from, and its unit.

A section says *what* it shows; how a code, a reason, a share or a piece of evidence becomes a cell stands here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.chart import RATIO_ENDS, RATIOS, RATIOS_NARROW
from dashboards.desk import Desk
from dashboards.naming import Players, technology_path
from dashboards.plots import Dot, dots
from dashboards.reasons import say_reason
from dashboards.rows import Row
from dashboards.section import (
    Address,
    Block,
    Cell,
    Chart,
    Claim,
    Column,
    Interval,
    Link,
    Prose,
    Scope,
    Table,
    Unit,
    Unknown,
)
from dashboards.showing import one_line, show
from dashboards.vocabulary import CANNOT_TELL
from dashboards.words import DA, EN, SPEECH, Lang, Words

CellOf = Callable[[Row], Cell]
NOTHING = Words("", "")
_CODES = ("kind", "class", "stream", "verdict", "speaker")


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a table. `is_filter` offers its values as a choice above a long table."""

    title: Words
    cell: CellOf
    unit: Unit = "text"
    is_filter: bool = False


def col(danish: str, english: str, source: str | CellOf, unit: Unit = "text", *, is_filter: bool = False) -> Col:
    """A column from a mart's column (`name_{lang}` for one in two languages), or from a function of the row."""
    make = source if callable(source) else _plain(source, unit)
    return Col(Words(danish, english), make, unit if unit not in (*_CODES, "reason") else "text", is_filter)


def _plain(name: str, unit: Unit) -> CellOf:
    def cell(row: Row) -> Cell:
        if "{lang}" in name:
            return words_of(row, name)
        if unit == "date":
            return row.day(name)
        if unit in _CODES:
            return coded(row.text(name), unit) if row.text(name) else ""
        if unit == "reason":
            return say_reason(row.text(name)) if row.text(name) else ""
        if unit == "text":
            value = row.columns[name]
            return value if isinstance(value, bool) else row.text(name)
        return row.maybe(name)

    return cell


def quoted(name: str = "quote", longest: int = 160) -> CellOf:
    """The beginning of what a source wrote, on one line, its heading set apart."""
    return lambda row: one_line(row.text(name), longest)


def words_of(row: Row, name: str) -> Words:
    """A column that stands in both languages: `theme_name_{lang}`."""
    danish, english = row.text(name.replace("{lang}", "da")), row.text(name.replace("{lang}", "en"))
    return Words(danish or english, english or danish)


def coded(value: str, unit: Unit = "kind") -> Words:
    """A code of the marts in words."""
    return Words(show(value, unit, "da"), show(value, unit, "en"))


def spread(value: str, low: str, high: str, unit: Unit = "share", top: float = 1.0) -> CellOf:
    """A value with its interval, or "cannot tell" with the mart's reason where there is none."""

    def cell(row: Row) -> Cell:
        if row.number(value) is None:
            return untold(row)
        return Interval(row.number(value), row.number(low), row.number(high), unit, top)

    return cell


def untold(row: Row, reason: str = "reason") -> Unknown:
    """ "Cannot tell", with the reason that the row gives."""
    stated = row.text(reason) if reason in row.columns else ""
    return Unknown(CANNOT_TELL, say_reason(stated) if stated else None)


def proof(desk: Desk, part: str = "part", evidence: str = "evidence_id") -> Col:
    """The way to the evidence."""

    def cell(row: Row) -> Cell:
        held = row.text(part) if part in row.columns else ""
        return desk.evidence(row.text(evidence), held) or ""

    return col("Belæg", "Evidence", cell)


def source(name: str = "url") -> Col:
    """The way to the source's own page."""
    return col("Kilde", "Source", lambda row: Address(Words("åbn", "open"), row.text(name)) if row.text(name) else "")


def technology(row: Row) -> Cell:
    """A technology's name, leading to its card."""
    return Link(words_of(row, "technology_name_{lang}"), technology_path(row.text("technology")))


def player(players: Players, key: str = "player_id", name: str = "player_name") -> CellOf:
    """A player's name, leading to its page where it has one."""
    return lambda row: players.link(row.text(key), row.text(name)) if row.text(key) or row.text(name) else ""


def listing(
    desk: Desk,
    name: str,
    title: Words,
    sql: str,
    *columns: Col,
    scope: Scope | None = None,
    population: Words | None = None,
    empty: Words | None = None,
    note: Words | None = None,
    most: int = 400,
    asked: tuple[Claim, list[Row]] | None = None,
) -> Table:
    """A table of a query's first rows under one claim. The scope's method is the first mart that the query reads."""
    claim, rows = asked or desk.claim_table(name, sql)
    return Table(
        title=title,
        scope=scope or scope_of(desk, sql, population or Words("alle rækker", "all rows")),
        claim=claim,
        columns=tuple(Column(one.title, one.unit, one.is_filter) for one in columns),
        rows=tuple(tuple(one.cell(row) for one in columns) for row in rows[:most]),
        left_out=max(0, len(rows) - most),
        empty=empty or Words("Udgaven har ingen.", "The edition has none."),
        note=note,
    )


def scope_of(
    desk: Desk, sql: str, population: Words, *, n: float | None = None, coverage: float | None = None
) -> Scope:
    """A scope whose method is the first mart that the query reads."""
    return desk.scope(population, method=desk.first_mart(sql), n=n, coverage=coverage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A row of an interval chart, before it is written in a language."""

    name: Words
    value: float | None
    low: float | None = None
    high: float | None = None
    other: float | None = None
    label: Words = NOTHING
    tone: str = "sure"


def interval_chart(
    title: Words,
    scope: Scope,
    claim: Claim,
    points: Sequence[Point],
    *,
    axis: Words,
    unit: Unit = "share",
    low: float = 0.0,
    high: float | None = None,
    rule: float | None = None,
    is_log: bool = False,
    note: Words | None = None,
) -> list[Block]:
    """Points with intervals as a chart whose description says the same; nothing where there are no points.

    `is_log` is for ratios: half as many stands as far from one as twice as many.
    """
    if not points:
        return []

    def draw(lang: Lang, narrow: bool) -> str:
        return dots(
            [
                Dot(
                    name=point.name.of(lang),
                    value=point.value,
                    low=point.low,
                    high=point.high,
                    other=point.other,
                    label=point.label.of(lang),
                    tone=point.tone,
                )
                for point in points
            ],
            narrow=narrow,
            axis=axis.of(lang),
            written=lambda value: show(value, unit, lang),
            low=RATIO_ENDS[0] if is_log else low,
            high=RATIO_ENDS[1] if is_log else high,
            rule=rule,
            is_log=is_log,
            marks=(RATIOS_NARROW if narrow else RATIOS) if is_log else None,
        )

    return [Chart(title=title, scope=scope, claim=claim, alt=_told(points, unit), draw=draw, note=note)]


def _told(points: Sequence[Point], unit: Unit) -> Words:
    def said(point: Point, lang: Lang) -> str:
        parts = [show(point.value, unit, lang)]
        if point.low is not None and point.high is not None:
            parts.append(f"({show(point.low, unit, lang)} – {show(point.high, unit, lang)})")
        if point.other is not None:
            parts.append(f"◇ {show(point.other, unit, lang)}")
        return f"{point.name.of(lang)}: {' '.join(parts)}"

    return Words("; ".join(said(point, "da") for point in points), "; ".join(said(point, "en") for point in points))


def held(desk: Desk, marts: tuple[str, ...], make: Callable[[], Sequence[Block]]) -> list[Block]:
    """Blocks that need marts, or the sentence that the edition has not got them."""
    missing = [mart for mart in marts if not desk.has(mart)]
    if not missing:
        return list(make())
    names = ", ".join(missing)
    return [
        Prose(
            text=Words(
                f"Kan ikke siges: udgaven har ikke {names}.", f"Cannot be told: the edition does not hold {names}."
            ),
            tone="open",
        )
    ]


def quiet(danish: str, english: str) -> list[Block]:
    """A sentence in place of a figure that there is nothing to draw for."""
    return [Prose(text=Words(danish, english), tone="open")]


def percent(value: float | None) -> Words:
    """A share in both languages; nothing where there is none."""
    return Words("", "") if value is None else Words(DA.share(value), EN.share(value))


def day(value: date | None) -> Words:
    """A date in both languages, short."""
    return Words("", "") if value is None else Words(DA.day_short(value), EN.day_short(value))


def counted(value: float, lang: Lang) -> str:
    """A count in a language."""
    return SPEECH[lang].count(value)
