"""Keeping out, night after night, who was taken out of a study: what comes is masked before and after it is read.

Before reading, the bytes that came and what the ledger says of them are masked. Whatever names somebody all the same
(a PDF, words packed in a way of their own) is found by the reading processes, which write no record of it; it is
removed here. None of this costs a study anything that nobody was taken out of.
"""

from __future__ import annotations

from pipelines.masking import end_removals, masked_by, take_out, without
from warehouse import forgetting
from warehouse.archive import Archive, DamagedEvidenceError, MissingEvidenceError
from warehouse.ledger import Ledger
from warehouse.settings import Workspace
from warehouse.tombstone import TAKEN_OUT, Tombstones

_SINCE = "names masked until request"


def mask_new(place: Workspace, ledger: Ledger) -> int:
    """Mask what was collected since the last reading, also what only steered a crawl; returns how many pieces."""
    archive, stones = Archive(place.evidence), Tombstones(place.root)
    end_removals(ledger, archive)
    if not stones:
        return 0
    since = int(ledger.watermark(_SINCE) or 0)
    came = ledger.rows(
        "select evidence_id from evidence where evidence_id not in (select evidence_id from reading) "
        "union select evidence_id from fetch where fetch_id > ? and outcome = 'ok' and evidence_id is not null "
        "order by 1",
        (since,),
    )
    forgetting.mask_new(ledger, stones.masked, since=since)
    masked = 0
    for evidence_id in [row["evidence_id"] for row in came]:
        try:
            data = archive.read(evidence_id)
        except (MissingEvidenceError, DamagedEvidenceError):
            continue  # the readers say so
        if (clean := masked_by(stones, data)) != data:
            take_out(ledger, archive, evidence_id, clean)
            masked += 1
    note_masked(ledger)
    return masked


def note_masked(ledger: Ledger) -> None:
    """Everything that was asked for so far is masked."""
    last = ledger.rows("select coalesce(max(fetch_id), 0) as n from fetch")[0]["n"]
    ledger.set_watermark(source=_SINCE, value=str(last))


def remove_named(place: Workspace, ledger: Ledger) -> int:
    """Remove what readers found to name somebody; returns how many pieces. Packages lose the member, and are unread."""
    named: dict[str, set[str]] = {}
    for row in ledger.rows("select evidence_id, part from reading where reason = ?", (TAKEN_OUT,)):
        named.setdefault(row["evidence_id"], set()).add(row["part"])
    archive = Archive(place.evidence)
    for evidence_id, parts in named.items():
        data = archive.read(evidence_id) if archive.holds(evidence_id) else b""
        take_out(ledger, archive, evidence_id, without(data, parts))
    return len(named)
