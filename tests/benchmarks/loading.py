"""Loading records into the night's database, against DuckDB's own load of the same Parquet files; CPU seconds.

Ours loads only rows that the ledger vouches for, and the ledger with them; DuckDB's own takes every row as it is.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from pathlib import Path

import duckdb

from tests.benchmarks.measuring import Figure
from warehouse.database import Building
from warehouse.ledger import Ledger, Reading
from warehouse.parquet import write_batch
from warehouse.records import Text
from warehouse.settings import Workspace

BATCHES, ROWS, A_PIECE = 10, 10_000, 10
"""Record files, rows in each (of some 800 bytes), and rows of one piece of evidence."""
ROUNDS = 3
BAR = 0.5


def _filled(root: Path) -> Workspace:
    place = Workspace(root).make()
    with Ledger(place.ledger) as ledger:
        for batch in range(BATCHES):
            names = [hashlib.sha256(f"{batch} {n // A_PIECE}".encode()).hexdigest() for n in range(ROWS)]
            texts = [
                Text(
                    evidence_id=name, part="", source="benchmark", reader="html@1", owner_kind="document",
                    text_digest=hashlib.sha256(f"{name} {n}".encode()).hexdigest(), owner_id=name, language="da",
                    text=" ".join(f"Kommunen udbyder drift {name[k : k + 9]}{n}" for k in range(18)),
                )
                for n, name in enumerate(names)
            ]  # fmt: skip
            write_batch(place.records, batch=f"b{batch}", records=texts)
            readings = [
                Reading(evidence_id=name, part="", reader="html@1", outcome="read", records=A_PIECE)
                for name in dict.fromkeys(names)
            ]
            ledger.note_readings(batch=f"b{batch}", readings=readings)
    return place


def loading() -> list[Figure]:
    """Rows a second of CPU, both ways, in turns."""
    ratios, ours, bare = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        place = _filled(Path(scratch) / "study")
        files = str(place.records / "text" / "*.parquet")
        for number in range(ROUNDS):
            begun = time.process_time()
            with duckdb.connect(str(Path(scratch) / f"bare-{number}.duckdb"), config={"threads": 2}) as plain:
                plain.execute("create table text as from read_parquet(?)", [files])
                plain.execute("checkpoint")
            bare.append(time.process_time() - begun)
            with Building(place.building, fresh=True) as building, Ledger(place.ledger) as ledger:
                begun = time.process_time()
                loaded = building.load_records(root=place.root, ledger=ledger)
                building.connection.execute("checkpoint")
                ours.append(time.process_time() - begun)
            assert loaded["text"] == BATCHES * ROWS
            ratios.append(bare[-1] / ours[-1])
    count = BATCHES * ROWS
    return [
        Figure(
            stage="loading record files",
            ours=f"{count / min(ours):,.0f} rows/CPU s",
            limit=f"DuckDB's own load of the same files: {count / min(bare):,.0f} rows/CPU s",
            ratios=ratios,
            bar=f"≥ {BAR:.2f}",
        )
    ]
