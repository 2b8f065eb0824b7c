"""How well the classifier of notices would do on notices that it never saw: five folds over procedures.

Notices of one procedure share their text, so a procedure is never learnt from and judged. The temperature and the
threshold that a fold is judged with come from the other folds. What learns and what answers is handed texts and codes
of other folds alone; the truth is laid beside the answers afterwards. Where notices have facts, a fold's classifier is
judged twice: with them, and by the texts alone, as the night asks of texts that are no notice's.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.svm import LinearSVC

from nlp.calibration import calibration_error, line_of, surest, temperature_of, threshold_of
from nlp.classifier import (
    DIVISION,
    TARGETS,
    UNKNOWN,
    VECTORISERS,
    Array,
    certainty,
    prepared,
    read_as,
    softmax,
    vectoriser,
)
from nlp.fact_odds import fact_rows
from nlp.scoring import Figure, ratio_figures, share
from nlp.training import WANTED, Example, class_of, fit, label_examples

FOLDS = 5
_TOP = 5
_COVERED = 0.6


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with its procedure, its main CPV code and, where they are known, its facts (`nlp.notice_facts`)."""

    where: str
    language: str
    text: str
    code: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judged notice: its true class, the classes from the likeliest on, the answer (or `unknown`), how sure it is."""

    where: str
    language: str
    truth: str
    ranked: tuple[str, ...]
    answer: str
    score: float


def read_notices(path: Path) -> list[Notice]:
    """The notices of `ted_dev.jsonl.gz`, or a file like it."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Notice(str(row["cluster"]), str(row["lang"]).lower(), str(row["text"]), str(row["cpv"])) for row in rows]


def fold_of(where: str) -> int:
    """Which fold a procedure belongs to."""
    return int(hashlib.sha256(where.encode()).hexdigest(), 16) % FOLDS


def cross_validate(
    notices: Sequence[Notice], *, languages: Sequence[str] | None = None, workers: int = 2
) -> dict[str, list[Judgement]]:
    """Each notice judged by a classifier that learnt from the other folds, by target.

    Where a notice has facts there is also each target `by_text_alone`, from the same classifiers.
    """
    folds = [fold_of(one.where) for one in notices]
    tasks = []
    for fold in range(FOLDS):
        others = [one for one, at in zip(notices, folds, strict=True) if at != fold]
        learnt = [Example(prepared(one.text), one.code, one.facts) for one in others]
        asked = [(one.text, one.facts) for one, at in zip(notices, folds, strict=True) if at == fold]
        tasks.append((learnt, asked, languages))
    if workers > 1:
        with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
            scored = list(pool.map(_scored, tasks))
    else:
        scored = [_scored(task) for task in tasks]
    judged = {target: _judgements(target, notices, folds, [one[target] for one in scored]) for target in TARGETS}
    if any(one.facts for one in notices):
        judged |= {
            by_text_alone(target): _judgements(target, notices, folds, [one[target] for one in scored], alone=True)
            for target in TARGETS
        }
    return judged


def by_text_alone(target: str) -> str:
    """What a target is called where it was asked without the notices' facts."""
    return f"{target} by text alone"


@dataclass(frozen=True, slots=True)
class _Scores:
    """What a fold's classifier says: classes, and a row a notice of the text's margins and of the facts' odds."""

    classes: tuple[str, ...]
    margins: Array
    odds: Array


_Task = tuple[list[Example], list[tuple[str, str]], Sequence[str] | None]


def _scored(task: _Task) -> dict[str, _Scores]:
    """Learn from some notices and score others, by target."""
    learnt, asked, languages = task
    if not asked or not learnt:
        return {target: _Scores((), np.zeros((0, 0)), np.zeros((0, 0))) for target in TARGETS}
    classifier = fit(label_examples(languages=languages), learnt)
    features = classifier.features([prepared(text) for text, _ in asked])
    known = fact_rows([facts for _, facts in asked], classifier.facts)
    return {
        target: _Scores(head.classes, head.scores(features), np.asarray(known @ head.odds, dtype=np.float64))
        for target, head in classifier.heads.items()
    }


def _judgements(
    target: str, notices: Sequence[Notice], folds: Sequence[int], scored: Sequence[_Scores], *, alone: bool = False
) -> list[Judgement]:
    truths = [
        [class_of(one.code, target) for one, at in zip(notices, folds, strict=True) if at == k] for k in range(FOLDS)
    ]
    judged: dict[int, list[tuple[str, tuple[str, ...], str, float]]] = {}
    for fold in range(FOLDS):
        classes, margins = scored[fold].classes, scored[fold].margins
        if not len(margins):
            continue
        temperature, line, threshold = _calibrated(target, [k for k in range(FOLDS) if k != fold], scored, truths)
        probabilities = softmax(margins / temperature + (0.0 if alone else scored[fold].odds))
        order = np.argsort(-probabilities, axis=1)[:, :_TOP]
        best = certainty(probabilities.max(axis=1), *line)
        judged[fold] = [
            (truth, tuple(classes[one] for one in row), classes[row[0]] if sure >= threshold else UNKNOWN, float(sure))
            for truth, row, sure in zip(truths[fold], order, best, strict=True)
        ]
    at = {fold: iter(rows) for fold, rows in judged.items()}
    return [
        Judgement(one.where, one.language, *next(at[fold]))
        for one, fold in zip(notices, folds, strict=True)
        if fold in at
    ]


def _calibrated(
    target: str, others: Sequence[int], scored: Sequence[_Scores], truths: Sequence[Sequence[str]]
) -> tuple[float, tuple[float, float], float]:
    """Temperature, line and threshold from the notices of other folds, without those of a class that was not learnt."""
    kept, told, columns = [], [], []
    for fold in others:
        place = {one: at for at, one in enumerate(scored[fold].classes)}
        rows = [at for at, truth in enumerate(truths[fold]) if truth in place]
        if rows:
            kept.append(scored[fold].margins[rows])
            told.append(scored[fold].odds[rows])
            columns += [place[truths[fold][at]] for at in rows]
    if not kept or len({one.shape[1] for one in kept}) > 1:
        return 1.0, (1.0, 0.0), 0.95
    margins, truth = np.vstack(kept), np.array(columns)
    temperature = temperature_of(margins, truth)
    probabilities = softmax(margins / temperature + np.vstack(told))
    right = probabilities.argmax(axis=1) == truth
    line = line_of(probabilities.max(axis=1), right)
    best = certainty(probabilities.max(axis=1), *line)
    return temperature, line, threshold_of(best, right, wanted=WANTED[target])


def figures_of(judged: Sequence[Judgement], target: str) -> tuple[dict[str, Figure], dict[str, float]]:
    """The figures with intervals, and the plain ones, of some judged notices."""
    right = [one.ranked[0] == one.truth for one in judged]
    sure = [one for one in judged if one.answer != UNKNOWN]
    best = np.array([one.score for one in judged])
    places = surest(best, _COVERED)
    figures = {
        "accuracy": share(right),
        "accuracy_surest_60": share([right[at] for at in places]),
        "precision": share([one.answer == one.truth for one in sure]),
    }
    if target == DIVISION:
        figures["top_5"] = share([one.truth in one.ranked for one in judged])
    else:
        positives = [(one.ranked[0] == "it", one.truth == "it") for one in judged]
        figures |= ratio_figures(
            {
                "it_precision": [(float(guess and true), float(guess)) for guess, true in positives],
                "it_recall": [(float(guess and true), float(true)) for guess, true in positives],
                "it_f1": [(2.0 * (guess and true), float(guess) + float(true)) for guess, true in positives],
            }
        )
    plain = {
        "coverage": len(sure) / max(len(judged), 1),
        "calibration_error": calibration_error(best, np.array(right)),
    }
    return figures, plain


def judge_spanish(folder: Path) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """The true and the found divisions of the Spanish benchmark's test texts, which may have several each.

    The likeliest division always counts; others where their margin passes the one that suits a fifth of the learnt
    texts best, held out for it.
    """
    learnt, learnt_truth, divisions = _spanish(folder / "es_train10.csv.gz")
    asked, truth, _ = _spanish(folder / "es_test10.csv.gz")
    held = np.array([fold_of(text) == 0 for text in learnt])
    trial = _spanish_scores([t for t, out in zip(learnt, held, strict=True) if not out], learnt_truth[~held],
                            [t for t, out in zip(learnt, held, strict=True) if out], divisions)  # fmt: skip
    cut = max(np.arange(-0.8, 0.4, 0.05), key=lambda at: _micro_f1(_chosen(trial, float(at)), learnt_truth[held]))
    found = _chosen(_spanish_scores(learnt, learnt_truth, asked, divisions), float(cut))

    def named(rows: Any) -> list[frozenset[str]]:
        return [frozenset(divisions[at] for at in np.flatnonzero(row)) for row in rows]

    return named(truth), named(found)


def _spanish(path: Path) -> tuple[list[str], Any, list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    divisions = rows[0][2:]
    return [prepared(row[1]) for row in rows[1:]], np.array([row[2:] for row in rows[1:]], dtype=int), divisions


def _spanish_scores(texts: list[str], truth: Any, asked: list[str], divisions: list[str]) -> Array:
    labels = [(prepared(text), code[:2]) for text, code in label_examples(languages=("es",))]
    labels = [(text, division) for text, division in labels if division in divisions]
    vectorisers = {name: vectoriser(name) for name in VECTORISERS}
    whole = [*texts, *(text for text, _ in labels)]
    features = sparse.hstack([one.fit_transform(read_as(n, whole)) for n, one in vectorisers.items()], format="csr")
    looked = sparse.hstack([one.transform(read_as(n, asked)) for n, one in vectorisers.items()], format="csr")
    weights = np.r_[np.ones(len(texts)), np.full(len(labels), 0.3)]
    scores = np.full((len(asked), len(divisions)), -2.0)
    for at, division in enumerate(divisions):
        target = np.r_[truth[:, at], [int(one == division) for _, one in labels]]
        if 0 < target.sum() < len(target):
            machine = LinearSVC(C=0.5, tol=1e-2, random_state=0).fit(features, target, sample_weight=weights)
            scores[:, at] = machine.decision_function(looked)
    return scores


def _chosen(scores: Array, cut: float) -> Any:
    return (scores >= cut) | (scores == scores.max(axis=1, keepdims=True))


def _micro_f1(found: Any, truth: Any) -> float:
    both = int((found & (truth > 0)).sum())
    return 2 * both / max(int(found.sum()) + int(truth.sum()), 1)
