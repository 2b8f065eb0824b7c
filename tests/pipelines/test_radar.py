"""The thresholds of the radar are the study's to say: defaults stand, bounds hold, and a wrong one names its line."""

from pathlib import Path

import pytest

from pipelines.study import StudyRefusedError, read
from pipelines.trend_tables import threshold_table
from tests.pipelines.small_study import write_study


def said(folder: Path, radar: str) -> dict[str, int]:
    rows = threshold_table(read(str(write_study(folder, more=radar)))).to_pylist()
    return {row["threshold"]: row["least"] for row in rows}


def test_a_study_changes_one_threshold_and_keeps_the_others(tmp_path: Path) -> None:
    least = said(tmp_path, "[radar]\nexplore_strategies = 8\n")
    assert (least["explore_strategies"], least["watch_organisations"], least["fading_quarters"]) == (8, 3, 4)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("watch_organisations = 0", r"'radar.watch_organisations' cannot be 0: .*greater than or equal to 1"),
        ("adopt_months = 7", r"'radar.adopt_months' cannot be 7: .*multiple of 3"),
        ("established_buyers = 2", r"established_buyers \(2\) cannot be below adopt_buyers \(3\)"),
        ("explore_strategy = 2", r"unknown key 'radar.explore_strategy' \(did you mean 'explore_strategies'\?\)"),
    ],
)
def test_a_wrong_threshold_is_refused_with_its_line(tmp_path: Path, line: str, sentence: str) -> None:
    with pytest.raises(StudyRefusedError, match=sentence) as refused:
        said(tmp_path, f"[radar]\n{line}\n")
    assert "small.toml:" in str(refused.value)
