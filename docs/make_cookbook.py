"""Write `docs/sql-cookbook.md` from the queries in `docs/cookbook/`, each with its answer: `make cookbook`.

The answers are those of the rehearsal's current edition, so run `make run` first. A query file is named after the mart
that it is about; its first comment line is the title, the rest the question. A test runs every one of them.
"""

import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from warehouse.edition import Answer, Edition, run_sql

HERE = Path(__file__).parent
QUERIES = HERE / "cookbook"
PAGE = HERE / "sql-cookbook.md"
EDITION = Path("overblik-data/demo/current")
MOST_ROWS = 8
LONGEST_CELL = 60


@dataclass(frozen=True)
class Recipe:
    """One query: the mart that it is about, its title, the question that it answers, and the SQL."""

    mart: str
    title: str
    question: str
    sql: str


def read_recipe(path: Path) -> Recipe:
    """A query file. Raises ValueError where it does not say its title and question."""
    lines = path.read_text(encoding="utf-8").splitlines()
    said = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip()
    if len(said) < 2 or not sql:
        raise ValueError(f"{path.name} must begin with a comment line for its title and one for its question")
    title, question = said[0].removeprefix("Title:").strip(), " ".join(said[1:]).removeprefix("Question:").strip()
    return Recipe(path.stem, title, question, sql)


def recipes() -> list[Recipe]:
    """Every query, by the name of its mart."""
    return [read_recipe(path) for path in sorted(QUERIES.glob("*.sql"))]


def answer_table(answer: Answer) -> str:
    """The first rows of an answer as a Markdown table."""
    lines = [
        "| " + " | ".join(answer.columns) + " |",
        "|" + "---|" * len(answer.columns),
        *("| " + " | ".join(_cell(value) for value in row) + " |" for row in answer.rows[:MOST_ROWS]),
    ]
    more = len(answer.rows) - MOST_ROWS
    if more > 0:
        lines.append(f"\n*and {more} more {'row' if more == 1 else 'rows'}*")
    return "\n".join(lines) if answer.rows else "*no rows in the rehearsal*"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float | Decimal):
        return f"{float(value):,.3f}".rstrip("0").rstrip(".")
    text = value.isoformat() if isinstance(value, date) else " ".join(str(value).split())
    text = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
    return text.replace("|", "\\|").replace("<", "&lt;")


def page(edition: Edition) -> str:
    """The whole cookbook."""
    parts = [
        "# SQL cookbook",
        'Each query runs as it stands: `overblik sql "…"`, or in any DuckDB client on `current/overblik.duckdb`. The '
        "answers are those of the invented rehearsal world. Made by `make cookbook` from `docs/cookbook/`.",
    ]
    there = set(edition.tables())
    for recipe in recipes():
        if f"mart.{recipe.mart}" not in there:
            sys.stderr.write(f"The edition has no mart.{recipe.mart}: its query is left out; run `make run` again.\n")
            continue
        answer = run_sql(edition, recipe.sql)
        parts.append(
            f"## {recipe.title}\n\n{recipe.question} (`mart.{recipe.mart}`)\n\n```sql\n{recipe.sql}\n```\n\n"
            f"{answer_table(answer)}"
        )
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Write the page; returns the exit code."""
    if not EDITION.exists():
        sys.stderr.write("The cookbook shows the rehearsal's answers: run `make run` first.\n")
        return 1
    with Edition(EDITION) as edition:
        PAGE.write_text(page(edition), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
