"""Which words does each of many speakers use more than all the others, beyond what little text makes of chance?

Log-odds with an informative Dirichlet prior: each speaker's counts are joined by a prior in everybody's proportions, so
that what is rare and said once does not lead. In standard deviations, for ranking hundreds of speakers at once; two
corpora are compared with intervals in `log_odds.py`. Rejected: ratios of shares (led by what one rarely speaks of).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Documents' worth of the common proportions that a speaker is credited with before it is heard.
PRIOR = 50.0

Array = NDArray[np.float64]


def affinity(counts: Array) -> Array:
    """z-scores of the same shape as `counts` (speakers, words), against all other speakers; 0 for what nobody says."""
    everybody = counts.sum(axis=0)
    common = PRIOR * everybody / max(float(everybody.sum()), 1.0)
    own = counts + common
    others = everybody - counts + common
    own_total, others_total = own.sum(axis=1, keepdims=True), others.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = np.log(own / (own_total - own)) - np.log(others / (others_total - others))
        score: Array = gap / np.sqrt(1 / own + 1 / others)
    return np.nan_to_num(score, nan=0.0, posinf=0.0, neginf=0.0)
