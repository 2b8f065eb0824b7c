"""What a technology's card says before its trends: what it is and is called, its ring and why, who buys and sells."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.desk import Desk, PerKey
from dashboards.naming import verdict
from dashboards.reasons import say_reason
from dashboards.rows import Row
from dashboards.section import Address, Block, Cell, Facts, Several
from dashboards.tabling import coded, day, words_of
from dashboards.vocabulary import VERDICTS, word
from dashboards.words import DA, EN, Words

CARD = PerKey(
    select="""select technology, definition_da, definition_en, synonyms_da, synonyms_en, synonyms_nb, synonyms_sv, ring,
    ring_reason, verdict, rate_ratio, breadth, document_count, first_tender_date, first_tender_url, first_award_date,
    first_award_url, top_buyers, top_suppliers
from mart.technology_card""",
    key="technology",
    order="technology",
)
_SYNONYMS = 8
ALL_TOGETHER = Words("Alle strømme tilsammen", "All streams together")


def card_blocks(desk: Desk, cards: Mapping[str, list[Row]], key: str) -> list[Block]:
    """The facts of one technology; none where the edition has no card of it."""
    if key not in cards:
        return []
    row = cards[key][0]
    facts: list[tuple[Words, Cell]] = [
        (ALL_TOGETHER, _pooled(row)),
        (Words("Ring", "Ring"), coded(row.text("ring")) if row.text("ring") else None),
        (Words("Hvorfor denne ring", "Why this ring"), say_reason(row.text("ring_reason"))),
        (Words("Organisationer, der nævner den", "Organisations that name it"), row.count("breadth")),
        (Words("Hvad det er", "What it is"), words_of(row, "definition_{lang}")),
        (Words("Første udbud", "First call"), _first(row, "first_tender")),
        (Words("Første tildeling", "First award"), _first(row, "first_award")),
        (Words("Køber mest", "Buy most"), _several(row, "top_buyers")),
        (Words("Sælger mest", "Sell most"), _several(row, "top_suppliers")),
        (Words("Kaldes på dansk", "Called in Danish"), _several(row, "synonyms_da")),
        (Words("På engelsk", "In English"), _several(row, "synonyms_en")),
        (Words("På norsk", "In Norwegian"), _several(row, "synonyms_nb")),
        (Words("På svensk", "In Swedish"), _several(row, "synonyms_sv")),
    ]
    return [
        Facts(
            title=Words("Kortet", "The card"),
            scope=desk.scope(
                Words("alle strømme", "all streams"),
                method="mart.technology_card",
                n=row.count("document_count"),
            ),
            claim=desk.claim_rows(f"{key}.card", CARD.for_one(key), [row]),
            facts=tuple(facts),
        )
    ]


def _pooled(row: Row) -> Cell:
    """The verdict over all streams together, with the fitted change that it rests on."""
    ratio, code = row.maybe("rate_ratio"), row.text("verdict")
    if code == "cannot_tell" or not code or ratio is None:
        return verdict("cannot_tell")
    said = word(VERDICTS, code)
    return Words(f"{said.da} (beregnet ændring {DA.ratio(ratio)})", f"{said.en} (fitted change {EN.ratio(ratio)})")


def _first(row: Row, name: str) -> Cell:
    seen, url = row.day(f"{name}_date"), row.text(f"{name}_url")
    if seen is None:
        return Words("ikke set", "not seen")
    return Address(day(seen), url) if url else seen


def _several(row: Row, name: str) -> Cell:
    held = tuple(row.names(name)[:_SYNONYMS])
    return Several(held) if held else Words("ingen", "none")
