"""A sole trader's name and number are in nothing that leaves the house: the edition's SQL, CSV and Parquet."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from dashboards.export import EXPORTS
from dashboards.publishing import write_exports
from tests.warehouse.drawing import made
from tests.warehouse.test_privacy import SOLE
from warehouse.edition import Edition, write_edition_database
from warehouse.model import describe, read_models

TRACES = ("Ibsen", "ibsen", "10000009", "10000025", "Bonde", "bonde")


def test_a_sole_trader_is_masked_in_every_export(tmp_path: Path) -> None:
    with made(*(f"mart.{one.name}" for one in EXPORTS), **SOLE) as building:
        names = [f"mart.{one.name}" for one in EXPORTS]
        rows = {name: building.query(f"describe {name}") for name in names}
        types = {name: tuple((str(one["column_name"]), str(one["column_type"])) for one in rows[name]) for name in rows}
        describe(building, read_models(), types)
        write_edition_database(building, tmp_path / "edition" / "overblik.duckdb")
    with Edition(tmp_path / "edition") as edition:
        tables = edition.query("select table_schema || '.' || table_name as name from information_schema.tables")
        told = {str(row["name"]): str(edition.query(f"from {row['name']}")) for row in tables}
        for path in (one.path for one in write_exports(edition, tmp_path / "exports")):
            is_table = path.suffix == ".parquet"
            told[path.name] = str(pq.read_table(path).to_pylist()) if is_table else path.read_text(encoding="utf-8-sig")
    assert {"mart.award", "award.csv", "award.parquet"} <= told.keys()
    assert "person:" in told["award_supplier.csv"]
    for name, said in told.items():
        assert [trace for trace in TRACES if trace in said] == [], name
