"""What every table of the mart keeps: it says what it is, checks itself each night, is tested by itself and shown.

A mart that computes is made or asked in a drawn-table test by its own name (`made("mart.award")`, `mart/award.sql`,
`from mart.award`); tests that go over all tables do not count. One that only selects from one core table, or joins a
name to it, stands in `SELECTIONS` with the reason. That no column of a table lacks its comment is seen where the table
is built, which `test_little_data.py` does with all of them; here each comment must have words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.warehouse.drawing import models
from warehouse.header import Header
from warehouse.model import Model

HERE = Path(__file__).parent
COOKBOOK = HERE.parents[1] / "docs" / "cookbook"
MARTS = {name.removeprefix("mart."): model for name, model in models().items() if name.startswith("mart.")}
OF_ALL_TABLES = frozenset({"test_little_data.py", "test_mart_rules.py", "test_whole.py"})
SELECTIONS = {
    "cpv_label": "the columns of core.cpv_label, unchanged",
    "model_card": "the columns of core.model_card, unchanged",
    "role_statement": "the columns of core.role_statement with the role's name; core's own are tested",
    "study": "the columns of core.study, unchanged",
    "survey_answer": "the columns of core.survey_answer, unchanged",
    "system_usage": "the columns of core.system_usage, unchanged",
}
_NAMED = re.compile(r"(?:(?:from|join) mart\.|mart\.(?=\w+\Z)|mart/(?=\w+\.(?:sql|py)\Z))(\w+)")


def named_in(source: str) -> Iterator[str]:
    """The marts that a test's source makes or asks, by the texts in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (found[1] for found in _NAMED.finditer(node.value))


def marts_with_a_test() -> frozenset[str]:
    """The marts that some drawn-table test names."""
    paths = [path for path in sorted(HERE.glob("test_*.py")) if path.name not in OF_ALL_TABLES]
    return frozenset(name for path in paths for name in named_in(path.read_text(encoding="utf-8")))


def broken_rules(name: str, model: Model, *, named: frozenset[str], recipes: frozenset[str]) -> list[str]:
    """The rules that a mart breaks, each in a few words."""
    header = model.header
    bare = sorted(column for column, meaning in header.columns.items() if not meaning)
    rules = {
        "says no grain": not header.grain,
        "says not what a row is": not header.description,
        "checks nothing": not header.checks,
        "explains no column": not header.columns,
        f"says nothing of {', '.join(bare)}": bool(bare),
        "explains no column of its grain": not set(header.grain) <= header.columns.keys(),
        "is in no drawn-table test": name not in named and name not in SELECTIONS,
        "has no query in docs/cookbook": name not in recipes,
    }
    return [f"mart.{name} {rule}" for rule, is_broken in rules.items() if is_broken]


def test_every_mart_keeps_every_rule() -> None:
    named, recipes = marts_with_a_test(), frozenset(path.stem for path in COOKBOOK.glob("*.sql"))
    broken = [rule for name, model in MARTS.items() for rule in broken_rules(name, model, named=named, recipes=recipes)]
    assert not broken, "\n".join(broken)


def test_a_check_is_about_a_column_and_not_the_same_for_any_row() -> None:
    idle = [
        f"mart.{name}: {check}"
        for name, model in MARTS.items()
        for check in model.header.checks
        if not any(re.search(rf"\b{column}\b", check) for column in model.header.columns) and "mart." not in check
    ]
    assert not idle, "\n".join(idle)


def test_what_is_exempt_is_there_selects_from_core_and_has_no_test() -> None:
    assert SELECTIONS.keys() <= MARTS.keys()
    computing = [
        name
        for name in SELECTIONS
        if re.search(
            r"\b(case|coalesce|count|sum|min|max|over|union|with|group by)\b", MARTS[name].sql.split("\nselect")[1]
        )
    ]
    assert not computing, f"{', '.join(computing)} computes: test it"
    needless = sorted(SELECTIONS.keys() & marts_with_a_test())
    assert not needless, f"{', '.join(needless)} has a test of its own: no exemption is needed"


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        (Header("A row.", (), ["a > 0"], [], {"a": "it"}), "says no grain"),
        (Header("", ("a",), ["a > 0"], [], {"a": "it"}), "says not what a row is"),
        (Header("A row.", ("a",), [], [], {"a": "it"}), "checks nothing"),
        (Header("A row.", ("a",), ["a > 0"], [], {"a": "it", "b": ""}), "says nothing of b"),
        (Header("A row.", ("b",), ["a > 0"], [], {"a": "it"}), "explains no column of its grain"),
    ],
)
def test_a_header_that_breaks_a_rule_is_named_with_it(header: Header, rule: str) -> None:
    model = replace(MARTS["award"], header=header)
    names = frozenset({"award"})
    assert broken_rules("award", model, named=names, recipes=names) == [f"mart.award {rule}"]


def test_a_mart_that_no_test_and_no_recipe_names_is_named() -> None:
    found = broken_rules("award", MARTS["award"], named=frozenset(), recipes=frozenset())
    assert found == ["mart.award is in no drawn-table test", "mart.award has no query in docs/cookbook"]


def test_a_test_names_a_mart_by_making_or_asking_it() -> None:
    asked = "select 1 from mart.d as d join mart.e"
    source = f'made("mart.a")\nstanding("mart/b.sql", "mart/c.py")\nask("{asked}")\nother("core.f", mart__g="a")'
    assert sorted(named_in(source)) == ["a", "b", "c", "d", "e"]
