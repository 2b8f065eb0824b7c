"""Money in the prices of one year, and the cells of the Mekko chart: arithmetic that must add up, or say why not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.drawing import STUDY, made
from tests.warehouse.test_market import market

LEVELS = """
    price_index | year | index_value | file  | line
    Test prices | 2024 | 100         | p.csv | 2
    Test prices | 2025 | 110         | p.csv | 3
"""


def years(*of: int) -> dict[str, str]:
    """Ten awards of one million each in each of these years."""
    drawn: dict[str, list[str]] = {}
    for year in of:
        for name, text in market({"a": 5, "b": 3, "c": 2}, year=year).items():
            head, *rows = text.splitlines()
            drawn.setdefault(name, [head]).extend(f"{year}{row.strip()}" for row in rows)
    return {name: "\n".join(rows) for name, rows in drawn.items()}


def real(study: str = STUDY, **drawn: str) -> dict[int, dict[str, Any]]:
    with made("mart.market_size_real", study=study, **drawn) as building:
        return {row["year"]: row for row in building.query("from mart.market_size_real where segment_code = 'all'")}


def test_the_same_money_is_worth_more_in_the_prices_of_a_dearer_year() -> None:
    rows = real(**years(2024, 2025), price_index=LEVELS)
    assert (rows[2024]["imputed_mid_dkk"], rows[2024]["imputed_mid_real_dkk"]) == (10e6, 11e6)
    assert (rows[2025]["base_year"], rows[2025]["known_value_real_dkk"]) == (2025, 10_000_000)
    assert rows[2025]["real_growth"] == pytest.approx(10 / 11 - 1)
    assert (rows[2024]["price_index"], rows[2024]["source_note"]) == ("Test prices", "p.csv")


def test_nothing_grows_out_of_a_year_that_is_held_in_part() -> None:
    rows = real(STUDY.replace("2020-01-01", "2024-12-01"), **years(2024, 2025), price_index=LEVELS)
    assert (rows[2024]["is_part_year"], rows[2025]["is_part_year"]) == (True, False)
    assert (rows[2025]["can_tell"], rows[2025]["real_growth"]) == (True, None)


def test_a_year_without_a_level_cannot_be_told_and_is_not_guessed() -> None:
    rows = real(**years(2023, 2025), price_index=LEVELS)
    assert (rows[2023]["can_tell"], rows[2023]["imputed_mid_real_dkk"]) == (False, None)
    assert rows[2023]["reason"] == "cannot tell: Test prices has no level for 2023; import a newer index"
    assert (rows[2025]["can_tell"], rows[2025]["real_growth"]) == (True, None)


def test_danish_consumer_prices_stand_where_nothing_is_imported_and_other_currencies_have_none() -> None:
    rows = real(**years(2022, 2023))
    assert rows[2022]["price_index"] == "Danish consumer prices (2015=100)"
    assert rows[2022]["price_factor"] == pytest.approx(117.21 / 113.46)
    euros = real(STUDY.replace("DKK", "EUR"), **years(2022))
    assert euros[2022]["reason"] == "cannot tell: no price index is held for the study's currency"


def cells(drawn: dict[str, str]) -> list[dict[str, Any]]:
    segments = "segment_code | name_da | name_en | cpv_prefix\nit | It | IT | 72\nops | Drift | Operations | 50"
    drawn["notice"] = drawn["notice"].replace("publication_date", "publication_date | cpv_main", 1)
    drawn["notice"] = "\n".join(
        row if "cpv_main" in row else f"{row} | 72000000" for row in drawn["notice"].splitlines()
    )
    with made("mart.market_mekko", segment=segments, **drawn) as building:
        return building.query("from mart.market_mekko order by segment_code, cell_place")


def test_width_times_height_is_a_part_of_the_whole_and_the_small_ones_are_one_cell() -> None:
    rows = cells(market({"a": 6, "b": 5, "c": 4, "d": 3, "e": 2, "f": 1, "g": 1}))
    held = [row for row in rows if row["can_tell"]]
    assert [row["player_name"] or row["player_id"] for row in held] == ["a", "b", "c", "d", "e", "others"]
    assert (held[-1]["holder_count"], held[0]["share_in_segment"]) == (2, pytest.approx(6 / 22))
    assert sum(row["segment_share"] * row["share_in_segment"] for row in held) == pytest.approx(1)
    assert not any(row["is_uncertain"] for row in held)


def test_a_segment_of_unknown_values_cannot_tell_and_one_of_few_known_ones_is_hatched() -> None:
    rows = cells(market({"a": 6, "b": 5, "c": 4}, known=8))
    assert {row["reason"] for row in rows if row["segment_code"] == "it"} == {
        "hatched: 53 % of the values are known, a sure share needs 70 %"
    }
    (empty,) = (row for row in rows if row["segment_code"] == "ops")
    assert (empty["player_id"], empty["can_tell"], empty["is_uncertain"]) == ("none", False, True)
    assert empty["reason"] == "cannot tell: no value of the segment is known"
