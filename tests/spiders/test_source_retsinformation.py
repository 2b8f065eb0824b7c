"""Danish laws and orders: asked when Retsinformation is open, every act of a day to its end, and read whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.format import Unreadable
from spiders.source import sources
from spiders.sources.retsinformation import RetsinformationOptions, acts_of, concerns
from tests.spiders.interface_fakes import Asked, Fake, Said, as_json, evidence, night, serving
from tests.spiders.policy_reading import SUBJECT, read
from warehouse.records import Document, Text, TextBlock


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
