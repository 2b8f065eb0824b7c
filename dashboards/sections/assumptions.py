"""How the study's assumptions stand, and how they stood."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import watch
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    blocks: list[Block] = [
        *held(desk, ("mart.assumption_status",), lambda: [watch.assumptions(desk)]),
        *held(desk, ("mart.assumption_history",), lambda: [watch.history(desk)]),
    ]
    return [Page(path="assumptions.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="assumptions",
    group="assumptions",
    order=100,
    title=Words("Antagelser", "Assumptions"),
    question=Words(
        "Hvilke antagelser holder, svækkes eller er brudt, og siden hvornår?",
        "Which assumptions hold, weaken or are broken, and since when?",
    ),
    scope=Words(
        "Antagelserne i studiets fil, hver med forespørgsel, grænse og ejer.",
        "The assumptions in the study's file, each with its query, threshold and owner.",
    ),
    marts=(
        "mart.assumption_status",
        "mart.assumption_history",
    ),
    method=Words(
        "Hver nat spørges der, og svaret måles mod grænsen; »kan ikke siges« er et svar.",
        "Each night the query is asked and the answer measured against the threshold; “cannot tell” is an answer.",
    ),
    limits=Words("En antagelse er kun så god som sin forespørgsel.", "An assumption is only as good as its query."),
    build=build,
)
