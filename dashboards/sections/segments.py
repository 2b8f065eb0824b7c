"""Segments of customers, the need catalogue, and the questionnaire that mining leaves open."""

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
            desk,
            (
                "mart.segment_portrait",
                "mart.need_segment",
            ),
            lambda: needs.segments(desk),
        ),
        *held(desk, ("mart.questionnaire",), lambda: [needs.questions(desk)]),
        *held(desk, ("mart.need_catalogue",), lambda: [needs.catalogue(desk)]),
    ]
    return [Page(path="segments.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="segments",
    group="customers",
    order=72,
    title=Words("Segmenter og spørgeskema", "Segments and questionnaire"),
    question=Words(
        "Hvem er kunderne, hvad siger hvert segment, og hvad må vi spørge om?",
        "Who are the customers, what does each segment say, and what must we ask?",
    ),
    scope=Words(
        "Studiets kunder efter størrelse, region og modenhed.", "The study's customers by size, region and maturity."
    ),
    marts=(
        "mart.segment_portrait",
        "mart.need_segment",
        "mart.questionnaire",
        "mart.need_catalogue",
    ),
    method=Words(
        "Andele i et segment er trukket mod alles; forskelle er prøvet med korrektion for mange "
        "sammenligninger. Intet siges om segmenter med under otte hørte.",
        "Shares in a segment are drawn towards all; differences are tested with correction for many "
        "comparisons. Nothing is said of segments with fewer than eight heard.",
    ),
    limits=Words(
        "Tekster siger ikke, hvor tilfreds nogen er, eller hvad de vil betale.",
        "Texts do not say how satisfied anyone is, or what they would pay.",
    ),
    build=build,
)
