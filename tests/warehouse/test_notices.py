"""Which notice counts: corrections, versions, duplicates, and how notices of one procedure find one another."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.drawing import column, made

CURRENT = "core.notice"


def current(notice: str) -> list[object]:
    with made(CURRENT, notice=notice) as building:
        return column(building, CURRENT, "notice_id", "is_current")


def test_a_correction_replaces_the_notice_it_corrects() -> None:
    notice = """
        notice_id | notice_uuid | notice_version | publication_number | publication_date | is_change | changed_notice
        1-2025    | aa          | 01             | 1-2025             | 2025-03-01       | false     |
        2-2025    | bb          | 01             | 2-2025             | 2025-03-09       | true      | aa-01
        3-2025    | cc          | 01             | 3-2025             | 2025-03-09       | false     |
    """
    with made(CURRENT, notice=notice) as building:
        assert column(building, CURRENT, "notice_id", "is_current") == ["2-2025", "3-2025"]
        assert column(building, CURRENT, "superseded_by", "notice_id = '1-2025'") == ["2-2025"]


def test_a_correction_may_name_the_publication_number() -> None:
    notice = """
        notice_id | notice_uuid | notice_version | publication_number | publication_date | is_change | changed_notice
        1-2025    | aa          | 01             | 1-2025             | 2025-03-01       | false     |
        2-2025    | bb          | 01             | 2-2025             | 2025-03-09       | true      | 1-2025
    """
    assert current(notice) == ["2-2025"]


def test_the_last_of_several_corrections_counts_whether_they_follow_one_another_or_not() -> None:
    notice = """
        notice_id | publication_number | publication_date | is_change | changed_notice
        1-2025    | 1-2025             | 2025-03-01       | false     |
        2-2025    | 2-2025             | 2025-03-09       | true      | 1-2025
        3-2025    | 3-2025             | 2025-03-12       | true      | 2-2025
        4-2025    | 4-2025             | 2025-03-15       | true      | 1-2025
    """
    assert current(notice) == ["4-2025"]


def test_notices_that_correct_one_another_leave_the_latest() -> None:
    notice = """
        notice_id | publication_number | publication_date | is_change | changed_notice
        1-2025    | 1-2025             | 2025-03-01       | true      | 2-2025
        2-2025    | 2-2025             | 2025-03-09       | true      | 1-2025
    """
    assert current(notice) == ["2-2025"]


def test_two_corrections_of_a_notice_that_we_do_not_hold_count_once() -> None:
    notice = """
        notice_id | publication_date | is_change | changed_notice
        2-2025    | 2025-03-09       | true      | aa-01
        3-2025    | 2025-03-12       | true      | aa-02
    """
    assert current(notice) == ["3-2025"]


def test_a_notice_that_only_lists_corrections_replaces_nothing() -> None:
    notice = """
        notice_id | notice_kind | format     | publication_number | publication_date | is_change | changed_notice
        1-2020    | competition | ted_export | 1-2020             | 2020-03-01       | false     |
        2-2020    | change      | ted_export | 2-2020             | 2020-03-09       | true      | 1-2020
    """
    assert current(notice) == ["1-2020", "2-2020"]


def test_a_later_version_of_one_eforms_notice_replaces_the_earlier() -> None:
    notice = """
        notice_id | notice_uuid | notice_version | publication_date
        1-2025    | aa          | 01             | 2025-03-01
        9-2025    | aa          | 02             | 2025-04-01
    """
    assert current(notice) == ["9-2025"]


def test_a_result_does_not_replace_the_call_of_its_procedure() -> None:
    notice = """
        notice_id | notice_kind | procedure_id | publication_date | previous_notice
        1-2025    | competition | pp           | 2025-03-01       |
        2-2025    | result      | pp           | 2025-09-01       | 1-2025
    """
    with made(CURRENT, notice=notice) as building:
        assert column(building, CURRENT, "is_current") == [True, True]
        assert column(building, CURRENT, "previous_notice_id") == [None, "1-2025"]
        assert column(building, CURRENT, "procedure_key") == ["pp", "pp"]


def test_a_notice_that_two_channels_give_is_counted_once_and_eforms_wins() -> None:
    notice = """
        notice_id | evidence_id | format     | title
        1-2025    | a           | ocds       | from the other channel
        1-2025    | c           | eforms     | from a package
        1-2025    | b           | eforms     | from the search
    """
    award = """
        notice_id | evidence_id | award_id | value | currency
        1-2025    | a           | 1        | 100   | DKK
        1-2025    | b           | 1        | 200   | DKK
        1-2025    | c           | 1        | 200   | DKK
    """
    with made("core.award", notice=notice, award=award) as building:
        assert column(building, CURRENT, "title") == ["from the search"]
        assert column(building, "core.award", "amount") == [200]


def test_the_longest_prefix_decides_the_segment_and_other_codes_help_where_the_main_one_does_not(
    tmp_path: Path,
) -> None:
    notice = """
        notice_id | cpv_main | cpv_all
        1-2025    | 48180000 | [48180000]
        2-2025    | 48440000 | [48440000]
        3-2025    | 45000000 | [45000000, 72500000]
        4-2025    | 45000000 | [45000000]
        5-2025    |          | []
    """
    segment = """
        segment_code | name_da | name_en | cpv_prefix
        software     | Program | Program | 48
        health       | Sundhed | Health  | 48180
        services     | Tjenest | Service | 72
    """
    with made(CURRENT, notice=notice, segment=segment) as building:
        assert column(building, CURRENT, "segment_code") == ["health", "software", "services", "other", "other"]


def test_joint_buyers_share_a_notice_by_inhabitants_where_all_are_known() -> None:
    notice = """
        notice_id
        1-2025
        2-2025
    """
    organisation = """
        notice_id | organisation_key | role  | name
        1-2025    | a                | buyer | Nord
        1-2025    | b                | buyer | Syd
        2-2025    | a                | buyer | Nord
        2-2025    | c                | buyer | Vest
    """
    resolution = """
        organisation_key | player_id | layer | reason
        a                | nord      | name  | same name
        b                | syd       | name  | same name
    """
    customer = """
        player_id | name | population
        nord      | Nord | 30000
        syd       | Syd  | 10000
    """
    drawn = {"notice": notice, "organisation": organisation, "resolution": resolution, "customer": customer}
    with made("core.notice_buyer", **drawn) as building:
        weights = building.query("select notice_id, player_id, weight::double as w from core.notice_buyer order by all")
        assert [(row["player_id"], row["w"]) for row in weights] == [
            ("nord", 0.75),
            ("syd", 0.25),
            ("nord", 0.5),
            ("organisation:c", 0.5),
        ]


def test_a_lot_that_ends_before_it_starts_has_dates_and_no_duration() -> None:
    lot = """
        notice_id | lot_id | start_date | end_date   | duration_value | duration_unit
        1-2024    | L1     | 2030-04-01 | 2026-03-31 |                |
        1-2024    | L2     | 2026-04-01 | 2030-03-31 |                |
        1-2024    | L3     | 2026-04-01 | 2026-04-01 |                |
    """
    with made("mart.lot", notice="notice_id | publication_date\n1-2024 | 2024-03-12", lot=lot) as building:
        rows = {row["lot_id"]: row for row in building.query("from mart.lot")}
    assert str(rows["L1"]["end_date"]) == "2026-03-31"
    assert {name: row["duration_months"] for name, row in rows.items()} == {"L1": None, "L2": 48, "L3": None}


def test_a_day_of_publication_beyond_the_calendar_is_unknown_and_makes_no_version_the_latest() -> None:
    notice = """
        notice_id | notice_uuid | notice_version | publication_date | deadline
        1-2025    | aa          | 01             | 9999-12-31       | 0001-01-01
        2-2025    | aa          | 02             | 2025-03-09       | 2025-04-09
    """
    with made(CURRENT, notice=notice) as building:
        rows = building.query("select notice_id, is_current, publication_date, deadline from core.notice order by 1")
    assert [
        (row["notice_id"], row["is_current"], str(row["publication_date"]), str(row["deadline"])) for row in rows
    ] == [
        ("1-2025", False, "None", "None"),
        ("2-2025", True, "2025-03-09", "2025-04-09"),
    ]


def test_a_period_from_the_end_of_time_runs_from_the_day_of_the_contract() -> None:
    notice = """
        notice_id | publication_date
        1-2025    | 2025-03-01
    """
    lot = """
        notice_id | lot_id | start_date | end_date   | duration_value | duration_unit | renewal_max
        1-2025    | first  | 9998-01-01 |            | 48             | month         |
        1-2025    | second | 2025-04-01 | 9999-12-31 | 48             | month         |
        1-2025    | third  | 2025-04-01 | 9999-12-31 |                |               | 1
        1-2025    | fourth | 2150-01-01 |            | 100            | year          | 1
    """
    award = """
        notice_id | award_id | lot_ids  | contract_date
        1-2025    | 1        | [first]  | 2025-02-01
        1-2025    | 2        | [second] |
        1-2025    | 3        | [third]  |
        1-2025    | 4        | [fourth] |
    """
    with made("mart.contract_period", notice=notice, lot=lot, award=award) as building:
        rows = building.query("from mart.contract_period order by award_key")
    assert [(str(row["start_date"]), str(row["end_date"]), str(row["latest_end_date"])) for row in rows] == [
        ("2025-02-01", "2029-02-01", "2029-02-01"),
        ("2025-04-01", "2029-04-01", "2029-04-01"),
        ("2025-03-01", "None", "None"),
        ("2150-01-01", "2199-12-31", "2199-12-31"),
    ]
