"""How the rebuild of all tables grows with the notices: from one to a hundred thousand (a million: `make million`).

Each size is a process of its own; the ratio is CPU seconds for each notice to what it is at the size before, so that
anything above one would be growth faster than the notices.
"""

from __future__ import annotations

import re
import sys

from tests.benchmarks.measuring import Figure, cpu_of

SIZES = (1, 1_000, 10_000, 100_000)
_LAST_LINE = re.compile(r"(\d+) models: [\d.]+ s \(([\d.]+) s of CPU\), ([\d.]+) GB")


def growth() -> list[Figure]:
    """One line a size."""
    found, before = [], 0.0
    for size in SIZES:
        _, said = cpu_of(sys.executable, "-m", "tests.benchmarks.million", "--notices", str(size))
        told = _LAST_LINE.search(said)
        assert told, said
        cpu = float(told[2])
        each = cpu / size
        found.append(
            Figure(
                stage=f"rebuild of {told[1]} tables on {size:,} notices",
                ours=f"{cpu:.1f} CPU s, {told[3]} GB at most",
                limit="CPU for each notice at the size before",
                ratios=[each / before if before else 1.0],
            )
        )
        before = each
    return found
