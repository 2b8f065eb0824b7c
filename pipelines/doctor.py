"""`overblik doctor`: whether this machine can run a night, each thing looked at on its own, with what to do.

Nothing is asked of the network unless somebody says so: who a study asks is asked once a night, not by a check.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from warehouse.refusal import RefusedError
from warehouse.settings import Settings, Workspace, now

LEAST_FREE_GB = 2.0  # a first night of a national study with its editions
LEAST_FREE_SHARE = 0.05
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # no clock of a machine that runs this version may stand before it


@dataclass(frozen=True)
class Found:
    """One thing looked at: fine, worth a look, or a fault that keeps nights from running."""

    what: str
    verdict: Literal["fine", "look", "fault"]
    said: str


def examine(settings: Settings, places: list[Workspace], *, ask_network: bool = False) -> list[Found]:
    """Look at everything; a check that breaks is a fault of its own."""
    checks: list[tuple[str, Callable[[], Iterator[Found]]]] = [
        ("settings", lambda: _settings(settings)),
        ("folder", lambda: _folder(settings.home)),
        ("disk", lambda: _disk(settings.home)),
        ("clock", lambda: _clock(places)),
        ("secrets", lambda: _secrets(settings)),
        ("browser", _browser),
        ("models", lambda: _models(settings, places)),
        ("lock", lambda: _locks(places)),
        ("ledger", lambda: _ledgers(places)),
        ("edition", lambda: _editions(places)),
    ]
    if ask_network:
        checks.append(("network", lambda: _network(settings)))
    found: list[Found] = []
    for what, check in checks:
        try:
            found += list(check())
        except Exception as fault:  # noqa: BLE001  whatever is wrong with a machine is what this command is for
            found.append(Found(what, "fault", f"{type(fault).__name__}: {fault}"))
    return found


def _settings(settings: Settings) -> Iterator[Found]:
    if "example" in settings.contact:
        yield Found("settings", "look", "OVERBLIK_CONTACT is the example; set an address where a site can reach you")
    else:
        yield Found("settings", "fine", f"contact {settings.contact}")
    cores = os.cpu_count() or 1
    verdict: Literal["fine", "look"] = "look" if settings.workers > cores else "fine"
    yield Found("settings", verdict, f"{settings.workers} workers on {cores} cores")
    if not settings.notify_urls.get_secret_value().split():
        yield Found("settings", "look", "OVERBLIK_NOTIFY_URLS is empty: alerts go into alerts.jsonl alone")


def _folder(home: Path) -> Iterator[Found]:
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as trial:
        (Path(trial) / "a").write_bytes(b"x")
        (Path(trial) / "a").replace(Path(trial) / "b")
        (Path(trial) / "c").symlink_to("b")
    yield Found("folder", "fine", f"{home.resolve()} takes files, new names and links")
    if home.stat().st_mode & stat.S_IWOTH:
        yield Found("folder", "fault", f"{home.resolve()} may be written by everybody; say chmod o-w")


def _disk(home: Path) -> Iterator[Found]:
    use = shutil.disk_usage(home)
    said = f"{use.free / 1e9:.1f} GB free of {use.total / 1e9:.0f} GB"
    short = use.free < LEAST_FREE_GB * 1e9 or use.free < LEAST_FREE_SHARE * use.total
    yield Found("disk", "fault" if short else "fine", said + (f"; make room for {LEAST_FREE_GB:g} GB" if short else ""))


def _clock(places: list[Workspace]) -> Iterator[Found]:
    from pipelines.watchdog import AHEAD

    at = now()
    said = f"{at:%Y-%m-%d %H:%M} UTC"
    newest = max((entered for place in places for entered in _last_entries(place)), default=at)
    if at <= EARLIEST:
        yield Found("clock", "fault", f"{said}; set the clock")
    elif newest > at + AHEAD:
        yield Found("clock", "fault", f"{said}, but a night is entered for {newest:%Y-%m-%d %H:%M} UTC; set the clock")
    else:
        yield Found("clock", "fine", said)


def _last_entries(place: Workspace) -> Iterator[datetime]:
    """When the last night began and ended by the clock of then; nothing where the ledger cannot be read."""
    import sqlite3
    from contextlib import closing, suppress

    from pipelines.watchdog import opened

    with suppress(sqlite3.Error), closing(opened(place)) as ledger:
        for row in ledger.execute("select started_at, ended_at from night order by rowid desc limit 1").fetchall():
            yield from (datetime.fromisoformat(moment) for moment in row if moment)


def _secrets(settings: Settings) -> Iterator[Found]:
    from warehouse.secret import SecretsError, check_mode, secrets_file

    path = secrets_file()
    if path is None:
        yield Found("secrets", "fine", "no secrets file; secrets come from the environment")
        return
    try:
        check_mode(path)
    except SecretsError as refused:
        yield Found("secrets", "fault", str(refused))
    else:
        yield Found("secrets", "fine", f"{path} is its owner's alone")


def _browser() -> Iterator[Found]:
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    yield Found("browser", "fine" if found else "look", found or "no Chromium: pages that need one are not drawn")


def _models(settings: Settings, places: list[Workspace]) -> Iterator[Found]:
    folders = [settings.models] if settings.models else [place.models for place in places]
    cards = [card for folder in folders if folder.is_dir() for card in folder.rglob("card.json")]
    yield Found(
        "models", "fine" if cards else "look", f"{len(cards)} model cards" if cards else "none yet; a night trains them"
    )


def _locks(places: list[Workspace]) -> Iterator[Found]:
    from pipelines.watchdog import _is_held

    for place in places:
        said = "a night is running" if _is_held(place.lock) else "free"
        yield Found("lock", "fine", f"{place.root.name}: {said}")


def _ledgers(places: list[Workspace]) -> Iterator[Found]:
    from contextlib import closing

    from pipelines.watchdog import opened

    for place in places:
        with closing(opened(place)) as ledger:
            said = str(ledger.execute("pragma quick_check").fetchone()[0])
            tables = ledger.execute("select count(*) from sqlite_master where name = 'night'").fetchone()[0]
        if said == "ok" and not tables:
            said = "it is empty; bring it back from a copy"
        yield Found("ledger", "fine" if said == "ok" else "fault", f"{place.root.name}: {said}")


def _editions(places: list[Workspace]) -> Iterator[Found]:
    """The edition that people read: the pointer leads to it, and its database opens."""
    from warehouse.edition import Edition, all_editions

    for place in places:
        held = all_editions(place)
        if not place.current.is_symlink() and not held:
            yield Found("edition", "look", f"{place.root.name}: nothing is published yet")
            continue
        if not place.current.is_dir():
            yield Found("edition", "fault", f"{place.root.name}: the pointer {place.current} leads to no edition")
            continue
        try:
            with Edition(place.current) as edition:
                tables = edition.query("select count(*) as n from duckdb_tables()")[0]["n"]
        except RefusedError as fault:
            yield Found("edition", "fault", f"{place.root.name}: {fault}")
        else:
            yield Found("edition", "fine", f"{place.root.name}: {edition.id}, {tables} tables")


def _network(settings: Settings) -> Iterator[Found]:
    """One request to the publisher of most of the evidence, with our own name."""
    import httpx

    url = "https://ted.europa.eu/robots.txt"
    try:
        answer = httpx.get(url, headers={"User-Agent": settings.user_agent}, proxy=settings.proxy, timeout=20)
    except httpx.HTTPError as fault:
        yield Found("network", "fault", f"{url}: {type(fault).__name__}")
    else:
        yield Found("network", "fine" if answer.status_code < 500 else "look", f"{url}: {answer.status_code}")
