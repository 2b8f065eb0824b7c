"""The study's own groups of peers: taken by id or name, and refused where a member is no customer or stands twice."""

from pathlib import Path

import pytest

from pipelines.study import StudyRefusedError, read
from pipelines.trend_tables import group_table, term_table
from tests.pipelines.small_study import write_study

CUSTOMERS = """
[[player]]
id = "alby"
name = "Alby Kommune"
customer = true
source = "invented"
"""


def said(folder: Path, groups: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = group_table(read(str(write_study(folder, more=CUSTOMERS + groups)))).to_pylist()
    return rows


def test_members_are_found_by_id_or_name(tmp_path: Path) -> None:
    assert said(tmp_path, '[[peer_group]]\nname = "Coast"\nmembers = ["Alby Kommune"]\n') == [
        {"player_id": "alby", "peer_group": "Coast"}
    ]


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ('[[peer_group]]\nname = "Coast"\nmembers = ["albi"]\n', r"'albi' is no customer of the study \(did you mean"),
        (
            '[[peer_group]]\nname = "A"\nmembers = ["alby"]\n[[peer_group]]\nname = "B"\nmembers = ["Alby Kommune"]\n',
            "stands in 'A' already",
        ),
    ],
)
def test_a_wrong_member_is_refused_with_file_and_line(tmp_path: Path, groups: str, sentence: str) -> None:
    with pytest.raises(StudyRefusedError, match=sentence) as refused:
        said(tmp_path, groups)
    assert "small.toml:" in str(refused.value)


def test_every_technology_has_its_terms_by_language(tmp_path: Path) -> None:
    rows = term_table(read(str(write_study(tmp_path)))).to_pylist()
    assert {row["technology"] for row in rows} == {"cloud_computing", "open_source"}
    assert {"da", "en"} <= {row["language"] for row in rows}
