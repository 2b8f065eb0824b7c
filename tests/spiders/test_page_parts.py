"""Typed parts of pages: what is a product, a customer, a partner, a news item or a post, and what told it."""

from __future__ import annotations

import warnings
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.format import Origin, Unreadable
from spiders.formats.html import FORMAT
from warehouse.records import PagePart

LEAD = "<p>" + "Virksomheden leverer løsninger til kommuner og regioner over hele landet. " * 3 + "</p>"


def parts(body: str, *, url: str = "https://vidja.example/om", head: str = "") -> list[tuple[str, str]]:
    return [(one.part_kind, one.name) for one in found(body, url=url, head=head)]


def found(body: str, *, url: str = "https://vidja.example/om", head: str = "") -> list[PagePart]:
    page = f"<html lang='da'><head><title>T</title>{head}</head><body><main>{body}{LEAD}</main></body></html>"
    origin = Origin(evidence_id="e" * 64, source="vendors", url=url, first_seen=date(2026, 11, 23))
    return [one for one in FORMAT.read(page.encode(), origin) if isinstance(one, PagePart)]


def test_a_list_below_a_heading_holds_its_customers() -> None:
    items = "<ul><li>Nordvig Kommune bruger Vidja Sag.</li><li>Region Vest</li></ul>"
    body = f"<h1>Referencer</h1><p>Disse bruger os:</p>{items}"
    assert parts(body) == [("reference_customer", "Nordvig Kommune"), ("reference_customer", "Region Vest")]


def test_xhtml_with_its_declaration_is_read_like_any_page_and_without_a_warning() -> None:
    head = "<?xml version='1.0'?>" + f"<!-- {'lang forrest ' * 60}-->"
    page = f"{head}<html><body><main><h1>Kunder</h1><ul><li>Region Vest</li></ul>{LEAD}</main></body></html>"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = [*FORMAT.read(page.encode(), Origin(evidence_id="e" * 64, source="vendors"))]
    assert [one.name for one in read if isinstance(one, PagePart)] == ["Region Vest"]


def test_cards_and_logos_below_a_heading_are_parts_with_their_links() -> None:
    body = (
        "<section><div class='head'><h2>Vores partnere</h2></div><div class='row'>"
        "<div><a href='/p/granit'><img src='g.png' alt='Granit Systemer'></a></div>"
        "<div><a href='/p/moler'><img src='m.png' alt='Moler A/S'></a></div></div></section>"
    )
    assert [(one.part_kind, one.name, one.link) for one in found(body)] == [
        ("partner", "Granit Systemer", "https://vidja.example/p/granit"),
        ("partner", "Moler A/S", "https://vidja.example/p/moler"),
    ]


def test_news_items_carry_their_day() -> None:
    body = (
        "<h2>Seneste nyheder</h2><article><time datetime='2026-05-04'>4. maj</time>"
        "<h3><a href='/n/1'>Ny version</a></h3><p>Vi er klar.</p></article>"
        "<article><h3>Messe</h3></article><h2>Andet</h2><article><h3>Ikke nyt</h3></article>"
    )
    one, other = found(body)
    assert (one.part_kind, one.name, one.part_date, one.cue) == (
        "news_item",
        "Ny version",
        date(2026, 5, 4),
        "heading: Seneste nyheder",
    )
    assert other.name == "Messe"


def test_linked_data_names_a_post_and_a_product() -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "JobPosting", "title": "Udvikler", "datePosted": '
        '"2026-03-01", "description": "<p>Vi har brug for dig</p>"}, '
        '{"@type": ["Product"], "name": "Vidja Sag"}]}</script>'
    )
    post, product = found("", head=head)
    assert (post.part_kind, post.name, post.part_date, post.summary) == (
        "job_ad",
        "Udvikler",
        date(2026, 3, 1),
        "Vi har brug for dig",
    )
    assert (product.part_kind, product.name) == ("product", "Vidja Sag")


def test_a_page_of_its_own_is_named_by_its_heading() -> None:
    assert parts("<h1>Vidja Sag</h1>", url="https://vidja.example/produkter/sag") == [("product", "Vidja Sag")]
    assert parts("<h1>Nordvig</h1>", url="https://vidja.example/cases/nordvig") == [("reference_customer", "Nordvig")]


def test_menus_and_ordinary_headings_hold_no_parts() -> None:
    assert parts("<nav><h2>Produkter</h2><ul><li>Sag</li></ul></nav><h2>Om os</h2><ul><li>Kaffe</li></ul>") == []


def test_telephone_numbers_of_people_are_masked() -> None:
    body = "<h2>Ledige stillinger</h2><ul><li><h3>Arkitekt</h3> Ring til Ib på 12 34 56 78</li></ul>"
    (one,) = found(body)
    assert one.name == "Arkitekt"
    assert "12 34 56 78" not in str(one.summary)


_MARKUP = st.lists(
    st.sampled_from(
        [
            "<h2>Kunder</h2>",
            "<h3>Nyheder</h3>",
            "<ul>",
            "</ul>",
            "<li>",
            "</li>",
            "<div>",
            "</div>",
            "<a href='x'>",
            "</a>",
        ]
    )
    | st.text(alphabet="abc <>&æ", max_size=8),
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(_MARKUP)
def test_any_markup_gives_named_parts_each_once(pieces: list[str]) -> None:
    try:
        seen = found("".join(pieces))
    except Unreadable:
        return
    names = [(one.part_kind, one.name.casefold()) for one in seen]
    assert len(names) == len(set(names))
    assert all(one.name.strip() for one in seen)
    assert [one.part_number for one in seen] == [*range(1, len(seen) + 1)]
