"""The words: every kind of record that a reader or a classifier may write, and its shape on disk.

A record's Arrow schema is derived from its annotations, so that its class is the only place where a column is named.
Rejected: pydantic models (ten times slower to build, and readers already guarantee the types), free dictionaries (a
misspelt key would become a new column in silence).

Types on disk: `str` → string, `int` → int64, `float` → double, `bool` → bool, `date` → date32, `datetime` →
timestamp[us, UTC], `Decimal` → decimal128(24, 4), `tuple[str, ...]` → list<string>. A field that may be unknown says
`| None`; unknown is always NULL, never an empty string or a placeholder.
"""

from __future__ import annotations

import hashlib
import operator
import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

import pyarrow as pa

from warehouse.record import record

_ARROW: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    Decimal: pa.decimal128(24, 4),
    tuple[str, ...]: pa.list_(pa.string()),
}


def text_digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal characters: the identity of a text wherever it stands."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def organisation_key(*, name: str | None, national_id: str | None, country: str | None) -> str:
    """One key for everything that says the same of an organisation, as published: 24 hexadecimal characters."""
    said = "\x1f".join((name or "", national_id or "", country or ""))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


@record
class Record:
    """What every record carries: which bytes it was read from, and by what.

    `evidence_id` is the SHA-256 of the archived bytes; `part` the member's name where the evidence is a package,
    else an empty string; `source` the study's name of the source; `reader` is `name@version`.
    """

    kind: ClassVar[str] = ""
    evidence_id: str
    part: str
    source: str
    reader: str


@record
class Notice(Record):
    """One publication about a procedure.

    `notice_id` is the key: `<number>-<year>` on TED, `<publisher>:<its id>` elsewhere (`DOFFIN:2022-319091`,
    `OCDS:<ocid>/<release id>`). `country` is ISO 3166-1 alpha-2 (GB and GR, never UK and EL), `language` and
    `languages` upper-case ISO 639-1, `cpv_*` eight digits without the check digit, amounts as published with their
    ISO 4217 currency (placeholders included: judging them is the warehouse's work), `notice_kind` one of planning,
    competition, result, modification, change, other. `form` is the eForms subtype or the TED form's name.
    """

    kind: ClassVar[str] = "notice"
    notice_id: str
    notice_uuid: str | None = None
    notice_version: str | None = None
    format: str
    schema_version: str | None = None
    root_element: str | None = None
    form: str | None = None
    notice_kind: str
    notice_type: str | None = None
    is_change: bool = False
    changed_notice: str | None = None
    modified_notice: str | None = None
    publication_number: str | None = None
    oj_issue: str | None = None
    publication_date: date | None = None
    dispatch_date: date | None = None
    country: str | None = None
    language: str | None = None
    languages: tuple[str, ...] = ()
    title: str | None = None
    description: str | None = None
    cpv_main: str | None = None
    cpv_all: tuple[str, ...] = ()
    nuts: tuple[str, ...] = ()
    procedure_type: str | None = None
    contract_nature: str | None = None
    legal_basis: str | None = None
    procedure_id: str | None = None
    previous_notice: str | None = None
    est_value: Decimal | None = None
    est_currency: str | None = None
    total_value: Decimal | None = None
    total_low: Decimal | None = None
    total_high: Decimal | None = None
    total_currency: str | None = None
    framework_max: Decimal | None = None
    framework_max_currency: str | None = None
    framework_or_dps: str | None = None
    deadline: date | None = None
    duration: str | None = None
    lot_count: int = 0
    withheld_fields: int = 0
    url: str | None = None


@record
class Lot(Record):
    """A part of a procedure that is awarded on its own (`lot_kind` lot), a group of lots, or a planning part.

    `duration_unit` is day, week, month or year; `renewal_max` the number of possible renewals.
    """

    kind: ClassVar[str] = "lot"
    notice_id: str
    lot_id: str
    lot_kind: str = "lot"
    title: str | None = None
    description: str | None = None
    cpv_main: str | None = None
    cpv_all: tuple[str, ...] = ()
    nuts: tuple[str, ...] = ()
    est_value: Decimal | None = None
    est_currency: str | None = None
    framework_max: Decimal | None = None
    framework_max_currency: str | None = None
    framework_or_dps: str | None = None
    duration_value: Decimal | None = None
    duration_unit: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    renewal_max: int | None = None
    renewal_text: str | None = None
    options_text: str | None = None
    deadline: date | None = None


@record
class Award(Record):
    """The decision about a lot (or about several: `lot_ids`), one row per award item and contract as published.

    `status` is awarded, not_awarded, open or unknown; `reason` the publisher's code for why nothing was awarded.
    `value_kind_hint` says what the publisher calls the amount: contract, call_off, framework_ceiling, estimate,
    amendment_total. `customer_text` is free text that may name the end customer of a call-off.
    """

    kind: ClassVar[str] = "award"
    notice_id: str
    award_id: str
    item: str | None = None
    lot_ids: tuple[str, ...] = ()
    status: str
    reason: str | None = None
    contract_no: str | None = None
    title: str | None = None
    value: Decimal | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    est_value: Decimal | None = None
    currency: str | None = None
    framework_max: Decimal | None = None
    framework_max_currency: str | None = None
    value_kind_hint: str | None = None
    bids_received: int | None = None
    award_date: date | None = None
    contract_date: date | None = None
    customer_text: str | None = None


@record
class AwardSupplier(Record):
    """One supplier of one award; joint suppliers (a consortium) are several rows of the same `award_id`.

    `organisation_key` joins to `Organisation`; `role` is supplier or subcontractor.
    """

    kind: ClassVar[str] = "award_supplier"
    notice_id: str
    award_id: str
    organisation_key: str
    role: str = "supplier"
    is_leader: bool | None = None


@record
class Organisation(Record):
    """A legal entity as one notice names it, in one role (buyer or supplier). Never a person: contacts end in reading.

    `national_id` is as published; `national_id_normalised` is set only where a checksum or a strict form vouches for
    it (`DK:12345678`), and `national_id_flag` says ok, invalid, unchecked (no check is
    known for the country), junk or missing. A natural person's own number is never kept: it is missing.
    """

    kind: ClassVar[str] = "organisation"
    notice_id: str
    organisation_key: str
    role: str
    name: str | None = None
    national_id: str | None = None
    national_id_normalised: str | None = None
    national_id_flag: str = "missing"
    town: str | None = None
    postcode: str | None = None
    country: str | None = None
    nuts: str | None = None
    domain: str | None = None
    size: str | None = None
    legal_type: str | None = None
    activity: str | None = None
    is_natural_person: bool = False


@record
class Document(Record):
    """A text that is not a notice: a page, a news item, a policy paper, a report.

    `document_id` is the digest of the canonical URL (or of the evidence where there is none); `document_kind` is html
    or pdf; `date_basis` says where `published_date` comes from (metadata, text, url, first_seen); `language` is ISO
    639-1 upper-case; `flags` lists what a reader should know (`no_text_layer`, `recall_low`).
    """

    kind: ClassVar[str] = "document"
    document_id: str
    url: str | None = None
    document_kind: str
    title: str | None = None
    publisher: str | None = None
    published_date: date | None = None
    date_basis: str | None = None
    language: str | None = None
    text_digest: str | None = None
    char_count: int = 0
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
class UnusedPath(Record):
    """A path in a notice that its reader neither reads nor knows: the first sign that a format is changing.

    `path` is of local names below the root, `count` how often it stands in the notice. Nothing below it is listed.
    """

    kind: ClassVar[str] = "unused_path"
    notice_id: str
    format: str
    path: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where a text names a technology, theme, need or player: `text[start:end] == quote`, offsets in characters.

    `context` is the sentence, `rule` pattern@version, `grade` as in `nlp.commitment`, `horizon` as in `nlp.need`."""

    kind: ClassVar[str] = "mention"
    text_digest: str
    target_kind: str
    target: str
    start: int
    end: int
    quote: str
    context: str
    layer: str
    rule: str
    grade: str | None = None
    horizon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a classifier says of a whole text: `value` is `unknown` where it abstains; the quote is its best reason."""

    kind: ClassVar[str] = "label"
    text_digest: str
    target_kind: str
    value: str
    score: float
    layer: str
    rule: str
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """One typed difference between two texts of a document; `core.page_change` names the types and counts the places.

    A quote starts at its place in its text; what was added has none before, what went none after, `none` none at all.
    """

    kind: ClassVar[str] = "page_change"
    document_id: str
    from_digest: str
    to_digest: str
    change_number: int
    change_type: str
    before_start: int | None = None
    before_quote: str | None = None
    after_start: int | None = None
    after_quote: str | None = None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """The one actor behind organisations, with its class, which layer decided it and why (one sentence)."""

    kind: ClassVar[str] = "player"
    player_id: str
    name: str
    country: str | None = None
    national_id: str | None = None
    player_class: str = "unknown"
    class_layer: str = "unknown"
    class_reason: str
    is_public: bool | None = None
    is_focal: bool = False
    is_customer: bool = False
    roles: tuple[str, ...] = ()
    parent_id: str | None = None
    website: str | None = None
    source_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Which player an organisation is, by which layer (judgement, id, alias, name, model, alone) and why."""

    kind: ClassVar[str] = "resolution"
    organisation_key: str
    player_id: str
    layer: str
    reason: str
    score: float = 1.0


Kind = type[Record] | type[Mention] | type[Label] | type[PageChange] | type[Player] | type[Resolution]
READ_KINDS: tuple[type[Record], ...] = (Notice, Lot, Award, AwardSupplier, Organisation, Document, Text, UnusedPath)
KINDS: tuple[Kind, ...] = (*READ_KINDS, Mention, Label, PageChange, Player, Resolution)
_SCHEMAS: dict[str, pa.Schema] = {}  # resolving annotations takes longer than a table of a hundred records


def arrow_schema(kind: Kind) -> pa.Schema:
    """The Arrow schema of a kind of record, columns in the order of its fields."""
    if kind.kind not in _SCHEMAS:
        _SCHEMAS[kind.kind] = _schema_of(kind)
    return _SCHEMAS[kind.kind]


def _schema_of(kind: Kind) -> pa.Schema:
    hints = typing.get_type_hints(kind)
    columns = []
    for field in fields(kind):
        hint = hints[field.name]
        optional = typing.get_origin(hint) in (types.UnionType, typing.Union)
        inner = next(part for part in typing.get_args(hint) if part is not types.NoneType) if optional else hint
        columns.append(pa.field(field.name, _ARROW[inner], nullable=optional))
    return pa.schema(columns)


def to_table(kind: Kind, rows: Sequence[object] | Iterable[object]) -> pa.Table:
    """Records of one kind as an Arrow table: one row each, NULL for unknown.

    Raises `pa.ArrowInvalid` on a wrong type.
    """
    schema = arrow_schema(kind)
    columns = list(zip(*map(operator.attrgetter(*schema.names), rows), strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
