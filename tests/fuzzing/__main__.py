"""Mutational fuzzing of every reader: `make fuzz`, or `python -m tests.fuzzing --inputs 200000 --seconds 300`.

Each input is a healthy file of one format with a few mutations (bits, bytes, cuts, doubled and swapped pieces, numbers
made enormous, tags from other formats). A reader may refuse it with a reason of its own; an exception that it was not
written for, or more than two seconds of CPU, is a finding: its seed is printed and replays it. Each reader has a
process of its own, as many at once as there are cores.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import random
import re
import resource
import sys
import time
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from spiders.format import Origin
from spiders.formats import formats
from spiders.parts import Part, read_part
from tests.spiders.poison import HEALTHY, with_document
from warehouse.archive import Archive

MOST_SECONDS = 2.0
MOST_SHOWN = 20
_PIECES = (
    b"<!DOCTYPE a>", b"<![CDATA[", b"]]>", b"&#0;", b"&amp;", b"</", b"\x00", b"\xff\xfe", b'"', b"{", b"]", b"1e9999",
    b"-0", b"99999999999999999999", b"0001-01-01", b"2026-02-30", b"xml:lang", b"<a>" * 300, b"\\u0000", b"\r\n" * 50,
)  # fmt: skip
_FORMATS_OF = {
    "xml": "notice.xml",
    "ted": "ted.xml",
    "html": "page.html",
    "pdf": "paper.pdf",
    "docx": "paper.docx",
    "json": "release.json",
}
# What stands in an element or a JSON value, and what may be put there without spoiling the form around it.
_INSIDE = re.compile(rb">([^<>]+)<|:\s*(\"[^\"]*\"|-?[0-9][0-9.]*)")
_VALUES = (
    b"", b" ", b"0", b"-1", b"1e9999", b"NaN", b"9" * 400, b"0.1", b"1,5", b"true", b"null", b"2026-02-30", b"DKK",
    b"0000-00-00", b"9999-12-31+14:00", b"xx", b"\xc3\xa6\xc3\xb8", b"\xe2\x80\xae", b"a" * 5000, b"&amp;",
    b"LOT-0001", b"../x", b"=1+1",
)  # fmt: skip
_KEEPS_ITS_FORM = 0.7


def mutated_inside(data: bytes, rng: random.Random) -> bytes:
    """The bytes with some values replaced: the form stays whole, so that what is behind the parser is tried."""
    places = list(_INSIDE.finditer(data))
    for match in sorted(rng.sample(places, min(len(places), rng.randint(1, 6))), key=lambda one: -one.start()):
        group = 1 if match[1] is not None else 2
        value = rng.choice((*_VALUES, rng.choice(places)[group] or b""))
        if group == 2 and rng.random() < 0.5:
            value = b'"' + value.strip(b'"') + b'"'
        data = data[: match.start(group)] + value + data[match.end(group) :]
    return data


def mutated_document(data: bytes, rng: random.Random) -> bytes:
    """A DOCX file whose document is mutated, in a package that is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        document = package.read("word/document.xml")
    return with_document(
        data, mutated_inside(document, rng) if rng.random() < _KEEPS_ITS_FORM else mutated(document, rng)
    )


def case(name: str, data: bytes, rng: random.Random) -> bytes:
    """One input: most keep their form."""
    if rng.random() > _KEEPS_ITS_FORM or name == "pdf":
        return mutated(data, rng)
    return mutated_document(data, rng) if name == "docx" else mutated_inside(data, rng)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The bytes after one to eight mutations."""
    said = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(said) + 1)
        kind = rng.randrange(6)
        if kind == 0 and at < len(said):
            said[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            said[at:at] = rng.choice(_PIECES)
        elif kind == 2:
            del said[at : at + rng.randint(1, 60)]
        elif kind == 3:
            said[at:at] = said[at : at + rng.randint(1, 200)]
        elif kind == 4:
            to = rng.randrange(len(said) + 1)
            said[at:at] = said[to : to + rng.randint(1, 100)]
        elif rng.random() < 0.1:
            del said[at:]
        else:
            said[at : at + 4] = rng.randbytes(4)
    return bytes(said)


def fuzz(name: str, *, inputs: int, seconds: float, seed: int) -> tuple[int, Counter[str], list[str], float]:
    """Fuzz one reader; returns inputs tried, outcomes, findings, and the slowest input's CPU seconds."""
    maker = next(one for one in HEALTHY if one(random.Random(0)).name == _FORMATS_OF[name])
    shelf, archive = formats(), Archive(Path("/nonexistent"))
    outcomes: Counter[str] = Counter()
    findings: list[str] = []
    slowest, begun = 0.0, time.process_time()
    seeds = [maker(random.Random(number)) for number in range(4)]
    done = 0
    while done < inputs and time.process_time() - begun < seconds:
        number = f"{seed}-{name}-{done}"
        rng = random.Random(number)
        file = seeds[rng.randrange(len(seeds))]
        data = case(name, file.data, rng)
        origin = Origin(evidence_id="0" * 64, part=file.name, source="s", url=f"https://a.example/{file.name}")
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
    said.add_argument("--only", choices=sorted(_FORMATS_OF), help="one reader alone")
    asked = said.parse_args()
    from tests.fuzzing import __main__ as known  # noqa: PLW0406  under this name another process finds it

    names = [asked.only] if asked.only else sorted(_FORMATS_OF)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = [
            pool.submit(known.measured, name, inputs=asked.inputs, seconds=asked.seconds, seed=asked.seed)
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


def measured(name: str, *, inputs: int, seconds: float, seed: int) -> Fuzzed:
    """Fuzz one reader in a process of its own."""
    logging.disable(logging.CRITICAL)
    begun = time.process_time()
    done, outcomes, findings, slowest = fuzz(name, inputs=inputs, seconds=seconds, seed=seed)
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
