"""Headline sentences: templates whose words follow the statistics, never the other way round.

Each finding has the same order: what, how sure, where to look. A finding that cannot be told says so and why, in its
place, rather than being left out.

Rejected: a language model (it would paraphrase numbers), free choice of adjectives.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.desk import Desk
from dashboards.naming import FLOOR
from dashboards.pictures import LATEST_YEAR
from dashboards.rows import Row
from dashboards.section import Finding, Link
from dashboards.vocabulary import STREAMS, cannot_tell_reason, word
from dashboards.words import DA, EN, SPEECH, Lang, Words, full_stop

_LEADER = """select player_name, award_count, award_share, share_low, share_high, total_award_count, supplier_count,
    can_tell, reason
from mart.supplier_share
where segment_code = 'all' and period = 'all'
order by award_count desc, player_name, player_id limit 1"""
_LEADERS = _LEADER.replace("limit 1", "limit 2")
_SURE = """select technology, technology_name_da, technology_name_en, stream, verdict, rate_ratio, breadth
from mart.technology_trend
where verdict in ('rising', 'fading')
order by verdict desc, rate_ratio desc, technology, stream"""
_TOLD = """select count(*) filter (verdict <> 'cannot_tell') as told_count, count(*) as trend_count
from mart.technology_trend"""
_ENDING = """select count(*) as ending_count, sum(amount_dkk) as known_value_dkk, count(amount_dkk) as known_count
from mart.contract_period
where days_left between 0 and 365"""
_BODIES = "select count(*) filter (has_document) as with_count, count(*) as body_count from mart.policy_body"


def _size(desk: Desk) -> Iterator[Finding]:
    rows = desk.ask(LATEST_YEAR)
    if not rows:
        return
    row = rows[0]
    year, awards = row.count("year"), row.count("award_count")
    known, low, high = (row.maybe(name) for name in ("known_value_dkk", "imputed_low_dkk", "imputed_high_dkk"))
    sentence = Words(
        full_stop(f"I {year} blev der tildelt {DA.count(awards)} gange for mindst {DA.money(known or 0)}"),
        full_stop(f"In {year} there were {EN.count(awards)} awards, worth at least {EN.money(known or 0)}"),
    )
    share = row.maybe("value_coverage") or 0
    if row.flag("can_tell") and low is not None and high is not None:
        sure = Words(
            full_stop(
                f"Værdien er oplyst for {DA.share(share)}; alle tilsammen skønnes til {DA.money(low)} – "
                f"{DA.money(high)}"
            ),
            full_stop(
                f"The value is stated for {EN.share(share)}; all together are estimated at {EN.money(low)} – "
                f"{EN.money(high)}"
            ),
        )
    else:
        why = cannot_tell_reason(count=awards, stated=row.text("reason"))
        sure = Words(f"Den samlede værdi kan ikke siges: {why.da}.", f"The total value cannot be told: {why.en}.")
    yield Finding(
        sentence=sentence,
        sureness=sure,
        tone="plain",
        claims=(
            desk.claim_number("finding.awards", LATEST_YEAR, "award_count"),
            desk.claim_number(
                "finding.value",
                LATEST_YEAR,
                "known_value_dkk",
                unit="dkk",
                low="imputed_low_dkk",
                high="imputed_high_dkk",
                coverage="value_coverage",
            ),
        ),
        link=Link(Words("Marked", "Market"), "market.html"),
    )


def _leader(desk: Desk) -> Iterator[Finding]:
    rows = desk.ask(_LEADERS)
    if not rows:
        return
    first, second = rows[0], rows[1] if len(rows) > 1 else None
    claim = desk.claim_number(
        "finding.leader",
        _LEADER,
        "award_share",
        unit="share",
        low="share_low",
        high="share_high",
        n="total_award_count",
    )
    link = Link(Words("Andele", "Shares"), "market.html")
    total = first.weight("total_award_count")
    share, low, high = (first.maybe(name) for name in ("award_share", "share_low", "share_high"))
    if not first.flag("can_tell") or total < FLOOR or share is None or low is None or high is None:
        why = cannot_tell_reason(count=total, suppliers=first.number("supplier_count"), stated=first.text("reason"))
        yield Finding(
            sentence=Words(
                "Hvem der har den største andel af markedet, kan ikke siges.",
                "Who holds the largest share of the market cannot be told.",
            ),
            sureness=Words(f"Grunden: {why.da}.", f"The reason: {why.en}."),
            tone="open",
            claims=(claim,),
            link=link,
        )
        return
    apart = second is None or low > (second.maybe("share_high") or 0)
    name = first.text("player_name")
    rival = second.text("player_name") if second else ""
    yield Finding(
        sentence=Words(
            f"{name} har {'klart ' if apart else ''}vundet flest tildelinger: {DA.share(share)} af alle.",
            f"{name} has {'clearly ' if apart else ''}won the most awards: {EN.share(share)} of all.",
        ),
        sureness=Words(
            f"Intervallet er {DA.share(low)} – {DA.share(high)}"
            + ("." if apart else f"; forskellen til {rival} kan være tilfældig."),
            f"The interval is {EN.share(low)} – {EN.share(high)}"
            + ("." if apart else f"; the difference to {rival} may be chance."),
        ),
        tone="plain",
        claims=(claim,),
        link=link,
    )


def _named(rows: list[Row], lang: Lang) -> str:
    """Technologies with their streams: API-platform (udbud ×1,8, tildelinger ×1,9)."""
    speech = SPEECH[lang]
    streams: dict[str, list[str]] = {}
    for row in rows:
        name = row.text(f"technology_name_{lang}") or row.text("technology")
        stream = word(STREAMS, row.text("stream")).of(lang).lower()
        streams.setdefault(name, []).append(f"{stream} {speech.ratio(row.maybe('rate_ratio') or 0)}")
    shown = [f"{name} ({', '.join(parts)})" for name, parts in list(streams.items())[:3]]
    if len(streams) > 3:
        shown.append(f"{len(streams) - 3} {'til' if lang == 'da' else 'more'}")
    return speech.listing(shown)


def _technologies(desk: Desk) -> Iterator[Finding]:
    claim, rows = desk.claim_table("finding.trends", _SURE)
    told = desk.ask(_TOLD)
    told_count, trends = (told[0].count("told_count"), told[0].count("trend_count")) if told else (0, 0)
    sure = Words(
        f"Sikkert efter korrektion for mange sammenligninger; {DA.count(told_count)} af {DA.count(trends)} "
        f"teknologier og "
        "strømme har nok dokumenter til en dom.",
        f"Sure after correction for many comparisons; {EN.count(told_count)} of {EN.count(trends)} technologies and "
        "streams have enough documents for a verdict.",
    )
    link = Link(Words("Teknologier", "Technologies"), "technologies.html")
    rising = [row for row in rows if row.text("verdict") == "rising"]
    fading = [row for row in rows if row.text("verdict") == "fading"]
    if not rows:
        yield Finding(
            sentence=Words("Ingen teknologi stiger eller falder sikkert.", "No technology surely rises or fades."),
            sureness=sure,
            tone="open",
            claims=(claim,),
            link=link,
        )
    if rising:
        yield Finding(
            sentence=Words(f"Det stiger: {_named(rising, 'da')}.", f"Rising: {_named(rising, 'en')}."),
            sureness=sure,
            tone="up",
            claims=(claim,),
            link=link,
        )
    if fading:
        yield Finding(
            sentence=Words(f"Det falder: {_named(fading, 'da')}.", f"Fading: {_named(fading, 'en')}."),
            sureness=sure,
            tone="down",
            claims=(claim,),
            link=link,
        )


def _contracts(desk: Desk) -> Iterator[Finding]:
    row = desk.ask(_ENDING)[0]
    ending, known, value = row.count("ending_count"), row.count("known_count"), row.maybe("known_value_dkk")
    yield Finding(
        sentence=Words(
            f"{DA.count(ending)} {'kontrakt' if ending == 1 else 'kontrakter'} slutter inden for et år.",
            f"{EN.count(ending)} {'contract ends' if ending == 1 else 'contracts end'} within a year.",
        ),
        sureness=Words(
            full_stop(f"Værdien er kendt for {DA.count(known)} af dem" + (f": {DA.money(value)}" if value else "")),
            full_stop(f"The value is known for {EN.count(known)} of them" + (f": {EN.money(value)}" if value else "")),
        ),
        tone="plain",
        claims=(desk.claim_number("finding.ending", _ENDING, "ending_count"),),
        link=Link(Words("Kontrakter", "Contracts"), "contracts.html"),
    )


def _single_bids(desk: Desk) -> Iterator[Finding]:
    rows = desk.ask(LATEST_YEAR)
    if not rows:
        return
    known, single, year = rows[0].count("bids_known_count"), rows[0].count("single_bid_count"), rows[0].count("year")
    claim = desk.claim_number("finding.single_bids", LATEST_YEAR, "single_bid_count", n="bids_known_count")
    link = Link(Words("Ét bud", "Single bids"), "market.html")
    if known < FLOOR:
        why = cannot_tell_reason(count=known)
        yield Finding(
            sentence=Words(
                f"Hvor ofte kun én bød i {year}, kan ikke siges.", f"How often only one bid in {year} cannot be told."
            ),
            sureness=Words(f"Grunden: {why.da} med kendt antal bud.", f"The reason: {why.en} with known bids."),
            tone="open",
            claims=(claim,),
            link=link,
        )
        return
    yield Finding(
        sentence=Words(
            f"I {DA.share(single / known)} af tildelingerne i {year} bød kun én.",
            f"In {EN.share(single / known)} of the awards in {year} there was a single bid.",
        ),
        sureness=Words(
            f"{DA.count(single)} af {DA.count(known)} med kendt antal bud.",
            f"{EN.count(single)} of {EN.count(known)} with a known number of bids.",
        ),
        tone="plain",
        claims=(claim,),
        link=link,
    )


def _policy(desk: Desk) -> Iterator[Finding]:
    row = desk.ask(_BODIES)[0]
    bodies, held = row.count("body_count"), row.count("with_count")
    if not bodies:
        return
    yield Finding(
        sentence=Words(
            f"Vi har politiske dokumenter fra {DA.count(held)} af {DA.count(bodies)} myndigheder.",
            f"We hold policy documents of {EN.count(held)} of {EN.count(bodies)} bodies.",
        ),
        sureness=Words(
            "Om de øvrige kan intet siges: mangler er ikke det samme som lav prioritet.",
            "Of the others nothing can be told: missing is not the same as low priority.",
        ),
        tone="plain" if held == bodies else "open",
        claims=(desk.claim_number("finding.bodies", _BODIES, "with_count"),),
        link=Link(Words("Politik", "Policy"), "policy.html"),
    )


def all_findings(desk: Desk) -> Iterator[Finding]:
    """The headline sentences in their fixed order: market, leaders, technologies, contracts, single bids, policy."""
    for finder in (_size, _leader, _technologies, _contracts, _single_bids, _policy):
        yield from finder(desk)
