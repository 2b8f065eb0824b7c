"""Look at every pair of captures once: what changed from one text of a document to the next is kept as records.

A pair is known by its document and its two digests, so a night in which no page changed asks one question and reads no
text. The frame of a site is made from its pages as they stood up to the night that brought the change, never from later
ones, so that a pair looked at on its night and one looked at in a replay are told alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from nlp.page_change import VERSION, Change, Ignored, find_changes, frame_of
from nlp.page_extent import extent, kept_share
from warehouse.database import Building
from warehouse.ledger import Ledger
from warehouse.parquet import write_batch
from warehouse.records import PageChange
from warehouse.settings import Workspace

TAGGER = f"page_change@{VERSION}"
FRAME_PAGES = 300

_HOST = r"regexp_extract(lower(coalesce(document.url, '')), '^https?://([^/]+)', 1)"
# In the order in which core.document_version counts captures.
_PAIRS = f"""
select document_id, source, host, url, title, first_night, before_digest, text_digest from (
    select
        document.document_id, document.source, {_HOST} as host, coalesce(document.url, '') as url,
        coalesce(document.title, '') as title, coalesce(evidence.first_night, '') as first_night, document.text_digest,
        lag(document.text_digest) over (
            partition by document.document_id
            order by evidence.first_seen asc nulls last, document.evidence_id asc, document.part asc
        ) as before_digest
    from raw.document as document left join raw.evidence as evidence using (evidence_id)
)
where before_digest is not null and text_digest is not null and before_digest <> text_digest
order by source, host, first_night, document_id, before_digest, text_digest
"""  # noqa: S608  a part of our own
_PAGES = f"""
with night as (
    select min(first_seen) as begun, max(first_seen) as ended from raw.evidence where coalesce(first_night, '') = $night
),
captures as (
    select document.document_id, document.text_digest, evidence.first_seen, document.evidence_id, document.part
    from raw.document as document inner join raw.evidence as evidence using (evidence_id)
    where document.source = $source and {_HOST} = $host and document.text_digest is not null
),
first_pages as (select distinct document_id from captures order by document_id limit {FRAME_PAGES})
select captures.text_digest from captures inner join first_pages using (document_id), night
where case when $before then captures.first_seen < night.begun else captures.first_seen <= night.ended end
qualify row_number() over (
    partition by captures.document_id
    order by captures.first_seen desc, captures.evidence_id desc, captures.part desc
) = 1
order by captures.text_digest
"""  # noqa: S608  parts of our own
_TEXTS = "select text_digest, min(text) as text from raw.text where text_digest in (select unnest($digests)) group by 1"


@dataclass(frozen=True, kw_only=True)
class PageChanges:
    """What a night's look at page changes came to: pairs looked at, and changes of substance found."""

    pairs: int
    changes: int


@dataclass(frozen=True, kw_only=True)
class _Pair:
    document_id: str
    source: str
    host: str
    url: str
    title: str
    night: str
    before: str
    after: str

    @property
    def key(self) -> str:
        return hashlib.sha256("\x1f".join((self.document_id, self.before, self.after)).encode()).hexdigest()


def tagger(ignored: Sequence[Ignored]) -> str:
    """Under which name pairs are noted as looked at: the rules' version, and a digest of what a study ignores."""
    said = "\x1e".join(repr(rule) for rule in ignored)
    return f"{TAGGER}+{hashlib.sha256(said.encode()).hexdigest()[:12]}" if ignored else TAGGER


def find_page_changes(*, building: Building, root: Path, ignored: Sequence[Ignored] = ()) -> PageChanges:
    """Look at every pair of captures that this version has not seen; write their changes, then note them.

    `building` holds this night's raw documents, texts and evidence; `root` is the study's workspace folder; `ignored`
    is what the study says is no news on its sites.
    """
    name = tagger(ignored)
    place = Workspace(root)
    with Ledger(place.ledger) as ledger:
        fresh = _fresh(building, ledger, name)
        changes = 0
        for _, group in groupby(fresh, key=lambda pair: (pair.source, pair.host, pair.night)):
            pairs = [*group]
            records = [*_changes_of(building, pairs, ignored)]
            keys = [pair.key for pair in pairs]
            batch = f"page_change-{hashlib.sha256('|'.join((name, *sorted(keys))).encode()).hexdigest()[:20]}"
            write_batch(place.records, batch=batch, records=records)
            ledger.note_enrichment(tagger=name, batch=batch, digests=keys)
            changes += sum(record.change_type != "none" for record in records)
    return PageChanges(pairs=len(fresh), changes=changes)


def _fresh(building: Building, ledger: Ledger, name: str) -> list[_Pair]:
    found = [
        _Pair(
            document_id=str(row["document_id"]),
            source=str(row["source"]),
            host=str(row["host"]),
            url=str(row["url"]),
            title=str(row["title"]),
            night=str(row["first_night"]),
            before=str(row["before_digest"]),
            after=str(row["text_digest"]),
        )
        for row in building.query(_PAIRS)
    ]
    if not found:
        return []
    rows = ledger.rows("select text_digest from enrichment where tagger = ?", (name,))
    seen = {str(row["text_digest"]) for row in rows}
    fresh: list[_Pair] = []
    for pair in found:
        if pair.key not in seen:
            seen.add(pair.key)
            fresh.append(pair)
    return fresh


def _changes_of(building: Building, pairs: Sequence[_Pair], ignored: Sequence[Ignored]) -> Iterator[PageChange]:
    """The changes of one site's pairs of one night."""
    frame = _frame(building, pairs[0])
    texts = _texts(building, {digest for pair in pairs for digest in (pair.before, pair.after)})
    for pair in pairs:
        before, after = texts.get(pair.before, ""), texts.get(pair.after, "")
        found = find_changes(
            before,
            after,
            frame=frame,
            address=pair.url,
            title=pair.title,
            ignored=[rule for rule in ignored if rule.concerns(source=pair.source, url=pair.url)],
        )
        kept = kept_share(before, after)
        for number, change in enumerate(found, start=1):
            yield _record(pair, number, change, kept)


def _frame(building: Building, pair: _Pair) -> frozenset[str]:
    """What most pages of the site carry, as they stood before the night and after it."""
    frame: frozenset[str] = frozenset()
    for before in (True, False):
        rows = building.query(_PAGES, {"night": pair.night, "source": pair.source, "host": pair.host, "before": before})
        digests = [str(row["text_digest"]) for row in rows]
        texts = _texts(building, set(digests))
        frame |= frame_of([texts[digest] for digest in digests if digest in texts])
    return frame


def _texts(building: Building, digests: set[str]) -> dict[str, str]:
    rows = building.query(_TEXTS, {"digests": sorted(digests)})
    return {str(row["text_digest"]): str(row["text"]) for row in rows}


def _record(pair: _Pair, number: int, change: Change, kept: float) -> PageChange:
    before, after = change.before, change.after
    return PageChange(
        document_id=pair.document_id,
        from_digest=pair.before,
        to_digest=pair.after,
        change_number=number,
        change_type=change.kind,
        before_start=before.start if before else None,
        before_quote=before.quote if before else None,
        after_start=after.start if after else None,
        after_quote=after.quote if after else None,
        kept_share=kept,
        extent=extent(kept),
        rule=f"{TAGGER}: {change.cue}",
    )
