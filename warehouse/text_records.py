"""The words for texts that are not notices: a document, its text, the text's blocks, a page's typed parts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from warehouse.record import Record, record


@record
class Document(Record):
    """A text that is not a notice: a page, a news item, a policy paper, a report.

    `document_id` is the digest of the canonical URL (or of the evidence where there is none); `document_kind` is html,
    pdf, docx, law or case; `document_type` one of `document_types.TYPES`, with the words that told it in `type_cue`;
    `period_from` and `period_to` are the first and last day for which a paper says that it holds, with `period_basis`
    (title, url, text, metadata); `sketch` is what near-duplicates are found by; `date_basis` says where
    `published_date` comes from (metadata, text, url, first_seen); `language` is ISO 639-1 upper-case; `flags` lists
    what a reader should know (`recall_low`, `mixed_language`).
    """

    kind: ClassVar[str] = "document"
    document_id: str
    url: str | None = None
    document_kind: str
    document_type: str = "page"
    type_cue: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_date: date | None = None
    date_basis: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    period_basis: str | None = None
    language: str | None = None
    text_digest: str | None = None
    char_count: int = 0
    sketch: str | None = None
    flags: tuple[str, ...] = ()


@record
class Text(Record):
    """A text that classifiers read, once per digest and owner: of a notice or of a document (`owner_kind`)."""

    kind: ClassVar[str] = "text"
    text_digest: str
    owner_kind: str
    owner_id: str
    language: str | None = None
    text: str


@record
class TextBlock(Record):
    """One block of a document's text, in order: `text[start:end]` is a heading, paragraph, list_item or table_row.

    `level` is a heading's (1 to 6), else NULL; `language` is ISO 639-1 upper-case, the document's own where the block
    is too short to tell.
    """

    kind: ClassVar[str] = "text_block"
    document_id: str
    text_digest: str
    block_number: int
    block_kind: str
    level: int | None = None
    start: int
    end: int
    language: str | None = None


@record
class PagePart(Record):
    """A part of a page that is a thing of its own: a product, reference_customer, partner, news_item or job_ad.

    `name` is what the page calls it, `summary` its next words, `link` where it leads, `part_date` the day that stands
    in it, and `cue` the mark-up or the heading that told what it is.
    """

    kind: ClassVar[str] = "page_part"
    document_id: str
    part_number: int
    part_kind: str
    name: str
    summary: str | None = None
    link: str | None = None
    part_date: date | None = None
    cue: str
