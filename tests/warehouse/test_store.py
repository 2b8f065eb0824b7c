"""An object store holds a whole study: put there, read there by other engines, and fetched onto an empty machine."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
import zstandard
from pyarrow import fs
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.purging import purge
from pipelines.purging_store import follow_in_store
from pipelines.retaining import retain
from warehouse.archive import Archive
from warehouse.edition import DATABASE
from warehouse.ledger import Ledger, Reading
from warehouse.parquet import write_batch
from warehouse.records import Text
from warehouse.settings import Settings, Workspace, now
from warehouse.store import Store, StoreError

PAGES = [b"<html>one</html>", b"<html>two</html>", b"three" * 2_000_000]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that speaks S3, on loopback."""
    from moto.server import ThreadedMotoServer

    with pytest.MonkeyPatch.context() as environment:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "invented",
            "AWS_SECRET_ACCESS_KEY": "invented",
            "AWS_DEFAULT_REGION": "eu-north-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():
            environment.setenv(name, value)
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        options = f"endpoint_override=http://{host}:{port}"
        system, _ = fs.FileSystem.from_uri(f"s3://studies/x?{options}&allow_bucket_creation=true")
        system.create_dir("studies")
        yield f"s3://studies/kept?{options}"
        server.stop()


def filled(root: Path) -> Workspace:
    """A workspace with three pieces of evidence, two batches of texts, one of which a crash left, and an edition."""
    place = Workspace(root).make()
    names = [Archive(place.evidence).keep(page) for page in PAGES]
    texts = [
        Text(
            evidence_id=name,
            part="",
            source="s",
            reader="html@1",
            text_digest=name,
            owner_kind="document",
            owner_id=name,
            text=f"text {place_}",
        )
        for place_, name in enumerate(names)
    ]
    write_batch(place.records, batch="good", records=texts)
    write_batch(place.records, batch="crashed", records=texts)
    with Ledger(place.ledger) as ledger:
        readings = [Reading(evidence_id=name, part="", reader="html@1", outcome="read") for name in names[:2]]
        ledger.note_readings(batch="good", readings=readings)
    for number in (1, 2):
        edition = place.editions / f"20261120-{number}"
        (edition / "site").mkdir(parents=True)
        (edition / "site" / "index.html").write_text(f"edition {number}", encoding="utf-8")
        (edition / "overblik.duckdb").write_bytes(b"a database")
    place.current.symlink_to(Path("editions") / "20261120-1", target_is_directory=True)
    return place


def held(place: Workspace) -> dict[str, str]:
    """Every file of evidence and records, and the current edition's, with its digest."""
    return {
        path.relative_to(place.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (place.evidence, place.records, place.editions / "20261120-1")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stem != "crashed"
    }


def test_a_study_comes_back_whole_on_an_empty_machine(address: str, tmp_path: Path) -> None:
    here, there = filled(tmp_path / "here"), Workspace(tmp_path / "there")
    first = Store(address, "whole").push(here, night_id="20261120-1")
    again = Store(address, "whole").push(here, night_id="20261120-1")
    assert (first.moved, again.moved, again.there) == (6, 0, 6)
    Store(address, "whole").pull(there)
    assert held(there) == held(here)
    assert not list(there.records.rglob("crashed*"))
    assert (there.current / "site" / "index.html").read_text(encoding="utf-8") == "edition 1"
    with Ledger(there.ledger) as ledger:
        assert [row["n"] for row in ledger.rows("select count(*) as n from reading")] == [2]


@pytest.mark.parametrize(
    "nights",
    [("20261120-9", "20261120-10"), ("20261120-10", "20261121-1"), ("20261121-1", "20261101-1"), ("20261120-1",) * 2],
)
@pytest.mark.parametrize("is_published", [True, False])
def test_an_empty_machine_gets_the_ledger_that_was_put_last(
    tmp_path: Path, nights: tuple[str, str], is_published: bool
) -> None:
    here, there = filled(tmp_path / "here"), Workspace(tmp_path / "there")
    if not is_published:
        here.current.unlink()
    store = Store(f"file://{tmp_path}/store", "s")
    for number, night_id in enumerate(nights):
        with Ledger(here.ledger) as ledger:
            ledger.set_watermark(source="s", value=str(number))
        store.push(here, night_id=night_id)
    store.pull(there)
    with Ledger(there.ledger) as ledger:
        is_told_by_name_alone = not is_published and nights == ("20261121-1", "20261101-1")
        assert ledger.watermark("s") == ("0" if is_told_by_name_alone else "1")


def test_other_engines_read_the_records_as_they_lie(address: str, tmp_path: Path) -> None:
    Store(address, "engines").push(filled(tmp_path), night_id="20261120-1")
    system, root = fs.FileSystem.from_uri(address)
    texts = ds.dataset(f"{root}/engines/records/text", filesystem=system, format="parquet")
    readings = ds.dataset(f"{root}/engines/records/reading", filesystem=system, format="parquet")
    assert texts.count_rows() == 3
    with duckdb.connect() as plain:
        plain.register("texts", texts)
        plain.register("readings", readings)
        counting = "select text from texts semi join readings using (evidence_id, part, reader) order by text"
        assert plain.execute(counting).fetchall() == [("text 0",), ("text 1",)]
        files = str(tmp_path / "records" / "text" / "good.parquet")
        assert plain.execute("select count(*) from read_parquet(?)", [files]).fetchall() == [(3,)]


def test_the_pointer_is_put_last(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = filled(tmp_path / "here")
    store = Store(address, "pointer")
    store.push(place, night_id="20261120-1")
    place.current.unlink()
    place.current.symlink_to(Path("editions") / "20261120-2", target_is_directory=True)
    put = Store._put

    def cut_short(self: Store, name: str, data: bytes | Iterator[bytes]) -> None:
        if name.startswith("ledger"):
            raise OSError("the line is down")
        put(self, name, data)

    with monkeypatch.context() as broken:
        broken.setattr(Store, "_put", cut_short)
        with pytest.raises(StoreError, match="the line is down"):
            store.push(place, night_id="20261120-2")
    fetched = Workspace(tmp_path / "there")
    store.pull(fetched)
    assert fetched.current.resolve().name == "20261120-1"
    store.push(place, night_id="20261120-2")
    store.pull(fetched)
    assert fetched.current.resolve().name == "20261120-2"


def test_a_copy_of_a_ledger_is_whole_while_the_ledger_is_written(address: str, tmp_path: Path) -> None:
    place = filled(tmp_path / "here")
    with Ledger(place.ledger) as ledger, ledger.together():
        Store(address, "busy").push(place, night_id="20261120-1")
    there = Workspace(tmp_path / "there")
    Store(address, "busy").pull(there)
    with sqlite3.connect(there.ledger) as copy:
        assert copy.execute("pragma integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    ("said", "why"),
    [("nonsense", "is no address that can be opened"), ("s3://studies/none", "could not be|holds no study")],
)
def test_an_address_that_holds_nothing_is_refused_in_a_sentence(
    address: str, tmp_path: Path, said: str, why: str
) -> None:
    full = f"{said}?{address.partition('?')[2]}" if said.startswith("s3") else said
    with pytest.raises(StoreError, match=why):
        Store(full, "none").pull(Workspace(tmp_path))


def everything_in(address: str, study: str) -> bytes:
    """Every object of a study in the store, evidence unpacked and records as text."""
    system, root = fs.FileSystem.from_uri(address)
    found = []
    for one in system.get_file_info(fs.FileSelector(f"{root}/{study}", recursive=True)):
        if one.type != fs.FileType.File:
            continue
        with system.open_input_stream(one.path, compression=None) as stream:
            data = stream.read()
        if one.path.endswith(".zst"):
            data = zstandard.decompress(data, 1 << 28)
        if one.path.endswith(".parquet"):
            data = str(pq.read_table(pa.BufferReader(data)).to_pylist()).encode()
        found.append(one.path.encode() + b"\n" + data)
    return b"\n".join(found)


def test_a_machine_that_did_not_fetch_what_another_published_cannot_overwrite_it(address: str, tmp_path: Path) -> None:
    one, other = filled(tmp_path / "one"), filled(tmp_path / "other")
    store = Store(address, "two")
    store.push(one, night_id="20261120-1")
    with pytest.raises(StoreError, match=r"Another machine published 20261120-1 .*overblik store pull"):
        store.push(other, night_id="20261120-1")
    fetched = Workspace(tmp_path / "fetched")
    store.pull(fetched)
    store.push(fetched, night_id="20261120-2")
    with pytest.raises(StoreError, match="Another machine published"):
        store.push(one, night_id="20261120-3")


def test_a_machine_that_may_not_put_the_study_makes_the_store_forget_nothing(address: str, tmp_path: Path) -> None:
    late = filled(tmp_path / "shared")
    store = Store(address, "shared")
    store.push(late, night_id="20261120-1")
    (late.root / "store.token").unlink()  # as where another machine has published since
    held_before = everything_in(address, "shared")
    with pytest.raises(StoreError, match="Another machine published"):
        store.forget(late, editions=["20261120-1"])
    assert everything_in(address, "shared") == held_before


def test_a_push_that_was_cut_short_after_its_token_was_kept_goes_on(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, store = filled(tmp_path), Store(address, "token")
    store.push(place, night_id="20261120-1")
    put = Store._put

    def cut_short(self: Store, name: str, data: bytes | Iterator[bytes]) -> None:
        if name == "current":
            raise OSError("the line is down")
        put(self, name, data)

    with monkeypatch.context() as broken:
        broken.setattr(Store, "_put", cut_short)
        with pytest.raises(StoreError, match="the line is down"):
            store.push(place, night_id="20261120-1")
    assert store.push(place, night_id="20261120-1").moved == 0


def test_only_one_machine_at_a_time_puts_something_and_a_dead_ones_turn_ends(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, store = filled(tmp_path), Store(address, "turn")
    with store._turn(), pytest.raises(StoreError, match=r"is putting this study into the store.*remove .*/turn/"):
        store.push(place, night_id="20261120-1")
    assert store.push(place, night_id="20261120-1").moved == 6
    with store._turn():
        monkeypatch.setattr("warehouse.store._DEAD", timedelta(0))
        assert store.push(place, night_id="20261120-1").moved == 0
    assert not store._listed("turn")


def contacts(place: Workspace, *, days_ago: int = 100) -> str:
    """Evidence that names a contact person, of so many days ago."""
    notice = b"<Notice><cac:Contact><cbc:Name>Ole Holm</cbc:Name></cac:Contact></Notice>"
    name = Archive(place.evidence).keep(notice)
    with Ledger(place.ledger) as ledger:
        ledger.note_evidence(evidence_id=name, source="s", url=None, media_type=None, size=len(notice))
        ledger.rows("update evidence set first_seen = ?", ((now() - timedelta(days=days_ago)).isoformat(),))
    return name


def test_contacts_go_from_the_store_when_they_go_here_or_with_the_next_push(address: str, tmp_path: Path) -> None:
    place, store = filled(tmp_path / "retained"), Store(address, "retained")
    contacts(place)
    store.push(place, night_id="20261120-1")
    assert b"Ole Holm" in everything_in(address, "retained")
    retain(place, days=90)  # a store that cannot be reached hears of it from the next night
    assert store.push(place, night_id="20261120-2").gone == 1
    left = everything_in(address, "retained")
    assert b"Ole Holm" not in left
    assert b"xxx xxxx" in left
    said = CliRunner().invoke(
        app, ["retain", "retained"], env={"OVERBLIK_HOME": str(tmp_path), "OVERBLIK_STORE": address}
    )
    assert said.exit_code == 0, said.output
    assert "were there" in said.output


def test_a_loss_here_is_no_reason_for_the_store_to_forget(address: str, tmp_path: Path) -> None:
    place, store = filled(tmp_path), Store(address, "lost")
    name = contacts(place)
    store.push(place, night_id="20261120-1")
    Archive(place.evidence).remove(name)  # a disk's doing, which the ledger knows nothing of
    assert store.push(place, night_id="20261120-2").gone == 0
    store.forget(place, editions=[])
    assert b"Ole Holm" in everything_in(address, "lost")


@pytest.mark.parametrize("dies", ["before", "after"])
def test_a_purge_that_was_cut_short_reaches_the_store_when_it_is_run_again(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    study = f"short-{dies}"
    place = Workspace(tmp_path / study).make()
    archive = Archive(place.evidence)
    for number in range(3):
        name = archive.keep(f"<p>Kirstine Damsgaard {number}</p>".encode())
        with Ledger(place.ledger) as ledger:
            ledger.note_evidence(evidence_id=name, source="s", url=None, media_type=None, size=30)
    settings = Settings(home=tmp_path, store=address)
    Store(address, study).push(place, night_id="20261120-1")
    removed: list[str] = []
    remove = Archive.remove

    def dying(self: Archive, evidence_id: str) -> None:
        removed.append(evidence_id)
        if len(removed) < 2 or dies == "after":
            remove(self, evidence_id)
        if len(removed) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Archive, "remove", dying)
        with pytest.raises(KeyboardInterrupt):
            purge(place, ["Kirstine Damsgaard"])
    assert purge(place, ["Kirstine Damsgaard"]).masked == 1
    follow_in_store(settings, study)
    assert b"Damsgaard" not in everything_in(address, study)
    assert not [one for one in place.evidence.glob("??/*") if one.name.removesuffix(".zst") in removed]


def test_who_is_taken_out_here_is_taken_out_of_the_store(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = "Kirstine Damsgaard"
    settings = Settings(home=tmp_path, store=address)
    place = filled(tmp_path / "forgotten")
    page = f"<html><p>Spørg {person} om aftalen</p></html>".encode()
    name = Archive(place.evidence).keep(page)
    told = Text(
        evidence_id=name, part="", source="s", reader="html@1", text_digest=name, owner_kind="document",
        owner_id=name, text=f"Spørg {person} om aftalen",
    )  # fmt: skip
    write_batch(place.records, batch="named", records=[told])
    for edition in place.editions.iterdir():
        (edition / DATABASE).unlink()
        with duckdb.connect(str(edition / DATABASE)) as made:
            said = person if edition.name == "20261120-2" else "nobody"
            made.execute("create schema mart")
            made.execute("create table mart.page as select ? as text", [said])
    with Ledger(place.ledger) as ledger:
        ledger.begin_night(night_id="20261120-1", study="forgotten", as_of="2026-11-20")
        ledger.note_evidence(evidence_id=name, source="s", url=person, media_type=None, size=len(page))
        ledger.note_readings(
            batch="named", readings=[Reading(evidence_id=name, part="", reader="html@1", outcome="read")]
        )
    place.current.unlink()
    place.current.symlink_to(Path("editions") / "20261120-2", target_is_directory=True)
    Store(address, "forgotten").push(place, night_id="20261120-1")
    shutil.rmtree(place.editions / "20261120-2")  # the store alone still has it
    place.current.unlink()
    place.current.symlink_to(Path("editions") / "20261120-1", target_is_directory=True)
    assert person.encode() in everything_in(address, "forgotten")
    purge(place, [person])
    said_of_it = follow_in_store(settings, "forgotten")
    assert said_of_it is not None
    assert "(1 editions)" in said_of_it
    left = everything_in(address, "forgotten")
    assert person.encode() not in left
    assert b"Damsgaard" not in left
    assert not [one for one in Store(address, "forgotten")._listed("evidence") if name in one]
    assert b"text 0" in left
    assert Store(address, "forgotten")._current() == "20261120-1"
    assert follow_in_store(settings.model_copy(update={"store": None}), "forgotten") is None
