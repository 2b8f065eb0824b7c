"""The suppliers' sites as hosts: sitemaps in four forms, feeds, and the oddities that a polite crawler must survive.

Which site carries which oddity is written out in `ODDITIES`, so that a test and a truth can name it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime

from spiders.rehearsal.answers import Answer, Request
from spiders.rehearsal.html_shell import page, paragraphs
from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.pages import Page, Site, redirect, sitemap, sitemap_index, zipped
from spiders.rehearsal.vendor_pages import VendorStory, frame_of, news_of, vendor_pages
from spiders.rehearsal.vendors import ACQUIRER, BOUGHT_ON, Vendor

ODDITIES = {
    "forbidden": ("granit", "/internt/prisliste"),
    "reserved": ("aldervind", "/analyser/markedsrapport"),
    "gone": ("boelgedata", "/produkter/udgaaet"),
    "dead_in_sitemap": ("cirrusgaard", "/findes-ikke-mere"),
    "busy": ("datahoej", "/partnere"),
    "moved": ("egekode", "/om"),
    "trap": ("fjeldsoft", "/kalender"),
    "no_sitemap": ("havblik", "/sitemap.xml"),
    "gz_sitemap": ("isbryder", "/sitemap.xml.gz"),
    "nested_sitemap": ("kildevaeld", "/sitemap.xml"),
    "counter": ("naervig", "/"),
    "changed": ("mosekilde", "/referencer"),
    "merger_news": (ACQUIRER, "/nyheder/2025-granit-overtager-laerkesoft"),
}
NEW_CUSTOMER = "Hjortesund Kommune"
FEEDS = ("granit", "datahoej", "vidja", "northquay", "kodefaellesskabet")
_BUSY = Answer(status=429, media_type="text/plain", body=b"Too many requests\n", headers=(("Retry-After", "2"),))


def _is(oddity: str, vendor: Vendor) -> bool:
    return ODDITIES[oddity][0] == vendor.key


def customers_of(vendor: Vendor, notices: Sequence[NoticeEvent]) -> tuple[str, ...]:
    """The public bodies whose awards the vendor won before the last quarter, at most five, the latest first."""
    won = [
        notice.buyers[0].name
        for notice in reversed(notices)
        if notice.is_it and notice.published < date(2026, 9, 1)
        for _, _, bid in notice.winning()
        if any(party.key == vendor.key for party in bid.suppliers)
    ]
    names = [name for name in dict.fromkeys(won) if name != NEW_CUSTOMER]
    return tuple(names[:5]) or ("Tangkær Kommune",)


def vendor_sites(vendors: tuple[Vendor, ...], notices: Sequence[NoticeEvent], seed: int) -> dict[str, Site]:
    """Every supplier's site by host."""
    sites = {}
    for place, vendor in enumerate(vendors):
        story = VendorStory(
            vendor=vendor,
            customers=customers_of(vendor, notices),
            new_customer=NEW_CUSTOMER if _is("changed", vendor) else None,
            partner=vendors[(place + 7) % len(vendors)].name,
            place=place,
            seed=seed,
        )
        sites[vendor.host] = _site(story)
    return sites


def _merger_news(vendor: Vendor) -> list[tuple[str, str, date, list[str]]]:
    if not _is("merger_news", vendor):
        return []
    lines = [
        "Granit Systemer A/S har i dag overtaget samtlige aktier i Lærkesoft A/S.",
        "Lærkesoft A/S fortsætter som selvstændigt selskab med samme navn og medarbejdere.",
        "Med købet får Granit Systemer A/S et omsorgssystem, der bruges i flere kommuner.",
        "Parterne har aftalt ikke at oplyse prisen.",
    ]
    return [(ODDITIES["merger_news"][1], "Granit Systemer overtager Lærkesoft", BOUGHT_ON, lines)]


def _site(story: VendorStory) -> Site:
    vendor = story.vendor
    feed = "/nyheder/rss.xml" if vendor.key in FEEDS else None
    more = ((ODDITIES["trap"][1], "Kalender"),) if _is("trap", vendor) else ()
    frame = frame_of(story, feed=feed, counter=_is("counter", vendor), more_links=more)
    pages = vendor_pages(story, frame, _merger_news(vendor))
    pages = [_busied(p) if _is("busy", vendor) and p.path == ODDITIES["busy"][1] else p for p in pages]
    if _is("forbidden", vendor) or _is("reserved", vendor):
        oddity = "forbidden" if _is("forbidden", vendor) else "reserved"
        path = ODDITIES[oddity][1]
        lines = ["Denne side er ikke til maskinel læsning.", "Den beskriver priser og vurderinger for faste kunder."]
        pages.append(
            Page(
                path=path,
                render=lambda night: page(frame, path=path, title="Kun for kunder", main=paragraphs(lines)),
                modified=date(2026, 5, 4),
                headers=(("tdm-reservation", "1"),) if oddity == "reserved" else (),
            )
        )
    if _is("moved", vendor):
        pages.append(redirect(ODDITIES["moved"][1], "/om-os", date(2026, 1, 5)))
    if feed:
        items = sorted([*news_of(story), *_merger_news(vendor)], key=lambda item: item[2], reverse=True)
        pages.append(_feed(story, feed, items))
    site = Site(host=vendor.host, pages={p.path: p for p in [*pages, *_signposts(story, pages)]})
    if _is("trap", vendor):
        site.any_path = lambda request: _calendar(request, story)
    return site


def _busied(found: Page) -> Page:
    return Page(path=found.path, render=found.render, modified=found.modified, once=_BUSY)


def _signposts(story: VendorStory, pages: list[Page]) -> list[Page]:
    """robots.txt and the sitemaps, in the form that this site has chosen."""
    vendor, host = story.vendor, story.vendor.host
    dead = tuple(path for name in ("dead_in_sitemap", "gone") if _is(name, vendor) for path in (ODDITIES[name][1],))
    rules = ["User-agent: *", "Disallow: /internt/"]
    posts: list[Page] = []

    def post(path: str, data: bytes, media_type: str = "application/xml") -> None:
        posts.append(
            Page(path=path, render=lambda night: data, modified=NIGHTS[0], media_type=media_type, listed=False)
        )

    if _is("gz_sitemap", vendor):
        post("/sitemap.xml.gz", zipped(sitemap(host, pages, 1)), "application/gzip")
        rules.append(f"Sitemap: http://{host}/sitemap.xml.gz")
    elif _is("nested_sitemap", vendor):
        post("/sitemap.xml", sitemap_index(host, ("/sitemap-sider.xml", "/sitemap-nyheder.xml.gz")))
        news = [p for p in pages if p.path.startswith("/nyheder")]
        post("/sitemap-sider.xml", sitemap(host, [p for p in pages if p not in news], 1))
        post("/sitemap-nyheder.xml.gz", zipped(sitemap(host, news, 1)), "application/gzip")
        rules.append(f"Sitemap: http://{host}/sitemap.xml")
    elif not _is("no_sitemap", vendor):
        posts.append(
            Page(
                path="/sitemap.xml",
                render=lambda night: sitemap(host, pages, night, dead=dead),
                modified=NIGHTS[0],
                media_type="application/xml",
                changes=any(p.changes or p.since > 1 for p in pages),
                listed=False,
            )
        )
        rules.append(f"Sitemap: http://{host}/sitemap.xml")
    robots = ("\n".join(rules) + "\n").encode()
    post("/robots.txt", robots, "text/plain")
    return posts


def _feed(story: VendorStory, path: str, items: Sequence[tuple[str, str, date, list[str]]]) -> Page:
    host = story.vendor.host

    def render(night: int) -> bytes:
        entries = [
            element(
                "item",
                text("title", title),
                text("link", f"http://{host}{where}"),
                text("guid", f"http://{host}{where}"),
                text("pubDate", format_datetime(datetime(day.year, day.month, day.day, 8, tzinfo=UTC))),
                text("description", lines[0]),
            )
            for where, title, day, lines in items
        ]
        channel = element("channel", text("title", story.vendor.name), text("link", f"http://{host}/"), *entries)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{element("rss", channel, version="2.0")}'.encode()

    return Page(path=path, render=render, modified=items[0][2], media_type="application/rss+xml", listed=False)


def _calendar(request: Request, story: VendorStory) -> Answer | None:
    """A month of an empty calendar that links to the months before and after, for ever."""
    parts = request.path.strip("/").split("/")
    if parts[0] != "kalender" or len(parts) > 2:
        return None
    said = parts[1] if len(parts) == 2 else "2026-11"
    year, _, month = said.partition("-")
    if not (year.isdigit() and month.isdigit() and len(said) <= 8):
        return None
    now = int(year) * 12 + int(month) - 1
    links = [
        element("p", text("a", label, href=f"/kalender/{other // 12:04d}-{other % 12 + 1:02d}"))
        for label, other in (("Forrige måned", now - 1), ("Næste måned", now + 1))
    ]
    frame = frame_of(story, feed=None, counter=False)
    main = text("p", "Der er ingen arrangementer i denne måned.") + "".join(links)
    return Answer(body=page(frame, path=request.path, title=f"Kalender {said}", main=main))
