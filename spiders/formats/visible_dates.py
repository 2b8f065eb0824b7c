"""The publication date that a page shows its readers: a whole day beside the title or in a place made for a date.

A date in running text is what the page tells of (when a firm was founded, when a meeting was held), so it never
counts; nor does a year without a day. What counts is a date in an element whose name says date, one behind a word such
as "Offentliggjort", one in a short line, or one that opens the first paragraph, each near the title. A day of change
counts where no other is shown.

Rejected: htmldate alone, which takes whatever date it finds most often, and the first of January for a bare year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from spiders.formats.dates import dates_with_places

_SILENT = ("script", "style", "noscript", "template", "select", "option", "button", "svg", "iframe", "title")
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|relater|sidebar|foot(?:er)?\b|\bnav|menu|teaser|recent|popular|archive|calendar|event|"
    r"widget|breadcrumb|most-?read|latest",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"date(?!base)|datum|dato|fecha|\bdata\b|time(?!line|out|r\b)|publish|publi|posted|byline|meta|stamp|info\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:publi[a-zéè]*|offentliggjort|udgivet|udsendt|posted|written|veröffentlicht|erstellt|erschienen|verschickt|geplaatst|"
    r"publicerad|publisert|julkaistu|stand|datum|dato|date|pressemitteilung|pressemeddelelse|notizia)"
    r"[\s\w:.,|–-]{0,24}$",
    re.IGNORECASE,
)  # fmt: skip
_CHANGED = re.compile(
    r"(?:updat|modif|chang|revi[sd]|opdater|ændr|rettet|aktualis|änder|bearbeitet|gewijzigd|uppdater|oppdater|"
    r"endret|ändra|päivitetty|actuali|mis à jour)[\w\sàå:.,-]{0,24}$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?:siden|stiftet|grundlagt|oprettet|etableret|født|since|found|establish|incorporat|born|seit|gegründet|geboren|"
    r"sedan|grundat|bildad|stiftet|opprettet|vuodesta|perustettu|depuis|fond[ée]|créé|desde|sinds|opgericht)"
    r"[\sa-zæøåäöüé.,:]{0,24}$",
    re.IGNORECASE,
)
_AFTER_TITLE = 700
_BEFORE_TITLE = 300
_SHORT = 60
_OPENING = 40


@dataclass(frozen=True, slots=True)
class _Shown:
    """A date on the page: where it stands in characters from the top, how its place is named, and what is around."""

    day: date
    at: int
    is_named: bool
    is_labelled: bool
    is_changed: bool
    is_short: bool
    opens: bool


def visible_date(tree: HtmlElement, *, latest: date | None = None) -> date | None:
    """The day that a page shows as that of its publication, or None."""
    body = tree.find(".//body")
    lines = list(_lines(tree if body is None else body))
    start, end = _title_place(tree, lines)
    shown = [one for line in lines for one in _shown_in(line, latest)]
    near = [one for one in shown if start - _BEFORE_TITLE <= one.at <= end + _AFTER_TITLE]
    for wanted in (
        [one for one in near if one.is_labelled],
        [one for one in near if one.is_named and one.is_short],
        [one for one in near if one.is_short],
        [one for one in near if one.opens and one.at >= end],
        [one for one in shown if one.is_labelled],
    ):
        fresh = [one for one in wanted if not one.is_changed]
        if fresh:
            return min(fresh, key=lambda one: (one.at < start, abs(one.at - end))).day
    changed = [one for one in near if one.is_changed]
    return changed[0].day if changed else None


def may_be_of_publication(tree: HtmlElement, found: date) -> bool:
    """Whether a day that was found anywhere on a page may be its publication's: not one that it tells in passing.

    The first of a month must be written out: searches make it of a bare year or month.
    """
    body = tree.find(".//body")
    lines = [line for line in _lines(tree if body is None else body, with_all=True) if found in _days(line)]
    if not lines:
        return found.day != 1
    shown = [one for line in lines for one in _shown_in(line, None) if one.day == found]
    return any(one.is_short or one.is_named or one.is_labelled or one.opens for one in shown)


def _days(line: _Line) -> set[date]:
    return {day for day, _, _ in dates_with_places(line.text)}


@dataclass(frozen=True, slots=True)
class _Line:
    element: HtmlElement
    text: str
    at: int
    names: str


_BREAKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
    )
)  # fmt: skip


def _lines(body: HtmlElement, *, with_all: bool = False) -> Iterator[_Line]:
    """The page's lines as a browser breaks them, without parts about other pages unless `with_all`."""
    at, held, names, home = 0, list[str](), list[str](), body
    for event, element, text in _walk(body, with_all=with_all):
        if event == "break":
            line = " ".join("".join(held).split())
            if line:
                yield _Line(home, line, at, " ".join(names))
                at += len(line) + 1
            above = element.getparent()
            held, names, home = [], [_name(above)] if above is not None and len(above) <= 3 else [], element
        elif text:
            held.append(text)
        if event == "open":
            names.append(_name(element))
    line = " ".join("".join(held).split())
    if line:
        yield _Line(home, line, at, " ".join(names))


def _name(element: HtmlElement) -> str:
    said = (element.get("class"), element.get("id"), element.get("itemprop"), element.get("property"))
    return " ".join(filter(None, said)) + (" time" if element.tag == "time" else "")


def _walk(body: HtmlElement, *, with_all: bool) -> Iterator[tuple[str, HtmlElement, str]]:
    """(open, break or text; element; text) in the page's order, without recursion: pages are deep."""
    stack: list[tuple[HtmlElement, bool]] = [(body, False)]
    while stack:
        element, closing = stack.pop()
        if closing:
            if element.tag in _BREAKS:
                yield "break", element, ""
            if element is not body:
                yield "text", element, element.tail or ""
            continue
        if (
            not isinstance(element.tag, str)
            or element.tag in _SILENT
            or (element is not body and _is_elsewhere(element))
        ):
            yield "text", element, element.tail or ""
            continue
        if element.tag in _BREAKS:
            yield "break", element, ""
        yield "open", element, ""
        yield "text", element, element.text or ""
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def _is_elsewhere(element: HtmlElement) -> bool:
    if element.tag in ("nav", "footer", "aside"):
        return True
    said = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag in ("main", "article", "header", "h1") or not _ELSEWHERE.search(said) or _DATED.search(said):
        return False
    return element.find(".//h1") is None


def _title_place(tree: HtmlElement, lines: list[_Line]) -> tuple[int, int]:
    """Where the title begins and ends: the heading that the page's own name repeats, or the first; else the top."""
    element = tree.find(".//title")
    named = " ".join((element.text_content() if element is not None else "").split()).lower()
    headings = [
        line
        for line in lines
        if line.element.tag in ("h1", "h2") or next(line.element.iterancestors("h1", "h2"), None) is not None
    ]
    telling = [line for line in headings if len(line.text) > 8 and line.text.lower() in named]
    firsts = [line for line in headings if line.element.tag == "h1"] or headings
    for line in (telling or firsts)[:1]:
        return line.at, line.at + len(line.text)
    return 0, 0


def _shown_in(line: _Line, latest: date | None) -> Iterator[_Shown]:
    found = list(dates_with_places(line.text[:400], latest=latest))
    for day, start, end in found[:3]:
        before = line.text[max(0, start - 50) : start]
        if _TOLD.search(before):
            continue
        changed = bool(_CHANGED.search(before))
        yield _Shown(
            day=day,
            at=line.at + start,
            is_named=bool(_DATED.search(line.names)),
            is_labelled=not changed and bool(_PUBLISHED.search(before)),
            is_changed=changed,
            is_short=len(line.text) - (end - start) <= _SHORT,
            opens=start <= _OPENING,
        )
