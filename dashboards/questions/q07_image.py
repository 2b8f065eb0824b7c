"""Question 7: How are we seen?"""

from __future__ import annotations

from dashboards.question import ROWS, Block, Question, plain_told
from dashboards.telling import Teller, col
from dashboards.words import Words

_TOLD = """select *, self_count || ' af ' || self_total_count as self_da,
    self_count || ' of ' || self_total_count as self_en,
    outside_count || ' af ' || outside_total_count as outside_da,
    outside_count || ' of ' || outside_total_count as outside_en
from mart.role_gap
where can_tell
order by verdict = 'no_sure_difference', rank, speaker_group, role"""
_UNTOLD = """select count(*) as pair_count, max(self_total_count) as self_count,
    sum(outside_count) as outside_count, min(reason) as reason
from mart.role_gap"""


def answer(teller: Teller) -> list[Block]:
    """The roles in which the organisation's own words and others' differ most; or why that cannot be told."""
    told = teller.ask(_TOLD)
    scope = teller.desk.scope(
        Words("sætninger om organisationen", "sentences about the organisation"),
        method="mart.role_gap",
    )
    if told:
        table = teller.grid(
            "q7.roles",
            Words("Roller: egne ord mod andres", "Roles: own words against others'"),
            told,
            col("Rolle", "Role", "role_name_{lang}", width=2),
            col("Hvem", "Who", "speaker_group", "speaker"),
            col("Selv", "Self", "self_share", "share"),
            col("Sætninger", "Sentences", "self_{lang}"),
            col("Andre", "Others", "outside_share", "share"),
            col("Sætninger", "Sentences", "outside_{lang}"),
            col("Forskel", "Difference", "verdict", "kind", width=2),
            scope=scope,
            most=ROWS,
        )
        return [table]
    untold = teller.ask(_UNTOLD)
    if not untold.first.count("pair_count"):
        return []
    what = teller.say(
        "q7.untold",
        "Hvordan andre ser os, kan ikke siges endnu",
        "How others see us cannot be told yet",
    )
    sure = teller.say(
        "q7.untold_sure",
        "Organisationen har {own} {own#sætning|sætninger} om sig selv, andre nævner dens roller {outside} "
        "{outside#gang|gange}: {reason}",
        "The organisation has {own} {own#sentence|sentences} about itself, others name its roles {outside} "
        "{outside#time|times}: {reason}",
        own=untold.claim("self_count"),
        outside=untold.claim("outside_count"),
        reason=untold.claim("reason", "reason"),
    )
    return [plain_told(teller, what, sure, scope)]


QUESTION = Question(
    number=7,
    title=Words("Hvordan bliver vi set?", "How are we seen?"),
    marts=("mart.role_gap",),
    answer=answer,
)
