"""Where a text names a component of the focal organisation's offering: the component itself, or what it does.

The words stand in the study's `[[component]]`: `terms` name the component itself (a product's name, a standard's
number), `functions` what it does in anybody's words, `technologies` entries of the shelf that do the same. Whoever
writes the first may only connect to it; whoever writes the others may offer it, too: so the two are told apart
(`name` and `function` at the head of the rule). Technologies are found by their own tagger and joined in the warehouse.

A term of capitals or with a digit must stand exactly so; a single word may begin a longer one (`Kerneloginløsning`); a
phrase takes Danish endings. Rejected: a classifier (no component has examples enough), matching the component's
description (every vendor "shares data").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import Lexicon, Term
from nlp.matching import Matcher
from nlp.technology import lexicon_version
from nlp.text import sentence_around, sentences
from warehouse.records import Mention

_RELATIONS = ("name", "function")
_EXACT = re.compile(r"(?=.*[A-ZÆØÅ])[A-ZÆØÅ0-9]{2,}")
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Component:
    """A component with the terms that name it and those that name what it does."""

    id: str
    names: tuple[str, ...]
    functions: tuple[str, ...] = ()


def _term(text: str) -> Term:
    if _EXACT.fullmatch(text):
        return Term(text=text, kind="acronym", language="da")
    return Term(text=text.lower(), kind="word" if " " in text else "start", language="da")


def _lexicons(components: tuple[Component, ...]) -> dict[str, Lexicon]:
    found = {}
    for one in components:
        for relation, terms in zip(_RELATIONS, (one.names, one.functions), strict=True):
            if terms:
                found[f"{one.id}{_BETWEEN}{relation}"] = Lexicon(terms=tuple(sorted({_term(term) for term in terms})))
    return found


def components_version(components: tuple[Component, ...]) -> str:
    """Twelve hexadecimal characters that change with any component's words or with the matching."""
    return lexicon_version(_lexicons(components))


@cache
def _matcher(components: tuple[Component, ...]) -> Matcher:
    return Matcher(_lexicons(components))


def find_components(texts: Iterable[tuple[str, str]], *, components: tuple[Component, ...]) -> Iterator[Mention]:
    """A mention for each place in (digest, text) pairs; `text[start:end] == quote`."""
    matcher, version = _matcher(components), components_version(components)
    for digest, text in texts:
        bounds: list[tuple[int, int]] | None = None
        for hit in matcher.find(text):
            bounds = sentences(text) if bounds is None else bounds
            component, _, relation = hit.target.partition(_BETWEEN)
            yield Mention(
                text_digest=digest,
                target_kind="component",
                target=component,
                start=hit.start,
                end=hit.end,
                quote=text[hit.start : hit.end],
                context=sentence_around(text, bounds, hit.start, hit.end),
                layer="rule",
                rule=f"{relation}:{hit.term.kind}:{hit.term.text}@{version}",
            )
