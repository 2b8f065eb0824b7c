# ruff: noqa: E501  a drawn table is as wide as its columns
"""Ties between players: more than chance, inside each segment, with the false ones held down."""

from __future__ import annotations

import numpy as np
import pytest

from tests.warehouse.standing import standing
from warehouse.estimators.tie import Stratum, communities, false_discovery, tie_p

PAIR = """
tie_kind   | left_id | right_id | segment_code | event_count:i | weight:f | left_count:i | right_count:i | universe_count:i | player_count:i | first_date:d | last_date:d | url | source | evidence_id | part
consortium | a       | b        | it           | 5             | 5        | 6            | 6             | 100              | 20             | 2024-01-01   | 2025-01-01  | u1  | ted    | e1          | ''
consortium | a       | b        | ops          | 0             | 0        | 2            | 3             | 50               | 20             |              |             |     |        |             |
consortium | a       | c        | it           | 1             | 1        | 6            | 1             | 100              | 20             | 2024-01-01   | 2024-01-01  | u2  | ted    | e2          | ''
consortium | b       | d        | it           | 2             | 2        | 6            | 40            | 100              | 20             | 2024-01-01   | 2024-06-01  | u3  | ted    | e3          | ''
"""
PLAYER = """
player_id | player_name | is_focal:b
a         | Alpha       | true
b         | Beta        | false
c         | Gamma       | false
d         | Delta       | false
"""
STATED = """
left_id | right_id | partnership_kind | day:d      | source
d       | a        | joint company    | 2026-02-01 | https://example.org/news
"""


def test_only_what_is_stated_or_more_than_chance_is_a_sure_tie() -> None:
    with standing(
        "mart/alliance_edge.py",
        "mart/alliance_player.py",
        core__tie_pair=PAIR,
        core__partnership=STATED,
        core__player=PLAYER,
    ) as building:
        rows = {(row["left_name"], row["right_name"]): row for row in building.query("from mart.alliance_edge")}
        players = {row["player_id"]: row for row in building.query("from mart.alliance_player")}
    sure = {pair for pair, row in rows.items() if row["is_sure"]}
    assert sure == {("Alpha", "Beta"), ("Alpha", "Delta")}
    assert rows["Alpha", "Beta"]["event_count"] == 5
    assert float(str(rows["Alpha", "Beta"]["expected_count"])) == pytest.approx(0.36 + 0.12)
    assert rows["Alpha", "Gamma"]["reason"] == "cannot tell: one common event is no pattern"
    assert rows["Alpha", "Delta"]["source"] == "https://example.org/news"
    assert players["a"]["tie_count"] == 2
    assert players["a"]["partners"] == "Beta, Delta"


def test_the_chance_of_common_events_is_hypergeometric_and_sums_over_segments() -> None:
    assert tie_p([Stratum(1, 1, 1, 4)]) == pytest.approx(0.25)
    assert tie_p([Stratum(0, 5, 5, 10)]) == 1.0
    # One common event in two urns of four: 1 - (3/4)².
    assert tie_p([Stratum(1, 1, 1, 4), Stratum(0, 1, 1, 4)]) == pytest.approx(1 - 0.75**2)


def test_pairs_that_never_met_count_as_tests() -> None:
    assert false_discovery([0.001, 0.2], 100).tolist() == [pytest.approx(0.1), 1.0]
    assert false_discovery([], 100).size == 0


def test_two_groups_joined_by_one_weak_tie_are_two_communities() -> None:
    edges = [(x, y, 3.0) for group in ("abc", "xyz") for x in group for y in group if x < y] + [("c", "x", 0.2)]
    found = communities(edges)
    assert found == communities(list(reversed(edges)))
    assert len({found[one] for one in "abc"}) == 1
    assert len({found[one] for one in "xyz"}) == 1
    assert found["a"] != found["x"]
    assert communities([]) == {}


def test_among_players_that_meet_by_chance_hardly_any_tie_is_sure() -> None:
    chance = np.random.default_rng(3)
    players, events = 30, 400
    false = 0
    for _ in range(20):
        present = chance.random((events, players)) < chance.uniform(0.01, 0.1, players)
        met = present.T.astype(int) @ present.astype(int)
        p = [
            tie_p([Stratum(int(met[i, j]), int(met[i, i]), int(met[j, j]), events)])
            for i in range(players)
            for j in range(i + 1, players)
        ]
        false += int((false_discovery(p, len(p)) <= 0.10).any())
    assert false <= 5, "one world in ten may show a false tie"
