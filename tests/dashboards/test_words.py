"""Numbers, money and dates as Danish and English write them, and addresses that may become links."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.reasons import say_reason
from dashboards.safety import clean, inside_address, web_address
from dashboards.vocabulary import cannot_tell_reason
from dashboards.words import DA, EN, full_stop

DRAWN = """
 value          | how         | danish            | english
 1234567.8      | money_exact | 1.234.567,8 kr.   | DKK 1,234,567.8
 910000         | money       | 910.000 kr.       | DKK 910,000
 1234567.8      | money       | 1,2 mio. kr.      | DKK 1.2 m
 345600000      | money       | 346 mio. kr.      | DKK 346 m
 999960000      | money       | 1,0 mia. kr.      | DKK 1.0 bn
 -2500000       | money       | −2,5 mio. kr.     | DKK −2.5 m
 0.4649         | share       | 46 %              | 46%
 0.046          | share       | 4,6 %             | 4.6%
 0              | share       | 0 %               | 0%
 1              | share       | 100 %             | 100%
 16.5           | count       | 16,5              | 16.5
 1203           | count       | 1.203             | 1,203
 2.5            | number      | 3                 | 3
 1.957          | ratio       | ×1,96             | ×1.96
"""


@pytest.mark.parametrize("line", DRAWN.strip().splitlines()[1:])
def test_a_value_is_written_as_each_language_writes_it(line: str) -> None:
    value, how, danish, english = (part.strip() for part in line.split("|"))
    assert getattr(DA, how)(Decimal(value)).replace("\u00a0", " ") == danish
    assert getattr(EN, how)(Decimal(value)).replace("\u00a0", " ") == english


def test_dates_and_quarters_are_written_in_words() -> None:
    day = date(2026, 11, 17)
    assert DA.day(day).replace("\u00a0", " ") == "17. november 2026"
    assert EN.day(day).replace("\u00a0", " ") == "17 November 2026"
    assert DA.quarter(day).replace("\u00a0", " ") == "4. kvt. 2026"
    assert EN.quarter(day).replace("\u00a0", " ") == "Q4 2026"
    assert DA.day_short(day) == "17.11.2026"


def test_a_sentence_after_an_abbreviation_has_one_full_stop() -> None:
    assert full_stop("for mindst 1,2 mio. kr.") == "for mindst 1,2 mio. kr."
    assert full_stop("worth DKK 1.2 m") == "worth DKK 1.2 m."


def test_a_list_is_joined_with_the_languages_own_and() -> None:
    assert (DA.listing(["a", "b", "c"]), EN.listing(["a", "b"]), DA.listing(["a"]), DA.listing([])) == (
        "a, b og c",
        "a and b",
        "a",
        "",
    )


@given(st.decimals(min_value=-(10**14), max_value=10**14, allow_nan=False, places=2))
def test_a_danish_number_reads_back_to_what_was_written(value: Decimal) -> None:
    written = DA.number(value, 2)
    assert Decimal(written.replace(".", "").replace(",", ".").replace("\u2212", "-")) == value


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "https:///x",
        "https://javascript:alert(1)",
        "https://'><b>/",
        "evidence",
        "https://user@evil.example/",
        "http://[::1",
        "ftp://example.org/x",
        "https://example.org/\u202egpj.exe",
        "https://example.org/a b",
        "",
    ],
)
def test_an_address_that_is_not_plain_web_never_becomes_a_link(address: str) -> None:
    assert web_address(address) is None


def test_plain_web_addresses_and_ways_inside_the_site_become_links() -> None:
    assert web_address("https://notices.example.org/a?b=c&d=e#f") == "https://notices.example.org/a?b=c&d=e#f"
    assert inside_address("players/x-1.html#top") == "players/x-1.html#top"
    assert inside_address("../index.html") == "../index.html"


@given(st.text(max_size=2000))
def test_cleaned_text_has_no_control_or_direction_characters_and_a_known_length(text: str) -> None:
    shown = clean(text)
    assert len(shown) <= 600
    assert not set(shown) & set("\x00\x07\x1b\u202e\u2066\ufeff\u200f")


def test_reasons_are_said_in_danish_and_unknown_ones_as_written() -> None:
    assert say_reason("cannot tell: fewer than 10 awards").da == "færre end 10 tildelinger"
    assert say_reason("cannot tell: fewer than 10 awards").en == "fewer than 10 awards"
    assert say_reason("a reason nobody listed").da == "a reason nobody listed"


def test_the_floor_explains_itself_with_the_counts_that_decide() -> None:
    assert cannot_tell_reason(count=7).en == "only 7 awards (floor is 10)"
    assert cannot_tell_reason(count=70, suppliers=2).da == "kun 2 leverandører (gulvet er 3)"
    assert cannot_tell_reason(count=0).da == "ingen tildelinger"
    assert cannot_tell_reason(count=70, stated="cannot tell: no awards").da == "ingen tildelinger"
