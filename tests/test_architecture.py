"""The house's rules that no linter checks: names of modules, their size, their docstrings, and what they may say."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("pipelines", "spiders", "nlp", "warehouse", "dashboards")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_is_no_drawer_and_no_longer_than_four_hundred_lines(path: Path) -> None:
    assert not re.search(r"(utils?|helpers?|common|misc)", path.stem)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "__init__.py"], ids=lambda p: p.stem)
def test_a_module_and_everything_public_in_it_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert ast.get_docstring(tree), "the module has no docstring"
    assert not silent


def test_the_clock_is_asked_in_one_place() -> None:
    asking = [
        name
        for name, path in zip(NAMES, MODULES, strict=True)
        if re.search(r"datetime\.now\(|date\.today\(|time\.time\(", path.read_text(encoding="utf-8"))
    ]
    assert asking == ["warehouse/settings.py"]


def test_nothing_is_ever_unpickled() -> None:
    guilty = [
        name
        for name, path in zip(NAMES, MODULES, strict=True)
        if re.search(
            r"^\s*(import|from) (pickle|joblib|skops|shelve|marshal)\b", path.read_text(encoding="utf-8"), re.M
        )
    ]
    assert guilty == []


def test_the_lock_names_packages_and_hashes_only() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    odd = [
        line
        for line in lines
        if not re.fullmatch(r"[a-z0-9._-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    ]
    assert odd == []


def test_every_package_that_is_asked_for_is_locked() -> None:
    asked = re.findall(r"^([a-zA-Z0-9_-]+)", (ROOT / "requirements.in").read_text(encoding="utf-8"), re.M)
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    assert {name.lower().replace("_", "-") for name in asked} <= locked


def test_help_imports_nothing_heavy() -> None:
    asked = subprocess.run(
        [str(ROOT / ".venv/bin/python"), "-X", "importtime", "-m", "pipelines.cli", "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert asked.returncode == 0
    assert "Nightly market, competitor and technology intelligence" in asked.stdout
    imported = {line.rsplit("|", 1)[-1].strip() for line in asked.stderr.splitlines()}
    assert not imported & {
        "prefect",
        "scrapy",
        "spacy",
        "sklearn",
        "pandas",
        "duckdb",
        "twisted",
        "pyarrow",
        "pydantic",
    }
