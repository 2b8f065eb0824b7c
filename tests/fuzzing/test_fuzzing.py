"""Every reader, on a few hundred mutated files, refuses with a reason of its own; `make fuzz` tries many more."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from spiders.format import Format, Origin
from spiders.formats import formats
from tests.fuzzing import __main__ as fuzzing
from tests.fuzzing.__main__ import fuzz
from tests.fuzzing.seeds import FORMATS_OF

FEW = 120


@pytest.mark.parametrize("name", sorted(FORMATS_OF))
def test_a_reader_refuses_with_a_reason_of_its_own(name: str) -> None:
    done, outcomes, findings, _ = fuzz(name, inputs=FEW, seconds=10, seed=7)
    assert done > 20
    assert not findings, findings
    assert outcomes["read"] > done / 4


class AtOnce:
    """A pool of this process alone."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __enter__(self) -> "AtOnce":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, function: Any, *asked: Any, **said: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*asked, **said))
        return done


@pytest.mark.parametrize("is_bad", [True, False])
def test_a_bad_reader_is_found_said_and_told_to_who_started_it(
    is_bad: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bad(data: bytes, origin: Origin) -> Iterator[Any]:
        raise KeyError("nobody thought of this")

    def shelf() -> list[Format]:
        return [replace(one, read=bad) if is_bad and one.name == "html" else one for one in formats()]

    monkeypatch.setattr(fuzzing, "formats", shelf)
    monkeypatch.setattr(fuzzing, "ProcessPoolExecutor", AtOnce)
    monkeypatch.setattr("sys.argv", ["fuzz", "--only", "html", "--inputs", "6", "--seed", "7"])
    assert fuzzing.main() == is_bad
    shown = capsys.readouterr().out
    assert ("FOUND 7-html-0: reader_error KeyError: 'nobody thought of this'" in shown) == is_bad
    assert f"{6 if is_bad else 0} findings" in shown
