"""What a section of the report is, and the one content model that every renderer shows.

A section declares its title, the question it answers, the marts it reads, its method and its limits, and builds pages
of blocks. Every number in a block is a `Claim` or sits under a `Scope` with the SQL that gives it, so that the site, a
PDF and a Word file cannot show different numbers, and each can be asked again.

Rejected: templates that query (the number would exist in the HTML only), one model per output format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Protocol

from dashboards.words import Lang, Words

if TYPE_CHECKING:
    from dashboards.desk import Desk

Unit = Literal[
    "text", "count", "dkk", "share", "ratio", "date", "days", "year", "quarter",
    "verdict", "stream", "class", "kind", "speaker", "reason", "probability",
]  # fmt: skip
"""How a value is written; the second line are codes that are written in words."""
Value = int | float | Decimal | date | str | None
Tone = Literal["plain", "up", "down", "open", "warn", "green", "yellow", "red"]


class SectionError(RuntimeError):
    """A section breaks its own declaration: reads what it does not name, or states no scope."""


class Marts(Protocol):
    """What the dashboards need of an edition (`warehouse.edition.Edition` is one)."""

    @property
    def id(self) -> str:
        """The edition's name."""
        ...

    @property
    def manifest(self) -> Mapping[str, object]:
        """What the edition says of itself."""
        ...

    def query(self, sql: str, params: Sequence[object] | None = None) -> list[dict[str, object]]:
        """Rows of a read-only query, as dictionaries by column."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a figure is about: the line under it. `coverage` is a share 0-1, `method` the mart that computed it."""

    population: Words
    sources: tuple[str, ...]
    as_of: date
    method: str
    period: Words | None = None
    n: float | None = None
    coverage: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A number or a table bound to the query that gives it.

    `column` names the column that holds `value`, in the query's row number `row` (from 0); where it is None the claim
    is the whole table, and `value` is the digest of its rows.
    """

    claim_id: str
    sql: str
    value: Value
    column: str | None = None
    unit: Unit = "text"
    low: float | None = None
    high: float | None = None
    n: float | None = None
    coverage: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A way on inside the site: `href` is relative to the language's root (`@site/` to the site's)."""

    text: str | Words
    href: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address as a source wrote it: a link where it is plain http(s), else its text alone."""

    text: str | Words
    href: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that must not be given, with the reason: "cannot tell" or "not stated", never a bare number."""

    label: Words
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its interval in a table; `top` is the scale's end, so that rows compare by eye."""

    value: float | None
    low: float | None
    high: float | None
    unit: Unit
    top: float


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line in a table cell: one value per period, with its meaning in words."""

    values: tuple[float, ...]
    meaning: Words


@dataclass(frozen=True, slots=True)
class Badge:
    """A verdict: words with a shape, so that it is read without colour."""

    text: Words
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Several:
    """More than one thing in a cell or a definition."""

    parts: tuple[Link | Address | Words | str, ...]


Cell = int | float | Decimal | date | str | Words | Link | Address | Unknown | Interval | Spark | Badge | Several | None


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its heading, what its plain values are, and whether its values are offered as a choice."""

    title: Words
    unit: Unit = "text"
    is_filter: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether values are set flush right."""
        return self.unit in ("count", "dkk", "share", "ratio", "days")


@dataclass(frozen=True, slots=True)
class Light:
    """Whether a figure may be quoted, and what must stand beside it."""

    badge: Badge
    reason: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A paragraph, with a heading where it opens a part; `code` is a command to run."""

    text: Words
    title: Words | None = None
    tone: Tone = "plain"
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence whose words follow the statistics, with how sure it is and where to look."""

    sentence: Words
    sureness: Words
    tone: Tone
    claims: tuple[Claim, ...]
    link: Link | None = None
    light: Light | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The headline sentences."""

    title: Words
    scope: Scope
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number on a card. `instead` says why it is not given, `light` whether it may be quoted."""

    label: Words
    claim: Claim
    note: Words | None = None
    instead: Unknown | None = None
    link: Link | None = None
    light: Badge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A row of cards under one scope."""

    title: Words
    scope: Scope
    numbers: tuple[Number, ...]
    quiet_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table under one claim. `left_out` counts rows that the query gives and the page does not show."""

    title: Words
    scope: Scope
    claim: Claim
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Words
    left_out: int = 0
    note: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with its text: `alt` says what it shows to whoever cannot see it; `draw` gives the SVG in a
    language, narrow (for a phone) or not."""

    title: Words
    scope: Scope
    claim: Claim
    alt: Words
    draw: Callable[[Lang, bool], str]
    note: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A short list of what is known about one thing, under one claim.

    `brief` leaves its scope and query to the end of the page, where they stand once for all; `place` names the spot.
    """

    title: Words
    scope: Scope
    claim: Claim
    facts: tuple[tuple[Words, Cell], ...]
    brief: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence as the source wrote it, with the words that matter marked, and the way to its evidence."""

    before: str
    marked: str
    after: str
    who: str
    said_on: date | None
    stream: Words
    evidence: Link
    source: Address | None
    rule: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Some quotes under one claim."""

    title: Words
    scope: Scope
    claim: Claim
    quotes: tuple[Quote, ...]
    empty: Words
    brief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """Small multiples: the same small chart for each of many things."""

    title: Words
    scope: Scope
    claim: Claim
    drawings: tuple[tuple[Link, Badge, Spark], ...]
    empty: Words
    note: Words | None = None


Figure = Findings | Numbers | Table | Chart | Facts | Quotes | Drawings
Block = Prose | Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site. `path` is relative to the language's root; `parents` lead back, `also` on."""

    path: str
    title: Words
    lead: Words
    blocks: tuple[Block, ...]
    section: str = ""
    parents: tuple[Link, ...] = ()
    also: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of report and site. The first page that `build` gives is its own; `group` is its place in the menu."""

    name: str
    order: int
    title: Words
    question: Words
    scope: Words
    marts: tuple[str, ...]
    method: Words
    limits: Words
    group: str = ""
    build: Callable[[Desk], list[Page]] = field(repr=False)


def claims_of(block: Block) -> tuple[Claim, ...]:
    """Every claim that a block shows."""
    if isinstance(block, Prose):
        return ()
    if isinstance(block, Numbers):
        return tuple(number.claim for number in block.numbers)
    if isinstance(block, Findings):
        return tuple(claim for finding in block.findings for claim in finding.claims)
    return (block.claim,)
