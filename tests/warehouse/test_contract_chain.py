# ruff: noqa: E501  a drawn table is as wide as its columns
"""What contracts are about, which may follow which, how they stand in chains, and what competitors did with them."""

from __future__ import annotations

from tests.warehouse.standing import standing

HEAD = (
    "contract_id | title | buyer_name | buyer_ids:l | cpv_main | component_ids:l | procedure_key | status | "
    "signal_date:d | award_date:d | end_date:d | latest_end_date:d\n"
)


def subjects(*said: tuple[str, str, str]) -> dict[str, dict[str, object]]:
    """Subjects of (contract, title, buyer)."""
    rows = "\n".join(" | ".join(one) for one in said)
    with standing("mart/contract_subject.sql", mart__contract=f"contract_id | title | buyer_name\n{rows}") as building:
        return {str(row["contract_id"]): row for row in building.query("from mart.contract_subject")}


def test_a_subject_is_what_no_other_title_has() -> None:
    found = subjects(
        ("a", "Levering af ESDH-system til Alby Kommune", "Alby Kommune"),
        ("b", "Rammeaftale om drift og support", "Alby Kommune"),
        ("c", "", "Alby Kommune"),
        ("d", "IT", "Borup"),
    )
    # "levering", "til" and "system" are in any title; "alby" and "kommune" are the buyer; "af" is too short.
    assert (found["a"]["subject"], sorted(found["a"]["pieces"])) == ("esdh", ["esd", "sdh"])  # type: ignore[call-overload]
    assert found["b"]["subject"] == "rammeaftale om drift og support"
    assert (found["c"]["subject"], found["c"]["pieces"]) == (None, None)
    assert (found["d"]["subject"], found["d"]["pieces"]) == ("it", ["it"])


def pairs(
    *contracts: str, player: str = "player_id | parent_id | is_public:b\nalby | | true"
) -> dict[tuple[str, str], float]:
    with standing(
        "mart/contract_subject.sql",
        "mart/contract_pair.sql",
        core__player=player,
        mart__contract=HEAD + "\n".join(contracts),
    ) as building:
        rows = building.query("from mart.contract_pair")
    return {(str(row["contract_id"]), str(row["next_contract_id"])): float(str(row["similarity"])) for row in rows}


# The earlier contract ends on 2024-12-31, so that what may follow it was called for in 2022-12-31 to 2026-12-31.
FIRST = (
    "a | Journaler | Alby | [alby] | 72000000 | [] | p1 | awarded | 2020-06-01 | 2021-01-01 | 2024-12-31 | 2024-12-31"
)


def later(
    name: str, day: str, *, title: str = "Journaler", buyer: str = "alby", cpv: str = "72001111", p: str = "p2"
) -> str:
    return f"{name} | {title} | X | [{buyer}] | {cpv} | [] | {p} | called | {day} | | | "


def test_what_may_follow_is_called_for_near_the_end_by_the_same_buyer_for_the_same() -> None:
    found = pairs(
        FIRST,
        later("b", "2024-09-01"),
        later("early", "2022-12-30"),
        later("from", "2023-01-01"),
        later("to", "2026-12-31"),
        later("late", "2027-01-01"),
        later("other", "2024-09-01", buyer="borup"),
        later("code", "2024-09-01", cpv="48000000"),
        later("same", "2024-09-01", p="p1"),
        player="player_id | parent_id | is_public:b\nalby | | true\nborup | | true",
    )
    assert found == {("a", "b"): 1.0, ("a", "from"): 1.0, ("a", "to"): 1.0}


def test_similarity_is_the_mean_of_two_measures_and_little_of_it_is_left_out() -> None:
    # "journaler" has seven groups of three letters. "journal" has five, all of them shared: of both 10/12, of the
    # shorter 1, in the mean 0.9167. "aleri" shares "ale" and "ler" of its three: of both 4/10, of the shorter 2/3.
    found = pairs(
        FIRST,
        later("b", "2024-09-01", title="Journal"),
        later("c", "2024-09-01", title="Aleri"),
        later("d", "2024-09-01", title="Broer"),
    )
    assert found == {("a", "b"): 0.9167, ("a", "c"): 0.5333}


def test_without_an_end_what_follows_lies_one_to_ten_years_after_the_result() -> None:
    open_end = "a | Journaler | Alby | [alby] | 72000000 | [] | p1 | awarded | 2019-06-01 | 2020-01-01 | | "
    found = pairs(
        open_end,
        later("early", "2020-12-30"),
        later("from", "2020-12-31"),
        later("to", "2029-12-29"),
        later("late", "2029-12-31"),
    )
    assert set(found) == {("a", "from"), ("a", "to")}


def test_an_agency_and_its_owner_are_one_buyer_and_a_firm_and_its_owner_are_not() -> None:
    player = "player_id | parent_id | is_public:b\nalby | state | true\nstate | | true"
    assert set(pairs(FIRST, later("b", "2024-09-01", buyer="state"), player=player)) == {("a", "b")}
    assert pairs(FIRST, later("b", "2024-09-01", buyer="state"), player=player.replace("true", "false", 1)) == {}


LINK = """
contract_id | next_contract_id | basis           | similarity:f | award_date:d | next_signal_date:d | residual_months:f | has_same_supplier:b
a           | b                | same subject    | 0.9          | 2015-01-01   | 2019-01-01         | -3                | true
b           | c                | previous notice | 0.8          | 2019-06-01   | 2023-01-01         |                   | false
x           | y                | same subject    | 0.7          | 2021-06-01   | 2025-01-01         | 2                 |
"""
CONTRACT = """
contract_id | supplier_ids:l | supplier_names | title | award_date:d | latest_end_date:d | has_option:b | segment_code | url | evidence_id
a           | [vidja]        | Vidja          | A     | 2015-01-01   | 2019-04-01        | true         | it           | ua  | ea
b           | [vidja]        | Vidja          | B     | 2019-06-01   |                   |              | it           | ub  | eb
c           | [nordby]       | Nordby         | C     | 2025-06-01   | 2029-01-01        | false        | it           | uc  | ec
x           | [vidja, sund]  | Vidja, Sund    | X     | 2021-06-01   | 2025-11-24        | false        | it           | ux  | ex
y           | []             |                | Y     |              |                   | false        | it           | uy  | ey
z           | [sund]         | Sund           | Z     | 2022-01-01   | 2023-01-01        | false        | it           | uz  | ez
"""


def test_a_chain_begins_with_what_follows_none_and_a_window_is_closed_a_year_after_the_end() -> None:
    with standing("mart/contract_chain.sql", mart__contract=CONTRACT, mart__contract_link=LINK) as building:
        rows = {str(row["contract_id"]): row for row in building.query("from mart.contract_chain")}
    places = {name: (row["chain_id"], row["place"], row["chain_length"]) for name, row in rows.items()}
    assert places == {
        "a": ("a", 1, 3),
        "b": ("a", 2, 3),
        "c": ("a", 3, 3),
        "x": ("x", 1, 2),
        "y": ("x", 2, 2),
        "z": ("z", 1, 1),
    }
    assert (rows["b"]["previous_contract_id"], rows["b"]["next_contract_id"]) == ("a", "c")
    # b states no end, x ended 364 days ago, and nothing follows z: only the window of a is told and closed.
    assert {name for name, row in rows.items() if row["is_learned"]} == {"a"}
    assert (rows["a"]["has_option"], rows["b"]["has_option"], rows["x"]["has_same_supplier"]) == (True, False, None)


def test_what_a_competitor_did_is_told_for_two_years_and_a_loss_only_of_what_it_held() -> None:
    award = """
    award_key | publication_date:d | status      | title | buyer_name | url | evidence_id
    w1        | 2026-01-01         | awarded     | W     | Alby       | u   | e
    w2        | 2024-11-22         | awarded     | Old   | Alby       | u   | e
    w3        | 2026-01-01         | not_awarded | None  | Alby       | u   | e
    """
    supplier = """
    award_key | player_id | role
    w1        | vidja     | supplier
    w1        | sund      | subcontractor
    w2        | vidja     | supplier
    w3        | vidja     | supplier
    """
    change = """
    player_id | document_id | version_number:i | change_number:i | change_date:d | change_type | before_quote | after_quote | url | evidence_id
    vidja     | d1          | 2                | 1               | 2026-02-01    | price       | 10 kr.       |             | u   | e
    vidja     | d1          | 3                | 1               | 2026-03-01    | none        |              |             | u   | e
              | d2          | 2                | 1               | 2026-02-01    | price       |              | 9 kr.       | u   | e
    """
    document = """
    document_id | published_date:d | date_basis | title | document_type | url | evidence_id
    d1          | 2026-04-01       | text       | Dated | news          | u   | e
    d3          | 2026-04-01       | first_seen | Seen  | page          | u   | e
    """
    with standing(
        "mart/contract_chain.sql",
        "mart/competitor_event.sql",
        core__award_supplier=supplier,
        core__document=document,
        core__document_player="document_id | player_id\nd1 | vidja\nd3 | vidja",
        mart__award=award,
        mart__contract=CONTRACT,
        mart__contract_link=LINK,
        mart__page_change=change,
    ) as building:
        rows = building.query("from mart.competitor_event")
    # Of the chain, a went on in 2019, longer than two years ago; of x nobody knows yet who won; b was lost in 2025.
    told = {(row["player_id"], row["event_kind"], row["event_id"], row["what"], row["detail"]) for row in rows}
    assert told == {
        ("vidja", "won", "w1", "W", "Alby"),
        ("vidja", "lost", "b", "B", "Nordby"),
        ("vidja", "page change", "d1#2#1", "10 kr.", "price"),
        ("vidja", "document", "d1", "Dated", "news"),
    }
