"""The radar with its reasons, what moved, and in which stream each technology came first."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import technology
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    blocks: list[Block] = [
        *held(desk, ("mart.technology_ring",), lambda: [*technology.radar_chart(desk), technology.moved_table(desk)]),
        *held(desk, ("mart.technology_mover",), lambda: technology.movers_chart(desk)),
        *held(
            desk,
            (
                "mart.technology_stream",
                "mart.technology_card",
            ),
            lambda: technology.lead_strip(desk),
        ),
        *held(desk, ("mart.term_candidate",), lambda: [technology.candidates(desk)]),
    ]
    return [Page(path="radar.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="radar",
    group="technology",
    order=38,
    title=Words("Radar", "Radar"),
    question=Words(
        "Hvor tæt er hver teknologi på brug i kommunerne, hvad flyttede sig, og hvorfor?",
        "How near is each technology to use in municipalities, what moved, and why?",
    ),
    scope=Words(
        "Studiets teknologiliste i udbud, tildelinger, leverandørers sider og politiske papirer.",
        "The study's list of technologies in calls, awards, vendors' pages and policy papers.",
    ),
    marts=(
        "mart.technology_ring",
        "mart.technology_mover",
        "mart.technology_stream",
        "mart.technology_card",
        "mart.term_candidate",
    ),
    method=Words(
        "Ringen følger tællinger af organisationer, strategier, ordregivere og tildelinger efter faste "
        "grænser, der står i listen; et skift kræver to kvartaler i træk. Pladsen i feltet følger af navnet.",
        "The ring follows counts of organisations, strategies, buyers and awards by fixed limits that stand "
        "in the list; a move needs two quarters in a row. The place in a field follows from the name.",
    ),
    limits=Words(
        "At noget ikke er på radaren, er ikke bevis for, at det ikke findes. Leverandørers tekster er "
        "reklame. Patenter og forskning er ikke med.",
        "That something is not on the radar does not prove that it does not exist. Vendors' texts are "
        "promotion. Patents and research are not included.",
    ),
    build=build,
)
