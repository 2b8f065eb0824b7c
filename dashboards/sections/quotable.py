"""Which figures may be quoted, and with which reserve."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import watch
from dashboards.naming import Segments
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    blocks: list[Block] = [
        *held(desk, ("mart.quote_light",), lambda: [watch.lights(desk, Segments(desk))]),
    ]
    return [Page(path="quotable.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="quotable",
    group="coverage",
    order=128,
    title=Words("Må jeg citere det?", "May I quote this?"),
    question=Words(
        "Hvilke tal kan tåle at stå i avisen, og med hvilket forbehold?",
        "Which figures can stand in the newspaper, and with which reserve?",
    ),
    scope=Words("De tal, som folk citerer.", "The figures that people quote."),
    marts=("mart.quote_light", "mart.notice"),
    method=Words(
        "Grønt: n, dækning og interval opfylder reglerne. Gult: kun med forbeholdet ved siden af. Rødt: nej.",
        "Green: n, coverage and interval meet the rules. Yellow: only with the reserve beside it. Red: no.",
    ),
    limits=Words(
        "Et grønt lys siger, at tallet er solidt, ikke at det er vigtigt.",
        "A green light says that the figure is solid, not that it matters.",
    ),
    build=build,
)
