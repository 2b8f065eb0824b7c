"""Near-duplicates: how alike two texts are, told from their sketches, and which document is the first of its copies."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.formats.sketch import SKETCH_SIZE, sketch_of
from tests.warehouse.drawing import made
from warehouse.core import document_likeness as model
from warehouse.estimators.likeness import alike_pairs, likeness, unpack


def runs(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def alike(one: str, other: str) -> float:
    return likeness(unpack(sketch_of(one)), unpack(sketch_of(other)), size=SKETCH_SIZE)


def prose(seed: int, words: int) -> list[str]:
    draw = random.Random(seed)
    return [f"ord{draw.randrange(5_000)}" for _ in range(words)]


def with_changes(words: list[str], share: float, seed: int = 1) -> str:
    draw = random.Random(seed)
    return " ".join("andet" + str(at) if draw.random() < share else word for at, word in enumerate(words))


@settings(max_examples=60)
@given(st.lists(st.sampled_from("abcdef"), min_size=3, max_size=60), st.lists(st.sampled_from("abcdef"), min_size=3))
def test_short_texts_are_compared_exactly(one: list[str], other: list[str]) -> None:
    left, right = runs(" ".join(one)), runs(" ".join(other))
    assert abs(alike(" ".join(one), " ".join(other)) - len(left & right) / len(left | right)) < 1e-9


def test_long_texts_are_told_within_a_few_points() -> None:
    words = prose(7, 4_000)
    for share in (0.0, 0.02, 0.1, 0.25):
        other = with_changes(words, share)
        left, right = runs(" ".join(words)), runs(other)
        assert abs(alike(" ".join(words), other) - len(left & right) / len(left | right)) < 0.1


def test_all_alike_pairs_are_found_and_equal_texts_form_a_chain() -> None:
    base = prose(3, 400)
    texts = [" ".join(base)] * 3 + [with_changes(base, 0.03), *(" ".join(prose(n, 400)) for n in range(20, 40))]
    found = {
        (a, b): share for a, b, share in alike_pairs([unpack(sketch_of(text)) for text in texts], size=200, least=0.5)
    }
    assert {pair for pair in found if found[pair] == 1.0} == {(0, 1), (1, 2)}
    assert set(found) == {(0, 1), (1, 2), (0, 3)}


def test_texts_of_a_few_words_are_like_nothing() -> None:
    shells = [unpack(sketch_of("Siden findes ikke længere her"))] * 2
    assert [*alike_pairs(shells, size=200, least=0.5)] == []
    assert sketch_of("to ord") is None


def test_the_warehouse_knows_the_size_that_reading_makes() -> None:
    assert model._SKETCH_SIZE == SKETCH_SIZE


SOURCES = """
    source | source_kind  | stream | publisher
    site   | vendor_sites | vendor |
"""
EVIDENCE = """
    evidence_id | source | url                 | bytes | first_seen          | first_night
    e1          | site   | https://a.example/1 | 9     | 2026-11-22 02:00:00 | n1
    e2          | site   | https://a.example/2 | 9     | 2026-11-22 02:00:00 | n1
    e3          | site   | https://b.example/1 | 9     | 2026-11-22 02:00:00 | n1
    e4          | site   | https://b.example/2 | 9     | 2026-11-22 02:00:00 | n1
    e5          | site   | https://b.example/3 | 9     | 2026-11-22 02:00:00 | n1
"""


def test_what_is_said_once_counts_once_and_versions_are_linked() -> None:
    words = prose(5, 120)
    said = {
        "press": " ".join(words),
        "copied": with_changes(words, 0.01),
        "version": with_changes(words[:90], 0.01),
        "other": " ".join(prose(6, 120)),
    }
    press, copied, version, other = (sketch_of(said[name]) for name in ("press", "copied", "version", "other"))
    documents = f"""
        document_id | evidence_id | source | publisher | date_basis | published_date | text_digest | sketch
        a           | e1          | site   | Vidja     | metadata   | 2026-03-02     | t1          | {press}
        b           | e2          | site   | Vidja     | metadata   | 2026-03-03     | t2          | {copied}
        c           | e3          | site   | Granit    | metadata   | 2026-03-01     | t3          | {press}
        d           | e4          | site   | Granit    | metadata   | 2026-05-01     | t4          | {version}
        e           | e5          | site   | Granit    | metadata   | 2026-05-01     | t5          | {other}
    """
    texts = """
        text_digest | owner_kind | owner_id | evidence_id | source
        t1          | document   | a        | e1          | site
        t2          | document   | b        | e2          | site
        t3          | document   | c        | e3          | site
        t4          | document   | d        | e4          | site
        t5          | document   | e        | e5          | site
    """
    study = """
        study | as_of
        s     | 2026-11-22
    """
    drawn = {"evidence": EVIDENCE, "document": documents, "study_source": SOURCES, "text": texts, "study": study}
    with made("mart.document", "mart.document_likeness", "core.stream_document", **drawn) as building:
        rows = {row["document_id"]: row for row in building.query("from mart.document")}
        # The earliest is the one that others are copies of; a publisher's own copies are told apart.
        assert [(rows[name]["copy_of"], rows[name]["own_copy_of"]) for name in "abcde"] == [
            ("c", None),
            ("c", "a"),
            (None, None),
            (None, None),
            (None, None),
        ]
        counted = building.query("select owner_id from core.stream_document order by 1")
        assert [row["owner_id"] for row in counted] == ["c", "d", "e"]
        links = building.query("select document_id, other_id, relation from mart.document_likeness order by all")
        relations = {(row["document_id"], row["other_id"]): row["relation"] for row in links}
        assert relations[("a", "c")] == "copy"
        assert relations[("a", "d")] == "version"
        assert not [pair for pair in relations if "e" in pair]


def test_what_two_bodies_state_in_the_same_words_each_of_them_states() -> None:
    sketch = sketch_of(" ".join(prose(5, 120)))
    documents = f"""
        document_id | evidence_id | source | publisher | date_basis | published_date | text_digest | sketch
        a           | e1          | site   | Nordvig   | metadata   | 2026-03-02     | t1          | {sketch}
        b           | e2          | site   | Ulvedal   | metadata   | 2026-03-03     | t2          | {sketch}
        c           | e3          | site   | Ulvedal   | metadata   | 2026-03-04     | t3          | {sketch}
    """
    drawn = {"evidence": EVIDENCE, "document": documents, "study_source": SOURCES.replace("vendor |", "policy |")}
    with made("mart.document", **drawn) as building:
        rows = {row["document_id"]: row for row in building.query("from mart.document")}
    assert [(rows[name]["copy_of"], rows[name]["is_copy"]) for name in "abc"] == [
        (None, False),
        ("a", False),
        ("a", True),
    ]
