"""The strategy of a study: read, checked, refused with file and line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.strategy import CRITERIA
from pipelines.strategy_tables import check_queries
from pipelines.study import StudyRefusedError, read
from tests.pipelines.small_study import write_study
from warehouse.estimators.morphology import Choice, pictures

ASSUMPTION = """
[[assumption]]
id = "enough"
sentence_da = "Nok"
sentence_en = "Enough"
query = "select count(*) as value from mart.award"
comparison = "at_least"
threshold = 3
owner = "us"
since = 2026-01-01
"""


def refused(path: Path) -> str:
    with pytest.raises(StudyRefusedError) as refusal:
        check_queries(read(str(path)))
    return str(refusal.value)


def test_assumptions_stand_in_the_study_or_in_the_file_that_it_names(tmp_path: Path) -> None:
    own = read(str(write_study(tmp_path, more=ASSUMPTION)))
    assert [one.id for one in own.strategy.assumption] == ["enough"]
    (tmp_path / "strategy.toml").write_text(ASSUMPTION, encoding="utf-8")
    path = write_study(tmp_path)
    text = path.read_text(encoding="utf-8").replace('focal = "us"', 'focal = "us"\nstrategy = "strategy.toml"')
    path.write_text(text, encoding="utf-8")
    named = read(str(path))
    assert [one.id for one in named.strategy.assumption] == ["enough"]
    before = named.digest
    (tmp_path / "strategy.toml").write_text(ASSUMPTION.replace("= 3", "= 4"), encoding="utf-8")
    assert read(str(path)).digest != before, "another threshold makes another edition"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('comparison = "at_least"', 'comparison = "around"', "'assumption.1.comparison' cannot be 'around'"),
        ("threshold", "treshold", "unknown key 'assumption.1.treshold' (did you mean 'threshold'?)"),
        ('owner = "us"\n', "", "the key 'assumption.1.owner' is missing"),
        ("margin", "margin", "stands here a second time"),
    ],
)
def test_a_wrong_key_is_refused_with_the_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    more = ASSUMPTION.replace(old, new) if old != new else ASSUMPTION * 2
    sentence = refused(write_study(tmp_path, more=more))
    assert said in sentence
    assert "small.toml:" in sentence


def test_a_wrong_query_is_refused_with_the_line_of_the_query(tmp_path: Path) -> None:
    path = write_study(tmp_path, more=ASSUMPTION.replace("mart.award", "mart.awards"))
    line = 1 + path.read_text(encoding="utf-8").splitlines().index(
        'query = "select count(*) as value from mart.awards"'
    )
    sentence = refused(path)
    assert sentence.startswith(f"{path}:{line}: assumption 'enough': ")
    assert "Did you mean mart.award" in sentence


def test_initiatives_that_wait_for_one_another_are_refused(tmp_path: Path) -> None:
    ring = "".join(
        f'[[initiative]]\nid = "{one}"\nname_da = "x"\nname_en = "x"\nmonths = 3\nafter = ["{other}"]\n'
        for one, other in (("a", "b"), ("b", "a"))
    )
    assert "wait for one another" in refused(write_study(tmp_path, more=ring))


def test_names_of_the_strategy_must_be_known(tmp_path: Path) -> None:
    more = '[[initiative]]\nid = "a"\nname_da = "x"\nname_en = "x"\nmonths = 3\nlaw = "nis-2"\n'
    assert "did you mean 'nis2-dk'" in refused(write_study(tmp_path, more=more))
    more = '[[partnership]]\nleft = "us"\nright = "them"\nday = 2026-01-01\nsource = "s"\n'
    assert "'them', which is no [[player]]" in refused(write_study(tmp_path, more=more))


def test_the_shipped_target_images_are_choices_that_judge_nobody_and_hang_together() -> None:
    file = read("kombit")
    said = file.strategy.dimension
    told = [getattr(one, name) for dimension in said for one in dimension.option for name in CRITERIA]
    assert check_queries(file) == len(file.strategy.assumption) + sum(isinstance(one, str) for one in told)
    # What the marts cannot tell is left out: the board judges it, not we.
    assert {type(one) for one in told} == {str, type(None)}
    assert all(3 <= len(dimension.option) <= 4 for dimension in said)
    assert all(one.early_sign_da and one.early_sign_en for dimension in said for one in dimension.option)
    names = {f"{dimension.id}.{one.id}" for dimension in said for one in dimension.option}
    box = [[Choice(f"{d.id}.{one.id}", (0.5,), frozenset(one.excludes)) for one in d.option] for d in said]
    assert {name for options in box for choice in options for name in choice.excludes} <= names
    shown, count = pictures(box, np.ones(1))
    assert len(shown) == 4
    # By partners: 72 sets with one supplier each and 72 with spread contracts (eight of nine positions and economies),
    # 48 with the state's blocks, 36 with a community; each with three choices of components.
    assert count == (72 + 72 + 48 + 36) * 3
