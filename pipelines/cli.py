"""The command `overblik`: one command per stage, `run` for the whole night, and what its three readers ask for.

Exit codes: 0 done, 1 refused with a sentence, 2 misused, 130 stopped by hand. Nothing heavy is imported before it is
needed.
"""

from __future__ import annotations

import errno
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from pipelines import (
    digest_commands,
    document_commands,
    explore_commands,
    language_commands,
    operating_commands,
    speaking,
    store_commands,
    strategy_commands,
    study_commands,
)

if TYPE_CHECKING:
    from pydantic import ValidationError

    from warehouse.settings import Settings, Workspace

_DISK_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)

app = typer.Typer(
    name="overblik",
    help="Nightly market, competitor and technology intelligence for public digital infrastructure.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(study_commands.study_app, name="study")
archive_app = typer.Typer(help="Hand the archive on.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(archive_app, name="archive")
rehearse_app = typer.Typer(help="Two nights on the invented rehearsal world.", rich_markup_mode=None)
app.add_typer(rehearse_app, name="rehearse")
app.add_typer(language_commands.player_app, name="player")
app.add_typer(language_commands.terms_app, name="terms")
app.add_typer(operating_commands.quarantine_app, name="quarantine")
for _command in (
    operating_commands.doctor,
    operating_commands.crawl,
    operating_commands.watchdog,
    operating_commands.purge,
    operating_commands.retain,
    operating_commands.restore,
):
    app.command()(_command)
app.add_typer(store_commands.store_app, name="store")
app.command()(language_commands.evaluate)
app.command()(document_commands.report)
app.command()(document_commands.export)
app.command()(digest_commands.digest)
app.command()(explore_commands.explore)
app.command()(strategy_commands.assumptions)
app.command()(strategy_commands.diff)
app.command()(strategy_commands.plan)

StudyName = Annotated[str, typer.Argument(help="a shipped study (demo, kombit) or a TOML file")]
StudyOption = Annotated[str | None, typer.Option("--study", help="which study; the last published one if not said")]
DateOption = Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="as of which day; today")]
Partial = Annotated[bool, typer.Option("--allow-partial", help="publish although a source could not be collected")]
HomeOption = Annotated[Path | None, typer.Option("--home", help="where studies lie; OVERBLIK_HOME if not said")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, max=64, help="reading and classifying processes")]
ClusterOption = Annotated[str | None, typer.Option("--cluster", help="a Dask scheduler's address, or local")]
Plain = Annotated[bool, typer.Option("--plain", help="without Prefect")]


def main() -> None:
    """Run the command; a refusal is a sentence and exit code 1, never a traceback."""
    from warehouse.refusal import RefusedError
    from warehouse.secret import load_secrets

    sys.excepthook = speaking.crashed
    try:
        load_secrets()
    except RefusedError as refused:
        speaking.refuse(refused)
        sys.exit(speaking.REFUSED)
    try:
        app()
    except ValueError as fault:
        # pydantic's own error is a ValueError; importing pydantic just to name it would slow every command down.
        if type(fault).__name__ == "SettingsError":  # its words name the field, as the environment calls it
            speaking.refuse(f"{str(fault).rstrip('.')}; write it as JSON, or mend it in the environment.")
            sys.exit(speaking.REFUSED)
        if type(fault).__name__ != "ValidationError":
            raise
        first = cast("ValidationError", fault).errors()[0]
        setting = "OVERBLIK_" + "_".join(str(step) for step in first["loc"]).upper()
        speaking.refuse(f"The setting {setting} is refused: {first['msg']}; mend it in the environment.")
        sys.exit(speaking.REFUSED)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn every refusal that a user may cause into its sentence and exit code 1."""

    from warehouse.refusal import RefusedError

    try:
        yield
    except RefusedError as refused:
        speaking.refuse(refused)
        raise typer.Exit(speaking.REFUSED) from None
    except sqlite3.OperationalError as fault:
        speaking.refuse(
            f"The ledger under {_settings().home} cannot be used: {fault}; make room on the disk, or mend it."
        )
        raise typer.Exit(speaking.REFUSED) from None
    except OSError as fault:
        if fault.filename is None and fault.errno not in _DISK_FAULTS:
            raise
        where = fault.filename or "The disk"
        speaking.refuse(f"{where}: {fault.strerror}; choose another place, make room, or mend its permissions.")
        raise typer.Exit(speaking.REFUSED) from None


def _settings(home: Path | None = None) -> Settings:
    from warehouse.settings import Settings

    settings = Settings() if home is None else Settings(home=home)
    speaking.set_up_logs(settings.log_format)
    return settings


def _day(said: datetime | None) -> date | None:
    return said.date() if said else None


@app.command()
def run(
    study: StudyName,
    as_of: DateOption = None,
    plain: Plain = False,
    allow_partial: Partial = False,
    workers: Workers = None,
    cluster: ClusterOption = None,
) -> None:
    """Run the whole night of STUDY: collect, read, load, resolve, enrich, build, publish."""
    said = {"workers": workers, "cluster": cluster}
    settings = _settings().model_copy(update={name: value for name, value in said.items() if value is not None})
    with refusing():
        from pipelines.rehearsing import staged
        from pipelines.running import run_night
        from warehouse.settings import workspace

        with staged(study, settings, _day(as_of)) as stage:
            result = run_night(
                study,
                settings=stage.settings,
                as_of=stage.as_of,
                orchestrated=not plain,
                allow_partial=allow_partial,
            )
        _say_night(result, workspace(settings, result.study))
        if result.outcome not in ("published", "unchanged"):
            speaking.refuse(result.reason)
            raise typer.Exit(speaking.REFUSED)


def _say_night(result: object, place: Workspace) -> None:
    from pipelines.running import NightResult

    assert isinstance(result, NightResult)
    speaking.table(
        f"Night {result.night_id} of {result.study}: {result.outcome}",
        ("stage", "seconds", "what it did"),
        [(name, seconds, note) for name, seconds, note in result.stages],
    )
    speaking.say(f"{result.seconds:.1f} s in all; {result.orchestrator_seconds:.1f} s of them Prefect's own start-up.")
    if place.current.exists():
        speaking.say(f"Report: {(place.current / 'site' / 'index.html')}")


def _stage_command(name: str) -> Callable[..., None]:
    def command(study: StudyName, as_of: DateOption = None, allow_partial: Partial = False) -> None:
        settings = _settings()
        with refusing():
            from pipelines import night as nights
            from pipelines import stages
            from pipelines.rehearsing import staged
            from pipelines.study import read
            from pipelines.study_tables import check_shelves
            from warehouse.settings import workspace

            file = read(study)
            check_shelves(file)
            stage = next(one for one in stages.STAGES if one.name == name)
            place = workspace(settings, file.study.name)
            with staged(study, settings, _day(as_of)) as set_up, nights.the_only_one(place):
                night = nights.begin(file, set_up.settings, as_of=set_up.as_of, allow_partial=allow_partial, go_on=True)
                speaking.log_into(place.logs / f"{night.night_id}.jsonl")
                try:
                    note = stages.run_stage(night, stage)
                finally:
                    nights.pause(night)
                if name == "publish":
                    nights.close(night, outcome="unchanged" if note == stages.NOTHING_NEW else "published")
            speaking.say(f"{name}: {note}")
            if stages.FAILED in note:
                raise typer.Exit(speaking.REFUSED)

    command.__doc__ = f"Run the stage {name} alone."
    return command


for _stage, _purpose in {
    "collect": "Collect every source of STUDY since its watermark into the archive.",
    "read": "Read unread evidence into records, or quarantine it with its reason.",
    "load": "Load record files into raw tables.",
    "resolve": "Decide which organisations are one player.",
    "enrich": "Find technologies and CPV groups in new texts.",
    "build": "Build and check every core and mart table.",
    "publish": "Publish a new edition with its report, or nothing and say why.",
}.items():
    app.command(_stage, help=_purpose)(_stage_command(_stage))


@app.command()
def status(study: StudyOption = None) -> None:
    """Show the last nights, the sources with their ages, and what lies in quarantine."""
    with refusing():
        from pipelines.looking import show_status

        show_status(_settings(), study)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help='one SELECT on the marts, e.g. "from mart.supplier_share limit 10"')],
    study: StudyOption = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="write the answer to a CSV file")] = None,
    parquet: Annotated[Path | None, typer.Option("--parquet", help="write the answer to a Parquet file")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="write the answer to a JSON file")] = None,
    seconds: Annotated[int, typer.Option(help="give up after so many seconds")] = 60,
    edition: Annotated[str | None, typer.Option("--edition", help="which edition; the current one if not said")] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="the edition that was current on a day")
    ] = None,
    all_editions: Annotated[
        bool, typer.Option("--all-editions", help='attach every kept edition, as "e_20261117_1".mart.award')
    ] = False,
) -> None:
    """Ask an edition, read-only: the current one, one that was kept, or several in one question."""
    with refusing():
        from pipelines.looking import answer

        files = {kind: path for kind, path in (("csv", csv), ("parquet", parquet), ("json", json)) if path}
        answer(
            _settings(),
            study,
            query,
            files=files,
            seconds=seconds,
            edition_id=edition,
            as_of=_day(as_of),
            together=all_editions,
        )


@app.command()
def verify(
    edition: Annotated[str | None, typer.Argument(help="which edition; the current one if not said")] = None,
    study: StudyOption = None,
) -> None:
    """Run every claim of a report again, and check every file, quote and piece of evidence behind it."""
    with refusing():
        from pipelines.verifying import verify as verify_edition

        if not verify_edition(_settings(), study, edition):
            raise typer.Exit(speaking.REFUSED)


@app.command()
def show(
    evidence_id: Annotated[str, typer.Argument(help="an evidence id, or its first eight characters or more")],
    study: StudyOption = None,
    raw: Annotated[bool, typer.Option("--raw", help="write the bytes as received to standard output")] = False,
    part: Annotated[str, typer.Option("--part", help="which member, where the evidence is a package")] = "",
) -> None:
    """Show a piece of evidence: where it came from, how it was read, what was read out of it."""
    with refusing():
        from pipelines.looking import show_evidence

        show_evidence(_settings(), study, evidence_id, raw=raw, part=part)


@app.command()
def sources(study: Annotated[str | None, typer.Argument(help="only the sources of this study")] = None) -> None:
    """List the kinds of sources with publisher, licence and terms, or the sources of a study."""
    with refusing():
        from pipelines.looking import show_sources

        show_sources(study)


@archive_app.command("export")
def archive_export(
    study: StudyName,
    out: Annotated[Path, typer.Option("--out", help="the file to write, as evidence.warc.gz")],
    since: Annotated[str | None, typer.Option("--since", help="the first night to take; all if not said")] = None,
    home: HomeOption = None,
) -> None:
    """Write the evidence of STUDY, exactly as received, as a WARC file."""
    with refusing():
        from pipelines.keeping import export_archive
        from pipelines.study import read

        export_archive(_settings(home), read(study), out, since=since)


@app.command()
def replay(study: StudyName, home: HomeOption = None) -> None:
    """Make the current edition of STUDY anew from the archive alone, without network, and compare every table."""
    with refusing():
        from pipelines.keeping import say_replay
        from pipelines.study import read
        from pipelines.study_tables import check_shelves

        settings, file = _settings(home), read(study)
        check_shelves(file)
        if not say_replay(settings, file):
            raise typer.Exit(speaking.REFUSED)


@app.command()
def schedule(
    study: StudyName,
    cron: Annotated[str, typer.Option(help="when; sources such as TED are final at 09:30")] = "0 10 * * *",
    timezone: Annotated[str, typer.Option(help="the clock that --cron speaks of")] = "Europe/Copenhagen",
) -> None:
    """Serve the nightly run of STUDY until stopped."""
    with refusing():
        from pipelines.scheduling import check_hours
        from pipelines.study import read
        from pipelines.study_tables import check_shelves

        _settings()
        file = read(study)
        check_shelves(file)
        for said in check_hours(file, cron, timezone):
            speaking.say(said)
        from pipelines.flows import serve

        serve(study, cron=cron, timezone=timezone)


@rehearse_app.callback(invoke_without_command=True)
def rehearse(context: typer.Context, plain: Plain = False) -> None:
    """Crawl the invented world over loopback for two nights and say what came out."""
    if context.invoked_subcommand is None:
        with refusing():
            from pipelines.rehearsing import rehearse_two_nights

            if not rehearse_two_nights(_settings(), orchestrated=not plain):
                raise typer.Exit(speaking.REFUSED)


@rehearse_app.command("verify")
def rehearse_verify() -> None:
    """Print every planted truth beside what the current edition found."""
    with refusing():
        from pipelines.rehearsing import verify_truths

        if not verify_truths(_settings()):
            raise typer.Exit(speaking.REFUSED)


if __name__ == "__main__":
    main()
