"""Who covers which component: evidenced by awards, claimed by its own words, or not seen."""

from __future__ import annotations

from typing import Any

from nlp.component import Component, components_version, find_components
from tests.warehouse.drawing import made

COMPONENT = """
    component_id | name     | relation   | term            | segment_code
    login        | Kerne    | name       | Kerne           | it
    login        | Kerne    | function   | adgangsstyring  | it
    login        | Kerne    | technology | identity_access | it
"""
NOTICE = """
    notice_id | publication_date | title
    1         | 2025-01-10       | Adgangsstyring til skoler
    2         | 2025-01-11       | Lønsystem
"""
AWARD = """
    notice_id | award_id | title
    1         | 1        | Adgangsstyring til skoler
    2         | 1        | Lønsystem
"""
SUPPLIER = """
    notice_id | award_id | organisation_key
    1         | 1        | a
    2         | 1        | b
"""
ORGANISATION = """
    notice_id | organisation_key | role     | name
    1         | a                | supplier | Alfa
    2         | b                | supplier | Beta
"""
PLAYER = """
    player_id | name  | website       | roles      | is_focal
    G         | Gamma | gamma.example | []         | false
    D         | Delta |               | [operator] | false
    F         | Focal |               | []         | true
"""
DOCUMENT = """
    document_id | evidence_id | url                    | publisher | published_date | date_basis
    d           | page        | http://gamma.example/x | Gamma     | 2025-02-01     | metadata
"""
READING = """
    evidence_id | part | outcome | reader
    page        | ''   | read    | html@1
"""
EVIDENCE = """
    evidence_id | source | first_seen          | first_night
    page        | vendor | 2025-02-02 10:00:00 | n1
"""
TEXT = """
    evidence_id | text_digest | owner_kind | owner_id
    e           | t1          | notice     | 1
    e           | t2          | notice     | 2
    page        | t3          | document   | d
"""


def coverage(mentions: str) -> dict[str, dict[str, Any]]:
    drawn = {"component": COMPONENT, "notice": NOTICE, "award": AWARD, "award_supplier": SUPPLIER}
    drawn |= {"organisation": ORGANISATION, "player": PLAYER, "document": DOCUMENT, "text": TEXT, "evidence": EVIDENCE}
    with made("mart.component_coverage", mention=mentions, **drawn) as building:
        return {str(row["player_name"]): row for row in building.query("from mart.component_coverage")}


def test_a_title_is_evidence_and_a_requirement_is_not() -> None:
    found = coverage("""
        text_digest | target_kind | target | start | end | quote          | context        | rule
        t1          | component   | login  | 0     | 14  | Adgangsstyring | Adgangsstyring | function:start:x@1
        t2          | component   | login  | 90    | 104 | adgangsstyring | Skal bruge den | function:start:x@1
    """)
    assert (found["Alfa"]["level"], found["Alfa"]["evidence_count"], found["Alfa"]["quote"]) == (
        "evidenced",
        1,
        "Adgangsstyring",
    )
    assert (found["Beta"]["level"], found["Beta"]["required_count"]) == ("not_seen", 1)


def test_saying_what_a_component_does_is_a_claim_and_naming_it_is_a_connection() -> None:
    found = coverage("""
        text_digest | target_kind | target | start | end | quote          | context | rule
        t3          | component   | login  | 10    | 24  | adgangsstyring | Vi kan. | function:start:x@1
    """)["Gamma"]
    assert (found["level"], found["claim_count"], found["context"]) == ("claimed", 1, "Vi kan.")
    assert str(found["reason"]).startswith("its own words only")
    named = coverage("""
        text_digest | target_kind | target | start | end | quote | context | rule
        t3          | component   | login  | 10    | 15  | Kerne | Med den | name:start:kerne@1
    """)["Gamma"]
    assert (named["level"], named["connects_count"], named["quote"]) == ("not_seen", 1, None)


def test_a_technology_that_the_study_binds_to_a_component_counts_as_what_it_does() -> None:
    found = coverage("""
        text_digest | target_kind | target          | start | end | quote | context | rule
        t3          | technology  | identity_access | 10    | 13  | IdM   | Vi kan. | acronym@1
    """)["Gamma"]
    assert (found["level"], found["quote"]) == ("claimed", "IdM")


def test_a_player_of_whom_nothing_is_held_cannot_be_told() -> None:
    found = coverage("text_digest | target | start | end | quote | context | rule\nt1 | x | 0 | 1 | x | x | x@1")
    assert (found["Delta"]["can_tell"], found["Delta"]["level"]) == (False, "not_seen")
    assert str(found["Delta"]["reason"]).startswith("cannot tell")
    assert found["Gamma"]["can_tell"] is True


COMPONENTS = (Component(id="login", names=("Kernelogin", "SF1500"), functions=("fælles adgangsstyring",)),)


def test_components_are_found_by_name_and_by_what_they_do_with_their_exact_place() -> None:
    text = "Kerneloginløsningen og SF1500 er fælles adgangsstyring; sf15001 er det ikke."
    found = list(find_components([("d", text)], components=COMPONENTS))
    assert [(one.quote, one.rule.split(":")[0]) for one in found] == [
        ("Kerneloginløsningen", "name"),
        ("SF1500", "name"),
        ("fælles adgangsstyring", "function"),
    ]
    assert all(text[one.start : one.end] == one.quote for one in found)


def test_a_changed_word_makes_texts_be_looked_at_anew() -> None:
    other = (Component(id="login", names=("Kernelogin",), functions=("fælles adgangsstyring",)),)
    assert components_version(COMPONENTS) != components_version(other)
