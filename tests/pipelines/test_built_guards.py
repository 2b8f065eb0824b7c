"""What the new records say against publishing: a column gone empty, a path nobody knows, a day that is missing."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.closed_days import is_closed
from pipelines.guard import Finding
from pipelines.guarding import judge_built, keep_back
from pipelines.night import Night, NightRefusedError, begin
from pipelines.study import read
from tests.pipelines.small_study import write_study
from warehouse.database import Building
from warehouse.ledger import Ledger
from warehouse.settings import Settings, workspace

TODAY = date(2026, 11, 20)
A_DAY = 12
"""Notices on each working day of the journal."""

DAYS = [day for n in range(70) if not is_closed(day := TODAY - timedelta(days=69 - n))]


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """A night after one that was published the day before."""
    file, settings = read(str(write_study(tmp_path))), Settings(home=tmp_path / "home")
    with Ledger(workspace(settings, "small").make().ledger) as ledger:
        ledger.begin_night(night_id="20261119-1", study="small", as_of="2026-11-19")
        ledger.end_night(night_id="20261119-1", outcome="published")
    return begin(file, settings, as_of=TODAY)


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    """Ten weeks of a journal, `A_DAY` notices a working day with every key column filled; the last day is tonight's."""
    with Building(tmp_path / "building.duckdb", fresh=True) as made:
        for day in DAYS:
            first_night = "20261120-1" if day == TODAY else "20261119-1"
            for number in range(A_DAY * 3 if day == TODAY else A_DAY):
                name = f"{day:%Y%m%d}-{number}"
                made.connection.execute(
                    "insert into raw.evidence by name select ? as evidence_id, 'ted' as source, ? as first_night, "
                    "?::timestamptz as first_seen",
                    [name, first_night, f"{day} 10:00Z"],
                )
                made.connection.execute(
                    "insert into raw.notice by name select ? as evidence_id, '' as part, ? as notice_id, "
                    "'ted' as source, ?::date as publication_date, 'Drift' as title, 'DK' as country, "
                    "'48000000' as cpv_main, 'p' as procedure_id",
                    [name, name, day],
                )
        yield made


def judged(night: Night, building: Building) -> list[Finding]:
    return judge_built(night, building)


def test_an_ordinary_night_is_kept_back_by_no_guard(night: Night, building: Building) -> None:
    assert judged(night, building) == []


@pytest.mark.parametrize(("part", "speaks"), [(3, True), (36, False)])
def test_a_key_column_gone_empty_keeps_the_night_back(
    night: Night, building: Building, part: int, speaks: bool
) -> None:
    building.connection.execute(
        "update raw.notice set cpv_main = null "
        "where publication_date = ? and split_part(notice_id, '-', 2)::int % ? = ? - 1",
        [TODAY, part, part],
    )
    found = judged(night, building)
    assert [one.guard for one in found] == (["fill rate"] if speaks else [])
    if speaks:
        with pytest.raises(NightRefusedError, match=r"ted: notice\.cpv_main is filled in 67% .*last good 2026-11-19"):
            keep_back(night, found)


@pytest.mark.parametrize(("count", "speaks"), [(A_DAY, True), (3, False)])
def test_a_path_that_no_reader_knows_keeps_the_night_back_where_it_is_common(
    night: Night, building: Building, count: int, speaks: bool
) -> None:
    building.connection.execute(
        "insert into raw.unused_path by name select evidence_id, '' as part, 'ted' as source, notice_id, "
        "'/Notice/New' as path, 1 as count from raw.notice where publication_date = ? "
        "and split_part(notice_id, '-', 2)::int < ?",
        [TODAY, count],
    )
    found = judged(night, building)
    assert [one.guard for one in found] == (["drift"] if speaks else [])
    if speaks:
        assert "/Notice/New" in str(found[0])
        assert f"in {count} of {3 * A_DAY} notices (drift; last good 2026-11-19; look: " in str(found[0])


def test_a_path_that_was_there_before_is_no_drift(night: Night, building: Building) -> None:
    building.connection.execute(
        "insert into raw.unused_path by name select evidence_id, '' as part, 'ted' as source, notice_id, "
        "'/Notice/Old' as path, 1 as count from raw.notice"
    )
    assert judged(night, building) == []


def test_a_working_day_without_a_notice_keeps_the_night_back_and_a_holiday_does_not(
    night: Night, building: Building
) -> None:
    yesterday = TODAY - timedelta(days=1)
    building.connection.execute("delete from raw.notice where publication_date = ?", [yesterday])
    found = judged(night, building)
    assert [one.guard for one in found] == ["missing day"]
    assert f"no notice of Thursday {yesterday}, usual are {A_DAY}" in str(found[0])
    assert found[0].last_good == yesterday - timedelta(days=1)


def test_what_todays_edition_held_already_is_not_judged_again(night: Night, building: Building, tmp_path: Path) -> None:
    yesterday = TODAY - timedelta(days=1)
    building.connection.execute("update raw.notice set cpv_main = null where publication_date = ?", [TODAY])
    building.connection.execute("delete from raw.notice where publication_date = ?", [yesterday])
    assert {one.guard for one in judged(night, building)} == {"fill rate", "missing day"}
    with night.ledger as ledger:
        ledger.end_night(night_id=night.night_id, outcome="published")
    for later in (TODAY, TODAY + timedelta(days=1)):
        assert judged(begin(night.file, night.settings, as_of=later), building) == []
