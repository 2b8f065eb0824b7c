"""The building holds what the ledger's current readings vouch for, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from warehouse.database import Building, BuildingError
from warehouse.ledger import Ending, Ledger, Reading
from warehouse.parquet import write_batch
from warehouse.raw import RAW
from warehouse.records import Document, Notice
from warehouse.settings import Workspace


def notice(evidence_id: str, *, part: str = "", reader: str = "eforms@2", notice_id: str = "1-2025") -> Notice:
    return Notice(
        evidence_id=evidence_id,
        part=part,
        source="ted",
        reader=reader,
        notice_id=notice_id,
        format="eforms",
        notice_kind="result",
        publication_date=date(2025, 3, 3),
    )


def reading(evidence_id: str, *, part: str = "", outcome: str = "read", reader: str = "eforms@2") -> Reading:
    return Reading(evidence_id=evidence_id, part=part, reader=reader, outcome=outcome, records=1)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path).make()


def loaded(place: Workspace, ledger: Ledger, table: str) -> list[dict[str, object]]:
    with Building(place.building, fresh=True) as building:
        building.load_records(root=place.root, ledger=ledger)
        return building.query(f"from raw.{table} order by all")


def test_every_raw_table_is_there_and_empty_before_anything_is_loaded(place: Workspace) -> None:
    with Building(place.building) as building:
        assert building.names("raw") == sorted(RAW)
        for name, schema in RAW.items():
            table = building.table(f"raw.{name}")
            assert (table.num_rows, table.column_names) == (0, schema.names)


def test_records_of_a_batch_that_the_ledger_does_not_name_are_never_loaded(place: Workspace) -> None:
    write_batch(place.records, batch="b1", records=[notice("a")])
    write_batch(place.records, batch="crashed", records=[notice("a"), notice("b", notice_id="2-2025")])
    with Ledger(place.ledger) as ledger:
        ledger.note_readings(batch="b1", readings=[reading("a")])
        assert [row["notice_id"] for row in loaded(place, ledger, "notice")] == ["1-2025"]


def test_only_the_latest_reading_of_evidence_counts(place: Workspace) -> None:
    write_batch(place.records, batch="b1", records=[notice("a", reader="eforms@1", notice_id="old")])
    write_batch(place.records, batch="b2", records=[notice("a", reader="eforms@2", notice_id="new")])
    with Ledger(place.ledger) as ledger:
        ledger.note_readings(batch="b1", readings=[reading("a", reader="eforms@1")])
        ledger.note_readings(batch="b2", readings=[reading("a", reader="eforms@2")])
        assert [row["notice_id"] for row in loaded(place, ledger, "notice")] == ["new"]


def test_a_reader_that_the_reading_does_not_name_does_not_count(place: Workspace) -> None:
    write_batch(place.records, batch="b1", records=[notice("a", reader="eforms@1"), notice("b", notice_id="2-2025")])
    with Ledger(place.ledger) as ledger:
        ledger.note_readings(batch="b1", readings=[reading("a"), reading("b")])
        assert [row["evidence_id"] for row in loaded(place, ledger, "notice")] == ["b"]


def test_quarantined_parts_of_a_package_give_no_records(place: Workspace) -> None:
    records = [notice("p", part="1.xml"), notice("p", part="2.xml", notice_id="2-2025")]
    write_batch(place.records, batch="b1", records=records)
    with Ledger(place.ledger) as ledger:
        readings = [reading("p", part="1.xml"), reading("p", part="2.xml", outcome="quarantined")]
        ledger.note_readings(batch="b1", readings=readings)
        assert [row["part"] for row in loaded(place, ledger, "notice")] == ["1.xml"]


def test_the_ledger_comes_along_with_the_night_of_each_first_answer(place: Workspace) -> None:
    with Ledger(place.ledger) as ledger:
        for night in ("n1", "n2"):
            ledger.begin_night(night_id=night, study="test", as_of="2026-11-23")
            ledger.begin_crawl(crawl_id=f"c-{night}", night_id=night, source="ted")
            fetch = ledger.plan(crawl_id=f"c-{night}", source="ted", request_key="k", url="https://ted.example/1")
            assert fetch is not None
            ledger.note_evidence(evidence_id="a", source="ted", url="https://ted.example/1", media_type=None, size=9)
            ledger.end(fetch, Ending(outcome="ok", evidence_id="a"))
            ledger.end_night(night_id=night, outcome="published")
        assert [row["first_night"] for row in loaded(place, ledger, "evidence")] == ["n1"]
        fetches = loaded(place, ledger, "fetch")
        assert [row["night_id"] for row in fetches] == ["n1", "n2"]
        assert fetches[0]["ended_at"] is not None
        assert [row["as_of"] for row in loaded(place, ledger, "night")] == [date(2026, 11, 23)] * 2


def test_other_kinds_of_records_are_loaded_and_counted(place: Workspace) -> None:
    page = Document(
        evidence_id="d",
        part="",
        source="site",
        reader="html@1",
        document_id="x",
        document_kind="html",
        flags=("short",),
    )
    write_batch(place.records, batch="b1", records=[page])
    with Ledger(place.ledger) as ledger, Building(place.building) as building:
        ledger.note_readings(batch="b1", readings=[reading("d", reader="html@1")])
        counted = building.load_records(root=place.root, ledger=ledger)
        assert (counted["document"], counted["notice"], counted["reading"]) == (1, 0, 1)
        assert building.table("raw.document")["flags"].to_pylist() == [["short"]]


def test_loading_again_replaces(place: Workspace) -> None:
    with Building(place.building) as building:
        building.load_table("theme", pa.table({"theme": ["a", "b"]}))
        assert building.load_table("theme", pa.table({"theme": ["c"], "name_da": ["C"]})) == 1
        assert building.query("from raw.theme") == [{"theme": "c", "name_da": "C", "name_en": None}]


@pytest.mark.parametrize(
    ("name", "table", "said"),
    [
        ("nothing", pa.table({"a": [1]}), "there is no raw table 'nothing'"),
        ("theme", pa.table({"colour": ["red"]}), "raw.theme has no column colour"),
        ("customer", pa.table({"population": ["many"]}), "raw.customer cannot hold these values"),
    ],
)
def test_a_table_of_another_shape_is_refused_in_a_sentence(
    place: Workspace, name: str, table: pa.Table, said: str
) -> None:
    with Building(place.building) as building, pytest.raises(BuildingError, match=said):
        building.load_table(name, table)


def test_a_fresh_building_forgets_and_another_does_not(place: Workspace) -> None:
    with Building(place.building) as building:
        building.load_table("theme", pa.table({"theme": ["a"]}))
    with Building(place.building) as building:
        assert building.table("raw.theme").num_rows == 1
    with Building(place.building, fresh=True) as building:
        assert building.table("raw.theme").num_rows == 0
