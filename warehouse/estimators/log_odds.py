"""Who says what more often: log-odds of each label between two corpora, with an interval, and how sure a difference is.

The point has an informative prior: Dirichlet, its mean the labels' shares in both corpora together, its weight a stated
number of sentences (Monroe, Colaresi and Quinn 2008), here divided between the corpora by their size: so a label that
nobody uses, or both use alike, has log-odds of nought, which equal priors give only to corpora of one size.

One author repeats itself: a thousand sentences of one ministry are one opinion. So sentences come in clusters (authors,
or the texts of one author). The interval is the logit's with half a case added to each cell (Haldane and Anscombe),
from as many sentences as the clusters are worth (design effect, Kish). The p is the larger of two: Fisher's exact test
over sentences, which is right for rare labels, and a permutation of clusters with a studentised difference, which is
right where authors repeat themselves; either alone calls too much where the other is needed (`tests/calibration`).
Rejected: a percentile bootstrap over clusters (one sentence in fifteen gives it next to no width, and it called sure
differences in two of three editions without any), the analytic variance of the prior's log-odds (takes sentences for
independent), chi-square by label (rare labels always win), plain share differences (frequent labels always win).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warehouse.estimators.proportion import Share, differs, share_of

PRIOR_SENTENCES = 24.0
"""The prior's weight in both corpora together: two imagined sentences a label where there are twelve labels."""
DRAWS = 4999
_Z = 1.959964
_HALF = 0.5
_AT_ONCE = 2_000_000
"""So many numbers are permuted at once: the draws of large corpora go in portions, to keep memory small."""

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """By label: log-odds (first corpus over second) with interval, each corpus' share, and p that there is none."""

    log_odds: Counts
    low: Counts
    high: Counts
    first_share: Counts
    second_share: Counts
    p: Counts


def compare(first: Counts, second: Counts, *, seed: int = 1, draws: int = DRAWS) -> Compared:
    """Compare two corpora, each shaped (clusters, labels) in sentences. Both must hold a sentence."""
    said, others = first.sum(axis=0), second.sum(axis=0)
    pooled = said + others
    mean = (pooled + 1 / len(pooled)) / (pooled.sum() + 1)
    middle = _log_odds(said, others, mean)
    (own, own_variance), (other, other_variance) = _logits(first), _logits(second)
    wide = _Z * np.sqrt(own_variance + other_variance)
    return Compared(
        log_odds=middle,
        low=np.minimum(own - other - wide, middle),
        high=np.maximum(own - other + wide, middle),
        first_share=_shares(said),
        second_share=_shares(others),
        p=np.maximum(_exact(said, others), _permuted(first, second, np.random.default_rng(seed), draws)),
    )


def shares_of(corpus: Counts) -> tuple[Counts, Counts, Counts]:
    """Each label's share of the sentences of a corpus (clusters, labels), and its interval's ends (Wilson).

    The interval is of as many sentences as the clusters are worth.
    """
    said, worth = corpus.sum(axis=0), _repetition(corpus)
    found = [share_of(count / worth, said.sum() / worth) or Share(0.0, 0.0, 0.0) for count in said]
    middle, low, high = (np.array([getattr(one, side) for one in found]) for side in ("share", "low", "high"))
    return middle, low, high


def _repetition(corpus: Counts) -> float:
    """Over how many sentences of an author one opinion goes: the variance over clusters to that over sentences.

    It is one of all labels together, since those of a label with three sentences would be chance. At least 1; and 1
    where there is one cluster, which cannot tell.
    """
    shares, sizes = _shares(corpus.sum(axis=0)), corpus.sum(axis=1)
    chance = float((shares * (1 - shares)).sum() * sizes.sum())
    if len(corpus) < 2 or chance <= 0:
        return 1.0
    strayed = float(((corpus - sizes[:, None] * shares) ** 2).sum()) * len(corpus) / (len(corpus) - 1)
    return max(1.0, strayed / chance)


def _logits(corpus: Counts) -> tuple[Counts, Counts]:
    """By label, the logit of its share, and the logit's variance."""
    said = corpus.sum(axis=0)
    worth = _repetition(corpus)
    hits, misses = said / worth + _HALF, (said.sum() - said) / worth + _HALF
    return np.log(hits) - np.log(misses), 1 / hits + 1 / misses


def _exact(first: Counts, second: Counts) -> Counts:
    """Fisher's exact p by label."""
    whole, other_whole = int(first.sum()), int(second.sum())
    return np.array(
        [differs(int(own), whole, int(other), other_whole) for own, other in zip(first, second, strict=True)]
    )


def _permuted(first: Counts, second: Counts, chance: np.random.Generator, draws: int) -> Counts:
    """By label, how often clusters dealt at random to the two corpora differ as much as these do (two-sided)."""
    clusters = np.vstack([first, second])
    seen = _studentised(clusters, np.arange(len(clusters))[None, :] < len(first))
    above, below = np.ones(clusters.shape[1]), np.ones(clusters.shape[1])
    portion = max(1, _AT_ONCE // len(clusters))
    for begun in range(0, draws, portion):
        dealt = chance.random((min(portion, draws - begun), len(clusters))).argsort(axis=1) < len(first)
        drawn = _studentised(clusters, dealt)
        above += (drawn >= seen - 1e-9).sum(axis=0)
        below += (drawn <= seen + 1e-9).sum(axis=0)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(above, below) / (draws + 1)))


def _studentised(clusters: Counts, is_first: NDArray[np.bool_]) -> Counts:
    """(deals, labels): the difference of the shares over its standard error, for each deal of clusters to the first."""
    sizes = clusters.sum(axis=1)
    difference, variance = np.zeros(()), np.zeros(())
    for sign, chosen in ((1, is_first.astype(float)), (-1, (~is_first).astype(float))):
        whole, said = (chosen @ sizes)[:, None], chosen @ clusters
        difference = difference + sign * said / whole
        # Half a sentence is added, so that a label of which a side says nothing still strays.
        share = (said + _HALF) / (whole + 1)
        strayed = chosen @ clusters**2 - 2 * share * (chosen @ (clusters * sizes[:, None]))
        variance = variance + (strayed + share**2 * (chosen @ sizes**2)[:, None]) / whole**2
    return np.asarray(difference / np.sqrt(np.maximum(variance, 1e-12)))


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
