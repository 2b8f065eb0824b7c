"""A night that breaks off is told, whatever the disk or the operator does meanwhile."""

import errno
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines import night as nights
from pipelines import running, speaking, stages
from pipelines.alerting import kept
from pipelines.night import Night, NightRefusedError
from tests.pipelines.small_study import write_study
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, workspace

FULL = "database or disk is full"


def full(*_: object, **__: object) -> Ledger:
    raise sqlite3.OperationalError(FULL)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Night], None]], Workspace]:
    """Run a night whose stages are one function; the fault that it ends with is raised, the workspace is returned."""
    settings, study = Settings(home=tmp_path / "home"), write_study(tmp_path)
    monkeypatch.setattr(running, "check_queries_once", lambda *_: False)
    monkeypatch.setattr(running, "get_ready", lambda: None)

    def one(work: Callable[[Night], None]) -> Workspace:
        monkeypatch.setattr(running, "run_plainly", work)
        with pytest.raises((OSError, KeyboardInterrupt, sqlite3.Error)):
            running.run_night(str(study), settings=settings, as_of=date(2026, 11, 24), orchestrated=False)
        return workspace(settings, "small")

    return one


def nothing(_: Night) -> None:
    return


def outcomes(place: Workspace) -> list[tuple[str, str | None]]:
    with Ledger(place.ledger) as ledger:
        return [(row["outcome"], row["reason"]) for row in ledger.rows("select * from night order by rowid")]


def refused(_: Night) -> None:
    raise NightRefusedError("The guards keep the night back.")


def broken(_: Night) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def whole(night: Night) -> None:
    with night.ledger as ledger:
        for stage in stages.STAGES:
            ledger.note_stage(night_id=night.night_id, stage=stage.name, seconds=1.0, outcome="done", note="")


@pytest.mark.parametrize("work", [broken, refused, whole])
def test_a_night_that_the_ledger_cannot_enter_is_told_and_the_next_closes_it(
    run: Callable[[Callable[[Night], None]], Workspace], monkeypatch: pytest.MonkeyPatch, work: Callable[[Night], None]
) -> None:
    def then_full(night: Night) -> None:
        monkeypatch.setattr(nights, "Ledger", full)
        work(night)

    def whole_then_full(night: Night) -> None:
        work(night)
        monkeypatch.setattr(running, "close", full)

    place = run(whole_then_full if work is whole else then_full)
    told = [(one["title"], one["body"]) for one in kept(place)]
    assert len(told) == 1
    assert "the night 20261124-1 of small ended as failed" in str(told[0][0])
    assert FULL in str(told[0][1])
    assert "Last good edition: none yet. Look: overblik status --study small" in str(told[0][1])
    assert outcomes(place) == [("running", None)]
    monkeypatch.setattr(nights, "Ledger", Ledger)
    run(broken)
    assert outcomes(place)[0] == ("abandoned", "its process died")


def test_a_night_that_the_disk_does_not_let_begin_is_told(
    run: Callable[[Callable[[Night], None]], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nights, "Ledger", full)
    place = run(nothing)
    assert [one["title"] for one in kept(place)] == ["Overblik: the night of 2026-11-24 of small could not begin"]
    assert FULL in str(kept(place)[0]["body"])


def test_a_log_line_that_a_full_disk_refuses_breaks_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import structlog

    monkeypatch.setattr(speaking, "_log_file", [tmp_path / "missing" / "log.jsonl"])
    speaking.set_up_logs("json")
    structlog.get_logger().error("alert")
    assert "alert" in capsys.readouterr().err


def test_a_night_that_is_stopped_by_hand_says_so(run: Callable[[Callable[[Night], None]], Workspace]) -> None:
    def stopped(_: Night) -> None:
        raise KeyboardInterrupt

    place = run(stopped)
    assert outcomes(place) == [("failed", "stopped by hand")]
    assert str(kept(place)[0]["body"]).startswith("stopped by hand\n")
