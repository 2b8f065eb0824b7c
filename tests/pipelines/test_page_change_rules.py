"""What a study says is no news on its sites: taken as it stands, or refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.page_cues import KINDS
from pipelines.page_change_rules import ignored
from pipelines.study import StudyRefusedError, read
from pipelines.study_tables import check_shelves
from spiders.site import CHANGE_TYPES
from tests.pipelines.test_study import GOOD

SITES = """
[[source]]
name = "vendors"
kind = "vendor_sites"
stream = "vendor"
[source.options]

[[source.options.sites]]
start = ["https://www.vidja.example/"]

[[source.options.sites.ignore]]
path = "/job/*"
change_type = "hiring"
why = "they hire every week"

[[source.options.sites.ignore]]
line = "Siden er vist \\\\d+ gange"
why = "a counter"
"""


def _file(folder: Path, text: str) -> str:
    path = folder / "small.toml"
    path.write_text(GOOD + text, encoding="utf-8")
    return str(path)


def test_the_rules_of_a_site_are_for_its_hosts(tmp_path: Path) -> None:
    hiring, counter = ignored(read(_file(tmp_path, SITES)))
    assert hiring.change_type == "hiring"
    assert hiring.concerns(source="vendors", url="https://vidja.example/job/arkitekt")
    assert not hiring.concerns(source="vendors", url="https://vidja.example/om")
    assert not hiring.concerns(source="policies", url="https://vidja.example/job/arkitekt")
    assert counter.line == r"Siden er vist \d+ gange"


@pytest.mark.parametrize(
    ("said", "instead", "sentence"),
    [
        ('change_type = "hiring"', 'change_type = "hire"', "'hire' is no type of change; known: product"),
        (r'line = "Siden er vist \\d+ gange"', 'line = "Siden ("', "is no regular expression"),
        (r'line = "Siden er vist \\d+ gange"', 'line = ".*"', "matches every line"),
        ('change_type = "hiring"', "", "either a line or a change_type"),
        ('why = "a counter"', 'wy = "a counter"', "no option"),
        ('path = "/job/*"', 'path = "job"', "refused"),
    ],
)
def test_a_wrong_rule_is_refused_with_file_and_line(tmp_path: Path, said: str, instead: str, sentence: str) -> None:
    assert said in SITES
    with pytest.raises(StudyRefusedError, match=r"small\.toml:\d+: ") as refusal:
        check_shelves(read(_file(tmp_path, SITES.replace(said, instead))))
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_sites_and_readers_know_the_same_types_of_change() -> None:
    assert {*CHANGE_TYPES, "none"} == set(KINDS)
