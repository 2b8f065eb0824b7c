"""Who the players are, and one profile page for each supplier with awards."""

from __future__ import annotations

from dashboards.desk import Desk, PerKey
from dashboards.naming import Players, Segments, player_path, technology_path
from dashboards.rows import Row
from dashboards.section import (
    Block,
    Cell,
    Claim,
    Column,
    Facts,
    Link,
    Number,
    Numbers,
    Page,
    Section,
    Several,
    Table,
    Unknown,
)
from dashboards.vocabulary import CANNOT_TELL, CLASSES, LAYERS, ROLES, VALUE_KINDS, cannot_tell_reason, word
from dashboards.words import DA, EN, Words, same

_ALL = """select player.player_id, player.player_name, player.player_class, player.class_layer, player.class_reason,
    player.is_public, player.is_focal, player.country, supplier.award_count, supplier.buyer_count,
    supplier.known_value_dkk, supplier.value_coverage, supplier.last_award_date
from mart.player as player
left join mart.supplier as supplier on supplier.player_id = player.player_id
order by supplier.award_count desc nulls last, player.player_name, player.player_id"""
_PROFILES = PerKey(select="select * from mart.player_profile", key="player_id", order="player_name")
_WHO = PerKey(select="select * from mart.player", key="player_id", order="player_name")
_AWARDS = PerKey(
    select="""select link.player_id, link.weight, link.role, award.award_key, award.publication_date, award.title,
    award.buyer_name, award.segment_code, award.amount_dkk, award.value_kind, award.supplier_names, award.url,
    award.evidence_id, award.part
from mart.award_supplier as link
join mart.award as award on award.award_key = link.award_key""",
    key="player_id",
    order="publication_date desc, award_key",
)
_ENDING = PerKey(
    select="""select link.player_id, period.award_key, period.title, period.buyer_name, period.end_date,
    period.latest_end_date, period.days_left, period.amount_dkk, period.evidence_id, period.part, period.url
from mart.award_supplier as link
join mart.contract_period as period on period.award_key = link.award_key
where period.days_left >= 0""",
    key="player_id",
    order="end_date nulls last, award_key",
)
_ROWS_SHOWN, _LISTED = 100, 1500
_POPULATION = Words(
    "aktører, der optræder som ordregiver, leverandør, kunde eller afsender",
    "players that appear as buyer, supplier, customer or publisher",
)


def _public(row: Row) -> Words:
    known = row.columns["is_public"]
    if known is None:
        return Words("ukendt", "unknown")
    return Words("offentlig", "public") if known else Words("privat", "private")


def _layer_and_reason(row: Row) -> Words:
    layer, reason = word(LAYERS, row.text("class_layer")), row.text("class_reason")
    return Words(f"{layer.da}: {reason}", f"{layer.en}: {reason}") if reason else layer


def _list(desk: Desk, players: Players) -> Table:
    claim, rows = desk.claim_table("all", _ALL)
    shown = rows[:_LISTED]
    cells = tuple(
        (
            players.link(row.text("player_id"), row.text("player_name")),
            word(CLASSES, row.text("player_class")),
            _public(row),
            row.maybe("award_count"),
            row.maybe("buyer_count"),
            row.maybe("known_value_dkk"),
            row.day("last_award_date"),
            _layer_and_reason(row),
        )
        if row.maybe("award_count") is not None
        else (
            players.link(row.text("player_id"), row.text("player_name")),
            word(CLASSES, row.text("player_class")),
            _public(row),
            0,
            0,
            "",
            "",
            _layer_and_reason(row),
        )
        for row in shown
    )
    return Table(
        title=Words("Alle aktører", "All players"),
        scope=desk.scope(_POPULATION, method="mart.player", streams=("procurement", "vendor", "policy"), n=len(rows)),
        claim=claim,
        columns=(
            Column(Words("Aktør", "Player")),
            Column(Words("Klasse", "Class")),
            Column(Words("Offentlig eller privat", "Public or private")),
            Column(Words("Tildelinger", "Awards"), "count"),
            Column(Words("Ordregivere", "Buyers"), "count"),
            Column(Words("Kendt værdi", "Known value"), "dkk"),
            Column(Words("Seneste tildeling", "Last award"), "date"),
            Column(Words("Hvorfor denne klasse", "Why this class")),
        ),
        rows=cells,
        left_out=len(rows) - len(shown),
        empty=Words("Ingen aktører endnu.", "No players yet."),
    )


def _cards(desk: Desk, profile: Row, sql: str) -> Numbers:
    key = profile.text("player_id")
    awards = profile.weight("award_count")
    few = None
    if profile.maybe("share_low") is None or profile.maybe("award_share") is None or awards < 1:
        few = Unknown(CANNOT_TELL, cannot_tell_reason(count=awards))

    def claim(name: str, column: str, **more: str) -> Claim:
        unit = "share" if column.endswith("share") else "dkk" if column.endswith("dkk") else "count"
        known = profile.maybe(column)
        return Claim(
            claim_id=f"players.{key}.{name}",
            sql=sql,
            column=column,
            value=known,
            unit=unit,  # type: ignore[arg-type]  # one of Unit's own words, chosen above
            low=profile.number(more["low"]) if "low" in more else None,
            high=profile.number(more["high"]) if "high" in more else None,
            coverage=profile.number(more["coverage"]) if "coverage" in more else None,
        )

    return Numbers(
        title=Words("Nøgletal", "Key figures"),
        quiet_title=True,
        scope=desk.scope(
            Words("tildelinger til aktøren", "awards to the player"),
            method="mart.player_profile",
            n=awards,
            coverage=profile.number("value_coverage"),
        ),
        numbers=(
            Number(label=Words("Tildelinger", "Awards"), claim=claim("awards", "award_count")),
            Number(
                label=Words("Andel af alle tildelinger", "Share of all awards"),
                claim=claim("share", "award_share", low="share_low", high="share_high"),
                instead=few,
            ),
            Number(
                label=Words("Kendt værdi", "Known value"),
                claim=claim("value", "known_value_dkk", coverage="value_coverage"),
            ),
            Number(label=Words("Ordregivere", "Buyers"), claim=claim("buyers", "buyer_count")),
            Number(
                label=Words("Kontrakter, der udløber inden for 12 måneder", "Contracts ending within 12 months"),
                claim=claim("ending", "contracts_ending_12m"),
            ),
        ),
    )


def _facts(desk: Desk, players: Players, segments: Segments, profile: Row, who: Row | None) -> Facts:
    key = profile.text("player_id")
    sql = _PROFILES.for_one(key)
    facts: list[tuple[Words, Cell]] = [
        (Words("Klasse", "Class"), word(CLASSES, profile.text("player_class"))),
        (Words("Offentlig eller privat", "Public or private"), _public(profile)),
    ]
    if who is not None:
        facts.append((Words("Hvorfor denne klasse", "Why this class"), _layer_and_reason(who)))
        facts.append((Words("Registernummer", "Register number"), who.text("national_id") or None))
        if who.text("parent_id"):
            facts.append((Words("Ejer", "Parent"), players.link(who.text("parent_id"), who.text("parent_name"))))
        if who.names("roles"):
            roles = [word(ROLES, role) for role in who.names("roles")]
            facts.append((Words("Roller", "Roles"), Several(tuple(roles))))
        if who.text("website"):
            facts.append((Words("Hjemmeside", "Website"), Link(who.text("website"), who.text("website"))))
    facts.append(
        (Words("Navne i kilderne", "Names in the sources"), Several(tuple(profile.names("names")[:12])) or None)
    )
    buyers = [
        (buyer.text("player_id"), buyer.text("name"), buyer.weight("award_count"))
        for buyer in profile.structs("top_buyers")
    ]
    if buyers:
        named = tuple(f"{name} ({DA.count(count)})" for _, name, count in buyers[:8])
        facts.append((Words("Største ordregivere (tildelinger)", "Largest buyers (awards)"), Several(named)))
    parts = [
        (segments.name(part.text("segment_code")), part.weight("award_count")) for part in profile.structs("segments")
    ]
    if parts:
        listed = tuple(Words(f"{name.da} ({DA.count(n)})", f"{name.en} ({EN.count(n)})") for name, n in parts)
        facts.append((Words("Segmenter (tildelinger)", "Segments (awards)"), Several(listed)))
    technologies = tuple(
        Link(
            Words(
                f"{part.text('name')} ({DA.count(part.weight('mention_count'))})",
                f"{part.text('name')} ({EN.count(part.weight('mention_count'))})",
            ),
            technology_path(part.text("technology")),
        )
        for part in profile.structs("technologies")[:12]
    )
    if technologies:
        facts.append((Words("Teknologier (omtaler)", "Technologies (mentions)"), Several(technologies)))
    facts.append((Words("Egne dokumenter", "Own documents"), profile.count("document_count")))
    return Facts(
        title=Words("Hvem det er", "Who it is"),
        scope=desk.scope(
            Words("alt, hvad kilderne siger om aktøren", "all that the sources say of the player"),
            method="mart.player_profile",
            streams=("procurement", "vendor", "policy"),
        ),
        claim=desk.claim_rows(f"{key}.facts", sql, [profile]),
        facts=tuple(facts),
    )


def _ending(desk: Desk, key: str, rows: list[Row]) -> Table:
    return Table(
        title=Words("Kontrakter, der udløber", "Contracts that end"),
        scope=desk.scope(
            Words(
                "løbende kontrakter med kendt eller antaget slutdato", "running contracts with a known or assumed end"
            ),
            method="mart.contract_period",
            n=len(rows),
        ),
        claim=desk.claim_rows(f"{key}.contracts", _ENDING.for_one(key), rows),
        columns=(
            Column(Words("Kontrakt", "Contract")),
            Column(Words("Ordregiver", "Buyer")),
            Column(Words("Slutter", "Ends"), "date"),
            Column(Words("Senest, med optioner", "Latest, with options"), "date"),
            Column(Words("Værdi", "Value"), "dkk"),
            Column(Words("Belæg", "Evidence")),
        ),
        rows=tuple(
            (
                row.text("title") or same(row.text("award_key")),
                row.text("buyer_name"),
                row.day("end_date"),
                row.day("latest_end_date"),
                row.maybe("amount_dkk"),
                desk.evidence(row.text("evidence_id"), row.text("part")),
            )
            for row in rows[:_ROWS_SHOWN]
        ),
        left_out=max(0, len(rows) - _ROWS_SHOWN),
        empty=Words("Ingen løbende kontrakter med kendt slutdato.", "No running contracts with a known end date."),
    )


def _awards(desk: Desk, segments: Segments, key: str, rows: list[Row]) -> Table:
    return Table(
        title=Words("Tildelinger", "Awards"),
        scope=desk.scope(
            Words(
                "tildelinger, hvor aktøren er vinder eller medvinder", "awards that the player won alone or with others"
            ),
            method="mart.award_supplier",
            n=len(rows),
        ),
        claim=desk.claim_rows(f"{key}.award_list", _AWARDS.for_one(key), rows),
        columns=(
            Column(Words("Tildeling", "Award")),
            Column(Words("Dato", "Date"), "date"),
            Column(Words("Ordregiver", "Buyer")),
            Column(Words("Segment", "Segment")),
            Column(Words("Del", "Part"), "share"),
            Column(Words("Værdi", "Value"), "dkk"),
            Column(Words("Slags", "Kind")),
            Column(Words("Belæg", "Evidence")),
        ),
        rows=tuple(
            (
                row.text("title") or same(row.text("award_key")),
                row.day("publication_date"),
                row.text("buyer_name"),
                segments.name(row.text("segment_code")),
                row.maybe("weight"),
                row.maybe("amount_dkk"),
                word(VALUE_KINDS, row.text("value_kind")),
                desk.evidence(row.text("evidence_id"), row.text("part")),
            )
            for row in rows[:_ROWS_SHOWN]
        ),
        left_out=max(0, len(rows) - _ROWS_SHOWN),
        empty=Words("Ingen tildelinger.", "No awards."),
        note=Words(
            "Del er aktørens del af en fælles tildeling; værdien er hele tildelingens.",
            "Part is the player's part of a joint award; the value is the whole award's.",
        ),
    )


def _profiles(desk: Desk, players: Players, segments: Segments) -> list[Page]:
    profiles, known = desk.ask_per_key(_PROFILES), desk.ask_per_key(_WHO)
    awards, ending = desk.ask_per_key(_AWARDS), desk.ask_per_key(_ENDING)
    pages = []
    for key in sorted(profiles):
        profile = profiles[key][0]
        who = known.get(key, [None])[0]
        blocks: tuple[Block, ...] = (
            _cards(desk, profile, _PROFILES.for_one(key)),
            _facts(desk, players, segments, profile, who),
            _ending(desk, key, ending.get(key, [])),
            _awards(desk, segments, key, awards.get(key, [])),
        )
        kind = word(CLASSES, profile.text("player_class"))
        last = profile.day("last_award_date")
        since = Words(f"Seneste tildeling {DA.day(last)}.", f"Last award {EN.day(last)}.") if last else Words("", "")
        pages.append(
            Page(
                path=player_path(key),
                title=same(profile.text("player_name") or key),
                lead=Words(f"{kind.da.capitalize()}. {since.da}", f"{kind.en.capitalize()}. {since.en}"),
                blocks=blocks,
                parents=(Link(SECTION.title, "players.html"),),
            )
        )
    return pages


def build(desk: Desk) -> list[Page]:
    """The list of players, and the profile pages."""
    players, segments = Players(desk), Segments(desk)
    first = Page(path="players.html", title=SECTION.title, lead=SECTION.question, blocks=(_list(desk, players),))
    return [first, *_profiles(desk, players, segments)]


SECTION = Section(
    name="players",
    order=30,
    title=Words("Aktører", "Players"),
    question=Words(
        "Hvem er ordregivere, leverandører og offentlige medspillere, og hvad ved vi om hver?",
        "Who are the buyers, suppliers and public partners, and what do we know of each?",
    ),
    scope=Words(
        "Hver aktør samler de navne og numre, som kilderne bruger om den samme organisation. Leverandører med tildelinger "
        "har en side hver.",
        "Each player gathers the names and numbers that sources use of the same organisation. Suppliers with awards have "
        "a page each.",
    ),
    marts=(
        "mart.player",
        "mart.supplier",
        "mart.player_profile",
        "mart.award",
        "mart.award_supplier",
        "mart.contract_period",
        "mart.notice",
    ),
    method=Words(
        "Registernumre går forud for navneregler, der går forud for modeller; et menneskes afgørelse går forud for alle. "
        "Laget og grunden står ved hver klasse.",
        "Register numbers come before name rules, which come before models; a person's judgement comes before all. The "
        "layer and the reason stand beside each class.",
    ),
    limits=Words(
        "Tabere i udbud nævnes sjældent. Ejerskab ses kun, hvor en kilde siger det. En aktør uden tildelinger kan stadig "
        "være stor.",
        "Losing bidders are rarely named. Ownership is seen only where a source states it. A player without awards may "
        "still be large.",
    ),
    build=build,
)
