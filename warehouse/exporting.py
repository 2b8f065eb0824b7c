"""Answers as files for other tools: CSV for machines and spreadsheets, Parquet for engines, JSON for the web.

Rows go through in batches, so an export may be larger than memory. CSV is often opened in a spreadsheet: text that one
would take for a formula gets an apostrophe before it. Rejected: DuckDB's own COPY, which an edition's jail rightly
refuses.
"""

from __future__ import annotations

import csv
import json
import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import jail
from warehouse.jail import QueryRefusedError

_BATCH = 50_000
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def export(connection: duckdb.DuckDBPyConnection, sql: str, path: Path, fmt: str, *, seconds: float) -> int:
    """Write the answer to a select into a file as csv, parquet or json; returns the number of rows.

    The file appears whole or not at all. Raises `QueryRefusedError`.
    """
    writers = {"csv": _write_csv, "parquet": _write_parquet, "json": _write_json}
    if fmt not in writers:
        raise QueryRefusedError(f"There is no format {fmt!r}; known are csv, parquet and json.")
    statement = jail.one_select(connection, sql)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with jail.within(connection, seconds):
            reader = connection.sql(statement).to_arrow_reader(_BATCH)
            try:
                count = writers[fmt](reader, beside)
            finally:
                reader.close()
        beside.replace(path)
    except duckdb.Error as fault:
        raise QueryRefusedError(jail.explained(connection, fault)) from None
    except OSError as fault:
        raise QueryRefusedError(f"{path} cannot be written: {fault.strerror or fault}.") from None
    finally:
        beside.unlink(missing_ok=True)
    return count


def _write_parquet(reader: pa.RecordBatchReader, path: Path) -> int:
    count = 0
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _write_csv(reader: pa.RecordBatchReader, path: Path) -> int:
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([_cell(name) for name in reader.schema.names])
        for batch in reader:
            writer.writerows([[_cell(value) for value in row.values()] for row in batch.to_pylist()])
            count += batch.num_rows
    return count


def _cell(value: object) -> object:
    """A value as CSV shows it; text that starts like a formula, even after spaces, is made plain text."""
    if isinstance(value, (list, dict)):
        value = json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, str):
        # The writer leaves a bare carriage return unquoted, and a reader would begin a new row there.
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, str) and (value.lstrip(" ").startswith(_FORMULA)):
        return f"'{value}"
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _write_json(reader: pa.RecordBatchReader, path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for batch in reader:
            for row in batch.to_pylist():
                file.write("\n" if count == 0 else ",\n")
                file.write(json.dumps(row, ensure_ascii=False, default=_plain))
                count += 1
        file.write("\n]\n")
    return count


def _plain(value: object) -> object:
    """What JSON has no word for: dates as text, exact decimals as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
