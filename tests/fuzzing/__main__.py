"""Mutational fuzzing of every reader: `make fuzz`, or `python -m tests.fuzzing --inputs 200000 --seconds 300`.

Each input is a healthy file of one format with a few mutations: of its bytes, or of what it says in a form that stays
whole (values, trees, the parts of a package, the objects of a PDF). A reader may refuse it with a reason of its own; an
exception that it was not written for, or more than two seconds of CPU, is a finding: its seed is printed and replays
it. Each reader has a process of its own, as many at once as there are cores; `--first` goes on where another ended.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from spiders.format import Origin
from spiders.formats import formats
from spiders.parts import Part, read_part
from tests.fuzzing.mutations import case
from tests.fuzzing.seeds import FORMATS_OF, seeds
from warehouse.archive import Archive

MOST_SECONDS = 2.0
MOST_SHOWN = 20
TOLD_EACH = 60.0


def fuzz(
    name: str, *, inputs: int, seconds: float, seed: int, first: int = 0
) -> tuple[int, Counter[str], list[str], float]:
    """Fuzz one reader with inputs `first` to `first + inputs`, for so many CPU seconds at most.

    Returns inputs tried, outcomes, findings, and the slowest input's CPU seconds.
    """
    shelf, archive = formats(), Archive(Path("/nonexistent"))
    outcomes: Counter[str] = Counter()
    findings: list[str] = []
    slowest, begun = 0.0, time.process_time()
    told = begun
    files, called = seeds(name), FORMATS_OF[name]
    done = 0
    while done < inputs and (now := time.process_time()) - begun < seconds:
        if now - told > TOLD_EACH:
            print(f"{name}: {done} of {inputs} inputs, {len(findings)} findings", file=sys.stderr, flush=True)  # noqa: T201  progress
            told = now
        number = f"{seed}-{name}-{first + done}"
        rng = random.Random(number)
        data = case(name, rng.choice(files), rng)
        origin = Origin(evidence_id="0" * 64, part=called, source="s", url=f"https://a.example/{called}")
        at = time.process_time()
        read = read_part(Part(origin, len(data), data), shelf=shelf, archive=archive)
        took = time.process_time() - at
        if took > MOST_SECONDS:  # whatever is used first loads its library: a second look judges the input
            at = time.process_time()
            read = read_part(Part(origin, len(data), data), shelf=shelf, archive=archive)
            took = min(took, time.process_time() - at)
        slowest = max(slowest, took)
        outcomes[read.reason or read.outcome] += 1
        if read.reason == "reader_error" or took > MOST_SECONDS:
            findings.append(f"{number}: {read.reason} {read.detail} ({took:.2f} s)")
        done += 1
    return done, outcomes, findings, slowest


def main() -> int:
    """Fuzz every reader and say what came of it; exit code 1 where anything was found."""
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--inputs", type=int, default=200_000, help="inputs a reader")
    said.add_argument("--seconds", type=float, default=1e9, help="CPU seconds a reader, after which it stops")
    said.add_argument("--seed", type=int, default=1)
    said.add_argument("--first", type=int, default=0, help="the number of the first input")
    said.add_argument("--only", choices=sorted(FORMATS_OF), help="one reader alone")
    asked = said.parse_args()
    from tests.fuzzing import __main__ as known  # noqa: PLW0406  under this name another process finds it

    names = [asked.only] if asked.only else sorted(FORMATS_OF)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = [
            pool.submit(
                known.measured, name, inputs=asked.inputs, seconds=asked.seconds, seed=asked.seed, first=asked.first
            )
            for name in names
        ]
        told = zip(names, (one.result() for one in waiting), strict=True)
        found = sum(_say(name, said_of_it) for name, said_of_it in told)
    print(f"{found} findings")  # noqa: T201  a report
    return bool(found)


@dataclass(frozen=True)
class Fuzzed:
    """What fuzzing one reader came to; `peak` is the megabytes of the process that did it."""

    done: int
    outcomes: Counter[str]
    findings: list[str]
    slowest: float
    seconds: float
    peak: float


def measured(name: str, *, inputs: int, seconds: float, seed: int, first: int) -> Fuzzed:
    """Fuzz one reader in a process of its own."""
    logging.disable(logging.CRITICAL)
    begun = time.process_time()
    done, outcomes, findings, slowest = fuzz(name, inputs=inputs, seconds=seconds, seed=seed, first=first)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Fuzzed(done, outcomes, findings, slowest, time.process_time() - begun, peak)


def _say(name: str, fuzzed: Fuzzed) -> int:
    most = ", ".join(f"{count} {outcome}" for outcome, count in fuzzed.outcomes.most_common(6))
    rate = fuzzed.done / max(fuzzed.seconds, 1e-9)
    print(  # noqa: T201  a report
        f"{name}: {fuzzed.done} inputs, {fuzzed.seconds:.0f} CPU s ({rate:.0f}/s), slowest {fuzzed.slowest:.2f} s, "
        f"peak {fuzzed.peak:.0f} MB: {most}",
        flush=True,
    )
    for finding in fuzzed.findings[:MOST_SHOWN]:
        print(f"  FOUND {finding}")  # noqa: T201  as above
    return len(fuzzed.findings)


if __name__ == "__main__":
    sys.exit(main())
