"""Named points at which a test may end the process or break the disk, so that "kill it anywhere" is a list and no luck.

A point does nothing unless two variables are set: `OVERBLIK_TESTING=1` says that this is a test's own machine, and
`OVERBLIK_FAILPOINT=name[:n[:what]]` says what happens at the n-th passing of that name in one process: `kill` (SIGKILL
of this process; what is said where nothing is said), `group` (of its whole process group, as a power cut would), or the
name of an errno such as `ENOSPC` or `EIO`, raised as the `OSError` that a full or broken disk raises.
`OVERBLIK_FAILPOINT_LOG=file` enters every passing instead, so that a test can draw from what a night really passes.

Rejected: killing after a random time (it hits sleeps, not the step between two writes, and cannot be repeated).
"""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

POINTS = {
    "archive.keep": "bytes have come, nothing is on disk",
    "archive.kept": "bytes are in the archive, the ledger does not know them",
    "arrival.synced": "a package is on disk under its passing name",
    "arrival.kept": "a package has its name",
    "file.written": "a file lies flushed beside its place",
    "file.placed": "a file has its place, its folder is not flushed",
    "ledger.begun": "a night is open",
    "ledger.planned": "a request is planned",
    "ledger.commit": "rows are written, not committed",
    "ledger.committed": "rows are committed",
    "ledger.crawl_ended": "a crawl is closed",
    "stage.done": "a stage is done, the ledger does not know it",
    "reading.answered": "a chunk is read, nothing is on disk",
    "reading.written": "a batch's records are on disk, the ledger does not name them",
    "reading.noted": "a batch is named",
    "load.records": "records are loaded, the study is not",
    "resolve.found": "players are found, not loaded",
    "enrich.written": "a batch of mentions is on disk, the ledger does not name it",
    "enrich.noted": "a batch of mentions is named",
    "build.model": "one model is built",
    "publish.database": "the edition's database is on disk",
    "publish.site": "the site is on disk",
    "publish.manifest": "the manifest is on disk, the edition has its passing name",
    "publish.moved": "the edition has its name, nobody is pointed to it",
    "pointer.beside": "the new pointer lies beside the old one",
    "pointer.placed": "people read the new edition, the ledger does not know it",
    "prune.going": "an old edition is on its way out",
    "publish.pruned": "old editions are gone",
    "night.closing": "everything is done but the night's end",
}
"""Every point, and how things stand there."""

_passed: dict[str, int] = {}


def failpoint(name: str) -> None:
    """Pass a point. Raises `OSError` where a test asked for a fault of the disk here."""
    if os.environ.get("OVERBLIK_TESTING") != "1":
        return
    assert name in POINTS, f"there is no failpoint {name!r}"
    _passed[name] = _passed.get(name, 0) + 1
    if log := os.environ.get("OVERBLIK_FAILPOINT_LOG"):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(f"{name}\t{os.getpid()}\t{_passed[name]}\n")
    asked, number, what = _asked()
    if asked != name or number != _passed[name]:
        return
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "group":
        os.killpg(0, signal.SIGKILL)
    code = int(getattr(errno, what))
    raise OSError(code, os.strerror(code))


def _asked() -> tuple[str, int, str]:
    name, _, rest = os.environ.get("OVERBLIK_FAILPOINT", "").partition(":")
    number, _, what = rest.partition(":")
    return name, int(number or 1), what or "kill"
