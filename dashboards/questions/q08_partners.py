"""Question 8: With whom should we talk?"""

from __future__ import annotations

from dashboards.question import ROWS, Block, Question, columns_there
from dashboards.telling import Teller, col
from dashboards.words import Words

_ALL = "select * from mart.alliance_candidate order by place, player_id"


def answer(teller: Teller) -> list[Block]:
    """The candidates for an alliance, with reason and risk."""
    asked = teller.ask(_ALL)
    if not asked:
        return []
    return [
        teller.grid(
            "q8.list",
            Words("Kandidater til samarbejde", "Candidates for an alliance"),
            asked,
            *columns_there(
                teller,
                "mart.alliance_candidate",
                col("Aktør", "Player", "player_name", "text", width=2),
                col("Klasse", "Class", "player_class", "class", width=1),
                col("Dækker af vores huller", "Covers of our gaps", "complement", "share", width=1),
                col("Fælles kunder", "Shared customers", "customer_count", "count", width=1),
                col("Overlap", "Overlap", "rival_count", "count", width=1),
                col("Hvorfor", "Why", "reason", "reason", width=3),
                col("Risiko", "Risk", "risk", "reason", width=2),
            ),
            scope=teller.desk.scope(
                Words("aktører med offentlige forbindelser", "players with public ties"),
                method="mart.alliance_candidate",
            ),
            most=ROWS,
        )
    ]


QUESTION = Question(
    number=8,
    title=Words("Hvem bør vi tale med?", "With whom should we talk?"),
    marts=("mart.alliance_candidate",),
    answer=answer,
)
