"""The part of the search API's expert query language that a crawler of Danish IT notices needs.

Terms joined by AND: `buyer-country=DNK`, `classification-cpv IN (48000000 72000000)`, `publication-date>=YYYYMMDD`,
`publication-date<=YYYYMMDD`, `OJ=nnn/yyyy`, `publication-number="n-yyyy"`; then SORT BY publication-date ASC or DESC.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from spiders.rehearsal.issues import issue_number
from spiders.rehearsal.notices import NoticeEvent

_SORT = re.compile(r"\s+SORT\s+BY\s+(?P<field>[\w-]+)(?:\s+(?P<way>ASC|DESC))?\s*$", re.IGNORECASE)
_TERM = re.compile(
    r"""^\s*\(?\s*(?P<field>[\w-]+)\s*
    (?:(?P<sign>>=|<=|=)\s*(?P<value>"[^"]*"|[^\s()]+)|IN\s*\((?P<values>[^)]*)\))\s*\)?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTRIES = {"DK": "DNK", "SE": "SWE", "NO": "NOR"}
Test = Callable[[NoticeEvent], bool]


class QueryError(Exception):
    """A query that the service refuses; the first argument is its error code."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: all tests must hold; newest first unless told otherwise."""

    tests: tuple[Test, ...]
    descending: bool

    def run(self, notices: tuple[NoticeEvent, ...]) -> tuple[NoticeEvent, ...]:
        """The matching notices, sorted by publication date and number."""
        hits = [notice for notice in notices if all(test(notice) for test in self.tests)]
        return tuple(sorted(hits, key=lambda n: (n.published, n.number), reverse=self.descending))


def _day(value: str) -> date | None:
    """A day written YYYYMMDD; anything else matches nothing, which is what the service does with it."""
    try:
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007  a day has no time zone
    except ValueError:
        return None


def below(code: str, asked: str) -> bool:
    """Whether a CPV code lies at or below the one asked for: its leading digits, at least the division's two."""
    return code.startswith(asked[:2] + asked[2:].rstrip("0"))


def _test(name: str, sign: str, values: list[str]) -> Test:
    if name == "buyer-country":
        return lambda n: any(_COUNTRIES[buyer.country] in values for buyer in n.buyers)
    if name == "classification-cpv":
        return lambda n: any(below(code, asked) for code in n.cpvs for asked in values)
    if name == "oj":
        return lambda n: f"{issue_number(n.published)}/{n.published.year}" in values
    if name == "publication-number":
        return lambda n: n.notice_id in values
    if name == "publication-date":
        day = _day(values[0])
        if day is None:
            return lambda n: False
        if sign == ">=":
            return lambda n: n.published >= day
        return (lambda n: n.published <= day) if sign == "<=" else (lambda n: n.published == day)
    raise QueryError("QUERY_UNKNOWN_FIELD")


def parse_query(text: str) -> Query:
    """The query that `text` asks. Raises `QueryError` with the service's code for what it would refuse."""
    descending = True
    sort = _SORT.search(text)
    if sort:
        if sort["field"].lower() != "publication-date":
            raise QueryError("QUERY_UNKNOWN_FIELD")
        descending = (sort["way"] or "ASC").upper() == "DESC"
        text = text[: sort.start()]
    tests = []
    for part in re.split(r"\s+AND\s+", text.strip()):
        term = _TERM.match(part)
        if term is None:
            raise QueryError("QUERY_SYNTAX_ERROR")
        values = [term["value"].strip('"')] if term["value"] else term["values"].split()
        tests.append(_test(term["field"].lower(), term["sign"] or "IN", values))
    return Query(tests=tuple(tests), descending=descending)
