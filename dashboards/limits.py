"""What every document says of its own limits, with the numbers of the edition."""

from __future__ import annotations

from dashboards.sentences import Sentence
from dashboards.telling import Teller

_SOURCES = """select count(*) as source_count, sum(evidence_count) as evidence_count,
    sum(quarantined_count) as quarantined_count
from mart.source_coverage"""
_VALUES = """select count(*) filter (amount_dkk is null) as untold_count, count(*) as award_count
from mart.award
where status = 'awarded'"""


def standing_limits(teller: Teller) -> tuple[Sentence, ...]:
    """What a reader must know before using any number."""
    sources, values = teller.ask(_SOURCES), teller.ask(_VALUES)
    return (
        teller.say(
            "limits.sources",
            "Grundlaget er {evidence} hentede svar fra {sources} {sources#kilde|kilder}; {quarantined} "
            "{quarantined#del|dele} kunne ikke læses og er i karantæne",
            "This rests on {evidence} fetched answers from {sources} {sources#source|sources}; {quarantined} "
            "{quarantined#part|parts} could not be read and {quarantined#is|are} in quarantine",
            evidence=sources.claim("evidence_count"),
            sources=sources.claim("source_count"),
            quarantined=sources.claim("quarantined_count"),
        ),
        teller.say(
            "limits.values",
            "For {untold} af {awards} tildelinger er værdien ikke oplyst, et rammeloft eller ikke til at stole på",
            "For {untold} of {awards} awards the value is not stated, a framework ceiling or not to be trusted",
            untold=values.claim("untold_count"),
            awards=values.claim("award_count"),
        ),
        teller.say(
            "limits.thresholds",
            "Køb under EU's tærskelværdier ses kun delvis, bekendtgørelser kommer sent, og tabere nævnes sjældent",
            "Purchases below the EU thresholds are seen in part only, notices come late, and losers are rarely named",
        ),
    )
