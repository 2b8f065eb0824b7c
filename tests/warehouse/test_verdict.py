"""Verdicts on components: the class of most weights, clear only where nearly all weights agree."""

from __future__ import annotations

import numpy as np
import pytest

from tests.warehouse.standing import standing
from warehouse.estimators.weighting import weigh

PULL = np.array([True, True, False, False])
EQUAL = np.ones(4)


def test_objects_far_from_the_middle_are_clear_and_one_that_hangs_on_weights_is_not() -> None:
    scores = np.array(
        [[0.9, 0.8, 0.9, 0.9], [0.9, 0.8, 0.1, 0.2], [0.1, 0.2, 0.9, 0.9], [0.1, 0.1, 0.2, 0.1], [1, 0, 0.9, 0.9]]
    )
    found = weigh(scores, EQUAL, PULL)
    for turn, verdict in enumerate(("develop", "partner", "keep", "leave")):
        assert found.parts[verdict][turn] == 1.0
    assert 0.4 < found.parts["develop"][4] < 0.6, "half of the weights prefer what it is good at"
    assert found.rank[0].tolist() == [1.0, 1.0, 2.0], "the one that hangs on weights may pass it"
    assert found.rank[3].tolist() == [5.0, 5.0, 5.0]
    assert sum(part[4] for part in found.parts.values()) == pytest.approx(1)


def test_the_index_is_the_mean_of_both_axes_and_unknown_scores_are_left_out() -> None:
    found = weigh(np.array([[0.8, np.nan, 0.4, 0.6]]), EQUAL, PULL)
    assert (found.pull[0], found.hold[0]) == (pytest.approx(0.8), pytest.approx(0.5))
    assert found.index[0] == pytest.approx(65)


def test_equal_objects_share_their_rank_whatever_their_order() -> None:
    found = weigh(np.array([[0.5, 0.5, 0.5, 0.5]] * 3), EQUAL, PULL)
    assert found.rank.tolist() == [[2.0, 2.0, 2.0]] * 3


CRITERION = """
    component_id | component_name | criterion | axis | criterion_weight:f | score:f | said     | reason
    strong       | Strong         | need      | pull | 1        | 0.9     | 90 %     |
    strong       | Strong         | policy    | pull | 1        | 0.8     | 80 %     |
    strong       | Strong         | use       | hold | 1        | 0.9     | 90 %     |
    strong       | Strong         | room      | hold | 1        | 0.9     | 1 rival  |
    blank        | Blank          | need      | pull | 1        |         |          | cannot tell: no text is held
    blank        | Blank          | policy    | pull | 1        | 0.8     | 80 %     |
    blank        | Blank          | use       | hold | 1        | 0.9     | 90 %     |
    blank        | Blank          | room      | hold | 1        | 0.9     | 1 rival  |
"""
SPEAKER = """
    component_id | player_id | relation | first_date:d
    strong       | a         | name     | 2024-11-23
    strong       | b         | function | 2020-01-01
"""


def test_a_component_has_a_verdict_with_its_measures_or_says_which_are_missing() -> None:
    with standing(
        "mart/component_verdict.py",
        mart__component_criterion=CRITERION,
        core__component_speaker=SPEAKER,
        core__award_component="award_key | component_id\n a1 | strong\n a2 | strong\n a3 | strong",
        core__award_supplier="award_key | player_id | weight:f\n a1 | x | 1\n a2 | x | 1\n a3 | y | 1",
    ) as building:
        blank, strong = building.query("from mart.component_verdict order by component_id")
    assert (strong["verdict"], strong["is_clear"], strong["rank_high"]) == ("develop", True, 1.0)
    assert "need: 90 %" in str(strong["reason"])
    assert float(str(strong["age_years"])) == pytest.approx(2, abs=0.01), "what it does was said before it had a name"
    assert float(str(strong["top_supplier_share"])) == pytest.approx(2 / 3)
    assert (blank["verdict"], blank["index_score"]) == ("cannot_tell", None)
    assert str(blank["reason"]).startswith("cannot tell: 3 of 4 criteria are known")
    assert "need: cannot tell: no text is held" in str(blank["reason"]), "what is missing is named, with why"


def test_without_components_there_are_no_verdicts() -> None:
    with standing(
        "mart/component_verdict.py",
        mart__component_criterion=CRITERION.splitlines()[1],
        core__component_speaker=SPEAKER.splitlines()[1],
        core__award_component="award_key | component_id",
        core__award_supplier="award_key | player_id | weight:f",
    ) as building:
        assert building.query("from mart.component_verdict") == []
