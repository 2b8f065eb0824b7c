"""What docs/operations.md says of commands, options, keys and files is so."""

import re
from pathlib import Path

from typer.main import get_command

from pipelines.cli import app
from pipelines.guard import Guard, SourceGuard
from pipelines.study import read
from tests.pipelines.small_study import STUDY

ROOT = Path(__file__).parent.parent
SAID = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(?:\w+=\S+ )*overblik (.+)$", SAID, re.M)


def test_every_command_and_option_exists() -> None:
    assert len(COMMANDS) >= 12
    for line in COMMANDS:
        command, *rest = line.split()
        found = get_command(app).commands[command]  # type: ignore[attr-defined]
        if getattr(found, "commands", None):
            found = found.commands[rest[0]]
        offered = {name for one in found.params for name in one.opts}
        assert {one for one in rest if one.startswith("--")} <= offered, line


def test_every_guard_key_of_the_table_is_one_with_its_default() -> None:
    table = SAID.split("## Guards")[1].split("```toml")[0]
    cells = "\n".join(line.split("|")[3] for line in table.splitlines() if line.startswith("| "))
    keys = re.findall(r"`([a-z_]+)`(?: \(([\d.]+)\))?", cells)
    assert len(keys) >= 12
    for key, default in keys:
        assert key in Guard.model_fields or key in SourceGuard.model_fields, key
        if default:
            assert float(default) == getattr(Guard(), key), key


def test_the_example_of_a_guard_is_taken(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.+?)```", SAID, re.S)
    assert example
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format(path="papers", more="") + "\n" + example[1], encoding="utf-8")
    assert read(str(path)).study.guard.source[0].ceiling == 5000


def test_every_file_and_target_that_is_named_is_there() -> None:
    for name in re.findall(r"`(deploy/[\w/@.-]+|prefect\.yaml)`", SAID):
        assert (ROOT / name).exists(), name
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)", SAID):
        assert re.search(rf"^{target}:", makefile, re.M), target
