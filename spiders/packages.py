"""Packages (tar, tar.gz, tar.xz, zip): their members one by one, never extracted to disk, never whole in memory.

One file that was compressed alone (`notice.xml.gz`) is a package of one member, held to the same limits.

Only regular files with modest names are members; links, devices and names that climb out of the package are refused
one by one. Sums are capped, so that a package that unpacks to more than it may costs only itself. What comes before a
damage is given; the damage is then raised, so that nothing is lost in silence.

Rejected: `tarfile` as the walker, because it ends without a word at a damaged header, at a cut between two members and
before a gzip checksum is reached; its header parser is used. `zipfile` is strict enough and is used as it is.
"""

from __future__ import annotations

import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from spiders.format import Unreadable

_BLOCK = 512
_NO_BYTES = bytes(_BLOCK)
_PIECE = 1 << 18
_HEADER_LIMIT = 1 << 20
_NAME_LIMIT = 400
_XZ_MEMORY = 128 << 20
_DIRECTORY_LIMIT = 64 << 20
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]")
_CHECKSUM = re.compile(rb"[ \0]*[0-7]+[ \0]*")
ZIP_FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError,
    ValueError,
)  # fmt: skip
"""What `zipfile` raises over a damaged package, or one packed in a way that it does not know."""
_OFFICE = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"META-INF/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one package may hold; sizes in bytes. The ratio counts only beyond `ratio_from` unpacked bytes."""

    members: int = 20_000
    member_bytes: int = 20_000_000
    total_bytes: int = 4_000_000_000
    ratio: int = 60
    ratio_from: int = 50_000_000


FROM_PUBLISHERS = Limits()
FROM_ANALYSTS = Limits(members=200_000)


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name, unique in its package, and its bytes, or why they are refused."""

    name: str
    data: bytes
    refusal: Unreadable | None = None


def package_kind(head: bytes) -> str | None:
    """`tar`, `gz`, `xz` or `zip` by the first bytes, or None where they are no package. Office files are none."""
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return None if head[30:60].startswith(_OFFICE) else "zip"
    if head[:2] == b"\x1f\x8b":
        return "gz"
    if head[:6] == b"\xfd7zXZ\x00":
        return "xz"
    return "tar" if _is_tar_header(head[:_BLOCK]) else None


def members(
    stream: BinaryIO, kind: str, limits: Limits = FROM_PUBLISHERS, *, alone_as: str = "content"
) -> Iterator[Member]:
    """The members of a package in its own order; directories are passed over.

    A file that was compressed alone is called `alone_as`. Raises `Unreadable` after the last good member:
    damaged_package, too_large, or empty (no member at all).
    """
    if kind == "zip":
        found = _zip_members(stream, limits)
    else:
        unpacked = _Unpacked(stream, kind, limits)
        first = unpacked.start(_BLOCK)
        is_alone = kind != "tar" and first and first != _NO_BYTES and not _is_tar_header(first)
        found = _alone(unpacked, limits, alone_as) if is_alone else _tar_members(unpacked, limits)
    seen: dict[str, int] = {}
    for count, member in enumerate(found, start=1):
        if count > limits.members:
            raise Unreadable("too_large", f"more than {limits.members} members")
        times = seen[member.name] = seen.get(member.name, 0) + 1
        yield member if times == 1 else Member(f"{member.name}#{times}", member.data, member.refusal)
    if not seen:
        raise Unreadable("empty", "the package has no members")


def _damaged(what: str) -> Unreadable:
    return Unreadable("damaged_package", what)


def _is_tar_header(block: bytes) -> bool:
    if len(block) < _BLOCK or block == _NO_BYTES:
        return block[257:262] == b"ustar"
    if not _CHECKSUM.fullmatch(block[148:156]):  # told at once for every notice, which this is asked of as well
        return block[257:262] == b"ustar"
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except tarfile.HeaderError:
        return block[257:262] == b"ustar"
    return True


def _member(name: str, data: bytes, refusal: str | None = None, *, reason: str = "member_refused") -> Member:
    name = name.encode("utf-8", "replace").decode()[:_NAME_LIMIT]
    if refusal is None and package_kind(data):
        refusal = "a package inside a package"
    return Member(name, b"", Unreadable(reason, refusal)) if refusal else Member(name, data)


# -- tar -------------------------------------------------------------------------------------------------------------


class _Unpacked:
    """The unpacked bytes of a stream, in pieces, with every sum counted."""

    def __init__(self, stream: BinaryIO, kind: str, limits: Limits) -> None:
        self._stream, self._kind, self._limits = stream, kind, limits
        self._taken = self._given = 0
        self._pieces = self._unpack()
        self._piece, self._at = b"", 0

    def _packed(self) -> Iterator[bytes]:
        while piece := self._stream.read(_PIECE):
            self._taken += len(piece)
            yield piece

    def _unpack(self) -> Iterator[bytes]:
        inflate = {"gz": _gunzip, "xz": _unxz}.get(self._kind)
        for piece in inflate(self._packed()) if inflate else self._packed():
            self._given += len(piece)
            if self._given > self._limits.total_bytes:
                raise Unreadable("too_large", f"unpacks to more than {self._limits.total_bytes} bytes")
            if self._given > max(self._limits.ratio_from, self._limits.ratio * self._taken):
                raise Unreadable("too_large", f"unpacks to more than {self._limits.ratio} times its size")
            yield piece

    def read(self, count: int, what: str) -> bytes:
        """Exactly that many bytes. Raises `Unreadable` where the stream ends before."""
        if len(self._piece) - self._at >= count:
            self._at += count
            return self._piece[self._at - count : self._at]
        parts, missing = [self._piece[self._at :]], count - len(self._piece) + self._at
        while missing > 0:
            self._piece = next(self._pieces, b"")
            if not self._piece:
                raise _damaged(f"cut {what}")
            self._at = min(missing, len(self._piece))
            parts.append(self._piece[: self._at])
            missing -= self._at
        return b"".join(parts)

    def start(self, count: int) -> bytes:
        """The first so many bytes, or fewer where there are no more, without passing over them."""
        while len(self._piece) < count and (piece := next(self._pieces, b"")):
            self._piece += piece
        return self._piece[:count]

    def rest(self, limit: int) -> bytes:
        """All bytes that follow. Raises `Unreadable` where they are more than the limit."""
        parts, size = [self._piece[self._at :]], len(self._piece) - self._at
        for piece in self._pieces:
            size += len(piece)
            if size > limit:
                raise Unreadable("too_large", f"unpacks to more than {limit} bytes")
            parts.append(piece)
        return b"".join(parts)

    def skip(self, count: int, what: str) -> None:
        """Pass over that many bytes."""
        while count > 0:
            count -= len(self.read(min(count, _PIECE), what))

    def rest_is_blank(self) -> bool:
        """Whether only zero bytes follow; reads to the end, where compressed streams keep their checksum."""
        blank = not self._piece[self._at :].strip(b"\0")
        for piece in self._pieces:
            blank = blank and not piece.strip(b"\0")
        return blank


def _gunzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(31)
    try:
        for piece in pieces:
            left = piece
            while left:
                if inflater.eof:  # a gzip file may be several, one after the other, and padded with zeros
                    if not (left := left.lstrip(b"\0")):
                        break
                    inflater = zlib.decompressobj(31)
                yield inflater.decompress(left, _PIECE)
                left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            while not inflater.eof and (more := inflater.decompress(b"", _PIECE)):
                yield more
    except zlib.error as error:
        raise _damaged(f"gzip: {error}") from None
    if not inflater.eof:
        raise _damaged("the gzip stream is cut")


def _unxz(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
    try:
        for piece in pieces:
            if inflater.eof:
                if piece.strip(b"\0"):
                    raise _damaged("bytes after the end of the xz stream")
                continue
            yield inflater.decompress(piece, _PIECE)
            while not inflater.eof and not inflater.needs_input:
                yield inflater.decompress(b"", _PIECE)
            if inflater.unused_data.strip(b"\0"):
                raise _damaged("bytes after the end of the xz stream")
    except lzma.LZMAError as error:
        raise _damaged(f"xz: {error}") from None
    if not inflater.eof:
        raise _damaged("the xz stream is cut")


def _alone(unpacked: _Unpacked, limits: Limits, name: str) -> Iterator[Member]:
    yield _member(name, unpacked.rest(limits.member_bytes))


def _tar_members(unpacked: _Unpacked, limits: Limits) -> Iterator[Member]:
    long_name, extended = None, dict[str, str]()
    while True:
        block = unpacked.read(_BLOCK, "before its end mark")
        if block == _NO_BYTES:
            if not unpacked.rest_is_blank():
                raise _damaged("bytes after its end mark")
            return
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
            size = int(extended.get("size", header.size))
        except (tarfile.HeaderError, ValueError, UnicodeError) as error:
            raise _damaged(f"header: {error}") from None
        if size < 0:
            raise _damaged("header: negative size")
        padding = -size % _BLOCK
        if header.type in (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE):
            if size > _HEADER_LIMIT:
                raise _damaged("a header of more than a megabyte")
            said = unpacked.read(size + padding, "inside a header")[:size]
            if header.type == tarfile.GNUTYPE_LONGNAME:
                long_name = said.rstrip(b"\0").decode("utf-8", "replace")
            elif header.type == tarfile.XHDTYPE:
                extended = _extended_header(said)
            continue
        name = extended.get("path", long_name or header.name)
        refusal = _tar_refusal(header, name, extended)
        long_name, extended = None, {}
        if refusal or size > limits.member_bytes or header.isdir():
            unpacked.skip(size + padding, f"inside {name[:_NAME_LIMIT]!r}")
            if refusal:
                yield _member(name, b"", refusal)
            elif not header.isdir():
                yield _member(name, b"", f"{size} bytes", reason="too_large")
            continue
        data = unpacked.read(size, f"inside {name[:_NAME_LIMIT]!r}")
        unpacked.skip(padding, f"after {name[:_NAME_LIMIT]!r}")
        yield _member(name, data)


def _tar_refusal(header: tarfile.TarInfo, name: str, extended: dict[str, str]) -> str | None:
    if header.issym() or header.islnk():
        return "a link"
    if not (header.isdir() or header.type in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)):
        return "not a regular file"
    if any(key.startswith("GNU.sparse") for key in extended):
        return "a sparse file"
    return "an unsafe name" if not name or _UNSAFE_NAME.search(name) else None


def _extended_header(said: bytes) -> dict[str, str]:
    """The `length key=value` lines of a pax header."""
    values: dict[str, str] = {}
    at = 0
    while at < len(said) and said[at : at + 1] != b"\0":
        length, space, _ = said[at : at + 20].partition(b" ")
        if not space or not length.isdigit() or int(length) <= len(length) + 1 or at + int(length) > len(said):
            raise _damaged("header: an extended header that makes no sense")
        key, _, value = said[at + len(length) + 1 : at + int(length) - 1].partition(b"=")
        values[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        at += int(length)
    return values


# -- zip -------------------------------------------------------------------------------------------------------------


def _zip_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    packed_size = _check_directory(stream)
    try:
        package = zipfile.ZipFile(stream)
        entries = package.infolist()
    except ZIP_FAULTS as error:
        raise _damaged(f"zip: {error}") from None
    if len(entries) > limits.members:
        raise Unreadable("too_large", f"more than {limits.members} members")
    given, damage = 0, None
    for entry in entries:
        name = entry.filename
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.is_dir():
            continue
        if not name or _UNSAFE_NAME.search(name):
            yield _member(name, b"", "an unsafe name")
        elif kind not in (0, stat.S_IFREG):
            yield _member(name, b"", "a link" if kind == stat.S_IFLNK else "not a regular file")
        elif entry.flag_bits & 0x1:
            yield _member(name, b"", "the member is encrypted", reason="encrypted")
        elif entry.file_size > limits.member_bytes:
            yield _member(name, b"", f"{entry.file_size} bytes", reason="too_large")
        else:
            given += entry.file_size
            if given > limits.total_bytes or given > max(limits.ratio_from, limits.ratio * packed_size):
                raise Unreadable("too_large", "unpacks to more than a package may")
            try:
                with package.open(entry) as file:
                    data = file.read(limits.member_bytes + 1)
            except (*ZIP_FAULTS, RuntimeError) as error:
                damage = damage or f"{name}: {error}"
                yield _member(name, b"", f"zip: {error}", reason="damaged_package")
                continue
            yield _member(name, data)
    if damage:
        raise _damaged(damage)


def _check_directory(stream: BinaryIO) -> int:
    """The package's size; refuses a directory of names so large that reading it alone would fill the memory."""
    size = stream.seek(0, 2)
    tail = min(size, (1 << 16) + 22)
    stream.seek(size - tail)
    end = stream.read(tail)
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 22:
        raise _damaged("the zip's directory is missing: it is cut")
    directory = int.from_bytes(end[at + 12 : at + 16], "little")
    if directory > _DIRECTORY_LIMIT:
        raise Unreadable("too_large", "its directory alone is larger than a package's may be")
    stream.seek(0)
    return size
