"""Hostile files among healthy ones: each is refused for a right reason, each healthy one is read, nothing hangs."""

import os
import resource
import time
from pathlib import Path

import pytest

from spiders.reading import read_new
from tests.spiders.poison import HEALTHY, HOSTILE, File, files
from tests.spiders.reading_world import times_kept
from warehouse.archive import Archive
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace

FEW, MANY = 40, 300
MOST_SECONDS_A_FILE = 30
MOST_GROWTH_MB = 50
BROKEN = {"reader_error", "crashed"}


def keep(place: Workspace, kept: list[File]) -> dict[str, File]:
    archive = Archive(place.evidence)
    by_id = {}
    with Ledger(place.ledger) as ledger:
        for file in kept:
            evidence_id = archive.keep(file.data)
            assert evidence_id not in by_id or not file.data, f"{file.name} is generated twice"
            by_id[evidence_id] = file
            ledger.note_evidence(
                evidence_id=evidence_id,
                source="s",
                url=f"https://a.example/{file.name}",
                media_type=None,
                size=len(file.data),
            )
    return by_id


@pytest.mark.parametrize(
    "count", [pytest.param(FEW, marks=pytest.mark.soak), pytest.param(MANY, marks=pytest.mark.soak)]
)
@pytest.mark.timeout(3600)
def test_the_hostile_are_refused_and_the_healthy_read(tmp_path: Path, count: int) -> None:
    if count == MANY and not os.environ.get("OVERBLIK_SOAK"):
        pytest.skip("300 of each kind: make soak")
    place = Workspace(tmp_path).make()
    by_id = keep(place, [*files(HOSTILE, count=count, seed=3), *files(HEALTHY, count=count, seed=4)])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    with times_kept() as took:
        read_new(root=place.root, settings=Settings(home=tmp_path, workers=2))
    seconds = time.monotonic() - begun
    growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    with Ledger(place.ledger) as ledger:
        rows = ledger.rows("select evidence_id, part, outcome, reason, detail from reading")
    outcomes: dict[str, list[tuple[str, str | None, str | None]]] = {}
    for row in rows:
        outcomes.setdefault(row["evidence_id"], []).append((row["outcome"], row["reason"], row["detail"]))
    wrong = []
    for evidence_id, file in by_id.items():
        ended = outcomes.get(evidence_id, [])
        said = {reason for _, reason, _ in ended if reason}
        if not ended or said & BROKEN:
            wrong.append(f"{file.name}: {ended}")
        elif file.reasons and not (said and said <= set(file.reasons)):
            wrong.append(f"{file.name} should be refused: {ended}")
        elif not file.reasons and any(outcome != "read" for outcome, _, _ in ended):
            wrong.append(f"{file.name} should be read: {ended}")
    assert not wrong, f"{len(wrong)} of {len(by_id)}\n" + "\n".join(wrong[:40])
    assert {evidence_id for evidence_id, _ in took} == set(by_id)
    slowest = max(took, key=lambda one: took[one])
    assert took[slowest] <= MOST_SECONDS_A_FILE, f"{by_id[slowest[0]].name} took {took[slowest]:.0f} s"
    assert growth <= MOST_GROWTH_MB, f"the parent grew by {growth:.0f} MB"
    figures = f"{seconds:.0f} s, {len(rows)} readings, slowest {took[slowest]:.1f} s, parent +{growth:.0f} MB"
    print(f"{len(by_id)} files in {figures}")  # noqa: T201  figures
