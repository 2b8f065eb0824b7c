"""Every technology and theme finds what its own examples say, and nothing that only looks like it."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.lexicon import Examples, LexiconError
from nlp.matching import Matcher
from nlp.technology import GROUPS, load_technologies, matcher_of, taxonomy_version
from nlp.theme import load_themes, matcher_of_themes

TECHNOLOGIES = load_technologies()
THEMES = load_themes()
MATCHER = matcher_of(TECHNOLOGIES)
THEME_MATCHER = matcher_of_themes(THEMES)
_MARKED = re.compile(r"\[\[(.+?)\]\]")


def quotes(matcher: Matcher, text: str, target: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in matcher.find(text) if hit.target == target]


ENTRIES = [
    *((MATCHER, one.id, one.examples) for one in TECHNOLOGIES),
    *((THEME_MATCHER, one.id, one.examples) for one in THEMES),
]


@pytest.mark.parametrize(
    ("matcher", "target", "examples"),
    ENTRIES,
    ids=[f"{'technology' if matcher is MATCHER else 'theme'}-{target}" for matcher, target, _ in ENTRIES],
)
def test_each_entry_finds_its_positive_examples_and_leaves_its_negative_ones(
    matcher: Matcher, target: str, examples: Examples
) -> None:
    for sentence in examples.positive:
        wanted = _MARKED.findall(sentence)
        assert wanted, f"no quote is marked in {sentence!r}"
        found = quotes(matcher, _MARKED.sub(r"\1", sentence), target)
        assert set(wanted) <= set(found), sentence
    for sentence in examples.negative:
        assert quotes(matcher, sentence, target) == [], sentence
    assert examples.negative


def test_the_shelves_hold_what_the_product_promises() -> None:
    assert len(TECHNOLOGIES) >= 40
    assert {one.group for one in TECHNOLOGIES} == set(GROUPS)
    assert len(THEMES) >= 12
    assert all(one.cofog and one.cap for one in THEMES)


@pytest.mark.parametrize(
    "text",
    [
        "Filerne deles i Nextcloud, og der ligger en sky over havnen.",
        "KI har 200 medlemmer; formanden er Ki Andersen.",
        "Borgeren betaler med kort, og mødet var kort.",
        "Udvalget for Beskæftigelse og Integration mødes i kommunen om integrationsplaner.",
        "Se https://cloud.example/api/integration og www.kunstigintelligens.example for mere.",
        "Søren Rest og Ai Weiwei besøger kapitalen; terapi og kopi.",
        "VELKOMMEN TIL ET MØDE OM AI SOM FORKORTELSE FOR ALT MULIGT",
    ],
)
def test_ordinary_words_names_and_addresses_are_no_technology(text: str) -> None:
    assert [text[hit.start : hit.end] for hit in MATCHER.find(text)] == []


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("API'er, API:et og APIerne", "api_management", ["API'er", "API:et", "APIerne"]),
        ("AI-løsninger/cloudløsninger", "artificial_intelligence", ["AI-løsninger"]),
        ("AI-løsninger/cloudløsninger", "cloud_computing", ["cloudløsninger"]),
        ("dataintegrationerne", "integration_platform", ["dataintegrationerne"]),
        ("Master\n data, master-data og masterdata", "master_data", ["Master\n data", "master-data", "masterdata"]),
        ("inte-\ngrationen", "integration_platform", ["inte-\ngrationen"]),
        ("digitala tvillingar", "digital_twin", ["digitala tvillingar"]),
        ("elektronischen Akte", "case_management", ["elektronischen Akte"]),
    ],
)
def test_compounds_endings_and_broken_words_are_quoted_whole(text: str, target: str, expected: list[str]) -> None:
    assert quotes(MATCHER, text, target) == expected


PIECES = st.sampled_from(
    [
        *(
            "AI-løsninger",
            "cloud",
            "API'er",
            "NemLog-in",
            "e\u0301",
            "inte\u00adgra",
            "tion",
            "-\n",
            "kunstig",
            "intelligens",
        ),
        *(
            "\u030a",
            "\ufb01ber",
            "net",
            "Å",
            "A\u030a",
            "\u0130",
            "👩‍💻",
            " ",
            "\t",
            "/",
            "sags- og dokument",
            "\ud800",
            "ДАННЫЕ",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_the_quote_is_the_span_in_any_text_whatsoever(text: str) -> None:
    for hit in (*MATCHER.find(text), *THEME_MATCHER.find(text)):
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end].strip() == text[hit.start : hit.end]


def test_the_version_changes_with_the_terms_and_the_choice_but_not_with_their_order() -> None:
    some = load_technologies(["chatbot", "cloud_computing"])
    assert taxonomy_version(some) == taxonomy_version(tuple(reversed(some)))
    assert taxonomy_version(some) != taxonomy_version(TECHNOLOGIES)
    assert [one.id for one in some] == ["chatbot", "cloud_computing"]


GOOD = """
name_da = "A"
name_en = "A"
group = "ai"
category = "a"
definition_da = "En ting."
definition_en = "A thing."
[terms.da]
word = ["tingest"]
[examples]
positive = ["En [[tingest]]."]
"""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("name_da", "nam_da"), "unknown key nam_da"),
        (('group = "ai"', 'group = "magic"'), "group 'magic' is not one of"),
        (('definition_da = "En ting."', ""), "definition_da must be a text"),
        (('definition_en = "A thing."', ""), "definition_en must be a text"),
        (("[terms.da]", "[terms.xx]"), "unknown key terms.xx"),
        (("word =", "wrod ="), "unknown key terms.da.wrod"),
        (('["tingest"]', '"tingest"'), "terms.da.word must be a list of texts"),
        (('["tingest"]', "[]"), "terms must hold at least one term"),
        (("[terms.da]", 'vetoes = ["("]\n[terms.da]'), "is not a regular expression"),
        (("[examples]", '[needs]\nandet = "x"\n[examples]'), "needs.andet is not one of its terms"),
        (("positive =", "negative ="), "examples.positive must hold at least one sentence"),
        (("name_da =", "name_da"), "is not valid TOML"),
    ],
)
def test_a_fault_in_a_file_is_told_in_one_sentence_with_file_and_key(
    tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    (tmp_path / "thing.toml").write_text(GOOD.replace(*change), "utf-8")
    with pytest.raises(LexiconError) as fault:
        load_technologies(folder=tmp_path)
    assert "thing.toml" in str(fault.value)
    assert sentence in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_good_file_of_ones_own_is_read_and_an_unknown_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thing.toml").write_text(GOOD, "utf-8")
    assert quotes(matcher_of(load_technologies(folder=tmp_path)), "To tingester", "thing") == ["tingester"]
    with pytest.raises(LexiconError, match="has no 'other'"):
        load_technologies(["other"], folder=tmp_path)
