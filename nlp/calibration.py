"""How far a classifier's certainty may be trusted: temperature, threshold, calibration error, selective accuracy.

Margins become probabilities by one number, the temperature: it cannot change which class is best, only how sure the
answer sounds. Rejected: a sigmoid for each class (it needs more held-out texts than a study has).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from nlp.classifier import Array, softmax

WANTED_PRECISION = 0.75
_LEAST_ANSWERED = 30
_BINS = 10
Counts = np.ndarray[Any, Any]


def temperature_of(scores: Array, truth: Counts) -> float:
    """The temperature under which the true classes (columns of `scores`) surprise least."""

    def surprise(temperature: float) -> float:
        chosen = softmax(scores / temperature)[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return round(float(minimize_scalar(surprise, bounds=(0.02, 5.0), method="bounded").x), 4)


def threshold_of(best: Counts, right: Counts, *, wanted: float = WANTED_PRECISION) -> float:
    """The lowest probability above which the lower bound (Wilson, 95 %) of the precision reaches what is wanted."""
    for threshold in np.arange(0.2, 0.96, 0.05):
        taken = right[best >= threshold]
        if len(taken) >= _LEAST_ANSWERED and _wilson_low(float(taken.mean()), len(taken)) >= wanted:
            return round(float(threshold), 2)
    return 0.95


def calibration_error(best: Counts, right: Counts) -> float:
    """The expected calibration error over ten bins: how far certainty and being right lie apart on average."""
    if not len(best):
        return 0.0
    bins = np.minimum((np.asarray(best) * _BINS).astype(int), _BINS - 1)
    gaps = [
        (bins == one).mean() * abs(float(best[bins == one].mean()) - float(right[bins == one].mean()))
        for one in range(_BINS)
        if (bins == one).any()
    ]
    return float(sum(gaps))


def surest(best: Counts, share: float) -> Counts:
    """Which answers are the surest share of all, as places; ties by their order."""
    return np.argsort(-np.asarray(best), kind="stable")[: round(share * len(best))]


def _wilson_low(share: float, count: int) -> float:
    z = 1.96
    centre = share + z * z / (2 * count)
    spread = z * float(np.sqrt(share * (1 - share) / count + z * z / (4 * count * count)))
    return (centre - spread) / (1 + z * z / count)
