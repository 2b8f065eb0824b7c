"""One player's page: who it is, what it wins, from whom, and which of its contracts end."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.desk import Desk, PerKey
from dashboards.naming import Players, Segments, player_path, technology_path
from dashboards.reasons import say_reason
from dashboards.rivals import Rivals
from dashboards.rows import Row
from dashboards.section import (
    Address,
    Badge,
    Block,
    Cell,
    Claim,
    Column,
    Facts,
    Link,
    Number,
    Numbers,
    Page,
    Several,
    Table,
    Unit,
    Unknown,
)
from dashboards.vocabulary import CANNOT_TELL, CLASSES, LAYERS, ROLES, VALUE_KINDS, word
from dashboards.words import DA, EN, Words, same

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
    select="""select unnest(supplier_ids) as player_id, contract_id, title, buyer_name, end_date, latest_end_date,
    days_left, amount_dkk, evidence_id, part, url
from mart.contract
where days_left >= 0""",
    key="player_id",
    order="latest_end_date, contract_id",
)
_ROWS_SHOWN = 50


def ownership(row: Row) -> Words:
    """Public, private or unknown."""
    known = row.columns["is_public"]
    if known is None:
        return Words("ukendt", "unknown")
    return Words("offentlig", "public") if known else Words("privat", "private")


def class_and_why(row: Row) -> Words:
    """Which layer decided the class, and why."""
    layer, reason = word(LAYERS, row.text("class_layer")), say_reason(row.text("class_reason"))
    return Words(f"{layer.da}: {reason.da}", f"{layer.en}: {reason.en}") if reason.en else layer


def _cards(desk: Desk, profile: Row, sql: str, share_light: Badge | None) -> Numbers:
    key, awards = profile.text("player_id"), profile.weight("award_count")
    joined = profile.count("participation_count")

    def claim(name: str, column: str, unit: Unit = "count", **sides: str) -> Claim:
        return desk.claim_column(f"{key}.{name}", sql, profile, column, unit=unit, **sides)

    few = None
    if profile.maybe("award_share") is None or profile.maybe("share_low") is None:
        why = Words("ingen tildelinger", "no awards") if not awards else Words("for få tildelinger", "too few awards")
        few = Unknown(CANNOT_TELL, why)
    return Numbers(
        title=Words("Nøgletal", "Key figures"),
        quiet_title=True,
        scope=desk.scope(
            Words("tildelinger til aktøren", "awards to the player"),
            method="mart.player_profile",
            n=joined,
            coverage=profile.number("value_coverage"),
        ),
        numbers=(
            Number(
                label=Words("Tildelinger, efter dens del", "Awards, by its part"),
                claim=claim("awards", "award_count"),
                note=Words(f"har del i {DA.count(joined)}", f"has part in {EN.count(joined)}"),
            ),
            Number(
                label=Words("Andel af alle tildelinger", "Share of all awards"),
                claim=claim("share", "award_share", "share", low="share_low", high="share_high"),
                instead=few,
                light=share_light,
            ),
            Number(
                label=Words("Kendt værdi", "Known value"),
                claim=claim("value", "known_value_dkk", "dkk", coverage="value_coverage"),
            ),
            Number(label=Words("Ordregivere", "Buyers"), claim=claim("buyers", "buyer_count")),
            Number(
                label=Words("Kontrakter, der slutter inden for 12 måneder", "Contracts that end within 12 months"),
                claim=claim("ending", "contracts_ending_12m"),
            ),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Names and ways that every player's page needs."""

    players: Players
    segments: Segments
    technologies: dict[str, Words]
    share_lights: dict[str, Badge]


def _home(website: str) -> Address:
    """A player's website; studies and registers write it with and without https."""
    return Address(website, website if "://" in website else f"https://{website}")


def _counted(name: Words, count: float) -> Words:
    return Words(f"{name.da} ({DA.count(count)})", f"{name.en} ({EN.count(count)})")


def _facts(desk: Desk, ways: Ways, profile: Row, who: Row | None) -> Facts:
    key = profile.text("player_id")
    sql, named = _PROFILES.for_one(key), ways.technologies
    facts: list[tuple[Words, Cell]] = [
        (Words("Klasse", "Class"), word(CLASSES, profile.text("player_class"))),
        (Words("Offentlig eller privat", "Public or private"), ownership(profile)),
    ]
    if who is not None:
        facts.append((Words("Hvorfor denne klasse", "Why this class"), class_and_why(who)))
        facts.append((Words("Registernummer", "Register number"), who.text("national_id") or None))
        if who.text("parent_id"):
            facts.append((Words("Ejer", "Parent"), ways.players.link(who.text("parent_id"), who.text("parent_name"))))
        if who.names("roles"):
            roles = [word(ROLES, role) for role in who.names("roles")]
            facts.append((Words("Roller", "Roles"), Several(tuple(roles))))
        if who.text("website"):
            facts.append((Words("Hjemmeside", "Website"), _home(who.text("website"))))
    facts.append(
        (Words("Navne i kilderne", "Names in the sources"), Several(tuple(profile.names("names")[:12])) or None)
    )
    buyers = tuple(
        _counted(same(buyer.text("name") or buyer.text("player_id")), buyer.weight("award_count"))
        for buyer in profile.structs("top_buyers")[:5]
    )
    if buyers:
        facts.append(
            (
                Words("Største ordregivere (tildelinger, efter dens del)", "Largest buyers (awards, by its part)"),
                Several(buyers),
            )
        )
    parts = tuple(
        _counted(ways.segments.name(part.text("segment_code")), part.weight("award_count"))
        for part in profile.structs("segments")
    )
    if parts:
        facts.append(
            (Words("Segmenter (tildelinger, efter dens del)", "Segments (awards, by its part)"), Several(parts))
        )
    technologies = tuple(
        Link(
            _counted(named.get(part.text("technology"), same(part.text("name"))), part.weight("mention_count")),
            technology_path(part.text("technology")),
        )
        for part in profile.structs("technologies")
        if part.text("technology") in named
    )
    if technologies:
        facts.append((Words("Teknologier (omtaler)", "Technologies (mentions)"), Several(technologies)))
    facts.append((Words("Seneste tildeling", "Last award"), profile.day("last_award_date")))
    facts.append((Words("Egne dokumenter", "Own documents"), profile.count("document_count")))
    return Facts(
        title=Words("Hvem det er", "Who it is"),
        scope=desk.scope(
            Words("alt, hvad kilderne siger om aktøren", "all that the sources say of the player"),
            method="mart.player_profile",
        ),
        claim=desk.claim_rows(f"{key}.facts", sql, [profile]),
        facts=tuple(facts),
    )


def _ending(desk: Desk, key: str, rows: list[Row]) -> Table:
    return Table(
        title=Words("Løbende kontrakter, de første til at slutte først", "Running contracts, the first to end first"),
        scope=desk.scope(
            Words(
                "løbende kontrakter med kendt eller antaget slutdato", "running contracts with a known or assumed end"
            ),
            method="mart.contract",
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
                row.text("title") or same(row.text("contract_id")),
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


def profile_pages(desk: Desk, ways: Ways, *, parent: Link) -> list[Page]:
    """One page for each player that has one: those with the most awards."""
    profiles, known = desk.ask_per_key(_PROFILES), desk.ask_per_key(_WHO)
    awards, ending = desk.ask_per_key(_AWARDS), desk.ask_per_key(_ENDING)
    rivals = Rivals(desk)
    pages = []
    for key in sorted(ways.players.with_page & set(profiles)):
        profile = profiles[key][0]
        blocks: list[Block] = [
            _cards(desk, profile, _PROFILES.for_one(key), ways.share_lights.get(f"all/{key}")),
            _facts(desk, ways, profile, known[key][0] if key in known else None),
            *rivals.blocks(key),
        ]
        if key in awards:
            blocks.append(_ending(desk, key, ending.get(key, [])))
            blocks.append(_awards(desk, ways.segments, key, awards[key]))
        kind = word(CLASSES, profile.text("player_class"))
        pages.append(
            Page(
                path=player_path(key),
                title=same(profile.text("player_name") or key),
                lead=Words(f"{kind.da.capitalize()}.", f"{kind.en.capitalize()}."),
                blocks=tuple(blocks),
                parents=(parent,),
            )
        )
    return pages
