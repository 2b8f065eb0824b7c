"""Answers as files for other tools: CSV for machines and spreadsheets, Parquet for engines, JSON for the web.

Rows go through in batches, so an export may be larger than memory. CSV is often opened in a spreadsheet: text that one
would take for a formula gets an apostrophe before it. Rejected: DuckDB's own COPY, which an edition's jail rightly
refuses.
"""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

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


def export(connection: duckdb.DuckDBPyConnection, sql: str, files: Mapping[str, Path], *, seconds: float) -> int:
    """Write the answer to a select into files, by format (csv, parquet or json); returns the number of rows.

    It is asked once, whatever the number of formats. Each file appears whole or not at all. Raises `QueryRefusedError`.
    """
    for fmt in files:
        if fmt not in _WRITERS:
            raise QueryRefusedError(f"There is no format {fmt!r}; known are csv, parquet and json.")
    statement = jail.one_select(connection, sql)
    beside = {fmt: path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp") for fmt, path in files.items()}
    try:
        with jail.within(connection, seconds):
            answer = connection.sql(statement)
            width = len(answer.columns)
            flat = _flat_places(answer) if "csv" in files else []
            reader = (_with_flat(answer) if flat != list(range(width)) else answer).to_arrow_reader(_BATCH)
            places = {fmt: flat if fmt == "csv" else list(range(width)) for fmt in files}
            try:
                rows = _written(reader, beside, places, names=answer.columns)
            finally:
                reader.close()
        for fmt, path in files.items():
            beside[fmt].replace(path)
    except duckdb.Error as fault:
        raise QueryRefusedError(jail.explained(connection, fault)) from None
    except OSError as fault:
        told = " and ".join(str(path) for path in files.values())
        raise QueryRefusedError(f"{told} cannot be written: {fault.strerror or fault}.") from None
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)
    return rows


def _written(
    reader: pa.RecordBatchReader,
    files: Mapping[str, Path],
    places: Mapping[str, Sequence[int]],
    *,
    names: Sequence[str],
) -> int:
    """Write each file from its own columns of the answer; returns the number of rows."""
    rows = 0
    with ExitStack() as open_files:
        writers = {}
        for fmt, path in files.items():
            fields = [
                reader.schema.field(place).with_name(name) for place, name in zip(places[fmt], names, strict=True)
            ]
            writers[fmt] = open_files.enter_context(_WRITERS[fmt](path, pa.schema(fields)))
        for batch in reader:
            for fmt, write in writers.items():
                write([batch.column(place) for place in places[fmt]])
            rows += batch.num_rows
    return rows


def _flat_places(answer: duckdb.DuckDBPyRelation) -> list[int]:
    """Where each column stands as CSV has it: a list or a structure behind all others, in order, as JSON."""
    behind = count(len(answer.columns))
    return [next(behind) if kind.id in _NESTED else place for place, kind in enumerate(answer.types)]


def _with_flat(answer: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The answer, and behind it its lists and structures as JSON, written by the engine: Python would go one by one."""
    # By place: two columns of an answer may have one name.
    columns = [f"#{place} as {_quoted(name)}" for place, name in enumerate(answer.columns, start=1)]
    nested = [
        f"cast(to_json(#{place}) as varchar) as {_quoted(name)}"
        for place, (name, kind) in enumerate(zip(answer.columns, answer.types, strict=True), start=1)
        if kind.id in _NESTED
    ]
    return answer.project(", ".join(columns + nested))


def _quoted(name: str) -> str:
    """A column's name as SQL, a dot in it included."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _parquet(path: Path, schema: pa.Schema) -> Iterator[_Write]:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield lambda columns: writer.write_batch(pa.record_batch(columns, schema=schema))


@contextmanager
def _csv(path: Path, schema: pa.Schema) -> Iterator[_Write]:
    names = [_plain_text(pa.array([name])).to_pylist()[0] for name in schema.names]
    told = pa.schema([(name, _type_as_text(one.type)) for name, one in zip(names, schema, strict=True)])
    with pcsv.CSVWriter(path, told) as writer:
        yield lambda columns: writer.write_batch(pa.record_batch([_as_text(one) for one in columns], schema=told))


@contextmanager
def _json(path: Path, schema: pa.Schema) -> Iterator[_Write]:
    begun = False

    def write(columns: list[pa.Array]) -> None:
        nonlocal begun
        for row in pa.record_batch(columns, schema=schema).to_pylist():
            file.write(",\n" if begun else "\n")
            file.write(json.dumps(_finite(row), ensure_ascii=False, default=_plain, allow_nan=False))
            begun = True

    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        yield write
        file.write("\n]\n")


_Write = Callable[[list[pa.Array]], None]
_WRITERS: Mapping[str, Callable[[Path, pa.Schema], AbstractContextManager[_Write]]] = {
    "csv": _csv,
    "parquet": _parquet,
    "json": _json,
}


def _finite(value: Any) -> Any:
    """A value as JSON can hold it: what is no number or has no end is unknown."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, list) else value


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


def _plain(value: object) -> object:
    """What JSON has no word for: dates as text, exact decimals as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(_iso(value))


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
