"""Core and mart tables drawn as text, and one model upon them: for models whose inputs take a whole night to make.

A column's type stands behind its name: `share:f` number, `n:i` whole number, `dkk:m` money, `day:d`, `ok:b`,
`names:l` list; without one it is text. Columns that the model asks for and nobody drew are the drawer's mistake, as in
`drawing.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from tests.warehouse.drawing import table_of
from warehouse.database import Building
from warehouse.model import read_model, run_model
from warehouse.seed import load_seeds

KINDS: dict[str, pa.DataType] = {
    "f": pa.float64(),
    "i": pa.int64(),
    "d": pa.date32(),
    "m": pa.decimal128(24, 2),
    "b": pa.bool_(),
    "l": pa.list_(pa.string()),
}
STUDY = """
    study | as_of:d    | night_id | country | currency | period_start:d | focal_player_id | is_rehearsal:b
    test  | 2026-11-23 | n2       | DK      | DKK      | 2020-01-01     | us              | false
"""


def typed(text: str) -> pa.Table:
    """The drawn table, typed by its header."""
    first, *rest = [line for line in text.splitlines() if line.strip()]
    heads = [cell.strip().partition(":") for cell in first.split("|")]
    schema = pa.schema([(name, KINDS[kind] if kind else pa.string()) for name, _, kind in heads])
    plain = " | ".join(name for name, _, _ in heads)
    return table_of("\n".join([plain, *rest]), schema) if rest else schema.empty_table()


@contextmanager
def standing(*models: str, study: str = STUDY, **tables: str) -> Iterator[Building]:
    """A building with these tables (`mart__award`) as drawn, and the models (`mart/x.sql`) made upon them in order."""
    with Building(Path(":memory:")) as building:
        load_seeds(building, only=frozenset({"quote_rule", "law_date", "verdict_scale"}))
        for name, text in ({"core__study": study} | tables).items():
            building.connection.register("drawn", typed(text))
            building.connection.execute(f"create or replace table {name.replace('__', '.', 1)} as from drawn")
            building.connection.unregister("drawn")
        for path in models:
            run_model(building, read_model(Path("warehouse") / path, parser=building.connection))
        yield building
