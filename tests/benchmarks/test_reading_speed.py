"""How fast notices are read, from bytes to records, against the least that any reader must do with the same bytes.

The baseline is a bare `lxml` parse and one compiled XPath for each notice. Both sides take turns notice by notice, and
of each notice the least time of some rounds counts, so that a busy machine slows neither side more than the other.
Prints ratios and asserts no time: ratios are compared, never seconds.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from spiders.format import Origin
from spiders.formats import eforms, ted_export
from spiders.formats.eforms_paths import NOTICE
from spiders.formats.xml import parse_xml
from tests.accuracy.archives import opened
from tests.spiders.eforms_builder import award_notice, lot, tag
from tests.spiders.ted_builder import BODY, Ted, awarded, contractor, thing
from tests.spiders.ted_builder import lot as ted_lot

ORIGIN = Origin(evidence_id="b" * 64, source="benchmark")
ROUNDS = 15
SAMPLE = 300
XPATHS = {"eforms": '/*/*[local-name()="ID"]', "ted_export": '/*/*/*/*[local-name()="TD_DOCUMENT_TYPE"]/@CODE'}


def least(work: Sequence[Callable[[bytes], object]], documents: list[bytes]) -> list[float]:
    """Seconds that each piece of work takes for all documents: the sum of each document's least time."""
    totals = [0] * len(work)
    for data in documents:
        times = [[_nanoseconds(one, data) for one in work] for _ in range(ROUNDS)]
        for place, rounds in enumerate(zip(*times, strict=True)):
            totals[place] += min(rounds)
    return [total / 1e9 for total in totals]


def _nanoseconds(work: Callable[[bytes], object], data: bytes) -> int:
    started = time.perf_counter_ns()
    work(data)
    return time.perf_counter_ns() - started


def compare(name: str, module: ModuleType, documents: list[bytes], *, xpath: str) -> float:
    """Prints and gives the throughput of reading as a share of the baseline's."""
    path = etree.XPath(f"string({xpath})")

    def bare(data: bytes) -> object:
        return path(etree.fromstring(data))

    def walk(data: bytes) -> object:
        return NOTICE.read(parse_xml(data, mixed=False))

    def read(data: bytes) -> object:
        return list(module.FORMAT.read(data, origins[id(data)]))

    # As members of a package, where it is speed that counts.
    origins = {id(data): replace(ORIGIN, part=f"{place:08d}_2026.xml") for place, data in enumerate(documents)}

    assert any(bare(data) for data in documents), "the baseline's XPath finds nothing"
    gc.freeze()  # as reading processes do: what the imports left need not be looked at again
    bare_time, read_time, walk_time = least([bare, read, walk if module is eforms else read], documents)
    gc.unfreeze()
    size = sum(map(len, documents)) / len(documents) / 1000
    print(  # noqa: T201  a benchmark is there to print
        f"\n{name}: {len(documents)} notices of {size:.0f} kB; bare parse and one XPath "
        f"{len(documents) / bare_time:,.0f}/s, "
        f"reading {len(documents) / read_time:,.0f}/s = {bare_time / read_time:.2f} of it"
        + (f", parse and walk {bare_time / walk_time:.2f}" if module is eforms else "")
    )
    return bare_time / read_time


def test_reading_invented_notices_against_the_bare_parse() -> None:
    lots = [lot(f"LOT-{number:04d}", f"Delaftale {number}", description="Drift " * 80) for number in range(8)]
    notice = award_notice(lots=lots, tail="".join(tag("cbc:Note", "Bemærkning " * 40) for _ in range(40))).data()
    body = BODY + thing("Drift", *(ted_lot(str(n), f"Del {n}") for n in range(8)))
    body += "".join(awarded(contractor(f"Firma {n} A/S"), lot_number=str(n)) for n in range(8))
    assert compare("eForms, invented", eforms, [notice] * 30, xpath=XPATHS["eforms"]) > 0
    assert compare("TED_EXPORT, invented", ted_export, [Ted(body=body).data()] * 30, xpath=XPATHS["ted_export"]) > 0


@pytest.mark.slow
@pytest.mark.shared_data
def test_reading_real_notices_against_the_bare_parse(shared_data: Path) -> None:
    with opened(shared_data, wanted=("manifest.csv", "awards.csv"), hint="notice") as folder:
        assert folder is not None
        for name, module in (("eforms", eforms), ("ted_export", ted_export)):
            paths = sorted((folder / "notices" / name).glob("*.xml"))[:SAMPLE]
            documents = [path.read_bytes() for path in paths]
            assert compare(f"{name}, real", module, documents, xpath=XPATHS[name]) > 0
