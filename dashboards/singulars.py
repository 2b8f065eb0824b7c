"""One of a thing takes the singular: "1 tenders came" becomes "1 tender came", in both languages.

The marts' reasons are sentences with numbers in them, and SQL that writes a number before a plural writes "1 tenders".
Mending each of them where it is written would put a case beside every count of every model; here it is done once, for
every sentence that people read. Phrases that need another verb stand before the words alone.
"""

from __future__ import annotations

import re

from dashboards.words import Lang

_ENGLISH: tuple[tuple[str, str], ...] = (
    ("customers have", "customer has"),
    ("members are", "member is"),
    ("contracts open", "contract opens"),
    ("values are", "value is"),
    ("evidenced rivals", "evidenced rival"),
    ("common events", "common event"),
    ("whole years", "whole year"),
    *((f"{one}s", one) for one in (
        "actor", "award", "buyer", "contract", "customer", "day", "document", "letter", "member", "month", "notice",
        "organisation", "page", "part", "quarter", "row", "sentence", "supplier", "tender", "text", "time", "value",
        "window",
    )),
    ("strategies", "strategy"),
)  # fmt: skip
_DANISH: tuple[tuple[str, str], ...] = (
    ("belagte konkurrenter", "belagt konkurrent"),
    ("fælles hændelser", "fælles hændelse"),
    ("lukkede vinduer", "lukket vindue"),
    ("hele år", "helt år"),
    *((f"{one}er", one) for one in (
        "aktør", "dokument", "kontrakt", "leverandør", "måned", "organisation", "rollesætning", "strategi", "sætning",
        "tildeling", "værdi",
    )),
    *((f"{one}r", one) for one in ("bekendtgørelse", "hændelse", "kunde", "række", "side")),
    ("ordregivere", "ordregiver"),
    ("kvartaler", "kvartal"),
    ("tekster", "tekst"),
    ("dage", "dag"),
)  # fmt: skip
_FORMS: dict[Lang, dict[str, str]] = {"da": dict(_DANISH), "en": dict(_ENGLISH)}
_ONES = {
    lang: re.compile(rf"(?<![\d.,–-])1 ({'|'.join(sorted(map(re.escape, forms), key=len, reverse=True))})\b")
    for lang, forms in _FORMS.items()
}


def in_singular(text: str, lang: Lang) -> str:
    """The text with every plural that stands behind a lone 1 in the singular."""
    return _ONES[lang].sub(lambda found: f"1 {_FORMS[lang][found.group(1)]}", text)
