"""One row of a mart with typed reading: a missing value is None, never 0, never the word "None"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite


class RowError(TypeError):
    """A mart's column holds another type than the contract says."""


class Row:
    """A row whose columns are read by what they are: `row.count("award_count")`, `row.day("end_date")`."""

    __slots__ = ("columns",)

    def __init__(self, columns: Mapping[str, object]) -> None:
        self.columns = columns

    def _wrong(self, name: str, wanted: str) -> RowError:
        return RowError(f"column {name} should hold {wanted}, not {type(self.columns[name]).__name__}")

    def text(self, name: str) -> str:
        """A text; an empty string where the mart has none."""
        value = self.columns[name]
        return "" if value is None else str(value)

    def maybe(self, name: str) -> float | int | Decimal | None:
        """A number as it is, or None."""
        value = self.columns[name]
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise self._wrong(name, "a number")
        return value if isfinite(value) else None

    def number(self, name: str) -> float | None:
        """A number for arithmetic and drawing, or None."""
        value = self.maybe(name)
        return None if value is None else float(value)

    def count(self, name: str) -> int:
        """A whole count; none is 0."""
        value = self.maybe(name)
        return 0 if value is None else int(value)

    def weight(self, name: str) -> float:
        """A weighted count; none is 0."""
        return self.number(name) or 0.0

    def flag(self, name: str) -> bool:
        """True only where the mart says true."""
        return self.columns[name] is True

    def day(self, name: str) -> date | None:
        """A date, or None; of a timestamp its date."""
        value = self.columns[name]
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        raise self._wrong(name, "a date")

    def items(self, name: str) -> list[object]:
        """A list; an empty one where the mart has none."""
        value = self.columns[name]
        if value is None:
            return []
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self._wrong(name, "a list")
        return list(value)

    def names(self, name: str) -> list[str]:
        """A list of texts."""
        return [str(item) for item in self.items(name) if item is not None]

    def structs(self, name: str) -> list[Row]:
        """A list of structs, each read like a row."""
        return [Row(item) for item in self.items(name) if isinstance(item, Mapping)]
