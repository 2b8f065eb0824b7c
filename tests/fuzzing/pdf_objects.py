"""A PDF taken apart into its objects and put together again, so that its table of references fits whatever they say."""

from __future__ import annotations

import random
import re
import zlib

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_TRAILER = re.compile(rb"trailer\n<<(.*)>>\nstartxref", re.DOTALL)
_STREAM = re.compile(rb"<<(.*?)>>\nstream\n(.*)\nendstream", re.DOTALL)
_LENGTH = re.compile(rb"/Length \d+")
_PACKED, _IN_OBJECTS = 0.25, 0.3


def taken_apart(data: bytes) -> tuple[dict[int, bytes], bytes]:
    """The objects of a PDF with an old table by their numbers, and what its trailer says."""
    trailer = _TRAILER.search(data)
    assert trailer
    objects = {int(one[1]): one[2] for one in _OBJECT.finditer(data)}
    return objects, re.sub(rb"/Size \d+", b"", trailer[1])


def put_together(objects: dict[int, bytes], trailer: bytes, rng: random.Random) -> bytes:
    """A PDF of these objects: its streams as long as they say, some packed; now and then its objects are, too."""
    objects = {number: _streamed(body, rng) for number, body in objects.items()}
    if b"/Encrypt" not in trailer and rng.random() < _IN_OBJECTS:
        return _in_object_streams(objects, trailer)
    said, places = _written(b"%PDF-1.4\n", objects)
    rows = b"".join(
        b"%010d 00000 %s \n" % ((places[one], b"n") if one in places else (0, b"f")) for one in range(max(places) + 1)
    )
    size = max(places) + 1
    return said + b"xref\n0 %d\n%strailer\n<< /Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, rows, size, trailer, len(said),
    )  # fmt: skip


def _streamed(body: bytes, rng: random.Random) -> bytes:
    """An object whose stream, where it has one, is as long as it says, and packed now and then."""
    parts = _STREAM.fullmatch(body)
    if parts is None:
        return body
    about, stream = parts.groups()
    if b"/Filter" not in about and rng.random() < _PACKED:
        about, stream = about + b" /Filter /FlateDecode ", zlib.compress(stream, 1)
    return b"<<%s>>\nstream\n%s\nendstream" % (_LENGTH.sub(b"/Length %d" % len(stream), about), stream)


def _in_object_streams(objects: dict[int, bytes], trailer: bytes) -> bytes:
    """The PDF as programs write it since 1.5: objects in a packed stream, and a stream in the place of the table."""
    inside = {number: body for number, body in objects.items() if not _STREAM.fullmatch(body)}
    holder = max(objects) + 1
    heads, at = list[bytes](), 0
    for number, body in inside.items():
        heads.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(heads) + b" "
    packed = zlib.compress(head + b"".join(body + b"\n" for body in inside.values()), 1)
    about = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(inside), len(head))
    rest = {number: body for number, body in objects.items() if number not in inside}
    said, places = _written(b"%PDF-1.5\n", rest | {holder: _stream(about, packed)})
    places[holder + 1] = len(said)
    order = {number: row for row, number in enumerate(inside)}
    rows = b"".join(
        (b"\x02%s%s" % (_four(holder), order[one].to_bytes(2, "big")))
        if one in order
        else b"%c%s\x00\x00" % (one in places, _four(places.get(one, 0)))
        for one in range(holder + 2)
    )
    about = b"/Type /XRef /W [ 1 4 2 ] /Size %d /Filter /FlateDecode %s" % (holder + 2, trailer)
    table = _stream(about, zlib.compress(rows, 1))
    return said + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (holder + 1, table, len(said))


def _stream(about: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about, len(data), data)


def _four(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _written(said: bytes, objects: dict[int, bytes]) -> tuple[bytes, dict[int, int]]:
    places, parts, at = {}, [said], len(said)
    for number, body in objects.items():
        places[number] = at
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    return b"".join(parts), places
