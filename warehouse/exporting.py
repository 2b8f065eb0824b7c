"""Answers as files for other tools: CSV for machines and spreadsheets, Parquet for engines, JSON for the web.

Rows go through in batches, so an export may be larger than memory. CSV is often opened in a spreadsheet: text that one
would take for a formula gets an apostrophe before it. Rejected: DuckDB's own COPY, which an edition's jail rightly
refuses.
"""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pyarrow.types as pt

from warehouse import jail
from warehouse.jail import QueryRefusedError

_BATCH = 50_000
_NESTED = frozenset(("list", "array", "struct", "map", "union"))
_FORMULA = r"^ *[=+\-@\t\r\n＝＋－＠]"


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
            answer = connection.sql(statement)
            reader = (_flat(answer) if fmt == "csv" else answer).to_arrow_reader(_BATCH)
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


def _flat(answer: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The answer with lists and structures as JSON, written by the engine: Python would go value by value."""
    # By place: two columns of an answer may have one name.
    return answer.project(
        ", ".join(
            f"{f'cast(to_json(#{place}) as varchar)' if kind.id in _NESTED else f'#{place}'} as {_quoted(name)}"
            for place, (name, kind) in enumerate(zip(answer.columns, answer.types, strict=True), start=1)
        )
    )


def _quoted(name: str) -> str:
    """A column's name as SQL, a dot in it included."""
    return '"' + name.replace('"', '""') + '"'


def _write_parquet(reader: pa.RecordBatchReader, path: Path) -> int:
    count = 0
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _write_csv(reader: pa.RecordBatchReader, path: Path) -> int:
    count = 0
    names = [_plain_text(pa.array([name])).to_pylist()[0] for name in reader.schema.names]
    schema = pa.schema([(name, _type_as_text(one.type)) for name, one in zip(names, reader.schema, strict=True)])
    with pcsv.CSVWriter(path, schema) as writer:
        for batch in reader:
            columns = [_as_text(column) for column in batch.columns]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            count += batch.num_rows
    return count


def _is_plain(kind: pa.DataType) -> bool:
    """Whether the writer's own way with a type is ISO's: numbers, days and truth values."""
    return any(one(kind) for one in (pt.is_integer, pt.is_floating, pt.is_decimal, pt.is_boolean, pt.is_date))


def _type_as_text(kind: pa.DataType) -> pa.DataType:
    return kind if _is_plain(kind) else pa.string()


def _as_text(column: pa.Array) -> pa.Array:
    """A column as CSV shows it, all its values at once."""
    if _is_plain(column.type):
        return column
    if pt.is_string(column.type) or pt.is_large_string(column.type):
        return _plain_text(column.cast(pa.string()))
    said = [None if one is None else str(_iso(one)) for one in column.to_pylist()]
    return _plain_text(pa.array(said, pa.string()))


def _plain_text(texts: pa.Array) -> pa.Array:
    """Texts without what a spreadsheet would run: what starts like a formula, even after spaces, gets an apostrophe."""
    # The writer leaves a bare carriage return as it is, and a reader would begin a new row there.
    texts = pc.replace_substring(pc.replace_substring(texts, "\r\n", "\n"), "\r", "\n")
    is_formula = pc.match_substring_regex(texts, _FORMULA)
    if not pc.any(is_formula).as_py():
        return texts
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", texts, ""), texts)


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
    return str(_iso(value))


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
