"""Prefect's database is locked, its server cannot be reached or dies: the night is whole, and its log says so."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from pipelines import flows, running, stages
from pipelines.night import Night
from pipelines.running import run_night
from tests.pipelines.prefect_servers import OVERBLIK, ROOT, environment, free_port
from tests.pipelines.small_study import write_papers, write_study
from tests.pipelines.test_orchestration import DAY, stages_done
from warehouse.edition import Edition
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace

STAGES = ("collect", "read", "load", "resolve", "enrich", "build", "publish")
GOES_ON = "Prefect failed; the night goes on without it"


def night(folder: Path, models: Path, *, at: str = "", do: Callable[[int], None] = lambda _: None, **more: str) -> None:
    """Run a night as a process and, once the stage `at` is done, `do` something to it; it must end well."""
    write_papers(folder)
    with subprocess.Popen(
        [*OVERBLIK, "run", str(write_study(folder)), "--date", "2026-11-20"],
        env=environment(folder / "home", models, **more),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        told = []
        for line in process.stderr:
            told.append(line)
            if '"stage done"' in line and json.loads(line)["stage"] == at:
                do(process.pid)
    assert process.returncode == 0, "".join(told)


def warnings(folder: Path) -> list[dict[str, Any]]:
    """What the night's own log warns of Prefect, where the night is whole and its edition published."""
    place = Workspace(folder / "home" / "small")
    with Ledger(place.ledger) as ledger:
        ended = [(row["outcome"], row["edition_id"]) for row in ledger.rows("select outcome, edition_id from night")]
    assert ended == [("published", "20261120-1")]
    assert stages_done(folder) == [(name, "done") for name in STAGES]
    with Edition(place.current) as edition:
        assert edition.query("from mart.study")
    lines = (place.logs / "20261120-1.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if "Prefect" in line["event"]]


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the write lock of an SQLite database, which may be empty."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("begin exclusive")
        yield


@contextmanager
def server_that_fails() -> Iterator[int]:
    """A server that answers 500 to everything; gives its port."""

    class Fails(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(500)

        do_POST = do_GET  # noqa: N815  the library's name

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Fails) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_night_is_whole_where_prefects_database_is_locked_from_the_start(
    tmp_path: Path, trained_models: Path
) -> None:
    with locked(tmp_path / "home" / ".prefect" / "prefect.db"):
        night(tmp_path, trained_models, PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="10")
    (said,) = warnings(tmp_path)
    assert said["event"] == GOES_ON
    assert "Timed out while attempting to connect to ephemeral Prefect API server" in said["reason"]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_night_is_whole_where_prefects_database_is_locked_in_the_middle(tmp_path: Path, trained_models: Path) -> None:
    holding = locked(tmp_path / "home" / ".prefect" / "prefect.db")
    night(
        tmp_path,
        trained_models,
        at="load",
        do=lambda _: holding.__enter__(),
        PREFECT_API_REQUEST_TIMEOUT="2",
    )
    holding.__exit__(None, None, None)
    assert [said["event"] for said in warnings(tmp_path)] == [
        "Prefect did not take the night's table",
        "Prefect failed; its run is not closed there",
    ]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_night_is_whole_where_nobody_listens_at_prefects_address(tmp_path: Path, trained_models: Path) -> None:
    night(tmp_path, trained_models, PREFECT_API_URL=f"http://127.0.0.1:{free_port()}/api")
    (said,) = warnings(tmp_path)
    assert said["event"] == GOES_ON
    assert "Failed to reach API" in said["reason"]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_night_is_whole_where_prefects_server_answers_500(tmp_path: Path, trained_models: Path) -> None:
    with server_that_fails() as port:
        night(tmp_path, trained_models, PREFECT_API_URL=f"http://127.0.0.1:{port}/api")
    (said,) = warnings(tmp_path)
    assert said["event"] == GOES_ON
    assert "Failed to reach API" in said["reason"]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_night_is_whole_where_prefects_server_dies_in_the_middle(tmp_path: Path, trained_models: Path) -> None:
    killed = []

    def kill(pid: int) -> None:
        for child in psutil.Process(pid).children(recursive=True):
            if "prefect.server.api.server:create_app" in child.cmdline():
                child.kill()
                killed.append(child.pid)

    night(tmp_path, trained_models, at="load", do=kill, PREFECT_CLIENT_MAX_RETRIES="1")
    assert len(killed) == 1
    told = warnings(tmp_path)
    assert [said["event"] for said in told] == [
        "Prefect did not take the night's table",
        "Prefect failed; its run is not closed there",
    ]
    assert "Connection refused" in told[1]["reason"]


def bare_stages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put stages that only say their name in place of the real ones; gives the list that they write."""
    ran: list[str] = []

    def stage(name: str) -> stages.Stage:
        def run(_: Night) -> str:
            ran.append(name)
            return name

        return stages.Stage(name, "", run)

    every = tuple(stage(name) for name in STAGES)
    monkeypatch.setattr(stages, "STAGES", every)
    monkeypatch.setattr(running, "_collect_side_by_side", every[0].run)
    return ran


def test_a_night_that_prefect_leaves_in_the_middle_goes_on_with_the_stages_that_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = bare_stages(monkeypatch)

    def leaves(night: Night, begun: float, first: list[float], faults: list[BaseException]) -> Callable[[], None]:
        def run() -> None:
            first.append(0.5)
            for stage in stages.STAGES[:3]:
                stages.run_stage(night, stage)
            raise ConnectionError("the API cannot be reached")

        return run

    monkeypatch.setattr(flows, "_flow_of", leaves)
    result = run_night(str(write_study(tmp_path)), settings=Settings(home=tmp_path / "home"), as_of=DAY)
    assert (result.outcome, result.orchestrator_seconds) == ("published", 0.5)
    assert ran == list(STAGES)


@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(1)], ids=["interrupted", "terminated"])
def test_a_whole_night_that_is_stopped_while_prefect_waits_counts_as_published(
    end: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare_stages(monkeypatch)

    def waits(night: Night) -> float:
        running.run_plainly(night)
        raise end

    monkeypatch.setattr(flows, "orchestrate", waits)
    with pytest.raises(type(end)):
        run_night(str(write_study(tmp_path)), settings=Settings(home=tmp_path / "home"), as_of=DAY)
    with Ledger(tmp_path / "home" / "small" / "ledger.sqlite") as ledger:
        assert [row["outcome"] for row in ledger.rows("select outcome from night")] == ["published"]
