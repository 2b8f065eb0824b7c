"""Truths about policy and technology: missing papers, what papers are about, copies, leads, movers and moves of rings.

`missing_strategy`: expected of `themes` rows of mart.municipality_theme for `body` are missing, not low.
`main_theme`: the theme with the highest score of `body`. `shared_sentence`: bodies that say the sentence `words`.
`theme_lead`: lag_months of mart.policy_lead_lag for `theme` where its verdict is leads, else the verdict.
`mover`: verdict of mart.technology_mover for `technology`. `ring`: its ring in mart.technology_ring.
`ring_move`: ring and quarter of the latest move of `technology`.
"""

from __future__ import annotations

from collections.abc import Iterator

from spiders.rehearsal import small_policies as planted
from spiders.rehearsal.truth import Truth

WITHOUT_PAPER = "lyngsted"


def trend_truths() -> Iterator[Truth]:
    """What analyses 1 and 2 must find."""
    yield Truth(
        id="missing_strategy",
        sentence="A municipality whose site holds no strategy is missing in the comparison, and not low.",
        kind="missing_strategy",
        expected="missing",
        parameters={"body": WITHOUT_PAPER},
    )
    copying = [paper for paper in planted.SMALL_PAPERS if paper.copies]
    yield Truth(
        id="copied_sentence",
        sentence=f"{len(copying)} municipalities have copied one sentence from the same consultant.",
        kind="shared_sentence",
        expected=len(copying),
        parameters={"words": planted.COPIED},
    )
    for paper in (planted.SMALL_PAPERS[0], planted.SMALL_PAPERS[-1]):
        yield Truth(
            id=f"main_theme_{paper.body}",
            sentence=f"The strategy of {paper.body} is about {planted.THEME} more than about anything else.",
            kind="main_theme",
            expected=planted.THEME,
            parameters={"body": paper.body},
        )
    tendering = [paper for paper in planted.SMALL_PAPERS if paper.tender]
    yield Truth(
        id="theme_lead",
        sentence=f"{len(tendering)} bodies tender on {planted.THEME} {planted.LEAD_MONTHS} months after their paper.",
        kind="theme_lead",
        expected=planted.LEAD_MONTHS,
        tolerance=1.5,
        parameters={"theme": planted.THEME},
    )
    yield Truth(
        id="ring_move",
        sentence="The third buyer with a tender moves a technology on the radar, two quarters in a row later.",
        kind="ring_move",
        expected=f"{planted.MOVED_TO} {planted.MOVED_QUARTER}",
        parameters={"technology": planted.MOVER},
    )
    for technology, verdict in (("artificial_intelligence", "rising"), ("robotic_process_automation", "fading")):
        yield Truth(
            id=f"mover_{technology}",
            sentence=f"Over all streams together {technology.replace('_', ' ')} is {verdict}.",
            kind="mover",
            expected=verdict,
            parameters={"technology": technology},
        )
    yield Truth(
        id="ring_fading",
        sentence="Robotic process automation stands on the ring of what is fading.",
        kind="ring",
        expected="fading",
        parameters={"technology": "robotic_process_automation"},
    )
