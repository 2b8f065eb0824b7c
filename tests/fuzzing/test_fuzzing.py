"""Every reader, on a few hundred mutated files, refuses with a reason of its own; `make fuzz` tries many more."""

import pytest

from tests.fuzzing.__main__ import _FORMATS_OF, fuzz

FEW = 120


@pytest.mark.parametrize("name", sorted(_FORMATS_OF))
def test_a_reader_refuses_with_a_reason_of_its_own(name: str) -> None:
    done, outcomes, findings, _ = fuzz(name, inputs=FEW, seconds=10, seed=7)
    assert done > 20
    assert not findings, findings
    assert "read" in outcomes or name in ("docx", "pdf")
