"""The sites of bodies with policies, and of the focal organisation: strategies as pages and PDFs, news, service pages.

Who says what about which theme is written out in `PAPERS`; three odd files stand in `ODD_FILES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from spiders.rehearsal import policy_sentences as say
from spiders.rehearsal.buyers import COMPONENTS, FOCAL, Buyer
from spiders.rehearsal.chance import chance, pick
from spiders.rehearsal.html_shell import DATE_STYLES, Frame, page, paragraphs
from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.pages import Page, Site, sitemap
from spiders.rehearsal.paper import write_paper, write_picture_of_paper
from spiders.rehearsal.planted_customers import focal_view

ASSOCIATION = ("kommunaltforum", "Kommunalt Forum")
_BODIES = (
    "nordvig",
    "fjordby",
    "hjortesund",
    "ulvedal",
    "lindehoved",
    "stenhoej",
    "lyngsted",
    ASSOCIATION[0],
    "borgerdata",
    "regionvest",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPaper:
    """A strategy: whose, since which night, as PDF, page or both, and the themes that it names."""

    body: str
    published: date
    themes: tuple[str, ...]
    is_pdf: bool = True
    is_page: bool = False
    since: int = 1

    @property
    def title(self) -> str:
        """The paper's title."""
        return f"Digitaliseringsstrategi {self.published.year}-{self.published.year + 3}"


def _paper(body: str, published: date, themes: str, **more: bool | int) -> PolicyPaper:
    return PolicyPaper(
        body=body,
        published=published,
        themes=tuple(themes.split()),
        is_pdf=bool(more.get("is_pdf", True)),
        is_page=bool(more.get("is_page", False)),
        since=int(more.get("since", 1)),
    )


PAPERS = (
    _paper(
        "nordvig", date(2025, 2, 25), "data_sharing artificial_intelligence cybersecurity citizen_service", is_page=True
    ),
    _paper("fjordby", date(2024, 6, 11), "data_sharing citizen_service green_transition artificial_intelligence"),
    _paper(
        "hjortesund", date(2025, 9, 30), "data_sharing welfare_technology cybersecurity", is_pdf=False, is_page=True
    ),
    _paper("ulvedal", date(2026, 1, 27), "artificial_intelligence data_sharing digital_sovereignty citizen_service"),
    _paper(
        "lindehoved",
        date(2024, 10, 8),
        "cybersecurity green_transition artificial_intelligence welfare_technology",
        is_page=True,
    ),
    _paper("stenhoej", NIGHTS[1], "digital_sovereignty data_sharing cybersecurity", since=2),
    _paper(ASSOCIATION[0], date(2025, 5, 6), "data_sharing artificial_intelligence digital_sovereignty"),
    _paper("borgerdata", date(2026, 4, 14), "data_sharing cybersecurity digital_sovereignty", is_page=True),
    _paper("regionvest", date(2025, 11, 18), "welfare_technology artificial_intelligence green_transition"),
    _paper(FOCAL, date(2025, 3, 18), "data_sharing cybersecurity digital_sovereignty", is_page=True),
)
ODD_FILES = {
    "html_as_pdf": (ASSOCIATION[0], "/dokumenter/vejledning.pdf"),
    "no_text_layer": ("regionvest", "/dokumenter/scannet-referat.pdf"),
}


def policy_bodies(buyers: tuple[Buyer, ...]) -> dict[str, str]:
    """The ten bodies with policy sites, key to name; the focal organisation's site is an eleventh."""
    names = {buyer.key: buyer.name for buyer in buyers} | {ASSOCIATION[0]: ASSOCIATION[1]}
    return {key: names[key] for key in _BODIES}


def sections_of(paper: PolicyPaper, name: str, seed: int) -> list[tuple[str, list[str]]]:
    """The paper's text: opening, one section a theme with five of its sentences, closing."""
    draw = chance(seed, "paper", paper.body)
    years = {"body": name, "first": paper.published.year, "last": paper.published.year + 3}
    sections = [("", [line.format(**years) for line in say.OPENING])]
    for key in paper.themes:
        theme = say.BY_KEY[key]
        sections.append((theme.heading, draw.sample(theme.sentences, 5)))
    if paper.body != FOCAL:
        sections.append(("Samarbejde", [pick(say.OF_FOCAL, seed, "of focal", paper.body)]))
    return [*sections, ("Opfølgning", list(say.CLOSING))]


def _paper_pages(paper: PolicyPaper, frame: Frame, name: str, seed: int) -> list[Page]:
    sections = sections_of(paper, name, seed)
    pages = []
    if paper.is_pdf:
        pages.append(
            Page(
                path=f"/dokumenter/digitaliseringsstrategi-{paper.published.year}.pdf",
                render=lambda night: write_paper(title=paper.title, body=name, day=paper.published, sections=sections),
                modified=paper.published,
                media_type="application/pdf",
                since=paper.since,
            )
        )
    if paper.is_page:
        path = f"/politik/digitaliseringsstrategi-{paper.published.year}"
        main = "".join((text("h2", h) if h else "") + paragraphs(lines) for h, lines in sections)
        pages.append(_page(frame, path, paper.title, main, paper.published, since=paper.since))
    return pages


def _page(frame: Frame, path: str, title: str, main: str, day: date, *, since: int = 1, dated: bool = True) -> Page:
    published = day if dated else None
    return Page(
        path=path,
        render=lambda night: page(frame, path=path, title=title, main=main, published=published),
        modified=day,
        since=since,
    )


def _news(frame: Frame, key: str, name: str, themes: tuple[str, ...], seed: int) -> list[Page]:
    """Two news items, each on one theme of the body's paper."""
    pages = []
    for index, theme_key in enumerate(themes[:2]):
        theme = say.BY_KEY[theme_key]
        draw = chance(seed, "policy news", key, index)
        day = date(2025, 1, 14) + timedelta(days=index * 330 + draw.randrange(0, 300))
        lines = [line.format(body=name) for line in draw.sample(say.NEWS, 3)]
        lines += draw.sample(theme.sentences, 2)
        path = f"/nyheder/{day.year}-{index + 1}-{theme_key.replace('_', '-')}"
        pages.append(_page(frame, path, f"{theme.heading} på dagsordenen", paragraphs(lines), day))
    return pages


def _kept(path: str, data: bytes, day: date, media_type: str, *, listed: bool = True) -> Page:
    """A page whose bytes are at hand already."""
    return Page(path=path, render=lambda night: data, modified=day, media_type=media_type, listed=listed)


def _odd_files(key: str) -> list[Page]:
    """Files that say PDF and are none that can be read: a login page, and a picture without text."""
    day, pages = date(2025, 6, 2), []
    body, path = ODD_FILES["html_as_pdf"]
    if body == key:
        wall = "<!doctype html><html lang='da'><head><title>Log ind</title></head><body><p>Log ind.</p></body></html>"
        pages.append(_kept(path, wall.encode(), day, "application/pdf"))
    body, path = ODD_FILES["no_text_layer"]
    if body == key:
        pages.append(_kept(path, write_picture_of_paper(day), day, "application/pdf"))
    return pages


def _focal_pages(frame: Frame) -> list[Page]:
    pages = [_page(frame, "/om-os", "Om os", paragraphs(say.FOCAL_ABOUT), date(2026, 2, 3), dated=False)]
    for component in COMPONENTS:
        lines = [line.format(name=component.name, purpose=component.purpose) for line in say.FOCAL_COMPONENT]
        path = f"/komponenter/{component.key}"
        pages.append(_page(frame, path, component.name, paragraphs(lines), date(2026, 2, 3), dated=False))
    return [*pages, *focal_view(frame)]


def policy_sites(buyers: tuple[Buyer, ...], seed: int) -> dict[str, Site]:
    """The ten bodies' sites and the focal organisation's, by host."""
    names = policy_bodies(buyers) | {FOCAL: next(b.name for b in buyers if b.key == FOCAL)}
    papers = {paper.body: paper for paper in PAPERS}
    return {
        f"{key}.example": _site(key, name, papers.get(key), place, seed)
        for place, (key, name) in enumerate(names.items())
    }


def _site(key: str, name: str, paper: PolicyPaper | None, place: int, seed: int) -> Site:
    host = f"{key}.example"
    frame = Frame(
        brand=name,
        host=host,
        language="da",
        navigation=(("/", "Forside"), ("/politik", "Politik"), ("/nyheder", "Nyheder")),
        footer=(f"{name}, Rådhuspladsen 1", f"post@{host}"),
        date_style=DATE_STYLES[place % 4],
    )
    news = _news(frame, key, name, paper.themes, seed) if paper else []
    papers = _paper_pages(paper, frame, name, seed) if paper else []
    pages = [*papers, *news, *_odd_files(key)]
    pages += _focal_pages(frame) if key == FOCAL else []
    pages += [
        _page(frame, path, title, paragraphs(lines), date(2026, 1, 8), dated=False)
        for path, title, lines in say.SERVICE_PAGES
        if paper is None or place % 2 == 0
    ]
    pages += _listings(frame, name, pages)
    site = Site(host=host, pages={p.path: p for p in pages})
    robots = f"User-agent: *\nDisallow: /intern/\nSitemap: http://{host}/sitemap.xml\n".encode()
    site.pages["/robots.txt"] = _kept("/robots.txt", robots, date(2026, 1, 8), "text/plain", listed=False)
    site.pages["/sitemap.xml"] = Page(
        path="/sitemap.xml",
        render=lambda night: sitemap(host, pages, night),
        modified=NIGHTS[0],
        media_type="application/xml",
        changes=any(p.since > 1 for p in pages),
        listed=False,
    )
    return site


def _listings(frame: Frame, name: str, pages: list[Page]) -> list[Page]:
    """The front page and the two overviews, which link to what there is on the night."""

    def listing(path: str, title: str, lead: str, starts: tuple[str, ...]) -> Page:
        listed = [p for p in pages if p.path.startswith(starts)]

        def render(night: int) -> bytes:
            links = (text("a", p.path.rsplit("/", 1)[1], href=p.path) for p in listed if p.since <= night)
            main = text("p", lead) + element("ul", *(element("li", link) for link in links))
            return page(frame, path=path, title=title, main=main)

        return Page(path=path, render=render, modified=date(2026, 9, 1), changes=any(p.since > 1 for p in listed))

    services = tuple(path for path, _, _ in say.SERVICE_PAGES)
    return [
        listing("/", name, f"Velkommen til {name}.", (*services, "/om-os", "/komponenter", "/job")),
        listing("/politik", "Politik", "Her finder du politikker og strategier.", ("/politik/", "/dokumenter/")),
        listing("/nyheder", "Nyheder", "Her finder du de seneste nyheder.", ("/nyheder/",)),
    ]
