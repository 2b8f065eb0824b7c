"""The main marts as files: CSV for spreadsheets and Parquet for analysis, the same rows in the same order.

A spreadsheet runs what begins with `=`, `+`, `-` or `@`, so such texts get an apostrophe in front; numbers stay
numbers. Parquet keeps the marts' types and needs no such care.

Rejected: XLSX (slow for large tables and no safer), leaving CSV raw "for machines" (people will open it anyway).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboards.claims import plain
from dashboards.section import Marts
from dashboards.words import Words

_RISKY = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One mart to take along: its name, what a row is, and its rows' order."""

    name: str
    meaning: Words
    order: str


EXPORTS = (
    Export(name="award", meaning=Words("en tildeling", "an award"), order="award_key"),
    Export(
        name="award_supplier",
        meaning=Words("en vinder af en tildeling", "a winner of an award"),
        order="award_key, player_id, role",
    ),
    Export(name="supplier", meaning=Words("en leverandør", "a supplier"), order="player_id"),
    Export(name="buyer", meaning=Words("en ordregiver", "a buyer"), order="player_id"),
    Export(name="player", meaning=Words("en aktør", "a player"), order="player_id"),
    Export(name="market_size", meaning=Words("et segment i et år", "a segment in a year"), order="segment_code, year"),
    Export(
        name="supplier_share",
        meaning=Words("en leverandør i et segment", "a supplier in a segment"),
        order="segment_code, period, player_id",
    ),
    Export(
        name="technology_trend",
        meaning=Words("en teknologi i en strøm", "a technology in a stream"),
        order="technology, stream",
    ),
    Export(name="contract_period", meaning=Words("en løbende kontrakt", "a running contract"), order="award_key"),
    Export(name="document", meaning=Words("et dokument", "a document"), order="document_id"),
)


def safe_cell(value: object) -> object:
    """A value for CSV: texts that a spreadsheet would run get an apostrophe, lists and structs become JSON."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        value = json.dumps(plain(value), ensure_ascii=False, sort_keys=True)
    if not isinstance(value, str):
        return plain(value)
    text = value.replace("\0", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_RISKY) else text


def csv_bytes(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows as CSV: UTF-8 with a mark that makes spreadsheets read it as such, one header line."""
    text = io.StringIO()
    if rows:
        names = list(rows[0])
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([safe_cell(name) for name in names])
        for row in rows:
            writer.writerow([safe_cell(row[name]) for name in names])
    return text.getvalue().encode("utf-8-sig", "replace")


def write_parquet(rows: Sequence[Mapping[str, object]], path: Path) -> None:
    """Rows as Parquet, with the types that the values have."""
    names = list(rows[0]) if rows else []
    table = pa.table({name: pa.array([row[name] for row in rows]) for name in names})
    pq.write_table(table, path, compression="zstd")


def write_exports(marts: Marts, folder: Path) -> list[Path]:
    """Write every export as CSV and Parquet under `folder`; the paths written, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for export in EXPORTS:
        rows = marts.query(f"select * from mart.{export.name} order by {export.order}")  # noqa: S608  # fixed names only
        for path, write in ((folder / f"{export.name}.csv", "csv"), (folder / f"{export.name}.parquet", "parquet")):
            if write == "csv":
                path.write_bytes(csv_bytes(rows))
            else:
                write_parquet(rows, path)
            written.append(path)
    return written
