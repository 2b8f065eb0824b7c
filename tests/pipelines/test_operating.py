"""What the operator does beside the night: looks, is told, tries again, takes out, keeps to time, restores."""

import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from pipelines import guarding, restoring, running, speaking
from pipelines.alerting import kept
from pipelines.cli import app
from pipelines.doctor import examine
from pipelines.guard import Finding
from pipelines.masking import take_out
from pipelines.night import NightRefusedError
from pipelines.purging import purge
from pipelines.restoring import restore
from pipelines.retaining import retain
from pipelines.running import run_night
from pipelines.study import read
from pipelines.verifying import check_edition, evidence_holds
from pipelines.watchdog import look, watch
from tests.pipelines.small_study import write_papers, write_study
from warehouse import edition as editions
from warehouse import forgetting, redacting
from warehouse.archive import Archive, MissingEvidenceError
from warehouse.ledger import Ending, Ledger
from warehouse.secret import SecretsError, load_secrets
from warehouse.settings import Settings, Workspace, now, workspace
from warehouse.tombstone import Tombstones

PERSON = "Kirstine Ørnhøj Damsgaard"
MAIL = "kda@opdigtet-kommune.example"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, trained_models: Path) -> tuple[Settings, Path, Workspace]:
    """A small study whose pages name a person in several spellings, after one published night."""
    folder = tmp_path_factory.mktemp("operating")
    papers = write_papers(folder)
    page = (papers / "strategi-1.html").read_text(encoding="utf-8")
    told = f"<p>Spørg {PERSON} ({MAIL}) om de nye kontrakter, som kommunen indgår i de kommende år.</p></main>"
    dressed = "<p>KIRSTINE &Oslash;rnh&oslash;j Damsgaard har ansvaret for cloudløsningen i kommunen nu.</p></main>"
    (papers / "strategi-1.html").write_text(page.replace("</main>", told), encoding="utf-8")
    (papers / "strategi-2.html").write_text(page.replace("</main>", dressed), encoding="utf-8")
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    study = write_study(folder)
    settings = Settings(home=folder / "home", models=trained_models, workers=1)
    assert run_night(str(study), settings=settings, as_of=date(2026, 11, 17), orchestrated=False).outcome == "published"
    return settings, study, workspace(settings, "small")


def copied(published: tuple[Settings, Path, Workspace], folder: Path) -> tuple[Settings, Path, Workspace]:
    settings, study, place = published
    shutil.copytree(place.root, folder / "home" / "small", symlinks=True)
    moved = settings.model_copy(update={"home": folder / "home"})
    return moved, study, workspace(moved, "small")


def everything(place: Workspace) -> bytes:
    """Every byte of a workspace, evidence and databases unpacked as far as they can be."""
    import zstandard

    found = []
    for path in place.root.rglob("*"):
        if path.is_file() and path.name != "tombstones.json":
            data = path.read_bytes()
            found.append(zstandard.decompress(data, 1 << 28) if path.suffix == ".zst" else data)
            if path.suffix == ".parquet":
                from warehouse.parquet import rows_as_text

                found.append(rows_as_text(path).encode())
    return b"\n".join(found)


def test_a_person_is_taken_out_of_everything_and_stays_out(
    published: tuple[Settings, Path, Workspace], tmp_path: Path
) -> None:
    settings, study, place = copied(published, tmp_path)
    assert PERSON.encode() in everything(place)
    done = purge(place, [PERSON, MAIL])
    assert (done.masked, done.removed, done.traces) == (2, 0, [])
    assert done.editions == ["20261117-1"]
    again = run_night(str(study), settings=settings, as_of=date(2026, 11, 18), orchestrated=False)
    assert again.outcome == "published"
    left = everything(place)
    for spelling in (PERSON, PERSON.split()[1], "&Oslash;rnh", MAIL, "Damsgaard"):
        assert spelling.encode() not in left, spelling
    with Ledger(place.ledger) as ledger:
        assert ledger.rows("select count(*) from reading where outcome = 'read'")[0][0] == 3
    assert (place.root / "tombstones.json").stat().st_mode & 0o077 == 0


def test_rests_of_killed_runs_name_nobody_after_a_purge(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "s").make()
    Ledger(place.ledger).close()
    rests = (
        place.editions / ".20261117-1.arriving" / "site" / "index.html",
        place.root / ".replay" / "records" / "text" / "x.parquet",
        place.records / "text" / ".x.parquet.1.1.tmp",
        place.evidence / "aa" / f".{'a' * 64}.9.9.tmp",
        place.evidence / f".arriving.{os.getpid()}.0.tmp",
        place.root / ".alerts.jsonl.1.1.tmp",
    )
    for rest in rests:
        rest.parent.mkdir(parents=True, exist_ok=True)
        rest.write_text(PERSON, encoding="utf-8")
    assert purge(place, [PERSON]).traces == []
    assert PERSON.encode() not in everything(place)


@pytest.mark.parametrize("name", ["notes", "editions/20261117-1/site/index.html", "records/text/.kept", "a/b/c.txt"])
def test_a_file_that_a_purge_does_not_know_is_a_trace(tmp_path: Path, name: str) -> None:
    place = Workspace(tmp_path / "s").make()
    Ledger(place.ledger).close()
    (place.root / name).parent.mkdir(parents=True, exist_ok=True)
    (place.root / name).write_text(PERSON, encoding="utf-8")
    with pytest.raises(NightRefusedError, match=f"1 traces are left, the first in .*{name}"):
        purge(place, [PERSON])


def test_who_is_on_a_stone_is_found_in_any_dress_and_nobody_else(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path)
    stones.add("Jørgen Å. Holm")
    stones.add("jh@a.example")
    for text in (
        "Jørgen Å. Holm",
        "J&oslash;rgen &Aring;. HOLM",
        r"{\"navn\": \"J\u00f8rgen \u00c5. Holm\"}",
        r"\nJørgen Å Holm's",
        "/folk/jørgen-å-holm.html",
        "<mailto:JH@a.example>",
    ):
        assert stones.names(text), text
        assert len(stones.masked(text)) == len(text)
        assert not stones.names(stones.masked(text))
    for text in ("Jørgen Holm", "Jørgen Å. Holmgaard", "h@a.example", ""):
        assert not stones.names(text), text
    stones.save()
    assert Tombstones(tmp_path).names("jørgen å. holm")
    assert "olm" not in (tmp_path / "tombstones.json").read_text()


def test_contacts_go_from_old_evidence_and_records_stay(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "s").make()
    notice = (
        b"<Notice><cac:Contact><cbc:Name>Ole Holm</cbc:Name><cbc:ElectronicMail>oh@a.example</cbc:ElectronicMail>"
        b"</cac:Contact><cbc:Title>Drift</cbc:Title></Notice>"
    )
    evidence = Archive(place.evidence).keep(notice)
    fresh = Archive(place.evidence).keep(notice + b"\n")
    with Ledger(place.ledger) as ledger:
        for one in (evidence, fresh):
            ledger.note_evidence(evidence_id=one, source="s", url=None, media_type=None, size=len(notice))
        old = (now() - timedelta(days=100)).isoformat()
        ledger.rows("update evidence set first_seen = ? where evidence_id = ?", (old, evidence))
    done = retain(place, days=90)
    assert (done.looked_at, done.redacted) == (1, 1)
    with Ledger(place.ledger) as ledger:
        held = {row["evidence_id"] for row in ledger.rows("select evidence_id from evidence")}
    assert fresh in held
    assert evidence not in held
    masked = Archive(place.evidence).read((held - {fresh}).pop())
    assert masked == notice.replace(b"Ole Holm", b"xxx xxxx").replace(b"oh@", b"xx@")
    with pytest.raises(MissingEvidenceError):
        Archive(place.evidence).read(evidence)
    assert retain(place, days=90).looked_at == 0


@pytest.mark.slow
def test_an_empty_machine_is_restored_to_the_same_tables(
    published: tuple[Settings, Path, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, study, place = published
    backup = tmp_path / "backup"
    backup.mkdir()
    shutil.copy(place.ledger, backup / "ledger.sqlite")
    shutil.copytree(place.evidence, backup / "evidence")
    shutil.copytree(place.editions, backup / "editions")
    before = {path: path.stat().st_mtime_ns for path in [backup, *backup.rglob("*")]}
    monkeypatch.setenv("OVERBLIK_HOME", str(tmp_path / "empty"))
    monkeypatch.setenv("OVERBLIK_MODELS", str(settings.models))
    done = CliRunner().invoke(app, ["restore", str(study), "--archive", str(backup)])
    assert done.exit_code == 0, done.output
    assert re.search(r"[1-9]\d+ tables are what they were, 0 are not", done.output)
    assert {path: path.stat().st_mtime_ns for path in [backup, *backup.rglob("*")]} == before
    again = CliRunner().invoke(app, ["restore", str(study), "--archive", str(backup)])
    assert again.exit_code == 1
    assert "is not empty" in again.output


def test_an_edition_goes_on_holding_when_evidence_that_it_names_was_masked(
    published: tuple[Settings, Path, Workspace], tmp_path: Path
) -> None:
    settings, study, place = copied(published, tmp_path)
    with Ledger(place.ledger) as ledger:
        (one,) = ledger.rows("select evidence_id from evidence where url like '%strategi-1.html'")
        archive, name = Archive(place.evidence), str(one["evidence_id"])
        take_out(ledger, archive, name, archive.read(name).replace(MAIL.encode(), b"xxx@opdigtet-kommune.example"))
    with editions.current(place) or pytest.fail("there is no edition") as edition:
        assert [said for one in check_edition(edition, place) for said in one.complaints] == []
    environment = {"OVERBLIK_HOME": str(settings.home)}
    shown = CliRunner().invoke(app, ["show", name[:12], "--study", str(study), "--raw"], env=environment)
    assert shown.exit_code == 0, shown.output
    assert "xxx@opdigtet-kommune.example" in shown.output
    with Ledger(place.ledger) as ledger:
        forgetting.replace_evidence(ledger, name, "")
    gone = CliRunner().invoke(app, ["show", name[:12], "--study", str(study)], env=environment)
    assert f"The evidence {name} was taken out" in " ".join(gone.output.split())
    with editions.current(place) or pytest.fail("there is no edition") as edition:
        assert evidence_holds(edition, place).complaints == (f"The evidence {name} is no longer in the archive.",)


def test_who_was_taken_out_does_not_come_back_with_a_copy_that_is_older(
    published: tuple[Settings, Path, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, study, place = published
    backup = tmp_path / "backup"
    shutil.copytree(place.evidence, backup / "evidence")
    shutil.copy(place.ledger, backup / "ledger.sqlite")
    stones = Tombstones(backup)
    stones.add(PERSON)
    stones.save()
    (backup / "tombstones.json").chmod(0o644)
    monkeypatch.setattr(restoring, "_STAGES", ("read",))  # the others make their tables from what this one leaves
    empty = settings.model_copy(update={"home": tmp_path / "empty"})
    restore(empty, read(str(study)), backup)
    restored = workspace(empty, "small")
    assert PERSON.encode() in everything(place)
    assert PERSON.encode() not in everything(restored)
    assert Tombstones(restored.root).names(PERSON)
    assert (restored.root / "tombstones.json").stat().st_mode & 0o077 == 0


def test_all_of_an_edition_is_on_the_disk_before_anybody_is_pointed_to_it(
    published: tuple[Settings, Path, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, study, place = copied(published, tmp_path)
    renamed = tmp_path / "small.toml"
    renamed.write_text(study.read_text(encoding="utf-8").replace('"Small"', '"Smaller"'), encoding="utf-8")
    flushed: dict[int, tuple[int, int]] = {}
    pointing, flushing = editions.point_current, os.fsync

    def flush(handle: int) -> None:
        flushing(handle)
        there = os.fstat(handle)
        flushed[there.st_ino] = (there.st_size, there.st_mtime_ns)

    def point(workspace: Workspace, edition_id: str) -> None:
        shelf = workspace.editions
        for path in (shelf, shelf / edition_id, *(shelf / edition_id).rglob("*")):
            there = path.stat()
            assert flushed.get(there.st_ino) == (there.st_size, there.st_mtime_ns), path
        pointing(workspace, edition_id)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(editions, "point_current", point)
    done = run_night(str(renamed), settings=settings, as_of=date(2026, 11, 18), orchestrated=False)
    assert (done.outcome, done.reason) == ("published", None)
    assert len(list(place.current.rglob("*"))) > 50


def test_quarantine_is_a_queue(published: tuple[Settings, Path, Workspace], tmp_path: Path) -> None:
    settings, study, _ = copied(published, tmp_path)
    environment = {"OVERBLIK_HOME": str(settings.home), "OVERBLIK_WORKERS": "1"}
    listed = CliRunner().invoke(app, ["quarantine", "list", "--study", str(study)], env=environment)
    assert "1 pieces" in listed.output
    assert "papers" in listed.output
    none = CliRunner().invoke(app, ["quarantine", "list", "--study", str(study), "--source", "x"], env=environment)
    assert (none.exit_code, "Nothing here has the source 'x'" in none.output) == (1, True)
    retried = CliRunner().invoke(app, ["quarantine", "retry", str(study)], env=environment)
    assert retried.exit_code == 0, retried.output
    assert "1 pieces of evidence tried again: 0 parts read, 1 still cannot be" in retried.output


def test_the_watchdog_speaks_when_nothing_happens(published: tuple[Settings, Path, Workspace], tmp_path: Path) -> None:
    settings, _, place = copied(published, tmp_path)
    assert look(place, at=now()).faults == ()
    late = look(place, at=now() + timedelta(hours=30)).faults
    assert [fault.split(" for ")[0] for fault in late] == ["no night has ended well"]
    with Ledger(place.ledger) as ledger:
        ledger.begin_night(night_id="n2", study="small", as_of="2026-11-18")
    assert watch(settings, place).faults == ("the last night n2 died without a word",)
    assert watch(settings, place).faults
    assert [str(one["title"]) for one in kept(place)] == ["Overblik: the nights of small need a look"]
    with running.the_only_one(place):
        assert look(place, at=now()).faults == ()
        assert "has been running since" in look(place, at=now() + timedelta(hours=7)).faults[0]
    place.current.unlink()
    assert "the pointer to the current edition leads nowhere" in look(place, at=now()).faults
    place.ledger.write_bytes(b"no database at all" * 100)
    assert "the ledger cannot be read" in look(place, at=now()).faults[0]


def test_the_watchdog_fails_where_nothing_ever_ran(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["watchdog"], env={"OVERBLIK_HOME": str(tmp_path)})
    assert done.exit_code == 1
    assert "No study has ever run" in done.output


def test_a_night_that_is_kept_back_alerts(
    published: tuple[Settings, Path, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, study, place = copied(published, tmp_path)
    guarded = tmp_path / "small.toml"
    guarded.write_text(study.read_text(encoding="utf-8") + '\n[[guard.source]]\nname = "papers"\nfloor = 90\n')
    result = run_night(str(guarded), settings=settings, as_of=date(2026, 11, 18), orchestrated=False)
    assert result.outcome == "kept_last_good"
    assert place.current.resolve().name == "20261117-1"
    told = str(kept(place)[0]["body"])
    assert "papers: 4 requests answered, at least 90 are expected" in told
    assert "last good 2026-11-17" in told
    assert "Last good edition: 20261117-1. Look: overblik status --study small" in told
    let_through = run_night(
        str(guarded), settings=settings, as_of=date(2026, 11, 18), orchestrated=False, allow_partial=True
    )
    assert let_through.outcome in ("published", "unchanged")


def test_a_second_run_beside_a_running_one_is_refused_before_it_begins(
    published: tuple[Settings, Path, Workspace], tmp_path: Path
) -> None:
    settings, study, place = copied(published, tmp_path)
    with running.the_only_one(place), pytest.raises(NightRefusedError, match="Another run of the study 'small'"):
        run_night(str(study), settings=settings, as_of=date(2026, 11, 18), orchestrated=False)
    with Ledger(place.ledger) as ledger:
        assert [row["night_id"] for row in ledger.rows("select night_id from night")] == ["20261117-1"]


def test_what_the_new_records_say_against_it_keeps_a_night_back(
    published: tuple[Settings, Path, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, study, place = copied(published, tmp_path)
    renamed = tmp_path / "small.toml"
    renamed.write_text(study.read_text(encoding="utf-8").replace('"Small"', '"Smallest"'), encoding="utf-8")
    found = Finding(guard="drift", source="papers", reason="a path is new", last_good=date(2026, 11, 17), look="look")
    monkeypatch.setattr(guarding, "judge_built", lambda *_: [found])
    done = run_night(str(renamed), settings=settings, as_of=date(2026, 11, 18), orchestrated=False)
    assert done.outcome == "kept_last_good"
    assert "papers: a path is new" in str(done.reason)
    assert place.current.resolve().name == "20261117-1"


def test_the_doctor_names_what_is_wrong(
    published: tuple[Settings, Path, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, _, place = copied(published, tmp_path)
    assert "fault" not in {one.verdict for one in examine(settings, [place])}
    secrets = tmp_path / "secrets"
    secrets.write_text("OVERBLIK_NOTIFY_URLS=json://u:hemmeligt@a.example\n")
    secrets.chmod(0o644)
    monkeypatch.setenv("OVERBLIK_SECRETS", str(secrets))
    settings.home.chmod(0o777)
    place.ledger.write_bytes(b"x" * 4096)
    database = place.current.resolve() / "overblik.duckdb"
    database.write_bytes(database.read_bytes()[:1000])
    found = {one.what: one.said for one in examine(settings, [place]) if one.verdict == "fault"}
    assert set(found) == {"secrets", "folder", "ledger", "edition"}
    place.ledger.write_bytes(b"")
    place.current.unlink()
    found = {one.what: one.said for one in examine(settings, [place]) if one.verdict == "fault"}
    assert "it is empty" in found["ledger"]
    assert "leads to no edition" in found["edition"]
    assert "chmod 600" in found["secrets"]


def test_a_pointer_or_a_manifest_that_is_gone_is_said_so(
    published: tuple[Settings, Path, Workspace], tmp_path: Path
) -> None:
    settings, study, place = copied(published, tmp_path)
    environment = {"OVERBLIK_HOME": str(settings.home)}

    def said(*words: str) -> str:
        done = CliRunner().invoke(app, list(words), env=environment)
        assert done.exit_code == 1
        assert isinstance(done.exception, SystemExit)
        return done.output

    folder = place.current.resolve()
    claims = folder / "site" / "claims.json"
    claims.write_bytes(claims.read_bytes()[:100])
    assert "are missing or damaged" in said("verify", "--study", str(study))
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    for words in (("verify", "--study", str(study)), ("replay", str(study)), ("diff", "2026-11-17", "current")):
        assert "manifest.json is damaged" in said(*words).replace("\n", "")
    (folder / "manifest.json").unlink()
    for words in (("verify", "--study", str(study)), ("replay", str(study))):
        assert "manifest.json is missing" in said(*words).replace("\n", "")
    place.current.unlink()
    for words in (("verify", "--study", str(study)), ("digest", str(study)), ("replay", str(study))):
        assert "leads to no edition" in said(*words).replace("\n", "")


def test_ten_planted_secrets_are_found_nowhere(
    published: tuple[Settings, Path, Workspace],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings, study, place = copied(published, tmp_path)
    secrets = [f"kanarie{number}Hemmelig{number * 7919}" for number in range(10)]
    for number, name in enumerate(
        ("DOFFIN_KEY", "UDBUD_TOKEN", "CVR_PASSWORD", "A_SECRET", "PREFECT_SERVER_API_AUTH_STRING")
    ):
        monkeypatch.setenv(name, secrets[number])
    file = tmp_path / "secrets"
    file.write_text("\n".join(f"TRIAL_{number}={secrets[number]}" for number in range(5, 9)))
    file.chmod(0o600)
    monkeypatch.setenv("OVERBLIK_SECRETS", str(file))
    for number in range(5, 9):
        monkeypatch.delenv(f"TRIAL_{number}", raising=False)
    monkeypatch.setenv("OVERBLIK_NOTIFY_URLS", f"nowhere://user:{secrets[9]}@127.0.0.1:1/{secrets[0]}")
    load_secrets()
    redacting.learn.cache_clear()
    told = " and ".join(secrets)

    def broken(**_: object) -> None:
        raise RuntimeError(f"https://user:{secrets[1]}@a.example/?key={secrets[2]} refused {told}")

    monkeypatch.setattr("spiders.reading.read_new", broken)
    speaking.set_up_logs("json")
    with_urls = Settings(home=settings.home, models=settings.models, workers=1)
    with pytest.raises(RuntimeError) as raised:
        run_night(str(study), settings=with_urls, as_of=date(2026, 11, 18), orchestrated=False)
    # The night's log file is still written to; nobody masks what is handed to the log but the log itself.
    structlog.get_logger("trial").error(f"refused {told}", reason=told, headers={"authorization": [told]})
    with Ledger(place.ledger) as ledger:
        ledger.begin_crawl(crawl_id="c", night_id="n", source="s")
        fetch = ledger.plan(crawl_id="c", source="s", request_key=told, url=f"https://a.example/{secrets[6]}")
        assert fetch is not None
        ledger.end(fetch, Ending(outcome="reset", reason=told, final_url=told))
        ledger.end_crawl(crawl_id="c", outcome="failed", reason=told)
    speaking.refuse(told)
    speaking.crashed(RuntimeError, raised.value, raised.value.__traceback__)
    for number in range(5, 9):
        monkeypatch.delenv(f"TRIAL_{number}", raising=False)
    monkeypatch.delenv(redacting.NAMED, raising=False)
    shown = capsys.readouterr()
    left = everything(place) + (shown.out + shown.err).encode()
    assert left.count(redacting.REDACTED.encode()) > 50
    assert [secret for secret in secrets if secret.encode() in left] == []


def test_a_secrets_file_is_taken_from_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = tmp_path / "secrets"
    secrets.write_text("# for the night\nOVERBLIK_TRIAL_TOKEN = 'a b'\n\nnonsense\n")
    monkeypatch.setenv("OVERBLIK_SECRETS", str(secrets))
    monkeypatch.setenv("OVERBLIK_TRIAL_TOKEN", "said before")
    secrets.chmod(0o640)
    with pytest.raises(SecretsError, match="others may open"):
        load_secrets()
    secrets.chmod(0o600)
    with pytest.raises(SecretsError, match=r"secrets:4: is no NAME=value line"):
        load_secrets()
    secrets.write_text("OVERBLIK_TRIAL_TOKEN=x\n")
    assert load_secrets() == ["OVERBLIK_TRIAL_TOKEN"]
    assert os.environ["OVERBLIK_TRIAL_TOKEN"] == "said before"
