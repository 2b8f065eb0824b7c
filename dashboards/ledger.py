"""The claim ledger of an edition's documents: every sentence, table, chart and quote, with the query behind it.

`report/claims.json` holds what was printed, in both languages, beside the template and the claims that gave it. To
verify is to ask every query again, write every sentence, cell and label anew from the answers, and compare the texts:
an altered number in the database, in the ledger or in a sentence is found. The documents' own bytes are in the
manifest; quotes are looked up in the archive's texts (`pipelines/verifying.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from dashboards.claims import Asked, claim_record, plain
from dashboards.report import Bars, Cited, Figures, Grid, Report, Told, value_of
from dashboards.section import Claim, Marts, SectionError, Unit, Value
from dashboards.sentences import Sentence, SentenceError, refill
from dashboards.showing import show
from dashboards.spelling import bar_texts, cells_of
from dashboards.words import LANGS, Lang

Record = dict[str, Any]


def sentences_of(report: Report) -> Iterator[Sentence]:
    """Every sentence of a report, in order."""
    yield report.lead
    for part in report.parts:
        for block in part.blocks:
            if isinstance(block, Told):
                yield from block.sentences
            elif isinstance(block, Sentence):
                yield block
    yield from report.limits


def claims_of_report(report: Report) -> Iterator[Claim]:
    """Every claim of a report."""
    for sentence in sentences_of(report):
        yield from sentence.claims
    for part in report.parts:
        for block in part.blocks:
            if isinstance(block, Grid | Bars | Cited):
                yield block.claim
            elif isinstance(block, Figures):
                yield from (claim for _, claim in block.figures)


def ledger_of(reports: Iterable[Report]) -> Record:
    """The ledger of some documents. Raises SectionError where two different things have one id."""
    claims: dict[str, Record] = {}
    sentences: list[Record] = []
    tables: list[Record] = []
    quotes: list[Record] = []
    for report in reports:
        for claim in claims_of_report(report):
            record = claim_record(claim, page=report.name)
            if claims.setdefault(claim.claim_id, record) != record and claims[claim.claim_id]["sql"] != claim.sql:
                raise SectionError(f"two different claims are called {claim.claim_id}")
        sentences += [_sentence(report, sentence) for sentence in sentences_of(report)]
        for block in (block for part in report.parts for block in part.blocks):
            if isinstance(block, Grid):
                tables.append(_grid(report, block))
            elif isinstance(block, Bars):
                tables.append(_bars(report, block))
            elif isinstance(block, Cited):
                quotes.append(
                    {
                        "claim_id": block.claim.claim_id,
                        "document": report.name,
                        "quote": block.claim.value,
                        "text_digest": block.text_digest,
                        "evidence_id": block.evidence_id,
                    }
                )
            elif isinstance(block, Figures):
                sentences += [_figure(report, claim) for _, claim in block.figures]
    return {
        "claims": [claims[key] for key in sorted(claims)],
        "sentences": sentences,
        "tables": tables,
        "quotes": quotes,
    }


def to_bytes(ledger: Record) -> bytes:
    """The ledger as a file: the same ledger, the same bytes."""
    return (json.dumps(ledger, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _sentence(report: Report, sentence: Sentence) -> Record:
    return {
        "sentence_id": sentence.sentence_id,
        "document": report.name,
        "template": {lang: sentence.template.of(lang) for lang in LANGS},
        "slots": {slot: claim.claim_id for slot, claim in sentence.slots},
        "printed": {lang: sentence.of(lang) for lang in LANGS},
    }


def _figure(report: Report, claim: Claim) -> Record:
    return {
        "sentence_id": claim.claim_id,
        "document": report.name,
        "template": None,
        "slots": {"value": claim.claim_id},
        "printed": {lang: show(claim.value, claim.unit, lang) for lang in LANGS},
    }


def _grid(report: Report, grid: Grid) -> Record:
    return {
        "claim_id": grid.claim.claim_id,
        "document": report.name,
        "columns": [[column.column, column.unit] for column in grid.columns],
        "most": grid.most,
        "printed": {lang: cells_of(grid, lang) for lang in LANGS},
    }


def _bars(report: Report, bars: Bars) -> Record:
    return {
        "claim_id": bars.claim.claim_id,
        "document": report.name,
        "columns": [[bars.label, bars.label_unit], [bars.value, bars.unit]],
        "most": len(bars.rows),
        "printed": {lang: bar_texts(bars, lang) for lang in LANGS},
    }


# -- verifying ---------------------------------------------------------------------------------------------------------


def verify_ledger(marts: Marts, ledger: Record) -> tuple[int, list[str]]:
    """Ask and write everything anew: how much was checked, and a sentence for each thing that does not hold."""
    asked = Asked(marts)
    now: dict[str, tuple[Value, Unit]] = {}
    sql: dict[str, str] = {}
    complaints: list[str] = []
    for record in ledger["claims"]:
        value = asked.answer(record["sql"], record["column"], record.get("row", 0))
        now[record["claim_id"]] = (value, cast("Unit", record["unit"]))
        sql[record["claim_id"]] = record["sql"]
        if plain(value) != record["value"]:
            complaints.append(
                f"{record['claim_id']}: the ledger says {record['value']}, the query gives {plain(value)}"
            )
    for record in ledger["sentences"]:
        complaints += _verify_sentence(record, now)
    for record in ledger["tables"]:
        complaints += _verify_table(record, asked.rows(sql[record["claim_id"]]))
    return sum(len(part) for part in ledger.values()), complaints


def _verify_sentence(record: Record, now: Mapping[str, tuple[Value, Unit]]) -> Iterator[str]:
    for lang in LANGS:
        printed = record["printed"][lang]
        try:
            slots = {slot: now[claim_id] for slot, claim_id in record["slots"].items()}
            found = (
                show(*slots["value"], lang)
                if record["template"] is None
                else refill(record["template"][lang], slots, lang)
            )
        except (KeyError, SentenceError) as fault:
            yield f"{record['document']}: the sentence {record['sentence_id']} has lost a claim: {fault}"
            continue
        if found != printed:
            yield f"{record['document']}: {record['sentence_id']} says {printed!r}; now it would say {found!r}"


def _verify_table(record: Record, rows: list[dict[str, object]]) -> Iterator[str]:
    for lang in LANGS:
        found = [_cells(row, record["columns"], lang) for row in rows[: record["most"]]]
        for place, (printed, cells) in enumerate(zip(record["printed"][lang], found, strict=False)):
            if printed != cells:
                yield f"{record['document']}: {record['claim_id']} row {place + 1} says {printed}; now {cells}"
        if len(found) != len(record["printed"][lang]):
            shown = len(record["printed"][lang])
            yield f"{record['document']}: {record['claim_id']} prints {shown} rows; now there are {len(found)}"


def _cells(row: Mapping[str, object], columns: list[list[str]], lang: Lang) -> list[str]:
    return [show(value_of(row, name.format(lang=lang)), cast("Unit", unit), lang) for name, unit in columns]
