"""A small study whose third night is killed at named points, as a real process of the real command.

`Killed.base` is a workspace after two published nights; every trial copies it, kills the third night one or more times,
runs it once more, and is compared with a third night that nobody killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.verifying import files_hold
from tests.pipelines.small_study import PAGE, write_papers, write_study
from warehouse.archive import Archive
from warehouse.edition import Edition, all_editions
from warehouse.ledger import Ledger
from warehouse.settings import Workspace

COMMAND = Path(__file__).parents[2] / ".venv" / "bin" / "overblik"
DAYS = ("2026-11-17", "2026-11-18", "2026-11-19")
SECONDS = 240
# Which night, crawl or run did it, and when by the clock, is all that may differ after a night was run again.
_MOMENTS = ("night", "edition", "crawl_id", "fetch_id", "batch", "pid", "_at", "_seen")
# What was asked, and how often, differs: a killed night asked in vain.
_ASKED = {"core.fetch", "mart.source_coverage"}


@dataclass
class Killed:
    """The study, its base workspace, and what the third night comes to when nobody kills it."""

    folder: Path
    models: Path
    passed: list[tuple[str, int]] = field(default_factory=list)
    content: dict[str, str] = field(default_factory=dict)
    clean_seconds: float = 0.0

    def __post_init__(self) -> None:
        papers = write_papers(self.folder, count=1)
        self.study = write_study(self.folder)
        self.base = self.folder / "base"
        for number, day in enumerate(DAYS[:2]):
            (papers / f"mere-{number}.html").write_text(PAGE.format(title=f"Handlingsplan {number}"), encoding="utf-8")
            done = self.run(self.base, day)
            assert done.returncode == 0, done.stderr
        write_papers(self.folder, count=3)
        (papers / "stor.bin").write_bytes(bytes(range(256)) * (17 << 10))  # large enough to arrive as a stream
        log = self.folder / "passed"
        home = self.copy("clean")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = self.run(home, DAYS[2], OVERBLIK_FAILPOINT_LOG=str(log))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode == 0, done.stderr
        self.clean_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        for line in log.read_text(encoding="utf-8").splitlines():
            name, _, number = line.split("\t")
            self.passed.append((name, int(number)))
        self.content = content(home)

    def copy(self, name: str) -> Path:
        home = self.folder / "trials" / name
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.base, home, symlinks=True)
        return home

    def run(self, home: Path, day: str, **environment: str) -> subprocess.CompletedProcess[str]:
        told = {
            "OVERBLIK_HOME": str(home),
            "OVERBLIK_MODELS": str(self.models),
            "OVERBLIK_WORKERS": "1",
            "OVERBLIK_KEEP_EDITIONS": "2",
            "OVERBLIK_TESTING": "1",
        }
        return subprocess.run(
            [str(COMMAND), "run", str(self.study), "--plain", "--date", day],
            env=os.environ | told | environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            start_new_session=True,
        )

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """Kill points as `OVERBLIK_FAILPOINT` says them: every name once before any name twice."""
        by_name: dict[str, list[int]] = {}
        for name, number in self.passed:
            by_name.setdefault(name, []).append(number)
        drawn: list[str] = []
        while len(drawn) < count:
            names = sorted(by_name)
            rng.shuffle(names)
            for name in names:
                drawn.append(f"{name}:{rng.choice(by_name[name])}:{'kill' if rng.random() < 0.2 else 'group'}")
        return drawn[:count]

    def when(self, point: str) -> int:
        """How early in a night that nobody killed a point was passed: what comes later is still before the next run."""
        name, number, _ = point.split(":")
        return self.passed.index((name, int(number)))


def content(home: Path) -> dict[str, str]:
    """A digest of each table of the current edition, moments and names of nights apart."""
    place = Workspace(home / "small")
    found = {}
    with Edition(place.current) as edition:
        for table in edition.tables():
            if table in _ASKED:
                continue
            columns = [one for one in edition.columns(f"from {table}") if not any(moment in one for moment in _MOMENTS)]
            if columns:
                rows = edition.query(f"select {', '.join(columns)} from {table} order by all")
                found[table] = hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()
    return found


def complaints(home: Path) -> list[str]:
    """What is not as it must be in a workspace after a night that was published."""
    place = Workspace(home / "small")
    found = []
    shelf = all_editions(place)
    with Edition(place.current) as edition:
        found += [f"edition: {one}" for one in files_hold(edition).complaints]
    with Ledger(place.ledger) as ledger:
        evidence = [row["evidence_id"] for row in ledger.rows("select evidence_id from evidence")]
        open_ends = ledger.rows("select count(*) from fetch where outcome is null")[0][0]
        unread = ledger.rows(
            "select count(*) from evidence where evidence_id not in (select evidence_id from reading) "
            "or evidence_id in (select evidence_id from unfinished)"
        )[0][0]
        ended = {row["night_id"]: row["outcome"] for row in ledger.rows("select night_id, outcome from night")}
    # Who reads an edition is told by the ledger that it was published, also where its night died before saying so.
    found += [f"the night of edition {one} ended as {ended.get(one)}" for one in shelf if ended.get(one) != "published"]
    found += [f"{open_ends} requests have no end"] if open_ends else []
    found += [f"{unread} pieces are neither read nor quarantined"] if unread else []
    for one in evidence:
        Archive(place.evidence).read(one)
    rests = [*place.editions.glob(".*"), *place.root.glob("**/.*.tmp")]
    return found + [f"a rest was left: {rest}" for rest in rests]
