"""Counts of two marks, against pandas' own slow way."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from warehouse.estimators.crossing import crossed

MARKS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), min_size=1, max_size=30)


@given(MARKS)
def test_marks_are_counted_as_pandas_counts_them(marks: list[tuple[str, str]]) -> None:
    rows = pd.DataFrame(marks, columns=["down", "across"])
    expected = pd.crosstab(rows["down"], rows["across"])
    found = crossed(rows["down"], rows["across"])
    assert found.to_numpy().tolist() == expected.to_numpy().tolist()
    assert (list(found.index), list(found.columns)) == (list(expected.index), list(expected.columns))


def test_a_row_without_one_of_the_marks_is_left_out() -> None:
    rows = pd.DataFrame({"down": ["a", None, "b"], "across": ["x", "x", None]})
    assert crossed(rows["down"], rows["across"]).loc["a", "x"] == 1
    assert crossed(rows["down"], rows["across"]).to_numpy().sum() == 1
