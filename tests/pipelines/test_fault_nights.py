"""Night after night with a fault somewhere: each is published, or the last good edition stays and somebody is told."""

import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.alerting import kept
from pipelines.watchdog import look
from tests.pipelines.kills import Killed, complaints
from tests.pipelines.small_study import PAGE
from warehouse.edition import Edition
from warehouse.ledger import Ledger
from warehouse.settings import Workspace, now

pytestmark = pytest.mark.soak
NIGHTS = 30 if os.environ.get("OVERBLIK_SOAK") else 4
FAULTS = ("kill", "group", "ENOSPC", "EIO")


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, trained_models: Path) -> Killed:
    return Killed(tmp_path_factory.mktemp("nights"), trained_models)


@pytest.mark.timeout(24 * 3600)
def test_every_night_is_published_or_keeps_the_last_edition_and_says_so(killed: Killed) -> None:
    rng = random.Random(int(os.environ.get("OVERBLIK_SEED", "2")))
    home = killed.copy("nights")
    place, papers = Workspace(home / "small"), killed.folder / "papers"
    ended = {"published": 0, "kept": 0}
    for turn in range(NIGHTS):
        day = (date(2026, 11, 20) + timedelta(days=turn)).isoformat()
        (papers / f"nat-{turn}.html").write_text(PAGE.format(title=f"Plan {turn}"), encoding="utf-8")
        shown, alerts = place.current.resolve().name, len(kept(place, last=1000))
        name, number = rng.choice(killed.passed)
        point = f"{name}:{number}:{rng.choice(FAULTS)}"
        done = killed.run(home, day, OVERBLIK_FAILPOINT=point)
        with Edition(place.current) as edition:
            assert edition.query("from mart.study"), point
        if place.current.resolve().name != shown:
            ended["published"] += 1
            continue
        ended["kept"] += 1
        # Who was killed cannot speak: then the watchdog does.
        told = len(kept(place, last=1000)) > alerts or look(place, at=now()).faults
        assert told or done.returncode == 0, f"{point}: nobody was told"
        assert done.returncode != 0 or "unchanged" in done.stdout, point
    last = (date(2026, 11, 20) + timedelta(days=NIGHTS)).isoformat()
    done = killed.run(home, last)
    assert done.returncode == 0, done.stderr
    assert complaints(home) == []
    with Ledger(place.ledger) as ledger:
        held = ledger.rows("select count(*) from evidence")[0][0]
    assert held == len(list(papers.iterdir()))
    print(f"{NIGHTS} nights with a fault each: {ended}")  # noqa: T201  a figure
