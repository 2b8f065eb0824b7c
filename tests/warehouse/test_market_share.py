"""Shares by number, known and imputed value, by unit and by group; values spread over months; notices that lag."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.warehouse.drawing import STUDY, made
from tests.warehouse.test_market import market
from warehouse.estimators.imputation import draw_values

ASK = "from mart.market_share where segment_code = 'all' and period = 'all' and level = ? order by player_name"


def shares(drawn: dict[str, str], level: str = "legal unit") -> dict[str, dict[str, Any]]:
    with made("mart.market_share", **drawn) as building:
        return {str(row["player_name"]): row for row in building.query(ASK, [level])}


def test_where_all_values_are_known_the_three_measures_agree() -> None:
    found = shares(market({"a": 10, "b": 6, "c": 4}))["a"]
    told = [found[name] for name in ("award_share", "known_share", "imputed_low", "imputed_mid", "imputed_high")]
    assert told == pytest.approx([0.5] * 5)
    assert found["imputed_mid_x5"] == pytest.approx(0.5)
    assert found["reason"] is None


def test_missing_values_give_an_interval_and_lines_for_larger_ones() -> None:
    # All that is missing is c's: the more it may be worth, the smaller is a's share.
    found = shares(market({"a": 10, "b": 6, "c": 4}, known=16))
    assert found["a"]["known_share"] == pytest.approx(10 / 16)
    assert found["a"]["imputed_mid"] == pytest.approx(0.5, abs=0.01), "all known values are the same"
    lines = [found["a"][name] for name in ("imputed_mid", "imputed_mid_x2", "imputed_mid_x5")]
    assert lines == sorted(lines, reverse=True)
    assert lines[2] == pytest.approx(10 / (16 + 4 * 5), abs=0.01)


@pytest.mark.parametrize(
    ("known", "by_known", "imputed", "said"),
    [(14, True, True, None), (13, False, True, "fewer than 70 %"), (7, False, False, "by value cannot tell")],
)
def test_what_is_shown_depends_on_coverage(known: int, by_known: bool, imputed: bool, said: str | None) -> None:
    found = shares(market({"a": 10, "b": 6, "c": 4}, known=known))["a"]
    assert found["award_share"] == 0.5, "the number can always be told"
    assert ((found["known_share"] is not None), (found["imputed_mid"] is not None)) == (by_known, imputed)
    assert (found["reason"] is None) if said is None else (said in found["reason"])


def test_suppliers_of_one_owner_are_one_group() -> None:
    drawn = market({"a": 10, "b": 6, "c": 4, "d": 2})
    drawn["resolution"] = "\n".join(
        ["organisation_key | player_id | layer", *(f"{one} | P:{one} | id" for one in "abcd")]
    )
    drawn["player"] = """
        player_id | name | parent_id
        P:a       | a    |
        P:b       | b    | P:c
        P:c       | c    | P:o
        P:d       | d    |
        P:o       | o    |
    """
    units, groups = shares(drawn), shares(drawn, "group")
    assert set(units) == {"a", "b", "c", "d"}
    assert {name: row["award_count"] for name, row in groups.items()} == {"a": 10.0, "d": 2.0, "o": 10.0}


def test_owners_that_own_one_another_are_one_group() -> None:
    player = """
        player_id | name | parent_id
        P:a       | a    | P:b
        P:b       | b    | P:a
        P:c       | c    | P:c
    """
    with made("core.player_group", player=player) as building:
        rows = building.query("select player_id, group_id from core.player_group order by 1")
    assert [(row["player_id"], row["group_id"]) for row in rows] == [("P:a", "P:a"), ("P:b", "P:a"), ("P:c", "P:c")]


def test_small_numbers_cannot_tell() -> None:
    found = shares(market({"a": 4, "b": 3, "c": 2}))["a"]
    assert (found["can_tell"], found["award_share"]) == (False, None)
    assert found["reason"] == "cannot tell: fewer than 10 awards"


# -- size ------------------------------------------------------------------------------------------------------------

NOTICE = """
    notice_id | publication_date
    1         | 2024-06-20
    2         | 2024-06-25
"""
AWARD = """
    notice_id | award_id | lot_ids | value   | currency
    1         | 1        | [L1]    | 2400000 | DKK
    2         | 1        | [L1]    | 600000  | DKK
"""
LOT = """
    notice_id | lot_id | start_date | duration_value | duration_unit
    1         | L1     | 2024-07-01 | 24             | month
    2         | L1     | 2024-07-01 | 6              | month
"""


def test_a_value_is_spread_over_the_months_of_its_contract() -> None:
    with made("mart.market_size", notice=NOTICE, award=AWARD, lot=LOT) as building:
        rows = building.query("select * from mart.market_size where segment_code = 'all' order by year")
    assert [(row["year"], row["running_known_dkk"], row["running_count"]) for row in rows] == [
        (2024, 6 / 24 * 2_400_000 + 600_000, 2),
        (2025, 12 / 24 * 2_400_000, 1),
        (2026, 6 / 24 * 2_400_000, 1),
    ]
    assert [row["award_count"] for row in rows] == [2, 0, 0]


def test_an_end_that_nobody_states_is_taken_from_awards_like_it_or_from_the_default() -> None:
    with made(
        "mart.award_value", notice=NOTICE, award=AWARD, lot=LOT.replace("24             ", "               ")
    ) as one:
        rows = one.query("select end_month - start_month + 1 as months, period_basis from mart.award_value order by 1")
    assert [(row["months"], row["period_basis"]) for row in rows] == [(6, "stated"), (48, "default")]


def test_what_customers_buy_stands_beside_the_top_down_figure() -> None:
    organisation = """
        notice_id | organisation_key | role  | name
        1         | kommune          | buyer | Kommunen
        2         | stat             | buyer | Styrelsen
    """
    resolution = """
        organisation_key | player_id | layer
        kommune          | K:1       | id
    """
    customer = """
        player_id | name     | population
        K:1       | Kommunen | 4000
    """
    top_down = """
        low_per_head_dkk | high_per_head_dkk | year | source_note
        1000             | 1500              | 2022 | a study
    """
    drawn = {"organisation": organisation, "resolution": resolution, "customer": customer, "top_down": top_down}
    with made("mart.market_size", study=STUDY, notice=NOTICE, award=AWARD, lot=LOT, **drawn) as building:
        (row,) = building.query("from mart.market_size where segment_code = 'all' and year = 2025")
    assert (row["top_down_low_dkk"], row["top_down_high_dkk"]) == (4_000_000, 6_000_000)
    assert row["customer_mid_dkk"] == 1_200_000, "the agency is no customer"
    assert (row["top_down_coverage_low"], row["top_down_coverage_high"]) == (0.2, 0.3)


def test_missing_values_are_drawn_from_the_finest_pool_that_knows_enough() -> None:
    amounts = np.array([1e6] * 12 + [1e9] * 12 + [np.nan] * 2)
    fine = pa.array(["small"] * 12 + ["large"] * 12 + ["small", "unheard"])
    whole = pa.repeat("all", len(amounts))
    drawn = draw_values(amounts, np.isnan(amounts), [fine, whole])
    assert drawn.shape == (2, 100)
    assert np.allclose(drawn[0], 1e6, rtol=0.01)
    assert np.median(drawn[1]) > 5e6, "drawn from all"
    assert np.array_equal(drawn, draw_values(amounts, np.isnan(amounts), [fine, whole])), "the same draws again"


# -- notices lag -------------------------------------------------------------------------------------------------------


def test_the_last_quarters_are_provisional_and_what_will_come_is_estimated() -> None:
    notices, awards = ["notice_id | publication_date"], ["notice_id | award_id | award_date"]
    for place in range(40):
        notices.append(f"old{place} | 2025-0{1 + place % 6}-{20 + place % 8}")
        awards.append(f"old{place} | 1 | 2024-11-{10 + place % 10}")
    notices.append("new | 2026-11-20")
    awards.append("new | 1 | 2026-11-01")
    with made("mart.award_quarter", notice="\n".join(notices), award="\n".join(awards)) as building:
        rows = {str(row["quarter"]): row for row in building.query("from mart.award_quarter")}
    assert (rows["2024-10-01"]["is_provisional"], rows["2024-10-01"]["complete_share"]) == (False, 1.0)
    assert rows["2026-10-01"]["is_provisional"] is True
    assert rows["2026-10-01"]["complete_share"] < 0.5
