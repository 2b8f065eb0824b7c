"""What every reader of documents ends with: one `Document` and its `Text`, without people's addresses in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date

from spiders.format import Origin
from spiders.formats.blocks import is_mixed, text_blocks
from spiders.formats.document_types import period_of, type_of
from spiders.formats.sketch import sketch_of
from spiders.formats.wording import MASK, mask
from warehouse.records import Document, Record, Text, text_digest

# Danish and Norwegian numbers in pairs; pages list them with nothing before them, under a person's picture.
_PAIRS = re.compile(r"(?<![\w.,-])\d{2}([ .])\d{2}\1\d{2}\1\d{2}(?![\w,-]|[ .]\d)")

_NOT_A_TITLE = re.compile(
    r"^(microsoft word|word document|untitled|document\d*|dokument\d*|\S+\.(docx?|pptx?|indd|pdf|xlsx?)$|slide \d"
    r"|præsentation|.{0,3}$)",
    re.IGNORECASE,
)
_SURROGATES = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")


def mask_contacts(text: str) -> str:
    """E-mail addresses and telephone numbers of people replaced by a fixed mark. Masking twice changes nothing."""
    return _PAIRS.sub(MASK, mask(text))


def document_with_text(
    origin: Origin,
    *,
    reader: str,
    kind: str,
    text: str,
    url: str | None,
    title: str | None,
    published: tuple[date | None, str | None],
    language: str | None,
    flags: tuple[str, ...] = (),
    publisher: str | None = None,
    document_type: tuple[str, str | None] | None = None,
    period: tuple[date | None, date | None, str | None] | None = None,
    headings: Mapping[str, int] | None = None,
) -> Iterator[Record]:
    """A document, its text and the text's blocks. Without a date of its own it has the day on which it was first seen.

    `document_type`, `period` and `publisher` are given where the channel itself says them; else they are told from
    title, address and text, and the site's publisher stands.
    """
    text = mask_contacts(text)
    digest = text_digest(text)
    day, basis = published
    if day is None:
        day, basis = origin.first_seen, "first_seen" if origin.first_seen else None
    document_id = hashlib.sha256((url or f"{origin.evidence_id}/{origin.part}").encode("utf-8", "replace")).hexdigest()[
        :24
    ]
    blocks = text_blocks(
        origin,
        reader=reader,
        document_id=document_id,
        digest=digest,
        text=text,
        language=language,
        headings=headings or {},
    )
    is_paper = kind in {"pdf", "docx"}
    sort, cue = document_type or type_of(title=title, url=url, text=text, is_paper=is_paper)
    period = period or period_of(sort, title=title, url=url, text=text, is_paper=is_paper)
    yield Document(
        evidence_id=origin.evidence_id,
        part=origin.part,
        source=origin.source,
        reader=reader,
        document_id=document_id,
        url=url,
        document_kind=kind,
        document_type=sort,
        type_cue=cue,
        title=mask_contacts(title) if title else None,
        publisher=publisher or origin.publisher,
        published_date=day,
        date_basis=basis,
        period_from=period[0],
        period_to=period[1],
        period_basis=period[2],
        language=language,
        text_digest=digest,
        char_count=len(text),
        sketch=sketch_of(text),
        flags=(*flags, "mixed_language") if is_mixed(blocks, language) else flags,
    )
    yield Text(
        evidence_id=origin.evidence_id,
        part=origin.part,
        source=origin.source,
        reader=reader,
        text_digest=digest,
        owner_kind="document",
        owner_id=document_id,
        language=language,
        text=text,
    )
    yield from blocks


def title_or_first_line(said: str | None, text: str) -> str | None:
    """What a paper's metadata call it, unless a program or a file's name speaks there; then its first line of words."""
    said = _SURROGATES.sub(" ", " ".join((said or "").split()))[:300]
    if said and not _NOT_A_TITLE.search(said):
        return said
    return next((line[:300] for line in text.splitlines() if sum(map(str.isalpha, line)) >= 4), None)
