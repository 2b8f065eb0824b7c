"""What a technology is, and the shelf of them: one TOML file each, with terms in five languages and its own examples.

The taxonomy's version is a digest of all that decides what is found, so that a changed term makes texts be looked at
anew, and a changed definition does not. Rejected: one long list (nobody reviews it, and a merge touches everything).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from nlp.lexicon import (
    Examples,
    Lexicon,
    LexiconError,
    Term,
    read_examples,
    read_lexicon,
    read_list_key,
    read_shelf,
    read_text_key,
    refuse_unknown_keys,
)
from nlp.matching import Matcher
from nlp.novelty import merged_terms, read_decisions

SHELF = Path(__file__).with_name("technologies")
# Raised when the way of matching changes, so that every text is looked at anew.
MATCHING_VERSION = 2
_KEYS = frozenset(
    {
        "name_da",
        "name_en",
        "group",
        "category",
        "definition_da",
        "definition_en",
        "sources",
        "terms",
        "vetoes",
        "needs",
        "examples",
    }
)
GROUPS = (
    "ai",
    "automation",
    "case_management",
    "cloud",
    "data",
    "development",
    "geodata",
    "identity",
    "integration",
    "interoperability",
    "iot",
    "public_infrastructure",
    "security",
    "sector_systems",
    "sovereignty",
)

__all__ = ["GROUPS", "LexiconError", "Technology", "load_technologies", "matcher_of", "taxonomy_version"]


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology that a study looks for. `category` is the coarse heading under which accuracy is measured."""

    id: str
    name_da: str
    name_en: str
    group: str
    category: str
    definition_da: str
    definition_en: str
    lexicon: Lexicon
    examples: Examples


def load_technologies(names: Sequence[str] | None = None, *, folder: Path = SHELF) -> tuple[Technology, ...]:
    """The technologies of those names, or all, sorted by id. Raises `LexiconError` with one sentence."""
    return _load(None if names is None else tuple(sorted(set(names))), folder)


@cache
def _load(names: tuple[str, ...] | None, folder: Path) -> tuple[Technology, ...]:
    technologies = []
    accepted = _accepted_terms() if folder == SHELF else {}
    for name, path, content in read_shelf(folder, names):
        refuse_unknown_keys(path, content, _KEYS)
        group = read_text_key(path, content, "group")
        if group not in GROUPS:
            raise LexiconError(f"{path.name}: group {group!r} is not one of {', '.join(GROUPS)}")
        read_list_key(path, content, "sources")
        technologies.append(
            Technology(
                id=name,
                name_da=read_text_key(path, content, "name_da"),
                name_en=read_text_key(path, content, "name_en"),
                group=group,
                category=read_text_key(path, content, "category"),
                definition_da=read_text_key(path, content, "definition_da"),
                definition_en=read_text_key(path, content, "definition_en"),
                lexicon=_with_terms(read_lexicon(path, content), accepted.get(name, ())),
                examples=read_examples(path, content),
            )
        )
    return tuple(technologies)


def _accepted_terms() -> dict[str, tuple[Term, ...]]:
    """The terms that a person accepted, by technology: exact letters for acronyms, else a word or phrase."""
    terms: dict[str, tuple[Term, ...]] = {}
    decisions = read_decisions()
    accepted = {text.lower(): technology for text, (decision, technology) in decisions.items() if decision == "accept"}
    merged = merged_terms(decisions)
    for text, (decision, said) in sorted(decisions.items()):
        technology = said if decision == "accept" else accepted.get(merged.get(text.lower(), "").lower())
        if decision != "reject" and technology:
            kind = "acronym" if text.isupper() else "word"
            terms[technology] = (*terms.get(technology, ()), Term(text=text, kind=kind, language="da"))
    return terms


def _with_terms(lexicon: Lexicon, terms: tuple[Term, ...]) -> Lexicon:
    return replace(lexicon, terms=tuple(sorted({*lexicon.terms, *terms}))) if terms else lexicon


def lexicon_version(lexicons: dict[str, Lexicon]) -> str:
    """Twelve hexadecimal characters that change with anything that decides what is found."""
    said = [
        [
            target,
            [[term.text, term.kind, term.language] for term in lexicon.terms],
            lexicon.vetoes,
            lexicon.needs,
        ]
        for target, lexicon in sorted(lexicons.items())
    ]
    return hashlib.sha256(json.dumps([MATCHING_VERSION, said], ensure_ascii=False).encode()).hexdigest()[:12]


def taxonomy_version(technologies: Sequence[Technology]) -> str:
    """The version of this choice of technologies: a digest of their terms, vetoes and needs and of the matching."""
    return lexicon_version({one.id: one.lexicon for one in technologies})


def matcher_of(technologies: Sequence[Technology]) -> Matcher:
    """A matcher for these technologies."""
    return Matcher({one.id: one.lexicon for one in technologies})
