"""Where a section works: it asks marts, and only those it declares, and turns answers into claims with their scope.

Values are written into the SQL as literals rather than bound, because the very same text stands under the figure for
readers to run; `literal` is the only way in, and doubles every quote.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dashboards.claims import digest_rows
from dashboards.rows import Row
from dashboards.section import Claim, Link, Marts, Scope, SectionError, Unit, Value
from dashboards.streams import EVERYTHING, streams_of
from dashboards.words import Words

_PRESENT = """select 'mart.' || table_name as name from information_schema.tables
where table_schema = 'mart' order by 1"""
_LINEAGE = """select distinct table_schema || '.' || table_name as name, depends_on from mart.data_dictionary
where depends_on is not null"""
_READS = re.compile(r"\b(?:from|join)\s+([a-z_]+\.[a-z_]+)", re.IGNORECASE)
_SLUG = re.compile(r"[^a-z0-9]+")


def literal(value: str | int | date) -> str:
    """A value as SQL writes it. Raises SectionError for text that no literal can hold."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if "\0" in value:
        raise SectionError("a text with a NUL character cannot stand in a query")
    return "'" + value.replace("'", "''") + "'"


def fill(template: str, **values: str | int | date) -> str:
    """A query with its `{names}` replaced by literals."""
    return template.format(**{name: literal(value) for name, value in values.items()})


def slug(key: str) -> str:
    """A file name for a key: readable where the key is, and never the same for two keys."""
    plain = _SLUG.sub("-", key.lower()).strip("-")[:40]
    return plain if plain == key else f"{plain or 'x'}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What the edition says of its study, the sources of each stream, and which streams each mart is made from."""

    study: str
    night_id: str
    title: Words
    as_of: date
    is_rehearsal: bool
    focal_player_id: str | None
    sources: dict[str, tuple[str, ...]]
    streams: dict[str, tuple[str, ...]]

    def sources_of(self, mart: str) -> tuple[str, ...]:
        """The sources of a mart: its streams', the study's own file where it rests on that alone, else all."""
        streams = self.streams.get(mart, EVERYTHING)
        return self.named(streams) if streams else (f"{self.study}.toml",)

    def named(self, streams: tuple[str, ...]) -> tuple[str, ...]:
        """The sources of some streams."""
        return tuple(source for stream in streams for source in self.sources.get(stream, ()))


def marts_of(marts: Marts) -> tuple[str, ...]:
    """The marts that an edition holds: what it has not got is said to be missing, and stops nothing."""
    return tuple(str(row["name"]) for row in marts.query(_PRESENT))


def read_study(marts: Marts) -> Study:
    """The edition's study. Raises SectionError where the edition has none."""
    rows = marts.query("select * from mart.study")
    if not rows:
        raise SectionError("the edition names no study: mart.study is empty")
    row = Row(rows[0])
    as_of = row.day("as_of")
    if as_of is None:
        raise SectionError("the edition's study has no as-of date")
    by_stream: defaultdict[str, list[str]] = defaultdict(list)
    for source in marts.query("select stream, source from mart.source_coverage order by stream, source"):
        by_stream[str(source["stream"])].append(str(source["source"]))
    return Study(
        study=row.text("study"),
        night_id=row.text("night_id"),
        title=Words(row.text("title_da") or row.text("title_en"), row.text("title_en") or row.text("title_da")),
        as_of=as_of,
        is_rehearsal=row.flag("is_rehearsal"),
        focal_player_id=row.text("focal_player_id") or None,
        sources={stream: tuple(names) for stream, names in by_stream.items()},
        streams=_streams(marts),
    )


def _streams(marts: Marts) -> dict[str, tuple[str, ...]]:
    """The streams of each mart; none are known where an edition holds no data dictionary."""
    if "mart.data_dictionary" not in marts_of(marts):
        return {}
    reads = {str(row["name"]): [str(name) for name in _listed(row["depends_on"])] for row in marts.query(_LINEAGE)}
    return {name: streams_of(reads, name) for name in reads if name.startswith("mart.")}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class PerKey:
    """One question asked of many things: the batch query and the query of one thing differ in a filter only."""

    select: str
    key: str
    order: str

    def for_all(self) -> str:
        """The query that gives every thing's rows."""
        return "\n".join(("select * from (", self.select, f") order by {self.key}, {self.order}"))

    def for_one(self, value: str) -> str:
        """The query that gives one thing's rows, as printed under its figure."""
        condition = f") where {self.key} = {literal(value)}"
        return "\n".join(("select * from (", self.select, condition, f"order by {self.order}"))


class Desk:
    """One section's way to the marts, and the register of the evidence that it shows."""

    def __init__(
        self,
        marts: Marts,
        study: Study,
        *,
        section: str,
        allowed: tuple[str, ...],
        shown: set[str],
        present: frozenset[str] | None = None,
    ) -> None:
        self.marts = marts
        self.study = study
        self.section = section
        self.allowed = frozenset(allowed)
        self.present = frozenset(marts_of(marts)) if present is None else present
        self.shown = shown
        self.read: set[str] = set()

    def has(self, *marts: str) -> bool:
        """Whether the section may read these marts and the edition holds them. Raises SectionError for undeclared."""
        if set(marts) - self.allowed:
            raise SectionError(
                f"section {self.section} reads {', '.join(sorted(set(marts) - self.allowed))} undeclared"
            )
        return set(marts) <= self.present

    def first_mart(self, sql: str) -> str:
        """The first mart that a query reads: the method that its figure names."""
        return next((name for name in _READS.findall(sql) if name.startswith("mart.")), "mart")

    def ask(self, sql: str) -> list[Row]:
        """Rows of a query. Raises SectionError where it reads a table that the section does not declare."""
        named = {name.lower() for name in _READS.findall(sql)}
        if named - self.allowed:
            raise SectionError(f"section {self.section} reads {', '.join(sorted(named - self.allowed))} undeclared")
        self.read |= named
        return [Row(row) for row in self.marts.query(sql)]

    def ask_per_key(self, question: PerKey) -> dict[str, list[Row]]:
        """The rows of every thing, by its key."""
        grouped: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.ask(question.for_all()):
            grouped[row.text(question.key)].append(row)
        return grouped

    def scope(
        self,
        population: Words,
        *,
        method: str,
        streams: tuple[str, ...] | None = None,
        period: Words | None = None,
        n: float | None = None,
        coverage: float | None = None,
    ) -> Scope:
        """The line under a figure; its date is the study's, its sources what the method's mart is made from.

        `streams` are given where a query keeps fewer of them than its mart, or where the mart is of the sources
        themselves; `n` is how many of the population are known, never how many rows a table has.
        """
        named = self.study.sources_of(method) if streams is None else self.study.named(streams)
        return Scope(
            population=population,
            sources=named,
            as_of=self.study.as_of,
            method=method,
            period=period,
            n=n,
            coverage=coverage,
        )

    def claim_rows(self, claim_id: str, sql: str, rows: list[Row]) -> Claim:
        """A claim about a whole table, from rows that `sql` gave."""
        value = digest_rows(row.columns for row in rows)
        return Claim(claim_id=f"{self.section}.{claim_id}", sql=sql, value=value, n=len(rows))

    def claim_table(self, claim_id: str, sql: str) -> tuple[Claim, list[Row]]:
        """Ask, and claim the whole answer."""
        rows = self.ask(sql)
        return self.claim_rows(claim_id, sql, rows), rows

    def claim_number(
        self,
        claim_id: str,
        sql: str,
        column: str,
        *,
        unit: Unit = "count",
        low: str | None = None,
        high: str | None = None,
        n: str | None = None,
        coverage: str | None = None,
    ) -> Claim:
        """Ask for one row, and claim one of its columns, with its interval, n and coverage where columns "
        "hold them."""
        rows = self.ask(sql)
        row = rows[0] if rows else None
        return self.claim_column(claim_id, sql, row, column, unit=unit, low=low, high=high, n=n, coverage=coverage)

    def claim_column(
        self,
        claim_id: str,
        sql: str,
        row: Row | None,
        column: str,
        *,
        unit: Unit = "count",
        low: str | None = None,
        high: str | None = None,
        n: str | None = None,
        coverage: str | None = None,
    ) -> Claim:
        """Claim a column of the only row that `sql` gave."""

        def side(name: str | None) -> float | None:
            return row.number(name) if row is not None and name is not None else None

        value: Value = None
        if row is not None:
            value = row.day(column) if unit == "date" else row.text(column) if unit == "text" else row.maybe(column)
        return Claim(
            claim_id=f"{self.section}.{claim_id}",
            sql=sql,
            column=column,
            value=value,
            unit=unit,
            low=side(low),
            high=side(high),
            n=side(n),
            coverage=side(coverage),
        )

    def evidence(self, evidence_id: str, part: str = "", text: str | Words | None = None) -> Link | None:
        """The way to a piece of evidence; whatever is pointed at gets its page."""
        if not evidence_id:
            return None
        self.shown.add(f"{evidence_id}\x1f{part}")
        label = text or Words("belæg", "evidence")
        return Link(label, evidence_href(evidence_id, part))


def evidence_href(evidence_id: str, part: str) -> str:
    """Where the page of a piece of evidence is, relative to the language's root: short, for thousands lead there."""
    inside = f"-{hashlib.sha256(part.encode()).hexdigest()[:10]}" if part else ""
    return f"evidence/{slug(evidence_id)[:16]}{inside}.html"


def gathered_href(href: str, letters: int) -> str:
    """Where a piece of evidence is on a site that gathers them: a place on the page of its first letters."""
    name = href.removeprefix("evidence/").removesuffix(".html")
    return f"evidence/{name[:letters]}.html#e-{name}"
