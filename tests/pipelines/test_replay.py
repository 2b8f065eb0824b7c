"""An edition follows from the archive alone, or the tables that do not are named; and evidence can be handed on."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from pipelines.cli import app
from pipelines.keeping import replay
from pipelines.night import NightRefusedError
from pipelines.running import run_night
from pipelines.study import StudyFile, read
from tests.pipelines.small_study import write_papers, write_study
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, workspace


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, trained_models: Path) -> tuple[Settings, StudyFile, Workspace]:
    """A small study after a published night and one that brought nothing."""
    folder = tmp_path_factory.mktemp("replay")
    papers = write_papers(folder)
    path = write_study(folder)
    settings = Settings(home=folder / "home", models=trained_models, workers=1)
    for day in (16, 17):
        run_night(str(path), settings=settings, as_of=date(2026, 11, day), orchestrated=False)
    for paper in papers.iterdir():
        paper.unlink()
    file = read(str(path))
    return settings, file, workspace(settings, file.study.name)


def _held(place: Workspace) -> dict[str, bytes]:
    return {
        str(path.relative_to(place.root)): path.read_bytes()
        for folder in (place.evidence, place.records)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_an_edition_follows_from_the_archive_and_the_study_stays_as_it_was(
    published: tuple[Settings, StudyFile, Workspace],
) -> None:
    settings, file, place = published
    before = _held(place)
    with Ledger(place.ledger) as ledger:
        readings = [tuple(row) for row in ledger.rows("select * from reading order by 1, 2")]
    assert replay(settings, file) == []
    assert _held(place) == before
    assert not (place.root / ".replay").exists()
    with Ledger(place.ledger) as ledger:
        assert [tuple(row) for row in ledger.rows("select * from reading order by 1, 2")] == readings


@pytest.mark.slow
def test_a_table_that_comes_out_otherwise_is_named_with_its_rows(
    published: tuple[Settings, StudyFile, Workspace],
) -> None:
    settings, file, place = published
    path = place.current / "manifest.json"
    kept = path.read_bytes()
    said = json.loads(kept)
    rows = said["tables"]["mart.document"]["rows"]
    said["tables"]["mart.document"] = {"rows": rows + 1, "hash": "0" * 64}
    del said["tables"]["mart.player"]
    path.write_text(json.dumps(said))
    try:
        found = {one.table: (one.published, one.replayed) for one in replay(settings, file)}
    finally:
        path.write_bytes(kept)
    assert found.pop("mart.document") == (rows + 1, rows)
    assert found.pop("mart.player")[0] is None
    assert not found


def test_nothing_published_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = read(str(write_study(tmp_path)))
    with pytest.raises(NightRefusedError, match="published nothing"):
        replay(Settings(home=tmp_path / "home"), file)


@pytest.mark.slow
def test_the_evidence_of_a_study_opens_as_a_warc(
    published: tuple[Settings, StudyFile, Workspace], tmp_path: Path
) -> None:
    settings, file, _ = published
    out = tmp_path / "small.warc.gz"
    said = ["archive", "export", str(file.path), "--out", str(out), "--home", str(settings.home)]
    done = CliRunner().invoke(app, said)
    assert done.exit_code == 0, done.output
    with out.open("rb") as data:
        kinds = [record.rec_type for record in ArchiveIterator(data)]
    assert (kinds.count("resource"), kinds.count("revisit")) == (3, 3)
    refused = CliRunner().invoke(app, [*said, "--since", "20991231-1"])
    assert refused.exit_code == 1
