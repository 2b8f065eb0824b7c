"""CPU seconds of a command with everything that it started, and the figures that a benchmark comes to.

Processor time and not time by the clock, because benchmarks run where others work too. A command's own children are
not enough: a night's crawls are children of a fork server that outlives it. So the command runs below a process that
the kernel gives every orphan to, and which waits for all of them.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_LAST_WORDS = 20.0  # seconds
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. `ratios` are one a round: of ours to the limit, or what `unit` says without one."""

    stage: str
    ours: str
    limit: str
    ratios: Sequence[float]
    bar: str = ""

    def row(self) -> str:
        """The line as Markdown."""
        low, high = min(self.ratios), max(self.ratios)
        spread = f" ({low:.2f}–{high:.2f}, {len(self.ratios)} rounds)" if len(self.ratios) > 1 else " (1 round)"
        return f"| {self.stage} | {self.ours} | {self.limit} | {median(self.ratios):.2f}{spread} | {self.bar} |"


def cpu_of(*command: str, environment: Mapping[str, str] | None = None) -> tuple[float, str]:
    """CPU seconds of a command and of all that it started, and its standard output. Raises where it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        told = Path(scratch) / "cpu.json"
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.measuring", str(told), *command],
            env=os.environ | dict(environment or {}),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return float(json.loads(told.read_text(encoding="utf-8"))), done.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a command to end, and end it where it does not: a Dask worker may wait for its own processes for ever."""
    process.terminate()
    late = threading.Timer(_LAST_WORDS, process.kill)
    late.daemon = True
    late.start()


def main(told: str, *command: str) -> int:
    """Run a command as the one that gets every orphan, and write its CPU seconds when all have ended."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    process = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: _end(process))
    code = process.wait()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    Path(told).write_text(json.dumps(used.ru_utime + used.ru_stime), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
