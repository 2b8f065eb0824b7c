"""Taking off the wrapping strictly, and keeping what came: every damage is seen, whatever the encoding."""

import gzip
import multiprocessing
import os
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

import warehouse.archive
from spiders.decoding import Damaged, GunzipCheck, check_own_end, decode
from warehouse.archive import Archive, DamagedEvidenceError, MissingEvidenceError, sweep, write_durably

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
LIMIT = 1 << 16


@pytest.mark.parametrize("coding", CODINGS)
@given(data=st.binary(max_size=3000))
def test_what_was_encoded_comes_back(coding: str, data: bytes) -> None:
    assert decode(CODINGS[coding](data), coding, limit=LIMIT) == data


@given(data=st.binary(max_size=500), first=st.sampled_from(list(CODINGS)), second=st.sampled_from(list(CODINGS)))
def test_two_encodings_are_undone_from_the_last(data: bytes, first: str, second: str) -> None:
    assert decode(CODINGS[second](CODINGS[first](data)), f"{first}, {second}", limit=LIMIT) == data


@pytest.mark.parametrize("coding", CODINGS)
@given(data=st.binary(min_size=50, max_size=3000), where=st.floats(0, 0.999))
def test_no_cut_is_taken_for_an_end(coding: str, data: bytes, where: float) -> None:
    whole = CODINGS[coding](data)
    cut = whole[: max(1, int(len(whole) * where))]
    with pytest.raises(Damaged) as damage:
        decode(cut, coding, limit=LIMIT)
    assert damage.value.outcome == "decode_error"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@given(data=st.binary(min_size=50, max_size=500), place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_where_there_is_a_checksum_no_flipped_bit_changes_the_content(
    coding: str, data: bytes, place: int, bit: int
) -> None:
    whole = bytearray(CODINGS[coding](data))
    whole[place % len(whole)] ^= 1 << bit
    try:
        came = decode(bytes(whole), coding, limit=LIMIT)
    except Damaged:
        return
    assert came == data  # gzip's header holds a time and a name that no checksum covers


@pytest.mark.parametrize("coding", CODINGS)
def test_nothing_may_follow_the_end(coding: str) -> None:
    with pytest.raises(Damaged):
        decode(CODINGS[coding](b"data" * 50) + b"and more", coding, limit=LIMIT)


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_ends_at_the_limit(coding: str) -> None:
    bomb = CODINGS[coding](bytes(48 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(Damaged) as damage:
            decode(bomb, coding, limit=LIMIT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert damage.value.outcome == "too_large"
    assert peak < 8 << 20, f"{peak / 1e6:.0f} MB were held to find 48 MB too large"


@given(st.binary(max_size=300), st.sampled_from(["gzip", "br", "zstd", "deflate", "gzip, br", "x", "", None]))
def test_any_bytes_under_any_name_are_decoded_or_damaged(data: bytes, coding: str | None) -> None:
    with suppress(Damaged):
        assert len(decode(data, coding, limit=LIMIT)) <= LIMIT


@given(st.lists(st.binary(max_size=400), min_size=1, max_size=4), st.integers(1, 50))
def test_a_gzip_file_of_several_members_is_followed_in_pieces_of_any_size(members: list[bytes], step: int) -> None:
    packed = b"".join(gzip.compress(one, mtime=0) for one in members)
    check = GunzipCheck(limit=LIMIT)
    came = b"".join(
        piece for start in range(0, len(packed), step) for piece in check.feed(packed[start : start + step])
    )
    check.finish()
    assert came == b"".join(members)


@pytest.mark.parametrize(
    ("data", "media_type", "whole"),
    [
        (b"<html>a</html>\n", "text/html", True),
        (b"<html>a</html><!-- made by hand -->", "text/html; charset=utf-8", True),
        (b"<html>a</ht", "text/html", False),
        (b'{"a": 1}', "application/json", True),
        (b'{"a": 1', "application/json", False),
        (b"[" * 100_000, "application/json", False),
        (b"<a><b/></a>\n", "application/xml", True),
        (b"<a><b/></", "application/xml", False),
        (b"%PDF-1.7 ... %%EOF\n", "application/pdf", True),
        (b"%PDF-1.7 ... ", "application/pdf", False),
        (b"anything", "text/plain", False),
    ],
)
def test_an_answer_without_a_length_is_whole_only_by_its_own_end(data: bytes, media_type: str, whole: bool) -> None:
    if whole:
        check_own_end(data, media_type)
    else:
        with pytest.raises(Damaged):
            check_own_end(data, media_type)


def test_bytes_that_arrive_and_are_not_kept_leave_no_trace(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with archive.arriving() as arrival:
        arrival.write(b"half")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_two_arrivals_at_once_do_not_meet(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with archive.arriving() as one, archive.arriving() as two:
        one.write(b"one")
        two.write(b"two")
        ids = [one.keep()[0], two.keep()[0]]
    assert [archive.read(evidence_id) for evidence_id in ids] == [b"one", b"two"]


def _arrive(pipe: Connection, root: Path, data: bytes) -> None:
    """A crawl in a container of its own: its number is the same in each, and means nothing outside."""
    os.getpid = lambda: (1 << 22) - 1
    with Archive(root).arriving() as arrival:
        arrival.write(data[:1])
        pipe.send(None)
        pipe.recv()
        arrival.write(data[1:])
        pipe.send(arrival.keep()[0])


@contextmanager
def _container(root: Path, data: bytes) -> Iterator[tuple[multiprocessing.process.BaseProcess, Connection]]:
    """A process in which a package is arriving, half of it there."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_arrive, args=(theirs, root, data))
    process.start()
    theirs.close()
    try:
        ours.recv()
        yield process, ours
    finally:
        process.kill()
        process.join()
        ours.close()


def test_what_arrives_in_two_containers_that_share_a_folder_does_not_meet_and_is_not_swept(tmp_path: Path) -> None:
    with _container(tmp_path, b"one" * 100) as (_, first), _container(tmp_path, b"two" * 100) as (_, second):
        assert Archive(tmp_path).sweep() == 0
        kept = []
        for pipe in (first, second):
            pipe.send(None)
            kept.append(pipe.recv())
    assert [Archive(tmp_path).read(evidence_id) for evidence_id in kept] == [b"one" * 100, b"two" * 100]


def test_what_was_arriving_in_a_container_that_was_killed_is_swept(tmp_path: Path) -> None:
    with _container(tmp_path, b"one") as (process, _):
        process.kill()
        process.join()
        assert Archive(tmp_path).sweep() == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_being_written_is_not_swept_and_has_a_name_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def look(point: str) -> None:
        if point == "file.written":
            seen.append([path.name for path in tmp_path.glob(".*.tmp")])
            assert sweep(tmp_path.glob(".*.tmp")) == []

    monkeypatch.setattr(warehouse.archive, "failpoint", look)
    for data in (b"one", b"two"):
        write_durably(tmp_path / "file", data)
    assert (tmp_path / "file").read_bytes() == b"two"
    assert seen[0] != seen[1]


@pytest.mark.parametrize("is_large", [False, True])
def test_bytes_that_no_longer_give_their_own_name_are_never_given(tmp_path: Path, is_large: bool) -> None:
    archive = Archive(tmp_path)
    evidence_id = archive.keep(b"a true figure" + bytes(5 << 20 if is_large else 0))
    packed, plain = archive.places(evidence_id)
    assert (packed.exists(), plain.exists()) == (not is_large, is_large)
    if is_large:
        with plain.open("r+b") as file:
            file.write(b"b")
    else:
        packed.write_bytes(zstandard.compress(b"b true figure"))
    with pytest.raises(DamagedEvidenceError):
        archive.read(evidence_id)


@pytest.mark.parametrize(
    "name",
    ["../" * 21 + "a", "..", "a/../b", "", "a" * 63, "a" * 65, "A" * 64, "/" * 64, "http://a.example/", "a" * 63 + "/"],
)
def test_nothing_but_a_digest_names_a_file(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path)
    assert not archive.holds(name)
    for ask in (archive.places, archive.read, archive.remove):
        with pytest.raises(MissingEvidenceError):
            ask(name)
