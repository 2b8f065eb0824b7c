"""What the README promises exists: its commands, its files, its example, and the names that the three readers use."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from pipelines.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"overblik ((?:[a-z]+)(?: (?:check|list|verify|export|explain|review)\b)?)", README)))


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_of_the_readme_exists(words: str) -> None:
    command = get_command(app)
    for word in words.split():
        assert word in command.commands, f"`overblik {words}` is no command"  # type: ignore[attr-defined]
        command = command.commands[word]  # type: ignore[attr-defined]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_link_and_picture_of_the_readme_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("name", re.findall(r"make ([a-z]+)", README))
def test_every_make_target_of_the_readme_exists(name: str) -> None:
    assert re.search(rf"^{name}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


def test_the_source_of_the_readme_is_one_that_a_study_takes(tmp_path: Path) -> None:
    from pipelines.study import read
    from pipelines.study_tables import check_shelves
    from tests.pipelines.small_study import STUDY

    example = re.search(r"```toml\n(.+?)```", README, re.S)
    assert example
    assert tomllib.loads(example[1])["source"][0]["kind"] == "folder"
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format(path="papers", more="") + "\n" + example[1], encoding="utf-8")
    check_shelves(read(str(path)))


def test_ci_runs_the_readmes_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make test$", script, re.M)
    assert "make test" in README
