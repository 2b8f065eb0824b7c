"""Readers ask on while editions are published: none fails, and none sees two editions in one connection."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from multiprocessing.synchronize import Event, Semaphore
from pathlib import Path

import duckdb
import pytest

from warehouse.edition import DATABASE, Edition, current, point_current, prune
from warehouse.settings import Workspace

READERS = 8
READS, PUBLICATIONS = (10_000, 200) if os.environ.get("OVERBLIK_SOAK") else (60, 24)
TABLES = ("core.a", "mart.b", "mart.c")
# A reader opens what is current, asks this many questions of its tables in turn, and opens again.
QUESTIONS = 10
pytestmark = pytest.mark.soak


def make(place: Workspace, number: int) -> str:
    """A small edition of which every table says its number."""
    folder = place.editions / f".{number}.arriving"
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / DATABASE)) as building:
        building.execute("create schema core")
        building.execute("create schema mart")
        for table in TABLES:
            building.execute(f"create table {table} as select {number} as edition from range(500)")
    name = f"20261120-{number}"
    folder.replace(place.editions / name)
    point_current(place, name)
    prune(place, 7)
    return name


def read(
    root: Path,
    reads: int,
    answers: multiprocessing.SimpleQueue[tuple[int, int, float, str]],
    go: Event,
    progress: Semaphore,
) -> None:
    """Open what is current, ask its tables in turn, and compare; many times. Each question is told to `progress`."""
    place = Workspace(root)
    mixed = errors = 0
    slowest, last = 0.0, ""
    go.wait()
    for _ in range(reads // QUESTIONS):
        said: set[object] = set()
        try:
            edition = current(place)
            assert edition is not None
            with edition:
                for number in range(QUESTIONS):
                    begun = time.monotonic()
                    rows = edition.query(f"select distinct edition from {TABLES[number % len(TABLES)]}")
                    said.update(row["edition"] for row in rows)
                    slowest = max(slowest, time.monotonic() - begun)
                    progress.release()
            mixed += len(said) != 1
        except Exception as fault:  # noqa: BLE001  every error counts
            errors += 1
            last = f"{type(fault).__name__}: {fault}"
    answers.put((errors, mixed, slowest, last))


@pytest.mark.timeout(24 * 3600)
def test_eight_readers_never_fail_and_never_see_two_editions(tmp_path: Path) -> None:
    place = Workspace(tmp_path).make()
    make(place, 1)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warehouse.edition"])
    answers: multiprocessing.SimpleQueue[tuple[int, int, float, str]] = context.SimpleQueue()
    go, progress = context.Event(), context.Semaphore(0)
    readers = [context.Process(target=read, args=(tmp_path, READS, answers, go, progress)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    go.set()
    # Publications lie evenly among the reads, so that there are as many at the end as at the beginning.
    for number in range(2, PUBLICATIONS + 1):
        make(place, number)
        assert all(progress.acquire(timeout=600) for _ in range(READERS * READS // PUBLICATIONS))
    said = [answers.get() for _ in readers]
    for reader in readers:
        reader.join()
    print(  # noqa: T201  the figures
        f"{READERS} readers x {READS} reads, {PUBLICATIONS} publications: {sum(e for e, _, _, _ in said)} errors, "
        f"{sum(m for _, m, _, _ in said)} mixed, slowest {max(s for _, _, s, _ in said):.2f} s"
    )
    assert [(errors, mixed, last) for errors, mixed, _, last in said] == [(0, 0, "")] * READERS
    assert isinstance(current(place), Edition)
    shutil.rmtree(tmp_path)
