"""All marts on a million invented notices: `make million` fills `raw`, rebuilds everything, and shows the slowest ten.

    python -m tests.benchmarks.million [--notices N] [--profile MODEL]

Prints wall time, CPU time and the highest memory of the rebuild. Filling `raw` is not part of the time. The rehearsal
world cannot serve here: writing and reading a million XML files takes hours and measures the readers.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.study import read
from tests.benchmarks import million_sql as world
from warehouse.database import Building
from warehouse.model import ModelRun, build
from warehouse.raw import RAW

SECONDS = 60.0
GIGABYTES = 4.0
_SHOWN = 10
_PAGES_A_MILLION = 20_000


def fill(building: Building, *, notices: int) -> int:
    """Fill every raw table; returns how many notices there are. The study is the rehearsal's own file."""
    connection = building.connection
    chains = max(4, round(notices / world.NOTICES_A_ROUND / world.ROUNDS))
    pages = max(20, notices * _PAGES_A_MILLION // 1_000_000)
    connection.execute(world.CHANCE)
    connection.execute(world.SUBJECTS)
    connection.execute(world.PROCEDURES.replace("$chains", str(chains)))
    connection.execute(world.NOTICES)
    _study(building)
    for name, select in world.RAW.items():
        _insert(building, name, select.replace("$pages", str(pages)))
    for table in ("round", "published", "subject", "technology"):
        connection.execute(f"drop table temp.{table}")
    connection.execute("checkpoint")
    return int(connection.execute("select count(*) from raw.notice").fetchall()[0][0])


def _insert(building: Building, name: str, select: str) -> None:
    """Rows by column name, every column with the type that the table has."""
    building.connection.execute(f"insert into raw.{name} by name {select}")
    there = {column[0] for column in building.connection.execute(f"from raw.{name} limit 0").description or ()}
    assert there == set(RAW[name].names), name


def _study(building: Building) -> None:
    """The study's own tables: segments of the demo study, and invented components, technologies and sources."""
    demo = read("demo").study
    ask = building.connection.execute
    ask(
        "insert into raw.study by name select 'million' as study, 'En million' as title_da, 'A million' as title_en, "
        "date '2026-11-23' as as_of, '20261116-1' as night_id, 'buyer:150' as focal_player_id, 'DK' as country, "
        "'DKK' as currency, date '2013-01-01' as period_start, false as is_rehearsal"
    )
    for one in demo.segment:
        for prefix in one.cpv:
            ask("insert into raw.segment values (?, ?, ?, ?)", [one.id, one.name_da, one.name_en, prefix])
    ask(
        "insert into raw.component by name select 'component' || c as component_id, 'Komponent ' || c as name, "
        "'funktion' as term, 'function' as relation from range(6) as r(c)"
    )
    ask(
        "create temp table technology as select t as number, 'technology' || t as technology, 'Teknologi ' || t "
        "as name_da, 'Technology ' || t as name_en from range(40) as r(t)"
    )
    ask(
        "insert into raw.technology by name select technology, name_da, name_en, 'data' as technology_group, "
        "'' as definition_da, '' as definition_en from technology"
    )
    ask(
        "insert into raw.theme by name select unnest(['data_sharing', 'automation', 'cybersecurity']) as theme, "
        "'Tema' as name_da, 'Theme' as name_en"
    )
    ask(
        "insert into raw.study_source by name select * from (values ('ted', 'ted_search', 'procurement', 'ted'), "
        "('vendor', 'vendor_sites', 'vendor', null)) as t(source, source_kind, stream, publisher)"
    )
    ask(
        "insert into raw.night by name select '20261116-1' as night_id, 'million' as study, "
        "date '2026-11-16' as as_of, timestamptz '2026-11-16 08:00Z' as started_at, 'published' as outcome"
    )
    ask(
        "insert into raw.crawl by name select '20261116-1-' || s as crawl_id, '20261116-1' as night_id, s as source, "
        "'complete' as outcome from (values ('ted'), ('vendor')) as t(s)"
    )


class _Meter:
    """Told of each model when it is built: keeps its CPU seconds, which a busy machine does not stretch."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = {}
        self._before = time.process_time()

    def __call__(self, name: str, rows: int, seconds: float) -> None:
        now = time.process_time()
        self.cpu[name], self._before = now - self._before, now
        if seconds >= 1:
            _say(f"  {name}: {rows:,} rows, {seconds:.1f} s, {self.cpu[name]:.1f} s of CPU")


def slowest(runs: Sequence[ModelRun], cpu: Mapping[str, float]) -> str:
    """The ten models that take most CPU as a table: wall seconds, CPU seconds, rows, name."""
    lines = [f"{'seconds':>8} {'CPU':>8} {'rows':>11}  model"]
    ordered = sorted(runs, key=lambda run: -cpu[run.name])
    lines += [f"{run.seconds:8.2f} {cpu[run.name]:8.2f} {run.rows:11,}  {run.name}" for run in ordered[:_SHOWN]]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, rebuild, print; exit 1 where the rebuild breaks the bar on a whole million."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the database here; a filled one is used again")
    said = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        path = (said.folder or Path(scratch)) / "million.duckdb"
        if not path.exists():
            with Building(path, fresh=True) as building:
                count = fill(building, notices=said.notices)
            _say(f"{count:,} notices in raw")
        with Building(path) as building:
            began, used = time.perf_counter(), time.process_time()
            meter = _Meter()
            runs = build(building, progress=meter)
            seconds, cpu = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    _say(slowest(runs, meter.cpu))
    _say(f"{len(runs)} models: {seconds:.1f} s ({cpu:.1f} s of CPU), {peak:.2f} GB at most")
    broken = said.notices >= 1_000_000 and (seconds > SECONDS or peak > GIGABYTES)
    return 1 if broken else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
