"""A board question's answer as blocks of a page: the same sentences and tables as the board paper, shown by "
"the site."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards import chart
from dashboards.figures.watch import finding_light
from dashboards.question import Block as Answer
from dashboards.reasons import say_reason
from dashboards.report import Bars, Cited, Figures, Grid, GridColumn, Told
from dashboards.rows import Row
from dashboards.section import (
    Block,
    Cell,
    Chart,
    Column,
    Finding,
    Findings,
    Link,
    Number,
    Numbers,
    Quote,
    Quotes,
    Scope,
    Table,
)
from dashboards.sentences import Sentence
from dashboards.showing import show
from dashboards.telling import Teller
from dashboards.words import Lang, Words, join

ROWS = 30
"""Rows of a question's table on the site; the board paper has room for four."""
_TITLES = (
    Words("Svaret, og hvor sikkert det er", "The answer, and how sure it is"),
    Words("Mere til svaret", "More to the answer"),
    Words("Og til sidst", "And at last"),
)
_CODES = ("kind", "class", "stream", "verdict", "speaker")


def blocks_of(answer: list[Answer], teller: Teller, scope: Scope) -> list[Block]:
    """An answer's blocks; findings that follow one another stand together. `scope` is for those that have none."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    held = scope

    def flush() -> None:
        if findings:
            title = _TITLES[min(sum(isinstance(block, Findings) for block in blocks), len(_TITLES) - 1)]
            blocks.append(Findings(title=title, scope=held, findings=tuple(findings)))
            findings.clear()

    for block in answer:
        if isinstance(block, Told):
            held = block.scope if not findings else held
            findings.append(_finding(block, teller))
        elif isinstance(block, Sentence):
            findings.append(Finding(sentence=block.words(), sureness=Words("", ""), tone="open", claims=block.claims))
        else:
            flush()
            blocks.append(_shown(block, teller, scope))
    flush()
    return blocks


def unknown_of(answer: list[Answer]) -> list[Sentence]:
    """What the answer says is not known."""
    return [block.unknown for block in answer if isinstance(block, Told) and block.unknown is not None]


def _finding(told: Told, teller: Teller) -> Finding:
    sureness = join(sentence.words() for sentence in (told.sure, told.matters) if sentence is not None)
    return Finding(
        sentence=told.what.words(),
        sureness=sureness,
        tone=told.tone,
        claims=tuple(claim for sentence in told.sentences for claim in sentence.claims),
        link=Link(told.path_title, told.path) if told.path else None,
        light=finding_light(teller.desk, told.figure),
    )


def _shown(block: Grid | Bars | Figures | Cited, teller: Teller, scope: Scope) -> Block:
    if isinstance(block, Grid):
        return Table(
            title=block.title,
            scope=block.scope,
            claim=block.claim,
            columns=tuple(
                Column(one.title, "text" if one.unit in (*_CODES, "reason") else one.unit) for one in block.columns
            ),
            rows=tuple(tuple(_cell(Row(row), one) for one in block.columns) for row in block.rows[:ROWS]),
            left_out=max(0, len(block.rows) - ROWS),
            empty=block.empty,
        )
    if isinstance(block, Bars):
        return _bars(block)
    if isinstance(block, Figures):
        return Numbers(
            title=Words("Nøgletal", "Key figures"),
            scope=block.scope,
            numbers=tuple(Number(label=label, claim=claim) for label, claim in block.figures),
        )
    return Quotes(
        title=Words("Et citat", "A quote"),
        scope=scope,
        claim=block.claim,
        quotes=(
            Quote(
                before="",
                marked=str(block.claim.value),
                after="",
                who=block.who,
                said_on=block.said_on,
                stream=Words("", ""),
                evidence=teller.desk.evidence(block.evidence_id) or Link(Words("belæg", "evidence"), ""),
                source=None,
                rule=Words("", ""),
            ),
        ),
        empty=Words("Ingen.", "None."),
    )


def _cell(row: Row, column: GridColumn) -> Cell:
    if "{lang}" in column.column:
        return Words(row.text(column.column.format(lang="da")), row.text(column.column.format(lang="en")))
    value = row.columns[column.column]
    if value is None:
        return None
    if column.unit in _CODES:
        return Words(show(str(value), column.unit, "da"), show(str(value), column.unit, "en"))
    if column.unit == "reason":
        return say_reason(str(value))
    if column.unit == "date":
        return row.day(column.column)
    if isinstance(value, bool) or column.unit == "text":
        return value if isinstance(value, bool) else row.text(column.column)
    return row.maybe(column.column)


def _bars(block: Bars) -> Chart:
    def told(row: Mapping[str, object], lang: Lang) -> tuple[str, str]:
        held = Row(row)
        name = show(row[block.label.format(lang=lang)], block.label_unit, lang)  # type: ignore[arg-type]
        return name, show(held.maybe(block.value), block.unit, lang)

    def draw(lang: Lang, narrow: bool) -> str:
        data = [
            {
                "period": told(row, lang)[0],
                "count": Row(row).number(block.value) or 0.0,
                "label": told(row, lang)[1],
                "is_pale": bool(block.pale) and Row(row).flag(block.pale),
            }
            for row in block.rows
        ]
        axis = block.title.of(lang)
        return chart.amounts(data, narrow=narrow, axis_title=axis, unit=block.unit, lang=lang)

    return Chart(
        title=block.title,
        scope=block.scope,
        claim=block.claim,
        alt=Words(
            "; ".join(": ".join(told(row, "da")) for row in block.rows),
            "; ".join(": ".join(told(row, "en")) for row in block.rows),
        ),
        draw=draw,
    )
