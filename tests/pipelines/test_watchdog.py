"""The switch that speaks when nothing else does: on a full disk, without a disk, after a wrong clock, in any folder."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines import alerting, watchdog
from pipelines.alerting import alert, kept
from pipelines.cli import app
from pipelines.doctor import examine
from pipelines.watchdog import STAMP, look, watch
from tests.pipelines.small_study import write_study
from warehouse import ledger
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Clock:
    """What every clock of the program says."""

    at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    told = Clock()
    for module in (watchdog, alerting, ledger):
        monkeypatch.setattr(module, "now", told)
    monkeypatch.setattr("pipelines.doctor.now", told)
    return told


def ended_well(home: Path) -> tuple[Settings, Workspace]:
    """A study after one good night, which ended just now."""
    settings = Settings(home=home)
    place = workspace(settings, "small").make()
    with Ledger(place.ledger) as opened:
        opened.begin_night(night_id="20261124-1", study="small", as_of="2026-11-24")
        opened.end_night(night_id="20261124-1", outcome="published", edition_id="20261124-1")
    (place.editions / "20261124-1").mkdir()
    (place.editions / "20261124-1" / "overblik.duckdb").touch()
    place.current.symlink_to("editions/20261124-1")
    return settings, place


def test_a_full_disk_does_not_silence_the_watchdog(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, place = ended_well(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    clock.at = NOW + timedelta(hours=30)
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        assert watch(settings, place).faults
        assert watch(settings, place).faults
    assert len(kept(place)) == 2  # what could not be kept as told is told again
    assert not (place.root / STAMP).exists()
    watch(settings, place)
    watch(settings, place)
    assert len(kept(place)) == 3


@pytest.mark.parametrize(
    "stamp", ["", '{"at": "2026', "[]", '{"at": "yesterday", "faults": []}', '{"at": 3, "faults": 4}']
)
def test_a_stamp_that_cannot_be_read_counts_as_none(tmp_path: Path, clock: Clock, stamp: str) -> None:
    settings, place = ended_well(tmp_path)
    (place.root / STAMP).write_text(stamp, encoding="utf-8")
    clock.at = NOW + timedelta(hours=30)
    assert watch(settings, place).faults
    assert len(kept(place)) == 1


@pytest.mark.parametrize("home", ["there", "missing"])
@pytest.mark.parametrize("study", [[], ["kombit"]])
def test_without_a_ledger_somebody_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str, study: list[str]
) -> None:
    (tmp_path / "there").mkdir()
    told: list[str] = []

    def send(title: str, body: str, _: object) -> int:
        told.append(f"{title}: {body}")
        return 1

    monkeypatch.setattr("pipelines.sending.send", send)
    environment = {"OVERBLIK_HOME": str(tmp_path / home), "OVERBLIK_NOTIFY_URLS": "json://127.0.0.1:1"}
    for _ in range(2):
        done = CliRunner().invoke(app, ["watchdog", *study], env=environment)
        assert done.exit_code == 1
        assert "has ever run" in done.output or "has not run here yet" in done.output
    assert len(told) == (1 if home == "there" else 2)
    assert "its disk is not mounted, or OVERBLIK_HOME names another folder" in told[0]
    assert (study or ["all studies"])[0] in told[0]
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("outcome", ["published", "running"])
def test_a_night_of_a_day_to_come_is_a_fault_of_the_clock(tmp_path: Path, clock: Clock, outcome: str) -> None:
    settings, place = ended_well(tmp_path)
    clock.at = NOW.replace(year=2036)
    with Ledger(place.ledger) as opened:
        opened.begin_night(night_id="20361124-1", study="small", as_of="2036-11-24")
        if outcome != "running":
            opened.end_night(night_id="20361124-1", outcome=outcome)
    clock.at = NOW + timedelta(hours=2)
    said = "a night is entered for 2036-11-24 12:00 UTC, which is yet to come"
    assert any(fault.startswith(said) for fault in look(place, at=clock.at).faults)
    clocks = [one for one in examine(settings, [place]) if one.what == "clock"]
    assert [one.verdict for one in clocks] == ["fault"]
    assert "a night is entered for 2036-11-24 12:00 UTC; set the clock" in clocks[0].said
    with Ledger(place.ledger) as opened:
        opened.begin_night(night_id="20261124-2", study="small", as_of="2026-11-24")
        opened.end_night(night_id="20261124-2", outcome="unchanged")
    assert look(place, at=clock.at).faults == ()
    assert [one.verdict for one in examine(settings, [place]) if one.what == "clock"] == ["fine"]


def test_what_was_told_by_a_wrong_clock_is_told_again(tmp_path: Path, clock: Clock) -> None:
    settings, place = ended_well(tmp_path)
    clock.at = NOW.replace(year=2036)
    assert watch(settings, place).faults
    clock.at = NOW + timedelta(hours=30)
    assert watch(settings, place).faults
    assert len(kept(place)) == 2


@pytest.mark.parametrize("name", ["50 % data", "data #2", "data%20x"])
def test_a_home_may_have_any_name(tmp_path: Path, clock: Clock, name: str) -> None:
    settings, place = ended_well(tmp_path / name)
    assert look(place, at=clock.at).faults == ()
    assert [one.said for one in examine(settings, [place]) if one.what == "ledger"] == ["small: ok"]


def test_an_alert_that_was_torn_hides_no_other(tmp_path: Path) -> None:
    settings, place = ended_well(tmp_path)
    for number in range(3):
        alert(settings, place, title=f"t{number}", body="b")
    file = place.root / alerting.KEPT
    file.write_bytes(file.read_bytes()[:-20])
    assert [one["title"] for one in kept(place)] == ["t1", "t0"]
    alert(settings, place, title="t3", body="\N{LINE SEPARATOR}")
    assert [one["title"] for one in kept(place)] == ["t3", "t1", "t0"]
    with file.open("a") as opened:
        opened.write(json.dumps(["no", "alert"]) + "\n")
    assert [one["title"] for one in kept(place, last=2)] == ["t3", "t1"]
    done = CliRunner().invoke(app, ["status", "--study", "small"], env={"OVERBLIK_HOME": str(settings.home)})
    assert done.exit_code == 0, done.output


def test_what_is_advised_for_ones_own_study_can_be_done(tmp_path: Path) -> None:
    settings, place = ended_well(tmp_path / "home")
    environment = {"OVERBLIK_HOME": str(settings.home)}
    said = " ".join(CliRunner().invoke(app, ["status", "--study", "nosuch"], env=environment).output.split())
    assert said == "There is no study 'nosuch'; name a file, or one of demo, kombit; here have run small."
    place.current.unlink()
    shutil.rmtree(place.editions / "20261124-1")
    said = CliRunner().invoke(app, ["purge", "small", "Kirstine Damsgaard", "--yes"], env=environment).output
    assert "There is no current edition now; `overblik run FILE.toml` publishes one without them." in said
    folder = tmp_path / "to ord"
    folder.mkdir()
    study = write_study(folder)
    said = CliRunner().invoke(app, ["purge", str(study), "Kirstine Damsgaard", "--yes"], env=environment).output
    assert f"`overblik run '{study}'` publishes one without them." in said
    study.write_text("[study]\nname = 3\n", encoding="utf-8")
    said = CliRunner().invoke(app, ["status", "--study", str(study)], env=environment).output
    assert "small.toml:" in said
    place.ledger.unlink()
    said = CliRunner().invoke(app, ["status", "--study", "kombit"], env=environment).output
    assert "The study 'kombit' has not run here yet; run `overblik run kombit` first." in said
