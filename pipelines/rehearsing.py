"""The rehearsal: the invented world served on loopback, crawled by the same code as the real one, for two nights.

Nothing is mocked. The world is a server behind a proxy address, so the spiders ask its hosts by their own names; only
politeness differs, because nobody is disturbed. The second night has news, so that "what changed" has content.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from time import monotonic

from pipelines import speaking
from pipelines.night import NightRefusedError
from pipelines.study import read
from warehouse import edition as editions
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, now, workspace

THREE_QUERIES = (
    "select player_name, award_share, share_low, share_high, total_award_count from mart.supplier_share "
    "where segment_code = 'all' and period = 'all' order by award_share desc limit 5",
    "select technology_name_en, stream, rate_ratio, q_value, verdict from mart.technology_trend "
    "where verdict in ('rising', 'fading')",
    "select buyer_name, supplier_names, title, latest_end_date from mart.contract_period "
    "where days_left between 0 and 365 order by latest_end_date limit 10",
)


@dataclass(frozen=True)
class Staged:
    """Settings and day for a run; of a rehearsal study, those of the invented world."""

    settings: Settings
    as_of: date


@contextmanager
def staged(study: str, settings: Settings, as_of: date | None) -> Iterator[Staged]:
    """Serve the invented world while a rehearsal study runs; a real study is handed on as it is."""
    rehearsal = read(study).study.rehearsal
    if rehearsal is None:
        yield Staged(settings, as_of or now().date())
        return
    from spiders.rehearsal.server import RehearsalServer
    from spiders.rehearsal.world import build_world

    world = build_world(seed=rehearsal.seed)
    day = as_of or world.nights[-1]
    with RehearsalServer(world) as server:
        server.night = 1 if day <= world.nights[0] else 2
        yield Staged(settings.model_copy(update={"proxy": server.proxy_url}), day)


def rehearse_two_nights(settings: Settings, *, orchestrated: bool) -> bool:
    """Run the demo study on both nights, say what came out, and return whether every planted truth was found."""
    from pipelines.running import run_night
    from spiders.rehearsal.world import build_world

    begun = monotonic()
    file = read("demo")
    place = workspace(settings, file.study.name)
    shutil.rmtree(place.root, ignore_errors=True)
    rehearsal = file.study.rehearsal
    assert rehearsal is not None
    for day in build_world(seed=rehearsal.seed).nights:
        with staged("demo", settings, day) as stage:
            result = run_night("demo", settings=stage.settings, as_of=day, orchestrated=orchestrated)
        speaking.table(
            f"Night of {day}: {result.outcome} in {result.seconds:.0f} s "
            f"({result.orchestrator_seconds:.0f} s of them Prefect's start-up)",
            ("stage", "seconds", "what it did"),
            result.stages,
        )
        if result.outcome != "published":
            raise NightRefusedError(result.reason or f"The night ended as {result.outcome}.")
    _say_counts(place)
    found = verify_truths(settings, brief=True)
    _say_next(place, monotonic() - begun)
    return found


def _say_counts(place: Workspace) -> None:
    with editions.Edition(place.current.resolve()) as edition:
        counts = edition.query(
            "select source, planned_count, evidence_count, read_count, quarantined_count, request_difference, "
            "reading_difference from mart.source_coverage order by source"
        )
    speaking.table(
        "What was collected",
        ("source", "requests tonight", "evidence", "read", "quarantined", "differences"),
        [
            (
                row["source"],
                row["planned_count"],
                row["evidence_count"],
                row["read_count"],
                row["quarantined_count"],
                f"{row['request_difference']} and {row['reading_difference']}",
            )
            for row in counts
        ],
    )


def verify_truths(settings: Settings, *, brief: bool = False) -> bool:
    """Print each planted truth (or, briefly, those that were missed) beside what the current edition says.

    Returns whether all were found.
    """
    from pipelines.truths import Witness, check_truths
    from spiders.rehearsal.world import build_world

    place = workspace(settings, "demo")
    if not place.current.exists():
        raise NightRefusedError("The rehearsal has not run here yet; run `overblik rehearse` first.")
    with editions.Edition(place.current.resolve()) as edition, Ledger(place.ledger) as ledger:
        rehearsal = read("demo").study.rehearsal
        assert rehearsal is not None
        checked = check_truths(Witness(edition, ledger, place), build_world(seed=rehearsal.seed).truths)
    shown = [one for one in checked if not (brief and one.holds)]
    if shown:
        speaking.table(
            "Planted truths",
            ("truth", "planted", "found", "interval", "within", "verdict"),
            [
                (one.sentence, one.planted, one.found, one.interval, one.within, "found" if one.holds else "MISSED")
                for one in shown
            ],
        )
    missed = sum(not one.holds for one in checked)
    more = " (the table: overblik rehearse verify)" if brief else ""
    speaking.say(f"{len(checked) - missed} of {len(checked)} planted truths found{more}.")
    return missed == 0


def _say_next(place: Workspace, seconds: float) -> None:
    speaking.say(f"\nDone in {seconds:.0f} s. Everything in this world is invented.")
    speaking.say(f"Report:   {place.current / 'site' / 'index.html'}")
    speaking.say(f"Database: {place.current / 'overblik.duckdb'}")
    speaking.say("Three questions to try (the command is .venv/bin/overblik):")
    for query in THREE_QUERIES:
        speaking.say(f'  overblik sql "{query}"')
    speaking.say("Next: `overblik study check kombit`, then `overblik run kombit` asks the real sources, politely.")
