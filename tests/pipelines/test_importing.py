"""Imported spreadsheets are read strictly: every fault is one sentence with file and line, and no line is lost."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.importing import imported, imports_digest
from pipelines.study import StudyFile, StudyRefusedError, read
from tests.pipelines.small_study import STUDY

NEEDS = ("data", "price")
ROLES = ("procurer",)
SURVEY = 'path = "s.csv"\nkind = "survey"\n'


def study_with(folder: Path, table: str, **files: str) -> StudyFile:
    component = '[[component]]\nid = "login"\nname = "Login"\n'
    text = STUDY.format(more=component, path=folder)
    (folder / "study.toml").write_text(f"{text}\n[[import]]\n{table}")
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text.encode("utf-8"))
    return read(str(folder / "study.toml"))


def rows(file: StudyFile) -> dict[str, list[dict[str, object]]]:
    return imported(file, need_types=NEEDS, roles=ROLES)


def test_a_survey_in_danish_clothes_is_read(tmp_path: Path) -> None:
    table = (
        SURVEY
        + 'columns = { organisation = "Kommune", need = "Behov", answer = "Svar", date = "Dato" }\nscale = [1, 5]\n'
    )
    file = study_with(tmp_path, table, s="\ufeffKommune;Behov;Svar;Dato\nVejle;data:technology:ai;4,5;31-05-2026\n\n")
    (row,) = rows(file)["survey_answer"]
    assert (row["organisation"], row["need"], row["answer"], str(row["answered_date"])) == (
        "Vejle", "data:technology:ai", 4.5, "2026-05-31"
    )  # fmt: skip
    assert (row["file"], row["line"]) == ("s.csv", 2)


def test_use_and_interviews_are_read(tmp_path: Path) -> None:
    usage = study_with(
        tmp_path, 'path = "u.csv"\nkind = "usage"\n', u="organisation,component,actual,potential\nVejle,login,1,2\n"
    )
    assert rows(usage)["system_usage"][0]["actual"] == 1
    talks = study_with(
        tmp_path, 'path = "i.csv"\nkind = "interview"\n', i="interview,group,role,stance\ni1,owner,procurer,is\n"
    )
    assert rows(talks)["interview_code"][0]["speaker_group"] == "owner"


PRICES = 'path = "s.csv"\nkind = "price_index"\n'


def test_a_price_index_is_read(tmp_path: Path) -> None:
    file = study_with(tmp_path, PRICES, s="year;index;name\n2024;118,9;FPI\n2025;121,2;FPI\n")
    assert [(row["year"], row["index_value"]) for row in rows(file)["price_index"]] == [(2024, 118.9), (2025, 121.2)]


@pytest.mark.parametrize(
    ("table", "text", "place", "sentence"),
    [
        (PRICES, "year,index,name\n2024.5,118,FPI\n", "s.csv:2", "the year '2024.5' is no year"),
        (PRICES, "year,index,name\n2024,0,FPI\n", "s.csv:2", "the index '0' must be above 0"),
        (PRICES, "year,index,name\n2024,118,\n", "s.csv:2", "the name is empty"),
        (PRICES, "year,index,name\n2024,118,FPI\n2024,119,FPI\n", "s.csv:3", "2024 stands in line 2 already"),
        (PRICES, "year,index,name\n2024,118,FPI\n2025,119,HICP\n", "s.csv:3", "names the index 'HICP' beside 'FPI'"),
        (SURVEY, "organisation,need,svar\nVejle,data,4\n", "s.csv:1", "has no column 'answer'"),
        (SURVEY, "organisation,need,answer\nVejle,data,fire\n", "s.csv:2", "the answer 'fire' is not a number"),
        (SURVEY, "organisation,need,answer\nVejle,data,9\n", "s.csv:2", "not on the scale from 1 to 5"),
        (SURVEY, "organisation,need,answer\nVejle,dta,4\n", "s.csv:2", "did you mean 'data'?"),
        (SURVEY, "organisation,need,answer\n,data,4\n", "s.csv:2", "the organisation is empty"),
        (SURVEY, "organisation,need,answer\nVejle,data\n", "s.csv:2", "has 2 cells, the first line has 3"),
        (SURVEY, "organisation,need,answer,date\nVejle,data,4,i går\n", "s.csv:2", "the date 'i går' is no day"),
        (
            'path = "s.csv"\nkind = "usage"\n',
            "organisation,component,actual,potential\nVejle,login,3,2\n",
            "s.csv:2",
            "must lie between 0 and the potential 2",
        ),
        (
            'path = "s.csv"\nkind = "usage"\n',
            "organisation,component,actual,potential\nVejle,logn,1,2\n",
            "s.csv:2",
            "there is no component 'logn' (did you mean 'login'?)",
        ),
        (
            'path = "s.csv"\nkind = "interview"\n',
            "interview,group,role,stance\ni1,nobody,procurer,is\n",
            "s.csv:2",
            "there is no group 'nobody'",
        ),
        (SURVEY + 'columns = { answr = "Svar" }\n', "organisation,need,answer\n", "study.toml:", "no column 'answr'"),
        ('path = "missing.csv"\nkind = "survey"\n', "", "study.toml:", "there is no file"),
    ],
)
def test_a_wrong_spreadsheet_is_refused_with_file_line_and_what_to_do(
    tmp_path: Path, table: str, text: str, place: str, sentence: str
) -> None:
    with pytest.raises(StudyRefusedError) as refused:
        rows(study_with(tmp_path, table, s=text))
    assert place in str(refused.value)
    assert sentence in str(refused.value)


def test_a_wrong_key_of_an_import_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(
        StudyRefusedError, match=r"unknown key 'import\.1\.kindd'.*known here: columns, kind, path, scale"
    ):
        study_with(tmp_path, 'path = "s.csv"\nkindd = "survey"\n', s="")


def test_the_digest_changes_with_a_spreadsheet(tmp_path: Path) -> None:
    file = study_with(tmp_path, SURVEY, s="organisation,need,answer\nVejle,data,4\n")
    before = imports_digest(file)
    (tmp_path / "s.csv").write_text("organisation,need,answer\nVejle,data,5\n")
    assert imports_digest(file) != before


@given(st.text(max_size=60))
def test_whatever_the_bytes_a_spreadsheet_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("import")
    file = study_with(folder, SURVEY, s="organisation,need,answer\n" + text.encode("utf-8", "ignore").decode())
    with suppress(StudyRefusedError):
        assert all(str(row["need"]).partition(":")[0] in NEEDS for row in rows(file)["survey_answer"])
