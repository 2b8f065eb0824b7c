"""A backfill of months that is killed again and again ends with what one that was never killed ends with."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.spiders.backfill_night import SOURCE
from tests.spiders.reading_world import World, tar
from tests.spiders.ted_builder import BODY, Ted, thing
from warehouse.ledger import Ledger
from warehouse.settings import Workspace

PATIENCE = 120  # seconds for a whole night on a busy machine, whose start is mostly imports
KILLS = 10
NOTICES = 12
PHASES = ("asked", "half", "sent")
CALENDAR = "issue,day\n" + "".join(
    f"{number}/2026,{day:02d}/06/2026\n" for number, day in ((101, 1), (102, 2), (103, 3))
)


def package(number: int) -> bytes:
    """A package of some notices, of which one is no notice."""
    body = BODY + thing("Drift af fagsystem " * 5)
    members = {
        f"2026_{number:03d}/{number * 100 + n:06d}_2026.xml": Ted(body=body, number=f"{number * 100 + n}-2026").data()
        for n in range(1, NOTICES)
    }
    return tar({**members, f"2026_{number:03d}/readme.xml": b"<hello/>"})


@dataclass
class Packages:
    """The packages of five months and three days, and what happens at which moment of which request."""

    bodies: dict[str, bytes]
    at: Callable[[int, str], None] = lambda number, phase: None
    asked: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def serving(packages: Packages) -> Iterator[str]:
    """The packages on loopback; gives their address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            body = packages.bodies.get(path)
            if body is None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            is_package = path.startswith("/packages/")
            number = 0
            if is_package:
                with packages.lock:
                    packages.asked += 1
                    number = packages.asked
                packages.at(number, "asked")
            try:
                self.send_response(200)
                self.send_header("Content-Type", "application/gzip" if is_package else "text/csv")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                if is_package:
                    packages.at(number, "half")
                self.wfile.write(body[len(body) // 2 :])
                self.wfile.flush()
                if is_package:
                    packages.at(number, "sent")
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def bodies() -> dict[str, bytes]:
    paths = [*(f"monthly/2026-{month}" for month in range(1, 6)), *(f"daily/202600{n}" for n in (101, 102, 103))]
    held = {f"/packages/{path}": package(number) for number, path in enumerate(paths, start=1)}
    return held | {"/en/release-calendar/-/download/file/CSV/2026": CALENDAR.encode()}


def begin(root: Path, site: str, night: int) -> subprocess.Popen[str]:
    """Start a night in a process of its own; what it tells comes by its output, what goes wrong by a file."""
    root.mkdir(exist_ok=True)
    with (root / f"night-{night}.err").open("w") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.spiders.backfill_night", str(root), site, f"nat-{night}"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


def said_by(process: subprocess.Popen[str]) -> Iterator[str]:
    """What a night tells until its end; it goes on reading when the next line is asked for."""
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        for line in process.stdout:
            yield line.rstrip("\n")
            if line.startswith("read"):
                process.stdin.write("\n")
                process.stdin.flush()


def run_to_the_end(root: Path, site: str, night: int) -> list[str]:
    process = begin(root, site, night)
    said = list(said_by(process))
    assert process.wait(PATIENCE) == 0, (said, (root / f"night-{night}.err").read_text())
    return said


def killed(root: Path, site: str, night: int, packages: Packages, *, after: tuple[int, str] | None, lines: int) -> None:
    """Run a night until that moment of a request of it, or else until it has told so often of reading; kill it."""
    packages.asked = 0
    doomed: list[subprocess.Popen[str]] = []
    ready = threading.Event()

    def at(number: int, phase: str) -> None:
        if (number, phase) == after:
            ready.wait(PATIENCE)
            doomed[0].kill()

    packages.at = at
    process = begin(root, site, night)
    doomed.append(process)
    ready.set()
    told = 0
    for said in said_by(process):
        told += said.startswith("read")
        if after is None and told >= lines:
            process.kill()
            break
    process.wait(PATIENCE)
    packages.at = lambda number, phase: None
    errors = (root / f"night-{night}.err").read_text()
    assert process.returncode == -signal.SIGKILL, f"the night ended before it was killed: {errors}"


def outcome(root: Path) -> dict[str, Any]:
    """All that a night leaves, but for when."""
    world = World(root)
    with Ledger(Workspace(root).ledger) as ledger:
        evidence = sorted(row["evidence_id"] for row in ledger.rows("select evidence_id from evidence"))
        open_requests = ledger.rows("select * from fetch where outcome is null")
        unfinished = ledger.rows("select * from unfinished")
        watermark = ledger.watermark(SOURCE)
    assert (open_requests, unfinished) == ([], [])
    assert list(Workspace(root).evidence.rglob(".arriving*")) == []
    kinds = ("notice", "lot", "organisation", "text")
    return {
        "evidence": evidence,
        "watermark": watermark,
        "readings": world.readings(),
        "records": {kind: sorted(map(repr, world.records(kind).to_pylist())) for kind in kinds},
    }


@pytest.mark.slow
def test_a_backfill_killed_at_ten_points_ends_as_one_that_was_never_killed(tmp_path: Path) -> None:
    packages = Packages(bodies())
    chance = random.Random(20261123)  # the points differ from one another, and not from one run to the next
    with serving(packages) as site:
        said = run_to_the_end(tmp_path / "whole", site, 1)
        whole = outcome(tmp_path / "whole")
        assert "5 of 5 months are held, the last 2026-5" in said
        assert len(whole["evidence"]) == 8
        assert len(whole["readings"]) == 8 * NOTICES
        assert len(whole["records"]["notice"]) == 8 * (NOTICES - 1)
        root = tmp_path / "killed"
        for night in range(1, KILLS + 1):
            # One package at most comes in a night that is killed at its second, so that all ten kills meet work.
            after = (chance.choice((1, 2)), chance.choice(PHASES)) if night <= 7 else None
            if after == (2, "sent"):
                after = (2, "half")
            killed(root, site, night, packages, after=after, lines=chance.randint(1, 4))
        run_to_the_end(root, site, KILLS + 1)
        assert outcome(root) == whole
        packages.asked = 0
        run_to_the_end(root, site, KILLS + 2)
        assert packages.asked == 0
        assert outcome(root) == whole
