"""The sentences of policy papers: where each stands, whether it says something, and which others say nearly the same.

A theme's weight in a paper is a share of its sentences, so they must be counted by one rule. A sentence counts where it
has a verb's worth of words (`FEWEST_WORDS`) and is mostly words: headings, page numbers, addresses and tables do not.
Papers copy from one another and from the same consultants, and one paper often stands as PDF and as page; sentences
whose sets of three-word shingles overlap by `SAME_FROM` are one group, found exactly by prefix filtering (two sets
that similar must share one of their rarest members). Rejected: MinHash (approximate where exact is fast enough), equal
texts only (a name or a year differs in most copies).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import ceil

import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from nlp.text import sentences
from warehouse.raw import STUDY

FEWEST_WORDS = 5
# Below this share of letters a line is a table's or an address'.
_LETTER_SHARE = 0.6
SAME_FROM = 0.7
_SHINGLE = 3
_WORD = re.compile(r"[^\W_]+")


def is_substantive(sentence: str) -> bool:
    """Whether a sentence counts: five words or more, mostly letters."""
    words = _WORD.findall(sentence)
    letters = sum(letter.isalpha() for letter in sentence)
    return len(words) >= FEWEST_WORDS and letters >= _LETTER_SHARE * len(sentence.replace(" ", ""))


def shingles(sentence: str) -> frozenset[str]:
    """The three-word shingles of a sentence in lower case, numbers as one sign; of a shorter one, all its words."""
    words = ["0" if word.isdigit() else word.lower() for word in _WORD.findall(sentence)]
    return frozenset(" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def same_sentences(said: Sequence[str]) -> list[str]:
    """For each sentence the name of its group: a digest of the group's first sentence in the order of the alphabet.

    Two sentences are in one group where a chain of sentences joins them, each nearly the same as the next.
    """
    distinct = sorted(set(said))
    sets = [shingles(sentence) for sentence in distinct]
    spread = Counter(one for members in sets for one in members)
    pairs: list[tuple[int, int]] = []
    postings: dict[str, list[int]] = defaultdict(list)
    for number, members in enumerate(sets):
        rarest = sorted(members, key=lambda one: (spread[one], one))
        prefix = rarest[: len(members) - ceil(SAME_FROM * len(members)) + 1]
        for candidate in {other for one in prefix for other in postings[one]}:
            shared = len(members & sets[candidate])
            if shared >= SAME_FROM * (len(members) + len(sets[candidate]) - shared):
                pairs.append((number, candidate))
        for one in prefix:
            postings[one].append(number)
    size = len(distinct)
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    links = coo_array(([True] * len(pairs), (left, right)), shape=(size, size))
    first: dict[int, str] = {}
    names: dict[str, str] = {}
    for sentence, component in zip(
        distinct, connected_components(links, directed=False)[1] if size else (), strict=True
    ):
        name = hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        names[sentence] = first.setdefault(int(component), name)
    return [names[sentence] for sentence in said]


def sentence_table(texts: Iterable[tuple[str, str]]) -> pa.Table:
    """The rows of `raw.policy_sentence` from (text digest, text): substantive sentences alone, each with its group."""
    rows = []
    said = []
    for digest, text in sorted(set(texts)):
        number = 0
        for start, end in sentences(text):
            sentence = " ".join(text[start:end].split())
            if is_substantive(sentence):
                number += 1
                rows.append({"text_digest": digest, "sentence_number": number, "start": start, "end": end})
                said.append(sentence)
    for row, group in zip(rows, same_sentences(said), strict=True):
        row["sentence_group"] = group
    return pa.Table.from_pylist(rows, schema=STUDY["policy_sentence"])
