"""What strategy is made of, from drawn tables: candidates for alliances, criteria, areas, runoff, plans and windows."""

from __future__ import annotations

import pytest

from tests.warehouse.core_drawing import mart_of
from tests.warehouse.drawing import made

STUDY = "study | as_of:date\ntest | 2026-11-23"
PLAYERS = """
    player_id | is_focal:bool | is_customer:bool | is_public:bool
    us        | true          | false            | true
    rival     | false         | false            | false
    friend    | false         | false            | false
    town      | false         | true             | true
    city      | false         | true             | true
"""
COVERAGE = """
    component_id | component_name | player_id | player_name | player_class | is_focal:bool | level     | can_tell:bool | last_date:date | url | evidence_id
    login        | Login          | us        | Us          | association  | true          | evidenced | true          |                |     |
    data         | Data           | us        | Us          | association  | true          | not_seen  | true          |                |     |
    login        | Login          | rival     | Rival       | private      | false         | evidenced | true          | 2026-01-01     | u1  | e1
    data         | Data           | rival     | Rival       | private      | false         | claimed   | true          | 2026-02-01     | u2  | e2
    data         | Data           | friend    | Friend      | private      | false         | evidenced | true          | 2026-03-01     | u3  | e3
"""  # noqa: E501  a drawn table is as wide as its columns


def test_a_candidate_covers_what_we_lack_sells_to_our_customers_and_is_no_rival() -> None:
    with mart_of(
        "mart.alliance_candidate",
        core__award_buyer="award_key | player_id\n1 | town\n2 | city\n3 | town",
        core__award_supplier="award_key | player_id\n1 | friend\n2 | friend\n3 | rival",
        core__player=PLAYERS,
        mart__alliance_edge="left_id | right_id | tie_kind\nfriend | us | consortium",
        mart__component_coverage=COVERAGE,
    ) as building:
        first, second = building.query("from mart.alliance_candidate order by place")
    assert (first["player_id"], first["complement"], first["customer_share"], first["score"]) == ("friend", 1, 1, 1)
    assert first["tie"] == "consortium"
    assert first["risk"].startswith("a supplier: check procurement law")
    # Half a cover (claimed), one of two customers, and a rival in one of its two components: 0.5 x 0.5 x 0.5.
    assert (second["player_id"], second["score"], second["rival_components"]) == ("rival", 0.125, "Login")
    assert second["risk"].startswith("a rival in Login")


def criteria(usage: str, calendar: str) -> dict[tuple[str, str], dict[str, object]]:
    with mart_of(
        "mart.component_criterion",
        core__component="component_id | component_name\nlogin | Login\ndata | Data",
        core__component_speaker="component_id | player_id | stream | relation\ndata | town | policy | name",
        core__heard_speaker="speaker_id\ntown\ncity",
        core__need_cover="need_id | component_id\nn1 | data",
        core__need_speaker="need_id | speaker_id | is_customer:bool\nn1 | town | true\nn1 | city | true",
        core__player=PLAYERS,
        core__study=STUDY,
        mart__component_coverage=COVERAGE,
        mart__policy_body="player_id | has_document:bool\ntown | false\ncity | false",
        mart__retender_calendar=calendar,
        mart__system_usage=usage,
    ) as building:
        rows = building.query("from mart.component_criterion")
    return {(str(row["component_id"]), str(row["criterion"])): row for row in rows}


USED_BY_BOTH = """
    component_id | player_id | use_share:float
    login        | town      | 0.5
    login        | city      | 0.5
    login        | city      | 1
"""
CALENDAR = """
    buyer_player_id | component_ids:list | state    | p50_date:date
    town            | data login         | expected | 2027-06-01
    city            | data               | expected | 2030-06-01
    city            | data               | ended    | 2027-06-01
"""


def test_a_criterion_is_measured_against_its_full_mark_or_says_what_is_not_held() -> None:
    found = criteria(USED_BY_BOTH, CALENDAR)
    assert len(found) == 12
    assert found["data", "need"]["measure"] == 1
    assert (found["data", "openings"]["measure"], found["data", "openings"]["n"]) == (0.5, 1)
    assert (found["data", "policy"]["score"], found["data", "policy"]["reason"]) == (
        None,
        "cannot tell: no policy document of a customer is held",
    )
    # Imported figures of use go before what texts say, and a customer counts once.
    assert (found["login", "use"]["measure"], found["data", "use"]["measure"]) == (0.625, 0.5)
    assert found["login", "use"]["said"] == "62 % of what could be used, imported of 2 of 2 customers"
    assert (found["login", "strength"]["said"], found["data", "strength"]["said"]) == (
        "evidenced by awards",
        "not seen",
    )
    assert found["data", "room"]["measure"] == 1
    assert all(0 <= row["score"] <= 1 for row in found.values() if row["score"] is not None)  # type: ignore[operator]


def test_without_contracts_openings_cannot_be_told() -> None:
    nobody = "buyer_player_id | component_ids:list | state | p50_date:date\nx | | ended | 2020-01-01"
    assert criteria(USED_BY_BOTH, nobody)["data", "openings"]["measure"] == 0
    assert criteria(USED_BY_BOTH, CALENDAR)["login", "openings"]["measure"] == 0.5


def test_the_figures_of_one_customer_are_no_use_of_all_and_texts_do_not_overrule_them() -> None:
    use = criteria("component_id | player_id | use_share:float\nlogin | town | 1", CALENDAR)["login", "use"]
    assert (use["measure"], use["score"], use["n"]) == (None, None, 1)
    assert use["reason"] == "cannot tell: figures of use are imported of 1 of 2 customers, fewer than 8"
    unknown = criteria("component_id | player_id | use_share:float\nlogin | | 1", CALENDAR)["login", "use"]
    assert (unknown["measure"], unknown["said"]) == (0, "0 % of customers")


def test_what_contracts_still_bring_is_spread_over_their_days_and_falls_to_nothing() -> None:
    periods = """
        segment_code | amount_dkk:float | start_date:date | end_date:date
        it           | 730              | 2026-01-01      | 2027-12-31
        it           |                  | 2026-01-01      | 2027-12-31
        ops          | 100              | 2020-01-01      | 2025-12-31
    """
    with mart_of("mart.contract_runoff", core__study=STUDY, mart__contract_period=periods) as building:
        rows = building.query("from mart.contract_runoff where segment_code = 'it' order by year")
        every = building.query("select sum(runoff_dkk) as runoff from mart.contract_runoff where segment_code = 'all'")
    assert [(row["year"], float(row["runoff_dkk"]), row["contract_count"]) for row in rows] == [
        (2026, 365.0, 1),
        (2027, 365.0, 1),
    ]
    assert float(every[0]["runoff"]) == 730.0


def area(**other: str) -> dict[str, object]:
    drawn = {
        "core__document": "document_id | stream | is_policy:bool | own_copy_of\np | policy | true |",
        "core__document_player": "document_id | player_id\np | town",
        "core__heard_speaker": "speaker_id | is_customer:bool\ntown | true",
        "core__notice": "notice_id | procedure_key\nn | k",
        "core__player": PLAYERS,
        "core__study": STUDY,
        "core__technology_document": "technology | owner_kind | owner_id\nai | document | p\nai | notice | n",
        "mart__contract": "contract_id | procedure_key\nc | k",
        "mart__need_gap": "topic_kind | topic | gap:float | need_id | quote\ntechnology | ai | 0.4 | n1 | Vi mangler.",
        "mart__policy_body": "is_customer:bool | has_document:bool\ntrue | true",
        "mart__retender_calendar": "contract_id | chain_id | state | p50_date:date | buyer_name | amount_dkk:float\n"
        "c | c | expected | 2027-06-01 | Town | 5",
        "mart__technology_trend": "technology | technology_name_da | technology_name_en | stream | verdict | "
        "rate_ratio:float | q_value:float\nai | AI | AI | vendor | rising | 2.5 | 0.01",
    }
    with mart_of("mart.focus_area", **drawn | other) as building:
        (row,) = building.query("from mart.focus_area")
    return row


def test_a_focus_area_has_all_four_signs_and_each_stands_apart() -> None:
    found = area()
    assert (found["verdict"], found["sign_count"], found["first_customers"]) == ("area", 4, "Town")
    assert found["reason"] == (
        "rising in vendor (2.5 times, q 0.010); uncovered need 40 %; 1 contracts open within 24 months; "
        "1 customers name it in their policy (100 %)"
    )


def test_three_signs_are_a_candidate_and_fewer_than_three_told_signs_cannot_tell() -> None:
    late = "contract_id | chain_id | state | p50_date:date | buyer_name | amount_dkk:float\nc | c | expected | 2035-01-01 | Town | 5"  # noqa: E501
    assert area(mart__retender_calendar=late)["verdict"] == "candidate"
    unheard = area(
        core__heard_speaker="speaker_id | is_customer:bool\nus | false",
        mart__policy_body="is_customer:bool | has_document:bool\ntrue | false",
    )
    assert (unheard["verdict"], unheard["told_count"], unheard["is_needed"]) == ("cannot_tell", 2, None)
    assert "needs unknown: no customer is heard" in str(unheard["reason"])


INPUTS = "input | low | base | high | is_example | source\n" + "\n".join(
    f"{name} | {low} | {base} | {high} | false | us"
    for name, low, base, high in (
        ("first_year", 2027, 2027, 2027),
        ("cap_inhabitants", 150000, 150000, 150000),
        ("price_over_cap", 0.5, 0.5, 0.5),
        ("discount_rate", 0, 0, 0),
        ("price_per_inhabitant", 20, 25, 30),
        ("usage_per_inhabitant", 0, 0, 0),
        ("usage_price", 0, 0, 0),
        ("adoption_at_start", 0.5, 0.5, 0.5),
        ("adoption_at_most", 0.5, 0.5, 0.5),
        ("adoption_half_year", 2, 2, 2),
        ("adoption_speed", 1, 1, 1),
        ("investment", 1000000, 1000000, 1000000),
        ("fixed_cost", 0, 0, 0),
        ("cost_per_inhabitant", 0, 0, 0),
    )
)


def test_a_plan_without_inhabitants_cannot_tell_and_with_them_its_tornado_moves_one_input_at_a_time() -> None:
    with made("mart.business_plan", plan_input=INPUTS) as building:
        rows = building.query("from mart.business_plan")
    assert {row["can_tell"] for row in rows} == {False}
    assert str(rows[0]["reason"]).startswith("cannot tell: no inhabitants are known")
    customer = "player_id | name | population\ntown | Town | 100000"
    with made("mart.business_plan", "mart.business_plan_tornado", plan_input=INPUTS, customer=customer) as building:
        rows = building.query("from mart.business_plan order by year")
        tornado = building.query("from mart.business_plan_tornado order by place")
    assert [row["year"] for row in rows] == [2027, 2028, 2029, 2030, 2031]
    assert {row["paying_inhabitants"] for row in rows} == {100_000}
    assert tornado[0]["input"] == "price_per_inhabitant"
    # Half of 100 000 inhabitants pay 10 kroner more for five years.
    assert float(str(tornado[0]["swing_dkk"])) == pytest.approx(2_500_000)


def test_windows_are_learnt_from_closed_chains_and_few_of_them_leave_the_prior() -> None:
    head = "is_learned:bool | is_never_called:bool | has_option:bool | residual_months:float\n"
    closed = "\n".join(f"true | false | false | {month}" for month in range(-20, 20))
    more = "true | false | true | 3\n" + "false | true | false | \n" * 10 + "false | true | true | "
    with mart_of("mart.retender_window", mart__contract_chain=f"{head}{closed}\n{more}") as building:
        rows = {row["stratum"]: row for row in building.query("from mart.retender_window")}
    assert (rows["no option"]["basis"], rows["no option"]["chain_count"]) == ("own", 40)
    # The window is learnt from those that were called again; that ten were not is said beside it.
    assert (rows["no option"]["never_called_count"], rows["no option"]["called_share"]) == (10, 0.8)
    assert (rows["option"]["never_called_count"], rows["option"]["called_share"]) == (11, round(41 / 52, 6))
    assert rows["no option"]["low_months"] < rows["no option"]["mid_months"] < rows["no option"]["high_months"]
    assert (rows["option"]["basis"], rows["option"]["can_tell"]) == ("conformal", True)
    with mart_of("mart.retender_window", mart__contract_chain=f"{head}false | false | false | 3") as building:
        assert building.query("select distinct basis, can_tell from mart.retender_window") == [
            {"basis": "prior", "can_tell": False}
        ]
