"""Whether a sentence is about an organisation: it must be the grammatical subject, or the only organisation named.

Rules on words, for no parser can be shipped: an organisation is the subject where a finite verb follows its name (or
goes before it, as in "I dag driver KOMBIT") and no preposition stands before; where it owns the role ("KOMBITs opgave
er"); or where it is the agent of a passive ("drives af KOMBIT") and nobody else is named. What stands behind a
preposition ("til KOMBIT", "without KOMBIT") is not what the sentence is about, even where nobody else is named.
Rejected: counting every sentence that names it (customers' sentences are mostly about themselves).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_OTHER = (
    r"(?:[A-ZÆØÅÄÖÜ][\w&.-]*\s+){1,4}(?:A/S|ApS|AB|AS|ASA|Oy|GmbH|AG|Ltd|Inc|P/S|I/S|K/S|Amba|SE)\b"
    r"|\b[A-ZÆØÅÄÖÜ]\w+(?:-\w+)? (?:Kommune|kommune|kommun|Municipality|Council)\b|\bRegion [A-ZÆØÅ]\w+"
    r"|\b[A-ZÆØÅ]\w*(?:styrelsen|ministeriet|direktoratet|myndigheten|verket)\b"
)
_VERB = (
    r"(?:er|var|bliver|blev|har|havde|skal|skulle|vil|ville|kan|kunne|bør|burde|må|måtte|får|fik"
    r"|is|was|are|were|has|had|will|would|shall|should|must|may|might|can|could|ought|does|did"
    r"|ska|kommer|ist|sind|hat|wird|soll|muss|kann|\w{3,}(?:er|ede|te|rer|ler|ar)|\w{3,}(?:s|es|ed))"
)
_FINITE = re.compile(rf"\s*(?:,\s[^,]{{3,60}},)?\s*(?:(?:selv|also|itself|already|allerede|i dag|today)\s+)?{_VERB}\b")
_VERB_BEFORE = re.compile(rf"\b{_VERB}\s+\Z", re.IGNORECASE)
# Before an inverted verb stands an adverbial ("I dag driver KOMBIT"), not a subject ("Lawyers advise KOMBIT").
_ADVERBIAL = re.compile(
    r"(?:i|på|siden|som|her|der|derfor|nu|når|med|ved|under|efter|for|til|fra|gennem|hver\w*|daglig\w*|desuden|samtidig"
    r"|dermed|allerede|ofte|sammen|to gange|én gang|together|twice"
    r"|today|since|as|in|on|every|now|here|with|after|through|only|never|idag|sedan|därför|seit)\b",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"[,;:]\s+")
_NAMED_LAST = re.compile(r"(?:\A|[,;:(]\s*|\b(?:af|by|av|von|er|is|was|var|hedder|ist|är)\s+)\Z", re.IGNORECASE)
_SUBCLAUSE = re.compile(r"\b(?:at|that|hvis|når|fordi|if|when|because|om|att|dass)\s+\Z", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:til|for|fra|med|hos|uden|mod|ved|om|over|under|efter|foruden|sammen med|gennem|via|i|på|blandt"
    r"|to|from|with|without|at|against|about|through|under|after|besides|than|end|än|enn|among|unlike|of"
    r"|från|hos|utan|fra|mit|ohne|von|für|bei|zu)\s+(?:the\s+|vores\s+|our\s+|selskabet\s+)?\Z",
    re.IGNORECASE,
)
_AGENT = re.compile(r"\b(?:af|by|av|von|durch)\s+\Z", re.IGNORECASE)
# "Ansvaret ligger hos KOMBIT", "operations lie with KOMBIT": what lies with somebody is its own.
_LIES_WITH = re.compile(r"\b(?:ligger|hviler|placeret|lies?|rests?|placed)\s+(?:hos|på|with|at)\s+\Z", re.IGNORECASE)
# What goes before "… that KOMBIT buys" or "…, and KOMBIT pays" is another clause's.
_NEW_CLAUSE = re.compile(r"(?:\b(?:som|der|that|which|whom|dem)|[,;]\s(?:og|and|men|but|so|så))\s+\Z", re.IGNORECASE)
# "… hos KOMBIT, som også vejleder": what follows is said of the name.
_ANTECEDENT = re.compile(r",\s(?:som|der|which|who)\s(?!(?:vi|we|de|they|kommune\w*|municipalit\w+)\b)", re.IGNORECASE)
_OWN_ROLE = re.compile(
    r"['’]?s?\s+(?:\w+\s+){0,2}(?:rolle|opgave|opgaver|ansvar|mission|formål|kerneopgave"
    r"|role|task|tasks|job|responsibility|purpose|uppgift|roll|aufgabe)\b",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"(?:\b(?:mens|hvorimod|while|whereas|medan|während)\b"
    r"|[,;]\s(?:(?:og|and|men|but|so|så)\s)?(?:som |der |which |who )?(?:kommunen|kommunerne|leverandøren"
    r"|leverandørerne|leverandører|staten|regionerne|ejerne|borgerne|de selv|vi|suppliers?|municipalit\w+|vendors?"
    r"|the state|owners|we|they|others|andre)\b)",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:vi|we|wir)\b|\b(?:vores|our|vår|unsere?) (?:\w+ ){0,2}(?:rolle|opgave|role|task|roll"
                           r"|mission|aufgabe|ansvar|responsibility)\b", re.IGNORECASE)  # fmt: skip
VERSION = hashlib.sha256(
    "".join(
        (
            _OTHER,
            *(
                one.pattern
                for one in (
                    _FINITE,
                    _VERB_BEFORE,
                    _ADVERBIAL,
                    _NAMED_LAST,
                    _LIES_WITH,
                    _ANTECEDENT,
                    _NEW_CLAUSE,
                    _SUBCLAUSE,
                    _PREPOSITION,
                    _AGENT,
                    _OWN_ROLE,
                    _OTHER_SUBJECT,
                    _FIRST_PERSON,
                )
            ),
        )
    ).encode()
).hexdigest()[:6]


@dataclass(frozen=True)
class Aboutness:
    """Who is meant: the organisation's `names`, and the names of `others` that may stand beside it."""

    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    _name: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _other: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the names, the longest first."""
        object.__setattr__(self, "_name", re.compile(rf"(?<!\w)(?:{_any_of(self.names)})(?=(?:['’]?s)?(?!\w))"))
        named = rf"(?<!\w)(?:{_any_of(self.others)})(?!\w)|" if self.others else ""
        object.__setattr__(self, "_other", re.compile(named + _OTHER))

    @property
    def cue(self) -> re.Pattern[str]:
        """What a sentence must hold to be looked at: a name, or the first person."""
        return re.compile(f"{self._name.pattern}|(?i:{_FIRST_PERSON.pattern})")

    @property
    def version(self) -> str:
        """Changes with the names and the rules."""
        said = "\x1f".join((*self.names, "", *self.others))
        return hashlib.sha256(f"{VERSION}{said}".encode()).hexdigest()[:8]

    def cut(self, sentence: str) -> list[tuple[int, int]]:
        """The places of the names with the space after them: where one stands between a verb and what it governs."""
        return [(found.start(), min(found.end() + 1, len(sentence))) for found in self._name.finditer(sentence)]

    def of(self, sentence: str, at: int) -> str | None:
        """Why what stands at `at` in the sentence is said of the organisation; None where it is not.

        `name_subject`, `only_name`, or `first_person`: the last holds only where the organisation itself speaks.
        """
        names = [found.span() for found in self._name.finditer(sentence)]
        blanked = list(sentence)
        for start, end in names:
            blanked[start:end] = "\x00" * (end - start)
        others = [found.span() for found in self._other.finditer("".join(blanked))]
        for start, end in names:
            if self._between(sentence, others, (start, end), at):
                continue
            if _is_subject(sentence, start, end) or (end <= at and _ANTECEDENT.match(sentence, end)):
                return "name_subject"
            if not others and _may_be_about(sentence, start):
                return "only_name"
        return None if names else _in_first_person(sentence, others, at)

    @staticmethod
    def _between(sentence: str, others: list[tuple[int, int]], name: tuple[int, int], at: int) -> bool:
        """Whether somebody else stands between the name and the role."""
        # What stands before the name is its own only where nobody else does: "KMD runs it, and KOMBIT pays for it".
        left, right = (name[1], at) if name[1] <= at else (0, name[0])
        if at < name[0] and _NEW_CLAUSE.search(sentence, at, name[0]):
            return True
        if any(left <= start < right for start, _ in others):
            return True
        return _OTHER_SUBJECT.search(sentence, left, right) is not None


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name)))


def _is_subject(sentence: str, start: int, end: int) -> bool:
    before = sentence[max(0, start - 60) : start]
    if _LIES_WITH.search(before):
        return True
    if _PREPOSITION.search(before) or _AGENT.search(before):
        return _SUBCLAUSE.search(before) is not None and _FINITE.match(sentence, end) is not None
    if _OWN_ROLE.match(sentence, end):
        return True
    if re.match(r"['’]?s\b", sentence[end:]):
        return False
    if _VERB_BEFORE.search(before) is not None:
        clause = _CLAUSE_START.split(sentence[:start])[-1].lstrip()
        return _ADVERBIAL.match(clause) is not None
    return _FINITE.match(sentence, end) is not None


def _may_be_about(sentence: str, start: int) -> bool:
    before = sentence[max(0, start - 60) : start]
    return _PREPOSITION.search(before) is None and _NAMED_LAST.search(before) is not None


def _in_first_person(sentence: str, others: list[tuple[int, int]], at: int) -> str | None:
    """`first_person` where "we" goes before the role and nobody else is named in between."""
    for found in _FIRST_PERSON.finditer(sentence):
        left, right = (found.end(), at) if found.end() <= at else (at, found.start())
        if right - left > 160 or any(left <= start < right for start, _ in others):
            continue
        if found.end() <= at and _OTHER_SUBJECT.search(sentence, left, right):
            continue
        return "first_person"
    return None
