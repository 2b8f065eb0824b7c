"""Every line of the threat table names a test that there is."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAID = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LINES = [line for line in SAID.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("|")[1].strip())
def test_a_threat_names_a_defence_and_a_test_that_exists(line: str) -> None:
    _, threat, defence, test, _ = (cell.strip() for cell in line.split("|"))
    assert threat
    assert defence
    path, name = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", test).groups()  # type: ignore[union-attr]
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert name in functions, f"{path} has no {name}"


def test_the_table_is_long_enough_to_be_one() -> None:
    assert len(LINES) >= 35
