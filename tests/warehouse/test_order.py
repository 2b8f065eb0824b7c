"""The same records in other files, in another order and with other threads give the same tables, every one of them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.drawing import STUDY, table_of
from warehouse.content import table_hash
from warehouse.database import Building
from warehouse.ledger import Ledger, Reading
from warehouse.model import build
from warehouse.parquet import write_batch
from warehouse.raw import RAW
from warehouse.records import Award, AwardSupplier, Lot, Mention, Notice, Organisation, Record, Text, to_table
from warehouse.settings import Workspace

KINDS = ("planning", "competition", "competition", "result", "result", "result", "modification")
TECHNOLOGY = "technology | name_en\ncloud | Cloud\nai | Artificial intelligence"
SEGMENT = "segment_code | name_da | name_en | cpv_prefix\nit | It | IT | 72\nprogram | Program | Software | 48"


def notice_records(number: int, chance: random.Random) -> list[Record]:
    """One notice of an invented world with what hangs on it: corrections, chains, joint suppliers, equal amounts."""
    # Every fifth notice also comes through another channel, with other bytes.
    marks: dict[str, Any] = {"evidence_id": f"{number:064}", "part": "", "source": "ted", "reader": "eforms@1"}
    notice_id, kind = f"{number + 1}-2025", KINDS[number % len(KINDS)]
    earlier = f"{chance.randrange(1, number + 2)}-2025"
    told = date(2023, 1, 1) + timedelta(days=chance.randrange(0, 900))
    notice = Notice(
        **marks,
        notice_id=notice_id,
        notice_uuid=f"uuid-{number // 2}",
        notice_version="01",
        format="eforms",
        notice_kind=kind,
        publication_number=notice_id,
        publication_date=told if number % 11 else None,
        is_change=number % 9 == 0,
        changed_notice=earlier if number % 9 == 0 else None,
        modified_notice=earlier if kind == "modification" else None,
        previous_notice=earlier if number % 4 == 0 else None,
        procedure_id=f"procedure-{chance.randrange(40)}" if number % 3 else None,
        title=f"Title {number % 13}",
        cpv_main=chance.choice(["72000000", "48000000", "33000000"]),
        total_value=Decimal(chance.choice([1, 1_000_000, 5_000_000])),
        total_currency="DKK",
    )
    buyers = [
        Organisation(**marks, notice_id=notice_id, organisation_key=f"b{chance.randrange(9)}{place}", role="buyer")
        for place in range(1 + number % 2)
    ]
    found: list[Record] = [notice, *buyers]
    for place in range(2):
        lot_id = f"LOT-{place}"
        found.append(
            Lot(**marks, notice_id=notice_id, lot_id=lot_id, duration_value=Decimal(24), duration_unit="month")
        )
        if kind in ("result", "modification"):
            value = Decimal(chance.choice([-1, 1_000_000, 1_000_000, 2_500_000, 10_000_000, 123_456]))
            said = {"notice_id": notice_id, "award_id": f"A{place}"}
            found.append(
                Award(
                    **marks, **said, lot_ids=(lot_id,), status="awarded", value=value, currency="SEK", bids_received=1
                )
            )
            for winner in {chance.randrange(7) for _ in range(1 + number % 3)}:
                key = f"s{winner}"
                found.append(AwardSupplier(**marks, **said, organisation_key=key))
                name = f"Supplier {winner}"
                found.append(
                    Organisation(**marks, notice_id=notice_id, organisation_key=key, role="supplier", name=name)
                )
    found.append(
        Text(**marks, text_digest=f"t{number % 80}", owner_kind="notice", owner_id=notice_id, text="Cloud and AI")
    )
    return found


def world() -> list[list[Record]]:
    """The records of 150 notices, by notice; thirty of them again, with other bytes."""
    chance = random.Random(7)
    once = [notice_records(number, chance) for number in range(150)]
    again = [notice_records(number, random.Random(number)) for number in range(0, 150, 5)]
    twice = [[_from_elsewhere(record) for record in records] for records in again]
    return once + twice


def _from_elsewhere(record: Record) -> Record:
    return replace(record, evidence_id="f" + record.evidence_id[1:], source="other")


MENTIONS = [
    Mention(
        text_digest=f"t{number % 80}",
        target_kind="technology",
        target=("cloud", "ai")[number % 2],
        start=number % 3,
        end=number % 3 + 5,
        quote="Cloud",
        context="Cloud and AI",
        layer=("rule", "curated")[number % 5 == 0],
        rule=f"term@{number % 4}",
    )
    for number in range(200)
]


def hashes(root: Path, order: list[list[Record]], *, batch_size: int, threads: int, backwards: bool) -> dict[str, str]:
    """The digest of every core and mart table, from record files written in this order and size."""
    place = Workspace(root).make()
    with Ledger(place.ledger) as ledger:
        for start in range(0, len(order), batch_size):
            batch, part = f"batch-{start}", order[start : start + batch_size]
            write_batch(place.records, batch=batch, records=[record for records in part for record in records])
            done = {(record.evidence_id, record.part) for records in part for record in records}
            ledger.note_readings(
                batch=batch,
                readings=[Reading(evidence_id=e, part=p, reader="eforms@1", outcome="read") for e, p in sorted(done)],
            )
        with Building(place.building, threads=threads, fresh=True) as building:
            building.load_records(root=place.root, ledger=ledger)
            # When a file was read is the clock's word and no fact of the world.
            building.connection.execute("update raw.reading set read_at = null")
            for name, text in {"study": STUDY, "technology": TECHNOLOGY, "segment": SEGMENT}.items():
                building.load_table(name, table_of(text, RAW[name]))
            building.load_table("mention", to_table(Mention, MENTIONS[::-1] if backwards else MENTIONS))
            build(building)
            tables = [f"{schema}.{name}" for schema in ("core", "mart") for name in building.names(schema)]
            assert building.query("select count(*) > 50 as many from mart.award") == [{"many": True}]
            return {table: table_hash(building, table) for table in tables}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return hashes(tmp_path_factory.mktemp("first"), world(), batch_size=1_000, threads=1, backwards=False)


@pytest.mark.parametrize(("threads", "batch_size"), [(4, 7), pytest.param(2, 37, marks=pytest.mark.soak)])
def test_every_table_is_the_same_whatever_the_order_the_batches_and_the_threads(
    tmp_path: Path, expected: dict[str, str], threads: int, batch_size: int
) -> None:
    order = world()
    random.Random(threads).shuffle(order)
    order = [random.Random(batch_size).sample(records, len(records)) for records in order]
    found = hashes(tmp_path, order, batch_size=batch_size, threads=threads, backwards=True)
    assert {table for table in expected if found[table] != expected[table]} == set()
    assert found.keys() == expected.keys()


def test_a_digest_sees_a_changed_value_a_row_that_stands_twice_and_nothing_else() -> None:
    with Building(Path(":memory:")) as building:
        selects = {
            "one": "select * from (values (1, 'a', [1]), (2, null, null), (3, 'c', [])) as t(n, w, l)",
            "turned": "select * from (values (3, 'c', []), (1, 'a', [1]), (2, null, null)) as t(n, w, l)",
            "changed": "select * from (values (1, 'a', [1]), (2, '', null), (3, 'c', [])) as t(n, w, l)",
            "twice": "select * from (values (1, 'a', [1]), (2, null, null), (3, 'c', []), (3, 'c', [])) as t(n, w, l)",
            "pairs": "select * from (values (1, 'a', [1]), (2, null, null), (1, 'a', [1])) as t(n, w, l)",
            "other_pairs": "select * from (values (3, 'c', []), (2, null, null), (3, 'c', [])) as t(n, w, l)",
        }
        found = {}
        for name, sql in selects.items():
            building.connection.execute(f"create table mart.{name} as {sql}")
            found[name] = table_hash(building, f"mart.{name}")
    assert found["one"] == found["turned"]
    assert len(set(found.values())) == len(found) - 1
