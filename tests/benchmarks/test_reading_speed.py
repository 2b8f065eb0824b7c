"""How fast notices are read, against the bare parse of the same bytes. Prints ratios and asserts no time.

The bare parse with one XPath is what any reader must pay. Ratios are compared, never seconds: the machine's load
cancels out where both sides run in turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
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
ROUNDS = 5
SAMPLE = 300


def best(work: Callable[[], object]) -> float:
    """The least processor time of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def compare(name: str, module: ModuleType, documents: list[bytes]) -> float:
    """Prints and gives the throughput of reading as a share of the bare parse's."""
    path = etree.XPath('string(/*/*[local-name()="ID"])')

    def bare() -> None:
        for data in documents:
            path(etree.fromstring(data))

    def walk() -> None:
        for data in documents:
            NOTICE.read(parse_xml(data, mixed=False))

    def read() -> None:
        for data in documents:
            list(module.FORMAT.read(data, ORIGIN))

    read()
    parse_time, read_time = best(bare), best(read)
    size = sum(map(len, documents)) / len(documents) / 1000
    print(  # noqa: T201  a benchmark is there to print
        f"\n{name}: {len(documents)} notices of {size:.0f} kB; bare parse {len(documents) / parse_time:,.0f}/s, "
        f"reading {len(documents) / read_time:,.0f}/s = {parse_time / read_time:.2f} of it"
        + (f", parse and walk {parse_time / best(walk):.2f}" if module is eforms else "")
    )
    return parse_time / read_time


def test_reading_invented_notices_against_the_bare_parse() -> None:
    lots = [lot(f"LOT-{number:04d}", f"Delaftale {number}", description="Drift " * 80) for number in range(8)]
    notice = award_notice(lots=lots, tail="".join(tag("cbc:Note", "Bemærkning " * 40) for _ in range(40))).data()
    body = BODY + thing("Drift", *(ted_lot(str(n), f"Del {n}") for n in range(8)))
    body += "".join(awarded(contractor(f"Firma {n} A/S"), lot_number=str(n)) for n in range(8))
    assert compare("eForms, invented", eforms, [notice] * SAMPLE) > 0
    assert compare("TED_EXPORT, invented", ted_export, [Ted(body=body).data()] * SAMPLE) > 0


@pytest.mark.slow
@pytest.mark.shared_data
def test_reading_real_notices_against_the_bare_parse(shared_data: Path) -> None:
    with opened(shared_data, wanted=("manifest.csv", "awards.csv"), hint="notice") as folder:
        assert folder is not None
        for name, module in (("eforms", eforms), ("ted_export", ted_export)):
            paths = sorted((folder / "notices" / name).glob("*.xml"))[:SAMPLE]
            assert compare(f"{name}, real", module, [path.read_bytes() for path in paths]) > 0
