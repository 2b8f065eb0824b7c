"""Records on disk: Parquet files, one per batch and kind, under `records/<kind>/<batch>.parquet`.

A batch is written whole before the ledger names it; a file that no ledger row names is a crashed batch's rest and is
never read. Parquet, so that any engine reads the same records; written by Arrow, whose types the records declare.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.archive import write_durably
from warehouse.records import KINDS, Kind, Text, arrow_schema, to_table
from warehouse.refusal import RefusedError


def write_batch(root: Path, *, batch: str, records: Iterable[object]) -> dict[str, int]:
    """Write records of any kinds as one batch; returns how many of each kind. Kinds without a record leave no file."""
    by_kind: dict[Kind, list[object]] = {}
    for record in records:
        by_kind.setdefault(type(record), []).append(record)  # type: ignore[arg-type]  # the classes are the kinds
    return {kind.kind: write_kind(root, batch=batch, kind=kind, rows=rows) for kind, rows in by_kind.items()}


def write_kind(root: Path, *, batch: str, kind: Kind, rows: Sequence[object]) -> int:
    """Write the records of one kind as a batch's file; returns their number."""
    return write_table(root, batch=batch, kind=kind, table=to_table(kind, rows))


def write_table(root: Path, *, batch: str, kind: Kind, table: pa.Table) -> int:
    """Write the records of one kind, already in an Arrow table, as a batch's file; returns their number."""
    packed = io.BytesIO()
    pq.write_table(table, packed, compression="zstd")
    write_durably(root / kind.kind / f"{batch}.parquet", packed.getvalue())
    return int(table.num_rows)


def read_kind(root: Path, kind: Kind, batches: Iterable[str]) -> pa.Table:
    """All records of a kind in these batches, as one Arrow table (empty, with its columns, where there are none)."""
    schema = arrow_schema(kind)
    tables = [
        pq.read_table(path, schema=schema)
        for batch in sorted(set(batches))
        if (path := root / kind.kind / f"{batch}.parquet").exists()
    ]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def kind_named(name: str) -> Kind:
    """The kind of record of that name. Raises `KeyError`."""
    return {kind.kind: kind for kind in KINDS}[name]


def text_of(root: Path, digest: str) -> str | None:
    """The text of that digest, wherever a batch holds it; None where none does."""
    for path in sorted((root / Text.kind).glob("*.parquet")):
        found = pq.read_table(path, columns=["text"], filters=[("text_digest", "=", digest)])
        if found.num_rows:
            return str(found.column("text")[0].as_py())
    return None


def texts_of(root: Path, digests: set[str]) -> dict[str, str]:
    """The texts of these digests, as far as a batch holds them."""
    found: dict[str, str] = {}
    for path in sorted((root / Text.kind).glob("*.parquet")):
        table = pq.read_table(path, columns=["text_digest", "text"], filters=[("text_digest", "in", sorted(digests))])
        found.update(zip(table.column("text_digest").to_pylist(), table.column("text").to_pylist(), strict=True))
    return found


def rows(path: Path) -> list[dict[str, object]]:
    """Everything that a record file holds, row by row."""
    found: list[dict[str, object]] = _table(path).to_pylist()
    return found


def _table(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except pa.ArrowInvalid:
        raise RefusedError(f"The record file {path} is damaged; bring it back from a copy, and say it again.") from None


def rewrite(path: Path, *, keep: Callable[[dict[str, object]], bool]) -> set[str] | None:
    """Keep only some rows of a record file; returns the text digests of those that went, None where none did."""
    table = _table(path)
    stays = [keep(row) for row in table.to_pylist()]
    if all(stays):
        return None
    gone = table.filter(pa.array([not one for one in stays], pa.bool_()))
    packed = io.BytesIO()
    pq.write_table(table.filter(pa.array(stays, pa.bool_())), packed, compression="zstd")
    write_durably(path, packed.getvalue())
    return set(gone.column("text_digest").to_pylist()) if "text_digest" in gone.column_names else set()


def rows_as_text(path: Path) -> str:
    """Everything that a record file says, as one text, for those who look for what must not be there."""
    return "\n".join(str(row) for row in pq.read_table(path).to_pylist())
