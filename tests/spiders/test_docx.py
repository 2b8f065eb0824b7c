"""DOCX documents: every word in its order with its structure; bombs and damage refused by their own reason."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.format import Origin, Unreadable
from spiders.formats import formats, recognise
from spiders.formats.docx import FORMAT
from tests.spiders.docx_builder import docx_file, with_body, with_member, with_notes
from warehouse.records import Document, Record, Text, TextBlock

SENTENCE = (
    "Kommunerne i det opdigtede fællesskab har besluttet at dele deres løsninger med hinanden, og derfor bliver der "
    "udviklet en fælles platform, som alle kan bruge."
)
ENGLISH = (
    "The invented association of municipalities will share its solutions, and a common platform is going to be built "
    "during the coming year that everybody may use without paying more than they do today."
)
PAPER = docx_file(
    [
        ("Title", "Digitaliseringsstrategi 2025-2028"),
        ("Heading 1", "Formål"),
        ("Normal", SENTENCE + " " + SENTENCE),
        ("List Bullet", "Fælles data"),
        ("Heading 2", "Summary"),
        ("Normal", ENGLISH),
    ],
    rows=[("År", "Beløb"), ("2025", "3 mio. kr.")],
)


def read(data: bytes) -> list[Record]:
    url = "https://a.example/papir.docx"
    origin = Origin(evidence_id="e" * 64, source="papers", url=url, first_seen=date(2026, 11, 23))
    return [*FORMAT.read(data, origin)]


def text_of(data: bytes) -> str:
    return next(one.text for one in read(data) if isinstance(one, Text))


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    return refusal.value.reason


def test_a_document_is_read_with_its_type_period_and_date() -> None:
    document = read(PAPER)[0]
    assert isinstance(document, Document)
    assert (document.document_kind, document.document_type) == ("docx", "digitalisation_strategy")
    assert (document.period_from, document.period_to) == (date(2025, 1, 1), date(2028, 12, 31))
    assert (document.title, document.language) == ("Digitaliseringsstrategi 2025-2028", "DA")
    assert (document.published_date, document.date_basis) == (date(2026, 2, 3), "metadata")


def test_headings_lists_and_tables_keep_their_structure_and_paragraphs_their_language() -> None:
    records = read(PAPER)
    text = next(one.text for one in records if isinstance(one, Text))
    blocks = [one for one in records if isinstance(one, TextBlock)]
    assert [(one.block_kind, one.level, one.language, text[one.start : one.end][:9]) for one in blocks] == [
        ("heading", 1, "DA", "Digitalis"),
        ("heading", 1, "DA", "Formål"),
        ("paragraph", None, "DA", "Kommunern"),
        ("list_item", None, "DA", "- Fælles "),
        ("heading", 2, "DA", "Summary"),
        ("paragraph", None, "EN", "The inven"),
        ("table_row", None, "DA", "År | Belø"),
        ("table_row", None, "DA", "2025 | 3 "),
    ]
    assert isinstance(records[0], Document)
    assert records[0].flags == ("mixed_language",)


def test_numbered_paragraphs_are_list_items() -> None:
    item = (
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>Et</w:t></w:r></w:p>"
    )
    assert text_of(with_body(PAPER, item)).splitlines()[0] == "- Et"


@pytest.mark.parametrize(
    ("xml", "first"),
    [
        ("<w:p><w:ins w:id='1'><w:r><w:t>Indsat</w:t></w:r></w:ins></w:p>", "Indsat"),
        (
            "<w:p><w:r><w:t>Står</w:t></w:r><w:del w:id='2'><w:r><w:delText>Slettet</w:delText></w:r></w:del></w:p>",
            "Står",
        ),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>I et felt</w:t></w:r></w:p></w:sdtContent></w:sdt>", "I et felt"),
        ("<w:p><w:r><w:t>To</w:t><w:tab/><w:t>ord</w:t></w:r></w:p>", "To ord"),
        (
            "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>I en boks</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
            "</w:p>",
            "I en boks",
        ),
    ],
    ids=["inserted", "deleted", "content control", "tab", "text box"],
)
def test_words_are_found_where_word_processors_put_them(xml: str, first: str) -> None:
    assert text_of(with_body(PAPER, xml)).splitlines()[0] == first


def test_what_a_program_wrote_as_a_title_gives_way_to_the_first_line() -> None:
    assert read(docx_file([("Normal", SENTENCE)], title="Microsoft Word - udkast"))[0].title == SENTENCE  # type: ignore[attr-defined]


def test_bombs_locks_and_empty_documents_are_refused() -> None:
    assert reason(with_member(PAPER, "word/media/x.xml", lambda _: b"<a>" + b" " * (33 << 20) + b"</a>")) == "too_large"
    doctype = with_member(
        PAPER,
        "word/document.xml",
        lambda old: old.replace(b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document", 1),
    )
    assert reason(doctype) == "has_doctype"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "encrypted"
    assert reason(docx_file([])) == "no_text"
    assert reason(PAPER[: len(PAPER) // 2]) == "malformed"


def test_a_style_without_a_name_costs_no_more_than_itself() -> None:
    nameless = with_member(PAPER, "word/styles.xml", lambda old: old.replace(b'<w:name w:val="List"/>', b"<w:name/>"))
    assert text_of(nameless) == text_of(PAPER)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"])
def test_a_moment_before_or_after_all_days_dates_no_document(moment: str) -> None:
    made = with_member(PAPER, "docProps/core.xml", lambda old: old.replace(b"2026-02-03T00:00:00Z", moment.encode()))
    assert made != PAPER
    document = read(made)[0]
    assert isinstance(document, Document)
    assert document.date_basis == "first_seen"


def test_a_damaged_member_is_refused_however_it_was_packed() -> None:
    for way in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        held = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(PAPER)) as old, zipfile.ZipFile(held, "w", way) as new:
            for member in old.namelist():
                new.writestr(member, old.read(member))
        data = bytearray(held.getvalue())
        assert text_of(bytes(data)) == text_of(PAPER)
        at = data.index(b"word/document.xml") + len("word/document.xml")
        data[at : at + 9] = bytes(one ^ 255 for one in data[at : at + 9])
        assert reason(bytes(data)) == "malformed"


def test_a_directory_that_lies_about_its_sizes_is_refused() -> None:
    at = PAPER.rindex(b"word/document.xml") - 46
    lied = PAPER[: at + 24] + (100).to_bytes(4, "little") + PAPER[at + 28 :]
    assert reason(lied) == "malformed"


def test_word_documents_are_recognised_and_other_office_files_are_not() -> None:
    def name(head: bytes, media_type: str, name: str) -> str | None:
        found = recognise(formats(), head=head, media_type=media_type, name=name)
        return found.name if found else None

    assert name(PAPER[:4096], "application/octet-stream", "/papir.docx") == "docx"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert name(PAPER[:4096], word, "/download") == "docx"
    assert name(b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml" + b"xl/workbook.xml", "", "/tal.xlsx") is None


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(PAPER) - 1), byte=st.integers(0, 255), cut=st.integers(0, 400))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(at: int, byte: int, cut: int) -> None:
    with contextlib.suppress(Unreadable):
        read(PAPER[:at] + bytes([byte]) + PAPER[at + 1 : len(PAPER) - cut])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "Nd", "Zs")), min_size=1), min_size=1))
def test_every_word_that_was_written_is_read(words: list[str]) -> None:
    lines = [" ".join(one.split()) for one in words]
    data = docx_file([("Normal", SENTENCE), *(("Normal", one) for one in lines)])
    assert text_of(data).splitlines()[1:] == [" ".join(one.split()) for one in lines if one.strip("|- ")]


def test_notes_follow_the_body_and_the_line_above_them_is_no_text() -> None:
    paper = with_notes(with_notes(PAPER, "endnote", ["Kilde: budgettet."]), "footnote", ["Heraf 2 mio. kr. i 2026."])
    assert text_of(paper) == f"{text_of(PAPER)}\nHeraf 2 mio. kr. i 2026.\nKilde: budgettet."


def test_notes_that_declare_entities_are_refused_and_quote_nothing() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "boom">]><w:footnotes xmlns:w="u"/>'
    paper = with_member(with_notes(PAPER, "footnote", ["Note."]), "word/footnotes.xml", lambda _: bomb)
    assert reason(paper) == "has_doctype"
