"""Question 6: which needs are uncovered, and for whom?"""

from __future__ import annotations

from dashboards.question import ROWS, Block, Question, columns_there, plain_told
from dashboards.report import GridColumn
from dashboards.telling import Teller, col
from dashboards.words import Words

_NEEDS = """select need_type, actor, sum(mention_count) as mention_count, max(organisation_count) as organisation_count
from mart.need
group by need_type, actor
order by organisation_count desc, mention_count desc, need_type, actor"""
_GAPS = """select * from mart.need_gap
where rank is not null
order by rank, need_id"""


def _gaps(teller: Teller) -> list[Block]:
    asked = teller.ask(_GAPS)
    if not asked:
        return []
    scope = teller.desk.scope(
        Words("kunder, vi har tekster fra", "customers whose texts we hold"),
        method="mart.need_gap",
        n=asked.first.number("heard_count"),
    )
    return [
        teller.grid(
            "q6.gaps",
            Words("Behov, som ingen komponent dækker", "Needs that no component covers"),
            asked,
            *_gap_columns(teller),
            scope=scope,
            most=ROWS,
        )
    ]


def _gap_columns(teller: Teller) -> tuple[GridColumn, ...]:
    return columns_there(
        teller,
        "mart.need_gap",
        col("Behov", "Need", "need_name_{lang}", width=3),
        col("Siges af", "Stated by", "stated_share", "share"),
        col("Vigtighed", "Salience", "salience", "share"),
        col("Dækket", "Covered", "covered_share", "share"),
        col("Hul", "Gap", "gap", "share"),
        col("Rivaler", "Rivals", "rival_coverage", "share"),
    )


def answer(teller: Teller) -> list[Block]:
    """The largest gaps where the edition has them; else what is asked for by most."""
    blocks = _gaps(teller) if teller.has("mart.need_gap") else []
    asked = teller.ask(_NEEDS)
    if blocks or not asked:
        return blocks
    scope = teller.desk.scope(
        Words("sætninger, der nævner et behov", "sentences that state a need"),
        method="mart.need",
        n=sum(row.count("mention_count") for row in asked.rows),
    )
    what = teller.say(
        "q6.need",
        "Oftest efterspurgt er »{need}«: i mindst {organisations} organisationer",
        "Most often asked for is “{need}”: by at least {organisations} organisations",
        need=asked.claim("need_type", "kind"),
        organisations=asked.claim("organisation_count"),
    )
    sure = teller.say(
        "q6.need_sure",
        "{mentions} {mentions#sætning|sætninger} siger det",
        "{mentions} {mentions#sentence says|sentences say} so",
        mentions=asked.claim("mention_count"),
    )
    unknown = teller.say(
        "q6.need_unknown",
        "Tavshed er ikke tilfredshed, og udbudskrav beskriver ofte fortidens valg",
        "Silence is not satisfaction, and tender requirements often describe past choices",
    )
    return [plain_told(teller, what, sure, scope, unknown=unknown)]


QUESTION = Question(
    number=6,
    title=Words("Hvilke behov er ikke dækket, og hos hvem?", "Which needs are uncovered, and for whom?"),
    marts=("mart.need",),
    answer=answer,
)
