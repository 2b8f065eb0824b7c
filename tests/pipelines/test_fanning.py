"""Sources of one night collected by work pools: only for a night under way, each once, and never relied upon."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines import fanning, flows
from pipelines.cli import app
from pipelines.night import Night, NightRefusedError, begin, the_only_one
from pipelines.study import read
from tests.pipelines.small_study import write_papers, write_study
from warehouse.ledger import Ledger
from warehouse.settings import Settings, workspace

DAY = date(2026, 11, 20)
POOL = {"*": "overblik-crawl/web"}


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A night that is under way: its lock is held."""
    write_papers(tmp_path)
    monkeypatch.setenv("OVERBLIK_HOME", str(tmp_path / "home"))
    settings = Settings(crawl_pools=POOL)
    file = read(str(write_study(tmp_path)))
    with the_only_one(workspace(settings, "small")):
        yield begin(file, settings, as_of=DAY)


def crawls(night: Night) -> list[tuple[str, str]]:
    with Ledger(night.workspace.ledger) as ledger:
        return [(row["source"], row["outcome"]) for row in ledger.rows("select source, outcome from crawl")]


def test_a_unit_collects_one_source_of_a_night_under_way_and_only_once(night: Night) -> None:
    said = CliRunner().invoke(app, ["crawl", str(night.file.path), "--source", "papers", "--night", night.night_id])
    assert said.exit_code == 0, said.output
    assert crawls(night) == [("papers", "finished")]
    assert str(fanning.came_to(night, "papers")).startswith("papers: 3 requests by a work pool, finished")
    with pytest.raises(NightRefusedError, match="has collected 'papers' already"):
        fanning.crawl_in_night(str(night.file.path), "papers", night.night_id, night.settings)


def test_a_unit_that_comes_late_or_for_no_night_collects_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    file = read(str(write_study(tmp_path)))
    late = begin(file, settings, as_of=DAY)  # its lock is free: its process has died
    for night_id in (late.night_id, "20260101-1"):
        with pytest.raises(NightRefusedError, match=rf"No night {night_id} of 'small' is under way here"):
            fanning.crawl_in_night(str(file.path), "papers", night_id, settings)
    with pytest.raises(NightRefusedError, match=r"has no source 'paper'; there are .*papers"):
        fanning.crawl_in_night(str(file.path), "paper", late.night_id, settings)
    assert crawls(late) == []


def test_a_source_that_is_being_collected_is_not_collected_beside(night: Night) -> None:
    with (
        fanning._the_only_crawl(night.workspace, "papers"),
        pytest.raises(NightRefusedError, match="is being collected by another process"),
    ):
        fanning.collect_once(night, "papers")


def test_a_worker_that_died_over_a_source_leaves_it_to_whoever_collects_it_next(night: Night) -> None:
    with Ledger(night.workspace.ledger) as ledger:
        ledger.begin_crawl(crawl_id="dead", night_id=night.night_id, source="papers")
        ledger.plan(crawl_id="dead", source="papers", request_key="x", url="file:///x")
    assert fanning.came_to(night, "papers") is None
    fanning.collect_once(night, "papers")
    assert crawls(night) == [("papers", "failed"), ("papers", "finished")]
    with Ledger(night.workspace.ledger) as ledger:
        assert ledger.rows("select count(*) from fetch where outcome is null")[0][0] == 0


def test_a_night_takes_from_the_ledger_what_a_pool_brought(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, dict[str, str]]] = []

    def run(deployment: str, *, parameters: dict[str, str], **_: object) -> None:
        asked.append((deployment, parameters))
        fanning.crawl_in_night(**parameters, settings=night.settings)

    monkeypatch.setattr(flows, "run_deployment", run)
    assert str(flows._by_a_pool(night, "papers")).startswith("papers: 3 requests by a work pool")
    assert asked == [
        (POOL["*"], {"study": str(night.file.path), "source": "papers", "night_id": night.night_id}),
    ]
    assert crawls(night) == [("papers", "finished")]


def test_a_worker_elsewhere_is_told_the_whole_path_of_the_study(
    night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(flows, "run_deployment", lambda _, *, parameters, **__: asked.append(parameters["study"]))
    monkeypatch.chdir(tmp_path)
    flows._by_a_pool(replace(night, file=read("small.toml")), "papers")
    assert asked == [str(tmp_path / "small.toml")]


def test_a_pool_that_fails_or_brings_nothing_leaves_the_source_to_the_night(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ConnectionError("the API cannot be reached")

    for broken in (fails, lambda *_, **__: None):
        monkeypatch.setattr(flows, "run_deployment", broken)
        assert flows._by_a_pool(night, "papers") is None
    assert crawls(night) == []


def test_what_a_server_said_is_shown_in_the_summary_as_it_is() -> None:
    assert flows.markdown_escaped("a | <b>\n[c](javascript:d)") == r"a \| \<b\> \[c\]\(javascript:d\)"
