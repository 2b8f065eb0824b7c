"""Packages: every member once, nothing outside, nothing lost in silence."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.format import Unreadable
from spiders.packages import Limits, Member, members, package_kind
from tests.spiders.reading_world import tar, zipped

NOTICES = {f"20260102_001/{number:08d}_2026.xml": b"<a>%d</a>" % number * 40 for number in range(1, 6)}


def read(data: bytes, **limits: int) -> tuple[list[Member], str | None]:
    """Members, and the reason of the damage that ended the package."""
    found: list[Member] = []
    kind = package_kind(data[:4096])
    assert kind
    try:
        for member in members(io.BytesIO(data), kind, Limits(**limits)):
            found.append(member)
    except Unreadable as refusal:
        return found, refusal.reason
    return found, None


def entry(name: str, *, kind: bytes = tarfile.REGTYPE, data: bytes = b"x", link: str = "") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as package:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        info.size = len(data) if kind == tarfile.REGTYPE else 0
        package.addfile(info, io.BytesIO(data))
        good = tarfile.TarInfo("good.xml")
        good.size = 4
        package.addfile(good, io.BytesIO(b"good"))
    return packed.getvalue()


def zip_entry(name: str, *, mode: int = stat.S_IFREG) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        info = zipfile.ZipInfo(name)
        info.external_attr = (mode | 0o644) << 16
        package.writestr(info, b"x")
        package.writestr("good.xml", b"good")
    return packed.getvalue()


@pytest.mark.parametrize("pack", [lambda m: tar(m, "w"), tar, lambda m: tar(m, "w:xz"), zipped])
def test_every_member_of_a_package_is_given_once_in_its_order(pack):
    found, damage = read(pack(NOTICES))
    assert {one.name: one.data for one in found} == NOTICES
    assert [one.name for one in found] == list(NOTICES)
    assert damage is None


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_long_names_and_danish_letters_survive(form):
    name = "mappe/" + "æøå-" * (12 if form == tarfile.USTAR_FORMAT else 40) + ".xml"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=form) as package:
        info = tarfile.TarInfo(name)
        info.size = 2
        package.addfile(info, io.BytesIO(b"hi"))
    found, damage = read(packed.getvalue())
    assert [(one.name, one.data) for one in found] == [(name, b"hi")]
    assert damage is None


@pytest.mark.parametrize(
    "data",
    [
        entry("../../etc/passwd"),
        entry("/etc/passwd"),
        entry("a/../../b.xml"),
        entry("C:\\windows\\x.xml"),
        entry("\\\\host\\x.xml"),
        entry("link.xml", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        entry("hard.xml", kind=tarfile.LNKTYPE, link="good.xml"),
        entry("device", kind=tarfile.CHRTYPE),
        entry("pipe", kind=tarfile.FIFOTYPE),
        entry("inner.zip", data=zipped({"a": b"b"})),
        entry("inner.tgz", data=tar({"a": b"b"})),
        zip_entry("../../etc/passwd"),
        zip_entry("/etc/passwd"),
        zip_entry("a/../../b.xml"),
        zip_entry("C:\\windows\\x.xml"),
        zip_entry("a\nb.xml"),
        zip_entry("link.xml", mode=stat.S_IFLNK),
        zip_entry("pipe", mode=stat.S_IFIFO),
    ],
)
def test_a_member_that_breaks_a_rule_is_refused_and_the_next_is_read(data):
    found, damage = read(data)
    assert [one.refusal.reason if one.refusal else None for one in found] == ["member_refused", None]
    assert found[1].data == b"good"
    assert damage is None


def test_a_large_member_is_passed_over():
    found, _ = read(tar({"big": b"x" * 5_000, "small": b"y"}), member_bytes=1_000)
    assert [(one.name, one.refusal and one.refusal.reason) for one in found] == [("big", "too_large"), ("small", None)]


def test_a_package_of_too_many_members_keeps_the_first():
    found, damage = read(tar(NOTICES), members=3)
    assert (len(found), damage) == (3, "too_large")


@pytest.mark.parametrize("pack", [tar, lambda m: tar(m, "w:xz"), zipped])
def test_a_package_that_unpacks_to_far_more_than_its_size_is_stopped(pack):
    bomb = pack({f"{number}": bytes(1_000_000) for number in range(8)})
    found, damage = read(bomb, ratio_from=3_000_000)
    assert damage == "too_large"
    assert len(found) < 8


def test_the_same_bytes_below_the_sum_are_no_bomb():
    _, damage = read(tar({f"{number}": bytes(1_000_000) for number in range(8)}))
    assert damage is None


def test_two_members_of_one_name_are_two_parts():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as package:
        for data in (b"first", b"second"):
            info = tarfile.TarInfo("same.xml")
            info.size = len(data)
            package.addfile(info, io.BytesIO(data))
    found, _ = read(packed.getvalue())
    assert [(one.name, one.data) for one in found] == [("same.xml", b"first"), ("same.xml#2", b"second")]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_a_tar_cut_anywhere_says_so_and_keeps_only_whole_members(mode):
    whole = tar(NOTICES, mode)
    step = max(1, len(whole) // 300)
    for at in [*range(6, len(whole) - (8192 if mode == "w" else 0), step), len(whole) - (10_240 if mode == "w" else 1)]:
        data = whole[:at]
        kind = package_kind(data[:4096])
        if kind is None:
            assert (mode, at < 512) == ("w", True), at
            continue
        found, damage = read(data)
        assert all(NOTICES[one.name] == one.data for one in found), at
        last_is_whole = mode == "w" and len(found) == 5 and at >= len(tar(NOTICES, "w").rstrip(b"\0")) + 512
        assert damage in ("damaged_package", "unknown_format") or last_is_whole, at


def test_a_tar_that_ends_between_two_members_without_its_end_mark_is_damaged():
    whole = tar({"a": b"1", "b": b"2"}, "w")
    assert [one.name for one in read(whole[:1024])[0]] == ["a"]
    assert read(whole[:1024])[1] == "damaged_package"
    assert read(whole[:2048])[1] == "damaged_package"
    assert read(whole[:2560]) == (read(whole)[0], None)


def test_a_flipped_byte_in_a_compressed_package_is_noticed():
    whole = bytearray(tar(NOTICES))
    whole[-6] ^= 1  # in the checksum
    assert read(bytes(whole))[1] == "damaged_package"


def test_a_damaged_header_in_the_middle_is_not_the_end():
    whole = bytearray(tar(NOTICES, "w"))
    whole[1024 + 5] ^= 0x55
    found, damage = read(bytes(whole))
    assert (len(found), damage) == (1, "damaged_package")


def test_bytes_after_the_end_are_noticed():
    assert read(gzip.compress(gzip.decompress(tar(NOTICES)) + b"more"))[1] == "damaged_package"


def test_a_zip_that_is_cut_encrypted_or_wrong_says_so():
    whole = zipped(NOTICES)
    assert read(whole[:-30])[1] == "damaged_package"
    wrong = bytearray(whole)
    wrong[60] ^= 0xFF
    found, damage = read(bytes(wrong))
    assert damage == "damaged_package"
    assert [one.refusal is None for one in found] == [False, True, True, True, True]
    marked = bytearray(whole)
    for sign, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        marked[marked.index(sign) + at] |= 1
    assert next(one.refusal and one.refusal.reason for one in read(bytes(marked))[0]) == "encrypted"


def test_office_files_are_no_packages():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    assert package_kind(packed.getvalue()) is None


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
@pytest.mark.parametrize("data", [b"x", b"a,b\n" * 200, bytes(range(256)) * 4_000])
def test_a_file_that_is_compressed_alone_is_the_one_member(pack, data):
    found, damage = read(pack(data))
    assert ([(one.name, one.data) for one in found], damage) == ([("content", data)], None)
    assert read(pack(data)[:-5]) == ([], "damaged_package")


def test_a_file_that_is_compressed_alone_is_held_to_its_limits():
    assert read(gzip.compress(b"x" * 2_000_000), member_bytes=1_000_000) == ([], "too_large")
    inner = read(gzip.compress(gzip.compress(b"x" * 2_000)))[0]
    assert [one.refusal and one.refusal.reason for one in inner] == ["member_refused"]
    assert read(gzip.compress(b"")) == ([], "damaged_package")


def test_an_empty_package_says_so():
    assert read(tar({})) == ([], "empty")
    assert read(zipped({})) == ([], "empty")


@given(st.sampled_from([b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"\xfd7zXZ\x00", b""]), st.binary(max_size=2_000))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_members_or_one_reason(mark, data):
    if package_kind(mark + data):
        read(mark + data)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_damage_gives_whole_members_or_one_reason(draw):
    whole = bytearray(
        draw.draw(st.sampled_from([tar(NOTICES), tar(NOTICES, "w"), tar(NOTICES, "w:xz"), zipped(NOTICES)]))
    )
    for _ in range(draw.draw(st.integers(1, 3))):
        whole[draw.draw(st.integers(0, len(whole) - 1))] = draw.draw(st.integers(0, 255))
    if package_kind(bytes(whole[:4096])):
        read(bytes(whole))


def test_nothing_is_written_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    read(entry("../x.xml"))
    assert os.listdir(tmp_path) == []  # noqa: PTH208  plain
