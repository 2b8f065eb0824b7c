"""The measurement itself: finds its data, agrees with what is right, and notices what is wrong."""

from __future__ import annotations

import csv
import io
import tarfile
from pathlib import Path

import pytest

from nlp.data_sets import opened
from tests.accuracy import notices
from tests.accuracy.__main__ import main
from tests.accuracy.notice_columns import COLUMNS as MANIFEST
from tests.accuracy.notice_columns import same
from tests.accuracy.result import Cell
from tests.spiders.eforms_builder import award_notice

AWARDS = (
    "file", "row", "item", "lot", "contract_no", "contract_title", "status", "reason", "winner", "winner_id",
    "winner_country", "winner_size", "value", "value_low", "value_high", "est_value", "currency", "tenders_received",
    "award_date",
)  # fmt: skip
RIGHT = {
    "form_or_subtype": "29", "notice_kind": "result", "publication_number": "123456-2025", "country": "DK",
    "title": "Nyt  fagsystem", "buyer_names": "Fjordby Kommune", "cpv_main": "48000000", "n_award_rows": "1",
    "winner_names": "Nordlys Systemer A/S", "winner_ids": "DK10000017", "publication_date": "2025-01-17",
}  # fmt: skip


def data_set(folder: Path, **wrong: str) -> Path:
    """A set of one notice, with its truth; `wrong` puts errors into the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one.xml").write_bytes(award_notice().data())
    manifest = {"file": "one.xml", "sha256": "0" * 64, "key": "TED:123456-2025", "format": "eForms", **RIGHT, **wrong}
    award = {
        "file": "one.xml", "row": "1", "lot": "LOT-0001", "status": "awarded", "winner": "Nordlys Systemer A/S",
        "winner_id": "DK 10 00 00 17", "value": "1250000", "currency": "DKK", "award_date": "2025-01-10",
    }  # fmt: skip
    for name, columns, row in (
        ("manifest.csv", ("file", "sha256", "key", "format", *MANIFEST), manifest),
        ("awards.csv", AWARDS, award),
    ):
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerow(row)
    return folder


def cells(folder: Path) -> dict[str, Cell]:
    result = notices.score(folder)
    assert result is not None
    return {cell.column: cell for cell in result.cells}


def test_a_notice_that_is_read_rightly_agrees_in_every_column(tmp_path: Path) -> None:
    for cell in cells(data_set(tmp_path)).values():
        assert cell.agreed == cell.total, (cell.column, cell.examples)


def test_the_data_is_found_in_an_archive_whatever_its_folder_is_called(tmp_path: Path) -> None:
    inner = data_set(tmp_path / "held-back-7")
    packed = tmp_path / "data"
    packed.mkdir()
    with tarfile.open(packed / "notices.tar.xz", "w:xz") as archive:
        archive.add(inner, arcname="held-back-7")
    assert cells(packed)["title"].share == 1


@pytest.mark.parametrize("name", ["../outside.xml", "/tmp/outside.xml", "in/../../outside.xml"])
def test_an_archive_that_points_outside_its_folder_is_left_alone(tmp_path: Path, name: str) -> None:
    packed = tmp_path / "data"
    packed.mkdir()
    with tarfile.open(packed / "notices.tar", "w") as archive:
        for each in ("good.xml", name):
            info = tarfile.TarInfo(each)
            info.size = 3
            archive.addfile(info, io.BytesIO(b"<a>"))
    with opened(packed, wanted=("good.xml",), hint="") as found:
        assert found is None


def test_a_wrong_title_is_shown_with_both_sides(tmp_path: Path) -> None:
    [example] = cells(data_set(tmp_path, title="Another title"))["title"].examples
    assert (example.where, example.truth, example.read) == ("one.xml", "Another title", "Nyt fagsystem")


def test_a_winner_that_the_truth_does_not_know_costs_precision_and_recall(tmp_path: Path) -> None:
    folder = data_set(tmp_path)
    path = folder / "awards.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Nordlys Systemer A/S", "Sydvind"), encoding="utf-8")
    found = cells(folder)
    assert (found["winner row precision"].share, found["winner row recall"].share) == (0, 0)


def test_a_floor_that_is_missed_by_more_than_one_is_told(tmp_path: Path) -> None:
    cell = Cell(group="g", column="c", floor=0.99)
    for place in range(50):
        cell.count(place != 0)
    assert not cell.is_below_floor, "one disagreement is no rate"
    cell.count(False)
    assert cell.is_below_floor


def test_the_command_says_absent_where_there_is_no_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--set", "notices"]) == 2
    assert "absent" in capsys.readouterr().out


def test_the_command_passes_on_data_that_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(data_set(tmp_path)), "--set", "notices"]) == 0
    assert "notices/s" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("column", "truth", "said", "agrees"),
    [
        ("total_value", "-1", None, True),
        ("total_value", "12000", "12000.00", True),
        ("total_value", "", "5", False),
        ("buyer_names", "A/B|C", ("C", "A|B"), True),
        ("buyer_names", "A", ("A", "B"), False),
        ("winner_ids", "GB-COH:OC303525", ("OC 303525",), True),
        ("title", "CO 2", "CO2", True),
        ("title", "CO2", "CO3", False),
        ("framework_max", "", ("?5 EUR",), True),
        ("framework_max", "5 EUR", ("?5 EUR",), True),
        ("framework_max", "", ("5 EUR",), False),
        ("language", "FR NL", "FR", True),
    ],
)
def test_only_presentation_is_forgiven(column: str, truth: str, said: str | tuple[str, ...], agrees: bool) -> None:
    assert same(column, truth, said) is agrees


@pytest.mark.slow
@pytest.mark.shared_data
def test_the_development_data_holds_every_floor(shared_data: Path) -> None:
    result = notices.score(shared_data)
    assert result is not None
    assert not result.faults
    assert not result.missed
