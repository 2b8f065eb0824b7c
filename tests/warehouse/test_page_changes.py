"""Page changes as people read them: where, what, and whether a second look confirmed it."""

from __future__ import annotations

import pytest

from tests.warehouse.drawing import made
from warehouse.model import CheckFailedError

EVIDENCE = """
    evidence_id | source | url                    | bytes | first_seen          | first_night
    e1          | site   | http://vidja.example/a | 9     | 2026-11-21 02:00:00 | n1
    e2          | site   | http://vidja.example/a | 9     | 2026-11-22 02:00:00 | n2
    e3          | site   | http://vidja.example/a | 9     | 2026-11-24 02:00:00 | n4
"""
DOCUMENTS = """
    document_id | evidence_id | source | url                    | title | text_digest
    a           | e1          | site   | http://vidja.example/a | A     | t1
    a           | e2          | site   | http://vidja.example/a | A     | t2
"""
THIRD = DOCUMENTS + "    a           | e3          | site   | http://vidja.example/a | A     | t3\n"
CHANGES = """
document_id | from_digest | to_digest | change_number | change_type | after_start | after_quote | kept_share | extent
a           | t1          | t2        | 1             | partner     | 0           | Vestlyn     | 0.8        | moderate
a           | t1          | t9        | 1             | price       | 0           | 9k          | 0.999      | cosmetic
"""
FETCHES = """
    fetch_id | crawl_id | night_id | source | request_key | url | planned_at          | outcome   | evidence_id | reason
    1        | c1       | n1       | site   | a           | u   | 2026-11-21 02:00:00 | ok        | e1          |
    2        | c2       | n2       | site   | a           | u   | 2026-11-22 02:00:00 | ok        | e2          |
"""
SECOND_LOOK = (
    "    3        | c3       | n3       | site   | a           | u   | 2026-11-23 02:00:00 | unchanged | e2          | "
)
TEXTS = """
    text_digest | owner_kind | owner_id | evidence_id | source | text
    t2          | document   | a        | e2          | site   | Vestlyn er ny
    t3          | document   | a        | e3          | site   | {}
"""


def _rows(documents: str, fetches: str, later: str = "") -> list[tuple[object, ...]]:
    drawn = {"evidence": EVIDENCE, "document": documents, "page_change": CHANGES, "fetch": fetches}
    with made("mart.page_change", **drawn, text=TEXTS.format(later or "andet")) as building:
        found = building.query("from mart.page_change")
    return [(row["version_number"], row["change_type"], row["after_quote"], row["confirmed"]) for row in found]


def test_a_change_stands_with_its_version_and_one_of_captures_that_are_gone_does_not() -> None:
    assert _rows(DOCUMENTS, FETCHES) == [(2, "partner", "Vestlyn", False)]


@pytest.mark.parametrize(("reason", "confirmed"), [("", True), ("the sitemap says it is unchanged", False)])
def test_a_second_answer_confirms_and_a_sitemaps_word_does_not(reason: str, confirmed: bool) -> None:
    assert _rows(DOCUMENTS, f"{FETCHES}{SECOND_LOOK}{reason}\n") == [(2, "partner", "Vestlyn", confirmed)]


@pytest.mark.parametrize(("later", "confirmed"), [("Nyt: Vestlyn er med", True), ("Vi er alene", False)])
def test_a_later_version_that_still_shows_it_confirms(later: str, confirmed: bool) -> None:
    assert _rows(THIRD, FETCHES, later) == [(2, "partner", "Vestlyn", confirmed)]


def test_a_change_without_words_stops_the_build() -> None:
    drawn = {
        "evidence": EVIDENCE,
        "document": DOCUMENTS,
        "page_change": CHANGES.replace("Vestlyn", ""),
        "fetch": FETCHES,
    }
    with pytest.raises(CheckFailedError, match=r"core\.page_change"), made("mart.page_change", **drawn):
        pass
