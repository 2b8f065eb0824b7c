"""Taking contact persons out of raw evidence that has grown old: the records never had them, the bytes did.

Notices name contact persons, beneficial owners and touch points. Reading drops them; the archive keeps what was
received, for a time that an operator answers for (OVERBLIK_RAW_CONTACT_DAYS, 90). Afterwards the blocks are masked sign
by sign in a copy that takes the evidence's place; a mail address keeps its domain, which says whose organisation it is.
The copy has a name of its own, so its records are read anew and point to bytes that we hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from pipelines.masking import masked_by, take_out
from pipelines.night import the_only_one
from warehouse.archive import Archive, MissingEvidenceError
from warehouse.ledger import Ledger
from warehouse.settings import Workspace, now
from warehouse.tombstone import MASK

# eForms (BT-502, -503, -506, -739; OPT-202 owners; touch points), TED's forms before it, and OCDS.
_BLOCKS = re.compile(
    rb"<((?:\w+:)?(?:Contact|UltimateBeneficialOwner|TouchPoint|CONTACT_POINT|CONTACT|E_MAIL|E_MAILS|PHONE|FAX))\b[^>]*>"
    rb".*?</\1>",
    re.DOTALL,
)
_BETWEEN_TAGS = re.compile(rb"(?<=>)[^<>]+(?=<)")
_JSON_BLOCKS = re.compile(rb'"contactPoint"\s*:\s*\{[^{}]*\}')
_JSON_VALUES = re.compile(rb'(?<=:)\s*"(?:[^"\\]|\\.)*"')
_SIGNS = re.compile(rb"[^\s@.\"]")


class _Contacts:
    """Masks the contact blocks of bytes; what `masked_by` asks of a mask."""

    def masked_bytes(self, data: bytes) -> bytes:
        """The bytes with every contact block masked, of the same length."""
        data = _BLOCKS.sub(lambda block: _BETWEEN_TAGS.sub(_masked_words, block[0]), data)
        return _JSON_BLOCKS.sub(lambda block: _JSON_VALUES.sub(_masked_words, block[0]), data)


def _masked_words(match: re.Match[bytes]) -> bytes:
    """What stands in a contact block, masked; of a mail address only what stands before the sign."""
    said, at, domain = match[0].partition(b"@")
    return _SIGNS.sub(MASK.encode(), said) + at + (domain if at else b"")


@dataclass(frozen=True)
class Retained:
    """What keeping to the time came to, in pieces of evidence."""

    days: int
    looked_at: int
    redacted: int
    removed: int
    untouched: int


def retain(place: Workspace, *, days: int) -> Retained:
    """Mask the contacts of evidence first seen more than `days` days ago. Raises `NightRefusedError` beside a night."""
    until = (now() - timedelta(days=days)).isoformat()
    archive, redacted, looked_at = Archive(place.evidence), 0, 0
    with the_only_one(place), Ledger(place.ledger) as ledger:
        since = ledger.watermark("contacts taken out until") or ""
        for row in ledger.rows(
            "select evidence_id from evidence where first_seen >= ? and first_seen < ? order by 1", (since, until)
        ):
            looked_at += 1
            try:
                data = archive.read(row["evidence_id"])
            except MissingEvidenceError:
                continue
            masked = masked_by(_Contacts(), data)
            if masked != data:
                take_out(ledger, archive, row["evidence_id"], masked)
                redacted += 1
        ledger.set_watermark(source="contacts taken out until", value=until)
    return Retained(days, looked_at, redacted, 0, looked_at - redacted)
