"""Assumptions: a number against a threshold, four answers, and the memory of editions."""

from __future__ import annotations

import pytest

from tests.warehouse.drawing import made
from warehouse.database import Building
from warehouse.estimators.assumption import Bound, Seen, judge
from warehouse.model import read_models
from warehouse.questions import Asker, QuestionError, catalogue, check_question

ASSUMPTION = """
    assumption_id | sentence_da | sentence_en | comparison | threshold | margin | minimum_n | minimum_coverage | owner
    enough        | Nok         | Enough      | at_least   | 30        | 5      | 20        |                  | us
    near          | Tæt på      | Near        | at_least   | 30        | 5      | 20        |                  | us
    below         | Under       | Below       | at_least   | 30        | 5      | 20        |                  | us
    few           | For få      | Few         | at_least   | 30        | 5      | 20        |                  | us
    blank         | Tom         | Blank       | at_most    | 30        | 0      |           | 0.5              | us
"""
QUESTION = """
    question_kind | question_id | sql
    assumption    | enough      | select 41 as value, 25 as n
    assumption    | near        | select 33 as value, 25 as n
    assumption    | below       | select 29 as value, 25 as n
    assumption    | few         | select 41 as value, 19 as n
    assumption    | blank       | select 1 as value where false
"""


@pytest.mark.parametrize(
    ("seen", "bound", "status"),
    [
        (Seen(0.40), Bound("at_most", 0.40), "holds"),
        (Seen(0.40), Bound("below", 0.40), "broken"),
        (Seen(0.41), Bound("at_most", 0.40), "broken"),
        (Seen(0.36), Bound("at_most", 0.40, margin=0.05), "weakening"),
        (Seen(0.30, low=0.2, high=0.45), Bound("at_most", 0.40), "weakening"),
        (Seen(0.30, low=0.2, high=0.39), Bound("at_most", 0.40), "holds"),
        (Seen(0.50, low=0.35), Bound("above", 0.40), "weakening"),
        (Seen(0.50, n=3), Bound("above", 0.40, minimum_n=10), "cannot_tell"),
        (Seen(0.50), Bound("above", 0.40, minimum_n=10), "cannot_tell"),
        (Seen(0.50, coverage=0.2), Bound("above", 0.40, minimum_coverage=0.5), "cannot_tell"),
        (Seen(None, reason="the query gave no rows"), Bound("above", 0.40), "cannot_tell"),
    ],
)
def test_a_number_holds_weakens_breaks_or_cannot_tell(seen: Seen, bound: Bound, status: str) -> None:
    found, reason = judge(seen, bound)
    assert found == status
    assert reason.startswith(status.replace("_", " "))


def test_a_reason_writes_large_and_small_numbers_out() -> None:
    assert (
        judge(Seen(1_609_700_000.0), Bound("at_least", 1e9))[1] == "holds: 1,610,000,000 against at least 1,000,000,000"
    )
    assert judge(Seen(0.00002), Bound("at_most", 0.1))[1] == "holds: 0.00002 against at most 0.1"


def test_each_assumption_has_a_status_with_its_reason_and_what_it_was_before() -> None:
    before = """
        edition_id | as_of      | assumption_id | status    | value | threshold | reason
        n0         | 2026-11-01 | enough        | weakening | 31    | 30        | then
        n1         | 2026-11-08 | enough        | holds     | 36    | 30        | then
        n1         | 2026-11-08 | near          | holds     | 37    | 30        | then
    """
    edition = "edition_id | as_of\n n1 | 2026-11-08"
    with made(
        "mart.assumption_history",
        assumption=ASSUMPTION,
        study_question=QUESTION,
        assumption_before=before,
        edition_before=edition,
    ) as building:
        rows = {row["assumption_id"]: row for row in building.query("from mart.assumption_status")}
        assert {name: row["status"] for name, row in rows.items()} == {
            "enough": "holds",
            "near": "weakening",
            "below": "broken",
            "few": "cannot_tell",
            "blank": "cannot_tell",
        }
        assert rows["few"]["reason"] == "cannot tell: n is 19, and 20 is asked for"
        assert rows["blank"]["reason"] == "cannot tell: the query gave no rows; it must give one"
        assert (rows["near"]["status_before"], rows["near"]["is_changed"], rows["near"]["value_change"]) == (
            "holds",
            True,
            -4.0,
        )
        assert str(rows["enough"]["status_since"]) == "2026-11-08", "an earlier weakening ends the run"
        assert rows["below"]["status_before"] is None
        history = building.query("select edition_id from mart.assumption_history where assumption_id = 'enough'")
        assert [row["edition_id"] for row in history] == ["n0", "n1", "n2"]


def test_a_query_that_fails_tonight_is_a_reason_and_not_the_end_of_the_night() -> None:
    question = """
        question_kind | question_id | sql
        assumption    | enough      | select cast('x' as integer) as value
    """
    with made("mart.study_answer", study_question=question) as building:
        (row,) = building.query("from mart.study_answer")
        assert (row["can_tell"], row["value"]) == (False, None)
        assert str(row["reason"]).startswith("the query failed: ")


def test_an_answer_sees_the_tables_that_were_built_before_it(tmp_path: object) -> None:
    with made("mart.player") as building:
        told = Asker(building)("select count(*) as value, 3 as n from mart.player")
        assert (told.value, told.n, told.reason) == (0.0, 3.0, None)


@pytest.fixture(scope="module")
def empty() -> Building:
    return catalogue(read_models())


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select count(*) as value from mart.playr", "Did you mean mart.player"),
        ("select count(*) as value from core.award", "it may read marts only"),
        ("select known as value from mart.market_size", "the query does not work"),
        ("select count(*) as total from mart.award", "must name its number `value`"),
        ("select title as value from mart.award limit 1", "must give numbers"),
        ("select count(*) as value from mart.assumption_status", "follows from the study's answers"),
        ("delete from mart.award", "is not one select"),
        ("select 1 as value; select 2 as value", "holds 2 statements"),
    ],
)
def test_a_query_that_can_never_work_is_refused_in_a_sentence(empty: Building, sql: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        check_question(empty, read_models(), sql)


def test_a_good_query_is_not_refused(empty: Building) -> None:
    sql = "select award_share as value, total_award_count as n from mart.supplier_share"
    check_question(empty, read_models(), sql)
