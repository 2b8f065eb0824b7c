"""Pages and their versions, mentions with their quotes, what is new, what was asked and read, and who has no policy."""

from __future__ import annotations

from typing import Any

from tests.warehouse.drawing import column, made

SOURCES = """
    source | source_kind  | stream | publisher
    site   | vendor_sites | vendor | Vidja
    plans  | policy       | policy |
"""
EVIDENCE = """
    evidence_id | source | url                  | bytes | first_seen          | first_night
    e1          | site   | https://vidja.example/a | 9     | 2026-11-22 02:00:00 | n1
    e2          | site   | https://vidja.example/a | 9     | 2026-11-23 02:00:00 | n2
"""
CAPTURES = """
    document_id | evidence_id | source | url                     | title | text_digest | published_date
    a           | e1          | site   | https://vidja.example/a | Old   | t1          | 2025-05-05
    a           | e2          | site   | https://vidja.example/a | New   | t2          | 2025-05-05
"""


def test_the_latest_capture_of_a_page_is_what_stands_there() -> None:
    with made("mart.document", evidence=EVIDENCE, document=CAPTURES, study_source=SOURCES) as building:
        (row,) = building.query("from mart.document")
        assert (row["title"], row["version_count"], row["stream"]) == ("New", 2, "vendor")
        assert (row["first_night"], row["last_changed_night"]) == ("n1", "n2")


def test_a_page_that_goes_back_to_an_old_text_shows_the_old_text() -> None:
    fetch = """
        fetch_id | crawl_id | night_id | source | request_key | url | ended_at            | outcome   | evidence_id
        1        | c1       | n1       | site   | a           | u   | 2026-11-22 02:00:00 | ok        | e1
        2        | c2       | n2       | site   | a           | u   | 2026-11-23 02:00:00 | ok        | e2
        3        | c3       | n3       | site   | a           | u   | 2026-11-24 02:00:00 | ok        | e1
    """
    drawn = {"evidence": EVIDENCE, "document": CAPTURES, "study_source": SOURCES, "fetch": fetch}
    with made("mart.document", **drawn) as building:
        assert column(building, "mart.document", "title") == ["Old"]


def test_two_captures_with_the_same_text_are_one_version() -> None:
    captures = CAPTURES.replace("t2", "t1")
    with made("mart.document", evidence=EVIDENCE, document=captures, study_source=SOURCES) as building:
        (row,) = building.query("from mart.document")
        assert (row["version_count"], row["last_changed_night"]) == (1, None)


MENTIONS = """
    text_digest | target | start | end | quote | layer   | rule
    t1          | ai     | 0     | 2   | KI    | rule    | term@1
    t2          | ai     | 4     | 6   | AI    | rule    | term@1
    t2          | ai     | 4     | 6   | AI    | curated | gold@1
    n1          | ai     | 9     | 11  | AI    | rule    | term@1
"""
TEXTS = """
    text_digest | owner_kind | owner_id | evidence_id | source
    t1          | document   | a        | e1          | site
    t2          | document   | a        | e2          | site
    n1          | notice     | 1-2025   | e9          | ted
    n1          | notice     | 2-2025   | e9          | ted
"""
NOTICES = """
    notice_id | evidence_id | notice_kind | publication_number | publication_date | is_change | changed_notice
    1-2025    | e9          | competition | 1-2025             | 2025-03-01       | false     |
    2-2025    | e9          | competition | 2-2025             | 2025-03-05       | true      | 1-2025
"""
TECHNOLOGY = """
    technology | name_da             | name_en
    ai         | kunstig intelligens | artificial intelligence
"""


def test_mentions_are_those_of_what_stands_now_each_place_once_by_the_best_layer() -> None:
    drawn = {"evidence": EVIDENCE, "document": CAPTURES, "study_source": SOURCES, "notice": NOTICES}
    drawn |= {"mention": MENTIONS, "text": TEXTS, "technology": TECHNOLOGY}
    with made("mart.mention", **drawn) as building:
        rows = building.query("from mart.mention order by owner_kind")
        assert [(row["owner_id"], row["stream"], row["quote"], row["layer"]) for row in rows] == [
            ("a", "vendor", "AI", "curated"),
            ("2-2025", "procurement", "AI", "rule"),
        ]
        assert [row["technology_name_da"] for row in rows] == ["kunstig intelligens"] * 2


def test_pages_that_do_not_say_their_date_are_in_no_trend() -> None:
    captures = CAPTURES.replace("2025-05-05", "")
    drawn = {
        "evidence": EVIDENCE,
        "document": captures,
        "study_source": SOURCES,
        "text": TEXTS,
        "technology": TECHNOLOGY,
    }
    with made("mart.technology_quarter", **drawn) as building:
        assert building.query("from mart.technology_quarter") == []
        assert column(building, "core.document", "date_basis") == ["first_seen"]


# -- what is new ------------------------------------------------------------------------------------------------------


def news(**drawn: str) -> list[tuple[Any, Any]]:
    drawn = {"evidence": EVIDENCE, "study_source": SOURCES} | drawn
    with made("mart.news", **drawn) as building:
        return [(row["news_kind"], row["title"]) for row in building.query("from mart.news order by news_kind, title")]


def test_a_changed_page_and_a_new_award_are_news() -> None:
    notice = """
        notice_id | evidence_id | publication_date | title
        1-2026    | e2          | 2026-11-20       | Tonight's
        1-2025    | e1          | 2025-11-20       | Last night's
    """
    award = """
        notice_id | evidence_id | award_id | status
        1-2026    | e2          | 1        | awarded
        1-2026    | e2          | 2        | not_awarded
        1-2025    | e1          | 1        | awarded
    """
    assert news(notice=notice, award=award, document=CAPTURES) == [
        ("changed_document", "New"),
        ("new_award", "Tonight's"),
    ]


def test_the_first_night_has_no_news_and_says_why() -> None:
    evidence = EVIDENCE.replace("n1", "n2")
    drawn = {"evidence": evidence, "document": CAPTURES, "study_source": SOURCES}
    with made("mart.news", "mart.edition_note", **drawn) as building:
        assert building.query("from mart.news") == []
        assert "first_night" in column(building, "mart.edition_note", "note_code")


def test_a_contract_that_comes_within_a_year_of_its_end_is_news_once() -> None:
    notice = """
        notice_id | evidence_id | publication_date | title
        1-2025    | e1          | 2025-11-20       | Ends in a year and a day less
        2-2025    | e1          | 2025-11-20       | Ends sooner, told before
        3-2025    | e1          | 2025-11-20       | Ends later
    """
    lot = """
        notice_id | evidence_id | lot_id | start_date | end_date
        1-2025    | e1          | L1     | 2025-11-23 | 2027-11-23
        2-2025    | e1          | L1     | 2025-11-23 | 2027-06-01
        3-2025    | e1          | L1     | 2025-11-23 | 2028-01-01
    """
    award = """
        notice_id | evidence_id | award_id | lot_ids
        1-2025    | e1          | 1        | [L1]
        2-2025    | e1          | 1        | [L1]
        3-2025    | e1          | 1        | [L1]
    """
    found = news(notice=notice, lot=lot, award=award)
    assert found == [("expiring_contract", "Ends in a year and a day less")]


# -- what was asked and read ------------------------------------------------------------------------------------------


def test_the_sums_of_a_source_close() -> None:
    fetch = """
        fetch_id | crawl_id | night_id | source | request_key | ended_at            | outcome           | evidence_id
        1        | c1       | n1       | site   | a           | 2026-11-22 02:00:00 | ok                | e1
        2        | c2       | n2       | site   | a           | 2026-11-23 02:00:00 | ok                | e2
        3        | c2       | n2       | site   | b           | 2026-11-23 02:00:00 | unchanged         |
        4        | c2       | n2       | site   | c           | 2026-11-23 02:00:00 | policy_robots     |
        5        | c2       | n2       | site   | d           | 2026-11-23 02:00:00 | http_5xx          |
        6        | c2       | n2       | site   | e           | 2026-11-23 02:00:00 | not_published_yet |
    """
    reading = """
        evidence_id | part | reader | outcome     | reason       | records | batch | read_at
        e1          | ''   | html@1 | read        |              | 3       | b     | 2026-11-22 03:00:00
        e2          | ''   | html@1 | read        | out_of_scope | 0       | b     | 2026-11-23 03:00:00
    """
    drawn = {"evidence": EVIDENCE, "study_source": SOURCES, "fetch": fetch, "reading": reading}
    with made("mart.source_coverage", **drawn) as building:
        rows = {str(row["source"]): row for row in building.query("from mart.source_coverage")}
    site = rows["site"]
    counts = ("planned_count", "ok_count", "unchanged_count", "policy_count", "failed_count")
    assert [site[name] for name in counts] == [5, 1, 2, 1, 1]
    assert [site[name] for name in ("read_count", "out_of_scope_count", "quarantined_count")] == [1, 1, 0]
    assert (site["evidence_count"], site["record_count"]) == (2, 3)
    assert (site["request_difference"], site["reading_difference"]) == (0, 0)
    assert rows["plans"]["planned_count"] == 0


def test_a_request_without_an_end_and_evidence_without_a_reading_are_differences() -> None:
    fetch = """
        fetch_id | crawl_id | night_id | source | request_key | url | outcome
        1        | c2       | n2       | site   | a           | u   |
    """
    reading = """
        evidence_id | part | reader | outcome     | reason  | records | batch | read_at
        e1          | ''   | html@1 | quarantined | no_text | 0       | b     | 2026-11-22 03:00:00
    """
    drawn = {"evidence": EVIDENCE, "study_source": SOURCES, "fetch": fetch, "reading": reading}
    with made("mart.source_coverage", "mart.quarantine", **drawn) as building:
        (row,) = building.query("from mart.source_coverage where source = 'site'")
        assert (row["request_difference"], row["reading_difference"]) == (1, 1)
        assert column(building, "mart.quarantine", "reason") == ["no_text"]


# -- who publishes ----------------------------------------------------------------------------------------------------


def test_a_customer_without_a_policy_is_missing_evidence_not_a_low_priority() -> None:
    customer = """
        player_id | name           | population
        nord      | Nord Kommune   | 30000
        syd       | Syd Kommune    | 10000
    """
    captures = """
        document_id | evidence_id | source | document_type | title    | publisher    | published_date
        p           | e1          | plans  | ai_policy     | Strategi | NORD KOMMUNE | 2025-05-05
        q           | e2          | plans  | strategy      | Strategi | Other        | 2025-06-05
        r           | e2          | plans  | news          | Nyhed    | Syd Kommune  | 2025-06-05
    """
    drawn = {"evidence": EVIDENCE, "document": captures, "study_source": SOURCES, "customer": customer}
    with made("mart.policy_body", **drawn) as building:
        rows = {str(row["name"]): row for row in building.query("from mart.policy_body")}
        assert (rows["Nord Kommune"]["document_count"], rows["Nord Kommune"]["is_customer"]) == (1, True)
        assert (rows["Syd Kommune"]["document_count"], rows["Syd Kommune"]["has_document"]) == (0, False)
        assert (rows["Other"]["player_id"], rows["Other"]["is_customer"]) == (None, False)


def test_a_customer_is_as_mature_as_its_papers_of_any_type_and_without_one_where_no_policy_is_held() -> None:
    customer = """
        player_id | name           | population
        nord      | Nord Kommune   | 30000
        syd       | Syd Kommune    | 10000
        vest      | Vest Kommune   | 20000
    """
    captures = """
        document_id | evidence_id | source | document_type           | text_digest | publisher    | published_date
        p           | e1          | plans  | digitalisation_strategy | t1          | Nord Kommune | 2025-05-05
        q           | e2          | plans  | ai_policy               | t2          | Vest Kommune | 2025-06-05
        r           | e2          | plans  | news                    | t3          | Syd Kommune  | 2025-06-05
    """
    promised = """
        text_digest | target_kind | target | quote | grade
        t1          | theme       | data   | Q     | budget
        t2          | theme       | data   | Q     | vision
    """
    drawn = {"evidence": EVIDENCE, "document": captures, "study_source": SOURCES, "customer": customer}
    with made("core.customer_segment", "mart.policy_body", **drawn, mention=promised) as building:
        rows = building.query(
            "select segment.player_id, segment.segment, body.has_document from core.customer_segment as segment "
            "inner join mart.policy_body as body using (player_id) where dimension = 'maturity' order by all"
        )
    assert [tuple(row.values()) for row in rows] == [
        ("nord", "firm_paper", True),
        ("syd", "no_paper_held", False),
        ("vest", "paper", True),
    ]


def test_a_page_belongs_to_the_player_whose_website_it_stands_on() -> None:
    player = """
        player_id | name      | website
        vidja     | Vidja A/S | https://www.vidja.example/
    """
    drawn = {"evidence": EVIDENCE, "document": CAPTURES, "study_source": SOURCES, "player": player}
    drawn |= {"mention": MENTIONS, "text": TEXTS, "technology": TECHNOLOGY}
    with made("mart.player_profile", **drawn) as building:
        (row,) = building.query("from mart.player_profile")
        assert (row["player_id"], row["document_count"], row["news_count"]) == ("vidja", 1, 1)
        assert row["technologies"] == [{"technology": "ai", "name": "artificial intelligence", "mention_count": 1}]
        assert (row["award_count"], row["top_buyers"]) == (0.0, [])


def test_every_text_that_stood_there_is_a_version_with_what_changed() -> None:
    changes = """
        document_id | from_digest | to_digest | change_number | change_type | after_start | after_quote | rule
        a           | t1          | t2        | 1             | product     | 0           | text        | cue
    """
    drawn = {"evidence": EVIDENCE, "document": CAPTURES, "study_source": SOURCES, "text": TEXTS, "page_change": changes}
    with made("mart.document_version", **drawn) as building:
        rows = building.query("from mart.document_version order by version_number")
    assert [(row["version_number"], row["is_latest"], row["change_count"], row["evidence_id"]) for row in rows] == [
        (1, False, 0, "e1"),
        (2, True, 1, "e2"),
    ]


def test_the_parts_of_a_page_are_those_of_its_latest_capture_and_know_their_first_night() -> None:
    parts = """
        document_id | evidence_id | source | part_number | part_kind          | name            | cue
        a           | e1          | site   | 1           | reference_customer | Nordvig Kommune | heading: Kunder
        a           | e2          | site   | 1           | reference_customer | Ulvedal Kommune | heading: Kunder
        a           | e2          | site   | 2           | reference_customer | Nordvig kommune | heading: Kunder
    """
    drawn = {"evidence": EVIDENCE, "document": CAPTURES, "study_source": SOURCES, "page_part": parts}
    with made("mart.page_part", **drawn) as building:
        rows = building.query("from mart.page_part order by part_number")
    assert [(row["name"], row["first_night"]) for row in rows] == [("Ulvedal Kommune", "n2"), ("Nordvig kommune", "n1")]


def test_a_block_knows_the_heading_that_it_stands_under() -> None:
    blocks = """
        document_id | evidence_id | source | text_digest | block_number | block_kind | level | start | end
        a           | e2          | site   | t2          | 1            | paragraph  |       | 0     | 4
        a           | e2          | site   | t2          | 2            | heading    | 2     | 5     | 9
        a           | e2          | site   | t2          | 3            | list_item  |       | 10    | 14
        a           | e1          | site   | t1          | 1            | heading    | 1     | 0     | 4
    """
    drawn = {"evidence": EVIDENCE, "document": CAPTURES, "text_block": blocks}
    with made("mart.document_block", **drawn) as building:
        rows = building.query("from mart.document_block order by block_number")
    assert [(row["block_kind"], row["under_block"]) for row in rows] == [
        ("paragraph", None),
        ("heading", 2),
        ("list_item", 2),
    ]
