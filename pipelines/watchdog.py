"""The dead man's switch: it looks from outside whether nights still happen, and says so when they do not.

It shares nothing with the night but two files: the pointer and the ledger, opened read-only. So it speaks when the
scheduler is gone, the machine was off, a night hangs, or nothing was ever run; an alert that only a running night can
send is none. `deploy/systemd/overblik-watchdog.timer` asks it every hour.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from pipelines.alerting import alert
from warehouse.archive import write_durably
from warehouse.settings import Settings, Workspace, now

log = structlog.get_logger(__name__)
STAMP = ".watchdog.json"
FRESH_HOURS = 26  # a day, and two hours for a night that begins late
HANGS_HOURS = 6  # the longest crawl may take three
AGAIN_HOURS = 24  # the same fault is not told more often
AHEAD = timedelta(hours=1)  # more than clocks that are set are apart


@dataclass(frozen=True)
class Watch:
    """What the watchdog saw of one study: `faults` are sentences; none means that all is well."""

    study: str
    faults: tuple[str, ...]
    last_good: datetime | None


def opened(place: Workspace) -> sqlite3.Connection:
    """The ledger, to be read alone; made an address by `as_uri`, since a folder's name may hold % and #."""
    ledger = sqlite3.connect(f"{place.ledger.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
    ledger.row_factory = sqlite3.Row
    return ledger


def look(place: Workspace, *, at: datetime, hours: float = FRESH_HOURS) -> Watch:
    """Look at one study."""
    try:
        with closing(opened(place)) as ledger:
            rows = ledger.execute(
                "select night_id, outcome, reason, started_at, ended_at from night order by rowid desc limit 50"
            ).fetchall()
    except sqlite3.Error as fault:
        return Watch(place.root.name, (f"the ledger cannot be read: {fault}",), None)
    good = [row for row in rows if row["outcome"] in ("published", "unchanged")]
    last_good = datetime.fromisoformat(good[0]["ended_at"]) if good and good[0]["ended_at"] else None
    return Watch(place.root.name, tuple(_faults(place, rows, last_good, at=at, hours=hours)), last_good)


def _faults(
    place: Workspace, rows: list[sqlite3.Row], last_good: datetime | None, *, at: datetime, hours: float
) -> Iterator[str]:
    if last_good is None:
        yield "no night has ever ended well"
    elif at - last_good > timedelta(hours=hours):
        yield f"no night has ended well for {(at - last_good).total_seconds() / 3600:.0f} hours (limit {hours:g})"
    if rows:
        last = rows[0]
        if last["outcome"] in ("failed", "kept_last_good", "abandoned"):
            yield f"the last night {last['night_id']} ended as {last['outcome']}: {last['reason']}"
        begun = datetime.fromisoformat(last["started_at"])
        newest = max(begun, last_good or begun)
        if newest > at + AHEAD:  # else no night would be missed before that day has come
            yield f"a night is entered for {newest:%Y-%m-%d %H:%M} UTC, which is yet to come: the clock is or was wrong"
        if last["outcome"] == "running" and not _is_held(place.lock):
            yield f"the last night {last['night_id']} died without a word"
        elif last["outcome"] == "running" and at - begun > timedelta(hours=HANGS_HOURS):
            yield f"the night {last['night_id']} has been running since {begun:%Y-%m-%d %H:%M} UTC"
    if last_good is not None and not (place.current / "overblik.duckdb").is_file():
        yield "the pointer to the current edition leads nowhere"


def _is_held(lock: Path) -> bool:
    """Whether a night is alive: it holds the lock until its process ends."""
    if not lock.exists():
        return False
    with lock.open("rb") as handle:  # a broken disk may be mounted so that nothing is written
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def watch(settings: Settings, place: Workspace, *, hours: float = FRESH_HOURS) -> Watch:
    """Look at one study and alert, once a day for the same fault."""
    at = now()
    seen = look(place, at=at, hours=hours)
    if seen.faults:
        _alert_once(settings, place, seen, at=at, where=f"overblik status --study {seen.study}")
    else:
        with suppress(OSError):
            (place.root / STAMP).unlink(missing_ok=True)
    return seen


def miss(settings: Settings, study: str | None, said: str) -> None:
    """Alert that there is no ledger to look at: a disk that is not mounted takes it away with all that it says."""
    fault = f"{said.rstrip('.')}; or its disk is not mounted, or OVERBLIK_HOME names another folder"
    seen = Watch(study or "all studies", (fault,), None)
    _alert_once(settings, Workspace(settings.home), seen, at=now(), where="overblik doctor")


def _alert_once(settings: Settings, place: Workspace, seen: Watch, *, at: datetime, where: str) -> None:
    kinds = sorted(fault.split(":")[0].split(" for ")[0] for fault in seen.faults)  # hours grow; the fault is the same
    faults, told_at = _told(place.root / STAMP)
    if faults == kinds and told_at is not None and abs(at - told_at) <= timedelta(hours=AGAIN_HOURS):
        return
    good = f"{seen.last_good:%Y-%m-%d %H:%M} UTC" if seen.last_good else "never"
    alert(
        settings,
        place,
        title=f"Overblik: the nights of {seen.study} need a look",
        body=f"{'; '.join(seen.faults)}.\nLast good night: {good}. Look: {where}",
    )
    if not place.root.is_dir():
        return  # a folder of that name may be where a disk is to be mounted
    try:
        write_durably(place.root / STAMP, json.dumps({"at": at.isoformat(), "faults": kinds}).encode())
    except OSError as fault:  # a full disk: told too often is better than never
        log.warning("it could not be kept that this was told; it is told again", reason=str(fault))


def _told(stamp: Path) -> tuple[list[str], datetime | None]:
    """What was told last, and when; nothing where that cannot be read."""
    try:
        told = json.loads(stamp.read_text(encoding="utf-8"))
        return list(told["faults"]), datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return [], None
