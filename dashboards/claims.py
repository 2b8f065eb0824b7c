"""Claims: running the query behind a number, and asking all of them again.

A claim's value is the query's own value, unrounded, as text that survives JSON; a table's is the digest of its rows.
`verify_claims` runs every query of a `claims.json` on an edition and says which no longer gives what was printed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from dashboards.section import Claim, Marts, Value


def plain(value: object) -> object:
    """A value as JSON writes it, the same in every run: dates as ISO 8601, decimals and floats by value."""
    if isinstance(value, bool) or value is None or isinstance(value, int | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        if not isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else float(f"{value:.12g}")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    return str(value)


def digest_rows(rows: Iterable[Mapping[str, object]]) -> str:
    """SHA-256 over a query's rows in their order."""
    summed = hashlib.sha256()
    for row in rows:
        line = json.dumps(plain(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        summed.update(line.encode("utf-8", "surrogatepass"))
        summed.update(b"\n")
    return summed.hexdigest()


def claim_record(claim: Claim, *, page: str) -> dict[str, object]:
    """A claim as `claims.json` holds it."""
    return {
        "claim_id": claim.claim_id,
        "page": page,
        "sql": claim.sql,
        "column": claim.column,
        "row": claim.row,
        "unit": claim.unit,
        "value": plain(claim.value),
        "low": plain(claim.low),
        "high": plain(claim.high),
        "n": plain(claim.n),
        "coverage": plain(claim.coverage),
    }


class Asked:
    """A ledger's queries, each asked once: many claims are columns of one row."""

    def __init__(self, marts: Marts) -> None:
        self._marts = marts
        self._rows: dict[str, list[dict[str, object]]] = {}

    def rows(self, sql: str) -> list[dict[str, object]]:
        """What a query gives now."""
        if sql not in self._rows:
            self._rows[sql] = self._marts.query(sql)
        return self._rows[sql]

    def answer(self, sql: str, column: str | None, row: int = 0) -> Value:
        """What a claim's query gives now: one value, or the digest of all rows."""
        rows = self.rows(sql)
        if column is None:
            return digest_rows(rows)
        value = rows[row][column] if len(rows) > row else None
        return value if value is None or isinstance(value, int | float | Decimal | date | str) else str(value)


def answer(marts: Marts, sql: str, column: str | None, row: int = 0) -> Value:
    """What one claim's query gives now."""
    return Asked(marts).answer(sql, column, row)


def verify_claims(marts: Marts, records: Iterable[Mapping[str, object]]) -> list[str]:
    """Run every claim of a `claims.json` again: one sentence for each that gives something else; none is good."""
    asked = Asked(marts)
    complaints = []
    for record in records:
        column = record["column"]
        place = int(str(record.get("row", 0)))
        found = plain(asked.answer(str(record["sql"]), None if column is None else str(column), place))
        if found != record["value"]:
            complaints.append(f"{record['claim_id']}: printed {record['value']}, the query now gives {found}")
    return complaints
