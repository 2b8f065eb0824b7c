"""Cases of the parliament: every page of what changed, and no person of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.source import Crawl
from spiders.sources.folketinget import FolketingetOptions, page_address, stray
from tests.spiders.interface_fakes import Asked, Fake, Said, as_json, evidence, night, serving
from tests.spiders.policy_reading import SUBJECT, read
from warehouse.records import Document


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
