"""Which sentences to quote: the most central ones that do not say the same thing twice.

Centrality is the mean cosine similarity of a sentence's TF-IDF vector to those of all candidates; the second quote must
also differ from the first (maximal marginal relevance). At most two, always as the source wrote them. The same
candidates give the same choice: similarities are rounded, ties go by the text.

Rejected: the newest sentence (chance), sentence embeddings (a model of hundreds of megabytes for two quotes),
scikit-learn's vectoriser (its import takes longer than all documents of a night; a test compares the two).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np

MOST_QUOTES = 2
RELEVANCE = 0.5
"""How much centrality counts against difference from what is quoted already: two quotes should say two things."""
_FEWEST_LETTERS, _MOST_LETTERS = 40, 300
_FEWEST_WORDS = 5
_DIGITS = 9
_WORD = re.compile(r"\b\w\w+\b")
MOST_CANDIDATES = 400
"""Similarities are of all pairs: 400 candidates are compared in a few milliseconds."""


def choose_quotes(texts: Sequence[str], *, most: int = MOST_QUOTES) -> list[int]:
    """The places of the sentences to quote, the most central first; sentences too short or long to read are left."""
    seen: set[str] = set()
    places = []
    for place, text in enumerate(texts[:MOST_CANDIDATES]):
        plain = " ".join(text.split())
        if _FEWEST_LETTERS <= len(plain) <= _MOST_LETTERS and plain not in seen and _is_sentence(text):
            seen.add(plain)
            places.append(place)
    if len(places) <= 1:
        return places
    similar = _similarities([texts[place] for place in places])
    central = [round(sum(row) / len(row), _DIGITS) for row in similar]
    chosen: list[int] = []
    while len(chosen) < min(most, len(places)):
        rest = [here for here in range(len(places)) if here not in chosen]
        chosen.append(max(rest, key=lambda here: (_worth(here, chosen, central, similar), texts[places[here]])))
    return [places[here] for here in chosen]


def _is_sentence(text: str) -> bool:
    """Whether it reads as one sentence: on one line, begun and ended as one, and made of words rather than signs."""
    plain = text.strip()
    words = [word for word in plain.split() if word.strip(".,;:!?»«“”()").isalpha()]
    return "\n" not in plain and plain[:1].isupper() and plain.endswith((".", "!", "?")) and len(words) >= _FEWEST_WORDS


def _worth(here: int, chosen: list[int], central: list[float], similar: list[list[float]]) -> float:
    like = max((similar[here][other] for other in chosen), default=0.0)
    return round(RELEVANCE * central[here] - (1 - RELEVANCE) * like, _DIGITS)


def _similarities(texts: list[str]) -> list[list[float]]:
    """Cosine similarities of TF-IDF vectors, with smoothed idf and sublinear tf, as scikit-learn weighs them."""
    counted = [Counter(word.lower() for word in _WORD.findall(text)) for text in texts]
    vocabulary = {word: place for place, word in enumerate(sorted(set().union(*counted)))}
    documents = Counter(word for counts in counted for word in counts)
    vectors = np.zeros((len(texts), max(1, len(vocabulary))))
    for row, counts in enumerate(counted):
        for word, count in counts.items():
            idf = log((1 + len(texts)) / (1 + documents[word])) + 1
            vectors[row, vocabulary[word]] = (1 + log(count)) * idf
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = vectors / np.where(lengths == 0, 1, lengths)
    return [[round(float(value), _DIGITS) for value in row] for row in vectors @ vectors.T]
