"""What counts as rising: chance and joining sources do not, a fourfold growth does, and little data cannot tell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.warehouse.drawing import made
from warehouse.estimators.trend import adjusted, estimate_trend

Series = tuple[NDArray[np.int64], NDArray[np.int64]]


def drawn_series(
    chance: np.random.Generator, *, quarters: int, growth: float = 1.0, joins: bool = False, noise: float = 0.08
) -> Series:
    """(documents with the term, documents) by quarter and source; `joins` adds sources of 2.5 times the rate."""
    documents = chance.poisson(np.full((quarters, 4), 90))
    if joins:
        documents[: quarters // 2, 2:] = 0
    level = np.array([1, 1, 2.5, 2.5]) if joins else np.ones(4)
    rate = np.exp(chance.uniform(np.log(0.008), np.log(0.08)))
    wobble = np.exp(chance.normal(0, np.sqrt(np.log(1 + noise)), quarters))
    slope = np.exp(np.log(growth) * np.arange(quarters) / (quarters - 1))
    return np.minimum(chance.poisson(documents * rate * level * (wobble * slope)[:, None]), documents), documents


def calls(seed: int, *, nulls: int, rises: int, quarters: int, joins: bool) -> tuple[float, float]:
    """(share of false calls among the upward calls, share of fourfold growths that were called)."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(nulls + rises):
        growth = 4.0 if number >= nulls else 1.0
        trend = estimate_trend(*drawn_series(chance, quarters=quarters, growth=growth, joins=joins))
        if trend is not None:
            found.append((trend.p, trend.ratio > 1, growth > 1))
    q = adjusted(np.array([p for p, _, _ in found]))
    called = [(real, value <= 0.10 and up) for (_, up, real), value in zip(found, q, strict=True)]
    false = sum(call and not real for real, call in called)
    right = sum(call and real for real, call in called)
    return false / max(false + right, 1), right / max(sum(real for real, _ in called), 1)


@pytest.mark.parametrize("joins", [False, True])
def test_at_most_one_call_in_ten_is_false_and_fourfold_growth_is_found(joins: bool) -> None:
    false_share, found_share = calls(7, nulls=120, rises=60, quarters=16, joins=joins)
    assert false_share <= 0.10
    assert found_share >= 0.6


@pytest.mark.slow
@pytest.mark.parametrize("joins", [False, True])
@pytest.mark.parametrize("quarters", [8, 12, 20])
def test_the_false_discovery_rate_holds_over_many_series(joins: bool, quarters: int) -> None:
    rates = [calls(seed, nulls=400, rises=100, quarters=quarters, joins=joins)[0] for seed in range(5)]
    assert float(np.mean(rates)) <= 0.10


def test_a_source_that_joins_half_way_is_no_trend() -> None:
    chance = np.random.default_rng(3)
    small = [estimate_trend(*drawn_series(chance, quarters=16, joins=True)) for _ in range(150)]
    called = [trend for trend in small if trend is not None and trend.p <= 0.05]
    assert len(called) <= 0.09 * len(small)


def test_the_ratio_is_the_growth_from_half_to_half_and_lies_in_its_interval() -> None:
    documents = np.full((8, 1), 10_000)
    named = np.array([[100], [119], [141], [168], [200], [238], [283], [336]])
    trend = estimate_trend(named, documents)
    assert trend is not None
    assert trend.ratio == pytest.approx(2.0, rel=0.01)
    assert trend.low < 2.0 < trend.high
    assert trend.p < 0.001


def test_a_term_that_only_the_end_knows_still_has_a_sound_test() -> None:
    documents = np.full((12, 2), 100)
    named = np.zeros((12, 2), dtype=np.int64)
    named[-3:] = 4
    trend = estimate_trend(named, documents)
    assert trend is not None
    assert trend.p < 0.05
    assert trend.low > 1


def test_the_trend_does_not_depend_on_the_order_of_sources() -> None:
    named, documents = drawn_series(np.random.default_rng(1), quarters=12)
    first, again = estimate_trend(named, documents), estimate_trend(named[:, ::-1], documents[:, ::-1])
    assert first is not None
    assert again is not None
    assert first.p == pytest.approx(again.p, rel=1e-9)


def test_nothing_named_or_too_few_quarters_is_no_trend() -> None:
    assert estimate_trend(np.zeros((12, 2), dtype=np.int64), np.full((12, 2), 50)) is None
    assert estimate_trend(np.ones((3, 1), dtype=np.int64), np.full((3, 1), 50)) is None


def test_adjusted_values_are_those_of_benjamini_and_hochberg() -> None:
    assert adjusted(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist() == [0.04, 0.0533, 0.0533, 0.5]
    assert adjusted(np.array([])).tolist() == []


def stream(counts: list[int], *, total: int = 40, organisations: int = 5) -> dict[str, str]:
    """Drawn notices and mentions: that many of `total` notices name AI in each quarter up to 2026-Q3."""
    notices, organisation, texts, mentions = [], [], [], []
    first = 2026 * 4 + 3 - len(counts)
    for place, named in enumerate(counts):
        year, quarter = divmod(first + place, 4)
        for number in range(total):
            notice = f"{place}-{number}"
            notices.append(f"{notice} | competition | {year}-{3 * quarter + 2:02d}-10")
            organisation.append(f"{notice} | b{number % organisations} | buyer | Buyer {number % organisations}")
            texts.append(f"{notice} | {notice}")
            if number < named:
                mentions.append(f"{notice} | ai")
    return {
        "notice": "\n".join(["notice_id | notice_kind | publication_date", *notices]),
        "organisation": "\n".join(["notice_id | organisation_key | role | name", *organisation]),
        "text": "\n".join(["text_digest | owner_id", *texts]),
        "mention": "\n".join(["text_digest | target", *mentions]),
        "technology": "technology | name_da | name_en\nai | kunstig intelligens | artificial intelligence",
    }


def verdict(drawn: dict[str, str]) -> dict[str, Any]:
    with made("mart.technology_trend", **drawn) as building:
        return building.query("from mart.technology_trend where stream = 'procurement'")[0]


def test_steady_growth_among_many_buyers_is_rising() -> None:
    found = verdict(stream([1, 2, 2, 3, 6, 8, 11, 15]))
    assert found["verdict"] == "rising"
    assert (found["documents_before"], found["documents_after"]) == (8, 40)
    assert (found["breadth"], found["quarters_seen"], found["q_value"]) == (5, 4, found["p_value"])


def test_growth_that_one_buyer_makes_alone_is_not_rising() -> None:
    found = verdict(stream([1, 2, 2, 3, 6, 8, 11, 15], organisations=1))
    assert (found["verdict"], found["breadth"]) == ("no_sure_change", 1)
    assert "fewer than 3 organisations" in found["reason"]


def test_steady_decline_is_fading() -> None:
    assert verdict(stream([15, 11, 8, 6, 3, 2, 2, 1]))["verdict"] == "fading"


def test_an_even_rate_is_no_sure_change_and_says_what_would_have_been_found() -> None:
    found = verdict(stream([12, 14, 13, 11, 14, 12, 13, 12]))
    assert found["verdict"] == "no_sure_change"
    assert 1 < found["smallest_ratio"] < 5


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([0, 0, 1, 0, 1, 0, 2, 1], "fewer than 8 documents"),
        ([5, 5, 5, 5, 5, 5], "fewer than 8 quarters"),
        ([0] * 8, "fewer than 8 documents"),
    ],
)
def test_little_data_cannot_tell(counts: list[int], said: str) -> None:
    drawn = stream(counts)
    if not any(counts):
        del drawn["mention"]
    found = verdict(drawn)
    assert found["verdict"] == "cannot_tell"
    assert said in found["reason"]
    assert found["q_value"] is None


def test_a_stream_without_documents_cannot_tell() -> None:
    technology = "technology | name_da | name_en\nai | kunstig intelligens | artificial intelligence"
    found = verdict({"technology": technology})
    assert (found["verdict"], found["total_after"]) == ("cannot_tell", 0)
    assert "no dated documents" in found["reason"]


def test_quarters_in_which_nobody_names_a_technology_are_told() -> None:
    with made("mart.technology_quarter", **stream([0, 2, 0, 1])) as building:
        rows = building.query("select quarter, document_count, rate from mart.technology_quarter order by quarter")
        assert [(str(row["quarter"]), row["document_count"], row["rate"]) for row in rows] == [
            ("2025-10-01", 0, 0.0),
            ("2026-01-01", 2, 0.05),
            ("2026-04-01", 0, 0.0),
            ("2026-07-01", 1, 0.025),
        ]
