"""What is here tonight that was not here before."""

from __future__ import annotations

from dashboards.desk import Desk, fill
from dashboards.section import Address, Block, Column, Number, Numbers, Page, Prose, Section, Table
from dashboards.vocabulary import NEWS_KINDS, word
from dashboards.words import Words

_KINDS = """select news_kind, count(*) as news_count from mart.news group by news_kind order by news_kind"""
_ONE = "select count(*) as news_count from mart.news where news_kind = {kind}"
_NOTES = "select * from mart.edition_note order by note_code"
_ALL = """select * from mart.news
order by news_kind = 'expiring_contract', news_date desc nulls last, news_kind, title, evidence_id, part"""
_SHOWN = 500
_POPULATION = Words("belæg, der først er set i denne nat", "evidence first seen this night")


def _cards(desk: Desk) -> list[Block]:
    kinds = [row.text("news_kind") for row in desk.ask(_KINDS)]
    if not kinds:
        notes = {row.text("note_code"): Words(row.text("note_da"), row.text("note_en")) for row in desk.ask(_NOTES)}
        quiet = Words("Kilderne viste intet nyt denne nat.", "The sources showed nothing new this night.")
        return [Prose(text=notes.get("first_night", quiet))]
    cards = tuple(
        Number(
            label=word(NEWS_KINDS, kind),
            claim=desk.claim_number(kind, fill(_ONE, kind=kind), "news_count"),
        )
        for kind in kinds
    )
    scope = desk.scope(_POPULATION, method="mart.news")
    return [Numbers(title=Words("Nøgletal", "Key figures"), quiet_title=True, scope=scope, numbers=cards)]


def build(desk: Desk) -> list[Page]:
    """The news page."""
    claim, rows = desk.claim_table("all", _ALL)
    table = Table(
        title=Words("Nyt siden sidste udgave", "New since the last edition"),
        scope=desk.scope(_POPULATION, method="mart.news", n=len(rows)),
        claim=claim,
        columns=(
            Column(Words("Hvad", "What")),
            Column(Words("Slags", "Kind")),
            Column(Words("Hvem", "Who")),
            Column(Words("Dato", "Date"), "date"),
            Column(Words("Værdi", "Value"), "dkk"),
            Column(Words("Belæg", "Evidence")),
            Column(Words("Kilde", "Source")),
        ),
        rows=tuple(
            (
                row.text("title") or Words("uden titel", "untitled"),
                word(NEWS_KINDS, row.text("news_kind")),
                row.text("who"),
                row.day("news_date"),
                row.maybe("amount_dkk") if row.maybe("amount_dkk") is not None else "",
                desk.evidence(row.text("evidence_id"), row.text("part")) or "",
                Address(Words("åbn", "open"), row.text("url")) if row.text("url") else "",
            )
            for row in rows[:_SHOWN]
        ),
        left_out=max(0, len(rows) - _SHOWN),
        empty=Words("Intet nyt i denne udgave.", "Nothing new in this edition."),
    )
    return [Page(path="news.html", title=SECTION.title, lead=SECTION.question, blocks=(*_cards(desk), table))]


SECTION = Section(
    name="news",
    group="changes",
    order=112,
    title=Words("Nyt", "News"),
    question=Words(
        "Hvad er kommet til eller ændret siden sidste udgave?", "What was added or changed since the last edition?"
    ),
    scope=Words(
        "Bekendtgørelser, tildelinger og dokumenter, hvis bytes vi først så i denne nat.",
        "Notices, awards and documents whose bytes we first saw this night.",
    ),
    marts=("mart.news", "mart.edition_note"),
    method=Words(
        "Nyt er det, hvis belæg først er set i denne nat; ændret er et dokument, hvis tekst er en anden end sidst.",
        "New is what has evidence first seen this night; changed is a document whose text differs from last time.",
    ),
    limits=Words(
        "Datoen er udgiverens, ikke vores: noget kan være gammelt og dog nyt for os.",
        "The date is the publisher's, not ours: something may be old and yet new to us.",
    ),
    build=build,
)
