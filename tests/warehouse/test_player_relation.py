"""Relations between players: dated, sourced, and never a merge."""

from __future__ import annotations

from tests.warehouse.core_drawing import mart_of

PLAYERS = """
    player_id          | player_name         | national_id | parent_id
    kombit             | KOMBIT A/S          | DK:19435075 | kl
    kl                 | KL                  |             |
    kmd                | KMD A/S             | DK:26911745 | nec
    nec                | NEC Corporation     |             |
    region-oestdanmark | Region Østdanmark   |             |
    region-hovedstaden | Region Hovedstaden  | DK:29190623 |
    DK:55133018        | Aarhus Kommune      | DK:55133018 |
    DK:29189978        | Syddjurs Kommune    | DK:29189978 |
    own                | Egen A/S            |             | kl
"""
ORGANISATIONS = """
    player_id   | name
    DK:55133018 | Aarhus Kommune, Teknik og Miljø
    DK:55133018 | Aarhus Kommune
    DK:55133018 | Aarhus Kommune, 8000 Aarhus
    DK:29189978 | Syddjurs Kommune på vegne af Aarhus Kommune
"""
NAMED = """
    from_player_id | from_name                       | relation      | to_player_id | to_name
                   | Aarhus Kommune, Teknik og Miljø | department_of | DK:55133018  | Aarhus Kommune
"""


def relations() -> list[dict[str, object]]:
    with mart_of("core.player_relation", core__player=PLAYERS, core__name_relation=NAMED) as building:
        return list(building.query("from core.player_relation order by relation, from_name, to_name"))


def named() -> list[dict[str, object]]:
    with mart_of("core.name_relation", core__player=PLAYERS, core__organisation=ORGANISATIONS) as building:
        return list(building.query("from core.name_relation"))


def test_owners_come_with_a_source_and_their_days_and_are_told_once() -> None:
    owners = [one for one in relations() if one["relation"] == "owned_by"]
    of_kmd = {one["to_name"]: one for one in owners if one["from_player_id"] == "kmd"}
    assert str(of_kmd["NEC Corporation"]["since"]) == "2019-02-28"
    assert str(of_kmd["Advent International"]["until"]) == "2019-02-28"
    assert of_kmd["EQT"]["to_player_id"] is None
    assert [one["layer"] for one in owners if one["from_player_id"] == "kombit"] == ["curated"]
    assert [(one["layer"], one["to_name"]) for one in owners if one["from_player_id"] == "own"] == [("declared", "KL")]
    assert all(one["source"] and one["evidence"] for one in owners)


def test_the_new_region_succeeds_the_old_ones_on_its_first_day() -> None:
    found = [one for one in relations() if one["relation"] == "successor_of"]
    assert {one["to_name"] for one in found} == {"Region Hovedstaden", "Region Sjælland"}
    assert {str(one["since"]) for one in found} == {"2027-01-01"}


def test_a_department_is_a_part_of_its_body_and_an_address_is_none() -> None:
    (found,) = [one for one in named() if one["relation"] == "department_of"]
    assert (found["from_player_id"], found["from_name"]) == (None, "Aarhus Kommune, Teknik og Miljø")
    assert found["to_player_id"] == "DK:55133018"
    (told,) = [one for one in relations() if one["relation"] == "department_of"]
    assert (told["layer"], told["evidence"]) == ("rule", "Aarhus Kommune, Teknik og Miljø")


def test_who_buys_for_another_is_tied_to_it_and_stays_itself() -> None:
    (found,) = [one for one in named() if one["relation"] == "on_behalf_of"]
    assert (found["from_player_id"], found["to_player_id"]) == ("DK:29189978", "DK:55133018")
