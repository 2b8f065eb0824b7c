"""Question 9: Keep, develop, partner or leave: which components?"""

from __future__ import annotations

from dashboards.question import ROWS, Block, Question, columns_there
from dashboards.telling import Teller, col
from dashboards.words import Words

_ALL = "select * from mart.component_verdict order by all"


def answer(teller: Teller) -> list[Block]:
    """Each component's verdict with its reason."""
    asked = teller.ask(_ALL)
    if not asked:
        return []
    return [
        teller.grid(
            "q9.list",
            Words("Komponenter og dom", "Components and verdicts"),
            asked,
            *columns_there(
                teller,
                "mart.component_verdict",
                col("Komponent", "Component", "component_name", "text", width=2),
                col("Dom", "Verdict", "verdict", "kind", width=1),
                col("Indeks", "Index", "index_score", "count", width=1),
                col("Hvorfor", "Why", "reason", "reason", width=4),
            ),
            scope=teller.desk.scope(
                Words("organisationens komponenter", "the organisation's components"),
                method="mart.component_verdict",
                n=len(asked.rows),
            ),
            most=2 * ROWS,
        )
    ]


QUESTION = Question(
    number=9,
    title=Words(
        "Behold, udvikl, gå sammen eller forlad: hvilke komponenter?",
        "Keep, develop, partner or leave: which components?",
    ),
    marts=("mart.component_verdict",),
    answer=answer,
)
