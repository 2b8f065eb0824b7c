"""Reading: everything that the archive holds is read or quarantined with its reason, whatever it does to its reader."""

from __future__ import annotations

import json
import os
import random
import time

import pytest

from spiders.formats import formats
from spiders.parts import READER, Scope
from spiders.reading_process import Job
from spiders.workers import ReadingBrokenError, _Worker, work
from tests.spiders.misbehaving import FORMAT
from tests.spiders.reading_world import World, tar, times_kept, zipped
from warehouse.archive import Archive
from warehouse.ledger import Ledger

WELL = b"misbehave:well "


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def release(number: int, *, country: str = "Danmark", cpv: str = "72000000") -> bytes:
    """A small OCDS release."""
    return json.dumps(
        {
            "uri": f"https://data.example/{number}",
            "version": "1.1",
            "publishedDate": "2026-01-02T00:00:00Z",
            "publisher": {"name": "Eksempelregisteret"},
            "releases": [
                {
                    "ocid": f"ocds-abc123-{number}",
                    "id": f"{number}-1",
                    "date": "2026-01-02T00:00:00Z",
                    "tag": ["tender"],
                    "initiationType": "tender",
                    "language": "en",
                    "buyer": {"id": "B", "name": "Sandkommune"},
                    "parties": [
                        {"id": "B", "name": "Sandkommune", "roles": ["buyer"], "address": {"countryName": country}}
                    ],
                    "tender": {
                        "id": str(number),
                        "title": "Drift af servere",
                        "items": [{"id": "1", "classification": {"scheme": "CPV", "id": cpv}}],
                    },
                }
            ],
        }
    ).encode()


def test_each_format_has_a_name_of_its_own_and_pages_are_asked_last():
    names = [one.name for one in formats()]
    assert len(set(names)) == len(names)
    assert names[-2:] == ["pdf", "html"]
    assert {"eforms", "ted_export", "ocds", "ted_search"} <= set(names)


def test_what_is_read_leaves_records_and_one_reading_each(world):
    ids = world.collect(WELL + b"one", WELL + b"two", b"\x00\x01 nothing known")
    result = world.read()
    assert (result.evidence, result.parts, result.read) == (3, 3, 2)
    assert result.quarantined == {"unknown_format": 1}
    assert result.records == {"text": 2}
    assert world.records("text")["text"].to_pylist() == sorted(
        ["misbehave:well one", "misbehave:well two"], key=lambda text: ids["one" not in text]
    )
    assert world.readings()[ids[2], ""] == (READER, "unknown_format")


def test_a_night_without_news_reads_nothing_and_takes_no_time(world):
    world.collect(*(WELL + b"%d" % number for number in range(20)))
    world.read()
    before = time.perf_counter()
    result = world.read()
    assert (result.evidence, result.parts, result.batches) == (0, 0, 0)
    assert time.perf_counter() - before < 3.0  # ten times what it takes


def test_a_grown_reader_reads_its_own_evidence_again_and_no_other(world, monkeypatch):
    world.collect(WELL + b"one", b"\x00 unknown")
    world.read()
    monkeypatch.setattr("spiders.reading.formats", lambda **_: [one for one in formats() if one.name != FORMAT.name])
    assert world.read().evidence == 1  # its reader is no longer there
    assert world.read(extra=()).evidence == 1


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (b"hang", "over_time"),
        (b"sleep", "over_time"),
        (b"eat", "over_memory"),
        (b"die", "crashed"),
        (b"leave", "crashed"),
        (b"raise", "reader_error"),
        (b"refuse", "malformed"),
        (b"mistype", "reader_error"),
    ],
)
def test_a_document_that_kills_its_reader_costs_only_itself(world, wish, reason):
    good = [WELL + b"%d" % number for number in range(12)]
    bad = b"misbehave:" + wish + b" "
    world.collect(*good[:6], bad, *good[6:])
    result = world.read(seconds=1 if reason == "over_time" else 20, memory_mb=400)
    assert result.quarantined == {reason: 1}
    assert result.read == 12
    assert world.records("text").num_rows == 12


@pytest.mark.parametrize("wish", [b"leak", b"mumble", b"arrow"])
def test_what_others_left_in_memory_never_condemns_a_good_document(world, wish):
    members = {f"{number:02d}": b"misbehave:" + wish + b" %d" % number for number in range(10)}
    world.collect(tar(members | {"bad": b"misbehave:eat ", "broken": b"misbehave:refuse "}))
    result = world.read(memory_mb=256)
    assert result.quarantined == {"malformed": 1, "over_memory": 1}
    assert result.read == 10
    assert world.records("text").num_rows == 10


def test_a_reader_that_does_not_hear_its_clocks_is_killed(world, monkeypatch):
    monkeypatch.setattr("spiders.workers._PATIENCE", 0.5)
    world.collect(WELL, b"misbehave:deaf ")
    assert world.read(seconds=1, workers=1).quarantined == {"over_time": 1}


@pytest.mark.parametrize("wish", [b"doze", b"hang", b"deaf", b"tire"])
def test_no_document_takes_longer_than_one_and_a_half_times_its_limit_in_all(world, wish, monkeypatch):
    monkeypatch.setattr("spiders.workers._PATIENCE", 0.1)  # three seconds of the thirty; and one for looking
    world.collect(b"misbehave:" + wish + b" ", *(WELL + b"%d" % number for number in range(6)))
    with times_kept() as took:
        result = world.read(seconds=4)
    assert result.quarantined == {"over_time": 1}  # `tire` takes three seconds twice, and dies of neither
    assert result.read == len(took) - 1 == 6
    assert max(took.values()) <= 1.5 * 4 + 1


def test_a_document_is_not_read_once_for_every_bad_one_behind_it(world, monkeypatch):
    sent = []
    send = _Worker.send
    monkeypatch.setattr(_Worker, "send", lambda self, chunk, spent: sent.append(chunk) or send(self, chunk, spent))
    world.collect(tar({"0": WELL + b"first", **{f"{n}": b"misbehave:die %d" % n for n in range(1, 6)}}))
    assert world.read(workers=1).quarantined == {"crashed": 5}
    assert sum(part.origin.part == "0" for chunk in sent for part in chunk) == 2


def test_every_document_may_be_bad(world):
    world.collect(*(b"misbehave:die %d" % number for number in range(15)))
    result = world.read()
    assert result.quarantined == {"crashed": 15}
    assert world.read().evidence == 0


def test_a_detail_is_one_line(world):
    world.collect(b"misbehave:raise ")
    world.read()
    with Ledger(world.place.ledger) as ledger:
        (row,) = ledger.rows("select detail, reader from reading")
    assert row["detail"] == r"KeyError: 'a key\nof two lines'"
    assert row["reader"] == FORMAT.reader


def test_processes_that_never_start_are_our_own_fault(tmp_path):
    chunks = iter([[], ["not a part"]])
    with pytest.raises(ReadingBrokenError):
        list(
            work(
                Job(evidence=tmp_path, extra_formats=("there.is.no.such.module",)),
                lambda: next(chunks, None) or next(chunks, None),
            )
        )  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("pack", [tar, lambda m: tar(m, "w"), lambda m: tar(m, "w:xz"), zipped])
def test_a_package_is_read_member_by_member(world, pack):
    members = {f"a/{number:04d}.xml": WELL + b"%d" % number for number in range(150)} | {"manifest.csv": b"a,b\n1,2\n"}
    world.collect(pack(members))
    result = world.read(batch_parts=40)
    assert (result.evidence, result.parts, result.read) == (1, 151, 150)
    assert result.quarantined == {"unknown_format": 1}
    assert result.batches > 1
    assert set(world.reasons()) == set(members)
    assert world.records("text").num_rows == 150
    assert world.read().evidence == 0


def test_a_file_that_is_compressed_alone_is_read_under_its_own_name(world):
    import gzip

    world.collect(gzip.compress(release(7)), url="https://a.example/register/7.json.gz")
    world.collect(gzip.compress(b"<p>Sandkommune deler sine systemer med alle.</p>"), url="https://a.example/7.html.gz")
    result = world.read()
    assert (result.read, result.quarantined) == (2, {})
    assert set(world.reasons()) == {"7.json", "7.html"}


def test_a_cut_package_keeps_what_came_before_and_says_so(world):
    rng = random.Random(7)
    members = {f"{number:04d}.xml": WELL + rng.randbytes(400).hex().encode() for number in range(100)}
    whole = tar(members)
    world.collect(whole[: len(whole) // 2])
    result = world.read()
    assert result.quarantined == {"damaged_package": 1}
    assert 30 < result.read < 70
    (evidence_id,) = {evidence_id for evidence_id, part in world.readings() if not part}
    assert world.readings()[evidence_id, ""] == (READER, "damaged_package")
    assert world.read().evidence == 0


@pytest.mark.parametrize("pack", [lambda m: tar(m, "w"), zipped])
@pytest.mark.parametrize("is_plain", [True, False])
def test_nothing_of_a_package_counts_in_which_one_byte_was_changed_on_the_disk(world, pack, is_plain):
    filling = {"9.bin": random.Random(3).randbytes(5 << 20)} if is_plain else {}
    (evidence_id,) = world.collect(pack({"1.xml": WELL + b"a true figure", "2.xml": WELL + b"another", **filling}))
    packed, plain = Archive(world.place.evidence).places(evidence_id)
    assert plain.exists() == is_plain
    where = plain if is_plain else packed
    data = bytearray(where.read_bytes())
    data[data.index(b"true") if b"true" in data else len(data) // 2] ^= 2
    where.write_bytes(data)
    result = world.read()
    assert (result.read, result.quarantined) == (0, {"damaged_package": 1})
    assert world.records("text").num_rows == 0


def test_a_killed_reading_is_finished_the_next_time_with_every_record_once(world, monkeypatch):
    members = {f"{number:04d}.xml": WELL + b"%d" % number for number in range(300)}
    world.collect(tar(members), WELL + b"alone")
    real, calls = Ledger.note_readings, []

    def dies_at_the_third(self, **said):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(self, **said)

    monkeypatch.setattr(Ledger, "note_readings", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        world.read(batch_parts=64)
    monkeypatch.setattr(Ledger, "note_readings", real)
    noted = len(world.readings())
    assert 0 < noted < 301
    assert world.read(batch_parts=64).parts >= 300
    assert len(world.readings()) == 301
    texts = world.records("text")["text"].to_pylist()
    assert len(texts) == len(set(texts)) == 301
    assert world.read().evidence == 0


def test_members_that_a_package_no_longer_has_are_forgotten(world):
    (evidence_id,) = world.collect(tar({"a": WELL + b"a"}))
    world.read()
    with Ledger(world.place.ledger) as ledger:
        ledger._db.execute(
            "insert into reading select evidence_id, 'gone', 'old@1', outcome, reason, detail, records, batch, read_at "
            "from reading"
        )
    assert world.read().evidence == 1
    assert list(world.readings()) == [(evidence_id, "a")]


def test_order_and_number_of_processes_change_no_record(tmp_path):
    answers = [WELL + b"%d" % number for number in range(80)] + [tar({f"{n}": WELL + b"m%d" % n for n in range(70)})]
    found = []
    for number, workers in enumerate((1, 2, 3)):
        world = World(tmp_path / str(number))
        random.Random(number).shuffle(answers)
        world.collect(*answers)
        world.read(workers=workers, batch_parts=33)
        found.append(world.records("text"))
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


def test_a_notice_outside_its_source_s_scope_leaves_no_records(world):
    inside, abroad, other = release(1, country="Denmark"), release(2, country="Norway"), release(3, cpv="45000000")
    ids = world.collect(inside, abroad, other, source="register")
    world.collect(WELL, source="else")
    scopes = {"register": Scope(cpv_prefixes=("72", "48"))}
    result = world.read(scopes=scopes)
    assert (result.read, result.out_of_scope) == (4, 1)
    assert world.reasons()[ids[2]] == "out_of_scope"
    assert set(world.records("notice")["evidence_id"].to_pylist()) == set(ids[:2])
    assert world.read(scopes=scopes).evidence == 0


def test_a_changed_scope_reads_its_source_again(world):
    world.collect(release(1), release(2, cpv="45000000"), source="register")
    world.collect(WELL, source="else")
    world.read(scopes={"register": Scope(cpv_prefixes=("72",))})
    assert world.records("notice").num_rows == 1
    assert world.read(scopes={"register": Scope(cpv_prefixes=("72", "45"))}).evidence == 2
    assert world.records("notice").num_rows == 2
    world.read(scopes={"register": Scope(cpv_prefixes=("45",))})
    assert world.records("notice")["cpv_main"].to_pylist() == ["45000000"]


def test_evidence_that_the_archive_has_lost_is_said_to_be_lost(world):
    (evidence_id,) = world.collect(WELL)
    (world.place.evidence / evidence_id[:2] / f"{evidence_id}.zst").unlink()
    world.read()
    assert world.reasons() == {evidence_id: "reader_error"}


def test_answers_of_the_search_leave_no_records_and_half_ones_are_refused(world):
    whole = json.dumps({"notices": [{"publication-number": "1-2026"}], "totalNoticeCount": 1, "timedOut": False})
    ids = world.collect(whole.encode(), whole.encode()[:-3], whole.replace("false", "true").encode())
    world.read()
    assert [world.reasons()[one] for one in ids] == [None, "not_json", "malformed"]


def test_progress_is_told_until_everything_is_done(world):
    from spiders.reading import read_new
    from warehouse.settings import Settings

    world.collect(*(WELL + b"%d" % number for number in range(10)), tar({"a": WELL}))
    heard: list[tuple[int, int]] = []
    read_new(
        root=world.place.root,
        settings=Settings(workers=2),
        progress=lambda done, total: heard.append((done, total)),
        extra_formats=("tests.spiders.misbehaving",),
    )
    assert heard[-1] == (11, 11)
    assert heard == sorted(heard)


def test_no_process_stays_behind(world):
    world.collect(WELL, b"misbehave:hang ")
    world.read(seconds=1)
    import multiprocessing

    assert not multiprocessing.active_children()
    assert os.getpid()
