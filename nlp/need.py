"""What a need is, and how sentences that state one are found: a cue that somebody lacks or asks for, then its type.

First a cue ("behov for", "mangler", "is required to"), for most sentences state none; then the words of the type, from
`needs/*.toml`. The quote is the whole sentence. Who needs it follows from who owns the text, which the warehouse knows.
When: what the sentence says of now or later, or the year that it names, which the warehouse sets against the text's
date. Rejected: counting needs by words alone (the word "integration" asks for nothing).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.cue_sentences import cue_sentences
from nlp.lexicon import (
    LANGUAGES,
    Examples,
    Lexicon,
    read_examples,
    read_lexicon,
    read_shelf,
    read_text_key,
    refuse_unknown_keys,
)
from nlp.matching import Matcher
from nlp.technology import lexicon_version
from warehouse.records import Mention

SHELF = Path(__file__).with_name("needs")
_KEYS = frozenset({"name_da", "name_en", "definition_en", "terms", "vetoes", "needs", "examples"})
# What tells that somebody lacks, asks for or demands something, by language. Rejected: modal verbs alone ("skal",
# "must", "ska"), which order as often as they wish.
_CUES = {
    "da": r"behov(?:et)? for|behøve[rt]?|skal (?:\w+ )?kunne|mangle[rt]?|mangel på|udfordring\w*"
    r"|(?:højere |skærpede )?krav (?:om|til)|stilles (?:\w+ )?(?:\w+ )?krav"
    r"|ønske[rs]?|efterspør\w+|savne[rs]?|barriere\w*|opfylde krav",
    "en": r"need(?:s|ed)?|must be able to|lack(?:s|ing)?|challenge\w*|require(?:s|d|ment\w*)|ask(?:s|ed)? for"
    r"|wish(?:es)? for|request(?:s|ed)?|demand(?:s|ed)?|shortage of",
    "nb": r"behov for|trenger|kreves|krav (?:om|til)|(?:skal|må) (?:\w+ )?kunne|utfordring\w*|etterspør\w*|ønsker",
    "sv": r"behov(?:et)? av|behöv(?:er|s|de)|saknas?|saknar|kräv(?:er|s)|krav på|ska (?:\w+ )?kunna|utmaning\w*"
    r"|efterfråga[rs]?|brist på|önskar",
    "de": r"bedarf an|benötig\w+|braucht|brauchen|fehl(?:t|en)|mangel(?:t)? an|forder(?:t|n)|gefordert|erforderlich\w*"
    r"|anforderung\w*|herausforderung\w*|muss|müssen",
}
_CUE = re.compile(rf"\b(?:{'|'.join(_CUES[language] for language in LANGUAGES)})\b", re.IGNORECASE)
_CUE_VERSION = hashlib.sha256(_CUE.pattern.encode()).hexdigest()[:6]
_YEAR = re.compile(r"\b20[2-4]\d\b")
_WORDS_OF_TIME = tuple(
    (horizon, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for horizon, words in (
        (
            "now",
            r"i dag|nu|aktuelt|straks|akut\w*|allerede|today|now|currently|urgent\w*|already|i dagens|nå|umiddelbart"
            r"|idag|omgående|heute|derzeit|aktuell|dringend",
        ),
        (
            "1-2y",
            r"næste år|(?:det )?kommende år|de næste to år|next year|coming year|neste år|kommende år|nästa år"
            r"|kommande år|nächstes jahr|im kommenden jahr",
        ),
        (
            "3-5y",
            r"på (?:længere |lengre |längre )?sigt|på (?:lengre |längre )?sikt|fremtidig\w*|i fremtiden|long[- ]term"
            r"|in (?:the )?future|i framtiden|framtida|künftig\w*|langfristig\w*|in zukunft|mittelfristig",
        ),
    )
)
_PRESENT = re.compile(
    r"\b(?:mangle[rt]|savner|lack(?:s|ing)?|mangel på|saknas?|saknar|fehl(?:t|en)|mangelt an)\b", re.IGNORECASE
)


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


@cache
def needs_version(needs: tuple[Need, ...]) -> str:
    """The version of these types of need: changes with their words, with the cues and with the matching."""
    return f"{lexicon_version({one.id: one.lexicon for one in needs})}-{_CUE_VERSION}"


@cache
def _matcher(needs: tuple[Need, ...]) -> Matcher:
    return Matcher({one.id: one.lexicon for one in needs})


def find_needs(
    digest: str, text: str, *, needs: tuple[Need, ...], bounds: list[tuple[int, int]] | None = None
) -> Iterator[Mention]:
    """A mention for each sentence and type of need in a text; the quote is the sentence. `bounds`: its sentences."""
    matcher, version = _matcher(needs), needs_version(needs)
    for start, end, cue in cue_sentences(text, _CUE, bounds):
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
