"""Paths that no reader knows, by format and night."""

from __future__ import annotations

from tests.warehouse.drawing import column, made

DRIFT = "mart.path_drift"


def test_a_new_path_stands_once_with_its_notices_and_the_night_that_brought_it_first() -> None:
    unused_path = """
        evidence_id | notice_id | format     | path         | count
        a           | 1-2026    | eforms     | CarbonBudget | 2
        b           | 2-2026    | eforms     | CarbonBudget | 1
        b           | 2-2026    | eforms     | Shade        | 1
        c           | 3-2026    | ted_export | CarbonBudget | 1
    """
    evidence = """
        evidence_id | first_night | bytes | first_seen
        a           | n2          | 1     | 2026-11-22 02:00:00
        b           | n1          | 1     | 2026-11-21 02:00:00
        c           | n2          | 1     | 2026-11-22 02:00:00
    """
    with made(DRIFT, unused_path=unused_path, evidence=evidence) as building:
        assert column(building, DRIFT, "path", "format = 'eforms'") == ["CarbonBudget", "Shade"]
        assert column(building, DRIFT, "notice_count", "format = 'eforms'") == [2, 1]
        assert column(building, DRIFT, "first_night", "format = 'eforms'") == ["n1", "n1"]
        assert column(building, DRIFT, "first_night", "format = 'ted_export'") == ["n2"]


def test_a_notice_read_from_two_pieces_of_evidence_counts_once() -> None:
    unused_path = """
        evidence_id | notice_id | format | path  | count
        a           | 1-2026    | eforms | Shade | 1
        b           | 1-2026    | eforms | Shade | 1
    """
    with made(DRIFT, unused_path=unused_path) as building:
        assert column(building, DRIFT, "notice_count") == [1]
        assert column(building, DRIFT, "first_night") == [None]
