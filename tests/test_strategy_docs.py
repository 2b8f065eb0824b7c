"""The page on strategy against the code: its examples are taken, and the keys and defaults of its tables are those."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.importing import imported
from pipelines.radar import Radar
from pipelines.study import Import, StudyFile, read
from tests.pipelines.small_study import STUDY

ROOT = Path(__file__).parents[1]
SAID = (ROOT / "docs" / "strategy.md").read_text(encoding="utf-8")


def example(begins: str, kind: str = "toml") -> str:
    """The example of that kind that begins so."""
    examples = [str(one) for one in re.findall(rf"```{kind}\n(.+?)```", SAID, re.S)]
    return next(one for one in examples if one.startswith(begins))


def study_with(folder: Path, more: str) -> StudyFile:
    path = folder / "study.toml"
    path.write_text(f"{STUDY.format(path=folder, more='')}\n{more}", encoding="utf-8")
    return read(str(path))


def test_every_threshold_of_the_radar_is_told_with_its_default() -> None:
    table = SAID.split("## Radar")[1].split("```toml")[0]
    told = {key: int(default) for key, default in re.findall(r"^\| `(\w+)` \| (\d+) \|", table, re.M)}
    assert told == Radar().model_dump()


def test_the_example_of_a_radar_is_taken(tmp_path: Path) -> None:
    radar = study_with(tmp_path, example("[radar]")).study.radar
    assert (radar.explore_strategies, radar.adopt_buyers, radar.adopt_months) == (8, 5, 24)
    assert radar.watch_months == Radar().watch_months


def test_the_example_of_a_price_index_is_taken_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text(example("Year", "csv"), encoding="utf-8")
    file = study_with(tmp_path, example("[[import]]"))
    rows = imported(file, need_types=(), roles=())["price_index"]
    assert [(row["year"], row["index_value"]) for row in rows] == [(2023, 100), (2024, 103.5), (2025, 106.9)]
    assert {row["price_index"] for row in rows} == {"Wages in IT (2023=100)"}


def test_every_key_and_kind_of_an_import_is_told() -> None:
    (line,) = re.findall(r"^\| `\[\[import\]\]` \|.+$", SAID, re.M)
    kinds = Import.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
    for name in (*Import.model_fields, *kinds):
        assert f"`{name}`" in line, name


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", SAID, re.M)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", SAID)) <= headings
