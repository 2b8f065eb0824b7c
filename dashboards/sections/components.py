"""Which components to keep, develop, partner on or leave, and who else covers them."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import components
from dashboards.naming import Players
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    players = Players(desk)
    blocks: list[Block] = [
        *held(desk, ("mart.component_verdict",), lambda: components.verdict_chart(desk)),
        *held(
            desk,
            (
                "mart.component_verdict",
                "mart.component_criterion",
            ),
            lambda: components.verdict_table(desk),
        ),
        *held(desk, ("mart.component_coverage",), lambda: [components.head_to_head(desk, players)]),
        *held(desk, ("mart.focus_area",), lambda: [components.focus(desk)]),
    ]
    return [Page(path="components.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="components",
    group="strategy",
    order=94,
    title=Words("Komponenter", "Components"),
    question=Words(
        "Hvilke komponenter skal vi beholde, udvikle, gå sammen om eller forlade?",
        "Which components should we keep, develop, partner on or leave?",
    ),
    scope=Words(
        "Organisationens komponenter mod behov, åbninger, politik, brug, styrke og plads.",
        "The organisation's components against needs, openings, policy, use, strength and room.",
    ),
    marts=(
        "mart.component_verdict",
        "mart.component_criterion",
        "mart.component_coverage",
        "mart.focus_area",
        "mart.player_profile",
    ),
    method=Words(
        "Seks mål på to akser; dommen står fast, hvor den er den samme under 95 % af 1.000 trækninger af vægte.",
        "Six criteria on two axes; a verdict is clear where it stays the same under 95% of 1,000 draws of weights.",
    ),
    limits=Words(
        "Vægtene er brugerens, og et mål uden belæg tæller ikke med.",
        "The weights are the user's, and a criterion without evidence does not count.",
    ),
    build=build,
)
