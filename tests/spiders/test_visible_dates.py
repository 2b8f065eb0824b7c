"""Which date that a page shows is the day of its publication, and which are only what it tells of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.format import Origin
from spiders.formats.html import FORMAT
from spiders.formats.page import tree_of
from spiders.formats.visible_dates import visible_date
from warehouse.records import Document

SEEN = date(2026, 11, 23)
WORDS = "Den opdigtede forening deler sine løsninger med alle kommuner, som vil bruge dem i det kommende år. " * 6


def page(before: str = "", after: str = "", rest: str = "") -> str:
    """A page with a title, and something before it, right after it and far below it."""
    return (
        f"<html><head><title>Ny platform er klar | Foreningen</title></head><body>{before}<h1>Ny platform er klar</h1>"
        f"{after}<p>{WORDS}</p><p>{WORDS}</p>{rest}</body></html>"
    )


def dated(text: str) -> tuple[date | None, str | None]:
    """The day and the basis of a whole reading."""
    origin = Origin(evidence_id="e" * 64, source="sites", url="https://firma.example/om", first_seen=SEEN)
    document = next(iter(FORMAT.read(text.encode(), origin)))
    assert isinstance(document, Document)
    return document.published_date, document.date_basis


@pytest.mark.parametrize(
    ("before", "after", "day"),
    [
        ("", "<p>5. januar 2026</p>", "2026-01-05"),
        ("<p class='dato'>05.01.2026</p>", "", "2026-01-05"),
        ("", "<div class='post-date'>5/1-2026</div>", "2026-01-05"),
        ("", "<p>Af redaktionen | 5. januar 2026 | 4 min.</p>", "2026-01-05"),
        ("", f"<p>Fjordby, 5. januar 2026. {WORDS}</p>", "2026-01-05"),
        ("", "<p>Opdateret 9. marts 2026</p><p>Udgivet 5. januar 2026</p>", "2026-01-05"),
        ("", "<p>Opdateret 9. marts 2026</p>", "2026-03-09"),
        ("", "<aside>9. marts 2026</aside><p>5. januar 2026</p>", "2026-01-05"),
        ("", "<div class='related-news'>9. marts 2026</div><p>5. januar 2026</p>", "2026-01-05"),
        ("", "<p>Publicado em 5 de janeiro de 2026</p>", "2026-01-05"),
        ("", "<p>Pubblicato il 5 gennaio 2026</p>", "2026-01-05"),
    ],
)
def test_a_day_beside_the_title_is_the_day_of_publication(before, after, day):
    assert visible_date(tree_of(page(before, after))) == date.fromisoformat(day)
    assert dated(page(before, after)) == (date.fromisoformat(day), "text")


@pytest.mark.parametrize(
    "told",
    [
        "Vi har leveret til kommuner siden 1995.",
        "Siden 1995",
        "© 1995-2026",
        "Siden maj 1998 har vi hjulpet.",
        "Stiftet den 3. maj 1997",
        "Founded 3 May 1997",
        "Vi blev grundlagt den 3. maj 1997 i Fjordby og har siden leveret til kommuner i hele landet, og det bliver vi "
        "ved med, så længe nogen vil have os, og det håber vi, at mange vil i de år, der kommer.",
        "Efter mange års arbejde, hvor vi prøvede os frem med alle kommuner, blev den første løsning taken i brug den "
        "3. maj 1997, og det har vi fejret lige siden med kage.",
        "Hos os får I 24 timers svar, 1.995 kunder og 2026 idéer.",
    ],
)
def test_what_a_page_tells_of_is_no_day_of_publication(told):
    assert dated(page(rest=f"<p>{told}</p>")) == (SEEN, "first_seen")
    assert dated(page(after=f"<p>{told}</p>")) == (SEEN, "first_seen")


def test_a_day_that_had_not_come_when_the_page_was_seen_is_not_believed():
    late = SEEN + timedelta(days=30)
    assert dated(page(after=f"<p>{late.isoformat()}</p>")) == (SEEN, "first_seen")


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<div class=date>", "</div>", "<h1>", "3. maj 2020", "1/1-2021", "ord "]))
)
@settings(max_examples=80, deadline=None)
def test_a_shown_day_is_always_one_that_is_written(pieces):
    found = visible_date(tree_of("<html><body>x" + "".join(pieces)))
    assert found in (None, date(2020, 5, 3), date(2021, 1, 1))
