"""National register numbers: what is real, what is junk, what belongs to a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.formats.national_ids import judge_national_id, luhn
from spiders.formats.parties import Parties, Party
from warehouse.records import Organisation


@pytest.mark.parametrize(
    ("published", "country", "normalised"),
    [
        ("10000009", "DK", "DK:10000009"),
        ("DK 10 00 00 09", "DK", "DK:10000009"),
        ("ORG-10 00 00 09", "DK", "DK:10000009"),
        ("CVR nr. 10000009", "DK", "DK:10000009"),
        ("CVR-nr.: 10 00 00 09", "DK", "DK:10000009"),
        ("900 000 006", "NO", "NO:900000006"),
        ("NO900000006MVA", "NO", "NO:900000006"),
        ("556000-0001", "SE", "SE:5560000001"),
        ("SE556000000101", "SE", "SE:5560000001"),
        ("1000000-4", "FI", "FI:1000000-4"),
        ("FI10000004", "FI", "FI:1000000-4"),
        ("100 000 009", "FR", "FR:100000009"),
        ("FR42100000009", "FR", "FR:100000009"),
        ("10000000900000", "FR", None),
        ("100-000-00-06", "PL", "PL:1000000006"),
        ("500000018", "PT", "PT:500000018"),
        ("7590785", "GB", "GB:07590785"),
        ("SC123456", "GB", "GB:SC123456"),
    ],
)
def test_a_number_is_normalised_where_its_register_vouches_for_it(
    published: str, country: str, normalised: str | None
) -> None:
    identity = judge_national_id(published, country)
    assert identity.normalised == normalised
    assert identity.flag == ("ok" if normalised else "invalid")
    assert identity.national_id == published


@pytest.mark.parametrize(
    "published",
    [
        "0",
        "000000001",
        "123456789",
        "1234567890",
        "99999999",
        "ORG-null",
        "UNBEKANNT",
        "KEINEANGABE",
        "n/a",
        "N/A",
        "-",
    ],
)
def test_junk_is_named_junk_and_kept_as_published(published: str) -> None:
    identity = judge_national_id(published, "DK")
    assert (identity.flag, identity.normalised, identity.national_id) == ("junk", None, published)


@pytest.mark.parametrize(
    ("published", "country"),
    [
        ("123456780", "PT"),
        ("PT 212 345 678", "PT"),
        ("800101-0019", "SE"),
        ("198001010019", "SE"),
        ("010170-1234", "DK"),
        ("01017012345", "NO"),
        ("010170-123A", "FI"),
        ("12345678Z", "ES"),
        ("X1234567L", "ES"),
        ("RSSMRA80A01H501U", "IT"),
        ("1800101221144", "RO"),
    ],
)
def test_a_persons_number_never_leaves(published: str, country: str) -> None:
    identity = judge_national_id(published, country)
    assert identity.is_personal
    assert (identity.national_id, identity.normalised, identity.flag) == (None, None, "missing")


def test_a_number_of_a_country_without_a_check_is_kept_unchecked() -> None:
    identity = judge_national_id("HRB 21599", "DE")
    assert (identity.flag, identity.national_id, identity.normalised) == ("unchecked", "HRB 21599", None)


def test_a_foreign_number_does_not_pass_for_a_local_one() -> None:
    assert judge_national_id("SE556000000101", "DK").flag == "invalid"


def test_no_number_is_missing() -> None:
    assert judge_national_id(None, "DK").flag == judge_national_id("  ", "DK").flag == "missing"


@given(st.integers(min_value=10_000_000, max_value=99_999_999))
def test_one_wrong_digit_never_passes_the_danish_check(number: int) -> None:
    if judge_national_id(str(number), "DK").flag == "ok":
        wrong = str(number)[:-1] + str((number + 1) % 10)
        assert judge_national_id(wrong, "DK").flag != "ok"


@given(st.text(alphabet="0123456789", min_size=1, max_size=20))
def test_exactly_one_check_digit_completes_any_luhn_number(body: str) -> None:
    assert sum(luhn(body + str(digit)) for digit in range(10)) == 1


@given(st.text(max_size=40), st.sampled_from([None, "DK", "NO", "SE", "FI", "FR", "PL", "PT", "GB", "DE", "IT", "IS"]))
def test_any_text_gets_a_flag_and_a_number_only_with_ok(published: str, country: str | None) -> None:
    identity = judge_national_id(published, country)
    assert identity.flag in ("ok", "invalid", "unchecked", "junk", "missing")
    assert (identity.normalised is not None) == (identity.flag == "ok")


def add(party: Party, role: str = "supplier") -> Organisation | None:
    marks = {"evidence_id": "e", "part": "", "source": "s", "reader": "r@1"}
    return Parties(notice_id="1-2025", marks=marks).add(party, role=role)  # type: ignore[arg-type]  # same keys


def test_who_trades_under_the_own_name_is_marked_but_keeps_the_business_number() -> None:
    sole = add({"name": "Bølgens Service v/ Mads Test Madsen", "national_id": "10000009", "country": "DK"})
    assert sole is not None
    assert (sole.is_natural_person, sole.national_id_normalised) == (True, "DK:10000009")


def test_a_public_buyer_represented_by_someone_is_no_person() -> None:
    buyer = add({"name": "Region Fjord v/ Indkøb og Logistik", "country": "DK"}, role="buyer")
    assert buyer is not None
    assert not buyer.is_natural_person


def test_mojibake_and_white_space_in_names_are_repaired() -> None:
    party = add({"name": "  FJORDBY\n INDKJÃ˜P ", "country": "NO"})
    assert party is not None
    assert party.name == "FJORDBY INDKJØP"


@pytest.mark.parametrize(
    ("website", "email", "expected"),
    [
        ("https://www.Nordlys.example/om", None, "nordlys.example"),
        ("nordlys.example", None, "nordlys.example"),
        (None, "salg@nordlys.example", "nordlys.example"),
        ("ikke oplyst", "salg@nordlys.example", "nordlys.example"),
        (None, "nordlys@gmail.com", None),
        ("http://[::1", None, None),
        ("https://bølge.example", None, "xn--blge-gra.example"),
    ],
)
def test_a_domain_comes_from_the_website_or_else_the_mail(
    website: str | None, email: str | None, expected: str | None
) -> None:
    party = add({"name": "Nordlys", "website": website, "email": email})
    assert party is not None
    assert party.domain == expected


def test_a_party_without_name_and_number_is_nobody() -> None:
    assert add({"town": "Fjordby"}) is None
