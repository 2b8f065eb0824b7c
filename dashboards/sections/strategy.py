"""Target images of the organisation's future, and where it stands among others."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import strategy
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    blocks: list[Block] = [
        *held(desk, ("mart.target_image",), lambda: strategy.images(desk)),
        *held(desk, ("mart.positioning_map",), lambda: strategy.positioning(desk)),
    ]
    return [Page(path="strategy.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="strategy",
    group="strategy",
    order=90,
    title=Words("Målbilleder", "Target images"),
    question=Words(
        "Hvilke billeder af fremtiden hænger sammen, og hvor står vi blandt de andre?",
        "Which images of the future are consistent, and where do we stand among others?",
    ),
    scope=Words(
        "Studiets dimensioner og valg; aktører og det, de dækker.",
        "The study's dimensions and options; actors and what they cover.",
    ),
    marts=(
        "mart.target_image",
        "mart.positioning_map",
        "mart.assumption_status",
    ),
    method=Words(
        "En morfologisk kasse: modstridende valg fjernes, resten får point for efterspørgsel, rivalisering, "
        "pasform og parathed. Kortet er en korrespondanceanalyse; det tegnes kun, hvor aktørerne kan skelnes.",
        "A morphological box: inconsistent options are removed, the rest score by demand, rivalry, fit and "
        "readiness. The map is a correspondence analysis, drawn only where actors can be told apart.",
    ),
    limits=Words(
        "Et filter til samtale, ikke et optimum; vægtene er brugerens.",
        "A filter for discussion, not an optimum; the weights are the user's.",
    ),
    build=build,
)
