"""The chain from plan to contract, its amendments, and what links the notices of one procedure."""

from __future__ import annotations

from typing import Any

from tests.warehouse.drawing import STUDY, column, made

PROCEDURE = "mart.procedure"


def procedures(**drawn: str) -> dict[str, dict[str, Any]]:
    with made(PROCEDURE, **drawn) as building:
        return {str(row["procedure_key"]): row for row in building.query(f"from {PROCEDURE}")}


def test_a_procedure_goes_from_plan_to_changed_contract() -> None:
    notice = """
        notice_id | notice_kind  | publication_date | procedure_id | previous_notice | modified_notice | title
        1-2024    | planning     | 2024-01-10       | plan         |                 |                 | Plan
        2-2024    | competition  | 2024-03-10       | PP           | 1-2024          |                 | Call
        3-2024    | result       | 2024-09-10       | pp           | 2-2024          |                 | Result
        4-2025    | modification | 2025-09-10       |              |                 | 3-2024          | Amended
        9-2025    | competition  | 2025-10-10       | other        |                 |                 | Another
    """
    award = """
        notice_id | award_id | value   | currency
        3-2024    | 1        | 1000000 | DKK
        4-2025    | 1        | 1500000 | DKK
    """
    found = procedures(notice=notice, award=award)
    assert list(found) == ["other", "plan"]
    chain = found["plan"]
    assert (chain["state"], str(chain["first_date"]), str(chain["last_date"])) == (
        "changed",
        "2024-01-10",
        "2025-09-10",
    )
    counts = ["planning_count", "competition_count", "result_count", "modification_count", "award_count"]
    assert [chain[name] for name in counts] == [1, 1, 1, 1, 1]
    assert (chain["title"], chain["link_basis"]) == ("Amended", "modified, previous, procedure_id")


def test_the_state_of_a_procedure_follows_from_its_notices_and_decisions() -> None:
    notice = """
        notice_id | notice_kind | publication_date | procedure_id | deadline
        1-2026    | planning    | 2026-09-01       | planned      |
        2-2026    | competition | 2026-10-01       | open         | 2026-12-01
        3-2026    | competition | 2026-10-01       | closed       | 2026-11-01
        4-2026    | result      | 2026-10-01       | awarded      |
        5-2026    | result      | 2026-10-01       | not-awarded  |
        6-2026    | result      | 2026-10-01       | silent       |
    """
    award = """
        notice_id | award_id | status      | reason
        4-2026    | 1        | awarded     |
        4-2026    | 2        | not_awarded | no-rece
        5-2026    | 1        | not_awarded | no-rece
    """
    found = procedures(notice=notice, award=award)
    assert {key: row["state"] for key, row in found.items()} == {
        "planned": "planned",
        "open": "open",
        "closed": "closed",
        "awarded": "awarded",
        "not-awarded": "not_awarded",
        "silent": "unknown",
    }


def test_a_plan_that_several_calls_continue_does_not_make_them_one_procedure() -> None:
    notice = """
        notice_id | notice_kind | publication_date | procedure_id | previous_notice
        1-2024    | planning    | 2024-01-10       | plan         |
        2-2024    | competition | 2024-03-10       | aa           | 1-2024
        3-2024    | competition | 2024-04-10       | bb           | 1-2024
    """
    assert {key: row["notice_count"] for key, row in procedures(notice=notice).items()} == {
        "plan": 1,
        "aa": 1,
        "bb": 1,
    }


def test_notices_that_continue_one_that_we_do_not_hold_are_one_procedure() -> None:
    notice = """
        notice_id | notice_kind | publication_date | previous_notice
        2-2020    | result      | 2020-03-10       | 2020/S 004-000077
        3-2020    | result      | 2020-04-10       | 77-2020
        4-2020    | result      | 2020-04-10       | 78-2020
    """
    found = procedures(notice=notice)
    assert {key: row["notice_count"] for key, row in found.items()} == {"2-2020": 2, "4-2020": 1}


def test_a_corrected_call_counts_once_and_its_correction_belongs_to_the_procedure() -> None:
    notice = """
        notice_id | notice_kind | format     | publication_date | publication_number | is_change | changed_notice
        1-2020    | competition | ted_export | 2020-03-10       | 1-2020             | false     |
        2-2020    | change      | ted_export | 2020-04-10       | 2-2020             | true      | 2020/S 1-000001
        3-2020    | competition | ted_export | 2020-05-10       | 3-2020             | true      | 1-2020
    """
    (found,) = procedures(notice=notice).values()
    assert (found["notice_count"], found["superseded_count"], found["change_count"]) == (2, 1, 1)
    assert found["last_notice_id"] == "3-2020"


AMENDED = """
    notice_id | notice_kind  | publication_date | modified_notice | procedure_id
    1-2024    | result       | 2024-09-17       |                 |
    2-2025    | modification | 2025-01-20       | 1-2024          |
    3-2026    | modification | 2026-06-20       | 1-2024          |
    4-2026    | modification | 2026-07-20       | 99-2019         |
    5-2026    | modification | 2026-08-20       | 1-2024          |
"""


def test_an_amendment_says_what_it_replaces_and_what_was_before_and_after() -> None:
    award = """
        notice_id | award_id | contract_no | value    | currency
        1-2024    | 1        | K-1         | 10000000 | DKK
        1-2024    | 2        | K-2         | 3000000  | DKK
        2-2025    | 1        | K-1         | 11000000 | DKK
        3-2026    | 1        | K-1         | 12500000 | DKK
        4-2026    | 1        |             | 500000   | DKK
        5-2026    | 1        | K-9         | 700000   | DKK
    """
    with made("mart.amendment", notice=AMENDED, award=award) as building:
        rows = {str(row["notice_id"]): row for row in building.query("from mart.amendment")}
    first, second, lost, unclear = (rows[name] for name in ("2-2025", "3-2026", "4-2026", "5-2026"))
    assert (first["award_key"], first["replaces"]) == ("1-2024#1", None)
    assert (first["before_dkk"], first["after_dkk"], first["change_dkk"]) == (10_000_000, 11_000_000, 1_000_000)
    assert (second["replaces"], second["change_dkk"], second["is_latest"]) == ("2-2025#1", 1_500_000, True)
    assert (lost["award_key"], lost["reason"]) == (None, "the notice that it modifies is not held")
    assert unclear["reason"].startswith("the notice that it modifies has several awards")
    assert unclear["before_dkk"] is None


# -- the seeds' marts -------------------------------------------------------------------------------------------------


def regions(as_of: str) -> dict[str, int]:
    with made("mart.municipality", study=STUDY.replace("2026-11-23", as_of)) as building:
        rows = building.query(
            "select region_name_da, count(*) as n from mart.municipality group by all order by region_name_da"
        )
        assert sum(int(str(row["n"])) for row in rows) == 98
        return {str(row["region_name_da"]): int(str(row["n"])) for row in rows}


def test_there_are_98_municipalities_and_two_regions_become_one_in_2027() -> None:
    before, after = regions("2026-12-31"), regions("2027-01-01")
    assert len(before) == 5
    assert after["Region Østdanmark"] == before["Region Hovedstaden"] + before["Region Sjælland"] == 46
    assert len(after) == 4


def test_a_municipality_says_which_region_follows_and_which_player_it_is() -> None:
    customer = """
        player_id | name               | national_id
        koege     | Invented Kommune   | DK:64942212
    """
    with made("mart.municipality", customer=customer) as building:
        (row,) = building.query("from mart.municipality where cvr = '64942212'")
        assert (row["player_id"], row["region_name_da"]) == ("koege", "Region Hovedstaden")
        assert (row["next_region_name_da"], str(row["next_region_from"])) == ("Region Østdanmark", "2027-01-01")
        assert column(building, "mart.municipality", "count(next_region_name_da)") == [46]


def test_value_quality_tells_how_much_of_a_sources_money_can_be_trusted() -> None:
    notice = """
        notice_id | publication_date | source
        1-2025    | 2025-03-03       | ted
        2-2025    | 2025-03-03       | other
    """
    award = """
        notice_id | award_id | value   | currency | status
        1-2025    | 1        | 4000000 | DKK      | awarded
        1-2025    | 2        | 2000000 | DKK      | awarded
        1-2025    | 3        | 12345   | DKK      | awarded
        1-2025    | 4        | -1      | DKK      | awarded
        1-2025    | 5        |         |          | not_awarded
        2-2025    | 1        | 7000000 | DKK      | awarded
    """
    with made("mart.value_quality", notice=notice, award=award) as building:
        rows = building.query("from mart.value_quality where source = 'ted'")
    assert [(row["value_flag"], row["award_count"], row["share"], row["trusted_dkk"]) for row in rows] == [
        ("ok", 2, 0.5, 6_000_000),
        ("symbolic", 1, 0.25, None),
        ("withheld", 1, 0.25, None),
    ]
    assert [round(float(str(row["kind_share"])), 3) for row in rows] == [0.667, 0.333, 1.0]
