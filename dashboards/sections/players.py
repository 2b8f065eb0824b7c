"""Who the players are, and one profile page for each supplier with awards."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import watch
from dashboards.naming import PAGES, Players, Segments, technology_name
from dashboards.profile import Ways, class_and_why, ownership, profile_pages
from dashboards.section import Column, Link, Page, Section, Table
from dashboards.vocabulary import CLASSES, word
from dashboards.words import Words

_ALL = """select player.player_id, player.player_name, player.player_class, player.class_layer, player.class_reason,
    player.is_public, player.is_focal, player.country, supplier.award_count, supplier.buyer_count,
    supplier.known_value_dkk, supplier.value_coverage, supplier.last_award_date
from mart.player as player
left join mart.supplier as supplier on supplier.player_id = player.player_id
order by supplier.award_count desc nulls last, player.player_name, player.player_id"""
_TECHNOLOGIES = """select distinct technology, technology_name_da, technology_name_en from mart.technology_trend
order by technology"""
_LISTED = 1500
_POPULATION = Words(
    "aktører, der optræder som ordregiver, leverandør, kunde eller afsender",
    "players that appear as buyer, supplier, customer or publisher",
)


def _list(desk: Desk, players: Players) -> Table:
    claim, rows = desk.claim_table("all", _ALL)
    shown = rows[:_LISTED]
    cells = tuple(
        (
            players.link(row.text("player_id"), row.text("player_name")),
            word(CLASSES, row.text("player_class")),
            ownership(row),
            row.maybe("award_count"),
            row.maybe("buyer_count"),
            row.maybe("known_value_dkk"),
            row.day("last_award_date"),
            class_and_why(row),
        )
        if row.maybe("award_count") is not None
        else (
            players.link(row.text("player_id"), row.text("player_name")),
            word(CLASSES, row.text("player_class")),
            ownership(row),
            0,
            0,
            "",
            "",
            class_and_why(row),
        )
        for row in shown
    )
    return Table(
        title=Words("Alle aktører", "All players"),
        scope=desk.scope(_POPULATION, method="mart.player", streams=("procurement", "vendor", "policy"), n=len(rows)),
        claim=claim,
        columns=(
            Column(Words("Aktør", "Player")),
            Column(Words("Klasse", "Class"), is_filter=True),
            Column(Words("Offentlig eller privat", "Public or private"), is_filter=True),
            Column(Words("Tildelinger, efter del", "Awards, by part"), "count"),
            Column(Words("Ordregivere", "Buyers"), "count"),
            Column(Words("Kendt værdi", "Known value"), "dkk"),
            Column(Words("Seneste tildeling", "Last award"), "date"),
            Column(Words("Hvorfor denne klasse", "Why this class")),
        ),
        rows=cells,
        left_out=len(rows) - len(shown),
        empty=Words("Ingen aktører endnu.", "No players yet."),
    )


def build(desk: Desk) -> list[Page]:
    """The list of players, and the profile pages."""
    players = Players(desk)
    technologies = {row.text("technology"): technology_name(row) for row in desk.ask(_TECHNOLOGIES)}
    ways = Ways(
        players=players,
        segments=Segments(desk),
        technologies=technologies,
        share_lights=watch.lights_of(desk, "supplier_share"),
    )
    first = Page(path="players.html", title=SECTION.title, lead=SECTION.question, blocks=(_list(desk, players),))
    return [first, *profile_pages(desk, ways, parent=Link(SECTION.title, "players.html"))]


SECTION = Section(
    name="players",
    group="market",
    order=30,
    title=Words("Aktører", "Players"),
    question=Words(
        "Hvem er ordregivere, leverandører og offentlige medspillere, og hvad ved vi om hver?",
        "Who are the buyers, suppliers and public partners, and what do we know of each?",
    ),
    scope=Words(
        "Hver aktør samler de navne og numre, som kilderne bruger om den samme organisation. Leverandører, afsendere "
        "af dokumenter og den, studiet tjener, har en side hver.",
        "Each player gathers the names and numbers that sources use of the same organisation. Suppliers with awards "
        "have "
        "a page each.",
    ),
    marts=(
        "mart.player",
        "mart.supplier",
        "mart.player_profile",
        "mart.award",
        "mart.award_supplier",
        "mart.contract",
        "mart.notice",
        "mart.technology_trend",
        "mart.competitor_profile",
        "mart.competitor_event",
        "mart.component_coverage",
        "mart.quote_light",
    ),
    method=Words(
        "Registernumre går forud for navneregler, der går forud for modeller; et menneskes afgørelse går forud for "
        "alle. "
        "Laget og grunden står ved hver klasse.",
        "Register numbers come before name rules, which come before models; a person's judgement comes before "
        "all. The "
        "layer and the reason stand beside each class.",
    ),
    limits=Words(
        "Tabere i udbud nævnes sjældent. Ejerskab ses kun, hvor en kilde siger det. En aktør uden tildelinger kan "
        f"stadig være stor. De {PAGES} med flest tildelinger har en side; spørg databasen om de øvrige.",
        "Losing bidders are rarely named. Ownership is seen only where a source states it. A player without "
        "awards may "
        f"still be large. The {PAGES} with the most awards have a page; ask the database about the others.",
    ),
    build=build,
)
