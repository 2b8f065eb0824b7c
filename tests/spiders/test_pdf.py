"""PDF documents: whole words, a title, a date with its basis; what has no words says so."""

from __future__ import annotations

import contextlib
import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.format import Origin, Unreadable
from spiders.formats.pdf import FORMAT, joined
from tests.spiders.pdf_builder import pdf
from warehouse.records import Document, Text

SEEN = date(2026, 11, 23)
LINES = (
    "Strategi for det opdigtede fællesskab\n"
    "Kommunerne vil dele deres løsninger med hinanden, og derfor bliver der i det kommende\n"
    "år udviklet en fælles platform, som alle kan bruge uden at betale mere end i dag.\n"
)


def read(data: bytes, **said: object) -> tuple[Document, Text]:
    origin = Origin(evidence_id="e" * 64, source="papers", url="https://a.example/p.pdf", first_seen=SEEN, **said)  # type: ignore[arg-type]
    document, text, *_ = FORMAT.read(data, origin)
    assert isinstance(document, Document)
    assert isinstance(text, Text)
    return document, text


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    return refusal.value.reason


def test_a_pdf_is_one_document_with_the_text_of_its_pages():
    document, text = read(pdf([LINES, LINES.replace("platform", "portal")], title="Strategi 2026", language="da-DK"))
    assert "fælles platform" in text.text
    assert "fælles portal" in text.text
    assert (document.title, document.document_kind, document.language) == ("Strategi 2026", "pdf", "DA")


@pytest.mark.parametrize(
    ("created", "said", "day", "basis"),
    [
        ("D:20260203101500+01'00'", "", "2026-02-03", "metadata"),
        ("", "Vedtaget den 5. maj 2026", "2026-05-05", "text"),
        ("D:nonsense", "", "2026-11-23", "first_seen"),
        ("D:20310101000000Z", "", "2026-11-23", "first_seen"),
    ],
)
def test_a_date_comes_with_its_basis(created, said, day, basis):
    document, _ = read(pdf([LINES + said], created=created))
    assert (document.published_date, document.date_basis) == (date.fromisoformat(day), basis)


@pytest.mark.parametrize("title", ["", "Microsoft Word - udkast.docx", "Untitled", "plan.pdf"])
def test_a_title_that_a_program_wrote_gives_way_to_the_first_line(title):
    assert read(pdf([LINES], title=title))[0].title == "Strategi for det opdigtede fællesskab"


def test_words_that_a_line_s_end_split_are_whole_again():
    assert joined(["effek-\ntivise-\nring af drift"]) == "effektivisering af drift"
    assert joined(["en so\u00adlid af\u00ad\ntale"]) == "en solid aftale"
    assert joined(["e\ufb00ektiv \ufb01nansiering"]) == "effektiv finansiering"
    assert joined(["EU-\nKommissionen"]) == "EU-\nKommissionen"


def test_heads_and_feet_of_pages_are_kept_once():
    pages = [
        f"Strategi for fællesskabet\nKapitel {'abcdef'[n]} handler om noget andet\nSide {n} af 6" for n in range(6)
    ]
    text = joined(pages)
    assert text.count("Side") == 1
    assert text.count("Strategi") == 1
    assert text.count("Kapitel") == 6


def test_people_s_addresses_are_masked():
    text = read(pdf([LINES + "Kontakt: ida@forening.example, tlf. 12 34 56 78\n"]))[1].text
    assert "ida" not in text
    assert "12 34 56 78" not in text


def bomb() -> bytes:
    """A page whose contents unpack to 200 MB."""
    packed = zlib.compress(b"(x) Tj " * 30_000_000, 9)
    parts = [
        b"%PDF-1.7\n",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n",
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream endobj\n",
        b"trailer<</Root 1 0 R>>",
    ]
    return b"".join(parts)


def circle() -> bytes:
    """A tree of pages that is its own child."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>"
    )


WHOLE = pdf([LINES] * 3)


@pytest.mark.parametrize(
    ("wanted", "make"),
    [
        ("not_pdf", lambda: b"<html><body>Log in</body></html>"),
        ("not_pdf", lambda: b"\x00" * 2_000 + WHOLE),
        ("no_text_layer", lambda: pdf([""])),
        ("no_text_layer", lambda: pdf(["", "", "12", ""])),
        ("no_text_layer", lambda: pdf(["Side 1"] * 9)),
        ("encrypted", lambda: pdf([LINES], password="hemmelig")),
        ("encrypted", lambda: pdf([LINES], password="hemmelig").replace(b"/Standard", b"/PubSec.1")),
        ("malformed", lambda: b"%PDF-1.7\n" + b"x" * 500),
        ("malformed", lambda: b"%PDF-1.7"),
        ("malformed", bomb),
        ("too_large", lambda: pdf([""] * 2_001)),
    ],
    ids=range(11),
)
def test_a_hostile_pdf_is_refused_by_its_own_reason(wanted, make):
    assert reason(make()) == wanted


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b"startxref\n", b"startxref\n" + b"9" * 30),
        (b"(Strategi", b"BI /W " + b"9" * 30 + b" /H 1 /BPC 8 /CS /G ID x EI (Strategi"),
    ],
)
def test_a_number_past_all_bounds_is_refused_as_damage(said, instead):
    assert reason(pdf([LINES]).replace(said, instead, 1)) == "malformed"


def test_a_pdf_of_more_text_than_anybody_reads_is_refused(monkeypatch):
    assert len(read(pdf([LINES] * 3))[1].text) > 2 * len(LINES)
    monkeypatch.setattr("spiders.formats.pdf._MOST_TEXT", 2 * len(LINES))
    assert reason(pdf([LINES] * 3)) == "too_large"


def test_a_circle_of_pages_ends():
    assert reason(circle()) in ("malformed", "no_text_layer")


@pytest.mark.parametrize("count", [1, 2, 5, 30])
def test_a_healthy_pdf_is_read(count):
    assert read(pdf([LINES] * count))[0].char_count > 100


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255), st.integers(9, len(WHOLE)))
@settings(max_examples=100, deadline=None)
def test_any_damage_gives_records_or_one_reason(at, flip, end):
    data = bytearray(WHOLE)
    data[at] ^= flip
    with contextlib.suppress(Unreadable):
        read(bytes(data[:end]))[1].text.encode()


@given(st.binary(max_size=2_000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_behind_the_mark_give_records_or_one_reason(data):
    with contextlib.suppress(Unreadable):
        read(b"%PDF-1.7\n" + data)
