"""The operator's commands beside `run` and `status`: doctor, watchdog, quarantine, purge, retain, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines import speaking

if TYPE_CHECKING:
    from warehouse.settings import Workspace

quarantine_app = typer.Typer(help="What could not be read.", no_args_is_help=True, rich_markup_mode=None)

Study = Annotated[str, typer.Argument(help="a shipped study (demo, kombit) or a TOML file")]
Perhaps = Annotated[str | None, typer.Option("--study", help="which study; the last that ran if not said")]
OfSource = Annotated[str | None, typer.Option("--source", help="only what this source gave")]
OfReason = Annotated[str | None, typer.Option("--reason", help="only what was refused for this reason")]


def doctor(
    network: Annotated[bool, typer.Option("--network", help="ask one publisher whether it answers")] = False,
) -> None:
    """Look at whether this machine can run a night: settings, disk, clock, secrets, browser, models, lock, ledger."""
    from pipelines.cli import _settings, refusing

    with refusing():
        from pipelines.doctor import examine
        from pipelines.looking import known_workspaces

        settings = _settings()
        found = examine(settings, known_workspaces(settings), ask_network=network)
        speaking.table("What was looked at", ("what", "verdict", "said"), [(f.what, f.verdict, f.said) for f in found])
        faults = [one for one in found if one.verdict == "fault"]
        if faults:
            speaking.refuse(f"{len(faults)} faults keep nights from running; the first: {faults[0].said}.")
            raise typer.Exit(speaking.REFUSED)


def watchdog(
    study: Annotated[str | None, typer.Argument(help="which study; every one that has run if not said")] = None,
    hours: Annotated[float, typer.Option(min=0.1, max=8760, help="how old the last good night may be")] = 26,
) -> None:
    """Say, and alert, when nights do not happen: exit code 1 where one is overdue, failed, or hangs."""
    from pipelines.cli import _settings, refusing

    with refusing():
        from pipelines.looking import choose, known_workspaces
        from pipelines.night import NightRefusedError
        from pipelines.watchdog import miss, watch
        from warehouse.refusal import RefusedError

        settings = _settings()
        try:
            places = [choose(settings, study, published=False)] if study else known_workspaces(settings)
            if not places:
                raise NightRefusedError(f"No study has ever run under {settings.home}; run `overblik run STUDY` first.")
        except RefusedError as refused:
            miss(settings, study, str(refused))
            raise
        faults = 0
        for place in places:
            seen = watch(settings, place, hours=hours)
            good = f"{seen.last_good:%Y-%m-%d %H:%M} UTC" if seen.last_good else "never"
            speaking.say(f"{seen.study}: {'; '.join(seen.faults) or 'all is well'} (last good night: {good})")
            faults += len(seen.faults)
        if faults:
            raise typer.Exit(speaking.REFUSED)


def check_known(place: Workspace, *, source: str | None, reason: str | None) -> None:
    """Refuse a source or a reason that nothing in the quarantine has. Raises `NightRefusedError`."""
    from pipelines.night import NightRefusedError
    from pipelines.study import listed, near
    from warehouse.ledger import Ledger

    with Ledger(place.ledger) as ledger:
        held = {
            "source": ledger.rows("select distinct source as name from evidence order by 1"),
            "reason": ledger.rows(
                "select distinct reason as name from reading where outcome = 'quarantined' order by 1"
            ),
        }
    for what, said in (("source", source), ("reason", reason)):
        known = [row["name"] for row in held[what] if row["name"]]
        if said is not None and said not in known:
            there = f"there are {listed(known)}" if known else "there is none"
            raise NightRefusedError(f"Nothing here has the {what} {said!r}{near(said, known)}; {there}.")


@quarantine_app.command("list")
def quarantine_list(
    study: Perhaps = None,
    source: OfSource = None,
    reason: OfReason = None,
    limit: Annotated[int, typer.Option(min=1, help="how many pieces at most")] = 50,
) -> None:
    """List what could not be read, with its reason, since when, and by which reader."""
    from pipelines.cli import _settings, refusing

    with refusing():
        from pipelines.looking import choose
        from warehouse.ledger import Ledger

        place = choose(_settings(), study, published=False)
        check_known(place, source=source, reason=reason)
        with Ledger(place.ledger) as ledger:
            rows = ledger.rows(
                "select e.source, r.reason, r.evidence_id, r.part, r.reader, e.first_seen, r.read_at, r.detail, "
                "count(*) over () as of_all from reading r join evidence e using (evidence_id) "
                "where r.outcome = 'quarantined' and (:source is null or e.source = :source) "
                "and (:reason is null or r.reason = :reason) order by r.read_at desc, 3, 4 limit :limit",
                {"source": source, "reason": reason, "limit": limit},
            )
        speaking.table(
            f"Quarantine of {place.root.name}: {rows[0]['of_all'] if rows else 0} pieces",
            ("source", "reason", "evidence", "part", "reader", "first seen", "last tried", "detail"),
            [(r[0], r[1], r[2][:12], r[3], r[4], str(r[5])[:16], str(r[6])[:16], str(r[7] or "")[:120]) for r in rows],
        )


@quarantine_app.command("retry")
def quarantine_retry(study: Study, source: OfSource = None, reason: OfReason = None) -> None:
    """Read again what could not be read (after a reader was mended); what is read now is published by the next run."""
    from pipelines.cli import _settings, refusing

    with refusing():
        from pipelines import study_tables
        from pipelines.advising import run_command
        from pipelines.looking import choose
        from pipelines.night import the_only_one
        from pipelines.study import read
        from spiders.reading import read_new
        from warehouse import forgetting
        from warehouse.ledger import Ledger

        settings, file = _settings(), read(study)
        place = choose(settings, study, published=False)
        check_known(place, source=source, reason=reason)
        with the_only_one(place):
            with Ledger(place.ledger) as ledger:
                forgotten = forgetting.forget_quarantine(ledger, source=source, reason=reason)
            result = read_new(root=place.root, settings=settings, scopes=study_tables.scopes(file))
        still = sum(result.quarantined.values())
        speaking.say(
            f"{forgotten} pieces of evidence tried again: {result.read} parts read, {still} still cannot be "
            f"({', '.join(f'{n} {why}' for why, n in result.quarantined.items()) or 'none'}). "
            f"The next `{run_command(study)}` publishes what was read."
        )


def purge(
    study: Study,
    terms: Annotated[list[str], typer.Argument(help="a whole name, mail address or number; several to take out all")],
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """Take one person or organisation out of evidence, records, ledger, logs and editions, and keep them out."""
    from pipelines.cli import _settings, refusing

    with refusing():
        from pipelines.advising import run_command
        from pipelines.looking import choose
        from pipelines.purging import purge as purge_from
        from pipelines.purging_store import follow_in_store

        settings = _settings()
        place = choose(settings, study, published=False)
        if not yes:
            typer.confirm(
                f"Everything in {place.root} that names them is masked or removed and cannot be brought back. Go on?",
                abort=True,
            )
        done = purge_from(place, terms)
        speaking.say(
            f"{done.masked} pieces of evidence masked, {done.removed} removed, {done.record_files} record files "
            f"rewritten, {len(done.editions)} editions removed ({', '.join(done.editions) or 'none'}), "
            f"{done.other_files} other files cleaned; 0 traces left."
        )
        if said := follow_in_store(settings, place.root.name):
            speaking.say(f"{said}.")
        if not place.current.exists():
            speaking.say(f"There is no current edition now; `{run_command(study)}` publishes one without them.")


def retain(
    study: Study,
    days: Annotated[int | None, typer.Option(min=1, max=36_500, help="OVERBLIK_RAW_CONTACT_DAYS if not said")] = None,
) -> None:
    """Take contact persons out of raw evidence that is older than so many days; nothing else of it changes."""
    from pipelines.cli import _settings, refusing

    with refusing():
        from pipelines.looking import choose
        from pipelines.retaining import retain as retain_in
        from pipelines.store_commands import push_now

        settings = _settings()
        place = choose(settings, study, published=False)
        done = retain_in(place, days=days if days is not None else settings.raw_contact_days)
        speaking.say(
            f"{done.looked_at} pieces of evidence older than {done.days} days looked at: "
            f"{done.redacted} redacted, {done.removed} removed, {done.untouched} hold no contacts."
        )
        if settings.store is not None:  # also after nothing was redacted: an earlier run may have been cut short
            speaking.say(f"{push_now(settings, place.root.name)}.")


def restore(
    study: Study,
    archive: Annotated[Path, typer.Option("--archive", help="the study's folder, or a copy of it, to restore from")],
) -> None:
    """Make everything of STUDY anew from a copy of its evidence and ledger on this machine, and compare the tables."""
    from pipelines.cli import _settings, refusing

    with refusing():
        from pipelines.restoring import restore as restore_from
        from pipelines.study import read
        from pipelines.study_tables import check_shelves

        settings, file = _settings(), read(study)
        check_shelves(file)
        restored = restore_from(settings, file, archive)
        speaking.say(
            f"Edition {restored.edition} is published again from {restored.evidence} pieces of evidence: "
            f"{restored.same} tables are what they were, {len(restored.differing)} are not."
        )
        if restored.differing:
            speaking.refuse(f"These tables came out otherwise: {', '.join(restored.differing)}.")
            raise typer.Exit(speaking.REFUSED)


def crawl(
    study: Study,
    source: Annotated[str, typer.Option("--source", help="which source of the study")],
    night: Annotated[str, typer.Option("--night", help="the night that asks for it and waits, as 20261120-1")],
) -> None:
    """Collect one source for a night that is under way: what a worker of a work pool runs for it."""
    from pipelines.cli import _settings, refusing

    with refusing():
        from pipelines.fanning import crawl_in_night

        speaking.say(crawl_in_night(study, source, night, _settings()))
