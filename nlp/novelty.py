"""New terms: what texts begin to say that no technology of the taxonomy says yet, for a person to accept or reject.

A candidate looks like a term (a long compound, a word with a hyphen, an acronym, an English noun pair), is said by
several organisations, and is said relatively more in the newest texts than before (log-odds with an informative prior).
C-value tells a term from a part of a longer one. What a person rejected is asked again only where the words around the
term are no longer those that the person saw. Rejected: parts of speech
(there is no tagger for Danish that can be shipped), raw counts (ordinary words lead them).
"""

from __future__ import annotations

import csv
import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from nlp.lexicon import Lexicon
from nlp.matching import Matcher
from warehouse.raw import STUDY
from warehouse.refusal import RefusedError

DECISIONS = Path(__file__).with_name("term_decisions.csv")
_COLUMNS = ["term", "decision", "technology", "who", "when", "why", "context"]
_LEAST_ORGANISATIONS = 3
_RECENT_QUARTERS = 6
_MOST = 200
_PRIOR = 500.0
_CONTEXT = 90
# Characters read of each text: terms of a long report stand in its beginning too, and the night must stay short.
_READ = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ACRONYM = re.compile(r"[A-ZÆØÅÄÖ]{3,6}")
_HEADS = (
    "system|systemer|platform|platforme|løsning|løsninger|teknologi|teknologier|model|modeller|standard|standarder|tjeneste"
    "|tjenester|register|infrastruktur|værktøj|robot|robotter|assistent|agent|agenter|modul|net|netværk|software|protokol"
    "|systems|platforms|solution|technology|standards|service|services|tool|tools|engine|ledger|protocol|framework|agents"
)
# Words that stand before a noun without making a term of it.
_BEFORE = frozenset(
    (
        *("vores", "deres", "denne", "dette", "disse", "flere", "andre", "nogle", "egne", "fælles", "samme", "hvert"),
        *("their", "these", "those", "other", "this", "that", "with", "from", "each", "such", "more", "nye", "your"),
    )
)
_HEADED = re.compile(rf"(?:{_HEADS})(?:en|et|erne|ne|s)?\Z")


class TermDecisionError(RefusedError):
    """A line of the term decisions cannot be used, or a decision makes no sense; one sentence."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text as new terms are looked for in it: its owner's organisation and its day."""

    text: str
    organisation: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A term that is not in the taxonomy. `log_odds` is a z-score of newest against older texts, `c_value` termhood."""

    term: str
    c_value: float
    first_quarter: str
    organisation_count: int
    text_count: int
    recent_count: int
    log_odds: float
    context: str


def find_candidates(
    said: Iterable[Said],
    *,
    lexicons: dict[str, Lexicon],
    decided: Iterable[str] = (),
    merged: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
) -> list[Candidate]:
    """The candidates, the most surprising first; each text counts once for a term. Same texts, same list.

    `merged` maps a way of writing (in lower case) to the term that it counts for; `seen` a decided term (in lower case)
    to the digest of the context that the decision was made on: with another context it is a candidate again.
    """
    texts = sorted(said, key=lambda one: (one.day, one.organisation, one.text))
    if not texts:
        return []
    newest = _quarter_number(texts[-1].day)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    organisations: dict[str, set[str]] = defaultdict(set)
    first: dict[str, tuple[int, int]] = {}
    totals = [0, 0]
    for number, one in enumerate(texts):
        is_recent = newest - _quarter_number(one.day) < _RECENT_QUARTERS
        terms = {(merged or {}).get(term.lower(), term) for term in _terms(one.text[:_READ])}
        totals[is_recent] += len(terms)
        for term in terms:
            counts[term][is_recent] += 1
            organisations[term].add(one.organisation)
            first.setdefault(term, (_quarter_number(one.day), number))
    settled = {term.lower() for term in decided} - set(seen or ())
    wide = [
        term
        for term in counts
        if len(organisations[term]) >= _LEAST_ORGANISATIONS and counts[term][1] and term.lower() not in settled
    ]
    surprise = {term: _log_odds(counts[term], totals) for term in wide}
    best = sorted((term for term in wide if surprise[term] > 0), key=lambda term: (-surprise[term], term))[: 3 * _MOST]
    matcher = Matcher(lexicons)
    new = [term for term in best if not matcher.find(term)]
    c_values = _c_values({term: sum(counts[term]) for term in new})
    candidates = [
        Candidate(
            term=term,
            c_value=round(c_values[term], 4),
            first_quarter=_quarter_name(first[term][0]),
            organisation_count=len(organisations[term]),
            text_count=sum(counts[term]),
            recent_count=counts[term][1],
            log_odds=round(surprise[term], 4),
            context=_context(texts[first[term][1]].text, term),
        )
        for term in new[:_MOST]
        if c_values[term] > 0
    ]
    return [one for one in candidates if (seen or {}).get(one.term.lower()) != context_digest(one.context)]


def candidate_table(candidates: Sequence[Candidate]) -> pa.Table:
    """The rows of `raw.term_candidate`."""
    return pa.Table.from_pylist([asdict(one) for one in candidates], schema=STUDY["term_candidate"])


def _terms(text: str) -> Iterator[str]:
    """What looks like a term: acronyms as they are; hyphenated words, compounds with a technical head and pairs low."""
    before = ""
    for found in _WORD.finditer(text):
        word = found.group()
        low = word.lower()
        if _ACRONYM.fullmatch(word):
            yield word
        elif _HEADED.search(low):
            if len(low) >= 12 or "-" in word:
                yield low
            elif len(before) > 3 and before not in _BEFORE and text[found.start() - 1 : found.start()] == " ":
                yield f"{before} {low}"
        before = low


def _log_odds(counts: Sequence[int], totals: Sequence[int]) -> float:
    """How many standard deviations a term is commoner in recent texts, shrunk to its rate in all texts."""
    everywhere = sum(counts) / max(sum(totals), 1)
    prior = _PRIOR * everywhere
    logs, variance = [], 0.0
    for count, total in zip(counts, totals, strict=True):
        logs.append(math.log((count + prior) / (total + _PRIOR + 1.0 - count - prior)))
        variance += 1.0 / (count + prior)
    return (logs[1] - logs[0]) / math.sqrt(variance)


def _c_values(counts: dict[str, int]) -> dict[str, float]:
    """Termhood: frequent and long, less what it is only as a part of longer candidates."""
    within: dict[str, list[int]] = defaultdict(list)
    for long in counts:
        words = long.split()
        for part in {*words, *(" ".join(words[at:]) for at in range(1, len(words)))} - {long}:
            if part in counts:
                within[part].append(counts[long])
    return {
        term: math.log2(1 + len(term.split()) + term.count("-"))
        * (count - (sum(within[term]) / len(within[term]) if within[term] else 0))
        for term, count in counts.items()
    }


def _quarter_number(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _quarter_name(number: int) -> str:
    return f"{number // 4}-Q{number % 4 + 1}"


def _context(text: str, term: str) -> str:
    at = max(text.find(term), text.lower().find(term.lower()), 0)
    return " ".join(text[max(0, at - _CONTEXT) : at + len(term) + _CONTEXT].split())


def context_digest(context: str) -> str:
    """What a decision keeps of the words that it was made on."""
    return hashlib.sha256(context.encode()).hexdigest()[:16]


def seen_contexts(path: Path = DECISIONS) -> dict[str, str]:
    """The context's digest by rejected term in lower case; decisions that keep none stand for good.

    An accepted term is found as its technology, and a merged one is counted for another: neither is asked again.
    """
    return {row[0].lower(): row[6] for row in _rows(path) if row[6] and row[1] == "reject"}


def read_decisions(path: Path = DECISIONS) -> dict[str, tuple[str, str]]:
    """Decision and technology by term, the last line of each. Raises `TermDecisionError` with the line."""
    return {row[0]: (row[1], row[2]) for row in _rows(path)}


def _rows(path: Path) -> list[list[str]]:
    """The last line of each term. Raises `TermDecisionError` with the line."""
    if not path.exists():
        return []
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.reader(lines)
    if next(rows, None) != _COLUMNS:
        raise TermDecisionError(f"{path.name}: the header must be {','.join(_COLUMNS)}.")
    last = {}
    for row in rows:
        if len(row) != len(_COLUMNS) or row[1] not in ("accept", "reject", "merge") or not row[0]:
            raise TermDecisionError(f"{path.name}: the line {','.join(row)!r} is no decision; mend it or take it out.")
        last[row[0]] = row
    return list(last.values())


def merged_terms(decisions: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Each merged way of writing, in lower case, with the term that it counts for in the end; circles are cut."""
    into = {term.lower(): other for term, (decision, other) in decisions.items() if decision == "merge"}
    ends = {}
    for term in into:
        at, seen = into[term], {term}
        while at.lower() in into and at.lower() not in seen:
            seen.add(at.lower())
            at = into[at.lower()]
        ends[term] = at
    return ends


def decide(
    *,
    term: str,
    decision: str,
    technology: str,
    who: str,
    day: date,
    why: str,
    context: str | None = None,
    path: Path = DECISIONS,
) -> None:
    """Add a line to the decisions. Raises `TermDecisionError` where the same was decided on the same context."""
    digest = "" if context is None else context_digest(context)
    if [decision, technology, digest] in [[row[1], row[2], row[6]] for row in _rows(path) if row[0] == term]:
        raise TermDecisionError(f"{term!r} is decided so already in {path.name}.")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([term, decision, technology, who, day.isoformat(), why, digest])
