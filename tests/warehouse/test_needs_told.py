# ruff: noqa: E501  a drawn table is as wide as its columns
"""Needs as they are told: one organisation counts once, horizons are what is said, quotes are of different speakers."""

from __future__ import annotations

import pytest

from tests.warehouse.standing import standing


def test_a_need_is_counted_by_sentences_texts_and_organisations_and_quoted_from_the_last_day() -> None:
    need = """
    need_type | actor        | horizon | owner_kind | owner_id | organisation | stated_date:d | quote   | quote_start:i | url | evidence_id
    data      | municipality | now     | notice     | n1       | Alby         | 2025-01-01    | early   | 0             | u1  | e1
    data      | municipality | now     | notice     | n2       | Alby         | 2026-01-01    | second  | 9             | u2  | e2
    data      | municipality | now     | notice     | n2       | Alby         | 2026-01-01    | first   | 3             | u2  | e2
    data      | municipality | now     | document   | n2       | Borup        |               | undated | 0             | u3  | e3
    data      | municipality | unknown | document   | d9       |              | 2026-02-01    | nobody  | 0             | u4  | e4
    """
    with standing("mart/need.sql", core__need=need) as building:
        rows = {str(row["horizon"]): row for row in building.query("from mart.need")}
    now, unknown = rows["now"], rows["unknown"]
    # A notice and a document of one id are two texts.
    assert (now["mention_count"], now["document_count"], now["organisation_count"]) == (4, 3, 2)
    assert (str(now["latest_date"]), now["latest_quote"], now["latest_url"]) == ("2026-01-01", "first", "u2")
    # Whose text it is nobody says: no organisation is counted.
    assert (unknown["mention_count"], unknown["organisation_count"]) == (1, 0)


NAMES = """
need_id | need_name_da | need_name_en | need_type | topic_kind | topic
data:ai | Data: AI     | Data: AI     | data      | technology | ai
"""
EVIDENCE = (
    "need_id | actor | strength | owner_kind | owner_id | speaker_id | speaker_name | horizon | stated_date:d | quote | "
    "quote_start:i | url | evidence_id\n"
)


@pytest.mark.parametrize(
    ("said", "horizon"),
    [
        ("unknown unknown unknown", "unknown"),
        ("unknown unknown 3-5y", "3-5y"),
        ("now 1-2y", "now"),
        ("1-2y 3-5y", "1-2y"),
        ("now 1-2y 1-2y", "1-2y"),
        ("now 3-5y 3-5y", "3-5y"),
    ],
)
def test_the_horizon_is_what_most_sentences_name_and_the_nearer_of_equals(said: str, horizon: str) -> None:
    rows = [
        f"data:ai | state | wish | notice | n{i} | s | S | {one} | 2026-01-01 | q | 0 | u | e"
        for i, one in enumerate(said.split())
    ]
    drawn = {"core__need_evidence": EVIDENCE + "\n".join(rows), "core__need_name": NAMES}
    with standing("mart/need_catalogue.sql", **drawn) as building:
        (row,) = building.query("from mart.need_catalogue")
    assert row["horizon"] == horizon
    assert (row["evidence_count"], row["organisation_count"]) == (len(rows), 1)


def test_each_kind_of_actor_states_a_need_by_itself_and_a_wish_is_no_requirement() -> None:
    rows = """
    data:ai | state        | wish        | notice | n1 | s | S | now     | 2026-01-01 | wished   | 0 | u1 | e1
    data:ai | state        | requirement | notice | n2 | s | S | now     | 2026-02-01 | required | 0 | u2 | e2
    data:ai | municipality | requirement | notice | n3 | m | M | unknown |            | undated  | 0 | u3 | e3
    """
    drawn = {"core__need_evidence": EVIDENCE + rows, "core__need_name": NAMES}
    with standing("mart/need_catalogue.sql", **drawn) as building:
        found = {str(row["actor"]): row for row in building.query("from mart.need_catalogue")}
    state, municipality = found["state"], found["municipality"]
    assert (state["evidence_count"], state["wish_count"], state["now_count"]) == (2, 1, 2)
    assert (str(state["first_date"]), str(state["latest_date"]), state["quote"]) == (
        "2026-01-01",
        "2026-02-01",
        "required",
    )
    assert (municipality["first_date"], municipality["quote"], municipality["wish_count"]) == (None, "undated", 0)


SAID = "speaker_id | speaker_name | stated_date:d | is_dated:b | quote | quote_start:i | quote_end:i | text_digest | url | evidence_id"
NO_BARRIER = f"barrier | actor | {SAID}"
NO_ROLE = "role | speaker_group | stance | is_job_ad:b | is_repeat:b | speaker_id | speaker_name | stated_date:d | quote | quote_start:i | quote_end:i | text_digest | url | evidence_id"


def quotes(needs: str = "", *, roles: str = "", barriers: str = "") -> list[tuple[object, ...]]:
    with standing(
        "mart/statement_quote.sql",
        core__need_evidence=f"need_id | actor | strength | {SAID}\n{needs}",
        core__barrier_evidence=f"{NO_BARRIER}\n{barriers}",
        core__role_statement=f"{NO_ROLE}\n{roles}",
    ) as building:
        return [
            (row["subject_kind"], row["place"], row["speaker_name"], row["quote"], row["stance"])
            for row in building.query("from mart.statement_quote")
        ]


def test_three_quotes_are_of_three_speakers_and_a_wish_goes_before_a_requirement() -> None:
    found = quotes("""
    data | state | wish        | a | A | 2026-01-01 | true  | a1 | 0 | 2 | t1 | u | e
    data | state | wish        | a | A | 2026-05-01 | true  | a2 | 0 | 2 | t2 | u | e
    data | state | requirement | b | B | 2026-06-01 | true  | b1 | 0 | 2 | t3 | u | e
    data | state | wish        | c | C | 2026-07-01 | false | c1 | 0 | 2 | t4 | u | e
    data | state | requirement | d | D | 2026-04-01 | true  | d1 | 0 | 2 | t5 | u | e
    """)
    # A's latest; C's wish, though its day is that of a capture; then the latest requirement. A speaks once.
    assert found == [
        ("need", 1, "A", "a2", None),
        ("need", 2, "C", "c1", None),
        ("need", 3, "B", "b1", None),
    ]


def test_where_one_alone_speaks_it_is_quoted_as_often_as_it_speaks() -> None:
    found = quotes(
        barriers="""
    price | state | a | A | 2026-01-01 | true | a1 | 0 | 2 | t1 | u | e
    price | state | a | A | 2026-05-01 | true | a2 | 0 | 2 | t2 | u | e
    """
    )
    assert found == [("barrier", 1, "A", "a2", None), ("barrier", 2, "A", "a1", None)]


def test_a_role_keeps_its_stance_and_neither_repeats_nor_advertisements_come_first() -> None:
    found = quotes(
        roles="""
    guide | self | is     | true  | false | a | A | 2026-09-01 | ad     | 0 | 2 | t1 | u | e
    guide | self | should | false | false | b | B | 2025-01-01 | plan   | 0 | 4 | t2 | u | e
    guide | self | is     | false | true  | c | C | 2026-10-01 | repeat | 0 | 6 | t3 | u | e
    guide | self | not    | false | false | d | D |            | never  | 0 | 5 | t4 | u | e
    """
    )
    assert found == [
        ("role", 1, "B", "plan", "should"),
        ("role", 2, "D", "never", "not"),
        ("role", 3, "A", "ad", "is"),
    ]
