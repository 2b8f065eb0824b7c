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


PICKLING = {"pickle", "_pickle", "cloudpickle", "dill", "joblib", "jsonpickle", "marshal", "shelve", "skops"}


def unpickling(source: str) -> list[str]:
    """What in a module's text may load a pickle, which runs whatever its maker put into it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        named = []
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            named = [node.module or "", *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Attribute):
            named = [node.attr]
        elif isinstance(node, ast.Call):
            named = [str(one.value) for one in node.args if isinstance(one, ast.Constant) and _imports(node.func)]
            found += [
                "allow_pickle"
                for one in node.keywords
                if one.arg == "allow_pickle" and not (isinstance(one.value, ast.Constant) and one.value.value is False)
            ]
        found += [name for name in named if name.partition(".")[0] in PICKLING | {"read_pickle", "Unpickler"}]
    return found


def _imports(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("import_module", "__import__")


def test_nothing_is_ever_unpickled() -> None:
    texts = {name: path.read_text(encoding="utf-8") for name, path in zip(NAMES, MODULES, strict=True)}
    assert {name: found for name, text in texts.items() if (found := unpickling(text))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "import os, pickle as p",
        "from pickle import loads",
        "def f():\n    import cloudpickle",
        "import joblib.memory",
        "import numpy as np\nnp.load('a', allow_pickle=True)",
        "import numpy as np\nnp.load('a', allow_pickle=anything)",
        "import pandas as pd\npd.read_pickle('a')",
        "from pandas import read_pickle",
        "import importlib\nimportlib.import_module('pickle')",
        "__import__('dill')",
        "import pandas\npandas.io.pickle.read()",
    ],
)
def test_every_way_to_a_pickle_is_seen(source: str) -> None:
    assert unpickling(source)
    assert not unpickling("import numpy as np\nnp.load('a', allow_pickle=False)\nimport json")


def test_the_lock_names_packages_and_hashes_only() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    odd = [
        line
        for line in lines
        if not re.fullmatch(r"[a-z0-9._-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    ]
    assert odd == []
    # Without one hash of its own a package would be taken as it comes.
    followed = zip(lines, [*lines[1:], ""], strict=True)
    bare = [line for line, after in followed if line[0] != " " and not after.startswith("    --hash=sha256:")]
    assert bare == []


def test_nothing_is_installed_whose_hash_is_not_asked_for() -> None:
    said = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    installing = [line for line in said.splitlines() if re.search(r"\bpip (install|sync)\b", line)]
    asked = [part for line in installing for part in line.split("||") if re.search(r"\bpip (install|sync)\b", part)]
    assert len(asked) == 5
    # What is in this folder has no hash; it brings nothing else along.
    loose = [
        part
        for part in asked
        if "--require-hashes" not in part and not part.endswith("--no-deps --no-build-isolation -e .")
    ]
    assert loose == []


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
