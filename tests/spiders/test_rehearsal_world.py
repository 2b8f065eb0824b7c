"""The rehearsal world itself: the same for the same seed, invented throughout, and of the size it says."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter

import pytest

from spiders.rehearsal.catalogue import catalogue
from spiders.rehearsal.chance import is_valid_cvr
from spiders.rehearsal.measuring import is_danish_it
from spiders.rehearsal.notices import in_force
from spiders.rehearsal.packages import write_notice
from spiders.rehearsal.world import World, build_world
from tests.spiders.rehearsal_reference import MUNICIPALITIES, REGIONS, SUPPLIERS, the_world

_DIGEST_IN_ANOTHER_PROCESS = "from tests.spiders.test_rehearsal_world import digest_of; print(digest_of(7))"


@pytest.fixture(scope="module")
def world() -> World:
    return the_world()


def digest_of(seed: int) -> str:
    """One digest over every notice, package, page and truth of a world."""
    world, said = build_world(seed), hashlib.sha256()
    for notice in (*world.notices, world.poison):
        said.update(write_notice(notice))
    for host, site in sorted(world.sites.items()):
        for path, page in sorted(site.pages.items()):
            for night in (1, 2):
                said.update(f"{host}{path}".encode() + site.body(page, night))
    for truth in world.truths:
        said.update(truth.as_json().encode())
    return said.hexdigest()


def test_two_builds_give_the_same_bytes_even_in_another_process() -> None:
    env = dict(os.environ, PYTHONHASHSEED="12345")
    other = subprocess.run(
        [sys.executable, "-c", _DIGEST_IN_ANOTHER_PROCESS], env=env, capture_output=True, text=True, check=True
    )
    assert digest_of(7) == other.stdout.strip()


def test_another_seed_gives_another_market_with_the_same_cast(world: World) -> None:
    other = build_world(8)
    assert [b.name for b in other.buyers] == [b.name for b in world.buyers]
    assert [n.title for n in other.notices] != [n.title for n in world.notices]


def test_the_cast_has_the_promised_size_and_valid_company_numbers(world: World) -> None:
    classes = Counter(buyer.buyer_class for buyer in world.buyers)
    assert classes == {"municipality": 30, "region": 4, "state": 3, "joint_company": 3}
    assert len(world.vendors) == 25
    assert sum(vendor.is_public for vendor in world.vendors) == 3
    numbers = [who.cvr for who in (*world.buyers, *world.vendors)]
    assert all(is_valid_cvr(number) and number.startswith("9") for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_no_real_municipality_region_or_supplier_is_in_the_cast(world: World) -> None:
    names = [who.name for who in (*world.buyers, *world.vendors)] + [
        who.town for who in (*world.buyers, *world.vendors)
    ]
    words = {word for name in names for word in name.replace(",", " ").split()}
    assert not words & {*MUNICIPALITIES, *REGIONS, *SUPPLIERS}


def test_no_text_of_the_world_names_a_real_municipality_as_one(world: World) -> None:
    texts = [write_notice(notice).decode() for notice in world.notices]
    for site in world.sites.values():
        texts += [site.body(p, 2).decode("utf-8", "replace") for p in site.pages.values() if "html" in p.media_type]
    everything = "\n".join(texts)
    assert not [name for name in MUNICIPALITIES if f"{name} Kommune" in everything]
    assert not [name for name in ("KOMBIT", "Netcompany", "KMD ", "Systematic") if name in everything]


def test_three_years_hold_about_fifteen_hundred_notices_of_every_kind_and_both_forms(world: World) -> None:
    assert 1_400 <= len(world.notices) <= 1_600
    kinds = Counter(notice.kind for notice in world.notices if notice.is_it)
    assert {"planning", "competition", "result", "veat", "modification"} <= set(kinds)
    assert min(kinds.values()) >= 5
    legacy = [notice.published for notice in world.notices if notice.form == "ted_export"]
    assert legacy
    assert {(day.year, day.month) for day in legacy} == {(2023, 12), (2024, 1)}
    mixed = {notice.form for notice in world.notices if notice.published.year == 2023}
    assert mixed == {"eforms", "ted_export"}


def test_publication_numbers_are_unique_and_grow_with_the_issue(world: World) -> None:
    ids = [notice.notice_id for notice in (*world.notices, world.poison)]
    assert len(set(ids)) == len(ids)
    for year in (2024, 2025, 2026):
        numbers = [notice.number for notice in world.notices if notice.published.year == year]
        assert numbers == sorted(numbers)


def test_a_correction_takes_the_place_of_what_it_corrects(world: World) -> None:
    corrections = [notice for notice in world.notices if notice.correction_of]
    assert len(corrections) >= 40
    assert len(in_force(world.notices)) == len(world.notices) - len(corrections)


def test_every_issue_day_of_the_last_weeks_has_notices_within_and_outside_it(world: World) -> None:
    recent = [notice for notice in world.notices if notice.published.isoformat() >= "2026-10-01"]
    by_day = {notice.published for notice in recent}
    assert all(any(not is_danish_it(n) for n in recent if n.published == day) for day in by_day)
    assert sum(is_danish_it(n) for n in recent) >= 40


def test_clean_segments_hold_plain_single_contracts_only(world: World) -> None:
    clean = [n for n in world.notices if n.segment in {"case", "data", "security"} and n.kind == "result"]
    assert len(clean) > 100
    for notice in clean:
        assert len(notice.lots) == 1
        assert notice.lots[0].framework == "none"
        assert all(len(bid.suppliers) == 1 for _, _, bid in notice.winning())


def test_the_second_night_adds_five_it_notices_a_changed_page_and_a_paper(world: World) -> None:
    new = set(world.published_by(2)) - set(world.published_by(1))
    assert len([notice for notice in new if is_danish_it(notice)]) == 5
    pages = [(host, page) for host, site in world.sites.items() for page in site.pages.values()]
    papers = [page.path for _, page in pages if page.since == 2]
    assert papers == ["/dokumenter/digitaliseringsstrategi-2026.pdf"]
    site = world.sites["mosekilde.example"]
    references = site.pages["/referencer"]
    assert site.body(references, 1) != site.body(references, 2)


def test_the_catalogue_names_everyone_a_study_needs(world: World) -> None:
    said = catalogue(world)
    assert said["focal"]["short_name"] == "FKK"
    assert len(said["focal"]["components"]) == 6
    assert len(said["vendors"]) == 25
    assert len(said["policy_bodies"]) == 20
    assert len(said["customers"]) == 39
    hosts = {vendor["host"] for vendor in said["vendors"]} | {body["host"] for body in said["policy_bodies"]}
    assert hosts | {said["focal"]["host"]} == set(world.sites)
    parents = {vendor["id"]: vendor["parent"] for vendor in said["vendors"] if vendor["parent"]}
    assert parents == {"laerkesoft": "granit"}
