"""What municipalities say they want: shares drawn towards peers, missing papers, copies, and how firm a promise is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.drawing import made

PLAYERS = """
    player_id | name   | player_class | is_customer
    alby      | Alby   | municipality | true
    borup     | Borup  | municipality | true
    celund    | Celund | municipality | true
    dalby     | Dalby  | municipality | true
    egby      | Egby   | municipality | true
"""
THEMES = """
    theme | name_da | name_en
    data  | Data    | Data
    green | Grøn    | Green
"""


def papers(*said: tuple[str, str, str]) -> dict[str, str]:
    """Drawn papers from (body, day, sentences), each sentence a word.

    `data1` is the first sentence about data, `plain7` the seventh about no theme, whoever says it; `!` makes a measure.
    """
    documents = [
        "document_id | evidence_id | source | publisher | url | title | text_digest | published_date | date_basis"
    ]
    evidence = ["evidence_id | source | first_seen"]
    sentences = ["text_digest | sentence_number | start | end | sentence_group"]
    mentions = ["text_digest | target_kind | target | start | end | grade"]
    for place, (body, day, words) in enumerate(said):
        title = f"Digitaliseringsstrategi {day[:4]}-{int(day[:4]) + 3}"
        url = f"https://{body}.example/strategi-{place}"
        documents.append(f"d{place} | e{place} | plans | {body} | {url} | {title} | t{place} | {day} | text")
        evidence.append(f"e{place} | plans | 2026-01-01 00:00:00")
        for number, word in enumerate(words.split(), start=1):
            theme, at = word.rstrip("!0123456789"), number * 10
            sentences.append(f"t{place} | {number} | {at} | {at + 9} | {word.rstrip('!')}")
            if theme != "plain":
                grade = "measure" if word.endswith("!") else ""
                mentions.append(f"t{place} | theme | {theme} | {at} | {at + 4} | {grade}")
    drawn = {"document": documents, "evidence": evidence, "policy_sentence": sentences, "mention": mentions}
    return {name: "\n".join(rows) for name, rows in drawn.items()} | {
        "study_source": "source | stream\nplans | policy",
        "theme": THEMES,
        "player": PLAYERS,
    }


FOUR = (
    ("alby", "2025-01-01", "data1 data2! plain1 plain2 plain3 plain4"),
    ("borup", "2024-01-01", "data1 plain5 plain6 plain7 plain8 plain9"),
    ("celund", "2024-02-01", "plain10 plain11 plain12 plain13 plain14 green1"),
    ("dalby", "2024-03-01", "plain15 plain16"),
)


def cells(*said: tuple[str, str, str]) -> dict[tuple[str, str], dict[str, Any]]:
    with made("mart.municipality_theme", **papers(*said)) as building:
        rows = building.query("from mart.municipality_theme")
    return {(str(row["body_id"]), str(row["theme"])): row for row in rows}


def test_a_customer_without_a_paper_is_missing_and_not_low() -> None:
    found = cells(*FOUR)
    assert len(found) == 10
    missing = found["egby", "data"]
    assert (missing["has_document"], missing["score"], missing["can_tell"]) == (False, None, False)
    assert "missing, not a low priority" in missing["reason"]
    silent = found["dalby", "data"]
    assert (silent["has_document"], silent["evidence_count"], silent["can_tell"]) == (True, 0, True)
    assert silent["peer_count"] == 4


def test_a_score_lies_between_the_plain_share_and_the_peers() -> None:
    found = cells(*FOUR)
    most, none = found["alby", "data"], found["celund", "data"]
    assert most["plain_share"] == pytest.approx(1 / 3)
    assert none["plain_share"] == 0 < none["score"] < most["score"] < most["plain_share"]
    assert (most["peer_rank"], found["borup", "data"]["peer_rank"]) == (1, 2)
    assert most["peer_p10"] <= most["peer_median"] <= most["peer_p90"]
    # Dalby has said a third as much as Celund, so that its silence says less.
    assert found["dalby", "data"]["score"] > none["score"]


def test_a_copied_sentence_counts_once_for_each_body_and_is_told_to_be_shared() -> None:
    again = ("alby", "2025-06-01", "data1 data2! plain1 plain2 plain3 plain4")
    found = cells(*FOUR, again)["alby", "data"]
    assert (found["evidence_count"], found["sentence_count"], found["document_count"]) == (2, 6, 1)
    assert found["shared_count"] == 1


def test_the_firmest_promise_is_the_one_that_is_quoted() -> None:
    found = cells(*FOUR)["alby", "data"]
    assert (found["commitment"], found["quote_start"], found["document_id"]) == ("measure", 20, "d0")
    assert found["url"] == "https://alby.example/strategi-0"
    assert cells(*FOUR)["borup", "data"]["commitment"] is None


def test_one_paper_in_all_cannot_be_compared() -> None:
    found = cells(FOUR[0])["alby", "data"]
    assert (found["can_tell"], found["evidence_count"]) == (False, 2)
    assert "no other customer" in found["reason"]


def test_similar_bodies_stand_together_and_those_without_papers_last() -> None:
    found = cells(*FOUR)
    places = {body: found[body, "data"]["body_place"] for body in ("alby", "borup", "celund", "dalby", "egby")}
    assert sorted(places.values()) == [1, 2, 3, 4, 5]
    assert places["egby"] == 5
    assert abs(places["alby"] - places["borup"]) == 1


def test_peers_are_the_studys_own_group_else_bands_of_inhabitants_else_the_class() -> None:
    customers = "\n".join(
        [
            "player_id | name | population",
            *(f"m{number:02} | M{number} | {1000 * (number + 1)}" for number in range(16)),
        ]
    )
    players = "\n".join(
        [
            "player_id | name | player_class | is_customer",
            *(f"m{number:02} | M{number} | municipality | true" for number in range(17)),
            "state | State | state | true",
        ]
    )
    chosen = "player_id | peer_group\nm00 | Coast"
    with made("mart.peer_group", customer=customers, player=players, peer_group=chosen) as building:
        rows = {row["body_id"]: row for row in building.query("from mart.peer_group")}
    assert (rows["m00"]["basis"], rows["m00"]["peer_group"]) == ("study", "Coast")
    assert (rows["m01"]["basis"], rows["m01"]["peer_group"]) == ("inhabitants", "2000–16000 inhabitants")
    assert (rows["m16"]["basis"], rows["m16"]["peer_group"]) == ("class", "municipality")
    assert (rows["state"]["basis"], rows["state"]["member_count"]) == ("class", 1)
