"""What an amount is worth: withheld, symbolic, shifted and amended ones, and parts of joint suppliers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.awards import NOTICE, awards
from tests.warehouse.drawing import column, made


def test_a_withheld_value_is_unknown_not_zero() -> None:
    award = """
        notice_id | award_id | value | currency
        1-2025    | 1        | -1    | DKK
    """
    found = awards(notice=NOTICE, award=award)["1"]
    assert (found["value_flag"], found["value_kind"], found["amount_dkk"]) == ("withheld", "unknown", None)


def test_symbolic_values_stand_for_nothing() -> None:
    award = """
        notice_id | award_id | value     | currency
        1-2025    | zero     | 0         | DKK
        1-2025    | one      | 1         | DKK
        1-2025    | hundth   | 0.01      | DKK
        1-2025    | counting | 12345     | DKK
        1-2025    | nines    | 999999999 | DKK
        1-2025    | pennies  | 1000      | IDR
        1-2025    | real     | 12346     | DKK
    """
    found = awards(notice=NOTICE, award=award)
    assert {name for name, row in found.items() if row["value_flag"] == "symbolic"} == set(found) - {"real"}
    assert [row["amount_dkk"] for row in found.values() if row["amount_dkk"] is not None] == [Decimal("12346.00")]


def test_an_award_without_a_value_says_so() -> None:
    award = """
        notice_id | award_id | est_value | currency
        1-2025    | 1        | 5000000   | DKK
        1-2025    | 2        |           |
    """
    assert [row["value_flag"] for row in awards(notice=NOTICE, award=award).values()] == ["no_value"] * 2


def test_a_single_award_takes_the_total_of_its_notice() -> None:
    notice = """
        notice_id | publication_date | total_value | total_currency
        1-2025    | 2025-03-03       | 7000000     | DKK
        2-2025    | 2025-03-03       | 9000000     | DKK
    """
    award = """
        notice_id | award_id | status      | value
        1-2025    | 1        | awarded     |
        1-2025    | lost     | not_awarded |
        2-2025    | 2        | awarded     |
        2-2025    | 3        | awarded     |
    """
    found = awards(notice=notice, award=award)
    assert {name: row["amount_dkk"] for name, row in found.items() if row["amount_dkk"]} == {"1": 7000000}


def test_equal_amounts_on_one_lot_without_a_framework_are_left_for_review() -> None:
    award = """
        notice_id | award_id | lot_ids | value   | currency
        1-2025    | 1        | [L1]    | 4000000 | DKK
        1-2025    | 2        | [L1]    | 4000000 | DKK
        1-2025    | 3        | [L2]    | 4000000 | DKK
    """
    found = awards(notice=NOTICE, award=award)
    assert [row["value_flag"] for row in found.values()] == ["review", "review", "ok"]


def test_a_value_above_the_total_of_its_notice_is_left_for_review() -> None:
    notice = """
        notice_id | publication_date | total_value | total_currency
        1-2025    | 2025-03-03       | 159000      | DKK
    """
    award = """
        notice_id | award_id | value  | currency
        1-2025    | 1        | 340000 | DKK
        1-2025    | 2        | 100000 | DKK
    """
    found = awards(notice=notice, award=award)
    assert [row["value_flag"] for row in found.values()] == ["review", "ok"]


def test_a_value_a_hundred_times_the_estimate_is_an_outlier() -> None:
    notice = """
        notice_id | publication_date | est_value | est_currency
        1-2025    | 2025-03-03       | 2000000   | DKK
    """
    award = """
        notice_id | award_id | value       | currency
        1-2025    | 1        | 2100000000  | DKK
        1-2025    | 2        | 2100000     | DKK
        1-2025    | 3        | 30000000000 | SEK
    """
    found = awards(notice=notice, award=award)
    assert [row["value_flag"] for row in found.values()] == ["outlier", "ok", "outlier"]


def test_a_misplaced_separator_is_a_decimal_shift() -> None:
    notice = """
        notice_id | publication_date | est_value | est_currency | total_value | total_currency | lot_count
        1-2025    | 2025-03-03       |           |              | 4000000     | DKK            | 2
        2-2025    | 2025-03-03       | 700000    | DKK          |             |                | 1
        3-2025    | 2025-03-03       | 700000    | DKK          |             |                | 2
        4-2025    | 2025-03-03       |           |              | 900000      | DKK            | 1
    """
    lot = """
        notice_id | lot_id | est_value | est_currency
        1-2025    | L1     | 2500000   | DKK
    """
    award = """
        notice_id | award_id | lot_ids | value     | currency
        1-2025    | hundred  | [L1]    | 250000000 | DKK
        1-2025    | total    | [L2]    | 40000000  | DKK
        1-2025    | tenth    | [L2]    | 400000    | DKK
        1-2025    | near     | [L1]    | 2600000   | DKK
        2-2025    | part     |         | 7000      | DKK
        3-2025    | other    |         | 7000000   | DKK
        4-2025    | alone    |         | 9000      | DKK
    """
    found = awards(notice=notice, award=award, lot=lot)
    shifted = {name for name, row in found.items() if row["value_flag"] == "decimal_shift"}
    assert shifted == {"hundred", "total", "part", "alone"}
    assert {found[name]["amount_dkk"] for name in shifted} == {None}
    assert found["hundred"]["amount"] == 250_000_000, "what was published stays"
    assert found["tenth"]["value_flag"] == "ok", "a lot may be a tenth of the total"
    assert found["other"]["value_flag"] == "ok", "the estimate is of two lots"


def distribution(count: int) -> dict[str, dict[str, Any]]:
    lines = ["notice_id | award_id | value | currency"]
    lines += [f"{number} | usual | {900_000 + number * 20_000} | DKK" for number in range(1, count + 1)]
    lines += ["1 | far | 999000000 | DKK", "2 | tiny | 50 | DKK", "3 | large | 60000000 | DKK"]
    notices = "\n".join(["notice_id | publication_date", *(f"{number} | 2025-03-03" for number in range(1, count + 1))])
    with made("core.award", notice=notices, award="\n".join(lines)) as building:
        rows = building.query("from core.award where award_id <> 'usual' or notice_id = '9'")
        return {str(row["award_id"]): row for row in rows}


def test_an_amount_far_from_its_segments_distribution_is_an_outlier_once_there_are_thirty() -> None:
    found = distribution(40)
    assert {name: row["value_flag"] for name, row in found.items()} == {
        "usual": "ok",
        "large": "ok",
        "far": "outlier",
        "tiny": "outlier",
    }
    assert found["far"]["amount_dkk"] is None
    assert {row["value_flag"] for row in distribution(20).values()} == {"ok"}, "too few to tell"


def test_direct_awards_and_reasons_for_no_award_are_told() -> None:
    notice = """
        notice_id | publication_date | form | procedure_type
        1-2025    | 2025-03-03       | 25   |
        2-2025    | 2025-03-03       | 29   | neg-wo-call
        3-2020    | 2020-03-03       | F15  |
        4-2020    | 2020-03-03       | F03  | Negotiated without a prior call for competition
        5-2025    | 2025-03-03       | 29   | open
        6-2025    | 2025-03-03       | 29   | neg-w-call
        7-2025    | 2025-03-03       |      | direct
    """
    award = """
        notice_id | award_id | status      | reason
        1-2025    | 1        | awarded     |
        2-2025    | 1        | awarded     |
        3-2020    | 1        | awarded     |
        4-2020    | 1        | awarded     |
        5-2025    | 1        | not_awarded | no-rece
        6-2025    | 1        | not_awarded | PROCUREMENT_DISCONTINUED
        7-2025    | 1        | awarded     |
    """
    with made("mart.award", notice=notice, award=award) as building:
        rows = building.query("from mart.award order by notice_id")
    assert [row["is_direct_award"] for row in rows] == [True, True, True, True, False, False, True]
    said = {row["no_award_reason"]: row["no_award_reason_en"] for row in rows if row["no_award_reason"]}
    assert said["PROCUREMENT_DISCONTINUED"] == "The procurement was discontinued"
    assert "were received" in str(said["no-rece"])


AMENDED = """
    notice_id | notice_kind  | publication_date | procedure_id | modified_notice | is_change
    1-2024    | result       | 2024-09-17       | pp           |                 | false
    2-2026    | modification | 2026-01-20       | pp           | 1-2024          | false
    3-2025    | modification | 2025-06-20       | pp           | 1-2024          | false
"""


def test_an_amendment_replaces_the_value_it_amends_and_the_last_one_counts() -> None:
    award = """
        notice_id | award_id | contract_no | value    | currency
        1-2024    | 1        | K-1         | 10000000 | DKK
        1-2024    | 2        | K-2         | 3000000  | DKK
        2-2026    | 1        | k-1         | 12500000 | DKK
        3-2025    | 1        | K-1         | 11000000 | DKK
    """
    found = awards(notice=AMENDED, award=award)
    assert {name: row["amount_dkk"] for name, row in found.items()} == {"1": 12500000, "2": 3000000}
    assert (found["1"]["published_amount"], found["1"]["amended_by"]) == (10000000, "2-2026")


def test_an_amendment_that_fits_two_awards_equally_well_replaces_neither() -> None:
    award = """
        notice_id | award_id | lot_ids | value    | currency
        1-2024    | 1        | [L1]    | 10000000 | DKK
        1-2024    | 2        | [L1]    | 3000000  | DKK
        2-2026    | 1        | [L1]    | 12500000 | DKK
    """
    found = awards(notice=AMENDED, award=award)
    assert [row["amount_dkk"] for row in found.values()] == [10000000, 3000000]


def test_a_withheld_amendment_does_not_replace_a_known_value() -> None:
    award = """
        notice_id | award_id | value    | currency
        1-2024    | 1        | 10000000 | DKK
        2-2026    | 1        | -1       | DKK
    """
    assert awards(notice=AMENDED, award=award)["1"]["amount_dkk"] == 10000000


JOINT = """
    notice_id | award_id | organisation_key | role
    1-2025    | 1        | a                | supplier
    1-2025    | 1        | b                | supplier
    1-2025    | 1        | c                | subcontractor
"""
FIRMS = """
    notice_id | organisation_key | role     | name
    1-2025    | a                | supplier | Egekode
    1-2025    | b                | supplier | Vidja
    1-2025    | c                | supplier | Rimfrost
"""


def test_joint_suppliers_share_one_award_and_subcontractors_have_no_part() -> None:
    award = """
        notice_id | award_id | value   | currency
        1-2025    | 1        | 9000000 | DKK
    """
    drawn = {"notice": NOTICE, "award": award, "award_supplier": JOINT, "organisation": FIRMS}
    with made("mart.supplier", "mart.award_supplier", **drawn) as building:
        parts = building.query(
            "select player_name, weight::double as w, amount_dkk from mart.award_supplier order by 1"
        )
        assert [(row["player_name"], row["w"], row["amount_dkk"]) for row in parts] == [
            ("Egekode", 0.5, 4500000),
            ("Rimfrost", 0.0, None),
            ("Vidja", 0.5, 4500000),
        ]
        assert column(building, "mart.supplier", "award_count") == [0.5, 0.5]
        assert column(building, "mart.supplier", "participation_count") == [1, 1]
        assert column(building, "mart.award", "supplier_names") == ["Egekode, Vidja"]


def test_two_names_of_one_player_are_one_supplier() -> None:
    resolution = """
        organisation_key | player_id | layer
        a                | egekode   | id
        b                | egekode   | id
    """
    drawn = {"notice": NOTICE, "award_supplier": JOINT, "organisation": FIRMS, "resolution": resolution}
    with made("core.award_supplier", **drawn) as building:
        rows = building.query(
            "select player_id, role, weight::double as w from core.award_supplier order by role desc, 1"
        )
        assert [(row["role"], row["w"]) for row in rows] == [("supplier", 1.0), ("subcontractor", 0.0)]


VALUES = st.one_of(st.none(), st.decimals("-1", "99999999999999999999", places=4, allow_nan=False))
CURRENCIES = st.sampled_from(["DKK", "EUR", "IDR", "XXX", None, "sek"])
HINTS = st.sampled_from([None, "contract", "call_off", "framework_ceiling", "estimate", "amendment_total"])


@given(said=st.lists(st.tuples(st.integers(1, 9), VALUES, CURRENCIES, HINTS), min_size=20, max_size=60))
@settings(max_examples=3, deadline=None)
def test_whatever_notices_say_the_checks_hold(said: list[tuple[Any, ...]]) -> None:
    lines = ["notice_id | award_id | value | currency | value_kind_hint"]
    for number, (notice, value, currency, hint) in enumerate(said):
        amount = "" if value is None else format(value, "f")
        lines.append(f"{notice} | {number} | {amount} | {currency or ''} | {hint or ''}")
    notices = "\n".join(["notice_id | publication_date", *(f"{number} | 2025-03-03" for number in range(1, 10))])
    assert len(awards(notice=notices, award="\n".join(lines))) == len(said)
