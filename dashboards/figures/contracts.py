"""Figures of contracts in time: the expiry wave, openings by component, the re-tender calendar and its backtest."""

from __future__ import annotations

from dashboards import chart
from dashboards.desk import Desk
from dashboards.naming import Players, Segments, component_names, with_names
from dashboards.rows import Row
from dashboards.section import Block, Cell, Chart, Table
from dashboards.spans import Span, spans
from dashboards.tabling import Point, col, interval_chart, listing, player, proof, quiet, scope_of, spread, untold
from dashboards.words import DA, EN, SPEECH, Lang, Words, same

_WAVE = "select * from mart.contestability_wave order by component_name, half_start_date"
_CALENDAR = """select * from mart.retender_calendar
order by can_tell desc, state = 'ended', state = 'overdue', p50_date nulls last, chain_id"""
_BACKTEST = "select * from mart.retender_backtest order by stratum"
_RETENTION = "select * from mart.incumbent_retention order by segment_code = 'all' desc, segment_code"
_EXPIRY = """select * from mart.expiry_wave
where segment_code = 'all'
order by half_year"""
_CONTRACTS = Words("kontrakter, der er enden af deres kæde", "contracts that end their chain")
_DRAWN = 24


def wave_chart(desk: Desk) -> list[Block]:
    """When contracts end, by half-year, all segments."""
    claim, rows = desk.claim_table("expiry", _EXPIRY)
    start = f"{desk.study.as_of.year}-H{1 if desk.study.as_of.month < 7 else 2}"
    shown = [row for row in rows if row.text("half_year") >= start][:10]
    if not shown:
        return quiet("Ingen kontrakter med kendt slutdato.", "No contracts with a known end.")

    def draw(lang: Lang, narrow: bool) -> str:
        data = [
            {
                "period": row.text("half_year"),
                "count": row.count("contract_count"),
                "label": str(row.count("contract_count")),
            }
            for row in shown
        ]
        return chart.counts(data, narrow=narrow, axis_title="kontrakter" if lang == "da" else "contracts", lang=lang)

    told = "; ".join(f"{row.text('half_year')}: {row.count('contract_count')}" for row in shown)
    unstated = shown[0].count("unstated_count")
    return [
        Chart(
            title=Words(
                "Udløbsbølgen: kontrakter, som intet nyt udbud følger endnu",
                "The expiry wave: contracts that no new call follows yet",
            ),
            scope=scope_of(
                desk,
                _EXPIRY,
                Words(
                    "kontrakter uden efterfølger, efter seneste slutdato",
                    "contracts without a successor, by latest end",
                ),
            ),
            claim=claim,
            alt=Words(told, told),
            draw=draw,
            note=Words(
                f"{unstated} kontrakter oplyser ingen slutdato og er ikke med. Det første halvår er talt helt.",
                f"{unstated} contracts state no end and are not in it. The first half-year is counted whole.",
            ),
        )
    ]


def contestability(desk: Desk) -> list[Block]:
    """In which half-year which share of a component's landscape opens."""
    claim, rows = desk.claim_table("contestability", _WAVE)
    if not rows:
        return quiet("Ingen kontrakter nævner en komponent.", "No contracts name a component.")
    best: dict[str, Row] = {}
    for row in rows:
        held = best.get(row.text("component_name"))
        if held is None or (row.number("expected_share") or 0) > (held.number("expected_share") or 0):
            best[row.text("component_name")] = row
    points = [
        Point(
            name=Words(f"{name}: {row.text('half_year')}", f"{name}: {row.text('half_year')}"),
            value=row.number("expected_share"),
            label=Words(
                f"{DA.number(row.number('expected_count') or 0, 1)} af {row.count('contract_count')}",
                f"{EN.number(row.number('expected_count') or 0, 1)} of {row.count('contract_count')}",
            ),
            tone="sure" if row.flag("can_tell") else "open",
        )
        for name, row in sorted(best.items())
    ]
    drawn = interval_chart(
        Words("Halvåret, hvor mest af hver komponents landskab åbner", "When most of each component's landscape opens"),
        scope_of(desk, _WAVE, Words("kontrakter, der nævner komponenten", "contracts that name the component")),
        claim,
        points,
        axis=Words("ventet andel af kontrakterne, der udbydes på ny", "expected share of contracts called anew"),
    )
    table = listing(
        desk,
        "contestability",
        Words("Åbninger efter komponent og halvår", "Openings by component and half-year"),
        _WAVE,
        col("Komponent", "Component", "component_name", is_filter=True),
        col("Halvår", "Half-year", "half_year", is_filter=True),
        col("Ventet antal", "Expected", "expected_count", "count"),
        col("Ventet andel", "Expected share", "expected_share", "share"),
        col("Sikkert åbne", "Surely open", "sure_count", "count"),
        col("Muligvis", "Possibly", "possible_count", "count"),
        col("Ordregivere", "Buyers", "buyer_count", "count"),
        col("Krav ligger fast fra", "Requirements fixed from", "fixed_from_date", "date"),
        population=Words("kontrakter, der nævner komponenten", "contracts that name the component"),
        asked=(claim, rows),
    )
    return [*drawn, table]


def calendar_chart(desk: Desk) -> list[Block]:
    """The windows of the nearest re-tenders: 10 to 90 per cent, with the middle marked."""
    claim, rows = desk.claim_table("calendar", _CALENDAR)
    told = [
        row
        for row in rows
        if row.flag("can_tell")
        and row.text("state") == "expected"
        and (row.day("p90_date") or desk.study.as_of) >= desk.study.as_of
    ]
    # A window that has begun is as near as one that begins today; one whose middle has passed says the least.
    as_of = desk.study.as_of
    told.sort(
        key=lambda row: (
            (row.day("p50_date") or as_of) < as_of,
            max(row.day("p10_date") or as_of, as_of),
            str(row.day("p50_date")),
            row.text("chain_id"),
        )
    )
    told = told[:_DRAWN]
    if not told:
        return quiet("Intet genudbud kan ventes med en dato.", "No re-tender can be expected with a date.")

    def draw(lang: Lang, narrow: bool) -> str:
        lines = [
            Span(
                name=row.text("title") or row.text("contract_id"),
                start=row.day("p10_date"),
                end=row.day("p90_date"),
                kind="pale",
                marks=(("diamond", "sure", middle),) if (middle := row.day("p50_date")) else (),
                label=row.text("buyer_name"),
            )
            for row in told
        ]
        middle_words = "midten af vinduet (10–90 %)" if lang == "da" else "middle of the window (10–90%)"
        return spans(lines, narrow=narrow, meanings=[("diamond", "sure", middle_words)], today=desk.study.as_of)

    def said(row: Row, lang: Lang) -> str:
        low, high = row.day("p10_date"), row.day("p90_date")
        days = [SPEECH[lang].day_short(day) for day in (low, high) if day]
        return f"{row.text('title')} ({row.text('buyer_name')}): {' – '.join(days)}"

    return [
        Chart(
            title=Words("De nærmeste vinduer for genudbud", "The nearest windows for re-tenders"),
            scope=scope_of(desk, _CALENDAR, _CONTRACTS, n=len(rows)),
            claim=claim,
            alt=Words("; ".join(said(row, "da") for row in told), "; ".join(said(row, "en") for row in told)),
            draw=draw,
            note=Words(
                "Båndet er 10-90 %-vinduet, lært af lukkede kæder; hvor godt vinduerne har dækket, står nedenfor.",
                "The band is the 10–90% window, learnt from closed chains; how well windows have covered stands below.",
            ),
        )
    ]


def calendar_table(desk: Desk, players: Players, segments: Segments) -> Table:
    """Every contract at the end of its chain."""
    components = component_names(desk)
    return listing(
        desk,
        "calendar",
        Words("Kalenderen for genudbud", "The re-tender calendar"),
        _CALENDAR,
        col("Kontrakt", "Contract", lambda row: row.text("title") or row.text("contract_id")),
        col("Ordregiver", "Buyer", player(players, "buyer_player_id", "buyer_name")),
        col("Har den", "Holds it", player(players, "incumbent_player_id", "supplier_names")),
        col("Segment", "Segment", lambda row: segments.name(row.text("segment_code")), is_filter=True),
        col(
            "Komponent", "Component", lambda row: with_names(same(row.text("component_id")), components), is_filter=True
        ),
        col("Stand", "State", "state", "kind", is_filter=True),
        col("Tidligst", "Earliest", lambda row: row.day("p10_date") or "", "date"),
        col("Midt", "Middle", lambda row: row.day("p50_date") or "", "date"),
        col("Senest", "Latest", lambda row: row.day("p90_date") or "", "date"),
        col("Inden et år", "Within a year", _chance, "share"),
        proof(desk),
        population=_CONTRACTS,
        most=250,
        note=Words(
            "»Overskredet«: hele vinduet er gået uden et nyt udbud; de står nederst. En chance gives kun, hvor chancer "
            "af samme slags har ramt bedre end gennemsnittet, og den regner med, at nogle aldrig udbydes igen.",
            "“Overdue”: the whole window has passed without a new call; they stand last. A chance is given only where "
            "chances of its kind have done better than the mean, and it counts that some are never called for again.",
        ),
    )


def _chance(row: Row) -> Cell:
    """The chance of a call within a year; nothing where a call is out or the contract has ended."""
    if row.text("state") not in ("expected", "extended", "overdue"):
        return ""
    return row.maybe("chance_12m") if row.number("chance_12m") is not None else untold(row, "chance_reason")


def backtest(desk: Desk) -> Table:
    """How well the windows have covered what came."""
    return listing(
        desk,
        "backtest",
        Words("Hvor godt vinduerne har ramt", "How well windows have hit"),
        _BACKTEST,
        col("Slags", "Kind", "stratum", "kind"),
        col("Prøvet på", "Tried on", "tested_count", "count"),
        col("Aldrig udbudt igen", "Never called again", "never_called_count", "count"),
        col("Skulle dække", "Should cover", "nominal", "share"),
        col("Dækkede", "Covered", spread("coverage", "coverage_low", "coverage_high")),
        col("Fejl i måneder (median)", "Error in months (median)", "median_error_months", "count"),
        col("Brier", "Brier", lambda row: row.maybe("brier"), "probability"),
        col("Brier for grundraten", "Brier of the base rate", lambda row: row.maybe("brier_base"), "probability"),
        col("Må chancen siges", "May the chance be told", _may_tell),
        population=Words(
            "lukkede vinduer, hver forudsagt uden sig selv", "closed windows, each foretold without itself"
        ),
    )


def _may_tell(row: Row) -> Cell:
    """Whether chances of this kind did better than the mean."""
    return Words("ja", "yes") if row.flag("has_chance") else untold(row, "chance_reason")


def retention(desk: Desk, segments: Segments) -> Table:
    """How often the incumbent wins again."""
    return listing(
        desk,
        "retention",
        Words("Hvor tit den nuværende leverandør vinder igen", "How often the incumbent wins again"),
        _RETENTION,
        col("Segment", "Segment", lambda row: segments.name(row.text("segment_code"))),
        col("Udbudt på ny", "Called anew", "chain_count", "count"),
        col("Beholdt", "Kept", "retained_count", "count"),
        col("Andel", "Share", spread("retention_share", "share_low", "share_high")),
        population=Words("kontrakter, der blev udbudt på ny", "contracts that were called anew"),
    )
