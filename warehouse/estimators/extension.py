"""How long a contract may be extended, as free text says it: "2 x 12 måneder", "twice one year", "up to 24 months".

Two of three notices that can be extended say so in words alone. What is read: a number of extensions times a length,
a sum of lengths (1 + 1 years), a length alone (up to two years), and how long the contract may last in all, which caps
the rest. Words are Danish, Norwegian, Swedish and English, for those are the notices that are read; in any other
language digits with × and a sum are still understood. Options are read only in a sentence that speaks of extending,
since most options are goods.

Rejected: the longest length in the text (it is the total in a third of them), a parser of dates and durations
(none knows "gange"), a language model (nothing here may be guessed).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

LONGEST_MONTHS = 240
"""No extension of more than twenty years is believed: such a length is of something else."""
MOST_EXTENSIONS = 20

_WORDS = {
    "én": 1, "en": 1, "et": 1, "ett": 1, "ét": 1, "one": 1, "to": 2, "två": 2, "two": 2, "tre": 3, "three": 3,
    "fire": 4, "fyra": 4, "four": 4, "fem": 5, "five": 5, "seks": 6, "sex": 6, "six": 6, "syv": 7, "sju": 7, "seven": 7,
    "otte": 8, "åtta": 8, "åtte": 8, "eight": 8, "ni": 9, "nio": 9, "nine": 9, "ti": 10, "tio": 10, "ten": 10,
    "tolv": 12, "twelve": 12, "atten": 18, "arton": 18, "eighteen": 18, "fireogtyve": 24, "tjugofyra": 24,
    "seksogtredive": 36,
}  # fmt: skip
_UNIT = r"(?P<{0}>måneder|månader|måned|månad|måneders|months?|mdr|mnd|mths?|års?|years?|yrs?|uger?|weeks?)(?![a-zæøå])"
_BARE_UNIT = _UNIT.replace("?P<{0}>", "?:")
# English "to" is the Danish two: it is a number only before these.
_NUMBER_WORD = re.compile(
    rf"\b({'|'.join(_WORDS)})\b(?=[\s-]{{1,2}}(?:{_UNIT.format('u')}|x\b|×|gange?r?\b|gånger?\b|times?\b"
    r"|(?:optional |further |additional |yderligere |möjlig\w* |mulige? )?"
    r"(?:option|extension|period|forlængelse|renewal|förlängning|forlengelse)))"
)
_BRACKETED = re.compile(r"\b[a-zæøå-]+ \((\d{1,3})\)|\b(\d{1,3}) \([a-zæøå -]+\)")
_BEFORE_DIGITS = re.compile(r"\b(one|two|three|four|five|six)\b(?= \d)")
_TWICE = re.compile(r"\b(?:twice|to gange|två gånger)\b")
_MORE_WORD = r"(?:further|additional|more|optional|yderligere|ytterligere|ytterligare|another|ekstra)"
_LENGTH = rf"(?<!\d)(?P<length>\d{{1,3}})(?:[\s-]{{0,2}}|-| {_MORE_WORD} )" + _UNIT.format("unit")
_TIMES = r"(?:x|×|\*|gang(?:e|er)?|gång(?:er)?|times?)"
_SPELL = (
    r"(?:option(?:al|er|s|en)?|extension|renewal|period(?:e|er|s)?|forlængelse|förlängning|forlengelse|tranche)"
    r"[\w/()]{0,5}(?: [a-zæøå]+){0,5}?"
)
_OF = r"(?: (?:of|à|á|a|på|af|av|for|om|each of|med|hver på|upp? till?|op til|up to|yderligere|(?:an? )?additional))*"
# 2 x 12 months; 3 options of 1 year; 2 12-month extensions; 12 months 3 times.
_PRODUCTS = (
    re.compile(rf"\b(?P<count>\d{{1,2}}) ?{_TIMES}(?: [a-zæøå]+)?{_OF} ?{_LENGTH}"),
    re.compile(rf"\b(?P<count>\d{{1,2}})(?![\s-]?{_BARE_UNIT})(?: [a-zæøå]+)? ?{_SPELL}{_OF} {_LENGTH}"),
    re.compile(rf"\b(?P<count>\d{{1,2}}) {_LENGTH}[\s-]*{_SPELL}"),
    re.compile(rf"\b(?P<count>\d{{1,2}}) ?(?:x|×) ?(?:option\w* )?{_LENGTH}"),
    re.compile(
        rf"{_LENGTH}(?: ad gangen| at a time| i taget)?"
        r"(?:,? (?:dog |but )?(?:op til|upp till|up to|højst|högst|max\w*|maks\w*))?"
        rf" (?P<count>\d{{1,2}}) ?{_TIMES}"
    ),
)
_SUM = re.compile(rf"\b(?P<terms>(?:\d{{1,2}}(?:[\s-]?{_BARE_UNIT})? ?\+ ?)+\d{{1,2}})[\s-]?" + _UNIT.format("unit"))
# Of several lengths, the one that these words stand before is that of the extension.
_FURTHER = re.compile(
    rf"(?:{_MORE_WORD}|(?:forlæng|forleng|förläng|prolong|extend)\w*(?: [a-zæøå]+)? (?:med|by|for))"
    rf"(?: (?:an?|op til|upp till|up to|indtil|periods?|of|period på))* {_LENGTH}"
)
_ALL_IN_ALL = re.compile(
    r"(?:maksimal\w*|samle[dt]\w*|total\w*|maxim\w+|max\w*|altogether|i alt|inklusive?|not exceed|exceed|højst|högst)"
    rf"[^.;\d]{{0,60}}{_LENGTH}"
)
_THE_WHOLE = re.compile(
    r"varighed|løbetid|varaktighet|avtalstid|duration|term\b|length|period|in all|altogether|agreement"
    r"|kontrakt|aftale|avtal"
)
_EXTENDS = re.compile(
    r"forlæng|forleng|förläng|prolong|exten[ds]|renew|option years?|years? option|års? option|option(?:al)? period"
)
_REFUSES = re.compile(
    r"(?:ikke|inte|not be|cannot|no) (?:\w+ ){0,2}(?:forlæng|forleng|förläng|prolong|exten[ds]|renew)"
)
_SENTENCE = re.compile(r"(?<=[a-zæøå)\d])[.;](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Extension:
    """How a contract may be extended: how often, for how many months each, and in all; None where nothing says it.

    `cap_months` is how long the contract may last in all, its first period included.
    """

    count: int | None = None
    months_each: float | None = None
    months: float | None = None
    cap_months: float | None = None


NOTHING = Extension()


@lru_cache(maxsize=4096)
def read_extension(text: str | None, *, any_sentence: bool = True) -> Extension:
    """What a text says of extending. Without `any_sentence` only sentences that speak of extending are read."""
    if not text or not any(sign.isdigit() or sign.isalpha() for sign in text):
        return NOTHING
    sentences = [_digits(one) for one in _SENTENCE.split(text.lower()) if one.strip()]
    if not any_sentence:
        sentences = [one for one in sentences if _EXTENDS.search(one)]
    said = NOTHING
    for sentence in sentences:
        if _REFUSES.search(sentence):
            return Extension(0, None, 0.0, said.cap_months)
        cap = _cap(sentence)
        if cap is not None:
            said = replace(said, cap_months=cap if said.cap_months is None else max(cap, said.cap_months))
        if said.months is None:
            found = _of_sentence(_ALL_IN_ALL.sub(" ", sentence) if cap is not None else sentence)
            said = replace(found, cap_months=said.cap_months)
    return said


def _digits(text: str) -> str:
    """Numbers in words as digits, where a unit or a count follows; "three (3)" and "3 (three)" as 3."""
    text = " ".join(text.split())
    text = _BRACKETED.sub(lambda found: found.group(1) or found.group(2), text)
    text = _TWICE.sub("2 gange", text)
    text = _BEFORE_DIGITS.sub(lambda found: str(_WORDS[found.group(1)]), text)
    return _NUMBER_WORD.sub(lambda found: str(_WORDS[found.group(1)]), text)


def _cap(sentence: str) -> float | None:
    lengths = [one for found in _ALL_IN_ALL.finditer(sentence) if (one := _months(found)) is not None]
    # "A maximum of 2 extensions" and "extensions of up to 2 years in total" say nothing of the contract as a whole.
    return max(lengths) if lengths and _THE_WHOLE.search(sentence) else None


def _of_sentence(sentence: str) -> Extension:
    for product in _PRODUCTS:
        found = product.search(sentence)
        each = _months(found) if found else None
        if found and each is not None and 0 < (count := int(found["count"])) <= MOST_EXTENSIONS:
            return _believed(count, each, count * each)
    if found := _SUM.search(sentence):
        terms = [int(term) for term in re.findall(r"\d+", found["terms"])]
        unit = _unit_months(found["unit"])
        return _believed(len(terms), terms[0] * unit if len(set(terms)) == 1 else None, sum(terms) * unit)
    if (found := _FURTHER.search(sentence)) and (each := _months(found)) is not None:
        return _believed(None, each, each)
    lengths = {one for found in re.finditer(rf"\b{_LENGTH}", sentence) if (one := _months(found))}
    if len(lengths) == 1:  # several lengths and no count: which one extends is a guess
        (each,) = lengths
        return _believed(None, each, each)
    return NOTHING


def _believed(count: int | None, each: float | None, months: float) -> Extension:
    return Extension(count, each, months) if 0 < months <= LONGEST_MONTHS else NOTHING


def _months(found: re.Match[str]) -> float | None:
    months = int(found["length"]) * _unit_months(found["unit"])
    return months if 0 < months <= LONGEST_MONTHS else None


def _unit_months(unit: str) -> float:
    if unit.startswith(("år", "y")):
        return 12.0
    return 0.23 if unit.startswith(("u", "w")) else 1.0
