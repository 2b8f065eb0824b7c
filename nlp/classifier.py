"""What kind of purchase a text is about: its CPV division, and whether it is about IT, each with why, or `unknown`.

A linear model over words, pairs of words, parts of words and parts of the opening (a notice's title), so that every
answer can be traced to the words that made it. Both questions read the same features; each has a head of its own. What
is known of a notice beside its text (`nlp.notice_facts`) makes a class likelier or less likely (`nlp.fact_odds`), but
is never the only reason: a text without a known word is `unknown`. It is kept as arrays and word lists that carry no
code: loading one can run nothing. Rejected: pickles (joblib, skops: loading can run what somebody put into them),
sentence embeddings (no better on Danish, and gigabytes), mixing in naive Bayes and nearest neighbours (no gain over the
margin in cross-validation).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.fact_odds import fact_rows
from nlp.text import lowered
from warehouse.records import Label

UNKNOWN = "unknown"
DIVISION, RELEVANCE = "cpv_division", "it_relevance"
TARGETS = (DIVISION, RELEVANCE)
# What a text is about stands in its beginning; the rest of a long document only blurs it.
READ_CHARACTERS = 1_500
# About a title: parts of these letters count once more, by weights of their own (1.5 points of accuracy).
OPENING_CHARACTERS = 120
VECTORISERS = ("words", "parts", "openings")
_TOKEN = re.compile(r"\w\w+")
_BATCH = 512
_LEAST = 1e-6
Array = np.ndarray[Any, np.dtype[np.float64]]


class ClassifierError(ValueError):
    """A stored classifier is damaged, incomplete or of another make; the message says which."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A class (or `unknown`), the calibrated probability of the best class, and the words that weighed most."""

    value: str
    score: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """One question's weights: a row of `coefficients` a class, and a row of `odds` a learnt fact.

    Answers under `threshold` are `unknown`.
    """

    classes: tuple[str, ...]
    coefficients: np.ndarray[Any, np.dtype[np.float32]]
    intercepts: np.ndarray[Any, np.dtype[np.float32]]
    odds: np.ndarray[Any, np.dtype[np.float32]]
    temperature: float
    threshold: float
    slope: float = 1.0
    shift: float = 0.0

    def scores(self, features: sparse.csr_matrix) -> Array:
        """The margins of each row for each class."""
        return np.asarray(features @ self.coefficients.T + self.intercepts, dtype=np.float64)

    def probabilities(self, features: sparse.csr_matrix, facts: sparse.csr_matrix) -> Array:
        """Calibrated probabilities, one row a text, one column a class."""
        return softmax(self.scores(features) / self.temperature + facts @ self.odds)

    def certainty(self, best: Array) -> Array:
        """How often answers of these best probabilities are right."""
        return certainty(best, self.slope, self.shift)


def vectoriser(name: str, vocabulary: dict[str, int] | None = None, *, most: int | None = None) -> TfidfVectorizer:
    """Words and pairs of words (`words`), or three to five letters of words (`parts`, `openings`), by rarity."""
    of_words, of_parts = {"ngram_range": (1, 2)}, {"analyzer": "char_wb", "ngram_range": (3, 5)}
    kind: dict[str, Any] = of_words if name == "words" else of_parts
    return TfidfVectorizer(
        **kind,
        sublinear_tf=True,
        dtype=np.float32,
        lowercase=False,
        vocabulary=vocabulary,
        max_features=most,
        min_df=2 if name != "words" and vocabulary is None else 1,
    )


def prepared(text: str) -> str:
    """What the classifier reads of a text: its beginning, in lower case, every letter at its place."""
    return lowered(text[:READ_CHARACTERS])


def read_as(name: str, texts: Sequence[str]) -> list[str]:
    """Prepared texts as a vectoriser reads them."""
    return [text[:OPENING_CHARACTERS] for text in texts] if name == "openings" else list(texts)


class TextClassifier:
    """A trained classifier. `card` says what it was trained on, how well it does and where it abstains."""

    def __init__(
        self,
        *,
        vectorisers: dict[str, TfidfVectorizer],
        heads: dict[str, Head],
        facts: Sequence[str] = (),
        card: dict[str, Any],
    ) -> None:
        self.vectorisers = vectorisers
        self.facts = tuple(facts)
        self.heads = heads
        self.card = card

    def features(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Prepared texts as rows of weights: words first, then parts of words, then parts of the opening."""
        blocks = [self.vectorisers[name].transform(read_as(name, texts)) for name in VECTORISERS]
        return sparse.hstack(blocks, format="csr")

    def probabilities(self, texts: Sequence[str], target: str = DIVISION, *, facts: Sequence[str] = ()) -> Array:
        """Calibrated probabilities, one row a text (with its facts), one column a class of the target's head."""
        features = self.features([prepared(text) for text in texts])
        return self.heads[target].probabilities(features, fact_rows(facts or [""] * len(texts), self.facts))

    def classify(self, texts: Sequence[str], target: str = DIVISION, *, facts: Sequence[str] = ()) -> Iterator[Answer]:
        """One answer a text (with its facts), in order; `unknown` where the best class stays under the threshold."""
        for answers in self._answers(texts, facts or [""] * len(texts), (target,)):
            yield answers[target]

    def labels(
        self,
        texts: Sequence[tuple[str, str]],
        targets: Sequence[str] = TARGETS,
        *,
        facts: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[Label]:
        """A label for each (digest, text) and target, with the quote that weighed most where it is not `unknown`.

        `facts` are those of the texts' notices, by digest; a text that is not there has none.
        """
        known = [facts.get(digest, "") for digest, _ in texts]
        answered = self._answers([text for _, text in texts], known, tuple(targets))
        for (digest, text), answers in zip(texts, answered, strict=True):
            for target, answer in answers.items():
                yield Label(
                    text_digest=digest,
                    target_kind=target,
                    value=answer.value,
                    score=round(answer.score, 6),
                    layer="model",
                    rule=f"{target}@{self.card['id']}",
                    start=answer.start,
                    end=answer.end,
                    quote=None if answer.start is None else text[answer.start : answer.end],
                )

    def _answers(
        self, texts: Sequence[str], facts: Sequence[str], targets: tuple[str, ...]
    ) -> Iterator[dict[str, Answer]]:
        for begin in range(0, len(texts), _BATCH):
            piece = [prepared(text) for text in texts[begin : begin + _BATCH]]
            features = self.features(piece)
            known = fact_rows(facts[begin : begin + _BATCH], self.facts)
            silent = np.diff(features.indptr) == 0
            reasons = _Reasons(self, piece)
            columns = {}
            for target in targets:
                head = self.heads[target]
                probabilities = head.probabilities(features, known)
                best, score = probabilities.argmax(axis=1), head.certainty(probabilities.max(axis=1))
                best[(score < head.threshold) | silent] = -1
                spans = reasons.spans(head, best)
                columns[target] = [
                    Answer(UNKNOWN if one < 0 else head.classes[one], float(sure), *span)
                    for one, sure, span in zip(best, score, spans, strict=True)
                ]
            for row in range(len(piece)):
                yield {target: columns[target][row] for target in targets}

    def save(self, folder: Path) -> None:
        """Write coef.npz, vocab.json.gz and card.json; the card, last, names the digests of the others."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, Any] = {f"{name}_idf": one.idf_.astype(np.float32) for name, one in self.vectorisers.items()}
        for target, head in self.heads.items():
            arrays[f"{target}_coefficients"] = head.coefficients.astype(np.float16)
            arrays[f"{target}_intercepts"] = head.intercepts
            arrays[f"{target}_odds"] = head.odds
        np.savez_compressed(folder / "coef.npz", **arrays)
        listed = {name: _in_order(self.vectorisers[name].vocabulary_) for name in VECTORISERS}
        listed["facts"] = list(self.facts)
        packed = gzip.compress(json.dumps(listed, ensure_ascii=False).encode(), mtime=0)
        (folder / "vocab.json.gz").write_bytes(packed)
        files = {name: _file_digest(folder / name) for name in ("coef.npz", "vocab.json.gz")}
        card = json.dumps({**self.card, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / "card.json").write_text(card + "\n", encoding="utf-8")


class _Reasons:
    """Which words of some texts weigh most for a class. Each distinct word is weighed once, whatever the texts."""

    def __init__(self, classifier: TextClassifier, texts: Sequence[str]) -> None:
        self._places = [[found.span() for found in _TOKEN.finditer(text)] for text in texts]
        self._words = [
            [text[slice(*place)] for place in places] for text, places in zip(texts, self._places, strict=True)
        ]
        distinct = sorted({word for words in self._words for word in words})
        self._at = {word: place for place, word in enumerate(distinct)}
        self._features = classifier.features(distinct) if distinct else None
        self._pairs = classifier.vectorisers["words"].vocabulary_

    def spans(self, head: Head, best: np.ndarray[Any, Any]) -> list[tuple[int, int] | tuple[None, None]]:
        """For each text the word, with the next one where their pair speaks too, that weighs most for its class."""
        spans: list[tuple[int, int] | tuple[None, None]] = [(None, None)] * len(best)
        if self._features is None:
            return spans
        for one in sorted({int(at) for at in best if at >= 0}):
            weights = np.asarray(self._features @ head.coefficients[one])
            for row in np.flatnonzero(best == one):
                if words := self._words[row]:
                    spans[row] = self._span(int(row), words, weights, head.coefficients[one])
        return spans

    def _span(self, row: int, words: list[str], weights: Any, coefficients: Any) -> tuple[int, int]:
        top = int(np.argmax([weights[self._at[word]] for word in words]))
        start, end = self._places[row][top]
        if top + 1 < len(words):
            pair = self._pairs.get(f"{words[top]} {words[top + 1]}")
            if pair is not None and coefficients[pair] > 0:
                end = self._places[row][top + 1][1]
        return start, end


@lru_cache(maxsize=2)
def load_classifier(folder: Path) -> TextClassifier:
    """A classifier from its folder, once a process; nothing in it is executed. Raises `ClassifierError`."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        for name, digest in card["files"].items():
            if _file_digest(folder / name) != digest:
                raise ClassifierError(f"the classifier's {name} in {folder} is not the one its card names")
        listed = json.loads(gzip.decompress((folder / "vocab.json.gz").read_bytes()))
        with np.load(folder / "coef.npz", allow_pickle=False) as arrays:
            vectorisers = {}
            for name in VECTORISERS:
                one = vectoriser(name, {term: place for place, term in enumerate(listed[name])})
                one.idf_ = arrays[f"{name}_idf"]
                vectorisers[name] = one
            heads = {
                target: Head(
                    classes=tuple(said["classes"]),
                    coefficients=arrays[f"{target}_coefficients"].astype(np.float32),
                    intercepts=arrays[f"{target}_intercepts"].astype(np.float32),
                    odds=arrays[f"{target}_odds"].astype(np.float32),
                    temperature=float(said["temperature"]),
                    threshold=float(said["threshold"]),
                    slope=float(said["slope"]),
                    shift=float(said["shift"]),
                )
                for target, said in card["heads"].items()
            }
        return TextClassifier(vectorisers=vectorisers, heads=heads, facts=listed["facts"], card=card)
    except (OSError, KeyError, json.JSONDecodeError) as fault:
        raise ClassifierError(f"no whole classifier in {folder}: {fault}") from fault


def softmax(scores: Array) -> Array:
    """Margins as probabilities, row by row."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def certainty(best: Array, slope: float, shift: float) -> Array:
    """The best probabilities, corrected: a line through their log-odds."""
    odds = np.log(np.clip(best, _LEAST, 1 - _LEAST) / np.clip(1 - best, _LEAST, 1 - _LEAST))
    return np.asarray(1.0 / (1.0 + np.exp(-(slope * odds + shift))))


def _in_order(vocabulary: dict[str, int]) -> list[str]:
    return sorted(vocabulary, key=vocabulary.__getitem__)


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
