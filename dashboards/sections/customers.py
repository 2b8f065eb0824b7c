"""Which needs customers state, which no component covers, and what hinders use."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import needs
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    blocks: list[Block] = [
        *held(
            desk, ("mart.need_gap",), lambda: [*needs.gap_chart(desk), *needs.gap_scatter(desk), needs.gap_table(desk)]
        ),
        *held(desk, ("mart.need_view",), lambda: needs.views(desk)),
        *held(desk, ("mart.barrier",), lambda: [needs.barriers(desk)]),
    ]
    return [Page(path="customers.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="customers",
    group="customers",
    order=70,
    title=Words("Behov", "Needs"),
    question=Words(
        "Hvilke behov er ikke dækket, hos hvem, og hvad hindrer brug?",
        "Which needs are uncovered, for whom, and what hinders use?",
    ),
    scope=Words(
        "Sætninger i udbud, papirer og leverandørers sider, der siger et behov.",
        "Sentences in calls, papers and vendors' pages that state a need.",
    ),
    marts=(
        "mart.need_gap",
        "mart.need_view",
        "mart.barrier",
        "mart.component_verdict",
    ),
    method=Words(
        "En organisation tæller én gang pr. behov: helt, hvor den mangler eller ønsker det, halvt, hvor den kun kræver "
        "det i et udbud. Hullet er den vigtighed gange den del, som ingen af vores komponenter dækker.",
        "An organisation counts once for each need: whole where it lacks or wishes it, half where it only requires it "
        "in a call. The gap is that salience times the part that none of our components covers.",
    ),
    limits=Words(
        "Udbudskrav beskriver fortidens valg; store kommuner skriver mere; tavshed er ikke tilfredshed.",
        "Requirements describe past choices; large municipalities write more; silence is not satisfaction.",
    ),
    build=build,
)
