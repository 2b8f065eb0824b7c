"""A user's mistake and a publisher's rubbish get one sentence or one quarantine row each; nothing is lost."""

import io
import os
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from tests.pipelines.small_study import write_papers, write_study
from warehouse.ledger import Ledger


def overblik(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trained_models: Path) -> None:
    monkeypatch.setenv("OVERBLIK_MODELS", str(trained_models))
    monkeypatch.setenv("OVERBLIK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OVERBLIK_WORKERS", "1")


def quarantine(tmp_path: Path) -> dict[str, int]:
    with Ledger(tmp_path / "home" / "small" / "ledger.sqlite") as ledger:
        rows = ledger.rows("select reason, count(*) as n from reading where outcome = 'quarantined' group by 1")
    return {row["reason"]: row["n"] for row in rows}


def one_sentence(result: Result) -> str:
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    said = result.stderr.strip().splitlines()[-1]
    assert said.endswith((".", "?"))
    return said


def test_an_unknown_key_of_a_study_is_refused_with_file_and_line(tmp_path: Path) -> None:
    study = write_study(tmp_path, more='nickname = "us"\n')
    said = one_sentence(overblik("run", study, "--plain"))
    assert said.startswith(f"{study}:22: unknown key 'player.1.nickname'")


def test_an_unknown_technology_or_option_is_refused_with_what_is_known(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    study.write_text(study.read_text(encoding="utf-8").replace('"open_source"', '"open_sauce"'), encoding="utf-8")
    assert "open_sauce" in one_sentence(overblik("study", "check", study))
    write_study(tmp_path).write_text(
        study.read_text(encoding="utf-8").replace("open_sauce", "open_source").replace("path =", "paht ="),
        encoding="utf-8",
    )
    said = one_sentence(overblik("study", "check", study))
    assert "small.toml:29: folder has no option 'paht' (did you mean 'path'?)" in said


def test_a_missing_folder_is_one_sentence_and_nothing_is_published(tmp_path: Path) -> None:
    study = write_study(tmp_path, path=tmp_path / "nowhere")
    said = one_sentence(overblik("run", study, "--plain"))
    assert "nowhere" in said
    assert "--allow-partial" in said
    assert not (tmp_path / "home" / "small" / "current").exists()


def test_rubbish_in_a_folder_is_quarantined_and_the_rest_is_published(tmp_path: Path) -> None:
    papers = write_papers(tmp_path)
    (papers / "not-a-notice.xml").write_bytes(b"this is no XML at all, whatever its name says")
    (papers / "empty.html").write_bytes(b"")
    (papers / "login.pdf").write_bytes(b"<!doctype html><html><body><p>Log in</p></body></html>")
    result = overblik("run", write_study(tmp_path), "--plain", "--date", "2026-11-20")
    assert result.exit_code == 0, result.output
    found = quarantine(tmp_path)
    assert sum(found.values()) == 3
    assert found["empty"] == 1
    counted = overblik("sql", "select count(*) as n from mart.document", "--study", "small")
    assert " 3" in counted.output


def test_a_damaged_package_loses_only_what_is_behind_the_damage(tmp_path: Path) -> None:
    papers = write_papers(tmp_path, count=0)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for number in range(40):
            page = (write_papers(tmp_path, count=1) / "strategi-0.html").read_bytes() + b"<!-- %d -->" % number
            info = tarfile.TarInfo(f"day/page-{number}.html")
            info.size = len(page)
            archive.addfile(info, io.BytesIO(page))
    (papers / "strategi-0.html").unlink()
    whole = packed.getvalue()
    (papers / "day.tar.gz").write_bytes(whole[: len(whole) * 2 // 3])
    assert overblik("collect", write_study(tmp_path)).exit_code == 0
    assert overblik("read", write_study(tmp_path)).exit_code == 0
    assert quarantine(tmp_path) == {"damaged_package": 1}
    with Ledger(tmp_path / "home" / "small" / "ledger.sqlite") as ledger:
        read = ledger.rows("select count(*) as n from reading where outcome = 'read'")[0]["n"]
    assert 0 < read < 40


def test_an_edition_is_asked_shown_and_written_to_files_and_what_is_no_question_refused(tmp_path: Path) -> None:
    assert "run `overblik run demo` first" in one_sentence(overblik("sql", "select 1"))
    write_papers(tmp_path)
    assert overblik("run", write_study(tmp_path), "--plain", "--date", "2026-11-20").exit_code == 0
    for kind in ("csv", "parquet", "json"):
        asked = overblik(
            "sql", "select url, title from mart.document order by url", f"--{kind}", tmp_path / f"a.{kind}"
        )
        assert "3 rows written" in asked.output
    one = overblik("sql", "select 1 as a", "--csv", tmp_path / "one.csv")
    assert "1 row written" in one.output
    assert "Digitaliseringsstrategi 2025" in (tmp_path / "a.csv").read_text(encoding="utf-8")
    with Ledger(tmp_path / "home" / "small" / "ledger.sqlite") as ledger:
        evidence_id = ledger.rows("select evidence_id from evidence order by 1 limit 1")[0]["evidence_id"]
    shown = overblik("show", evidence_id[:12])
    assert "file:///papers/strategi-" in shown.output
    assert "Digitaliseringsstrategi" in shown.output
    assert "No evidence is called" in one_sentence(overblik("show", "0123456789ab"))
    one_sentence(overblik("sql", "select 1", "--csv", tmp_path / "nowhere" / "a.csv"))
    one_sentence(overblik("report", "board", "--out", tmp_path / "a.csv"))
    hostile = overblik("sql", "select '\x1b[2Jgone' || chr(155) || '31m' as a, repeat('long', 5000) as b")
    assert hostile.exit_code == 0
    assert "�[2Jgone�31m" in hostile.output
    assert "\x1b" not in hostile.output
    assert "(16,000 more signs)" in " ".join(hostile.output.split())
    status = overblik("status")
    assert "published" in status.output
    assert "papers" in status.output
    for question in ("drop table mart.document", "select * from mart.documnet", "select", "select 1; select 2"):
        one_sentence(overblik("sql", question))


def test_odd_files_of_a_folder_end_by_themselves_and_the_rest_is_collected(tmp_path: Path) -> None:
    papers = write_papers(tmp_path)
    (papers / "a").symlink_to("b")
    (papers / "b").symlink_to("a")
    os.mkfifo(papers / "pipe.xml")
    Path(os.fsdecode(os.fsencode(papers) + b"/br\xf8d.html")).write_bytes(
        (papers / "strategi-0.html").read_bytes() + b" "
    )
    collected = overblik("collect", write_study(tmp_path))
    assert collected.exit_code == 0, collected.output
    with Ledger(tmp_path / "home" / "small" / "ledger.sqlite") as ledger:
        ended = {row["request_key"]: row["outcome"] for row in ledger.rows("select request_key, outcome from fetch")}
    assert {name for name, outcome in ended.items() if outcome == "ok"} == {
        "papers/br\\xf8d.html",
        *(f"papers/strategi-{number}.html" for number in range(3)),
    }
    assert {name for name, outcome in ended.items() if outcome == "missing_file"} == {
        f"papers/{name}" for name in ("a", "b", "pipe.xml")
    }


def test_collecting_alone_says_by_its_exit_code_that_a_source_failed(tmp_path: Path) -> None:
    collected = overblik("collect", write_study(tmp_path, path="/nowhere/at/all"))
    assert collected.exit_code == 1
    assert "FAILED papers" in collected.output


@pytest.mark.parametrize(
    "asked",
    [
        ("status", "--study", "small"),
        ("quarantine", "list", "--study", "small"),
        ("show", "0123456789ab"),
        ("run", "small.toml", "--plain"),
        ("quarantine", "retry", "small.toml"),
        ("archive", "export", "small.toml", "--out", "a.warc.gz"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("damage", [b"this is no ledger" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_ledger_is_named_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], damage: bytes
) -> None:
    write_papers(tmp_path)
    write_study(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home" / "small").mkdir(parents=True)
    (tmp_path / "home" / "small" / "ledger.sqlite").write_bytes(damage)
    assert "ledger.sqlite" in one_sentence(overblik(*asked))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("quarantine", "list", "--source", "papres"), "did you mean 'papers'"),
        (("quarantine", "list", "--reason", "nosuch"), "Nothing here has the reason 'nosuch'; there is none."),
        (("quarantine", "retry", "small.toml", "--source", "x"), "there are papers"),
        (("quarantine", "retry", "kombit"), "has not run here yet"),
        (("archive", "export", "small.toml", "--out", ""), "--out names a folder"),
        (("archive", "export", "small.toml", "--out", "."), "--out names a folder"),
        (("schedule", "small.toml", "--timezone", "Europe"), "'Europe' is no time zone"),
        (("schedule", "small.toml", "--cron", "0 10 * * 9"), "'0 10 * * 9' is no time that recurs"),
        (("schedule", "small.toml", "--cron", "0 10 * * x"), "'0 10 * * x' is no time that recurs"),
        (("study", "check", "/dev/null"), "this is no plain file"),
    ],
    ids=lambda said: " ".join(said) if isinstance(said, tuple) else "",
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], said: str
) -> None:
    write_papers(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert overblik("collect", write_study(tmp_path)).exit_code == 0
    assert said in one_sentence(overblik(*asked))
    assert not (tmp_path / "home" / "kombit").exists()


def test_a_misused_command_exits_with_two() -> None:
    assert overblik("run").exit_code == 2
    assert overblik("nonsense").exit_code == 2


def test_a_setting_of_the_environment_that_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipelines.cli import main

    monkeypatch.setenv("OVERBLIK_WORKERS", "many")
    monkeypatch.setattr("sys.argv", ["overblik", "status"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "OVERBLIK_WORKERS" in capsys.readouterr().err
