"""Which technologies rise and fade, stream by stream, with a card and three quotes for each."""

from __future__ import annotations

from collections import defaultdict

from dashboards.desk import Desk, fill
from dashboards.naming import technology_name, technology_path, verdict
from dashboards.pictures import DOCUMENTS, TRENDS, movements
from dashboards.rows import Row
from dashboards.section import Block, Column, Drawings, Link, Page, Section, Table
from dashboards.technology_card import TREND_COLUMNS, Series, spark, technology_cards, trend_cells
from dashboards.vocabulary import STREAMS, word
from dashboards.words import Words

_QUARTERS = "select * from mart.technology_quarter order by technology, stream, quarter"
_GROUPS = "select * from mart.technology_cluster order by cluster_place nulls last, technology_place, cluster_id"
_FEWEST = 8
_STREAM = "select * from mart.technology_quarter where stream = {stream} order by technology, quarter"


def _series(desk: Desk) -> Series:
    grouped: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in desk.ask(_QUARTERS):
        grouped[(row.text("technology"), row.text("stream"))].append(row)
    return grouped


def _trend_table(desk: Desk, rows: list[Row], series: Series) -> Table:
    return Table(
        title=Words("Alle teknologier og strømme", "All technologies and streams"),
        scope=desk.scope(DOCUMENTS, method="mart.technology_trend"),
        claim=desk.claim_rows("trends", TRENDS, rows),
        columns=(Column(Words("Teknologi", "Technology")), *TREND_COLUMNS),
        rows=tuple(
            (
                Link(technology_name(row), technology_path(row.text("technology"))),
                *trend_cells(row, series.get((row.text("technology"), row.text("stream")), [])),
            )
            for row in rows
        ),
        empty=Words("Ingen teknologier er fundet endnu.", "No technologies found yet."),
    )


def _is_drawn(row: Row) -> bool:
    return row.count("documents_before") + row.count("documents_after") >= _FEWEST


def _multiples(desk: Desk, rows: list[Row], series: Series) -> list[Block]:
    blocks: list[Block] = []
    present = {row.text("stream") for row in rows}
    for stream in [code for code in STREAMS if code in present]:
        claim, _ = desk.claim_table(f"quarters.{stream}", fill(_STREAM, stream=stream))
        listed = [row for row in rows if row.text("stream") == stream]
        inside = sorted(filter(_is_drawn, listed), key=lambda row: technology_name(row).da)
        rest = len(listed) - len(inside)
        name = word(STREAMS, stream)
        blocks.append(
            Drawings(
                title=Words(f"Kvartal for kvartal: {name.da.lower()}", f"Quarter by quarter: {name.en.lower()}"),
                scope=desk.scope(
                    DOCUMENTS,
                    method="mart.technology_quarter",
                    streams=("procurement",) if stream == "award" else (stream,),
                ),
                claim=claim,
                drawings=tuple(
                    (
                        Link(technology_name(row), technology_path(row.text("technology"))),
                        verdict(row.text("verdict")),
                        spark(series.get((row.text("technology"), stream), [])),
                    )
                    for row in inside
                ),
                empty=Words("Ingen teknologi er nævnt ofte nok.", "No technology is named often enough."),
                note=Words(
                    "Hver tegning har sin egen højde; de mørke søjler er den seneste halvdel af kvartalerne. "
                    f"{rest} teknologier med færre end {_FEWEST} dokumenter er ikke tegnet.",
                    "Each drawing has its own height; the dark columns are the later half of the quarters. "
                    f"{rest} technologies with fewer than {_FEWEST} documents are not drawn.",
                ),
            )
        )
    return blocks


def _together(desk: Desk) -> Table:
    """The groups that are stable enough to be shown, a row each."""
    claim, rows = desk.claim_table("together", _GROUPS)
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.flag("can_tell"):
            groups[row.text("cluster_id")].append(row)
    hidden = {row.text("cluster_id") for row in rows if row.maybe("stability") is not None} - groups.keys()
    return Table(
        title=Words("Teknologier, der nævnes sammen", "Technologies that are named together"),
        scope=desk.scope(
            Words("dokumenter, der nævner to teknologier eller flere", "documents that name two technologies or more"),
            method="mart.technology_cluster",
            n=len(groups),
        ),
        claim=claim,
        columns=(
            Column(Words("Gruppe", "Group")),
            Column(Words("Dokumenter", "Documents"), unit="count"),
            Column(Words("Afsendere", "Organisations"), unit="count"),
            Column(Words("Stabilitet", "Stability"), unit="ratio"),
        ),
        rows=tuple(
            (
                Words(
                    ", ".join(technology_name(row).da for row in group),
                    ", ".join(technology_name(row).en for row in group),
                ),
                group[0].count("document_count"),
                group[0].count("organisation_count"),
                group[0].number("stability"),
            )
            for group in groups.values()
        ),
        empty=Words(
            "Der er for få dokumenter til at finde grupper, eller ingen gruppe er stabil.",
            "There are too few documents to find groups, or no group is stable.",
        ),
        note=Words(
            "Hver gruppe søges igen i to halvdele af afsenderne, ti gange; stabilitet er ligheden mellem det, der "
            f"findes i dem (1: altid det samme). {len(hidden)} grupper under 0,85 er ikke vist: så stabilt kan også "
            "tilfældet se ud.",
            "Each group is looked for again in two halves of the organisations, ten times; stability is the likeness "
            f"of what is found in them (1: always the same). {len(hidden)} groups under 0.85 are not shown: chance "
            "can look as stable.",
        ),
    )


def build(desk: Desk) -> list[Page]:
    """The trend page, and a card for each technology."""
    rows = desk.ask(TRENDS)
    series = _series(desk)
    blocks = (
        *movements(desk, rows),
        *_multiples(desk, rows, series),
        _trend_table(desk, rows, series),
        _together(desk),
    )
    first = Page(path="technologies.html", title=SECTION.title, lead=SECTION.question, blocks=blocks)
    return [first, *technology_cards(desk, series, parent=Link(SECTION.title, "technologies.html"))]


SECTION = Section(
    name="technologies",
    group="technology",
    order=40,
    title=Words("Teknologier", "Technologies"),
    question=Words(
        "Hvilke teknologier stiger og falder, hvor ses det først, og hvem taler om dem?",
        "Which technologies rise and fade, where is it seen first, and who speaks of them?",
    ),
    scope=Words(
        "Studiets teknologiliste, søgt i udbud, tildelinger, leverandørers sider og politiske dokumenter. Et "
        "dokument tæller én gang.",
        "The study's list of technologies, searched in tenders, awards, vendors' pages and policy documents. A "
        "document counts once.",
    ),
    marts=(
        "mart.technology_trend",
        "mart.technology_quarter",
        "mart.mention",
        "mart.technology_card",
        "mart.technology_cluster",
    ),
    method=Words(
        "Hældningen gennem de sidste 8 til 20 hele kvartaler, regnet over den halve periode, kun kilder der er med i "
        "begge halvdele, "
        "hver på sit "
        "eget niveau; q-værdier efter Benjamini-Hochberg. »Stiger« kræver q ≤ 0,10, mindst tre uafhængige "
        "afsendere og "
        "omtale i to af de seneste fire kvartaler.",
        "The slope through the last 8 to 20 whole quarters, over half of the period, only sources present in both "
        "halves, each at "
        "its own "
        "level; q-values after Benjamini-Hochberg. “Rising” requires q ≤ 0.10, at least three independent "
        "organisations "
        "and mentions in two of the last four quarters.",
    ),
    limits=Words(
        "Fravær af en dom er ikke fravær af en tendens: den mindste ændring, der kan ses, står på hvert kort. "
        "Leverandørers "
        "tekster er reklame. Patenter og forskning er ikke med.",
        "The absence of a verdict is not the absence of a trend: the smallest change that can be seen stands on "
        "each card. "
        "Vendors' texts are promotion. Patents and research are not included.",
    ),
    build=build,
)
