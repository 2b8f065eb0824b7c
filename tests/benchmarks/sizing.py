"""The arithmetic of `docs/sizing.md`: measured unit costs in, cost of a large collection out.

    python -m tests.benchmarks.sizing [NAME=VALUE …]

prints the table of that page; a unit cost that was measured on another machine is given by its name.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Units:
    """Unit costs of one core, each with the command that measures it in `docs/sizing.md`."""

    packed_gb: float = 36.0
    unpacked_a_packed: float = 10.5
    gunzip_mb_a_second: float = 468.0
    reading_mb_a_second: float = 40.0
    loading_rows_a_second: float = 76_524.0
    notice_kb: float = 53.0
    rows_a_notice: float = 14.0
    pages_a_site: float = 200.0
    page_seconds_of_wait: float = 5.0
    pages_crawled_a_second: float = 83.0
    sites: float = 10_000.0
    night_hours: float = 8.0


def table(units: Units) -> list[tuple[str, str]]:
    """What all TED since 2011 and ten thousand sites a night come to."""
    unpacked = units.packed_gb * units.unpacked_a_packed
    notices = unpacked * 1e6 / units.notice_kb
    pages = units.sites * units.pages_a_site
    crawling_hours = pages / units.pages_crawled_a_second / 3600
    return [
        ("TED since 2011, packed", f"{units.packed_gb:,.0f} GB"),
        ("unpacked", f"{unpacked:,.0f} GB"),
        ("notices of the measured size", f"{notices / 1e6:,.1f} million"),
        ("unpacking", f"{unpacked * 1000 / units.gunzip_mb_a_second / 3600:,.1f} core hours"),
        ("reading, once", f"{unpacked * 1000 / units.reading_mb_a_second / 3600:,.1f} core hours"),
        (
            "loading every record, on each rebuild",
            f"{notices * units.rows_a_notice / units.loading_rows_a_second / 3600:,.1f} core hours",
        ),
        ("pages of the sites, a night", f"{pages / 1e6:,.1f} million"),
        (
            "one site's night, waiting between pages",
            f"{units.pages_a_site * units.page_seconds_of_wait / 60:,.0f} minutes",
        ),
        ("crawling, processor time", f"{crawling_hours:,.1f} core hours"),
        (f"cores for a crawl of {units.night_hours:.0f} hours", f"{crawling_hours / units.night_hours:,.1f}"),
    ]


def main(said: Sequence[str]) -> int:
    """Print the table."""
    known = {one.name for one in fields(Units)}
    given = dict(one.split("=", 1) for one in said)
    if unknown := given.keys() - known:
        print(f"There is no unit cost {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}.")  # noqa: T201  its output
        return 1
    for name, value in table(replace(Units(), **{name: float(value) for name, value in given.items()})):
        print(f"| {name} | {value} |")  # noqa: T201  as above
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
