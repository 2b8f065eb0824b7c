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
_MEKKO = """select * from mart.market_mekko
where can_tell
qualify dense_rank() over (order by segment_share desc, segment_code) <= 12
order by segment_share desc, segment_code, cell_place"""
_OTHERS = "others"
_RUNNING = """select year, running_count, running_known_dkk, running_coverage, running_low_dkk, running_mid_dkk,
    running_high_dkk, is_building_up, top_down_low_dkk, top_down_high_dkk, top_down_coverage_low,
    top_down_coverage_high
from mart.market_size
where segment_code = 'all'
order by year"""
_FLOWS = """select * from mart.buyer_supplier_flow
order by award_count desc, known_value_dkk desc nulls last, buyer_player_id, supplier_player_id, segment_code"""


def mekko_chart(desk: Desk) -> list[Block]:
    """Segments side by side with their owners, both by known value; nothing where no value is known."""
    claim, rows = desk.claim_table("mekko", _MEKKO)
    if not rows:
        return []
    segments, focal = Segments(desk), desk.study.focal_player_id
    by_segment = [(code, list(own)) for code, own in groupby(rows, key=lambda row: row.text("segment_code"))]
    named = sorted(
        (row for row in rows if row.text("player_id") != _OTHERS),
        key=lambda row: (-row.weight("known_value_dkk"), row.text("player_id")),
    )
    names = {row.text("player_id"): row.text("player_name") for row in named}
    numbers = {_OTHERS: 0} | {player_id: place for place, player_id in enumerate(names, start=1)}

    def pillar(code: str, own: list[Row], lang: Lang) -> Pillar:
        parts = tuple(
            Part(
                number=numbers[row.text("player_id")],
                share=row.weight("share_in_segment"),
                is_focal=row.text("player_id") == focal,
            )
            for row in own
        )
        return Pillar(
            name=segments.name(code).of(lang),
            weight=own[0].weight("segment_share"),
            parts=parts,
            is_uncertain=own[0].flag("is_uncertain"),
        )

    def draw(lang: Lang, narrow: bool) -> str:
        others, uncertain = (words.of(lang) for words in _MEKKO_ENTRIES)
        pillars = [pillar(code, own, lang) for code, own in by_segment]
        return mekko(pillars, list(names.values()), others=others, uncertain=uncertain, narrow=narrow)

    def said(lang: Lang) -> str:
        share = SPEECH[lang].share
        return "; ".join(
            f"{segments.name(code).of(lang)}: "
            + ", ".join(
                f"{names.get(row.text('player_id'), '…')} {share(row.weight('share_in_segment'))}" for row in own
            )
            for code, own in by_segment
        )

    return [
        Chart(
            title=Words("Segmenterne og hvem der har dem", "The segments and who holds them"),
            scope=desk.scope(
                Words("ejere med kendt kontraktværdi", "owners with known contract value"),
                method=desk.first_mart(_MEKKO),
                period=Words("hele perioden", "whole period"),
                n=len(names),
                coverage=min(row.weight("value_coverage") for row in rows),
            ),
            claim=claim,
            alt=Words(said("da"), said("en")),
            draw=draw,
            note=Words(
                "Hver søjle er et segment, så bred som dets del af al kendt værdi; felterne er ejernes andele af "
                "segmentets kendte værdi. En skraveret søjle har under 70 % kendte værdier eller for få tildelinger: "
                "det, der mangler, kan tilhøre hvem som helst. Dækningen er det dårligst kendte segments. "
                "Rammeaftalers lofter er ikke med.",
                "Each column is a segment, as wide as its part of all known value; the cells are the owners' shares "
                "of the segment's known value. A hatched column has under 70 % known values or too few awards: what "
                "is missing may belong to anybody. The coverage is that of the least known segment. Framework "
                "ceilings are left out.",
            ),
        )
    ]


_MEKKO_ENTRIES = (
    Words("… alle andre", "… all others"),
    Words("for lidt er kendt til en sikker andel", "too little is known for a sure share"),
)


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
        col("Periode", "Period", _period, is_filter=True),
        col("HHI efter antal", "HHI by number", spread("hhi", "hhi_low", "hhi_high", "count", 2500.0)),
        col("HHI efter værdi", "HHI by value", _hhi_value),
        col("Svarer til leverandører", "As many suppliers", "effective_supplier_count", "count"),
        col("Største", "Largest", "top_one_share", "share"),
        col("Fire største", "Four largest", "top_four_share", "share"),
        col("Kun ét bud", "Single bid", "single_bid_share", "share"),
        col("Nye vindere", "New winners", "new_entrant_share", "share"),
        population=AWARDS,
        note=Words(
            "HHI er af tildelinger i perioden, ikke markedsmagt: det, der allerede er i drift, er ikke med. "
            "Nye vindere kan først siges, når vi har hele året før.",
            "HHI is of awards in the period, not market power: what is already in use is not in it. New winners can be "
            "told only once we hold the whole year before.",
        ),
    )


_hhi_value = spread("hhi_value_mid", "hhi_value_low", "hhi_value_high", "count", 2500.0)


def _period(row: Row) -> Words:
    period = row.text("period")
    if row.flag("is_part_year"):
        return Words(f"{period} (del af året)", f"{period} (part of it)")
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
