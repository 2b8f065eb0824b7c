"""The roadmap, the business plan with what it hangs on, and the market five years ahead."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import plans
from dashboards.naming import Segments
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    segments = Segments(desk)
    blocks: list[Block] = [
        *held(desk, ("mart.roadmap",), lambda: plans.roadmap(desk)),
        *held(
            desk,
            (
                "mart.business_plan",
                "mart.business_plan_tornado",
            ),
            lambda: plans.plan(desk),
        ),
        *held(
            desk,
            (
                "mart.market_projection",
                "mart.projection_backtest",
                "mart.market_size",
            ),
            lambda: plans.projection(desk, segments),
        ),
    ]
    return [Page(path="plan.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="plan",
    group="strategy",
    order=96,
    title=Words("Køreplan og plan", "Roadmap and plan"),
    question=Words(
        "Hvad skal ske hvornår, hvad koster det, og hvor går markedet hen?",
        "What should happen when, what does it cost, and where does the market go?",
    ),
    scope=Words(
        "Studiets initiativer og tal; markedet fra kendte kontrakter.",
        "The study's initiatives and figures; the market from known contracts.",
    ),
    marts=(
        "mart.roadmap",
        "mart.business_plan",
        "mart.business_plan_tornado",
        "mart.market_projection",
        "mart.projection_backtest",
        "mart.market_size",
        "mart.notice",
        "mart.assumption_status",
    ),
    method=Words(
        "Køreplanen følger afhængigheder, porte og vinduer. Planen er 10.000 trækninger. Fremskrivningen er "
        "et bånd; en linje vises kun, hvor bagprøven slår seneste værdi.",
        "The roadmap follows dependencies, gates and windows. The plan is 10,000 draws. The projection is a "
        "band; a line is shown only where the backtest beats the last value.",
    ),
    limits=Words(
        "Tallene i planen er brugerens; medfølgende eksempler er mærket. Vinduer, ikke dage.",
        "The plan's figures are the user's; shipped examples are marked. Windows, not days.",
    ),
    build=build,
)
