"""The table of docs/sizing.md is what its arithmetic gives, and its unit costs are those that the arithmetic has."""

import re
from pathlib import Path

import pytest

from tests.benchmarks.sizing import Units, main, table

SAID = (Path(__file__).parent.parent / "docs" / "sizing.md").read_text(encoding="utf-8")


def test_the_table_is_what_the_arithmetic_gives() -> None:
    for name, value in table(Units()):
        assert f"| {name} | {value} |" in SAID


def test_every_unit_cost_of_the_page_is_the_one_that_is_reckoned_with() -> None:
    told = re.findall(r"^\| (`[a-z_`, ]+) \| ([\d., ]+) \|", SAID, re.M)
    assert len(told) >= 7
    for names, values in told:
        for name, value in zip(re.findall(r"`(\w+)`", names), re.split(r",\s", values.strip()), strict=True):
            assert getattr(Units(), name) == float(value.replace(",", "")), name


def test_a_unit_cost_that_nobody_knows_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading=3"]) == 1
    assert "There is no unit cost reading; there are gunzip_mb_a_second" in capsys.readouterr().out
