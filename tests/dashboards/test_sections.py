"""What every section promises: it renders, reads marts only and those it names, and states scope and source."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from dashboards.desk import Desk, read_study
from dashboards.menu import Frame
from dashboards.naming import share_cell, technology_path, verdict
from dashboards.rows import Row
from dashboards.section import Figure, Findings, Interval, Page, Prose, Section, SectionError, Unknown, claims_of
from dashboards.sections import all_sections
from dashboards.site import render_page, section_pages
from dashboards.vocabulary import VERDICTS
from tests.dashboards.conftest import Built
from tests.dashboards.world import an_edition
from warehouse.edition import Edition

SECTIONS = all_sections()
NAMES = [section.name for section in SECTIONS]


def _pages(section: Section, edition: Edition) -> list[Page]:
    return section_pages(section, edition, read_study(edition), set())


def _figures(pages: list[Page]) -> list[Figure]:
    return [block for page in pages for block in page.blocks if not isinstance(block, Prose)]


def test_every_page_that_strategists_asked_for_has_a_section() -> None:
    assert NAMES == [
        "overview", "questions", "market", "concentration", "players", "radar", "technologies", "policy", "papers",
        "contracts", "retender", "municipalities", "customers", "segments", "role", "strategy", "alliances",
        "components", "plan", "assumptions", "changes", "news", "coverage", "quotable", "dictionary",
    ]  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_a_section_declares_its_question_scope_method_and_limits_in_both_languages(section: Section) -> None:
    for words in (section.title, section.question, section.scope, section.method, section.limits):
        assert words.da
        assert words.en
    assert section.question.da.endswith("?")
    assert all(name.startswith("mart.") for name in section.marts)


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_a_section_reads_only_the_marts_that_it_declares(section: Section, edition: Edition) -> None:
    for figure in _figures(_pages(section, edition)):
        for claim in claims_of(figure):
            tree = edition.query("select json_serialize_sql(?) as tree", [claim.sql])[0]["tree"]
            read = _tables(json.loads(str(tree)))
            assert read, claim.claim_id
            assert read <= set(section.marts), claim.claim_id


def _tables(node: object) -> set[str]:
    """The tables that a query reads, by DuckDB's own parser."""
    if isinstance(node, list):
        return set().union(*(_tables(item) for item in node), set())
    if not isinstance(node, dict):
        return set()
    found = set().union(*(_tables(item) for item in node.values()), set())
    if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
        found.add(f"{node['schema_name']}.{node['table_name']}")
    return found


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_every_figure_states_population_source_date_and_method(section: Section, edition: Edition) -> None:
    figures = _figures(_pages(section, edition))
    assert figures
    for figure in figures:
        scope = figure.scope
        assert scope.population.da
        assert scope.population.en
        assert scope.method
        assert scope.as_of.year == 2026
        assert scope.sources or scope.method in ("mart.model_card", "mart.data_dictionary")


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_a_section_says_the_same_twice(section: Section, edition: Edition) -> None:
    first, second = (_figures(_pages(section, edition)) for _ in range(2))
    assert [claims_of(figure) for figure in first] == [claims_of(figure) for figure in second]


def test_a_table_that_is_not_declared_is_refused(edition: Edition) -> None:
    desk = Desk(edition, read_study(edition), section="market", allowed=("mart.market_size",), shown=set())
    with pytest.raises(SectionError, match=r"core\.secret"):
        desk.ask("select * from mart.market_size join core.secret on true")


@pytest.mark.parametrize(
    ("count", "suppliers", "can_tell", "is_shown"),
    [(40, 8, True, True), (9, 8, True, False), (40, 8, False, False), (9, 2, False, False)],
)
def test_a_share_is_shown_only_above_the_floor(count: int, suppliers: int, can_tell: bool, is_shown: bool) -> None:
    row = Row(
        {"total_award_count": count, "supplier_count": suppliers, "can_tell": can_tell, "reason": "cannot tell: x"}
        | {"award_share": 0.2, "share_low": 0.1, "share_high": 0.3}
    )
    cell = share_cell(row, top=1.0)
    assert isinstance(cell, Interval if is_shown else Unknown)
    if isinstance(cell, Unknown):
        assert cell.label.da == "kan ikke siges"
        assert cell.reason


def test_a_verdict_is_said_in_the_marts_own_four_words_only() -> None:
    assert {code: verdict(code).text.da for code in VERDICTS} == {
        "rising": "stiger",
        "fading": "falder",
        "no_sure_change": "ingen sikker ændring",
        "cannot_tell": "kan ikke siges",
    }


def test_words_of_rising_stand_only_where_the_mart_says_rising(edition: Edition) -> None:
    section = next(section for section in SECTIONS if section.name == "technologies")
    table = next(figure for figure in _figures(_pages(section, edition)) if figure.title.en.startswith("All"))
    said = sorted(str(cell.text.da) for row in table.rows for cell in row if type(cell).__name__ == "Badge")
    held = edition.query("select verdict from mart.technology_trend")
    assert said == sorted(VERDICTS[str(row["verdict"])].da for row in held)


def test_a_technologys_page_opens_with_the_verdict_over_all_streams_and_says_why_the_streams_may_differ(
    edition: Edition,
) -> None:
    pooled = {str(row["technology"]): str(row["verdict"]) for row in edition.query("from mart.technology_card")}
    section = next(section for section in SECTIONS if section.name == "technologies")
    pages = {page.path: page for page in _pages(section, edition)}
    cards = {key: pages[technology_path(key)] for key in pooled if technology_path(key) in pages}
    assert cards
    for key, page in cards.items():
        assert page.lead.en.startswith(f"All streams together: {VERDICTS[pooled[key]].en};")
        table = next(figure for figure in _figures([page]) if figure.title.en == "Stream by stream")
        assert "surely rise over all and in no stream alone" in table.note.en
    radar = next(section for section in SECTIONS if section.name == "radar")
    movers = next(
        figure for figure in _figures(_pages(radar, edition)) if figure.title.en.startswith("Streams together")
    )
    assert "surely rise over all and in no stream alone" in movers.note.en


ESSENTIAL = (
    *("mart.study", "mart.notice", "mart.award", "mart.market_size", "mart.supplier_share", "mart.technology_trend"),
    *(
        "mart.policy_body",
        "mart.contract_period",
        "mart.contract",
        "mart.player",
        "mart.player_profile",
        "mart.source_coverage",
    ),
    *("mart.supplier", "mart.buyer", "mart.document", "mart.news", "mart.edition_note", "mart.technology_quarter"),
    *("mart.mention", "mart.award_supplier", "mart.quarantine", "mart.model_card", "mart.data_dictionary"),
)
"""The marts that every edition holds; the analyses' come with the models that a study's edition was built by."""


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_an_edition_without_an_analysis_says_so_on_its_page(section: Section, edition: Edition) -> None:
    pages = section_pages(section, edition, read_study(edition), set(), present=frozenset(ESSENTIAL))
    assert pages
    told = [block.text.en for block in pages[0].blocks if isinstance(block, Prose)]
    needed = set(section.marts) - set(ESSENTIAL)
    if needed and set(section.marts) - needed <= {"mart.notice", "mart.player_profile"}:
        assert any("does not hold mart." in text for text in told)


def test_every_board_question_opens_with_a_sentence_of_its_own(edition: Edition) -> None:
    section = next(section for section in SECTIONS if section.name == "questions")
    pages = _pages(section, edition)
    assert [page.path for page in pages[1:]] == [f"questions/{number:02d}.html" for number in range(1, 11)]
    for page in pages[1:]:
        assert isinstance(page.blocks[0], Findings)
        assert page.also


def test_every_board_answer_says_whether_it_may_be_quoted(site: Built) -> None:
    for number in range(1, 11):
        answer = site.read(f"questions/{number:02d}.html").xpath("//section[@class='findings'][1]/ol/li[1]")[0]
        (light,) = answer.xpath("p[@class='light']")
        assert light.text_content().startswith("Må det citeres? ")
        assert light.xpath("span[contains(@class, 'badge')]")
    size = site.read("en/questions/03.html").xpath("//p[@class='light']")[0]
    assert " ".join(size.text_content().split()) == ("May it be quoted? only with the reserve small n: 12")


def test_every_headline_card_says_whether_it_may_be_quoted(site: Built) -> None:
    cards = site.read("market.html").xpath("//section[@class='numbers']//li")
    lights = [card.xpath("p/span[contains(@class, 'badge')]/@class") for card in cards]
    assert lights == [["badge green"], ["badge yellow"], ["badge yellow"], ["badge red"]]


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_an_empty_study_has_every_page_with_its_reasons(section: Section, empty: Edition) -> None:
    for page in _pages(section, empty):
        for lang in ("da", "en"):
            text = render_page(page, lang, frame=Frame(study=read_study(empty), menu=()), section=section)
            assert "None" not in text
            assert "nan" not in text.split()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """An edition of a study that has heard nothing yet."""
    with an_edition(tmp_path_factory.mktemp("empty") / "edition", is_empty=True) as opened:
        yield opened
