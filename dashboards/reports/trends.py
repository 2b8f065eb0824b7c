"""The trend summary: what changed, how sure, why it matters and what is not known, in two or three pages."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.findings import all_told, ranked
from dashboards.limits import standing_limits
from dashboards.movements import LARGEST_P, TRENDS
from dashboards.pictures import FITTED, TOGETHER
from dashboards.quoting import choose_quotes
from dashboards.report import MOST_FINDINGS, Grid, Part, Report, ReportKind, ToldBefore
from dashboards.section import Scope
from dashboards.sentences import Sentence
from dashboards.telling import AS_OF, Teller, col
from dashboards.words import Words

_MOVERS = f"""{TRENDS.split("order by", maxsplit=1)[0].strip()}
    and (verdict <> 'no_sure_change' or p_value <= {LARGEST_P})
order by q_value, technology, stream"""
_QUOTABLE = """select context, who, mention_date, url, text_digest, evidence_id, technology, quote_start
from mart.mention
where technology in (select technology from mart.technology_trend where verdict in ('rising', 'fading'))
    and stream in ('policy', 'procurement')
order by mention_date desc, text_digest, quote_start, technology
limit 400"""
_MOST_MOVERS = 12
_NEWS = """select news_kind, count(*) as news_count from mart.news group by news_kind order by news_kind"""


def _movers(teller: Teller) -> Grid | Sentence:
    asked = teller.ask(_MOVERS)
    if not asked:
        return teller.say("no_movers", "Ingen teknologi bevæger sig mærkbart", "No technology moves noticeably")
    return teller.grid(
        "movers",
        Words("Teknologier i bevægelse", "Technologies on the move"),
        asked,
        col("Teknologi", "Technology", "technology_name_{lang}", width=3),
        col("Strøm", "Stream", "stream", "stream"),
        col("Dom", "Verdict", "verdict", "verdict", width=2),
        col("Beregnet", "Fitted", "rate_ratio", "ratio"),
        col("Fra", "From", "ratio_low", "ratio"),
        col("Til", "To", "ratio_high", "ratio"),
        col("q", "q", "q_value", "probability"),
        scope=_scope(teller),
        most=_MOST_MOVERS,
    )


def _scope(teller: Teller) -> Scope:
    return teller.desk.scope(
        Words("teknologier og strømme med nok dokumenter", "technologies and streams with enough documents"),
        method="mart.technology_trend",
    )


def _voices(teller: Teller) -> Part | None:
    if not teller.has("mart.mention"):
        return None
    asked = teller.ask(_QUOTABLE)
    chosen = choose_quotes([row.text("context") for row in asked.rows])
    if not chosen:
        return None
    return Part(
        title=Words("I kildernes egne ord", "In the sources' own words"),
        blocks=tuple(teller.cite(f"quote{place}", asked, here) for place, here in enumerate(chosen, start=1)),
    )


def _news(teller: Teller) -> Part:
    asked = teller.ask(_NEWS)
    title = Words("Nyt siden sidste udgave", "New since the last edition")
    if not asked:
        quiet = teller.say("quiet", "Kilderne viste intet nyt denne nat", "The sources showed nothing new this night")
        return Part(title=title, blocks=(quiet,))
    scope = teller.desk.scope(
        Words("belæg, der først er set i denne nat", "evidence first seen this night"),
        method="mart.news",
    )
    bars = teller.bars(
        "news",
        Words("Nyt efter slags", "News by kind"),
        asked,
        label="news_kind",
        label_unit="kind",
        value="news_count",
        unit="count",
        scope=scope,
    )
    return Part(title=title, blocks=(bars,))


def build(desk: Desk, before: ToldBefore) -> list[Report]:
    """The one trend summary of an edition."""
    teller = Teller(desk, before)
    told = ranked(all_told(desk, before))[: MOST_FINDINGS["strategist"]]
    study = desk.study
    voices = _voices(teller)
    return [
        Report(
            name="trends",
            audience="strategist",
            title=Words(f"Udviklingen: {study.title.da}", f"Trends: {study.title.en}"),
            lead=teller.say(
                "lead",
                "Det vigtigste til og med {day}, ordnet efter størrelse, sikkerhed, nyhed og betydning",
                "What matters most up to {day}, by size, certainty, novelty and bearing on decisions",
                day=teller.ask(AS_OF).claim("as_of", "date"),
            ),
            parts=tuple(
                part
                for part in (
                    Part(title=Words("Det vigtigste", "The main findings"), blocks=tuple(told)),
                    Part(title=Words("Bevægelser", "Movements"), blocks=(_movers(teller),)),
                    voices,
                    _news(teller),
                )
                if part is not None
            ),
            limits=(
                *standing_limits(teller),
                teller.say("limits.together", f"{TOGETHER.da} {FITTED.da}", f"{TOGETHER.en} {FITTED.en}"),
                teller.say(
                    "limits.words",
                    "»Stiger« og »falder« kræver q ≤ {q} efter korrektion for alle sammenligninger og mindst tre "
                    "uafhængige afsendere",
                    "“Rising” and “fading” require q ≤ {q} after correction for all comparisons, and at least three "
                    "independent organisations",
                    q=teller.ask("select 0.10 as largest_q").claim("largest_q", "probability"),
                ),
            ),
            as_of=study.as_of,
            edition=study.night_id,
            is_rehearsal=study.is_rehearsal,
        )
    ]


REPORT = ReportKind(name="trends", title=Words("Udviklingen", "Trend summary"), build=build)
