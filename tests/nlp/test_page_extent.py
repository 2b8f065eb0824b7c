"""How much of a page stayed as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.page_extent import EXTENTS, extent, kept_share
from tests.spiders.rigged import rows

DRAWN = """
extent   | words before | words that went | words that came
---------+--------------+-----------------+----------------
cosmetic | 1000         | 2               | 2
minor    | 100          | 1               | 1
moderate | 100          | 0               | 20
major    | 100          | 40              | 40
major    | 3            | 3               | 3
"""
TEXTS = st.lists(st.sampled_from(["sag", "data", "plan", "år"]), max_size=12).map(" ".join)


@pytest.mark.parametrize(("name", "words", "gone", "come"), rows(DRAWN))
def test_a_change_is_as_large_as_the_words_that_it_moved(name: str, words: str, gone: str, come: str) -> None:
    before = [f"ord{n}" for n in range(int(words))]
    after = before[int(gone) :] + [f"nyt{n}" for n in range(int(come))]
    assert extent(kept_share(" ".join(before), " ".join(after))) == name


@given(TEXTS, TEXTS)
def test_the_share_is_the_same_from_either_side_and_one_only_where_the_words_are_the_same(one: str, other: str) -> None:
    share = kept_share(one, other)
    assert 0 <= share <= 1
    assert share == kept_share(other, one)
    assert (share == 1) is (one.split() == other.split())
    assert extent(share) in EXTENTS
