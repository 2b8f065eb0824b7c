"""Every mart as CSV for spreadsheets and Parquet for engines: the same rows in the order of their grain.

Texts that a spreadsheet would run are made plain by the edition's own export; the mark at the start of a CSV file tells
spreadsheets that it is UTF-8, without which they spoil Danish letters.
"""

from __future__ import annotations

from pathlib import Path

from dashboards.exporter import Exporter, Written
from warehouse.edition import Edition, export_sql

_MARK = b"\xef\xbb\xbf"
_TABLES = """select table_name, any_value(table_comment) as meaning, any_value(grain) as grain,
    list(column_name order by column_position) as column_names
from mart.data_dictionary
where table_schema = 'mart'
group by table_name
order by table_name"""


def write(edition: Edition, folder: Path) -> list[Written]:
    """Write every mart that the data dictionary names, under `csv/` and `parquet/`."""
    written = []
    for fmt in ("csv", "parquet"):
        (folder / fmt).mkdir(parents=True, exist_ok=True)
    held = set(edition.tables())
    for table in edition.query(_TABLES):
        name = str(table["table_name"])
        if f"mart.{name}" not in held:
            continue
        columns = tuple(str(column) for column in table["column_names"] or ())  # type: ignore[attr-defined]  # a list
        grain = [key.strip() for key in str(table["grain"] or "").split(",") if key.strip() in columns]
        order = ", ".join(f'"{key}"' for key in grain)
        sql = f'select * from mart."{name}" order by {order or "all"}'  # noqa: S608  names of the dictionary's own
        files = {fmt: folder / fmt / f"{name}.{fmt}" for fmt in ("csv", "parquet")}
        rows = export_sql(edition, sql, files)
        files["csv"].write_bytes(_MARK + files["csv"].read_bytes())
        meaning = str(table["meaning"] or "").split("\n")[0]
        written += [
            Written(path=path, format=fmt, meaning=meaning, rows=rows, columns=columns) for fmt, path in files.items()
        ]
    return written


EXPORTER = Exporter(name="marts", marts=("mart.data_dictionary",), write=write)
