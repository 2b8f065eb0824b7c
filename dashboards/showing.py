"""A value as people read it, in one language: the one place where a number becomes text, whatever the renderer.

The site, the documents and `overblik verify` all write through `show`, so that a printed number can be compared with
what its query gives now, letter by letter.
"""

from __future__ import annotations

from datetime import date, datetime

from dashboards.reasons import say_reason
from dashboards.safety import clean, parts_apart
from dashboards.section import Unit, Value
from dashboards.vocabulary import (
    CLASSES,
    LAYERS,
    NEWS_KINDS,
    NOT_STATED,
    RINGS,
    ROLES,
    STATES,
    STREAMS,
    VALUE_KINDS,
    VERDICTS,
    word,
)
from dashboards.wordlist import SPEAKERS, WORDLIST
from dashboards.words import SPEECH, Lang, Numeric, Words

_KINDS = {**VALUE_KINDS, **WORDLIST, **CLASSES, **LAYERS, **ROLES, **NEWS_KINDS, **RINGS, **STATES}
_CODES: dict[Unit, dict[str, Words]] = {
    "verdict": VERDICTS,
    "stream": STREAMS,
    "class": CLASSES,
    "kind": _KINDS,
    "speaker": SPEAKERS,
}
LONGEST_NAME = 160
"""The longest text of a source inside a sentence or a cell: long enough for a contract's title."""


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """A source's text for a line: cleaned, its heading set apart, its white space single, at most `longest` long."""
    return clean(parts_apart(clean(text, 100_000)), longest)


def show(value: Value | datetime | bool, unit: Unit, lang: Lang) -> str:
    """A value in its unit. None is "not stated", never 0."""
    speech = SPEECH[lang]
    if value is None or value == "":
        return NOT_STATED.of(lang)
    if isinstance(value, bool):
        return ("ja" if value else "nej") if lang == "da" else ("yes" if value else "no")
    if isinstance(value, date):
        return speech.quarter(value) if unit == "quarter" else speech.day_short(value)
    if isinstance(value, str):
        if unit in _CODES:
            return word(_CODES[unit], value).of(lang)
        return one_line(say_reason(value).of(lang) if unit == "reason" else value)
    return _numeric(value, unit, lang)


def _numeric(value: Numeric, unit: Unit, lang: Lang) -> str:
    speech = SPEECH[lang]
    match unit:
        case "dkk":
            return speech.money(value)
        case "share":
            return speech.share(value)
        case "ratio":
            return speech.ratio(value)
        case "year":
            return str(int(value))
        case "probability":
            return speech.probability(value)
        case _:
            return speech.count(value)
