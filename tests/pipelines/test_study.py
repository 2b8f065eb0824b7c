"""A study is read whole or refused with one sentence that names the file, the line and what to do."""

from pathlib import Path

import pytest

from pipelines.study import StudyRefusedError, read, shipped
from pipelines.study_tables import check_shelves
from pipelines.toml_place import line_of

GOOD = """\
[study]
name = "small"
title_da = "Lille"
title_en = "Small"
country = "DK"
period_start = 2024-01-01
focal = "us"

[[segment]]
id = "software"
name_da = "Programmel"
name_en = "Software"
cpv = ["48"]

[[player]]
id = "us"
name = "Vores Fællesskab"
player_class = "joint_public_company"
source = "invented"

[[player]]
id = "them"
name = "Dem ApS"
parent = "us"
source = "invented"

[[source]]
name = "papers"
kind = "folder"
stream = "policy"
delay_seconds = 0
[source.options]
path = "papers"
"""


def study_file(folder: Path, text: str) -> str:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_study_is_read_as_its_file_says_it(tmp_path: Path) -> None:
    study = read(study_file(tmp_path, GOOD)).study
    assert (study.name, study.study.focal, study.study.currency) == ("small", "us", "DKK")
    assert [player.id for player in study.player] == ["us", "them"]
    assert study.source[0].options == {"path": "papers"}


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ("nmae = 'x'\nname", "name", 2, "unknown key 'study.nmae' (did you mean 'name'?)"),
        ('naem = "Dem ApS"', 'name = "Dem ApS"', 23, "'player.2.naem' (did you mean 'name'?)"),
        ('focal = "uss"', 'focal = "us"', 7, "'uss' is no [[player]] (did you mean 'us'?)"),
        ('parent = "nobody"', 'parent = "us"', 24, "'nobody' is no [[player]]"),
        ('player_class = "joint"', 'player_class = "joint_public_company"', 18, "there is no player_class 'joint'"),
        ('stream = "rumour"', 'stream = "policy"', 30, "'source.1.stream' cannot be 'rumour'"),
        ('country = "Denmark"', 'country = "DK"', 5, "'study.country' cannot be 'Denmark'"),
        ('id = "us"\nname = "Dem ApS"', 'id = "them"\nname = "Dem ApS"', 22, "stands here a second time"),
        ("[study]\nperiod_strat = 1", "[study]", 2, "did you mean 'period_start'?"),
        ("period_start = 9999-12-31", "period_start = 2024-01-01", 6, "which is to come"),
        ("delay_seconds = inf", "delay_seconds = 0", 31, "'source.1.delay_seconds' cannot be inf"),
    ],
)
def test_a_mistake_is_refused_with_file_line_and_what_is_known(
    tmp_path: Path, wrong: str, right: str, line: int, words: str
) -> None:
    path = study_file(tmp_path, GOOD.replace(right, wrong, 1) if right in GOOD else GOOD)
    with pytest.raises(StudyRefusedError) as refused:
        read(path)
    assert f"small.toml:{line}: " in str(refused.value)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("key", ["focal", "title_da", "period_start"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(f"{key} ")]
    with pytest.raises(StudyRefusedError, match=f"the key 'study.{key}' is missing"):
        read(study_file(tmp_path, "\n".join(lines)))


def test_a_file_that_is_not_toml_or_not_text_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StudyRefusedError, match="is not valid TOML"):
        read(study_file(tmp_path, "[study\nname="))
    (tmp_path / "small.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StudyRefusedError, match="is not UTF-8 text"):
        read(str(tmp_path / "small.toml"))


def test_a_mark_of_byte_order_is_no_mistake_and_words_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read(str(tmp_path / "small.toml")).study.name == "small"
    with pytest.raises(StudyRefusedError, match="'study' cannot be 3: a table is wanted here"):
        read(study_file(tmp_path, "study = 3\n"))
    with pytest.raises(
        StudyRefusedError, match="the option 'path' of folder is refused: a path in quotes is wanted here"
    ):
        check_shelves(read(study_file(tmp_path, GOOD.replace('path = "papers"', "path = 3"))))


def test_a_study_that_nobody_knows_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(StudyRefusedError, match="There is no study 'demmo' \\(did you mean 'demo'\\?\\)"):
        read("demmo")
    with pytest.raises(StudyRefusedError, match="there is no such file"):
        read("nowhere/at/all.toml")


def test_a_real_site_is_never_asked_more_than_once_a_second(tmp_path: Path) -> None:
    hasty = GOOD.replace('kind = "folder"', 'kind = "vendor_sites"')
    with pytest.raises(StudyRefusedError, match="set delay_seconds to 1 or more"):
        check_shelves(read(study_file(tmp_path, hasty)))
    with pytest.raises(StudyRefusedError, match=r"no kind of source 'foldr' \(did you mean 'folder'\?\)"):
        check_shelves(read(study_file(tmp_path, GOOD.replace('kind = "folder"', 'kind = "foldr"'))))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_study_is_in_order(name: str) -> None:
    file = read(name)
    check_shelves(file)
    assert file.study.name == name


def test_a_line_is_found_for_keys_tables_and_tables_in_arrays() -> None:
    text = "a = 1\n[b]\nc = 2\n[[d]]\ne = 3\n[[d]]\ne = 4\n[d.f]\ng = 5\n"
    assert [
        line_of(text, path)
        for path in (["a"], ["b", "c"], ["d", 0, "e"], ["d", 1, "e"], ["d", 1, "f", "g"], ["d", 1, "nothing"])
    ] == [1, 3, 5, 7, 9, 6]


def test_every_source_of_the_kombit_study_is_guarded_by_more_than_its_volume() -> None:
    study = read("kombit").study
    guarded = {one.name: one for one in study.guard.source}
    assert set(guarded) == {source.name for source in study.source}
    assert all(one.floor for one in guarded.values())
    # What is looked at is some nine weeks: a longer silence would never be seen.
    assert all((one.fresh_days or 1) <= 5 * study.guard.weeks for one in guarded.values())
