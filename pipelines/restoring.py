"""The restore drill: from a copy of a study's folder to a published edition on an empty machine, in one command.

What cannot be made again is evidence and ledger; everything else is made from them, by the stages of every night, and
compared with what was published. Older editions and trained classifiers are taken along where the copy has them: the
edition before is what "what is new" is compared with. So are the tombstones: without them, whoever was taken out comes
back with the evidence of a copy that is older than that, and with the next page that names them.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines import speaking, stages
from pipelines.keeping import FORGET, take_moments
from pipelines.night import Night, NightRefusedError, the_only_one
from pipelines.study import StudyFile
from warehouse import edition as editions
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, workspace
from warehouse.tombstone import FILE as TOMBSTONES

_STAGES = ("read", "load", "resolve", "enrich", "build", "publish")


@dataclass(frozen=True)
class Restored:
    """What a restore came to: the edition, pieces of evidence, tables that are and are not what they were."""

    edition: str
    evidence: int
    same: int
    differing: tuple[str, ...]


def restore(settings: Settings, file: StudyFile, archive: Path) -> Restored:
    """Publish a study's last edition again from a copy of its folder. Raises `NightRefusedError`."""
    copy, place = Workspace(archive), workspace(settings, file.study.name)
    if not copy.ledger.is_file() or not copy.evidence.is_dir():
        raise NightRefusedError(f"{archive} holds no ledger.sqlite and evidence/; name a study's folder or its copy.")
    if place.ledger.exists() or editions.all_editions(place):
        raise NightRefusedError(f"{place.root} is not empty; a restore never overwrites: choose another OVERBLIK_HOME.")
    place.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.root) as beside:
        return _restore(settings, file, copy, place, _ledger_of(copy, Path(beside)))


def _ledger_of(copy: Workspace, beside: Path) -> Path:
    """The copy's ledger, copied once more: to open one is to write, and a backup stays as it is."""
    for name in (copy.ledger.name, f"{copy.ledger.name}-wal"):
        if (copy.root / name).is_file():
            shutil.copy2(copy.root / name, beside / name)
            (beside / name).chmod(0o600)
    return beside / copy.ledger.name


def _restore(settings: Settings, file: StudyFile, copy: Workspace, place: Workspace, held: Path) -> Restored:
    with Ledger(held) as ledger:
        last = ledger.rows("select night_id, as_of from night where outcome = 'published' order by rowid desc limit 1")
    if not last:
        raise NightRefusedError(f"No night of {copy.root} was published; there is nothing to restore.")
    night_id, as_of = str(last[0]["night_id"]), date.fromisoformat(last[0]["as_of"])
    published = _tables(copy.editions / night_id)
    with the_only_one(place):
        evidence = _take(copy, place, night_id, held)
        night = Night(file, settings, place, night_id, as_of, allow_partial=True)
        for stage in (one for one in stages.STAGES if one.name in _STAGES):
            speaking.say(f"{stage.name}: {stage.run(night)}")
            if stage.name == "read":
                take_moments(Workspace(held.parent), place)
    restored = _tables(place.current)
    differing = sorted(name for name in restored if published and published.get(name) != restored[name])
    return Restored(night_id, evidence, len(restored) - len(differing), tuple(differing))


def _take(copy: Workspace, place: Workspace, night_id: str, held: Path) -> int:
    shutil.copytree(copy.evidence, place.evidence, dirs_exist_ok=True)
    if copy.models.is_dir():
        shutil.copytree(copy.models, place.models, dirs_exist_ok=True)
    if (copy.root / TOMBSTONES).is_file():
        (place.root / TOMBSTONES).touch(mode=0o600)  # before its key is in it, and whatever the copy's mode is
        shutil.copyfile(copy.root / TOMBSTONES, place.root / TOMBSTONES)
    before = [name for name in editions.all_editions(copy) if name != night_id]
    for name in before:
        shutil.copytree(copy.editions / name, place.editions / name)
    if older := editions.before(place, night_id):
        editions.point_current(place, older)
    with closing(sqlite3.connect(held)) as kept, closing(sqlite3.connect(place.ledger)) as ledger:
        kept.backup(ledger)
        for statement in filter(str.strip, FORGET.split(";")):
            ledger.execute(statement, {"edition": night_id} if ":edition" in statement else {})
        ledger.commit()
    with Ledger(place.ledger) as opened:
        return int(opened.rows("select count(*) from evidence")[0][0])


def _tables(folder: Path) -> dict[str, str]:
    if not (folder / editions.MANIFEST).is_file():
        return {}
    with editions.Edition(folder) as edition:
        return {str(name): str(said["hash"]) for name, said in edition.manifest["tables"].items()}
