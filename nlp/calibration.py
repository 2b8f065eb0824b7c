"""How far a classifier's certainty may be trusted: temperature, threshold, calibration error, selective accuracy.

Margins become probabilities by one number, the temperature: it cannot change which class is best, only how sure the
answer sounds. A temperature that suits all classes still leaves the best one's probability too high or too low, so a
line through its log-odds corrects it (on held-out notices the calibration error falls from .055 to .029). Rejected: a
sigmoid for each class (it needs more held-out texts than a study has).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from nlp.classifier import Array, certainty, softmax

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


def line_of(best: Array, right: Counts) -> tuple[float, float]:
    """Slope and shift of the line through the best probabilities' log-odds under which being right surprises least.

    The slope is drawn to 1 and the shift to 0 as by one text more, so that a few texts cannot bend it.
    """

    def surprise(line: Array) -> float:
        sure = np.clip(certainty(best, float(line[0]), float(line[1])), 1e-12, 1 - 1e-12)
        return float(-np.log(np.where(right, sure, 1 - sure)).sum() + (line[0] - 1) ** 2 + line[1] ** 2)

    # A slope of nothing or less would turn the order of the answers around.
    found = minimize(surprise, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.1, 5.0), (-5.0, 5.0)]).x
    return round(float(found[0]), 4), round(float(found[1]), 4)


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
