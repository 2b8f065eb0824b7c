"""A Dask cluster as an operator starts it: `dask scheduler` and `dask worker`, each a process, on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from distributed import Client

DASK = str(Path(sys.executable).with_name("dask"))
PATIENCE = 60


@dataclass(frozen=True)
class DaskProcesses:
    """The scheduler's address, and the worker processes in the order in which they were asked for."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def dask_processes(
    folder: Path, workers: Sequence[Mapping[str, str]], *, before: Sequence[Sequence[str]] = ()
) -> Iterator[DaskProcesses]:
    """Start a scheduler and a worker for each environment given; `before` are words put before each worker's command.

    Ends when it is left; a worker that has ended by then is left as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "scheduler.json"
    plain = os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str, **environment: str) -> subprocess.Popen[bytes]:
        with (folder / f"log-{len(started)}.txt").open("wb") as log:
            process = subprocess.Popen(command, env=plain | environment, stdout=log, stderr=log, cwd=folder)
        started.append(process)
        return process

    try:
        start(DASK, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(said))
        options = ("--scheduler-file", str(said), "--nthreads", "1", "--no-nanny", "--no-dashboard")
        running = tuple(
            start(*(before[number] if before else ()), DASK, "worker", *options, **environment)
            for number, environment in enumerate(workers)
        )
        with Client(scheduler_file=str(said), timeout=PATIENCE) as client:  # waits for the file, too
            client.wait_for_workers(len(running), timeout=PATIENCE)
        yield DaskProcesses(json.loads(said.read_text(encoding="utf-8"))["address"], running)
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:  # closing in order takes a busy machine long
                process.kill()
                process.wait()
