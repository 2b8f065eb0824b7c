"""Contracts that are called for again: what windows, retention and calendars are learnt from and tested on.

`PAST` chains are closed: a contract of about a year, the call that followed months before its end, and who won it. In
`WAITING` ones the call has not come by the second night; the world has drawn the day on which it will, and keeps it for
the truths. Both days follow one law: between `EARLIEST` and `LATEST` days before the end. None lies in a clean segment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from spiders.rehearsal.chance import chance, invented_uuid
from spiders.rehearsal.issues import NIGHTS, issue_day_from
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.result_notices import Market, result_of

PAST = 24
WAITING = 10
KEPT = 16
EARLIEST, LATEST = 270, 90
_FIRST = date(2024, 1, 9)
_SUBJECTS = (
    ("72514000", "Drift af biblioteksportalen"),
    ("48450000", "Ferieplanlægning for dagtilbud"),
    ("48180000", "Journal til tandplejen"),
    ("72262000", "Vedligeholdelse af byggesagsportalen"),
    ("72220000", "Bistand til kravspecifikation for renovation"),
    ("48442000", "Debitorstyring for forsyningen"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A contract that is called for again: by whom, when it ends, when the next call comes, who wins before and after.

    `calls_on` of a waiting chain lies after the second night; `after` is empty then.
    """

    label: str
    buyer: str
    cpv: str
    title: str
    awarded_on: date
    ends_on: date
    calls_on: date
    before: str
    after: str = ""


def planted_chains(market: Market) -> tuple[Chain, ...]:
    """All chains, the closed ones first."""
    return (*(_past(market, place) for place in range(PAST)), *(_waiting(market, place) for place in range(WAITING)))


def _past(market: Market, place: int) -> Chain:
    label = f"chain:{place:02d}"
    awarded = issue_day_from(_FIRST + timedelta(days=place * 9))
    ends = awarded + timedelta(days=365 + 7 * (place % 5))
    winners = _winners(market, label)
    return Chain(
        label=label,
        buyer=_buyer(market, place),
        cpv=_SUBJECTS[place % len(_SUBJECTS)][0],
        title=_SUBJECTS[place % len(_SUBJECTS)][1],
        awarded_on=awarded,
        ends_on=ends,
        calls_on=issue_day_from(ends - timedelta(days=_ahead(market, label))),
        before=winners[0],
        # Two of three keep what they hold.
        after=winners[0] if place % 3 < 2 else winners[1],
    )


def _waiting(market: Market, place: int) -> Chain:
    label = f"waiting:{place:02d}"
    ahead = _ahead(market, label)
    calls = issue_day_from(NIGHTS[1] + timedelta(days=12 + 17 * place))
    return Chain(
        label=label,
        buyer=_buyer(market, PAST + place),
        cpv=_SUBJECTS[place % len(_SUBJECTS)][0],
        title=_SUBJECTS[place % len(_SUBJECTS)][1],
        awarded_on=issue_day_from(date(2025, 11, 4) + timedelta(days=place * 20)),
        ends_on=calls + timedelta(days=ahead),
        calls_on=calls,
        before=_winners(market, label)[0],
    )


def _ahead(market: Market, label: str) -> int:
    return chance(market.seed, "ahead", label).randrange(LATEST, EARLIEST + 1)


def _buyer(market: Market, place: int) -> str:
    """A municipality for each chain and subject: no two chains share both."""
    municipalities = [key for key, buyer in market.buyers.items() if buyer.buyer_class == "municipality"]
    return municipalities[(place * 7 + place // len(municipalities)) % len(municipalities)]


def _winners(market: Market, label: str) -> list[str]:
    private = [key for key, vendor in market.vendors.items() if not vendor.is_public and vendor.parent is None]
    return chance(market.seed, "chain winners", label).sample(private, 2)


def chain_notices(market: Market) -> list[NoticeEvent]:
    """The notices of all chains that appear within the window."""
    notices = []
    for chain in planted_chains(market):
        notices.append(_result(market, chain, "first", chain.awarded_on, chain.before, chain.ends_on))
        if chain.after:
            again = _result(market, chain, "again", _decided(chain), chain.after, None)
            notices += [_call(market, chain, again), again]
    return notices


def _decided(chain: Chain) -> date:
    return issue_day_from(chain.calls_on + timedelta(days=84))


def _result(market: Market, chain: Chain, turn: str, day: date, winner: str, ends: date | None) -> NoticeEvent:
    value = chance(market.seed, "chain value", chain.label, turn).randrange(20, 60) * 100_000
    return result_of(
        market,
        label=f"{chain.label}:{turn}",
        published=day,
        buyers=(chain.buyer,),
        title=chain.title,
        lead=f"Aftalen omfatter {chain.title[0].lower()}{chain.title[1:]} og kan ikke forlænges.",
        cpv=chain.cpv,
        winners=((winner,),),
        values=(Decimal(value),),
        end=ends,
    )


def _call(market: Market, chain: Chain, again: NoticeEvent) -> NoticeEvent:
    """The call for bids of the second round, in the procedure that its result ends."""
    lots = tuple(
        replace(lot, estimate=None, months=48, deadline=chain.calls_on + timedelta(days=40)) for lot in again.lots
    )
    return replace(
        again,
        label=f"{chain.label}:call",
        kind="competition",
        published=chain.calls_on,
        uuid=invented_uuid(market.seed, "notice", chain.label, "call"),
        lots=lots,
        bids=(),
        contracts=(),
        outcomes=(),
        total=None,
    )
