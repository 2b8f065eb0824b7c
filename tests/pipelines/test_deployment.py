"""What is handed to schedulers names commands, flows and hours that there are."""

import configparser
import importlib
import re
import shutil
import subprocess
import tomllib
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from pipelines import scheduling
from pipelines.cli import app
from pipelines.scheduling import check_hours, hours_of
from pipelines.study import StudyRefusedError, read
from spiders.source import sources

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())


def unit(path: Path) -> configparser.ConfigParser:
    said = configparser.ConfigParser(interpolation=None, strict=False)
    said.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    said.read_string(path.read_text(encoding="utf-8"))
    return said


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_there_is(path: Path) -> None:
    said = unit(path)
    if path.suffix == ".timer":
        service = said["Timer"].get("Unit", path.with_suffix(".service").name).replace("%i", "")
        assert (path.parent / service).exists()
        assert said["Install"]["WantedBy"] == "timers.target"
        return
    command, *options = said["Service"]["ExecStart"].split()[1:]
    known = get_command(app).commands[command]  # type: ignore[attr-defined]
    offered = {name for one in known.params for name in one.opts}
    assert {one for one in options if one.startswith("--")} <= offered
    assert said["Service"]["NoNewPrivileges"] == "yes"
    assert said["Service"]["User"] == "overblik"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_itself_has_nothing_to_say_against_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text(encoding="utf-8"), flags=re.M)
        (tmp_path / path.name.replace("@.", "@kombit.")).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(map(str, tmp_path.iterdir()))], capture_output=True, text=True
    )
    said = [line for line in done.stderr.splitlines() if "overblik" in line]
    assert (done.returncode, said) == (0, [])


def test_the_container_has_an_entrypoint_that_there_is_and_no_root() -> None:
    said = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    assert 'ENTRYPOINT ["overblik"]' in said
    assert re.search(r"^USER (?!root)", said, re.M)
    assert not re.search(r"^EXPOSE", said, re.M)


def test_the_image_takes_the_program_and_nothing_that_lies_beside_it() -> None:
    said = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in said if line and not line.startswith("#")]
    taken = {line.removeprefix("!") for line in rules if line.startswith("!")}
    assert rules[0] == "*", "everything is left out that is not named"
    assert {".venv", ".git", "overblik-data", "tests", "secrets", "data"}.isdisjoint(taken)
    assert [name for name in sorted(taken) if not (ROOT / name).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {package.partition(".")[0] for package in project["tool"]["setuptools"]["packages"]}
    wanted |= {"Makefile", "pyproject.toml", "requirements.in", "requirements.lock", project["project"]["readme"]}
    assert wanted <= taken
    # Podman would look at this one instead.
    assert not (ROOT / ".containerignore").exists()


def test_prefect_yaml_deploys_a_flow_that_there_is_one_night_at_a_time() -> None:
    said = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    for deployment in said["deployments"]:
        path, _, name = deployment["entrypoint"].partition(":")
        module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        assert hasattr(module, name)
        if name == "crawl":  # several at once: a night asks for all its sources
            assert deployment["work_pool"]["name"] == "overblik-crawls"
            continue
        read(deployment["parameters"]["study"])
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
        assert deployment["work_pool"]["name"] == "overblik"
        for schedule in deployment["schedules"]:
            check_hours(read(deployment["parameters"]["study"]), schedule["cron"], schedule["timezone"])


def test_the_timers_of_a_study_run_when_its_sources_are_open() -> None:
    for path in (one for one in UNITS if one.suffix == ".timer" and "@" in one.name):
        _, clock, zone = unit(path)["Timer"]["OnCalendar"].rsplit(" ", 2)
        hour, minute, _ = clock.split(":")
        check_hours(read("kombit"), f"{int(minute)} {int(hour)} * * *", zone)


def test_a_schedule_outside_a_publishers_hours_is_refused_and_named() -> None:
    kombit = read("kombit")
    assert hours_of(kombit)["laws"] == (time(3), time(23, 45))
    assert check_hours(kombit, "0 10 * * *", "Europe/Copenhagen") == []
    with pytest.raises(StudyRefusedError, match=r"at 02:00 .*laws .*03:00 to 23:45"):
        check_hours(kombit, "0 2 * * *", "Europe/Copenhagen")
    with pytest.raises(StudyRefusedError, match="is no time"):
        check_hours(kombit, "often", "Europe/Copenhagen")
    assert "TED" in check_hours(kombit, "0 6 * * *", "Europe/Copenhagen")[0]
    assert sources()["retsinformation"].opening_hours is not None


@pytest.mark.parametrize("today", [datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)])
@pytest.mark.parametrize(
    ("cron", "timezone", "at"),
    [
        ("30 1 * * *", "UTC", "02:30"),  # half past three in summer
        ("50 21 * * *", "UTC", "23:50"),  # ten to eleven in winter
        ("0 22 * * *", "America/New_York", None),
        ("30 18 * * *", "America/New_York", "00:30"),
        ("0 12 * * *", "UTC", None),
    ],
)
def test_a_schedule_is_judged_by_summer_and_by_winter_whenever_it_is_made(
    monkeypatch: pytest.MonkeyPatch, today: datetime, cron: str, timezone: str, at: str | None
) -> None:
    monkeypatch.setattr(scheduling, "now", lambda: today)
    if at is None:
        check_hours(read("kombit"), cron, timezone)
    else:
        with pytest.raises(StudyRefusedError, match=f"at {at} in Copenhagen"):
            check_hours(read("kombit"), cron, timezone)
