"""Two reading processes against one on the same notices, and the memory of reading a package of a gigabyte.

Times are without start-up: the server of processes runs already, and the time of reading one notice is taken off. Of
each some rounds are made in turns and the least counts. Memory is the proportional set size (PSS, each shared page
counted once) of the whole tree of processes, looked at ten times a second. The ratio is printed and not asserted, since
it says as much of the machine as of the code; the memory is asserted.
"""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.data_sets import opened
from spiders.reading import read_new
from tests.spiders.eforms_builder import award_notice, lot, tag
from warehouse.archive import Archive
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace

ROUNDS = 3
LARGEST_MB = 300
UNPACKED = 1_000_000_000
READ = """
import sys
from pathlib import Path
from spiders.reading import read_new
from warehouse.settings import Settings
said = read_new(root=Path(sys.argv[1]), settings=Settings(workers=2))
print(said.read, said.quarantined)
"""


def invented() -> bytes:
    """A notice of average size."""
    lots = [lot(f"LOT-{number:04d}", f"Delaftale {number}", description="Drift " * 80) for number in range(8)]
    return award_notice(lots=lots, tail="".join(tag("cbc:Note", "Bemærkning " * 40) for _ in range(80))).data()


def packed(notices: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a tar.gz of some notices, made as they are asked for."""
    sink = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=sink, mode="wb", compresslevel=1) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w|") as package,
    ):
        for number, data in enumerate(notices):
            member = tarfile.TarInfo(f"{number:06d}.xml")
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))
            if sink.tell() > 1 << 20:
                yield sink.getvalue()
                sink.seek(0)
                sink.truncate()
    yield sink.getvalue()


def workspace(root: Path, notices: Iterator[bytes]) -> Workspace:
    """A workspace whose one piece of evidence is a package of those notices."""
    place = Workspace(root).make()
    evidence_id, size = Archive(place.evidence).keep_stream(packed(notices))
    with Ledger(place.ledger) as ledger:
        ledger.note_evidence(
            evidence_id=evidence_id, source="benchmark", url="https://a.example/p.tar.gz", media_type=None, size=size
        )
    return place


def seconds(root: Path, notices: list[bytes], *, workers: int) -> float:
    """How long reading takes from its call to its return."""
    place = workspace(root, iter(notices))
    started = time.perf_counter()
    result = read_new(root=place.root, settings=Settings(workers=workers))
    assert result.parts == len(notices)
    return time.perf_counter() - started


def compare(name: str, notices: list[bytes], root: Path) -> float:
    """Prints and gives how much faster two processes read than one."""
    seconds(root / "warm", notices[:1], workers=1)
    times: dict[int, list[float]] = {1: [], 2: []}
    starts: dict[int, list[float]] = {1: [], 2: []}
    for number in range(ROUNDS):
        for workers in (1, 2):
            starts[workers].append(seconds(root / f"start-{number}-{workers}", notices[:1], workers=workers))
            times[workers].append(seconds(root / f"{number}-{workers}", notices, workers=workers))
    one, two = (min(times[workers]) - min(starts[workers]) for workers in (1, 2))
    print(  # noqa: T201  a benchmark is there to print
        f"\n{name}: {len(notices)} notices in {one:.1f} s by one process, {two:.1f} s by two: {one / two:.2f} times, "
        f"start-up of {min(starts[1]):.2f} and {min(starts[2]):.2f} s apart"
    )
    return one / two


def tree_pss(root: int) -> int:
    """Bytes that a process and all its descendants hold, shared pages counted once."""
    parents, total = {}, 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended in between
            continue
    for pid in parents:
        above: int | None = pid
        while above not in (root, None):
            above = parents.get(above)
        if above == root:
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total


@pytest.mark.slow
def test_two_processes_against_one_on_invented_notices(tmp_path: Path) -> None:
    assert compare("eForms, invented", [invented()] * 2_000, tmp_path) > 0


@pytest.mark.slow
@pytest.mark.shared_data
def test_two_processes_against_one_on_real_notices(shared_data: Path, tmp_path: Path) -> None:
    with opened(shared_data, wanted=("manifest.csv", "awards.csv"), hint="notice") as folder:
        assert folder is not None
        paths = [
            path for name in ("eforms", "ted_export") for path in sorted((folder / "notices" / name).glob("*.xml"))
        ]
        assert compare("real", [path.read_bytes() for path in paths], tmp_path) > 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel must say what pages are shared")
def test_a_package_of_a_gigabyte_is_read_in_little_memory(tmp_path: Path) -> None:
    rng, notice = random.Random(1), invented()
    count = UNPACKED // (len(notice) + 4_000)

    def notices() -> Iterator[bytes]:
        for _ in range(count):  # some noise, or the package would be refused as a bomb
            yield notice.replace("Bemærkning ".encode(), rng.randbytes(2_000).hex().encode(), 1)

    workspace(tmp_path, notices())
    process = subprocess.Popen([sys.executable, "-c", READ, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    most, started = 0, time.perf_counter()
    while process.poll() is None:
        most = max(most, tree_pss(process.pid))
        time.sleep(0.1)
    assert process.stdout is not None
    said = process.stdout.read().strip()
    print(  # noqa: T201
        f"\n{count} notices, {count * (len(notice) + 4_000) / 1e9:.2f} GB unpacked: at most {most / 1e6:.0f} MB, "
        f"{time.perf_counter() - started:.0f} s"
    )
    assert said == f"{count} {{}}"
    assert most <= LARGEST_MB * 1_000_000
