"""Run a whole night, under Prefect or without it, and enter how it ended.

The order of the stages and what ends a night are here, so that the two ways cannot differ.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from time import monotonic

import structlog

from pipelines import speaking, stages
from pipelines.alerting import alert
from pipelines.checking import check_queries_once
from pipelines.guarding import check_guard_names
from pipelines.night import Night, NightRefusedError, begin, close, the_only_one
from pipelines.store_commands import push_study
from pipelines.study import StudyFile
from pipelines.study import read as read_study
from pipelines.study_tables import check_shelves
from spiders.crawling import get_ready
from warehouse.ledger import DamagedLedgerError
from warehouse.refusal import RefusedError
from warehouse.settings import Settings, workspace

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class NightResult:
    """How a night ended: `outcome` is published, unchanged, kept_last_good or failed; the stages with their times."""

    study: str
    night_id: str
    outcome: str
    reason: str | None
    seconds: float
    orchestrator_seconds: float
    stages: tuple[tuple[str, float, str], ...]


def run_night(
    study: str,
    *,
    settings: Settings,
    as_of: date,
    orchestrated: bool = True,
    allow_partial: bool = False,
) -> NightResult:
    """Run a whole night of a study and enter how it ended. Raises what a study or a lock refuses, before it begins."""
    file = read_study(study)
    check_shelves(file)
    check_guard_names(file)
    check_queries_once(file, workspace(settings, file.study.name))
    begun = monotonic()
    with ExitStack() as held:
        night = _begin(held, file, settings, as_of=as_of, allow_partial=allow_partial)
        speaking.log_into(night.workspace.logs / f"{night.night_id}.jsonl")
        started = 0.0
        try:
            try:
                if orchestrated:
                    started = _orchestrated(night)
                else:
                    run_plainly(night)
            except NightRefusedError as refused:
                return _close(night, begun, started, "kept_last_good", str(refused))
            return _close_whole(night, begun, started)
        except BaseException as fault:
            _close_broken(night, begun, started, fault)
            raise


def _begin(held: ExitStack, file: StudyFile, settings: Settings, *, as_of: date, allow_partial: bool) -> Night:
    """Lock the study and open its night; a disk that refuses even that is told, since no ledger will say so."""
    name = file.study.name
    place = workspace(settings, name)
    try:
        held.enter_context(the_only_one(place))
        get_ready()
        return begin(file, settings, as_of=as_of, allow_partial=allow_partial)
    except (sqlite3.Error, OSError, DamagedLedgerError) as fault:
        title = f"Overblik: the night of {as_of} of {name} could not begin"
        alert(settings, place, title=title, body=f"{_told(fault)}\nLook: overblik doctor")
        raise


def _told(fault: BaseException) -> str:
    return "stopped by hand" if isinstance(fault, KeyboardInterrupt) else f"{type(fault).__name__}: {fault}"


def is_whole(night: Night) -> bool:
    """Whether every stage of a night is done, so that nothing is left but to close it."""
    return _done(night) >= {stage.name for stage in stages.STAGES}


def _close_whole(night: Night, begun: float, started: float) -> NightResult:
    published = _note(night, "publish") != stages.NOTHING_NEW
    return _close(night, begun, started, "published" if published else "unchanged", None)


def _close(night: Night, begun: float, started: float, outcome: str, reason: str | None) -> NightResult:
    close(night, outcome=outcome, reason=reason)
    _keep_in_store(night)
    with night.ledger as ledger:
        ran = ledger.rows("select stage, seconds, note from stage where night_id = ? order by rowid", (night.night_id,))
    if outcome in ("kept_last_good", "failed"):
        _tell(night, outcome, reason)
    took = monotonic() - begun
    return NightResult(
        night.file.study.name, night.night_id, outcome, reason, took, started, tuple((r[0], r[1], r[2]) for r in ran)
    )


def _close_broken(night: Night, begun: float, started: float, fault: BaseException) -> None:
    """Enter and tell that a night broke off; told even where the disk takes no more entries."""
    reason = _told(fault)
    try:
        if is_whole(night):  # stopped while Prefect waited for its server: people read the edition already
            _close_whole(night, begun, started)
        else:
            _close(night, begun, started, "failed", reason)
    except Exception as refused:  # noqa: BLE001  whatever keeps a night from being entered, somebody must hear of it
        _tell(night, "failed", f"{reason}; the ledger could not be told ({refused}), the next night closes this one")


def _tell(night: Night, outcome: str, reason: str | None) -> None:
    place, study = night.workspace, night.file.study.name
    good = place.current.resolve().name if place.current.exists() else "none yet"
    alert(
        night.settings,
        place,
        title=f"Overblik: the night {night.night_id} of {study} ended as {outcome}",
        body=f"{reason}\nLast good edition: {good}. Look: overblik status --study {study}",
    )


def _keep_in_store(night: Night) -> None:
    """Hand what the night left over to the object store, if there is one; a store that fails spoils no night."""
    if night.settings.store is None:
        return
    try:
        said = push_study(night.settings, night.file.study.name, night_id=night.night_id)
    except RefusedError as fault:
        log.error("the object store was not brought up to date; the next night tries again", reason=str(fault))
    else:
        log.info("kept in the object store", note=said)


def _note(night: Night, stage: str) -> str | None:
    with night.ledger as ledger:
        rows = ledger.rows("select note from stage where night_id = ? and stage = ?", (night.night_id, stage))
    return str(rows[0]["note"]) if rows else None


def _done(night: Night) -> set[str]:
    with night.ledger as ledger:
        rows = ledger.rows("select stage from stage where night_id = ? and outcome = 'done'", (night.night_id,))
    return {row["stage"] for row in rows}


def _orchestrated(night: Night) -> float:
    from pipelines.flows import orchestrate  # Prefect takes seconds to import, and a plain night needs none of it

    return orchestrate(night)


def run_plainly(night: Night) -> None:
    """Run the stages that are not done yet, in order; sources are collected side by side, each in its own process."""
    done = _done(night)
    for stage in stages.STAGES:
        if stage.name in done:
            continue
        if stage.name == "collect":
            stages.run_stage(night, stages.Stage("collect", stage.purpose, _collect_side_by_side))
        else:
            stages.run_stage(night, stage)


def _collect_side_by_side(night: Night) -> str:
    def one(name: str) -> str:
        try:
            return stages.collect_source(night, name)
        except stages.SourceFailedError as fault:
            log.error("a source failed", source=name, reason=str(fault))
            return f"{stages.FAILED}{fault}"

    with ThreadPoolExecutor(max_workers=4) as pool:
        return "; ".join(pool.map(one, stages.source_names(night)))
