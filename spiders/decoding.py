"""Taking the transport's wrapping off an answer, strictly: what is damaged is said to be, and never kept as good.

A gzip body cut at two thirds, or with a wrong checksum, passes through the usual HTTP clients as a good page. Here a
compressed body must reach its own end with its checksum, and nothing may follow it. Each step counts the bytes that
come out, so that a bomb ends at the limit and not in memory.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

_STEP = 1 << 16
_BITE = 64


class Damaged(Exception):  # noqa: N818  it names what the answer is; the caller turns it into an outcome
    """An answer that may not be kept; `outcome` is decode_error, truncated or too_large."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason


class GunzipCheck:
    """Follows a gzip stream to its end without keeping it: `feed` each chunk, then `finish`."""

    def __init__(self, *, limit: int) -> None:
        self._stream = zlib.decompressobj(31)
        self._limit = limit
        self.size = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What the chunk decompresses to, in pieces. Raises `Damaged`."""
        while chunk:
            if self._stream.eof:
                # Several members in a row are one gzip file (RFC 1952); padding and anything else is damage.
                if not chunk.startswith(b"\x1f"):
                    raise Damaged("decode_error", "bytes follow the end of the gzip stream")
                self._stream = zlib.decompressobj(31)
            try:
                piece = self._stream.decompress(chunk, _STEP)
            except zlib.error as fault:
                raise Damaged("decode_error", f"gzip: {fault}") from None
            self.size += len(piece)
            if self.size > self._limit:
                raise Damaged("too_large", f"unpacks to more than {self._limit} bytes")
            yield piece
            chunk = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def finish(self) -> None:
        """Raises `Damaged` where the stream has not reached its end."""
        if not self._stream.eof:
            raise Damaged("decode_error", "the gzip stream ends before its end")


def _gunzip(data: bytes, limit: int) -> bytes:
    check = GunzipCheck(limit=limit)
    plain = b"".join(check.feed(data))
    check.finish()
    return plain


def _inflate(data: bytes, limit: int) -> bytes:
    # "deflate" is zlib by the standard and raw by some servers; the first byte tells them apart.
    stream = zlib.decompressobj(15 if data[:1] and data[0] & 0x0F == 8 and len(data) > 5 else -15)
    try:
        plain = stream.decompress(data, limit + 1)
    except zlib.error as fault:
        raise Damaged("decode_error", f"deflate: {fault}") from None
    if len(plain) > limit:
        raise Damaged("too_large", f"unpacks to more than {limit} bytes")
    if not stream.eof or stream.unused_data:
        raise Damaged("decode_error", "the deflate stream does not end where the answer ends")
    return plain


def _unbrotli(data: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(data), _STEP):
            chunk = data[start : start + _STEP]
            while True:
                piece = stream.process(chunk, output_buffer_limit=_STEP)
                size += len(piece)
                pieces.append(piece)
                if size > limit:
                    raise Damaged("too_large", f"unpacks to more than {limit} bytes")
                # Output may still be held back after all input was taken; only an empty piece says that it is not.
                if not piece or stream.is_finished():
                    break
                chunk = b""
    except brotli.error as fault:
        raise Damaged("decode_error", f"brotli: {fault}") from None
    if not stream.is_finished():
        raise Damaged("decode_error", "the brotli stream ends before its end")
    return b"".join(pieces)


def _unzstd(data: bytes, limit: int) -> bytes:
    stream = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    pieces: list[bytes] = []
    size = 0
    try:
        # Four bytes may say 128 KB of the same: of a bite as small as this some megabytes come out, of a kilobyte 32.
        for start in range(0, len(data), _BITE):
            piece = stream.decompress(data[start : start + _BITE])
            size += len(piece)
            pieces.append(piece)
            if size > limit:
                raise Damaged("too_large", f"unpacks to more than {limit} bytes")
    except zstandard.ZstdError as fault:
        raise Damaged("decode_error", f"zstd: {fault}") from None
    if not stream.eof or stream.unused_data:
        raise Damaged("decode_error", "the zstd stream does not end where the answer ends")
    return b"".join(pieces)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
ACCEPTED = "gzip, deflate, br, zstd"


def decode(data: bytes, encodings: str | None, *, limit: int) -> bytes:
    """The answer without its content encodings (`gzip`, or `gzip, br`, undone from the last). Raises `Damaged`."""
    names = [name.strip().lower() for name in (encodings or "").split(",") if name.strip()]
    if len(names) > 3:
        raise Damaged("decode_error", f"{len(names)} encodings are piled on one another")
    for name in reversed(names):
        if name == "identity":
            continue
        if name not in _DECODERS:
            raise Damaged("decode_error", f"the encoding {name[:40]!r} is not known")
        data = _DECODERS[name](data, limit) if data else data
    if len(data) > limit:
        raise Damaged("too_large", f"is larger than {limit} bytes")
    return data


_ENDS = {
    "html": re.compile(rb"</html\s*>\s*(<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL),
    "xml": re.compile(rb">\s*\Z"),
    "pdf": re.compile(rb"%%EOF\s*\Z"),
}


def check_own_end(data: bytes, media_type: str | None) -> None:
    """Whether an answer that came without a length is whole, by its own last bytes. Raises `Damaged`.

    Such an answer ends when the connection does, so a cut looks like an end; only the document itself can tell.
    """
    kind = (media_type or "").lower()
    if "json" in kind:
        try:
            json.loads(data)
        except (ValueError, RecursionError):
            raise Damaged("truncated", "the answer came without a length, and its JSON is not complete") from None
        return
    for name, end in _ENDS.items():
        if name in kind:
            if not end.search(data[-4096:]):
                raise Damaged("truncated", "the answer came without a length, and its end is missing")
            return
    raise Damaged("truncated", "the answer came without a length, so nobody can tell whether it is whole")
