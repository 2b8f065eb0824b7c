"""New terms are those that several organisations begin to say and no technology knows; decisions stay."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.novelty import (
    Said,
    TermDecisionError,
    candidate_table,
    decide,
    find_candidates,
    merged_terms,
    read_decisions,
    seen_contexts,
)
from nlp.technology import load_technologies

LEXICONS = {one.id: one.lexicon for one in load_technologies()}
OLD = [Said("Kommunen køber et arkivsystem til sine sager.", f"o{n}", date(2022, 1 + n, 1)) for n in range(8)]
NEW = [Said(f"Vi afprøver en {what} og en chatbotplatform i år.", f"n{n}", date(2025, 1 + n, 1)) for n, what in
       enumerate(["sværmplatform"] * 4)]  # fmt: skip


def terms(said: list[Said], **more: list[str]) -> list[str]:
    return [one.term for one in find_candidates(said, lexicons=LEXICONS, **more)]


def test_a_term_that_several_begin_to_say_and_nobody_knows_is_a_candidate() -> None:
    (one,) = find_candidates(OLD + NEW, lexicons=LEXICONS)
    assert (one.term, one.first_quarter, one.organisation_count, one.recent_count) == ("sværmplatform", "2025-Q1", 4, 4)
    assert one.log_odds > 0
    assert "afprøver en sværmplatform" in one.context
    assert candidate_table([one]).num_rows == 1


def test_what_two_say_what_was_always_said_and_what_is_decided_is_none() -> None:
    assert terms(OLD + NEW[:2]) == []
    assert (
        terms([Said("En sværmplatform og et arkivsystem.", f"o{n}", date(2020 + n % 6, 1, 1)) for n in range(12)]) == []
    )
    assert terms(OLD + NEW, decided=["Sværmplatform"]) == []


def test_a_merged_way_of_writing_counts_for_the_other_term_and_is_asked_no_more() -> None:
    variant = [Said("Vi køber en sværmeplatform i år.", f"m{n}", date(2025, 1 + n, 2)) for n in range(3)]
    decisions = {"Sværmeplatform": ("merge", "sværmplatform"), "a": ("merge", "b"), "b": ("merge", "a")}
    merged = merged_terms(decisions)
    (one,) = find_candidates([*OLD, *NEW, *variant], lexicons=LEXICONS, decided=decisions, merged=merged)
    assert (one.term, one.organisation_count, one.text_count) == ("sværmplatform", 7, 7)
    assert set(merged) == {"sværmeplatform", "a", "b"}


def test_the_order_of_texts_does_not_matter() -> None:
    assert find_candidates([*NEW, *OLD], lexicons=LEXICONS) == find_candidates([*OLD, *NEW], lexicons=LEXICONS)


def test_a_rejected_term_is_asked_again_only_where_its_context_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    (asked,) = find_candidates([*OLD, *NEW], lexicons=LEXICONS)
    said = {"technology": "", "who": "AB", "day": date(2026, 1, 2), "why": "a brand", "path": path}
    path.write_text("term,decision,technology,who,when,why,context\n", "utf-8")
    decide(term=asked.term, decision="reject", context=asked.context, **said)  # type: ignore[arg-type]  # as below
    more = {"decided": list(read_decisions(path)), "seen": seen_contexts(path)}
    assert find_candidates([*OLD, *NEW], lexicons=LEXICONS, **more) == []  # type: ignore[arg-type]  # as below
    earlier = Said("Regionen sælger sin sværmplatform til havnen.", "n9", date(2024, 12, 31))
    (again,) = find_candidates([*OLD, earlier, *NEW], lexicons=LEXICONS, **more)  # type: ignore[arg-type]  # as below
    assert "havnen" in again.context
    decide(term=again.term, decision="reject", context=again.context, **said)  # type: ignore[arg-type]  # as below
    more = {"decided": list(read_decisions(path)), "seen": seen_contexts(path)}
    assert find_candidates([*OLD, earlier, *NEW], lexicons=LEXICONS, **more) == []  # type: ignore[arg-type]  # as below


def test_a_decision_is_kept_with_who_when_and_why_and_the_later_line_wins(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("# told by people\nterm,decision,technology,who,when,why,context\n", "utf-8")
    said = {"who": "AB", "day": date(2026, 1, 2), "why": "seen, often", "path": path}
    decide(term="sværm-AI", decision="reject", technology="", **said)  # type: ignore[arg-type]  # a dictionary of all
    decide(term="sværm-AI", decision="accept", technology="devops", **said)  # type: ignore[arg-type]  # as above
    assert read_decisions(path) == {"sværm-AI": ("accept", "devops")}
    with pytest.raises(TermDecisionError, match="decided so already"):
        decide(term="sværm-AI", decision="accept", technology="devops", **said)  # type: ignore[arg-type]  # as above
    path.write_text(path.read_text("utf-8") + "half,perhaps\n", "utf-8")
    with pytest.raises(TermDecisionError, match="is no decision"):
        read_decisions(path)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(alphabet="ab -ÅX.platform", max_size=40), st.sampled_from("xyz")), max_size=12))
def test_any_text_can_be_looked_at(rows: list[tuple[str, str]]) -> None:
    said = [Said(text, who, date(2025, 1, 1)) for text, who in rows]
    for one in find_candidates(said, lexicons=LEXICONS):
        assert one.organisation_count >= 3
        assert one.recent_count <= one.text_count
