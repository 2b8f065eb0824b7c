"""Needs: one customer counts once, the gap is what no component covers, and small segments are told nothing of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.core_drawing import mart_of
from warehouse.estimators.proportion import changed, difference, differs, graded, prior_strength, share_of, shrunken

NAMES = """
    need_id            | need_name_da | need_name_en | need_type | topic_kind | topic
    data:technology:ai | Data: AI     | Data: AI     | data      | technology | ai
    data:technology:id | Data: Login  | Data: Login  | data      | technology | id
    price:none         | Pris         | Price        | price     | none       |
"""
QUOTES = """
    need_id            | quote | quoted_name | url | evidence_id
    data:technology:ai | Q1    | A           | u   | e1
    data:technology:id | Q2    | A           | u   | e2
    price:none         | Q3    | A           | u   | e3
"""
COVERAGE = """
    player_id | player_name | is_focal:bool | component_id | level     | evidence_count:int | claim_count:int | connects_count:int
    kombit    | KOMBIT      | true          | login        | claimed   | 0                  | 1               | 0
    kmd       | KMD         | false         | login        | evidenced | 2                  | 1               | 1
"""  # noqa: E501  a drawn table
NO_SURVEY = """
    need | position_share:float
    x    | 0.5
"""
SUPPLIERS = """
    topic_kind | topic | speaker_name | document_count:int
    technology | ai    | Netcompany   | 3
"""
COVER = """
    need_id            | component_id | link
    data:technology:id | login        | technology
"""


def heard(customers: int) -> str:
    rows = [f"c{i} | municipality | true | false" for i in range(customers)] + ["kmd | supplier | false | true"]
    return "speaker_id | actor | is_customer:bool | has_own_pages:bool\n" + "\n".join(rows)


def stated(*said: tuple[str, int, int]) -> str:
    """(need, customers that wish, customers that only require), each in two sentences."""
    rows = []
    for need, wishing, requiring in said:
        rows += [f"{need} | c{i} | true | 2 | 1" for i in range(wishing)]
        rows += [f"{need} | c{i} | true | 2 | 0" for i in range(wishing, wishing + requiring)]
    head = "need_id | speaker_id | is_customer:bool | evidence_count:int | wish_count:int\n"
    return head + "\n".join([*rows, "data:technology:ai | kmd | false | 9 | 9"])


def gaps(customers: int, *said: tuple[str, int, int], survey: str = NO_SURVEY) -> dict[str, dict[str, object]]:
    with mart_of(
        "mart.need_gap",
        core__need_name=NAMES,
        core__need_speaker=stated(*said),
        core__need_cover=COVER,
        mart__component_coverage=COVERAGE,
        core__topic_supplier=SUPPLIERS,
        core__heard_speaker=heard(customers),
        core__need_best_quote=QUOTES,
        core__survey_answer=survey,
    ) as building:
        return {str(row["need_id"]): row for row in building.query("from mart.need_gap")}


def test_the_gap_is_the_share_of_customers_times_what_no_component_covers() -> None:
    found = gaps(20, ("data:technology:ai", 10, 0), ("data:technology:id", 16, 0), ("price:none", 18, 0))
    ai, login = found["data:technology:ai"], found["data:technology:id"]
    assert (ai["salience"], ai["covered_share"], ai["gap"], ai["rank"]) == (0.5, 0.0, 0.5, 1)
    assert (ai["organisation_count"], ai["evidence_count"]) == (10, 20)
    # It is as covered as mart.component_coverage has it: a supplier that names the component vouches for nothing.
    assert (login["component_id"], login["component_level"], login["covered_share"]) == ("login", "claimed", 0.5)
    assert (login["gap"], login["rank"]) == (0.4, 2)
    assert (ai["rivals"], login["rivals"]) == ("Netcompany", "KMD")
    assert (ai["satisfaction"], ai["willingness_to_pay"]) == ("ask", "ask")


def test_a_customer_that_only_requires_it_in_a_tender_counts_half() -> None:
    found = gaps(20, ("data:technology:ai", 0, 12), ("data:technology:id", 1, 0))
    assert found["data:technology:ai"]["salience"] == pytest.approx(0.3)
    assert found["data:technology:ai"]["wish_organisation_count"] == 0


def test_a_need_that_all_customers_require_is_stated_by_all_and_half_as_salient() -> None:
    row = gaps(39, ("data:technology:ai", 0, 39))["data:technology:ai"]
    assert (row["stated_share"], row["salience"], row["gap"]) == (1.0, 0.5, 0.5)
    assert 0.9 < float(str(row["stated_low"])) < 1.0
    # All of them say the half: nobody's words leave room for 35 or 65 %.
    assert 0.45 < float(str(row["salience_low"])) < 0.5 < float(str(row["salience_high"])) < 0.55


def test_a_need_without_a_subject_and_a_study_of_few_customers_cannot_tell() -> None:
    found = gaps(20, ("price:none", 18, 0))
    assert found["price:none"]["rank"] is None
    assert "no component, technology or theme" in str(found["price:none"]["reason"])
    few = gaps(7, ("data:technology:ai", 7, 0))
    assert few["data:technology:ai"]["can_tell"] is False
    assert "fewer than 8 customers" in str(few["data:technology:ai"]["reason"])


def test_survey_answers_stand_in_their_own_column_and_move_no_other() -> None:
    survey = "need | position_share:float\ndata:technology:ai | 1.0\ndata:technology:ai | 0.5\ndata | 0.0"
    said = (("data:technology:ai", 10, 0), ("data:technology:id", 4, 0))
    with_survey, without = gaps(20, *said, survey=survey), gaps(20, *said)
    assert with_survey["data:technology:ai"]["survey_position"] == 0.75
    assert with_survey["data:technology:id"]["survey_position"] == 0.0
    for row in (*with_survey.values(), *without.values()):
        row.pop("survey_position"), row.pop("survey_answer_count")
    assert with_survey == without


def segments(small: int, large: int, *, saying: set[str]) -> list[dict[str, object]]:
    members = [f"s{i} | size | small | 1 | true" for i in range(small)]
    members += [f"l{i} | size | large | 2 | true" for i in range(large)]
    head = "player_id | dimension | segment | segment_order:int | is_heard:bool\n"
    said = "need_id | speaker_id | is_customer:bool | notice_count:int\n"
    with mart_of(
        "mart.need_segment",
        core__need_name=NAMES,
        core__need_speaker=said + "\n".join(f"data:technology:ai | {one} | true | 1" for one in sorted(saying)),
        core__customer_segment=head + "\n".join(members),
    ) as building:
        return building.query("from mart.need_segment order by segment_order")


def test_a_need_is_specific_to_a_segment_only_where_chance_is_ruled_out() -> None:
    found = segments(12, 20, saying={f"s{i}" for i in range(11)} | {"l0"})
    assert [row["verdict"] for row in found] == ["specific", "less_than_others"]
    assert 0.5 < float(str(found[0]["share"])) < 11 / 12
    even = segments(12, 20, saying={f"s{i}" for i in range(6)} | {f"l{i}" for i in range(9)})
    assert {row["verdict"] for row in even} == {"no_sure_difference"}


def test_nothing_is_said_of_a_segment_of_fewer_than_eight() -> None:
    found = segments(7, 20, saying={f"s{i}" for i in range(7)})
    assert found[0]["can_tell"] is False
    assert found[0]["share"] is None
    assert found[0]["reason"] == "cannot tell: 7 members are heard, fewer than 8"


def views(*, municipalities: int, suppliers: int, now: int, before: int, by_suppliers: int) -> dict[str, object]:
    heads = "speaker_id | actor | has_recent:bool | has_earlier:bool\n"
    everybody = [f"m{i} | municipality | true | true" for i in range(municipalities)]
    everybody += [f"s{i} | supplier | true | false" for i in range(suppliers)]
    said = [f"data:technology:ai | m{i} | {int(i < now)} | {int(i < before)}" for i in range(max(now, before))] + [
        f"data:technology:ai | s{i} | 1 | 0" for i in range(by_suppliers)
    ]
    with mart_of(
        "mart.need_view",
        core__need_name=NAMES,
        core__need_speaker="need_id | speaker_id | recent_count:int | earlier_count:int\n" + "\n".join(said),
        core__heard_speaker=heads + "\n".join(everybody),
    ) as building:
        (row,) = building.query("from mart.need_view")
        return row


def test_suppliers_and_municipalities_now_and_before_are_told_apart() -> None:
    row = views(municipalities=20, suppliers=20, now=18, before=4, by_suppliers=2)
    assert (row["view_verdict"], row["change_verdict"]) == ("municipalities_more", "rising")
    assert row["change"] == pytest.approx(0.7)
    assert float(str(row["change_low"])) > 0
    same = views(municipalities=20, suppliers=20, now=10, before=9, by_suppliers=10)
    assert (same["view_verdict"], same["change_verdict"]) == ("no_sure_difference", "no_sure_change")
    few = views(municipalities=20, suppliers=3, now=10, before=9, by_suppliers=2)
    assert few["view_verdict"] == "cannot_tell"
    assert few["difference"] is None


def test_a_questionnaire_asks_those_who_are_silent_what_texts_cannot_tell() -> None:
    gap = """
    need_id | need_name_da | need_name_en | need_type | rank:int | can_tell:bool | evidence_count:int | organisation_count:int | wish_organisation_count:int | heard_count:int | salience_low:float | salience_high:float
    data:ai | Data: AI     | Data: AI     | data      | 1        | true          | 3                  | 2                      | 0                           | 10              | 0.02              | 0.40
    data:id | Data: Login  | Data: Login  | data      |          | false         | 9                  | 9                      | 9                           | 10              |                   |
    """  # noqa: E501  a drawn table
    with mart_of(
        "mart.questionnaire",
        mart__need_gap=gap,
        mart__need_catalogue="need_id | horizon\ndata:ai | unknown",
        core__need_speaker="need_id | speaker_id\ndata:ai | a\ndata:ai | b",
        core__customer_segment=(
            "player_id | player_name | dimension | segment | segment_order:int | is_heard:bool\n"
            "a | A | size | small | 1 | true\nc | C | size | small | 1 | true\nd | D | size | large | 2 | false"
        ),
        core__survey_answer="need\nother",
    ) as building:
        rows = building.query("from mart.questionnaire order by question_number")
    assert [row["question_kind"] for row in rows] == [
        "importance", "when", "already_met", "satisfaction", "willingness_to_pay"
    ]  # fmt: skip
    assert {row["whom"] for row in rows} == {"C, D"}
    assert [row["can_be_mined"] for row in rows] == [True, True, True, False, False]
    assert rows[0]["question_da"] == "Hvor vigtigt er dette for jer: Data: AI? (1 = slet ikke, 5 = afgørende)"


def test_a_barrier_is_told_by_how_many_say_it_and_not_where_few_are_heard() -> None:
    kinds = "barrier | name_da | name_en | definition_en\nprice | Pris | Price | It costs too much."
    said = "\n".join(f"price | m{i} | municipality | 2 | 1 | login | 2026-01-0{i + 1}" for i in range(5))
    people = "\n".join(f"m{i} | municipality" for i in range(10)) + "\ns1 | supplier"
    with mart_of(
        "mart.barrier",
        core__barrier_kind=kinds,
        core__barrier_speaker=(
            "barrier | speaker_id | actor | evidence_count:int | component_count:int | components:list | "
            f"latest_date:date\n{said}\nprice | s1 | supplier | 1 | 0 | | 2026-01-01"
        ),
        core__heard_speaker=f"speaker_id | actor\n{people}",
        mart__statement_quote=(
            "subject_kind | subject_id | speaker_group | place:int | speaker_name | quote | url | evidence_id\n"
            "barrier | price | municipality | 1 | A | Q | u | e\nbarrier | price | supplier | 1 | S | R | u | e"
        ),
    ) as building:
        rows = building.query("from mart.barrier order by actor")
    assert (rows[0]["organisation_count"], rows[0]["share"], rows[0]["components"]) == (5, 0.5, "login")
    assert (rows[1]["can_tell"], rows[1]["share"]) == (False, None)


EVIDENCE_COLUMNS = "text_digest | quote | quote_start:int | quote_end:int | need_type | owner_kind | owner_id | horizon | stated_date:date | rule | url | evidence_id"  # noqa: E501  a drawn header


def test_the_most_specific_subject_of_a_sentence_names_the_need() -> None:
    said = [
        f"{text} | Q | 0 | 50 | data | notice | n{place} | now | 2026-01-01 | {rule} | u | e"
        for place, (text, rule) in enumerate(
            (("t1", "cue:behov for@1"), ("t2", "cue:krav om@1"), ("t3", "cue:mangler@1"), ("t4", "cue:require@1")), 1
        )
    ]
    people = [f"notice | n{place} | s{place} | S | municipality | true | true" for place in range(1, 5)]
    spans = "quote_start:int | quote_end:int"
    with mart_of(
        "core.need_evidence",
        core__need=EVIDENCE_COLUMNS + "\n" + "\n".join(said),
        core__speaker=(
            "owner_kind | owner_id | speaker_id | speaker_name | actor | is_customer:bool | is_dated:bool\n"
            + "\n".join(people)
        ),
        core__component_mention=(
            f"text_digest | component_id | relation | rule | {spans}\nt1 | login | name | name:start:x@1 | 3 | 8\n"
            "t2 | login | function | function:word:y@1 | 3 | 8\nt3 | login | function | technology:id:z | 3 | 8"
        ),
        core__mention=f"text_digest | technology | {spans}\nt1 | ai | 9 | 11\nt3 | id | 3 | 8\nt3 | ai | 60 | 62",
        core__theme_mention=f"text_digest | theme | {spans}\nt3 | sharing | 5 | 9\nt9 | sharing | 5 | 9",
    ) as building:
        rows = building.query("select need_id, strength from core.need_evidence order by owner_id")
    assert [tuple(row.values()) for row in rows] == [
        ("data:component:login", "wish"),
        ("data:function:login", "requirement"),
        ("data:technology:id", "wish"),
        ("data:none", "requirement"),
    ]


def test_a_segment_of_few_members_has_a_portrait_without_lists() -> None:
    members = [f"s{i} | A{i} | size | small | 1 | true" for i in range(9)] + ["l1 | B | size | large | 2 | true"]
    facts = [f"s{i} | theme | sharing | Deling | Sharing |" for i in range(5)]
    facts += ["s0 | tender | n1 | Udbud | Tender | 2026-03-01", "s1 | tie | speaks of it | omtaler | speaks |"]
    with mart_of(
        "mart.segment_portrait",
        core__customer_segment=(
            "player_id | player_name | dimension | segment | segment_order:int | is_heard:bool\n" + "\n".join(members)
        ),
        core__player="player_id | population:int\n" + "\n".join(f"{one.split()[0]} | 30000" for one in members),
        core__customer_fact="player_id | fact_kind | fact | name_da | name_en | fact_date:date\n"
        + "\n".join([*facts, "l1 | theme | sharing | Deling | Sharing |"]),
        core__system_usage="player_id | actual:float | potential:float\ns0 | 1 | 4\ns1 | 1 | 4",
        mart__contract=(
            "buyer_player_id | days_left:int | latest_end_date:date\ns0 | 90 | 2027-02-21\ns0 | 900 | 2029-05-01"
        ),
    ) as building:
        small, large = building.query("from mart.segment_portrait order by segment_order")
    assert (small["themes_da"], small["ending_contract_count"]) == ("Deling (5)", 1)
    # Two of nine have figures of use: too few to speak for the segment.
    assert (small["usage_customer_count"], small["installed_share"]) == (2, None)
    assert (small["tied_count"], small["last_tender_title"], small["population_count"]) == (1, "Tender", 270000)
    assert (large["can_tell"], large["themes_da"]) == (False, None)
    assert large["reason"] == "cannot tell: 1 members are heard, fewer than 8"


def test_an_answer_of_halves_is_surer_than_one_of_wholes_and_noughts_and_draws_are_the_same_twice() -> None:
    halves, split = graded(0, 20, 20), graded(10, 0, 20)
    assert halves is not None
    assert split is not None
    assert (halves.share, split.share) == (0.5, 0.5)
    assert halves.high - halves.low < 0.5 * (split.high - split.low)
    assert graded(10, 0, 20) == split
    assert graded(0, 0, 0) is None


def test_eight_of_eight_in_a_segment_do_not_prove_that_all_members_state_it() -> None:
    found = segments(8, 8, saying={f"{kind}{i}" for kind in "sl" for i in range(8)})
    assert [row["share"] for row in found] == [1.0, 1.0]
    # One in forty such segments has members of whom 37 % do not state it: .63 ** 8 is .025.
    assert [float(str(row["share_low"])) for row in found] == pytest.approx([0.6306] * 2, abs=1e-4)
    assert {row["share_high"] for row in found} == {1.0}


counts = st.integers(0, 40)


@given(counts, counts)
def test_a_share_lies_in_its_interval_and_shrinks_towards_the_whole(count: int, more: int) -> None:
    total = count + more
    found = share_of(count, total)
    if found is None:
        assert total == 0
        return
    assert 0 <= found.low <= found.share <= found.high <= 1
    drawn_in = shrunken(count, total, whole=0.5, strength=10)
    assert abs(drawn_in.share - 0.5) <= abs(found.share - 0.5) + 1e-9


@given(counts, counts, counts, counts)
def test_differences_are_symmetric_and_p_is_a_probability(a: int, b: int, c: int, d: int) -> None:
    assert 0 <= differs(a, a + b, c, c + d) <= 1
    assert differs(a, a + b, c, c + d) == pytest.approx(differs(c, c + d, a, a + b))
    found, back = difference(a, a + b, c, c + d), difference(c, c + d, a, a + b)
    if found is not None and back is not None:
        assert found.share == pytest.approx(-back.share)
        assert found.low <= found.share <= found.high


def test_known_values_of_the_estimators() -> None:
    tenth = share_of(2, 10)
    assert tenth is not None
    # Wilson's interval of 2 in 10, from a table.
    assert (tenth.low, tenth.high) == (pytest.approx(0.0567, abs=1e-4), pytest.approx(0.5098, abs=1e-4))
    assert differs(3, 4, 1, 4) == pytest.approx(0.4857142857)
    assert prior_strength([5, 5, 5], [10, 10, 10]) == 30
    assert prior_strength([8, 8], [8, 8]) == 16
    assert prior_strength([0, 10], [10, 10]) == 1
    moved, p = changed(began=8, stopped=0, total=10)
    assert moved.share == pytest.approx(0.8)
    assert p == pytest.approx(2 / 2**8)
    still, p = changed(began=0, stopped=0, total=10)
    assert (still.share, p) == (0.0, 1.0)
    assert still.low < 0 < still.high
