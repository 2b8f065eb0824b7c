"""What a need is, and how sentences that state one are found: a cue that somebody lacks or asks for, then its type.

First a cue ("behov for", "mangler", "is required to"), for most sentences state none; then the words of the type, from
`needs/*.toml`. The quote is the whole sentence. Who needs it follows from who owns the text, which the warehouse knows.
When: what the sentence says of now or later, or the year that it names, which the warehouse sets against the text's
date. Rejected: counting needs by words alone (the word "integration" asks for nothing).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.cue_sentences import cue_sentences
from nlp.lexicon import Examples, Lexicon, read_examples, read_lexicon, read_shelf, read_text_key, refuse_unknown_keys
from nlp.matching import Matcher
from nlp.technology import lexicon_version
from warehouse.records import Mention

SHELF = Path(__file__).with_name("needs")
_KEYS = frozenset({"name_da", "name_en", "definition_en", "terms", "vetoes", "needs", "examples"})
_CUE = re.compile(
    r"\b(?:behov for|behøve[rt]?|skal (?:\w+ )?kunne|mangle[rt]?|mangel på|udfordring\w*|krav (?:om|til)|stilles krav"
    r"|ønske[rs]?|efterspør\w+|savne[rs]?|barriere\w*|need(?:s|ed)?|must be able to|lack(?:s|ing)?|challenge\w*"
    r"|require(?:s|d|ment\w*)|ask(?:s|ed)? for|wish(?:es)? for|request(?:s|ed)?|demand(?:s|ed)?)\b",
    re.IGNORECASE,
)
_CUE_VERSION = hashlib.sha256(_CUE.pattern.encode()).hexdigest()[:6]
_YEAR = re.compile(r"\b20[2-4]\d\b")
_WORDS_OF_TIME = (
    (
        "now",
        re.compile(r"\b(?:i dag|nu|aktuelt|straks|akut\w*|allerede|today|now|currently|urgent\w*|already)\b", re.I),
    ),
    ("1-2y", re.compile(r"\b(?:næste år|kommende år|de næste to år|next year|coming year)\b", re.I)),
    (
        "3-5y",
        re.compile(r"\b(?:på (?:længere )?sigt|fremtidig\w*|i fremtiden|long[- ]term|in (?:the )?future)\b", re.I),
    ),
)
_PRESENT = re.compile(r"\b(?:mangle[rt]|savner|lack(?:s|ing)?|mangel på)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Need:
    """A type of need with its words."""

    id: str
    name_da: str
    name_en: str
    definition_en: str
    lexicon: Lexicon
    examples: Examples


@cache
def load_needs(folder: Path = SHELF) -> tuple[Need, ...]:
    """The types of need, sorted by id. Raises `LexiconError` with one sentence."""
    needs = []
    for name, path, content in read_shelf(folder, None):
        refuse_unknown_keys(path, content, _KEYS)
        needs.append(
            Need(
                id=name,
                name_da=read_text_key(path, content, "name_da"),
                name_en=read_text_key(path, content, "name_en"),
                definition_en=read_text_key(path, content, "definition_en"),
                lexicon=read_lexicon(path, content),
                examples=read_examples(path, content),
            )
        )
    return tuple(needs)


def needs_version(needs: Sequence[Need]) -> str:
    """The version of these types of need: changes with their words, with the cues and with the matching."""
    return f"{lexicon_version({one.id: one.lexicon for one in needs})}-{_CUE_VERSION}"


@cache
def _matcher(needs: tuple[Need, ...]) -> Matcher:
    return Matcher({one.id: one.lexicon for one in needs})


def find_needs(texts: Iterable[tuple[str, str]], *, needs: tuple[Need, ...]) -> Iterator[Mention]:
    """A mention for each sentence and type of need in (digest, text) pairs; the quote is the sentence."""
    matcher, version = _matcher(needs), needs_version(needs)
    for digest, text in texts:
        for start, end, cue in cue_sentences(text, _CUE):
            sentence = text[start:end]
            for kind in sorted({hit.target for hit in matcher.find(sentence)}):
                yield Mention(
                    text_digest=digest,
                    target_kind="need",
                    target=kind,
                    start=start,
                    end=end,
                    quote=sentence,
                    context=" ".join(sentence.split()),
                    layer="rule",
                    rule=f"cue:{cue}@{version}",
                    horizon=horizon_of(sentence),
                )


def horizon_of(sentence: str) -> str:
    """When a sentence says that it is needed: the latest year that it names, else now, 1-2y, 3-5y or unknown."""
    if years := _YEAR.findall(sentence):
        return str(max(years))
    for horizon, words in _WORDS_OF_TIME:
        if words.search(sentence):
            return horizon
    return "now" if _PRESENT.search(sentence) else "unknown"
