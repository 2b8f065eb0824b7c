"""The words: every kind of record that a reader or a classifier may write, and its shape on disk.

A record's Arrow schema is derived from its annotations, so that its class is the only place where a column is named.
Rejected: pydantic models (ten times slower to build, and readers already guarantee the types), free dictionaries (a
misspelt key would become a new column in silence).

Types on disk: `str` → string, `int` → int64, `float` → double, `bool` → bool, `date` → date32, `datetime` →
timestamp[us, UTC], `Decimal` → decimal128(24, 4), `tuple[str, ...]` → list<string>. A field that may be unknown says
`| None`; unknown is always NULL, never an empty string or a placeholder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from warehouse.record import Record as Record
from warehouse.record import arrow_schema as arrow_schema
from warehouse.record import organisation_key as organisation_key
from warehouse.record import record
from warehouse.record import text_digest as text_digest
from warehouse.record import to_table as to_table
from warehouse.text_records import Document as Document
from warehouse.text_records import PagePart as PagePart
from warehouse.text_records import Text as Text
from warehouse.text_records import TextBlock as TextBlock


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
    `kept_share` is about the two texts: the share of all words that stayed, 0 to 1; `extent` is its name.
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
    kept_share: float
    extent: str
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
READ_KINDS: tuple[type[Record], ...] = (
    Notice,
    Lot,
    Award,
    AwardSupplier,
    Organisation,
    Document,
    Text,
    TextBlock,
    PagePart,
    UnusedPath,
)
KINDS: tuple[Kind, ...] = (*READ_KINDS, Mention, Label, PageChange, Player, Resolution)
