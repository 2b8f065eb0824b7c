"""A need is a sentence that asks, its type comes from its words, and a theme's promise is graded by its firmest cue."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.commitment import GRADES, grade_of
from nlp.mentions import find_mentions, reader_of
from nlp.need import find_needs, horizon_of, load_needs, needs_version
from nlp.theme import load_themes
from warehouse.records import Mention

NEEDS = load_needs()


def found(text: str) -> list[Mention]:
    return list(find_needs("digest", text, needs=NEEDS))


@pytest.mark.parametrize("need", NEEDS, ids=[one.id for one in NEEDS])
def test_a_type_of_need_keeps_what_its_examples_say(need: object) -> None:
    for sentence in need.examples.positive:  # type: ignore[attr-defined]  # pytest hands a Need
        assert need.id in {one.target for one in found(sentence)}, sentence  # type: ignore[attr-defined]  # as above
    for sentence in need.examples.negative:  # type: ignore[attr-defined]  # as above
        assert found(sentence) == [], sentence


def test_the_eight_types_are_on_the_shelf() -> None:
    assert {one.id for one in NEEDS} == {
        "function", "data", "integration", "security", "price", "governance", "skills", "support"
    }  # fmt: skip


def test_the_quote_is_the_sentence_and_a_sentence_without_a_cue_states_nothing() -> None:
    text = "Systemet har en snitflade. Der er behov for en ny snitflade til arkivet. Prisen er kendt."
    (one,) = found(text)
    assert text[one.start : one.end] == one.quote == "Der er behov for en ny snitflade til arkivet."
    assert (one.target, one.target_kind, one.layer) == ("integration", "need", "rule")
    assert one.rule == f"cue:behov for@{needs_version(NEEDS)}"


@pytest.mark.parametrize(
    ("sentence", "horizon"),
    [
        ("Kommunen mangler data.", "now"),
        ("I dag er der behov for data.", "now"),
        ("Der er behov for data inden 2028.", "2028"),
        ("På sigt er der behov for data.", "3-5y"),
        ("Næste år er der behov for data.", "1-2y"),
        ("Der er behov for data.", "unknown"),
    ],
)
def test_when_it_is_needed_follows_from_words_tense_and_years(sentence: str, horizon: str) -> None:
    assert horizon_of(sentence) == horizon


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("Vores vision er en åben by.", "vision"),
        ("Kommunen skal styrke datadeling.", "aim"),
        ("Kommunen indfører datadeling i alle forvaltninger.", "measure"),
        ("Der er afsat 3 mio. kr. til datadeling.", "budget"),
        ("Datadeling skal være på plads inden udgangen af 2027.", "deadline"),
        ("The council will introduce data sharing by 2028.", "deadline"),
        ("Datadeling er svært.", None),
    ],
)
def test_the_firmest_cue_grades_a_promise(sentence: str, grade: str | None) -> None:
    assert grade_of(sentence) == grade
    assert grade is None or grade in GRADES


def test_a_theme_mention_carries_its_grade() -> None:
    themes = load_themes(["data_sharing"])
    told = list(find_mentions(reader_of(themes=themes), [("d", "Kommunen indfører datadeling.")]))
    assert [one.grade for one in told] == ["measure"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["Der er behov for ", "data", ". ", "\n", "snitflade", " krav om ", "Å2027 ", "jf. "])))
def test_whatever_the_text_the_quote_is_the_span(pieces: list[str]) -> None:
    text = "".join(pieces)
    for one in found(text):
        assert text[one.start : one.end] == one.quote
