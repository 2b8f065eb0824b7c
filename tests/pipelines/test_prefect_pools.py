"""Two work pools of a real Prefect server, a worker each, collect the sources of one night as docs/scaling.md says."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.pipelines.prefect_servers import PREFECT, ROOT, environment, prefect_server, run_night, running
from tests.pipelines.small_study import PAGE, write_papers, write_study
from warehouse.ledger import Ledger

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]  # a dozen of Prefect's processes start one after another
PLANS = """
[[source]]
name = "plans"
kind = "folder"
stream = "policy"
delay_seconds = 0
[source.options]
path = "{path}"
"""
POOLS = {"*": "overblik-crawl/web", "plans": "overblik-crawl/registers"}


def prefect(told: dict[str, str], *words: str) -> None:
    done = subprocess.run([*PREFECT, *words], env=told, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def crawls_of(address: str) -> list[tuple[str, str, str]]:
    """The runs of deployments that the server tells of: name, work pool, state."""
    asked = urllib.request.Request(
        f"{address}/flow_runs/filter", data=b"{}", headers={"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        runs = json.load(answer)
    return sorted(
        (run["name"], run["work_pool_name"], run["state_type"]) for run in runs if run["work_pool_name"] is not None
    )


def test_each_source_is_collected_by_the_pool_that_is_named_for_it(tmp_path: Path, trained_models: Path) -> None:
    write_papers(tmp_path)
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "plan.html").write_text(PAGE.format(title="Handlingsplan 2026"), encoding="utf-8")
    study = write_study(tmp_path, more=PLANS.format(path=plans))
    with ExitStack() as stack:
        told = stack.enter_context(prefect_server(environment(tmp_path / "home", trained_models)))
        prefect(told, "work-pool", "create", "--type", "process", "overblik-crawls")
        prefect(told, "work-pool", "set-concurrency-limit", "overblik-crawls", "4")
        prefect(told, "deploy", "--name", "web")
        prefect(told, "work-pool", "create", "--type", "process", "overblik")
        prefect(told, "deploy", "--name", "overblik-kombit")
        prefect(told, "work-pool", "create", "--type", "process", "overblik-registers")
        prefect(told, "deploy", "pipelines/flows.py:crawl", "--name", "registers", "--pool", "overblik-registers")
        for pool in ("overblik-crawls", "overblik-registers"):
            stack.enter_context(running([*PREFECT, "worker", "start", "--pool", pool], told, ready="started"))
        done = run_night(
            study, told | {"OVERBLIK_CRAWL_POOLS": json.dumps(POOLS), "OVERBLIK_CRAWL_POOL_SECONDS": "400"}
        )
        assert done.returncode == 0, done.stderr
        assert crawls_of(told["PREFECT_API_URL"]) == [
            ("20261120-1-papers", "overblik-crawls", "COMPLETED"),
            ("20261120-1-plans", "overblik-registers", "COMPLETED"),
        ]
    with Ledger(tmp_path / "home" / "small" / "ledger.sqlite") as ledger:
        crawls = ledger.rows("select source, outcome from crawl order by source")
        assert [tuple(row) for row in crawls] == [("papers", "finished"), ("plans", "finished")]
        note = ledger.rows("select note from stage where stage = 'collect'")[0]["note"]
        assert [row["outcome"] for row in ledger.rows("select outcome from night")] == ["published"]
    assert "papers: 3 requests by a work pool, finished" in note
    assert "plans: 1 requests by a work pool, finished" in note
