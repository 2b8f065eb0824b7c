"""Ten small municipalities that copy from one consultant, and tender on what they wrote ten months later.

What is planted here: the papers' main theme, a sentence that six of them share, the months from paper to tender, and a
technology that the third of three tenders moves on the radar. All days are written out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.chance import chance, invented_uuid
from spiders.rehearsal.html_shell import Frame, page, paragraphs
from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.pages import Page, Site, sitemap
from spiders.rehearsal.result_notices import Market, result_of

THEME = "competences"
LEAD_MONTHS = 10
MOVER, MOVED_TO, MOVED_QUARTER = "quantum_technology", "adopt", date(2026, 4, 1)
COPIED = (
    "Alle medarbejdere skal have de digitale kompetencer, som deres arbejde kræver, og lederne går forrest i arbejdet."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallPaper:
    """A strategy of a small municipality: whose, of which day, when it tenders; whether it copies, or names `MOVER`."""

    body: str
    published: date
    tender: date | None
    copies: bool = True
    names_mover: bool = False


SMALL_PAPERS = (
    SmallPaper(body="aamose", published=date(2024, 2, 6), tender=date(2024, 12, 10)),
    SmallPaper(body="brinkholm", published=date(2024, 4, 16), tender=date(2025, 2, 18), copies=False),
    SmallPaper(body="egeloekke", published=date(2024, 6, 4), tender=date(2025, 3, 25)),
    SmallPaper(body="granslev", published=date(2024, 8, 20), tender=date(2025, 7, 1)),
    SmallPaper(body="havnstrup", published=date(2024, 10, 1), tender=date(2025, 8, 12), copies=False),
    SmallPaper(body="hoejbaek", published=date(2024, 12, 3), tender=date(2025, 10, 7), names_mover=True),
    SmallPaper(body="klintsoe", published=date(2025, 2, 11), tender=date(2025, 12, 16), names_mover=True),
    SmallPaper(body="moseby", published=date(2025, 4, 8), tender=date(2026, 1, 27), copies=False, names_mover=True),
    SmallPaper(body="noerremark", published=date(2025, 6, 17), tender=date(2026, 4, 21)),
    SmallPaper(body="overlund", published=date(2025, 8, 26), tender=None, copies=False),
)
_ON_THEME = (
    "Digitale kompetencer er et vilkår for godt arbejde i alle forvaltninger.",
    "Vi opretter et fast forløb i digital ledelse for alle chefer inden udgangen af 2027.",
    "Nye medarbejdere får en introduktion til digitale færdigheder i den første måned.",
    "Kompetenceudvikling planlægges sammen med de faglige organisationer hvert forår.",
)
_OTHERWISE = (
    "Kommunen har i de seneste år samlet flere funktioner under samme tag.",
    "Byrådet drøfter strategien igen, når halvdelen af perioden er gået.",
    "Forvaltningerne mødes hver måned og følger op på det aftalte.",
    "De mindre landsbyer ligger langt fra rådhuset, og det præger hverdagen.",
    "Foreningslivet er stærkt, og mange borgere deltager som frivillige.",
    "Vejene bliver vedligeholdt efter en plan, som udvalget har godkendt.",
    "Pladsen foran stationen er lagt om, og busserne holder nu tættere på.",
    "Skolernes legepladser er blevet fornyet i løbet af de sidste tre somre.",
    "Rådhusets åbningstider er ændret, så der er længe åbent om torsdagen.",
    "Kommunens historie går tilbage til købstædernes tid og de gamle markeder.",
)


def small_policy_bodies(buyers: tuple[Buyer, ...]) -> dict[str, str]:
    """The ten small municipalities with a strategy, key to name."""
    names = {buyer.key: buyer.name for buyer in buyers}
    return {paper.body: names[paper.body] for paper in SMALL_PAPERS}


def small_policy_sites(buyers: tuple[Buyer, ...], seed: int) -> dict[str, Site]:
    """Their sites by host: a front page that links to the strategy, and the strategy."""
    names = small_policy_bodies(buyers)
    return {f"{paper.body}.example": _site(paper, names[paper.body], seed) for paper in SMALL_PAPERS}


def path_of(paper: SmallPaper) -> str:
    """Where the strategy stands on its host."""
    return f"/politik/digitaliseringsstrategi-{paper.published.year}"


def _site(paper: SmallPaper, name: str, seed: int) -> Site:
    host = f"{paper.body}.example"
    frame = Frame(brand=name, host=host, language="da", navigation=(("/", "Forside"),), footer=(name, f"post@{host}"))
    title = f"Digitaliseringsstrategi {paper.published.year}-{paper.published.year + 3}"
    path = path_of(paper)
    main = paragraphs(_sentences(paper, seed))
    link = element("ul", element("li", text("a", title, href=path)))
    pages = [
        Page(
            path=path,
            render=lambda night: page(frame, path=path, title=title, main=main, published=paper.published),
            modified=paper.published,
        ),
        Page(
            path="/",
            render=lambda night: page(frame, path="/", title=name, main=text("p", f"Velkommen til {name}.") + link),
            modified=date(2026, 1, 8),
        ),
    ]
    robots = f"User-agent: *\nSitemap: http://{host}/sitemap.xml\n".encode()
    kept = {one.path: one for one in pages}
    kept["/robots.txt"] = Page(
        path="/robots.txt",
        render=lambda night: robots,
        modified=date(2026, 1, 8),
        media_type="text/plain",
        listed=False,
    )
    kept["/sitemap.xml"] = Page(
        path="/sitemap.xml",
        render=lambda night: sitemap(host, pages, night),
        modified=NIGHTS[0],
        media_type="application/xml",
        listed=False,
    )
    return Site(host=host, pages=kept)


def _sentences(paper: SmallPaper, seed: int) -> list[str]:
    draw = chance(seed, "small paper", paper.body)
    said = [*draw.sample(_ON_THEME, 2), *draw.sample(_OTHERWISE, 6)]
    return [*said[:4], COPIED, *said[4:]] if paper.copies else said


def competence_tenders(market: Market) -> list[NoticeEvent]:
    """The contract notices that follow nine of the ten papers."""
    return [_tender(market, paper, paper.tender) for paper in SMALL_PAPERS if paper.tender is not None]


def _tender(market: Market, paper: SmallPaper, day: date) -> NoticeEvent:
    lead = "Udbuddet omfatter kurser, der giver medarbejderne digitale kompetencer i det daglige arbejde."
    more = " Kurserne skal også give et første indblik i kvanteteknologi." if paper.names_mover else ""
    shell = result_of(
        market,
        label=f"planted:competences:{paper.body}",
        published=day,
        buyers=(paper.body,),
        title="Kurser for medarbejdere i hele organisationen",
        lead=lead + more,
        cpv="72220000",
        winners=(),
        values=(),
    )
    lots = tuple(replace(lot, estimate=Decimal(900_000), deadline=day + timedelta(days=35)) for lot in shell.lots)
    return replace(
        shell,
        kind="competition",
        uuid=invented_uuid(market.seed, "notice", shell.label, "competition"),
        lots=lots,
        estimate=Decimal(900_000),
        bids=(),
        contracts=(),
        outcomes=(),
        total=None,
    )
