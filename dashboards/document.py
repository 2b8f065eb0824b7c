"""From the content model to HTML: one template set, both languages, nothing from a source unescaped.

Jinja2 escapes everything (`autoescape`), stops at an unknown name (`StrictUndefined`), and no template marks anything
safe; the only `Markup` comes from `drawing` and `chart`, which escape what they are given. Addresses become links only
where they are http(s) or point inside the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dashboards import drawing
from dashboards.desk import gathered_href
from dashboards.safety import clean, inside_address, web_address
from dashboards.section import (
    Address,
    Badge,
    Block,
    Cell,
    Chart,
    Claim,
    Column,
    Drawings,
    Facts,
    Findings,
    Interval,
    Link,
    Number,
    Numbers,
    Prose,
    Quotes,
    Scope,
    Several,
    Spark,
    Table,
    Unit,
    Unknown,
    Value,
)
from dashboards.showing import show
from dashboards.vocabulary import NOT_STATED
from dashboards.words import NBSP, SPEECH, Lang, Words

HERE = Path(__file__).parent
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_WORDY = ' class="w"'
_LONG = 48
"""Letters from which a cell's text is given a wide column, so that a sentence is not set one word to the line."""
_KINDS: dict[type, str] = {
    Prose: "prose",
    Findings: "findings",
    Numbers: "numbers",
    Table: "table",
    Chart: "chart",
    Facts: "facts",
    Quotes: "quotes",
    Drawings: "drawings",
}


def element_key(claim_id: str) -> str:
    """A claim's id as an element id."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", claim_id)


class Pen:
    """Writes values in one language on one page.

    `root` leads from the page to the language's root, `assets` to the site's; `gathered` says by how many letters
    pieces of evidence share a page, 0 for not at all.
    """

    def __init__(self, lang: Lang, *, root: str, assets: str, gathered: int = 0) -> None:
        self.lang = lang
        self.root = root
        self.assets = assets
        self.gathered = gathered
        self.placed: dict[str, int] = {}
        self.speech = SPEECH[lang]

    def say(self, text: Words | str) -> str:
        """Our words in the page's language; a source's text as it is."""
        return clean(text.of(self.lang) if isinstance(text, Words) else text)

    def code(self, text: str) -> str:
        """A query in full: it must run as it stands, so that only characters that no page can hold are left out."""
        return _UNPRINTABLE.sub("", text)

    def choose(self, danish: str, english: str) -> str:
        """One of two texts of the template itself."""
        return danish if self.lang == "da" else english

    def value(self, value: Value | Words, unit: Unit) -> str:
        """A plain value in its unit."""
        return self.say(value) if isinstance(value, str | Words) else show(value, unit, self.lang)

    def link(self, link: Link | Address) -> Markup:
        """A link, or its text alone where the address is not one we follow."""
        text = self.say(link.text)
        if isinstance(link, Address):
            outside = web_address(link.href)
            form = Markup('<a class="out" rel="noopener noreferrer" href="{}">{}</a>')
            return form.format(outside, text) if outside else escape(text)
        root, path = (self.assets, link.href[6:]) if link.href.startswith("@site/") else (self.root, link.href)
        inside = inside_address(path)
        if inside and self.gathered and inside.startswith("evidence/"):
            inside = gathered_href(inside, self.gathered)
        return Markup('<a href="{}{}">{}</a>').format(root, inside, text) if inside else escape(text)

    def bounds(self, low: float | None, high: float | None, unit: Unit) -> str:
        """An interval as text, or nothing."""
        if low is None or high is None:
            return ""
        return f"{self.value(low, unit)} – {self.value(high, unit)}"

    def cell(self, cell: Cell, unit: Unit) -> Markup:
        """What stands in a table's cell."""
        match cell:
            case Link() | Address():
                return self.link(cell)
            case Unknown():
                reason = (
                    Markup(' <span class="reason">({})</span>').format(self.say(cell.reason)) if cell.reason else ""
                )
                return Markup('<span class="unknown">{}</span>{}').format(self.say(cell.label), reason)
            case Badge():
                return Markup('<span class="badge {}">{}</span>').format(cell.tone, self.say(cell.text))
            case Interval():
                text = self.value(cell.value, cell.unit)
                bounds = self.bounds(cell.low, cell.high, cell.unit)
                drawn = drawing.interval(cell.value, cell.low, cell.high, top=cell.top, meaning=f"{text} ({bounds})")
                return Markup('<span class="figures">{} <small>{}</small></span> {}').format(text, bounds, drawn)
            case Spark():
                return drawing.line(cell.values, meaning=self.say(cell.meaning))
            case Several():
                return Markup(", ").join(
                    self.link(part) if isinstance(part, Link | Address) else escape(self.say(part))
                    for part in cell.parts
                )
            case None:
                return Markup('<span class="unknown">{}</span>').format(NOT_STATED.of(self.lang))
            case bool():
                return escape(self.choose("ja", "yes") if cell else self.choose("nej", "no"))
            case _:
                return escape(self.value(cell, unit))

    def sort_key(self, cell: Cell) -> str | None:
        """What a column is sorted by: the number itself, the date as ISO 8601; None where it is the text as shown."""
        match cell:
            case Interval():
                return "" if cell.value is None else f"{cell.value:.6g}"
            case Link() | Address() | Badge() | str() | Words():
                return None
            case date():
                return cell.isoformat()
            case Spark():
                return f"{sum(cell.values):.6g}"
            case Unknown() | Several() | None:
                return ""
            case bool() | int():
                return None if 0 <= cell < 1000 else str(int(cell))  # written without a mark it is its own key
            case _:
                return f"{float(cell):.7g}"

    def body(self, block: Table, numeric: list[bool]) -> Markup:
        """A table's rows, written here and not in the template: a site has a hundred thousand cells."""
        lines: list[str] = []
        for row in block.rows:
            lines.append("<tr>")
            for place, cell in enumerate(row):
                key = self.sort_key(cell)
                told = "" if key is None else f' data-key="{escape(key)}"'
                shown = self.cell(cell, block.columns[place].unit)
                kind = _WORDY if not numeric[place] and _is_long(self, cell) else ""
                if place == 0:
                    lines.append(f'<th scope="row"{kind}{told}>{shown}</th>')
                else:
                    lines.append(f"<td{kind}{told}>{shown}</td>")
            lines.append("</tr>\n")
        return Markup("".join(lines))  # noqa: S704  # every cell and key is escaped above

    def heads(self, block: Table) -> list[bool]:
        """Which columns are set flush right."""
        return [
            numeric_column(column, tuple(row[place] for row in block.rows))
            for place, column in enumerate(block.columns)
        ]

    def flush(self, numeric: list[bool]) -> str:
        """A table's classes that set columns flush right: one word for each, not a class on each of its cells."""
        return "".join(f" n{place}" for place, is_numeric in enumerate(numeric, 1) if is_numeric)

    def queries(self, claims: Iterable[Claim]) -> list[tuple[str, str]]:
        """Each different query of some claims once, with the ids of all claims that it gives."""
        by_query: dict[str, list[str]] = {}
        for claim in claims:
            ids = by_query.setdefault(claim.sql, [])
            if claim.claim_id not in ids:
                ids.append(claim.claim_id)
        return [(", ".join(ids), self.code(sql)) for sql, ids in by_query.items()]

    def place(self, claim: Claim) -> str:
        """A claim's element id on this page; the second block of the same claim gets another one."""
        key = element_key(claim.claim_id)
        self.placed[key] = self.placed.get(key, 0) + 1
        return key if self.placed[key] == 1 else f"{key}-{self.placed[key]}"

    def draw(self, block: Chart, key: str, *, narrow: bool) -> Markup:
        """A chart's SVG with its name and description."""
        svg = block.draw(self.lang, narrow)
        key = f"{key}-{'narrow' if narrow else 'wide'}"
        return drawing.described(svg, key=key, title=self.say(block.title), description=self.say(block.alt))

    def columns(self, spark: Spark) -> Markup:
        """A small multiple."""
        return drawing.columns(spark.values, meaning=self.say(spark.meaning))

    def kind(self, block: Block) -> str:
        """Which macro shows a block."""
        return _KINDS[type(block)]

    def claim_text(self, number: Number) -> str:
        """A card's number."""
        claim = number.claim
        if claim.unit == "date" and isinstance(claim.value, date):
            return self.speech.day(claim.value)
        return self.value(claim.value, claim.unit).replace(NBSP, " ")  # a narrow card may break it

    def key(self, claim: Claim) -> str:
        """A claim's element id."""
        return element_key(claim.claim_id)

    def scope_parts(self, scope: Scope) -> list[str]:
        """The scope line's parts, in their fixed order."""
        say, speech = self.choose, self.speech
        parts = [self.say(scope.population)]
        if scope.period is not None:
            parts.append(self.say(scope.period))
        shown, rest = scope.sources[:4], len(scope.sources) - 4
        more = say(f" og {rest} til", f" and {rest} more") if rest > 0 else ""
        parts.append(f"{say('kilder', 'sources')}: {', '.join(shown) or say('ingen', 'none')}{more}")
        if scope.n is not None:
            parts.append(f"n = {speech.count(scope.n)}")
        if scope.coverage is not None:
            parts.append(f"{say('dækning', 'coverage')} {speech.share(scope.coverage)}")
        parts.append(f"{say('pr.', 'as of')} {speech.day(scope.as_of)}")
        parts.append(f"{say('metode', 'method')} {scope.method}")
        return parts


def _is_long(pen: Pen, cell: Cell) -> bool:
    return isinstance(cell, str | Words) and len(pen.say(cell)) > _LONG


def numeric_column(column: Column, cells: tuple[Cell, ...]) -> bool:
    """Whether a column's cells are set flush right: numbers are, drawings are not."""
    return column.is_numeric and not any(isinstance(cell, Interval | Spark) for cell in cells)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The template environment; the same for every page."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
