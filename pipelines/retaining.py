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

from pipelines.masking import end_removals, masked_by, take_out
from pipelines.night import the_only_one
from warehouse.archive import Archive, DamagedEvidenceError, MissingEvidenceError
from warehouse.ledger import Ledger
from warehouse.settings import Workspace, now
from warehouse.tombstone import MASK

# eForms (BT-502, -503, -506, -739; OPT-202 owners; touch points; BT-46 juries), TED's forms before it. An element that
# is empty opens no block: the next one of its name would end it, and all between would be masked.
_BLOCKS = re.compile(
    rb"<((?:[\w.-]+:)?(?:Contact|UltimateBeneficialOwner|TouchPoint|TechnicalCommitteePerson"
    rb"|CONTACT_POINT|CONTACT|ATTENTION|MEMBER_NAMES?|E_MAILS?|PHONE|FAX))"
    rb"(?=[\s>])(?:\"[^\"]*\"|'[^']*'|[^>\"'])*(?<!/)>.*?</\1\s*>",
    re.DOTALL,
)
_BETWEEN_TAGS = re.compile(
    rb"<!\[CDATA\[(?P<cdata>.*?)\]\]>|<!--(?P<comment>.*?)-->|(?<=>)(?P<text>[^<]+)(?=<)", re.DOTALL
)
# OCDS: an object, or a list of them, three deep at most.
_STRING = rb'"(?:[^"\\]|\\.)*"'
_NESTED = rb"[{\[](?:[^{}\[\]\"]|" + _STRING + rb")*[}\]]"
for _ in range(2):
    _NESTED = rb"[{\[](?:[^{}\[\]\"]|" + _STRING + rb"|" + _NESTED + rb")*[}\]]"
_JSON_BLOCKS = re.compile(
    rb'"(?:contactPoint|additionalContactPoints|contacts|beneficialOwners|persons)"\s*:\s*' + _NESTED, re.DOTALL
)
_JSON_VALUES = re.compile(rb"(?P<key>" + _STRING + rb"\s*:)|(?P<text>" + _STRING + rb")", re.DOTALL)
# Of a mail address the domain stays. An escaped sign goes with its escape, or half of it would end the text.
_SIGNS = re.compile(rb"(?P<domain>@[A-Za-z0-9.-]+)|\\.|[^\s@.\"]", re.DOTALL)
# Grows with what is masked: everything is looked at once more.
_RULES = 2
_UNTIL = f"contacts taken out by rules {_RULES} until"


# Answers that only steered a crawl are no evidence, and hold notices all the same (the pages of udbud.dk).
_GROWN_OLD = """
select evidence_id from (
    select evidence_id, first_seen from evidence
    union all
    select evidence_id, min(ended_at) as first_seen from fetch
    where evidence_id is not null and evidence_id not in (select evidence_id from evidence) group by evidence_id
) where first_seen >= :since and first_seen < :until order by evidence_id
"""


class Contacts:
    """Masks the contact blocks of bytes; what `masked_by` asks of a mask."""

    def masked_bytes(self, data: bytes) -> bytes:
        """The bytes with every contact block masked, of the same length."""
        data = _BLOCKS.sub(lambda block: _BETWEEN_TAGS.sub(_masked_text, block[0]), data)
        return _JSON_BLOCKS.sub(lambda block: _JSON_VALUES.sub(_masked_text, block[0]), data)


def _masked_text(match: re.Match[bytes]) -> bytes:
    """What a contact block says, masked: not its tags, and not the names of its values."""
    kind = match.lastgroup
    if kind is None or kind == "key":
        return match[0]
    whole, at = match[0], match.start()
    return whole[: match.start(kind) - at] + _masked_words(match[kind]) + whole[match.end(kind) - at :]


def _masked_words(said: bytes) -> bytes:
    return _SIGNS.sub(lambda sign: sign["domain"] or MASK.encode() * len(sign[0]), said)


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
        since = ledger.watermark(_UNTIL) or ""
        end_removals(ledger, archive)
        for row in ledger.rows(_GROWN_OLD, {"since": since, "until": until}):
            looked_at += 1
            try:
                data = archive.read(row["evidence_id"])
            except (MissingEvidenceError, DamagedEvidenceError):
                continue  # `overblik verify` says so
            masked = masked_by(Contacts(), data)
            if masked != data:
                take_out(ledger, archive, row["evidence_id"], masked)
                redacted += 1
        ledger.set_watermark(source=_UNTIL, value=until)
    return Retained(days, looked_at, redacted, 0, looked_at - redacted)
