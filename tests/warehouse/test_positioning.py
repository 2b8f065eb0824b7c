"""The positioning map: actors that do different things are apart, and noise gives no map."""

from __future__ import annotations

import numpy as np
import pytest

from tests.warehouse.standing import standing
from warehouse.estimators.correspondence import correspond

HEAD = "player_id | player_name | is_focal:b | component_id | component_name | evidence_count:i | claim_count:i"


def coverage(*actors: tuple[str, tuple[int, ...]]) -> str:
    rows = [
        f"{name} | {name.title()} | {'true' if name == 'us' else 'false'} | c{at} | C{at} | {count} | 0"
        for name, counts in actors
        for at, count in enumerate(counts)
    ]
    return "\n".join([HEAD, *rows])


def test_actors_that_do_different_things_are_apart_and_alike_ones_are_near() -> None:
    drawn = coverage(
        ("us", (30, 1, 1)), ("twin", (28, 1, 2)), ("data", (1, 30, 1)), ("ops", (1, 1, 30)), ("tiny", (1, 1, 1))
    )
    with standing("mart/positioning_map.py", mart__component_coverage=drawn) as building:
        rows = {str(row["point_id"]): row for row in building.query("from mart.positioning_map")}
    assert "tiny" not in rows, "three signs are too few to be drawn"
    assert rows["us"]["can_tell"] is True
    assert rows["twin"]["is_apart_from_focal"] is False
    assert rows["data"]["is_apart_from_focal"] is True
    assert float(str(rows["twin"]["distance_to_focal"])) < 0.2 * float(str(rows["data"]["distance_to_focal"]))
    assert {row["point_kind"] for row in rows.values()} == {"actor", "component"}


def test_actors_that_cannot_be_told_apart_give_no_map_but_a_reason() -> None:
    drawn = coverage(("us", (5, 4, 5)), ("b", (4, 5, 5)), ("c", (5, 5, 4)), ("d", (4, 4, 5)))
    with standing("mart/positioning_map.py", mart__component_coverage=drawn) as building:
        rows = building.query("from mart.positioning_map")
    assert {row["x"] for row in rows} == {None}
    assert all(str(row["reason"]).startswith("no map: only") for row in rows)


def test_too_few_actors_give_no_map() -> None:
    drawn = coverage(("us", (30, 1, 1)), ("b", (1, 30, 1)))
    with standing("mart/positioning_map.py", mart__component_coverage=drawn) as building:
        (reason,) = {row["reason"] for row in building.query("from mart.positioning_map")}
    assert reason == "no map: 2 actors with 5 signs and 3 components; 4 and 3 are needed"


def test_the_axes_show_all_of_a_table_of_three_columns_and_do_not_depend_on_scale() -> None:
    counts = np.array([[30.0, 1, 1], [1, 30, 1], [1, 1, 30], [10, 10, 1]])
    found = correspond(counts)
    assert found is not None
    assert sum(found.inertia) == pytest.approx(1)
    larger = correspond(10 * counts)
    assert larger is not None
    assert larger.rows == pytest.approx(found.rows)
    assert np.trace(larger.covariances[0]) < np.trace(found.covariances[0]), "more signs, smaller ellipse"
