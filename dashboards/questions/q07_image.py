"""Question 7: How are we seen?"""

from __future__ import annotations

from dashboards.question import ROWS, Block, Question, columns_there
from dashboards.telling import Teller, col
from dashboards.words import Words

_ALL = "select * from mart.role_gap order by all"


def answer(teller: Teller) -> list[Block]:
    """The roles in which the organisation's own words and others' differ most."""
    asked = teller.ask(_ALL)
    if not asked:
        return []
    return [
        teller.grid(
            "q7.list",
            Words("Roller: egne ord mod andres", "Roles: own words against others'"),
            asked,
            *columns_there(
                teller,
                "mart.role_gap",
                col("Rolle", "Role", "role", "kind", width=2),
                col("Hvem", "Who", "actor", "text", width=1),
                col("Selv", "Self", "self_share", "share", width=1),
                col("Andre", "Others", "outside_share", "share", width=1),
                col("Forskel", "Gap", "gap", "share", width=1),
                col("Hvorfor ikke", "Why not", "reason", "reason", width=2),
            ),
            scope=teller.desk.scope(
                Words("sætninger om organisationen", "sentences about the organisation"),
                method="mart.role_gap",
                streams=("procurement", "vendor", "policy"),
                n=len(asked.rows),
            ),
            most=ROWS,
        )
    ]


QUESTION = Question(
    number=7,
    title=Words("Hvordan bliver vi set?", "How are we seen?"),
    marts=("mart.role_gap",),
    answer=answer,
)
