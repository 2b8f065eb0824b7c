"""Reading processes that may die: whatever a document does to its reader costs that document alone.

Documents come from anywhere, and the parsers are C: some bytes make them hang, eat memory or crash. So each process
has a limit on how far its memory may grow, and the kernel's own clocks (CPU and wall) run out on each document: by
default after 20 s of CPU, and 25 s in all, so that none takes 30 s even of a process that hears no clock. A
process that dies is replaced and the rest of its chunk is sent again; a document that crashed it, or that found too
little memory, is read once more in a fresh process of its own before it is quarantined.

Chunks go through a pipe of ours, one at a time to each process, and come back as Arrow buffers. Rejected:
`ProcessPoolExecutor` (one death breaks the pool and loses what is in flight), a process per document (start-up costs
more than reading), threads (cannot be killed).
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext

from spiders.formats import shelf_modules
from spiders.parts import Part, PartRead, quarantined
from spiders.reading_process import MOST_PARTS, NOT_STARTED, Answer, Job, allocator_settings, libraries_for, serve

_OUT_OF_TIME = (-signal.SIGPROF, -signal.SIGALRM, -signal.SIGXCPU)
_PATIENCE = 3.0  # seconds beyond the wall limit before a process that ignores its clocks is killed
_STRIKES = 3
_DEATHS = 400  # in a row without one answer: no evidence is that bad


class ReadingBrokenError(RuntimeError):
    """Reading processes die before they read anything: the fault is ours, not the evidence's."""


class _Worker:
    """One reading process and the chunk that it is on."""

    def __init__(self, context: ForkServerContext, job: Job, *, for_one: Part | None = None) -> None:
        imports = _libraries(for_one) if for_one else ()
        self.position = context.RawValue(ctypes.c_int, NOT_STARTED)
        self.begun = context.RawArray(ctypes.c_double, MOST_PARTS + 1)
        self.connection, theirs = context.Pipe()
        told = (theirs, self.position, self.begun, job, imports)
        self.process = context.Process(target=serve, args=told, daemon=True)
        self.process.start()
        theirs.close()
        self.chunk: list[Part] = []
        self.spent: list[float] = []
        self.silenced = False
        self.for_one = for_one is not None

    def send(self, chunk: list[Part], spent: list[float]) -> None:
        """Give it a chunk, and what earlier readings of each part took."""
        self.chunk, self.spent = chunk, spent
        with contextlib.suppress(OSError):  # it has died: its closed connection is heard next
            self.connection.send((chunk, spent))

    def took(self, number: int) -> float:
        """How long a part of the chunk took, in all its readings; until now for the one that is being read."""
        is_done = number < self.position.value and len(self.chunk) > 1
        end = self.begun[number + 1] if is_done else time.monotonic()
        return float(self.spent[number] + end - self.begun[number])

    def kill_if_silent(self, patience: float) -> None:
        """End a process that has been on one part for too long: its own clocks failed."""
        at, last = self.position.value, len(self.chunk) - 1
        if at == NOT_STARTED:
            return
        makes_tables = at > last > 0
        if (time.monotonic() - self.begun[at] if makes_tables else self.took(min(at, last))) > patience:
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
        if at == NOT_STARTED:
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
        culprit.seconds = self.took(at)
        # What stood before it is read again, but not with the next culprit behind it once more.
        return culprit, [rest for rest in (chunk[:at], chunk[at + 1 :]) if rest]

    def doubt(self, refusals: list[PartRead]) -> list[Part]:
        """The parts of those refusals that a process of their own is to read again before they are believed."""
        if self.for_one:
            return []
        refused = {(one.evidence_id, one.part) for one in refusals}
        return [part for part in self.chunk if _key(part) in refused]


def _key(part: Part) -> tuple[str, str]:
    return part.origin.evidence_id, part.origin.part


def _libraries(part: Part) -> tuple[str, ...]:
    origin = part.origin
    return libraries_for(origin.media_type, f"{origin.part} {origin.url}", part.data[:64] if part.data else b"")


class _Pool:
    """The reading processes, those that are free and those that read, and what they are to read next.

    A refusal for want of memory, or by a crash, is believed only of a part that had a fresh process to itself: what
    came before it in another process may have taken what it needed.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["__main__", __name__, *shelf_modules(), *job.preload])
        with allocator_settings():
            forkserver.ensure_running()
        self.queue: deque[list[Part]] = deque()
        self._doubted: deque[Part] = deque()
        self._spent: dict[tuple[str, str], float] = {}
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Worker] = {}
        self._strikes = self._deaths = 0

    @property
    def reads(self) -> bool:
        """Whether any process is on a chunk."""
        return bool(self._busy)

    def set_to_work(self, next_chunk: Callable[[], list[Part] | None]) -> None:
        """Give every process that may run something to read, as long as there is anything."""
        while len(self._busy) < self._job.workers:
            if self._doubted:
                chunk = [self._doubted.popleft()]
                worker = _Worker(self._context, self._job, for_one=chunk[0])
            elif found := self.queue.popleft() if self.queue else next_chunk():
                chunk = found
                worker = self._idle.pop() if self._idle else _Worker(self._context, self._job)
            else:
                return
            worker.send(chunk, [self._spent.get(_key(part), 0.0) if self._spent else 0.0 for part in chunk])
            self._busy[worker.connection] = worker

    def answers(self) -> Iterator[Answer]:
        """What was heard within a second; processes that are silent for too long are killed."""
        for connection in wait(list(self._busy), timeout=1.0):
            assert isinstance(connection, Connection)
            worker = self._busy.pop(connection)
            try:
                answer: Answer = connection.recv()
            except (EOFError, OSError):
                yield from self._bury(worker)
                continue
            self._strikes = self._deaths = 0
            if answer.tight:
                doubted = worker.doubt([one for one in answer.parts if one.outcome == "quarantined"])
                self._doubted.extend(doubted)
                again = {_key(part) for part in doubted}
                self._spent |= {(one.evidence_id, one.part): one.seconds for one in answer.parts}
                answer.parts = [one for one in answer.parts if (one.evidence_id, one.part) not in again]
            if answer.tight or worker.for_one:
                worker.stop()
            else:
                self._idle.append(worker)
            yield answer
        for worker in self._busy.values():
            worker.kill_if_silent(self._job.wall_seconds + _PATIENCE)

    def _bury(self, worker: _Worker) -> Iterator[Answer]:
        culprit, again = worker.post_mortem()
        self._strikes = self._strikes + 1 if culprit is None and len(again) == 1 else 0
        self._deaths += 1
        if self._strikes >= _STRIKES or self._deaths >= _DEATHS:
            raise ReadingBrokenError("reading processes end before they read anything") from None
        if worker.for_one and culprit is None:
            self._doubted.extend(worker.chunk)
        else:
            self.queue.extendleft(again)
        if culprit:
            self._spent[culprit.evidence_id, culprit.part] = culprit.seconds
        elif len(again) > 1:
            self._spent |= {_key(part): worker.took(number) for number, part in enumerate(worker.chunk)}
        if culprit and culprit.reason == "crashed" and (doubted := worker.doubt([culprit])):
            self._doubted.extend(doubted)
        elif culprit:
            yield Answer([culprit])

    def close(self) -> None:
        """End every process; those that read are not waited for."""
        for worker in self._busy.values():
            worker.process.kill()
        for worker in (*self._idle, *self._busy.values()):
            worker.stop()


def work(job: Job, next_chunk: Callable[[], list[Part] | None]) -> Iterator[Answer]:
    """Read every chunk that `next_chunk` gives, in up to `job.workers` processes; answers in any order.

    `next_chunk` may say None and give more after an answer was taken; the work ends when it says None and nobody
    reads. At most one chunk per process, and one more, is held. Raises `ReadingBrokenError`.
    """
    pool = _Pool(job)
    try:
        while True:
            pool.set_to_work(next_chunk)
            if not pool.reads:
                return
            if not pool.queue and (chunk := next_chunk()):
                pool.queue.append(chunk)  # made while the others read
            yield from pool.answers()
    finally:
        pool.close()
