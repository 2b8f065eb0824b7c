"""Figures of the organisation's components: the verdicts and their reasons, who else covers them, and focus areas."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.naming import Players
from dashboards.positions import Position, quarters
from dashboards.rows import Row
from dashboards.section import Block, Cell, Chart, Table, Unknown
from dashboards.tabling import (
    coded,
    col,
    listing,
    player,
    proof,
    quiet,
    quoted,
    scope_of,
    spread,
    technology,
    untold,
)
from dashboards.vocabulary import CANNOT_TELL
from dashboards.words import Lang, Words

_VERDICTS = "select * from mart.component_verdict order by index_score desc nulls last, component_id"
_CRITERIA = "select * from mart.component_criterion order by component_name, axis, criterion"
_FOCUS = """select * from mart.focus_area
where verdict <> 'no_area'
order by place, technology"""
_COVERAGE = """select * from mart.component_coverage
where level <> 'not_seen'
order by component_name, level desc, evidence_count desc, player_name"""
_COMPONENTS = Words("organisationens komponenter", "the organisation's components")


def _yes(row: Row, name: str) -> Cell:
    return Words("ja", "yes") if row.flag(name) else Words("nej", "no")


def verdict_chart(desk: Desk) -> list[Block]:
    """Components by pull and hold: keep, develop, partner or leave."""
    claim, rows = desk.claim_table("verdict_chart", _VERDICTS)
    told = [row for row in rows if row.number("pull") is not None and row.number("hold") is not None]
    if not told:
        return quiet("Ingen komponent kan bedømmes endnu.", "No component can be judged yet.")

    def draw(lang: Lang, narrow: bool) -> str:
        spots = [
            Position(
                name=row.text("component_name"),
                x=row.number("hold") or 0.0,
                y=row.number("pull") or 0.0,
                kind="sure" if row.flag("is_clear") else "open",
            )
            for row in told
        ]
        return quarters(
            spots,
            corners=tuple(coded(verdict).of(lang) for verdict in ("partner", "develop", "leave", "keep")),
            x_axis=Words("vi står godt →", "we stand well →").of(lang),
            y_axis=Words("↑ markedet spørger efter det", "↑ the market asks for it").of(lang),
            narrow=narrow,
        )

    def said(lang: Lang) -> str:
        return "; ".join(f"{row.text('component_name')}: {coded(row.text('verdict')).of(lang)}" for row in told)

    return [
        Chart(
            title=Words("Behold, udvikl, gå sammen eller forlad", "Keep, develop, partner or leave"),
            scope=scope_of(desk, _VERDICTS, _COMPONENTS, n=len(rows)),
            claim=claim,
            alt=Words(said("da"), said("en")),
            draw=draw,
            note=Words(
                "Udfyldt: dommen står fast under 95 % af vægtene. Hul: den hænger på, hvordan der vægtes.",
                "Filled: the verdict stays under 95% of the weights. Hollow: it hangs on how one weighs.",
            ),
        )
    ]


def verdict_table(desk: Desk) -> list[Block]:
    """Verdicts with index and rank interval, and the criteria behind them."""
    verdicts = listing(
        desk,
        "verdicts",
        Words("Komponenternes dom", "Verdicts on components"),
        _VERDICTS,
        col("Komponent", "Component", "component_name"),
        col("Dom", "Verdict", "verdict", "kind"),
        col("Står fast", "Clear", lambda row: _yes(row, "is_clear")),
        col("Indeks", "Index", "index_score", "count"),
        col("Plads (5–95 %)", "Rank (5–95%)", spread("rank_mid", "rank_low", "rank_high", "count", 10.0)),
        col("Efterspørgsel", "Pull", "pull", "share"),
        col("Ståsted", "Hold", "hold", "share"),
        col("Hvorfor", "Why", "reason", "reason"),
        population=_COMPONENTS,
    )
    criteria = listing(
        desk,
        "criteria",
        Words("Hvad dommene hviler på", "What the verdicts rest on"),
        _CRITERIA,
        col("Komponent", "Component", "component_name", is_filter=True),
        col("Mål", "Criterion", "criterion", "kind", is_filter=True),
        col("Akse", "Axis", "axis", "kind"),
        col("Målt", "Measured", "said", "reason"),
        col("Point", "Score", lambda row: untold(row) if row.number("score") is None else row.maybe("score"), "share"),
        col("n", "n", "n", "count"),
        population=_COMPONENTS,
    )
    return [verdicts, criteria]


def head_to_head(desk: Desk, players: Players) -> Table:
    """Who covers which component: evidenced by awards, or claimed."""
    return listing(
        desk,
        "head_to_head",
        Words("Hvem dækker hvilken komponent", "Who covers which component"),
        _COVERAGE,
        col("Komponent", "Component", "component_name", is_filter=True),
        col("Aktør", "Player", player(players)),
        col("Niveau", "Level", "level", "kind", is_filter=True),
        col("Belæg", "Evidence count", "evidence_count", "count"),
        col("Påstande", "Claims", "claim_count", "count"),
        col("Kunder", "Customers", "customer_count", "count"),
        col("Et citat", "A quote", quoted(longest=140)),
        col("Senest", "Latest", lambda row: row.day("last_date") or "", "date"),
        proof(desk),
        population=Words("aktører og vores komponenter", "players and our components"),
        note=Words(
            "Det, der ikke er set, står ikke i tabellen; fravær i offentlige kilder er ikke bevis.",
            "What is not seen is left out of the table; absence from public sources proves nothing.",
        ),
    )


def focus(desk: Desk) -> Table:
    """Possible focus areas with their four signs apart."""
    return listing(
        desk,
        "focus",
        Words("Nye fokusområder, med de fire tegn hver for sig", "New focus areas, with the four signs apart"),
        _FOCUS,
        col("Område", "Area", technology),
        col("Dom", "Verdict", "verdict", "kind", is_filter=True),
        col("Tegn", "Signs", "sign_count", "count"),
        col("Stiger", "Rises", lambda row: _sign(row, "is_rising")),
        col("Udækket behov", "Uncovered need", lambda row: _sign(row, "is_needed")),
        col("Kontrakter åbner", "Contracts open", lambda row: _sign(row, "is_opening")),
        col("Politik bag", "Policy backs", lambda row: _sign(row, "is_backed")),
        col("Første kunder", "First customers", lambda row: row.text("first_customers")),
        col("Prøv det sådan", "Test it so", "test", "reason"),
        col("Hvorfor", "Why", "reason", "reason"),
        population=Words("studiets teknologier", "the study's technologies"),
        empty=Words("Intet område har nok tegn.", "No area has enough signs."),
        note=Words("Et lille grundlag; en fagpersons nej noteres i studiet.", "A small base; an expert's no is noted."),
    )


def _sign(row: Row, name: str) -> Cell:
    return Unknown(CANNOT_TELL) if row.columns[name] is None else _yes(row, name)
