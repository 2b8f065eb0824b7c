"""How large the market is, who holds it, and where only one bids."""

from __future__ import annotations

from dashboards import chart
from dashboards.desk import Desk, fill
from dashboards.figures import market as figures
from dashboards.figures import watch
from dashboards.findings import BIDS_KNOWN
from dashboards.naming import FLOOR, Players, Segments, share_cell
from dashboards.pictures import AWARDS, LATEST_YEAR, market_by_year
from dashboards.rows import Row
from dashboards.section import (
    Block,
    Cell,
    Chart,
    Column,
    Interval,
    Number,
    Numbers,
    Page,
    Prose,
    Section,
    Table,
    Unknown,
)
from dashboards.vocabulary import CANNOT_TELL, cannot_tell_reason
from dashboards.words import DA, EN, SPEECH, Lang, Words, same

_SIZES = "select * from mart.market_size where segment_code <> 'all' order by year desc, segment_code"
_CEILINGS = """select segment_code, year, framework_ceiling_count, framework_ceiling_dkk
from mart.market_size
where framework_ceiling_count > 0 and segment_code <> 'all'
order by year desc, segment_code"""
_SINGLE = """with counted as (
    select segment_code, sum(bids_known_count) as n, sum(single_bid_count) as single_bid_count
    from mart.market_size
    group by segment_code),
scored as (select *, single_bid_count / nullif(n, 0) as p, 1.959963984540054 as z from counted)
select segment_code, n as bids_known_count, single_bid_count, p as single_bid_share,
    (p + z * z / (2 * n) - z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n) as share_low,
    (p + z * z / (2 * n) + z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n) as share_high
from scored
order by segment_code = 'all' desc, segment_code"""
_SINGLE_YEAR = """select single_bid_count / nullif(bids_known_count, 0) as single_bid_share, bids_known_count
from mart.market_size where segment_code = 'all' and year = {year}"""
_SHARES = """select * from mart.supplier_share
where segment_code = 'all' and period = 'all'
order by award_count desc, player_name, player_id"""
_SEGMENT_SHARES = """select * from mart.supplier_share
where segment_code <> 'all' and period = 'all'
qualify row_number() over (partition by segment_code order by award_count desc, player_name, player_id) <= 10
order by segment_code, award_count desc, player_name, player_id"""


def _headline(desk: Desk) -> list[Block]:
    sql = LATEST_YEAR
    rows = desk.ask(sql)
    if not rows:
        return [Prose(text=Words("Der er endnu ingen tildelinger i studiet.", "The study holds no awards yet."))]
    row = rows[0]
    year = row.count("year")
    bids = row.count("bids_known_count")
    few = None
    if bids < FLOOR:
        few = Unknown(CANNOT_TELL, cannot_tell_reason(count=bids))
    cards = (
        Number(
            label=Words(f"Tildelinger i {year}", f"Awards in {year}"),
            claim=desk.claim_number("awards", sql, "award_count"),
            light=watch.light(desk, "award_count", f"all/{year}"),
        ),
        Number(
            label=Words("Kendt værdi", "Known value"),
            claim=desk.claim_number(
                "known_value", sql, "known_value_dkk", unit="dkk", coverage="outside_framework_coverage"
            ),
            note=Words(
                f"oplyst for {DA.count(row.count('known_value_count'))} af "
                f"{DA.count(row.count('outside_framework_count'))} tildelinger uden for rammeaftaler",
                f"stated for {EN.count(row.count('known_value_count'))} of "
                f"{EN.count(row.count('outside_framework_count'))} awards outside frameworks",
            ),
            light=watch.light(desk, "market_value", f"all/{year}"),
        ),
        Number(
            label=Words("Skønnet værdi uden for rammeaftaler", "Estimated value outside frameworks"),
            claim=desk.claim_number(
                "estimated_value", sql, "imputed_mid_dkk", unit="dkk", low="imputed_low_dkk", high="imputed_high_dkk"
            ),
            light=watch.light(desk, "market_estimate", f"all/{year}"),
            note=Words(
                f"{DA.count(row.count('framework_ceiling_count'))} tildelinger under rammeaftaler er ikke med",
                f"{EN.count(row.count('framework_ceiling_count'))} awards under frameworks are left out",
            ),
            instead=None
            if row.flag("can_tell")
            else Unknown(CANNOT_TELL, cannot_tell_reason(count=row.count("award_count"), stated=row.text("reason"))),
        ),
        Number(
            label=Words("Andel med kun ét bud", "Share with a single bid"),
            claim=desk.claim_number(
                "single_bids", fill(_SINGLE_YEAR, year=year), "single_bid_share", unit="share", n="bids_known_count"
            ),
            note=Words(f"af {DA.count(bids)} med kendt antal bud", f"of {EN.count(bids)} with known bids"),
            instead=few,
            light=watch.light(desk, "single_bids", f"all/{year}"),
        ),
    )
    scope = desk.scope(
        Words(f"{AWARDS.da}; dækning uden for rammeaftaler", f"{AWARDS.en}; coverage outside frameworks"),
        method="mart.market_size",
        period=same(str(year)),
        n=row.count("award_count"),
        coverage=row.number("outside_framework_coverage"),
    )
    return [Numbers(title=Words("Nøgletal", "Key figures"), scope=scope, numbers=cards)]


def _estimate(row: Row) -> Cell:
    if not row.flag("can_tell"):
        reason = cannot_tell_reason(count=row.count("award_count"), stated=row.text("reason"))
        return Unknown(CANNOT_TELL, reason)
    low, high = row.maybe("imputed_low_dkk"), row.maybe("imputed_high_dkk")
    if low is None or high is None:
        return None
    return Words(f"{DA.money(low)} – {DA.money(high)}", f"{EN.money(low)} – {EN.money(high)}")


def _reserve(row: Row) -> Cell:
    """Why a year may not be compared with others."""
    said = [
        words
        for flag, words in (
            ("is_part_year", Words("del af året", "part of the year")),
            ("is_provisional", Words("foreløbig", "provisional")),
        )
        if row.flag(flag)
    ]
    return Words(", ".join(one.da for one in said), ", ".join(one.en for one in said)) if said else ""


def _size_table(desk: Desk, segments: Segments) -> Table:
    claim, rows = desk.claim_table("size_by_segment", _SIZES)
    cells = tuple(
        (
            segments.name(row.text("segment_code")),
            row.count("year"),
            row.count("award_count"),
            row.maybe("known_value_dkk"),
            row.maybe("outside_framework_coverage"),
            _estimate(row),
            _reserve(row),
        )
        for row in rows
    )
    return Table(
        title=Words("Størrelse pr. segment og år", "Size by segment and year"),
        scope=desk.scope(AWARDS, method="mart.market_size", n=sum(row.count("award_count") for row in rows)),
        claim=claim,
        columns=(
            Column(Words("Segment", "Segment")),
            Column(Words("År", "Year"), "year"),
            Column(Words("Tildelinger", "Awards"), "count"),
            Column(Words("Kendt værdi", "Known value"), "dkk"),
            Column(Words("Dækning uden for rammer", "Coverage outside frameworks"), "share"),
            Column(Words("Skønnet (5–95 %)", "Estimated (5–95%)")),
            Column(Words("Bemærk", "Note")),
        ),
        rows=cells,
        empty=Words("Ingen tildelinger endnu.", "No awards yet."),
    )


def _share_chart(desk: Desk) -> list[Block]:
    claim, rows = desk.claim_table("shares", _SHARES)
    if not rows or not rows[0].flag("can_tell"):
        return []
    top = rows[:15]
    focal = desk.study.focal_player_id

    def draw(lang: Lang, narrow: bool) -> str:
        data = [
            {
                "name": row.text("player_name"),
                "share": (row.number("award_share") or 0) * 100,
                "low": (row.number("share_low") or 0) * 100,
                "high": (row.number("share_high") or 0) * 100,
                "label": SPEECH[lang].share(row.maybe("award_share") or 0),
                "is_focal": row.text("player_id") == focal,
            }
            for row in top
        ]
        return chart.shares(
            data,
            narrow=narrow,
            axis_title="andel af tildelinger, %" if lang == "da" else "share of awards, %",
            lang=lang,
        )

    spoken = [(row.text("player_name"), row.maybe("award_share") or 0) for row in top]
    return [
        Chart(
            title=Words("Leverandørernes andel af tildelingerne", "Suppliers' share of awards"),
            scope=desk.scope(
                AWARDS,
                method="mart.supplier_share",
                period=Words("hele perioden", "whole period"),
                n=rows[0].weight("total_award_count"),
                coverage=1.0,
            ),
            claim=claim,
            alt=Words(
                "Andel af tildelinger. " + "; ".join(f"{name}: {DA.share(share)}" for name, share in spoken),
                "Share of awards. " + "; ".join(f"{name}: {EN.share(share)}" for name, share in spoken),
            ),
            draw=draw,
            note=Words(
                "Punktet er andelen, båndet 95 %-intervallet: hvor båndene overlapper, kan rækkefølgen være "
                "tilfældig. "
                "Fælles vindere deler en tildeling ligeligt.",
                "The point is the share, the band its 95% interval: where bands overlap, the order may be chance. "
                "Joint winners split an award equally.",
            ),
        )
    ]


def _share_table(desk: Desk, segments: Segments) -> Table:
    claim, rows = desk.claim_table("shares_by_segment", _SEGMENT_SHARES)
    lights = watch.lights_of(desk, "supplier_share")
    players = Players(desk)
    top = max((row.number("share_high") or 0.0 for row in rows), default=1.0) or 1.0
    cells = tuple(
        (
            players.link(row.text("player_id"), row.text("player_name")),
            segments.name(row.text("segment_code")),
            row.maybe("award_count"),
            share_cell(row, top=top),
            row.maybe("known_value_dkk"),
            row.maybe("buyer_count"),
            lights.get(f"{row.text('segment_code')}/{row.text('player_id')}", ""),
        )
        for row in rows
    )
    return Table(
        title=Words("De ti største leverandører i hvert segment", "The ten largest suppliers in each segment"),
        scope=desk.scope(AWARDS, method="mart.supplier_share", period=Words("hele perioden", "whole period")),
        claim=claim,
        columns=(
            Column(Words("Leverandør", "Supplier")),
            Column(Words("Segment", "Segment"), is_filter=True),
            Column(Words("Tildelinger", "Awards"), "count"),
            Column(Words("Andel (95 %-interval)", "Share (95% interval)"), "share"),
            Column(Words("Kendt værdi", "Known value"), "dkk"),
            Column(Words("Ordregivere", "Buyers"), "count"),
            Column(Words("Må det citeres", "May it be quoted")),
        ),
        rows=cells,
        empty=Words("Ingen leverandører endnu.", "No suppliers yet."),
    )


def _single_bids(desk: Desk, segments: Segments) -> Table:
    claim, rows = desk.claim_table("single_bids_by_segment", _SINGLE)
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        known = row.count("bids_known_count")
        share: Cell = row.maybe("single_bid_share")
        if known < FLOOR:
            share = Unknown(CANNOT_TELL, cannot_tell_reason(count=known))
        else:
            share = Interval(
                row.number("single_bid_share"), row.number("share_low"), row.number("share_high"), "share", 1.0
            )
        cells.append((segments.name(row.text("segment_code")), known, row.count("single_bid_count"), share))
    return Table(
        title=Words("Hvor bydes kun af én", "Where only one bids"),
        scope=desk.scope(BIDS_KNOWN, method="mart.market_size"),
        claim=claim,
        columns=(
            Column(Words("Segment", "Segment")),
            Column(Words("Med kendt antal bud", "With known bids"), "count"),
            Column(Words("Kun ét bud", "Single bid"), "count"),
            Column(Words("Andel", "Share"), "share"),
        ),
        rows=tuple(cells),
        empty=Words("Ingen tildelinger oplyser antal bud.", "No awards state the number of bids."),
    )


def _ceilings(desk: Desk, segments: Segments) -> Table:
    claim, rows = desk.claim_table("framework_ceilings", _CEILINGS)
    return Table(
        title=Words("Rammelofter, for sig selv", "Framework ceilings, apart"),
        scope=desk.scope(
            Words("rammeaftaler med oplyst loft", "frameworks that state a ceiling"), method="mart.market_size"
        ),
        claim=claim,
        columns=(
            Column(Words("Segment", "Segment")),
            Column(Words("År", "Year"), "year"),
            Column(Words("Rammer", "Frameworks"), "count"),
            Column(Words("Lofter i alt", "Ceilings in all"), "dkk"),
        ),
        rows=tuple(
            (
                segments.name(row.text("segment_code")),
                row.count("year"),
                row.count("framework_ceiling_count"),
                row.maybe("framework_ceiling_dkk"),
            )
            for row in rows
        ),
        empty=Words("Ingen rammeaftaler oplyser et loft.", "No framework states a ceiling."),
        note=Words(
            "Et loft er det meste, der må købes. Det er ikke en omsætning og lægges aldrig sammen med kontrakter.",
            "A ceiling is the most that may be bought. It is not turnover and is never added to contracts.",
        ),
    )


def build(desk: Desk) -> list[Page]:
    """The market page."""
    segments = Segments(desk)
    blocks: list[Block] = [
        *_headline(desk),
        *market_by_year(desk),
        *_share_chart(desk),
        *figures.mekko_chart(desk),
        _share_table(desk, segments),
        _size_table(desk, segments),
        _single_bids(desk, segments),
        _ceilings(desk, segments),
    ]
    return [Page(path="market.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="market",
    group="market",
    order=20,
    title=Words("Marked", "Market"),
    question=Words(
        "Hvor stort er markedet, hvem har det, og hvor bydes der kun af én?",
        "How large is the market, who holds it, and where does only one bid?",
    ),
    scope=Words(
        "Gældende bekendtgørelser om tildelinger i studiets CPV-segmenter og periode; ændringer erstatter, de "
        "lægges ikke til.",
        "Current award notices in the study's CPV segments and period; amendments replace, they are not added.",
    ),
    marts=(
        "mart.market_size",
        "mart.supplier_share",
        "mart.market_mekko",
        "mart.notice",
        "mart.player_profile",
        "mart.quote_light",
    ),
    method=Words(
        "Andele tælles i tildelinger, delt ligeligt mellem fælles vindere, med 95 %-interval. Manglende værdier "
        "skønnes "
        "100 gange ud fra de kendte i samme segment og slags; intervallet er 5–95 %.",
        "Shares count awards, split equally between joint winners, with a 95% interval. Missing values are drawn 100 "
        "times from the known ones of the same segment and kind; the interval is 5–95%.",
    ),
    limits=Words(
        "Store kontrakter oplyser oftere ingen værdi, så intervallet kan være for smalt. Køb under tærskelværdi og "
        "træk på "
        "rammer ses kun delvist. De seneste to kvartaler er foreløbige.",
        "Large contracts state no value more often, so the interval may be too narrow. Purchases below the "
        "threshold and "
        "call-offs are seen in part only. The last two quarters are provisional.",
    ),
    build=build,
)
