"""Who says what more often: log-odds of each label between two corpora, with an informative prior, and its interval.

The prior is Dirichlet, its mean the labels' shares in both corpora together, its weight a stated number of sentences
(Monroe, Colaresi and Quinn 2008), here divided between the corpora by their size: so a label that nobody uses, or both
use alike, has log-odds of nought, which equal priors give only to corpora of one size. The interval is a
percentile bootstrap over clusters (authors, or the texts of one author), because one author repeats itself: a thousand
sentences of one ministry are one opinion. Rejected: the analytic variance (takes sentences for independent, and is far
too narrow), chi-square by label (rare labels always win), plain share differences (frequent labels always win).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PRIOR_SENTENCES = 24.0
"""The prior's weight in both corpora together: two imagined sentences a label where there are twelve labels."""
DRAWS = 1000
LEVEL = 0.95

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """By label: log-odds (first corpus over second) with interval, and each corpus' share with interval."""

    log_odds: Counts
    low: Counts
    high: Counts
    first_share: Counts
    second_share: Counts


def compare(first: Counts, second: Counts, *, seed: int = 1) -> Compared:
    """Compare two corpora, each shaped (clusters, labels) in sentences. Both must hold a sentence.

    The interval of a corpus of one cluster is as wide as its sentences are few, not nought: they are drawn instead.
    """
    chance = np.random.default_rng(seed)
    pooled = first.sum(axis=0) + second.sum(axis=0)
    mean = (pooled + 1 / len(pooled)) / (pooled.sum() + 1)
    middle = _log_odds(first.sum(axis=0), second.sum(axis=0), mean)
    draws = np.array([_log_odds(_redrawn(first, chance), _redrawn(second, chance), mean) for _ in range(DRAWS)])
    low, high = _ends(draws)
    return Compared(
        log_odds=middle,
        low=np.minimum(low, middle),
        high=np.maximum(high, middle),
        first_share=_shares(first.sum(axis=0)),
        second_share=_shares(second.sum(axis=0)),
    )


def shares_of(corpus: Counts, *, seed: int = 1) -> tuple[Counts, Counts, Counts]:
    """Each label's share of the sentences of a corpus (clusters, labels), and the ends of its cluster interval."""
    chance = np.random.default_rng(seed)
    middle = _shares(corpus.sum(axis=0))
    draws = np.array([_shares(_redrawn(corpus, chance)) for _ in range(DRAWS)])
    low, high = _ends(draws)
    return middle, np.minimum(low, middle), np.maximum(high, middle)


def _ends(draws: Counts) -> tuple[Counts, Counts]:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return low, high


def _redrawn(corpus: Counts, chance: np.random.Generator) -> Counts:
    if len(corpus) > 1:
        return np.asarray(corpus[chance.integers(0, len(corpus), len(corpus))].sum(axis=0))
    total = corpus[0].sum()
    return chance.multinomial(int(total), corpus[0] / total).astype(float) if total else corpus[0]


def _shares(counts: Counts) -> Counts:
    total = counts.sum()
    return counts / total if total else np.zeros_like(counts)


def _log_odds(first: Counts, second: Counts, mean: Counts) -> Counts:
    whole = first.sum() + second.sum()
    odds = []
    for side in (first, second):
        weight = PRIOR_SENTENCES * side.sum() / whole
        odds.append((side + weight * mean) / (side.sum() + weight - side - weight * mean))
    return np.asarray(np.log(odds[0]) - np.log(odds[1]))
