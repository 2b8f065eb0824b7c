# ruff: noqa: E501  a drawn table is as wide as its columns
"""The light that says whether a figure may be quoted: the worst rule wins, and says so."""

from __future__ import annotations

from tests.warehouse.standing import standing

FIGURE = """
figure       | slice | label_da | label_en | value:f | word | low:f | high:f | n:f | coverage:f | is_provisional:b | is_part_year:b | can_tell:b | reason | source_table
market_value | sound | a        | a        | 100     |      | 90    | 115    | 60  | 0.9        | false            | false           | true       |        | t
market_value | year  | a        | a        | 100     |      | 90    | 115    | 60  | 0.9        | true             | false           | true       |        | t
market_value | thin  | a        | a        | 100     |      | 90    | 115    | 60  | 0.3        | false            | false           | true       |        | t
market_value | small | a        | a        | 100     |      | 90    | 115    | 12  | 0.9        | false            | false           | true       |        | t
market_value | wide  | a        | a        | 100     |      | 40    | 260    | 60  | 0.9        | false            | false           | true       |        | t
market_value | moved | a        | a        | 100     |      | 90    | 115    | 60  | 0.9        | false            | false           | true       |        | t
market_value | part  | a        | a        | 100     |      |       |        | 60  | 0.9        | false            | true            | true       |        | t
hhi          | blank | a        | a        |         |      |       |        | 5   |            | false            | false           | false      | cannot tell: fewer than 10 awards | t
gossip       | x     | a        | a        | 1       |      |       |        | 5   |            | false            | false           | true       |        | t
technology_verdict | ai | a     | a        |         | rising | 1.2 | 2.0    | 90  |            | false            | false           | true       |        | t
"""
ANSWER = """
figure     | slice | label_da | label_en | value:f | word | low:f | high:f | n:f | coverage:f | is_provisional:b | is_part_year:b | can_tell:b | reason | source_table
need_gap   | sharing | a      | a        | 0.5     |      | 0.2   | 0.9    | 8   |            | false            | false           | true       |        | t
"""
CHANGE = """
figure       | slice | cause  | part:f
market_value | moved | method | 3
market_value | sound | method | 0
"""
DRAWN = {"mart__headline_figure": FIGURE, "mart__answer_figure": ANSWER, "mart__edition_change": CHANGE}


def test_the_worst_rule_gives_the_light_and_the_reason() -> None:
    with standing("mart/quote_light.sql", **DRAWN) as building:
        rows = {str(row["slice"]): row for row in building.query("from mart.quote_light")}
    assert {name: row["light"] for name, row in rows.items()} == {
        "sound": "green",
        "year": "yellow",
        "thin": "red",
        "small": "yellow",
        "wide": "red",
        "moved": "yellow",
        "part": "yellow",
        "blank": "red",
        "x": "red",
        "ai": "green",
        "sharing": "yellow",
    }
    assert rows["thin"]["reason"] == "do not quote: coverage is 30 %, under 40 %"
    assert rows["small"]["reason"] == "quote only with this beside it: small n: 12"
    assert "cannot tell: fewer than 10 awards; n is 5, under 10" in str(rows["blank"]["reason"])
    assert rows["sharing"]["reason"] == "quote only with this beside it: small n: 8; wide interval: 1.4 of the value"
    assert rows["part"]["reason"] == "quote only with this beside it: a part of the year only"
    assert "no rule says" in str(rows["x"]["reason"])
    assert "a change of method moved it" in str(rows["moved"]["reason"])


def test_a_young_method_is_quoted_with_a_caution() -> None:
    study = "study | as_of:d | night_id\n test | 2026-01-20 | n2"
    with standing("mart/quote_light.sql", study=study, **DRAWN) as building:
        (row,) = building.query("from mart.quote_light where slice = 'sound'")
    assert row["light"] == "yellow"
    assert "the method is new: since 2026-01-01" in str(row["reason"])


def test_verdicts_on_components_are_green_only_where_all_of_them_stand_firm() -> None:
    answer = (
        ANSWER.splitlines()[1]
        + """
    component_verdicts | two | a | a | 2 | | | | 6 | 0.33 | false | false | true | | t
    component_verdicts | all | a | a | 6 | | | | 6 | 1    | false | false | true | | t
    """
    )
    with standing("mart/quote_light.sql", **DRAWN | {"mart__answer_figure": answer}) as building:
        rows = building.query("select slice, light, reason from mart.quote_light where figure = 'component_verdicts'")
    assert {str(row["slice"]): row["light"] for row in rows} == {"two": "yellow", "all": "green"}
    assert {str(row["reason"]) for row in rows} >= {"quote only with this beside it: coverage is 33 %"}
