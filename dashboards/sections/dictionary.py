"""Every column that an analyst may ask, with what it means."""

from __future__ import annotations

from collections import defaultdict

from dashboards.desk import Desk, fill, slug
from dashboards.rows import Row
from dashboards.section import Block, Column, Link, Page, Section, Table
from dashboards.words import Words, same

_ALL = """select table_schema, table_name, column_name, data_type, comment, table_comment, grain
from mart.data_dictionary
where table_schema = 'mart'
order by table_name, column_position"""
_ONE = """select table_schema, table_name, column_name, data_type, comment, table_comment, grain
from mart.data_dictionary
where table_schema = 'mart' and table_name = {name}
order by column_position"""


def _table(desk: Desk, name: str, rows: list[Row]) -> Table:
    sql = fill(_ONE, name=name)
    meaning, grain = rows[0].text("table_comment"), rows[0].text("grain")
    unique = Words(f" Entydig ved: {grain}.", f" Unique by: {grain}.") if grain else same("")
    return Table(
        title=same(f"mart.{name}"),
        scope=desk.scope(
            Words("tabellens kolonner", "the table's columns"),
            method="mart.data_dictionary",
            streams=(),
        ),
        claim=desk.claim_rows(slug(name), sql, rows),
        columns=(
            Column(Words("Kolonne", "Column")),
            Column(Words("Type", "Type")),
            Column(Words("Betydning", "Meaning")),
        ),
        rows=tuple((row.text("column_name"), row.text("data_type"), row.text("comment")) for row in rows),
        empty=Words("Ingen kolonner.", "No columns."),
        note=Words(meaning + unique.da, meaning + unique.en),
    )


def build(desk: Desk) -> list[Page]:
    """The data dictionary."""
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    for row in desk.ask(_ALL):
        tables[row.text("table_name")].append(row)
    blocks: tuple[Block, ...] = tuple(_table(desk, name, rows) for name, rows in sorted(tables.items()))
    return [
        Page(
            path="dictionary.html",
            title=SECTION.title,
            lead=SECTION.question,
            blocks=blocks,
            parents=(Link(Words("Dækning og metode", "Coverage and method"), "coverage.html"),),
        )
    ]


SECTION = Section(
    name="dictionary",
    group="coverage",
    order=130,
    title=Words("Ordbog over data", "Data dictionary"),
    question=Words(
        "Hvad betyder hver tabel og kolonne, som man kan spørge?",
        "What does each table and column that one can ask mean?",
    ),
    scope=Words(
        "Alle tabeller i skemaet mart i denne udgave. Betydninger står på engelsk, som i databasen.",
        "All tables of the schema mart in this edition.",
    ),
    marts=("mart.data_dictionary",),
    method=Words("Læst fra databasens egne kommentarer.", "Read from the database's own comments."),
    limits=Words(
        "Beskriver tabellerne, ikke kildernes kvalitet; se dækning og metode.",
        "Describes the tables, not the quality of sources; see coverage and method.",
    ),
    build=build,
)
