"""With whom one might work, with reason and risk, and the public ties behind it."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import alliances, strategy
from dashboards.naming import Players
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    players = Players(desk)
    blocks: list[Block] = [
        *held(desk, ("mart.alliance_candidate",), lambda: [strategy.candidates(desk, players)]),
        *held(desk, ("mart.alliance_edge",), lambda: [*alliances.network_chart(desk), strategy.edges(desk, players)]),
    ]
    return [Page(path="alliances.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="alliances",
    group="strategy",
    order=92,
    title=Words("Alliancer", "Alliances"),
    question=Words(
        "Hvem bør vi tale med, hvorfor, og hvad skal vi se på først?",
        "With whom should we talk, why, and what to look at first?",
    ),
    scope=Words(
        "Aktører med offentlige forbindelser: konsortier, delaftaler, fælles køb.",
        "Players with public ties: consortia, framework lots, joint purchases.",
    ),
    marts=(
        "mart.alliance_candidate",
        "mart.alliance_edge",
        "mart.player_profile",
    ),
    method=Words(
        "En forbindelse er sikker, hvor den er hyppigere end tilfældet (hypergeometrisk, q ≤ 0,10). "
        "Kandidater udfylder vores huller, deler kunder og står ikke imod os.",
        "A tie is sure where it is more frequent than chance (hypergeometric, q ≤ 0.10). Candidates fill our "
        "gaps, share customers and do not stand against us.",
    ),
    limits=Words(
        "Kun offentlige forbindelser; udbuds- og statsstøtteret er flaget, ikke bedømt.",
        "Public ties only; procurement and state-aid law are flagged, not judged.",
    ),
    build=build,
)
