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
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.alerting import alert
from warehouse.settings import Settings, Workspace, now

STAMP = ".watchdog.json"
FRESH_HOURS = 26  # a day, and two hours for a night that begins late
HANGS_HOURS = 6  # the longest crawl may take three
AGAIN_HOURS = 24  # the same fault is not told more often


@dataclass(frozen=True)
class Watch:
    """What the watchdog saw of one study: `faults` are sentences; none means that all is well."""

    study: str
    faults: tuple[str, ...]
    last_good: datetime | None


def look(place: Workspace, *, at: datetime, hours: float = FRESH_HOURS) -> Watch:
    """Look at one study."""
    try:
        with closing(sqlite3.connect(f"file:{place.ledger}?mode=ro", uri=True, timeout=5)) as ledger:
            ledger.row_factory = sqlite3.Row
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
    with lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def watch(settings: Settings, place: Workspace, *, hours: float = FRESH_HOURS) -> Watch:
    """Look at one study and alert, once a day for the same fault."""
    at = now()
    seen = look(place, at=at, hours=hours)
    stamp = place.root / STAMP
    if not seen.faults:
        stamp.unlink(missing_ok=True)
        return seen
    kinds = sorted(fault.split(":")[0].split(" for ")[0] for fault in seen.faults)  # hours grow; the fault is the same
    told = json.loads(stamp.read_text(encoding="utf-8")) if stamp.is_file() else {}
    if told.get("faults") != kinds or at - datetime.fromisoformat(told["at"]) > timedelta(hours=AGAIN_HOURS):
        good = f"{seen.last_good:%Y-%m-%d %H:%M} UTC" if seen.last_good else "never"
        alert(
            settings,
            place,
            title=f"Overblik: the nights of {seen.study} need a look",
            body=f"{'; '.join(seen.faults)}.\nLast good night: {good}. Look: overblik status --study {seen.study}",
        )
        stamp.write_text(json.dumps({"at": at.isoformat(), "faults": kinds}), encoding="utf-8")
    return seen
