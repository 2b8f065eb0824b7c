"""Sentences end where readers end them, and places in prepared texts lead back to the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import matching_text, sentence_around, sentences, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jf. pkt. 3.1 skal løsningen bl.a. virke, m.m. Den drives fx i skyen.", 2),
        ("Prisen er 1.200.000,00 kr. pr. år. Der kommer moms til.", 2),
        ("Mødet er den 3. maj 2026. Derefter ferie.", 2),
        ("Se f.eks. bilag 2, dvs. kravene. Og så?  Ja!", 3),
        ("Kravene er:\n- ét krav\n- et andet krav", 3),
        ("Overskrift\n\nBrødtekst uden punktum", 2),
        ("Der gäller bl.a. § 3, vgl. Nr. 4 und z.B. Anlage 2. Ende.", 2),
        ("", 0),
        ("   \n ", 0),
    ],
)
def test_a_full_stop_after_an_abbreviation_or_in_a_number_ends_no_sentence(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected


@given(st.text())
def test_sentences_lie_in_order_within_the_text_and_leave_out_only_whitespace(text: str) -> None:
    spans = sentences(text)
    inside = [place for start, end in spans for place in range(start, end)]
    assert inside == sorted(set(inside))
    assert all(text[place].isspace() for place in set(range(len(text))) - set(inside))


def test_the_context_is_the_sentence_and_a_very_long_one_is_cut_at_words() -> None:
    text = "Første sætning. Her står cloud i midten. Sidste sætning."
    assert sentence_around(text, sentences(text), 26, 31) == "Her står cloud i midten."
    long = "ord " * 300 + "cloud " + "ord " * 300
    at = long.index("cloud")
    context = sentence_around(long, sentences(long), at, at + 5)
    assert "cloud" in context
    assert len(context) <= 400
    assert set(context.split()) == {"ord", "cloud"}


def test_tidy_text_is_composed_and_has_single_spaces() -> None:
    assert tidy("  A\u030a  b\n\tc ") == "Å b c"


@given(st.text(alphabet=st.sampled_from("aåÅ\u030a\u0301oe\u00ad-\nfi\ufb01 \u0130Ⅷ👍"), max_size=60))
def test_every_place_in_a_prepared_text_leads_to_a_place_in_the_original(text: str) -> None:
    prepared = matching_text(text)
    assert len(prepared.lowered) == len(prepared.text)
    last = 0
    for place in range(len(prepared.text)):
        start, end = prepared.original(place, place + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start


def test_soft_hyphens_line_break_hyphens_ligatures_and_loose_accents_do_not_hide_a_word() -> None:
    for written in ("inte\u00adgration", "inte-\ngration", unicodedata.normalize("NFD", "integration")):
        assert matching_text(written).lowered == "integration"
    assert matching_text("\ufb01bernet").lowered == "fibernet"
    assert matching_text(unicodedata.normalize("NFD", "FÆLLESÅR")).lowered == "fællesår"
    assert matching_text("sags-\nog dokument").lowered == "sags-\nog dokument"
