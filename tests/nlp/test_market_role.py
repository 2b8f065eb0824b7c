"""The part that a player plays in the market, with the words that show it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.market_role import canonical_roles, find_market_roles, market_roles, naming, roles_in_pages

SAID = [
    ("consultant", "Havblik", "Havblik is a small consultancy for cities."),
    ("system_vendor", "Havblik A/S", "Vores kunder er kommuner i hele landet."),
    ("system_vendor", "Havblik", "The module was developed by Havblik in 2020."),
    ("standard_body", "Nordnorm", "We publish and maintain open standards for health data."),
    ("standard_body", "Nordnorm", "Deze standaard beschrijft de uitwisseling."),
    ("data_holder", "Matrikelen", "Vi forvalter de nasjonale registre over eiendommer."),
    ("buyer_community", "Fjordnet", "Fjordnet er et samarbejde mellem kommuner om it."),
    ("platform_owner", "Minby", "Minby is an open source platform for participation."),
    ("operator", "Havblik", "We host the system in two data centres."),
    ("integrator", "Havblik", "We integrate your systems with the shared infrastructure."),
]
NOT_SAID = [
    ("Havblik", "Clients connect to the server over TLS."),
    ("Havblik", "Kunden logger ind med MitID."),
    ("Havblik", "Another firm is a consultancy for cities."),
    ("Minby", "A platform for participation was discussed."),
]


@pytest.mark.parametrize(("role", "name", "text"), SAID)
def test_a_sentence_about_itself_gives_a_player_its_role(role: str, name: str, text: str) -> None:
    found = roles_in_pages(name, [("d", f"Velkommen.\n\n{text} Mere her.")])
    assert role in {one.role for one in found}
    assert all(one.quote == text for one in found if one.role == role)


@pytest.mark.parametrize(("name", "text"), NOT_SAID)
def test_a_sentence_about_something_else_gives_it_none(name: str, text: str) -> None:
    assert roles_in_pages(name, [("d", text)]) == []


def test_what_a_register_states_comes_first_and_one_page_of_many_is_an_aside() -> None:
    pages = [("a", "We host the system."), *((f"p{n}", "Nothing here.") for n in range(5))]
    found = market_roles(name="Havblik A/S", player_class="private", stated=("joint buyer",), pages=pages)
    assert [(one.role, one.layer) for one in found] == [("buyer_community", "curated"), ("system_vendor", "rule")]
    assert canonical_roles(("policy maker", "system vendor")) == ("system_vendor",)


def test_nothing_known_is_no_role() -> None:
    assert market_roles(name="Havblik", player_class="unknown") == []


@given(st.text(max_size=200), st.sampled_from(SAID))
def test_the_quote_of_a_role_is_its_place_in_the_text(before: str, said: tuple[str, str, str]) -> None:
    _, name, sentence = said
    text = f"{before}\n\n{sentence}\n\n{before}"
    for one in find_market_roles([("d", text)], who=naming([(name, "p")])):
        assert text[one.start : one.end] == one.quote
        assert one.rule.partition("@")[0] in ("we", "p")
