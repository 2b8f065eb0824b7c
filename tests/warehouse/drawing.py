"""Raw tables drawn as text, and the models that follow from them.

    notice_id | notice_kind | publication_date
    1-2025    | result      | 2025-03-01

An empty cell is NULL, `''` an empty text, `[a, b]` a list. Columns that must not be NULL and are not drawn take a plain
value; tables that are not drawn are empty; a table that no model on the way reads may not be drawn, so that a test
shows all that matters and nothing else.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from warehouse.database import Building
from warehouse.lineage import in_order
from warehouse.model import Model, read_models, run_model
from warehouse.raw import RAW
from warehouse.seed import load_seeds

PLAIN = {
    "evidence_id": "e",
    "part": "",
    "source": "ted",
    "reader": "eforms@1",
    "format": "eforms",
    "is_change": "false",
    "lot_count": "1",
    "withheld_fields": "0",
    "status": "awarded",
    "role": "supplier",
    "lot_kind": "lot",
    "kept_share": "0.9",
    "extent": "moderate",
    "national_id_flag": "missing",
    "is_natural_person": "false",
    "document_kind": "html",
    "document_type": "page",
    "block_kind": "paragraph",
    "block_number": "1",
    "part_kind": "product",
    "part_number": "1",
    "char_count": "100",
    "owner_kind": "notice",
    "text": "text",
    "target_kind": "technology",
    "start": "0",
    "end": "2",
    "quote": "AI",
    "context": "AI is used.",
    "layer": "rule",
    "rule": "term@1",
    "notice_kind": "result",
    "player_class": "unknown",
    "class_layer": "unknown",
    "class_reason": "nobody said",
    "is_focal": "false",
    "is_customer": "false",
    "reason": "same name",
    "score": "1",
    "flags": "[]",
    "languages": "[]",
    "cpv_all": "[]",
    "nuts": "[]",
    "lot_ids": "[]",
    "roles": "[]",
}
STUDY = """
    study | title_da | title_en | as_of      | night_id | country | currency | period_start | is_rehearsal
    test  | Prøve    | Test     | 2026-11-23 | n2       | DK      | DKK      | 2020-01-01   | false
"""


def rows_of(text: str) -> list[dict[str, str]]:
    """The drawn rows: column name → cell as text."""
    lines = [line for line in text.splitlines() if line.strip()]
    names, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    for row in rows:
        assert len(row) == len(names), f"a drawn row has {len(row)} cells for {len(names)} columns: {row}"
    return [dict(zip(names, row, strict=True)) for row in rows]


def table_of(text: str, schema: pa.Schema) -> pa.Table:
    """The drawn table with the types of a schema."""
    rows = rows_of(text)
    assert rows, "draw at least one row"
    unknown = set(rows[0]) - set(schema.names)
    assert not unknown, f"there is no column {unknown}"
    columns = {}
    for field in schema:
        if field.name in rows[0]:
            cells = ["" if row[field.name] == "''" else row[field.name] or None for row in rows]
            if not field.nullable:
                cells = [PLAIN.get(field.name, "") if cell is None else cell for cell in cells]
        else:
            cells = [None if field.nullable else PLAIN[field.name]] * len(rows)
        columns[field.name] = _typed(cells, field.type)
    return pa.table(columns)


def _typed(cells: list[str | None], kind: pa.DataType) -> pa.Array:
    if pa.types.is_list(kind):
        split = [
            None if cell is None else [part.strip() for part in cell[1:-1].split(",") if part.strip()] for cell in cells
        ]
        return pa.array(split, kind)
    if pa.types.is_decimal(kind):
        return pa.array(cells, pa.string()).cast(pa.decimal128(38, 4)).cast(kind)
    if pa.types.is_timestamp(kind):
        return pa.array([None if cell is None else cell + "+00:00" for cell in cells], pa.string()).cast(kind)
    return pa.array(cells, pa.string()).cast(kind)


@functools.cache
def models() -> dict[str, Model]:
    """Every model of the warehouse, read once."""
    return read_models()


def ancestors(targets: tuple[str, ...]) -> dict[str, Model]:
    """The models that the targets need, themselves included."""
    wanted: dict[str, Model] = {}
    waiting = list(targets)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted[name] = models()[name]
            waiting += [table for table in wanted[name].reads if table in models()]
    return wanted


@contextmanager
def made(*targets: str, study: str = STUDY, **drawn: str) -> Iterator[Building]:
    """A building in which the targets, and all that they need, are made from the drawn raw tables."""
    wanted = ancestors(targets)
    read = {table for model in wanted.values() for table in model.reads if table.startswith("raw.")}
    needless = {name for name in drawn if f"raw.{name}" not in read}
    assert not needless, f"{', '.join(targets)} never read {needless}; do not draw it"
    seeds = {table.partition(".")[2] for model in wanted.values() for table in model.reads if table.startswith("seed.")}
    with Building(Path(":memory:")) as building:
        load_seeds(building, only=frozenset(seeds))
        building.load_table("study", table_of(study, RAW["study"]))
        for name, text in drawn.items():
            building.load_table(name, table_of(text, RAW[name]))
        existing = frozenset(f"{schema}.{table}" for schema in ("raw", "seed") for table in building.names(schema))
        for name in in_order({name: model.reads for name, model in wanted.items()}, existing=existing):
            run_model(building, wanted[name])
        yield building


def column(building: Building, table: str, name: str, where: str = "true") -> list[object]:
    """The values of a column in the order of the table."""
    return [row[name] for row in building.query(f"select {name} from {table} where {where}")]
