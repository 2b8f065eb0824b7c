"""A page for each piece of evidence that a figure points at: what it is, where it came from, and short quotes of it.

The page repeats no third party's text beyond a few marked sentences; the whole is shown by `overblik show`, from the
archive, to whoever runs it. Where a site would need more than `SINGLE_PAGES` pages, evidence is gathered by the first
letters of its id, and the links lead to a place on the gathered page: a page's frame weighs more than its facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dashboards.desk import Desk, evidence_href, fill, literal
from dashboards.naming import found_by
from dashboards.refusals import REFUSALS
from dashboards.rows import Row
from dashboards.section import Address, Block, Cell, Facts, Link, Page, Prose, Quote, Quotes
from dashboards.technology_card import around
from dashboards.vocabulary import STREAMS, word
from dashboards.words import Words, same

SINGLE_PAGES = 120
"""So many pieces of evidence have a page each."""
PER_PAGE = 60
"""Else about so many share one: some 200 KB, which opens at once."""
MARTS = ("mart.notice", "mart.document", "mart.award", "mart.mention", "mart.quarantine", "mart.contract_period")
_MENTIONS = """select evidence_id, part, technology, technology_name_da, technology_name_en, stream, mention_date,
    quote, context, rule, url, title, who, quote_start, quote_end, text_digest
from mart.mention where evidence_id = {evidence} and part = {part}
order by technology, quote_start, text_digest"""
_QUESTIONS: Mapping[str, str] = {
    "notice": """select evidence_id, part, notice_id, publication_number, publication_date, notice_kind, format, form,
    language, title, buyer_name, cpv_main, url, source
from mart.notice where evidence_id in ({ids}) order by evidence_id, part, notice_id""",
    "document": """select evidence_id, part, document_id, title, publisher, document_kind, published_date,
    date_basis, language, url, source, first_seen_date, flags
from mart.document where evidence_id in ({ids}) order by evidence_id, part, document_id""",
    "award": """select evidence_id, part, award_key, title, buyer_name, supplier_names
from mart.award where evidence_id in ({ids}) order by evidence_id, part, award_key""",
    "mention": """select evidence_id, part, technology, technology_name_da, technology_name_en, stream, mention_date,
    quote, context, rule, url, title, who, quote_start, quote_end, text_digest
from mart.mention where evidence_id in ({ids})
order by evidence_id, part, technology, quote_start, text_digest""",
    "quarantine": """select evidence_id, part, source, url, reader, reason, detail, read_at
from mart.quarantine where evidence_id in ({ids}) order by evidence_id, part, reader""",
}
_CHUNK, _QUOTED = 500, 2
Found = dict[str, dict[tuple[str, str], list[Row]]]


def _find(desk: Desk, keys: Sequence[tuple[str, str]]) -> Found:
    found: Found = {}
    ids = sorted({evidence_id for evidence_id, _ in keys})
    for kind, sql in _QUESTIONS.items():
        grouped: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for start in range(0, len(ids), _CHUNK):
            listed = ", ".join(literal(evidence_id) for evidence_id in ids[start : start + _CHUNK])
            for row in desk.ask(sql.format(ids=listed)):
                grouped[(row.text("evidence_id"), row.text("part"))].append(row)
        found[kind] = grouped
    return found


def _facts(found: Found, key: tuple[str, str]) -> Iterator[tuple[Words, Cell]]:
    yield Words("Vis det hele fra arkivet", "Show all of it from the archive"), f"overblik show {key[0]}"
    if key[1]:
        yield Words("Del", "Part"), same(key[1])
    url = next(
        (row.text("url") for kind in ("notice", "document", "quarantine") for row in found[kind].get(key, [])), ""
    )
    yield Words("Kildens adresse", "Source address"), Address(url, url) if url else None
    for row in found["notice"].get(key, [])[:1]:
        yield Words("Kilde", "Source"), row.text("source")
        yield Words("Bekendtgørelse", "Notice"), row.text("publication_number") or row.text("notice_id")
        yield Words("Titel", "Title"), row.text("title") or None
        yield Words("Offentliggjort", "Published"), row.day("publication_date")
        yield (
            Words("Slags og format", "Kind and format"),
            f"{row.text('notice_kind')} · {row.text('format')} {row.text('form')}",
        )
        yield Words("Ordregiver", "Buyer"), row.text("buyer_name") or None
        yield Words("CPV", "CPV"), row.text("cpv_main") or None
    for row in found["document"].get(key, [])[:1]:
        yield Words("Kilde", "Source"), row.text("source")
        yield Words("Titel", "Title"), row.text("title") or None
        yield Words("Udgiver", "Publisher"), row.text("publisher") or None
        yield Words("Offentliggjort", "Published"), row.day("published_date")
        yield Words("Datoen er fra", "The date is from"), row.text("date_basis") or None
        yield Words("Først set", "First seen"), row.day("first_seen_date")
    for row in found["award"].get(key, [])[:8]:
        yield (
            Words("Tildeling", "Award"),
            " → ".join(part for part in (row.text("title"), row.text("supplier_names")) if part)
            or row.text("award_key"),
        )
    for row in found["quarantine"].get(key, [])[:1]:
        yield Words("I karantæne fordi", "In quarantine because"), word(REFUSALS, row.text("reason"))
        yield Words("Nærmere", "In detail"), row.text("detail") or None


def _title(found: Found, key: tuple[str, str]) -> Words:
    for kind in ("notice", "document"):
        for row in found[kind].get(key, []):
            if row.text("title"):
                return same(row.text("title"))
    return Words(f"Belæg {key[0][:12]}", f"Evidence {key[0][:12]}")


_WHAT = """select 'notice' as kind, notice_id as id from mart.notice where evidence_id = {evidence} and part = {part}
union all select 'award', award_key from mart.award where evidence_id = {evidence} and part = {part}
union all select 'document', document_id from mart.document where evidence_id = {evidence} and part = {part}
order by kind, id"""


def _blocks(desk: Desk, found: Found, key: tuple[str, str], *, name: Words | None) -> list[Block]:
    evidence_id, part = key
    sql = fill(_WHAT, evidence=evidence_id, part=part)
    rows = [
        Row({"kind": kind, "id": row.text(column)})
        for kind, column in (("award", "award_key"), ("document", "document_id"), ("notice", "notice_id"))
        for row in sorted(found[kind].get(key, []), key=lambda row: row.text(column))
    ]
    scope = desk.scope(Words("dette belæg", "this piece of evidence"), method="mart.mention")
    short, is_gathered = evidence_href(evidence_id, part)[9:-5], name is not None
    blocks: list[Block] = [
        Facts(
            title=name or Words("Hvad det er", "What it is"),
            scope=scope,
            claim=desk.claim_rows(f"{short}.facts", sql, rows),
            facts=tuple((name, cell) for name, cell in _facts(found, key) if cell is not None),
            brief=is_gathered,
            place=f"e-{short}",
        )
    ]
    mentions = found["mention"].get(key, [])
    if mentions:
        one = fill(_MENTIONS, evidence=evidence_id, part=part)
        blocks.append(
            Quotes(
                title=Words("Hvor teknologier er nævnt", "Where technologies are named"),
                scope=scope,
                claim=desk.claim_rows(f"{short}.mentions", one, mentions),
                quotes=tuple(_quote(row, key) for row in mentions[:_QUOTED]),
                empty=Words("Ingen.", "None."),
                brief=is_gathered,
            )
        )
    return blocks


def _quote(row: Row, key: tuple[str, str]) -> Quote:
    before, marked, after = around(row.text("context"), row.text("quote"))
    names = Words(row.text("technology_name_da"), row.text("technology_name_en"))
    place = Words(
        f"{names.da}, tegn {row.count('quote_start')}–{row.count('quote_end')}",
        f"{names.en}, characters {row.count('quote_start')}–{row.count('quote_end')}",
    )
    return Quote(
        before=before,
        marked=marked,
        after=after,
        who=row.text("who"),
        said_on=row.day("mention_date"),
        stream=word(STREAMS, row.text("stream")),
        evidence=Link(place, evidence_href(*key)),
        source=None,
        rule=found_by(row.text("rule")),
    )


_ASKED = Prose(
    title=Words("Forespørgslerne", "The queries"),
    text=Words(
        "Hvert belæg på siden er svaret på disse to med dets eget nummer og sin egen del sat ind. Kør dem med",
        "Each piece of evidence on this page is the answer to these two with its own id and part put in. Run them by",
    ),
    code="\n\n".join(('overblik sql "…"', *(fill(sql, evidence="ID", part="PART") for sql in (_WHAT, _MENTIONS)))),
)
_LEAD = Words(
    "Et belæg: hvad et tal eller et citat på siderne hviler på. De bytes, som udgiveren sendte, ligger i arkivet.",
    "Evidence: what a number or a quote on these pages rests on. The bytes that the publisher sent are in the archive.",
)
_PARENTS = (Link(Words("Dækning og metode", "Coverage and method"), "coverage.html"),)


def letters_for(count: int, single_pages: int = SINGLE_PAGES) -> int:
    """By how many letters of its id evidence is gathered: 0 where each piece has a page."""
    if count <= single_pages:
        return 0
    letters = 1
    while count / 16**letters > PER_PAGE:
        letters += 1
    return letters


def evidence_pages(desk: Desk, *, letters: int = 0) -> list[Page]:
    """The pages of all evidence that the other pages point at, in the order of their ids."""
    keys = sorted((key.partition("\x1f")[0], key.partition("\x1f")[2]) for key in desk.shown)
    found = _find(desk, keys)
    if not letters:
        return [
            Page(
                path=evidence_href(*key),
                title=_title(found, key),
                lead=_LEAD,
                blocks=tuple(_blocks(desk, found, key, name=None)),
                parents=_PARENTS,
                section="evidence",
            )
            for key in keys
        ]
    gathered: defaultdict[str, list[Block]] = defaultdict(list)
    for key in keys:
        gathered[evidence_href(*key)[9 : 9 + letters]] += _blocks(desk, found, key, name=_title(found, key))
    return [
        Page(
            path=f"evidence/{start}.html",
            title=Words(f"Belæg {start}…", f"Evidence {start}…"),
            lead=_LEAD,
            blocks=(*blocks, _ASKED),
            parents=_PARENTS,
            section="evidence",
        )
        for start, blocks in sorted(gathered.items())
    ]
