"""Exports: every mart as it is, OCDS that a reader of OCDS understands, the radar in three formats, and their index."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dashboards.exporters.ocds import release
from dashboards.exporters.radar import aoe, blips, byor, zalando
from dashboards.publishing import write_exports
from dashboards.rows import Row
from tests.dashboards.hostile import HOSTILE
from tests.dashboards.world import an_edition
from warehouse.edition import Edition


@pytest.fixture(scope="module")
def exported(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(edition, folder)
    return folder


def test_the_index_names_every_file_with_its_digest_rows_and_columns(exported: Path, edition: Edition) -> None:
    index = json.loads((exported / "index.json").read_text(encoding="utf-8"))
    named = {entry["path"] for entry in index["files"]}
    assert named == {
        path.relative_to(exported).as_posix()
        for path in exported.rglob("*")
        if path.is_file() and path.name != "index.json"
    }
    for entry in index["files"]:
        assert entry["sha256"] == hashlib.sha256((exported / entry["path"]).read_bytes()).hexdigest()
    award = next(entry for entry in index["files"] if entry["path"] == "parquet/award.parquet")
    assert award["rows"] == edition.query("select count(*) as n from mart.award")[0]["n"]
    assert "amount_dkk" in award["columns"]


def test_csv_and_parquet_hold_the_same_rows_in_the_same_order(exported: Path) -> None:
    for path in sorted((exported / "parquet").glob("*.parquet")):
        with (exported / "csv" / f"{path.stem}.csv").open(encoding="utf-8-sig", newline="") as file:
            head, *rows = list(csv.reader(file))
        table = pq.read_table(path)
        assert head == table.schema.names
        assert len(rows) == table.num_rows
        if rows:
            assert [row[0].removeprefix("'") for row in rows[:50]] == [
                "" if value is None else str(value).removeprefix("'") for value in table.column(0).to_pylist()[:50]
            ]


NOTICE = {
    "notice_id": "1-2026", "procedure_id": "P1", "notice_kind": "result", "publication_date": None, "language": "DA",
    "buyer_player_id": "b", "buyer_name": "Fjordby Kommune", "cpv_main": "72310000", "cpv_label_en": "Data services",
    "title": "Dataplatform", "deadline": None, "url": "javascript:alert(1)",
}  # fmt: skip
AWARD = {
    "award_key": "1-2026#1", "title": "Dataplatform", "status": "awarded", "award_date": None, "lot_id": "LOT-1",
    "amount": 1500000.0, "amount_dkk": 1500000.0, "currency": "DKK", "start_date": None, "end_date": None,
}  # fmt: skip


def test_a_release_names_its_parties_once_with_all_their_roles() -> None:
    won = {
        "1-2026#1": [
            {"player_id": "s", "player_name": "Granit A/S"},
            {"player_id": "b", "player_name": "Fjordby Kommune"},
        ]
    }
    made = release(NOTICE, awards=[AWARD], suppliers=won, buyers=[])
    assert made["ocid"] == "ocds-overblik-P1"
    assert made["tag"] == ["award", "contract"]
    assert {party["id"]: party["roles"] for party in made["parties"]} == {"b": ["buyer", "supplier"], "s": ["supplier"]}
    assert made["awards"][0]["value"] == {"amount": 1500000, "currency": "DKK"}
    assert made["contracts"][0]["awardID"] == made["awards"][0]["id"]
    assert "documents" not in made["tender"], "an address that runs is left out"


def test_a_value_that_is_not_trusted_is_left_out_and_never_nought() -> None:
    made = release(NOTICE, awards=[AWARD | {"amount_dkk": None}], suppliers={}, buyers=[])
    assert "value" not in made["awards"][0]
    assert "period" not in made["contracts"][0]


RINGS = """
technology        ring         previous_ring  moved  quadrant   reason
artificial_intel  adopt        explore        yes    data       3 buyers with a call
blockchain        fading       watch          yes    platforms  falls for 4 quarters
data_platform     established  adopt          no     data       12 buyers with awards
zero_trust        watch        none           yes    security   any stream, 3 organisations
"""


def drawn() -> list[Row]:
    names = ("technology", "ring", "previous_ring", "moved", "quadrant", "reason")
    lines = [line.split(None, 5) for line in RINGS.strip().splitlines()[1:]]
    return [
        Row({name: cell == "yes" if name == "moved" else cell for name, cell in zip(names, line, strict=True)})
        for line in lines
    ]


def test_the_radar_maps_our_rings_and_moves_to_zalandos_numbers() -> None:
    held = json.loads(zalando(blips(drawn()), "2026.11"))
    assert held["date"] == "2026.11"
    assert [(entry["ring"], entry["moved"], entry["quadrant"]) for entry in held["entries"]] == [
        (1, 1, 0),
        (3, -1, 1),
        (0, 0, 0),
        (3, 2, 2),
    ]


def test_byor_uses_the_standard_rings_and_says_what_is_new() -> None:
    rows = list(csv.DictReader(byor(blips(drawn())).splitlines()))
    assert [(row["ring"], row["isNew"], row["status"]) for row in rows] == [
        ("trial", "FALSE", "Moved In"),
        ("hold", "FALSE", "Moved Out"),
        ("adopt", "FALSE", "No Change"),
        ("hold", "TRUE", "New"),
    ]
    assert rows[3]["description"] == "watch: any stream, 3 organisations"


def test_aoe_pages_hold_whatever_a_reason_says_as_text() -> None:
    for text in HOSTILE:
        said = {"technology": "x", "technology_name_en": text, "reason": text, "quadrant": "data"}
        row = Row(said | {"ring": "watch", "previous_ring": None, "moved": False})
        blip = blips([row])[0]
        page = aoe(blip)
        head = page.split("\n---\n")[0].removeprefix("---\n").splitlines()
        assert [line.split(": ", 1)[0] for line in head] == ["title", "ring", "quadrant", "tags"]
        assert json.loads(head[0].split(": ", 1)[1]) == blip.label
        cells = next(csv.reader([byor([blip]).split("\n", 1)[1]]))
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "＝")) for cell in cells)


def test_a_radar_without_its_mart_is_not_written(exported: Path, tmp_path: Path) -> None:
    assert (exported / "radar").exists()
    with an_edition(tmp_path / "edition", without=("technology_ring",)) as lacking:
        assert "mart.technology_ring" not in lacking.tables()
        write_exports(lacking, tmp_path / "exports")
    assert not (tmp_path / "exports" / "radar").exists()
