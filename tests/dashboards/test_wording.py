"""Every page in its own language and in words: numbers, codes and plurals, over all pages at once."""

from __future__ import annotations

import pytest

from dashboards.naming import found_by, with_names
from dashboards.reasons import say_reason
from dashboards.refusals import METRICS, MODELS, NOTES, REFUSALS
from dashboards.showing import one_line, show
from dashboards.singulars import in_singular
from dashboards.wordlist import SPEAKERS
from dashboards.words import Words, same
from nlp import training
from spiders.format import REASONS
from tests.dashboards.conftest import Built
from tests.dashboards.wording import faults_of, names_in
from warehouse.edition import Edition


def test_no_page_shows_anothers_numbers_a_code_or_one_of_many(site: Built, edition: Edition) -> None:
    assert faults_of(site.root, names_in(edition)) == set()


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("broken: 0.283 against at most 0.2", "brudt: 0,283 mod højst 0,2"),
        ("holds: 1,610,000,000 against at least 1,000,000,000", "holder: 1.610.000.000 mod mindst 1.000.000.000"),
        ("must be done by 2029-12-31 (A law)", "skal være gjort senest 31.12.2029 (A law)"),
        (
            "do not quote: cannot tell: no award states its bids",
            "citér ikke: kan ikke siges: ingen tildeling oplyser antal bud",
        ),
        ("already tied to us: framework_lot, stated", "allerede forbundet med os: samme delaftale, oplyst partnerskab"),
        ("1 tenders came after a paper; a lag needs 8", "1 udbud kom efter et papir; der kræves 8"),
        ("1 sentences of others, fewer than 30; read the quotes", "1 sætning fra andre, færre end 30; læs citaterne"),
    ],
)
def test_a_reason_is_said_with_danish_numbers_days_and_words(english: str, danish: str) -> None:
    assert say_reason(english).da == danish


def test_a_reason_in_english_has_days_codes_and_single_things_in_words() -> None:
    assert say_reason("must be done by 2029-12-31 (A law)").en == "must be done by 31\u00a0Dec\u00a02029 (A law)"
    assert say_reason("joint_public_company").en == "joint public company"
    assert say_reason("1 tenders came after a paper; a lag needs 8").en == "1 tender came after a paper; a lag needs 8"


def test_only_a_lone_one_takes_the_singular() -> None:
    assert in_singular("1 contracts open, 21 contracts, 0.1 contracts, 3–1 contracts", "en") == (
        "1 contract opens, 21 contracts, 0.1 contracts, 3–1 contracts"
    )
    assert in_singular("1 sætninger og 11 sætninger", "da") == "1 sætning og 11 sætninger"


def test_everyone_but_us_is_told_from_those_of_no_group() -> None:
    assert len({words.da for words in SPEAKERS.values()} | {"x"}) == len(SPEAKERS)  # self and focal are one
    assert show("outside", "speaker", "en") == "everyone but us"
    assert show("other", "speaker", "en") == "in none of the groups"


def test_what_is_not_known_is_of_no_kind_of_money() -> None:
    assert show("unknown", "kind", "da") == "ukendt"


def test_the_readers_reasons_and_the_classifiers_card_have_words() -> None:
    assert REFUSALS.keys() == REASONS.keys()
    assert {english for english, _ in NOTES} == set(training._LIMITS.values())
    assert {training.DIVISION, training.RELEVANCE} == MODELS.keys()
    assert {"accuracy", "temperature", "threshold", "slope", "shift", "held_out_texts"} < METRICS.keys()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "Cybersikkerhed\nVi mangler folk og\nønsker at dele dem.",
            "Cybersikkerhed · Vi mangler folk og ønsker at dele dem.",
        ),
        (
            "Vores rolle, del 1 3. februar 2026 Vi afprøver ny teknologi.",
            "Vores rolle, del 1 · 3. februar 2026 · Vi afprøver ny teknologi.",
        ),
        ("Vi mangler folk hos\nRegion Vest.", "Vi mangler folk hos Region Vest."),
        ("Mødet den 3. februar 2026 blev aflyst.", "Mødet den 3. februar 2026 blev aflyst."),
    ],
)
def test_a_quote_shows_where_its_heading_ends(written: str, shown: str) -> None:
    assert one_line(written) == shown


def test_ids_give_way_to_names_and_rules_to_their_term() -> None:
    names = {"login": same("Login"), "login-contract": Words("Ny aftale", "New contract")}
    assert with_names(same("after login-contract, login"), names) == Words(
        "after Ny aftale, Login", "after New contract, Login"
    )
    assert found_by("compound:da:fagsystem@38b1a42ea85c").da == "fundet på »fagsystem«"
