"""The radar: rings by counted rules, moves only after two quarters, sources that join, and the order of streams."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.drawing import made
from warehouse.estimators.ring import Standing, Thresholds, numbers_of, rule_of, settled


@pytest.mark.parametrize(
    ("counts", "ring"),
    [
        ((2, 0, 2, 2, 9), "none"),
        ((3, 0, 0, 0, 0), "watch"),
        ((3, 4, 2, 0, 3), "watch"),
        ((5, 5, 2, 0, 0), "explore"),
        ((5, 0, 3, 0, 0), "adopt"),
        ((12, 9, 9, 9, 0), "adopt"),
        ((12, 0, 3, 10, 3), "established"),
        ((12, 0, 3, 10, 4), "fading"),
    ],
)
def test_the_rules_name_the_ring_and_say_the_numbers(counts: tuple[int, int, int, int, int], ring: str) -> None:
    assert rule_of(Standing(*counts), Thresholds()) == ring
    assert any(str(count) in numbers_of(Standing(*counts), ring, Thresholds()) for count in counts)


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ("watch adopt watch adopt", "watch watch watch watch"),
        ("watch adopt adopt adopt", "watch watch adopt adopt"),
        ("none watch adopt watch", "none none watch watch"),
        ("adopt watch watch none", "adopt adopt watch watch"),
        ("established fading fading", "established fading fading"),
        ("fading adopt established", "fading fading adopt"),
        ("watch none watch none none", "watch watch watch watch none"),
    ],
)
def test_a_ring_moves_when_the_rules_say_so_two_quarters_in_a_row(named: str, shown: str) -> None:
    assert settled(named.split()) == shown.split()


TECHNOLOGY = "technology | name_da | name_en | technology_group\nai | AI | AI | ai"


def notices(*said: tuple[str, str, str, str, bool]) -> dict[str, str]:
    """Drawn notices from (source, buyer, day, kind, whether it names AI)."""
    rows = ["notice_id | evidence_id | source | notice_kind | publication_date"]
    buyers = ["notice_id | evidence_id | organisation_key | role | name"]
    texts, mentions = ["text_digest | owner_id | evidence_id | source"], ["text_digest | target"]
    for place, (source, buyer, day, kind, names_it) in enumerate(said):
        rows.append(f"n{place} | e{place} | {source} | {kind} | {day}")
        buyers.append(f"n{place} | e{place} | {buyer} | buyer | {buyer}")
        texts.append(f"t{place} | n{place} | e{place} | {source}")
        if names_it:
            mentions.append(f"t{place} | ai")
    drawn = {"notice": rows, "organisation": buyers, "text": texts, "mention": mentions}
    return {name: "\n".join(lines) for name, lines in drawn.items()} | {"technology": TECHNOLOGY}


def history(*said: tuple[str, str, str, str, bool], **more: str) -> list[dict[str, Any]]:
    with made("mart.ring_history", **notices(*said), **more) as building:
        return building.query("from mart.ring_history order by quarter")


# A source that is heard from the beginning of 2024 on; nobody names AI in it.
HEARD = tuple(
    ("ted", "z", f"{year}-{month:02}-03", "competition", False) for year in (2024, 2025) for month in (2, 5, 8, 11)
)
TENDERS = tuple(("ted", buyer, "2025-08-10", "competition", True) for buyer in ("a", "b", "c"))


def test_three_buyers_with_a_tender_move_a_technology_after_the_second_quarter_and_the_documents_are_named() -> None:
    rows = {str(row["quarter"]): row for row in history(*HEARD, *TENDERS)}
    assert min(rows) == "2025-01-01"
    assert [rows[quarter]["ring"] for quarter in sorted(rows)[:5]] == ["none", "none", "none", "adopt", "adopt"]
    assert rows["2025-07-01"]["rule_ring"] == "adopt"
    assert "not yet two quarters in a row" in rows["2025-07-01"]["reason"]
    moved = rows["2025-10-01"]
    assert (moved["moved"], moved["previous_ring"], moved["tender_buyer_count"]) == (True, "none", 3)
    assert moved["reason"].startswith("moved from none to adopt: 3 buyers with a tender in 36 months (needs 3)")
    assert set(moved["deciding_documents"]) == {"notice n8", "notice n9", "notice n10"}


def test_a_study_may_ask_for_more_and_the_reason_says_what_it_asked_for() -> None:
    asked = "threshold | least\nadopt_buyers | 4\nadopt_months | 12"
    rows = {str(row["quarter"]): row for row in history(*HEARD, *TENDERS, ring_threshold=asked)}
    assert rows["2025-10-01"]["ring"] == "watch"
    assert "3 buyers with a tender" not in rows["2025-10-01"]["reason"]
    four = ("ted", "d", "2025-08-10", "competition", True)
    rows = {str(row["quarter"]): row for row in history(*HEARD, *TENDERS, four, ring_threshold=asked)}
    assert rows["2025-10-01"]["reason"].startswith("moved from none to adopt: 4 buyers with a tender in 12 months")
    assert (rows["2026-04-01"]["rule_ring"], rows["2026-07-01"]["rule_ring"]) == ("adopt", "watch")


def test_what_a_new_source_brings_does_not_count_before_its_fifth_quarter() -> None:
    new = tuple(("ocds", buyer, "2025-08-10", "competition", True) for buyer in ("a", "b", "c"))
    rows = {str(row["quarter"]): row for row in history(*HEARD, *new)}
    assert rows["2026-04-01"]["rule_ring"] == "none"
    assert rows["2026-04-01"]["left_out"] == ["ocds"]
    assert (rows["2026-07-01"]["rule_ring"], rows["2026-07-01"]["panel"]) == ("adopt", ["ocds", "ted"])


def test_evidence_grows_old_and_a_technology_leaves_its_ring() -> None:
    old = tuple(("ted", buyer, "2024-02-10", "competition", True) for buyer in ("a", "b", "c"))
    rows = {str(row["quarter"]): row for row in history(*HEARD, *old)}
    assert rows["2025-01-01"]["ring"] == "adopt"
    # Nobody has named it for 24 months at the end of 2026-Q1, and the rules say so twice by the end of 2026-Q2.
    assert (rows["2026-01-01"]["rule_ring"], rows["2026-04-01"]["ring"]) == ("none", "none")


def test_without_a_settled_source_there_is_no_ring() -> None:
    fresh = tuple((source, buyer, "2026-02-10", kind, named) for source, buyer, _, kind, named in TENDERS)
    with made("mart.technology_ring", **notices(*fresh)) as building:
        (row,) = building.query("from mart.technology_ring")
        assert (row["ring"], row["can_tell"]) == (None, False)
        assert "no source has had dated documents for five quarters" in row["reason"]


def test_streams_stand_in_the_order_in_which_a_second_organisation_took_the_technology_up() -> None:
    said = (
        *HEARD,
        ("ted", "z", "2024-02-03", "result", False),
        ("ted", "a", "2025-03-01", "competition", True),
        ("ted", "b", "2025-06-01", "competition", True),
        ("ted", "a", "2025-09-01", "result", True),
        ("ted", "b", "2026-03-01", "result", True),
        ("ted", "c", "2026-04-01", "result", True),
    )
    with made("mart.technology_stream", **notices(*said)) as building:
        rows = {row["stream"]: row for row in building.query("from mart.technology_stream")}
    assert (rows["procurement"]["stream_place"], rows["award"]["stream_place"]) == (1, 2)
    assert str(rows["procurement"]["first_date"]) == "2025-03-01"
    assert (str(rows["award"]["taken_up_date"]), rows["award"]["months_after_first"]) == ("2026-03-01", 9)
    assert (rows["award"]["can_tell"], rows["vendor"]["can_tell"]) == (True, False)
    assert rows["vendor"]["reason"] == "no dated documents in this stream"


def test_a_term_is_new_where_it_was_first_said_lately_and_our_texts_are_older() -> None:
    terms = """
        term         | c_value | first_quarter | organisation_count | text_count | recent_count | log_odds | context
        agentbaseret | 2       | 2026-Q1       | 3                  | 4          | 4            | 3.1      | x
        sagsoverblik | 2       | 2024-Q3       | 3                  | 4          | 2            | 2.1      | x
    """
    with made(
        "mart.term_candidate", term_candidate=terms, notice=notices(*HEARD)["notice"], text=notices(*HEARD)["text"]
    ) as building:
        rows = {row["term"]: row["is_new"] for row in building.query("from mart.term_candidate")}
    assert rows == {"agentbaseret": True, "sagsoverblik": False}
    with made("mart.term_candidate", term_candidate=terms) as building:
        assert not any(row["is_new"] for row in building.query("from mart.term_candidate"))


def test_what_one_buyer_alone_asks_for_sets_it_apart_and_one_document_does_not() -> None:
    said = [("ted", "a", f"2025-{month:02}-01", "competition", True) for month in range(1, 9)]
    said += [("ted", buyer, "2025-03-01", "competition", True) for buyer in "bbbbbbbbc"]
    drawn = notices(*said)
    drawn["technology"] += "\ncloud | Sky | Cloud | cloud"
    for place in range(8, 17):
        drawn["mention"] = drawn["mention"].replace(f"t{place} | ai", f"t{place} | cloud")
    with made("mart.technology_affinity", **{name: drawn[name] for name in drawn if name != "technology"}) as building:
        rows = {
            (row["organisation_name"], row["technology"]): row
            for row in building.query("from mart.technology_affinity")
        }
    assert rows["a", "ai"]["log_odds"] > 1.96
    assert (rows["b", "cloud"]["can_tell"], rows["b", "cloud"]["rank"]) == (True, 1)
    assert (rows["c", "cloud"]["can_tell"], rows["c", "cloud"]["log_odds"]) == (False, None)
    assert "1 documents name any technology" in rows["c", "cloud"]["reason"]
