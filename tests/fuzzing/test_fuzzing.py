"""Every reader, on a few hundred mutated files, refuses with a reason of its own; `make fuzz` tries many more."""

import pytest

from tests.fuzzing.__main__ import fuzz
from tests.fuzzing.seeds import FORMATS_OF

FEW = 120


@pytest.mark.parametrize("name", sorted(FORMATS_OF))
def test_a_reader_refuses_with_a_reason_of_its_own(name: str) -> None:
    done, outcomes, findings, _ = fuzz(name, inputs=FEW, seconds=10, seed=7)
    assert done > 20
    assert not findings, findings
    assert outcomes["read"] > done / 4
