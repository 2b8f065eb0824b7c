"""Sentences: templates that no number can be typed into, plurals, and words that follow the statistics."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.documents import build_reports
from dashboards.ledger import sentences_of
from dashboards.movements import movement
from dashboards.quoting import choose_quotes
from dashboards.report import LEAST_WEIGHT, MOST_FINDINGS, Told, Weight
from dashboards.rows import Row
from dashboards.section import Claim, Unit
from dashboards.sentences import Sentence, SentenceError, refill
from dashboards.words import Words
from warehouse.edition import Edition


def said(template: str, lang: Any = "da", **slots: tuple[Any, Unit]) -> str:
    return refill(template, slots, lang)


def test_a_count_of_exactly_one_takes_the_singular_in_both_languages() -> None:
    danish = "{n} {n#kontrakt|kontrakter}"
    english = "{n} {n#contract ends|contracts end}"
    assert [said(danish, n=(n, "count")) for n in (0, 1, 2, 1.5)] == [
        "0 kontrakter.",
        "1 kontrakt.",
        "2 kontrakter.",
        "1,5 kontrakter.",
    ]
    assert said(english, "en", n=(1, "count")) == "1 contract ends."
    assert said(english, "en", n=(1234, "count")) == "1,234 contracts end."


def test_what_is_not_stated_is_said_and_never_a_nought() -> None:
    assert said("Værdien er {v}", v=(None, "dkk")) == "Værdien er ikke oplyst."


def test_a_slot_that_nothing_fills_is_refused() -> None:
    with pytest.raises(SentenceError, match=r"nothing fills \{n\}"):
        said("{n} kontrakter")


@given(st.text(max_size=80))
def test_a_name_with_braces_is_shown_and_never_read_as_a_slot(name: str) -> None:
    claim = Claim(claim_id="x", sql="", column="name", value="{n}" + name, unit="text")
    sentence = Sentence(sentence_id="x", template=Words("Det er {name}", "It is {name}"), slots=(("name", claim),))
    assert "{n}" in sentence.of("da")


def test_no_template_of_any_report_has_a_number_typed_into_it(edition: Edition) -> None:
    typed = [
        sentence.template.da
        for report in build_reports(edition)
        for sentence in sentences_of(report)
        if re.search(r"\d", re.sub(r"\{[^}]*\}", "", sentence.template.da + sentence.template.en))
    ]
    assert typed == []


@pytest.mark.parametrize(
    ("verdict", "ratio", "q", "p", "breadth", "wanted"),
    [
        ("rising", 2.0, 0.04, 0.001, 5, "rises"),
        ("rising", 2.0, 0.11, 0.04, 5, "suggests_more"),
        ("rising", 2.0, 0.04, 0.001, 2, "suggests_more"),
        ("fading", 0.5, 0.04, 0.001, 5, "falls"),
        ("no_sure_change", 0.6, 0.4, 0.08, 5, "suggests_less"),
        ("no_sure_change", 1.3, 0.6, 0.3, 5, "no_sure_change"),
        ("cannot_tell", 3.0, 0.01, 0.001, 9, "cannot_tell"),
        ("cannot_tell", None, None, None, 0, "cannot_tell"),
    ],
)
def test_the_word_follows_the_test_and_not_the_size(
    verdict: str, ratio: float | None, q: float | None, p: float | None, breadth: int, wanted: str
) -> None:
    row = Row({"verdict": verdict, "rate_ratio": ratio, "q_value": q, "p_value": p, "breadth": breadth})
    assert movement(row) == wanted


def test_a_finding_weighs_effect_times_certainty_times_novelty_times_its_link_to_a_decision() -> None:
    whole = Weight(effect=0.5, certainty=0.8, novelty=0.5, decision=1.0)
    assert whole.rank == pytest.approx(0.2)
    assert Weight(effect=0, certainty=1, novelty=1, decision=1).rank == LEAST_WEIGHT


def test_what_was_told_before_weighs_less_and_the_order_is_always_the_same(edition: Edition) -> None:
    first = next(one for one in build_reports(edition, only="trends"))
    told = [block for block in first.parts[0].blocks if isinstance(block, Told)]
    assert [one.weight.rank for one in told] == sorted((one.weight.rank for one in told), reverse=True)
    assert len(told) <= MOST_FINDINGS["strategist"]
    top = told[0].what
    again = next(one for one in build_reports(edition, frozenset({top.of("da")}), only="trends"))
    after = [block for block in again.parts[0].blocks if isinstance(block, Told)]
    weight = next((one.weight for one in after if one.what.sentence_id == top.sentence_id), None)
    assert weight is None or weight.novelty < 1


SAID = (
    "Vi har behov for fælles data på tværs af kommunerne.",
    "Der er behov for fælles data på tværs af alle kommuner.",
    "Løn og personale flyttes til en ny leverandør næste år.",
    "Fælles data på tværs er et krav i kommunerne fremover.",
    "ikke en sætning",
    "2025-1-data-sharing 2026-2-artificial-intelligence",
)


def test_the_first_quote_is_central_the_second_says_something_else_and_both_are_sentences() -> None:
    chosen = choose_quotes(SAID)
    assert len(chosen) == 2
    assert "fælles data" in SAID[chosen[0]].lower()
    assert SAID[chosen[1]].startswith("Løn")
    assert {4, 5}.isdisjoint(chosen)
    assert [SAID[place] for place in chosen] == [SAID[::-1][place] for place in choose_quotes(SAID[::-1])]


@pytest.mark.slow  # for the import of scikit-learn
def test_similarities_are_those_of_scikit_learn() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    from dashboards.quoting import _similarities

    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(SAID)
    wanted = (vectors @ vectors.T).toarray().tolist()
    for row, other in zip(_similarities(list(SAID)), wanted, strict=True):
        assert row == pytest.approx(other, abs=1e-8)
