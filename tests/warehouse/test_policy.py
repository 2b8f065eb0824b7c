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
        "document_id | evidence_id | source | publisher | url | title | text_digest | published_date | date_basis | "
        "document_type"
    ]
    evidence = ["evidence_id | source | first_seen"]
    sentences = ["text_digest | sentence_number | start | end | sentence_group"]
    mentions = ["text_digest | target_kind | target | start | end | grade"]
    for place, (body, day, words) in enumerate(said):
        title = f"Digitaliseringsstrategi {day[:4]}-{int(day[:4]) + 3}"
        url = f"https://{body}.example/strategi-{place}"
        documents.append(
            f"d{place} | e{place} | plans | {body} | {url} | {title} | t{place} | {day} | text | ai_policy"
        )
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
    assert (rows["m01"]["basis"], rows["m01"]["peer_group"]) == ("inhabitants", "2,000–16,000 inhabitants")
    assert (rows["m16"]["basis"], rows["m16"]["peer_group"]) == ("class", "municipality")
    assert (rows["state"]["basis"], rows["state"]["member_count"]) == ("class", 1)


def purchases(*acts: tuple[str, str, str]) -> dict[str, str]:
    """Drawn notices about data from (buyer, day, kind)."""
    rows, buyers = ["notice_id | evidence_id | notice_kind | publication_date"], []
    texts, mentions = [], []
    for place, (buyer, day, kind) in enumerate(acts):
        rows.append(f"n{place} | x{place} | {kind} | {day}")
        buyers.append(f"n{place} | x{place} | {buyer} | buyer | {buyer.title()}")
        texts.append(f"w{place} | notice | n{place} | x{place}")
        mentions.append(f"w{place} | theme | data | 0 | 4 | ")
    return {
        "notice": "\n".join(rows),
        "organisation": "\n".join(["notice_id | evidence_id | organisation_key | role | name", *buyers]),
        "text": "\n".join(["text_digest | owner_kind | owner_id | evidence_id", *texts]),
        "more mentions": "\n".join(mentions),
        "resolution": "\n".join(
            [
                "organisation_key | player_id | layer",
                *(f"{one} | {one} | id" for one in sorted({act[0] for act in acts})),
            ]
        ),
    }


def test_a_theme_is_bought_where_an_award_follows_within_24_months_and_open_where_time_is_left() -> None:
    said = papers(
        ("alby", "2023-01-01", "data1 plain1"),
        ("borup", "2023-01-01", "data2 plain2"),
        ("celund", "2026-01-01", "data3 plain3"),
        ("dalby", "2023-01-01", "plain4 plain5"),
    )
    bought = purchases(
        ("alby", "2023-06-01", "competition"),
        ("alby", "2023-11-15", "result"),
        ("borup", "2025-06-01", "result"),
        ("dalby", "2026-06-01", "result"),
    )
    said["mention"] += "\n" + bought.pop("more mentions")
    with made("mart.said_and_bought", **said, **bought) as building:
        (row,) = building.query("from mart.said_and_bought where theme = 'data'")
        details = {one["body_id"]: one for one in building.query("from mart.theme_purchase")}
    assert (row["said_count"], row["bought_count"], row["not_bought_count"], row["open_count"]) == (3, 1, 1, 1)
    assert (row["closed_count"], row["closed_bought_count"], row["tendered_count"]) == (2, 1, 1)
    assert (row["silent_count"], row["silent_bought_count"], row["median_months"]) == (1, 1, 10)
    assert row["reason"] == "2 customers named it 24 months ago or longer; a share needs 10"
    # One of two is no half: under ten there are counts and no share, of those that are silent as well.
    assert (row["can_tell"], row["bought_share"], row["share_low"], row["share_high"], row["silent_share"]) == (
        False, None, None, None, None,
    )  # fmt: skip
    assert {body: one["state"] for body, one in details.items()} == {
        "alby": "bought",
        "borup": "not_bought",
        "celund": "open",
    }
    assert (details["alby"]["tender_months"], details["alby"]["award_notice_id"]) == (5, "n1")


def test_ten_customers_whose_24_months_have_passed_give_a_share_with_its_interval() -> None:
    bodies = [f"body{place:02}" for place in range(20)]
    said = papers(
        *((body, "2023-01-01", f"data{place} plain{place}") for place, body in enumerate(bodies[:10])),
        *((body, "2023-01-01", f"plain{place}0 plain{place}1") for place, body in enumerate(bodies[10:], start=10)),
    )
    said["player"] = "\n".join(
        ["player_id | name | player_class | is_customer", *(f"{b} | {b.title()} | municipality | true" for b in bodies)]
    )
    bought = purchases(*((body, "2023-11-15", "result") for body in bodies[:4]), (bodies[10], "2026-06-01", "result"))
    said["mention"] += "\n" + bought.pop("more mentions")
    with made("mart.said_and_bought", **said, **bought) as building:
        (row,) = building.query("from mart.said_and_bought where theme = 'data'")
    assert (row["can_tell"], row["bought_share"], row["silent_share"]) == (True, 0.4, 0.1)
    assert row["share_low"] == pytest.approx(0.1682, abs=1e-4)
    assert row["share_high"] == pytest.approx(0.6873, abs=1e-4)


def test_the_register_tells_current_from_expired_and_missing_papers() -> None:
    drawn = papers(("alby", "2025-01-01", "data1"), ("borup", "2020-01-01", "data1"))
    drawn["document"] = drawn["document"].replace("document_type", "document_type | period_to", 1)
    drawn["document"] = drawn["document"].replace("| ai_policy", "| ai_policy | 2027-12-31", 1)
    drawn["document"] = drawn["document"].rstrip() + " | "
    del drawn["theme"]
    with made("mart.policy_register", **drawn) as building:
        rows = building.query("from mart.policy_register where document_type = 'ai_policy'")
    found = {row["body_id"]: (row["status"], row["basis"], row["reason"]) for row in rows}
    assert {body_id: found[body_id] for body_id in ("alby", "borup", "celund")} == {
        "alby": ("current", "period", "holds until 2027-12-31"),
        "borup": (
            "expired",
            "day of publication",
            "says no years; published 2020-01-01, over four years ago, the usual life of a strategy",
        ),
        "celund": ("not_found", "nothing", "cannot tell: we hold none, which does not say that there is none"),
    }


def test_budgets_and_council_decisions_stand_in_the_register_and_in_no_score() -> None:
    drawn = papers(("alby", "2025-09-01", "data1"), ("borup", "2026-01-12", "data1"), ("celund", "2025-01-01", "data1"))
    kinds = iter(("budget", "council_decision", "ai_policy"))
    lines = drawn["document"].splitlines()
    drawn["document"] = "\n".join(
        [line.replace("ai_policy", next(kinds)) if "ai_policy" in line else line for line in lines]
    )
    del drawn["theme"]
    with made("mart.policy_register", **drawn) as building:
        rows = building.query("from mart.policy_register where status <> 'not_found' order by body_id")
        missing = building.query("from mart.policy_register where body_id = 'alby' and status = 'not_found'")
    assert [(row["document_type"], row["theme_count"]) for row in rows] == [
        ("budget", None), ("council_decision", None), ("ai_policy", 1)
    ]  # fmt: skip
    assert {row["document_type"] for row in missing} >= {"council_decision", "ai_policy"}
    assert "budget" not in {row["document_type"] for row in missing}


def test_the_league_tells_a_change_only_of_those_who_wrote_in_both_times() -> None:
    players = ["player_id | name | player_class | is_customer"]
    said = []
    for number in range(12):
        players.append(f"m{number:02} | M{number:02} | municipality | true")
        said.append((f"m{number:02}", "2022-01-01", "plain1" if number < 9 else "data1"))
        said.append((f"m{number:02}", "2026-01-01", "data2 plain2" if number < 6 else "plain3"))
    drawn = papers(*said) | {"player": "\n".join(players)}
    with made("mart.theme_league", "mart.policy_theme", **drawn) as building:
        rows = {row["theme"]: row for row in building.query("from mart.theme_league")}
        (plain,) = building.query("from mart.policy_theme where theme = 'data'")
    data = rows["data"]
    # One share has one interval, on whichever page it stands.
    assert [plain[side] for side in ("share", "share_low", "share_high")] == pytest.approx(
        [data[side] for side in ("share", "share_low", "share_high")], abs=1e-6
    )
    assert (data["named_count"], data["body_count"], data["both_count"], data["can_tell"]) == (9, 12, 12, True)
    assert data["change"] == pytest.approx(0.25)
    assert data["change_low"] < 0.25 < data["change_high"]
    assert data["weighted_share"] is None
    assert (data["league_place"], rows["green"]["league_place"]) == (1, 2)
