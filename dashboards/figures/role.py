"""Figures of the organisation's own role: who says what of it, where they differ, claims against acts, and years."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.rounds import web
from dashboards.rows import Row
from dashboards.section import Block, Cell, Chart, Table
from dashboards.tabling import (
    CellOf,
    Point,
    coded,
    col,
    interval_chart,
    listing,
    proof,
    quiet,
    quoted,
    scope_of,
    source,
    spread,
    words_of,
)
from dashboards.words import SPEECH, Lang, Words, join

_INVENTORY = """select * from mart.role_inventory
order by speaker_group = 'self' desc, speaker_group, statement_count desc, role"""
_GAP = """select * from mart.role_gap
order by can_tell desc, abs(log_odds) desc nulls last, outside_count desc, role, speaker_group"""
_WEB = """select * from mart.role_gap
where speaker_group = 'outside' and can_tell
order by role"""
_ACTS = """select * from mart.role_claim_act
order by claimed_count + act_count desc, role"""
_TIMELINE = "select * from mart.role_timeline order by role_name_da, side, year, role"
_QUOTES = """select * from mart.role_statement
where not is_repeat
order by stated_date desc nulls last, role, owner_id, quote_start
limit 120"""
_SENTENCES = Words("sætninger om organisationens rolle", "sentences on the organisation's role")


def gap_chart(desk: Desk) -> list[Block]:
    """Self-image against outside image: the point is how others see it, the diamond how it sees itself."""
    claim, rows = desk.claim_table("role_gap_chart", _GAP)
    told = [row for row in rows if row.flag("can_tell") and row.number("log_odds") is not None][:14]
    if not told:
        return quiet(
            "Andre er hørt for lidt til, at en forskel kan måles; læs citaterne.",
            "Others are heard too little for a difference to be measured; read the quotes.",
        )
    points = [
        Point(
            name=join((words_of(row, "role_name_{lang}"), coded(row.text("speaker_group"), "speaker")), " · "),
            value=row.number("outside_share"),
            other=row.number("self_share"),
            label=coded(row.text("verdict")),
            tone="sure" if row.text("verdict") in ("given_more", "claimed_more") else "open",
        )
        for row in told
    ]
    return interval_chart(
        Words("Vores ord mod andres", "Our words against others'"),
        scope_of(desk, _GAP, _SENTENCES),
        claim,
        points,
        axis=Words("andel af sætningerne om rollen", "share of the sentences on the role"),
        note=Words(
            "Punktet er de andres andel, ruden vores egen. Udfyldt: forskellen er sikker.",
            "The point is the others' share, the diamond our own. Filled: the difference is sure.",
        ),
    )


_FEWEST_AXES = 3


def web_chart(desk: Desk) -> list[Block]:
    """The roles around one centre: our own words against those of all others together."""
    claim, rows = desk.claim_table("role_web", _WEB)
    if len(rows) < _FEWEST_AXES:
        return []
    names = [words_of(row, "role_name_{lang}") for row in rows]
    own, others = ([row.number(side) or 0.0 for row in rows] for side in ("self_share", "outside_share"))

    def draw(lang: Lang, narrow: bool) -> str:
        return web(
            [name.of(lang) for name in names],
            own,
            others,
            entries=(_OURS.of(lang), _THEIRS.of(lang)),
            written=SPEECH[lang].share,
            narrow=narrow,
        )

    def said(lang: Lang) -> str:
        share = SPEECH[lang].share
        return "; ".join(
            f"{name.of(lang)}: {share(ours)}, ◇ {share(theirs)}"
            for name, ours, theirs in zip(names, own, others, strict=True)
        )

    return [
        Chart(
            title=Words("Rollerne, som vi og andre ser dem", "The roles as we and others see them"),
            scope=scope_of(desk, _WEB, _SENTENCES, n=rows[0].number("outside_total_count")),
            claim=claim,
            alt=Words(said("da"), said("en")),
            draw=draw,
            note=Words(
                "Fladen er vores egne ord, den stiplede linje alle andres. Tallene står i tabellen nedenfor.",
                "The area is our own words, the dashed line everyone else's. The numbers stand in the table below.",
            ),
        )
    ]


_OURS = Words("vores egne ord", "our own words")
_THEIRS = Words("andres ord", "others' words")


def gap_table(desk: Desk) -> Table:
    """Differences ranked, with a quote from each side."""
    return listing(
        desk,
        "role_gap",
        Words("Hvor ordene skiller, med citater", "Where words differ, with quotes"),
        _GAP,
        col("Rolle", "Role", "role_name_{lang}", is_filter=True),
        col("Hvem", "Who", "speaker_group", "speaker", is_filter=True),
        col("Vi siger", "We say", "self_share", "share"),
        col("Vores sætninger", "Our sentences", _of("self_count", "self_total_count")),
        col("De siger", "They say", _outside, "share"),
        col("Deres sætninger", "Their sentences", _of("outside_count", "outside_total_count")),
        col("Dom", "Verdict", "verdict", "kind"),
        col("Hvorfor", "Why", "reason", "reason"),
        col("Vores ord", "Our words", quoted("self_quote", 140)),
        col("Deres ord", "Their words", quoted("outside_quote", 140)),
        proof(desk, evidence="outside_evidence_id"),
        population=_SENTENCES,
        most=72,
    )


def _of(part: str, whole: str) -> CellOf:
    """A count of a total: a share of one in fifteen is no share of ten in a hundred and fifty."""
    return lambda row: Words(f"{row.count(part)} af {row.count(whole)}", f"{row.count(part)} of {row.count(whole)}")


def _outside(row: Row) -> Cell:
    return row.maybe("outside_share")


def inventory(desk: Desk) -> Table:
    """Who says which role how often."""
    return listing(
        desk,
        "inventory",
        Words("Rollerne, og hvem der siger dem", "The roles, and who says them"),
        _INVENTORY,
        col("Rolle", "Role", "role_name_{lang}", is_filter=True),
        col("Hvem", "Who", "speaker_group", "speaker", is_filter=True),
        col("Har den", "Has it", "statement_count", "count"),
        col("Bør have den", "Should have it", "should_count", "count"),
        col("Har den ikke", "Has it not", "denied_count", "count"),
        col("Andel", "Share", spread("share", "share_low", "share_high")),
        col("Interview", "Interviews", "interview_count", "count"),
        proof(desk),
        population=_SENTENCES,
        most=72,
    )


def acts(desk: Desk) -> Table:
    """What is said against what is done."""
    return listing(
        desk,
        "acts",
        Words("Sagt mod gjort", "Said against done"),
        _ACTS,
        col("Rolle", "Role", "role_name_{lang}"),
        col("Vi siger", "We say", "claimed_count", "count"),
        col("Andre siger", "Others say", "outside_count", "count"),
        col("Handlinger", "Acts", "act_count", "count"),
        col("Dom", "Verdict", "verdict", "kind"),
        col("Seneste handling", "Latest act", lambda row: row.text("act_title")[:120]),
        col("Dag", "Day", lambda row: row.day("latest_act_date") or "", "date"),
        proof(desk, evidence="act_evidence_id"),
        population=Words("rollesætninger og handlinger", "role sentences and acts"),
    )


def timeline(desk: Desk) -> Table:
    """Year by year beside what was done."""
    return listing(
        desk,
        "timeline",
        Words("Rollen år for år", "The role year by year"),
        _TIMELINE,
        col("Rolle", "Role", "role_name_{lang}", is_filter=True),
        col("Hvem", "Who", "side", "speaker", is_filter=True),
        col("År", "Year", "year", "year"),
        col("Sætninger", "Sentences", "statement_count", "count"),
        col("Andel", "Share", "share", "share"),
        col("Handlinger", "Acts", "act_count", "count"),
        col("Milepæl", "Milestone", lambda row: row.text("milestone")[:120]),
        population=_SENTENCES,
        most=80,
    )


def statements(desk: Desk) -> Table:
    """The sentences themselves."""
    return listing(
        desk,
        "statements",
        Words("Sætningerne", "The sentences"),
        _QUOTES,
        col("Rolle", "Role", "role_name_{lang}", is_filter=True),
        col("Hvem", "Who", lambda row: row.text("speaker_name")),
        col("Gruppe", "Group", "speaker_group", "speaker", is_filter=True),
        col("Dag", "Day", lambda row: row.day("stated_date") or "", "date"),
        col("Ordene", "The words", quoted(longest=220)),
        proof(desk),
        source(),
        population=_SENTENCES,
    )
