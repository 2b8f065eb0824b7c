"""Question 10: Which assumptions weakened since last time?"""

from __future__ import annotations

from dashboards.question import ROWS, Block, Question, columns_there
from dashboards.telling import Teller, col
from dashboards.words import Words

_ALL = "select * from mart.assumption_status order by urgency, assumption_id"


def answer(teller: Teller) -> list[Block]:
    """The assumptions, those that broke or weaken first."""
    asked = teller.ask(_ALL)
    if not asked:
        return []
    return [
        teller.grid(
            "q10.list",
            Words("Antagelser, de udsatte først", "Assumptions, those at risk first"),
            asked,
            *columns_there(
                teller,
                "mart.assumption_status",
                col("Antagelse", "Assumption", "sentence_{lang}", "text", width=4),
                col("Står", "Stands", "status", "kind", width=1),
                col("Før", "Before", "status_before", "kind", width=1),
                col("Hvorfor", "Why", "reason", "reason", width=3),
            ),
            scope=teller.desk.scope(
                Words("studiets antagelser", "the study's assumptions"),
                method="mart.assumption_status",
                n=len(asked.rows),
            ),
            most=2 * ROWS,
        )
    ]


QUESTION = Question(
    number=10,
    title=Words("Hvilke antagelser er svækket siden sidst?", "Which assumptions weakened since last time?"),
    marts=("mart.assumption_status",),
    answer=answer,
)
