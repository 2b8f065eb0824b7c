"""What kind of purchase a text is about: its CPV division, with how sure and which words say so, or `unknown`.

A linear model over words, pairs of words and parts of words, so that every answer can be traced to the words that made
it. It is kept as arrays and a word list that carry no code: loading one can run nothing. Rejected: pickles (joblib,
skops: loading can run what somebody put into them), sentence embeddings (no better on Danish, and gigabytes).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.text import lowered
from warehouse.records import Label

UNKNOWN = "unknown"
# What a text is about stands in its beginning; the rest of a long document only blurs it.
READ_CHARACTERS = 1_500
_TOKEN = re.compile(r"\w\w+")
_BATCH = 512


class ClassifierError(ValueError):
    """A stored classifier is damaged, incomplete or of another make; the message says which."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A class (or `unknown`), the calibrated probability of the best class, and the words that weighed most."""

    value: str
    score: float
    start: int | None = None
    end: int | None = None


def word_vectoriser(vocabulary: dict[str, int] | None = None, *, most: int | None = None) -> TfidfVectorizer:
    """Words and pairs of words, weighted by rarity."""
    return TfidfVectorizer(
        ngram_range=(1, 2),
        sublinear_tf=True,
        dtype=np.float32,
        lowercase=False,
        vocabulary=vocabulary,
        max_features=most,
    )


def part_vectoriser(vocabulary: dict[str, int] | None = None, *, most: int | None = None) -> TfidfVectorizer:
    """Parts of words, three to five letters, weighted by rarity: what compounds and inflections have in common."""
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        sublinear_tf=True,
        dtype=np.float32,
        lowercase=False,
        vocabulary=vocabulary,
        max_features=most,
        min_df=2 if vocabulary is None else 1,
    )


def prepared(text: str) -> str:
    """What the classifier reads of a text: its beginning, in lower case, every letter at its place."""
    return lowered(text[:READ_CHARACTERS])


class CpvClassifier:
    """A trained classifier. `card` says what it was trained on, how well it does and where it abstains."""

    def __init__(
        self,
        *,
        words: TfidfVectorizer,
        parts: TfidfVectorizer,
        coefficients: np.ndarray[Any, np.dtype[np.float32]],
        intercepts: np.ndarray[Any, np.dtype[np.float32]],
        card: dict[str, Any],
    ) -> None:
        self._words = words
        self._parts = parts
        self.coefficients = coefficients
        self.intercepts = intercepts
        self.card = card
        self.classes: tuple[str, ...] = tuple(card["classes"])
        self._temperature = float(card["temperature"])
        self._threshold = float(card["threshold"])

    def features(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Prepared texts as rows of weights: words first, then parts of words."""
        return sparse.hstack([self._words.transform(texts), self._parts.transform(texts)], format="csr")

    def scores(self, features: sparse.csr_matrix) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The margins of each row for each class."""
        return np.asarray(features @ self.coefficients.T + self.intercepts, dtype=np.float64)

    def probabilities(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Calibrated probabilities, one row a text, one column a class of `classes`."""
        return softmax(self.scores(self.features([prepared(text) for text in texts])) / self._temperature)

    def classify(self, texts: Sequence[str]) -> Iterator[Answer]:
        """One answer a text, in order; `unknown` where the best class stays under the card's threshold."""
        for begin in range(0, len(texts), _BATCH):
            piece = [prepared(text) for text in texts[begin : begin + _BATCH]]
            features = self.features(piece)
            probabilities = softmax(self.scores(features) / self._temperature)
            for row, text in enumerate(piece):
                best = int(probabilities[row].argmax())
                score = float(probabilities[row, best])
                if score < self._threshold or features[row].nnz == 0:
                    yield Answer(UNKNOWN, score)
                    continue
                span = self._best_words(text, best)
                yield Answer(self.classes[best], score, *span)

    def _best_words(self, text: str, best: int) -> tuple[int | None, int | None]:
        """The word, with the next one where their pair speaks for it too, that weighs most for a class."""
        tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(text)]
        if not tokens:
            return None, None
        weights = np.asarray(self.features([text[start:end] for start, end in tokens]) @ self.coefficients[best])
        top = int(weights.argmax())
        start, end = tokens[top]
        if top + 1 < len(tokens):
            pair = self._words.vocabulary_.get(f"{text[start:end]} {text[slice(*tokens[top + 1])]}")
            if pair is not None and self.coefficients[best, pair] > 0:
                end = tokens[top + 1][1]
        return start, end

    def labels(self, texts: Sequence[tuple[str, str]]) -> Iterator[Label]:
        """A label for each (digest, text), with the quote that weighed most where it is not `unknown`."""
        rule = f"cpv_division@{self.card['id']}"
        for (digest, text), answer in zip(texts, self.classify([text for _, text in texts]), strict=True):
            quote = None if answer.start is None else text[answer.start : answer.end]
            yield Label(
                text_digest=digest,
                target_kind="cpv_division",
                value=answer.value,
                score=round(answer.score, 6),
                layer="model",
                rule=rule,
                start=answer.start,
                end=answer.end,
                quote=quote,
            )

    def save(self, folder: Path) -> None:
        """Write coef.npz, vocab.json.gz and card.json; the card, last, names the digests of the others."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / "coef.npz",
            coefficients=self.coefficients.astype(np.float16),
            intercepts=self.intercepts,
            words_idf=self._words.idf_.astype(np.float32),
            parts_idf=self._parts.idf_.astype(np.float32),
        )
        listed = {name: _in_order(one.vocabulary_) for name, one in (("words", self._words), ("parts", self._parts))}
        packed = gzip.compress(json.dumps(listed, ensure_ascii=False).encode(), mtime=0)
        (folder / "vocab.json.gz").write_bytes(packed)
        files = {name: _file_digest(folder / name) for name in ("coef.npz", "vocab.json.gz")}
        card = json.dumps({**self.card, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / "card.json").write_text(card + "\n", encoding="utf-8")


@lru_cache(maxsize=2)
def load_classifier(folder: Path) -> CpvClassifier:
    """A classifier from its folder, once a process; nothing in it is executed. Raises `ClassifierError`."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        for name, digest in card["files"].items():
            if _file_digest(folder / name) != digest:
                raise ClassifierError(f"the classifier's {name} in {folder} is not the one its card names")
        listed = json.loads(gzip.decompress((folder / "vocab.json.gz").read_bytes()))
        with np.load(folder / "coef.npz", allow_pickle=False) as arrays:
            words = word_vectoriser({one: place for place, one in enumerate(listed["words"])})
            parts = part_vectoriser({one: place for place, one in enumerate(listed["parts"])})
            words.idf_ = arrays["words_idf"]
            parts.idf_ = arrays["parts_idf"]
            return CpvClassifier(
                words=words,
                parts=parts,
                coefficients=arrays["coefficients"].astype(np.float32),
                intercepts=arrays["intercepts"].astype(np.float32),
                card=card,
            )
    except (OSError, KeyError, json.JSONDecodeError) as fault:
        raise ClassifierError(f"no whole classifier in {folder}: {fault}") from fault


def softmax(scores: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Margins as probabilities, row by row."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def _in_order(vocabulary: dict[str, int]) -> list[str]:
    return sorted(vocabulary, key=vocabulary.__getitem__)


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
