"""What rivals did in two years, who buys from whom, and when contracts and components open."""

from __future__ import annotations

import pytest

from tests.warehouse.drawing import made
from tests.warehouse.test_contracts import contracts

DRAWN = contracts(
    ("1", "Aa", "Omsorgssystem til ældre", "Xenon", "2021-01-01", "2025-01-01"),
    ("2", "Aa", "Omsorgssystem til ældre", "Yttrium", "2025-03-01", "2029-03-01"),
    ("3", "Bb", "Lønsystem", "Xenon", "2020-01-01", "2024-01-01"),
    ("4", "Bb", "Lønsystem", "Xenon", "2025-02-01", "2027-08-01"),
)


def test_a_profile_counts_what_was_kept_and_lost_and_tells_two_years_of_events() -> None:
    with made("mart.competitor_profile", **DRAWN) as building:
        rows = {str(row["player_name"]): row for row in building.query("from mart.competitor_profile")}
    told = {name: (row["retender_count"], row["kept_count"], row["lost_count"]) for name, row in rows.items()}
    assert told == {"Xenon": (2, 1, 1), "Yttrium": (0, 0, 0)}
    events = [(str(one["event_date"]), one["event_kind"], one["detail"]) for one in rows["Xenon"]["events"]]
    assert events == [("2025-03-01", "lost", "Yttrium"), ("2025-02-01", "kept", "Xenon"), ("2025-02-01", "won", "Bb")]
    assert rows["Xenon"]["can_tell"] is True


@pytest.mark.parametrize(
    ("name", "form"),
    [("Alfa A/S", "A/S"), ("Beta ApS", "ApS"), ("Gamma I/S", "I/S"), ("Delta Ltd.", "Ltd"), ("Bas", None)],
)
def test_the_legal_form_is_read_from_the_name(name: str, form: str | None) -> None:
    drawn = contracts(("1", "Aa", "Lønsystem", name, "2021-01-01", "2025-01-01"))
    with made("mart.competitor_profile", **drawn) as building:
        assert [row["legal_form"] for row in building.query("from mart.competitor_profile")] == [form]


def test_flows_say_how_much_of_a_buyers_awards_one_supplier_has() -> None:
    with made("mart.buyer_supplier_flow", **{k: v for k, v in DRAWN.items() if k != "lot"}) as building:
        rows = building.query(
            "select buyer_name, supplier_name, award_count, buyer_share from mart.buyer_supplier_flow"
        )
    assert sorted(tuple(row.values()) for row in rows) == [
        ("Aa", "Xenon", 1.0, 0.5),
        ("Aa", "Yttrium", 1.0, 0.5),
        ("Bb", "Xenon", 2.0, 1.0),
    ]


def test_only_contracts_that_nothing_follows_are_in_the_wave() -> None:
    with made("mart.expiry_wave", **DRAWN) as building:
        rows = building.query("from mart.expiry_wave where segment_code = 'all' order by half_year")
    assert [(row["half_year"], row["contract_count"], row["can_tell"]) for row in rows] == [
        ("2027-H2", 1, True),
        ("2029-H1", 1, True),
    ]


COMPONENT = """
    component_id | name  | relation | term    | segment_code
    pay          | Pay   | function | lønsystem | pay
"""
TEXT = """
    text_digest | owner_kind | owner_id
    t4          | notice     | 4
"""
MENTION = """
    text_digest | target_kind | target | start | end | quote     | context   | rule
    t4          | component   | pay    | 0     | 9   | Lønsystem | Lønsystem | function:start:lønsystem@1
"""


def test_a_component_of_few_contracts_has_a_wave_that_cannot_tell() -> None:
    with made("mart.contestability_wave", component=COMPONENT, text=TEXT, mention=MENTION, **DRAWN) as building:
        rows = building.query("from mart.contestability_wave order by half_year")
    assert {row["contract_count"] for row in rows} == {1}
    assert sum(float(str(row["expected_count"])) for row in rows) == pytest.approx(1, abs=0.02), "it opens once"
    assert rows[0]["can_tell"] is False
    assert rows[0]["reason"] == "cannot tell: fewer than 5 contracts name the component"


def test_an_award_whose_title_names_a_component_of_another_segment_would_be_moved() -> None:
    drawn = {name: DRAWN[name] for name in ("notice", "award")}
    segment = """
        segment_code | cpv_prefix
        it           | 48
        pay          | 79
    """
    with made("mart.segment_rule", segment=segment, component=COMPONENT, text=TEXT, mention=MENTION, **drawn) as one:
        rows = {str(row["segment_code"]): row for row in one.query("from mart.segment_rule")}
    assert (rows["it"]["award_count"], rows["it"]["moved_out_count"], rows["it"]["moved_share"]) == (4, 1, 0.25)
    assert rows["pay"]["moved_in_count"] == 1
