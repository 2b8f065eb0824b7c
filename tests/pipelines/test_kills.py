"""A night may be killed anywhere: one plain run afterwards gives what a night that nobody killed gives.

By default 30 kills, at each point at least one, in six chains (each run again is killed again, later in the night, and
at last healed by one plain run); `make soak` kills 200 times, each healed by a run of its own. A failing kill prints
the point, which replays it.
"""

import os
import random
import resource
import statistics
from pathlib import Path

import pytest

from tests.pipelines.kills import DAYS, Killed, complaints, content
from warehouse.edition import Edition
from warehouse.failpoint import POINTS
from warehouse.settings import Workspace

IN_CI = 30
KILLS = int(os.environ.get("OVERBLIK_KILLS", str(IN_CI)))
CHAIN = 1 if KILLS > IN_CI else 5
USUAL_FOR_RECOVERY, MOST_FOR_RECOVERY = 1.2, 2.0
"""CPU of a recovery to that of a clean night: the median, and the most."""
pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, trained_models: Path) -> Killed:
    return Killed(tmp_path_factory.mktemp("kills"), trained_models)


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.timeout(24 * 3600)
def test_killed_anywhere_a_night_loses_nothing_doubles_nothing_and_ends_the_same(killed: Killed) -> None:
    assert {name for name, _ in killed.passed} == set(POINTS), "a night of the small study passes every point"
    points = killed.draw(random.Random(int(os.environ.get("OVERBLIK_SEED", "1"))), KILLS)
    assert KILLS < IN_CI or {point.partition(":")[0] for point in points} == set(POINTS), "each point kills once"
    ratios, faults = [], []
    for start in range(0, KILLS, CHAIN):
        home = killed.copy(f"trial-{start}")
        chain = sorted(points[start : start + CHAIN], key=killed.when)
        for point in chain:
            done = killed.run(home, DAYS[2], OVERBLIK_FAILPOINT=point)
            # A child that was killed alone fails its stage, not the night; then a sentence says so.
            assert done.returncode in (-9, 0, 1), (point, done.stderr)
            with Edition(Workspace(home / "small").current) as edition:
                assert edition.query("from mart.study"), point
        before = cpu_seconds()
        done = killed.run(home, DAYS[2])
        ratios.append((cpu_seconds() - before) / killed.clean_seconds)
        assert done.returncode == 0, (chain, done.stderr)
        now = content(home)
        differing = sorted(
            name for name in killed.content.keys() | now.keys() if now.get(name) != killed.content.get(name)
        )
        faults += [f"OVERBLIK_FAILPOINT={' then '.join(chain)}: {one}" for one in (*differing, *complaints(home))]
    print(  # noqa: T201  the figure is what the run is for
        f"{KILLS} kills, {len(ratios)} recoveries; CPU of a recovery to a clean night ({killed.clean_seconds:.1f} s): "
        f"median {statistics.median(ratios):.2f}, at most {max(ratios):.2f}"
    )
    assert not faults, "\n".join(faults)
    assert statistics.median(ratios) <= USUAL_FOR_RECOVERY
    assert max(ratios) <= MOST_FOR_RECOVERY
