"""What a night's crawls came to decides whether anything is published."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.night import Night, NightRefusedError, add_up, begin, check_sums, close, pause
from pipelines.study import read
from tests.pipelines.small_study import write_study
from warehouse.ledger import Ending, Ledger, Reading
from warehouse.settings import Settings, workspace


def crawl(ledger: Ledger, night: Night, *, outcome: str, answered: int, reset: int, name: str = "c") -> None:
    crawl_id = f"{night.night_id}-{name}"
    ledger.begin_crawl(crawl_id=crawl_id, night_id=night.night_id, source="papers")
    for number in range(answered + reset):
        planned = ledger.plan(
            crawl_id=crawl_id, source="papers", request_key=str(number), url=f"http://a.example/{number}"
        )
        assert planned is not None
        ledger.end(planned, Ending(outcome="ok" if number < answered else "reset"))
    ledger.end_crawl(crawl_id=crawl_id, outcome=outcome, reason=None if outcome == "finished" else "hosts were down")


def nights(folder: Path, *crawls: tuple[str, int, int], ended: tuple[str, ...] = ()) -> Night:
    """Nights in a row; of each its crawl's outcome, answered and broken requests, and how it ended (published)."""
    file = read(str(write_study(folder)))
    for day, (outcome, answered, reset) in enumerate(crawls, start=1):
        night = begin(file, Settings(home=folder / "home"), as_of=date(2026, 11, day))
        with night.ledger as ledger:
            crawl(ledger, night, outcome=outcome, answered=answered, reset=reset)
            if day < len(crawls):
                ledger.end_night(night_id=night.night_id, outcome=ended[day - 1] if ended else "published")
    return night


def collected(night: Night) -> None:
    with night.ledger as ledger:
        ledger.note_stage(night_id=night.night_id, stage="collect", seconds=1.0, outcome="done", note="")


@pytest.mark.parametrize(
    ("crawls", "published"),
    [
        ([("finished", 100, 0)], True),
        ([("finished", 100, 4)], True),
        ([("partial", 70, 30)], True),
        ([("partial", 40, 60)], False),
        ([("failed", 90, 10)], False),
        ([("finished", 100, 0), ("partial", 85, 15)], True),
        ([("finished", 100, 0), ("partial", 60, 10)], False),
        ([("finished", 100, 0), ("failed", 0, 0), ("partial", 85, 0)], True),
    ],
)
def test_a_site_that_is_down_holds_nothing_back_and_half_a_crawl_does(
    tmp_path: Path, crawls: list[tuple[str, int, int]], published: bool
) -> None:
    night = nights(tmp_path, *crawls)
    sums = add_up(night)
    assert sums.difference == 0
    if published:
        check_sums(night, sums)
    else:
        with pytest.raises(NightRefusedError, match=r"papers \(hosts were down\)"):
            check_sums(night, sums)


def test_a_package_that_is_half_read_is_not_read_and_keeps_the_night_back(tmp_path: Path) -> None:
    night = nights(tmp_path, ("finished", 1, 0))
    package = "a" * 64
    member = Reading(evidence_id=package, part="1.xml", reader="eforms@1", outcome="read", records=3)
    with night.ledger as ledger:
        ledger.note_evidence(evidence_id=package, source="papers", url=None, media_type=None, size=9)
        ledger.begin_package(package)
        ledger.note_readings(batch="b", readings=[member])
    assert add_up(night).difference == 1
    with pytest.raises(NightRefusedError, match="does not add up"):
        check_sums(night, add_up(night))
    with night.ledger as ledger:
        ledger.note_readings(batch="c", readings=[], finished=[package])
    assert add_up(night).difference == 0


def test_a_night_that_was_kept_back_is_no_measure_for_the_next(tmp_path: Path) -> None:
    night = nights(
        tmp_path, ("finished", 1000, 0), ("partial", 3, 997), ("partial", 3, 997), ended=("published", "kept_last_good")
    )
    with pytest.raises(NightRefusedError, match="hosts were down"):
        check_sums(night, add_up(night))


def test_a_source_does_not_dwindle_from_part_to_part(tmp_path: Path) -> None:
    night = nights(tmp_path, ("finished", 100, 0), ("partial", 82, 18), ("partial", 68, 14))
    with pytest.raises(NightRefusedError, match="hosts were down"):
        check_sums(night, add_up(night))


def test_a_crawl_that_never_ended_is_not_collected(tmp_path: Path) -> None:
    night = nights(tmp_path, ("finished", 100, 0))
    with night.ledger as ledger:
        ledger.begin_crawl(crawl_id="open", night_id=night.night_id, source="papers")
        planned = ledger.plan(crawl_id="open", source="papers", request_key="k", url="http://a.example/")
        assert planned is not None
        ledger.end(planned, Ending(outcome="ok"))
    with pytest.raises(NightRefusedError, match=r"not collected: papers \(its crawl never ended\)"):
        check_sums(night, add_up(night))


def test_a_source_that_collecting_left_out_is_not_collected(tmp_path: Path) -> None:
    night = begin(read(str(write_study(tmp_path))), Settings(home=tmp_path / "home"), as_of=date(2026, 11, 1))
    check_sums(night, add_up(night))  # nothing is said to have been collected
    collected(night)
    with pytest.raises(NightRefusedError, match=r"not collected: papers \(it was never begun\)"):
        check_sums(night, add_up(night))


def test_single_commands_go_on_with_the_last_night_of_their_day_alone(tmp_path: Path) -> None:
    file, settings = read(str(write_study(tmp_path))), Settings(home=tmp_path / "home")

    def one(day: int, *, go_on: bool = True) -> str:
        night = begin(file, settings, as_of=date(2026, 11, day), go_on=go_on)
        pause(night)
        return night.night_id

    assert [one(17), one(17), one(18)] == ["20261117-1", "20261117-1", "20261118-1"]
    close(begin(file, settings, as_of=date(2026, 11, 18)), outcome="published")
    assert [one(18), one(17)] == ["20261118-3", "20261117-2"]
    with Ledger(workspace(settings, "small").ledger) as ledger:
        ended = [row["outcome"] for row in ledger.rows("select outcome from night order by rowid")]
    assert ended == ["abandoned", "abandoned", "published", "abandoned", "paused"]


def test_a_retry_that_finished_replaces_the_crawl_that_failed(tmp_path: Path) -> None:
    night = nights(tmp_path, ("failed", 0, 3))
    with night.ledger as ledger:
        crawl(ledger, night, outcome="finished", answered=9, reset=0, name="again")
    check_sums(night, add_up(night))


def test_a_request_without_an_end_keeps_everything_from_being_published(tmp_path: Path) -> None:
    night = nights(tmp_path, ("finished", 3, 0))
    with night.ledger as ledger:
        ledger.begin_crawl(crawl_id="open", night_id=night.night_id, source="papers")
        ledger.plan(crawl_id="open", source="papers", request_key="k", url="http://a.example/")
    with pytest.raises(NightRefusedError, match="does not add up \\(difference 1\\)"):
        check_sums(night, add_up(night))


def test_a_request_ends_once(tmp_path: Path) -> None:
    from warehouse.ledger import LedgerError

    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin_crawl(crawl_id="c", night_id="n", source="s")
        planned = ledger.plan(crawl_id="c", source="s", request_key="k", url="http://a.example/")
        assert planned is not None
        assert ledger.plan(crawl_id="c", source="s", request_key="k", url="http://a.example/") is None
        ledger.end(planned, Ending(outcome="ok"))
        with pytest.raises(LedgerError, match="had ended before"):
            ledger.end(planned, Ending(outcome="timeout"))
        with pytest.raises(LedgerError, match="no outcome 'fine'"):
            ledger.end(planned, Ending(outcome="fine"))


def test_what_a_night_that_died_received_is_news_of_the_next_one(tmp_path: Path) -> None:
    from warehouse.database import _from_ledger

    first: dict[str, str] = {}
    for day, outcome in ((1, "published"), (2, "kept_last_good"), (3, None), (4, "running")):
        night = begin(read(str(write_study(tmp_path))), Settings(home=tmp_path / "home"), as_of=date(2026, 11, day))
        with night.ledger as ledger:
            ledger.begin_crawl(crawl_id=str(day), night_id=night.night_id, source="papers")
            fetch = ledger.plan(crawl_id=str(day), source="papers", request_key="k", url="http://a.example/")
            assert fetch is not None
            ledger.note_evidence(evidence_id=str(day), source="papers", url=None, media_type=None, size=1)
            ledger.end(fetch, Ending(outcome="ok", evidence_id=str(day)))
            if outcome and outcome != "running":
                ledger.end_night(night_id=night.night_id, outcome=outcome)
            first = {row["evidence_id"]: row["first_night"] for row in _from_ledger(ledger, "evidence").to_pylist()}
    assert first == {"1": "20261101-1", "2": "20261104-1", "3": "20261104-1", "4": "20261104-1"}
