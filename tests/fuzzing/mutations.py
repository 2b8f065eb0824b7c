"""How a healthy file becomes an input: noise anywhere, or a change that leaves its form whole.

Noise tries what stands first (a parser, a package's directory); what leaves the form whole tries what is behind it:
other values, other trees, other objects.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree, html

from tests.fuzzing.pdf_objects import put_together, taken_apart

_PIECES = (
    b"<!DOCTYPE a>", b"<![CDATA[", b"]]>", b"&#0;", b"&amp;", b"</", b"\x00", b"\xff\xfe", b'"', b"{", b"]", b"1e9999",
    b"-0", b"99999999999999999999", b"0001-01-01", b"2026-02-30", b"xml:lang", b"<a>" * 300, b"\\u0000", b"\r\n" * 50,
)  # fmt: skip
# What stands in an element, an attribute or a JSON value, and what may be put there without spoiling the form around
# it. Blanks between elements are no value, nor is what the XML declaration and the namespaces say.
_MARKUP = re.compile(rb">(?P<text>[^<>]*[^<>\s][^<>]*)<|\s(?!xmlns)[A-Za-z_][\w:.-]*=\"(?P<attribute>[^\"<>]*)\"")
_JSON = re.compile(rb":\s*(?P<json>\"[^\"]*\"|-?[0-9][0-9.]*)")
_VALUES = (
    b"", b" ", b"0", b"-1", b"1e9999", b"NaN", b"9" * 400, b"0.1", b"1,5", b"true", b"null", b"2026-02-30", b"DKK",
    b"0000-00-00", b"9999-12-31+14:00", b"9999-12-31T23:59:59-01:00", b"0001-01-01T00:00:00+14:00", b"xx",
    b"\xc3\xa6\xc3\xb8", b"\xe2\x80\xae", b"a" * 5000, b"&amp;", b"LOT-0001", b"../x", b"=1+1",
)  # fmt: skip
_BARE = (b"0", b"-1", b"1e9999", b"NaN", b"9" * 400, b"true", b"null", b"[]", b"{}", b"[[{}]]", b'{"id":[1]}')
_PDF_TOKEN = re.compile(
    rb"/[A-Za-z0-9+.-]+|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]+>|-?\d+(?:\.\d+)?(?: 0 R)?|[A-Za-z'\"*]{1,3}(?=\s)",
    re.DOTALL,
)
_PDF_VALUES = (
    b"0", b"-1", b"9" * 30, b"-0.00001", b"1e9", b"null", b"true", b"[ ]", b"<< >>", b"()", b"<>", b"<FFFE00D8>",
    b"(\\377\\376\\330\\000)", b"(\\)", b"<0", b"/Identity-H", b"/FlateDecode", b"/ASCII85Decode", b"/LZWDecode",
    b"/Type0", b"/Page", b"/Pages", b"/", b"/#00", b"1 0 R", b"3 0 R", b"99 0 R", b"[ 4 0 R ]", b"<< /Type /Page >>",
    b"BT", b"ET", b"q", b"Q", b"Do", b"TJ", b"Tm", b"'", b"BI", b"ID", b"EI", b"[ (a) -999999 (b) ]", b"a" * 3000,
)  # fmt: skip
_WAYS_TO_PACK = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_DOCUMENT = "word/document.xml"
_KEEPS_ITS_FORM = 0.7
_PACKAGE_IS_WHOLE = 0.97


def case(name: str, data: bytes, rng: random.Random) -> bytes:
    """One input for the reader of that format: most keep their form."""
    if name == "docx":
        return mutated_package(data, rng)
    if rng.random() > _KEEPS_ITS_FORM:
        return mutated(data, rng)
    if name == "pdf":
        return mutated_objects(data, rng)
    if name == "json":
        return mutated_json(data, rng)
    if name == "html" and b"ld+json" in data and rng.random() < 0.1:
        return mutated_json(data, rng)
    return mutated_markup(data, rng, parser=html.HTMLParser() if name == "html" else None)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The bytes after one to eight mutations anywhere."""
    said = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(said) + 1)
        kind = rng.randrange(6)
        if kind == 0 and at < len(said):
            said[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            said[at:at] = rng.choice(_PIECES)
        elif kind == 2:
            del said[at : at + rng.randint(1, 60)]
        elif kind == 3:
            said[at:at] = said[at : at + rng.randint(1, 200)]
        elif kind == 4:
            to = rng.randrange(len(said) + 1)
            said[at:at] = said[to : to + rng.randint(1, 100)]
        elif rng.random() < 0.1:
            del said[at:]
        else:
            said[at : at + 4] = rng.randbytes(4)
    return bytes(said)


def mutated_markup(data: bytes, rng: random.Random, *, parser: etree.HTMLParser | None = None) -> bytes:
    """XML, or HTML with its parser, with other values or another tree."""
    if rng.random() < 0.4:
        return mutated_tree(data, rng, parser=parser)
    places = [
        one
        for one in _MARKUP.finditer(data, max(data[:200].find(b"?>"), 0))
        if not data.startswith(b"<script", data.rfind(b"<", 0, one.start()))
    ]
    said = [one[one.lastgroup or 0].replace(b'"', b"'") for one in places]
    return _replaced(data, _some(places, rng), (*_VALUES, *said), rng)


def mutated_json(data: bytes, rng: random.Random) -> bytes:
    """JSON, or a page that holds some, with other values, or values of another kind."""
    places = list(_JSON.finditer(data))
    said = [one["json"] for one in places]
    quoted = [json.dumps(one.decode(errors="replace")).encode() for one in _VALUES]
    return _replaced(data, _some(places, rng), (*_BARE, *quoted, *said), rng)


def _some(places: Sequence[re.Match[bytes]], rng: random.Random) -> list[re.Match[bytes]]:
    return sorted(rng.sample(places, min(len(places), rng.randint(1, 6))), key=lambda one: -one.start())


def _replaced(data: bytes, places: Sequence[re.Match[bytes]], values: Sequence[bytes], rng: random.Random) -> bytes:
    """The bytes with a value at each of these places, which come last first."""
    for one in places:
        start, end = one.span(one.lastgroup or 0)
        data = data[:start] + rng.choice(values) + data[end:]
    return data


def mutated_tree(data: bytes, rng: random.Random, *, parser: etree.HTMLParser | None = None) -> bytes:
    """XML or HTML with some elements doubled, moved into others, removed, renamed, or bare of their attributes."""
    try:
        root = etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError:  # mutated before
        return mutated(data, rng)
    for _ in range(rng.randint(1, 5)):
        held = [one for one in root.iter() if isinstance(one.tag, str)]
        one, other = rng.choice(held), rng.choice(held)
        above, kind = one.getparent(), rng.randrange(5)
        if kind == 0:
            other.append(deepcopy(one))
        elif kind == 1:
            one.tag = other.tag
        elif kind == 2:
            one.attrib.clear()
        elif kind == 3 and above is not None:
            above.remove(one)
        elif one not in (other, *other.iterancestors()):
            other.insert(rng.randrange(len(other) + 1), one)
    if parser is not None:
        return etree.tostring(root.getroottree(), method="html")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def mutated_package(data: bytes, rng: random.Random) -> bytes:
    """A package of Office with one or two of its parts mutated, mostly its document; seldom the package itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if rng.random() > _PACKAGE_IS_WHOLE:
        return mutated(packed(parts, rng.choice(_WAYS_TO_PACK)), rng)
    for _ in range(rng.choice((1, 1, 1, 2))):
        name = _DOCUMENT if rng.random() < 0.6 else rng.choice(sorted(parts))
        if rng.random() < 0.9:
            parts[name] = mutated_markup(parts[name], rng)
        elif rng.random() < 0.7:
            parts[name] = mutated(parts[name], rng)
        else:
            parts[name] = parts[rng.choice(sorted(parts))]
    return packed(parts)


def packed(parts: dict[str, bytes], way: int = zipfile.ZIP_STORED) -> bytes:
    """A package of these parts: unpacked where nothing is said, as to pack them would take most of the time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part, compress_type=way)
    return held.getvalue()


def mutated_objects(data: bytes, rng: random.Random) -> bytes:
    """A PDF with other words in some objects, streams and its trailer; the table of references fits them."""
    objects, trailer = taken_apart(data)
    said = [one for body in objects.values() for one in _PDF_TOKEN.findall(body)]
    streams = [number for number, body in objects.items() if b"\nstream\n" in body]
    for _ in range(rng.randint(1, 6)):
        number = rng.choice(streams if rng.random() < 0.6 else [*objects, 0])
        body = objects.get(number, trailer)
        places = list(_PDF_TOKEN.finditer(body))
        if not places:
            continue
        start, end = rng.choice(places).span()
        body = body[:start] + rng.choice((rng.choice(_PDF_VALUES), rng.choice(said))) + body[end:]
        if number:
            objects[number] = body
        elif rng.random() < 0.2:  # without its root, a document is not even opened
            trailer = body
    return put_together(objects, trailer, rng)
