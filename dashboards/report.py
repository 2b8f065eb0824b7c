"""What a document is: the one content model that PDF, Word, PowerPoint, Markdown and the ledger are made from.

A report is built once from the marts; `spelling.py` writes it out in a language, and each renderer on the shelf shows
those same texts. Sentences carry their claims, tables and charts the query that gives their rows.

Rejected: a template per format (the same number would be formatted in four places).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from dashboards.section import Claim, Scope, Tone, Unit, Value
from dashboards.sentences import Sentence
from dashboards.words import Words

if TYPE_CHECKING:
    from dashboards.desk import Desk

ToldBefore = frozenset[str]
"""The Danish sentences that the edition before told: what stands there is no news."""
Audience = Literal["board", "strategist", "analyst"]
MOST_FINDINGS: dict[Audience, int] = {"board": 10, "strategist": 6, "analyst": 1000}
"""How many findings an audience reads: a board one for each of its ten questions, a strategist two pages."""
MOST_PAGES: dict[Audience, int] = {"board": 4, "strategist": 3, "analyst": 1000}
LEAST_WEIGHT = 0.05
"""No factor of a finding's weight is nothing: a sure and large one stays above a new and trifling one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How much a finding matters, each part 0 to 1: how large, how sure, whether told before, what it may decide."""

    effect: float
    certainty: float
    novelty: float = 1.0
    decision: float = 0.5

    @property
    def rank(self) -> float:
        """Effect × certainty × novelty × link to a decision."""
        product = 1.0
        for part in (self.effect, self.certainty, self.novelty, self.decision):
            product *= min(1.0, max(LEAST_WEIGHT, part))
        return product


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding, in its fixed order: what, how sure, why it matters, what is not known; its scope names sources."""

    what: Sentence
    sure: Sentence
    matters: Sentence | None = None
    unknown: Sentence | None = None
    scope: Scope
    weight: Weight
    tone: Tone = "plain"
    path: str = ""
    path_title: Words = field(default_factory=lambda: Words("se mere", "see more"))
    figure: tuple[str, str] | None = None
    """The figure and its slice in mart.quote_light whose light stands beside the sentence."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order."""
        return tuple(one for one in (self.what, self.sure, self.matters, self.unknown) if one is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """A column of a document's table: the query's column, or one for each language (`name_{lang}`)."""

    title: Words
    column: str
    unit: Unit = "text"
    width: int = 1

    @property
    def is_numeric(self) -> bool:
        """Whether values are set flush right."""
        return self.unit in ("count", "dkk", "share", "ratio", "days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table under one claim: the first `most` rows that its query gives."""

    title: Words
    scope: Scope
    claim: Claim
    columns: tuple[GridColumn, ...]
    rows: tuple[Mapping[str, object], ...]
    most: int
    empty: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A bar chart under one claim, whose numbers stay numbers: one bar for each row that its query gives."""

    title: Words
    scope: Scope
    claim: Claim
    label: str
    value: str
    unit: Unit
    rows: tuple[Mapping[str, object], ...]
    label_unit: Unit = "text"
    pale: str = ""
    """The query's column that says which bars are provisional or of a part of their period; none if empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Single numbers with their labels."""

    scope: Scope
    figures: tuple[tuple[Words, Claim], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A sentence as the source wrote it. `text_digest` names the text in which it stands, letter by letter."""

    claim: Claim
    who: str
    said_on: date | None
    url: str
    text_digest: str
    evidence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a document under its heading."""

    title: Words
    blocks: tuple[Told | Grid | Bars | Figures | Cited | Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document. `name` names its files; `limits` say what it cannot tell."""

    name: str
    audience: Audience
    title: Words
    lead: Sentence
    parts: tuple[Part, ...]
    as_of: date
    edition: str
    is_rehearsal: bool
    limits: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKind:
    """One file on the shelf of reports: its name, what it is, and how to build the documents of that kind."""

    name: str
    title: Words
    build: Callable[[Desk, ToldBefore], list[Report]]


def value_of(row: Mapping[str, object], column: str) -> Value:
    """A column of a row, as a claim holds values: lists and the like as text."""
    value = row[column]
    if value is None or isinstance(value, int | float | date | str):
        return value
    return value if isinstance(value, Decimal) else str(value)
