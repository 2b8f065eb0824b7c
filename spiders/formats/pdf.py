"""PDF documents with a text layer: a `Document` and its `Text`, page after page.

pypdf, because it refuses the known bombs by itself and quickly; pdfminer and pdfium do not. Words that a line's end
split are joined, soft hyphens go, and ligatures become letters: a search for `effektiv` must find it.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from spiders.format import Format, Origin, Unreadable
from spiders.formats.dates import date_in_stamp, dates_in_text
from spiders.formats.documents import document_with_text, title_or_first_line
from spiders.formats.languages import language_of
from warehouse.records import Record

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_BYTES = 64 << 20
_MOST_PAGES = 2_000
_MOST_TEXT = 20_000_000
_LEAST_LETTERS_A_PAGE = 80
_LEAST_LETTERS = 60
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFB00, 0xFB07), 0x132, 0x133)}
_SPLIT_WORD = re.compile(r"(?<=[^\W\d_]{2})[-\u00ad\u2010]\n\s*(?=[a-zæøåäöüéß]{2})")
_SURROGATES = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")

# What pypdf raises over a damaged file; it asserts what a damaged file breaks, and reckons with whatever it says.
_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, IndexError, KeyError, NotImplementedError, OSError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip


def recognises(head: bytes, media_type: str | None, name: str) -> bool:
    """A PDF by its mark, or anything that its server or its name calls one: that is then refused as not being it."""
    return b"%PDF-" in head[:1024] or "application/pdf" in (media_type or "").lower() or name.lower().endswith(".pdf")


def read(data: bytes, origin: Origin) -> Iterator[Record]:
    """One document and its text. Raises `Unreadable`: not_pdf, encrypted, no_text_layer, too_large, malformed."""
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("not_pdf", f"begins {data[:24]!r}")
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = _open(data)
        pages = list(_page_texts(reader))
        text = joined(pages)
        said = _said(reader)
    except (*_FAULTS, PyPdfError) as fault:
        raise Unreadable("malformed", f"{type(fault).__name__}: {fault}"[:200]) from None
    letters = sum(character.isalpha() for page in pages for character in page)
    if letters < max(_LEAST_LETTERS, _LEAST_LETTERS_A_PAGE * len(pages)):
        raise Unreadable("no_text_layer", f"letters: {letters}, pages: {len(pages)}")
    latest = origin.first_seen + timedelta(days=1) if origin.first_seen else None
    language = language_of(text, said=said.get("language"))
    yield from document_with_text(
        origin,
        reader=FORMAT.reader,
        kind="pdf",
        text=text,
        url=origin.url,
        title=title_or_first_line(said.get("title"), text),
        published=_published(said.get("created"), text, latest),
        language=language,
    )


def _open(data: bytes) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
        count = len(reader.pages)
    except FileNotDecryptedError:
        raise Unreadable("encrypted") from None
    except NotImplementedError as fault:  # locked for holders of certificates, or in a way that pypdf does not know
        raise Unreadable("encrypted" if "ncryption" in str(fault) else "malformed", str(fault)[:200]) from None
    if count > _MOST_PAGES:
        raise Unreadable("too_large", f"{count} pages, at most {_MOST_PAGES} are read")
    return reader


def _page_texts(reader: PdfReader) -> Iterator[str]:
    size = 0
    for page in reader.pages:
        text = page.extract_text()
        size += len(text)
        if size > _MOST_TEXT:
            raise Unreadable("too_large", f"more than {_MOST_TEXT} characters")
        yield text


def joined(pages: Sequence[str]) -> str:
    """The text of all pages: whole words, plain letters, the heads and feet of pages once."""
    texts = [_SURROGATES.sub(" ", page).translate(_LIGATURES) for page in pages]
    running, seen = _running_lines(texts), set[str]()
    lines = []
    for text in texts:
        for line in _SPLIT_WORD.sub("", text).replace("\u00ad", "").splitlines():
            tidy = " ".join(line.split())
            shape = _shape(tidy)
            if tidy and not (shape in running and shape in seen):
                lines.append(tidy)
                seen.add(shape)
    return "\n".join(lines)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _running_lines(pages: Sequence[str]) -> set[str]:
    """Heads and feet: lines at a page's edge that stand, but for their number, on most pages."""
    if len(pages) < 4:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in (" ".join(one.split()) for one in page.splitlines()) if line]
        seen.update({_shape(line) for line in (*lines[:2], *lines[-2:])})
    return {line for line, count in seen.items() if count > len(pages) * 0.6}


def _said(reader: PdfReader) -> dict[str, str]:
    """Title, day of creation and language, as far as the document's own metadata can be read."""
    said: dict[str, str] = {}
    metadata = reader.metadata
    if metadata:
        said["title"] = str(metadata.get("/Title") or "")
        said["created"] = str(metadata.get("/CreationDate") or "").removeprefix("D:")[:8]
    said["language"] = str(reader.root_object.get("/Lang") or "")
    return said


def _published(created: str | None, text: str, latest: date | None) -> tuple[date | None, str | None]:
    if found := date_in_stamp(created, latest=latest):
        return found, "metadata"
    found = next(dates_in_text(text[:3000], latest=latest), None)
    return found, "text" if found else None


FORMAT = Format(name="pdf", version=5, max_bytes=MAX_BYTES, recognises=recognises, read=read)
