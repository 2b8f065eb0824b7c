"""A sentence gives the organisation a role only where it is about it, in the stance that it says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.aboutness import Aboutness
from nlp.barrier import barriers_version, find_barriers, load_barriers
from nlp.kind_shelf import Kind
from nlp.role import find_roles, load_roles, roles_version
from warehouse.records import Mention

ROLES = load_roles()
ABOUT = Aboutness(names=("KOMBIT A/S", "KOMBIT"), others=("Netcompany", "KL"))
BARRIERS = load_barriers()


def found(text: str) -> list[Mention]:
    return list(find_roles([("d", text)], roles=ROLES, about=ABOUT))


def told(text: str) -> dict[str, str]:
    """Each role with its basis and stance."""
    return {one.target: f"{one.rule.split('@')[0]} {one.grade}" for one in found(text)}


def test_the_twelve_roles_are_on_the_shelf() -> None:
    assert [one.id for one in ROLES] == [
        "adviser", "architect", "convener", "data_steward", "developer", "innovator", "manager", "market_maker",
        "operator", "platform_owner", "procurer", "standard_setter",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ROLES, ids=[one.id for one in ROLES])
def test_a_role_keeps_what_its_examples_say(role: Kind) -> None:
    for sentence in role.examples.positive:
        assert role.id in told(sentence.replace("{org}", "KOMBIT")), sentence
    for sentence in role.examples.negative:
        assert told(sentence.replace("{org}", "KOMBIT")) == {}, sentence


@pytest.mark.parametrize("barrier", BARRIERS, ids=[one.id for one in BARRIERS])
def test_a_barrier_keeps_what_its_examples_say(barrier: Kind) -> None:
    for sentence in barrier.examples.positive:
        assert barrier.id in {one.target for one in find_barriers([("d", sentence)], barriers=BARRIERS)}, sentence
    for sentence in barrier.examples.negative:
        assert list(find_barriers([("d", sentence)], barriers=BARRIERS)) == [], sentence


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("KOMBIT driver den fælles platform.", {"operator": "name_subject is"}),
        ("I dag driver KOMBIT den fælles platform.", {"operator": "name_subject is"}),
        ("Platformen drives af KOMBIT.", {"operator": "only_name is"}),
        ("KOMBITs rolle er at samle kommunerne.", {"convener": "name_subject is"}),
        ("Kommunen mener, at KOMBIT bør rådgive kommunerne.", {"adviser": "name_subject should"}),
        ("The shared platform is run by KOMBIT.", {"operator": "only_name is"}),
        ("KOMBIT should set standards for interfaces.", {"standard_setter": "name_subject should"}),
        ("KOMBIT is not a developer.", {"developer": "name_subject not"}),
        (
            "KOMBIT bør være indkøber og ikke selv udvikle systemer.",
            {"procurer": "name_subject should", "developer": "name_subject not"},
        ),
        ("Vi er indkøber for vores ejere.", {"procurer": "first_person is"}),
        ("We advise municipalities on their choices.", {"adviser": "first_person is"}),
        ("KOMBIT anskaffer standarder for snitflader.", {"standard_setter": "name_subject is"}),
        ("KOMBIT samordnar och är en mötesplats.", {"convener": "name_subject is"}),
    ],
)
def test_the_organisation_is_subject_owner_or_agent_and_its_stance_is_told(
    sentence: str, roles: dict[str, str]
) -> None:
    assert told(sentence) == roles


@pytest.mark.parametrize(
    "sentence",
    [
        "KOMBIT samarbejder med Netcompany, som driver platformen.",
        "Netcompany leverer drift af platformen til KOMBIT.",
        "Kommunen rådgiver borgerne uden KOMBIT.",
        "Konsulenterne rådgiver KOMBIT om jura.",
        "Driver KOMBIT den fælles platform?",
        "KL fastlægger standarder, og KOMBIT følger dem.",
        "KOMBIT betaler, mens leverandørerne udvikler systemer.",
        "KMD A/S operates the platform, and KOMBIT pays for it.",
        "Lawyers advise KOMBIT on contracts.",
        "Without KOMBIT nobody would coordinate.",
        "KOMBIT has signed with Acme Digital Ltd, which develops the system.",
    ],
)
def test_what_others_do_for_or_beside_the_organisation_is_not_its_role(sentence: str) -> None:
    assert told(sentence) == {}


def test_the_version_changes_with_the_names_and_the_quote_is_the_sentence() -> None:
    other = Aboutness(names=("KOMBIT",))
    assert roles_version(ROLES, ABOUT) != roles_version(ROLES, other)
    text = "Velkommen. KOMBIT er indkøber. Farvel."
    (one,) = found(text)
    assert text[one.start : one.end] == one.quote == "KOMBIT er indkøber."
    assert one.rule == f"name_subject@{roles_version(ROLES, ABOUT)}"


@pytest.mark.parametrize(
    ("sentence", "barriers"),
    [
        ("Kommunen er låst til én leverandør og kan ikke skifte system.", {"lock_in"}),
        ("Løsningen leveres uden leverandørlås.", set()),
        ("Legislation is not a barrier to sharing.", set()),
        ("High costs are a barrier.", {"price"}),
        ("The price is fixed.", set()),
    ],
)
def test_a_barrier_needs_a_cue_and_is_none_where_it_is_denied(sentence: str, barriers: set[str]) -> None:
    assert {one.target for one in find_barriers([("d", sentence)], barriers=BARRIERS)} == barriers


PIECES = [
    "KOMBIT ",
    "er indkøber",
    "Netcompany A/S ",
    "driver platformen",
    ". ",
    "\n",
    "Vi ",
    "låst til én leverandør ",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "uden ", "ikke ", "\u0130", "?", "s "])))
def test_whatever_the_text_the_quote_is_the_span(pieces: list[str]) -> None:
    text = "".join(pieces)
    for one in (*found(text), *find_barriers([("d", text)], barriers=BARRIERS)):
        assert text[one.start : one.end] == one.quote
    assert barriers_version(BARRIERS)
