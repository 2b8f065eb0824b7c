"""The frame that all pages of a site repeat: navigation, cookie notice, footer, and one of several ways to date."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spiders.rehearsal.markup import element, text

DATE_STYLES = ("jsonld", "opengraph", "time", "meta", "none")
_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
_COOKIES = {
    "da": "Vi bruger cookies til at huske dine valg og til statistik. Du kan altid trække dit samtykke tilbage.",
    "en": "We use cookies to remember your choices and for statistics. You may withdraw your consent at any time.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is the same on all pages of a site. `counter` makes the footer differ from night to night."""

    brand: str
    host: str
    language: str
    navigation: tuple[tuple[str, str], ...]
    footer: tuple[str, ...]
    date_style: str = "jsonld"
    counter: bool = False
    feed: str | None = None


def danish_date(day: date) -> str:
    """`3. marts 2025`."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _dated(frame: Frame, url: str, title: str, published: date) -> str:
    """The part of the head that says when a page was published, in the site's own way."""
    if frame.date_style == "jsonld":
        said = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title}
        said |= {"datePublished": published.isoformat(), "url": url}
        data = json.dumps(said, ensure_ascii=False).replace("</", "<\\/")
        return f'<script type="application/ld+json">{data}</script>'
    if frame.date_style == "opengraph":
        stamp = f"{published.isoformat()}T08:00:00+01:00"
        return f'<meta property="og:type" content="article"><meta property="article:published_time" content="{stamp}">'
    if frame.date_style == "meta":
        return f'<meta name="date" content="{published.isoformat()}">'
    return ""


def paragraphs(sentences: Sequence[str], *, each: int = 3) -> str:
    """Sentences as paragraphs of `each`."""
    groups = (sentences[start : start + each] for start in range(0, len(sentences), each))
    return "".join(text("p", " ".join(group)) for group in groups)


def page(frame: Frame, *, path: str, title: str, main: str, published: date | None = None, night: int = 1) -> bytes:
    """A whole page: `main` is markup for the main element, under the title as its heading."""
    url = f"http://{frame.host}{path}"
    feed = f'<link rel="alternate" type="application/rss+xml" href="{frame.feed}">' if frame.feed else ""
    head = (
        f'<meta charset="utf-8"><title>{_escaped(title)} | {_escaped(frame.brand)}</title>'
        f'<link rel="canonical" href="{url}"><meta property="og:title" content="{_escaped(title)}">'
        f'<meta property="og:site_name" content="{_escaped(frame.brand)}">{feed}'
        f"{_dated(frame, url, title, published) if published else ''}"
    )
    links = "".join(element("li", text("a", label, href=href)) for href, label in frame.navigation)
    shown = ""
    if published and frame.date_style in {"time", "opengraph", "jsonld"}:
        day = published.isoformat() if frame.language == "en" else danish_date(published)
        shown = element("p", text("time", day, datetime=published.isoformat()), **{"class": "dato"})
    footer = "".join(text("p", line) for line in frame.footer)
    if frame.counter:
        footer += text("p", f"Siden er vist {4_180 + night * 337} gange.")
    body = "".join(
        (
            element("header", text("a", frame.brand, href="/"), element("nav", element("ul", links))),
            element("div", text("p", _COOKIES[frame.language]), text("button", "OK"), **{"class": "cookie-banner"}),
            element("main", element("article", text("h1", title), shown, main)),
            element("footer", footer),
        )
    )
    return f'<!doctype html>\n<html lang="{frame.language}"><head>{head}</head><body>{body}</body></html>\n'.encode()


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
