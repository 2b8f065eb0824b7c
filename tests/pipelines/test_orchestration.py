"""Prefect runs the night and is never its record: with it, without it, or with it failing, the night is the same."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.running import NightResult, run_night
from tests.pipelines.small_study import write_papers, write_study
from warehouse.edition import Edition
from warehouse.ledger import Ledger
from warehouse.settings import Settings, workspace

DAY = date(2026, 11, 20)
# These hold moments of the clock: when a request was answered, evidence first seen, a part read.
SAY_WHEN = {
    "core.document_version",
    "core.evidence",
    "core.fetch",
    "core.reading",
    "mart.quarantine",
    "mart.source_coverage",
}


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One Prefect server of the tests' own; it takes as long to start as everything else here together."""
    from prefect.testing.utilities import prefect_test_harness

    import pipelines.flows  # makes Prefect's settings before Prefect is imported

    assert pipelines.flows
    with prefect_test_harness(server_startup_timeout=120):
        yield


def night(folder: Path, models: Path, *, orchestrated: bool) -> tuple[NightResult, dict[str, str]]:
    write_papers(folder)
    settings = Settings(home=folder / "home", models=models, workers=1)
    result = run_night(str(write_study(folder)), settings=settings, as_of=DAY, orchestrated=orchestrated)
    with Edition(workspace(settings, "small").current) as edition:
        return result, {name: said["hash"] for name, said in edition.manifest["tables"].items()}


def stages_done(folder: Path) -> list[tuple[str, str]]:
    with Ledger(folder / "home" / "small" / "ledger.sqlite") as ledger:
        return [
            (row["stage"], row["outcome"]) for row in ledger.rows("select stage, outcome from stage order by rowid")
        ]


def test_a_night_under_prefect_is_the_same_night(prefect: Any, tmp_path: Path, trained_models: Path) -> None:
    plain, without = night(tmp_path / "a", trained_models, orchestrated=False)
    led, under = night(tmp_path / "b", trained_models, orchestrated=True)
    assert (plain.outcome, led.outcome) == ("published", "published")
    assert [name for name, _, _ in led.stages] == [name for name, _, _ in plain.stages]
    assert {name for name in under if under[name] != without[name]} <= SAY_WHEN


def test_a_night_goes_on_when_prefect_fails(
    tmp_path: Path, trained_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipelines.flows

    def broken(*_: object) -> Any:
        raise RuntimeError("Timed out while attempting to connect to ephemeral Prefect API server")

    monkeypatch.setattr(pipelines.flows, "_flow_of", broken)
    result, _ = night(tmp_path, trained_models, orchestrated=True)
    assert result.outcome == "published"
    assert stages_done(tmp_path) == [
        (name, "done") for name in ("collect", "read", "load", "resolve", "enrich", "build", "publish")
    ]


def test_a_stage_that_fails_ends_the_night_as_failed_and_keeps_the_last_edition(
    tmp_path: Path, trained_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(tmp_path, trained_models, orchestrated=False)
    (tmp_path / "papers" / "strategi-9.html").write_text("<html><body><p>" + "Ny side. " * 60, encoding="utf-8")
    import warehouse.model

    def broken(*_: object, **__: object) -> Any:
        raise warehouse.model.ModelError("mart.award does not build: invented.")

    monkeypatch.setattr(warehouse.model, "build", broken)
    settings = Settings(home=tmp_path / "home", models=trained_models, workers=1)
    with pytest.raises(warehouse.model.ModelError):
        run_night(str(tmp_path / "small.toml"), settings=settings, as_of=DAY, orchestrated=False)
    with Ledger(tmp_path / "home" / "small" / "ledger.sqlite") as ledger:
        ended = ledger.rows("select outcome, reason from night order by rowid desc limit 1")[0]
    assert ended["outcome"] == "failed"
    assert "mart.award does not build" in ended["reason"]
    assert (tmp_path / "home" / "small" / "current").resolve().name == "20261120-1"
