# ruff: noqa: E501  a drawn table is as wide as its columns
"""Figures that people quote: which rows they count, which they leave out, and what they say where nothing is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.warehouse.standing import standing

SIZE = "segment_code | year:i | known_value_dkk:m | imputed_low_dkk:f | imputed_mid_dkk:f | imputed_high_dkk:f | known_value_count:i | outside_framework_coverage:f | award_count:i | bids_known_count:i | single_bid_count:i | is_provisional:b | is_part_year:b | can_tell:b | reason"
HEADLINE = {
    "core__segment_name": "segment_code | segment_name_da | segment_name_en\nit | It | IT",
    "core__technology": "technology | technology_name_da | technology_name_en\nai | AI på dansk | AI",
    "mart__contract_period": "half_year",
    "mart__market_concentration": "segment_code | period | hhi:f | hhi_low:f | hhi_high:f | award_count:f | can_tell:b | reason",
    "mart__market_size": SIZE,
    "mart__policy_theme": "theme | theme_name_da | theme_name_en | share:f | share_low:f | share_high:f | body_count:i | coverage:f | can_tell:b | reason",
    "mart__retender_calendar": "p50_date:d | can_tell:b | state",
    "mart__supplier_share": "segment_code | player_id | player_name | period | award_share:f | share_low:f | share_high:f | total_award_count:f | award_count:f | value_coverage:f | can_tell:b | reason",
    "mart__technology_quarter": "technology | stream | document_count:i | stream_document_count:i",
    "mart__technology_ring": "technology | technology_name_da | technology_name_en | ring | organisation_count:i | can_tell:b | reason",
    "mart__technology_trend": "technology | stream | verdict | ratio_low:f | ratio_high:f | documents_before:i | documents_after:i | reason",
}
ANSWER = {
    "core__segment_name": "segment_code | segment_name_da | segment_name_en\nit | It | IT",
    "mart__alliance_candidate": "player_id | player_name | score:f | customer_count:i | can_tell:b | reason",
    "mart__assumption_status": "status",
    "mart__component_verdict": "is_clear:b | can_tell:b",
    "mart__contract": "days_left:i",
    "mart__market_size": SIZE,
    "mart__need_gap": "need_id | need_name_da | need_name_en | gap:f | gap_low:f | gap_high:f | heard_count:i | can_tell:b | reason",
    "mart__policy_body": "has_document:b",
    "mart__role_gap": "role | role_name_da | role_name_en | speaker_group | log_odds:f | log_odds_low:f | log_odds_high:f | outside_total_count:i | can_tell:b | reason",
}
BASIS = {
    "core__award": "award_key | notice_id | segment_code | publication_date:d | evidence_id | amended_by | amount_dkk:m | status",
    "core__award_supplier": "award_key | organisation_key | player_id | role | weight:f",
    "core__document": "document_id | text_digest | stream | is_policy:b | own_copy_of | published_date:d | source",
    "core__document_player": "document_id | player_id",
    "core__notice": "notice_id | family_id | source",
    "core__player": "player_id | is_customer:b",
    "core__stream_document": "owner_kind | owner_id | stream | panel",
    "core__technology_document": "technology | owner_kind | owner_id",
    "core__text": "owner_kind | owner_id | text_digest | published_date:d",
    "core__theme_mention": "text_digest | theme",
    "mart__contract": "contract_id | notice_id | signal_date:d",
    "mart__contract_period": "award_key | half_year",
    "mart__retender_calendar": "contract_id | chain_id | p50_date:d | evidence_id | state",
}


def made_of(path: str, empty: dict[str, str], **rows: str) -> list[dict[str, Any]]:
    """The mart's rows where these tables have rows and the others none."""
    drawn = {name: f"{head}\n{rows.get(name, '')}" for name, head in empty.items()}
    assert set(rows) <= set(empty)
    with standing(path, **drawn) as building:
        return building.query(f"from mart.{Path(path).stem}")


def headline(**rows: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["figure"], row["slice"]): row for row in made_of("mart/headline_figure.sql", HEADLINE, **rows)}


def answers(**rows: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["figure"], row["slice"]): row for row in made_of("mart/answer_figure.sql", ANSWER, **rows)}


def basis(**rows: str) -> list[tuple[Any, ...]]:
    names = ("basis", "unit_id", "part_id", "slice", "amount", "weight")
    return [tuple(row[name] for name in names) for row in made_of("mart/figure_basis.sql", BASIS, **rows)]


def test_a_market_whose_values_are_unknown_has_a_count_and_says_why_its_value_cannot_be_told() -> None:
    found = headline(
        mart__market_size="it | 2025 | | | | | 0 | 0 | 12 | 0 | 0 | true | false | false | no value is known"
    )
    value, count = found["market_value", "it/2025"], found["award_count", "it/2025"]
    assert (value["value"], value["n"], value["can_tell"], value["reason"]) == (0, 0, False, "no value is known")
    assert (count["value"], count["n"], count["can_tell"], count["is_provisional"]) == (12, 12, True, True)
    assert (value["label_da"], count["label_en"]) == ("Kendt kontraktværdi i kr.: It, 2025", "Awards: IT, 2025")


def test_the_known_value_is_a_sum_without_an_interval_and_the_estimate_lies_within_its_own() -> None:
    size = "all | 2025 | 1610 | 1750 | 1818 | 1913 | 161 | 0.87 | 235 | 0 | 0 | false | true | true | "
    known = headline(mart__market_size=size)["market_value", "all/2025"]
    estimate = answers(mart__market_size=size)["market_estimate", "all/2025"]
    assert (known["value"], known["low"], known["high"], known["coverage"]) == (1610, None, None, 0.87)
    assert (estimate["value"], estimate["low"], estimate["high"], estimate["n"]) == (1818, 1750, 1913, 161)
    assert estimate["label_en"] == "Estimated value outside frameworks in DKK: all segments, 2025"
    assert (known["is_part_year"], estimate["is_part_year"]) == (True, True)


def test_the_ten_suppliers_with_most_awards_of_a_segment_are_quoted_and_equals_by_their_id() -> None:
    rows = [f"it | p{n:02d} | P{n} | all | 0.1 | 0 | 0.2 | 60 | 5 | 0.5 | true | " for n in range(12)]
    rows += [
        "it | most | Most | all  | 0.3 | 0.2 | 0.4 | 60 | 9  | 0.5 | true | ",
        "it | year | Year | 2025 | 0.9 | 0.8 | 1.0 | 60 | 50 | 0.5 | true | ",
        "hr | p00  | P0   | all  | 0.1 | 0   | 0.2 | 60 | 1  | 0.5 | true | ",
    ]
    found = headline(mart__supplier_share="\n".join(rows))
    slices = {name for figure, name in found if figure == "supplier_share"}
    assert slices == {"it/most", *(f"it/p{n:02d}" for n in range(9)), "hr/p00"}
    # A segment that the study names no more is told by its code.
    assert found["supplier_share", "hr/p00"]["label_en"] == "Share of the awards: P0, hr"


def test_a_verdict_is_a_word_and_documents_are_summed_over_the_quarters_of_one_stream() -> None:
    found = headline(
        mart__technology_trend="""
        ai | vendor | rising      | 1.2 | 2.0 | 10 | 20 | it rises
        ai | policy | cannot_tell |     |     | 0  | 0  | fewer than 8 documents name it
        """,
        mart__technology_quarter="ai | vendor | 2 | 10\nai | vendor | 3 | 20\nai | policy | 0 | 5",
        mart__technology_ring="ai | AI på dansk | AI | none | 0 | false | no source is settled",
    )
    rising, unknown = found["technology_verdict", "ai/vendor"], found["technology_verdict", "ai/policy"]
    assert (rising["value"], rising["word"], rising["n"], rising["can_tell"]) == (None, "rising", 30, True)
    assert (unknown["word"], unknown["can_tell"], unknown["reason"]) == (
        "cannot_tell",
        False,
        "fewer than 8 documents name it",
    )
    assert rising["label_da"] == "Retning: AI på dansk, leverandørers sider"
    named = found["technology_documents", "ai/vendor"]
    assert (named["value"], named["n"]) == (5, 30)
    # What nobody named is a count of nought, and that is known.
    assert (
        found["technology_documents", "ai/policy"]["value"],
        found["technology_documents", "ai/policy"]["can_tell"],
    ) == (0, True)
    assert (found["technology_ring", "ai"]["word"], found["technology_ring", "ai"]["can_tell"]) == ("none", False)


def test_contracts_without_an_end_and_calls_that_have_come_are_in_no_half_year() -> None:
    found = headline(
        mart__contract_period="2027-H1\n2027-H1\n2027-H2\n ",
        mart__retender_calendar="""
        2027-06-30 | true  | expected
        2027-07-01 | false | open
        2027-07-01 | true  | called
        """,
    )
    assert {key: row["value"] for key, row in found.items()} == {
        ("contracts_ending", "2027-H1"): 2,
        ("contracts_ending", "2027-H2"): 1,
        ("retender_windows", "2027-H1"): 1,
        ("retender_windows", "2027-H2"): 1,
    }
    prior = found["retender_windows", "2027-H2"]
    assert (prior["can_tell"], prior["reason"]) == (False, "the window is a prior: too few closed ones to learn from")


def test_without_anything_every_count_says_that_it_cannot_be_told() -> None:
    found = answers()
    assert {figure for figure, _ in found} == {
        "contracts_within_year",
        "bodies_heard",
        "component_verdicts",
        "assumptions",
    }
    assert [row["can_tell"] for row in found.values()] == [False] * 4
    assert found["contracts_within_year", "all"]["value"] is None
    assert all(str(row["reason"]).startswith("cannot tell: ") for row in found.values())


def test_a_year_counts_both_its_ends_and_an_unknown_end_is_not_far_away() -> None:
    found = answers(mart__contract="-1\n0\n365\n366")["contracts_within_year", "all"]
    assert (found["value"], found["n"], found["can_tell"]) == (2, 2, True)
    none = answers(mart__contract="366\n ")["contracts_within_year", "all"]
    assert (none["value"], none["can_tell"]) == (0, True)


def test_single_bids_are_a_share_of_the_awards_that_state_their_bids() -> None:
    found = answers(
        mart__market_size="""
        it | 2024 | 0 | | | | 0 | 0 | 10 | 4 | 1 | false | false | true |
        it | 2025 | 0 | | | | 0 | 0 | 10 | 0 | 0 | true  | false | true |
        """
    )
    told, silent = found["single_bids", "it/2024"], found["single_bids", "it/2025"]
    assert (told["value"], told["n"], told["coverage"]) == (0.25, 4, 0.4)
    assert (silent["value"], silent["can_tell"], silent["reason"]) == (
        None,
        False,
        "cannot tell: no award states its bids",
    )


def test_counts_of_judgements_say_how_many_of_them_could_be_told() -> None:
    found = answers(
        mart__component_verdict="true | true\nfalse | true\nfalse | false\nfalse | false",
        mart__assumption_status="broken\nweakening\nholds\ncannot_tell",
        mart__policy_body="true\nfalse\nfalse\nfalse",
        mart__need_gap="n | N | N | 0.5 | 0.2 | 0.9 | 8 | true | ",
        mart__role_gap="guide | G | G | customer | | | | 3 | false | cannot tell: 3 sentences",
        mart__alliance_candidate="vidja | Vidja | 0.4 | 7 | true | ",
    )
    told = {figure: (row["value"], row["n"], row["coverage"]) for (figure, _), row in found.items()}
    # Of four verdicts one stands firm; a second is told, but hangs on the weights.
    assert told["component_verdicts"] == (1, 4, 0.25)
    assert told["assumptions"] == (2, 4, 0.75)
    assert told["bodies_heard"] == (1, 4, 0.25)
    assert told["need_gap"] == (0.5, 8, None)
    assert told["alliance_candidate"] == (0.4, 7, None)
    assert found["role_difference", "guide/customer"]["reason"] == "cannot tell: 3 sentences"


def test_an_award_is_one_unit_however_often_it_is_published_and_its_suppliers_are_its_parts() -> None:
    found = basis(
        core__notice="n1 | f | ted\nn2 | f | ted\nn3 | g | ted",
        core__award="""
        n1#1 | n1 | it | 2025-01-01 | e1 |   | 900 | awarded
        n2#1 | n2 | it | 2025-02-01 | e2 |   | 900 | awarded
        n3#1 | n3 |    |            | e3 | m |     | awarded
        n3#2 | n3 | it | 2025-01-01 | e3 |   | 100 | not_awarded
        """,
        core__award_supplier="""
        n1#1 | o1 | vidja | supplier      | 0.5
        n1#1 | o2 | sund  | supplier      | 0.5
        n1#1 | o3 | small | subcontractor | 0
        n3#2 | o1 | vidja | supplier      | 1
        """,
        mart__contract_period="n1#1 | 2027-H1\nn3#1 | ",
    )
    # An unknown value is no money: it adds nothing, and the award is still one award.
    assert found == [
        ("award", "f#1", "", "it", 900, 1),
        ("award", "f#1", "o1", "it", 0, 0.5),
        ("award", "f#1", "o2", "it", 0, 0.5),
        ("award", "g#1", "", "none", 0, 1),
        ("contract", "f#1", "", "2027-H1", 1, 1),
    ]


def test_a_policy_is_a_customers_own_paper_once_and_each_theme_in_it_is_one_part() -> None:
    found = basis(
        core__document="""
        d1 | t1 | policy | true  |    | 2025-01-01 | plans
        d2 | t1 | policy | true  | d1 | 2025-01-01 | plans
        d3 | t1 | policy | true  |    | 2025-01-01 | plans
        d4 | t1 | policy | false |    | 2025-01-01 | plans
        d5 | t1 | vendor | true  |    | 2025-01-01 | plans
        """,
        core__document_player="d1 | alby\nd2 | alby\nd3 | state\nd4 | alby\nd5 | alby",
        core__player="alby | true\nstate | false",
        core__theme_mention="t1 | data\nt1 | data\nt1 | green",
    )
    assert found == [
        ("policy", "d1", "", "", 1, 1),
        ("policy", "d1", "data", "data", 1, 1),
        ("policy", "d1", "green", "green", 1, 1),
    ]


def test_notices_of_one_family_that_both_stand_are_two_units_and_only_open_windows_count() -> None:
    found = basis(
        core__notice="n1 | f | ted\nn2 | f | ted",
        core__stream_document="notice | n1 | award | ted\nnotice | n2 | award | ted\ndocument | d1 | vendor | Vidja",
        core__text="notice | n1 | t1 | 2025-01-01\nnotice | n2 | t2 | 2025-01-01\ndocument | d1 | t3 | 2025-01-01",
        core__technology_document="ai | notice | n2",
        mart__contract="c1 | n1 | 2024-01-01\nc2 | n2 | 2024-01-01",
        mart__retender_calendar="c1 | c0 | 2027-06-30 | e | expected\nc2 | c2 | 2027-07-01 | e | called",
    )
    assert found == [
        ("retender", "c0", "", "2027-H1", 1, 1),
        ("technology", "document:d1", "", "vendor", 1, 1),
        ("technology", "notice:f", "", "award", 1, 1),
        ("technology", "notice:f#2", "", "award", 1, 1),
        ("technology", "notice:f#2", "ai", "ai/award", 1, 1),
    ]
