"""Reading and enriching on a cluster of separate processes: the same records and marts, whatever dies on the way."""

from __future__ import annotations

import os
import signal
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from pipelines.rehearsing import staged
from pipelines.running import run_night
from tests.pipelines.small_study import write_papers, write_study
from tests.pipelines.test_orchestration import SAY_WHEN
from tests.spiders.dask_processes import dask_processes
from warehouse.cluster import LOCAL, Cluster, ClusterError
from warehouse.edition import Edition
from warehouse.ledger import Ledger
from warehouse.settings import Settings, workspace

DAY = date(2026, 11, 20)


def killed_once(marks: Path, unit: int) -> int:
    """Square a number; the first process that is given a 3 is killed over it, as by the kernel."""
    if unit == 3 and not (marks / "dead").exists():
        (marks / "dead").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return unit**2


def night(folder: Path, models: Path, *, cluster: str | None) -> tuple[dict[str, str], list[tuple[str, str, int]]]:
    """Table hashes of the edition, and what the ledger says was read."""
    write_papers(folder, count=12)
    settings = Settings(home=folder / "home", models=models, workers=2, cluster=cluster)
    result = run_night(str(write_study(folder)), settings=settings, as_of=DAY, orchestrated=False)
    assert result.outcome == "published"
    place = workspace(settings, "small")
    with Edition(place.current) as edition, Ledger(place.ledger) as ledger:
        rows = ledger.rows("select evidence_id, outcome, records from reading order by evidence_id")
        return {name: said["hash"] for name, said in edition.manifest["tables"].items()}, [tuple(r) for r in rows]


def test_a_killed_worker_changes_nothing(tmp_path: Path) -> None:
    with Cluster(LOCAL, workers=2) as cluster:
        told = dict(cluster.spread(partial(killed_once, tmp_path), range(12)))
    assert told == {number: number**2 for number in range(12)}
    assert (tmp_path / "dead").exists()


@pytest.mark.slow
def test_a_night_on_a_cluster_gives_the_same_marts(tmp_path: Path, trained_models: Path) -> None:
    here, read_here = night(tmp_path / "here", trained_models, cluster=None)
    there, read_there = night(tmp_path / "there", trained_models, cluster=LOCAL)
    assert read_there == read_here
    assert {name for name in here if there[name] != here[name]} <= SAY_WHEN


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_worker_that_is_killed_in_the_middle_of_a_night_changes_nothing(
    tmp_path: Path, trained_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.reading._UNIT_PARTS", 2)  # so that there is work for both, and work left
    here, read_here = night(tmp_path / "here", trained_models, cluster=None)
    dies = {"OVERBLIK_TESTING": "1", "OVERBLIK_FAILPOINT": "reading.answered:1:kill"}
    with dask_processes(tmp_path / "dask", [dies, {}]) as cluster:
        there, read_there = night(tmp_path / "there", trained_models, cluster=cluster.address)
        assert cluster.workers[0].wait(60) == -signal.SIGKILL
        assert cluster.workers[1].poll() is None
    assert read_there == read_here
    assert {name for name in here if there[name] != here[name]} <= SAY_WHEN


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_rehearsal_night_on_a_cluster_of_separate_processes_gives_the_same_marts(
    tmp_path: Path, trained_models: Path
) -> None:
    def rehearsed(home: Path, cluster: str | None) -> dict[str, str]:
        settings = Settings(home=home, models=trained_models, workers=2, cluster=cluster)
        with staged("demo", settings, None) as stage:
            result = run_night("demo", settings=stage.settings, as_of=stage.as_of, orchestrated=False)
        assert result.outcome == "published", result.reason
        with Edition(workspace(settings, "demo").current) as edition:
            return {name: said["hash"] for name, said in edition.manifest["tables"].items() if name.startswith("mart.")}

    here = rehearsed(tmp_path / "here", None)
    with dask_processes(tmp_path / "dask", [{}, {}]) as cluster:
        there = rehearsed(tmp_path / "there", cluster.address)
    assert {name for name in here if there[name] != here[name]} <= SAY_WHEN
    assert len(here) > 50


def test_a_cluster_that_does_not_answer_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.cluster._PATIENCE", "1s")
    with pytest.raises(ClusterError, match="start `dask scheduler` there"):
        Cluster("tcp://127.0.0.1:9", workers=1)
