"""One technology: its trend in each stream, quarter by quarter, and three quotes that lead to their evidence."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from dashboards.desk import Desk, PerKey
from dashboards.naming import found_by, technology_name, technology_path, verdict
from dashboards.pictures import DOCUMENTS, FITTED, TOGETHER
from dashboards.reasons import say_reason
from dashboards.rows import Row
from dashboards.section import Address, Block, Cell, Column, Drawings, Link, Page, Quote, Quotes, Spark, Table, Unknown
from dashboards.technology_facts import ALL_TOGETHER, CARD, card_blocks
from dashboards.vocabulary import CANNOT_TELL, STREAMS, VERDICTS, word
from dashboards.words import DA, EN, SPEECH, Lang, Words

_TREND = PerKey(select="select * from mart.technology_trend", key="technology", order="stream")
_QUARTERS = PerKey(select="select * from mart.technology_quarter", key="technology", order="stream, quarter")
_MENTIONS = PerKey(
    select="""select technology, stream, owner_kind, owner_id, mention_date, quote, context, rule, url, title, who,
    evidence_id, part, quote_start
from mart.mention
qualify row_number() over (partition by technology, owner_kind, owner_id order by quote_start, text_digest) = 1""",
    key="technology",
    order="mention_date desc nulls last, owner_kind, owner_id",
)
_CONTEXT, _QUOTES = 150, 3
_LONGEST = 20  # quarters: as many as the verdict looks at
TREND_COLUMNS = (
    Column(Words("Strøm", "Stream")),
    Column(Words("Dom", "Verdict")),
    Column(Words("Beregnet ændring (95 %-interval)", "Fitted change (95% interval)")),
    Column(Words("Før", "Before"), "count"),
    Column(Words("Nu", "Now"), "count"),
    Column(Words("Nu mod før", "Now over before"), "ratio"),
    Column(Words("Afsendere", "Organisations"), "count"),
    Column(Words("q-værdi", "q-value"), "count"),
    Column(Words("Hvorfor", "Why")),
    Column(Words("Pr. kvartal", "By quarter")),
)
Series = dict[tuple[str, str], list[Row]]


def in_stream_order(rows: list[Row]) -> list[Row]:
    """Rows of one technology in the order of the streams."""
    places = {code: place for place, code in enumerate(STREAMS)}
    return sorted(rows, key=lambda row: places.get(row.text("stream"), len(places)))


def spark(rows: list[Row]) -> Spark:
    """A stream's quarters as a small drawing, with its meaning in words."""
    days = [day for day in (row.day("quarter") for row in rows) if day is not None]
    if not days:
        return Spark((), Words("ingen kvartaler", "no quarters"))
    values = tuple(row.number("rate") or 0.0 for row in rows)[-_LONGEST:]
    first, last, now = days[-_LONGEST:][0], days[-1], values[-1]
    if not any(values):
        return Spark((), Words("ikke nævnt", "not named"))
    return Spark(
        values,
        Words(
            f"Andel af dokumenter pr. kvartal, {DA.quarter(first)} til {DA.quarter(last)}, senest {DA.share(now)}",
            f"Share of documents per quarter, {EN.quarter(first)} to {EN.quarter(last)}, last {EN.share(now)}",
        ),
    )


def trend_cells(row: Row, quarters: list[Row]) -> tuple[Cell, ...]:
    """A trend's cells under `TREND_COLUMNS`."""

    def of(part: str, whole: str) -> Words:
        n, total = row.count(part), row.count(whole)
        return Words(f"{DA.count(n)} af {DA.count(total)}", f"{EN.count(n)} of {EN.count(total)}")

    q, halves = row.maybe("q_value"), row.maybe("halves_ratio")
    return (
        word(STREAMS, row.text("stream")),
        verdict(row.text("verdict")),
        _ratio(row),
        of("documents_before", "total_before"),
        of("documents_after", "total_after"),
        Words("–", "–") if halves is None else halves,
        row.maybe("breadth"),
        Words(DA.number(q, 3), EN.number(q, 3)) if q is not None else Words("–", "–"),
        say_reason(row.text("reason")),
        spark(quarters),
    )


def _ratio(row: Row) -> Cell:
    ratio, low, high = row.maybe("rate_ratio"), row.maybe("ratio_low"), row.maybe("ratio_high")
    if row.text("verdict") == "cannot_tell" or ratio is None:
        return Unknown(CANNOT_TELL)
    if low is None or high is None:
        return Words(DA.ratio(ratio), EN.ratio(ratio))
    return Words(
        f"{DA.ratio(ratio)} ({DA.number(low, 2)}–{DA.number(high, 2)})",
        f"{EN.ratio(ratio)} ({EN.number(low, 2)}–{EN.number(high, 2)})",
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


def _chosen(rows: list[Row]) -> list[Row]:
    """Three mentions: the newest of each stream first, of different speakers where there are any."""
    chosen: list[Row] = []
    for different in (("stream",), ("who",), ()):
        for row in rows:
            taken = {tuple(held.text(name) for name in different) for held in chosen}
            fresh = not different or tuple(row.text(name) for name in different) not in taken
            if len(chosen) < _QUOTES and row not in chosen and fresh:
                chosen.append(row)
    return chosen


def _quotes(desk: Desk, key: str, rows: list[Row]) -> Quotes:
    quotes = []
    for row in _chosen(rows):
        evidence = desk.evidence(row.text("evidence_id"), row.text("part"))
        if evidence is None:
            continue
        before, marked, after = around(row.text("context"), row.text("quote"))
        url, name = row.text("url"), row.text("title") or Words("kilden", "the source")
        quotes.append(
            Quote(
                before=before,
                marked=marked,
                after=after,
                who=row.text("who"),
                said_on=row.day("mention_date"),
                stream=word(STREAMS, row.text("stream")),
                evidence=evidence,
                source=Address(name, url) if url else None,
                rule=found_by(row.text("rule")),
            )
        )
    return Quotes(
        title=Words("Hvad der står", "What is written"),
        scope=desk.scope(
            Words("omtaler af teknologien, én pr. dokument", "mentions of the technology, one per document"),
            method="mart.mention",
            n=len(rows),
        ),
        claim=desk.claim_rows(f"{key}.mentions", _MENTIONS.for_one(key), rows),
        quotes=tuple(quotes),
        empty=Words("Ingen omtaler endnu.", "No mentions yet."),
    )


def _smallest(rows: list[Row], lang: Lang) -> str:
    parts = [
        f"{word(STREAMS, row.text('stream')).of(lang).lower()} {SPEECH[lang].ratio(ratio)}"
        for row in rows
        if (ratio := row.maybe("smallest_ratio")) is not None
    ]
    return (", ".join(parts) or CANNOT_TELL.of(lang)) + "."


def _period(rows: list[Row]) -> Words | None:
    firsts = [day for row in rows if (day := row.day("first_quarter")) is not None]
    lasts = [day for row in rows if (day := row.day("last_quarter")) is not None]
    if not firsts or not lasts:
        return None
    first, last = min(firsts), max(lasts)
    return Words(f"{DA.quarter(first)} – {DA.quarter(last)}", f"{EN.quarter(first)} – {EN.quarter(last)}")


def _streams(desk: Desk, key: str, asked: list[Row], series: Series) -> Table:
    rows = in_stream_order(asked)
    return Table(
        title=Words("Strøm for strøm", "Stream by stream"),
        scope=desk.scope(DOCUMENTS, method="mart.technology_trend", period=_period(rows)),
        claim=desk.claim_rows(f"{key}.trend", _TREND.for_one(key), asked),
        columns=TREND_COLUMNS,
        rows=tuple(trend_cells(row, series.get((key, row.text("stream")), [])) for row in rows),
        empty=Words("Ingen strømme endnu.", "No streams yet."),
        note=Words(
            f"{FITTED.da} Den mindste vækst, der ville ses fire gange ud af fem: {_smallest(rows, 'da')} {TOGETHER.da}",
            f"{FITTED.en} The smallest growth that would show four times out of five: {_smallest(rows, 'en')} "
            f"{TOGETHER.en}",
        ),
    )


def _quarters(desk: Desk, key: str, asked: list[Row], quarters: list[Row]) -> list[Block]:
    """The quarters as drawings, and as one table with a column for each stream, under the same claim."""
    if not quarters:
        return []
    claim = desk.claim_rows(f"{key}.quarters", _QUARTERS.for_one(key), quarters)
    scope = desk.scope(DOCUMENTS, method="mart.technology_quarter")
    streams = [row.text("stream") for row in in_stream_order(asked)]
    drawn = Drawings(
        title=Words("Kvartal for kvartal", "Quarter by quarter"),
        scope=scope,
        claim=claim,
        drawings=tuple(
            (
                Link(word(STREAMS, row.text("stream")), ""),
                verdict(row.text("verdict")),
                spark([quarter for quarter in quarters if quarter.text("stream") == row.text("stream")]),
            )
            for row in in_stream_order(asked)
            if row.count("documents_before") + row.count("documents_after")
        ),
        empty=Words("Ikke nævnt i noget kvartal.", "Not named in any quarter."),
    )
    by_day: defaultdict[date, dict[str, Words]] = defaultdict(dict)
    for row in quarters:
        day, n, total = row.day("quarter"), row.count("document_count"), row.count("stream_document_count")
        if day is not None:
            by_day[day][row.text("stream")] = Words(
                f"{DA.count(n)} af {DA.count(total)}", f"{EN.count(n)} of {EN.count(total)}"
            )
    table = Table(
        title=Words("De samme tal", "The same figures"),
        scope=scope,
        claim=claim,
        columns=(
            Column(Words("Kvartal", "Quarter"), "quarter"),
            *(Column(word(STREAMS, stream), "count") for stream in streams),
        ),
        rows=tuple(
            (day, *(by_day[day].get(stream, Words("–", "–")) for stream in streams))
            for day in sorted(by_day, reverse=True)
        ),
        empty=Words("Ingen kvartaler endnu.", "No quarters yet."),
    )
    return [drawn, table]


def _lead(rows: list[Row], cards: list[Row]) -> Words:
    """The verdict over all streams together first, where there is one, then that of each stream by itself."""

    def told(lang: Lang) -> str:
        parts = [(ALL_TOGETHER.of(lang), row.text("verdict")) for row in cards if row.text("verdict")]
        parts += [(word(STREAMS, row.text("stream")).of(lang), row.text("verdict")) for row in rows]
        return "; ".join(f"{stream}: {word(VERDICTS, code).of(lang)}" for stream, code in parts) + "."

    return Words(told("da"), told("en"))


def technology_cards(desk: Desk, series: Series, *, parent: Link) -> list[Page]:
    """One page for each technology that has a trend."""
    trends, mentions, quarters = (desk.ask_per_key(question) for question in (_TREND, _MENTIONS, _QUARTERS))
    cards = desk.ask_per_key(CARD) if desk.has("mart.technology_card") else {}
    return [
        Page(
            path=technology_path(key),
            title=technology_name(trends[key][0]),
            lead=_lead(in_stream_order(trends[key]), cards.get(key, [])),
            blocks=(
                *card_blocks(desk, cards, key),
                _streams(desk, key, trends[key], series),
                _quotes(desk, key, mentions.get(key, [])),
                *_quarters(desk, key, trends[key], quarters.get(key, [])),
            ),
            parents=(parent,),
        )
        for key in sorted(trends)
    ]
