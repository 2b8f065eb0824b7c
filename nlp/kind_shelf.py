"""A shelf of kinds (types of need, barriers, roles): each a TOML file with names, a definition, words and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.lexicon import Examples, Lexicon, read_examples, read_lexicon, read_shelf, read_text_key, refuse_unknown_keys
from nlp.technology import lexicon_version

_KEYS = frozenset({"name_da", "name_en", "definition_en", "terms", "vetoes", "needs", "examples"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind with its words. In an example of a role, `{org}` stands for the organisation."""

    id: str
    name_da: str
    name_en: str
    definition_en: str
    lexicon: Lexicon
    examples: Examples


def load_kinds(folder: Path) -> tuple[Kind, ...]:
    """The kinds of a shelf, sorted by id. Raises `LexiconError` with one sentence."""
    kinds = []
    for name, path, content in read_shelf(folder, None):
        refuse_unknown_keys(path, content, _KEYS)
        kinds.append(
            Kind(
                id=name,
                name_da=read_text_key(path, content, "name_da"),
                name_en=read_text_key(path, content, "name_en"),
                definition_en=read_text_key(path, content, "definition_en"),
                lexicon=read_lexicon(path, content),
                examples=read_examples(path, content),
            )
        )
    return tuple(kinds)


def kinds_version(kinds: Sequence[Kind]) -> str:
    """A version that changes with any kind's words and with the matching."""
    return lexicon_version({one.id: one.lexicon for one in kinds})
