"""What a night that died left behind is put in order before the next one begins.

An edition counts when the ledger or the pointer says so. One that was moved to its place and that nobody was pointed
to was never read by anyone: it goes, so that tonight is compared with what people really saw. One that people read
although its night died before saying so is entered as published. Passing names and half-removed editions go as well.
"""

from __future__ import annotations

import shutil

import structlog

from warehouse import edition as editions
from warehouse.archive import Archive, sweep
from warehouse.ledger import Ledger
from warehouse.settings import Workspace

log = structlog.get_logger(__name__)

REPLAY = ".replay"
"""The folder beside the study's things in which a replay works, and which a killed one leaves."""


def put_in_order(place: Workspace, ledger: Ledger) -> list[str]:
    """Remove what dead nights left in the shelf of editions and the archive; returns the names of what went.

    The caller holds the study's lock: nobody else is writing.
    """
    shown = place.current.resolve().name if place.current.exists() else None
    if shown is not None:
        # The pointer is replaced before the ledger hears of it.
        ledger.confirm_published(shown)
    ended = {row["night_id"]: row["outcome"] for row in ledger.rows("select night_id, outcome from night")}
    gone = []
    for name in editions.all_editions(place):
        if name != shown and ended.get(name) in ("abandoned", "failed", "kept_last_good"):
            shutil.rmtree(place.editions / name)
            gone.append(name)
    for folder in (
        *place.editions.glob(".*.arriving"),
        *place.editions.glob(".*.going"),
        *place.root.glob(REPLAY),
    ):
        shutil.rmtree(folder)
        gone.append(folder.name)
    for link in place.root.glob(".current.*.tmp"):
        link.unlink(missing_ok=True)
        gone.append(link.name)
    # A crawl of a night that died may still be writing, in a container of its own.
    gone += sweep((*place.records.glob("*/.*.tmp"), *place.evidence.glob("*/.*.tmp")))
    Archive(place.evidence).sweep()
    if gone:
        log.warning("rests of a night that died are removed", rests=gone[:20], count=len(gone))
    return gone
