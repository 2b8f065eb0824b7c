"""The sentences of a text that hold a cue: the first step of every search for what a sentence states."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from nlp.text import sentences

LONGEST = 600
"""Characters; what is longer is a table or a list whose parts say nothing of one another."""


def cue_sentences(
    text: str, cue: re.Pattern[str], bounds: list[tuple[int, int]] | None = None
) -> Iterator[tuple[int, int, str]]:
    """(start, end, first cue) of each sentence that holds the cue, each sentence once, overlong ones left out.

    Places are in characters of `text`; the cue is in lower case with single spaces. `bounds` are the
    text's sentences, where the caller has them.
    """
    last = -1
    for found in cue.finditer(text):
        bounds = sentences(text) if bounds is None else bounds
        at = bisect_right(bounds, (found.start(), len(text))) - 1
        if at == last or at < 0:
            continue
        last = at
        start, end = bounds[at]
        if start <= found.start() < end and end - start <= LONGEST:
            yield start, end, " ".join(found.group().lower().split())
