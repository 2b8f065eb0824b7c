"""Files on disk as a source: each is evidence once, unchanged ones cost little, and missing ones are said to be."""

import tarfile
import time
from datetime import date
from pathlib import Path

from spiders.crawling import CrawlResult, collect
from spiders.source import SourceSpec
from spiders.sources.folder import FolderOptions
from warehouse.ledger import Ledger
from warehouse.settings import Settings


def _collect(
    root: Path, folder: Path, *, night: int = 1, pattern: str = "*", max_files: int = 1_000_000
) -> CrawlResult:
    spec = SourceSpec(
        name="filer",
        kind="folder",
        stream="procurement",
        delay_seconds=0,
        options=FolderOptions(path=folder, pattern=pattern, publisher="Ugleby Kommune", max_files=max_files),
        period_start=date(2026, 1, 1),
    )
    return collect(spec, root=root, night_id=f"nat-{night}", as_of=date(2026, 6, 1), settings=Settings())


def _some_files(folder: Path) -> None:
    (folder / "under" / "neden").mkdir(parents=True)
    (folder / "en.xml").write_text("<a/>")
    (folder / "under" / "to.xml").write_text("<b/>")
    (folder / "under" / "neden" / "tre å.txt").write_text("c")
    (folder / ".skjult").write_text("d")
    (folder / ".git").mkdir()
    (folder / ".git" / "fire.xml").write_text("e")
    with tarfile.open(folder / "pakke.tar.gz", "w:gz") as package:
        package.add(folder / "en.xml", "en.xml")


def test_every_file_is_evidence_under_a_label_that_is_the_same_on_every_machine(tmp_path: Path) -> None:
    _some_files(tmp_path / "data")
    result = _collect(tmp_path / "arbejde", tmp_path / "data")
    assert (result.outcome, result.planned, result.by_outcome, result.new_evidence) == ("finished", 4, {"ok": 4}, 4)
    with Ledger(tmp_path / "arbejde" / "ledger.sqlite") as ledger:
        found = {row["url"]: row for row in ledger.rows("select * from evidence")}
    assert set(found) == {
        "file:///data/en.xml",
        "file:///data/pakke.tar.gz",
        "file:///data/under/to.xml",
        "file:///data/under/neden/tre%20%C3%A5.txt",
    }
    assert {row["publisher"] for row in found.values()} == {"Ugleby Kommune"}
    assert found["file:///data/pakke.tar.gz"]["media_type"] == "application/gzip"
    assert str(tmp_path) not in "".join(found)


def test_a_second_night_takes_only_what_changed(tmp_path: Path) -> None:
    _some_files(tmp_path / "data")
    _collect(tmp_path / "arbejde", tmp_path / "data", pattern="*.xml")
    (tmp_path / "data" / "en.xml").write_text("<a>ny</a>")
    second = _collect(tmp_path / "arbejde", tmp_path / "data", night=2, pattern="*.xml")
    assert second.by_outcome == {"ok": 1, "unchanged": 1}
    assert second.new_evidence == 1


def test_a_single_archive_is_kept_whole(tmp_path: Path) -> None:
    _some_files(tmp_path / "data")
    result = _collect(tmp_path / "arbejde", tmp_path / "data" / "pakke.tar.gz")
    assert result.by_outcome == {"ok": 1}


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    result = _collect(tmp_path / "arbejde", tmp_path / "findes-ikke")
    assert result.outcome == "failed"
    assert result.by_outcome == {"missing_file": 1}
    assert "there is no file or folder" in (result.reason or "")


def test_a_folder_in_which_nothing_matches_is_said_to_be_empty(tmp_path: Path) -> None:
    _some_files(tmp_path / "data")
    result = _collect(tmp_path / "arbejde", tmp_path / "data", pattern="*.pdf")
    assert (result.outcome, result.planned) == ("failed", 0)
    assert "matches '*.pdf'" in (result.reason or "")


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    _some_files(tmp_path / "data")
    (tmp_path / "hemmelig.xml").write_text("<s/>")
    (tmp_path / "data" / "vej.xml").symlink_to(tmp_path / "hemmelig.xml")
    assert _collect(tmp_path / "arbejde", tmp_path / "data", pattern="*.xml").planned == 2


def test_a_thousand_files_take_seconds(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for n in range(1000):
        (tmp_path / "data" / f"{n}.xml").write_text(f"<a>{n}</a>")
    started = time.monotonic()
    first = _collect(tmp_path / "arbejde", tmp_path / "data")
    second = _collect(tmp_path / "arbejde", tmp_path / "data", night=2)
    assert (first.by_outcome, second.by_outcome) == ({"ok": 1000}, {"unchanged": 1000})
    assert time.monotonic() - started < 30


def test_files_beyond_the_most_are_said_to_be_left(tmp_path: Path) -> None:
    _some_files(tmp_path / "data")
    assert _collect(tmp_path / "all", tmp_path / "data", max_files=4).reason is None
    assert "more than 3 files" in (_collect(tmp_path / "some", tmp_path / "data", max_files=3).reason or "")
