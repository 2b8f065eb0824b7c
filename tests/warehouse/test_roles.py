"""Roles: who counts as who, when there are quotes only, and where self-image and outside image part."""

from __future__ import annotations

import numpy as np
import pytest

from tests.warehouse.core_drawing import mart_of
from tests.warehouse.drawing import made
from warehouse.estimators.log_odds import compare, shares_of

ROLES = """
    role      | name_da   | name_en
    innovator | Fornyer   | Innovator
    operator  | Drift     | Operator
    procurer  | Indkøber  | Procurer
"""
QUOTES = """
    subject_kind | subject_id | speaker_group | place:int | speaker_name | stance | quote | url | evidence_id
    role         | innovator  | self          | 1         | FKK          | is     | Q1    | u   | e1
    role         | operator   | supplier      | 1         | KMD          | is     | Q2    | u   | e2
"""
_HEAD = "speaker_group | author | role | claimed_count:int | should_count:int | denied_count:int\n"


def counted(*said: tuple[str, str, int, int]) -> str:
    """(group, role, authors, sentences each)."""
    rows = [
        f"{group} | {group}{role}{number} | {role} | {each} | 0 | 0"
        for group, role, authors, each in said
        for number in range(authors)
    ]
    return _HEAD + "\n".join(rows)


def gap(*said: tuple[str, str, int, int]) -> dict[tuple[str, str], dict[str, object]]:
    with mart_of(
        "mart.role_gap", core__role=ROLES, core__role_count=counted(*said), mart__statement_quote=QUOTES
    ) as building:
        return {(str(row["speaker_group"]), str(row["role"])): row for row in building.query("from mart.role_gap")}


def test_a_role_claimed_by_itself_alone_and_one_given_by_others_alone_are_the_gap() -> None:
    found = gap(
        ("self", "innovator", 8, 1),
        ("self", "procurer", 8, 1),
        ("supplier", "operator", 20, 1),
        ("supplier", "procurer", 20, 1),
    )
    claimed, given, shared = (found["outside", role] for role in ("innovator", "operator", "procurer"))
    assert (claimed["verdict"], given["verdict"], shared["verdict"]) == (
        "claimed_more",
        "given_more",
        "no_sure_difference",
    )
    assert {claimed["rank"], given["rank"]} == {1, 2}
    assert (claimed["self_quote"], given["outside_quote"], given["outside_quoted_name"]) == ("Q1", "Q2", "KMD")
    assert found["customer", "operator"]["verdict"] == "cannot_tell"


def test_one_author_who_repeats_itself_is_no_sure_gap() -> None:
    found = gap(
        ("self", "innovator", 6, 1),
        ("self", "procurer", 6, 1),
        ("supplier", "operator", 1, 30),
        ("supplier", "procurer", 2, 5),
    )
    assert found["outside", "operator"]["verdict"] == "no_sure_difference"


def sparse(*, own: int, theirs: int) -> dict[str, object]:
    """`own` of 15 own texts claim the role, each in a sentence, and `theirs` of 44 suppliers give it."""
    return gap(
        ("self", "operator", own, 1),
        ("self", "procurer", 15 - own, 1),
        ("supplier", "operator", theirs, 1),
        ("supplier", "procurer", 44 - theirs, 1),
    )["supplier", "operator"]


def test_one_sentence_in_fifteen_is_no_sure_difference_from_eight_in_forty_four() -> None:
    row = sparse(own=1, theirs=8)
    assert row["verdict"] == "no_sure_difference"
    # Not below Fisher's exact p, which a table gives.
    assert float(str(row["p_value"])) >= 0.4242
    low, high = float(str(row["log_odds_low"])), float(str(row["log_odds_high"]))
    assert low < 0 < high
    assert high - low > 3
    surer = sparse(own=1, theirs=26)
    assert surer["verdict"] == "given_more"
    assert float(str(surer["q_value"])) <= 0.05


def test_a_role_of_two_sentences_is_not_tested() -> None:
    row = sparse(own=2, theirs=0)
    assert (row["p_value"], row["q_value"], row["verdict"]) == (None, None, "no_sure_difference")


def test_two_suppliers_who_say_it_often_are_too_few_voices_for_a_sure_difference() -> None:
    found = gap(
        ("self", "procurer", 20, 1),
        ("self", "innovator", 20, 1),
        ("supplier", "operator", 2, 10),
        ("supplier", "procurer", 20, 1),
        ("supplier", "innovator", 20, 1),
    )
    assert found["supplier", "operator"]["verdict"] == "no_sure_difference"


def test_below_thirty_sentences_of_others_there_are_quotes_only() -> None:
    found = gap(("self", "innovator", 12, 1), ("supplier", "operator", 29, 1))
    row = found["supplier", "operator"]
    assert (row["can_tell"], row["log_odds"], row["outside_share"], row["outside_quote"]) == (False, None, None, "Q2")
    assert row["reason"] == "cannot tell: 29 sentences of others, fewer than 30; read the quotes"


def test_the_inventory_gives_shares_with_intervals_where_there_are_sentences_and_authors() -> None:
    said = (("self", "innovator", 6, 1), ("self", "procurer", 6, 1), ("supplier", "operator", 29, 1))
    with mart_of(
        "mart.role_inventory",
        core__role=ROLES,
        core__role_count=counted(*said),
        core__interview_role="role | speaker_group | said_count:int | said_share:float\nprocurer | self | 2 | 0.5",
        mart__statement_quote=QUOTES,
    ) as building:
        rows = {(row["speaker_group"], row["role"]): row for row in building.query("from mart.role_inventory")}
    own = rows["self", "procurer"]
    assert (own["share"], own["author_count"], own["interview_count"], own["interview_share"]) == (0.5, 6, 2, 0.5)
    assert float(str(own["share_low"])) < 0.5 < float(str(own["share_high"]))
    others = rows["supplier", "operator"]
    assert (others["can_tell"], others["share"], others["statement_count"], others["quote"]) == (False, None, 29, "Q2")
    assert len(rows) == 18


RAW = {
    "study": """
    study | title_da | title_en | as_of      | night_id | focal_player_id | country | currency | is_rehearsal
    test  | Prøve    | Test     | 2026-11-23 | n2       | fkk             | DK      | DKK      | false
    """,
    "player": """
    player_id | name     | player_class         | is_focal | is_customer | is_public
    fkk       | FKK      | joint_public_company | true     | false       | true
    kl        | KL       | association          | false    | false       |
    vejle     | Vejle    | municipality         | false    | true        | true
    digst     | DIGST    | state                | false    | true        | true
    kmd       | KMD      | private              | false    | false       | false
    """,
    "focal_owner": """
    player_id
    kl
    """,
    "document": """
    document_id | publisher | evidence_id | text_digest | url                 | published_date | date_basis
    d1          | FKK       | e1          | t1          | http://fkk/om       | 2026-01-01     | metadata
    d2          | FKK       | e2          | t2          | http://fkk/job/1    | 2026-01-02     | metadata
    d3          | KL        | e3          | t3          | http://kl/a         | 2026-01-03     | metadata
    d4          | Vejle     | e4          | t4          | http://vejle/a      | 2026-01-04     | metadata
    d5          | DIGST     | e5          | t5          | http://digst/a      | 2026-01-05     | metadata
    d6          | KMD       | e6          | t6          | http://kmd/a        | 2026-01-06     | metadata
    d7          | KMD       | e7          | t7          | http://kmd/b        | 2026-01-07     | metadata
    """,
}


def test_speakers_are_grouped_and_the_first_person_counts_in_own_texts_alone() -> None:
    texts = "\n".join(f"t{n} | document | d{n} | e{n}" for n in range(1, 8))
    said = [
        "t1 | role | procurer | Vi er indkøber. | first_person@1 | is",
        "t2 | role | adviser | Vi søger en rådgiver. | first_person@1 | is",
        "t3 | role | procurer | FKK er indkøber. | name_subject@1 | is",
        "t4 | role | procurer | FKK bør være indkøber. | name_subject@1 | should",
        "t5 | role | developer | FKK er ikke udvikler. | name_subject@1 | not",
        "t6 | role | operator | FKK driver platformen. | name_subject@1 | is",
        "t7 | role | operator | FKK driver platformen. | name_subject@1 | is",
        "t6 | role | adviser | Vi rådgiver. | first_person@1 | is",
    ]
    with made(
        "core.role_statement",
        study=RAW["study"],
        player=RAW["player"],
        focal_owner=RAW["focal_owner"],
        document=RAW["document"],
        text=f"text_digest | owner_kind | owner_id | evidence_id\n{texts}",
        mention="text_digest | target_kind | target | quote | rule | grade\n" + "\n".join(said),
        evidence="evidence_id | first_seen\n" + "\n".join(f"e{n} | 2026-01-08T08:00:00" for n in range(1, 8)),
    ) as building:
        rows = building.query(
            "select speaker_group, role, stance, is_job_ad, is_repeat from core.role_statement order by owner_id, role"
        )
    assert [tuple(row.values()) for row in rows] == [
        ("self", "procurer", "is", False, False),
        ("self", "adviser", "is", True, False),
        ("owner", "procurer", "is", False, False),
        ("customer", "procurer", "should", False, False),
        ("state", "developer", "not", False, False),
        ("supplier", "operator", "is", False, False),
        ("supplier", "operator", "is", False, True),
    ]


def test_log_odds_know_which_side_says_more_and_are_nought_where_both_say_alike() -> None:
    same = np.array([[3.0, 2.0, 1.0]] * 10)
    assert compare(same, same).log_odds == pytest.approx([0, 0, 0])
    other = np.array([[1.0, 2.0, 3.0]] * 10)
    told = compare(same, other)
    assert told.log_odds[0] > 0 > told.log_odds[2]
    assert (told.low <= told.log_odds).all()
    assert (told.log_odds <= told.high).all()
    assert compare(same, other).low == pytest.approx(told.low)


def test_a_role_that_nobody_gives_is_no_gap_whatever_the_sizes() -> None:
    small, large = np.array([[5.0, 0.0, 1.0]] * 3), np.array([[20.0, 0.0, 4.0]] * 9)
    assert compare(small, large).log_odds == pytest.approx([0, 0, 0])
    found = gap(("self", "innovator", 11, 1), ("self", "procurer", 1, 1), ("supplier", "operator", 60, 1))
    assert found["outside", "procurer"]["verdict"] == "no_sure_difference"


def test_what_nobody_says_has_an_interval_that_is_open_upwards() -> None:
    corpus = np.array([[1.0, 1.0, 0.0]] * 8)
    middle, low, high = shares_of(corpus)
    assert (middle[2], low[2]) == (0, 0)
    assert high[2] > 0.1
    told = compare(corpus, corpus)
    assert told.high[2] - told.low[2] > 4


def test_a_tie_of_all_deals_has_a_p_of_one_and_twice_the_same_draws() -> None:
    same = np.array([[3.0, 2.0, 1.0]] * 10)
    assert compare(same, same).p == pytest.approx([1, 1, 1])
    other = np.array([[1.0, 2.0, 3.0]] * 10)
    assert compare(same, other).p == pytest.approx(compare(same, other).p)


def test_an_interval_over_authors_is_wider_than_over_sentences() -> None:
    many = np.array([[1.0, 1.0]] * 30)
    few = np.array([[10.0, 0.0], [0.0, 10.0], [5.0, 5.0]])
    assert shares_of(many)[2][0] - shares_of(many)[1][0] < shares_of(few)[2][0] - shares_of(few)[1][0]


def acts(*, claimed: int, done: str) -> dict[str, dict[str, object]]:
    roles = f"{ROLES.rstrip()}\n    convener  | Samler    | Convener\n"
    with mart_of(
        "mart.role_claim_act",
        core__role=roles,
        core__role_count=(
            "speaker_group | author | role | statement_count:int | claimed_count:int | denied_count:int\n"
            f"self | a | operator | {claimed} | {claimed} | 0\nself | a | convener | {claimed} | {claimed} | 0\n"
            "supplier | b | operator | 2 | 2 | 0"
        ),
        core__role_act=(
            "role | act_kind | act_id | act_date:date | title | why | url | evidence_id\n"
            f"{done} | award | n1 | 2026-01-01 | Drift | It has systems run | u | e"
        ),
        mart__statement_quote=QUOTES,
    ) as building:
        return {str(row["role"]): row for row in building.query("from mart.role_claim_act")}


def test_a_claim_is_held_against_awards_and_what_no_act_could_show_cannot_be_told() -> None:
    found = acts(claimed=3, done="procurer")
    assert {role: row["verdict"] for role, row in found.items()} == {
        "operator": "claimed_not_evidenced",
        "procurer": "done_not_said",
        "convener": "cannot_tell",
        "innovator": "cannot_tell",
    }
    assert found["convener"]["reason"] == "cannot tell: no act that we can read would show this role"
    assert found["procurer"]["act_why"] == "It has systems run"
    assert acts(claimed=3, done="operator")["operator"]["verdict"] == "claimed_and_done"
    silent = acts(claimed=0, done="operator")["operator"]
    assert (silent["verdict"], silent["can_tell"]) == ("cannot_tell", False)


def test_a_year_of_few_sentences_has_counts_and_no_share() -> None:
    said = [f"operator | supplier | is | 2025-0{month}-01 | false | false" for month in range(1, 6)]
    said += [
        "procurer | self | should | 2026-01-01 | false | false",
        "operator | supplier | not | 2025-07-01 | false | false",
    ]
    with mart_of(
        "mart.role_timeline",
        core__role=ROLES,
        core__role_statement=(
            "role | speaker_group | stance | stated_date:date | is_repeat:bool | is_job_ad:bool\n" + "\n".join(said)
        ),
        core__role_act="role | act_date:date\noperator | 2025-03-01",
        core__speaker=(
            "actor | is_dated:bool | title | published_date:date | owner_id\n"
            "focal | true | Udbud af drift | 2025-02-01 | n1\nfocal | true | Udbud af data | 2025-04-01 | n2"
        ),
    ) as building:
        rows = {(row["role"], row["side"], row["year"]): row for row in building.query("from mart.role_timeline")}
    then = rows["operator", "outside", 2025]
    assert (then["statement_count"], then["denied_count"], then["share"]) == (5, 1, 1.0)
    assert (then["act_count"], then["milestone"]) == (1, "Udbud af data")
    now = rows["procurer", "self", 2026]
    assert (now["should_count"], now["share"], now["can_tell"]) == (1, None, False)
