"""Figures of the years ahead: the roadmap, the business plan and what it hangs on, and the projection or a "
"refusal."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.desk import Desk
from dashboards.naming import Segments, assumption_names, with_names
from dashboards.reasons import say_reason
from dashboards.rows import Row
from dashboards.section import Block, Chart, Prose
from dashboards.spans import Ahead, Span, fan, spans
from dashboards.tabling import Point, coded, col, interval_chart, listing, quiet, scope_of, words_of
from dashboards.words import DA, EN, SPEECH, Lang, Words, join, same

_ROADMAP = "select * from mart.roadmap order by earliest_start, initiative_id"
_PLAN = "select * from mart.business_plan order by year"
_TORNADO = "select * from mart.business_plan_tornado order by place, input"
_PROJECTION = """select * from mart.market_projection
where segment_code = 'all'
order by scenario_id = 'base' desc, scenario_id, year"""
_ALL_PROJECTIONS = """select * from mart.market_projection
order by segment_code = 'all' desc, segment_code, scenario_id = 'base' desc, scenario_id, year"""
_BACKTEST = """select * from mart.projection_backtest
order by segment_code = 'all' desc, segment_code, rule, horizon"""
_HISTORY = """select year, running_mid_dkk from mart.market_size
where segment_code = 'all' and not is_provisional and not is_part_year
order by year"""
_MILLION = 1e6
_HYPHEN = "\u2011"
_GATES = {"go": "full", "late": "pale", "stop": "pale", "review": "pale"}


def roadmap(desk: Desk) -> list[Block]:
    """Initiatives by half-year with gates, windows and laws."""
    claim, rows = desk.claim_table("roadmap", _ROADMAP)
    if not rows:
        return quiet("Studiet har ingen køreplan.", "The study has no roadmap.")

    def draw(lang: Lang, narrow: bool) -> str:
        lines = []
        for row in rows:
            marks = [("diamond", "focal", day)] if (day := row.day("law_date")) else []
            if middle := row.day("window_p50_date"):
                marks.append(("up", "open", middle))
            lines.append(
                Span(
                    name=words_of(row, "name_{lang}").of(lang),
                    start=row.day("earliest_start"),
                    end=row.day("earliest_end"),
                    stretch=row.day("latest_end"),
                    marks=tuple(marks),
                    kind=_GATES.get(row.text("state"), "full"),
                    label=coded(row.text("state")).of(lang),
                )
            )
        meanings = (
            [("diamond", "focal", "lovens dag"), ("up", "open", "midten af genudbudsvinduet")]
            if lang == "da"
            else [("diamond", "focal", "the law's day"), ("up", "open", "middle of the re-tender window")]
        )
        return spans(lines, narrow=narrow, meanings=meanings, today=desk.study.as_of)

    def said(lang: Lang) -> str:
        return "; ".join(
            f"{words_of(row, 'name_{lang}').of(lang)}: {row.text('start_half_year')} – {row.text('end_half_year')}, "
            f"{coded(row.text('state')).of(lang)}"
            for row in rows
        )

    names = {row.text("initiative_id"): words_of(row, "name_{lang}") for row in rows} | assumption_names(desk)
    initiatives = Words("initiativer i studiet og af dommene", "initiatives of the study and of the verdicts")
    return [
        Chart(
            title=Words("Køreplan", "Roadmap"),
            scope=scope_of(desk, _ROADMAP, initiatives, n=len(rows)),
            claim=claim,
            alt=Words(said("da"), said("en")),
            draw=draw,
            note=Words(
                "Den mørke bjælke er tidligst muligt, den smalle lyse hvor langt det må trække ud. Blege bjælker er "
                "stoppet eller for sene: en antagelse, de hviler på, holder ikke.",
                "The dark bar is the earliest, the thin pale one how far it may stretch. Pale bars are stopped or "
                "late: an assumption that they rest on does not hold.",
            ),
        ),
        listing(
            desk,
            "roadmap",
            Words("Køreplanen i ord", "The roadmap in words"),
            _ROADMAP,
            col("Initiativ", "Initiative", "name_{lang}"),
            col("Fra", "From", "origin", "kind", is_filter=True),
            col("Tidligst", "Earliest", _halves),
            col("Venter på", "Waits for", lambda row: with_names(same(row.text("after")), names)),
            col("Porte", "Gates", lambda row: _gates(row, names)),
            col("Stand", "State", "state", "kind", is_filter=True),
            col("Hvorfor", "Why", lambda row: with_names(say_reason(row.text("reason")), names)),
            col("Ejer", "Owner", lambda row: row.text("owner")),
            population=initiatives,
            asked=(claim, rows),
            note=Words("Vinduer, ikke dage.", "Windows, not days."),
        ),
    ]


def _halves(row: Row) -> str:
    """From which half-year to which, broken between the two and nowhere else."""
    return f"{row.text('start_half_year')} – {row.text('end_half_year')}".replace("-", _HYPHEN)


def _gates(row: Row, names: Mapping[str, Words]) -> Words:
    """The assumptions that an initiative waits for, and how the worst of them stands."""
    if not row.text("gates"):
        return Words("", "")
    said = with_names(same(row.text("gates").replace(", ", " ")), names)
    return join((coded(row.text("gate_status")), said), ": ") if row.text("gate_status") else said


def plan(desk: Desk) -> list[Block]:
    """Five years, low, base and high, and what the result hangs on."""
    claim, rows = desk.claim_table("plan", _PLAN)
    if not rows or not rows[0].flag("can_tell"):
        return quiet("Studiet har ingen forretningsplan.", "The study has no business plan.")
    draws = Words("10.000 trækninger af studiets spænd", "10,000 draws of the study's ranges")
    examples, inputs = rows[0].count("example_count"), rows[0].count("input_count")
    points = [
        Point(
            name=Words(str(row.count("year")), str(row.count("year"))),
            value=(row.number("cumulated_dkk_base") or 0) / _MILLION,
            low=(row.number("cumulated_dkk_low") or 0) / _MILLION,
            high=(row.number("cumulated_dkk_high") or 0) / _MILLION,
            label=Words(
                f"{DA.share(row.number('break_even_chance') or 0)} hjemme",
                f"{EN.share(row.number('break_even_chance') or 0)} paid back",
            ),
        )
        for row in rows
    ]
    low = min((point.low or 0.0) for point in points)
    drawn = interval_chart(
        Words("Forretningsplan: opsummeret resultat", "Business plan: cumulated net"),
        scope_of(desk, _PLAN, draws, n=inputs),
        claim,
        points,
        axis=Words("mio. kr., diskonteret (10-90 %)", "DKK m, discounted (10–90%)"),
        unit="count",
        low=1.05 * low if low < 0 else 0.0,
        rule=0.0,
        note=Words(
            f"{examples} af {inputs} tal er medfølgende eksempler: sæt egne ind i studiet, før planen bruges. Tallet "
            "til højre er den del af trækningerne, hvor pengene er hjemme.",
            f"{examples} of {inputs} inputs are shipped examples: put your own into the study before using the plan. "
            "The figure at the right is the part of the draws in which the money is back.",
        ),
    )
    table = listing(
        desk,
        "plan",
        Words("Planen år for år", "The plan year by year"),
        _PLAN,
        col("År", "Year", "year", "year"),
        col("Tilslutning", "Adoption", lambda row: row.maybe("adoption_base"), "share"),
        col("Indtægt", "Income", "income_dkk_base", "dkk"),
        col("Omkostning", "Cost", "cost_dkk_base", "dkk"),
        col("Netto, lavt", "Net, low", "net_dkk_low", "dkk"),
        col("Netto", "Net", "net_dkk_base", "dkk"),
        col("Netto, højt", "Net, high", "net_dkk_high", "dkk"),
        col("Trækninger, hvor pengene er hjemme", "Draws that have paid back", "break_even_chance", "share"),
        population=draws,
        asked=(claim, rows),
    )
    return [*drawn, table, *_tornado(desk)]


def _tornado(desk: Desk) -> list[Block]:
    claim, rows = desk.claim_table("tornado", _TORNADO)
    points = [
        Point(
            name=_input(row),
            value=(row.number("net_at_base_dkk") or 0) / _MILLION,
            low=min(row.number("net_at_low_dkk") or 0, row.number("net_at_high_dkk") or 0) / _MILLION,
            high=max(row.number("net_at_low_dkk") or 0, row.number("net_at_high_dkk") or 0) / _MILLION,
            label=Words("eksempel", "example") if row.flag("is_example") else Words("", ""),
            tone="open" if row.flag("is_example") else "sure",
        )
        for row in rows
    ]
    low = min((point.low or 0.0 for point in points), default=0.0)
    return interval_chart(
        Words("Hvad planen hænger på", "What the plan hangs on"),
        scope_of(desk, _TORNADO, Words("ét tal ad gangen, lavt til højt", "one input at a time, low to high")),
        claim,
        points,
        axis=Words("mio. kr. efter fem år", "DKK m after five years"),
        unit="count",
        low=1.05 * low if low < 0 else 0.0,
        rule=0.0,
    )


_INPUTS: dict[str, Words] = {
    "adoption_at_most": Words("tilslutning, højst", "adoption, at most"),
    "adoption_at_start": Words("tilslutning, start", "adoption, at start"),
}


def _input(row: Row) -> Words:
    name = row.text("input")
    return _INPUTS.get(name) or Words(name.replace("_", " "), name.replace("_", " "))


def projection(desk: Desk, segments: Segments) -> list[Block]:
    """The fan, or the sentence that refuses it; scenarios and the backtest in tables."""
    claim, rows = desk.claim_table("projection", _PROJECTION)
    base = [row for row in rows if row.text("scenario_id") == "base"]
    contracts = Words("markedets værdi i året, alle segmenter", "the market's value in the year, all segments")
    blocks: list[Block] = []
    if not base or not base[0].flag("can_tell"):
        why = coded(base[0].text("reason"), "reason") if base else Words("ingen historik", "no history")
        blocks.append(
            Prose(
                title=Words("Fremskrivning: afvist", "Projection: refused"),
                text=Words(f"Der er ingen vifte: {why.da}.", f"There is no fan: {why.en}."),
                tone="open",
            )
        )
    else:
        history = desk.ask(_HISTORY)
        has_line = base[0].flag("has_line")

        def draw(lang: Lang, narrow: bool) -> str:
            first = base[0].count("year")
            years = [
                Ahead(year=row.count("year"), known=(row.number("running_mid_dkk") or 0) / _MILLION)
                for row in history
                if row.count("year") < first
            ]
            years += [
                Ahead(
                    year=row.count("year"),
                    low=(row.number("low_dkk") or 0) / _MILLION,
                    high=(row.number("high_dkk") or 0) / _MILLION,
                    line=None if row.number("point_dkk") is None else (row.number("point_dkk") or 0) / _MILLION,
                )
                for row in base
            ]
            axis = "mio. kr." if lang == "da" else "DKK m"
            return fan(years, narrow=narrow, axis=axis, written=SPEECH[lang].count)

        def said(lang: Lang) -> str:
            speech = SPEECH[lang]
            return "; ".join(
                f"{row.count('year')}: {speech.money(row.number('low_dkk') or 0)} – "
                f"{speech.money(row.number('high_dkk') or 0)}"
                for row in base
            )

        blocks.append(
            Chart(
                title=Words("Fremskrivning i fem år", "Projection over five years"),
                scope=scope_of(desk, _PROJECTION, contracts, n=base[0].number("history_count")),
                claim=claim,
                alt=Words(said("da"), said("en")),
                draw=draw,
                note=Words(
                    "Båndet er 80 %. "
                    + ("Linjen slår seneste værdi i bagprøven." if has_line else "Ingen linje: fortiden støtter ingen.")
                    + " År fire og fem er scenarier.",
                    "The band is 80%. "
                    + (
                        "The line beats the last value in the backtest."
                        if has_line
                        else "No line: the past supports none."
                    )
                    + " Years four and five are scenarios.",
                ),
            )
        )
    blocks.append(
        listing(
            desk,
            "projections",
            Words("Bånd og scenarier", "Bands and scenarios"),
            _ALL_PROJECTIONS,
            col("Segment", "Segment", lambda row: segments.name(row.text("segment_code")), is_filter=True),
            col("Forløb", "Course", "scenario_{lang}", is_filter=True),
            col("År", "Year", "year", "year"),
            col("Lavt", "Low", "low_dkk", "dkk"),
            col("Linje", "Line", "point_dkk", "dkk"),
            col("Højt", "High", "high_dkk", "dkk"),
            col("Kendte kontrakter", "Known contracts", "runoff_dkk", "dkk"),
            col("Ganget med", "Times", "multiplier", "ratio"),
            col("Slags", "Kind", "kind", "kind", is_filter=True),
            col("Hvorfor", "Why", "reason", "reason"),
            population=contracts,
            most=100,
        )
    )
    blocks.append(
        listing(
            desk,
            "projection_backtest",
            Words("Hvordan reglerne ville have klaret sig", "How the rules would have done"),
            _BACKTEST,
            col("Segment", "Segment", lambda row: segments.name(row.text("segment_code")), is_filter=True),
            col("Regel", "Rule", "rule", "kind"),
            col("År frem", "Years ahead", "horizon", "count"),
            col("Prøvet fra", "Tried from", "origin_count", "count"),
            col("Fejl (median)", "Error (median)", "median_error", "share"),
            col("Mod seneste værdi", "Against last value", "mase", "ratio"),
            col("Båndet dækkede", "Band covered", "coverage", "share"),
            col("Bruges", "Used", lambda row: Words("ja", "yes") if row.flag("is_used") else Words("nej", "no")),
            col("Hvorfor ikke", "Why not", "reason", "reason"),
            population=contracts,
            most=60,
        )
    )
    return blocks
