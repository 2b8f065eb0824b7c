"""What an amount is worth: withheld, symbolic, repeated and amended ones, currencies, and parts of joint suppliers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.drawing import column, made

NOTICE = """
    notice_id | publication_date
    1-2025    | 2025-03-03
"""
FRAMEWORK = """
    notice_id | publication_date | framework_or_dps | framework_max | framework_max_currency
    1-2025    | 2025-03-03       | fa-w-rc          | 65000000      | DKK
"""


def awards(**drawn: str) -> dict[str, dict[str, Any]]:
    with made("core.award", **drawn) as building:
        return {str(row["award_id"]): row for row in building.query("from core.award")}


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


def test_currencies_are_converted_with_the_rate_of_the_day_and_keep_its_date() -> None:
    notice = """
        notice_id | publication_date
        1-2025    | 2025-03-02
        2-2026    | 2026-11-20
    """
    award = """
        notice_id | award_id | value   | currency
        1-2025    | sunday   | 1000000 | EUR
        2-2026    | later    | 1000000 | SEK
        1-2025    | unknown  | 1000000 | XXX
    """
    found = awards(notice=notice, award=award)
    assert str(found["sunday"]["rate_date"]) == "2025-02-28"
    assert 7_440_000 < found["sunday"]["amount_dkk"] < 7_470_000
    assert found["sunday"]["amount_eur"] == 1_000_000
    assert str(found["later"]["rate_date"]) == "2026-10-30", "after the last known rate, the last known rate"
    assert (found["unknown"]["value_flag"], found["unknown"]["amount_dkk"]) == ("review", None)


def test_a_currency_that_had_no_rate_of_late_is_converted_at_none() -> None:
    notice = """
        notice_id | publication_date
        1-2017    | 2017-06-01
        2-2024    | 2024-06-03
        3-2022    | 2022-03-10
        4-2025    | 2025-06-02
    """
    award = """
        notice_id | award_id | value     | currency
        1-2017    | krona    | 100000000 | ISK
        2-2024    | later    | 100000000 | ISK
        3-2022    | rouble   | 100000000 | RUB
        4-2025    | none     | 100000000 | RUB
    """
    found = awards(notice=notice, award=award)
    said = {name: (row["value_flag"], str(row["rate_date"])) for name, row in found.items()}
    assert said == {
        "krona": ("review", "None"),
        "later": ("ok", "2024-06-03"),
        "rouble": ("ok", "2022-03-01"),
        "none": ("review", "None"),
    }
    assert (found["krona"]["rate"], found["krona"]["amount_dkk"]) == (None, None)


def test_a_currency_that_the_euro_replaced_is_the_part_of_a_euro_that_the_law_says() -> None:
    notice = """
        notice_id | publication_date
        1-2022    | 2022-12-30
        2-2026    | 2026-03-02
    """
    award = """
        notice_id | award_id | value   | currency
        1-2022    | before   | 7534500 | HRK
        2-2026    | kuna     | 7534500 | HRK
        2-2026    | lev      | 1955830 | BGN
        2-2026    | kroon    | 1564660 | EEK
    """
    found = awards(notice=notice, award=award)
    assert found["before"]["amount_eur"] != 1_000_000, "it still had a rate of its own"
    assert [found[name]["amount_eur"] for name in ("kuna", "lev", "kroon")] == [1_000_000, 1_000_000, 100_000]
    assert {str(found[name]["rate_date"]) for name in ("kuna", "lev", "kroon")} == {"2026-03-02"}


def test_after_the_last_day_that_has_rates_its_rates_hold_for_a_year_and_the_euros_for_good() -> None:
    notice = """
        notice_id | publication_date
        1-2027    | 2027-10-29
        2-2028    | 2028-01-03
    """
    award = """
        notice_id | award_id  | value   | currency
        1-2027    | krona     | 1000000 | SEK
        1-2027    | rouble    | 1000000 | RUB
        2-2028    | too late  | 1000000 | SEK
        2-2028    | euro      | 1000000 | EUR
        2-2028    | ours      | 1000000 | DKK
    """
    found = awards(notice=notice, award=award)
    assert {name: row["value_flag"] for name, row in found.items()} == {
        "krona": "ok",
        "rouble": "review",
        "too late": "review",
        "euro": "ok",
        "ours": "ok",
    }
    assert {str(found[name]["rate_date"]) for name in ("krona", "euro")} == {"2026-10-30"}
    assert found["ours"]["amount_eur"] == round(1_000_000 / Decimal(str(found["euro"]["rate"])), 2)


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


def test_kroner_and_euro_stand_side_by_side_with_rate_and_day_or_not_at_all() -> None:
    award = """
        notice_id | award_id | value   | currency
        1-2025    | sek      | 3000000 | SEK
        1-2025    | dkk      | 3000000 | DKK
        1-2025    | one      | 1       | DKK
    """
    with made("mart.award", notice=NOTICE, award=award) as building:
        found = {str(row["award_key"]): row for row in building.query("from mart.award")}
    for name in ("1-2025#sek", "1-2025#dkk"):
        row = found[name]
        assert float(row["amount_dkk"]) == round(float(row["amount"]) * row["rate"], 2)
        assert float(row["amount_eur"]) == round(float(row["amount_dkk"]) / row["rate_eur"], 2)
        assert str(row["rate_date"]) == "2025-03-03"
    assert (found["1-2025#dkk"]["rate"], found["1-2025#one"]["amount_eur"]) == (1.0, None)


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
