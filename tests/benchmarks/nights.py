"""What a night costs on the rehearsal world, and what one costs that brings nothing new.

python -m tests.benchmarks.nights         prints both
python -m tests.benchmarks.nights world   only makes and serves the world (what is taken off from both)
python -m tests.benchmarks.nights night   one night of it, without Prefect
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence

from pipelines.rehearsing import staged
from pipelines.running import run_night
from tests.benchmarks.measuring import Figure, cpu_of
from warehouse.settings import Settings

IDLE_SHARE = 0.05


def idle_night() -> list[Figure]:
    """A whole night, then the same night again: nothing new. The world's own cost is taken off from both."""

    def cost(what: str) -> float:
        return cpu_of(sys.executable, "-m", __spec__.name, what, environment={"OVERBLIK_HOME": home})[0]

    with tempfile.TemporaryDirectory() as home:
        world = cost("world")
        full, idle = cost("night") - world, cost("night") - world
    return [
        Figure(
            stage="a night with nothing new",
            ours=f"{idle:.2f} CPU s",
            limit=f"a full night on the same world: {full:.1f} CPU s",
            ratios=[idle / full],
            bar=f"≤ {IDLE_SHARE:.2f}",
        )
    ]


def main(said: Sequence[str]) -> int:
    """Measure, or do what is measured."""
    if not said:
        for figure in idle_night():
            print(figure.row())  # noqa: T201  a benchmark is there to print
        return 0
    settings = Settings()
    with staged("demo", settings, None) as stage:
        if said[0] == "night":
            result = run_night("demo", settings=stage.settings, as_of=stage.as_of, orchestrated=False)
            print(result.outcome)  # noqa: T201  as above
            return result.outcome not in ("published", "unchanged")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
