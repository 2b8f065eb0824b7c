"""Sentences a second, per language, on one core: technologies, themes and needs together, in processor time."""

from __future__ import annotations

import sys
import time

import pytest

from nlp.evaluation import GOLD, read_gold
from nlp.lexicon import LANGUAGES
from nlp.mentions import find_mentions, reader_of
from nlp.need import load_needs
from nlp.technology import load_technologies
from nlp.text import sentences
from nlp.theme import load_themes

pytestmark = pytest.mark.slow
_TIMES = 60
# A third of what one core of the development machine does: below it something broke.
_LEAST_A_SECOND = 4_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_core_reads_thousands_of_sentences_a_second(language: str) -> None:
    """The gold sentences are dense with terms, so plain texts are read faster than this."""
    gold = [one for task in ("technology", "theme", "need") for one in read_gold(GOLD / f"{task}.jsonl")]
    page = "\n\n".join(one.text for one in gold if one.language == language)
    reader = reader_of(technologies=load_technologies(), themes=load_themes(), needs=load_needs())
    count = len(sentences(page)) * _TIMES
    began = time.process_time()
    found = sum(1 for _ in find_mentions(reader, ((str(number), page) for number in range(_TIMES))))
    speed = count / (time.process_time() - began)
    sys.stdout.write(f"\n{language}: {speed:,.0f} sentences a second, {found / count:.2f} mentions a sentence\n")
    assert speed > _LEAST_A_SECOND
