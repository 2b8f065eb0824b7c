"""A page for each customer: its themes against its peers, its contracts that end, its suppliers, and its needs."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.desk import Desk, PerKey
from dashboards.figures.policy import municipality_path
from dashboards.naming import Players, Segments
from dashboards.reasons import say_reason
from dashboards.rows import Row
from dashboards.section import Block, Facts, Link, Page, Section
from dashboards.tabling import (
    Point,
    col,
    held,
    interval_chart,
    listing,
    player,
    proof,
    quiet,
    quoted,
    scope_of,
    words_of,
)
from dashboards.words import Words, same

_CUSTOMER = """select body.body_id, body.name, body.has_document, body.document_count, body.latest_date,
    peers.peer_group, peers.population, peers.member_count,
    (select count(*) from mart.contract as contract
    where contract.buyer_player_id = body.player_id and contract.days_left between 0 and 548) as ending_count
from mart.policy_body as body
left join mart.peer_group as peers on peers.body_id = body.body_id
where body.is_customer"""
_ALL = f"{_CUSTOMER}\norder by body.name, body.body_id"
_WHO = PerKey(select=_CUSTOMER, key="body_id", order="name")
_THEMES = PerKey(select="select * from mart.municipality_theme", key="body_id", order="score desc nulls last, theme")
_WINDOWS = PerKey(
    select="""select body.body_id, calendar.* exclude (buyer_name)
from mart.policy_body as body
inner join mart.retender_calendar as calendar on calendar.buyer_player_id = body.player_id
where calendar.state in ('expected', 'open', 'extended', 'overdue')""",
    key="body_id",
    order="p50_date nulls last, chain_id",
)
_SUPPLIERS = PerKey(
    select="""select body.body_id, flow.*
from mart.policy_body as body
inner join mart.buyer_supplier_flow as flow on flow.buyer_player_id = body.player_id""",
    key="body_id",
    order="award_count desc, supplier_name, segment_code",
)
_NEEDS = PerKey(
    select="""select body.body_id, said.quote, said.stated_date, said.subject_id, said.evidence_id
from mart.policy_body as body
inner join mart.statement_quote as said on said.speaker_name = body.name
where said.subject_kind in ('need', 'barrier')""",
    key="body_id",
    order="stated_date desc nulls last, subject_id, evidence_id",
)
_CUSTOMERS = Words("studiets kunder", "the study's customers")
_ROWS = 25


def _who(desk: Desk, body: str, row: Row) -> Facts:
    return Facts(
        title=Words("Hvem det er", "Who it is"),
        scope=desk.scope(_CUSTOMERS, method="mart.policy_body", streams=("policy",)),
        claim=desk.claim_rows(f"{body}.who", _WHO.for_one(body), [row]),
        facts=(
            (Words("Indbyggere", "Inhabitants"), row.count("population") or None),
            (Words("Sammenlignes med", "Compared with"), say_reason(row.text("peer_group"))),
            (Words("Papirer hos os", "Papers held"), row.count("document_count")),
        ),
    )


def _themes(desk: Desk, body: str, rows: Sequence[Row]) -> list[Block]:
    if not rows or not rows[0].flag("has_document"):
        return quiet(
            "Vi har intet politisk papir fra denne myndighed. Det siger noget om vores kilder, ikke om dens mål.",
            "We hold no policy paper of this body. That says something of our sources, not of its aims.",
        )
    sql = _THEMES.for_one(body)
    claim = desk.claim_rows(f"{body}.themes", sql, list(rows))
    points = [
        Point(
            name=words_of(row, "theme_name_{lang}"),
            value=row.number("score"),
            low=row.number("peer_p10"),
            high=row.number("peer_p90"),
            other=row.number("peer_median"),
            label=Words(
                f"nr. {row.count('peer_rank')} af {row.count('peer_count')}",
                f"no. {row.count('peer_rank')} of {row.count('peer_count')}",
            ),
            tone="focal" if row.count("evidence_count") else "open",
        )
        for row in rows
    ]
    said = [row for row in rows if row.count("evidence_count")]
    return [
        *interval_chart(
            Words("Temaer mod lignende kommuner", "Themes against its peers"),
            scope_of(desk, sql, same(rows[0].text("peer_group")), n=rows[0].number("sentence_count")),
            claim,
            points,
            axis=Words("del af papirernes sætninger", "part of the papers' sentences"),
            note=Words(
                "Punktet er myndigheden, ruden midten af de lignende, båndet deres 10-90 %. Hul: ingen sætning.",
                "The point is the body, the diamond its peers' median, the band their 10–90%. Hollow: no sentence.",
            ),
        ),
        listing(
            desk,
            f"{body}.said",
            Words("Hvad den skriver", "What it writes"),
            sql,
            col("Tema", "Theme", "theme_name_{lang}"),
            col("Sætninger", "Sentences", "evidence_count", "count"),
            col("Forpligtelse", "Commitment", "commitment", "kind"),
            col("År", "Year", "document_year", "year"),
            col("Et citat", "A quote", quoted(longest=220)),
            proof(desk),
            population=_CUSTOMERS,
            asked=(claim, said),
        ),
    ]


def _contracts(desk: Desk, players: Players, segments: Segments, body: str, rows: list[Row]) -> Block:
    sql = _WINDOWS.for_one(body)
    return listing(
        desk,
        f"{body}.windows",
        Words("Kontrakter, og hvornår de ventes udbudt igen", "Contracts, and when they are likely to be called again"),
        sql,
        col("Kontrakt", "Contract", lambda row: row.text("title") or row.text("contract_id")),
        col("Har den", "Holds it", player(players, "incumbent_player_id", "supplier_names")),
        col("Segment", "Segment", lambda row: segments.name(row.text("segment_code"))),
        col("Slutter senest", "Ends at the latest", lambda row: row.day("latest_end_date") or "", "date"),
        col("Stand", "State", "state", "kind"),
        col("Udbud tidligst", "Call, earliest", lambda row: row.day("p10_date") or "", "date"),
        col("Senest", "Latest", lambda row: row.day("p90_date") or "", "date"),
        proof(desk),
        population=Words("myndighedens kontrakter", "the body's contracts"),
        asked=(desk.claim_rows(f"{body}.windows", sql, rows), rows),
        most=_ROWS,
        empty=Words("Ingen kontrakter i studiets segmenter.", "No contracts in the study's segments."),
    )


def _suppliers(desk: Desk, players: Players, segments: Segments, body: str, rows: list[Row]) -> Block:
    sql = _SUPPLIERS.for_one(body)
    return listing(
        desk,
        f"{body}.suppliers",
        Words("Leverandører", "Suppliers"),
        sql,
        col("Leverandør", "Supplier", player(players, "supplier_player_id", "supplier_name")),
        col("Segment", "Segment", lambda row: segments.name(row.text("segment_code"))),
        col("Tildelinger", "Awards", "award_count", "count"),
        col("Kendt værdi", "Known value", lambda row: row.maybe("known_value_dkk") or "", "dkk"),
        col("Senest", "Latest", "last_date", "date"),
        population=Words("tildelinger fra myndigheden", "awards by the body"),
        asked=(desk.claim_rows(f"{body}.suppliers", sql, rows), rows),
        most=_ROWS,
        empty=Words("Ingen tildelinger i studiets segmenter.", "No awards in the study's segments."),
    )


def _needs(desk: Desk, body: str, rows: list[Row]) -> list[Block]:
    if not rows:
        return []
    sql = _NEEDS.for_one(body)
    return [
        listing(
            desk,
            f"{body}.needs",
            Words("Hvad den siger, at den mangler", "What it says that it lacks"),
            sql,
            col("Ordene", "The words", quoted(longest=220)),
            col("Dag", "Day", lambda row: row.day("stated_date") or "", "date"),
            proof(desk),
            population=Words("sætninger, der står for et behov eller en barriere", "sentences that stand for a need"),
            asked=(desk.claim_rows(f"{body}.needs", sql, rows), rows),
            most=8,
        )
    ]


def _pages(desk: Desk) -> list[Page]:
    players, segments = Players(desk), Segments(desk)
    claim, bodies = desk.claim_table("all", _ALL)
    themes = desk.ask_per_key(_THEMES) if desk.has("mart.municipality_theme") else {}
    windows = desk.ask_per_key(_WINDOWS) if desk.has("mart.retender_calendar") else {}
    suppliers = desk.ask_per_key(_SUPPLIERS) if desk.has("mart.buyer_supplier_flow") else {}
    needs = desk.ask_per_key(_NEEDS) if desk.has("mart.statement_quote") else {}
    first = Page(
        path="municipalities.html",
        title=SECTION.title,
        lead=SECTION.question,
        blocks=(
            listing(
                desk,
                "all",
                Words("Kunderne, én side hver", "The customers, a page each"),
                _ALL,
                col("Kunde", "Customer", lambda row: Link(row.text("name"), municipality_path(row.text("body_id")))),
                col("Lignende", "Peers", "peer_group", "reason", is_filter=True),
                col("Indbyggere", "Inhabitants", "population", "count"),
                col("Papirer hos os", "Papers held", "document_count", "count"),
                col("Nyeste", "Newest", lambda row: row.day("latest_date") or "", "date"),
                col(
                    "Kontrakter, der slutter inden for halvandet år",
                    "Contracts ending in a year and a half",
                    "ending_count",
                    "count",
                ),
                population=_CUSTOMERS,
                asked=(claim, bodies),
                empty=Words("Studiet har ingen kunder.", "The study has no customers."),
            ),
        ),
    )
    pages = [first]
    for row in bodies:
        body = row.text("body_id")
        pages.append(
            Page(
                path=municipality_path(body),
                title=same(row.text("name")),
                lead=Words(
                    "Hvad vil den, hvad har den, hvornår åbner det, og hvem leverer?",
                    "What does it want, what does it have, when does it open, and who supplies?",
                ),
                blocks=(
                    _who(desk, body, row),
                    *_themes(desk, body, themes.get(body, [])),
                    _contracts(desk, players, segments, body, windows.get(body, [])),
                    _suppliers(desk, players, segments, body, suppliers.get(body, [])),
                    *_needs(desk, body, needs.get(body, [])),
                ),
                parents=(Link(SECTION.title, "municipalities.html"),),
            )
        )
    return pages


_WANTED = ("mart.policy_body", "mart.peer_group", "mart.contract", "mart.municipality_theme",
           "mart.retender_calendar", "mart.buyer_supplier_flow", "mart.statement_quote")  # fmt: skip


def build(desk: Desk) -> list[Page]:
    """The list of customers, and a page for each."""
    if desk.has(*_WANTED):
        return _pages(desk)
    blocks = tuple(held(desk, _WANTED, list))
    return [Page(path="municipalities.html", title=SECTION.title, lead=SECTION.question, blocks=blocks)]


SECTION = Section(
    name="municipalities",
    group="customers",
    order=68,
    title=Words("Kommuner", "Municipalities"),
    question=Words(
        "Hvad vil hver kunde, hvad har den, hvornår åbner det, og hvem leverer?",
        "What does each customer want, what does it have, when does it open, and who supplies?",
    ),
    scope=Words("Studiets kunder, én side hver.", "The study's customers, a page each."),
    marts=("mart.notice", "mart.player_profile", *_WANTED),
    method=Words(
        "Temaer mod de lignende (studiets grupper, ellers de nærmeste i indbyggertal). Vinduer fra "
        "genudbudskalenderen.",
        "Themes against peers (the study's groups, else the nearest by inhabitants). Windows of the re-tender "
        "calendar.",
    ),
    limits=Words(
        "Intet papir hos os er ikke lav prioritet. Køb under tærskelværdierne ses kun delvis.",
        "No paper held is not low priority. Purchases below the thresholds are seen in part only.",
    ),
    build=build,
)
