"""Whatever sources write, pages hold the same kinds of elements and attributes, and nothing that runs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import html

from dashboards.desk import fill, literal
from dashboards.publishing import write_exports
from dashboards.section import SectionError
from dashboards.site import build_site
from tests.dashboards.conftest import Built
from tests.dashboards.hostile import HOSTILE
from tests.dashboards.world import an_edition


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site and exports of an edition in which every text of a source is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    with an_edition(folder / "edition", spoil=HOSTILE) as opened:
        write_exports(opened, folder / "exports")
        return Built(folder / "site", build_site(opened, folder / "site"))


def _kinds(built: Built) -> set[tuple[str, str]]:
    """Every element and attribute name of a site."""
    kinds = set()
    for path in built.pages():
        for element in html.document_fromstring(path.read_bytes()).iter():
            assert isinstance(element.tag, str), f"{path.name} holds a comment or an instruction"
            kinds.add((element.tag, ""))
            kinds |= {(element.tag, str(name)) for name in element.attrib}
    return kinds


def test_the_corpus_is_large_and_reaches_the_pages(spoiled: Built) -> None:
    assert len(set(HOSTILE)) >= 200
    shown = "".join(path.read_text(encoding="utf-8") for path in spoiled.pages())
    assert "&lt;script&gt;" in shown
    assert "&lt;iframe" in shown
    assert "{{ 7 * 7 }}" in shown


def test_a_hostile_text_adds_no_element_and_no_attribute(site: Built, spoiled: Built) -> None:
    assert _kinds(spoiled) <= _kinds(site)


def test_nothing_runs_and_every_link_is_web_or_inside(spoiled: Built) -> None:
    for path in spoiled.pages():
        tree = html.document_fromstring(path.read_bytes())
        scripts = [script.get("src") for script in tree.iter("script")]
        assert len(scripts) == (2 if path.name == "search.html" else 1)
        assert str(scripts[0]).endswith("site.js")
        for element in tree.iter():
            assert not [name for name in element.attrib if str(name).startswith("on")]
            for name in ("href", "src"):
                address = element.get(name)
                if address is not None and not address.startswith("https://notices.example.org/"):
                    assert not address.lower().strip().startswith(("javascript:", "data:", "vbscript:", "file:", "//"))
                    assert ":" not in address, f"{path.name}: {address}"


def test_a_way_that_a_source_wrote_never_leads_inside_the_site(spoiled: Built) -> None:
    for path in spoiled.pages():
        for link in html.document_fromstring(path.read_bytes()).iter("a"):
            assert link.get("href") not in ("evidence/01.html", "../../index.html", "../evidence/01.html")


def test_no_page_holds_control_or_direction_changing_characters(spoiled: Built) -> None:
    for path in spoiled.pages():
        shown = html.document_fromstring(path.read_bytes()).find("body").text_content()
        assert not set(shown) & set("\x00\x01\x1b\u202e\u202c\u2066\ufeff")


def test_a_spreadsheet_runs_no_cell_of_the_exports(spoiled: Built) -> None:
    risky = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")
    mended = 0
    for path in sorted((spoiled.root.parent / "exports" / "csv").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                mended += sum(cell.startswith("'=") for cell in row)
                for cell in row:
                    if cell.lstrip(" ").startswith(risky):
                        float(cell)  # the only cells that may start so are numbers
    assert mended > 10


def test_values_in_queries_cannot_end_their_literal() -> None:
    assert literal("'; drop table mart.award; --") == "'''; drop table mart.award; --'"
    assert fill("select {x}", x="a'b") == "select 'a''b'"
    with pytest.raises(SectionError, match="NUL"):
        literal("a\0b")


def test_a_very_long_text_is_cut_where_it_is_shown(spoiled: Built, tmp_path: Path) -> None:
    longest = max(
        len(text)
        for path in spoiled.pages()
        for text in html.document_fromstring(path.read_bytes()).find("body").itertext()
    )
    assert longest < 3000  # queries are printed in full; everything else is at most a paragraph
