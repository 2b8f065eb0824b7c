"""All benchmarks in one run, ours beside the practical limit, written to `docs/benchmarks.md`: `make bench`.

    python -m tests.benchmarks [--only NAME …] [--out FILE]

A figure is kept with the day and machine that gave it; with `--only`, the other lines stay as they were.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.cluster_speed import speed_up
from tests.benchmarks.growth import growth
from tests.benchmarks.loading import loading
from tests.benchmarks.measuring import Figure
from tests.benchmarks.nights import idle_night
from tests.benchmarks.reading import archive, reading
from tests.benchmarks.test_crawling_speed import FLOOR, NEAR_SERVER, measure

OUT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

For whoever wants to know what a night costs, and how far that is from the least that it could cost. Written by
`make bench` (`python -m tests.benchmarks --only NAME` measures one line anew). Each ratio is ours against a practical
limit in the same run: the median of the rounds, with the lowest and the highest. CPU seconds count everything that was
started. Ratios can be compared from machine to machine, seconds cannot. What a million notices cost: `make million`.

| Benchmark | Ours | Limit | Ratio | Bar | Measured |
|---|---|---|---|---|---|
"""


def crawling() -> list[Figure]:
    """Pages a second by the clock, against a bare fetch loop on the same server."""
    found = []
    for delay in (NEAR_SERVER, 0.0):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "sites"
            folder.mkdir()
            ours, bare = measure(folder, Path(scratch) / "work", delay=delay)
        found.append(
            Figure(
                stage=f"crawling, answers after {delay * 1000:g} ms",
                ours=f"{ours:,.0f} pages/s",
                limit=f"bare fetch loop: {bare:,.0f} pages/s",
                ratios=[ours / bare],
                bar=f"≥ {FLOOR:.2f}" if delay else "",
            )
        )
    return found


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {
    "archive": archive,
    "crawling": crawling,
    "reading": reading,
    "loading": loading,
    "idle": idle_night,
    "growth": growth,
    "cluster": speed_up,
}


def machine() -> str:
    """The processor and what Python runs on it."""
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    return f"{os.cpu_count()} × {found[1] if found else platform.machine()}, Python {platform.python_version()}"


def kept(path: Path) -> dict[str, str]:
    """The lines of the table as it is, by benchmark."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [line for line in lines if line.count("|") == 7 and not line.startswith("|---")]
    return {line.split(" | ")[0].removeprefix("| "): line for line in rows}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=sorted(BENCHMARKS), nargs="+", default=list(BENCHMARKS))
    parser.add_argument("--out", type=Path, default=OUT)
    said = parser.parse_args(arguments)
    rows = kept(said.out)
    measured = f"{datetime.now(UTC):%Y-%m-%d}, {machine()}"
    for name in said.only:
        for figure in BENCHMARKS[name]():
            rows[figure.stage] = f"{figure.row()} {measured} |"
            print(rows[figure.stage], flush=True)  # noqa: T201  a benchmark is there to print
            lines = [row for stage, row in rows.items() if stage != "Benchmark"]
            said.out.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
