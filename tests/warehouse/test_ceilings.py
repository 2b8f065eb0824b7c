"""A framework's ceiling is told once and is never a market value."""

from __future__ import annotations

from tests.warehouse.awards import FRAMEWORK, awards
from tests.warehouse.drawing import made


def test_a_framework_ceiling_is_never_a_market_value() -> None:
    award = """
        notice_id | award_id | lot_ids | value    | currency | value_kind_hint
        1-2025    | 1        | [L1]    | 65000000 | DKK      | contract
        1-2025    | 2        | [L1]    | 65000000 | DKK      | contract
        1-2025    | 3        | [L1]    | 65000000 | DKK      | contract
    """
    with made("mart.market_size", notice=FRAMEWORK, award=award) as building:
        rows = building.query("from core.award")
        assert {row["value_kind"] for row in rows} == {"framework_ceiling"}
        assert {row["value_flag"] for row in rows} == {"repeated_ceiling"}
        assert {row["amount_dkk"] for row in rows} == {None}
        size = building.query("from mart.market_size where segment_code = 'all' and year = 2025")[0]
        assert size["known_value_dkk"] is None
        assert (size["framework_ceiling_count"], size["framework_ceiling_dkk"]) == (3, 65000000)


def test_a_repeated_ceiling_stands_at_its_first_winner_even_where_another_currency_tells_the_same_number() -> None:
    award = """
        notice_id | award_id | lot_ids | value    | currency | value_kind_hint
        1-2025    | 1        | [L1]    | 65000000 | XTS      | contract
        1-2025    | 2        | [L1]    | 65000000 | DKK      | contract
        1-2025    | 3        | [L1]    | 65000000 | DKK      | contract
    """
    found = awards(notice=FRAMEWORK, award=award)
    assert {name: row["value_flag"] for name, row in found.items()} == {
        "1": "review",
        "2": "repeated_ceiling",
        "3": "repeated_ceiling",
    }
    assert {name: row["ceiling_dkk"] for name, row in found.items()} == {"1": None, "2": 65000000, "3": None}


def test_a_ceiling_that_awards_of_overlapping_lots_repeat_is_told_once() -> None:
    award = """
        notice_id | award_id | lot_ids  | value    | currency | status
        1-2025    | 1        | [L1]     | 65000000 | DKK      | awarded
        1-2025    | 2        | [L1, L2] | 65000000 | DKK      | awarded
        1-2025    | 3        | [L2]     | 65000000 | DKK      | awarded
        1-2025    | 4        | [L3, L3] | 65000000 | DKK      | awarded
        1-2025    | 5        | [L4]     | 30000000 | DKK      | not_awarded
        1-2025    | 6        | [L4]     | 30000000 | DKK      | awarded
        1-2025    | 7        | [L4]     | 30000000 | DKK      | awarded
    """
    found = awards(notice=FRAMEWORK, award=award)
    told = {name: row["ceiling_dkk"] for name, row in found.items() if row["ceiling_dkk"] is not None}
    assert told == {"2": 65000000, "4": 65000000, "6": 30000000}, "a lot of its own has a ceiling of its own"


def test_a_ceiling_that_amendments_raise_for_each_winner_is_told_once() -> None:
    notice = """
        notice_id | notice_kind  | publication_date | procedure_id | modified_notice | framework_or_dps
        1-2024    | result       | 2024-09-17       | pp           |                 | fa-w-rc
        2-2026    | modification | 2026-01-20       | pp           | 1-2024          |
    """
    award = """
        notice_id | award_id | contract_no | lot_ids | value    | currency
        1-2024    | 1        | K-1         | [L1]    | 65000000 | DKK
        1-2024    | 2        | K-2         | [L1]    | 65000000 | DKK
        2-2026    | 1        | K-1         | []      | 70000000 | DKK
        2-2026    | 2        | K-2         | []      | 70000000 | DKK
    """
    found = awards(notice=notice, award=award)
    assert {name: row["amount"] for name, row in found.items()} == {"1": 70000000, "2": 70000000}
    assert {name: row["ceiling_dkk"] for name, row in found.items()} == {"1": 70000000, "2": None}


def test_the_ceiling_of_a_framework_with_one_supplier_is_no_market_value_either() -> None:
    award = """
        notice_id | award_id | value    | currency | value_kind_hint
        1-2025    | 1        | 65000000 | DKK      | contract
        1-2025    | 2        | 30000000 | DKK      |
        1-2025    | 3        | 20000000 | DKK      | framework_ceiling
    """
    found = awards(notice=FRAMEWORK, award=award)
    assert {row["value_kind"] for row in found.values()} == {"framework_ceiling"}
    assert {row["amount_dkk"] for row in found.values()} == {None}


def test_a_purchase_under_a_framework_for_a_named_customer_is_a_call_off() -> None:
    award = """
        notice_id | award_id | value   | currency | value_kind_hint | customer_text
        1-2025    | 1        | 2350000 | DKK      | contract        | Tangkær Kommune
        1-2025    | 2        | 1180000 | DKK      | contract        | TEN-0002
    """
    found = awards(notice=FRAMEWORK, award=award)
    assert [(row["value_kind"], row["amount_dkk"]) for row in found.values()] == [
        ("call_off", 2350000),
        ("contract", 1180000),
    ]
