"""Path is name, header is contract: what a model must say, in which order models are built, and what stops them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.warehouse.drawing import models
from warehouse.database import Building
from warehouse.header import HeaderError
from warehouse.lineage import LineageError
from warehouse.model import FOLDERS, CheckFailedError, ModelError, build
from warehouse.refusal import RefusedError

NIGHTS = "-- A night.\n-- Grain: night_id\n-- Column night_id: the night\nselect night_id from raw.night\n"


def shelf(folder: Path, **files: str) -> list[Path]:
    """Folders core and mart with these files: `core_x` is core/x.sql, `mart_y_py` is mart/y.py."""
    for name, text in files.items():
        layer, _, rest = name.partition("_")
        stem, suffix = (rest[:-3], "py") if rest.endswith("_py") else (rest, "sql")
        path = folder / layer / f"{stem}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [folder / "core", folder / "mart"]


def built(folder: Path, **files: str) -> list[str]:
    with Building(folder / "b.duckdb", fresh=True) as building:
        return [run.name for run in build(building, folders=shelf(folder, **files))]


def test_models_are_built_after_what_they_read_whatever_their_names(tmp_path: Path) -> None:
    first = "-- A thing.\n-- Grain: n\n-- Column n: number\nwith raw_thing as (select 1 as n) select n from raw_thing\n"
    second = "-- A thing.\n-- Grain: n\n-- Column n: number\nselect n from core.zulu\n"
    third = "-- A thing.\n-- Grain: n\n-- Column n: number\nselect n from mart.mike where exists (from core.zulu)\n"
    order = built(tmp_path, core_zulu=first, mart_mike=second, mart_alpha=third)
    assert order == ["core.zulu", "mart.mike", "mart.alpha"]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 1 as n", "does not say what a row is"),
        ("-- A thing.\nselect 1 as n", "does not say its grain"),
        ("-- A thing.\n-- Grain: n\nselect 1 as n", "does not explain n"),
        (
            "-- A thing.\n-- Grain: n\n-- Column n: a\n-- Column m: b\nselect 1 as n",
            "explains what it does not have: m",
        ),
        ("-- A thing.\n-- Grain: n\n-- Column n: a\n-- Column n: b\nselect 1 as n", "explains its column n twice"),
        ("-- A thing.\n-- Grain: n\n-- Column n: a\ncreate table x as select 1", "is not one select"),
        ("-- A thing.\n-- Grain: n\n-- Column n: a\nselect 1 as n; select 2 as n", "2 statements"),
        ("-- A thing.\n-- Grain: n\n-- Column n: a\nselect n from notice", "without saying its schema"),
        (
            "-- A thing.\n-- Grain: n\n-- Column n: a\nselect n from mart.other",
            "a core model reads core, raw, seed only",
        ),
        (
            "-- A thing.\n-- Grain: n\n-- Column n: a\nselect n from raw.nothing",
            "which no model makes and nobody loads",
        ),
        ("-- A thing.\n-- Grain: n\n-- Column n: a\nselect n from core.x", "wait for one another"),
        ("-- A thing.\n-- Grain: n\n-- Column n: a\nselect 'a' + 1 as n", "does not build"),
        ("-- A thing.\n-- Grain: n\n-- Check: m > 0\n-- Column n: a\nselect 1 as n", "a check that cannot be asked"),
    ],
)
def test_a_model_that_does_not_keep_the_rules_is_refused_in_a_sentence(tmp_path: Path, sql: str, said: str) -> None:
    with pytest.raises((HeaderError, LineageError, ModelError)) as refused:
        built(tmp_path, core_x=sql)
    assert said in str(refused.value)
    assert isinstance(refused.value, RefusedError)


def test_a_mart_may_not_read_raw(tmp_path: Path) -> None:
    with pytest.raises(LineageError, match=r"mart\.x reads raw\.night; a mart model reads core, mart, seed only"):
        built(tmp_path, mart_x=NIGHTS)


def test_a_check_that_a_row_breaks_stops_the_build_and_shows_five_rows(tmp_path: Path) -> None:
    sql = "-- A number.\n-- Grain: n\n-- Check: n < 3\n-- Column n: it\nselect range as n from range(100)\n"
    later = "-- A number.\n-- Grain: n\n-- Column n: it\nselect n from core.x\n"
    with Building(tmp_path / "b.duckdb") as building:
        with pytest.raises(CheckFailedError) as failed:
            build(building, folders=shelf(tmp_path, core_x=sql, mart_y=later))
        assert (failed.value.model, failed.value.check, len(failed.value.rows)) == ("core.x", "n < 3", 5)
        assert failed.value.rows[0] == {"n": 3}
        assert not building.has("core.x")
        assert not building.has("mart.y")


def test_a_check_that_is_unknown_for_a_row_is_broken(tmp_path: Path) -> None:
    sql = "-- A number.\n-- Grain: n\n-- Check: m > 0\n-- Column n: it\n-- Column m: other\nselect 1 as n, null as m\n"
    with pytest.raises(CheckFailedError, match="m > 0"):
        built(tmp_path, core_x=sql)


@pytest.mark.parametrize("values", ["(1), (1)", "(1), (null)"])
def test_a_grain_is_unique_and_known(tmp_path: Path, values: str) -> None:
    sql = f"-- A number.\n-- Grain: n\n-- Column n: it\nselect n from (values {values}) as v(n)\n"
    with pytest.raises(CheckFailedError, match="one row per n"):
        built(tmp_path, core_x=sql)


def test_a_warning_raises_a_hand_and_no_more(tmp_path: Path) -> None:
    sql = "-- A number.\n-- Grain: n\n-- Warn: n > 1\n-- Column n: it\nselect n from (values (1), (2)) as v(n)\n"
    with Building(tmp_path / "b.duckdb") as building:
        (run,) = build(building, folders=shelf(tmp_path, core_x=sql))
    assert run.rows == 2
    assert run.warnings == ("core.x: not everywhere n > 1, for example {'n': 1}",)


def test_headers_become_comments_and_a_dictionary_with_lineage(tmp_path: Path) -> None:
    sql = (
        "-- A night's name,\n-- told in two lines.\n-- Grain: night_id\n"
        "-- Column night_id: it's\n--   what we say\nselect 1 as night_id\n"
    )
    with Building(tmp_path / "b.duckdb") as building:
        build(building, folders=shelf(tmp_path, core_x=sql, core_night=NIGHTS))
        rows = building.query("from mart.data_dictionary order by table_name desc")
    assert [row["table_name"] for row in rows] == ["x", "night"]
    assert rows[0]["table_comment"] == "A night's name, told in two lines."
    assert rows[0]["comment"] == "it's what we say"
    assert rows[1]["depends_on"] == ["raw.night"]


def test_a_python_model_takes_tables_by_name_as_arrow_or_pandas(tmp_path: Path) -> None:
    number = "-- A number.\n-- Grain: n\n-- Column n: it\nselect range as n from range(3)\n"
    arrow = (
        "import pyarrow as pa\n\n"
        'def doubled(core__number: pa.Table) -> pa.Table:\n    """A doubled number.\n\n'
        '    Grain: n\n    Check: n % 2 = 0\n    Column n: it\n    """\n'
        "    return pa.table({'n': [2 * n for n in core__number['n'].to_pylist()]})\n"
    )
    pandas = (
        "import pandas as pd\n\n"
        'def summed(mart__doubled: pd.DataFrame) -> pd.DataFrame:\n    """A sum.\n\n'
        "    Grain: n\n    Column n: it\n    \"\"\"\n    return pd.DataFrame({'n': [mart__doubled['n'].sum()]})\n"
    )
    files = {"core_number": number, "mart_doubled_py": arrow, "mart_summed_py": pandas}
    with Building(tmp_path / "b.duckdb") as building:
        build(building, folders=shelf(tmp_path, **files))
        assert building.query("from mart.summed") == [{"n": 6}]


def test_a_table_is_made_by_one_model_only(tmp_path: Path) -> None:
    python = 'def night() -> None:\n    """A night.\n\n    Grain: n\n    Column n: it\n    """\n'
    with pytest.raises(ModelError, match="made twice"):
        built(tmp_path, core_night=NIGHTS, core_night_py=python)


# -- the warehouse's own models -------------------------------------------------------------------------------------

FORBIDDEN = {
    r"\bany_value\(": "any_value takes whichever row comes first",
    r"\b(first|last)\((?![^)]*order by)": "first and last need an order",
    r"\b(now|today|random|uuid|gen_random_uuid|get_current_time\w*)\(": "no clock, no chance",
    r"\b(current_date|current_timestamp|current_time|localtime\w*)\b": "no clock",
    r"\bapprox_\w+\(": "an approximation may differ from run to run",
    r"\busing sample\b": "a sample may differ from run to run",
    r"\blimit\b": "a limit hides rows and depends on their order",
    r"\bstring_agg\((?!(?:'[^']*'|[^)'])*order by)": "string_agg needs an order",
    r"\{\{": "no templating",
}


def test_sql_models_say_the_same_thing_every_time() -> None:
    for folder in FOLDERS:
        for path in folder.glob("*.sql"):
            body = "\n".join(
                line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--")
            )
            for pattern, why in FORBIDDEN.items():
                assert not re.search(pattern, body), f"{path.name}: {why}"


def test_sums_of_money_and_parts_are_exact(tmp_path: Path) -> None:
    with Building(tmp_path / "b.duckdb") as building:
        build(building)
        inexact = building.query(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() "
            "where schema_name in ('core', 'mart') and (column_name = 'weight' or column_name like '%_dkk') "
            "and not regexp_matches(column_name, '^(imputed|customer|running)_(low|mid|high)') "
            "and data_type not like 'DECIMAL%'"
        )
    assert inexact == []


def test_every_model_is_named_once_in_one_of_two_layers() -> None:
    assert len(models()) > 40
    assert {name.partition(".")[0] for name in models()} == {"core", "mart"}
