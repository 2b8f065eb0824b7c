"""Which technologies rise and fade, stream by stream, with a card and three quotes for each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from dashboards import chart
from dashboards.desk import Desk, PerKey
from dashboards.naming import technology_path, verdict
from dashboards.rows import Row
from dashboards.section import (
    Block,
    Cell,
    Chart,
    Column,
    Drawings,
    Link,
    Page,
    Quote,
    Quotes,
    Section,
    Spark,
    Table,
    Unknown,
)
from dashboards.vocabulary import CANNOT_TELL, STREAMS, VERDICTS, word
from dashboards.words import DA, EN, SPEECH, Lang, Words, same

_TRENDS = """select * from mart.technology_trend
order by case verdict when 'rising' then 0 when 'fading' then 1 when 'no_sure_change' then 2 else 3 end,
    rate_ratio desc nulls last, technology, stream"""
_QUARTERS = "select * from mart.technology_quarter order by technology, stream, quarter"
_OF_ONE = PerKey(select="select * from mart.technology_trend", key="technology", order="stream")
_QUARTERS_OF_ONE = PerKey(select="select * from mart.technology_quarter", key="technology", order="stream, quarter")
_QUOTES = PerKey(
    select="""select technology, stream, owner_kind, owner_id, mention_date, quote, context, rule, url, title, who,
    evidence_id, part, quote_start
from mart.mention
qualify row_number() over (partition by technology, owner_kind, owner_id order by quote_start, text_digest) = 1""",
    key="technology",
    order="mention_date desc nulls last, owner_kind, owner_id",
)
_CONTEXT = 150
_POPULATION = Words(
    "dokumenter, der nævner teknologien, ud af strømmens dokumenter",
    "documents that name the technology, of the stream's documents",
)
_ALL_STREAMS = ("procurement", "vendor", "policy")


def _name(row: Row) -> Words:
    key = row.text("technology")
    return Words(row.text("technology_name_da") or key, row.text("technology_name_en") or key)


def _ratio_cell(row: Row) -> Cell:
    ratio, low, high = row.maybe("rate_ratio"), row.maybe("ratio_low"), row.maybe("ratio_high")
    if row.text("verdict") == "cannot_tell" or ratio is None:
        return Unknown(CANNOT_TELL, same(row.text("reason")) if row.text("reason") else None)
    if low is None or high is None:
        return Words(DA.ratio(ratio), EN.ratio(ratio))
    return Words(
        f"{DA.ratio(ratio)} ({DA.number(low, 2)}–{DA.number(high, 2)})",
        f"{EN.ratio(ratio)} ({EN.number(low, 2)}–{EN.number(high, 2)})",
    )


def _spark(rows: list[Row]) -> Spark:
    values = tuple(row.number("rate") or 0.0 for row in rows)
    days = [day for day in (row.day("quarter") for row in rows) if day is not None]
    if not days:
        return Spark((), Words("ingen kvartaler", "no quarters"))
    return Spark(
        values,
        Words(
            f"Andel af dokumenter pr. kvartal, {DA.quarter(days[0])} til {DA.quarter(days[-1])}, senest {DA.share(values[-1])}",
            f"Share of documents per quarter, {EN.quarter(days[0])} to {EN.quarter(days[-1])}, last {EN.share(values[-1])}",
        ),
    )


_TREND_COLUMNS = (
    Column(Words("Strøm", "Stream")),
    Column(Words("Dom", "Verdict")),
    Column(Words("Ændring, fire kvartaler mod fire (interval)", "Change, four quarters on four (interval)")),
    Column(Words("Før", "Before")),
    Column(Words("Nu", "Now")),
    Column(Words("Afsendere", "Publishers"), "count"),
    Column(Words("q-værdi", "q-value")),
    Column(Words("Pr. kvartal", "By quarter")),
)


def _trend_cells(row: Row, quarters: list[Row]) -> tuple[Cell, ...]:
    def of(part: str, whole: str) -> Words:
        n, total = row.count(part), row.count(whole)
        return Words(f"{DA.count(n)} af {DA.count(total)}", f"{EN.count(n)} of {EN.count(total)}")

    q = row.maybe("q_value")
    return (
        word(STREAMS, row.text("stream")),
        verdict(row.text("verdict")),
        _ratio_cell(row),
        of("documents_before", "total_before"),
        of("documents_after", "total_after"),
        row.maybe("breadth"),
        Words(DA.number(q, 3), EN.number(q, 3)) if q is not None else Words("–", "–"),
        _spark(quarters),
    )


Series = dict[tuple[str, str], list[Row]]


def _series(desk: Desk) -> Series:
    grouped: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in desk.ask(_QUARTERS):
        grouped[(row.text("technology"), row.text("stream"))].append(row)
    return grouped


def _movers(desk: Desk, rows: list[Row]) -> list[Block]:
    told = [
        row
        for row in rows
        if row.text("verdict") != "cannot_tell"
        and all(row.number(side) for side in ("rate_ratio", "ratio_low", "ratio_high"))
    ]
    told.sort(key=lambda row: abs((row.number("rate_ratio") or 1.0) - 1), reverse=True)
    told = sorted(told[:14], key=lambda row: -(row.number("rate_ratio") or 0.0))
    if not told:
        return []

    def label(row: Row, lang: Lang) -> str:
        return f"{_name(row).of(lang)} · {word(STREAMS, row.text('stream')).of(lang).lower()}"

    def draw(lang: Lang) -> str:
        data = [
            {
                "name": label(row, lang),
                "ratio": row.number("rate_ratio"),
                "low": row.number("ratio_low"),
                "high": row.number("ratio_high"),
                "label": f"{SPEECH[lang].ratio(row.maybe('rate_ratio') or 0)} {word(VERDICTS, row.text('verdict')).of(lang)}",
                "is_sure": row.text("verdict") in ("rising", "fading"),
            }
            for row in told
        ]
        return chart.ratios(data, axis_title="gange så mange" if lang == "da" else "times as many")

    return [
        Chart(
            title=Words("De største bevægelser, og hvor sikre de er", "The largest movements, and how sure they are"),
            scope=desk.scope(
                _POPULATION,
                method="mart.technology_trend",
                streams=_ALL_STREAMS,
                n=len(rows),
                period=Words("seneste fire kvartaler mod de fire før", "last four quarters on the four before"),
            ),
            claim=desk.claim_rows("movers", _TRENDS, rows),
            alt=Words(
                "; ".join(
                    f"{label(row, 'da')}: {DA.ratio(row.maybe('rate_ratio') or 0)}, "
                    f"{word(VERDICTS, row.text('verdict')).da}"
                    for row in told
                ),
                "; ".join(
                    f"{label(row, 'en')}: {EN.ratio(row.maybe('rate_ratio') or 0)}, "
                    f"{word(VERDICTS, row.text('verdict')).en}"
                    for row in told
                ),
            ),
            draw=draw,
            note=Words(
                "Udfyldt punkt: ændringen er sikker efter korrektion for mange sammenligninger. Hult punkt: den kan være "
                "tilfældig. Båndet er intervallet; den stiplede linje er ingen ændring.",
                "Filled point: the change is sure after correction for many comparisons. Hollow point: it may be chance. "
                "The band is the interval; the dashed line is no change.",
            ),
        )
    ]


def _trend_table(desk: Desk, rows: list[Row], series: Series) -> Table:
    return Table(
        title=Words("Alle teknologier og strømme", "All technologies and streams"),
        scope=desk.scope(_POPULATION, method="mart.technology_trend", streams=_ALL_STREAMS, n=len(rows)),
        claim=desk.claim_rows("trends", _TRENDS, rows),
        columns=(Column(Words("Teknologi", "Technology")), *_TREND_COLUMNS),
        rows=tuple(
            (
                Link(_name(row), technology_path(row.text("technology"))),
                *_trend_cells(row, series.get((row.text("technology"), row.text("stream")), [])),
            )
            for row in rows
        ),
        empty=Words("Ingen teknologier er fundet endnu.", "No technologies found yet."),
    )


def _multiples(desk: Desk, rows: list[Row], series: Series) -> list[Block]:
    blocks: list[Block] = []
    for stream in sorted({row.text("stream") for row in rows}):
        sql = f"select * from ({_QUARTERS}) where stream = '{stream}' order by technology, quarter"
        claim, _ = desk.claim_table(f"quarters.{stream}", sql)
        drawings = tuple(
            (
                Link(_name(row), technology_path(row.text("technology"))),
                verdict(row.text("verdict")),
                _spark(series.get((row.text("technology"), stream), [])),
            )
            for row in sorted(rows, key=lambda row: _name(row).da)
            if row.text("stream") == stream
        )
        blocks.append(
            Drawings(
                title=Words(
                    f"Kvartal for kvartal: {word(STREAMS, stream).da.lower()}",
                    f"Quarter by quarter: {word(STREAMS, stream).en.lower()}",
                ),
                scope=desk.scope(
                    _POPULATION,
                    method="mart.technology_quarter",
                    streams=("procurement",) if stream == "award" else (stream,),
                    n=len(drawings),
                ),
                claim=claim,
                drawings=drawings,
                empty=Words("Ingen kvartaler endnu.", "No quarters yet."),
                note=Words(
                    "Hver tegning har sin egen højde; de fire mørke søjler er de seneste fire kvartaler.",
                    "Each drawing has its own height; the four dark columns are the last four quarters.",
                ),
            )
        )
    return blocks


def _quotes(desk: Desk, key: str, rows: list[Row]) -> Quotes:
    chosen: list[Row] = []
    for row in rows:  # the newest of each stream and speaker first, then the newest of the rest
        if len(chosen) < 3 and (row.text("stream"), row.text("who")) not in {
            (q.text("stream"), q.text("who")) for q in chosen
        }:
            chosen.append(row)
    chosen += [row for row in rows if row not in chosen][: max(0, 3 - len(chosen))]
    quotes = []
    for row in chosen:
        evidence = desk.evidence(row.text("evidence_id"), row.text("part"))
        if evidence is None:
            continue
        before, marked, after = around(row.text("context"), row.text("quote"))
        source = Link(row.text("title") or Words("kilden", "the source"), row.text("url")) if row.text("url") else None
        quotes.append(
            Quote(
                before=before,
                marked=marked,
                after=after,
                who=row.text("who"),
                said_on=row.day("mention_date"),
                stream=word(STREAMS, row.text("stream")),
                evidence=evidence,
                source=source,
                rule=row.text("rule"),
            )
        )
    return Quotes(
        title=Words("Tre citater", "Three quotes"),
        scope=desk.scope(
            Words("omtaler af teknologien, én pr. dokument", "mentions of the technology, one per document"),
            method="mart.mention",
            streams=_ALL_STREAMS,
            n=len(rows),
        ),
        claim=desk.claim_rows(f"{key}.mentions", _QUOTES.for_one(key), rows),
        quotes=tuple(quotes),
        empty=Words("Ingen omtaler endnu.", "No mentions yet."),
    )


def around(context: str, quote: str) -> tuple[str, str, str]:
    """The quote with a little on both sides: enough to judge it, too little to stand for the source."""
    at = context.find(quote)
    if at < 0:
        return "", quote[: 2 * _CONTEXT], ""
    before, after = context[:at], context[at + len(quote) :]
    before = before if len(before) <= _CONTEXT else "… " + before[-_CONTEXT:].partition(" ")[2]
    after = after if len(after) <= _CONTEXT else after[:_CONTEXT].rpartition(" ")[0] + " …"
    return before, quote[: 2 * _CONTEXT], after


def _cards(desk: Desk, rows: list[Row], series: Series) -> list[Page]:
    by_key: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.text("technology")].append(row)
    mentions = desk.ask_per_key(_QUOTES)
    asked = desk.ask_per_key(_OF_ONE)
    pages = []
    for key in sorted(by_key):
        ordered = asked[key]
        table = Table(
            title=Words("Strøm for strøm", "Stream by stream"),
            scope=desk.scope(_POPULATION, method="mart.technology_trend", streams=_ALL_STREAMS),
            claim=desk.claim_rows(f"{key}.trend", _OF_ONE.for_one(key), ordered),
            columns=_TREND_COLUMNS,
            rows=tuple(_trend_cells(row, series.get((key, row.text("stream")), [])) for row in ordered),
            empty=Words("Ingen strømme endnu.", "No streams yet."),
            note=Words(
                "Den mindste ændring, der kan ses: " + _smallest(ordered, "da"),
                "The smallest change that can be seen: " + _smallest(ordered, "en"),
            ),
        )
        pages.append(
            Page(
                path=technology_path(key),
                title=_name(ordered[0]),
                lead=_lead(ordered),
                blocks=(table, _quotes(desk, key, mentions.get(key, [])), *_quarter_table(desk, key, series, ordered)),
                parents=(Link(SECTION.title, "technologies.html"),),
            )
        )
    return pages


def _smallest(rows: list[Row], lang: Lang) -> str:
    parts = [
        f"{word(STREAMS, row.text('stream')).of(lang).lower()} {SPEECH[lang].ratio(ratio)}"
        for row in rows
        if (ratio := row.maybe("smallest_ratio")) is not None
    ]
    return (", ".join(parts) or VERDICTS["cannot_tell"].of(lang)) + "."


def _lead(rows: list[Row]) -> Words:
    def told(lang: Lang) -> str:
        return "; ".join(
            f"{word(STREAMS, row.text('stream')).of(lang)}: {word(VERDICTS, row.text('verdict')).of(lang)}"
            for row in rows
        )

    return Words(told("da") + ".", told("en") + ".")


def _quarter_table(desk: Desk, key: str, series: Series, ordered: list[Row]) -> list[Block]:
    rows = [quarter for row in ordered for quarter in series.get((key, row.text("stream")), [])]
    if not rows:
        return []
    cells = tuple(
        (
            quarter if (quarter := row.day("quarter")) is not None else date.min,
            word(STREAMS, row.text("stream")),
            row.count("document_count"),
            row.count("stream_document_count"),
            row.maybe("source_count"),
        )
        for row in rows
    )
    return [
        Table(
            title=Words("Kvartaler", "Quarters"),
            scope=desk.scope(_POPULATION, method="mart.technology_quarter", streams=_ALL_STREAMS, n=len(rows)),
            claim=desk.claim_rows(f"{key}.quarters", _QUARTERS_OF_ONE.for_one(key), rows),
            columns=(
                Column(Words("Kvartal", "Quarter"), "quarter"),
                Column(Words("Strøm", "Stream")),
                Column(Words("Dokumenter med teknologien", "Documents naming it"), "count"),
                Column(Words("Strømmens dokumenter", "The stream's documents"), "count"),
                Column(Words("Kilder", "Sources"), "count"),
            ),
            rows=cells,
            empty=Words("Ingen kvartaler endnu.", "No quarters yet."),
        )
    ]


def build(desk: Desk) -> list[Page]:
    """The trend page, and a card for each technology."""
    rows = desk.ask(_TRENDS)
    series = _series(desk)
    blocks = (*_movers(desk, rows), _trend_table(desk, rows, series), *_multiples(desk, rows, series))
    first = Page(path="technologies.html", title=SECTION.title, lead=SECTION.question, blocks=blocks)
    return [first, *_cards(desk, rows, series)]


SECTION = Section(
    name="technologies",
    order=40,
    title=Words("Teknologier", "Technologies"),
    question=Words(
        "Hvilke teknologier stiger og falder, hvor ses det først, og hvem taler om dem?",
        "Which technologies rise and fade, where is it seen first, and who speaks of them?",
    ),
    scope=Words(
        "Studiets teknologiliste, søgt i udbud, tildelinger, leverandørers sider og politiske dokumenter. Et dokument tæller én gang.",
        "The study's list of technologies, searched in tenders, awards, vendors' pages and policy documents. A document counts once.",
    ),
    marts=("mart.technology_trend", "mart.technology_quarter", "mart.mention"),
    method=Words(
        "De seneste fire kvartaler mod de fire før, kun kilder der er med i begge; q-værdier efter Benjamini-Hochberg. "
        "»Stiger« kræver q ≤ 0,10, mindst tre uafhængige afsendere og omtale i to af de seneste fire kvartaler.",
        "The last four quarters against the four before, only sources present in both; q-values after Benjamini-Hochberg. "
        "“Rising” requires q ≤ 0.10, at least three independent publishers and mentions in two of the last four quarters.",
    ),
    limits=Words(
        "Fravær af en dom er ikke fravær af en tendens: den mindste ændring, der kan ses, står på hvert kort. Leverandørers "
        "tekster er reklame. Patenter og forskning er ikke med.",
        "The absence of a verdict is not the absence of a trend: the smallest change that can be seen stands on each card. "
        "Vendors' texts are promotion. Patents and research are not included.",
    ),
    build=build,
)
