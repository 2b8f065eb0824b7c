"""What hinders use, and how sentences that say so are found: a cue that something stands in the way, then what does.

A sentence needs both: "barriere", "hindrer", "svært at", "lacks" (the cue), and the words of a kind of barrier from
`barriers/*.toml`. What is denied, avoided or taken away hinders nobody ("uden leverandørlås", "no licence costs",
"removes barriers"): where a denial stands just before the word, the word does not count. The quote is the sentence.
Rejected: counting the words alone ("price" hinders nothing), and taking every challenge for a barrier of all kinds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from nlp.cue_sentences import cue_sentences
from nlp.kind_shelf import Kind, kinds_version, load_kinds
from nlp.matching import Matcher
from warehouse.records import Mention

SHELF = Path(__file__).with_name("barriers")
_CUE = re.compile(
    r"\b(?:barriere\w*|forhindre\w*|hindr\w+|vanskelig\w*|besværlig\w*|besværliggør\w*|står i vejen|spænder ben"
    r"|bremse[rst]?|sinke[rst]?|svært (?:at|ved)|svær\w* at|gør det (?:svært|umuligt)|umulig\w*|kan ikke"
    r"|kan hverken|låst|afhængig\w*"
    r"|leverandørlås\w*|leverandørafhængig\w*|bundet til|for dyr[te]?|afholder \w+|holder \w+ tilbage|forsinke[rst]?"
    r"|mangle[rt]?|mangel på|manglende|ikke råd|utilstrækkelig\w*|dårlig\w*|uklar\w*|forælde\w*|begrænse[rts]?"
    r"|tynge[rst]?"
    r"|barriers?|obstacles?|hinder(?:s|ed|ing)?|hindrance\w*|hampers?|hampered|prevent(?:s|ed)?|impede[sd]?|blocks?"
    r"|blocked|difficult (?:to|for)|hard (?:to|for)|impossible|in the way|slow(?:s|ed)? down|lock-in"
    r"|locked in(?:to| to| by)"
    r"|depend(?:s|ent)? on|too (?:expensive|costly|high|few|little)|cannot|can not|lack(?:s|ed|ing)?(?: of)?"
    r"|h[eo]ld(?:s|ing)? back|discourage[sd]?|deter(?:s|red)?|delay(?:s|ed)?|outdated|poor|unclear|limited|missing"
    r"|shortages?|constrain(?:s|ed|ts?)?"
    r"|må ikke|ingen (?:der|vil|som|kan|ved|ejer)|er der ingen|har ingen|har ikke|ikke tid|ikke klædt på|kniber\w*"
    r"|rækker ikke|sidder? fast|fastlåst\w*|fanget|koste os|fravalgt|fravælge[rs]?|sat i stå|går i stå|trækker ud"
    r"|trække[rt]? i langdrag|stå i stampe|overbelastet?\w*|underbemand\w*|alt for (?:få|lidt)|for (?:få|lidt|mange)"
    r"|for høj\w*|så høj\w*|uoverskuelig\w*|fuldt? af fejl|upålidelig\w*|huller i|det er uklart|tvivl om|tvivl har"
    r"|problem\w*|udfordr\w*|forbyder|tør ikke|opgive[rt]?|taste (?:de |det )?samme|to gange"
    r"|not allowed|get in the way|gets in the way|brought \w+(?: \w+)? to a halt|halt(?:s|ed)|nobody|no one|none of us"
    r"|not equipped|struggl(?:e|es|ed|ing) to|stuck|trapped|tie[sd] our hands|do(?:es)? not have|will not stretch"
    r"|so high|far too (?:few|many|much|little)|too many|there is no|overstretched|overloaded|understaffed|stretched"
    r"|full of errors|unreliable|gaps in|drags? on|opted out|unaffordable|unable to|fail(?:s|ed)? to|problem(?:s|atic)?"
    r"|challeng\w+|prohibit(?:s|ed)?|forbid(?:s|den)?|type the same|enter the same|retype|twice"
    r"|får inte|får ikke|räcker inte|strekker ikke til|for lite|för lite|reicht nicht|darf nicht|dürfen nicht"
    r"|står i veien|mangler|mangel på|vanskelig|hinder|hindrar|försvårar|svårt att|brist på|saknas|saknar"
    r"|hürden?|hindernis\w*|erschwer\w*|verhinder\w*|fehl(?:t|en|ende[rsn]?)|zu teuer|mangel an)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:ingen|ikke længere|uden|undgå[rs]?|fjerne[rst]?|fjernet|løse[rst]?|overvinde[rst]?|nedbryde[rst]?|hverken"
    r"|no|no longer|without|free of|avoid(?:s|ed|ing)?|remove[sd]?|removing|eliminate[sd]?|overcome[s]?|solve[sd]?"
    r"|utan|uten|inga|ohne|keine?)\s+(?:[\w-]+\s+){0,2}\Z",
    re.IGNORECASE,
)
_NOT_A_BARRIER = re.compile(
    r"\b(?:er|was|is|are|var)\s+(?:ikke|not|no|ingen|ikke længere|no longer)\s+(?:[\w-]+\s+){0,2}"
    r"(?:barriere\w*|hindring\w*|barriers?|obstacles?)",
    re.IGNORECASE,
)
_PATTERNS = (_CUE, _DENIAL, _NOT_A_BARRIER)
_VERSION = hashlib.sha256("".join(one.pattern for one in _PATTERNS).encode()).hexdigest()[:6]
_BEFORE = 40


@cache
def load_barriers() -> tuple[Kind, ...]:
    """The kinds of barrier, sorted by id. Raises `LexiconError` with one sentence."""
    return load_kinds(SHELF)


def barriers_version(barriers: tuple[Kind, ...]) -> str:
    """Changes with the words, the cues, the denials and the matching."""
    return f"{kinds_version(barriers)}-{_VERSION}"


@cache
def _matcher(barriers: tuple[Kind, ...]) -> Matcher:
    return Matcher({one.id: one.lexicon for one in barriers})


def find_barriers(texts: Iterable[tuple[str, str]], *, barriers: tuple[Kind, ...]) -> Iterator[Mention]:
    """A mention for each sentence and kind of barrier in (digest, text) pairs; the quote is the sentence."""
    matcher, version = _matcher(barriers), barriers_version(barriers)
    for digest, text in texts:
        for start, end, cue in cue_sentences(text, _CUE):
            sentence = text[start:end]
            if not _hinders(sentence):
                continue
            for kind in sorted({hit.target for hit in matcher.find(sentence) if not _is_denied(sentence, hit.start)}):
                yield Mention(
                    text_digest=digest,
                    target_kind="barrier",
                    target=kind,
                    start=start,
                    end=end,
                    quote=sentence,
                    context=" ".join(sentence.split()),
                    layer="rule",
                    rule=f"cue:{cue}@{version}",
                )


def _hinders(sentence: str) -> bool:
    """Whether any cue of the sentence stands undenied."""
    if _NOT_A_BARRIER.search(sentence):
        return False
    return any(not _is_denied(sentence, found.start()) for found in _CUE.finditer(sentence))


def _is_denied(sentence: str, at: int) -> bool:
    return _DENIAL.search(sentence[max(0, at - _BEFORE) : at]) is not None
