"""What a board's question is, and what its answers share.

A question names the marts that answer it. Where an edition lacks one, the answer says so instead of being left out: a
board that asks ten questions sees ten answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.report import Bars, Cited, Figures, Grid, GridColumn, Told, Weight
from dashboards.section import Scope
from dashboards.sentences import Sentence
from dashboards.telling import Teller
from dashboards.words import Words

Block = Told | Grid | Bars | Figures | Cited | Sentence
ROWS = 4
"""Rows of a table in a board paper: ten questions on four pages leave no room for more."""
_COLUMNS = "select column_name from information_schema.columns where table_schema = 'mart' and table_name = {table}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its number and words, the marts that answer it, and how."""

    number: int
    title: Words
    marts: tuple[str, ...]
    answer: Callable[[Teller], list[Block]]


def answered(question: Question, teller: Teller) -> list[Block]:
    """The answer, or the sentence that it cannot be given and for want of what."""
    missing = [mart for mart in question.marts if not teller.has(mart)]
    blocks = [] if missing else question.answer(teller)
    if blocks:
        return blocks
    names = ", ".join(missing)
    if missing:
        return [
            teller.say(
                f"q{question.number}.missing",
                f"Kan ikke siges: udgaven har ikke {names}",
                f"Cannot be told: the edition has no {names}",
            )
        ]
    return [
        teller.say(
            f"q{question.number}.empty",
            "Kan ikke siges: kilderne i denne udgave siger intet om det",
            "Cannot be told: the sources of this edition say nothing of it",
        )
    ]


def columns_there(teller: Teller, mart: str, *wanted: GridColumn) -> tuple[GridColumn, ...]:
    """The wanted columns that a mart has, in their order."""
    found = teller.desk.marts.query(_COLUMNS.format(table="'" + mart.removeprefix("mart.").replace("'", "''") + "'"))
    there = {str(row["column_name"]) for row in found}
    return tuple(column for column in wanted if column.column.format(lang="da") in there)


def plain_told(
    teller: Teller,
    what: Sentence,
    sure: Sentence,
    scope: Scope,
    *,
    matters: Sentence | None = None,
    unknown: Sentence | None = None,
    effect: float = 0.5,
    certainty: float = 0.5,
    decision: float = 0.8,
    figure: tuple[str, str] | None = None,
) -> Told:
    """A finding with its weight."""
    return Told(
        what=what,
        sure=sure,
        matters=matters,
        unknown=unknown,
        scope=scope,
        weight=Weight(effect=effect, certainty=certainty, novelty=teller.novelty(what), decision=decision),
        figure=figure,
    )
