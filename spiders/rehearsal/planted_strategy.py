"""What is planted for strategy: two firms that keep winning together, in a segment where neither is often seen.

The words are plain on purpose: no technology, theme or need is named, so that nothing else that is planted moves.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.result_notices import Market, result_of

PARTNERS = ("mosekilde", "vagtskifte")
_WON = (
    (date(2024, 6, 11), "birkekaer", 3_100_000),
    (date(2024, 11, 5), "dybmark", 2_700_000),
    (date(2025, 3, 18), "falkelund", 4_200_000),
    (date(2025, 9, 9), "hjortesund", 3_600_000),
    (date(2026, 4, 14), "ibsgaarde", 3_900_000),
)


def partners(market: Market) -> list[NoticeEvent]:
    """Five small contracts that the two win as one bidder."""
    return [
        result_of(
            market,
            label=f"planted:partners:{buyer}",
            published=day,
            buyers=(buyer,),
            title="Projektledelse og kvalitetssikring af it-projekter",
            lead="Aftalen omfatter projektledelse og kvalitetssikring hos ordregiver.",
            cpv="72224000",
            winners=(PARTNERS,),
            values=(Decimal(value),),
        )
        for day, buyer, value in _WON
    ]
