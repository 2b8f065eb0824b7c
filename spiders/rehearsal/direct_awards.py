"""Direct awards told in advance (VEAT) and amendments of ordinary contracts: so small that no total hangs on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from spiders.rehearsal.awarding import chosen
from spiders.rehearsal.chance import chance, invented_uuid, pick
from spiders.rehearsal.issues import NIGHTS, issue_day_from
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.procedures import LEGACY_UNTIL
from spiders.rehearsal.result_notices import Market, amendment_to, result_of
from spiders.rehearsal.segments import SEGMENTS
from spiders.rehearsal.tender_sentences import MODIFICATION_TEXTS

_OPEN_SEGMENTS = tuple(segment for segment in SEGMENTS if not segment.clean)
_SMALL = Decimal(5_000_000)


def direct_awards(market: Market) -> Iterator[NoticeEvent]:
    """One direct award every two months, from the first month on."""
    for index in range(18):
        label = f"v{index:02d}"
        draw = chance(market.seed, "veat", label)
        segment = _OPEN_SEGMENTS[index % len(_OPEN_SEGMENTS)]
        subject = draw.choice(segment.subjects)
        vendor = chosen(segment, tuple(market.vendors.values()), 1, draw)[0]
        day = issue_day_from(date(2023, 12, 12) + timedelta(days=index * 60))
        notice = result_of(
            market,
            label=label,
            published=day,
            buyers=(pick(tuple(market.buyers), market.seed, "veat buyer", label),),
            title=f"Fortsættelse: {subject.title}",
            lead=f"{subject.lead} Kun den nuværende leverandør kan løse opgaven af tekniske grunde.",
            cpv=subject.cpv,
            winners=((vendor.key,),),
            values=(Decimal(draw.randrange(20, 60) * 10_000),),
            bids_received=1,
            months=12,
        )
        yield replace(notice, kind="veat", form="ted_export" if day < LEGACY_UNTIL else "eforms")


def amendments(market: Market, ordinary: Sequence[NoticeEvent]) -> Iterator[NoticeEvent]:
    """A modest increase of every second small contract outside the clean segments, ten months after its award."""
    clean = {segment.key for segment in SEGMENTS if segment.clean}
    small = [
        notice
        for notice in ordinary
        if notice.kind == "result"
        and notice.segment not in clean
        and notice.form == "eforms"
        and notice.currency == "DKK"
        if len(notice.contracts) == 1 and notice.total is not None and 0 < notice.total < _SMALL
    ]
    for notice in small[::2]:
        published = issue_day_from(notice.published + timedelta(days=300))
        if published >= NIGHTS[0]:
            continue
        draw = chance(market.seed, "amendment", notice.label)
        settled = set(notice.contracts[0].bid_ids)
        value = Decimal(round(notice.bid(notice.contracts[0].bid_ids[0]).value or 0) * draw.randrange(104, 113) // 100)
        after = replace(
            notice,
            label=notice.label.replace("result", "amendment"),
            published=published,
            uuid=invented_uuid(market.seed, "notice", notice.label, "amendment"),
            bids=tuple(replace(bid, value=value) for bid in notice.bids if bid.bid_id in settled),
            outcomes=(),
            total=value,
            previous=None,
            owner=None,
        )
        yield amendment_to(notice, after, draw.choice(MODIFICATION_TEXTS))
