"""What a night costs on the rehearsal world, and what one costs that brings nothing new.

python -m tests.benchmarks.nights         prints both
python -m tests.benchmarks.nights night   one night, without Prefect; OVERBLIK_PROXY says where the world is served

The world is served by the process that measures: what answers cost is the publishers' and in neither figure. All else
is in both, from the interpreter's start to the last process's end.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence

from tests.benchmarks.measuring import Figure, cpu_of

IDLE_SHARE = 0.05


def idle_night() -> list[Figure]:
    """A whole night, then the same night again: nothing new."""
    from spiders.rehearsal.server import RehearsalServer
    from spiders.rehearsal.world import build_world

    with tempfile.TemporaryDirectory() as home, RehearsalServer(build_world(), night=2) as server:
        place = {"OVERBLIK_HOME": home, "OVERBLIK_PROXY": server.proxy_url}
        full, *idle = (cpu_of(sys.executable, "-m", __spec__.name, "night", environment=place)[0] for _ in range(4))
    return [
        Figure(
            stage="a night with nothing new",
            ours=f"{sorted(idle)[1]:.2f} CPU s",
            limit=f"a full night on the same world: {full:.1f} CPU s",
            ratios=[one / full for one in idle],
            bar=f"≤ {IDLE_SHARE:.2f}",
        )
    ]


def main(said: Sequence[str]) -> int:
    """Measure, or do what is measured."""
    if not said:
        for figure in idle_night():
            print(figure.row())  # noqa: T201  a benchmark is there to print
        return 0
    # Here and not above: every child process of a night imports its program anew, and that of `overblik` is light.
    from pipelines.running import run_night
    from spiders.rehearsal.issues import NIGHTS
    from warehouse.settings import Settings

    result = run_night("demo", settings=Settings(), as_of=NIGHTS[-1], orchestrated=False)
    print(result.outcome)  # noqa: T201  as above
    return result.outcome not in ("published", "unchanged")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
