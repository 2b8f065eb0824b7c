"""Core tables drawn as text, and one mart made from them with all its checks: for models that compute.

    need_id | evidence_count:int | is_customer:bool | day:date

A column without a type is text; an empty cell is NULL. Seeds are the shipped ones, raw tables are empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from tests.warehouse.drawing import models, rows_of
from warehouse.database import Building
from warehouse.model import run_model
from warehouse.seed import load_seeds

_TYPES = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "date": pa.date32()}


def drawn(text: str) -> pa.Table:
    """The drawn table."""
    rows = rows_of(text)
    columns = {}
    for said in rows[0]:
        name, _, kind = said.partition(":")
        cells = pa.array([row[said] or None for row in rows], pa.string())
        if kind == "list":
            columns[name] = pa.array([[part for part in (row[said]).split() if part] for row in rows])
        else:
            columns[name] = cells.cast(_TYPES[kind]) if kind else cells
    return pa.table(columns)


@contextmanager
def mart_of(name: str, **tables: str) -> Iterator[Building]:
    """The mart made of the drawn tables (`core__need_name="…"`), its contract checked."""
    model = models()[name]
    wanted = {table.replace(".", "__") for table in model.reads if table.startswith(("core.", "mart."))}
    seeds = frozenset(table.partition(".")[2] for table in model.reads if table.startswith("seed."))
    needless, missing = sorted(set(tables) - wanted), sorted(wanted - set(tables))
    assert (needless, missing) == ([], []), f"{name} does not read {needless}; draw {missing}"
    with Building(Path(":memory:")) as building:
        load_seeds(building, only=seeds)
        for table, text in tables.items():
            building.connection.register("arriving", drawn(text))
            building.connection.execute(f"create table {table.replace('__', '.', 1)} as from arriving")
            building.connection.unregister("arriving")
        run_model(building, model)
        yield building
