"""Figures of the organisation's components: the verdicts and their reasons, who else covers them, and focus areas."""

from __future__ import annotations

from dashboards.canvas import NARROW, Canvas, Scale
from dashboards.desk import Desk
from dashboards.naming import Players
from dashboards.rows import Row
from dashboards.section import Block, Cell, Chart, Table, Unknown
from dashboards.tabling import (
    coded,
    col,
    listing,
    player,
    proof,
    quiet,
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
        width, height = (float(NARROW), 340.0) if narrow else (640.0, 440.0)
        across, up = Scale(0, 1, 20, width - 16), Scale(0, 1, height - 34, 24)
        drawn = Canvas(width, height)
        drawn.box(across(0), up(1), across(1) - across(0), up(0) - up(1), "ring")
        drawn.line(across(0.5), up(0), across(0.5), up(1), "rule")
        drawn.line(across(0), up(0.5), across(1), up(0.5), "rule")
        corners = (("partner", 0, 1), ("develop", 1, 1), ("leave", 0, 0), ("keep", 1, 0))
        for verdict, right, top in corners:
            side, kind = (across(1) - 8, "e b q") if right else (across(0) + 8, "b q")
            drawn.text(side, up(1) + 18 if top else up(0) - 10, coded(verdict).of(lang), kind)
        for row in told:
            x, y = across(row.number("hold") or 0), up(row.number("pull") or 0)
            drawn.dot(x, y, 6, "sure" if row.flag("is_clear") else "open")
            is_right = x > width * 0.6
            drawn.text(x - 10 if is_right else x + 10, y + 4, row.text("component_name"), "e" if is_right else "")
        hold = "vi står godt →" if lang == "da" else "we stand well →"
        pull = "↑ markedet spørger efter det" if lang == "da" else "↑ the market asks for it"
        drawn.text(width - 16, height - 12, hold, "e q")
        drawn.text(20, 14, pull, "q")
        return drawn.svg()

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
        col("Et citat", "A quote", lambda row: row.text("quote")[:140]),
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
