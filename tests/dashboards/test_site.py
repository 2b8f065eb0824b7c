"""The site as files: whole, alike twice, closed to the outside, in two languages, honest where it knows nothing."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from dashboards.claims import digest_rows, verify_claims
from dashboards.naming import player_path
from dashboards.publishing import write_exports
from dashboards.section import SectionError
from dashboards.site import build_site
from tests.dashboards.conftest import Built
from tests.dashboards.world import an_edition
from warehouse.edition import Edition


def _digests(root: Path) -> dict[str, str]:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_edition_gives_the_same_bytes(site: Built, edition: Edition, tmp_path: Path) -> None:
    again = build_site(edition, tmp_path / "site")
    assert _digests(tmp_path / "site") == _digests(site.root)
    assert (again.pages, again.bytes) == (site.result.pages, site.result.bytes)


def test_the_result_counts_what_is_on_disk(site: Built) -> None:
    assert site.result.pages == len(site.pages())
    assert site.result.bytes == sum(path.stat().st_size for path in site.root.rglob("*") if path.is_file())


def test_every_way_inside_the_site_leads_somewhere(site: Built) -> None:
    places = {path: {element.get("id") for element in site.read(str(path)).iter()} for path in site.pages()}
    for path in site.pages():
        for element in site.read(str(path)).iter("a", "link", "script"):
            address = element.get("href") or element.get("src") or ""
            if address.startswith(("https://", "http://")):
                continue
            file, _, place = address.partition("#")
            target = (path.parent / unquote(file)).resolve() if file else path
            assert target.is_file(), f"{path.name}: {address}"
            if place:
                assert place in places[target], f"{path.name}: {address}"


def test_no_page_asks_anything_of_the_outside(site: Built) -> None:
    for path in site.pages():
        tree = site.read(str(path))
        for element in tree.iter():
            for name, value in element.attrib.items():
                if "//" in value and (element.tag, name) != ("a", "href"):
                    assert name.startswith("xmlns") or name in ("content", "data-key"), f"{path.name}: {name}={value}"
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert not tree.xpath("//*[@style]")
    assert "http" not in (site.root / "site.css").read_text(encoding="utf-8")
    assert "fetch(" not in (site.root / "site.js").read_text(encoding="utf-8")


def test_links_to_the_outside_tell_it_nothing(site: Built) -> None:
    outside = [
        link for path in site.pages()[:60] for link in site.read(str(path)).iter("a") if link.get("class") == "out"
    ]
    assert outside
    assert {link.get("rel") for link in outside} == {"noopener noreferrer"}


def test_every_page_stands_in_both_languages_and_leads_to_its_twin(site: Built) -> None:
    danish = {path.relative_to(site.root) for path in site.pages()} - {
        path.relative_to(site.root) for path in (site.root / "en").rglob("*.html")
    }
    english = {path.relative_to(site.root / "en") for path in (site.root / "en").rglob("*.html")}
    assert danish == english
    page, twin = site.read("market.html"), site.read("en/market.html")
    assert (page.get("lang"), twin.get("lang")) == ("da", "en")
    assert page.xpath("//a[@class='lang']/@href") == ["en/market.html"]
    assert twin.xpath("//a[@class='lang']/@href") == ["../market.html"]


def test_a_page_can_be_walked_by_landmark_heading_and_table_header(site: Built) -> None:
    for name in ("index.html", "market.html", "technologies.html", "coverage.html", "en/players.html"):
        tree = site.read(name)
        assert len(tree.xpath("//h1")) == 1
        assert len(tree.xpath("//main")) == 1
        assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
        assert all(table.xpath("caption") and table.xpath(".//th[@scope='col']") for table in tree.xpath("//table"))
        assert all(row.xpath("th[@scope='row']") for row in tree.xpath("//tbody/tr"))
        assert all(svg.xpath("*[local-name()='title']") for svg in tree.xpath("//*[local-name()='svg']"))
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_every_figure_shows_its_scope_and_its_query(site: Built) -> None:
    for path in site.pages():
        tree = site.read(str(path))
        if path.parent.name == "evidence" and len(path.stem) == 1:  # gathered: both queries stand once, at the end
            assert "from mart.notice" in tree.xpath("//pre")[-1].text_content()
            continue
        for figure in tree.xpath("//section[contains(@class, 'figure') or @class='numbers']"):
            line = figure.xpath(".//p[@class='scope']")[0].text_content()
            assert "2026" in line
            assert "metode" in line or "method" in line
            assert figure.xpath(".//details//pre")[0].text_content().lower().startswith(("select", "with"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of a real study with too few awards for any share."""
    folder = tmp_path_factory.mktemp("small")
    with an_edition(folder / "edition", is_rehearsal=False, awards=7) as few:
        return Built(folder / "site", build_site(few, folder / "site"))


def test_a_rehearsal_says_so_on_every_page_and_a_study_never(site: Built, small: Built) -> None:
    assert all(site.read(str(path)).xpath("//p[@class='rehearsal']") for path in site.pages())
    assert not any('class="rehearsal"' in path.read_text(encoding="utf-8") for path in small.pages())


def test_an_edition_that_knows_nothing_says_so_on_every_page(tmp_path: Path) -> None:
    with an_edition(tmp_path / "empty", is_empty=True) as empty:
        build_site(empty, tmp_path / "site")
    text = (tmp_path / "site" / "market.html").read_text(encoding="utf-8")
    assert "Der er endnu ingen tildelinger i studiet." in text
    assert "Ingen teknologi stiger eller falder sikkert." in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_what_a_figure_rests_on_is_a_whole_number_of_things(site: Built) -> None:
    part = re.compile(r"n = \d+[.,]\d{1,2}\b(?!\d)")
    broken = {page.name: found for page in site.pages() if (found := part.findall(page.read_text(encoding="utf-8")))}
    assert broken == {}


def test_a_players_awards_by_part_are_told_from_those_that_it_has_part_in(site: Built, edition: Edition) -> None:
    (row,) = edition.query(
        "select player_id, award_count, participation_count from mart.player_profile "
        "where award_count <> round(award_count) order by award_count desc, player_id limit 1"
    )
    page = site.read(f"en/{player_path(str(row['player_id']))}")
    text = " ".join(page.text_content().split())
    assert f"{row['award_count']} Awards, by its part" in text or f"Awards, by its part {row['award_count']}" in text
    assert f"has part in {row['participation_count']}" in text


def test_few_awards_are_never_shown_as_a_share(small: Built) -> None:
    market = (small.root / "market.html").read_text(encoding="utf-8")
    assert "kan ikke siges" in market
    assert "Leverandørernes andel af tildelingerne" not in market
    front = (small.root / "en" / "index.html").read_text(encoding="utf-8")
    assert "Who holds the largest share of the market cannot be told." in front


def test_an_edition_without_a_study_is_refused_and_the_old_site_stays(tmp_path: Path, edition: Edition) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("the old one", encoding="utf-8")

    class Nameless(Edition):
        def query(self, sql: str, params: object = None) -> list[dict[str, object]]:
            return [] if "mart.study" in sql else super().query(sql)

    with pytest.raises(SectionError, match="names no study"):
        build_site(Nameless(edition.folder), out)
    assert (out / "index.html").read_text(encoding="utf-8") == "the old one"


def test_much_evidence_is_gathered_on_few_pages_with_the_same_links(edition: Edition, tmp_path: Path) -> None:
    write_exports(edition, tmp_path / "exports")
    gathered = Built(tmp_path / "site", build_site(edition, tmp_path / "site", single_pages=10))
    names = {path.stem for path in (gathered.root / "evidence").glob("*.html")}
    assert {len(name) for name in names} == {1}
    test_every_way_inside_the_site_leads_somewhere(gathered)


def test_every_claim_of_the_site_holds_when_it_is_asked_again(site: Built, edition: Edition) -> None:
    records = json.loads((site.root / "claims.json").read_text(encoding="utf-8"))
    assert len(records) > 100
    assert len({record["claim_id"] for record in records}) == len(records)
    assert verify_claims(edition, records) == []


def test_a_claim_that_no_longer_holds_is_named_with_both_values(site: Built, edition: Edition) -> None:
    records = json.loads((site.root / "claims.json").read_text(encoding="utf-8"))
    wrong = next(record for record in records if record["claim_id"] == "market.awards") | {"value": 99}
    assert verify_claims(edition, [wrong]) == ["market.awards: printed 99, the query now gives 33"]


def test_a_digest_sees_order_values_and_types() -> None:
    rows = [{"a": 1, "b": None}, {"a": 2.5, "b": "x"}]
    assert digest_rows(rows) == digest_rows([dict(reversed(row.items())) for row in rows])
    assert digest_rows(rows) != digest_rows(rows[::-1])
    assert digest_rows([{"a": 1}]) != digest_rows([{"a": "1"}])


def test_evidence_pages_quote_little_and_say_how_to_see_all(site: Built) -> None:
    pages = sorted((site.root / "evidence").glob("*.html"))
    assert pages
    for path in pages:
        tree = site.read(str(path))
        assert all(
            "overblik show " in facts.text_content() for facts in tree.xpath("//section[contains(@class, 'facts')]")
        )
        assert all(len(quote.text_content()) < 650 for quote in tree.xpath("//blockquote"))


def test_the_exports_are_listed_and_there(site: Built) -> None:
    links = [link for link in site.read("en/coverage.html").xpath("//a/@href") if "/exports/" in link]
    assert len(links) == 20
    assert all((site.root / "en" / link).resolve().is_file() for link in links)
    assert (site.root / "../exports/csv/award.csv").read_bytes().startswith(b'\xef\xbb\xbf"award_key",')
    assert not (site.root / "data").exists()
