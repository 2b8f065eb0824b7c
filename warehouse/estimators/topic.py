"""Which things are named together: groups of things, each with how surely other documents would show it.

For each pair of things it is counted how many documents name both, and how many would if things were named
independently; what is above, in standard deviations, makes a matrix of things by things. Its non-negative factors
(scikit-learn's NMF, started without chance) are the groups; a thing may be in several. The factors are found anew on
the two halves of the organisations, ten times halved by chance (documents of one organisation are much alike), and a
group's stability is the mean cosine of its best match in the one half with its best match in the other: two halves
share no document, so that what is chance in one is not in the other. Even so the steadiest group of things that are
named by chance reached .73 in forty worlds of 200 documents and .85 in forty of 60, so that a group is shown from .85
on. There are as many groups as possible whose mean stability is within .02 of the best.

Rejected: factors of documents by things (a hundred times the work, and common things make the first group), the match
of the whole with samples of it (things named by chance alone reach .87), as many groups as are steadiest (often two),
k-means (a thing would be in one group).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Array = NDArray[np.float64]
FEWEST_DOCUMENTS, FEWEST_ORGANISATIONS, FEWEST_THINGS = 30, 8, 6
"""Documents that name two things or more, organisations that speak in them, and things in them."""
LEAST_STABILITY = 0.85
MOST_GROUPS = 12
_TIMES = 10
_AS_STEADY = 0.02
_IN_GROUP = 0.25  # of the heaviest thing's weight
_SEED = 20_260_815


@dataclass(frozen=True)
class Topic:
    """One group: its things by weight (the heaviest has weight 1), and its stability."""

    things: tuple[tuple[int, float], ...]
    stability: float


def topics(named: NDArray[np.bool_], organisations: Sequence[int] | NDArray[np.int64]) -> list[Topic]:
    """The groups of things, the most stable first; in each the heaviest thing first.

    `named` has a row for each document and a column for each thing; `organisations` says whose a document is. Empty
    where there is too little.
    """
    several = named.sum(axis=1) > 1
    present = np.flatnonzero(named[several].any(axis=0)) if named.size else np.zeros(0, dtype=int)
    owners = np.asarray(organisations)
    speakers = len(np.unique(owners[several]))
    if several.sum() < FEWEST_DOCUMENTS or speakers < FEWEST_ORGANISATIONS or len(present) < FEWEST_THINGS:
        return []
    # Many documents name the same things: they are counted by what they name.
    packed = np.ascontiguousarray(np.packbits(named[:, present], axis=1))
    _, first, same = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True)
    patterns = named[first][:, present].astype(float)

    def excess(documents: NDArray[np.bool_] | slice) -> Array:
        return _excess(patterns, np.bincount(same[documents], minlength=len(patterns)))

    # One thread: the matrices are small, several threads take three times as long, and sums differ in the last digits.
    with threadpool_limits(1):
        halves = [(excess(half), excess(~half)) for half in _halves(owners)]
        factors, stability = _steadiest(excess(slice(None)), halves)
    found = [_topic(row, float(sure), present) for row, sure in zip(factors, stability, strict=True)]
    return sorted((one for one in found if len(one.things) > 1), key=lambda one: (-one.stability, one.things))


def _halves(owners: NDArray[Any]) -> list[NDArray[np.bool_]]:
    """Which documents are of the one half of the organisations, by as many draws."""
    known = np.unique(owners)
    chances = (np.random.default_rng([_SEED, number]) for number in range(_TIMES))
    return [np.isin(owners, chance.choice(known, size=len(known) // 2, replace=False)) for chance in chances]


def _excess(patterns: Array, times: NDArray[np.int64]) -> Array:
    """By how many standard deviations pairs are named together more often than by chance; a thing with itself as much
    as with its closest. Each pattern of things stands so many times."""
    counts = times @ patterns
    expected = np.outer(counts, counts) / max(times.sum(), 1)
    together = patterns.T @ (patterns * times[:, None])
    excess = np.maximum((together - expected) / np.sqrt(np.maximum(expected, 1)), 0)
    np.fill_diagonal(excess, 0)
    np.fill_diagonal(excess, excess.max(axis=1))
    return np.asarray(excess)


def _steadiest(whole: Array, halves: list[tuple[Array, Array]]) -> tuple[Array, Array]:
    """The factors of the chosen number of groups, and their stability."""
    tried = []
    for count in range(2, min(MOST_GROUPS, len(whole) // 2) + 1):
        factors = _factors(whole, count)
        stability = np.mean([_agreement(factors, *(_factors(half, count) for half in two)) for two in halves], axis=0)
        tried.append((factors, stability))
    best = max(stability.mean() for _, stability in tried)
    return [one for one in tried if one[1].mean() >= best - _AS_STEADY][-1]


def _agreement(factors: Array, left: Array, right: Array) -> Array:
    """By group the cosine of its best match in one half with its best match in the other."""
    here, there = ((half[(factors @ half.T).argmax(axis=1)]) for half in (left, right))
    return np.asarray((here * there).sum(axis=1))


def _factors(excess: Array, count: int) -> Array:
    """The groups as rows of length one over the things."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(count, init="nndsvd", random_state=0, max_iter=200, tol=1e-3)
        factors = model.fit(excess).components_
    lengths = np.linalg.norm(factors, axis=1, keepdims=True)
    return np.asarray(np.divide(factors, lengths, out=np.zeros_like(factors), where=lengths > 0))


def _topic(row: Array, stability: float, present: NDArray[Any]) -> Topic:
    top = row.max()
    order = np.argsort(-row, kind="stable")
    things = tuple((int(present[at]), float(row[at] / top)) for at in order if top > 0 and row[at] >= _IN_GROUP * top)
    return Topic(things, stability)
