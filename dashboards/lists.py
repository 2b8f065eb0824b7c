"""The lists that people filter in a spreadsheet: contracts that end, suppliers, awards, movers.

Numbers are numbers, dates are dates, and what sources wrote is text even where it looks like a formula or an address.
Each sheet opens with a frozen heading and filters; the last says what each list is, its query, and how many rows are
left out. Rejected: one workbook a list (people compare them), openpyxl (slower, and it guesses at formulas).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from dashboards.claims import claim_record, digest_rows
from dashboards.desk import marts_of
from dashboards.renderers.word import WRITTEN_AT, steady_zip
from dashboards.section import Claim, Marts, Unit
from dashboards.showing import one_line, show
from dashboards.words import Lang, Words

MOST_ROWS = 20_000
"""Rows of a list: more are not read by people, and the whole mart lies beside as CSV and Parquet."""
_LONGEST_TEXT = 1000
_WIDTHS: dict[str, int] = {"count": 10, "dkk": 16, "share": 10, "ratio": 9, "date": 12, "probability": 8}
_FORMATS = {"count": "#,##0.##", "dkk": "#,##0", "share": "0.0%", "ratio": "0.00", "probability": "0.000"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column: its heading, the query's column (`name_{lang}` for one a language) and its unit."""

    title: Words
    column: str
    unit: Unit = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetList:
    """One list: its name, what a row is, its query, the marts it needs, its columns."""

    name: Words
    meaning: Words
    sql: str
    mart: str
    columns: tuple[ListColumn, ...]


def _col(danish: str, english: str, column: str, unit: Unit = "text") -> ListColumn:
    return ListColumn(title=Words(danish, english), column=column, unit=unit)


_WITH_SEGMENTS = """select held.*, coalesce(segment.segment_name_da, held.segment_code) as segment_name_da,
    coalesce(segment.segment_name_en, held.segment_code) as segment_name_en
from {mart} as held
left join (
    select segment_code, min(segment_name_da) as segment_name_da, min(segment_name_en) as segment_name_en
    from mart.notice
    group by segment_code
) as segment on held.segment_code = segment.segment_code
{rest}"""


def _with_segments(mart: str, rest: str) -> str:
    """A mart's rows with their segment's name in both languages: its code is for analysts."""
    return _WITH_SEGMENTS.format(mart=mart, rest=rest)


LISTS = (
    SheetList(
        name=Words("Kontrakter", "Contracts"),
        meaning=Words(
            "løbende kontrakter, en linje pr. tildeling, de første til at slutte først",
            "running contracts, a line for each award, the first to end first",
        ),
        mart="mart.contract_period",
        sql=_with_segments("mart.contract_period", "where held.days_left >= 0\norder by latest_end_date, award_key"),
        columns=(
            _col("Kontrakt", "Contract", "title"),
            _col("Ordregiver", "Buyer", "buyer_name"),
            _col("Leverandør", "Supplier", "supplier_names"),
            _col("Segment", "Segment", "segment_name_{lang}"),
            _col("Slutter", "Ends", "end_date", "date"),
            _col("Senest, med forlængelser", "Latest, with renewals", "latest_end_date", "date"),
            _col("Dage tilbage", "Days left", "days_left", "count"),
            _col("Værdi, kr.", "Value, DKK", "amount_dkk", "dkk"),
            _col("Datoens grundlag", "Basis of the date", "basis", "reason"),
            _col("Kilde", "Source", "url"),
            _col("Belæg", "Evidence", "evidence_id"),
        ),
    ),
    SheetList(
        name=Words("Leverandører", "Suppliers"),
        meaning=Words("leverandører, flest tildelinger først", "suppliers, those with most awards first"),
        mart="mart.supplier",
        sql="select * from mart.supplier order by award_count desc, supplier_name, player_id",
        columns=(
            _col("Leverandør", "Supplier", "supplier_name"),
            _col("Klasse", "Class", "player_class", "class"),
            _col("Tildelinger (del)", "Awards (part)", "award_count", "count"),
            _col("Deltager i", "Takes part in", "participation_count", "count"),
            _col("Ordregivere", "Buyers", "buyer_count", "count"),
            _col("Kendt værdi, kr.", "Known value, DKK", "known_value_dkk", "dkk"),
            _col("Værdi kendt for", "Value known for", "value_coverage", "share"),
            _col("Første tildeling", "First award", "first_award_date", "date"),
            _col("Seneste tildeling", "Last award", "last_award_date", "date"),
        ),
    ),
    SheetList(
        name=Words("Tildelinger", "Awards"),
        meaning=Words("tildelinger, de nyeste først", "awards, the newest first"),
        mart="mart.award",
        sql=_with_segments("mart.award", "where held.status = 'awarded'\norder by publication_date desc, award_key"),
        columns=(
            _col("Tildeling", "Award", "title"),
            _col("Offentliggjort", "Published", "publication_date", "date"),
            _col("Ordregiver", "Buyer", "buyer_name"),
            _col("Leverandør", "Supplier", "supplier_names"),
            _col("Segment", "Segment", "segment_name_{lang}"),
            _col("Bud", "Bids", "bids_received", "count"),
            _col("Værdi, kr.", "Value, DKK", "amount_dkk", "dkk"),
            _col("Slags", "Kind", "value_kind", "kind"),
            _col("Rammeloft, kr.", "Framework ceiling, DKK", "ceiling_dkk", "dkk"),
            _col("Kilde", "Source", "url"),
            _col("Belæg", "Evidence", "evidence_id"),
        ),
    ),
    SheetList(
        name=Words("Bevægelser", "Movers"),
        meaning=Words("teknologier i hver strøm, de sikreste først", "technologies in each stream, the surest first"),
        mart="mart.technology_trend",
        sql="""select * from mart.technology_trend
order by case verdict when 'rising' then 0 when 'fading' then 1 when 'no_sure_change' then 2 else 3 end,
    q_value nulls last, technology, stream""",
        columns=(
            _col("Teknologi", "Technology", "technology_name_{lang}"),
            _col("Strøm", "Stream", "stream", "stream"),
            _col("Dom", "Verdict", "verdict", "verdict"),
            _col("Beregnet ændring", "Fitted change", "rate_ratio", "ratio"),
            _col("Fra", "From", "ratio_low", "ratio"),
            _col("Til", "To", "ratio_high", "ratio"),
            _col("q", "q", "q_value", "probability"),
            _col("Afsendere", "Organisations", "breadth", "count"),
            _col("Dokumenter før", "Documents before", "documents_before", "count"),
            _col("Dokumenter nu", "Documents now", "documents_after", "count"),
            _col("Nu mod før", "Now over before", "halves_ratio", "ratio"),
            _col("Hvorfor", "Why", "reason", "reason"),
        ),
    ),
)


def write_lists(marts: Marts, path: Path, lang: Lang) -> list[dict[str, object]]:
    """Write the workbook of one language; its claims, one for each sheet."""
    # Strings stay strings: no formula, no number, no link is guessed out of what a source wrote.
    settings: dict[str, Any] = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), {**settings, "remove_timezone": True, "nan_inf_to_errors": True})
    book.set_properties({"title": "Overblik", "author": "Overblik", "created": WRITTEN_AT.replace(tzinfo=None)})
    formats = {unit: book.add_format({"num_format": shape}) for unit, shape in _FORMATS.items()}
    formats["date"] = book.add_format({"num_format": "dd.mm.yyyy" if lang == "da" else "d mmm yyyy"})
    formats["head"] = book.add_format({"bold": True, "bg_color": "#1c4e73", "font_color": "#ffffff", "text_wrap": True})
    there = set(marts_of(marts))
    about: list[tuple[str, str, int, int, str]] = []
    claims: list[dict[str, object]] = []
    for held in LISTS:
        if held.mart not in there:
            continue
        sql = f"{held.sql}\nlimit {MOST_ROWS}"
        rows, all_count = marts.query(sql), int(str(marts.query(f"select count(*) as n from ({held.sql})")[0]["n"]))  # noqa: S608  our own query
        _write_sheet(book, held, rows, formats, lang)
        about.append((held.name.of(lang), held.meaning.of(lang), len(rows), all_count - len(rows), sql))
        claim_id = f"lists.{held.name.en.lower()}"
        claim = Claim(claim_id=claim_id, sql=sql, value=digest_rows(rows), n=len(rows))
        claims.append(claim_record(claim, page="lists"))
    _write_about(book, about, formats["head"], lang)
    book.close()
    path.write_bytes(steady_zip(path.read_bytes()))
    return claims


def _write_sheet(
    book: Any, held: SheetList, rows: Sequence[Mapping[str, object]], formats: Mapping[str, Any], lang: Lang
) -> None:
    sheet = book.add_worksheet(held.name.of(lang))
    for across, column in enumerate(held.columns):
        sheet.set_column(across, across, _WIDTHS.get(column.unit, 28))
        sheet.write_string(0, across, column.title.of(lang), formats["head"])
    for down, row in enumerate(rows, start=1):
        for across, column in enumerate(held.columns):
            _write_cell(sheet, down, across, row[column.column.format(lang=lang)], column.unit, formats, lang)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(held.columns) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _write_cell(
    sheet: Any, down: int, across: int, value: object, unit: Unit, formats: Mapping[str, Any], lang: Lang
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(down, across, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(down, across, float(value), formats.get(unit))
    elif isinstance(value, date):
        day = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001  a spreadsheet's dates have no zone
        sheet.write_datetime(down, across, day, formats["date"])
    else:
        text = show(str(value), unit, lang) if unit != "text" else one_line(str(value), _LONGEST_TEXT)
        sheet.write_string(down, across, text)


def _write_about(book: Any, about: list[tuple[str, str, int, int, str]], head: Any, lang: Lang) -> None:
    sheet = book.add_worksheet("Om" if lang == "da" else "About")
    titles = (
        ("Liste", "Indhold", "Rækker", "Udeladt (se CSV)", "Forespørgsel")
        if lang == "da"
        else ("List", "What it holds", "Rows", "Left out (see CSV)", "Query")
    )
    for across, (title, width) in enumerate(zip(titles, (16, 48, 10, 18, 90), strict=True)):
        sheet.set_column(across, across, width)
        sheet.write_string(0, across, title, head)
    for down, (name, meaning, shown, left, sql) in enumerate(about, start=1):
        sheet.write_string(down, 0, name)
        sheet.write_string(down, 1, meaning)
        sheet.write_number(down, 2, shown)
        sheet.write_number(down, 3, left)
        sheet.write_string(down, 4, sql)
