"""A page as bytes → a page as a tree: decoded as strictly as the web allows, and refused where a parser would lie.

lxml drops what lies deeper than 256 elements without an error, and takes seconds for a tag of ten thousand attributes:
both are refused. Bytes that do not decode as anything that they claim to be are refused rather than kept as noise.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree, html
from lxml.html import HtmlElement

from spiders.format import Unreadable

MAX_BYTES = 8 << 20
_LONGEST_TAG = 64 << 10
_LOST_SHARE = 0.001
_LONG_TAG = re.compile(rf"<[A-Za-z][^>]{{{_LONGEST_TAG},}}")
_LONG_VALUE = re.compile(r"""=\s*("[^"]{1000,}"|'[^']{1000,}')""")  # an inlined picture is long, and no bomb
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_DECLARED = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WEB = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "iso8859-1": "cp1252"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def decode(data: bytes, media_type: str | None = None) -> str:
    """The text of a page: byte order mark, then the server's word, the page's own, UTF-8, and at last a detector's.

    Raises `Unreadable("encoding")` where more than one character in a thousand is lost in all of them.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], [name])
    said = [match.group(1) for match in [_DECLARED.search(media_type or "")] if match]
    said += [match.group(1).decode("ascii") for match in [_META.search(data[:4096])] if match]
    return _strictly(data, [*said, "utf-8"])


def _strictly(data: bytes, names: list[str]) -> str:
    for name in names:
        try:
            return _sound(data.decode(_WEB.get(name.lower(), name)))
        except (UnicodeError, LookupError, ValueError):
            continue
    guess = _guess(data)
    for name in [*guess, *names]:
        try:
            text = data.decode(_WEB.get(name.lower(), name), "replace")
        except (LookupError, ValueError):
            continue
        if text.count("\ufffd") <= _LOST_SHARE * len(text) and text.count("\0") == 0:
            return text
    raise Unreadable("encoding", f"neither {', '.join(dict.fromkeys([*names, *guess]))}")


def _sound(text: str) -> str:
    """The text, unless what it decoded to is noise: a wide encoding read as a narrow one, or marks of earlier loss."""
    if text.count("\0") > _LOST_SHARE * len(text) or text.count("\ufffd") > _LOST_SHARE * len(text):
        raise ValueError
    return text


def _guess(data: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 16]).best()
    return [best.encoding] if best else []


def tree_of(text: str) -> HtmlElement:
    """The page's tree. Raises `Unreadable`: attribute_bomb, too_deep, too_large or no_text."""
    for match in _LONG_TAG.finditer(text):
        if len(_LONG_VALUE.sub("", match.group())) > _LONGEST_TAG:
            raise Unreadable("attribute_bomb", f"a start tag of {len(match.group())} characters")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    clean = _CONTROLS.sub(" ", re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1))
    try:
        tree = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, ValueError) as fault:
        raise Unreadable("no_text", str(fault)[:200]) from None
    for error in parser.error_log:
        if error.type_name == "ERR_RESOURCE_LIMIT":
            reason = "too_deep" if "depth" in error.message else "too_large"
            raise Unreadable(reason, error.message[:200])
    return tree
