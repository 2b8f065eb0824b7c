"""Where a document's sentences are made: a teller asks marts at its desk and binds what it says to their columns."""

from __future__ import annotations

from dashboards.desk import Desk, fill
from dashboards.report import Bars, Cited, Grid, GridColumn, ToldBefore, value_of
from dashboards.rows import Row
from dashboards.section import Claim, Scope, Unit
from dashboards.sentences import Sentence, SentenceError, slot_names
from dashboards.words import Words

AS_OF = "select as_of from mart.study"
NOVEL, KNOWN = 1.0, 0.6
"""How new a sentence is that the edition before did not tell, and one that it told."""


class Asked:
    """The rows of one query, and claims to its columns."""

    def __init__(self, desk: Desk, sql: str) -> None:
        self.sql = sql
        self.rows = desk.ask(sql)
        self.desk = desk

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def first(self) -> Row:
        """The first row. Raises IndexError where there is none."""
        return self.rows[0]

    def claim(self, column: str, unit: Unit = "count", row: int = 0) -> Claim:
        """A claim to a column; its id follows when a sentence takes it."""
        return Claim(
            claim_id="", sql=self.sql, column=column, unit=unit, row=row, value=value_of(self.rows[row].columns, column)
        )


class Teller:
    """Makes the sentences, tables and charts of one document."""

    def __init__(self, desk: Desk, before: ToldBefore = frozenset()) -> None:
        self.desk = desk
        self.before = before
        self.marts = desk.allowed & desk.present

    def has(self, *marts: str) -> bool:
        """Whether the edition holds these marts."""
        return set(marts) <= self.marts

    def ask(self, sql: str, /, **values: str | int) -> Asked:
        """Ask; values are written into the SQL as literals."""
        return Asked(self.desk, fill(sql, **values) if values else sql)

    def say(self, name: str, danish: str, english: str, /, **slots: Claim) -> Sentence:
        """A sentence; its claims get their ids from it. Raises SentenceError where slots and template differ."""
        sentence_id, template = f"{self.desk.section}.{name}", Words(danish, english)
        if slot_names(template) != set(slots):
            raise SentenceError(f"{sentence_id} names {sorted(slot_names(template))} and is given {sorted(slots)}")
        bound = tuple((slot, _named(claim, f"{sentence_id}.{slot}")) for slot, claim in sorted(slots.items()))
        return Sentence(sentence_id=sentence_id, template=template, slots=bound)

    def novelty(self, sentence: Sentence) -> float:
        """Whether the edition before already told it."""
        return KNOWN if sentence.of("da") in self.before else NOVEL

    def untold(self, name: str, asked: Asked, count: str) -> Sentence:
        """Why a figure is not given: as the mart says it, else by how few it rests on."""
        if asked.first.text("reason"):
            return self.say(name, "Grunden: {reason}", "The reason: {reason}", reason=asked.claim("reason", "reason"))
        return self.say(
            name,
            "Grunden: der er kun {count} at bygge på",
            "The reason: there {count#is|are} only {count} to go on",
            count=asked.claim(count),
        )

    def grid(
        self,
        name: str,
        title: Words,
        asked: Asked,
        *columns: GridColumn,
        scope: Scope,
        most: int,
        empty: Words | None = None,
    ) -> Grid:
        """A table of the first `most` rows."""
        return Grid(
            title=title,
            scope=scope,
            claim=self.desk.claim_rows(name, asked.sql, asked.rows),
            columns=columns,
            rows=tuple(row.columns for row in asked.rows),
            most=most,
            empty=empty or Words("Ingen.", "None."),
        )

    def bars(
        self,
        name: str,
        title: Words,
        asked: Asked,
        *,
        label: str,
        value: str,
        unit: Unit,
        scope: Scope,
        label_unit: Unit = "text",
        pale: str = "",
    ) -> Bars:
        """A bar for each row; those whose column `pale` is true are drawn pale."""
        return Bars(
            title=title,
            scope=scope,
            claim=self.desk.claim_rows(name, asked.sql, asked.rows),
            label=label,
            value=value,
            unit=unit,
            label_unit=label_unit,
            pale=pale,
            rows=tuple(row.columns for row in asked.rows),
        )

    def number(self, name: str, asked: Asked, column: str, unit: Unit = "count") -> Claim:
        """A single number of the first row."""
        return _named(asked.claim(column, unit), f"{self.desk.section}.{name}")

    def cite(self, name: str, asked: Asked, place: int) -> Cited:
        """A row's `context` as the source wrote it, with who, when and where."""
        row = asked.rows[place]
        claim = _named(asked.claim("context", "text", place), f"{self.desk.section}.{name}")
        return Cited(
            claim=claim,
            who=row.text("who"),
            said_on=row.day("mention_date"),
            url=row.text("url"),
            text_digest=row.text("text_digest"),
            evidence_id=row.text("evidence_id"),
        )


def _named(claim: Claim, claim_id: str) -> Claim:
    return Claim(
        claim_id=claim_id,
        sql=claim.sql,
        column=claim.column,
        row=claim.row,
        value=claim.value,
        unit=claim.unit,
    )


def col(danish: str, english: str, column: str, unit: Unit = "text", width: int = 1) -> GridColumn:
    """A column of a document's table."""
    return GridColumn(title=Words(danish, english), column=column, unit=unit, width=width)
