"""What keeps a night back, and what does not: twelve ways for a source's volume to be wrong, and an ordinary year."""

import random
import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.closed_days import closed_days, easter, is_closed
from pipelines.guard import Day, Finding, Guard, SourceGuard
from pipelines.guarding import check_guard_names, days_of, judge_ledger, keep_back
from pipelines.guards import judge_source
from pipelines.night import Night, NightRefusedError, begin, close
from pipelines.study import StudyRefusedError, read
from tests.pipelines.small_study import write_study
from warehouse.ledger import Ending, Ledger, Reading
from warehouse.settings import Settings

WEEKDAYS = (1.1, 1.05, 1.0, 0.95, 0.85, 0.0, 0.0)  # a journal's week


def ordinary_day(day: date, rng: random.Random, *, usual: float) -> Day:
    """A day of a journal: its weekday, closed on holidays, quieter in July, busier after a holiday, and noise."""
    level = usual * WEEKDAYS[day.weekday()]
    if is_closed(day):
        level = 0.0
    if day.month == 7:
        level *= 0.85
    if is_closed(day - timedelta(days=1)):
        level *= 1.25
    count = max(0, round(rng.gauss(level, (level + (0.08 * level) ** 2) ** 0.5)))
    hosts = {"a.example": count - count // 4, "b.example": count // 4} if count else {}
    return Day(day=day, answered=count, distinct=count, new=count, records=6 * count, quarantined=0, hosts=hosts)


def year(seed: int, *, usual: float, days: int = 365, start: date = date(2025, 6, 2)) -> list[Day]:
    rng = random.Random(seed)
    return [ordinary_day(start + timedelta(days=n), rng, usual=usual) for n in range(days)]


def judge(days: list[Day], guard: Guard | None = None) -> list[Finding]:
    return judge_source(
        "ted", days, as_of=days[-1].day, guard=guard or Guard(), is_dated=True, look="overblik status --study s"
    )


def to(part: float) -> Callable[[Day], Day]:
    def change(day: Day) -> Day:
        count = round(day.answered * part)
        hosts = {"a.example": count - count // 4, "b.example": count // 4} if count else {}
        return replace(day, answered=count, distinct=count, new=count, records=6 * count, hosts=hosts)

    return change


SCENARIOS: dict[str, tuple[Callable[[Day], Day], str]] = {
    "nothing at all": (to(0), "volume"),
    "half": (to(0.5), "volume"),
    "a tenth": (to(0.1), "volume"),
    "double": (to(2), "volume"),
    "ten times": (to(10), "volume"),
    "one page again and again": (lambda day: replace(day, distinct=day.answered // 2), "repeated"),
    "one host missing": (
        lambda day: replace(
            to(0.75)(day), hosts={"a.example": day.hosts["a.example"]}, distinct=round(day.answered * 0.75)
        ),
        "shard",
    ),
    "answers without records": (lambda day: replace(day, records=0), "volume"),
    "everything as yesterday": (lambda day: replace(day, new=0, records=0), "volume"),
    "a third unreadable": (
        lambda day: replace(day, new=day.new * 2 // 3, quarantined=day.new // 3),
        "quarantine",
    ),
    "under the floor": (to(0.7), "floor"),
    "over the ceiling": (to(1.6), "ceiling"),
}
GUARD = Guard(source=(SourceGuard(name="ted", floor=190, ceiling=300),))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_wrong_volume_is_seen_before_it_is_published(name: str) -> None:
    change, expected = SCENARIOS[name]
    for seed in range(5):
        days = year(seed, usual=200, days=163)
        days.append(change(to(1)(replace(days[-1], day=date(2025, 11, 12), answered=200))))
        found = judge(days, GUARD)
        assert expected in {finding.guard for finding in found}, found
        said = str(found[0])
        assert said.startswith("ted: ")
        assert "last good 2025-11-11" in said
        assert "look: overblik status" in said


def alarms(seed: int, usual: int) -> list[str]:
    """The days of a year, after nine weeks to learn from, on which a guard speaks."""
    days = year(seed, usual=usual, days=365 + 63)
    return [str(found[0]) for end in range(64, len(days) + 1) if (found := judge(days[end - 64 : end]))]


@pytest.mark.parametrize("usual", [3, 40, 200, 3000])
def test_an_ordinary_year_raises_no_alarm(usual: int) -> None:
    assert alarms(7, usual) == []


def test_in_many_ordinary_years_alarms_are_rare() -> None:
    # A day that is half of what is usual looks wrong even where chance made it so: once in some years it does.
    years = [alarms(seed, usual) for seed in range(2) for usual in (40, 200)]
    assert sum(map(len, years)) <= len(years) / 3


def test_a_source_that_stays_silent_is_stale_and_a_long_weekend_is_not() -> None:
    days = year(1, usual=3, days=60)
    quiet = [replace(day, new=0, records=0) for day in days[-9:]]
    assert "freshness" in {one.guard for one in judge(days[:-9] + quiet)}
    easter_monday = [day for day in year(1, usual=40, days=320) if day.day <= date(2026, 4, 6)]
    assert judge(easter_monday) == []


def put_off(nights: int, *, begun: int, fresh_days: int | None = None, is_dated: bool = True) -> list[str]:
    """The guards that speak on a day on which a source is put off, as it was for so many nights, begun so many ago."""
    as_of = date(2025, 11, 12)
    days = year(4, usual=3, days=max(0, min(begun, 63) - nights), start=as_of - timedelta(days=min(begun, 63) - 1))
    guard = Guard(source=(SourceGuard(name="ted", floor=1, fresh_days=fresh_days),))
    found = judge_source(
        "ted", days, as_of=as_of, guard=guard, is_dated=is_dated, look="", begun=as_of - timedelta(days=begun)
    )
    return [one.guard for one in found]


def test_a_source_that_is_put_off_night_after_night_grows_stale_and_is_held_against_no_other_measure() -> None:
    assert put_off(1, begun=60) == []
    assert put_off(20, begun=60) == ["freshness"]
    assert put_off(20, begun=60, is_dated=False) == []
    assert put_off(20, begun=60, is_dated=False, fresh_days=10) == ["freshness"]


def test_a_source_that_was_never_asked_is_stale_once_it_should_have_been_for_long_enough() -> None:
    assert put_off(3, begun=3) == []
    assert put_off(30, begun=30) == ["freshness"]
    assert put_off(400, begun=400) == ["freshness"]


def test_a_postponed_source_is_judged_by_the_first_night_that_meant_to_ask_it(tmp_path: Path) -> None:
    path = write_study(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + '\n[[guard.source]]\nname = "papers"\nfresh_days = 5\n')
    file = read(str(path))
    settings = Settings(home=tmp_path / "home")
    guards = []
    for day in (date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 20)):
        night = begin(file, settings, as_of=day)
        with night.ledger as ledger:
            ledger.begin_crawl(crawl_id=night.night_id, night_id=night.night_id, source="papers")
            ledger.end_crawl(crawl_id=night.night_id, outcome="postponed")
        guards.append([(one.source, one.guard) for one in judge_ledger(night)])
        close(night, outcome="published")
    assert guards == [[], [], [("papers", "freshness")]]


def test_a_night_after_a_gap_brings_what_the_gap_would_have_brought() -> None:
    days = year(2, usual=200, days=82)  # ends on a Friday; no night ran on Tuesday to Thursday
    missed = sum(day.new for day in days[-4:])
    after = replace(days[-1], new=missed, records=6 * missed)
    assert judge([*days[:-4], after]) == []
    assert {one.guard for one in judge([*days[:-4], days[-1]])} == {"volume"}


def test_nights_that_were_kept_back_are_no_measure() -> None:
    days = year(3, usual=200, days=80)
    halved = [replace(to(0.5)(day), is_judged=False) for day in days[-20:]]
    assert "volume" in {one.guard for one in judge(days[:-20] + halved)}


def kept_back(day: Day) -> Day:
    return replace(day, is_judged=False)


def on_ordinary_days(*changes: Callable[[Day], Day]) -> list[Finding]:
    """What is found on the last of some working days that came after an ordinary half year, each changed."""
    days = [replace(day, hosts={}) for day in year(4, usual=200, days=162)]  # ends on a Monday
    news = [to(1)(replace(days[-1], day=date(2025, 11, 11 + n), answered=200)) for n in range(len(changes))]
    return judge(
        [
            *days[:-1],
            to(1)(replace(days[-1], answered=220)),
            *(one(day) for one, day in zip(changes, news, strict=True)),
        ]
    )


def test_the_days_of_the_kept_back_tests_are_ordinary() -> None:
    assert on_ordinary_days(to(1)) == []
    assert on_ordinary_days(kept_back, to(1)) == []


@pytest.mark.parametrize("part", [0.4, 0, 2.5])
def test_a_wrong_volume_that_was_kept_back_is_not_thinned_out_by_good_nights(part: float) -> None:
    def wrong(day: Day) -> Day:
        return kept_back(to(part)(day))

    for nights in ([], [kept_back], [kept_back, kept_back]):
        assert {one.guard for one in on_ordinary_days(wrong, *nights, to(1))} == {"volume"}, nights


def test_what_came_late_makes_good_what_was_kept_back() -> None:
    assert on_ordinary_days(lambda day: kept_back(to(0.4)(day)), lambda day: replace(to(1.6)(day), answered=200)) == []


def test_tonight_is_judged_by_itself_too_though_kept_back_nights_come_with_it() -> None:
    assert {one.guard for one in on_ordinary_days(kept_back, kept_back, to(0.4))} == {"volume"}


@pytest.mark.parametrize("usual", [40, 200, 3000])
def test_ordinary_nights_that_were_kept_back_for_another_source_raise_no_alarm(usual: int) -> None:
    days = year(5, usual=usual, days=365)
    for end in range(70, len(days), 5):
        nights = days[end - 64 : end]
        assert judge([*nights[:-4], *map(kept_back, nights[-4:-1]), nights[-1]]) == [], nights[-1].day


def test_what_could_not_be_read_and_was_kept_back_is_judged_with_the_next_night() -> None:
    days = [replace(day, new=20, records=120) for day in year(1, usual=40, days=60)]
    unread = kept_back(replace(days[-1], day=days[-1].day + timedelta(days=1), new=30, quarantined=7))
    quiet = replace(unread, day=unread.day + timedelta(days=1), new=0, records=0, quarantined=0)
    plenty = replace(quiet, new=500)
    for tonight in (quiet, plenty):
        said = [str(one) for one in judge([*days, unread, tonight]) if one.guard == "quarantine"]
        assert len(said) == 1
        assert "7 of 37 new pieces" in said[0]
        assert f"last good {days[-1].day}" in said[0]
    nobody_asked = judge_source("ted", [*days, unread], as_of=quiet.day, guard=Guard(), is_dated=False, look="")
    assert [one.guard for one in nobody_asked] == ["quarantine"]


def test_what_came_too_much_and_was_kept_back_is_still_too_much_the_night_after() -> None:
    days = year(1, usual=3, days=60)
    guard = Guard(source=(SourceGuard(name="ted", ceiling=500),))
    flood = kept_back(replace(days[-1], day=days[-1].day + timedelta(days=1), answered=501, distinct=501))
    after = replace(days[-1], day=flood.day + timedelta(days=1))
    said = [str(one) for one in judge([*days, flood, after], guard) if one.guard == "ceiling"]
    assert len(said) == 1
    assert f"501 requests answered on {flood.day}, at most 500" in said[0]


def test_easter_moves_and_its_days_are_closed() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
    ]
    assert {date(2026, 4, 2), date(2026, 4, 6), date(2026, 5, 14), date(2026, 12, 25)} <= closed_days(2026)


def test_a_guard_of_no_source_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write_study(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + '\n[[guard.source]]\nname = "paper"\nfloor = 1\n')
    with pytest.raises(StudyRefusedError, match=r"small.toml:\d+: \[guard\] watches no source 'paper'.*papers"):
        check_guard_names(read(str(path)))


def test_the_ledger_says_what_each_day_brought(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        for day, outcome in ((1, "published"), (2, "kept_last_good")):
            night = f"2026110{day}-1"
            ledger.begin_night(night_id=night, study="s", as_of=f"2026-11-0{day}")
            ledger.begin_crawl(crawl_id=night, night_id=night, source="web")
            for number in range(3):
                evidence = f"{number if number < 2 else 0}"
                fetch = ledger.plan(
                    crawl_id=night, source="web", request_key=str(number), url=f"http://{number}.example/"
                )
                assert fetch is not None
                ledger.end(fetch, Ending(outcome="ok" if day == 1 else "unchanged", evidence_id=evidence))
            ledger.end_crawl(crawl_id=night, outcome="finished")
            ledger.end_night(night_id=night, outcome=outcome)
        found = days_of(ledger, since=date(2026, 10, 1), as_of=date(2026, 11, 2))["web"]
    assert [(day.answered, day.distinct, day.new, day.is_judged) for day in found] == [
        (3, 2, 2, True),
        (3, 2, 0, False),
    ]
    assert found[0].hosts == {"0.example": 1, "1.example": 1, "2.example": 1}


def received(
    night: Night,
    labels: str,
    *,
    unreadable: str = "",
    renamed: str = "",
    outcome: str | None = None,
    died: bool = False,
) -> None:
    """A crawl of the study's folder in which each letter is a new file of twenty pieces, and how the night ended."""
    pieces = [(f"{letter}{n}", letter in unreadable) for letter in labels for n in range(20)]
    with night.ledger as ledger:
        ledger.begin_crawl(crawl_id=night.night_id, night_id=night.night_id, source="papers")
        for name, _ in pieces:
            fetch = ledger.plan(
                crawl_id=night.night_id, source="papers", request_key=f"{renamed}{name}", url=f"file:///{renamed}{name}"
            )
            assert fetch is not None
            ledger.end(fetch, Ending(outcome="ok", evidence_id=name))
        ledger.note_readings(
            batch=night.night_id,
            readings=[
                Reading(evidence_id=name, part="", reader="r", outcome="quarantined" if bad else "read", records=1)
                for name, bad in pieces
            ],
        )
        if died:
            return
        ledger.end_crawl(crawl_id=night.night_id, outcome="finished")
        if outcome:
            ledger.end_night(night_id=night.night_id, outcome=outcome)


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[int], Night]:
    """Open the night of a day in November, after one that was published on the 24th."""
    file, settings = read(str(write_study(tmp_path))), Settings(home=tmp_path / "home")

    def on(day: int) -> Night:
        return begin(file, settings, as_of=date(2026, 11, day))

    received(on(24), "abc", outcome="published")
    return on


@pytest.mark.parametrize("ended", ["kept_last_good", "failed", None])
@pytest.mark.parametrize("day", [25, 26])
def test_what_was_never_published_is_judged_until_somebody_says_that_it_is_right(
    opened: Callable[[int], Night], ended: str | None, day: int
) -> None:
    received(opened(25), "def", unreadable="d", outcome=ended, died=ended is None)
    for _ in range(2):
        night = opened(day)
        received(night, "g")
        found = judge_ledger(night)
        assert [one.guard for one in found] == ["quarantine"]
        assert "20 of 8" in found[0].reason
        assert found[0].last_good == date(2026, 11, 24)
        close(night, outcome="kept_last_good")


@pytest.mark.parametrize("day", [25, 26])
def test_what_a_published_night_accepted_is_not_judged_again(opened: Callable[[int], Night], day: int) -> None:
    received(opened(25), "def", unreadable="d", outcome="published")
    night = opened(day)
    received(night, "")
    assert judge_ledger(night) == []
    close(night, outcome="unchanged")
    night = opened(day)
    received(night, "def", renamed="elsewhere/")
    assert "quarantine" not in {one.guard for one in judge_ledger(night)}
    close(night, outcome="published")
    night = opened(day)
    received(night, "gh", unreadable="g")
    assert ["20 of 40" in one.reason for one in judge_ledger(night)] == [True]


def test_a_count_that_was_accepted_today_is_accepted_all_day_and_not_tomorrow(tmp_path: Path) -> None:
    floor = '\n[[guard.source]]\nname = "papers"\nfloor = 90\n'
    study = write_study(tmp_path)
    study.write_text(study.read_text(encoding="utf-8") + floor, encoding="utf-8")
    found = {}
    for day, outcome in ((24, "kept_last_good"), (24, "published"), (24, "unchanged"), (25, "kept_last_good")):
        night = begin(read(str(study)), Settings(home=tmp_path / "home"), as_of=date(2026, 11, day))
        received(night, "abc")
        found[night.night_id] = [one.guard for one in judge_ledger(night)]
        close(night, outcome=outcome)
    assert found == {"20261124-1": ["floor"], "20261124-2": ["floor"], "20261124-3": [], "20261125-1": ["floor"]}


def test_a_journal_that_was_published_today_and_is_asked_again_owes_nothing_more() -> None:
    days = year(6, usual=200, days=80)  # ends on a Wednesday
    again = replace(days[-1], new=0, records=0, is_judged=False)
    assert judge([*days, again]) == []
    half = to(0.4)(days[-1])
    assert "volume" in {one.guard for one in judge([*days[:-1], half])}
    assert judge([*days[:-1], half, replace(half, new=0, records=0, is_judged=False)]) == []
    flood = replace(again, new=900, records=5400)
    assert {one.guard for one in judge([*days, flood])} == {"volume"}


def test_the_guards_advice_can_be_pasted(tmp_path: Path) -> None:
    folder = tmp_path / "to ord"
    folder.mkdir()
    study = write_study(folder)
    night = begin(read(str(study)), Settings(home=tmp_path / "home"), as_of=date(2026, 11, 24))
    found = Finding(guard="floor", source="papers", reason="few", last_good=None, look="overblik status")
    with pytest.raises(NightRefusedError) as refused:
        keep_back(night, [found])
    advice = str(refused.value).partition("say so: ")[2].removesuffix(".")
    assert shlex.split(advice) == ["overblik", "run", str(study), "--allow-partial"]
