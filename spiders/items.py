"""Registering for reading what a source asked for to look at first: a page of a search, an act of unknown subject.

A filter that an interface passes over gives an answer that looks right and is everything. So such answers are asked
for as steering (archived, read by nobody), looked at, and admitted only where they hold what was asked for.
"""

from __future__ import annotations

from spiders.archiving import Answer
from spiders.source import Crawl


def admit(crawl: Crawl, answer: Answer, *, url: str | None = None, publisher: str | None = None) -> bool:
    """Register an answer's bytes as evidence to be read, once each; whether they are new. `url` if not the answer's."""
    if answer.evidence_id is None:
        return False  # it was taken out of the study
    size = len(answer.body) if answer.body is not None else len(crawl.archive.read(answer.evidence_id))
    return crawl.ledger.note_evidence(
        evidence_id=answer.evidence_id,
        source=crawl.source,
        url=url or answer.url,
        media_type=answer.media_type,
        size=size,
        publisher=publisher or crawl.spec.publisher,
    )
