# ruff: noqa: E501  a drawn table is as wide as its columns
"""Roadmap, projection, plan and target images: dates that follow, lines that are earned, pictures that agree."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.warehouse.standing import standing
from warehouse.estimators.morphology import Choice, pictures
from warehouse.estimators.plan import Input, billable, break_even, draw, run, tornado
from warehouse.estimators.projection import backtest, project
from warehouse.estimators.roadmap import Work, schedule
from warehouse.estimators.yearly import whole_years

TODAY, HORIZON = date(2026, 11, 23), date(2031, 12, 31)


# -- roadmap -----------------------------------------------------------------------------------------------------------


def test_an_initiative_begins_when_what_comes_before_is_done_and_ends_before_what_follows_must_begin() -> None:
    spans = schedule([Work("a", 6), Work("b", 12, after=["a"], due=date(2028, 12, 31))], today=TODAY, horizon=HORIZON)
    assert spans["a"].earliest_start == TODAY
    assert spans["b"].earliest_start == spans["a"].earliest_end
    assert spans["a"].latest_end == spans["b"].latest_start
    assert spans["a"].slack_days == spans["b"].slack_days > 0
    assert not spans["b"].is_late


def test_a_plan_that_cannot_meet_its_day_says_so_instead_of_moving_it() -> None:
    spans = schedule([Work("a", 6), Work("b", 12, after=["a"], due=date(2027, 6, 30))], today=TODAY, horizon=HORIZON)
    assert spans["b"].is_late
    assert spans["a"].is_late, "what comes before is late with it"
    assert spans["b"].latest_end == date(2027, 6, 30)


def test_rings_and_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="in a ring"):
        schedule([Work("a", 1, after=["b"]), Work("b", 1, after=["a"])], today=TODAY, horizon=HORIZON)
    with pytest.raises(ValueError, match="no initiative 'x'"):
        schedule([Work("a", 1, after=["x"])], today=TODAY, horizon=HORIZON)


INITIATIVE = """
initiative_id | name_da | name_en | months:i | component_id | after:l | gates:l | law_id       | owner
own           | Egen    | Own     | 12       | login        | []      | [a1]    |              | us
lawful        | Lov     | Law     | 24       |              | []      | []      | eidas-wallet | us
"""
VERDICT = """
component_id | component_name | verdict | is_clear:b
login        | Login          | develop | true
index        | Index          | partner | false
stays        | Stays          | keep    | true
"""
AREA = """
technology | technology_name_da | technology_name_en | verdict   | place:i | sign_count:i | test
ai         | AI                 | AI                 | candidate | 1       | 3            | ask
rpa        | RPA                | RPA                | no_area   | 2       | 1            |
"""
CALENDAR = """
state    | component_ids:l | p10_date:d | p50_date:d | p90_date:d
expected | [login]         | 2027-01-01 | 2027-06-01 | 2027-12-01
expected | [login, index]  | 2029-01-01 | 2029-06-01 | 2029-12-01
ended    | [login]         | 2027-01-01 | 2027-06-01 | 2027-12-01
"""


def test_the_roadmap_joins_declared_and_generated_initiatives_with_gates_windows_and_laws() -> None:
    with standing(
        "mart/roadmap.py",
        core__initiative=INITIATIVE,
        mart__component_verdict=VERDICT,
        mart__focus_area=AREA,
        mart__assumption_status="assumption_id | status\n a1 | weakening",
        mart__retender_calendar=CALENDAR,
    ) as building:
        rows = {str(row["initiative_id"]): row for row in building.query("from mart.roadmap")}
    assert set(rows) == {"own", "lawful", "component-index", "area-ai"}, (
        "a declared initiative stands for its component"
    )
    assert (rows["own"]["state"], rows["own"]["gate_status"]) == ("review", "weakening")
    assert (rows["own"]["window_contract_count"], rows["own"]["reachable_share"]) == (2, 0.5)
    assert (rows["lawful"]["state"], str(rows["lawful"]["law_date"])) == ("late", "2026-12-31")
    assert "Regulation (EU) 2024/1183" in str(rows["lawful"]["law_source"])
    assert rows["component-index"]["trigger"] == "verdict partner, not clear"
    assert rows["area-ai"]["can_tell"] is False


# -- projection --------------------------------------------------------------------------------------------------------


def test_a_steady_rise_earns_a_line_and_a_wandering_series_only_a_band() -> None:
    steady = project(100 * 1.1 ** np.arange(8))
    assert steady is not None
    assert steady.point is not None
    assert steady.point[0] == pytest.approx(100 * 1.1**8, rel=0.02)
    wandering = project([100, 140, 100, 140, 100, 140, 100])
    assert wandering is not None
    assert wandering.point is None
    assert (wandering.low < wandering.high).all()
    assert (np.diff(wandering.high / wandering.low) > 0).all(), "the band widens with every year"


def test_four_years_are_too_few_and_a_year_without_value_cannot_be_projected() -> None:
    assert project([1, 2, 3, 4]) is None
    assert project([1, 2, 0, 4, 5, 6]) is None


def test_the_backtest_moves_its_origin_through_the_series() -> None:
    tests = backtest([100, 110, 121, 133.1, 146.41, 161.051])
    drift = {one.horizon: one for one in tests if one.rule == "drift"}
    assert {horizon: one.origin_count for horizon, one in drift.items()} == {1: 3, 2: 2, 3: 1}
    assert drift[1].mase == pytest.approx(0, abs=1e-9)
    assert next(one.mase for one in tests if one.rule == "last_value") == 1.0


def test_only_whole_told_years_without_a_gap_are_projected_from() -> None:
    def year(when: int, **more: object) -> dict[str, object]:
        return (
            {"segment_code": "it", "year": when, "award_count": 9, "is_provisional": False, "can_tell": True}
            | {"imputed_mid_dkk": float(when)}
            | more
        )

    sizes = [
        year(2018),
        year(2019),
        year(2020, can_tell=False, imputed_mid_dkk=None),
        year(2021),
        year(2022),
        year(2023, is_provisional=True),
    ]
    assert whole_years(sizes) == {"it": [(2021, 2021.0), (2022, 2022.0)]}


SIZE = """
segment_code | year:i | award_count:i | is_provisional:b | can_tell:b | imputed_mid_dkk:f
it           | 2019   | 5             | false            | true       | 50
it           | 2020   | 9             | false            | true       | 100
it           | 2021   | 9             | false            | true       | 110
it           | 2022   | 9             | false            | true       | 121
it           | 2023   | 9             | false            | true       | 133
it           | 2024   | 9             | false            | true       | 146
it           | 2025   | 9             | false            | true       | 161
it           | 2026   | 9             | true             | true       | 90
new          | 2025   | 9             | false            | true       | 90
"""
SCENARIO = "scenario_id | name_da | name_en | multiplier:f | from_year:i | source\n joint | Fælles | Joint | 0.9 | 2028 | stated"


def test_scenarios_multiply_from_their_year_and_a_young_market_cannot_tell() -> None:
    with standing(
        "mart/market_projection.py",
        "mart/projection_backtest.py",
        mart__market_size=SIZE,
        mart__contract_runoff="segment_code | year:i | runoff_dkk:m\n it | 2027 | 40",
        core__scenario=SCENARIO,
    ) as building:
        rows = {
            (row["segment_code"], row["scenario_id"], row["year"]): row
            for row in building.query("from mart.market_projection")
        }
        tests = building.query("from mart.projection_backtest where segment_code = 'new'")
    base, joint = rows["it", "base", 2028], rows["it", "joint", 2028]
    assert base["has_line"] is True
    assert float(str(joint["point_dkk"])) == pytest.approx(0.9 * float(str(base["point_dkk"])), rel=1e-3)
    assert rows["it", "joint", 2027]["point_dkk"] == rows["it", "base", 2027]["point_dkk"]
    assert [rows["it", "base", year]["kind"] for year in (2028, 2029, 2030)] == ["projection", "scenario", "scenario"]
    assert (joint["kind"], joint["source"], rows["it", "base", 2027]["runoff_dkk"]) == ("scenario", "stated", 40.0)
    assert rows["new", "base", 2026]["reason"] == "cannot tell: 0 whole years with a total are held; a band needs 5"
    assert {row["can_tell"] for row in tests} == {False}


# -- business plan -----------------------------------------------------------------------------------------------------

INPUTS = {
    "price_per_inhabitant": Input(20, 25, 30),
    "usage_per_inhabitant": Input(0, 0, 0),
    "usage_price": Input(0, 0, 0),
    "adoption_at_start": Input(0.2, 0.2, 0.2),
    "adoption_at_most": Input(0.2, 0.2, 0.2),
    "adoption_half_year": Input(2, 2, 2),
    "adoption_speed": Input(1, 1, 1),
    "investment": Input(1e6, 2e6, 4e6),
    "fixed_cost": Input(1e6, 1e6, 1e6),
    "cost_per_inhabitant": Input(0, 0, 0),
}


def test_inhabitants_over_the_cap_pay_half() -> None:
    assert billable([100_000, 250_000], cap=150_000, over=0.5) == 100_000 + 150_000 + 50_000


def test_a_plan_at_base_can_be_reckoned_by_hand() -> None:
    flow = run({name: one.base for name, one in INPUTS.items()}, people=1e6, paying=8e5, discount=0.0)
    assert flow.income[0].tolist() == [pytest.approx(0.2 * 8e5 * 25)] * 5
    assert flow.net[0, 0] == pytest.approx(4e6 - 1e6 - 2e6)
    assert flow.cumulated[0, -1] == pytest.approx(5 * 3e6 - 2e6)
    assert break_even(flow.cumulated).tolist() == [1.0]
    assert np.isnan(break_even(-flow.cumulated)).all()


def test_draws_have_the_stated_points_and_the_tornado_is_ranked_by_swing() -> None:
    drawn = draw({"investment": INPUTS["investment"]})["investment"]
    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx([1e6, 2e6, 4e6], rel=0.05)
    found = tornado(INPUTS, people=1e6, paying=8e5, discount=0.0)
    assert [name for name, _, _ in found[:2]] == ["price_per_inhabitant", "investment"]
    assert found[0][2] - found[0][1] == pytest.approx(5 * 0.2 * 8e5 * 10)


# -- target images -----------------------------------------------------------------------------------------------------


def test_pictures_keep_what_agrees_and_show_alternatives_rather_than_variants() -> None:
    box = [
        [Choice("a.1", (1.0, 1.0), frozenset({"b.1"})), Choice("a.2", (0.5, 0.5))],
        [Choice("b.1", (1.0, 1.0)), Choice("b.2", (0.4, 0.4))],
        [Choice("c.1", (0.9, 0.9)), Choice("c.2", (0.2, 0.2))],
    ]
    shown, count = pictures(box, np.ones(2))
    assert count == 6, "a.1 and b.1 exclude one another"
    assert all(not {"a.1", "b.1"} <= set(one.options) for one in shown)
    assert shown[0].options == ("a.2", "b.1", "c.1")
    for one in shown[1:]:
        assert sum(x != y for x, y in zip(one.options, shown[0].options, strict=True)) >= 2
    assert sum(one.first_share for one in shown) == pytest.approx(1)
    assert pictures([], np.ones(2)) == ([], 0)


def test_an_image_says_what_must_be_true_and_how_that_stands() -> None:
    option = """
    dimension_id | dimension_da | dimension_en | dimension_order:i | option_id | name_da | name_en | demand:f | rivalry:f | fit:f | readiness:f | excludes:l | must_be_true:l | early_sign_da | early_sign_en
    role         | Rolle        | Role         | 1                 | owner     | Ejer    | Owner   |          | 0.5       | 0.9   | 0.5         | []         | [a1, a2]       | tegn          | sign
    role         | Rolle        | Role         | 1                 | buyer     | Køber   | Buyer   | 0.1      | 0.1       | 0.1   | 0.1         | []         | []             |               |
    """
    with standing(
        "mart/target_image.py",
        core__image_option=option,
        core__image_weight="criterion | criterion_weight:f\n demand | 1\n fit | 1\n rivalry | 1\n readiness | 1",
        mart__study_answer="question_kind | question_id | value:f\n option | role.owner.demand | 7",
        mart__assumption_status="assumption_id | status\n a1 | holds\n a2 | broken",
    ) as building:
        (first,) = building.query("from mart.target_image where place = 1")
    assert (first["option_id"], first["demand"], first["known_count"]) == ("owner", 1.0, 4), (
        "a query's answer is kept to 1"
    )
    assert (first["must_be_true"], first["must_status"], first["early_sign_en"]) == ("a1, a2", "broken", "sign")
