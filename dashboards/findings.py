"""The findings that site, board paper and trend summary choose from, each with its weight, ranked.

A finding has a fixed order: what, how sure, why it matters, what is not known. Its words follow the statistics: "rises"
only where q <= 0.10 and the breadth is met, "suggests" where the interval still touches no change, else "no sure
change". What cannot be told says so and why, in its place. The rank is effect × certainty × novelty × link to a
decision (`report.Weight`); ties go by name, so that the same edition gives the same order.

Rejected: a language model (it would paraphrase numbers), free choice of adjectives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboards.desk import Desk
from dashboards.figures.watch import finding_light
from dashboards.movements import technologies
from dashboards.naming import FLOOR
from dashboards.pictures import LATEST_YEAR
from dashboards.report import Told, ToldBefore, Weight
from dashboards.section import Finding, Link
from dashboards.sentences import Sentence
from dashboards.telling import Asked, Teller
from dashboards.words import Words, same

_LEADERS = """select player_id, player_name, award_count, award_share, share_low, share_high, total_award_count,
    supplier_count, can_tell, reason
from mart.supplier_share
where segment_code = 'all' and period = 'all'
order by award_count desc, player_name, player_id limit 2"""
_ENDING = """select count(*) as ending_count, sum(amount_dkk) as known_value_dkk, count(amount_dkk) as known_count
from mart.contract
where days_left between 0 and 365"""
_BODIES = """select count(*) filter (has_document) as with_count, count(*) as body_count,
    count(*) filter (not has_document) as without_count
from mart.policy_body"""
_SINGLE = """select year, single_bid_count, bids_known_count, reason,
    single_bid_count / bids_known_count as single_share
from mart.market_size where segment_code = 'all'
order by is_provisional or is_part_year, year desc limit 1"""
AWARDS = Words("offentlige tildelinger i studiets segmenter", "public awards in the study's segments")
OUTSIDE = Words(
    "offentlige tildelinger uden for rammeaftaler i studiets segmenter",
    "public awards outside frameworks in the study's segments",
)
BIDS_KNOWN = Words("tildelinger med kendt antal bud", "awards with a known number of bids")
_MANY_CONTRACTS = 50
"""So many contracts that end within a year count as the largest effect."""


def size(teller: Teller) -> Iterator[Told]:
    """How large the market was in the latest whole year, and how sure that is."""
    asked = teller.ask(LATEST_YEAR)
    if not asked:
        return
    row, share = asked.first, asked.first.number("outside_framework_coverage") or 0.0
    what = teller.say(
        "size",
        "I {year} blev der tildelt {awards} {awards#gang|gange} for mindst {known}",
        "In {year} there {awards#was|were} {awards} {awards#award|awards}, worth at least {known}",
        year=asked.claim("year", "year"),
        awards=asked.claim("award_count"),
        known=asked.claim("known_value_dkk", "dkk"),
    )
    tells = row.flag("can_tell")
    sure = _size_sure(teller, asked) if tells else teller.untold("size_sure", asked, "award_count")
    yield Told(
        what=what,
        sure=sure,
        matters=teller.say(
            "size_matters",
            "Størrelsen sætter rammen for, hvad fælles løsninger kan bære",
            "The size sets the frame for what shared solutions can carry",
        ),
        unknown=teller.say(
            "size_unknown",
            "Køb under tærskelværdierne og træk på rammeaftaler ses kun delvis; rammelofter er ikke regnet med",
            "Purchases below the thresholds and call-offs are seen in part only; framework ceilings are not counted",
        ),
        scope=teller.desk.scope(
            OUTSIDE,
            method="mart.market_size",
            period=same(str(row.count("year"))),
            n=row.count("outside_framework_count"),
            coverage=share,
        ),
        weight=Weight(effect=1.0, certainty=share if tells else 0.1, novelty=teller.novelty(what), decision=0.8),
        path="market.html",
        path_title=Words("Marked", "Market"),
        figure=("market_value", f"all/{row.count('year')}"),
    )


def _size_sure(teller: Teller, asked: Asked) -> Sentence:
    """How many of the awards that have a market value state it, and what they come to: ceilings stand apart."""
    danish, english = "{known} af de {outside} tildelinger", "{known} of the {outside} awards"
    slots = {"known": asked.claim("known_value_count"), "outside": asked.claim("outside_framework_count")}
    frameworks = asked.first.count("framework_ceiling_count")
    if frameworks:
        danish, english = danish + " uden for rammeaftaler", english + " outside frameworks"
    danish, english = danish + " oplyser en værdi", english + " state a value"
    if asked.first.count("known_value_count") < asked.first.count("outside_framework_count"):
        danish += "; de {outside} tilsammen skønnes til {low} – {high}"
        english += "; those {outside} together are estimated at {low} – {high}"
        slots |= {end: asked.claim(f"imputed_{end}_dkk", "dkk") for end in ("low", "high")}
    if frameworks:
        danish += "; {frameworks} {frameworks#tildeling|tildelinger} under rammeaftaler har ingen markedsværdi"
        english += (
            "; {frameworks} {frameworks#award under a framework has|awards under frameworks have} no market value"
        )
        slots["frameworks"] = asked.claim("framework_ceiling_count")
    return teller.say("size_sure", danish, english, **slots)


def leader(teller: Teller) -> Iterator[Told]:
    """Who has won most, where intervals tell."""
    asked = teller.ask(_LEADERS)
    if not asked:
        return
    first, second = asked.first, asked.rows[1] if len(asked.rows) > 1 else None
    total = first.weight("total_award_count")
    share, low, high = (first.number(name) for name in ("award_share", "share_low", "share_high"))
    scope = teller.desk.scope(AWARDS, method="mart.supplier_share", n=total)
    path, path_title = "market.html", Words("Andele", "Shares")
    figure = ("supplier_share", f"all/{first.text('player_id')}")
    if not first.flag("can_tell") or total < FLOOR or share is None or low is None or high is None:
        what = teller.say(
            "leader",
            "Hvem der har den største andel af markedet, kan ikke siges",
            "Who holds the largest share of the market cannot be told",
        )
        weight = Weight(effect=0.5, certainty=0.1, novelty=teller.novelty(what), decision=0.9)
        sure = teller.untold("leader_sure", asked, "total_award_count")
        yield Told(
            what=what, sure=sure, scope=scope, weight=weight, tone="open", path=path, path_title=path_title,
            figure=figure,
        )  # fmt: skip
        return
    apart = second is None or low > (second.number("share_high") or 0.0)
    name, part = asked.claim("player_name", "text"), asked.claim("award_share", "share")
    if apart:
        what = teller.say(
            "leader",
            "{name} har klart vundet flest tildelinger: {share} af alle",
            "{name} has clearly won the most awards: {share} of all",
            name=name,
            share=part,
        )
    else:
        what = teller.say(
            "leader",
            "{name} har vundet flest tildelinger: {share} af alle",
            "{name} has won the most awards: {share} of all",
            name=name,
            share=part,
        )
    bounds = {"low": asked.claim("share_low", "share"), "high": asked.claim("share_high", "share")}
    if apart:
        sure = teller.say("leader_sure", "Intervallet er {low} – {high}", "The interval is {low} – {high}", **bounds)
    else:
        sure = teller.say(
            "leader_sure",
            "Intervallet er {low} – {high}; forskellen til {rival} kan være tilfældig",
            "The interval is {low} – {high}; the difference to {rival} may be chance",
            rival=asked.claim("player_name", "text", row=1),
            **bounds,
        )
    yield Told(
        what=what,
        sure=sure,
        matters=teller.say(
            "leader_matters",
            "Hvem der vinder mest, er den, som andre må måle sig med eller gå sammen med",
            "Who wins most is the one whom others must measure themselves against or join",
        ),
        unknown=teller.say(
            "leader_unknown",
            "Andele er af tildelinger, ikke af det, der er i drift",
            "Shares are of awards, not of what is in use",
        ),
        scope=scope,
        weight=Weight(
            effect=min(1.0, 3 * share), certainty=0.9 if apart else 0.4, novelty=teller.novelty(what), decision=0.9
        ),
        path=path,
        path_title=path_title,
        figure=figure,
    )


def contracts(teller: Teller) -> Iterator[Told]:
    """How many contracts end within a year."""
    asked = teller.ask(_ENDING)
    row = asked.first
    ending, known = row.count("ending_count"), row.count("known_count")
    what = teller.say(
        "ending",
        "{ending} {ending#kontrakt|kontrakter} slutter inden for et år",
        "{ending} {ending#contract ends|contracts end} within a year",
        ending=asked.claim("ending_count"),
    )
    if known:
        sure = teller.say(
            "ending_sure",
            "Værdien er kendt for {known} af dem: {value}",
            "The value is known for {known} of them: {value}",
            known=asked.claim("known_count"),
            value=asked.claim("known_value_dkk", "dkk"),
        )
    else:
        sure = teller.say(
            "ending_sure", "Værdien er ikke kendt for nogen af dem", "The value is not known for any of them"
        )
    yield Told(
        what=what,
        sure=sure,
        matters=teller.say(
            "ending_matters",
            "Hvor kontrakter åbner, kan et fælles tilbud lande, hvis kravene ikke er lagt fast endnu",
            "Where contracts open, a joint offer can land if the requirements are not fixed yet",
        ),
        unknown=teller.say(
            "ending_unknown",
            "Forlængelser meddeles ikke altid; kontrakter uden dato og træk på rammeaftaler er ikke med",
            "Renewals are not always announced; contracts without a date and call-offs are left out",
        ),
        scope=teller.desk.scope(
            Words(
                "løbende kontrakter med kendt eller antaget slutdato", "running contracts with a known or assumed end"
            ),
            method="mart.contract",
            n=ending,
        ),
        weight=Weight(
            effect=min(1.0, ending / _MANY_CONTRACTS), certainty=0.7, novelty=teller.novelty(what), decision=1.0
        ),
        path="contracts.html",
        path_title=Words("Kontrakter", "Contracts"),
        figure=("contracts_within_year", "all"),
    )


def single_bids(teller: Teller) -> Iterator[Told]:
    """How often a single supplier bid."""
    asked = teller.ask(_SINGLE)
    if not asked:
        return
    known, share = asked.first.count("bids_known_count"), asked.first.number("single_share") or 0.0
    slots = {"year": asked.claim("year", "year")}
    scope = teller.desk.scope(
        BIDS_KNOWN, method="mart.market_size", period=same(str(asked.first.count("year"))), n=known
    )
    path, path_title = "market.html", Words("Ét bud", "Single bids")
    figure = ("single_bids", f"all/{asked.first.count('year')}")
    if known < FLOOR:
        what = teller.say(
            "single",
            "Hvor ofte kun én bød i {year}, kan ikke siges",
            "How often only one bid in {year} cannot be told",
            **slots,
        )
        sure = teller.say(
            "single_sure",
            "Grunden: kun {known} {known#tildeling|tildelinger} med kendt antal bud",
            "The reason: only {known} {known#award|awards} with a known number of bids",
            known=asked.claim("bids_known_count"),
        )
        weight = Weight(effect=0.3, certainty=0.1, novelty=teller.novelty(what), decision=0.4)
        yield Told(
            what=what, sure=sure, scope=scope, weight=weight, tone="open", path=path, path_title=path_title,
            figure=figure,
        )  # fmt: skip
        return
    what = teller.say(
        "single",
        "I {share} af tildelingerne i {year} bød kun én",
        "In {share} of the awards in {year} there was a single bid",
        share=asked.claim("single_share", "share"),
        **slots,
    )
    yield Told(
        what=what,
        sure=teller.say(
            "single_sure",
            "{single} af {known} med kendt antal bud",
            "{single} of {known} with a known number of bids",
            single=asked.claim("single_bid_count"),
            known=asked.claim("bids_known_count"),
        ),
        matters=teller.say(
            "single_matters",
            "Hvor kun én byder, er konkurrencen svag, og en ny løsning savnes",
            "Where a single supplier bids, competition is weak and another solution is missed",
        ),
        scope=scope,
        weight=Weight(effect=share, certainty=0.9, novelty=teller.novelty(what), decision=0.5),
        path=path,
        path_title=path_title,
        figure=figure,
    )


def policy(teller: Teller) -> Iterator[Told]:
    """Of how many bodies we hold policy documents."""
    asked = teller.ask(_BODIES)
    bodies, held = asked.first.count("body_count"), asked.first.count("with_count")
    if not bodies:
        return
    what = teller.say(
        "bodies",
        "Vi har politiske dokumenter fra {held} af {bodies} myndigheder",
        "We hold policy documents of {held} of {bodies} bodies",
        held=asked.claim("with_count"),
        bodies=asked.claim("body_count"),
    )
    yield Told(
        what=what,
        sure=teller.say(
            "bodies_sure",
            "Om de øvrige kan intet siges: mangler er ikke det samme som lav prioritet",
            "Of the others nothing can be told: missing is not the same as low priority",
        ),
        scope=teller.desk.scope(
            Words("studiets kunder og udgivere af politik", "the study's customers and publishers of policy"),
            method="mart.policy_body",
            streams=("policy",),
            n=bodies,
            coverage=held / bodies,
        ),
        weight=Weight(effect=0.3, certainty=0.9, novelty=teller.novelty(what), decision=0.3),
        tone="plain" if held == bodies else "open",
        path="policy.html",
        path_title=Words("Politik", "Policy"),
        figure=("bodies_heard", "all"),
    )


FINDERS: tuple[Callable[[Teller], Iterator[Told]], ...] = (
    size,
    leader,
    technologies,
    contracts,
    single_bids,
    policy,
)


def ranked(candidates: list[Told]) -> list[Told]:
    """The findings by weight, the heaviest first; equal ones by their names."""
    return sorted(candidates, key=lambda told: (-round(told.weight.rank, 9), told.what.sentence_id))


def all_told(desk: Desk, before: ToldBefore = frozenset()) -> list[Told]:
    """Every finding of an edition, ranked."""
    teller = Teller(desk, before)
    return ranked([told for finder in FINDERS for told in finder(teller)])


def all_findings(desk: Desk) -> Iterator[Finding]:
    """The same as the site shows them."""
    for told in all_told(desk):
        yield Finding(
            sentence=told.what.words(),
            sureness=told.sure.words(),
            tone=told.tone,
            claims=(*told.what.claims, *told.sure.claims),
            link=Link(told.path_title, told.path) if told.path else None,
            light=finding_light(desk, told.figure),
        )
