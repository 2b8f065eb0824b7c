"""Which technologies move, in words that follow the test: rises, suggests, no sure change, cannot tell.

"Rises" and "falls" need q <= 0.10 after correction for all tests of the edition and three independent organisations;
"suggests" is for a difference that one test alone would call sure (p <= 0.10) but whose interval or breadth does not
carry it. The mart's verdict holds these rules already; they are asked again here, because a word is a promise.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import Literal

from dashboards.report import Told, Weight
from dashboards.rows import Row
from dashboards.section import Claim, Scope, Tone
from dashboards.sentences import Sentence
from dashboards.telling import Asked, Teller
from dashboards.words import Words

Movement = Literal["rises", "falls", "suggests_more", "suggests_less", "no_sure_change", "cannot_tell"]
LARGEST_Q = 0.10
LEAST_BREADTH = 3
LARGEST_P = 0.10
"""What a single test, uncorrected, must show before the words "suggests" are used."""
_LARGEST_RATIO = 4.0
"""Four times as often counts as the largest effect."""
TRENDS = """select technology, technology_name_da, technology_name_en, stream, verdict, rate_ratio,
    ratio_low, ratio_high, p_value, q_value, breadth, documents_before, documents_after, reason
from mart.technology_trend
where verdict <> 'cannot_tell'
order by case verdict when 'rising' then 0 when 'fading' then 1 else 2 end, q_value, technology, stream"""
_TOLD = """select count(*) filter (verdict <> 'cannot_tell') as told_count, count(*) as trend_count
from mart.technology_trend"""
_DOCUMENTS = Words(
    "dokumenter, der nævner teknologien, ud af strømmens dokumenter",
    "documents that name the technology, of the stream's documents",
)


def movement(row: Row) -> Movement:
    """What may be said of a row of `mart.technology_trend`."""
    ratio, verdict = row.number("rate_ratio"), row.text("verdict")
    q, p, breadth = row.number("q_value"), row.number("p_value"), row.count("breadth")
    if verdict == "cannot_tell" or ratio is None:
        return "cannot_tell"
    is_sure = q is not None and q <= LARGEST_Q
    if verdict == "rising" and ratio > 1 and is_sure and breadth >= LEAST_BREADTH:
        return "rises"
    if verdict == "fading" and ratio < 1 and is_sure:
        return "falls"
    if p is not None and p <= LARGEST_P and ratio != 1:
        return "suggests_more" if ratio > 1 else "suggests_less"
    return "no_sure_change"


_SURE = (
    "{name_da} {verdict} i {stream}: efter hældningen nævnt {ratio} så ofte",
    "{name_en} is {verdict} in {stream}: by the slope named {ratio} as often",
)
_TEMPLATES: dict[Movement, tuple[str, str]] = {
    "rises": _SURE,
    "falls": _SURE,
    "suggests_more": (
        "Tallene tyder på, at {name_da} nævnes oftere i {stream} ({ratio}), men det kan være tilfældigt",
        "The numbers suggest that {name_en} is named more often in {stream} ({ratio}), but it may be chance",
    ),
    "suggests_less": (
        "Tallene tyder på, at {name_da} nævnes sjældnere i {stream} ({ratio}), men det kan være tilfældigt",
        "The numbers suggest that {name_en} is named less often in {stream} ({ratio}), but it may be chance",
    ),
}  # fmt: skip


def movement_slots(asked: Asked, place: int) -> dict[str, Claim]:
    """What a movement's sentence is filled with."""
    return {
        "name_da": asked.claim("technology_name_da", "text", place),
        "name_en": asked.claim("technology_name_en", "text", place),
        "stream": asked.claim("stream", "stream", place),
        "ratio": asked.claim("rate_ratio", "ratio", place),
    }


def technologies(teller: Teller) -> Iterator[Told]:
    """The movements worth telling: sure ones each on its own, else the strongest that is suggested, else none."""
    asked = teller.ask(TRENDS)
    kinds = [movement(row) for row in asked.rows]
    sure = _once([place for place, kind in enumerate(kinds) if kind in ("rises", "falls")], asked)
    suggested = [place for place, kind in enumerate(kinds) if kind.startswith("suggests")]
    for place in sure:
        yield _one(teller, asked, place, kinds[place])
    if suggested:
        strongest = min(suggested, key=lambda place: (asked.rows[place].number("p_value") or 1.0, place))
        yield _one(teller, asked, strongest, kinds[strongest])
    if not sure:
        what = teller.say(
            "no_trend", "Ingen teknologi stiger eller falder sikkert", "No technology surely rises or falls"
        )
        weight = Weight(effect=0.2, certainty=0.5, novelty=teller.novelty(what), decision=0.4)
        yield Told(
            what=what, sure=_told_of_all(teller), scope=_scope(teller), weight=weight, tone="open",
            path="technologies.html", path_title=Words("Teknologier", "Technologies"),
        )  # fmt: skip


def _once(places: list[int], asked: Asked) -> list[int]:
    """Each technology once, by the stream where it is surest: rows come by q-value."""
    first: dict[str, int] = {}
    for place in places:
        first.setdefault(asked.rows[place].text("technology"), place)
    return sorted(first.values())


def _told_of_all(teller: Teller) -> Sentence:
    told = teller.ask(_TOLD)
    return teller.say(
        "trends_told",
        "{told} af {all} teknologier og strømme har nok dokumenter til en dom",
        "{told} of {all} technologies and streams have enough documents for a verdict",
        told=told.claim("told_count"),
        all=told.claim("trend_count"),
    )


def _scope(teller: Teller, n: float | None = None) -> Scope:
    return teller.desk.scope(_DOCUMENTS, method="mart.technology_trend", n=n)


def _one(teller: Teller, asked: Asked, place: int, kind: Movement) -> Told:
    row = asked.rows[place]
    key = f"trend.{row.text('technology')}.{row.text('stream')}"
    slots = movement_slots(asked, place)
    if kind in ("rises", "falls"):
        slots["verdict"] = asked.claim("verdict", "verdict", place)
    what = teller.say(key, *_TEMPLATES[kind], **slots)
    sure = teller.say(
        f"{key}.sure",
        "Intervallet er {low} – {high}; q = {q} efter korrektion, {breadth} uafhængige afsendere",
        "The interval is {low} – {high}; q = {q} after correction, {breadth} independent organisations",
        low=asked.claim("ratio_low", "ratio", place),
        high=asked.claim("ratio_high", "ratio", place),
        q=asked.claim("q_value", "probability", place),
        breadth=asked.claim("breadth", "count", place),
    )
    ratio = row.number("rate_ratio") or 1.0
    is_sure = kind in ("rises", "falls")
    tone: Tone = "up" if kind == "rises" else "down" if kind == "falls" else "open"
    return Told(
        what=what,
        sure=sure,
        matters=teller.say(
            f"{key}.matters",
            "Hvad der nævnes i udbud og tildelinger, bliver krav i de næste kontrakter"
            if row.text("stream") in ("procurement", "award")
            else "Hvad der siges, kommer ofte før det, der købes",
            "What calls and awards name becomes requirements of the next contracts"
            if row.text("stream") in ("procurement", "award")
            else "What is said often comes before what is bought",
        ),
        unknown=teller.say(
            f"{key}.unknown",
            "At en teknologi nævnes, siger ikke, at den virker eller er i brug",
            "That a technology is named does not say that it works or is in use",
        ),
        scope=_scope(teller, row.count("documents_before") + row.count("documents_after")),
        weight=Weight(
            effect=min(1.0, abs(log(max(ratio, 0.01))) / log(_LARGEST_RATIO)),
            certainty=1 - (row.number("q_value") or 0.0) if is_sure else 0.3,
            novelty=teller.novelty(what),
            decision=0.8,
        ),
        tone=tone,
        path="technologies.html",
        path_title=Words("Teknologier", "Technologies"),
        figure=("technology_verdict", f"{row.text('technology')}/{row.text('stream')}"),
    )
