"""A competitor's profile: what it wins, where, from whom, which of its contracts end, what it says and changes.

Observations only, each with its evidence: no strengths, weaknesses or motives are made up.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.desk import Desk, slug
from dashboards.limits import standing_limits
from dashboards.quoting import choose_quotes
from dashboards.report import Bars, Figures, Part, Report, ReportKind, ToldBefore
from dashboards.section import Claim, Scope, Unit
from dashboards.sentences import Sentence
from dashboards.telling import AS_OF, Asked, Teller, col
from dashboards.words import Words

MOST_PROFILES = 8
"""Profiles made each night; any other player's is made by `overblik report profile --player ID`."""
_MOST_ROWS = 8
_RIVALS = f"""select profile.player_id, profile.player_name, profile.player_class
from mart.player_profile as profile
inner join mart.player as player on player.player_id = profile.player_id
where not coalesce(player.is_focal, false) and not coalesce(player.is_customer, false) and profile.award_count > 0
order by profile.award_count desc, profile.player_name, profile.player_id
limit {MOST_PROFILES}"""  # noqa: S608  the only value is ours
_ONE = """select player_id, player_name, player_class
from mart.player_profile where player_id = {player}"""
_PROFILE = """select player_name, player_class, award_count, participation_count, award_share, share_low, share_high,
    known_value_dkk, value_coverage, buyer_count, contracts_ending_12m, document_count, last_award_date
from mart.player_profile where player_id = {player}"""
_YEARS = """select link.year, sum(link.weight) as award_weight,
    bool_or(make_date(link.year, 1, 1) < study.period_start or make_date(link.year, 12, 31) > study.as_of) as is_part,
    link.year || case when is_part then ' (del af året)' else '' end as year_da,
    link.year || case when is_part then ' (part of it)' else '' end as year_en
from mart.award_supplier as link
cross join mart.study as study
where link.player_id = {player} and link.year is not null
group by link.year
order by link.year"""
_BUYERS = """select award.buyer_name, count(*) as award_count, max(award.publication_date) as last_date
from mart.award_supplier as link
inner join mart.award as award on award.award_key = link.award_key
where link.player_id = {player}
group by award.buyer_name
order by award_count desc, award.buyer_name"""
_ENDING = """select title, buyer_name, latest_end_date, amount_dkk, contract_id
from mart.contract
where list_contains(supplier_ids, {player}) and days_left >= 0
order by latest_end_date, contract_id"""
_CHANGES = """select change_date, change_type, coalesce(after_quote, before_quote) as quote, url
from mart.page_change
where player_id = {player} and change_type <> 'none'
order by change_date desc, document_id, version_number, change_number"""
_SAID = """select context, who, mention_date, url, text_digest, evidence_id
from mart.mention
where stream = 'vendor' and who = {name}
order by mention_date desc, text_digest, quote_start, technology
limit 400"""


def _figures(teller: Teller, key: str, asked: Asked, scope: Scope) -> Figures:
    def claim(name: str, column: str, unit: Unit = "count") -> Claim:
        return teller.number(f"{key}.number.{name}", asked, column, unit)

    figures = [
        (Words("Tildelinger, efter dens del", "Awards, by its part"), claim("awards", "award_count")),
        (Words("Har del i", "Has part in"), claim("joined", "participation_count")),
        (Words("Kendt værdi", "Known value"), claim("value", "known_value_dkk", "dkk")),
        (Words("Ordregivere", "Buyers"), claim("buyers", "buyer_count")),
        (
            Words("Kontrakter, der slutter inden for et år", "Contracts that end within a year"),
            claim("ending", "contracts_ending_12m"),
        ),
    ]
    return Figures(scope=scope, figures=tuple(figures))


def _share(teller: Teller, key: str, asked: Asked) -> Sentence:
    row = asked.first
    if row.maybe("award_share") is None or row.maybe("share_low") is None:
        return teller.say(
            f"{key}.share",
            "Andelen af alle tildelinger kan ikke siges: tallene er for små",
            "Its share of all awards cannot be told: the numbers are too small",
        )
    return teller.say(
        f"{key}.share",
        "{name} har {share} af alle tildelinger (interval {low} – {high})",
        "{name} holds {share} of all awards (interval {low} – {high})",
        name=asked.claim("player_name", "text"),
        share=asked.claim("award_share", "share"),
        low=asked.claim("share_low", "share"),
        high=asked.claim("share_high", "share"),
    )


def _parts(teller: Teller, player: str, key: str) -> Iterator[Part]:
    desk = teller.desk
    profile, years = teller.ask(_PROFILE, player=player), teller.ask(_YEARS, player=player)
    won = desk.scope(
        Words("tildelinger til aktøren", "awards to the player"),
        method="mart.player_profile",
        n=profile.first.count("participation_count"),
        coverage=profile.first.number("value_coverage"),
    )
    blocks: list[Figures | Bars | Sentence] = [_figures(teller, key, profile, won), _share(teller, key, profile)]
    if years:
        blocks.append(
            teller.bars(
                f"{key}.years",
                Words("Tildelinger pr. år, efter del", "Awards by year, by its part in them"),
                years,
                label="year_{lang}",
                pale="is_part",
                value="award_weight",
                unit="count",
                scope=desk.scope(
                    Words("tildelinger til aktøren", "awards to the player"), method="mart.award_supplier"
                ),
            )
        )
    yield Part(title=Words("Hvad den vinder", "What it wins"), blocks=tuple(blocks))
    buyers = teller.ask(_BUYERS, player=player)
    if buyers:
        yield Part(
            title=Words("Hvor den vinder", "Where it wins"),
            blocks=(
                teller.grid(
                    f"{key}.buyers",
                    Words("Ordregivere", "Buyers"),
                    buyers,
                    col("Ordregiver", "Buyer", "buyer_name", width=4),
                    col("Har del i", "Has part in", "award_count", "count"),
                    col("Seneste", "Latest", "last_date", "date"),
                    scope=desk.scope(
                        Words("tildelinger, som aktøren har del i", "awards that the player has part in"),
                        method="mart.award",
                    ),
                    most=_MOST_ROWS,
                ),
            ),
        )
    ending = teller.ask(_ENDING, player=player)
    yield Part(
        title=Words("Kontrakter, der slutter", "Contracts that end"),
        blocks=(
            teller.grid(
                f"{key}.ending",
                Words("Løbende kontrakter, de første først", "Running contracts, the first to end first"),
                ending,
                col("Kontrakt", "Contract", "title", width=4),
                col("Ordregiver", "Buyer", "buyer_name", width=2),
                col("Senest", "Latest", "latest_end_date", "date"),
                col("Værdi", "Value", "amount_dkk", "dkk"),
                scope=desk.scope(
                    Words("løbende kontrakter med kendt slutdato", "running contracts with a known end"),
                    method="mart.contract",
                    n=len(ending.rows),
                ),
                most=_MOST_ROWS,
                empty=Words("Ingen løbende kontrakter med kendt slutdato.", "No running contracts with a known end."),
            ),
        ),
    )
    yield from _said(teller, player, key, profile)


def _said(teller: Teller, player: str, key: str, profile: Asked) -> Iterator[Part]:
    changes = teller.ask(_CHANGES, player=player) if teller.has("mart.page_change") else None
    if changes:
        yield Part(
            title=Words("Hvad den har ændret", "What it changed"),
            blocks=(
                teller.grid(
                    f"{key}.changes",
                    Words("Ændringer på dens sider", "Changes of its pages"),
                    changes,
                    col("Set", "Seen", "change_date", "date"),
                    col("Slags", "Kind", "change_type", "kind"),
                    col("Ordene", "The words", "quote", width=5),
                    scope=teller.desk.scope(
                        Words("aktørens sider, set to gange", "the player's pages, seen twice"),
                        method="mart.page_change",
                        streams=("vendor",),
                    ),
                    most=_MOST_ROWS,
                ),
            ),
        )
    said = teller.ask(_SAID, name=profile.first.text("player_name"))
    chosen = choose_quotes([row.text("context") for row in said.rows])
    if chosen:
        yield Part(
            title=Words("I dens egne ord", "In its own words"),
            blocks=tuple(teller.cite(f"{key}.quote{at}", said, here) for at, here in enumerate(chosen, start=1)),
        )


def profile_of(desk: Desk, before: ToldBefore, player: str) -> Report | None:
    """One player's profile; None where the edition has no profile of it."""
    teller = Teller(desk, before)
    who = teller.ask(_ONE, player=player)
    if not who:
        return None
    key, study = slug(player), desk.study
    name = who.first.text("player_name") or player
    return Report(
        name=f"profile-{key}",
        audience="strategist",
        title=Words(f"Konkurrentprofil: {name}", f"Competitor profile: {name}"),
        lead=teller.say(
            f"{key}.lead",
            "{name}: {kind}; alt herunder er iagttaget i kilder til og med {day}, intet er gættet",
            "{name}: {kind}; all below was observed in sources up to {day}, nothing is guessed",
            name=who.claim("player_name", "text"),
            kind=who.claim("player_class", "class"),
            day=teller.ask(AS_OF).claim("as_of", "date"),
        ),
        parts=tuple(_parts(teller, player, key)),
        limits=standing_limits(teller),
        as_of=study.as_of,
        edition=study.night_id,
        is_rehearsal=study.is_rehearsal,
    )


def build(desk: Desk, before: ToldBefore) -> list[Report]:
    """The profiles of those who win most, the focal organisation and customers left out."""
    players = [row.text("player_id") for row in Teller(desk, before).ask(_RIVALS).rows]
    built = (profile_of(desk, before, player) for player in players)
    return [report for report in built if report is not None]


REPORT = ReportKind(name="profile", title=Words("Konkurrentprofil", "Competitor profile"), build=build)
