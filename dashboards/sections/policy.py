"""What public bodies write of their direction: themes by body, the league, said and bought, and the lag to "
"tenders."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import policy
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    blocks: list[Block] = [
        *held(desk, ("mart.municipality_theme",), lambda: policy.heat_map(desk)),
        *held(desk, ("mart.theme_league",), lambda: [*policy.league_chart(desk), policy.league_table(desk)]),
        *held(desk, ("mart.said_and_bought",), lambda: [policy.said_and_bought(desk)]),
        *held(desk, ("mart.policy_lead_lag",), lambda: policy.lead_lag(desk)),
    ]
    return [Page(path="policy.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="policy",
    group="policy",
    order=50,
    title=Words("Temaer", "Themes"),
    question=Words(
        "Hvad skriver kommunerne, at de vil, hvem gør hvad, og følger der køb?",
        "What do municipalities write that they want, who does what, and do purchases follow?",
    ),
    scope=Words(
        "Kunders strategier, politikker og planer, delt i sætninger.",
        "Customers' strategies, policies and plans, split into sentences.",
    ),
    marts=(
        "mart.municipality_theme",
        "mart.theme_league",
        "mart.said_and_bought",
        "mart.policy_lead_lag",
    ),
    method=Words(
        "En sætning hører til et tema efter en klassifikator, der må tie. Scoren er temaets del af papirets "
        "sætninger, trukket mod de lignende kommuner; intervallet er bootstrap over dokumenter.",
        "A sentence belongs to a theme by a classifier that may abstain. The score is the theme's part of the "
        "paper's sentences, drawn towards its peers; the interval is a bootstrap over documents.",
    ),
    limits=Words(
        "En manglende strategi er ikke lav prioritet. Strategisprog er løfter, ikke handling. Afskrevne "
        "sætninger tæller én gang.",
        "A missing strategy is not low priority. Strategy language is promise, not action. Copied sentences "
        "count once.",
    ),
    build=build,
)
