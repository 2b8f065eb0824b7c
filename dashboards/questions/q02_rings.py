"""Question 2: which technologies changed ring, and why?"""

from __future__ import annotations

from dashboards.movements import technologies
from dashboards.question import ROWS, Block, Question, columns_there, plain_told
from dashboards.report import GridColumn
from dashboards.telling import Teller, col
from dashboards.words import Words

_MOVED = "select * from mart.technology_ring where moved order by technology"
_ALL = "select count(*) as technology_count from mart.technology_ring"
_MOST = 2


def _rings(teller: Teller) -> list[Block]:
    asked = teller.ask(_MOVED)
    scope = teller.desk.scope(
        Words("studiets teknologier", "the study's technologies"),
        method="mart.technology_ring",
        n=teller.ask(_ALL).first.number("technology_count"),
    )
    if not asked:
        all_ = teller.ask(_ALL)
        what = teller.say("q2.still", "Ingen teknologi har skiftet ring", "No technology changed ring")
        sure = teller.say(
            "q2.still_sure",
            "Alle {count} teknologier er vurderet efter de samme regler; et skift kræver to kvartaler i træk",
            "All {count} technologies were judged by the same rules; a move needs two quarters in a row",
            count=all_.claim("technology_count"),
        )
        return [plain_told(teller, what, sure, scope)]
    return [
        teller.grid(
            "q2.moved",
            Words("Teknologier, der har skiftet ring", "Technologies that changed ring"),
            asked,
            *_name_columns(teller),
            col("Fra", "From", "previous_ring", "kind"),
            col("Til", "To", "ring", "kind"),
            col("Hvorfor", "Why", "reason", "reason", width=4),
            scope=scope,
            most=2 * ROWS,
        )
    ]


def _name_columns(teller: Teller) -> tuple[GridColumn, ...]:
    named = columns_there(
        teller, "mart.technology_ring", col("Teknologi", "Technology", "technology_name_{lang}", width=2)
    )
    return named or (col("Teknologi", "Technology", "technology", width=2),)


def answer(teller: Teller) -> list[Block]:
    """The rings that moved where the edition has a radar, and the surest movements of mentions."""
    blocks: list[Block] = _rings(teller) if teller.has("mart.technology_ring") else []
    told = sorted(technologies(teller), key=lambda one: (-round(one.weight.rank, 9), one.what.sentence_id))
    return [*blocks, *told[:_MOST]]


QUESTION = Question(
    number=2,
    title=Words("Hvilke teknologier flytter sig, og hvorfor?", "Which technologies move, and why?"),
    marts=("mart.technology_trend",),
    answer=answer,
)
