"""A report written out in one language: the texts that every renderer shows, and nothing else.

A spelled report is plain data (it survives JSON), so that PDF, Word, PowerPoint and Markdown cannot differ by a letter,
and the PDF's template gets it as data rather than as markup that a source's text could end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from dashboards.report import Bars, Cited, Figures, Grid, Part, Report, Told, value_of
from dashboards.safety import web_address
from dashboards.section import Scope
from dashboards.sentences import Sentence
from dashboards.showing import one_line, show
from dashboards.words import SPEECH, Lang, Words

Kind = Literal["heading", "line", "finding", "table", "bars", "figures", "quote"]
_SURE = Words("Hvor sikkert", "How sure")
_MATTERS = Words("Hvorfor det betyder noget", "Why it matters")
_UNKNOWN = Words("Hvad der ikke vides", "What is not known")
_SOURCES = Words("Kilder", "Sources")
_LONGEST_QUOTE = 400
_INVENTED = Words(
    "Opdigtet: alle ordregivere, leverandører og tal her er fundet på til en øvelse.",
    "Invented: every buyer, vendor and number here is made up for a rehearsal.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpelledBlock:
    """One block in words. Which fields hold something depends on its kind; `claim` is its claim's id."""

    kind: Kind
    text: str = ""
    claim: str = ""
    tone: str = "plain"
    pairs: list[tuple[str, str]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    numeric: list[bool] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    percent: bool = False
    note: str = ""
    alt: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """One document in one language."""

    name: str
    lang: Lang
    title: str
    subtitle: str
    banner: str
    lead: str
    blocks: list[SpelledBlock]
    limits_title: str
    limits: list[str]
    footer: str


def spell(report: Report, lang: Lang) -> Spelled:
    """A report in one language."""
    speech = SPEECH[lang]
    blocks = [block for part in report.parts for block in _part(part, lang)]
    as_of = speech.day(report.as_of)
    return Spelled(
        name=report.name,
        lang=lang,
        title=one_line(report.title.of(lang)),
        subtitle=f"{'Pr.' if lang == 'da' else 'As of'} {as_of}",
        banner=_INVENTED.of(lang) if report.is_rehearsal else "",
        lead=report.lead.of(lang),
        blocks=blocks,
        limits_title=Words("Forbehold", "Reservations").of(lang),
        limits=[sentence.of(lang) for sentence in report.limits],
        footer=Words(
            f"Udgave {report.edition}. Hvert tal er en påstand, der kan efterprøves: overblik verify {report.edition}",
            f"Edition {report.edition}. Every number is a claim that can be checked: overblik verify {report.edition}",
        ).of(lang),
    )


def _part(part: Part, lang: Lang) -> list[SpelledBlock]:
    blocks = [SpelledBlock(kind="heading", text=one_line(part.title.of(lang)))]
    for block in part.blocks:
        match block:
            case Told():
                blocks.append(_finding(block, lang))
            case Grid():
                blocks.append(_table(block, lang))
            case Bars():
                blocks.append(_bars(block, lang))
            case Figures():
                blocks.append(_figures(block, lang))
            case Cited():
                blocks.append(_quote(block, lang))
            case Sentence():
                blocks.append(SpelledBlock(kind="line", text=block.of(lang), claim=block.sentence_id))
    return blocks


def _finding(told: Told, lang: Lang) -> SpelledBlock:
    pairs = [(_SURE.of(lang), told.sure.of(lang))]
    if told.matters is not None:
        pairs.append((_MATTERS.of(lang), told.matters.of(lang)))
    if told.unknown is not None:
        pairs.append((_UNKNOWN.of(lang), told.unknown.of(lang)))
    pairs.append((_SOURCES.of(lang), scope_line(told.scope, lang)))
    return SpelledBlock(
        kind="finding", text=told.what.of(lang), claim=told.what.sentence_id, tone=told.tone, pairs=pairs
    )


def cells_of(grid: Grid, lang: Lang) -> list[list[str]]:
    """A table's shown rows in words."""
    return [
        [show(value_of(row, column.column.format(lang=lang)), column.unit, lang) for column in grid.columns]
        for row in grid.rows[: grid.most]
    ]


def _table(grid: Grid, lang: Lang) -> SpelledBlock:
    left = len(grid.rows) - grid.most
    more = ""
    if left > 0:
        many = Words(f"{left} flere rækker er ikke vist. ", f"{left} more rows are not shown. ")
        more = (Words("Én række mere er ikke vist. ", "One more row is not shown. ") if left == 1 else many).of(lang)
    return SpelledBlock(
        kind="table",
        text=grid.title.of(lang),
        claim=grid.claim.claim_id,
        head=[column.title.of(lang) for column in grid.columns],
        numeric=[column.is_numeric for column in grid.columns],
        widths=[column.width for column in grid.columns],
        rows=cells_of(grid, lang),
        note=f"{more}{scope_line(grid.scope, lang)}",
        alt=grid.empty.of(lang),
    )


def bar_texts(bars: Bars, lang: Lang) -> list[list[str]]:
    """A chart's labels and values in words."""
    label = bars.label.format(lang=lang)
    return [
        [show(value_of(row, label), bars.label_unit, lang), show(value_of(row, bars.value), bars.unit, lang)]
        for row in bars.rows
    ]


def bar_values(bars: Bars) -> list[float]:
    """A chart's values as numbers; what is not stated is 0 long and says so in words."""
    values = [value_of(row, bars.value) for row in bars.rows]
    return [float(value) if isinstance(value, int | float | Decimal) else 0.0 for value in values]


def _bars(bars: Bars, lang: Lang) -> SpelledBlock:
    rows = bar_texts(bars, lang)
    told = "; ".join(f"{label}: {value}" for label, value in rows)
    return SpelledBlock(
        kind="bars",
        text=bars.title.of(lang),
        claim=bars.claim.claim_id,
        rows=rows,
        values=bar_values(bars),
        percent=bars.unit == "share",
        note=scope_line(bars.scope, lang),
        alt=f"{bars.title.of(lang)}. {told or 'ingen' if lang == 'da' else told or 'none'}",
    )


def _figures(figures: Figures, lang: Lang) -> SpelledBlock:
    return SpelledBlock(
        kind="figures",
        claim=figures.figures[0][1].claim_id if figures.figures else "",
        rows=[[label.of(lang), show(claim.value, claim.unit, lang)] for label, claim in figures.figures],
        note=scope_line(figures.scope, lang),
    )


def _quote(cited: Cited, lang: Lang) -> SpelledBlock:
    said_on = f", {SPEECH[lang].day_short(cited.said_on)}" if cited.said_on else ""
    text = one_line(str(cited.claim.value or ""), _LONGEST_QUOTE)
    return SpelledBlock(
        kind="quote",
        text=f"»{text}«" if lang == "da" else f"“{text}”",
        claim=cited.claim.claim_id,
        note=f"{one_line(cited.who)}{said_on}",
        link=web_address(cited.url) or "",
    )


def scope_line(scope: Scope, lang: Lang) -> str:
    """Population, period, sources, n, coverage, day and method: the line under a figure."""
    speech = SPEECH[lang]
    parts = [scope.population.of(lang)]
    if scope.period is not None:
        parts.append(scope.period.of(lang))
    parts.append(", ".join(scope.sources[:4]) or Words("ingen kilder", "no sources").of(lang))
    if scope.n is not None:
        parts.append(f"n = {speech.count(scope.n)}")
    if scope.coverage is not None:
        parts.append(f"{Words('dækning', 'coverage').of(lang)} {speech.share(scope.coverage)}")
    parts.append(scope.method)
    return one_line("; ".join(parts), 400)
