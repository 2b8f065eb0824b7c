"""Numbers of national registers: which are real by their own checksum, which are junk, which belong to a person.

Notices write the same Danish number as "DK 12 34 56 78", "CVR nr. 12345678" or "ORG-12345678", and as often nothing
that is a number at all. A number is normalised only where the register's checksum or strict form vouches for it;
elsewhere it stays as published, so that matching never joins two organisations on a typing error.

A number that identifies a natural person (a personal identity number, or the tax number of a sole trader where the
register uses the person's own) is recognised by its form and never leaves this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Identity:
    """What a published number is worth: `flag` is ok, invalid, unchecked, junk or missing."""

    national_id: str | None
    normalised: str | None
    flag: str
    is_personal: bool = False


_MISSING = Identity(None, None, "missing")
_NOT_ALNUM = re.compile(r"[^0-9A-ZÆØÅÄÖ]+")
_LABEL = re.compile(
    r"^(?:(?:ORG(?:ANISATION)?(?:S?(?:NUMMER|NR|NO))?|CVR(?:NUMMER|NR|NO)?|SE(?=NR)|NR|VAT(?:NUMBER|NO|ID)?|"
    r"COMPANY(?:NUMBER|NO)?|SIRENE|SIREN|SIRET|NIP|REGON|KRS|NIF|NIPC|YTUNNUS|FOTAG|PVN|MVA)+)(?=.*\d)"
)
_JUNK_DIGITS = frozenset(
    ("12345678", "123456789", "1234567890", "123456", "1234567", "12345", "1234", "987654321", "87654321", "0123456789")
)
_NUMBER_LENGTH = 64  # what is longer is no number that comes twice
_FRENCH_POST = "356000000"  # La Poste's branches follow a checksum of their own


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: str) -> bool:
    """Whether the digits pass the Luhn check (Swedish, French and many other registers)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _danish(number: str) -> str | None:
    digits = number.removeprefix("DK")
    if len(digits) == 8 and digits.isdigit() and digits[0] != "0":
        return digits if _weighted(digits, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0 else None
    return None


def _norwegian(number: str) -> str | None:
    digits = number.removeprefix("NO").removesuffix("MVA")
    if len(digits) == 9 and digits.isdigit() and digits[0] in "89":
        check = -_weighted(digits, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
        return digits if check == int(digits[8]) else None
    return None


def _swedish(number: str) -> str | None:
    digits = number.removeprefix("SE")
    if len(digits) == 12 and digits.endswith("01") and number.startswith("SE"):
        digits = digits[:10]
    elif len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if len(digits) == 10 and digits.isdigit() and digits[2] >= "2":
        return digits if luhn(digits) else None
    return None


def _finnish(number: str) -> str | None:
    digits = number.removeprefix("FI")
    if len(digits) in (7, 8) and digits.isdigit():
        digits = digits.zfill(8)
        rest = _weighted(digits, (7, 9, 10, 5, 8, 4, 2)) % 11
        check = 0 if rest == 0 else 11 - rest
        return f"{digits[:7]}-{digits[7]}" if check == int(digits[7]) else None
    return None


def _french(number: str) -> str | None:
    digits = number
    if number.startswith("FR") and len(number) == 13:
        digits = number[4:]
    if len(digits) == 14 and digits.isdigit():
        post = digits.startswith(_FRENCH_POST) and sum(map(int, digits)) % 5 == 0
        return digits[:9] if luhn(digits) or post else None
    if len(digits) == 9 and digits.isdigit():
        return digits if luhn(digits) else None
    return None


def _polish(number: str) -> str | None:
    digits = number.removeprefix("PL")
    if not digits.isdigit():
        return None
    if len(digits) == 10:
        return digits if _weighted(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(digits[9]) else None
    if len(digits) in (9, 14):
        return digits[:9] if _weighted(digits, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 == int(digits[8]) else None
    return None


def _portuguese(number: str) -> str | None:
    digits = number.removeprefix("PT")
    if len(digits) == 9 and digits.isdigit():
        check = 11 - _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        return digits if (0 if check >= 10 else check) == int(digits[8]) else None
    return None


_COMPANIES_HOUSE = re.compile(
    r"(?:GB)?(\d{6,8}|(?:SC|NI|OC|SO|NC|NF|FC|BR|SF|LP|SL|NL|RC|SR|IP|SP|NP|RS|CE|CS|R0|AC)\d{6})"
)


def _british(number: str) -> str | None:
    match = _COMPANIES_HOUSE.fullmatch(number)
    return match.group(1).zfill(8) if match else None


_REGISTERS: dict[str, Callable[[str], str | None]] = {
    "DK": _danish,
    "NO": _norwegian,
    "SE": _swedish,
    "FI": _finnish,
    "FR": _french,
    "PL": _polish,
    "PT": _portuguese,
    "GB": _british,
}


def _is_birthday(digits: str) -> bool:
    """Whether DDMMYY is a day of some year."""
    return _is_day(digits[4:6], digits[2:4], digits[0:2])


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(2000 + int(year) % 100, int(month), int(day))
    except ValueError:
        return day == "29" and month == "02"
    return True


def _pesel(number: str) -> bool:
    month = int(number[2:4]) % 20
    check = -_weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10
    return 1 <= month <= 12 and 1 <= int(number[4:6]) <= 31 and check == int(number[10])


def _swedish_person(number: str) -> bool:
    digits = number.removeprefix("SE")
    if len(digits) == 12 and digits[:2] in ("19", "20"):
        digits = digits[2:]
    elif len(digits) == 12 and digits.endswith("01"):
        digits = digits[:10]
    return len(digits) == 10 and digits.isdigit() and _is_day(digits[:2], digits[2:4], digits[4:6]) and luhn(digits)


_PERSONAL_FORM: dict[str, re.Pattern[str]] = {
    "PT": re.compile(r"(?:PT)?(?:[123]\d{8}|45\d{7})"),
    "ES": re.compile(r"(?:ES)?(?:\d{8}[A-Z]|[KLMXYZ]\d{7}[A-Z])"),
    "IT": re.compile(r"(?:IT)?[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]"),
    "RO": re.compile(r"[1-8]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}"),
    "FI": re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}A?\d{3}[A-Y]"),
}


def _is_personal(number: str, country: str | None) -> bool:
    if country == "SE":
        return _swedish_person(number)
    if country in ("DK", "IS"):
        # Day and month lead in both; Icelandic firms have 40 added to the day and so never look like a person.
        return len(number) == 10 and number.isdigit() and _is_birthday(number)
    if country == "NO":
        return len(number) == 11 and number.isdigit() and _is_birthday(number)
    if country == "PL":
        return len(number) == 11 and number.isdigit() and _pesel(number)
    form = _PERSONAL_FORM.get(country or "")
    return form is not None and form.fullmatch(number) is not None


def is_junk(number: str, country: str | None) -> bool:
    """Whether letters and digits of a published number can be no register's: no digit, a run, a single value."""
    digits = number.removeprefix(country or "")
    if not any(character.isdigit() for character in digits):
        return True
    if not digits.isdecimal():
        return False
    return digits in _JUNK_DIGITS or len(set(digits)) == 1 or int(digits) < 1000


def judge_national_id(published: str | None, country: str | None) -> Identity:
    """What a published number is worth in the organisation's country (ISO alpha-2)."""
    if published is None or not (said := " ".join(published.split())):
        return _MISSING
    return _judge(said, country) if len(said) <= _NUMBER_LENGTH else _judge_anew(said, country)


def _judge_anew(said: str, country: str | None) -> Identity:
    number = _NOT_ALNUM.sub("", said.upper())
    bare = _LABEL.sub("", number)
    if is_junk(bare, country):
        return Identity(said, None, "junk")
    if _is_personal(bare, country):
        return Identity(None, None, "missing", is_personal=True)
    check = _REGISTERS.get(country or "")
    if check is None:
        return Identity(said, None, "unchecked")
    valid = check(bare)
    return Identity(said, f"{country}:{valid}", "ok") if valid else Identity(said, None, "invalid")


_judge = lru_cache(maxsize=8192)(_judge_anew)  # the same buyers and suppliers come again and again
