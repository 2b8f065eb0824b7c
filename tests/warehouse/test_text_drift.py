"""A night's texts against those before them: what the dictionaries know of them, what the classifier would not say."""

from __future__ import annotations

from tests.warehouse.drawing import column, made

DRIFT = "mart.text_drift"
EVIDENCE = """
    evidence_id | first_night | bytes | first_seen
    a           | n1          | 1     | 2026-11-21 02:00:00
    b           | n2          | 1     | 2026-11-22 02:00:00
"""
NIGHT = """
    night_id | study | as_of
    n1       | test  | 2026-11-21
    n2       | test  | 2026-11-22
"""
TECHNOLOGY = """
    technology | name_da | name_en | technology_group | definition_da | definition_en
    cloud      | Cloud   | Cloud   | cloud            | x             | x
    geodata    | Kort    | Maps    | geodata          | x             | x
"""


def drawn(first: int, second: int, *, second_names: str) -> dict[str, str]:
    """`first` texts of one night that all name cloud, then `second` texts that name another technology."""
    texts = ["evidence_id | owner_id | text_digest | language | text"]
    mentions = ["text_digest | target"]
    labels = ["text_digest | target_kind | value"]
    for number in range(first + second):
        early = number < first
        texts.append(f"{'a' if early else 'b'} | o{number} | t{number} | da | one two three four five")
        mentions.append(f"t{number} | {'cloud' if early else second_names}")
        labels.append(f"t{number} | cpv_division | {'unknown' if number % 2 else '72'}")
    drawn_as = {"text": texts, "mention": mentions, "label": labels}
    return {name: "\n".join(rows) for name, rows in drawn_as.items()}


def test_the_same_mix_is_steady_and_another_one_fails() -> None:
    for names, drift in (("cloud", "steady"), ("geodata", "fail")):
        rows = drawn(40, 40, second_names=names)
        with made(DRIFT, evidence=EVIDENCE, night=NIGHT, technology=TECHNOLOGY, **rows) as building:
            assert column(building, DRIFT, "drift", "first_day = date '2026-11-21'") == ["first"]
            assert column(building, DRIFT, "drift", "first_day = date '2026-11-22'") == [drift]
            assert column(building, DRIFT, "earlier_count", "first_day = date '2026-11-22'") == [40]


def test_few_texts_tell_nothing() -> None:
    rows = drawn(40, 5, second_names="geodata")
    with made(DRIFT, evidence=EVIDENCE, night=NIGHT, technology=TECHNOLOGY, **rows) as building:
        assert column(building, DRIFT, "drift", "first_day = date '2026-11-22'") == ["cannot tell"]


def test_hits_are_counted_by_words_and_silence_by_what_was_asked() -> None:
    rows = drawn(4, 1, second_names="cloud")
    with made(DRIFT, evidence=EVIDENCE, night=NIGHT, technology=TECHNOLOGY, **rows) as building:
        assert column(building, DRIFT, "hits_per_1000_words", "first_day = date '2026-11-21'") == [200.0]
        assert column(building, DRIFT, "unknown_share", "first_day = date '2026-11-21'") == [0.5]
        assert column(building, DRIFT, "asked_count", "first_day = date '2026-11-22'") == [1]
