# ruff: noqa: E501  a drawn table is as wide as its columns
"""Players and their papers as people read them: who bought, which pairs to look at, which ties hold, what is alike."""

from __future__ import annotations

from tests.warehouse.standing import standing


def test_a_buyer_counts_current_notices_and_its_part_of_what_is_known() -> None:
    with standing(
        "mart/buyer.sql",
        core__notice="""
        notice_id | is_current:b | publication_date:d
        n1        | true         | 2025-01-01
        n2        | true         | 2025-03-01
        n3        | false        | 2024-01-01
        """,
        core__notice_buyer="notice_id | player_id\nn1 | alby\nn2 | alby\nn3 | alby\nn3 | gone\nn2 | borup",
        core__award="""
        award_key | amount_dkk:m | status
        a1        | 1000         | awarded
        a2        |              | awarded
        a3        | 500          | not_awarded
        """,
        core__award_buyer="""
        award_key | player_id | weight:f
        a1        | alby      | 0.25
        a2        | alby      | 1
        a3        | alby      | 1
        """,
        core__award_supplier="""
        award_key | player_id | role
        a1        | vidja     | supplier
        a1        | small     | subcontractor
        a2        | vidja     | supplier
        """,
        core__player="player_id | player_name | player_class\nalby | Alby | municipality\nborup | Borup | municipality\ngone | Gone | state",
    ) as building:
        rows = {str(row["player_id"]): row for row in building.query("from mart.buyer")}
    alby, borup = rows["alby"], rows["borup"]
    assert (alby["notice_count"], alby["award_count"], alby["supplier_count"]) == (2, 2, 1)
    # An unknown value is in the coverage and not in the sum.
    assert (alby["known_value_dkk"], alby["value_coverage"]) == (250, 0.5)
    assert (str(alby["first_notice_date"]), str(alby["last_notice_date"])) == ("2025-01-01", "2025-03-01")
    assert (borup["award_count"], borup["known_value_dkk"], borup["value_coverage"]) == (0, None, None)
    # Whom only a replaced notice names has not bought.
    assert set(rows) == {"alby", "borup"}


def test_the_pair_on_whose_answer_most_depends_is_looked_at_first() -> None:
    with standing(
        "mart/player_review.sql",
        core__organisation="player_id | notice_count:i\na | 3\na | 2\nb | 5\nc | 10",
        core__player="player_id | player_name\na | A\nb | B\nc | C\nd | D",
        core__player_review="""
        left_player_id | right_player_id | layer | score:f | reason
        a              | b               | name  | 0.5     | alike
        a              | c               | name  | 0.95    | alike
        c              | d               | name  | 0.5     | alike
        a              | gone            | name  | 0.5     | alike
        """,
    ) as building:
        rows = building.query(
            "select *, left_player_id || right_player_id as pair from mart.player_review order by review_rank"
        )
    # Ten notices in doubt stand before fifteen that are nearly sure; of equals the first by id.
    assert [(row["pair"], row["notice_count"], row["review_rank"]) for row in rows] == [
        ("ab", 10, 1),
        ("cd", 10, 2),
        ("ac", 15, 3),
    ]


def test_a_tie_holds_on_both_its_ends_and_one_without_days_holds() -> None:
    tie = "relation_id | from_player_id | from_name | relation | to_player_id | to_name | since:d | until:d | dated_by | ownership_share:f | layer | evidence | source | confidence:f\n"
    rows = """
    both  | a | A | owner_of | b | B | 2026-11-23 | 2026-11-23 | | | seed | e | s | 1
    past  | a | A | owner_of | b | B |            | 2026-11-22 | | | seed | e | s | 1
    next  | a | A | owner_of | b | B | 2026-11-24 |            | | | seed | e | s | 1
    never | a | A | owner_of | b | B |            |            | | | seed | e | s | 1
    """
    with standing("mart/player_relation.sql", core__player_relation=tie + rows) as building:
        held = {row["relation_id"]: row["is_current"] for row in building.query("from mart.player_relation")}
    assert held == {"both": True, "past": False, "next": False, "never": True}


def test_papers_without_a_publisher_are_not_of_one_publisher() -> None:
    with standing(
        "mart/document_likeness.sql",
        core__document="""
        document_id | publisher | title | url
        a           | Alby      | A     | ua
        b           | Alby      | B     | ub
        c           |           | C     | uc
        d           |           | D     | ud
        """,
        core__document_likeness="""
        document_id | other_id | likeness:f | relation
        a           | b        | 0.85       | copy
        a           | c        | 0.84       | version
        c           | d        | 1          | copy
        """,
    ) as building:
        rows = {f"{row['document_id']}{row['other_id']}": row for row in building.query("from mart.document_likeness")}
    assert {pair: row["is_same_publisher"] for pair, row in rows.items()} == {"ab": True, "ac": False, "cd": False}
    assert (rows["ac"]["title"], rows["ac"]["other_title"], rows["ac"]["other_url"]) == ("A", "C", "uc")


def test_a_class_rests_on_the_notices_that_publish_its_type_or_on_whoever_stated_it() -> None:
    with standing(
        "core/player_class.sql",
        raw__organisation="""
        notice_id | organisation_key | evidence_id | part | legal_type
        n1        | o1               | e1          | p    | la
        n2        | o1               | e2          | p    | body-pl
        n3        | o1               | e3          | p    | la
        n3        | o2               | e3          | p    |
        n3        | o3               | e3          | p    | la
        """,
        core__notice_reading="""
        notice_id | evidence_id | part | publication_date:d
        n1        | e1          | p    | 2024-01-05
        n2        | e2          | p    | 2023-01-05
        n3        | e3          | p    | 2025-01-05
        """,
        core__organisation="organisation_key | player_id\no1 | alby\no2 | vidja\no3 | person:1",
        core__player="""
        player_id | class_layer | class_reason                                     | is_person:b
        alby      | rule        | Its notices call it a local authority (code la). | false
        vidja     | rule        | It is a company by the legal form in its name.   | false
        granit    | curated     | The study or the register of players says so.    | false
        odd       | unknown     | Neither a register nor its name tells.           | false
        person:1  | rule        | a sole trader                                    | true
        """,
        raw__player="player_id | source_note\ngranit | its annual report 2024",
    ) as building:
        rows = {
            row["player_id"]: (row["class_source"], str(row["class_since"]), row["class_notice_count"])
            for row in building.query("from core.player_class")
        }
    # The notice of 2023 calls it something else.
    assert rows == {
        "alby": ("notice n3", "2024-01-05", 2),
        "vidja": ("notice n3", "2025-01-05", 1),
        "granit": ("its annual report 2024", "None", 0),
        "odd": ("nothing", "None", 0),
    }
