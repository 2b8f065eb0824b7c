"""The page about procurement says what the models do: its tables name exactly the values that their checks allow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "procurement.md").read_text(encoding="utf-8")


def allowed(model: str, column: str) -> set[str]:
    """The values that a model's check allows in a column."""
    header = (ROOT / "warehouse" / "core" / f"{model}.sql").read_text(encoding="utf-8").replace("\n--  ", "")
    found = re.search(rf"-- Check: {column} in \(([^)]*)\)", header)
    assert found is not None
    return set(re.findall(r"'([^']+)'", found[1]))


@pytest.mark.parametrize(
    ("model", "column"),
    [("award_statement", "value_kind"), ("award_statement", "value_flag"), ("lot_extension", "extension_basis")],
)
def test_the_page_explains_every_value_and_no_other(model: str, column: str) -> None:
    table = PAGE[PAGE.index(f"| `{column}` |") :].split("\n\n")[0]
    assert set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) - {column} == allowed(model, column)


def test_every_file_and_table_that_the_page_names_is_there() -> None:
    for path in re.findall(r"`((?:tests|spiders|warehouse)/[\w/]+\.(?:py|sql))`", PAGE):
        assert (ROOT / path).is_file(), path
    for schema, name in re.findall(r"`(core|mart)\.(\w+)`", PAGE):
        assert list((ROOT / "warehouse" / schema).glob(f"{name}.*")), f"{schema}.{name}"
