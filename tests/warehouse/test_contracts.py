"""Which contract follows which, when buyers call again, and what the calendar says of each."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tests.warehouse.drawing import made
from warehouse.database import Building
from warehouse.estimators.window import ENOUGH, FEWEST, backtest, learn_window

PAIRS = Path(__file__).with_name("contract_pairs.csv")


def contracts(*rows: tuple[str, str, str, str, str, str]) -> dict[str, str]:
    """Drawn tables of contracts: (notice, buyer, title, supplier, day of the result, end); no end: a call for bids."""
    notices = ["notice_id | notice_kind | publication_date | title | cpv_main | procedure_id"]
    lots = ["notice_id | lot_id | start_date | end_date"]
    awards = ["notice_id | award_id | lot_ids"]
    suppliers = ["notice_id | award_id | organisation_key"]
    organisations = ["notice_id | organisation_key | role | name"]
    for notice, buyer, title, supplier, day, end in rows:
        kind = "result" if end else "competition"
        notices.append(f"{notice} | {kind} | {day} | {title} | 48000000 | p{notice}")
        organisations.append(f"{notice} | {buyer} | buyer | {buyer}")
        if end:
            lots.append(f"{notice} | L1 | {day} | {end}")
            awards.append(f"{notice} | 1 | [L1]")
            suppliers.append(f"{notice} | 1 | {supplier}")
            organisations.append(f"{notice} | {supplier} | supplier | {supplier}")
    drawn = {"notice": notices, "organisation": organisations, "lot": lots, "award": awards}
    drawn["award_supplier"] = suppliers
    return {name: "\n".join(lines) for name, lines in drawn.items() if len(lines) > 1}


def links(building: Building) -> list[tuple[object, object, object]]:
    rows = building.query(
        "select split_part(contract_id, '#', 1) as one, split_part(next_contract_id, '#', 1) as two, "
        "has_same_supplier as kept from mart.contract_link order by all"
    )
    return [(row["one"], row["two"], row["kept"]) for row in rows]


def test_a_call_for_the_same_thing_near_the_end_follows_the_contract() -> None:
    drawn = contracts(
        ("1", "Aa", "Omsorgssystem til ældre", "Xenon", "2020-01-01", "2024-01-01"),
        ("2", "Aa", "Nyt omsorgssystem til ældre og sundhed", "Xenon", "2024-03-01", "2028-03-01"),
        ("3", "Aa", "Journal til tandplejen", "Yttrium", "2024-03-01", "2028-03-01"),
        ("4", "Bb", "Omsorgssystem til ældre", "Xenon", "2024-03-01", "2028-03-01"),
    )
    with made("mart.contract_link", **drawn) as building:
        assert links(building) == [("1", "2", True)], "not another subject, nor another buyer"


def test_a_framework_that_several_win_is_one_contract_that_ends_once() -> None:
    drawn = contracts(("1", "Aa", "Omsorgssystem til ældre", "Xenon", "2023-01-01", "2027-06-01"))
    drawn["award"] += "\n1 | 2 | [L1]"
    drawn["award_supplier"] += "\n1 | 2 | Yttrium"
    drawn["organisation"] += "\n1 | Yttrium | supplier | Yttrium"
    with made("mart.contract", "mart.contract_period", "mart.player_profile", **drawn) as building:
        assert len(building.query("from mart.contract_period")) == 2, "one for each award"
        (row,) = building.query("from mart.contract")
        ending = building.query("select contracts_ending_12m as n from mart.player_profile order by player_name")
    assert (row["supplier_names"], row["days_left"]) == ("Xenon, Yttrium", 190)
    assert (row["end_basis"], row["part"]) == ("dates in the result notice", "")
    assert [player["n"] for player in ending] == [1, 1]


def test_each_contract_is_followed_by_at_most_one_the_one_that_fits_best() -> None:
    drawn = contracts(
        ("1", "Aa", "Omsorgssystem til ældre", "Xenon", "2020-01-01", "2024-01-01"),
        ("2", "Aa", "Omsorgssystem til ældre", "Yttrium", "2024-03-01", "2028-03-01"),
        ("3", "Aa", "Omsorgssystem til børn", "Yttrium", "2024-02-01", "2028-03-01"),
    )
    with made("mart.contract_link", **drawn) as building:
        assert links(building) == [("1", "2", False)]


def test_a_call_in_the_middle_of_a_contract_does_not_follow_it() -> None:
    drawn = contracts(
        ("1", "Aa", "Omsorgssystem til ældre", "Xenon", "2018-01-01", "2026-01-01"),
        ("2", "Aa", "Omsorgssystem til ældre", "Yttrium", "2021-03-01", "2028-03-01"),
    )
    with made("mart.contract_link", **drawn) as building:
        assert links(building) == []


def test_pairs_that_people_judged_are_told_apart_by_their_titles() -> None:
    with PAIRS.open(encoding="utf-8") as lines:
        judged = list(csv.DictReader(lines))
    rows = []
    for place, pair in enumerate(judged):
        rows.append((f"{place}a", f"Buyer{place}", pair["earlier"], "Xenon", "2020-01-01", "2024-01-01"))
        rows.append((f"{place}b", f"Buyer{place}", pair["later"], "Yttrium", "2023-09-01", "2027-09-01"))
    with made("mart.contract_link", **contracts(*rows)) as building:
        linked = {int(str(one)[:-1]) for one, _, _ in links(building)}
    same = {place for place, pair in enumerate(judged) if pair["same"] == "yes"}
    assert len(same & linked) / len(linked) >= 0.95, "precision"
    assert len(same & linked) / len(same) >= 0.88, "recall"


def test_the_calendar_tells_what_has_come_of_each_contract() -> None:
    drawn = contracts(
        ("1", "Aa", "Omsorgssystem til ældre", "Xenon", "2023-01-01", "2027-06-01"),
        ("2", "Bb", "Lønsystem", "Xenon", "2020-01-01", "2026-12-01"),
        ("3", "Bb", "Lønsystem", "", "2026-10-01", ""),
        ("4", "Cc", "Bibliotekssystem", "Xenon", "2015-01-01", "2019-01-01"),
    )
    with made("mart.retender_calendar", **drawn) as building:
        rows = {
            str(row["notice_id"]): row
            for row in building.query(
                "select c.notice_id, r.* from mart.retender_calendar as r join mart.contract as c using (contract_id)"
            )
        }
    assert {one: row["state"] for one, row in rows.items()} == {"1": "expected", "2": "open", "4": "ended"}
    assert (rows["1"]["can_tell"], rows["1"]["basis"]) == (False, "prior")
    assert str(rows["1"]["reason"]).startswith("prior only")
    assert str(rows["1"]["p10_date"]) < str(rows["1"]["p50_date"]) < str(rows["1"]["p90_date"]) < "2027-09-01"


def closed(count: int, months: tuple[int, ...] = (4, 6, 8)) -> list[tuple[str, str, str, str, str, str]]:
    """So many contracts that ended in 2024 and were called for again, some of these months before their end."""
    rows = []
    for place in range(count):
        called = f"2024-{12 - months[place % len(months)]:02d}-01"
        rows.append((f"{place}a", f"Buyer{place}", "Lønsystem", "Xenon", "2020-12-01", "2024-12-01"))
        rows.append((f"{place}b", f"Buyer{place}", "Lønsystem", "Xenon", called, "2030-12-01"))
    return rows


def calendar(*rows: tuple[str, str, str, str, str, str]) -> dict[str, dict[str, object]]:
    with made("mart.retender_calendar", **contracts(*rows)) as building:
        found = building.query(
            "select c.notice_id, r.* from mart.retender_calendar as r join mart.contract as c using (contract_id)"
        )
    return {str(row["notice_id"]): row for row in found}


def test_a_chance_counts_that_some_are_never_called_again_and_a_window_that_is_past_has_none() -> None:
    rows = [
        *closed(40),
        ("soon", "Aa", "Omsorgssystem", "Xenon", "2023-01-01", "2027-09-01"),
        ("late", "Bb", "Bibliotekssystem", "Xenon", "2022-01-01", "2026-09-01"),
    ]
    never = [(f"never{n}", f"Silent{n}", "Arkivsystem", "Xenon", "2020-12-01", "2024-12-01") for n in range(10)]
    sure, told = calendar(*rows), calendar(*rows, *never)
    assert sure["soon"]["chance_12m"] == pytest.approx(1.0)
    assert told["soon"]["chance_12m"] == pytest.approx(0.8, abs=0.001), "40 of 50 were called again"
    assert (told["late"]["state"], told["late"]["chance_12m"]) == ("overdue", None)
    assert str(told["late"]["chance_reason"]).startswith("cannot tell: overdue: the whole window is past")


def test_a_chance_is_refused_where_too_little_has_closed_to_try_it_on() -> None:
    row = calendar(("1", "Aa", "Omsorgssystem til ældre", "Xenon", "2023-01-01", "2027-06-01"))["1"]
    assert (row["chance_12m"], row["chance_reason"]) == (
        None,
        "cannot tell: too few closed windows of this kind to try a chance on",
    )


def test_a_chance_that_does_no_better_than_the_mean_is_seen() -> None:
    nothing = np.zeros(0)
    sharp, regular = backtest(np.linspace(-9, -3, 40), nothing), backtest(np.linspace(-9, -3, 20), nothing)
    assert sharp is not None
    assert regular is not None
    assert sharp.brier < sharp.brier_base
    assert regular.brier < regular.brier_base
    # Calls that come as likely at any time: how far the end is says nothing.
    aimless = backtest(np.random.default_rng(2).exponential(60, 60) - 30, nothing)
    assert aimless is not None
    assert aimless.brier >= aimless.brier_base
    # Contracts that were never called again are asked, too, and are hard to tell from those that are called late.
    silent = backtest(np.linspace(-9, -3, 40), nothing, never=20)
    assert silent is not None
    assert silent.brier > 1.5 * sharp.brier


def test_retention_needs_twenty_contracts() -> None:
    def market(count: int) -> dict[str, str]:
        rows = []
        for place in range(count):
            winner = "Xenon" if place % 4 else "Yttrium"
            rows.append((f"{place}a", f"Buyer{place}", "Lønsystem", "Xenon", "2019-01-01", "2023-01-01"))
            rows.append((f"{place}b", f"Buyer{place}", "Lønsystem", winner, "2022-09-01", "2026-09-01"))
        return contracts(*rows)

    ask = "from mart.incumbent_retention where segment_code = 'all'"
    with made("mart.incumbent_retention", **market(19)) as building:
        assert building.query(ask)[0]["can_tell"] is False
    with made("mart.incumbent_retention", "mart.retender_backtest", **market(40)) as building:
        (row,) = building.query(ask)
        assert (row["retained_count"], row["chain_count"], row["retention_share"]) == (30, 40, 0.75)
        (tested,) = building.query("from mart.retender_backtest where stratum = 'no option'")
        assert (tested["tested_count"], tested["coverage"]) == (40, 1.0), "all calls came at the same distance"


def test_a_window_says_how_it_was_learnt() -> None:
    few, enough = np.linspace(-12, -3, FEWEST), np.linspace(-12, -3, ENOUGH)
    nothing = np.zeros(0)
    assert learn_window(few[1:], nothing).basis == "prior"
    assert learn_window(few, nothing).basis == "conformal"
    assert learn_window(nothing, few).basis == "conformal", "others' windows teach, too"
    assert learn_window(enough, nothing).basis == "own"
    assert backtest(few, nothing) is None


@pytest.mark.parametrize("count", [FEWEST, 20, 45])
def test_a_window_covers_four_of_five_further_calls(count: int) -> None:
    chance = np.random.default_rng(11)
    covered = []
    for _ in range(150):
        window = learn_window(chance.normal(-9, 4, count), np.zeros(0))
        came = chance.normal(-9, 4, 100)
        covered.append(np.mean((window.low <= came) & (came <= window.high)))
    assert 0.75 <= np.mean(covered) <= 0.85


def test_the_chance_of_a_call_grows_with_time_and_ends_at_certainty() -> None:
    window = learn_window(np.linspace(-12, 0, 60), np.zeros(0))
    assert window.chance(-24, -12) == pytest.approx(0, abs=0.01)
    assert window.chance(-12, -6) == pytest.approx(0.5, abs=0.03)
    assert window.chance(-6, 12) == pytest.approx(1)
