"""Laws, acts of the Union and cases of the parliament: asked as their publishers wish, and held to what was asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.format import Format, Origin, Unreadable
from spiders.formats import formats, recognise
from spiders.source import Crawl, sources
from spiders.sources.cellar import CellarOptions, found_acts, query_of
from spiders.sources.folketinget import FolketingetOptions, page_address, stray
from spiders.sources.retsinformation import RetsinformationOptions, acts_of, concerns
from tests.spiders.interface_fakes import Asked, Fake, Said, as_json, ends, evidence, night, serving
from warehouse.records import Document, Record, Text, TextBlock

SUBJECT = "digital tegnebog"


def law(title: str, *, number: int = 1, extra: str = "") -> bytes:
    return (
        f"<?xml version='1.0' encoding='utf-8'?><Dokument><Meta><DocumentType>LOV H#LOKDOK01</DocumentType>"
        f"<DocumentTitle>{title}</DocumentTitle><Year>2026</Year><Number>{number}</Number>"
        f"<DiesSigni>2026-05-20</DiesSigni><StartDate>2026-07-01</StartDate><Status>Valid</Status>"
        f"<Ministry>Ministeriet for opdigtede sager</Ministry><Signature>Ib Opdigtet</Signature>{extra}</Meta>"
        "<DokumentIndhold><Kapitel><Explicatus>Kapitel 1</Explicatus><Rubrica><Linea><Char>Anvendelse</Char></Linea>"
        "</Rubrica><Paragraf><Explicatus>§ 1.</Explicatus><Stk><Exitus><Linea>"
        "<Char>Loven gælder for alle, der bor i </Char><Char>det opdigtede land.</Char></Linea></Exitus></Stk>"
        "</Paragraf></Kapitel></DokumentIndhold></Dokument>"
    ).encode()


def read(data: bytes, *, url: str, media_type: str = "application/xml") -> tuple[str, list[Record]]:
    form = recognise(formats(), head=data[:4096], media_type=media_type, name=url.split(".example", 1)[-1])
    assert isinstance(form, Format)
    origin = Origin(
        evidence_id="e" * 64, source="s", url=url, media_type=media_type, publisher="P", first_seen=date(2026, 6, 1)
    )
    return form.name, [*form.read(data, origin)]


# -- Retsinformation --------------------------------------------------------------------------------------------------


@dataclass
class Register:
    """The harvest interface and the site: what changed on a day, and the acts as XML."""

    days: dict[str, list[Any]] = field(default_factory=dict)
    acts: dict[str, bytes] = field(default_factory=dict)
    sitemap: bytes | None = None

    def __call__(self, asked: Asked) -> Said:
        if asked.path == "/v1/Documents":
            return as_json(self.days.get(asked.query["date"], []))
        if asked.path == "/sitemap.xml" and self.sitemap is not None:
            return Said(200, self.sitemap, "application/xml")
        found = self.acts.get(asked.path.removesuffix("/xml"))
        return Said(404) if found is None else Said(200, found, "application/xml")


def _options(fake: Fake, **more: Any) -> RetsinformationOptions:
    return RetsinformationOptions(api=f"{fake.base}/v1", site=fake.base, **more)


def _changed(fake_path: str, kind: str = "LOV", reason: str = "NewDocument") -> dict[str, Any]:
    return {"href": fake_path, "documentType": {"shortName": kind}, "reasonForChange": reason, "documentId": "1"}


def test_an_act_of_the_study_s_subject_is_read_and_others_are_looked_at_alone(tmp_path: Path) -> None:
    days = {
        "2026-06-01": [_changed("/eli/lta/2026/1"), _changed("/eli/lta/2026/2"), _changed("/eli/lta/2026/3", "DSK")]
    }
    acts = {"/eli/lta/2026/1": law(f"Lov om {SUBJECT}"), "/eli/lta/2026/2": law("Lov om fiskeri")}
    with serving(Register(days, acts)) as fake:
        crawl = night(tmp_path, "retsinformation", _options(fake))
    assert crawl.incomplete == []
    assert [row["url"].split("/eli")[1] for row in evidence(crawl.ledger)] == ["/lta/2026/1"]
    assert fake.paths("/xml") == ["/eli/lta/2026/1/xml", "/eli/lta/2026/2/xml"]
    assert crawl.ledger.watermark("retsinformation") == "2026-06-01"
    # Ten days back on a first night, each asked for once.
    assert len(fake.paths("Documents")) == 10


def test_the_next_night_asks_from_the_last_day_on(tmp_path: Path) -> None:
    with serving(Register()) as fake:
        night(tmp_path, "retsinformation", _options(fake))
        fake.asked.clear()
        night(tmp_path, "retsinformation", _options(fake), number=2, as_of=date(2026, 6, 3))
        assert [one.query["date"] for one in fake.asked] == ["2026-06-01", "2026-06-02", "2026-06-03"]


def test_a_gap_longer_than_the_window_is_closed_by_the_sitemap(tmp_path: Path) -> None:
    entry = "<url><loc>{0}/eli/lta/2026/{1}</loc><lastmod>2026-06-{2}</lastmod></url>"
    with serving(Register(acts={"/eli/lta/2026/8": law(f"Lov om {SUBJECT}")})) as fake:
        night(tmp_path, "retsinformation", _options(fake))
        server = Register(acts={"/eli/lta/2026/8": law(f"Lov om {SUBJECT}")})
    with serving(server) as fake:
        urls = entry.format(fake.base, 8, "05") + entry.format(fake.base, 9, "02")
        server.sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()
        crawl = night(tmp_path, "retsinformation", _options(fake), number=2, as_of=date(2026, 6, 30))
        assert fake.paths("/xml") == ["/eli/lta/2026/8/xml", "/eli/lta/2026/9/xml"]
    assert crawl.incomplete == []
    assert len(evidence(crawl.ledger)) == 1


def test_a_gap_that_no_channel_closes_is_said(tmp_path: Path) -> None:
    with serving(Register()) as fake:
        night(tmp_path, "retsinformation", _options(fake))
        crawl = night(tmp_path, "retsinformation", _options(fake), number=2, as_of=date(2026, 6, 30))
    assert "sitemap.xml did not come" in crawl.incomplete[0]
    assert crawl.ledger.watermark("retsinformation") == "2026-06-01"


def _acts(many: int) -> dict[str, bytes]:
    return {f"/eli/lta/2026/{n}": law(f"Lov om {SUBJECT}", number=n) for n in range(many)}


def _numbers(fake: Fake) -> list[str]:
    """The numbers of the acts asked for since the last look."""
    found = [path.split("/")[-2] for path in fake.paths("/xml")]
    fake.asked.clear()
    return found


def test_a_day_of_more_acts_than_a_night_may_fetch_is_told_to_its_end_by_the_next_nights(tmp_path: Path) -> None:
    acts = _acts(12)
    with serving(Register({"2026-06-01": [_changed(path) for path in acts]}, acts)) as fake:
        options = _options(fake, max_documents=5)
        asked, watermarks = [], []
        for day in range(1, 6):
            crawl = night(tmp_path, "retsinformation", options, number=day, as_of=date(2026, 6, day))
            asked.append(_numbers(fake))
            watermarks.append(crawl.ledger.watermark("retsinformation"))
    # On the day itself an act may have been asked for before it changed: the first five come once more, and last.
    assert asked == [list("01234"), list("56789"), ["10", "11", "0", "1", "2"], ["3", "4"], []]
    assert watermarks == ["2026-05-31", "2026-05-31", "2026-05-31", "2026-06-04", "2026-06-05"]
    assert len(evidence(crawl.ledger)) == 12


@pytest.mark.parametrize("channel", ["sitemap", "feed"])
def test_a_gap_of_more_acts_than_a_night_may_fetch_is_closed_by_several_nights(tmp_path: Path, channel: str) -> None:
    acts = _acts(12)
    server = Register({}, acts)

    def answer(asked: Asked) -> Said:
        feed = Said(200, atom.encode(), "application/atom+xml")
        return feed if asked.path == "/atom" else server(asked)

    with serving(answer) as fake:
        entries = [f"<link href='{fake.base}{path}'/>" for path in acts]
        atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(f'<entry>{one}</entry>' for one in entries)}</feed>"
        urls = [f"<url><loc>{fake.base}{path}</loc><lastmod>2026-06-05</lastmod></url>" for path in acts]
        index = "http://www.sitemaps.org/schemas/sitemap/0.9"
        server.sitemap = f'<urlset xmlns="{index}">{"".join(urls)}</urlset>'.encode()
        options = _options(fake, max_documents=5, **({"atom": f"{fake.base}/atom"} if channel == "feed" else {}))
        night(tmp_path, "retsinformation", options)
        fake.asked.clear()
        asked, watermarks = [], []
        for day in range(20, 24):
            crawl = night(tmp_path, "retsinformation", options, number=day, as_of=date(2026, 6, day))
            asked.append(sorted(_numbers(fake), key=int))
            watermarks.append(crawl.ledger.watermark("retsinformation"))
    assert sorted(asked[0] + asked[1] + asked[2], key=int) == [str(n) for n in range(12)]
    assert asked[3] == []
    assert watermarks == ["2026-06-01", "2026-06-01", "2026-06-22", "2026-06-23"]


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_an_act_that_fails_is_said_holds_the_watermark_and_is_asked_for_again(tmp_path: Path, status: int) -> None:
    acts = _acts(2)
    server = Register({"2026-06-01": [_changed("/eli/lta/2026/0")], "2026-06-02": [_changed("/eli/lta/2026/1")]}, acts)
    is_ill = [True]

    def answer(asked: Asked) -> Said:
        return Said(status) if is_ill[0] and asked.path.endswith("/0/xml") else server(asked)

    with serving(answer) as fake:
        first = night(tmp_path, "retsinformation", _options(fake), as_of=date(2026, 6, 2))
        assert "/eli/lta/2026/0/xml did not come" in "; ".join(first.incomplete)
        assert first.ledger.watermark("retsinformation") == "2026-05-31"
        is_ill[0] = False
        fake.asked.clear()
        second = night(tmp_path, "retsinformation", _options(fake), number=2, as_of=date(2026, 6, 3))
        assert "/eli/lta/2026/0/xml" in fake.paths("/xml")
    assert second.incomplete == []
    assert second.ledger.watermark("retsinformation") == "2026-06-03"
    assert len(evidence(second.ledger)) == 2


def test_an_act_that_fails_every_night_does_not_keep_later_days_from_being_collected(tmp_path: Path) -> None:
    acts = _acts(2)
    server = Register({"2026-06-01": [_changed("/eli/lta/2026/0")], "2026-06-02": [_changed("/eli/lta/2026/1")]}, acts)
    with serving(lambda asked: Said(500) if asked.path.endswith("/0/xml") else server(asked)) as fake:
        crawl = night(tmp_path, "retsinformation", _options(fake), as_of=date(2026, 6, 2))
    assert [row["url"][-1] for row in evidence(crawl.ledger)] == ["1"]


@pytest.mark.parametrize("status", [404, 406, 410])
def test_an_act_that_is_not_there_as_xml_is_an_end_and_no_fault(tmp_path: Path, status: int) -> None:
    server = Register({"2026-05-31": [_changed("/eli/lta/2026/0")]})
    with serving(lambda asked: Said(status) if asked.path.endswith("/xml") else server(asked)) as register:
        first = night(tmp_path, "retsinformation", _options(register))
        second = night(tmp_path, "retsinformation", _options(register), number=2, as_of=date(2026, 6, 2))
        assert len(register.paths("/xml")) == 1
    assert (first.incomplete, second.incomplete) == ([], [])
    assert second.ledger.watermark("retsinformation") == "2026-06-02"


def test_what_a_night_that_died_had_fetched_and_not_looked_at_is_read_by_the_next_one(tmp_path: Path) -> None:
    acts = _acts(1)
    with serving(Register({"2026-05-31": [_changed(path) for path in acts]}, acts)) as fake:
        died = night(tmp_path, "retsinformation", _options(fake))
        died.ledger.rows("delete from evidence")
        died.ledger.set_watermark(source="retsinformation", value="2026-05-31")
        crawl = night(tmp_path, "retsinformation", _options(fake), number=2, as_of=date(2026, 6, 2))
    assert len(evidence(crawl.ledger)) == 1


def test_acts_that_are_followed_take_no_turn_from_those_that_changed(tmp_path: Path) -> None:
    acts = _acts(3)
    with serving(Register({"2026-06-01": [_changed("/eli/lta/2026/2")]}, acts)) as fake:
        options = _options(fake, eli=("/eli/lta/2026/0", "/eli/lta/2026/1"), max_documents=1)
        night(tmp_path, "retsinformation", options)
        assert _numbers(fake) == ["0", "1", "2"]


def test_acts_that_are_followed_are_read_whatever_they_are_about(tmp_path: Path) -> None:
    with serving(Register(acts={"/eli/lta/2025/699": law("Lov om regioner")})) as fake:
        crawl = night(tmp_path, "retsinformation", _options(fake, eli=("/eli/lta/2025/699",)))
    assert len(evidence(crawl.ledger)) == 1


def test_the_publisher_s_hours_and_pace_are_stated_and_kept() -> None:
    source = sources()["retsinformation"]
    assert source.opening_hours == (time(3, 0), time(23, 45))
    assert "ten seconds" in source.politeness


def test_a_law_is_read_with_its_ministry_its_day_and_when_it_holds() -> None:
    name, records = read(law("Lov om digital tegnebog"), url="https://lov.example/eli/lta/2026/1")
    document = records[0]
    assert isinstance(document, Document)
    assert (name, document.document_kind, document.document_type) == ("lexdania", "law", "legislation")
    assert (document.publisher, document.published_date) == ("Ministeriet for opdigtede sager", date(2026, 5, 20))
    assert (document.period_from, document.period_to, document.period_basis) == (date(2026, 7, 1), None, "metadata")
    text = next(one.text for one in records if isinstance(one, Text))
    assert text.splitlines() == [
        "Lov om digital tegnebog",
        "Kapitel 1",
        "Anvendelse",
        "§ 1. Loven gælder for alle, der bor i det opdigtede land.",
    ]
    assert "Ib Opdigtet" not in text
    kinds = [one.block_kind for one in records if isinstance(one, TextBlock)]
    assert kinds == ["heading", "heading", "heading", "paragraph"]


def test_what_is_no_act_is_refused() -> None:
    with pytest.raises(Unreadable, match="no_text"):
        read(law("Lov").split(b"<DokumentIndhold>")[0] + b"</Dokument>", url="https://lov.example/x")


@given(st.recursive(st.none() | st.text(max_size=9), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_answer_of_the_harvest_is_a_list_of_addresses_or_none(document: Any) -> None:
    found = acts_of(document, ("LOV",))
    assert found is None or all(isinstance(one, str) for one in found)
    assert concerns(json.dumps(document).encode(), ())


# -- CELLAR -----------------------------------------------------------------------------------------------------------

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


# -- Folketinget ------------------------------------------------------------------------------------------------------


def case(
    number: int, title: str = f"Forslag til lov om {SUBJECT}", updated: str = "2026-05-31T10:00:00.5"
) -> dict[str, Any]:
    return {
        "id": number,
        "titel": title,
        "titelkort": "Tegnebog",
        "nummer": f"L {number}",
        "resume": "Loven giver hjemmel til en national tegnebog.",
        "opdateringsdato": updated,
        "Sagstype": {"type": "Lovforslag"},
        "Sagsstatus": {"status": "Fremsat"},
        "Periode": {"titel": "2025-26"},
    }


@dataclass
class Parliament:
    """Cases in pages of two, with a next link; `deaf` passes over the filter as the service does for unknown fields."""

    cases: list[dict[str, Any]]
    base: str = ""

    def __call__(self, asked: Asked) -> Said:
        skip = int(asked.query.get("$skip", 0))
        said: dict[str, Any] = {
            "odata.metadata": f"{self.base}/api/$metadata#Sag",
            "value": self.cases[skip : skip + 2],
        }
        if skip + 2 < len(self.cases):
            said["odata.nextLink"] = f"{self.base}/api/Sag?$filter=x&$skip={skip + 2}"
        return as_json(said)


def _parliament(tmp_path: Path, cases: list[dict[str, Any]], **more: Any) -> tuple[Crawl, Fake]:
    server = Parliament(cases)
    with serving(server) as fake:
        server.base = fake.base
        crawl = night(tmp_path, "folketinget", FolketingetOptions(api=f"{fake.base}/api", **more))
    return crawl, fake


def test_every_page_of_cases_is_followed_and_read(tmp_path: Path) -> None:
    crawl, fake = _parliament(tmp_path, [case(n) for n in range(5)])
    assert crawl.incomplete == []
    assert len(evidence(crawl.ledger)) == len(fake.asked) == 3
    assert crawl.ledger.watermark("folketinget") == "2026-05-31T10:00:00"
    assert "substringof('digital',titel)" in fake.asked[0].query["$filter"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (case(9, "Forslag til lov om fiskeri"), "holds none of the words"),
        (case(9, updated="2011-01-01T00:00:00"), "was updated on 2011-01-01"),
        ({"id": 9, "opdateringsdato": "2026-05-31"}, "has no title"),
    ],
)
def test_a_filter_that_is_passed_over_ends_the_crawl_before_its_page_is_read(
    tmp_path: Path, row: dict[str, Any], why: str
) -> None:
    crawl, _ = _parliament(tmp_path, [case(1), case(2), row])
    assert "passes over the filter" in crawl.incomplete[0]
    assert why in crawl.incomplete[0]
    assert len(evidence(crawl.ledger)) == 1  # the page before held what was asked for
    assert crawl.ledger.watermark("folketinget") is None


def test_more_updates_of_one_day_than_a_night_may_ask_for_are_had_by_the_next_nights(tmp_path: Path) -> None:
    server = Parliament([case(n, updated=f"2026-05-31T10:00:{n:02d}") for n in range(9)])
    with serving(server) as fake:
        server.base = fake.base
        for number in (1, 2, 3):
            options = FolketingetOptions(api=f"{fake.base}/api", max_pages=2)
            crawl = night(tmp_path, "folketinget", options, number=number)
    assert len(evidence(crawl.ledger)) == 5
    assert crawl.ledger.watermark("folketinget") == "2026-05-31T10:00:08"


def test_an_apostrophe_in_a_word_does_not_end_the_filter() -> None:
    said = page_address(FolketingetOptions(terms=("kl's",)), datetime.fromisoformat("2026-01-01"))
    assert "kl%27%27s" in said


def test_each_case_of_a_page_is_a_document_without_persons() -> None:
    page = {"odata.metadata": "https://oda.example/api/$metadata#Sag", "value": [case(1), case(2), case(1)]}
    name, records = read(
        json.dumps(page).encode(), url="https://oda.example/api/Sag?$filter=x", media_type="application/json"
    )
    documents = [one for one in records if isinstance(one, Document)]
    assert (name, len(documents)) == ("parliament_cases", 2)
    assert documents[0].url == "https://oda.example/api/Sag(1)"
    assert (documents[0].title, documents[0].document_type) == (
        "L 1: Forslag til lov om digital tegnebog",
        "legislation",
    )
    assert documents[0].publisher == "Folketinget"


@given(st.lists(st.recursive(st.none() | st.text(max_size=9), lambda inner: st.dictionaries(st.text(), inner))))
def test_any_rows_are_judged_without_a_fault(rows: list[Any]) -> None:
    why = stray(rows, FolketingetOptions(), datetime.fromisoformat("2026-01-01"))
    assert (why is None) == (not rows)
