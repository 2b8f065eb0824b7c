"""What one format is: how to recognise bytes, and how to read records out of them.

A format is a module on the shelf `spiders/formats/` with one `FORMAT`. Reading is a pure function of the bytes and
their `Origin`: no clock, no network, no database, so that the same evidence always gives the same records. Whatever a
reader does not understand raises `Unreadable` with a reason from `REASONS`; it is then quarantined, never dropped.
Dispatch is by content (root element and namespace, magic bytes), never by date or by file name alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from warehouse.records import Record
from warehouse.tombstone import TAKEN_OUT

REASONS = {
    TAKEN_OUT: "it names somebody who was taken out of the study",
    "empty": "there are no bytes",
    "unknown_format": "no reader recognises the bytes",
    "not_xml": "the bytes are not well-formed XML",
    "not_json": "the bytes are not complete JSON",
    "not_pdf": "the bytes are not a PDF",
    "has_doctype": "the document declares a DOCTYPE, which no notice needs and an attack would",
    "too_deep": "elements are nested deeper than the parser reads without losing text",
    "too_large": "the bytes exceed the limit for their format",
    "attribute_bomb": "a start tag is longer than any honest page writes",
    "encoding": "the text does not decode as it says it does",
    "no_text": "no main text is left after boilerplate",
    "no_text_layer": "the PDF has pages but no text layer",
    "encrypted": "the document is encrypted",
    "not_a_published_notice": "the root is a reception format or the notice was never published",
    "not_procurement": "the notice is not about procurement",
    "template": "the notice holds unexpanded variables",
    "placeholder_number": "the publication number is a placeholder",
    "missing_identity": "the notice says neither its number nor its id",
    "malformed": "a value that identifies the record cannot be read",
    "member_refused": "the package's member breaks a rule of safe packages",
    "damaged_package": "the package is cut or damaged",
    "over_time": "reading took longer than its limit",
    "over_memory": "reading took more memory than its limit",
    "crashed": "the reading process ended without an answer",
    "reader_error": "the reader met something it was not written for",
}


class Unreadable(Exception):  # noqa: N818  it names what the evidence is, and no caller handles it as a fault of ours
    """Evidence that a reader refuses; `reason` is a key of `REASONS`, `detail` one line that says where or what."""

    def __init__(self, reason: str, detail: str = "") -> None:
        assert reason in REASONS, reason
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where bytes came from, as the ledger knows it; everything that a reader may know besides the bytes.

    `publication_number` is set where the channel, not the file, carries it; `last_modified` is the server's word.
    """

    evidence_id: str
    part: str = ""
    source: str
    url: str | None = None
    media_type: str | None = None
    publisher: str | None = None
    publication_number: str | None = None
    first_seen: date | None = None
    last_modified: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: `recognises(head, media_type, name)` looks at the first 4 KiB; `read(data, origin)` gives records.

    `version` grows whenever the same bytes would give other records; evidence is then read again. `max_bytes` is the
    largest input that is read at all.
    """

    name: str
    version: int
    max_bytes: int
    recognises: Callable[[bytes, str | None, str], bool]
    read: Callable[[bytes, Origin], Iterable[Record]]

    @property
    def reader(self) -> str:
        """`name@version`, as each record carries it."""
        return f"{self.name}@{self.version}"
