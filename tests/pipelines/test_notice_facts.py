"""The facts that go with a text are those of the notice with the smallest key, whatever came first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.notice_facts import facts_of_texts, learnt_notices
from warehouse.database import Building


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    with Building(tmp_path / "building.duckdb", fresh=True) as made:
        yield made


def publish(building: Building, notice_id: str, text: str, *, nature: str | None, cpv: str | None = None) -> None:
    """A notice with its text; its evidence is named like it."""
    building.connection.execute(
        "insert into raw.notice by name select $id as evidence_id, $id as notice_id, $nature as contract_nature, "
        "$cpv as cpv_main",
        {"id": notice_id, "nature": nature, "cpv": cpv},
    )
    building.connection.execute(
        "insert into raw.text by name select $id as evidence_id, 'notice' as owner_kind, $id as owner_id, "
        "md5($text) as text_digest, $text as text",
        {"id": notice_id, "text": text},
    )


def add_buyer(building: Building, notice_id: str, activity: str, *, role: str = "buyer") -> None:
    building.connection.execute(
        "insert into raw.organisation by name select $id as evidence_id, $id as notice_id, $role as role, "
        "'Skjult Navn' as name, $activity as activity",
        {"id": notice_id, "role": role, "activity": activity},
    )


def facts(building: Building) -> list[str]:
    return sorted(facts_of_texts(building).values())


def test_a_text_in_several_notices_has_the_facts_of_the_smallest_key(building: Building) -> None:
    publish(building, "2-2026", "Drift af bro", nature="services")
    assert facts(building) == ["nature=services"]
    publish(building, "1-2026", "Drift af bro", nature="works")
    assert facts(building) == ["nature=works"]


def test_the_activities_of_all_buyers_count_and_nobodys_name_does(building: Building) -> None:
    publish(building, "1-2026", "Drift af bro", nature="Works")
    for activity in ("RAILWAY_SERVICES", "health", "rail"):
        add_buyer(building, "1-2026", activity)
    add_buyer(building, "1-2026", "defence", role="supplier")
    assert facts(building) == ["activity=health activity=rail nature=works"]


def test_a_text_that_is_no_notices_is_there_with_nothing(building: Building) -> None:
    building.connection.execute(
        "insert into raw.text by name select 'e' as evidence_id, 'document' as owner_kind, 'd' as owner_id, "
        "'digest' as text_digest, 'En side' as text"
    )
    assert facts_of_texts(building) == {"digest": ""}


def test_notices_without_a_code_are_not_learnt_from(building: Building) -> None:
    publish(building, "1-2026", "Drift af bro", nature="works", cpv="45221119")
    publish(building, "2-2026", "Drift af vej", nature="works")
    assert list(learnt_notices(building)) == [("Drift af bro", "45221119", "nature=works")]
