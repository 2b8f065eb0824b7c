"""Acts of the Union: found by a search that is held to what was asked, and read under their printed titles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.sources.cellar import CellarOptions, found_acts, query_of
from tests.spiders.interface_fakes import Asked, Fake, Said, as_json, ends, evidence, night, serving
from tests.spiders.policy_reading import read
from warehouse.records import Document, TextBlock

ACT = (
    b"<html lang='da'><head><title>L_202400903DA.000101.fmx.xml</title></head><body>"
    b"<p class='oj-doc-ti'>EUROPA-PARLAMENTETS FORORDNING (EU) 2024/903</p>"
    b"<p class='oj-doc-ti'>af 13. marts 2024</p><p class='oj-doc-ti'>om interoperabilitet i den offentlige sektor</p>"
    b"<p class='oj-ti-art'>Artikel 1</p><p>Denne forordning fastsaetter foranstaltninger for den offentlige sektor.</p>"
    b"</body></html>"
)


@dataclass
class Store:
    """The SPARQL interface and acts behind a redirect, as content negotiation gives them; `sorts` obeys the query."""

    found: list[tuple[str, str, str]] = field(default_factory=list)
    sorts: bool = False
    accepted: list[str] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Said:
        if asked.path == "/webapi/rdf/sparql":
            cells = [{"celex": c, "title": t, "date": d} for c, t, d in self.found]
            if self.sorts:
                since = asked.query["query"].partition('?date >= "')[2][:10]
                most = int(asked.query["query"].rpartition("LIMIT ")[2])
                cells = sorted((one for one in cells if one["date"] >= since), key=lambda one: one["date"])[:most]
            rows = [{name: {"value": value} for name, value in one.items()} for one in cells]
            return as_json({"head": {}, "results": {"bindings": rows}})
        if asked.path.startswith("/resource/celex/"):
            self.accepted.append(f"{asked.headers['accept'][:21]} {asked.headers['accept-language']}")
            return Said(303, headers={"Location": "/resource/cellar/0a1b.0004.03/DOC_1"})
        return Said(200, ACT, "application/xhtml+xml")


def _cellar(fake: Fake, **more: Any) -> CellarOptions:
    return CellarOptions(api=fake.base, **more)


def test_acts_are_found_by_a_search_and_fetched_by_content_negotiation(tmp_path: Path) -> None:
    store = Store([("32024R0903", "Forordning om interoperabilitet", "2026-05-31")])
    with serving(store) as fake:
        crawl = night(tmp_path, "cellar", _cellar(fake, terms=("interoperabilitet",), celex=("32024R1689",)))
    assert crawl.incomplete == []
    assert store.accepted == ["application/xhtml+xml dan"] * 2
    assert [key for key in ends(crawl) if key.startswith("act")] == ["act 32024R1689 DAN", "act 32024R0903 DAN"]
    assert crawl.ledger.watermark("cellar") == "2026-06-01"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("32024R0903", "Forordning om fiskeri", "2026-05-31"), "holds none of the words"),
        (("32024R0903", "Forordning om interoperabilitet", "2020-01-01"), "is of 2020-01-01"),
    ],
)
def test_a_search_that_passes_over_its_filter_fetches_nothing(
    tmp_path: Path, row: tuple[str, str, str], why: str
) -> None:
    with serving(Store([row])) as fake:
        crawl = night(tmp_path, "cellar", _cellar(fake, terms=("interoperabilitet",)))
    assert why in crawl.incomplete[0]
    assert evidence(crawl.ledger) == []


def _union_acts(*days: str) -> list[tuple[str, str, str]]:
    return [(f"32026R{n:04d}", "Forordning om interoperabilitet", day) for n, day in enumerate(days)]


def test_more_acts_than_a_night_may_fetch_are_had_by_the_next_nights_and_followed_ones_take_no_turn(
    tmp_path: Path,
) -> None:
    with serving(Store(_union_acts(*(f"2026-05-{day}" for day in range(25, 31))), sorts=True)) as fake:
        options = _cellar(fake, terms=("interoperabilitet",), celex=("32024R1689", "32024R0903"), max_acts=2)
        had = []
        for number in range(1, 5):
            crawl = night(
                tmp_path, "cellar", options, number=number, as_of=date(2026, 6, number), period_start=date(2026, 1, 1)
            )
            had.append(len({key for key in ends(crawl) if key.startswith("act 32026")}))
    assert had == [2, 4, 6, 6]
    assert crawl.ledger.watermark("cellar") == "2026-06-04"


def test_a_search_that_shows_as_many_as_it_may_is_followed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.sources.cellar.MOST_ROWS", 3)
    store = Store(_union_acts(*["2026-05-30"] * 2, *["2026-05-31"] * 2, "2026-06-01"), sorts=True)
    with serving(store) as fake:
        crawl = night(tmp_path, "cellar", _cellar(fake, terms=("interoperabilitet",)))
    assert crawl.incomplete == []
    assert len([key for key in ends(crawl) if key.startswith("act")]) == 5
    assert crawl.ledger.watermark("cellar") == "2026-06-01"


def test_a_day_of_more_acts_than_a_search_may_show_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.sources.cellar.MOST_ROWS", 3)
    with serving(Store(_union_acts(*["2026-05-30"] * 4), sorts=True)) as fake:
        crawl = night(tmp_path, "cellar", _cellar(fake, terms=("interoperabilitet",)))
    assert "shows 3 acts of 2026-05-30, as many as it may" in crawl.incomplete[0]
    assert crawl.ledger.watermark("cellar") is None


def test_a_query_holds_the_words_and_the_day_and_nothing_that_ends_it() -> None:
    said = query_of(CellarOptions(terms=("digital", "data-deling")), date(2026, 1, 1))
    assert 'regex(str(?title), "digital|data-deling", "i")' in said
    assert '"2026-01-01"^^xsd:date' in said
    with pytest.raises(ValueError, match="letters, figures"):
        CellarOptions(terms=('x") } #',))
    with pytest.raises(ValueError, match="no CELEX number"):
        CellarOptions(celex=("2024/903",))


def test_an_act_is_read_whole_under_its_printed_title() -> None:
    name, records = read(
        ACT, url="https://store.example/resource/cellar/0a1b/DOC_1", media_type="application/xhtml+xml"
    )
    document = records[0]
    assert isinstance(document, Document)
    assert (name, document.document_type, document.publisher) == ("eu_act", "legislation", "European Union")
    assert document.title is not None
    assert document.title.endswith("(EU) 2024/903 af 13. marts 2024 om interoperabilitet i den offentlige sektor")
    assert (document.published_date, document.date_basis) == (date(2024, 3, 13), "text")
    blocks = [(one.block_kind, one.level) for one in records if isinstance(one, TextBlock)]
    assert blocks[-2:] == [("heading", 3), ("paragraph", None)]


@given(st.recursive(st.none() | st.text(max_size=9), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_answer_of_the_search_is_acts_or_a_sentence(document: Any) -> None:
    assert isinstance(found_acts(document, CellarOptions(terms=("digital",)), date(2026, 1, 1)), (list, str))
