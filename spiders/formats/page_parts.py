"""The parts of a page that are things of their own: products, customers, partners, news items, posts on offer.

Told, in this order, by linked data (schema.org), by the page's address (`/produkter/x` is a product's own page) and by
a heading over a list or a row of cards ("Vores kunder"). BeautifulSoup, because cards are found by walking from a
heading to what repeats after it, in mark-up that nobody made for machines. It is asked only where a heading, an address
or linked data promises a part: most pages hold none. Rejected: class names (`card`, `tile`) without a heading; they
hold anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from spiders.format import Origin
from spiders.formats.dates import date_in_stamp
from spiders.formats.documents import mask_contacts
from warehouse.records import PagePart

if TYPE_CHECKING:
    from bs4.element import Tag

MOST_PARTS = 200
_MOST_PAGE = 2 << 20
_NAME, _SUMMARY, _HEADING = 160, 300, 70
_FRAME = ("nav", "header", "footer", "aside", "script", "style", "template", "noscript", "form", "dialog")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEADED = re.compile(r"h[1-4]$")
_HEADINGS = {
    "job_ad": r"ledige? (?:stilling\w*|job\w*)|job(?:s|opslag)?|karriere|vacanc\w+|open positions|careers"
    r"|join (?:us|our team)",
    "partner": r"(?:vores |our )?(?:samarbejds|teknologi|technology )?partner(?:e|ne|s)?|samarbejdspartnere",
    "reference_customer": r"(?:vores |our |udvalgte |selected )?(?:kunder|customers|clients|referencer|references"
    r"|kundecases|cases|customer stories|case studies)|kunder og referencer|det siger vores kunder"
    r"|trusted by .{0,30}|(?:de|disse) (?:bruger|har valgt) .{0,30}",
    "product": r"(?:vores |our |alle )?(?:produkter|products|løsninger|solutions|moduler|modules|systemer)",
    "news_item": r"(?:seneste |flere |latest |our )?(?:nyheder|nyt|news|aktuelt|pressemeddelelser|press releases)",
}
_CUES = {kind: re.compile(rf"(?:{words})\W*$", re.IGNORECASE) for kind, words in _HEADINGS.items()}
_STEPS = {
    "job_ad": r"/(?:job|jobs|karriere|careers?|stillinger|ledige-stillinger|vacancies)/[^/]{3,}/?$",
    "partner": r"/(?:partnere|partners|samarbejdspartnere)/[^/]{3,}/?$",
    "reference_customer": r"/(?:kunder|referencer|references|customers|cases|kundecases|case-studies)/[^/]{3,}/?$",
    "product": r"/(?:produkter|products|loesninger|losninger|løsninger|solutions)/[^/]{3,}/?$",
}
_ADDRESSES = {kind: re.compile(words, re.IGNORECASE) for kind, words in _STEPS.items()}
_LINKED = {
    "JobPosting": "job_ad", "Product": "product", "SoftwareApplication": "product", "NewsArticle": "news_item",
    "BlogPosting": "news_item",
}  # fmt: skip
_VERB = re.compile(
    r"\s+(?:bruger|benytter|har valgt|anvender|uses|has chosen|runs on|er (?:kunde|partner))\b|\s+[–—|]\s+|:\s", re.I
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part before it is a record."""

    kind: str
    name: str
    cue: str
    summary: str | None = None
    link: str | None = None
    day: date | None = None


def page_parts(
    origin: Origin, *, reader: str, document_id: str, page: str, tree: HtmlElement, url: str | None, latest: date | None
) -> list[PagePart]:
    """The parts of a page (its text as decoded, and its tree), each name once a kind; at most `MOST_PARTS`."""
    found: dict[tuple[str, str], Part] = {}
    for part in (*_linked(tree, url, latest), *_own(tree, url), *_listed(page, tree, url, latest)):
        found.setdefault((part.kind, part.name.casefold()), part)
    return [
        PagePart(
            evidence_id=origin.evidence_id,
            part=origin.part,
            source=origin.source,
            reader=reader,
            document_id=document_id,
            part_number=number,
            part_kind=part.kind,
            name=mask_contacts(part.name),
            summary=mask_contacts(part.summary) if part.summary else None,
            link=part.link,
            part_date=part.day,
            cue=part.cue,
        )
        for number, part in enumerate([*found.values()][:MOST_PARTS], start=1)
    ]


def _line(text: str | None, most: int) -> str:
    return " ".join((text or "").split())[:most].strip()


def _joined(url: str | None, href: object) -> str | None:
    if not url or not isinstance(href, str) or not href.strip():
        return None
    try:
        whole = urljoin(url, href.strip())
        return whole if urlsplit(whole).scheme in {"http", "https"} else None
    except ValueError:
        return None


# -- linked data and the page's own address --------------------------------------------------------------------------


def _linked(tree: HtmlElement, url: str | None, latest: date | None) -> Iterator[Part]:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            yield from _typed(json.loads((script.text or "").strip(), strict=False), url, latest, 0)
        except (ValueError, RecursionError):
            continue


def _typed(value: Any, url: str | None, latest: date | None, depth: int) -> Iterator[Part]:
    if depth > 6:
        return
    if isinstance(value, list):
        for one in value[:MOST_PARTS]:
            yield from _typed(one, url, latest, depth + 1)
    elif isinstance(value, dict):
        said = value.get("@type")
        names = said if isinstance(said, list) else [said]
        kind = next((_LINKED[name] for name in names if isinstance(name, str) and name in _LINKED), None)
        title = value.get("title") or value.get("headline") or value.get("name")
        if kind and isinstance(title, str) and _line(title, _NAME):
            text = value.get("description")
            day = value.get("datePosted") or value.get("datePublished")
            yield Part(
                kind,
                _line(title, _NAME),
                f"linked data: {next(name for name in names if name in _LINKED)}",
                _line(re.sub(r"<[^<>]{1,200}>", " ", text), _SUMMARY) or None if isinstance(text, str) else None,
                _joined(url, value.get("url")),
                date_in_stamp(day, latest=latest) if isinstance(day, str) else None,
            )
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                yield from _typed(inner, url, latest, depth + 1)


def _own(tree: HtmlElement, url: str | None) -> Iterator[Part]:
    """A page that is about one thing, by its address: its heading names it."""
    path = urlsplit(url or "").path
    for kind, address in _ADDRESSES.items():
        if found := address.search(path):
            heading = next((one for one in tree.iter("h1") if _line(one.text_content(), _NAME)), None)
            if heading is not None:
                yield Part(kind, _line(heading.text_content(), _NAME), f"address: {found[0]}", link=url)
            return


# -- what stands below a heading --------------------------------------------------------------------------------------


def _kind_of_heading(words: str) -> str | None:
    if len(words) > _HEADING:
        return None
    return next((kind for kind, cue in _CUES.items() if cue.match(words)), None)


def _listed(page: str, tree: HtmlElement, url: str | None, latest: date | None) -> Iterator[Part]:
    if len(page) > _MOST_PAGE:
        return
    if not any(_kind_of_heading(_line(one.text_content(), 2 * _HEADING)) for one in tree.iter("h1", "h2", "h3", "h4")):
        return
    from bs4 import BeautifulSoup  # here: a tenth of a second that most pages need not pay

    soup = BeautifulSoup(_XML_DECLARATION.sub("", page), "lxml")  # XHTML too is read as browsers read it
    for frame in soup.find_all(_FRAME):
        if not (frame.name == "header" and frame.find_parent(["article", "main"])):
            frame.decompose()
    for heading in soup.find_all(_HEADED):
        words = _line(heading.get_text(" "), 2 * _HEADING)
        if kind := _kind_of_heading(words):
            for item in _items_below(heading):
                if part := _part(kind, item, f"heading: {words}", url, latest):
                    yield part


def _items_below(heading: Tag) -> list[Tag]:
    """What repeats after a heading, before the next one of its rank: list items, else articles, else alike boxes."""
    below = _below(heading)
    around: Tag | None = heading
    for _ in range(3):  # a heading often stands in a box of its own, beside the box that it is over
        if below or around is None or (around := around.parent) is None or around.name in {"body", "main", "article"}:
            break
        below = _below(around)
    for name in ("li", "article"):
        found = [one for box in below for one in ([box] if box.name == name else box.find_all(name))]
        found = [one for one in found if one.find_parent(name) not in found]
        if found:
            return found[:MOST_PARTS]
    boxes = [child for box in below for child in box.find_all(["div", "a", "section"], recursive=False)]
    alike = [one for one in boxes if one.find(["h2", "h3", "h4", "h5", "a", "img"]) or one.name == "a"]
    return alike[:MOST_PARTS] if len(alike) >= 2 else []


def _below(heading: Tag) -> list[Tag]:
    from bs4.element import Tag

    rank = int(heading.name[1]) if _HEADED.match(heading.name) else 9
    found: list[Tag] = []
    for one in heading.find_next_siblings():
        if not isinstance(one, Tag):
            continue
        if _HEADED.match(one.name) and int(one.name[1]) <= rank:
            break
        found.append(one)
    return found


def _part(kind: str, item: Tag, cue: str, url: str | None, latest: date | None) -> Part | None:
    from bs4.element import Tag

    title = item.find(["h2", "h3", "h4", "h5", "h6", "strong"])
    link = item if item.name == "a" else item.find("a", href=True)
    picture = item.find("img", alt=True)
    whole = _line(item.get_text(" "), 2 * _SUMMARY)
    named = _line(title.get_text(" "), _NAME) if isinstance(title, Tag) else ""
    linked = _line(link.get_text(" "), _NAME) if isinstance(link, Tag) else ""
    alt = _line(str(picture.get("alt") or ""), _NAME) if isinstance(picture, Tag) else ""
    first = _VERB.split(whole, maxsplit=1)[0]
    name = named or linked or (first if len(first) <= _NAME else "") or (alt if not whole else "")
    if not any(map(str.isalpha, name)) or len(name) < 2:
        return None
    stamp = item.find("time")
    said = str(stamp.get("datetime") or stamp.get_text()) if isinstance(stamp, Tag) else None
    rest = whole.removeprefix(name).strip(" .:–-")
    return Part(
        kind,
        name,
        cue,
        _line(rest, _SUMMARY) or None,
        _joined(url, link.get("href")) if isinstance(link, Tag) else None,
        date_in_stamp(said, latest=latest) if said else None,
    )
