"""Groups of technologies: found where documents show them, hidden where chance could have made them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.warehouse.standing import standing
from warehouse.estimators.topic import LEAST_STABILITY, topics

ORGANISATIONS, EACH = 20, 10


def planted(groups: int, *, noise: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Documents that each name three or four of the four things of one group, and others by chance."""
    chance = np.random.default_rng(seed)
    owners = np.repeat(np.arange(ORGANISATIONS), EACH)
    named = chance.random((len(owners), 4 * groups)) < noise
    for row, group in enumerate(chance.integers(0, groups, len(owners))):
        named[row, 4 * group + chance.permutation(4)[: chance.integers(3, 5)]] = True
    return named, owners


def sets(found: list) -> set[frozenset[int]]:
    return {frozenset(thing for thing, _ in topic.things) for topic in found}


@pytest.mark.parametrize("groups", [3, 4, 6])
def test_planted_groups_are_found_and_are_stable(groups: int) -> None:
    found = topics(*planted(groups, noise=0.1))
    assert sets(found) == {frozenset(range(first, first + 4)) for first in range(0, 4 * groups, 4)}
    assert all(topic.stability > 0.95 for topic in found)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_named_together_by_chance_is_no_group(seed: int) -> None:
    chance = np.random.default_rng(seed)
    named, owners = chance.random((200, 24)) < 0.12, np.repeat(np.arange(ORGANISATIONS), EACH)
    assert [topic for topic in topics(named, owners) if topic.stability >= LEAST_STABILITY] == []


def test_the_same_documents_in_any_order_give_the_same_groups() -> None:
    named, owners = planted(3, noise=0.1)
    order = np.random.default_rng(5).permutation(len(owners))
    assert topics(named, owners) == topics(named[order], owners[order])


@pytest.mark.parametrize(
    ("named", "owners"),
    [
        (np.zeros((0, 0), dtype=bool), np.zeros(0, dtype=int)),
        (np.eye(50, dtype=bool), np.arange(50)),
        (np.ones((29, 8), dtype=bool), np.arange(29)),
        (np.ones((60, 5), dtype=bool), np.arange(60)),
        (np.ones((60, 8), dtype=bool), np.arange(60) % 7),
    ],
    ids=["nothing", "one thing a document", "29 documents", "5 things", "7 organisations"],
)
def test_too_little_gives_no_groups(named: np.ndarray, owners: np.ndarray) -> None:
    assert topics(named, owners) == []


def test_the_table_names_a_group_by_its_heaviest_technology_and_counts_who_speaks() -> None:
    pairs = {"a": ("ai", "genai"), "b": ("cloud", "container"), "c": ("login", "sso")}
    lines = ["technology | owner_kind | owner_id | organisation"]
    for number in range(60):
        group = "abc"[number % 3]
        lines += [f"{name} | document | d{number} | o{number % 10}" for name in pairs[group]]
    names = "technology | technology_name_da | technology_name_en\nai | Kunstig intelligens | Artificial intelligence"
    with standing(
        "mart/technology_cluster.py", core__technology_event="\n".join(lines), core__technology=names
    ) as made:
        rows = made.query("from mart.technology_cluster order by cluster_place, technology_place")
    groups = {
        str(row["cluster_id"]): {one["technology"] for one in rows if one["cluster_id"] == row["cluster_id"]}
        for row in rows
    }
    assert sorted(map(sorted, groups.values())) == [["ai", "genai"], ["cloud", "container"], ["login", "sso"]]
    assert all(row["can_tell"] and row["stability"] > 0.95 for row in rows)
    assert {row["document_count"] for row in rows} == {20}
    assert {row["technology_name_en"] for row in rows} == {"Artificial intelligence", None}


def test_with_too_few_documents_the_table_says_how_few() -> None:
    drawn = "technology | owner_kind | owner_id | organisation\nai | notice | n1 | alby\ncloud | notice | n1 | alby"
    names = "technology | technology_name_da | technology_name_en\nai | AI | AI"
    with standing("mart/technology_cluster.py", core__technology_event=drawn, core__technology=names) as made:
        rows = made.query("from mart.technology_cluster")
    assert [(row["cluster_id"], row["can_tell"]) for row in rows] == [("none", False)]
    assert rows[0]["reason"] == (
        "cannot tell: 1 documents of 1 organisations name two or more of 2 technologies; groups need 30, 8 and 6"
    )
