"""Texts made fit to keep, and codes in their one form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.formats import codes, wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skriv til mads.test@fjordby.example i dag", "Skriv til […] i dag"),
        ("mads (at) fjordby.example", "[…]"),
        ("Ring +45 11 22 33 44.", "Ring +[…]."),
        ("Ring 0045 11223344.", "Ring […]."),
        ("Tlf.: 11 22 33 44", "Tlf.: […]"),
        ("Telefon 11223344", "Telefon […]"),
        ("Tél. 01 41 22 33 44, bureau", "Tél. […], bureau"),
        ("Puhelin: 09 123 4567", "Puhelin: […]"),
        ("Mobil nr. 11223344", "Mobil nr. […]"),
        ("0049-8457926231", "[…]"),
        ("Fax: 089 2176 2847", "Fax: […]"),
        ("Tel. (089) 2176-2411, Zimmer 5", "Tel. ([…], Zimmer 5"),
    ],
)
def test_addresses_and_telephone_numbers_are_masked(text: str, expected: str) -> None:
    assert wording.mask(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Pris 1 000 000 - 2 500 000 kr.",
        "CPV 48000000 og 72000000",
        "CVR 10 00 00 09",
        "10 001 500 000 EUR",
        "fra 2025-01-01 til 2029-12-31",
        "C++ 17 og ISO 27001",
        "2021/S 043-107140",
        "telemedicin til 12000 borgere",
        "Mobilitet 2025 - 2030",
        "Telefoni 2024-2027",
        "registration number: 005779755",
        "Nr 001656430-0001",
        "POIS.01.06.02-00-0028/16-00",
    ],
)
def test_prices_dates_and_codes_are_not_telephone_numbers(text: str) -> None:
    assert wording.mask(text) == text


@given(st.text(max_size=300))
def test_a_masked_text_holds_no_mail_address_and_masking_again_changes_nothing(text: str) -> None:
    masked = wording.mask(text)
    assert wording.mask(masked) == masked


@given(st.text(max_size=200))
def test_plain_text_is_folded_or_none(text: str) -> None:
    plain = wording.plain(text)
    if plain is not None:
        assert plain.strip() == plain != ""
        assert "  " not in plain
        assert "\n\n" not in plain


@given(st.text(alphabet="aæ1 \n\r\t\xa0\x85\u2028", max_size=60))
def test_blanks_are_folded_line_by_line(text: str) -> None:
    lines = [" ".join(line.split()) for line in text.splitlines()] if "\n" in text or "\r" in text else [text]
    expected = [" ".join(line.split()) for line in lines]
    assert (wording.plain(text) or "") == "\n".join(line for line in expected if line)
    assert (wording.line(text) or "") == " ".join(text.split())


@given(st.lists(st.one_of(st.none(), st.text(alphabet="aæ@.1 \n", max_size=12)), max_size=12))
def test_a_text_that_a_notice_repeats_is_the_same_each_time(said: list[str | None]) -> None:
    texts = wording.Texts()
    for text in (*said, *said):
        assert texts.plain(text) == wording.plain(text)
        assert texts.line(text) == wording.line(text)


def test_danish_letters_are_no_mojibake() -> None:
    for text in ("Ærø Å Ä Ö â Ñ", "Århus Ældrepleje", "ÅLAND", "NIÑO €"):
        assert wording.repair(text) == text


def test_the_same_text_stands_once_in_a_joined_text() -> None:
    assert wording.joined(("A", None, "B", "A", "")) == "A\n\nB"


def test_pasted_markup_becomes_lines() -> None:
    assert wording.plain("<p>Et</p><p>To &amp; tre</p>") == "Et\nTo & tre"
    assert wording.plain("værdi < 5 og > 3") == "værdi < 5 og > 3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-01", date(2024, 3, 1)),
        ("2024-03-01+01:00", date(2024, 3, 1)),
        ("2024-03-01Z", date(2024, 3, 1)),
        ("2024-03-01T10:00:00Z", date(2024, 3, 1)),
        ("20240301", date(2024, 3, 1)),
        ("20240301 13:00", date(2024, 3, 1)),
        ("2024-02-30", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_without_its_zone(text: str | None, expected: date | None) -> None:
    assert codes.calendar_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1250000.00", Decimal("1250000.00")),
        ("-1", Decimal(-1)),
        ("0.01", Decimal("0.01")),
        ("1 000 000", Decimal(1000000)),
        ("0.123456", Decimal("0.1235")),
        ("1E+40", None),
        ("NaN", None),
        ("Infinity", None),
        ("12 mio.", None),
        ("", None),
    ],
)
def test_an_amount_is_kept_as_published_or_unknown(text: str, expected: Decimal | None) -> None:
    assert codes.amount(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("742640-2023", "742640-2023"),
        ("00742640-2023", "742640-2023"),
        ("2023/S 236-742640", "742640-2023"),
        ("2011/S 4-005302", "5302-2011"),
        ("2022-319091", None),
        ("84-2285x", None),
        (None, None),
    ],
)
def test_a_publication_number_has_one_form(text: str | None, expected: str | None) -> None:
    assert codes.publication_number(text) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("DNK", "DK"), ("UK", "GB"), ("England", "GB"), ("1A0", "XK"), ("??", None)]
)
def test_a_country_has_one_code(code: str, expected: str | None) -> None:
    assert codes.country(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("DAN", "DA"), ("nob", "NB"), ("en-GB", "EN"), ("xx1", None), ("", None)]
)
def test_a_language_has_one_code(code: str, expected: str | None) -> None:
    assert codes.language(code) == expected


@given(st.text(max_size=30))
def test_no_text_breaks_a_code(text: str) -> None:
    for read in (codes.amount, codes.calendar_date, codes.country, codes.cpv, codes.currency, codes.language):
        read(text)
    codes.whole_number(text)
    codes.publication_number(text)
