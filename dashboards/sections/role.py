"""How the organisation describes its role, how others do, where they differ, and what it does."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import role
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    blocks: list[Block] = [
        *held(desk, ("mart.role_gap",), lambda: [*role.web_chart(desk), *role.gap_chart(desk), role.gap_table(desk)]),
        *held(desk, ("mart.role_claim_act",), lambda: [role.acts(desk)]),
        *held(desk, ("mart.role_inventory",), lambda: [role.inventory(desk)]),
        *held(desk, ("mart.role_timeline",), lambda: [role.timeline(desk)]),
        *held(desk, ("mart.role_statement",), lambda: [role.statements(desk)]),
    ]
    return [Page(path="role.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="role",
    group="role",
    order=80,
    title=Words("Vores rolle", "Our role"),
    question=Words(
        "Hvordan beskriver vi vores rolle, hvordan gør andre, og svarer handlingerne til ordene?",
        "How do we describe our role, how do others, and do acts match the words?",
    ),
    scope=Words(
        "Sætninger, hvor organisationen er den, der tales om.",
        "Sentences in which the organisation is the one spoken of.",
    ),
    marts=(
        "mart.role_gap",
        "mart.role_claim_act",
        "mart.role_inventory",
        "mart.role_timeline",
        "mart.role_statement",
    ),
    method=Words(
        "Egne ord og andres sammenlignes med log-odds; en forskel er sikker, hvor både Fishers eksakte test og en "
        "permutation af afsendere udelukker tilfældet, med korrektion for alle sammenligninger. Under 30 sætninger fra "
        "en gruppe vises kun citater.",
        "Own words and others' are compared by log-odds; a difference is sure where both Fisher's exact test and a "
        "permutation of authors rule chance out, corrected for all comparisons. Under 30 sentences of a group only "
        "quotes are shown.",
    ),
    limits=Words(
        "Offentlig tekst er positionering; interne syn kræver interview.",
        "Public text is positioning; internal views need interviews.",
    ),
    build=build,
)
