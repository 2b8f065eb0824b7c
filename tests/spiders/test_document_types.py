"""What sort of document a text is, and for which years a paper says that it holds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.formats.document_types import POLICY_TYPES, TYPES, period_of, type_of

TITLES = """
    Digitaliseringsstrategi 2025-2028                    | digitalisation_strategy | 2025-01-01 | 2028-12-31
    Digital strategi for Nordvig Kommune                 | digitalisation_strategy |            |
    Den fællesoffentlige digitaliseringsstrategi 2026-29 | digitalisation_strategy | 2026-01-01 | 2029-12-31
    Strategi for kunstig intelligens                     | ai_policy               |            |
    Retningslinjer for brug af generativ AI              | ai_policy               |            |
    AI policy for the municipality 2025–2027             | ai_policy               | 2025-01-01 | 2027-12-31
    Datastrategi 2022–25                                 | data_strategy           | 2022-01-01 | 2025-12-31
    Strategi for brug af data                            | data_strategy           |            |
    Strategi for velfærdsteknologi mod 2030              | welfare_technology      |            | 2030-12-31
    Velfærdsteknologi: handlingsplan 2024-2026           | welfare_technology      | 2024-01-01 | 2026-12-31
    Informationssikkerhedspolitik                        | security_policy         |            |
    Vision 2030: en bæredygtig by                        | strategy                |            | 2030-12-31
    Sundhedspolitik 2023 - 2026                          | strategy                | 2023-01-01 | 2026-12-31
    Budget 2026                                          | budget                  | 2026-01-01 | 2026-12-31
    Budgetaftale 2025-2028                               | budget                  | 2025-01-01 | 2028-12-31
    Aftale om kommunernes økonomi (økonomiaftale) 2026   | budget                  | 2026-01-01 | 2026-12-31
    Referat af byrådsmøde den 3. maj 2025                | council_decision        |            |
    Høringssvar til forslag om digital tegnebog          | hearing_reply           |            |
    Lov om MitID og NemLog-in                            | legislation             |            |
    Regulation (EU) 2024/903 of the European Parliament  | legislation             |            |
    Evaluering af velfærdsteknologi 2019-2021            | report                  |            |
    Vejledning i brug af Digital Post                    | guide                   |            |
    Privatlivspolitik                                    | page                    |            |
    Cookie policy                                        | page                    |            |
    Politikker og strategier                             | page                    |            |
    Strategisk partnerskab med Vidja                     | page                    |            |
    Om os                                                | page                    |            |
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TITLES.strip().splitlines()]


@pytest.mark.parametrize(("title", "kind", "begins", "ends"), ROWS, ids=[row[0] for row in ROWS])
def test_a_title_tells_the_type_and_the_period(title: str, kind: str, begins: str, ends: str) -> None:
    told, _ = type_of(title=title, url="https://nordvig.example/side/1", text="")
    first, last, basis = period_of(told, title=title, url="https://nordvig.example/side/1", text="")
    assert (told, str(first or ""), str(last or "")) == (kind, begins, ends)
    assert basis == ("title" if begins or ends else None)


def test_an_address_tells_the_type_where_the_title_does_not() -> None:
    url = "https://nordvig.example/dokumenter/digitaliseringsstrategi-2025-2028.pdf"
    assert type_of(title="Microsoft Word", url=url, text="")[0] == "digitalisation_strategy"
    span = period_of("digitalisation_strategy", title=None, url=url, text="")
    assert span == (date(2025, 1, 1), date(2028, 12, 31), "url")


def test_an_item_among_the_news_is_news_whatever_it_is_about() -> None:
    assert type_of(title="Ny digitaliseringsstrategi", url="https://x.example/nyheder/1", text="")[0] == "news"


def test_the_title_page_of_a_paper_counts_as_its_title_and_that_of_a_web_page_does_not() -> None:
    text = "Sammen om det digitale\nDigitaliseringsstrategi 2024-2027\nNordvig Kommune"
    assert type_of(title="scan0017", url=None, text=text, is_paper=True)[0] == "digitalisation_strategy"
    assert type_of(title="Velkommen", url=None, text=text)[0] == "page"
    assert period_of("strategy", title="scan", url=None, text=text, is_paper=True)[2] == "text"


def test_a_paper_says_in_a_sentence_from_when_to_when_it_holds() -> None:
    text = "Formål\nPolitikken gælder fra 1. januar 2024 til 31. december 2026 for alle ansatte."
    found = period_of("security_policy", title="Informationssikkerhedspolitik", url=None, text=text)
    assert found == (date(2024, 1, 1), date(2026, 12, 31), "text")


def test_the_history_that_a_paper_tells_is_not_its_period() -> None:
    text = "Siden kommunalreformen 2005-2007 har vi bygget videre."
    assert period_of("strategy", title="Strategi", url=None, text=text) == (None, None, None)


def test_a_council_speaks_in_its_first_lines() -> None:
    text = "Punkt nr. 4\nSagsfremstilling\nByrådet godkendte forslaget."
    assert type_of(title="Sag 2025/114", url=None, text=text) == ("council_decision", "Punkt nr. 4")


@given(
    title=st.none() | st.text(max_size=80),
    url=st.none() | st.text(alphabet="abc/-._?=%20258", max_size=60).map(lambda tail: f"https://x.example/{tail}"),
    text=st.text(max_size=300),
    is_paper=st.booleans(),
)
def test_any_text_has_a_type_and_no_period_runs_backwards(
    title: str | None, url: str | None, text: str, is_paper: bool
) -> None:
    kind, _ = type_of(title=title, url=url, text=text, is_paper=is_paper)
    first, last, basis = period_of(kind, title=title, url=url, text=text, is_paper=is_paper)
    assert kind in TYPES
    assert first is None or last is None or first < last
    assert (basis is None) == (first is None and last is None)
    assert basis is None or kind in POLICY_TYPES | {"budget"}
