# ruff: noqa: E501  a drawn table is as wide as its columns
"""Who names a theme, how many of those that have a paper do, which sentences are shared, and what follows a paper."""

from __future__ import annotations

import pytest

from tests.warehouse.standing import standing

THEME = "theme | name_da | name_en\ndata | Data | Data\ngreen | Grøn | Green"
DOCUMENT = """
document_id | text_digest | stream | is_policy:b | own_copy_of | publisher | source | published_date:d | url | evidence_id | part
d1          | t1          | policy | true        |             | Alby      | plans  | 2025-01-01       | u1  | e1          | ''
d2          | t2          | policy | true        |             | Alby      | plans  | 2026-01-01       | u2  | e2          | ''
d3          | t2          | policy | true        | d2          | Alby      | plans  | 2026-03-01       | u3  | e3          | ''
d4          | t2          | vendor | true        |             | Vidja     | vidja  | 2026-04-01       | u4  | e4          | ''
d5          | t2          | policy | false       |             | Alby      | plans  | 2026-05-01       | u5  | e5          | ''
d6          | t1          | policy | true        |             | Lund      | lund   | 2025-06-01       | u6  | e6          | ''
"""
OWNER = "document_id | player_id\nd1 | alby\nd2 | alby\nd3 | alby\nd5 | alby"
MENTION = """
text_digest | theme | context          | quote_start:i
t1          | data  | Data deles.      | 10
t2          | data  | Data sidst.      | 90
t2          | data  | Data først.      | 5
"""


def test_a_body_is_counted_by_its_own_papers_and_quoted_from_the_latest() -> None:
    body = """
    body_id | name  | is_customer:b | document_count:i
    alby    | Alby  | true          | 2
    Lund    | Lund  | false         | 1
    """
    with standing(
        "mart/body_theme.sql",
        core__document=DOCUMENT,
        core__document_player=OWNER,
        core__theme=THEME,
        core__theme_mention=MENTION,
        mart__policy_body=body,
    ) as building:
        rows = {str(row["body_id"]): row for row in building.query("from mart.body_theme")}
    # The copy, the vendor's paper and the page that is no policy count for nothing.
    alby = rows["alby"]
    assert (alby["document_count"], alby["documents_held"], alby["mention_count"]) == (2, 2, 3)
    assert (str(alby["latest_date"]), alby["context"], alby["url"]) == ("2026-01-01", "Data først.", "u2")
    # Who is no known player goes by the publisher's name.
    assert (rows["Lund"]["document_count"], rows["Lund"]["context"], rows["Lund"]["is_customer"]) == (
        1,
        "Data deles.",
        False,
    )
    assert set(rows) == {"alby", "Lund"}


@pytest.mark.parametrize(("held", "can_tell"), [(10, True), (9, False)])
def test_a_share_is_of_those_that_have_a_paper_and_needs_ten_of_them(held: int, can_tell: bool) -> None:
    bodies = [f"c{number} | true | {number < held}" for number in range(20)]
    body = "\n".join(["body_id | is_customer:b | has_document:b", *bodies, "state | false | true"])
    named = "body_id | theme | is_customer:b\nc0 | data | true\nc1 | data | true\nstate | data | false"
    with standing("mart/policy_theme.sql", core__theme=THEME, mart__policy_body=body, mart__body_theme=named) as made:
        rows = {row["theme"]: row for row in made.query("from mart.policy_theme")}
    data, green = rows["data"], rows["green"]
    assert (data["named_count"], data["body_count"], data["customer_count"]) == (2, held, 20)
    assert (data["share"], data["coverage"]) == (2 / held, held / 20)
    assert (data["can_tell"], data["reason"] is None) == (can_tell, can_tell)
    assert (green["share"], green["share_low"]) == (0, 0)
    if can_tell:
        # Wilson's interval of 2 in 10, from a table.
        assert (data["share_low"], data["share_high"]) == (
            pytest.approx(0.0567, abs=1e-4),
            pytest.approx(0.5098, abs=1e-4),
        )
    else:
        assert data["reason"] == "9 customers have a policy document; a share needs 10"


def test_without_any_paper_a_share_is_missing_and_not_nought() -> None:
    body = "body_id | is_customer:b | has_document:b\nc0 | true | false"
    named = "body_id | theme | is_customer:b"
    with standing("mart/policy_theme.sql", core__theme=THEME, mart__policy_body=body, mart__body_theme=named) as made:
        rows = made.query("from mart.policy_theme")
    assert [(row["share"], row["coverage"], row["can_tell"]) for row in rows] == [(None, 0, False)] * 2


def test_a_shared_sentence_is_told_from_the_earliest_dated_paper_and_with_the_firmest_promise() -> None:
    sentence = """
    sentence_group | theme | body_id | document_id | sentence_number:i | is_shared:b | commitment | commitment_rank:i | context | quote_start:i | quote_end:i
    g1             | data  | alby    | d1          | 1                 | true        | vision     | 1                 | late    | 1             | 5
    g1             | data  | borup   | d2          | 4                 | true        |            | 0                 | first   | 2             | 6
    g1             | data  | borup   | d3          | 4                 | true        | budget     | 4                 | undated | 3             | 7
    g2             | data  | alby    | d1          | 2                 | true        |            | 0                 | own     | 4             | 8
    g2             | data  | alby    | d4          | 2                 | true        |            | 0                 | own     | 4             | 8
    g3             | data  | alby    | d1          | 3                 | false       |            | 0                 | alone   | 5             | 9
    g3             | data  | borup   | d2          | 3                 | false       |            | 0                 | alone   | 5             | 9
    """
    paper = """
    document_id | said_date:d | url | evidence_id
    d1          | 2025-01-01  | u1  | e1
    d2          | 2024-01-01  | u2  | e2
    d3          |             | u3  | e3
    d4          | 2023-01-01  | u4  | e4
    """
    body = "body_id | name\nalby | Alby\nborup | Borup"
    with standing(
        "mart/shared_sentence.sql",
        core__theme_sentence=sentence,
        core__policy_document=paper,
        mart__policy_body=body,
    ) as building:
        (row,) = building.query("from mart.shared_sentence")
    assert (row["sentence_group"], row["body_count"], row["bodies"]) == ("g1", 2, ["Alby", "Borup"])
    # What stands in a paper without a date was not the first, whatever its promise.
    assert (row["first_body"], str(row["first_date"]), row["context"], row["url"]) == (
        "Borup",
        "2024-01-01",
        "first",
        "u2",
    )
    assert row["commitment"] == "budget"


def acts(bodies: int, *, lag: int, tenders: int) -> str:
    """One paper a body, a month apart; the first so many bodies tender `lag` months after it."""
    rows = ["body_id | theme | act | event_date:d"]
    for number in range(bodies):
        # Two bodies share no month: what all buy in one month is no answer to a paper.
        said, bought = number * 3, number * 3 + lag
        rows.append(f"c{number} | data | said | {2020 + said // 12}-{said % 12 + 1:02d}-05")
        if number < tenders:
            rows.append(f"c{number} | data | tender | {2020 + bought // 12}-{bought % 12 + 1:02d}-20")
    rows.append("state | data | said | 2020-01-05")  # no customer
    return "\n".join(rows)


def lag(bodies: int, *, tenders: int) -> dict[str, dict[str, object]]:
    peers = "\n".join(["body_id", *(f"c{number}" for number in range(bodies))])
    with standing(
        "mart/policy_lead_lag.py",
        core__theme_event=acts(bodies, lag=12, tenders=tenders),
        core__theme=THEME,
        mart__peer_group=peers,
    ) as building:
        return {str(row["theme"]): row for row in building.query("from mart.policy_lead_lag")}


def test_a_tender_a_year_after_each_paper_is_a_lead_of_a_year() -> None:
    found = lag(12, tenders=12)
    data, green = found["data"], found["green"]
    assert (data["verdict"], data["said_count"], data["purchase_count"]) == ("leads", 12, 12)
    assert abs(float(str(data["lag_months"])) - 12) <= 2
    # One theme alone is tested, so that nothing is corrected for.
    assert data["q_value"] == data["p_value"]
    assert (green["verdict"], green["lag_months"], green["q_value"]) == ("cannot_tell", None, None)
    assert green["reason"] == "0 customers have a dated paper on it; a lag needs 8"


def test_few_papers_or_few_tenders_cannot_tell_of_a_lag() -> None:
    assert lag(7, tenders=7)["data"]["reason"] == "7 customers have a dated paper on it; a lag needs 8"
    few = lag(12, tenders=7)["data"]
    assert (few["verdict"], few["reason"]) == ("cannot_tell", "7 tenders came after a paper; a lag needs 8")
