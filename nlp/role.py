"""Which role a sentence gives an organisation: twelve roles with their words, from `roles/*.toml`.

A mention is one role in one sentence that is about the organisation (see `aboutness`); its quote is the sentence. Its
grade is the stance: `is`, `should` (a wish, a duty or a plan) or `not` (denied). A question gives no role. Sentences in
the first person are found in every text, for who owns a text is the warehouse's to know; there they count for the
organisation's own texts alone. Rejected: roles of the market (`system_vendor` and so on, which registers and judgements
decide), and a classifier (no labelled sentences exist, and a rule can be argued with in front of the people it names).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from nlp.aboutness import Aboutness
from nlp.cue_sentences import cue_sentences
from nlp.kind_shelf import Kind, kinds_version, load_kinds
from nlp.matching import Matcher
from warehouse.records import Mention

SHELF = Path(__file__).with_name("roles")
STANCES = ("is", "should", "not")
_DENIED = re.compile(
    r"\b(?:ikke|aldrig|hverken|uden at|frem for|i stedet for|not|never|neither|nor|no longer|rather than|instead of"
    r"|inte|nicht|kein(?:e|en)?|cannot)\s+(?:[\w-]+\s+){0,3}\Z",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(?:bør|burde|skal|skulle|ønsker|ser gerne|kunne|vil gerne|opfordre[rs]?|foreslå[rs]?"
    r"|should|ought|must|could|would like|ask|asks|propose[sd]?|ska|borde|soll(?:te)?|muss)\b",
    re.IGNORECASE,
)
_BEFORE = 60
_PATTERNS = (_DENIED, _WISHED)
_VERSION = hashlib.sha256("".join(one.pattern for one in _PATTERNS).encode()).hexdigest()[:6]


@cache
def load_roles() -> tuple[Kind, ...]:
    """The twelve roles, sorted by id. Raises `LexiconError` with one sentence."""
    return load_kinds(SHELF)


def roles_version(roles: tuple[Kind, ...], about: Aboutness) -> str:
    """Changes with the words, the names, the rules of aboutness and of stance, and the matching."""
    return f"{kinds_version(roles)}-{about.version}-{_VERSION}"


@cache
def _matcher(roles: tuple[Kind, ...]) -> Matcher:
    return Matcher({one.id: one.lexicon for one in roles})


def find_roles(texts: Iterable[tuple[str, str]], *, roles: tuple[Kind, ...], about: Aboutness) -> Iterator[Mention]:
    """A mention for each sentence and role in (digest, text) pairs; the quote is the sentence, the grade its stance."""
    matcher, version, cue = _matcher(roles), roles_version(roles, about), about.cue
    for digest, text in texts:
        for start, end, _ in cue_sentences(text, cue):
            sentence = text[start:end]
            if sentence.endswith("?"):
                continue
            for role, (basis, stance) in sorted(_roles_in(sentence, _places(sentence, matcher, about), about).items()):
                yield Mention(
                    text_digest=digest,
                    target_kind="role",
                    target=role,
                    start=start,
                    end=end,
                    quote=sentence,
                    context=" ".join(sentence.split()),
                    layer="rule",
                    rule=f"{basis}@{version}",
                    grade=stance,
                )


def _places(sentence: str, matcher: Matcher, about: Aboutness) -> list[tuple[int, str]]:
    """(place, role) of each word of a role, also where the name parts it: "afprøver KOMBIT ny teknologi"."""
    places = {(hit.start, hit.target) for hit in matcher.find(sentence)}
    for start, end in about.cut(sentence):
        for hit in matcher.find(sentence[:start] + sentence[end:]):
            places.add((hit.start if hit.start < start else hit.start + end - start, hit.target))
    return sorted(places)


def _roles_in(sentence: str, places: list[tuple[int, str]], about: Aboutness) -> dict[str, tuple[str, str]]:
    """Each role that the sentence gives the organisation, by its first word there, with basis and stance."""
    found: dict[str, tuple[str, str]] = {}
    for at, role in places:
        basis = about.of(sentence, at)
        if basis is not None and role not in found:
            found[role] = (basis, stance_of(sentence, at))
    return found


def stance_of(sentence: str, at: int) -> str:
    """Whether what stands at `at` is denied (`not`), wished for (`should`), or said to be so (`is`)."""
    before = sentence[max(0, at - _BEFORE) : at]
    if _DENIED.search(before):
        return "not"
    return "should" if _WISHED.search(sentence, 0, at) else "is"
