"""Which policy documents exist, whose, and which bodies have none that we know of."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import policy, watch
from dashboards.section import Address, Badge, Block, Cell, Column, Number, Numbers, Page, Section, Table, Unknown
from dashboards.tabling import held
from dashboards.words import DA, EN, Words

_TOTALS = """select count(*) as body_count, count(*) filter (has_document) as with_count,
    count(*) filter (not has_document) as without_count
from mart.policy_body"""
_BODIES = "select * from mart.policy_body order by has_document, document_count desc, name"
_DOCUMENTS = """select document_id, title, publisher, published_date, language, document_kind, version_count,
    last_seen_date, char_count, url, evidence_id, part
from mart.document
where stream = 'policy'
order by published_date desc nulls last, publisher, document_id"""
_THEMES = """select technology, min(technology_name_da) as name_da, min(technology_name_en) as name_en,
    count(distinct owner_id) as document_count, count(distinct who) as body_count
from mart.mention
where stream = 'policy'
group by technology
order by body_count desc, document_count desc, technology"""
_SHOWN = 500
_POPULATION = Words("myndigheder og udgivere, som studiet følger", "bodies and publishers that the study follows")


def _cards(desk: Desk) -> Numbers:
    def card(name: str, column: str, label: Words, note: Words | None = None) -> Number:
        lit = watch.light(desk, "bodies_heard", "all") if name == "with" else None
        return Number(label=label, claim=desk.claim_number(name, _TOTALS, column), note=note, light=lit)

    return Numbers(
        title=Words("Nøgletal", "Key figures"),
        quiet_title=True,
        scope=desk.scope(_POPULATION, method="mart.policy_body", streams=("policy",)),
        numbers=(
            card("bodies", "body_count", Words("Myndigheder i studiet", "Bodies in the study")),
            card("with", "with_count", Words("Med mindst ét dokument", "With at least one document")),
            card(
                "without",
                "without_count",
                Words("Uden dokument hos os", "With no document held"),
                Words("mangler er ikke det samme som lav prioritet", "missing is not the same as low priority"),
            ),
        ),
    )


def _bodies(desk: Desk) -> Table:
    claim, rows = desk.claim_table("all_bodies", _BODIES)
    cells: list[tuple[Cell, ...]] = [
        (
            row.text("name"),
            Badge(Words("har dokumenter", "has documents"))
            if row.flag("has_document")
            else Badge(Words("intet fundet", "none found"), "open"),
            row.count("document_count") if row.flag("has_document") else Unknown(Words("ukendt", "unknown")),
            row.day("latest_date"),
        )
        for row in rows
    ]
    return Table(
        title=Words("Hvem der har skrevet noget, vi kender", "Who has written something that we know of"),
        scope=desk.scope(_POPULATION, method="mart.policy_body", streams=("policy",), n=len(rows)),
        claim=claim,
        columns=(
            Column(Words("Myndighed", "Body")),
            Column(Words("Stand", "State")),
            Column(Words("Dokumenter", "Documents"), "count"),
            Column(Words("Nyeste", "Newest"), "date"),
        ),
        rows=tuple(cells),
        empty=Words("Studiet følger ingen myndigheder.", "The study follows no bodies."),
        note=Words(
            "De uden dokumenter står først. At vi intet har fundet, siger noget om vores kilder, ikke om myndigheden.",
            "Those without documents come first. That we found none says something of our sources, not of the body.",
        ),
    )


def _mentions(desk: Desk) -> Table:
    claim, rows = desk.claim_table("technologies", _THEMES)
    return Table(
        title=Words("Teknologier i politiske dokumenter", "Technologies in policy documents"),
        scope=desk.scope(
            Words("omtaler i politiske dokumenter", "mentions in policy documents"),
            method="mart.mention",
            streams=("policy",),
        ),
        claim=claim,
        columns=(
            Column(Words("Teknologi", "Technology")),
            Column(Words("Myndigheder", "Bodies"), "count"),
            Column(Words("Dokumenter", "Documents"), "count"),
        ),
        rows=tuple(
            (
                Words(row.text("name_da") or row.text("technology"), row.text("name_en") or row.text("technology")),
                row.count("body_count"),
                row.count("document_count"),
            )
            for row in rows
        ),
        empty=Words("Ingen omtaler i politiske dokumenter.", "No mentions in policy documents."),
    )


def _documents(desk: Desk) -> Table:
    claim, rows = desk.claim_table("documents", _DOCUMENTS)
    return Table(
        title=Words("Dokumenter", "Documents"),
        scope=desk.scope(
            Words("politiske dokumenter i arkivet", "policy documents in the archive"),
            method="mart.document",
            streams=("policy",),
            n=len(rows),
        ),
        claim=claim,
        columns=(
            Column(Words("Titel", "Title")),
            Column(Words("Udgiver", "Publisher")),
            Column(Words("Dato", "Date"), "date"),
            Column(Words("Sprog", "Language")),
            Column(Words("Udgaver set", "Versions seen"), "count"),
            Column(Words("Belæg", "Evidence")),
            Column(Words("Kilde", "Source")),
        ),
        rows=tuple(
            (
                row.text("title") or Words("uden titel", "untitled"),
                row.text("publisher"),
                row.day("published_date"),
                row.text("language"),
                row.count("version_count"),
                desk.evidence(row.text("evidence_id"), row.text("part")),
                Address(Words("åbn", "open"), row.text("url")) if row.text("url") else None,
            )
            for row in rows[:_SHOWN]
        ),
        left_out=max(0, len(rows) - _SHOWN),
        empty=Words("Ingen politiske dokumenter endnu.", "No policy documents yet."),
    )


def build(desk: Desk) -> list[Page]:
    """The page of papers."""
    totals = desk.ask(_TOTALS)
    known, bodies = (totals[0].count("with_count"), totals[0].count("body_count")) if totals else (0, 0)
    lead = Words(
        f"Vi har dokumenter fra {DA.count(known)} af {DA.count(bodies)} myndigheder. Resten ved vi intet om.",
        f"We hold documents of {EN.count(known)} of {EN.count(bodies)} bodies. Of the rest we know nothing.",
    )
    blocks: tuple[Block, ...] = (
        _cards(desk),
        *held(desk, ("mart.policy_register",), lambda: [policy.register(desk)]),
        _bodies(desk),
        _mentions(desk),
        _documents(desk),
    )
    return [Page(path="papers.html", title=SECTION.title, lead=lead, blocks=blocks)]


SECTION = Section(
    name="papers",
    group="policy",
    order=52,
    title=Words("Papirer", "Papers"),
    question=Words(
        "Hvad skriver myndighederne om deres digitale retning, og hvem har vi intet fra?",
        "What do public bodies write of their digital direction, and from whom do we have nothing?",
    ),
    scope=Words(
        "Strategier, politikker og beslutninger fra de myndigheder, som studiet følger.",
        "Strategies, policies and decisions of the bodies that the study follows.",
    ),
    marts=("mart.policy_body", "mart.document", "mart.mention", "mart.policy_register", "mart.quote_light"),
    method=Words(
        "Et dokument tæller én gang med sin nyeste udgave; omtaler findes med studiets teknologiliste.",
        "A document counts once with its latest version; mentions are found by the study's list of technologies.",
    ),
    limits=Words(
        "Et manglende dokument er ikke en lav prioritet. Strategisprog er løfter, ikke handling. Lange dokumenter "
        "nævner "
        "mere end korte.",
        "A missing document is not a low priority. Strategy language is promise, not action. Long documents "
        "name more "
        "than short ones.",
    ),
    build=build,
)
