"""Roles of players in the market: by register, name, own pages and awards, each with its evidence."""

from __future__ import annotations

from tests.warehouse.core_drawing import mart_of

PLAYERS = """
    player_id | player_name | player_class | class_layer | class_reason | is_person:bool
    eg        | EG A/S      | private      | rule        | A company.   | false
    sole      | -           | unknown      | unknown     | Withheld.    | true
"""
ROLES = """
    player_id|role|layer|quote|quote_start:int|quote_end:int|text_digest|url|evidence_id|since:date|evidence_count:int
    eg | system_vendor | curated | Stated. |  |  |  |  |  |  | 1
    eg | system_vendor | award | 4 of 5 |  |  |  |  |  | 2023-05-01 | 4
    eg | operator | text | We host. | 0 | 8 | d | u | e | 2024-01-01 | 2
    sole | consultant | award | 3 of 3 |  |  |  |  |  | 2024-01-01 | 3
"""


def test_a_role_shows_its_most_trusted_evidence_and_how_many_layers_agree() -> None:
    with mart_of("mart.player_role", core__player=PLAYERS, core__player_role=ROLES) as building:
        found = {str(row["role"]): row for row in building.query("from mart.player_role")}
    assert set(found) == {"system_vendor", "operator"}
    vendor = found["system_vendor"]
    assert (vendor["layer"], vendor["layer_count"], str(vendor["since"])) == ("curated", 2, "2023-05-01")
    assert (found["operator"]["quote"], found["operator"]["evidence_id"]) == ("We host.", "e")


def test_awards_show_a_role_where_there_are_three_and_they_are_half_of_all() -> None:
    won = "\n".join(f"a{n} | {who} | supplier" for n, who in enumerate(("eg", "eg", "eg", "eg", "few", "few")))
    awards = "\n".join(f"a{n} | n{n} | awarded | 2024-0{n + 1}-01" for n in range(6))
    notices = "\n".join(f"n{n} | {cpv}" for n, cpv in enumerate(("48000000", "72212000", "48100000", "72222000") * 2))
    with mart_of(
        "core.award_role",
        core__award_supplier=f"award_key | player_id | role\n{won}",
        core__award=f"award_key | notice_id | status | publication_date:date\n{awards}",
        core__notice=f"notice_id | cpv_main\n{notices}",
    ) as building:
        (found,) = building.query("from core.award_role")
    assert (found["player_id"], found["role"], found["evidence_count"]) == ("eg", "system_vendor", 3)
    assert str(found["since"]) == "2024-01-01"
