"""Organisations become players by judgement, id, declared name, name, and in that order; two valid ids never merge."""

import dataclasses
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.judgements import SHIPPED, JudgementError, read_judgements
from nlp.names import name_key
from nlp.player import DeclaredPlayer, classify_player, registered_municipalities, registered_players
from nlp.resolution import Resolved, resolve
from warehouse.records import Organisation, organisation_key, to_table


def organisations(drawing: str) -> pa.Table:
    """A table drawn as lines of: name | normalised id | country | role | legal type."""
    rows = []
    for number, line in enumerate(drawing.strip().splitlines()):
        name, national_id, country, role, legal_type = (cell.strip() for cell in line.split("|"))
        rows.append(
            Organisation(
                evidence_id="e",
                part="",
                source="s",
                reader="r@1",
                notice_id=str(number),
                organisation_key=organisation_key(name=name, national_id=national_id, country=country),
                role=role or "supplier",
                name=name or None,
                national_id=national_id or None,
                national_id_normalised=national_id or None,
                country=country or None,
                legal_type=legal_type or None,
            )
        )
    return to_table(Organisation, rows)


def key(name: str, national_id: str = "", country: str = "DK") -> str:
    return organisation_key(name=name, national_id=national_id, country=country)


def players(resolved: Resolved) -> dict[str, str]:
    return {one.organisation_key: one.player_id for one in resolved.resolutions}


def test_departments_under_one_number_are_one_player_and_a_name_without_number_joins_it() -> None:
    resolved = resolve(
        organisations=organisations("""
            Nordlys Data A/S             | DK:11111111 | DK | |
            Nordlys Data, afd. Drift     | DK:11111111 | DK | |
            NORDLYS DATA A/S             |             | DK | |
            Nordlys Data AB              |             | SE | |
        """),
        registered=(),
    )
    at = players(resolved)
    assert at[key("Nordlys Data A/S", "DK:11111111")] == "DK:11111111"
    assert at[key("Nordlys Data, afd. Drift", "DK:11111111")] == "DK:11111111"
    assert at[key("NORDLYS DATA A/S")] == "DK:11111111"
    assert at[key("Nordlys Data AB", "", "SE")].startswith("name:nordlys-data-ab-")
    reasons = {one.organisation_key: one for one in resolved.resolutions}
    assert reasons[key("NORDLYS DATA A/S")].layer == "name"
    assert reasons[key("Nordlys Data AB", "", "SE")].layer == "alone"


def test_two_valid_ids_of_one_name_stay_two_players_and_the_nameless_one_goes_to_review() -> None:
    resolved = resolve(
        organisations=organisations("""
            Fjord Konsulent ApS | DK:11111111 | DK | |
            Fjord Konsulent ApS | DK:22222222 | DK | |
            Fjord Konsulent ApS |             | DK | |
        """),
        registered=(),
    )
    assert len(set(players(resolved).values())) == 3
    assert {one.right_player for one in resolved.review} == {"DK:11111111", "DK:22222222"}
    assert all("nothing tells" in one.reason for one in resolved.review)


def test_firms_with_one_name_and_different_legal_forms_are_not_merged_by_name() -> None:
    resolved = resolve(
        organisations=organisations("""
            Bølge ApS | | DK | |
            Bølge A/S | | DK | |
            Boelge aps | | DK | |
        """),
        registered=(),
    )
    at = players(resolved)
    assert at[key("Bølge ApS")] == at[key("Boelge aps")] != at[key("Bølge A/S")]


def test_a_declared_player_takes_its_names_and_its_id_and_keeps_its_own() -> None:
    focal = DeclaredPlayer(
        player_id="kerne",
        name="Kerne A/S",
        aliases=("Fælles Kerne",),
        national_id="DK:11111111",
        country="DK",
        player_class="joint_public_company",
        is_focal=True,
    )
    resolved = resolve(
        organisations=organisations("""
            Noget helt andet | DK:11111111 | DK | |
            Faelles Kerne    |             | DK | |
            Kerne A/S        | DK:22222222 | DK | |
        """),
        declared=[focal],
        registered=(),
    )
    at = players(resolved)
    assert at[key("Noget helt andet", "DK:11111111")] == at[key("Faelles Kerne")] == "kerne"
    assert at[key("Kerne A/S", "DK:22222222")] == "DK:22222222"
    (player,) = [one for one in resolved.players if one.player_id == "kerne"]
    assert (player.is_focal, player.is_public, player.class_layer) == (True, True, "curated")


def test_a_declared_player_is_on_the_map_though_no_notice_names_it() -> None:
    declared = [DeclaredPlayer(player_id="x", name="X A/S", parent="y"), DeclaredPlayer(player_id="y", name="Y A/S")]
    resolved = resolve(organisations=organisations("Z A/S | | DK | |"), declared=declared, registered=())
    assert [one.player_id for one in resolved.players if not one.player_id.startswith("name:")] == ["x", "y"]
    assert resolved.players[-2].parent_id == "y"


def test_two_declared_players_are_never_merged_by_a_common_name() -> None:
    declared = [DeclaredPlayer(player_id=one, name="Sund Data A/S", national_id=f"DK:{one * 8}") for one in "12"]
    resolved = resolve(
        organisations=organisations("""
            Sund Data A/S | DK:11111111 | DK | |
            Sund Data A/S | DK:22222222 | DK | |
        """),
        declared=declared,
        registered=(),
    )
    assert sorted(players(resolved).values()) == ["1", "2"]


def judged(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "judgements.csv"
    path.write_text("# told by people\nleft,right,verdict,who,date,why\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def test_a_judgement_joins_what_names_do_not_and_parts_what_names_would(tmp_path: Path) -> None:
    path = judged(
        tmp_path,
        "Gammelt Navn ApS,Nyt Navn A/S,same,AB,2026-01-02,renamed",
        "DK:11111111,Havn IT,different,AB,2026-01-02,another firm",
    )
    resolved = resolve(
        organisations=organisations("""
            Gammelt Navn ApS | | DK | |
            Nyt Navn A/S     | | DK | |
            Havn IT          | DK:11111111 | DK | |
            Havn IT          | | DK | |
        """),
        judgements=path,
        registered=(),
    )
    at = players(resolved)
    assert at[key("Gammelt Navn ApS")] == at[key("Nyt Navn A/S")]
    layers = {one.organisation_key: (one.layer, one.reason) for one in resolved.resolutions}
    assert layers[key("Nyt Navn A/S")] == ("judgement", "AB judged: renamed")


def test_a_judgement_never_joins_two_valid_ids_but_is_shown_for_review(tmp_path: Path) -> None:
    path = judged(tmp_path, "DK:11111111,DK:22222222,same,AB,2026-01-02,one group")
    resolved = resolve(
        organisations=organisations("""
            A A/S | DK:11111111 | DK | |
            B A/S | DK:22222222 | DK | |
        """),
        judgements=path,
        registered=(),
    )
    assert len(set(players(resolved).values())) == 2
    assert [one.reason for one in resolved.review] == ["Judged the same in line 3, but their valid ids differ."]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["A,B,same,AB,2026-01-02,x", "B,C,same,AB,2026-01-02,x", "A,C,different,AB,2026-01-02,x"], "line 5"),
        (["A,B,perhaps,AB,2026-01-02,x"], "line 3: it needs left, right"),
        (["A,B,same"], "line 3: it has 3 columns"),
        (["A,B,same,,2026-01-02,x"], "line 3: it must say who"),
    ],
)
def test_a_faulty_or_contradictory_judgement_is_refused_with_its_line(
    tmp_path: Path, lines: list[str], sentence: str
) -> None:
    with pytest.raises(JudgementError, match=sentence):
        read_judgements(judged(tmp_path, *lines))


def test_the_shipped_judgements_can_be_read_and_a_missing_file_means_none(tmp_path: Path) -> None:
    assert read_judgements(SHIPPED) == ()
    assert read_judgements(tmp_path / "none.csv") == ()
    assert read_judgements(None) == ()


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Nord A/S", "NORD as", "Nord ApS", "Syd AB", "Sýd", "", "Kommune", "Åø Data", "Aaoe Data"]),
        st.sampled_from(["", "DK:11111111", "DK:22222222", "SE:1"]),
        st.sampled_from(["DK", "SE", ""]),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, random=st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_no_player_has_two_ids(rows: list[tuple[str, str, str]], random: object) -> None:
    drawing = [f"{name} | {national_id} | {country} | |" for name, national_id, country in rows]
    declared = [DeclaredPlayer(player_id="nord", name="Nord A/S", country="DK")]
    resolved = resolve(organisations=organisations("\n".join(drawing)), declared=declared, registered=())
    random.shuffle(drawing)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert resolve(organisations=organisations("\n".join(drawing)), declared=declared, registered=()) == resolved
    at = players(resolved)
    assert set(at.values()) <= {one.player_id for one in resolved.players}
    ids: dict[str, set[str]] = {}
    for name, national_id, country in rows:
        known = ids.setdefault(at[key(name, national_id, country)], set())
        known |= {national_id} - {""}
    assert all(len(known) <= 1 for known in ids.values())


@settings(max_examples=100, deadline=None)
@given(rows=ROWS, parent=st.sampled_from(["NORD as", "Syd AB", "Aaoe Data"]))
def test_a_relation_merges_nobody(rows: list[tuple[str, str, str]], parent: str) -> None:
    drawing = "\n".join(f"{name} | {national_id} | {country} | |" for name, national_id, country in rows)
    alone = [
        DeclaredPlayer(player_id="daughter", name="Nord ApS", country="DK", national_id="DK:11111111"),
        DeclaredPlayer(player_id="mother", name=parent, country="DK", national_id="DK:22222222"),
    ]
    related = [dataclasses.replace(alone[0], parent="mother"), alone[1]]
    without = resolve(organisations=organisations(drawing), declared=alone, registered=())
    resolved = resolve(organisations=organisations(drawing), declared=related, registered=())
    assert players(resolved) == players(without)
    assert {"daughter", "mother"} <= {one.player_id for one in resolved.players}
    assert next(one for one in resolved.players if one.player_id == "daughter").parent_id == "mother"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ålborg Kommune", "AALBORG KOMMUNE"),
        ("Salus Sp. z o.o.", "SALUS SPÓŁKA Z O.O."),
        ("Müller & Co GmbH", "Mueller og Co GmbH"),
        ("Центр", "Tsentr"),
        ("AB Kustens Data", "Kustens Data Aktiebolag"),
        ("Rossi S.p.A.", "ROSSI SPA"),
    ],
)
def test_spellings_of_one_name_have_one_key(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


def test_a_mother_and_her_daughter_have_different_keys() -> None:
    assert name_key("Vind Power A/S").base != name_key("Vind Power Denmark A/S").base
    assert name_key("A/S").base == "as"


@pytest.mark.parametrize(
    ("name", "country", "legal_type", "is_buyer", "expected", "layer"),
    [
        ("Nordvig Kommune", "DK", "la", True, "municipality", "rule"),
        ("Nordvig Kommune", "DK", "REGIONAL_AUTHORITY", True, "municipality", "rule"),
        ("Region Vesterå", "DK", "ra", True, "region", "rule"),
        ("Grunddatastyrelsen", "DK", "cga", True, "state", "rule"),
        ("Klintsø Forsyning A/S", "DK", "pub-undert-la", True, "joint_public_company", "rule"),
        ("Bæltets Indkøb A/S", "DK", "la", True, "joint_public_company", "rule"),
        ("Østkyst Universitet", "DK", "body-pl", True, "research", "rule"),
        ("Landsforeningen Sol", "DK", "", False, "association", "rule"),
        ("Nordlys Data A/S", "DK", "", False, "private", "rule"),
        ("Nordlys", "DK", "", False, "unknown", "unknown"),
        ("Kommunens Venner", "SE", "", False, "unknown", "unknown"),
    ],
)
def test_the_class_comes_from_the_published_code_and_the_legal_name(
    name: str, country: str, legal_type: str, is_buyer: bool, expected: str, layer: str
) -> None:
    classified = classify_player(
        name=name,
        country=country,
        national_id=None,
        legal_types=[legal_type] if legal_type else [],
        is_buyer=is_buyer,
        declared=None,
    )
    assert (classified.player_class, classified.layer) == (expected, layer)
    assert classified.reason.endswith(".")


def test_the_registers_are_whole() -> None:
    assert len(registered_municipalities()) == 98
    known = {one.player_id: one for one in registered_players()}
    assert known["kmd"].parent in known
    assert len({one.national_id for one in known.values() if one.national_id}) == sum(
        1 for one in known.values() if one.national_id
    )


def test_a_municipality_on_the_list_is_one_whatever_it_calls_itself() -> None:
    resolved = resolve(
        organisations=organisations("Teknik og Miljø | DK:55133018 | DK | buyer | body-pl"), registered=()
    )
    (player,) = resolved.players
    assert (player.name, player.player_class, player.class_layer) == ("Aarhus Kommune", "municipality", "register")
