"""Amounts in other currencies: converted at the rate of their day, or at none."""

from __future__ import annotations

from decimal import Decimal

from tests.warehouse.awards import NOTICE, awards
from tests.warehouse.drawing import made


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
