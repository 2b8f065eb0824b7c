"""Figures of what public bodies write: the heat map, the league, said and bought, the lag, and who has papers."""

from __future__ import annotations

from dashboards.desk import Desk, slug
from dashboards.maps import heat
from dashboards.rows import Row
from dashboards.section import Block, Cell, Chart, Link, Table, Unknown
from dashboards.tabling import (
    Point,
    col,
    interval_chart,
    listing,
    proof,
    quiet,
    scope_of,
    source,
    spread,
    words_of,
)
from dashboards.vocabulary import CANNOT_TELL
from dashboards.words import DA, EN, Lang, Words

HEAT_MARTS = ("mart.municipality_theme",)
_HEAT = """select body_id, name, theme, theme_name_da, theme_name_en, score, has_document, body_place, theme_place
from mart.municipality_theme
order by body_place, theme_place, body_id, theme"""
_LEAGUE = "select * from mart.theme_league order by named_count desc, theme"
_SAID = "select * from mart.said_and_bought order by said_count desc, theme"
_LAG = "select * from mart.policy_lead_lag order by can_tell desc, lag_months, said_count desc, theme"
_REGISTER = """select name, body_id, document_type, status, title, said_date, period_from, period_to, url,
    evidence_id, part
from mart.policy_register
order by status = 'not_found', name, document_type, document_id"""
_BODIES = Words("kunder og deres politiske papirer", "customers and their policy papers")
_PAPERS = Words("kunder, hvis papirer vi har", "customers whose papers we hold")


def municipality_path(body_id: str) -> str:
    """Where a municipality's page is."""
    return f"municipalities/{slug(body_id)}.html"


def heat_map(desk: Desk) -> list[Block]:
    """Bodies by themes, alike ones beside one another; hatched where there is no document."""
    claim, rows = desk.claim_table("heat", _HEAT)
    if not any(row.flag("has_document") for row in rows):
        return quiet(
            "Intet varmekort: vi har ingen politiske papirer fra kunderne.",
            "No heat map: we hold no policy papers of the customers.",
        )
    bodies = list(dict.fromkeys(row.text("body_id") for row in rows))
    themes = {row.text("theme"): words_of(row, "theme_name_{lang}") for row in rows}
    names = {row.text("body_id"): row.text("name") for row in rows}
    silent = {row.text("body_id") for row in rows if not row.flag("has_document")}
    order = list(themes)
    spoken = {
        (bodies.index(row.text("body_id")), order.index(row.text("theme"))): row.number("score") or 0.0
        for row in rows
        if row.flag("has_document")
    }
    top = max(spoken.values(), default=0.0)

    def draw(lang: Lang, narrow: bool) -> str:
        percent_top = (DA if lang == "da" else EN).share(top)
        return heat(
            [names[body] for body in bodies],
            [themes[theme].of(lang) for theme in order],
            spoken,
            top=top,
            narrow=narrow,
            none="intet papir hos os" if lang == "da" else "no paper held",
            shade=f"0 – {percent_top} af sætningerne" if lang == "da" else f"0 – {percent_top} of the sentences",
        )

    held = len(bodies) - len(silent)
    return [
        Chart(
            title=Words("Hvem skriver om hvad", "Who writes of what"),
            scope=scope_of(desk, _HEAT, _BODIES, n=len(bodies), coverage=held / len(bodies) if bodies else None),
            claim=claim,
            alt=Words(
                f"Varmekort: {len(bodies)} myndigheder og {len(order)} temaer; {len(silent)} myndigheder er skraveret, "
                "fordi vi intet papir har. Tallene står på hver kommunes side.",
                f"Heat map: {len(bodies)} bodies and {len(order)} themes; {len(silent)} bodies are hatched, for we "
                "hold no paper. The numbers stand on each municipality's page.",
            ),
            draw=draw,
            note=Words(
                "Jo mørkere, jo større del af papirernes sætninger handler om temaet, trukket mod de lignende "
                "kommuners. Myndigheder, der ligner hinanden, står sammen. Skraveret er ukendt, ikke lav prioritet.",
                "The darker, the larger the part of the papers' sentences on the theme, drawn towards its peers'. "
                "Bodies that are alike stand together. Hatched is unknown, not low priority.",
            ),
        )
    ]


def league_chart(desk: Desk) -> list[Block]:
    """Which themes most name, with intervals; the diamond is weighted by inhabitants."""
    claim, rows = desk.claim_table("league_chart", _LEAGUE)
    points = [
        Point(
            name=words_of(row, "theme_name_{lang}"),
            value=row.number("share"),
            low=row.number("share_low"),
            high=row.number("share_high"),
            other=row.number("weighted_share"),
            label=Words(
                f"{row.count('named_count')} af {row.count('body_count')}",
                f"{row.count('named_count')} of {row.count('body_count')}",
            ),
            tone="sure" if row.flag("can_tell") else "open",
        )
        for row in rows
        if row.number("share") is not None
    ]
    first = rows[0] if rows else None
    return interval_chart(
        Words("Temaer, som flest nævner", "Themes that most name"),
        scope_of(
            desk,
            _LEAGUE,
            _PAPERS,
            n=first.number("body_count") if first else 0,
            coverage=first.number("coverage") if first else None,
        ),
        claim,
        points,
        axis=Words("andel af dem med papirer", "share of those with papers"),
        high=1.0,
        note=Words(
            "Ruden er andelen vægtet efter indbyggere. Hule punkter hviler på for få til at kunne siges sikkert.",
            "The diamond is the share weighted by inhabitants. Hollow points rest on too few to be told surely.",
        ),
    )


def league_table(desk: Desk) -> Table:
    """The league with weights and change."""
    return listing(
        desk,
        "league",
        Words("Temaernes liga", "The league of themes"),
        _LEAGUE,
        col("Tema", "Theme", "theme_name_{lang}"),
        col("Nævner det", "Name it", "named_count", "count"),
        col("Af", "Of", "body_count", "count"),
        col("Andel", "Share", spread("share", "share_low", "share_high")),
        col("Vægtet efter indbyggere", "Weighted by inhabitants", "weighted_share", "share"),
        col("Ændring", "Change", lambda row: row.maybe("change"), "share"),
        col("Hvorfor ingen ændring", "Why no change", "change_reason", "reason"),
        population=_PAPERS,
    )


def said_and_bought(desk: Desk) -> Table:
    """Does who names a theme also buy? Beside it those who did not name it."""
    return listing(
        desk,
        "said_and_bought",
        Words("Sagt og købt: følger der et køb inden for 24 måneder?", "Said and bought: does a purchase follow?"),
        _SAID,
        col("Tema", "Theme", "theme_name_{lang}"),
        col("Nævnte det", "Named it", "said_count", "count"),
        col("Udbød siden", "Called since", "tendered_count", "count"),
        col("Købte siden", "Bought since", "bought_count", "count"),
        col("24 måneder er gået for", "24 months have passed for", "closed_count", "count"),
        col("Heraf købte", "Of them bought", "closed_bought_count", "count"),
        col("Andel af dem", "Share of them", _said_share),
        col("Blandt dem, der ikke nævnte det", "Among those that did not", _silent_share, "share"),
        col("Måneder (median)", "Months (median)", "median_months", "count"),
        population=_PAPERS,
        note=Words(
            "Strategisprog er løfter. Her står, hvor mange der udbød og købte noget inden for temaet, efter de skrev "
            "om det. En andel kræver ti kunder, for hvem de 24 måneder er gået.",
            "Strategy language is promise. Here stands how many called for bids and bought on the theme after "
            "writing of it. A share needs ten customers for whom the 24 months have passed.",
        ),
    )


_said_share = spread("bought_share", "share_low", "share_high")


def _silent_share(row: Row) -> Cell:
    """The share among those that did not name it; under ten of them it cannot be told."""
    if row.number("silent_share") is None:
        silent = row.count("silent_count")
        return Unknown(CANNOT_TELL, Words(f"kun {silent} nævnte det ikke", f"only {silent} did not name it"))
    return row.maybe("silent_share")


def lead_lag(desk: Desk) -> list[Block]:
    """How many months from paper to tender, where it can be told."""
    claim, rows = desk.claim_table("lag_chart", _LAG)
    points = [
        Point(
            name=words_of(row, "theme_name_{lang}"),
            value=row.number("lag_months"),
            low=row.number("lag_low"),
            high=row.number("lag_high"),
            label=Words(f"{row.count('lag_purchase_count')} udbud", f"{row.count('lag_purchase_count')} calls"),
            tone="sure" if row.flag("can_tell") else "open",
        )
        for row in rows
        if row.number("lag_months") is not None
    ]
    chart = interval_chart(
        Words("Måneder fra papir til udbud", "Months from paper to tender"),
        scope_of(desk, _LAG, _PAPERS),
        claim,
        points,
        axis=Words("måneder", "months"),
        unit="count",
    )
    table = listing(
        desk,
        "lag",
        Words("Fra politik til køb: den målte forsinkelse", "From policy to purchase: the measured lag"),
        _LAG,
        col("Tema", "Theme", "theme_name_{lang}"),
        col("Har skrevet", "Have written", "said_count", "count"),
        col("Udbud efter", "Calls after", "purchase_count", "count"),
        col("Måneder", "Months", spread("lag_months", "lag_low", "lag_high", "count", 36.0)),
        col("p", "p", "p_value", "probability"),
        col("q", "q", "q_value", "probability"),
        population=_PAPERS,
        note=Words(
            "En forsinkelse kræver otte kunder med et dateret papir; ellers står grunden i stedet for tallet.",
            "A lag needs eight customers with a dated paper; else the reason stands in place of the number.",
        ),
    )
    return [*chart, table]


def register(desk: Desk) -> Table:
    """Each customer's papers by type, with those that were not found."""
    return listing(
        desk,
        "register",
        Words("Papirernes register", "The register of papers"),
        _REGISTER,
        col("Myndighed", "Body", lambda row: Link(row.text("name"), municipality_path(row.text("body_id")))),
        col("Slags", "Kind", "document_type", "kind", is_filter=True),
        col("Status", "Status", "status", "kind", is_filter=True),
        col("Titel", "Title", lambda row: row.text("title")),
        col("Dateret", "Dated", lambda row: row.day("said_date") or "", "date"),
        col("Gælder til", "Holds until", lambda row: row.day("period_to") or "", "date"),
        proof(desk),
        source(),
        population=_BODIES,
        most=160,
        note=Words(
            "»Ikke fundet« siger noget om vores kilder, ikke om myndigheden.",
            "“Not found” says something of our sources, not of the body.",
        ),
    )
