"""Sentences of policy papers: which count, and which are nearly the same as another's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.policy_sentence import SAME_FROM, is_substantive, same_sentences, sentence_table, shingles

CLAIM = "Alle medarbejdere skal have de digitale kompetencer, som deres arbejde kræver i hverdagen."


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        (CLAIM, True),
        ("Indsatser og mål", False),
        ("Side 12", False),
        ("12 450 13 200 14 100 15 000 16 750", False),
        ("Kommunen vil dele data.", False),
        ("Kommunen vil dele sine data.", True),
    ],
)
def test_headings_page_numbers_and_rows_of_figures_are_no_sentences(sentence: str, counts: bool) -> None:
    assert is_substantive(sentence) == counts


def test_a_copy_with_another_year_or_one_more_word_is_the_same_sentence() -> None:
    said = [
        "Kommunen vil inden 2026 dele alle sine åbne data med borgere og virksomheder i hele landet.",
        "Kommunen vil inden 2027 dele alle sine åbne data med borgere og virksomheder i hele landet.",
        "Kommunen vil inden 2027 dele alle sine åbne data med borgere og virksomheder i hele landet nu.",
        "Byrådet lægger vejene om, så busserne kan holde nærmere ved stationen.",
    ]
    groups = same_sentences(said)
    assert groups[0] == groups[1] == groups[2] != groups[3]


WORDS = ["data", "deles", "kommunen", "borger", "skal", "have", "nye", "mål", "plan"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)


@given(st.lists(words.map(" ".join), max_size=12))
def test_sentences_as_like_as_said_are_always_in_one_group_whatever_their_order(said: list[str]) -> None:
    groups = dict(zip(said, same_sentences(said), strict=True))
    for one in groups:
        for other in groups:
            left, right = shingles(one), shingles(other)
            if len(left & right) >= SAME_FROM * len(left | right):
                assert groups[one] == groups[other]
    assert dict(zip(reversed(said), same_sentences(said[::-1]), strict=True)) == groups


def test_the_table_holds_places_in_the_text_and_numbers_what_counts() -> None:
    text = f"Strategi\n\n{CLAIM} Side 3.\n\n{CLAIM}"
    rows = sentence_table([("t1", text)]).to_pylist()
    assert [row["sentence_number"] for row in rows] == [1, 2]
    assert [text[row["start"] : row["end"]] for row in rows] == [CLAIM, CLAIM]
    assert len({row["sentence_group"] for row in rows}) == 1
    assert sentence_table([]).num_rows == 0
