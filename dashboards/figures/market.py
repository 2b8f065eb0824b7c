"""Figures of the market beyond size and shares: sensitivity, concentration, what runs, and flows."""

from __future__ import annotations

from itertools import groupby

from dashboards.desk import Desk
from dashboards.maps import Part, Pillar, mekko
from dashboards.naming import Players, Segments
from dashboards.pictures import AWARDS
from dashboards.rows import Row
from dashboards.section import Block, Chart, Table, Unknown
from dashboards.tabling import col, listing, player, spread
from dashboards.vocabulary import CANNOT_TELL
from dashboards.words import SPEECH, Lang, Words

_SENSITIVITY = """select * from mart.market_share
where segment_code = 'all' and period = 'all' and level = 'legal unit' and imputed_mid is not null
order by imputed_mid desc, player_id
limit 15"""
_CONCENTRATION = "select * from mart.market_concentration order by segment_code = 'all' desc, segment_code, period"
_MEKKO = """with largest as (
    select segment_code, max(total_award_count) as award_count
    from mart.supplier_share
    where segment_code <> 'all' and period = 'all' and can_tell
    group by segment_code
    order by award_count desc, segment_code
    limit 12)
select share.*
from mart.supplier_share as share
inner join largest on share.segment_code = largest.segment_code
where share.period = 'all'
qualify row_number() over (
    partition by share.segment_code order by share.award_count desc, share.player_name, share.player_id) <= 4
order by largest.award_count desc, share.segment_code, share.award_count desc, share.player_name, share.player_id"""
_RUNNING = """select year, running_count, running_known_dkk, running_coverage, running_low_dkk, running_mid_dkk,
    running_high_dkk, is_building_up, top_down_low_dkk, top_down_high_dkk, top_down_coverage_low,
    top_down_coverage_high
from mart.market_size
where segment_code = 'all'
order by year"""
_FLOWS = """select * from mart.buyer_supplier_flow
order by award_count desc, known_value_dkk desc nulls last, buyer_player_id, supplier_player_id, segment_code"""


def mekko_chart(desk: Desk) -> list[Block]:
    """Segments side by side with their suppliers, both by number of awards; nothing where no share can be told."""
    claim, rows = desk.claim_table("mekko", _MEKKO)
    rows = [row for row in rows if row.number("award_share") is not None]
    if not rows:
        return []
    segments, focal = Segments(desk), desk.study.focal_player_id
    by_segment = [(code, list(own)) for code, own in groupby(rows, key=lambda row: row.text("segment_code"))]
    numbers: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: (-(row.number("award_count") or 0), row.text("player_id"))):
        numbers.setdefault(row.text("player_id"), len(numbers) + 1)
    names = {row.text("player_id"): row.text("player_name") for row in rows}

    def parts(own: list[Row]) -> tuple[Part, ...]:
        told = [
            Part(
                number=numbers[row.text("player_id")],
                share=row.number("award_share") or 0.0,
                is_focal=row.text("player_id") == focal,
            )
            for row in own
        ]
        return (*told, Part(number=0, share=max(0.0, 1 - sum(part.share for part in told))))

    def draw(lang: Lang, narrow: bool) -> str:
        pillars = [
            Pillar(name=segments.name(code).of(lang), weight=own[0].weight("total_award_count"), parts=parts(own))
            for code, own in by_segment
        ]
        listed = [names[player] for player in numbers]
        return mekko(pillars, listed, others="… alle andre" if lang == "da" else "… all others", narrow=narrow)

    def said(lang: Lang) -> str:
        share = SPEECH[lang].share
        return "; ".join(
            f"{segments.name(code).of(lang)}: "
            + ", ".join(f"{row.text('player_name')} {share(row.number('award_share') or 0)}" for row in own)
            for code, own in by_segment
        )

    return [
        Chart(
            title=Words("Segmenterne og hvem der har dem", "The segments and who holds them"),
            scope=desk.scope(
                AWARDS,
                method="mart.supplier_share",
                period=Words("hele perioden", "whole period"),
                n=sum(own[0].weight("total_award_count") for _, own in by_segment),
                coverage=1.0,
            ),
            claim=claim,
            alt=Words(said("da"), said("en")),
            draw=draw,
            note=Words(
                "Hver søjle er et segment, så bred som dets antal tildelinger; felterne er de fire største "
                "leverandørers andele efter antal. Tallene med intervaller står i tabellen over de største i hvert "
                "segment.",
                "Each column is a segment, as wide as its number of awards; the cells are the shares by number of its "
                "four largest suppliers. The numbers with intervals stand in the table of the largest in each segment.",
            ),
        )
    ]


def sensitivity(desk: Desk, players: Players) -> list[Block]:
    """Shares by value when missing values are drawn, and when the missing ones were twice or five times as large."""
    claim, rows = desk.claim_table("sensitivity", _SENSITIVITY)
    return [
        listing(
            desk,
            "sensitivity",
            Words("Hvor meget andelene hænger på de manglende værdier", "How much shares hang on missing values"),
            _SENSITIVITY,
            col("Leverandør", "Supplier", player(players)),
            col("Efter antal", "By number", spread("award_share", "share_low", "share_high", top=0.3)),
            col("Kendt værdi alene", "Known value alone", _known_share, "share"),
            col(
                "Skønnet værdi (5–95 %)",
                "Estimated (5–95%)",
                spread("imputed_mid", "imputed_low", "imputed_high", top=0.3),
            ),
            col("Manglende ×2", "Missing ×2", "imputed_mid_x2", "share"),
            col("Manglende ×5", "Missing ×5", "imputed_mid_x5", "share"),
            population=AWARDS,
            asked=(claim, rows),
            note=Words(
                "Store kontrakter oplyser oftere ingen værdi. Kolonnerne ×2 og ×5 viser andelen, hvis de manglende "
                "var to eller fem gange så store som skønnet.",
                "Large contracts state no value more often. The columns ×2 and ×5 show the share if the missing "
                "ones were two or five times as large as estimated.",
            ),
        )
    ]


_estimated = spread("imputed_mid", "imputed_low", "imputed_high", top=0.3)


def _known_share(row: Row) -> float | Unknown | None:
    return row.number("known_share") if row.number("known_share") is not None else Unknown(CANNOT_TELL)


def concentration(desk: Desk, segments: Segments) -> Table:
    """How concentrated each segment is, by number without bias and by value with its interval."""
    return listing(
        desk,
        "concentration",
        Words("Koncentration", "Concentration"),
        _CONCENTRATION,
        col("Segment", "Segment", lambda row: segments.name(row.text("segment_code")), is_filter=True),
        col("Periode", "Period", lambda row: _period(row.text("period")), is_filter=True),
        col("HHI efter antal", "HHI by number", spread("hhi", "hhi_low", "hhi_high", "count", 2500.0)),
        col("HHI efter værdi", "HHI by value", _hhi_value),
        col("Svarer til leverandører", "As many suppliers", "effective_supplier_count", "count"),
        col("Største", "Largest", "top_one_share", "share"),
        col("Fire største", "Four largest", "top_four_share", "share"),
        col("Kun ét bud", "Single bid", "single_bid_share", "share"),
        col("Nye vindere", "New winners", "new_entrant_share", "share"),
        population=AWARDS,
        note=Words(
            "HHI er af tildelinger i perioden, ikke markedsmagt: det, der allerede er i drift, er ikke med.",
            "HHI is of awards in the period, not market power: what is already in use is not in it.",
        ),
    )


_hhi_value = spread("hhi_value_mid", "hhi_value_low", "hhi_value_high", "count", 2500.0)


def _period(period: str) -> Words:
    return Words("hele perioden", "whole period") if period == "all" else Words(period, period)


def running(desk: Desk) -> Table:
    """What runs in a year, by active months, against the top-down figure."""
    return listing(
        desk,
        "running",
        Words("Hvad der løber i et år, mod et skøn ovenfra", "What runs in a year, against a top-down figure"),
        _RUNNING,
        col("År", "Year", "year", "year"),
        col("Løbende kontrakter", "Running contracts", "running_count", "count"),
        col("Kendt værdi", "Known value", "running_known_dkk", "dkk"),
        col("Skønnet, lavt", "Estimated, low", "running_low_dkk", "dkk"),
        col("Skønnet, højt", "Estimated, high", "running_high_dkk", "dkk"),
        col("Ovenfra, lavt", "Top-down, low", "top_down_low_dkk", "dkk"),
        col("Ovenfra, højt", "Top-down, high", "top_down_high_dkk", "dkk"),
        col("Dækning, mindst", "Coverage, least", "top_down_coverage_low", "share"),
        col("Dækning, mest", "Coverage, most", "top_down_coverage_high", "share"),
        col("Bygger op", "Building up", lambda row: Words("ja", "yes") if row.flag("is_building_up") else ""),
        population=AWARDS,
        note=Words(
            "Værdien er spredt over kontraktens måneder. De første år bygger op: ældre kontrakter kender vi ikke.",
            "Value is spread over the contract's months. The first years build up: older contracts are not known.",
        ),
    )


def flows(desk: Desk, players: Players, segments: Segments) -> Table:
    """Who buys of whom."""
    return listing(
        desk,
        "flows",
        Words("Hvem køber af hvem", "Who buys from whom"),
        _FLOWS,
        col("Ordregiver", "Buyer", player(players, "buyer_player_id", "buyer_name")),
        col("Leverandør", "Supplier", player(players, "supplier_player_id", "supplier_name")),
        col("Segment", "Segment", lambda row: segments.name(row.text("segment_code")), is_filter=True),
        col("Tildelinger", "Awards", "award_count", "count"),
        col("Kendt værdi", "Known value", lambda row: row.maybe("known_value_dkk") or "", "dkk"),
        col("Andel af køberens", "Share of the buyer's", "buyer_share", "share"),
        col("Senest", "Latest", "last_date", "date"),
        population=AWARDS,
        most=120,
    )
