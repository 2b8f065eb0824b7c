"""Figures of what customers need: the gap, importance against coverage, who says it, barriers, and what to ask."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.maps import Spot, scatter
from dashboards.naming import component_names, with_names
from dashboards.rows import Row
from dashboards.section import Block, Cell, Chart, Table
from dashboards.tabling import (
    Point,
    col,
    interval_chart,
    listing,
    proof,
    quiet,
    quoted,
    scope_of,
    source,
    spread,
    untold,
    words_of,
)
from dashboards.words import DA, EN, Lang, Words, same

_GAP = "select * from mart.need_gap order by rank nulls last, evidence_count desc, need_id"
_CATALOGUE = """select * from mart.need_catalogue
order by organisation_count desc, evidence_count desc, need_id, actor"""
_SEGMENTS = """select * from mart.need_segment
order by q_value nulls last, dimension, segment_order, need_id, segment"""
_PORTRAITS = "select * from mart.segment_portrait order by dimension, segment_order, segment"
_VIEW = """select * from mart.need_view
order by coalesce(municipality_share, 0) + coalesce(supplier_share, 0) desc, need_id"""
_BARRIERS = "select * from mart.barrier order by actor, rank, barrier"
_QUESTIONS = "select * from mart.questionnaire order by question_number"
_HEARD = Words("kunder, vi har tekster fra", "customers whose texts we hold")
_DRAWN = 20


def gap_chart(desk: Desk) -> list[Block]:
    """The largest gaps: salience times how much of it no component covers."""
    claim, rows = desk.claim_table("gap_chart", _GAP)
    told = [row for row in rows if row.number("gap") is not None and row.flag("can_tell")][:12]
    points = [
        Point(
            name=words_of(row, "need_name_{lang}"),
            value=row.number("gap"),
            low=row.number("gap_low"),
            high=row.number("gap_high"),
            other=row.number("rival_coverage"),
            label=Words(
                f"{row.count('organisation_count')} af {row.count('heard_count')}",
                f"{row.count('organisation_count')} of {row.count('heard_count')}",
            ),
        )
        for row in told
    ]
    return interval_chart(
        Words("De største huller", "The largest gaps"),
        scope_of(desk, _GAP, _HEARD, n=rows[0].number("heard_count") if rows else 0),
        claim,
        points,
        axis=Words("vigtighed × udækket del", "salience × uncovered part"),
        high=1.0,
        note=Words(
            "Punktet er hullet med sit interval; ruden er den del af konkurrenterne, der dækker behovet. Tallet er, "
            "hvor mange kunder der siger det.",
            "The point is the gap with its interval; the diamond is the part of rivals that cover the need. The "
            "number is how many customers state it.",
        ),
    ) or quiet("Intet hul kan måles i denne udgave.", "No gap can be measured in this edition.")


def gap_scatter(desk: Desk) -> list[Block]:
    """Importance against coverage, numbered by the list beside it."""
    claim, rows = desk.claim_table("gap_scatter", _GAP)
    told = [row for row in rows if row.number("covered_share") is not None and row.number("rank") is not None]
    told = told[:_DRAWN]
    if not told:
        return []

    def draw(lang: Lang, narrow: bool) -> str:
        spots = [
            Spot(
                number=row.count("rank"),
                x=row.number("covered_share") or 0.0,
                y=row.number("salience") or 0.0,
                kind="focal" if (row.number("gap") or 0) >= 0.25 else "sure",
            )
            for row in told
        ]
        return scatter(
            spots,
            x_axis=Words("dækket af vores komponenter →", "covered by our components →").of(lang),
            y_axis=Words("↑ vigtighed (ønske helt, krav halvt)", "↑ salience (a wish whole, a requirement half)").of(
                lang
            ),
            lang=lang,
            narrow=narrow,
        )

    def said(lang: Lang) -> str:
        speech = DA if lang == "da" else EN
        return "; ".join(
            f"{row.count('rank')} {words_of(row, 'need_name_{lang}').of(lang)}: "
            f"{speech.share(row.number('salience') or 0)}, {speech.share(row.number('covered_share') or 0)}"
            for row in told
        )

    return [
        Chart(
            title=Words("Vigtighed mod dækning", "Importance against coverage"),
            scope=scope_of(desk, _GAP, _HEARD, n=told[0].number("heard_count")),
            claim=claim,
            alt=Words(said("da"), said("en")),
            draw=draw,
            note=Words(
                "Øverst til venstre: vigtigt for mange, ingen komponent dækker det. Numrene er rangen i tabellen "
                "nedenfor; punkter på samme sted står side om side.",
                "Top left: salient to many, no component covers it. The numbers are the rank in the table below; "
                "points at the same place stand side by side.",
            ),
        )
    ]


def gap_table(desk: Desk) -> Table:
    """Every need with its salience, coverage, gap, rivals and a quote."""
    components = component_names(desk)
    return listing(
        desk,
        "gaps",
        Words("Behov og huller", "Needs and gaps"),
        _GAP,
        col("Behov", "Need", "need_name_{lang}"),
        col("Nr.", "No.", lambda row: row.maybe("rank") or "", "count"),
        col("Slags", "Kind", "need_type", "kind", is_filter=True),
        col("Siges af", "Stated by", spread("stated_share", "stated_low", "stated_high")),
        col("Vigtighed", "Salience", spread("salience", "salience_low", "salience_high")),
        col("Dækket", "Covered", lambda row: row.maybe("covered_share"), "share"),
        col("Hul", "Gap", spread("gap", "gap_low", "gap_high")),
        col("Komponent", "Component", lambda row: with_names(same(row.text("component_id")), components)),
        col("Konkurrenter, der dækker", "Rivals covering", "rival_count", "count"),
        col("Et citat", "A quote", quoted()),
        col("Sagt af", "Said by", lambda row: row.text("quoted_name")),
        proof(desk),
        population=_HEARD,
        note=Words(
            "Vigtighed tæller et ønske helt og et krav i et udbud halvt, for så er kunden ved at købe det. "
            "Udbudskrav beskriver ofte fortidens valg; tavshed er ikke tilfredshed. Tilfredshed og betalingsvilje "
            "kan ikke læses ud af tekster: spørg.",
            "Salience counts a wish whole and a requirement in a call half, for then the customer is buying it. "
            "Tender requirements often describe past choices; silence is not satisfaction. Satisfaction and "
            "willingness to pay cannot be read out of texts: ask.",
        ),
    )


def catalogue(desk: Desk) -> Table:
    """Needs by who states them and when."""
    return listing(
        desk,
        "catalogue",
        Words("Behovskatalog", "Need catalogue"),
        _CATALOGUE,
        col("Behov", "Need", "need_name_{lang}"),
        col("Hvem", "Who", "actor", "speaker", is_filter=True),
        col("Slags", "Kind", "need_type", "kind", is_filter=True),
        col("Horisont", "Horizon", "horizon", "kind", is_filter=True),
        col("Organisationer", "Organisations", "organisation_count", "count"),
        col("Sætninger", "Sentences", "evidence_count", "count"),
        col("Senest", "Latest", "latest_date", "date"),
        col("Et citat", "A quote", quoted()),
        proof(desk),
        source(),
        population=Words("sætninger, der siger et behov", "sentences that state a need"),
        most=120,
    )


def segments(desk: Desk) -> list[Block]:
    """Portraits of segments, and needs that one segment states more than others."""
    portraits = listing(
        desk,
        "portraits",
        Words("Kundesegmenter på én linje", "Segments of customers on one line"),
        _PORTRAITS,
        col("Segment", "Segment", "segment", "kind"),
        col("Efter", "By", "dimension", "kind", is_filter=True),
        col("Kunder", "Customers", "customer_count", "count"),
        col("Hørt", "Heard", "heard_count", "count"),
        col("Bruger vores", "Use ours", _used, "share"),
        col("Importeret", "Imported", _imported),
        col("Kontrakter, der slutter", "Contracts ending", "ending_contract_count", "count"),
        col("Temaer", "Themes", lambda row: Words(row.text("themes_da"), row.text("themes_en"))),
        col("Behov", "Needs", lambda row: Words(row.text("needs_da"), row.text("needs_en"))),
        col("Barrierer", "Barriers", lambda row: Words(row.text("barriers_da"), row.text("barriers_en"))),
        population=Words("studiets kunder", "the study's customers"),
    )
    compared = listing(
        desk,
        "segments",
        Words("Behov efter segment", "Needs by segment"),
        _SEGMENTS,
        col("Behov", "Need", "need_name_{lang}"),
        col("Segment", "Segment", "segment", "kind", is_filter=True),
        col("Siger det", "State it", "saying_count", "count"),
        col("Af", "Of", "member_count", "count"),
        col("Andel (trukket mod alle)", "Share (shrunken)", spread("share", "share_low", "share_high")),
        col("q", "q", "q_value", "probability"),
        col("Dom", "Verdict", "verdict", "kind", is_filter=True),
        population=Words("kunder, der er hørt", "customers that are heard"),
        most=80,
    )
    return [portraits, compared]


def _used(row: Row) -> Cell:
    return untold(row, "") if row.number("installed_share") is None else row.maybe("installed_share")


def _imported(row: Row) -> Cell:
    used, whole = row.count("usage_customer_count"), row.count("customer_count")
    return Words(f"{used} af {whole}", f"{used} of {whole}")


def views(desk: Desk) -> list[Block]:
    """Municipalities' view against suppliers', needs that most speak of."""
    claim, rows = desk.claim_table("views", _VIEW)
    points = [
        Point(
            name=words_of(row, "need_name_{lang}"),
            value=row.number("municipality_share"),
            low=row.number("municipality_low"),
            high=row.number("municipality_high"),
            other=row.number("supplier_share"),
            label=Words(_difference(row.text("view_verdict"))[0], _difference(row.text("view_verdict"))[1]),
            tone="sure" if row.text("view_verdict") in ("municipalities_more", "suppliers_more") else "open",
        )
        for row in rows[:_DRAWN]
        if row.number("municipality_share") is not None
    ]
    return interval_chart(
        Words("Kommunernes syn mod leverandørernes", "Municipalities' view against suppliers'"),
        scope_of(desk, _VIEW, Words("hørte kommuner og leverandører", "municipalities and suppliers heard")),
        claim,
        points,
        axis=Words("andel, der siger behovet", "share that state the need"),
        high=1.0,
        note=Words(
            "Punktet er kommunerne med interval, ruden leverandørerne. Udfyldt: forskellen er sikker.",
            "The point is the municipalities with their interval, the diamond suppliers. Filled: a sure difference.",
        ),
    )


def _difference(verdict: str) -> tuple[str, str]:
    return {
        "municipalities_more": ("kommunerne oftere", "municipalities more"),
        "suppliers_more": ("leverandørerne oftere", "suppliers more"),
    }.get(verdict, ("", ""))


def barriers(desk: Desk) -> Table:
    """What hinders use."""
    return listing(
        desk,
        "barriers",
        Words("Hvad der hindrer brug", "What hinders use"),
        _BARRIERS,
        col("Barriere", "Barrier", "barrier_name_{lang}"),
        col("Hvem", "Who", "actor", "speaker", is_filter=True),
        col("Organisationer", "Organisations", "organisation_count", "count"),
        col("Andel", "Share", spread("share", "share_low", "share_high")),
        col("Et citat", "A quote", quoted()),
        col("Sagt af", "Said by", lambda row: row.text("quoted_name")),
        proof(desk),
        population=Words("sætninger om, hvad der hindrer", "sentences on what hinders"),
    )


def questions(desk: Desk) -> Table:
    """What mining cannot answer: whom to ask, and what."""
    return listing(
        desk,
        "questionnaire",
        Words("Spørgeskema: hvad vi bør spørge om, og hvem", "Questionnaire: what to ask, and whom"),
        _QUESTIONS,
        col("Nr.", "No.", "question_number", "count"),
        col("Spørgsmål", "Question", lambda row: Words(row.text("question_da"), row.text("question_en"))),
        col("Om", "On", "question_kind", "kind", is_filter=True),
        col("Hvorfor", "Why", "reason", "reason"),
        col("Hvem", "Whom", lambda row: row.text("whom")),
        col("Antal", "How many", "whom_count", "count"),
        population=Words("de største huller med svagt belæg", "the largest gaps with weak evidence"),
    )
