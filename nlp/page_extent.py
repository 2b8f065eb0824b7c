"""How much of a page changed between two captures, beside what changed: a page written anew is no comma.

The share of words that stayed, in their order: twice the longest common run of words, not necessarily together, over
the words of both texts. rapidfuzz counts it in bit-parallel C, so long pages cost no more than short ones in Python.
Rejected: difflib's ratio, which needs minutes for two reports of a hundred pages and depends on which side comes first.
"""

from __future__ import annotations

from rapidfuzz.distance import Indel

EXTENTS = ("cosmetic", "minor", "moderate", "major")
_LEAST = (0.995, 0.95, 0.70)
MOST_WORDS = 60_000


def kept_share(before: str, after: str) -> float:
    """The share of words that stayed, 0 to 1; of texts beyond `MOST_WORDS` words, that of their beginnings."""
    return float(Indel.normalized_similarity(before.split()[:MOST_WORDS], after.split()[:MOST_WORDS]))


def extent(share: float) -> str:
    """What a share of kept words is called: cosmetic from .995, minor from .95, moderate from .70, else major."""
    return next((name for name, least in zip(EXTENTS, _LEAST, strict=False) if share >= least), EXTENTS[-1])
