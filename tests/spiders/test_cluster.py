"""Reading and enriching on a cluster of separate processes: the same records and marts, whatever dies on the way."""

from __future__ import annotations

import os
import signal
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from pipelines.running import run_night
from tests.pipelines.small_study import write_papers, write_study
from tests.pipelines.test_orchestration import SAY_WHEN
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


def test_a_cluster_that_does_not_answer_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.cluster._PATIENCE", "1s")
    with pytest.raises(ClusterError, match="start `dask scheduler` there"):
        Cluster("tcp://127.0.0.1:9", workers=1)
