"""What changed between two editions, and why: the edition before is loaded beside the new tables and compared with.

The same two models (`mart.edition_step`, `mart.edition_change`) answer every night, against the newest older edition,
and on demand, for any two editions that are kept: for that, a building in memory is given the tables of both. Rejected:
a second computation for the command (the two would differ one day).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.database import Building, quoted
from warehouse.edition import DATABASE, Edition, EditionError
from warehouse.model import read_model, run_model
from warehouse.raw_strategy import STRATEGY

COPIES = {
    "assumption_before": "mart.assumption_history",
    "figure_before": "mart.headline_figure",
    "basis_before": "mart.figure_basis",
}
"""Which table of the edition before fills which raw table."""
_NEEDED = ("core.study", "mart.figure_basis", "mart.headline_figure")
_MODELS = (
    "core/edition_before.sql",
    "core/figure_before.sql",
    "core/basis_before.sql",
    "mart/edition_step.sql",
    "mart/edition_change.py",
)


def load_before(building: Building, folder: Path | None) -> None:
    """Fill the raw tables of what was known before from an edition's folder; without one they are empty.

    An edition of an older Overblik may lack a table: what it did not say is simply not known.
    """
    for name in ("edition_before", *COPIES):
        building.load_table(name, STRATEGY[name].empty_table())
    if folder is None:
        return
    with Edition(folder) as edition:
        day = date.fromisoformat(str(edition.manifest["as_of"]))
        row = {"edition_id": [edition.id], "as_of": pa.array([day], pa.date32())}
    building.load_table("edition_before", pa.table(row))
    with _attached(building, folder) as held:
        for name, table in COPIES.items():
            if table in held:
                columns = ", ".join(quoted(column) for column in STRATEGY[name].names)
                building.connection.execute(
                    f"insert into raw.{name} select {columns} from other.{quoted(table)}"  # noqa: S608  own names
                )


@contextmanager
def _attached(building: Building, folder: Path) -> Iterator[set[str]]:
    """An edition attached as `other`, read-only; gives the names of its tables."""
    connection = building.connection
    place = str(folder / DATABASE).replace("'", "''")
    try:
        connection.execute(f"attach '{place}' as other (read_only)")
    except duckdb.Error as fault:
        raise EditionError(f"{folder.name} cannot be opened: {str(fault).splitlines()[0]}") from None
    try:
        rows = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'other'"
        ).fetchall()
        yield {str(row[0]) for row in rows}
    finally:
        connection.execute("detach other")


def compare(before: Path, after: Path) -> list[dict[str, object]]:
    """The rows of `mart.edition_change` between two editions' folders. Raises `EditionError`."""
    models = Path(__file__).parent
    with Building(Path(":memory:")) as building:
        load_before(building, before)
        with _attached(building, after) as held:
            if missing := [name for name in _NEEDED if name not in held]:
                raise EditionError(f"The edition {after.name} has no {missing[0]}: an older Overblik made it.")
            for name in _NEEDED:
                building.connection.execute(f"create table {name} as from other.{name}")
        if not building.query("select 1 from raw.basis_before limit 1"):
            raise EditionError(f"The edition {before.name} does not say what its figures rest on; choose a later one.")
        for path in _MODELS:
            run_model(building, read_model(models / path, parser=building.connection))
        return building.query("from mart.edition_change order by figure, slice, cause")
