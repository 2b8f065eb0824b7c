"""The words of a technology or theme, and how a shelf of TOML files is read: strictly, one clear sentence per fault.

A term has a kind, which says how it may stand in a text:

* `acronym`: exactly these letters in exactly this case, alone, before a hyphen (`AI-løsninger`) or with an ending
  (`API'er`, `API:et`, `API'erne`);
* `word`: a word or phrase by itself, the last word with the inflections of its language;
* `start`: what a longer word may begin with (`cloud` in `cloudløsning`, not in `Nextcloud`);
* `compound`: what may stand anywhere in a longer word (`integration` in `dataintegrationer`).

A space in a term also matches a hyphen, a line break, and nothing. Rejected: lemmatising (the Danish look-up tables
leave `cloudløsninger` and `dataplatforme` as they are, and there is hardly a table for Norwegian).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KINDS = ("acronym", "word", "start", "compound")
LANGUAGES = ("da", "en", "nb", "sv", "de")


class LexiconError(ValueError):
    """A file on the shelf says something that cannot be read; the message names the file and the key."""


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """One way to write it: the letters, how they may stand (`kind`) and whose inflections they take (`language`)."""

    text: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that finds one technology or theme in a text.

    `vetoes` are regular expressions (case ignored): a find that touches one of their matches is none. `needs` maps a
    term to a regular expression that must match within 120 characters of it, for words that mean other things too.
    """

    terms: tuple[Term, ...]
    vetoes: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences that are the entry's own tests. In `positive`, `[[…]]` marks a quote that must be found."""

    positive: tuple[str, ...]
    negative: tuple[str, ...]


def read_shelf(folder: Path, names: tuple[str, ...] | None) -> list[tuple[str, Path, dict[str, object]]]:
    """Read every TOML file of a folder, or the named ones, sorted by name: (name, path, content).

    Raises `LexiconError` for an unknown name or a file that is no TOML.
    """
    on_shelf = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    unknown = sorted(set(names or ()) - set(on_shelf))
    if unknown:
        raise LexiconError(f"{folder.name} has no {unknown[0]!r}; it has {', '.join(on_shelf)}")
    read = []
    for name in sorted(on_shelf if names is None else set(names)):
        try:
            read.append((name, on_shelf[name], tomllib.loads(on_shelf[name].read_text("utf-8"))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise LexiconError(f"{on_shelf[name].name} is not valid TOML: {fault}") from fault
    return read


def read_text_key(path: Path, content: Mapping[str, object], key: str) -> str:
    """A text that must be there. Raises `LexiconError`."""
    value = content.get(key)
    if not isinstance(value, str) or not value.strip():
        raise LexiconError(f"{path.name}: {key} must be a text that is not empty")
    return value


def read_list_key(path: Path, content: Mapping[str, object], key: str, where: str = "") -> tuple[str, ...]:
    """A list of texts, empty where the key is missing. Raises `LexiconError`."""
    value = content.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise LexiconError(f"{path.name}: {where}{key} must be a list of texts")
    return tuple(value)


def refuse_unknown_keys(path: Path, content: Mapping[str, object], known: frozenset[str], where: str = "") -> None:
    """Raise `LexiconError` for a key that nothing reads, most likely a misspelt one."""
    for key in content:
        if key not in known:
            raise LexiconError(f"{path.name}: unknown key {where}{key}; known are {', '.join(sorted(known))}")


def _read_table(path: Path, content: Mapping[str, object], key: str) -> dict[str, object]:
    value = content.get(key, {})
    if not isinstance(value, dict):
        raise LexiconError(f"{path.name}: {key} must be a table")
    return value


def _checked_pattern(path: Path, key: str, pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        raise LexiconError(f"{path.name}: {key} {pattern!r} is not a regular expression: {fault}") from fault
    return pattern


def read_lexicon(path: Path, content: Mapping[str, object]) -> Lexicon:
    """The terms, vetoes and needs of one file. Raises `LexiconError`."""
    by_language = _read_table(path, content, "terms")
    refuse_unknown_keys(path, by_language, frozenset(LANGUAGES), "terms.")
    terms = []
    for language in by_language:
        by_kind = _read_table(path, by_language, language)
        refuse_unknown_keys(path, by_kind, frozenset(KINDS), f"terms.{language}.")
        for kind in by_kind:
            for text in read_list_key(path, by_kind, kind, f"terms.{language}."):
                terms.append(Term(text=text if kind == "acronym" else text.lower(), kind=kind, language=language))
    if not terms:
        raise LexiconError(f"{path.name}: terms must hold at least one term")
    needs = _read_table(path, content, "needs")
    for term, pattern in needs.items():
        if term not in {one.text for one in terms}:
            raise LexiconError(f"{path.name}: needs.{term} is not one of its terms")
        if not isinstance(pattern, str):
            raise LexiconError(f"{path.name}: needs.{term} must be a regular expression in quotes")
    return Lexicon(
        terms=tuple(sorted(set(terms))),
        vetoes=tuple(_checked_pattern(path, "vetoes", one) for one in read_list_key(path, content, "vetoes")),
        needs=tuple((term, _checked_pattern(path, f"needs.{term}", str(needs[term]))) for term in sorted(needs)),
    )


def read_examples(path: Path, content: Mapping[str, object]) -> Examples:
    """The example sentences of one file; at least one that it finds. Raises `LexiconError`."""
    table = _read_table(path, content, "examples")
    refuse_unknown_keys(path, table, frozenset({"positive", "negative"}), "examples.")
    positive = read_list_key(path, table, "positive", "examples.")
    if not positive:
        raise LexiconError(f"{path.name}: examples.positive must hold at least one sentence")
    return Examples(positive=positive, negative=read_list_key(path, table, "negative", "examples."))
