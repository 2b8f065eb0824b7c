"""What the board is told of contracts that open: the nearest windows first, and those that are late last and marked."""

from __future__ import annotations

from dashboards.questions.q05_contracts import _LATE, _WINDOWS
from tests.warehouse.standing import STUDY, standing

CALENDAR = """
chain_id | state    | can_tell:b | p10_date:d | p50_date:d | p90_date:d
late     | expected | true       | 2026-02-01 | 2026-05-01 | 2026-12-24
next     | expected | true       | 2026-12-20 | 2027-03-01 | 2027-08-01
far      | expected | true       | 2029-01-01 | 2029-03-01 | 2029-08-01
begun    | expected | true       | 2026-10-01 | 2027-01-01 | 2027-06-01
gone     | overdue  | true       | 2025-10-01 | 2026-01-01 | 2026-06-01
"""


def test_windows_that_are_past_their_middle_stand_last_and_are_marked() -> None:
    with standing(mart__study=STUDY, mart__retender_calendar=CALENDAR) as building:
        rows = building.query(_WINDOWS)
        (late,) = building.query(_LATE)
    assert [(row["chain_id"], row["stand"]) for row in rows] == [
        ("begun", "begun"),
        ("next", "ahead"),
        ("far", "ahead"),
        ("late", "past_middle"),
    ]
    assert (late["past_count"], late["overdue_count"]) == (1, 1)
