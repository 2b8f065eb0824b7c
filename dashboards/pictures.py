"""The two pictures that both the front page and a section show: the market by year, and technologies' movements."""

from __future__ import annotations

from dashboards import chart
from dashboards.desk import Desk
from dashboards.naming import technology_name
from dashboards.rows import Row
from dashboards.section import Block, Chart
from dashboards.vocabulary import STREAMS, VERDICTS, word
from dashboards.words import DA, EN, SPEECH, Lang, Words, same

AWARDS = Words("offentlige tildelinger i studiets segmenter", "public awards in the study's segments")
DOCUMENTS = Words(
    "dokumenter, der nævner teknologien, ud af strømmens dokumenter",
    "documents that name the technology, of the stream's documents",
)
YEARS = """select *, is_provisional or is_part_year as is_pale,
    year || case when is_part_year then ' (del af året)' when is_provisional then ' (foreløbig)' else '' end as year_da,
    year || case when is_part_year then ' (part of it)' when is_provisional then ' (provisional)' else '' end as year_en
from mart.market_size where segment_code = 'all' order by year"""
LATEST_YEAR = """select * from mart.market_size where segment_code = 'all'
order by is_provisional or is_part_year, year desc limit 1"""
TRENDS = """select * from mart.technology_trend
order by case verdict when 'rising' then 0 when 'fading' then 1 when 'no_sure_change' then 2 else 3 end,
    rate_ratio desc nulls last, technology, stream"""
FITTED = Words(
    "Den beregnede ændring er hældningen gennem alle kvartaler, hver kilde på sit eget niveau; den er ikke nu "
    "divideret med før.",
    "The fitted change is the slope through all quarters, each source at its own level; it is not now divided by "
    "before.",
)
TOGETHER = Words(
    "Hver strøm dømmes for sig og alle tilsammen for sig: tilsammen er der flere dokumenter, så en teknologi kan stige "
    "sikkert tilsammen og i ingen strøm alene.",
    "Each stream is judged by itself, and all together by themselves: together there are more documents, so that a "
    "technology can surely rise over all and in no stream alone.",
)


def market_by_year(desk: Desk) -> list[Block]:
    """Known value by year with the estimated interval; nothing where there are no awards."""
    claim, rows = desk.claim_table("size_by_year", YEARS)
    if not rows:
        return []
    first, last = rows[0].count("year"), rows[-1].count("year")

    def draw(lang: Lang, narrow: bool) -> str:
        speech = SPEECH[lang]
        data = []
        for row in rows:
            known = (row.number("known_value_dkk") or 0.0) / 1e6
            tells = row.flag("can_tell")
            low, high = ((row.number(side) or 0.0) / 1e6 for side in ("imputed_low_dkk", "imputed_high_dkk"))
            data.append(
                {
                    "year": str(row.count("year")),
                    "known": known,
                    "low": low if tells else None,
                    "high": high if tells else None,
                    "top": max(known, high) if tells else known,
                    "label": speech.share(row.number("outside_framework_coverage") or 0),
                    "is_provisional": row.flag("is_pale"),
                }
            )
        return chart.value_by_year(data, lang=lang, narrow=narrow, value_title="mio. kr." if lang == "da" else "DKK m")

    total = sum(row.count("award_count") for row in rows)
    spoken = [
        Words(
            f"{row.count('year')}: {DA.money(row.maybe('known_value_dkk') or 0)}",
            f"{row.count('year')}: {EN.money(row.maybe('known_value_dkk') or 0)}",
        )
        for row in rows
    ]
    return [
        Chart(
            title=Words(
                "Kendt værdi pr. år, og hvad den samlede kan være", "Known value by year, and what the total may be"
            ),
            scope=desk.scope(AWARDS, method="mart.market_size", period=same(f"{first}–{last}"), n=total),
            claim=claim,
            alt=Words(
                "Kendt værdi pr. år. " + "; ".join(part.da for part in spoken),
                "Known value by year. " + "; ".join(part.en for part in spoken),
            ),
            draw=draw,
            note=Words(
                "Søjlen er den oplyste værdi, stregen det skønnede interval (5–95 %) for alle tildelinger uden for "
                "rammeaftaler, tallet øverst hvor stor en del af disse der oplyser en værdi. Rammelofter har ingen "
                f"markedsværdi og er ikke med. Lyse søjler er foreløbige{_parts(rows, 'da')}.",
                "The column is the stated value, the whisker the estimated interval (5–95%) for all awards outside "
                "frameworks, the figure on top the part of these that state a value. Framework ceilings have no "
                f"market value and are left out. Pale columns are provisional{_parts(rows, 'en')}.",
            ),
        )
    ]


def _parts(rows: list[Row], lang: Lang) -> str:
    """Which of the years are held in part only."""
    years = ", ".join(str(row.count("year")) for row in rows if row.flag("is_part_year"))
    if not years:
        return ""
    return f"; kun en del af året: {years}" if lang == "da" else f"; only a part of the year: {years}"


def _told(row: Row, lang: Lang, *, narrow: bool) -> str:
    ratio = SPEECH[lang].ratio(row.maybe("rate_ratio") or 0)
    return ratio if narrow else f"{ratio} {word(VERDICTS, row.text('verdict')).of(lang)}"


def movements(desk: Desk, rows: list[Row]) -> list[Block]:
    """The largest rate ratios with their intervals; `rows` are those of `TRENDS`."""
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
        return f"{technology_name(row).of(lang)} · {word(STREAMS, row.text('stream')).of(lang).lower()}"

    def draw(lang: Lang, narrow: bool) -> str:
        data = [
            {
                "name": label(row, lang),
                "ratio": row.number("rate_ratio"),
                "low": row.number("ratio_low"),
                "high": row.number("ratio_high"),
                "label": _told(row, lang, narrow=narrow),
                "is_sure": row.text("verdict") in ("rising", "fading"),
            }
            for row in told
        ]
        return chart.ratios(
            data,
            lang=lang,
            narrow=narrow,
            axis_title="beregnet ændring, gange" if lang == "da" else "fitted change, times",
        )

    return [
        Chart(
            title=Words("De største bevægelser, og hvor sikre de er", "The largest movements, and how sure they are"),
            scope=desk.scope(
                DOCUMENTS,
                method="mart.technology_trend",
                period=Words("hældningen over en halv periode", "the slope over half of the period"),
            ),
            claim=desk.claim_rows("movers", TRENDS, rows),
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
                "Hvor mange gange så stor andelen af dokumenter er blevet. Udfyldt punkt: ændringen er sikker efter "
                "korrektion for mange sammenligninger. Hult punkt: den kan være "
                f"tilfældig. Båndet er intervallet; den stiplede linje er ingen ændring. {FITTED.da} {TOGETHER.da}",
                "How many times as large the share of documents has become. Filled point: the change is sure after "
                "correction for many comparisons. Hollow point: it may be chance. "
                f"The band is the interval; the dashed line is no change. {FITTED.en} {TOGETHER.en}",
            ),
        )
    ]
