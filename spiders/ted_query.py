"""The search interface of TED (v3): options, query language, and its answers, read as tolerantly as they are written.

Measured habits: the token is still there after the last page; `timedOut: true` comes with status 200 and half a page; a
date that is not `YYYYMMDD` finds nothing and says so with status 200; values are strings, lists or tables by field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

FIELDS = ["publication-number", "publication-date", "notice-type", "buyer-country", "classification-cpv"]
_NUMBER = re.compile(r"^\d{1,8}-\d{4}$")
_ISO3 = {
    "AT": "AUT", "BE": "BEL", "BG": "BGR", "CH": "CHE", "CY": "CYP", "CZ": "CZE", "DE": "DEU", "DK": "DNK", "EE": "EST",
    "ES": "ESP", "FI": "FIN", "FO": "FRO", "FR": "FRA", "GB": "GBR", "GL": "GRL", "GR": "GRC", "HR": "HRV", "HU": "HUN",
    "IE": "IRL", "IS": "ISL", "IT": "ITA", "LI": "LIE", "LT": "LTU", "LU": "LUX", "LV": "LVA", "MT": "MLT", "NL": "NLD",
    "NO": "NOR", "PL": "POL", "PT": "PRT", "RO": "ROU", "SE": "SWE", "SI": "SVN", "SK": "SVK",
}  # fmt: skip


class TedSearchOptions(BaseModel):
    """What is searched for. Countries and CPV codes come from the source's scope where they are not said here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    countries: tuple[str, ...] = Field(default=(), description="two- or three-letter codes of the buyer's country")
    cpv: tuple[str, ...] = Field(default=(), description="CPV codes, or their beginnings; all below are meant")
    since: date | None = Field(default=None, description="first publication date; the study's period if unset")
    days_back: int = Field(default=7, ge=0, le=3660, description="days before the watermark that are searched again")
    max_notices: int = Field(default=3000, ge=1, description="notices fetched in one night; the rest follow")
    max_pages: int = Field(default=400, ge=1, description="new search pages of one night; the rest follow")
    page_size: int = Field(default=250, ge=1, le=250)
    api: str = Field(default="https://api.ted.europa.eu", description="where the search is")
    site: str = Field(default="https://ted.europa.eu", description="where the notices are")


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """One page of an answer: the rows it held, the publication numbers among them, and how to go on."""

    rows: int
    numbers: tuple[str, ...]
    total: int
    token: str | None
    timed_out: bool


def window(options: TedSearchOptions, *, as_of: date, period_start: date, watermark: str | None) -> tuple[date, date]:
    """The publication dates to search, first and last: all of the period at first, then since the watermark."""
    first = options.since or period_start
    if watermark:
        first = max(first, date.fromisoformat(watermark) - timedelta(days=options.days_back))
    return min(first, as_of), as_of


def search_query(*, countries: Sequence[str], cpv: Sequence[str], since: date, until: date) -> str:
    """The expert query. A CPV code finds everything below it, so a beginning is filled up with zeros."""
    terms = []
    if countries:
        terms.append(f"buyer-country IN ({' '.join(_iso3(code) for code in countries)})")
    if cpv:
        terms.append(f"classification-cpv IN ({' '.join(_cpv_code(prefix) for prefix in cpv)})")
    terms += [f"publication-date>={since:%Y%m%d}", f"publication-date<={until:%Y%m%d}"]
    return " AND ".join(terms) + " SORT BY publication-date ASC"


def _iso3(code: str) -> str:
    return _ISO3.get(code.upper(), code.upper())


def _cpv_code(prefix: str) -> str:
    digits = prefix.split("-", 1)[0].strip()
    return digits[:8].ljust(8, "0")


def read_page(data: bytes) -> SearchPage | None:
    """A page of the search; None where the answer is not one."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("notices"), list):
        return None
    total = said.get("totalNoticeCount")
    numbers = [_number(row) for row in said["notices"]]
    token = said.get("iterationNextToken")
    return SearchPage(
        rows=len(numbers),
        numbers=tuple(dict.fromkeys(number for number in numbers if number)),
        total=total if isinstance(total, int) and not isinstance(total, bool) else 0,
        token=str(token) if token else None,
        timed_out=said.get("timedOut") is True,
    )


def _number(row: Any) -> str | None:
    """A row's publication number, whatever wraps it."""
    value = row.get("publication-number", row.get("ND")) if isinstance(row, dict) else None
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("value", next(iter(value.values()), None))
    text = str(value).strip() if isinstance(value, str) else ""
    return text.lstrip("0") if _NUMBER.match(text) else None
