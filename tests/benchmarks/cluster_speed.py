"""What a second worker of a Dask cluster is worth, for reading and for enriching.

Workers are processes of their own. Time by the clock says as much of who else uses the machine as of us, so the ratio
is told by processor time: what one worker uses for all the work, against what the busier of two uses for its part. That
is the speed-up on two free cores, but for the scheduler and the night's own process, which wait meanwhile.
Starting a worker, and the libraries that it imports for its first unit, are taken off from both.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

from nlp.enrichment import enrich_new
from nlp.evaluation import GOLD, read_gold
from nlp.need import load_needs
from nlp.technology import load_technologies
from nlp.theme import load_themes
from spiders.reading import read_new
from tests.benchmarks.measuring import Figure
from tests.benchmarks.test_reading_processes import invented
from tests.spiders.dask_processes import dask_processes
from warehouse.archive import Archive
from warehouse.ledger import Ledger, Reading
from warehouse.parquet import write_batch
from warehouse.records import Text
from warehouse.settings import Settings, Workspace

NOTICES = 6_000
TEXTS = 4_000
BAR = 1.6


def _notices(place: Workspace, count: int) -> None:
    archive = Archive(place.evidence)
    with Ledger(place.ledger) as ledger, ledger.together():
        for number in range(count):
            data = invented().replace(b"Delaftale 1", f"Delaftale {number}".encode())
            ledger.note_evidence(
                evidence_id=archive.keep(data), source="ted", url=None, media_type="application/xml", size=len(data)
            )


def _texts(place: Workspace, count: int) -> None:
    said = [one.text for task in ("technology", "theme", "need") for one in read_gold(GOLD / f"{task}.jsonl")]
    texts, readings = [], []
    for number in range(count):
        name = hashlib.sha256(str(number).encode()).hexdigest()
        page = "\n\n".join(said[(number * 7 + k) % len(said)] for k in range(12))
        about = {"evidence_id": name, "text_digest": name, "owner_id": name, "owner_kind": "document"}
        texts.append(Text(part="", source="s", reader="html@1", text=f"{page} {number}", **about))
        readings.append(Reading(evidence_id=name, part="", reader="html@1", outcome="read"))
    write_batch(place.records, batch="texts", records=texts)
    with Ledger(place.ledger) as ledger:
        for name in (one.evidence_id for one in readings):
            ledger.note_evidence(evidence_id=name, source="s", url=None, media_type=None, size=1)
        ledger.note_readings(batch="texts", readings=readings)


def _worker_seconds(folder: Path, what: str, *, workers: int, count: int) -> list[float]:
    """CPU seconds of each worker, its reading processes included."""
    place = Workspace(folder / "study").make()
    (_notices if what == "reading" else _texts)(place, count)
    told = [folder / f"cpu-{number}.json" for number in range(workers)]
    wrapped = [(sys.executable, "-m", "tests.benchmarks.measuring", str(path)) for path in told]
    here = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with dask_processes(folder / "dask", [here] * workers, before=wrapped) as cluster:
        settings = Settings(workers=workers, cluster=cluster.address)
        if what == "reading":
            assert read_new(root=place.root, settings=settings).read == count
        else:
            enriched = enrich_new(
                root=place.root,
                settings=settings,
                technologies=load_technologies(),
                themes=load_themes(),
                needs=load_needs(),
            )
            assert enriched.new_texts == count
    return [float(json.loads(path.read_text(encoding="utf-8"))) for path in told]


def speed_up() -> list[Figure]:
    """One line for reading and one for enriching."""
    found = []
    for what, count in (("reading", NOTICES), ("enriching", TEXTS)):
        with tempfile.TemporaryDirectory() as scratch:
            start = _worker_seconds(Path(scratch) / "start", what, workers=1, count=1)[0]
            one = _worker_seconds(Path(scratch) / "one", what, workers=1, count=count)[0] - start
            two = [cpu - start for cpu in _worker_seconds(Path(scratch) / "two", what, workers=2, count=count)]
        found.append(
            Figure(
                stage=f"{what} by two workers of a Dask cluster",
                ours=f"{two[0]:.1f} and {two[1]:.1f} CPU s",
                limit=f"one worker: {one:.1f} CPU s",
                ratios=[one / max(two)],
                bar=f"≥ {BAR:.2f}",
            )
        )
    return found
