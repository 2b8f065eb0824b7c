"""What runs inside one reading process: chunks come in, answers go out, and the kernel ends what takes too much.

The memory limit counts private writable memory (`RLIMIT_DATA`) from where the process stood when it was ready to read.
Rejected: `RLIMIT_AS`, which also counts addresses that allocators only reserve and libraries that are only mapped, so
that good notices fell to it; Arrow's own allocators, which reserve a gigabyte and hand it out past any limit.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import importlib.abc
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow as pa

from spiders.formats import formats
from spiders.parts import Part, PartRead, Scope, packed_tables, quarantined, read_part, warm_up
from warehouse.archive import Archive
from warehouse.tombstone import Tombstones

NOT_STARTED = -1
MOST_PARTS = 64
"""What a chunk may hold."""
_WALL_TO_CPU = 1.25
_LEAST_WALL = 0.5
_ALLOCATORS = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1"}
_TEXTS = ("html", "pdf")
_TEXT_STARTS = (b"%pdf-", b"<!doc", b"<html")
_TEXT_LIBRARIES = ("trafilatura", "htmldate", "pypdf", "py3langid.langid", "charset_normalizer")


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
        """How long one part may take by the clock on the wall, in all its readings."""
        return _WALL_TO_CPU * self.seconds


@dataclass(slots=True)
class Answer:
    """What came of a chunk: its parts, and their records as Arrow IPC streams by kind.

    `tight` says that memory ran low while the chunk was read: the process ends, and its refusals are to be doubted.
    """

    parts: list[PartRead]
    tables: dict[str, bytes] = field(default_factory=dict)
    tight: bool = False


@contextmanager
def allocator_settings() -> Iterator[None]:
    """The environment in which the server of reading processes is to start; allocators look at it only then."""
    before = {name: os.environ.get(name) for name in _ALLOCATORS}
    os.environ.update(_ALLOCATORS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def libraries_for(media_type: str | None, name: str, head: bytes) -> tuple[str, ...]:
    """The modules, slow to import, that such bytes may need: none for notices."""
    called = f"{media_type or ''} {name}".lower()
    wanted = any(kind in called for kind in _TEXTS) or head.lstrip()[:5].lower() in _TEXT_STARTS
    return _TEXT_LIBRARIES if wanted else ()


def _held() -> int:
    """Bytes of private writable memory (and stack) that this process has asked for, used or not."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    except (OSError, IndexError):  # not Linux: the limit then counts from nothing
        return 0


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: no orphan goes on reading


def _give_back() -> None:
    """Return freed memory to the system: what one document left would count against the next one."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


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


def serve(connection: Connection, position: Any, begun: Any, job: Job, imports: Sequence[str]) -> None:
    """Read chunks until the connection closes. `position` says which part is being read, `begun` when each was begun.

    With each part comes what earlier readings of it took, which its time now is less by. `imports` are modules to
    import first, so that none of them counts as the evidence's doing.
    """
    _end_with_parent()
    sys.meta_path.insert(0, _NoPandas())
    pa.set_memory_pool(pa.system_memory_pool())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for clock in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(clock, signal.SIG_DFL)
    shelf, archive = formats(extra=job.extra_formats), Archive(job.evidence)
    stones = Tombstones(job.evidence.parent)  # from the study's folder, which every machine sees: no message holds them
    warm_up()
    for name in imports:
        importlib.import_module(name)
    gc.freeze()  # what the imports left is never garbage; looking it over again and again costs a tenth of reading
    growth, start = job.memory_mb << 20, _held()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (start + growth, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    tight = False
    while not tight:
        try:
            chunk: list[Part]
            spent: list[float]
            chunk, spent = connection.recv()
        except EOFError:
            return
        results = []
        for number, part in enumerate(chunk):
            begun[number] = time.monotonic()
            position.value = number
            _wind_clocks(job.seconds, max(job.wall_seconds - spent[number], _LEAST_WALL))
            try:
                results.append(read_part(part, shelf=shelf, archive=archive, scopes=job.scopes, stones=stones))
            except MemoryError:
                results.append(quarantined(part, "over_memory"))
            results[-1].seconds = spent[number] + time.monotonic() - begun[number]
            tight = tight or _held() - start > growth // 2
        begun[len(chunk)] = time.monotonic()
        position.value = len(chunk)
        if len(chunk) > 1:  # of one alone, making its tables is a part of its reading
            _wind_clocks(job.seconds, job.wall_seconds)
        tables = packed_tables(results)
        _wind_clocks(0, 0)
        if tight and not any(one.outcome == "quarantined" for one in results):
            _give_back()
            tight = _held() - start > growth // 2
        tight = tight or any(one.reason == "over_memory" for one in results)
        connection.send(Answer(results, tables, tight))
        position.value = NOT_STARTED
