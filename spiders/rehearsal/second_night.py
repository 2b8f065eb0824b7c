"""What the second night brings: five new IT notices, one of them a big award."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from spiders.rehearsal.chance import invented_uuid
from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.planted import BIG_AWARD
from spiders.rehearsal.result_notices import Market, result_of

_TENDERS = (
    ("granslev", "Nyt omsorgssystem til Granslev Kommune", "48180000", 16_000_000),
    ("regionvest", "Integrationsplatform til regionens sygehuse", "48200000", 12_000_000),
    ("fkk", "Videreudvikling af Kerneflow", "72262000", 22_000_000),
)


def second_night_notices(market: Market) -> list[NoticeEvent]:
    """Three contract notices and two results, one of them the big award, all published on the second night's day."""
    day = NIGHTS[1]
    big = result_of(
        market,
        label="night2:big",
        published=day,
        buyers=("statsdrift",),
        title="Fælles drift af statens fagsystemer",
        lead="Aftalen samler driften af fagsystemer for elleve myndigheder hos én leverandør.",
        cpv="72500000",
        winners=(("northquay",),),
        values=(BIG_AWARD,),
        bids_received=4,
        months=72,
    )
    small = result_of(
        market,
        label="night2:small",
        published=day,
        buyers=("sandhage",),
        title="System til indkøb og fakturaer i Sandhage Kommune",
        lead="Aftalen omfatter et system til indkøb, ordrer og behandling af fakturaer.",
        cpv="48451000",
        winners=(("granit",),),
        values=(Decimal(5_300_000),),
        bids_received=2,
    )
    return [big, small, *(_tender(market, row) for row in _TENDERS)]


def _tender(market: Market, row: tuple[str, str, str, int]) -> NoticeEvent:
    buyer, title, cpv, estimate = row
    shell = result_of(
        market,
        label=f"night2:{buyer}",
        published=NIGHTS[1],
        buyers=(buyer,),
        title=title,
        lead=f"Udbuddet omfatter {title[0].lower()}{title[1:]}. Løsningen skal tages i brug i etaper.",
        cpv=cpv,
        winners=(),
        values=(),
    )
    lots = tuple(
        replace(lot, estimate=Decimal(estimate), deadline=NIGHTS[1] + timedelta(days=40)) for lot in shell.lots
    )
    return replace(
        shell,
        kind="competition",
        uuid=invented_uuid(market.seed, "notice", shell.label, "competition"),
        lots=lots,
        estimate=Decimal(estimate),
        bids=(),
        contracts=(),
        outcomes=(),
        total=None,
    )
