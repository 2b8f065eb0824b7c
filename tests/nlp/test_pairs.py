"""A pair of organisations is judged by what people can read; ids veto, and what is not sure is asked, not joined."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.clusters import Gathered
from nlp.invented_names import held_out_mentions, invented_world
from nlp.pair_model import CARD, MERGE, REVIEW, learn, load_pair_model, scored_pairs
from nlp.pairs import FEATURES, features, side_of, surroundings
from nlp.resolution import Resolved, resolve
from warehouse.records import Organisation, organisation_key, to_table


def gathered(drawing: str) -> list[Gathered]:
    """Organisations drawn as lines of: name | country | town | postcode | domain | valid id."""
    rows = []
    for number, line in enumerate(drawing.strip().splitlines()):
        name, country, town, postcode, domain, national_id = (cell.strip() for cell in line.split("|"))
        one = Gathered(f"{number:03d}", name, country, national_id=national_id or None)
        one.towns |= {town} - {""}
        one.postcodes |= {postcode} - {""}
        one.domains |= {domain} - {""}
        rows.append(one)
    return rows


def score(drawing: str) -> float:
    return max((pair.score for pair in scored_pairs(gathered(drawing))), default=0.0)


SAME = [
    """
    Nordlys Energirådgivning A/S   | DK | Vigby | 4321 | nordlysenergi.dk |
    Nordlys Energirådgivnng A/S    | DK | Vigby | 4321 | nordlysenergi.dk |
    """,
    """
    Havneby Kommune                | DK | Havneby | 4321 | havneby.dk |
    Havneby Kommune - Indkøb       | DK | Havneby | 4321 | havneby.dk |
    """,
]
APART = [
    """
    Statens skovforvaltning distrikt Lundby | DK | Lundby | 4100 | lundby.dk |
    Statens skovforvaltning distrikt Sandvig | DK | Sandvig | 7700 | sandvig.dk |
    """,
    """
    Havneby Kommune | DK | Havneby | 4321 | havneby.dk |
    Havnsø Kommune  | DK | Havnsø  | 5321 | havnsoe.dk |
    """,
    """
    Nordlys Vind A/S   | DK | Vigby | 4321 | nordlys.dk |
    Nordlys Medico A/S | DK | Vigby | 4321 | nordlys.dk |
    """,
]


@pytest.mark.parametrize("drawing", SAME)
def test_misspelt_names_and_departments_of_one_place_are_surely_one(drawing: str) -> None:
    assert score(drawing) >= MERGE


@pytest.mark.parametrize("drawing", APART)
def test_sisters_and_bodies_of_other_towns_are_never_surely_one(drawing: str) -> None:
    assert score(drawing) < MERGE


def test_two_valid_ids_are_not_even_compared() -> None:
    assert score("A Energirådgivning A/S | DK | | | |DK:1\nA Energirådgivnng A/S | DK | | | |DK:2") == 0


def resolved(rows: Sequence[tuple[str, str | None]]) -> Resolved:
    records = [
        Organisation(
            evidence_id="e",
            part="",
            source="s",
            reader="r@1",
            notice_id=str(number),
            organisation_key=organisation_key(name=name, national_id=national_id, country="DK"),
            role="supplier",
            name=name,
            national_id=national_id,
            national_id_normalised=national_id,
            country="DK",
            town="Vigby",
            postcode="4321",
            domain="nordlysenergi.dk",
        )
        for number, (name, national_id) in enumerate(rows)
    ]
    return resolve(organisations=to_table(Organisation, records), registered=())


def test_a_sure_likeness_joins_with_its_score_and_its_reason_in_words() -> None:
    rows = [("Nordlys Energirådgivning A/S", "DK:11111111"), ("Nordlys Energirådgivnng A/S", None)]
    told = resolved(rows)
    assert {one.player_id for one in told.resolutions} == {"DK:11111111"}
    (one,) = [each for each in told.resolutions if each.layer == "model"]
    assert one.score >= MERGE
    assert "Nordlys Energirådgivnng A/S" in one.reason
    assert "For it:" in one.reason


def test_what_is_surely_like_two_ids_is_joined_to_neither_and_asked() -> None:
    told = resolved(
        [
            ("Nordlys Energirådgivning A/S", "DK:11111111"),
            ("NORDLYS ENERGIRÅDGIVNING A/S", "DK:22222222"),
            ("Nordlys Energirådgivnng A/S", None),
        ]
    )
    assert len({one.player_id for one in told.resolutions}) == 3
    assert {one.layer for one in told.review} == {"model"}
    assert all(REVIEW <= one.score <= 1 for one in told.review)
    assert told.review_table().num_rows == len(told.review) == 2


def test_the_shipped_card_is_what_learning_gives() -> None:
    import json

    shipped, learnt = json.loads(CARD.read_text("utf-8")), learn()
    assert shipped["weights"] == pytest.approx(learnt["weights"], abs=0.01)
    assert shipped["learnt_from"] == learnt["learnt_from"]
    assert tuple(shipped["weights"]) == FEATURES


def test_the_world_is_the_same_again_and_not_the_one_that_is_judged() -> None:
    assert invented_world(seed=5, groups=9) == invented_world(seed=5, groups=9)
    assert held_out_mentions() != tuple(invented_world(seed=5, groups=9))


NAMES = st.text(alphabet="abcdeABÅøæ .-/()&1„“", max_size=30)


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES, st.sampled_from(["", "Vigby"]), st.sampled_from(["", "nord.dk"]))
def test_features_stay_in_their_range_and_do_not_depend_on_the_side(left: str, right: str, town: str, at: str) -> None:
    sides = [side_of(one) for one in gathered(f"{left or 'x'}|DK|{town}|1234|{at}|\n{right or 'y'}|DK||||")]
    if None in sides:
        return
    one, other = (side for side in sides if side is not None)
    around = surroundings([one, other])
    found = features(one, other, around)
    assert len(found) == len(FEATURES)
    assert all(0.0 <= value <= 1.0 for value in found)
    assert 0.0 <= load_pair_model().score(found) <= 1.0
