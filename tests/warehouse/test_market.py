"""How large the market is, who holds it, when contracts run out: shares, intervals, and when it cannot tell."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from tests.warehouse.drawing import column, made
from warehouse.estimators.imputation import draw_values
from warehouse.estimators.yearly import is_part_year


def market(
    wins: dict[str, int], *, value: str = "1000000", known: int | None = None, year: int = 2025
) -> dict[str, str]:
    """Drawn tables in which each supplier wins that many awards of a value; `known` says how many values are told."""
    notices, awards, suppliers, organisations = [], [], [], []
    number = 0
    for name, count in wins.items():
        for _ in range(count):
            number += 1
            notices.append(f"{number} | {year}-03-03")
            told = value if known is None or number <= known else "-1"
            awards.append(f"{number} | 1 | {told} | DKK | {1 + number % 2}")
            suppliers.append(f"{number} | 1 | {name}")
            organisations.append(f"{number} | {name} | supplier | {name}")
            organisations.append(f"{number} | buyer{number % 3} | buyer | Buyer {number % 3}")
    return {
        "notice": "\n".join(["notice_id | publication_date", *notices]),
        "award": "\n".join(["notice_id | award_id | value | currency | bids_received", *awards]),
        "award_supplier": "\n".join(["notice_id | award_id | organisation_key", *suppliers]),
        "organisation": "\n".join(["notice_id | organisation_key | role | name", *organisations]),
    }


def shares(drawn: dict[str, str]) -> dict[str, dict[str, Any]]:
    with made("mart.supplier_share", **drawn) as building:
        rows = building.query("from mart.supplier_share where segment_code = 'all' and period = 'all'")
        return {str(row["player_name"]): row for row in rows}


def test_a_share_carries_its_interval_and_coverage() -> None:
    found = shares(market({"a": 10, "b": 6, "c": 4}))
    assert [(row["award_count"], row["award_share"], row["value_share"]) for row in found.values()] == [
        (10.0, 0.5, 0.5),
        (6.0, 0.3, 0.3),
        (4.0, 0.2, 0.2),
    ]
    # Wilson, 10 of 20 at 95 %.
    assert found["a"]["share_low"] == pytest.approx(0.299298, abs=1e-6)
    assert found["a"]["share_high"] == pytest.approx(0.700702, abs=1e-6)
    assert (found["a"]["total_award_count"], found["a"]["supplier_count"], found["a"]["buyer_count"]) == (20, 3, 3)


def test_small_numbers_cannot_tell() -> None:
    few = shares(market({"a": 4, "b": 3, "c": 2}))["a"]
    assert (few["can_tell"], few["award_share"], few["award_count"]) == (False, None, 4.0)
    assert few["reason"] == "cannot tell: fewer than 10 awards"
    two = shares(market({"a": 10, "b": 10}))["a"]
    assert two["reason"] == "cannot tell: fewer than 3 suppliers"


def test_a_share_by_value_needs_seventy_per_cent_coverage() -> None:
    enough = shares(market({"a": 10, "b": 6, "c": 4}, known=14))["a"]
    assert (enough["value_coverage"], enough["value_share"]) == (0.7, pytest.approx(10 / 14))
    short = shares(market({"a": 10, "b": 6, "c": 4}, known=13))["a"]
    assert (short["can_tell"], short["value_share"]) == (True, None)
    assert short["reason"] == "by number only: fewer than 70 % of the values are known"


def test_the_parts_of_all_suppliers_sum_to_the_market() -> None:
    with made("mart.supplier_share", **market({"a": 10, "b": 6, "c": 4})) as building:
        sums = building.query(
            "select segment_code, period, sum(award_count) as n, min(total_award_count) as total "
            "from mart.supplier_share group by all order by all"
        )
        assert [(row["period"], row["n"], row["total"]) for row in sums] == [
            (period, 20.0, 20) for period in ("2025", "all", "2025", "all")
        ]


def size(drawn: dict[str, str]) -> dict[str, Any]:
    drawn = {name: drawn[name] for name in ("notice", "award")}
    with made("mart.market_size", **drawn) as building:
        return building.query("from mart.market_size where segment_code = 'all' and year = 2025")[0]


def test_a_market_whose_values_are_all_known_is_their_sum() -> None:
    found = size(market({"a": 10, "b": 6, "c": 4}))
    assert found["known_value_dkk"] == found["imputed_low_dkk"] == found["imputed_high_dkk"] == 20_000_000
    assert (found["value_coverage"], found["can_tell"], found["is_provisional"]) == (1.0, True, False)
    assert (found["single_bid_count"], found["bids_known_count"]) == (10, 20)


def test_missing_values_are_told_as_an_interval_above_what_is_known() -> None:
    found = size(market({"a": 10, "b": 6, "c": 4}, known=12))
    assert found["known_value_dkk"] == 12_000_000
    assert found["imputed_low_dkk"] <= found["imputed_mid_dkk"] <= found["imputed_high_dkk"]
    assert found["imputed_mid_dkk"] == pytest.approx(20_000_000, rel=0.01), "all known values are the same"


@pytest.mark.parametrize(("known", "said"), [(9, "fewer than 10 values are known"), (15, "fewer than 40 %")])
def test_a_market_with_too_little_known_cannot_tell(known: int, said: str) -> None:
    found = size(market({"a": 20, "b": 20}, known=known))
    assert (found["can_tell"], found["imputed_mid_dkk"]) == (False, None)
    assert said in found["reason"]


def framed(outside: int, known: int, frameworks: int) -> dict[str, Any]:
    """The market of so many awards outside frameworks, of which some tell their value, beside winners of frameworks."""
    tables = market({"a": outside}, known=known)
    more = {"notice": ("framework_or_dps", "none"), "award": ("lot_ids", "[]")}
    for name, (column_name, plain) in more.items():
        head, *rows = tables[name].splitlines()
        tables[name] = "\n".join([f"{head} | {column_name}", *(f"{row} | {plain}" for row in rows)])
    tables["notice"] += "\n900 | 2025-03-03 | fa-w-rc"
    tables["award"] += "".join(f"\n900 | {number} | 65000000 | DKK | 2 | [L1]" for number in range(1, frameworks + 1))
    with made("mart.market_size", **{name: tables[name] for name in ("notice", "award")}) as building:
        return building.query("from mart.market_size where segment_code = 'all' and year = 2025")[0]


def test_the_estimate_is_of_the_awards_outside_frameworks_and_so_is_its_coverage() -> None:
    found = framed(20, 15, 30)
    assert (found["award_count"], found["framework_ceiling_count"], found["outside_framework_count"]) == (50, 30, 20)
    assert (found["value_coverage"], found["outside_framework_coverage"]) == (0.3, 0.75)
    # 30 % of all awards state a value, but three of four of those that have one.
    assert found["can_tell"]
    assert found["imputed_mid_dkk"] == pytest.approx(20_000_000, rel=0.01)


def test_a_market_of_frameworks_alone_has_no_market_value_that_could_be_told() -> None:
    found = framed(0, 0, 3)
    assert (found["can_tell"], found["outside_framework_coverage"]) == (False, None)
    assert found["reason"] == "cannot tell: no awards outside frameworks, and a ceiling is no market value"


def test_a_year_that_the_study_sees_in_part_is_told_apart_from_whole_ones() -> None:
    study = """
        study | title_da | title_en | as_of      | night_id | country | currency | period_start | is_rehearsal
        test  | Prøve    | Test     | 2026-11-23 | n2       | DK      | DKK      | 2023-12-01   | false
    """
    notice = "notice_id | publication_date\n1 | 2023-12-08\n2 | 2024-02-01\n3 | 2025-02-01\n4 | 2026-02-01"
    award = "notice_id | award_id\n1 | 1\n2 | 1\n3 | 1\n4 | 1"
    with made("mart.market_size", study=study, notice=notice, award=award) as building:
        rows = building.query("from mart.market_size where segment_code = 'all' order by year")
    assert [(row["year"], row["is_part_year"], row["is_provisional"]) for row in rows] == [
        (2023, True, False),
        (2024, False, False),
        (2025, False, False),
        (2026, True, True),
    ]
    assert not is_part_year(2025, date(2025, 1, 1), date(2025, 12, 31)), "both ends belong to the year"


def drawn(known: NDArray[np.float64], *, missing: int, pool: str) -> NDArray[np.float64]:
    """The draws of so many missing values beside some known ones, a row each."""
    amounts = np.concatenate([known, np.full(missing, np.nan)])
    return draw_values(amounts, np.isnan(amounts), [pa.repeat(pool, len(amounts))])


def test_imputation_covers_the_truth_about_as_often_as_it_says() -> None:
    chance = np.random.default_rng(4)
    covered = 0
    for trial in range(200):
        values = np.exp(chance.normal(15, 1, 60))
        draws = drawn(values[:30], missing=30, pool=f"trial {trial}")
        low, high = np.quantile(draws.sum(axis=0), [0.05, 0.95])
        covered += low <= values[30:].sum() <= high
    assert 0.82 <= covered / 200 <= 0.96


def test_imputation_gives_the_same_draws_for_the_same_values_and_refuses_few() -> None:
    values = np.arange(1.0, 40.0)
    first, again = (drawn(values, missing=7, pool="it") for _ in range(2))
    assert first.tolist() == again.tolist()
    assert not np.isnan(first).any()
    assert np.isnan(drawn(values[:9], missing=1, pool="it")).all()


# -- when contracts run out --------------------------------------------------------------------------------------------


def test_a_contract_runs_out_with_its_renewals() -> None:
    notice = """
        notice_id | publication_date
        1-2024    | 2024-03-12
    """
    lot = """
        notice_id | lot_id | start_date | end_date   | renewal_max
        1-2024    | L1     | 2024-04-01 | 2026-03-31 | 2
    """
    award = """
        notice_id | award_id | lot_ids
        1-2024    | 1        | [L1]
    """
    with made("mart.contract_period", notice=notice, lot=lot, award=award) as building:
        (row,) = building.query("from mart.contract_period")
        assert (str(row["end_date"]), str(row["latest_end_date"])) == ("2026-03-31", "2030-03-31")
        assert (row["half_year"], row["basis"]) == ("2030-H1", "dates in the result notice")


def test_renewals_in_words_are_as_long_as_the_words_say() -> None:
    notice = """
        notice_id | publication_date
        1-2024    | 2024-03-12
    """
    lot = """
        notice_id | lot_id | start_date | end_date   | renewal_max | renewal_text                      | options_text
        1-2024    | L1     | 2024-04-01 | 2028-03-31 | 2           | Kan forlænges med op til 12 mdr.  | Ekstra moduler
        1-2024    | L2     | 2024-04-01 | 2028-03-31 |             | Option på 3 x 1 år                |
        1-2024    | L3     | 2024-04-01 | 2028-03-31 | 1           | 12 måneder, derefter 24 måneder   |
    """
    award = """
        notice_id | award_id | lot_ids
        1-2024    | 1        | [L1]
        1-2024    | 2        | [L2]
        1-2024    | 3        | [L3]
    """
    with made("mart.contract_period", notice=notice, lot=lot, award=award) as building:
        rows = building.query("from mart.contract_period order by award_key")
    assert [str(row["earliest_end_date"]) for row in rows] == ["2028-03-31"] * 3
    assert [str(row["latest_end_date"]) for row in rows] == ["2030-03-31", "2031-03-31", "2032-03-31"]
    assert [row["renewal_months"] for row in rows] == [12.0, 12.0, None]
    assert [row["has_options"] for row in rows] == [True, False, False]


def test_a_duration_that_stands_only_in_the_call_is_found_there() -> None:
    notice = """
        notice_id | notice_kind | publication_date | procedure_id | previous_notice
        1-2020    | competition | 2020-01-10       |              |
        2-2020    | result      | 2020-06-10       |              | 1-2020
    """
    lot = """
        notice_id | lot_id | duration_value | duration_unit
        1-2020    | 1      | 48             | month
    """
    award = """
        notice_id | award_id | contract_date
        2-2020    | 1        | 2020-07-01
    """
    with made("mart.contract_period", notice=notice, lot=lot, award=award) as building:
        (row,) = building.query("from mart.contract_period")
        assert (str(row["start_date"]), str(row["end_date"])) == ("2020-07-01", "2024-07-01")
        assert row["basis"] == "duration in the competition notice"
        assert row["days_left"] < 0


def test_a_contract_whose_period_nobody_states_is_told_as_such() -> None:
    notice = """
        notice_id | publication_date
        1-2024    | 2024-03-12
    """
    lot = """
        notice_id | lot_id | start_date | end_date   | duration_value | duration_unit
        1-2024    | L1     | 2030-04-01 | 2026-03-31 |                |
        1-2024    | L2     |            |            | 99999999       | year
    """
    award = """
        notice_id | award_id | lot_ids
        1-2024    | 1        | [L1]
        1-2024    | 2        | [L2]
    """
    with made("mart.contract_period", notice=notice, lot=lot, award=award) as building:
        assert column(building, "mart.contract_period", "basis") == ["not stated"] * 2
        assert column(building, "mart.contract_period", "end_date") == [None] * 2
