"""The main marts as files: CSV for spreadsheets and Parquet for analysis, the same rows in the same order.

The edition's own export makes texts that a spreadsheet would run plain; the mark at the start of a CSV file tells
spreadsheets that it is UTF-8, without which they spoil Danish letters. Rejected: XLSX (slow for large tables, and no
safer).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboards.words import Words
from warehouse.edition import Edition, export_sql

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One mart to take along: its name, what a row is, and its rows' order."""

    name: str
    meaning: Words
    order: str

    @property
    def sql(self) -> str:
        """The query that gives the whole mart in its order."""
        return " ".join(("select * from", f"mart.{self.name}", "order by", self.order))


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
    Export(name="contract_period", meaning=Words("en kontrakt", "a contract"), order="award_key"),
    Export(name="document", meaning=Words("et dokument", "a document"), order="document_id"),
)


def write_exports(edition: Edition, folder: Path) -> list[Path]:
    """Write every export as CSV and Parquet under `folder`; the paths written, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for export in EXPORTS:
        sheet, table = folder / f"{export.name}.csv", folder / f"{export.name}.parquet"
        export_sql(edition, export.sql, sheet, "csv")
        sheet.write_bytes(_MARK + sheet.read_bytes())
        export_sql(edition, export.sql, table, "parquet")
        written += [sheet, table]
    return written
