# ruff: noqa: E501  a drawn table is as wide as its columns
"""A technology over all streams: what moved, in which stream it began, and the card that says all about it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.standing import standing

TECHNOLOGY = "technology | technology_name_da | technology_name_en | technology_group | definition_da | definition_en\nai | AI | AI | ai | det lærer | it learns\nvr | VR | VR | screen | |"
QUARTERS = [f"{year}-{month:02d}-01" for year in (2024, 2025, 2026) for month in (1, 4, 7, 10)][3:11]
TREND = "technology | stream | verdict\nai | vendor | rising\nai | policy | fading\nai | award | cannot_tell"
TAKEN = "technology | stream | stream_place:i\nai | vendor | 2\nai | policy | 1\nai | award |"


def moved(*streams: tuple[str, list[int], list[int]], organisations: int = 5) -> dict[str, dict[str, Any]]:
    """Movers of (stream, documents by quarter, those of them that name AI); quarters end with 2026-Q3."""
    documents, named = [], []
    for stream, totals, hits in streams:
        for quarter, total, hit in zip(QUARTERS[-len(totals) :], totals, hits, strict=True):
            for number in range(total):
                place = f"document | {stream}{quarter}-{number} | {stream} | {stream} | o{number % organisations} | {quarter}"
                documents.append(place)
                if number < hit:
                    named.append(f"ai | {place}")
    head = "owner_kind | owner_id | stream | panel | organisation | quarter:d"
    with standing(
        "mart/technology_mover.py",
        core__stream_document="\n".join([head, *documents]),
        core__technology_document="\n".join([f"technology | {head}", *named]),
        core__technology=TECHNOLOGY,
        mart__technology_trend=TREND,
        mart__technology_stream=TAKEN,
    ) as building:
        return {str(row["technology"]): row for row in building.query("from mart.technology_mover")}


def test_what_grows_in_every_stream_is_rising_and_says_where_it_began() -> None:
    growth = [1, 2, 2, 3, 6, 8, 11, 15]
    found = moved(("vendor", [40] * 8, growth), ("policy", [40] * 8, growth))
    ai, unheard = found["ai"], found["vr"]
    assert (ai["verdict"], ai["documents_before"], ai["documents_after"], ai["panel_count"]) == ("rising", 16, 80, 2)
    assert (ai["total_before"], ai["total_after"], ai["quarters_seen"]) == (320, 320, 4)
    assert ai["second_opinion"] == "agrees"
    assert (ai["streams_rising"], ai["streams_fading"], ai["stream_order"]) == (
        ["vendor"],
        ["policy"],
        ["policy", "vendor"],
    )
    assert (unheard["verdict"], unheard["rate_ratio"], unheard["second_opinion"]) == ("cannot_tell", None, None)
    assert "fewer than 8 documents" in unheard["reason"]


def test_a_stream_that_grows_by_itself_moves_nothing() -> None:
    # Vendors name it in half of their pages and policy never. Four times as many vendors' pages: of all documents a
    # larger share names it, of the vendors' own the same share.
    found = moved(("vendor", [10] * 4 + [40] * 4, [5] * 4 + [20] * 4), ("policy", [40] * 8, [0] * 8))["ai"]
    assert (found["documents_before"], found["documents_after"]) == (20, 80)
    assert found["verdict"] == "no_sure_change"
    # The fitted change is not the ratio of the halves, which anyone can reckon from the counts beside it.
    assert 0.8 < found["rate_ratio"] < 1.25
    assert found["halves_ratio"] == pytest.approx((80 / 320) / (20 / 200))


def test_a_publisher_that_is_heard_in_one_half_alone_is_left_out() -> None:
    growth = [12, 14, 13, 11, 14, 12, 13, 12]
    found = moved(("vendor", [40] * 8, growth), ("policy", [0] * 4 + [40] * 4, [0] * 4 + [30] * 4))["ai"]
    assert (found["panel_count"], found["documents_after"], found["verdict"]) == (1, 51, "no_sure_change")


def test_seven_quarters_cannot_tell() -> None:
    found = moved(("vendor", [40] * 7, [10] * 7))["ai"]
    assert (found["verdict"], found["can_tell"]) == ("cannot_tell", False)
    assert "fewer than 8 quarters" in found["reason"]


QUARTER = "technology | stream | quarter:d | rate:f"
CARD = {
    "core__technology": TECHNOLOGY,
    "core__technology_speaker": "technology | document_count:i | breadth:i | top_buyers:l | top_suppliers:l | quotes:l | quote_urls:l | quote_evidence:l\nai | 4 | 2 | [Alby] | [Vidja] | [q1, q2] | [u1, u2] | [e1, e2]",
    "core__technology_term": "technology | language | term\nai | da | maskinlæring\nai | da | AI\nai | no | KI\nai | nb | KI-modell\nai | sv | AI",
    "mart__technology_mover": "technology | verdict | rate_ratio:f\nai | rising | 2",
    "mart__technology_ring": "technology | ring | reason\nai | explore | two buyers",
    "mart__technology_stream": "technology | stream | first_date:d | first_url\nai | procurement | 2025-01-01 | u1\nai | award | 2025-06-01 | u2\nai | vendor | 2024-01-01 | u3",
}


def test_a_card_has_the_rates_of_the_last_eight_whole_quarters_and_none_where_there_is_no_document() -> None:
    rates = [f"ai | vendor | {quarter} | 0.{place + 1}" for place, quarter in enumerate(QUARTERS)]
    rows = [
        QUARTER,
        *rates,
        "ai | vendor | 2024-07-01 | 0.9",
        "ai | vendor | 2026-10-01 | 0.9",
        f"ai | policy | {QUARTERS[-1]} | 0.5",
    ]
    with standing("mart/technology_card.sql", **CARD, mart__technology_quarter="\n".join(rows)) as building:
        card = {row["technology"]: row for row in building.query("from mart.technology_card")}["ai"]
    # The study's day is in the last quarter of 2026, which is not over; 2024-07 is the ninth before it.
    assert [str(day) for day in card["quarters"]] == QUARTERS  # type: ignore[attr-defined]
    assert card["vendor_rates"] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    assert card["policy_rates"] == [None] * 7 + [0.5]
    assert card["award_rates"] == [None] * 8
    assert (card["synonyms_da"], card["synonyms_nb"], card["synonyms_de"]) == (
        ["AI", "maskinlæring"],
        ["KI", "KI-modell"],
        None,
    )
    assert (str(card["first_tender_date"]), str(card["first_award_date"])) == ("2025-01-01", "2025-06-01")
    assert (card["ring"], card["verdict"], card["quote_count"], card["can_tell"]) == ("explore", "rising", 2, True)


def test_a_technology_that_nobody_names_has_a_card_that_says_so() -> None:
    with standing("mart/technology_card.sql", **CARD, mart__technology_quarter=QUARTER) as building:
        card = {row["technology"]: row for row in building.query("from mart.technology_card")}["vr"]
    assert (card["document_count"], card["quotes"], card["quarters"], card["ring"]) == (0, [], [], None)
    assert (card["can_tell"], card["reason"]) == (False, "no dated document names it")
