"""Web pages: main text, what they say of themselves, and everything hostile refused by its own reason."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.format import Origin, Unreadable
from spiders.formats import formats, recognise
from spiders.formats.dates import date_in_address, date_in_stamp, dates_in_text
from spiders.formats.html import FORMAT
from spiders.formats.languages import language_of
from spiders.formats.wording import MASK
from spiders.parts import Part, read_part
from warehouse.archive import Archive
from warehouse.records import Document, Text, text_digest

SEEN = date(2026, 11, 23)
DANISH = (
    "Kommunerne i det opdigtede fællesskab har besluttet at dele deres løsninger med hinanden, og derfor bliver der i "
    "det kommende år udviklet en fælles platform, som alle kan bruge uden at betale mere end i dag. "
)
ENGLISH = (
    "The invented association of municipalities will share its solutions, and a common platform is going to be built "
    "during the coming year that everybody may use without paying more than they do today. "
)


def page(body: str, *, head: str = "", lang: str = "da") -> bytes:
    head = f"<head><title>En titel</title>{head}</head>"
    return f'<!DOCTYPE html><html lang="{lang}">{head}<body>{body}</body></html>'.encode()


def stamped(moment: str) -> str:
    return f'<meta property="article:published_time" content="{moment}">'


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def article(text: str = DANISH * 4, *, title: str = "Fælles platform på vej") -> str:
    return (
        '<nav><a href="/">Forside</a> <a href="/om">Om foreningen</a></nav>'
        f"<main><article><h1>{title}</h1><p>{text}</p></article></main>"
        "<footer>Eksempelvej 1, 0000 Ingensteds</footer>"
    )


def read(data: bytes, url: str = "https://forening.example/nyt/platform", **said: object) -> tuple[Document, Text]:
    origin = Origin(evidence_id="e" * 64, source="sites", url=url, first_seen=SEEN, publisher="Foreningen", **said)  # type: ignore[arg-type]
    document, text, *_ = FORMAT.read(data, origin)
    assert isinstance(document, Document)
    assert isinstance(text, Text)
    return document, text


def reason(data: bytes, **said: object) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(data, **said)  # type: ignore[arg-type]
    return refusal.value.reason


def test_a_page_is_one_document_with_its_main_text():
    document, text = read(page(article()))
    assert "Kommunerne i det opdigtede" in text.text
    assert "Om foreningen" not in text.text
    assert "Eksempelvej" not in text.text
    assert document.title == "Fælles platform på vej"
    assert (document.language, document.publisher, document.document_kind) == ("DA", "Foreningen", "html")
    assert (text.owner_kind, text.owner_id) == ("document", document.document_id)
    assert text.text_digest == document.text_digest == text_digest(text.text)
    assert document.char_count == len(text.text)
    assert (document.reader, document.evidence_id) == ("html@4", "e" * 64)


def test_headings_list_items_and_tables_stay_lines():
    body = (
        f"<main><h1>Krav</h1><p>{DANISH}</p><h2>Drift</h2>"
        "<ul><li>overvågning døgnet rundt</li><li>sikkerhedskopi hver nat</li></ul>"
        "<table><tr><th>Modul</th><th>Pris</th></tr><tr><td>Arkiv</td><td>400</td></tr></table>"
        f"<p>{DANISH}</p></main>"
    )
    lines = read(page(body))[1].text.splitlines()
    assert "Drift" in lines
    assert any("overvågning døgnet rundt" in line and "sikkerhedskopi" not in line for line in lines)
    assert any("Arkiv" in line and "400" in line for line in lines)


@pytest.mark.parametrize(
    ("head", "body", "url", "day", "basis"),
    [
        (stamped("2026-03-04T08:00:00+01:00"), "", "/nyt/x", "2026-03-04", "metadata"),
        (stamped("2026-03-03T23:00:00Z"), "", "/nyt/x", "2026-03-04", "metadata"),
        (linked('{"@graph":[{"datePublished":"2025-12-01"}]}'), "", "/x", "2025-12-01", "metadata"),
        (linked('{"datePublished":"2025-12-01", broken'), "", "/x", "2025-12-01", "metadata"),
        ("", "", "/nyt/2026/02/17/platform", "2026-02-17", "url"),
        ("", "<p>Offentliggjort 5. januar 2026</p>", "/nyt/x", "2026-01-05", "text"),
        ("", '<p><time datetime="2026-01-06">i vinter</time></p>', "/nyt/x", "2026-01-06", "metadata"),
        ("", "", "/nyt/x", "2026-11-23", "first_seen"),
        (stamped("2031-01-01"), "", "/nyt/x", "2026-11-23", "first_seen"),
        (stamped("2026-03-03T23:30:00Z"), "", "https://firma.example.br/x", "2026-03-03", "metadata"),
        (stamped("2026-03-04T00:00:00Z"), "", "https://firma.example.br/x", "2026-03-04", "metadata"),
        (stamped("2026-05-01") + linked('{"datePublished":"2025-12-01"}'), "", "/x", "2026-05-01", "metadata"),
        (linked('{"dateModified":"2026-05-01","datePublished":"2025-12-01"}'), "", "/x", "2025-12-01", "metadata"),
    ],
)  # fmt: skip
def test_a_date_comes_with_its_basis(head, body, url, day, basis):
    document, _ = read(page(article() + body, head=head), url=url if ":" in url else f"https://forening.example{url}")
    assert (document.published_date, document.date_basis) == (date.fromisoformat(day), basis)


@pytest.mark.parametrize(
    "shown",
    [
        "14. juni 2025", "14 juni 2025", "14. júní 2025", "14. kesä 2025", "14. juuni 2025", "14 birželio 2025",
        "14. jūnijs 2025", "14. Juni 2025", "14 jun 2025", "14 giu 2025", "14 juin 2025", "14 czerwca 2025",
    ],
)  # fmt: skip
def test_a_page_is_dated_in_the_words_of_each_language_that_we_know(shown):
    document, _ = read(page(article() + f"<p>{shown}</p>"))
    assert (document.published_date, document.date_basis) == (date(2025, 6, 14), "text")


@pytest.mark.parametrize("shown", ["14. června 2025", "14 червня 2025", "14 iunie 2025"])
def test_a_date_in_the_words_of_another_language_is_not_guessed_at(shown):
    document, _ = read(page(article() + f"<p>{shown}</p>"))
    assert (document.published_date, document.date_basis) == (SEEN, "first_seen")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("den 3. marts 2026 og 4. mai 2025", ["2026-03-03", "2025-05-04"]),
        ("March 3, 2026; 3rd March 2026", ["2026-03-03", "2026-03-03"]),
        ("03.04.2026, 3/4-2026, 2026-04-03", ["2026-04-03"] * 3),
        ("am 5. März 2024, le 6 février 2024", ["2024-03-05", "2024-02-06"]),
        ("7. tammikuuta 2024, 8 mei 2024", ["2024-01-07", "2024-05-08"]),
        ("31.02.2026, 12345.67.2026, 1.1.1970", []),
    ],
)  # fmt: skip
def test_dates_are_found_as_people_write_them(text, days):
    assert [one.isoformat() for one in dates_in_text(text)] == days


def test_dates_in_addresses_are_whole_and_alone():
    assert date_in_address("https://a.example/2026/03/17/x") == date(2026, 3, 17)
    assert date_in_address("https://a.example/20260317-x") == date(2026, 3, 17)
    assert date_in_address("https://a.example/2026/03/x") is None
    assert date_in_address("https://a.example/2026-01-01/2025-01-01") is None
    assert date_in_address("https://2026-01-01.example/") is None
    assert date_in_stamp("9999-12-31T23:59:59Z") is None
    assert date_in_stamp("20260317120000") == date(2026, 3, 17) or date_in_stamp("20260317") == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://forening.example/nyt/rigtig", "https://forening.example/nyt/rigtig"),
        ("/nyt/rigtig#top", "https://forening.example/nyt/rigtig"),
        ("https://andet.example/nyt", "https://forening.example/nyt/platform"),
        ("javascript:alert(1)", "https://forening.example/nyt/platform"),
        ("http://[broken", "https://forening.example/nyt/platform"),
    ],
)
def test_the_canonical_address_counts_on_its_own_host(link, url):
    document, _ = read(page(article(), head=f'<link rel="canonical" href="{link}">'))
    assert document.url == url


def test_one_address_is_one_document_however_it_was_reached():
    head = '<link rel="canonical" href="https://forening.example/a">'
    ids = {read(page(article(), head=head), url=f"https://forening.example/{way}")[0].document_id for way in "xyz"}
    assert len(ids) == 1


def test_people_s_addresses_and_numbers_are_masked():
    planted = [
        "ida.prøve@forening.example",
        "+45 12 34 56 78",
        "Tlf. 87654321",
        "22 33 44 55",
        "ole (at) kommune.example",
    ]
    body = "".join(f"<p>{DANISH} Skriv til {one} og hør mere.</p>" for one in planted)
    _, text = read(page(article(DANISH + " " + body)))
    for one in ("ida.prøve", "12 34 56 78", "87654321", "22 33 44 55", "kommune.example"):
        assert one not in text.text
    assert text.text.count(MASK) >= 4
    assert read(page(article("Prisen er 12.345.678 kr. i 2026. " + DANISH * 3)))[1].text.count("12.345.678") == 1


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        (DANISH, "en", "DA"),
        (ENGLISH, "da-DK", "EN"),
        (DANISH, None, "DA"),
        ("Kort tekst", "sv", "SV"),
        ("", None, None),
        (
            "Kommunene i den oppdiktede foreningen har bestemt seg for å dele løsningene sine med hverandre.",
            "nb-NO",
            "NO",
        ),
        (
            "Die Gemeinden des erfundenen Verbandes wollen ihre Lösungen miteinander teilen und weniger bezahlen.",
            "xx",
            "DE",
        ),
    ],
)
def test_a_language_is_what_the_words_say_unless_there_are_few(text, said, language):
    assert language_of(text, said=said) == language


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "iso-8859-15"])
@pytest.mark.parametrize("where", ["header", "meta", "nowhere"])
def test_letters_survive_in_every_honest_encoding(encoding, where):
    head = f'<meta charset="{encoding}">' if where == "meta" else ""
    data = page(article(), head=head).decode().encode(encoding)
    _, text = read(data, media_type=f"text/html; charset={encoding}" if where == "header" else None)
    assert "fællesskab" in text.text


def test_a_server_that_lies_about_its_encoding_is_not_believed():
    data = page(article()).decode().encode("iso-8859-1")
    assert "fællesskab" in read(data, media_type="text/html; charset=utf-8")[1].text


def test_a_page_whose_layout_fools_the_extractor_keeps_most_of_its_words():
    boxes = "".join(f"<div class='kort'><span>{DANISH}</span></div>" for _ in range(12))
    _, text = read(page(f"<div>{boxes}</div>"))
    assert text.text.count("opdigtede") >= 6


def test_a_body_that_advertisements_cut_into_pieces_is_read_whole():
    pieces = "<div class='annonce'></div>".join(
        f"<div class='grid'><div class='article__body'><p>Stykke {number}: {DANISH * 2}</p><p>{DANISH}</p></div></div>"
        for number in range(3)
    )
    _, text = read(page(f"<main><article><h1>Fælles platform</h1>{pieces}</article></main>"))
    assert [number for number in range(3) if f"Stykke {number}:" in text.text] == [0, 1, 2]


@pytest.mark.parametrize(
    "prompt", ["Læs også:", "Tilmeld dig vores nyhedsbrev", "Del", "Følg os på LinkedIn", "Annonce"]
)
def test_what_a_site_asks_of_its_readers_is_no_text(prompt):
    _, text = read(page(article() + f"<p>{prompt}</p>"))
    assert prompt not in text.text.splitlines()
    told = f"Borgerne kan nu tilmelde sig et nyhedsbrev om {prompt.lower()} og meget andet fra kommunen. {DANISH}"
    assert told.strip() in read(page(article(told)))[1].text


def deep(depth: int) -> bytes:
    return page("<div>" * depth + DANISH + "</div>" * depth)


def tag_of(count: int) -> bytes:
    return page("<p " + " ".join(f"a{number}=1" for number in range(count)) + ">" + DANISH + "</p>")


HOSTILE = [
    *(("too_deep", deep(depth)) for depth in (256, 300, 1_000, 5_000, 20_000)),
    *(("too_deep", page(f"<{tag}>" * 400 + DANISH)) for tag in ("b", "font", "section", "ul><li", "table><tr><td")),
    *(("attribute_bomb", tag_of(count)) for count in (10_000, 20_000, 40_000, 100_000)),
    ("attribute_bomb", page("<a " + "x" * 70_000 + ">" + DANISH)),
    ("attribute_bomb", page("<p " + "a='b' " * 20_000 + ">")),
    *(("no_text", page(body)) for body in ("", "<nav>Forside</nav>", "<script>var a</script>", "<p> </p>")),
    ("no_text", b"<html></html>"),
    ("no_text", page("<img src='a.png'>" * 50)),
    ("no_text", b"<!doctype html>"),
    ("encoding", page(article()).replace("æ".encode(), b"\xff\xfe\x80\x81\x00") + bytes(range(128, 256)) * 40),
    ("encoding", b"<html><body>" + bytes(range(256)) * 40 + b"</body></html>"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "data"), HOSTILE, ids=[f"{number}-{one}" for number, (one, _) in enumerate(HOSTILE)]
)
def test_a_hostile_page_is_refused_by_its_own_reason(wanted, data):
    assert reason(data) == wanted


def test_a_page_of_more_bytes_than_any_page_has_is_not_parsed():
    data = page(article() + " " * (9 << 20))
    origin = Origin(evidence_id="e" * 64, part="side.html", source="s", url="https://a.example/side.html")
    told = read_part(Part(origin, len(data), data), shelf=[FORMAT], archive=Archive(Path("/nonexistent")))
    assert (told.outcome, told.reason) == ("quarantined", "too_large")


HEALTHY = [
    deep(200),
    tag_of(500),
    page(article() + f'<img src="data:image/png;base64,{"A" * 200_000}">'),
    page(article()).removesuffix(b"</body></html>"),
    page(article()).replace(b"</p>", b""),
    page(article() + "<!-- " + "-" * 70_000 + " -->"),
    b'<?xml version="1.0" encoding="utf-8"?>\n' + page(article()),
    b"\xef\xbb\xbf" + page(article()),
    page(article(), head="<script>if (a < b) { x = '<div '; }</script>"),
    page(article("&aelig;&oslash;&aring; &#230; " + DANISH * 3)),
    page(article().replace("<p>", "<p onclick='x()' style='color:red'>")),
    page(article() + "\x0b\x0c\x01"),
    *(page(article(title=f"Nyt nr. {number}") + "<p>" + DANISH * number + "</p>") for number in range(1, 50)),
]


@pytest.mark.parametrize("data", HEALTHY, ids=range(len(HEALTHY)))
def test_a_healthy_page_is_read(data):
    assert "Kommunerne i det opdigtede" in read(data)[1].text


def test_pages_are_recognised_and_other_answers_are_not():
    shelf = formats()

    def named(head: bytes, media_type: str | None = None, name: str = "/x") -> str | None:
        found = recognise(shelf, head=head, media_type=media_type, name=name)
        return found.name if found else None

    assert named(page("x")) == "html"
    assert named(b"<p>a fragment</p>", "text/html; charset=utf-8") == "html"
    assert named(page("log in"), "application/pdf", "/a.pdf") == "pdf"
    assert named(b"plain words") is None
    assert named(b'{"html": "<html>"}') is None
    assert named(b"<?xml version='1.0'?><urlset/>", "application/xml") is None


@given(st.binary(max_size=3_000))
@settings(max_examples=120, deadline=None)
def test_any_bytes_give_records_or_one_reason(data):
    with contextlib.suppress(Unreadable):
        document, text = read(data)
        assert document.text_digest == text_digest(text.text)


_PIECES = ["<div>", "</div>", "<p>", "<table>", "<td>", "</table>", "<a href=", '"', "<script>", "&amp", "&#0;", "<!--"]


@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=40)), max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_tag_soup_gives_records_or_one_reason(pieces):
    data = ("<html><body>" + "".join(pieces)).encode("utf-8", "surrogatepass")
    with contextlib.suppress(Unreadable):
        read(data)[1].text.encode()
