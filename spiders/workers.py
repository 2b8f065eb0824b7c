"""Reading processes that may die: whatever a document does to its reader costs that document alone.

Documents come from anywhere, and the parsers are C: some bytes make them hang, eat memory or crash. So each process
has a limit on how far its memory may grow, and the kernel's own clocks (CPU and wall) run out on each document; a
process that dies is replaced, the document that it was on is quarantined, and the rest of its chunk is sent again.

Chunks go through a pipe of ours, one at a time to each process, and come back as Arrow buffers. Rejected:
`ProcessPoolExecutor` (one death breaks the pool and loses what is in flight), a process per document (start-up costs
more than reading), threads (cannot be killed).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.abc
import multiprocessing
import resource
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pyarrow as pa

from spiders.formats import formats, shelf_modules
from spiders.parts import Part, PartRead, Scope, packed_tables, quarantined, read_part, warm_up
from warehouse.archive import Archive

_OUT_OF_TIME = (-signal.SIGPROF, -signal.SIGALRM, -signal.SIGXCPU)
_PATIENCE = 5.0  # seconds beyond the wall limit before a process that ignores its clocks is killed
_STRIKES = 3
_DEATHS = 200  # in a row without one answer: no evidence is that bad
_NOT_STARTED = -1


class ReadingBrokenError(RuntimeError):
    """Reading processes die before they read anything: the fault is ours, not the evidence's."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What every reading process needs: where the bytes are, which formats and scopes, and its limits."""

    evidence: Path
    extra_formats: tuple[str, ...] = ()
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    seconds: float = 20.0
    memory_mb: int = 1024
    workers: int = 2
    preload: tuple[str, ...] = ()

    @property
    def wall_seconds(self) -> float:
        """How long one part may take by the clock on the wall."""
        return 2 * self.seconds


@dataclass(slots=True)
class Answer:
    """What came of a chunk: its parts, and their records as Arrow IPC streams by kind."""

    parts: list[PartRead]
    tables: dict[str, bytes] = field(default_factory=dict)
    retiring: bool = False


# -- inside a reading process ----------------------------------------------------------------------------------------


def _address_space() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:  # not Linux: the limit then counts from nothing
        return 0


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: no orphan goes on reading


def _wind_clocks(cpu: float, wall: float) -> None:
    """Let the kernel end this process when one part takes too long; no handler runs inside a C parser."""
    signal.setitimer(signal.ITIMER_PROF, cpu)
    signal.setitimer(signal.ITIMER_REAL, wall)


class _NoPandas(importlib.abc.MetaPathFinder):
    """Arrow imports all of pandas (a second, 50 MB) at its first array, to ask whether a tuple is a Series."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Say of pandas alone that it is not there."""
        if fullname == "pandas":
            raise ModuleNotFoundError("reading needs no pandas")


def _serve(connection: Connection, position: Any, job: Job) -> None:
    """Read chunks until the connection closes. `position` says which part of the chunk is being read."""
    _end_with_parent()
    sys.meta_path.insert(0, _NoPandas())
    pa.set_memory_pool(pa.system_memory_pool())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for clock in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(clock, signal.SIG_DFL)
    shelf, archive = formats(extra=job.extra_formats), Archive(job.evidence)
    warm_up()  # Arrow reserves a gigabyte of addresses for its first stream; that is not the evidence's doing
    gc.freeze()  # what the imports left is never garbage; looking it over again and again costs a tenth of reading
    growth, start = job.memory_mb << 20, _address_space()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (start + growth, resource.getrlimit(resource.RLIMIT_AS)[1]))
    retiring = False
    while not retiring:
        try:
            chunk: list[Part] = connection.recv()
        except EOFError:
            return
        results = []
        for number, part in enumerate(chunk):
            position.value = number
            _wind_clocks(job.seconds, job.wall_seconds)
            try:
                results.append(read_part(part, shelf=shelf, archive=archive, scopes=job.scopes))
            except MemoryError:
                results.append(quarantined(part, "over_memory"))
        position.value = len(chunk)
        _wind_clocks(job.seconds, job.wall_seconds)
        tables = packed_tables(results)
        _wind_clocks(0, 0)
        # What a large document leaves behind would count against the next one.
        retiring = _address_space() - start > growth // 2 or any(one.reason == "over_memory" for one in results)
        connection.send(Answer(results, tables, retiring))
        position.value = _NOT_STARTED


# -- in the parent ---------------------------------------------------------------------------------------------------


class _Worker:
    """One reading process and the chunk that it is on."""

    def __init__(self, context: ForkServerContext, job: Job) -> None:
        self.position = context.RawValue(ctypes.c_int, _NOT_STARTED)
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.position, job), daemon=True)
        self.process.start()
        theirs.close()
        self.chunk: list[Part] = []
        self._heard = (0, 0.0)
        self.silenced = False

    def send(self, chunk: list[Part]) -> None:
        self.chunk, self._heard = chunk, (_NOT_STARTED, time.monotonic())
        with contextlib.suppress(OSError):  # it has died: its closed connection is heard next
            self.connection.send(chunk)

    def kill_if_silent(self, patience: float) -> None:
        """End a process that has been on one part for too long: its own clocks failed."""
        at, since = self._heard
        if self.position.value != at:
            self._heard = (self.position.value, time.monotonic())
        elif at != _NOT_STARTED and time.monotonic() - since > patience:
            self.silenced = True
            self.process.kill()

    def stop(self) -> int | None:
        self.connection.close()
        self.process.join(0.5)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        return self.process.exitcode

    def post_mortem(self) -> tuple[PartRead | None, list[list[Part]]]:
        """Which part ended the process, and the chunks to send again."""
        self.process.join(_PATIENCE)
        code, at, chunk = self.stop(), self.position.value, self.chunk
        if at == _NOT_STARTED:
            return None, [chunk]
        if at >= len(chunk):  # it died over the sum of its records: whose they were shows when each is alone
            if len(chunk) > 1:
                return None, [[part] for part in chunk]
            at = 0
        if self.silenced or code in _OUT_OF_TIME:
            culprit = quarantined(chunk[at], "over_time")
        else:
            said = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
            culprit = quarantined(chunk[at], "crashed", said)
        rest = chunk[:at] + chunk[at + 1 :]
        return culprit, [rest] if rest else []


def work(job: Job, next_chunk: Callable[[], list[Part] | None]) -> Iterator[Answer]:
    """Read every chunk that `next_chunk` gives, in up to `job.workers` processes; answers in any order.

    `next_chunk` may say None and give more after an answer was taken; the work ends when it says None and nobody
    reads. At most one chunk per process, and one more, is held. Raises `ReadingBrokenError`.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__, *shelf_modules(), *job.preload])
    queue: deque[list[Part]] = deque()
    idle: list[_Worker] = []
    busy: dict[Connection, _Worker] = {}
    strikes = deaths = 0
    try:
        while True:
            while len(busy) < job.workers and (chunk := queue.popleft() if queue else next_chunk()):
                worker = idle.pop() if idle else _Worker(context, job)
                worker.send(chunk)
                busy[worker.connection] = worker
            if not busy:
                return
            if not queue and (chunk := next_chunk()):
                queue.append(chunk)  # made while the others read
            for connection in wait(list(busy), timeout=1.0):
                assert isinstance(connection, Connection)
                worker = busy.pop(connection)
                try:
                    answer: Answer = connection.recv()
                except (EOFError, OSError):
                    culprit, again = worker.post_mortem()
                    queue.extendleft(again)
                    strikes = strikes + 1 if culprit is None and len(again) == 1 else 0
                    deaths += 1
                    if strikes >= _STRIKES or deaths >= _DEATHS:
                        raise ReadingBrokenError("reading processes end before they read anything") from None
                    if culprit:
                        yield Answer([culprit])
                    continue
                strikes = deaths = 0
                if answer.retiring:
                    worker.stop()
                else:
                    idle.append(worker)
                yield answer
            for worker in busy.values():
                worker.kill_if_silent(job.wall_seconds + _PATIENCE)
    finally:
        for worker in (*idle, *busy.values()):
            if worker in busy.values():
                worker.process.kill()
            worker.stop()
