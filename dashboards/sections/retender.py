"""Which contracts are likely to be called again when, and how well such windows have hit."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import contracts
from dashboards.naming import Players, Segments
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    players, segments = Players(desk), Segments(desk)
    blocks: list[Block] = [
        *held(desk, ("mart.expiry_wave",), lambda: contracts.wave_chart(desk)),
        *held(desk, ("mart.retender_calendar",), lambda: contracts.calendar_chart(desk)),
        *held(desk, ("mart.contestability_wave",), lambda: contracts.contestability(desk)),
        *held(desk, ("mart.retender_calendar",), lambda: [contracts.calendar_table(desk, players, segments)]),
        *held(desk, ("mart.retender_backtest",), lambda: [contracts.backtest(desk)]),
        *held(desk, ("mart.incumbent_retention",), lambda: [contracts.retention(desk, segments)]),
    ]
    return [Page(path="retender.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="retender",
    group="market",
    order=65,
    title=Words("Genudbud", "Re-tenders"),
    question=Words(
        "Hvilke kontrakter ventes udbudt på ny hvornår, og hvornår kan et fælles tilbud lande?",
        "Which contracts are likely to be called again when, and when can a joint offer land?",
    ),
    scope=Words(
        "Kontrakter, der er enden af deres kæde, i studiets segmenter.",
        "Contracts that end their chain, in the study's segments.",
    ),
    marts=(
        "mart.expiry_wave",
        "mart.retender_calendar",
        "mart.contestability_wave",
        "mart.retender_backtest",
        "mart.incumbent_retention",
        "mart.notice",
        "mart.player_profile",
        "mart.component_verdict",
    ),
    method=Words(
        "Vinduet er lært af, hvor længe efter seneste slutdato lukkede kæder blev udbudt på ny, med og uden "
        "option; under 30 kæder er det udvidet. Bagprøven forudsiger hver kæde uden den selv.",
        "The window is learnt from how long after the latest end closed chains were called again, with and "
        "without option; under 30 chains it is widened. The backtest foretells each chain without itself.",
    ),
    limits=Words(
        "En forlængelse meddeles ikke altid; et udbud kan slås sammen med andres.",
        "A renewal is not always announced; a call may be merged with others'.",
    ),
    build=build,
)
