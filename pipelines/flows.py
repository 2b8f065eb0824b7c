"""The night as Prefect flows and tasks: the only module that names Prefect.

Prefect gives what an operator wants to look at (a run per night, a task per source and stage, retries, logs, a table of
the night) and a schedule. It is never the record: the ledger is. If its server cannot start or dies in the middle, the
stages that are left run without it, and the night ends as it would have.

Rejected: Prefect's own result storage and transactions as checkpoints (a second truth beside archive and ledger).
"""

from __future__ import annotations

import os
import re
from time import monotonic
from typing import Any

import structlog

from pipelines import stages
from pipelines.fanning import came_to, collect_once, crawl_in_night
from pipelines.night import Night, NightRefusedError
from pipelines.rehearsing import staged
from pipelines.running import is_whole, run_night, run_plainly
from warehouse.settings import Settings


def _prepare_prefect() -> None:
    """Keep Prefect's own things inside our folder, its telemetry off, and its slow start from being a fault.

    Prefect reads its settings when it is imported, so this comes before.
    """
    for name, value in {
        "PREFECT_HOME": str((Settings().home / ".prefect").resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_LOGGING_LEVEL": "ERROR",
        # A server that died is asked so often and so long after the last stage, while the night holds its lock.
        "PREFECT_CLIENT_MAX_RETRIES": "2",
        "PREFECT_API_REQUEST_TIMEOUT": "20",
    }.items():
        os.environ.setdefault(name, value)


_prepare_prefect()

from prefect import Flow, flow, task  # noqa: E402  its settings are made above
from prefect.artifacts import create_markdown_artifact, create_table_artifact  # noqa: E402  as above
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: E402  as above
from prefect.deployments import run_deployment  # noqa: E402  as above
from prefect.schedules import Cron  # noqa: E402  as above
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402  as above

log = structlog.get_logger(__name__)

RETRY_SECONDS = (60, 300)


def orchestrate(night: Night) -> float:
    """The night as a Prefect flow; returns the seconds that Prefect took before the first stage.

    A fault of Prefect's own (its server, its database, its API) leaves the rest of the night to the plain runner; a
    fault of a stage is raised as it is.
    """
    begun = monotonic()
    first: list[float] = []
    faults: list[BaseException] = []
    try:
        _flow_of(night, begun, first, faults)()
    except Exception as fault:  # noqa: BLE001  whatever Prefect raises, the night must be brought to its end
        if faults:
            raise faults[0] from None
        lacked = "its run is not closed there" if is_whole(night) else "the night goes on without it"
        log.warning(f"Prefect failed; {lacked}", reason=f"{type(fault).__name__}: {fault}")
        first.append(monotonic() - begun)
        run_plainly(night)
    return first[0]


def _flow_of(night: Night, begun: float, first: list[float], faults: list[BaseException]) -> Flow[[], None]:
    runner: Any = ThreadPoolTaskRunner(max_workers=4)  # its own generic type fits no parameter of Prefect's
    retries = () if night.file.study.rehearsal else RETRY_SECONDS

    @task(name="collect-source", retries=len(retries), retry_delay_seconds=list(retries), persist_result=False)
    def collect_source(name: str) -> str:
        return _by_a_pool(night, name) or collect_once(night, name)

    @task(name="stage", task_run_name="{name}", persist_result=False)
    def stage(name: str) -> str:
        todo = next(one for one in stages.STAGES if one.name == name)
        try:
            return stages.run_stage(night, todo)
        except Exception as fault:
            faults.append(fault)
            raise

    def collect_all(_: Night) -> str:
        waiting = [(name, collect_source.submit(name)) for name in stages.source_names(night)]
        said = []
        for name, future in waiting:
            future.wait()
            state = future.state
            if state.is_completed():
                said.append(str(state.result(raise_on_failure=False)))
            else:
                log.error("a source failed", source=name, reason=state.message)
                said.append(f"{stages.FAILED}{name}: {state.message}")
        return "; ".join(said)

    @flow(
        name="overblik-night",
        flow_run_name=f"{night.file.study.name}-{night.night_id}",
        task_runner=runner,
        persist_result=False,
    )
    def night_flow() -> None:
        first.append(monotonic() - begun)
        stages.run_stage(night, stages.Stage("collect", "sources side by side", collect_all))
        for one in stages.STAGES[1:]:
            stage(one.name)
        try:
            _show_table(night)
            _show_summary(night)
        except Exception as fault:  # noqa: BLE001  both are for looking at; the ledger holds the same rows
            log.warning("Prefect did not take the night's table", reason=f"{type(fault).__name__}: {fault}")

    return night_flow


def _by_a_pool(night: Night, source: str) -> str | None:
    """Have a source collected by the work pool that the settings name for it; None where the night must do it itself.

    Whatever the pool's run says, the ledger says what became of the crawl.
    """
    pools = night.settings.crawl_pools
    deployment = pools.get(source) or pools.get("*")
    if deployment is None or night.file.study.rehearsal:
        return None
    asked: Any = run_deployment
    study = str(night.file.path.resolve())  # a worker has a folder of its own, from which a shorter path leads nowhere
    try:
        asked(
            deployment,
            parameters={"study": study, "source": source, "night_id": night.night_id},
            flow_run_name=f"{night.night_id}-{source}",
            timeout=night.settings.crawl_pool_seconds,
        )
    except Exception as fault:  # noqa: BLE001  whatever Prefect raises, the source must be collected
        log.warning("a work pool did not run", source=source, reason=f"{type(fault).__name__}: {fault}")
    said = came_to(night, source)
    if said is None:
        log.warning("a work pool brought nothing; the night collects by itself", source=source, pool=deployment)
    return said


def _show_summary(night: Night) -> None:
    """The night in a few sentences, for whoever looks at the flow run."""
    with night.ledger as ledger:
        ran = ledger.rows("select stage, note from stage where night_id = ? order by rowid", (night.night_id,))
    lines = [f"- **{row['stage']}**: {markdown_escaped(row['note'])}" for row in ran]
    head = f"# Night {night.night_id} of {night.file.study.name}"
    create_markdown_artifact(
        key=f"summary-{night.file.study.name}".replace("_", "-"),
        markdown="\n".join([head, "", *lines, "", f"Look: `overblik status --study {night.file.study.name}`"]),
        description="What each stage says of itself; the ledger is the record.",
    )


def markdown_escaped(text: str) -> str:
    """Text of the ledger as Markdown that shows it as it is: reasons may quote what a server said."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~&-])", r"\\\1", " ".join(text.split()))


def _show_table(night: Night) -> None:
    with night.ledger as ledger:
        rows = ledger.rows(
            "select stage, seconds, note from stage where night_id = ? order by rowid", (night.night_id,)
        )
        sources = ledger.rows(
            "select fetch.source, fetch.outcome, count(*) as requests from fetch join crawl using (crawl_id) "
            "where night_id = ? group by 1, 2",
            (night.night_id,),
        )
    create_table_artifact(
        key=f"night-{night.file.study.name}".replace("_", "-"),
        table=[{"stage": r["stage"], "seconds": round(r["seconds"], 2), "note": r["note"]} for r in rows]
        + [
            {"stage": f"collect {r['source']}", "seconds": None, "note": f"{r['requests']} {r['outcome']}"}
            for r in sources
        ],
        description=f"What the night {night.night_id} of {night.file.study.name} did; the ledger is the record.",
    )


@flow(name="overblik-nightly", persist_result=False)
def nightly(study: str) -> str:
    """The deployment: one night of a study, for today, by the settings of the environment."""
    with staged(study, Settings(), None) as stage:
        result = run_night(study, settings=stage.settings, as_of=stage.as_of)
    if result.outcome in ("failed", "kept_last_good"):
        raise NightRefusedError(result.reason or result.outcome)
    return f"{result.night_id}: {result.outcome}"


@flow(name="overblik-crawl", persist_result=False)
def crawl(study: str, source: str, night_id: str) -> str:
    """The deployment of a work pool: one source, for a night that is under way and asks for it."""
    return crawl_in_night(study, source, night_id, Settings())


def serve(study: str, *, cron: str, timezone: str) -> None:
    """Serve the nightly deployment until stopped: one run at a time, the next one skipped while one is under way.

    Raises `NightRefusedError` for a schedule that no calendar knows.
    """
    try:
        schedule = Cron(cron, timezone=timezone)
    except ValueError:
        raise NightRefusedError(f"{cron!r} is no time that recurs; write it like '0 10 * * *'.") from None
    served: Any = nightly
    served.serve(
        name=f"overblik-{study}",
        schedule=schedule,
        parameters={"study": study},
        global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
    )
