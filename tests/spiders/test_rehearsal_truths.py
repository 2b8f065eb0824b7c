"""The planted truths agree with the events, pages and papers of the world that they are about."""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from decimal import Decimal

import pypdf
import pytest

from spiders.rehearsal.issues import quarter_of
from spiders.rehearsal.measuring import award_facts, contract_total, count_shares, single_bid_share
from spiders.rehearsal.policy_sentences import BY_KEY
from spiders.rehearsal.policy_sites import PAPERS
from spiders.rehearsal.technology_sentences import FLAT, TALKS
from spiders.rehearsal.truth import Truth
from spiders.rehearsal.world import World
from tests.spiders.rehearsal_reference import the_world


@pytest.fixture(scope="module")
def world() -> World:
    return the_world()


def _truth(world: World, truth_id: str) -> Truth:
    return next(truth for truth in world.truths if truth.id == truth_id)


def _held(world: World, url: str, night: int) -> bytes:
    host, _, path = url.removeprefix("http://").partition("/")
    site = world.sites[host]
    page = site.pages[f"/{path}"]
    assert page.since <= night
    return site.body(page, night)


def test_truths_are_plain_data_with_a_documented_kind(world: World) -> None:
    from spiders.rehearsal import truths, truths_chains, truths_trends

    said = "".join(str(shelf.__doc__) for shelf in (truths, truths_chains, truths_trends))
    for truth in world.truths:
        assert f"`{truth.kind}`" in said
        assert json.loads(truth.as_json())["id"] == truth.id
        assert truth.sentence.endswith(".")


def test_the_planted_shares_are_those_of_the_decks(world: World) -> None:
    facts = award_facts(world.notices)
    expected = {"security": ("isbryder", 0.4), "data": ("mosekilde", 0.3), "case": ("aldervind", 0.4)}
    for segment, (leader, share) in expected.items():
        shares = count_shares(facts, segment)
        assert next(iter(shares)) == leader
        assert shares[leader] == pytest.approx(share, abs=0.03)
        assert sum(shares.values()) == pytest.approx(1)


def test_a_drawn_market_gives_the_drawn_figures(world: World) -> None:
    facts = {fact.notice_id: fact for fact in award_facts(world.notices)}
    drawn = """
    label                     | value_dkk | ceiling
    planted:duplicate         | 23450000  | no
    planted:withheld          | none      | no
    planted:symbolic:12345    | none      | no
    planted:corrected:right   | 8750000   | no
    planted:framework         | 1200000000 | yes
    planted:calloff           | 3640000   | no
    planted:amended:first     | 12500000  | no
    """
    rows = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()[1:]]
    ids = {notice.label: notice.notice_id for notice in world.notices}
    for label, value, framework in rows:
        fact = facts[ids[label]]
        assert fact.value_dkk == (None if value == "none" else Decimal(value)), label
        assert fact.is_ceiling == (framework == "yes"), label
    assert ids["planted:corrected:wrong"] not in facts


def test_the_market_total_holds_contracts_and_call_offs_and_no_ceiling(world: World) -> None:
    facts = award_facts(world.notices)
    total = contract_total(facts)
    assert float(total) == pytest.approx(_truth(world, "market_total_all").expected, abs=1)
    ceilings = sum((fact.value_dkk or Decimal(0) for fact in facts if fact.is_ceiling), Decimal(0))
    assert ceilings > total
    calls = next(notice for notice in world.notices if notice.label == "planted:calloff")
    assert [fact.value_dkk for fact in facts if fact.notice_id == calls.notice_id and not fact.is_ceiling] == [
        Decimal(2_350_000),
        Decimal(1_180_000),
        Decimal(3_640_000),
    ]


def test_single_bids_are_about_every_fifth_award(world: World) -> None:
    share = single_bid_share(award_facts(world.notices), ("case", "data", "security"))
    assert 0.15 < share < 0.3
    assert _truth(world, "single_bid_share").expected == pytest.approx(share, abs=1e-4)


def _rates(world: World) -> dict[str, dict[int, float]]:
    held: Counter[int] = Counter()
    said: dict[str, Counter[int]] = defaultdict(Counter)
    for notice in world.notices:
        if notice.is_it and notice.label.startswith("p") and not notice.correction_of:
            if notice.label.startswith("planted") or notice.kind not in {"competition", "result"}:
                continue
            quarter = quarter_of(notice.published)
            held[quarter] += 1
            for key in notice.technologies:
                said[key][quarter] += 1
    return {key: {quarter: counts[quarter] / held[quarter] for quarter in sorted(held)} for key, counts in said.items()}


def test_the_rising_technology_grows_fourfold_and_the_fading_one_shrinks_as_much(world: World) -> None:
    rates = _rates(world)
    rising = list(rates["artificial_intelligence"].values())
    fading = list(rates["robotic_process_automation"].values())
    assert rising[-2] / rising[1] > 3
    assert fading[1] / fading[-2] > 3
    assert _truth(world, "trend_artificial_intelligence").expected == "rising"
    assert _truth(world, "trend_robotic_process_automation").expected == "fading"


def test_at_least_six_technologies_are_flat_to_the_nearest_notice(world: World) -> None:
    rates = _rates(world)
    planned = {talk.key: talk.first_rate for talk in TALKS}
    assert len(FLAT) >= 6
    for key in FLAT:
        # The first quarter is one month long; a notice more or less is a step of five points there.
        assert all(abs(rate - planned[key]) < 0.045 for rate in list(rates[key].values())[1:]), key


def test_the_rising_technology_is_spread_over_many_buyers(world: World) -> None:
    recent = [n for n in world.notices if "artificial_intelligence" in n.technologies and n.published.year == 2026]
    buyers = Counter(notice.buyers[0].key for notice in recent)
    assert len(buyers) >= 25
    assert max(buyers.values()) < len(recent) / 8


def test_each_named_technology_is_said_in_the_text(world: World) -> None:
    by_key = {talk.key: talk for talk in TALKS}
    for notice in world.notices:
        for key in notice.technologies:
            assert any(line in notice.description for line in (*by_key[key].danish, *by_key[key].english))


def test_the_renamed_supplier_is_printed_under_both_names_with_one_number(world: World) -> None:
    truth = _truth(world, "renamed_supplier")
    seen: dict[str, set[str]] = defaultdict(set)
    for notice in world.notices:
        for bid in notice.bids:
            for party in bid.suppliers:
                digits = "".join(letter for letter in party.national_id or "" if letter.isdigit())
                seen[digits].add(party.name)
    assert seen[truth.parameters["national_id"].removeprefix("DK:")] == set(truth.parameters["names"])


def test_lookalikes_always_print_their_number(world: World) -> None:
    names = set(_truth(world, "lookalikes").parameters["names"])
    parties = [p for n in world.notices for bid in n.bids for p in bid.suppliers if p.name in names]
    assert len(parties) >= 6
    assert all(party.national_id for party in parties)


def test_the_merger_is_told_on_the_buyers_page_and_both_firms_win_afterwards(world: World) -> None:
    news = _truth(world, "merger_news")
    assert news.expected in _held(world, news.parameters["url"], 1).decode()
    since = _truth(world, "merger").parameters["since"]
    later = {k for f in award_facts(world.notices) if f.published.isoformat() >= since for k in f.suppliers}
    assert {"granit", "laerkesoft"} <= later


def test_policy_papers_hold_the_sentences_of_exactly_their_themes(world: World) -> None:
    for paper in PAPERS:
        if not paper.is_pdf:
            continue
        url = f"http://{paper.body}.example/dokumenter/digitaliseringsstrategi-{paper.published.year}.pdf"
        reader = pypdf.PdfReader(io.BytesIO(_held(world, url, 2)))
        assert 1 <= len(reader.pages) <= 3
        text = "".join(page.extract_text() for page in reader.pages)
        said = {key for key, theme in BY_KEY.items() if f"\n{theme.heading}\n" in text}
        assert said == set(paper.themes), paper.body


def test_the_new_paper_is_there_on_the_second_night_only(world: World) -> None:
    truth = _truth(world, "new_policy_pdf")
    host, _, path = truth.parameters["url"].removeprefix("http://").partition("/")
    assert world.sites[host].pages[f"/{path}"].since == truth.parameters["since"] == 2
    assert _truth(world, "policy_documents_night_1").expected == 15
    assert _truth(world, "policy_documents_night_2").expected == 16


def test_the_scanned_paper_has_pages_and_no_text(world: World) -> None:
    truth = _truth(world, "quarantine_no_text_layer")
    reader = pypdf.PdfReader(io.BytesIO(_held(world, truth.parameters["url"], 1)))
    assert len(reader.pages) == 1
    assert "".join(page.extract_text() for page in reader.pages).strip() == ""


def test_the_counted_notices_of_the_two_nights_differ_by_the_new_ones(world: World) -> None:
    first, second = (_truth(world, f"notice_count_night_{night}").expected for night in (1, 2))
    assert second - first == len(_truth(world, "second_night_notices").expected) == 5
