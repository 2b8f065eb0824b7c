"""The pages that are made by a script are those that the script makes now, and every mart has a query that runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from warehouse.dictionary import as_markdown, origins
from warehouse.model import Model, read_models

DOCS = Path(__file__).parent.parent / "docs"
sys.path.insert(0, str(DOCS))

from make_cookbook import QUERIES, read_recipe, recipes  # noqa: E402  docs/ is no package


@pytest.fixture(scope="module")
def models() -> dict[str, Model]:
    return dict(read_models())


def test_the_data_dictionary_is_current(models: dict[str, Model]) -> None:
    written = (DOCS / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == as_markdown(models), "the models have changed: run `make dictionary`"


def test_the_dictionary_leads_every_table_back_to_what_was_loaded(models: dict[str, Model]) -> None:
    begun = origins("mart.award", models)
    assert "raw.award" in begun
    assert all(name.partition(".")[0] in ("raw", "seed") for name in begun)


def test_every_mart_has_a_query_in_the_cookbook(models: dict[str, Model]) -> None:
    marts = {name.removeprefix("mart.") for name in models if name.startswith("mart.")}
    written = {path.stem for path in QUERIES.glob("*.sql")}
    assert written - {"data_dictionary"} <= marts, "a query is named after no mart"
    missing = marts - written
    assert not missing, f"write docs/cookbook/<mart>.sql for {', '.join(sorted(missing))}"


def test_every_query_says_its_title_and_question_and_asks_its_own_mart() -> None:
    for recipe in recipes():
        assert f"mart.{recipe.mart}" in recipe.sql
        assert recipe.title
        assert recipe.question
        assert "order by" in recipe.sql or recipe.mart == "study", f"{recipe.mart}: rows need an order to be shown"


def test_a_query_without_its_title_is_refused(tmp_path: Path) -> None:
    (tmp_path / "award.sql").write_text("select 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="must begin with a comment line for its title"):
        read_recipe(tmp_path / "award.sql")


def test_the_cookbook_page_holds_every_query_and_its_answer() -> None:
    page = (DOCS / "sql-cookbook.md").read_text(encoding="utf-8")
    missing = [recipe.mart for recipe in recipes() if f"```sql\n{recipe.sql}\n```" not in page]
    assert not missing, f"run `make run` and `make cookbook`: {', '.join(missing)}"


def test_how_to_pages_name_commands_that_there_are() -> None:
    from typer.main import get_command

    from pipelines.cli import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    for path in sorted((DOCS / "how-to").glob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("overblik "):
                assert line.split()[1] in known, f"{path.name}: {line}"
