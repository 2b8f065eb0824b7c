"""The front page: findings whose words follow the statistics, the counts, what is new, and what cannot be told."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.findings import all_findings
from dashboards.pictures import TRENDS, market_by_year, movements
from dashboards.section import (
    Block,
    Column,
    Findings,
    Link,
    Number,
    Numbers,
    Page,
    Prose,
    Section,
    Table,
)
from dashboards.sections.questions import SECTION as QUESTIONS
from dashboards.sections.questions import answers_in_a_sentence
from dashboards.vocabulary import NEWS_KINDS, word
from dashboards.words import DA, EN, Words

_COUNTS: tuple[tuple[str, str, Words, str], ...] = (
    (
        "notices",
        "select count(*) as notice_count from mart.notice where is_current",
        Words("Bekendtgørelser", "Notices"),
        "",
    ),
    (
        "awards",
        "select count(*) as award_count from mart.award where status = 'awarded'",
        Words("Tildelinger", "Awards"),
        "market.html",
    ),
    (
        "suppliers",
        "select count(*) as supplier_count from mart.supplier",
        Words("Leverandører", "Suppliers"),
        "players.html",
    ),
    ("buyers", "select count(*) as buyer_count from mart.buyer", Words("Ordregivere", "Buyers"), "players.html"),
    (
        "documents",
        "select count(*) as document_count from mart.document",
        Words("Dokumenter", "Documents"),
        "papers.html",
    ),
    (
        "evidence",
        "select sum(evidence_count) as evidence_count from mart.source_coverage",
        Words("Belæg i arkivet", "Evidence in the archive"),
        "coverage.html",
    ),
)
_NOTES = "select * from mart.edition_note order by note_code"
_NEWS = "select news_kind, count(*) as news_count from mart.news group by news_kind order by news_kind"
_UNTOLD = """select 'year' as what, count(*) filter (not can_tell or award_count < 10) as untold_count,
    count(*) as whole_count
from mart.market_size where segment_code <> 'all'
union all
select 'share', count(distinct segment_code) filter (not can_tell or total_award_count < 10),
    count(distinct segment_code)
from mart.supplier_share where segment_code <> 'all' and period = 'all'
union all
select 'trend', count(*) filter (verdict = 'cannot_tell'), count(*) from mart.technology_trend
union all
select 'body', count(*) filter (not has_document), count(*) from mart.policy_body
union all
select 'value', count(*) filter (amount_dkk is null), count(*) from mart.award where status = 'awarded'
union all
select 'part', coalesce(sum(quarantined_count), 0), coalesce(sum(part_count), 0) from mart.source_coverage"""
_UNTOLD_WORDS = {
    "year": (
        Words("Et segments samlede værdi i et år", "A segment's total value in a year"),
        Words("for få tildelinger eller for få kendte værdier", "too few awards or too few known values"),
    ),
    "share": (
        Words("Andele i et segment", "Shares in a segment"),
        Words("for få tildelinger eller leverandører", "too few awards or suppliers"),
    ),
    "trend": (
        Words("En teknologis retning i en strøm", "A technology's direction in a stream"),
        Words("for få dokumenter", "too few documents"),
    ),
    "body": (
        Words("En myndigheds digitale retning", "A body's digital direction"),
        Words("vi har intet dokument fra den", "we hold no document of it"),
    ),
    "value": (
        Words("En tildelings værdi", "An award's value"),
        Words(
            "ikke oplyst, et rammeloft eller ikke til at stole på",
            "not stated, a framework ceiling or not to be trusted",
        ),
    ),
    "part": (
        Words("En hentet del", "A fetched part"),
        Words("kunne ikke læses og er i karantæne", "could not be read and is in quarantine"),
    ),
}

_MARTS = (
    "mart.market_size",
    "mart.supplier_share",
    "mart.technology_trend",
    "mart.contract",
    "mart.policy_body",
    "mart.source_coverage",
    "mart.notice",
    "mart.award",
    "mart.supplier",
    "mart.buyer",
    "mart.document",
    "mart.news",
    "mart.edition_note",
)


def _counts(desk: Desk) -> Numbers:
    return Numbers(
        title=Words("Hvad udgaven bygger på", "What the edition rests on"),
        scope=desk.scope(Words("alt i denne udgave", "all in this edition"), method="mart"),
        numbers=tuple(
            Number(
                label=label,
                claim=desk.claim_number(name, sql, sql.split(" as ")[1].split()[0]),
                link=Link(Words("se mere", "see more"), path) if path else None,
            )
            for name, sql, label, path in _COUNTS
        ),
    )


def _news(desk: Desk) -> Table:
    claim, rows = desk.claim_table("news", _NEWS)
    return Table(
        title=Words("Nyt i nat", "New tonight"),
        scope=desk.scope(
            Words("belæg, der først er set i denne nat", "evidence first seen this night"),
            method="mart.news",
        ),
        claim=claim,
        columns=(
            Column(Words("Slags", "Kind")),
            Column(Words("Antal", "Count"), "count"),
            Column(Words("Liste", "List")),
        ),
        rows=tuple(
            (
                word(NEWS_KINDS, row.text("news_kind")),
                row.count("news_count"),
                Link(Words("se dem", "see them"), "news.html"),
            )
            for row in rows
        ),
        empty=Words(
            "Intet nyt siden sidste udgave; i den første udgave er alt nyt og regnes ikke.",
            "Nothing new since the last edition; in the first everything is new and is not counted.",
        ),
    )


def _untold(desk: Desk) -> Table:
    claim, rows = desk.claim_table("cannot_tell", _UNTOLD)
    return Table(
        title=Words("Hvad der ikke kan siges", "What cannot be told"),
        scope=desk.scope(Words("alt i denne udgave", "all in this edition"), method="mart"),
        claim=claim,
        columns=(
            Column(Words("Hvad", "What")),
            Column(Words("Kan ikke siges", "Cannot be told")),
            Column(Words("Hvorfor", "Why")),
        ),
        rows=tuple(
            (
                _UNTOLD_WORDS[row.text("what")][0],
                Words(
                    f"{DA.count(row.count('untold_count'))} af {DA.count(row.count('whole_count'))}",
                    f"{EN.count(row.count('untold_count'))} of {EN.count(row.count('whole_count'))}",
                ),
                _UNTOLD_WORDS[row.text("what")][1],
            )
            for row in rows
        ),
        empty=Words("Alt kan siges.", "Everything can be told."),
        note=Words(
            "Et lille grundlag vises som »kan ikke siges«, aldrig som et tal uden forbehold.",
            "A small base is shown as “cannot tell”, never as a number without reserve.",
        ),
    )


def _notes(desk: Desk) -> list[Block]:
    """What to know before reading; that it is a rehearsal stands on every page already."""
    notes = [row for row in desk.ask(_NOTES) if row.text("note_code") != "rehearsal"]
    return [Prose(text=Words(row.text("note_da"), row.text("note_en")), tone="open") for row in notes]


def build(desk: Desk) -> list[Page]:
    """The front page."""
    findings = Findings(
        title=Words("De tungeste fund", "The weightiest findings"),
        scope=desk.scope(Words("hele studiet", "the whole study"), method="mart"),
        findings=tuple(all_findings(desk)),
    )
    day = Words(
        f"Udgaven viser, hvad kilderne sagde til og med {DA.day(desk.study.as_of)}. Hvert tal fører til sit belæg.",
        f"The edition shows what the sources said up to {EN.day(desk.study.as_of)}. Each number leads to its evidence.",
    )
    blocks: list[Block] = [
        *_notes(desk),
        answers_in_a_sentence(desk),
        findings,
        *market_by_year(desk),
        *movements(desk, desk.ask(TRENDS)),
        _counts(desk),
        _news(desk),
        _untold(desk),
    ]
    return [Page(path="index.html", title=desk.study.title, lead=day, blocks=tuple(blocks))]


SECTION = Section(
    name="overview",
    group="questions",
    order=10,
    title=Words("Overblik", "Overview"),
    question=Words(
        "Hvad er det vigtigste lige nu, hvor sikkert er det, og hvad kan ikke siges?",
        "What matters most now, how sure is it, and what cannot be told?",
    ),
    scope=Words(
        "Hele studiet: dets segmenter, kilder, aktører og teknologier.",
        "The whole study: its segments, sources, players and technologies.",
    ),
    marts=(*dict.fromkeys((*_MARTS, *QUESTIONS.marts)),),
    method=Words(
        "Sætningerne er skabeloner. Ordene følger statistikken: »stiger« kun hvor dommen er sikker, »flest« "
        "kun med et "
        "interval, og »kan ikke siges« hvor grundlaget er for lille.",
        "The sentences are templates. The words follow the statistics: “rising” only where the verdict is "
        "sure, “most” "
        "only with an interval, and “cannot tell” where there is too little to go on.",
    ),
    limits=Words(
        "Det vigtigste er valgt efter faste regler, ikke af et menneske. Læs grænserne på hver side, før et tal "
        "bruges.",
        "The main findings are chosen by fixed rules, not by a person. Read the limits on each page before using a "
        "number.",
    ),
    build=build,
)
