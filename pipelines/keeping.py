"""What the archive is for: handing it on as a WARC file, and making everything from it once more.

A replay works in a folder of its own beside the study's things: the evidence is only linked to, the ledger is a copy
that forgets every reading and all that came after the current edition. So a replay can neither disturb a study nor be
helped by what it kept; it asks nobody, because nothing that it runs can.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipelines import speaking, stages
from pipelines.looking import choose, edition_folder
from pipelines.night import Night, NightRefusedError, the_only_one
from pipelines.recovering import REPLAY
from pipelines.study import StudyFile
from warehouse import edition as editions
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, workspace

STAGES = ("read", "load", "resolve", "enrich", "build")

# What the current edition could not know of is forgotten first; then everything that was ever read.
FORGET = """
delete from night where rowid > (select rowid from night where night_id = :edition);
delete from crawl where night_id not in (select night_id from night);
delete from fetch where crawl_id not in (select crawl_id from crawl);
delete from evidence where evidence_id not in (select evidence_id from fetch where evidence_id is not null);
delete from reading;
delete from unfinished;
delete from enrichment;
"""
# When a piece was read is a moment of the clock and nothing that the bytes say; it is kept for the comparison.
_SAME_MOMENTS = """
update reading set read_at = coalesce(
    (select read_at from original.reading as was
     where was.evidence_id = reading.evidence_id and was.part = reading.part), read_at)
"""


@dataclass(frozen=True)
class Difference:
    """One table that did not come out as it was published: rows then and now; None where there is no such table."""

    table: str
    published: int | None
    replayed: int | None


def export_archive(settings: Settings, file: StudyFile, out: Path, *, since: str | None) -> None:
    """Write a study's evidence as WARC and say what it came to. Raises `RefusedError`."""
    from importlib.metadata import version

    from spiders.warc import export_warc

    place = workspace(settings, file.study.name)
    if not place.ledger.exists():
        raise NightRefusedError(f"The study {file.study.name!r} has not run here yet; there is nothing to export.")
    if out.is_dir() or not out.name:
        raise NightRefusedError(f"--out names a folder ({out}); name a file, as evidence.warc.gz.")
    if not out.parent.is_dir():
        raise NightRefusedError(f"There is no folder {out.parent} to write {out.name} into; make it first.")
    done = export_warc(place.root, out, study=file.study.name, software=f"Overblik {version('overblik')}", since=since)
    speaking.say(
        f"{out}: {done.resources} answers with their bytes, {done.revisits} that gave the same bytes again, "
        f"{done.reserved} reserved pages by their verdict alone; {done.bytes / 1e6:.1f} MB."
    )
    if done.lost:
        raise NightRefusedError(
            f"{len(done.lost)} pieces of evidence are missing or damaged in the archive and not in the file; "
            f"the first is {done.lost[0]}. Bring them back from a copy of {place.evidence} and export again."
        )


def replay(settings: Settings, file: StudyFile) -> list[Difference]:
    """Make the current edition's tables anew from the archive alone; returns the tables that differ.

    Raises `NightRefusedError` where nothing was published, and whatever a stage raises.
    """
    place = workspace(settings, file.study.name)
    if editions.all_editions(place):
        edition_folder(choose(settings, file.study.name, published=True), None)  # refused where it is damaged
    edition = editions.current(place)
    if edition is None:
        raise NightRefusedError(
            f"The study {file.study.name!r} has published nothing here yet; nothing to compare with."
        )
    with edition:
        published = {str(name): (said["rows"], said["hash"]) for name, said in edition.manifest["tables"].items()}
        as_of = date.fromisoformat(edition.manifest["as_of"])
        night_id = str(edition.manifest["edition"])
    with the_only_one(place), _fresh(place, night_id) as fresh:
        night = Night(file, settings, fresh, night_id, as_of)
        night = replace(night, settings=settings.model_copy(update={"models": settings.models or place.models}))
        for stage in (one for one in stages.STAGES if one.name in STAGES):
            speaking.say(f"{stage.name}: {stage.run(night)}")
            if stage.name == "read":
                take_moments(place, fresh)
        replayed = _tables(fresh)
    return [
        Difference(name, published.get(name, (None,))[0], replayed.get(name, (None,))[0])
        for name in sorted(published.keys() | replayed.keys())
        if published.get(name) != replayed.get(name)
    ]


def say_replay(settings: Settings, file: StudyFile) -> bool:
    """Replay and tell; returns whether every table came out as it was published."""
    differences = replay(settings, file)
    if not differences:
        speaking.say("Every table is what was published: the edition follows from the archive.")
        return True
    speaking.table(
        "Tables that came out otherwise",
        ("table", "rows published", "rows now"),
        [(one.table, one.published, one.replayed) for one in differences],
    )
    speaking.say("A reader, a model, the study or its word lists changed since then, or the archive did.")
    return False


@contextmanager
def _fresh(place: Workspace, night_id: str) -> Iterator[Workspace]:
    """A workspace with the same evidence, the ledger as of that night, and nothing read; gone afterwards."""
    fresh = Workspace(place.root / REPLAY)
    shutil.rmtree(fresh.root, ignore_errors=True)
    fresh.root.mkdir()
    try:
        fresh.evidence.symlink_to(place.evidence.resolve(), target_is_directory=True)
        fresh.editions.symlink_to(place.editions.resolve(), target_is_directory=True)  # the one before is compared with
        with closing(sqlite3.connect(place.ledger)) as kept, closing(sqlite3.connect(fresh.ledger)) as copy:
            kept.backup(copy)
            for statement in filter(str.strip, FORGET.split(";")):
                copy.execute(statement, {"edition": night_id} if ":edition" in statement else {})
            copy.commit()
        Ledger(fresh.ledger).close()
        yield fresh.make()
    finally:
        shutil.rmtree(fresh.root, ignore_errors=True)


def take_moments(place: Workspace, fresh: Workspace) -> None:
    """Give what was read anew the moments at which it was first read: they are no part of what the bytes say."""
    with closing(sqlite3.connect(fresh.ledger)) as copy:
        copy.execute("attach ? as original", (str(place.ledger),))
        copy.execute(_SAME_MOMENTS)
        copy.commit()


def _tables(fresh: Workspace) -> dict[str, tuple[int, str]]:
    from warehouse.content import table_hash
    from warehouse.database import Building

    with Building(fresh.building) as building:
        return {
            f"{schema}.{name}": (
                int(str(building.query(f'select count(*) as n from {schema}."{name}"')[0]["n"])),  # noqa: S608  own names
                table_hash(building, f"{schema}.{name}"),
            )
            for schema in ("core", "mart")
            for name in building.names(schema)
        }
