"""Two languages, and numbers, money and dates the way each of them writes them.

Every text that we write ourselves is a `Words` (Danish and English side by side), so that a page cannot exist in one
language only. What sources wrote stays a plain `str` and is never translated.

Rejected: Babel (its `da` money format puts decimals on billions, and its data changes between releases, which would
change the bytes of an old edition), gettext (the sentence and its translation drift apart in two files).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Lang = Literal["da", "en"]
LANGS: tuple[Lang, ...] = ("da", "en")
Numeric = int | float | Decimal
NBSP = "\u00a0"

_MONTHS: dict[Lang, tuple[str, ...]] = {
    "da": (
        *("januar", "februar", "marts", "april", "maj", "juni"),
        *("juli", "august", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SCALES: dict[Lang, tuple[tuple[int, str], ...]] = {
    "da": ((1_000_000_000, "mia."), (1_000_000, "mio.")),
    "en": ((1_000_000_000, "bn"), (1_000_000, "m")),
}


_DANISH_MARKS = str.maketrans(",.", ".,")


def danish_marks(number: str) -> str:
    """A number in English notation with the marks that Danish uses: 1,234.5 becomes 1.234,5."""
    return number.translate(_DANISH_MARKS)


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Danish and in English."""

    da: str
    en: str

    def of(self, lang: Lang) -> str:
        """The text in one language."""
        return self.da if lang == "da" else self.en


def same(text: str) -> Words:
    """A text that is alike in both languages: a name, a code, an identifier."""
    return Words(text, text)


def join(parts: Iterable[Words], between: str = " ") -> Words:
    """Several texts after one another."""
    held = list(parts)
    return Words(between.join(part.da for part in held), between.join(part.en for part in held))


def full_stop(text: str) -> str:
    """The text as a sentence: one full stop at its end, also after an abbreviation."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


class Speech:
    """How one language writes values: `DA.money(1234567.8)` is 1,2 mio. kr."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def number(self, value: Numeric, decimals: int = 0) -> str:
        """A number with thousands marks: 1.234.567,8 and 1,234,567.8. Halves are rounded away from zero."""
        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        if exact == 0:
            exact = abs(exact)
        text = f"{exact:,f}"
        if self.lang == "da":
            text = danish_marks(text)
        return text.replace("-", "\u2212")

    def count(self, value: Numeric) -> str:
        """A count; weighted counts keep one decimal where they have one."""
        return self.number(value, 0 if Decimal(str(value)) == int(value) else 1)

    def _money(self, number: str, scale: str = "") -> str:
        if self.lang == "da":
            return NBSP.join(part for part in (number, scale, "kr.") if part)
        return f"DKK{NBSP}{number}{NBSP + scale if scale else ''}"

    def money(self, value: Numeric) -> str:
        """Danish kroner for reading: 1,2 mia. kr., 34,5 mio. kr., 910.000 kr."""
        for size, scale in _SCALES[self.lang]:
            if abs(float(value)) >= 0.9995 * size:  # 999,96 millions are written as 1,0 billions
                part = Decimal(str(value)) / size
                return self._money(self.number(part, 1 if abs(part) < 100 else 0), scale)
        return self._money(self.number(value))

    def money_exact(self, value: Numeric) -> str:
        """Danish kroner in full: 1.234.567,8 kr."""
        exact = Decimal(str(value)).normalize()
        exponent = exact.as_tuple().exponent
        decimals = min(2, -exponent) if isinstance(exponent, int) and exponent < 0 else 0
        return self._money(self.number(value, decimals))

    def share(self, value: Numeric) -> str:
        """A share 0-1 as per cent; small ones keep a decimal."""
        percent = Decimal(str(value)) * 100
        text = self.number(percent, 1 if 0 < abs(percent) < 10 else 0)
        return f"{text}{NBSP}%" if self.lang == "da" else f"{text}%"

    def probability(self, value: Numeric) -> str:
        """A p- or q-value: 0,034; below a thousandth it is not told apart from one."""
        return self.number(max(float(value), 0.001), 3)

    def ratio(self, value: Numeric) -> str:
        """How many times as many: ×1,8."""
        return f"×{self.number(value, 2 if abs(float(value)) < 10 else 0)}"

    def day(self, value: date) -> str:
        """A date in words: 17. november 2026, 17 November 2026."""
        dot = "." if self.lang == "da" else ""
        return f"{value.day}{dot}{NBSP}{_MONTHS[self.lang][value.month - 1]}{NBSP}{value.year}"

    def day_short(self, value: date) -> str:
        """A date for tables: 17.11.2026 in Danish, 17 Nov 2026 in English."""
        if self.lang == "da":
            return f"{value.day:02d}.{value.month:02d}.{value.year}"
        return f"{value.day}{NBSP}{_MONTHS['en'][value.month - 1][:3]}{NBSP}{value.year}"

    def quarter(self, value: date) -> str:
        """A quarter by its first day: 3. kvt. 2026, Q3 2026."""
        which = (value.month - 1) // 3 + 1
        return f"{which}.{NBSP}kvt.{NBSP}{value.year}" if self.lang == "da" else f"Q{which}{NBSP}{value.year}"

    def listing(self, parts: Iterable[str]) -> str:
        """A list in running text: a, b og c."""
        held = list(parts)
        if len(held) < 2:
            return "".join(held)
        return f"{', '.join(held[:-1])} {'og' if self.lang == 'da' else 'and'} {held[-1]}"


DA, EN = Speech("da"), Speech("en")
SPEECH: dict[Lang, Speech] = {"da": DA, "en": EN}
