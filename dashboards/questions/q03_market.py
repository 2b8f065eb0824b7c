"""Question 3: how big is our market, and how sure are we?"""

from __future__ import annotations

from dashboards.findings import AWARDS, single_bids, size
from dashboards.pictures import YEARS
from dashboards.question import Block, Question
from dashboards.telling import Teller
from dashboards.words import Words


def answer(teller: Teller) -> list[Block]:
    """The latest whole year, the known value by year, and how often one supplier bid alone."""
    asked = teller.ask(YEARS)
    if not asked:
        return []
    bars = teller.bars(
        "q3.years",
        Words("Oplyst værdi pr. år", "Stated value by year"),
        asked,
        label="year_{lang}",
        pale="is_pale",
        value="known_value_dkk",
        unit="dkk",
        scope=teller.desk.scope(AWARDS, method="mart.market_size"),
    )
    return [*size(teller), bars, *single_bids(teller)]


QUESTION = Question(
    number=3,
    title=Words("Hvor stort er vores marked, og hvor sikre er vi?", "How big is our market, and how sure are we?"),
    marts=("mart.market_size",),
    answer=answer,
)
