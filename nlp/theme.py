"""What a policy theme is, and the shelf of them: the same matching as for technologies, mapped to two public schemes.

COFOG is the United Nations' classification of the functions of government, CAP the topic list of the Comparative
Agendas Project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.lexicon import (
    Examples,
    Lexicon,
    LexiconError,
    read_examples,
    read_lexicon,
    read_list_key,
    read_shelf,
    read_text_key,
    refuse_unknown_keys,
)
from nlp.matching import Matcher
from nlp.technology import lexicon_version

SHELF = Path(__file__).with_name("themes")
_KEYS = frozenset({"name_da", "name_en", "definition_en", "cofog", "cap", "terms", "vetoes", "needs", "examples"})

__all__ = ["LexiconError", "Theme", "load_themes", "matcher_of_themes", "themes_version"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A policy priority. `cofog` and `cap` are codes of the two schemes, for comparison with other countries' work."""

    id: str
    name_da: str
    name_en: str
    definition_en: str
    cofog: tuple[str, ...]
    cap: tuple[str, ...]
    lexicon: Lexicon
    examples: Examples


def load_themes(names: Sequence[str] | None = None, *, folder: Path = SHELF) -> tuple[Theme, ...]:
    """The themes of those names, or all, sorted by id. Raises `LexiconError` with one sentence."""
    return _load(None if names is None else tuple(sorted(set(names))), folder)


@cache
def _load(names: tuple[str, ...] | None, folder: Path) -> tuple[Theme, ...]:
    themes = []
    for name, path, content in read_shelf(folder, names):
        refuse_unknown_keys(path, content, _KEYS)
        themes.append(
            Theme(
                id=name,
                name_da=read_text_key(path, content, "name_da"),
                name_en=read_text_key(path, content, "name_en"),
                definition_en=read_text_key(path, content, "definition_en"),
                cofog=read_list_key(path, content, "cofog"),
                cap=read_list_key(path, content, "cap"),
                lexicon=read_lexicon(path, content),
                examples=read_examples(path, content),
            )
        )
    return tuple(themes)


def themes_version(themes: Sequence[Theme]) -> str:
    """The version of this choice of themes: a digest of their terms, vetoes and needs and of the matching."""
    return lexicon_version({one.id: one.lexicon for one in themes})


def matcher_of_themes(themes: Sequence[Theme]) -> Matcher:
    """A matcher for these themes."""
    return Matcher({one.id: one.lexicon for one in themes})
