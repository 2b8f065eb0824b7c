"""Labels and the facts that they were made with: which label of a text holds, and which must be made anew.

A text stays the same while what is known beside it may change: another notice with the same words comes, a reader
learns to read a buyer's activity. Then its labels are made anew, in a batch of their own. For each text the ledger
names the batch whose label holds, and, as a tagger of another name, a digest of the facts that it was made with. The
label is noted first: whatever stops in between, the worst is that the same label is made once more. Rejected: facts as
part of a text's digest (the same words would be looked at by every other tagger again).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.ledger import Ledger
from warehouse.parquet import read_kind
from warehouse.records import Label, arrow_schema


def note_facts(ledger: Ledger, tagger: str, digests: Iterable[str], facts: Mapping[str, str]) -> None:
    """Note what these texts were labelled with; after the labels themselves were noted."""
    said = {digest: _digest_of(facts.get(digest, "")) for digest in digests}
    ledger.note_enrichments(tagger=_with_facts(tagger), batches=said)


def outdated(ledger: Ledger, tagger: str, facts: Mapping[str, str]) -> set[str]:
    """The texts of `facts` (every current one, with nothing where it has none) that were labelled with others."""
    seen = {str(row["text_digest"]) for row in ledger.rows(_NOTED, (tagger,))}
    noted = {str(row["text_digest"]): str(row["batch"]) for row in ledger.rows(_NOTED, (_with_facts(tagger),))}
    return {digest for digest, said in facts.items() if digest in seen and noted.get(digest, "") != _digest_of(said)}


def current_labels(ledger: Ledger, records: Path, taggers: Iterable[str]) -> pa.Table:
    """The labels of these taggers (names with versions), without those that were made anew since."""
    rows = ledger.rows(
        "select batch, text_digest from enrichment where tagger in (select value from json_each(?)) and batch <> ''",
        (json.dumps(sorted(taggers)),),
    )
    named: dict[str, list[str]] = {}
    for row in rows:
        named.setdefault(str(row["batch"]), []).append(str(row["text_digest"]))
    tables = [arrow_schema(Label).empty_table()]
    for batch, digests in sorted(named.items()):
        found = read_kind(records, Label, [batch])
        tables.append(found.filter(pc.is_in(found.column("text_digest"), value_set=pa.array(digests, pa.string()))))
    return pa.concat_tables(tables)


_NOTED = "select text_digest, batch from enrichment where tagger = ?"


def _with_facts(tagger: str) -> str:
    return f"{tagger}#facts"


def _digest_of(facts: str) -> str:
    return hashlib.sha256(facts.encode()).hexdigest()[:20] if facts else ""
