"""What publishing an edition of a million notices takes, part by part, and whether all its claims hold.

    python -m tests.benchmarks.publishing FOLDER

FOLDER is where `tests.benchmarks.million --folder` kept its database; the edition is written beside it, anew. Every
part prints seconds, CPU seconds and megabytes; the last line is the highest memory of all.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from dashboards.publishing import write_exports, write_reports
from dashboards.site import build_site
from pipelines.verifying import claims_hold, documents_hold
from warehouse.database import Building
from warehouse.edition import Edition, write_edition_database

Given = TypeVar("Given")


def write_database(folder: Path) -> Path:
    """The folder's edition, with its database alone."""
    place = folder / "edition"
    with Building(folder / "million.duckdb") as building:
        write_edition_database(building, place / "overblik.duckdb")
    return place


def part(name: str, work: Callable[[], Given], made: Path | None = None) -> Given:
    """Do a part of publishing and print what it took; gives what it gave."""
    began, used = time.perf_counter(), time.process_time()
    given = work()
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    size = ""
    if made is not None:
        files = [made] if made.is_file() else [path for path in made.rglob("*") if path.is_file()]
        size = f"{sum(path.stat().st_size for path in files) / 1e6:9,.0f} MB in {len(files):,} files"
    _say(f"{name:<12} {seconds:8.1f} s {cpu:8.1f} s of CPU {size}")
    return given


def main(arguments: Sequence[str] | None = None) -> int:
    """Publish and verify; exit 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    place = folder / "edition"
    shutil.rmtree(place, ignore_errors=True)
    part("database", lambda: write_database(folder), place / "overblik.duckdb")
    with Edition(place) as edition:
        part("site", lambda: build_site(edition, place / "site"), place / "site")
        part("documents", lambda: write_reports(edition, place / "report"), place / "report")
        part("exports", lambda: write_exports(edition, place / "exports"), place / "exports")
        verified = part("claims", lambda: (claims_hold(edition), documents_hold(edition)))
    count, told = sum(one.count for one in verified), [fault for one in verified for fault in one.complaints]
    _say(f"{count:,} claims, {len(told)} do not hold{': ' + told[0] if told else ''}")
    _say(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.1f} GB at most")
    return 1 if told else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
