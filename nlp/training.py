"""Train the classifier of notices: at first use from the official labels, better with a study's own notices.

The same data give the same bits: rows are sorted, what is held out is chosen by a digest of the text, coefficients are
rounded before they are judged. Labels of one class and language are one training text (a third of the time). What is
held out to calibrate is learnt from in the end: the card's figures are those of the classifier that had not seen it.
What is known of notices beside their texts is learnt apart from the words, from the notices alone.

Trained from labels alone it knows the list's words but not how buyers write, and answers next to nothing; a study's own
notices, from 200 on, make it useful.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sparse
import sklearn
from sklearn.svm import LinearSVC

from nlp.calibration import calibration_error, line_of, temperature_of, threshold_of
from nlp.classifier import (
    DIVISION,
    RELEVANCE,
    TARGETS,
    VECTORISERS,
    Head,
    TextClassifier,
    certainty,
    prepared,
    read_as,
    softmax,
    vectoriser,
)
from nlp.fact_odds import WEIGHTS, fact_odds, fact_rows, learnt_facts
from nlp.player import SEEDS
from warehouse.archive import write_durably

LABELS = SEEDS / "cpv_labels.csv.gz"
# Raised when training changes, so that a model of older making is not taken for one of this.
TRAINING_VERSION = 4
# Software, IT services, computers, and networks: what counts as IT. Groups of divisions 30 and 32 that are paper or
# radio stay out.
IT_CODES = ("48", "72", "302", "324")
IT, OTHER = "it", "other"
_MOST_FEATURES = {"words": 60_000, "parts": 80_000, "openings": 50_000}
_LABEL_WEIGHT = 0.3
_LEAST_TEXTS = 200
# Without notices: labels held out of labels say nothing about notices, so these were measured once on 3,288 notices
# with a known code (see docs/language.md).
_LABELS_ONLY = {DIVISION: (0.21, 0.8), RELEVANCE: (0.21, 0.95)}

LabelText = tuple[str, str]
"""The joined labels of one class, with the class."""


class Example(NamedTuple):
    """A text, its CPV code (any length from two digits), and what else is known of its notice (`notice_facts`)."""

    text: str
    code: str
    facts: str = ""


def class_of(code: str, target: str) -> str:
    """What a CPV code means for a target: its division, or whether it is IT."""
    return code[:2] if target == DIVISION else (IT if code.startswith(IT_CODES) else OTHER)


def label_examples(path: Path = LABELS, *, languages: Sequence[str] | None = None) -> list[LabelText]:
    """The labels of each class (four digits) and language (all, or those), joined into one text, with the class."""
    gathered: dict[tuple[str, str], dict[str, None]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        wanted = [name for name in reader.fieldnames or () if len(name) == 2 and name in (languages or (name,))]
        for row in reader:
            for language in wanted:
                if row[language]:
                    gathered.setdefault((row["code"][:4], language), {})[row[language]] = None
    return sorted((" . ".join(texts), code) for (code, _), texts in gathered.items())


def train_classifier(
    models: Path, *, notices: Iterable[tuple[str, ...]] = (), languages: Sequence[str] | None = None
) -> Path:
    """Train a classifier under `models` and make it the current one; returns its folder.

    `notices` are texts with their main CPV code and, where there are any, their facts, as in an `Example`; fewer than
    200 are left out, since they could not be held to account.
    `languages` limits the labels (`da`, `en`, …), which shortens training a good deal.
    """
    labels = label_examples(languages=languages)
    divisions = {code[:2] for _, code in labels}
    told = (Example(*notice) for notice in notices)
    useful = (one for one in told if one.code[:2] in divisions and one.text.strip())
    own = sorted({one._replace(text=prepared(one.text)) for one in useful})
    own = own if len(own) >= _LEAST_TEXTS else []
    said = json.dumps([TRAINING_VERSION, sklearn.__version__, labels, own], ensure_ascii=False).encode()
    identity = hashlib.sha256(said).hexdigest()[:16]
    folder = models / "notice_text" / identity
    if not (folder / "card.json").exists():
        _train(labels, own, identity=identity, languages=languages).save(folder)
    write_durably(models / "notice_text" / "current", f"{identity}\n".encode())
    return folder


def ensure_classifier(
    models: Path, *, notices: Iterable[tuple[str, ...]] = (), languages: Sequence[str] | None = None
) -> Path:
    """The folder of the current classifier, trained now if there is none of this making; the others matter only then.

    One of older making cannot be read, since what is stored changed.
    """
    pointer = models / "notice_text" / "current"
    if pointer.exists():
        folder = pointer.with_name(pointer.read_text("utf-8").strip())
        if (folder / "card.json").exists() and read_card(folder)["version"] == TRAINING_VERSION:
            return folder
    return train_classifier(models, notices=notices, languages=languages)


def fit(labels: Sequence[LabelText], own: Sequence[Example], *, targets: Sequence[str] = TARGETS) -> TextClassifier:
    """A classifier with temperature 1 that answers always: labels and prepared notices in, nothing calibrated."""
    texts = [prepared(text) for text in (*(one.text for one in own), *(text for text, _ in labels))]
    codes = [*(one.code for one in own), *(code for _, code in labels)]
    said = [one.facts for one in own]
    facts = learnt_facts(said)
    weights = np.array([1.0] * len(own) + [_LABEL_WEIGHT if own else 1.0] * len(labels))
    vectorisers = {name: vectoriser(name, most=_MOST_FEATURES[name]) for name in VECTORISERS}
    blocks = [one.fit_transform(read_as(name, texts)) for name, one in vectorisers.items()]
    features = sparse.hstack(blocks, format="csr")
    heads = {}
    for target in targets:
        truth = np.array([class_of(code, target) for code in codes])
        # The looser tolerance saves two thirds of the time and moves no figure in its third digit.
        machine = LinearSVC(C=0.5, tol=1e-2, random_state=0).fit(features, truth, sample_weight=weights)
        coefficients, intercepts = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            coefficients, intercepts = np.vstack([-coefficients, coefficients]) / 2, np.r_[-intercepts, intercepts] / 2
        classes = tuple(str(one) for one in machine.classes_)
        heads[target] = Head(
            classes=classes,
            coefficients=coefficients.astype(np.float16).astype(np.float32),
            intercepts=intercepts.astype(np.float32),
            odds=fact_odds(said, list(truth[: len(own)]), facts, classes),
            temperature=1.0,
            threshold=0.0,
        )
    return TextClassifier(vectorisers=vectorisers, heads=heads, facts=facts, card={})


def _is_held_out(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] < 38  # about 15 %


def _train(
    labels: list[LabelText], own: list[Example], *, identity: str, languages: Sequence[str] | None
) -> TextClassifier:
    judged = _judged(labels, own) if own else {target: _unjudged(target) for target in TARGETS}
    whole = fit(labels, own)
    heads = {
        target: Head(
            classes=head.classes,
            coefficients=head.coefficients,
            intercepts=head.intercepts,
            odds=head.odds,
            temperature=judged[target]["temperature"],
            threshold=judged[target]["threshold"],
            slope=judged[target]["slope"],
            shift=judged[target]["shift"],
        )
        for target, head in whole.heads.items()
    }
    card = {
        "id": identity,
        "version": TRAINING_VERSION,
        "heads": {target: {"classes": list(head.classes), **judged[target]} for target, head in heads.items()},
        "trained_on": {
            "cpv_labels": {"texts": len(labels), "sha256": hashlib.sha256(LABELS.read_bytes()).hexdigest()},
            "notices": {
                "texts": len(own),
                "with_facts": sum(bool(one.facts) for one in own),
                "sha256": hashlib.sha256(json.dumps(own).encode()).hexdigest(),
            },
        },
        "libraries": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "facts": {kind: weight for kind, weight in WEIGHTS.items() if _is_learnt(kind, whole.facts)},
        "languages": " ".join(sorted(languages)) if languages else "all 24 of the list",
        "limits": _LIMITS[bool(own)],
    }
    return TextClassifier(vectorisers=whole.vectorisers, heads=heads, facts=whole.facts, card=card)


def _is_learnt(kind: str, facts: Sequence[str]) -> bool:
    return any(fact.startswith(f"{kind}=") for fact in facts)


_LIMITS = {
    False: "Trained on the official labels alone: it answers only where it is surest, next to nothing of real notices. "
    "A division is the buyer's choice and not a technology. It reads the first 1,500 characters.",
    True: "Judged on held-out notices of the same study. A division is the buyer's choice and not a technology; a "
    "notice is IT where its main code is. It reads the first 1,500 characters, and "
    "what is known of a notice beside them.",
}


def _unjudged(target: str) -> dict[str, Any]:
    temperature, threshold = _LABELS_ONLY[target]
    return {
        "temperature": temperature,
        "threshold": threshold,
        "slope": 1.0,
        "shift": 0.0,
        "metrics": {"held_out_texts": 0},
    }


def _judged(labels: list[LabelText], own: list[Example]) -> dict[str, dict[str, Any]]:
    """Temperature, threshold and metrics of each head, from notices that the judged classifier never saw."""
    held_out = [one for one in own if _is_held_out(one.text)]
    trial = fit(labels, [one for one in own if not _is_held_out(one.text)])
    features = trial.features([one.text for one in held_out])
    facts = fact_rows([one.facts for one in held_out], trial.facts)
    judged = {}
    for target, head in trial.heads.items():
        truth = np.array([head.classes.index(class_of(one.code, target)) for one in held_out])
        scores = head.scores(features)
        temperature = temperature_of(scores, truth)
        probabilities = softmax(scores / temperature + facts @ head.odds)
        best, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == truth
        slope, shift = line_of(best, right)
        best = certainty(best, slope, shift)
        threshold = threshold_of(best, right, wanted=WANTED[target])
        taken = best >= threshold
        judged[target] = {
            "temperature": temperature,
            "threshold": threshold,
            "slope": slope,
            "shift": shift,
            "metrics": {
                "held_out_texts": len(truth),
                "accuracy": round(float(right.mean()), 4),
                "coverage": round(float(taken.mean()), 4),
                "accuracy_where_it_answers": round(float(right[taken].mean()), 4) if taken.any() else None,
                "calibration_error": round(calibration_error(best, right), 4),
            },
        }
    return judged


# What share of a head's answers must be right, by the lower bound of what was held out.
WANTED = {DIVISION: 0.75, RELEVANCE: 0.9}


def read_card(folder: Path) -> dict[str, Any]:
    """A classifier's card. Raises `OSError` where there is none."""
    card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    return card
