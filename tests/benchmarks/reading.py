"""Reading, against bare `lxml`; and taking evidence out of the archive, against reading plain files. CPU seconds."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from spiders.formats import eforms, ted_export
from tests.benchmarks.measuring import Figure
from tests.benchmarks.test_reading_processes import invented
from tests.benchmarks.test_reading_speed import XPATHS, compare
from tests.spiders.ted_builder import BODY, Ted, awarded, contractor, thing
from tests.spiders.ted_builder import lot as ted_lot
from warehouse.archive import Archive

PIECES = 1_000
ROUNDS = 3
BAR = 0.6


def invented_export() -> bytes:
    """A notice of eight lots and winners in the journal's older form."""
    body = BODY + thing("Drift", *(ted_lot(str(n), f"Del {n}") for n in range(8)))
    body += "".join(awarded(contractor(f"Firma {n} A/S"), lot_number=str(n)) for n in range(8))
    return Ted(body=body).data()


def reading() -> list[Figure]:
    """Notices read as a share of bare parses with one XPath, in some rounds."""
    found = []
    for name, module, data in (("eforms", eforms, invented()), ("ted_export", ted_export, invented_export())):
        ratios = [compare(name, module, [data] * 30, xpath=XPATHS[name]) for _ in range(ROUNDS)]
        found.append(
            Figure(
                stage=f"reading {name}",
                ours=f"bytes to records, {len(data) / 1000:.0f} kB",
                limit="bare lxml parse and one XPath",
                ratios=ratios,
                bar=f"≥ {BAR:.2f}",
            )
        )
    return found


def archive() -> list[Figure]:
    """Evidence unpacked and checked against its name, as a share of reading the same bytes from plain files."""
    with tempfile.TemporaryDirectory() as scratch:
        root, kept = Path(scratch), Archive(Path(scratch) / "evidence")
        names, files = [], []
        for number in range(PIECES):
            data = invented() + str(number).encode()
            names.append(kept.keep(data))
            files.append(root / f"{number}.xml")
            files[-1].write_bytes(data)

        def seconds(work: Callable[[], object]) -> float:
            begun = time.process_time()
            work()
            return time.process_time() - begun

        bare = [seconds(lambda: [path.read_bytes() for path in files]) for _ in range(ROUNDS)]
        ours = [seconds(lambda: [kept.read(name) for name in names]) for _ in range(ROUNDS)]
    return [
        Figure(
            stage="evidence out of the archive",
            ours=f"unpacked and checked by SHA-256: {PIECES / min(ours):,.0f}/CPU s",
            limit=f"bare read of plain files: {PIECES / min(bare):,.0f}/CPU s",
            ratios=[one / other for one, other in zip(bare, ours, strict=True)],
        )
    ]
