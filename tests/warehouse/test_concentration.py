"""Concentration: without bias where few awards are seen, with an interval that covers, and silent on small numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.drawing import STUDY, made
from tests.warehouse.test_market import market
from warehouse.estimators.concentration import concentration

COUNTS = st.lists(st.integers(1, 60), min_size=1, max_size=30).filter(lambda counts: sum(counts) >= 2)


@given(COUNTS)
def test_the_index_is_the_chance_that_two_different_awards_went_to_one_supplier(counts: list[int]) -> None:
    owners = [supplier for supplier, count in enumerate(counts) for _ in range(count)]
    pairs = [(a, b) for a in range(len(owners)) for b in range(len(owners)) if a != b][:200_000]
    found = concentration(counts)
    assert found is not None
    if len(owners) * (len(owners) - 1) <= 200_000:
        same = sum(owners[a] == owners[b] for a, b in pairs)
        assert found.hhi == pytest.approx(10_000 * same / len(pairs), abs=1e-6)


@given(COUNTS, st.randoms(use_true_random=False))
def test_index_shares_and_interval_are_in_order_and_do_not_depend_on_the_order_of_suppliers(
    counts: list[int], chance: Any
) -> None:
    found = concentration(counts)
    assert found is not None
    assert 0 <= found.low <= found.hhi <= found.high <= 10_000
    assert max(counts) / sum(counts) == pytest.approx(found.top_one)
    assert found.top_one <= found.top_four <= 1
    chance.shuffle(counts)
    again = concentration(counts)
    assert again is not None
    assert again.hhi == pytest.approx(found.hhi)


def test_extremes_are_told_as_such() -> None:
    one = concentration([12])
    assert one is not None
    assert (one.hhi, one.low, one.high, one.effective) == (10_000, 10_000, 10_000, 1)
    none_twice = concentration([1] * 12)
    assert none_twice is not None
    assert (none_twice.hhi, none_twice.low, none_twice.effective) == (0, 0, None)
    assert 0 < none_twice.high < 1_000
    assert concentration([1]) is None
    assert concentration([]) is None


def test_the_index_has_no_bias_where_the_plain_one_has_and_its_interval_covers() -> None:
    chance = np.random.default_rng(3)
    parts = np.array([0.32, 0.18, 0.12, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02])
    truth = 10_000 * float(np.sum(parts**2))
    for awards, trials in ((15, 6_000), (60, 2_000)):
        drawn = chance.multinomial(awards, parts, trials)
        found = [concentration(row[row > 0]) for row in drawn]
        indices = np.array([each.hhi for each in found if each is not None])
        assert abs(indices.mean() / truth - 1) <= 0.02
        covered = np.mean([each.low <= truth <= each.high for each in found if each is not None])
        assert 0.9 <= covered <= 0.995
    plain = 10_000 * np.sum((chance.multinomial(15, parts, 6_000) / 15) ** 2, axis=1).mean()
    assert plain / truth > 1.2, "what counting each award with itself would do"


def test_a_joint_award_counts_by_its_parts() -> None:
    # Awards: a; a and b jointly; b. Pairs of different awards: 0.5 + 0 + 0.5 of 3.
    found = concentration([1.5, 1.5], [1.25, 1.25])
    assert found is not None
    assert found.hhi == pytest.approx(10_000 / 3)


def told(drawn: dict[str, str], period: str = "all", study: str = STUDY) -> dict[str, Any]:
    with made("mart.market_concentration", study=study, **drawn) as building:
        rows = building.query("from mart.market_concentration where segment_code = 'all' and period = ?", [period])
        return rows[0]


def test_a_market_is_told_by_index_shares_single_bids_and_counts() -> None:
    found = told(market({"a": 10, "b": 6, "c": 4}))
    assert found["hhi"] == pytest.approx(10_000 * (90 + 30 + 12) / 380, abs=0.001)
    assert found["hhi_low"] < found["hhi"] < found["hhi_high"]
    assert found["effective_supplier_count"] == pytest.approx(380 / 132, abs=0.001)
    assert (found["top_one_share"], found["top_four_share"]) == (0.5, 1.0)
    assert (found["single_bid_share"], found["bids_known_count"]) == (0.5, 20)
    assert (found["award_count"], found["supplier_count"], found["can_tell"]) == (20, 3, True)


def test_small_markets_cannot_tell_how_concentrated_they_are() -> None:
    few = told(market({"a": 4, "b": 3, "c": 2}))
    assert (few["can_tell"], few["hhi"], few["reason"]) == (False, None, "cannot tell: fewer than 10 awards")
    assert few["single_bid_share"] is None
    two = told(market({"a": 10, "b": 10}))
    assert (two["can_tell"], two["reason"]) == (False, "cannot tell: fewer than 3 suppliers")


def test_new_entrants_are_those_without_an_award_in_an_earlier_year() -> None:
    drawn = market({"a": 8, "b": 6, "c": 6, "d": 4})
    lines = drawn["notice"].splitlines()
    # The first six awards of a, and all of b, are of the year before.
    early = {str(number) for number in (*range(1, 7), *range(9, 15))}
    moved = [line.replace("2025-", "2024-") if line.split(" ")[0] in early else line for line in lines]
    drawn["notice"] = "\n".join(moved)
    found = told(drawn, "2025")
    assert found["new_entrant_share"] == pytest.approx(10 / 12)
    assert told(drawn, "2024")["new_entrant_share"] is None
    assert told(drawn)["new_entrant_share"] is None
    # A study that begins in December sees a month of the year before: nearly everybody would look new.
    late = STUDY.replace("2020-01-01", "2024-12-01")
    assert told(drawn, "2025", late)["new_entrant_share"] is None
    assert told(drawn, "2025", STUDY.replace("2020-01-01", "2024-01-01"))["new_entrant_share"] is not None
    parts = [told(drawn, period, late)["is_part_year"] for period in ("2024", "2025", "all")]
    assert parts == [True, False, False]
