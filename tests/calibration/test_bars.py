"""The runner of the simulations: a missed bar fails the run, a kept one does not, and the shelf finds its modules."""

import math

import pytest
from rich.console import Console

from tests.calibration.__main__ import run, shelf
from tests.calibration.result import Bar


def bar(value: float) -> Bar:
    return Bar(figure="coverage", scenario="plain", value=value, count=100, at_least=0.75, at_most=0.85)


@pytest.mark.parametrize(("value", "code"), [(0.8, 0), (0.75, 0), (0.74, 1), (0.86, 1), (math.nan, 1)])
def test_a_missed_bar_fails_the_run_and_is_named(value: float, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run({"one": lambda: [bar(value)]}, Console(width=120)) == code
    assert ("BAR MISSED  coverage, plain" in capsys.readouterr().out) == bool(code)


def test_running_nothing_is_not_a_pass() -> None:
    assert run({}, Console(width=120)) == 2


def test_the_shelf_holds_every_module_that_measures() -> None:
    assert "trends" in shelf()
    assert "result" not in shelf()
