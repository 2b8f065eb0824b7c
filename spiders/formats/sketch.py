"""A short sketch of a text by which near-duplicates are found: the smallest hashes of its runs of three words.

Two texts' sketches tell how many of their runs they share (Jaccard's share): exactly where both are shorter than the
sketch, else with a standard error of under 4 points (bottom-k MinHash, Cohen and Kaplan 2007). Made once, in reading,
so that a night compares sketches and no texts. Rejected: a MinHash library (a dependency for forty lines), the digest
of the text (one changed date makes it another), comparing all pairs of texts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from array import array

SKETCH_SIZE = 200
_RUN = 3
_MOST_WORDS = 200_000
_WORD = re.compile(r"\w+")


def sketch_of(text: str) -> str | None:
    """The sketch as base64 of little-endian 64-bit numbers, smallest first; None of fewer than three words."""
    words = _WORD.findall(text.casefold())[:_MOST_WORDS]
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    if not runs:
        return None
    hashes = sorted(int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "little") for run in runs)
    return base64.b64encode(array("Q", hashes[:SKETCH_SIZE]).tobytes()).decode()
