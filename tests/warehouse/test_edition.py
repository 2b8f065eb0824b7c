"""An edition is a file that older clients open and nobody can change or leave, and a pointer that moves in one step."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse import edition as editions
from warehouse import jail
from warehouse.database import Building
from warehouse.edition import Edition, EditionError, QueryRefusedError
from warehouse.model import build
from warehouse.settings import Workspace

MODEL = """-- A thing; it's small.
-- Grain: n
-- Column n: its number
-- Column name: what it is called
select
    range as n,
    case range when 0 then '=1+1' when 1 then '  @sum' when 2 then '-5' when 3 then ' ' else 'plain' end as name
from range(6)
"""


def make_edition(root: Path, name: str = "20261123-1") -> Path:
    """A small edition written from a building with one core and one mart table."""
    for layer in ("core", "mart"):
        (root / "models" / layer).mkdir(parents=True, exist_ok=True)
        (root / "models" / layer / "thing.sql").write_text(MODEL, encoding="utf-8")
    folder = root / "editions" / name
    with Building(root / "b.duckdb", fresh=True) as building:
        build(building, folders=[root / "models" / "core", root / "models" / "mart"])
        assert editions.write_edition_database(building, folder / "overblik.duckdb") == 3
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_edition(tmp_path_factory.mktemp("edition"))


@pytest.fixture
def edition(folder: Path) -> Iterator[Edition]:
    with Edition(folder) as opened:
        yield opened


def test_older_clients_open_the_file(folder: Path) -> None:
    with duckdb.connect(str(folder / "overblik.duckdb"), read_only=True) as connection:
        tags = connection.execute("select tags from duckdb_databases() where database_name = 'overblik'").fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.2.0")


def test_an_edition_holds_core_and_mart_with_their_comments_and_never_raw(folder: Path) -> None:
    with duckdb.connect(str(folder / "overblik.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name, comment from duckdb_tables() order by all"
        ).fetchall()
        comments = connection.execute(
            "select distinct comment from duckdb_columns() where column_name = 'n'"
        ).fetchall()
    assert [row[:2] for row in tables] == [("core", "thing"), ("mart", "data_dictionary"), ("mart", "thing")]
    assert tables[0][2] == "A thing; it's small."
    assert comments == [("its number",)]


def test_an_edition_is_checkpointed_and_never_written_twice(folder: Path, tmp_path: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["overblik.duckdb"]
    with Building(tmp_path / "b.duckdb") as building, pytest.raises(EditionError, match="never written twice"):
        editions.write_edition_database(building, folder / "overblik.duckdb")


class Unchecked:
    """A building's connection that passes every statement on but the one that brings the log into the file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        connection.execute("pragma disable_checkpoint_on_shutdown")

    def execute(self, sql: str, *params: object) -> duckdb.DuckDBPyConnection:
        return self._connection.execute("select 1" if sql == "checkpoint edition" else sql, *params)

    def close(self) -> None:
        self._connection.close()


def test_an_edition_whose_log_is_still_beside_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_edition(tmp_path)
    with Building(tmp_path / "b.duckdb") as building:
        monkeypatch.setattr(building, "connection", Unchecked(building.connection))
        with pytest.raises(EditionError, match="was not checkpointed"):
            editions.write_edition_database(building, tmp_path / "other" / "overblik.duckdb")


def test_a_manifest_counts_and_hashes_what_there_is(folder: Path) -> None:
    said = editions.manifest(folder)
    assert said["tables"]["core.thing"]["rows"] == 6
    assert said["tables"]["core.thing"]["hash"] == said["tables"]["mart.thing"]["hash"]
    assert said["files"]["overblik.duckdb"]["bytes"] == (folder / "overblik.duckdb").stat().st_size
    assert len(said["files"]["overblik.duckdb"]["sha256"]) == 64


def test_questions_are_answered_with_columns_and_rows(edition: Edition) -> None:
    answer = editions.run_sql(edition, "select n, name from mart.thing where n > 4 order by n")
    assert (answer.columns, answer.rows) == (("n", "name"), [(5, "plain")])
    assert edition.query("select count(*) as n from core.thing where n < ?", [2]) == [{"n": 2}]
    assert edition.columns("from mart.thing") == ["n", "name"]
    assert edition.tables() == ["core.thing", "mart.data_dictionary", "mart.thing"]
    assert edition.id == "20261123-1"


ESCAPES = [
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_json('/etc/passwd')",
    "select * from read_parquet('/tmp/*.parquet')",
    "select * from glob('/etc/*')",
    "from '/etc/passwd'",
    "from '/tmp/other.parquet'",
    "from 'https://example.org/data.parquet'",
    "copy mart.thing to '/tmp/out.csv'",
    "copy (select 1) to '/tmp/out.parquet' (format parquet)",
    "export database '/tmp/out'",
    "attach '/tmp/other.duckdb' as other",
    "attach ':memory:' as other",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set memory_limit = '100GB'",
    "reset memory_limit",
    "pragma enable_external_access = true",
    "insert into mart.thing values (7, 'x')",
    "update mart.thing set n = 0",
    "delete from mart.thing",
    "drop table mart.thing",
    "create table mart.other as select 1",
    "create temp table other as select 1",
    "create macro m() as 1",
    "create secret s (type http)",
    "call pragma_version()",
    "checkpoint",
    "vacuum",
    "select 1; copy mart.thing to '/tmp/out.csv'",
    "with x as (select * from read_csv('/etc/passwd')) select * from x",
    "explain analyze copy mart.thing to '/tmp/out.csv'",
    "prepare p as copy mart.thing to '/tmp/out.csv'",
    "select getenv('HOME')",
]


@pytest.mark.parametrize("sql", ESCAPES)
def test_no_statement_leaves_the_edition(edition: Edition, sql: str, tmp_path: Path) -> None:
    with pytest.raises(QueryRefusedError) as refused:
        editions.run_sql(edition, sql)
    assert "Traceback" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Path("/tmp/out.csv").exists()


def test_the_jail_holds_even_where_a_statement_reaches_the_database(edition: Edition) -> None:
    """Without the check for one select: the settings alone must hold."""
    held = 0
    for sql in ESCAPES:
        try:
            edition.connection.execute(sql).fetchall()
        except duckdb.Error:
            held += 1
        else:
            assert sql.startswith(
                ("create temp", "create macro", "call pragma_version", "checkpoint", "vacuum", "attach ':memory:'")
            ), sql
    assert held >= 25
    assert not Path("/tmp/out.csv").exists()


CLOSED = {
    "allow_community_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
    "python_enable_replacements": "false",
    "temp_directory": "",
}


@pytest.mark.parametrize("has_neighbour", [False, True])
def test_every_door_of_the_jail_is_shut_also_where_another_edition_is_asked_beside(
    tmp_path: Path, has_neighbour: bool
) -> None:
    folder = make_edition(tmp_path)
    beside = {"before": make_edition(tmp_path / "older")} if has_neighbour else {}
    with Edition(folder, beside=beside) as opened:
        names = ", ".join(f"'{name}'" for name in CLOSED)
        rows = opened.query(f"select name, value from duckdb_settings() where name in ({names})")
        assert {row["name"]: row["value"] for row in rows} == CLOSED


def test_a_question_reaches_nothing_that_the_asking_program_holds(edition: Edition) -> None:
    held = pa.table({"secret": ["hemmelig"]})
    with pytest.raises(QueryRefusedError, match="held"):
        editions.run_sql(edition, "select * from held")
    assert held.num_rows == 1


def test_an_answer_of_too_many_rows_is_refused_and_the_next_one_answered(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jail, "MOST_ROWS", 3)
    with pytest.raises(QueryRefusedError, match="more than 3 rows; add a limit"):
        editions.run_sql(edition, "from range(4)")
    assert len(editions.run_sql(edition, "from range(3)").rows) == 3


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("selec 1", "Hint: one select"),
        ("", "There is no question"),
        ("select 1; select 2", "ask one select at a time"),
        ("select * from mart.thing2", "Did you mean mart.thing"),
        ("select nam from mart.thing", "name"),
        ("select '2026-99-99'::date", "out of range"),
        ("drop table mart.thing", "DROP is refused"),
        ("pivot mart.thing on name using count(*)", "name them inside one select"),
    ],
)
def test_mistakes_are_explained_in_a_sentence_with_a_hint(edition: Edition, sql: str, said: str) -> None:
    with pytest.raises(QueryRefusedError) as refused:
        editions.run_sql(edition, sql)
    assert said in str(refused.value)


def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_answered(edition: Edition) -> None:
    with pytest.raises(QueryRefusedError, match=r"longer than 0\.3 seconds"):
        editions.run_sql(edition, "select count(*) from range(100000000) a, range(100000) b", seconds=0.3)
    assert editions.run_sql(edition, "select 1 as one").rows == [(1,)]


def test_a_question_with_less_time_is_stopped_though_one_with_more_is_under_way(edition: Edition) -> None:
    with edition, edition.connection.cursor() as slow, edition.connection.cursor() as quick:
        with jail.within(slow, 600), pytest.raises(QueryRefusedError, match=r"longer than 0\.2 seconds"):
            jail.ask(quick, "select count(*) from range(100000000) a, range(100000) b", seconds=0.2)
        assert jail.ask(quick, "select 1", seconds=0.2).rows == [(1,)]
        assert jail.ask(slow, "select 2").rows == [(2,)]


def test_a_question_that_needs_too_much_memory_is_refused(edition: Edition) -> None:
    with pytest.raises(QueryRefusedError, match="more memory than"):
        editions.run_sql(edition, "select list(r || repeat('x', 1000)) from range(10000000) as t(r)")


def test_exports_are_whole_files_that_other_tools_read(edition: Edition, tmp_path: Path) -> None:
    sql = "select n, name, date '2026-01-02' as day, 1.50 as amount, [n] as list from mart.thing order by n"
    for fmt in ("csv", "json", "parquet"):
        assert editions.export_sql(edition, sql, {fmt: tmp_path / f"out.{fmt}"}) == 6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.json", "out.parquet"]
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))[5] == {
        "n": 5,
        "name": "plain",
        "day": "2026-01-02",
        "amount": 1.5,
        "list": [5],
    }
    assert pq.read_table(tmp_path / "out.parquet")["n"].to_pylist() == list(range(6))


def test_an_export_warns_of_nothing(edition: Edition, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for fmt in ("csv", "parquet", "json"):
            for sql in ("select n, name from mart.thing", "from mart.thing", "explain from mart.thing"):
                assert editions.export_sql(edition, sql, {fmt: tmp_path / f"out.{fmt}"}) > 0


def test_text_in_csv_is_never_a_formula_and_numbers_stay_numbers(edition: Edition, tmp_path: Path) -> None:
    editions.export_sql(edition, "select n - 3 as n, name from mart.thing order by 1", {"csv": tmp_path / "out.csv"})
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["n", "name"]
    assert rows[1:5] == [["-3", "'=1+1"], ["-2", "'  @sum"], ["-1", "'-5"], ["0", " "]]


def test_a_name_of_a_column_and_a_line_end_before_a_sign_are_no_formula_either(
    edition: Edition, tmp_path: Path
) -> None:
    sql = """select 1 as "=1+1", 'a' as "@sum", chr(13) || '=1' as cr, chr(10) || '+1' as lf, chr(9) || '-1' as tab"""
    editions.export_sql(edition, sql, {"csv": tmp_path / "out.csv"})
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["'=1+1", "'@sum", "cr", "lf", "tab"],
            ["1", "a", "'\n=1", "'\n+1", "'\t-1"],
        ]


def test_json_knows_no_number_without_end(edition: Edition, tmp_path: Path) -> None:
    sql = "select 'nan'::double as a, 'inf'::double as b, ['-inf'::double, 2] as c"
    editions.export_sql(edition, sql, {"json": tmp_path / "out.json"})
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert told == [{"a": None, "b": None, "c": [None, 2]}]


def test_a_pivot_that_names_its_columns_is_answered(edition: Edition) -> None:
    found = editions.run_sql(edition, "from (pivot mart.thing on n in (1, 2) using count(*) group by name) limit 1")
    assert found.columns == ("name", "1", "2")


def test_csv_holds_lists_as_json_unknowns_as_nothing_and_two_columns_of_one_name_apart(
    edition: Edition, tmp_path: Path
) -> None:
    sql = """select 1 as a, 2 as a, ['=x', 'æ', null] as list, {'day': date '2026-01-02'} as part, '' as empty,
        null as unknown, timestamptz '2026-01-02 03:04:05+00' as at, 1.50::decimal(10, 2) as amount"""
    editions.export_sql(edition, sql, {"csv": tmp_path / "out.csv"})
    head, row = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert next(csv.reader([head])) == ["a", "a", "list", "part", "empty", "unknown", "at", "amount"]
    cells = next(csv.reader([row]))
    assert cells[:2] == ["1", "2"]
    assert json.loads(cells[2]) == ["=x", "æ", None]
    assert json.loads(cells[3]) == {"day": "2026-01-02"}
    assert row.split(",")[-4:] == ['""', "", '"2026-01-02T03:04:05+00:00"', "1.50"]


def test_an_export_that_fails_leaves_nothing(edition: Edition, tmp_path: Path) -> None:
    for sql, fmt in (
        ("select nothing", "csv"),
        ("select 1", "xlsx"),
        ("copy mart.thing to 'x'", "csv"),
    ):
        with pytest.raises(QueryRefusedError):
            editions.export_sql(edition, sql, {fmt: tmp_path / "out"})
    with pytest.raises(QueryRefusedError, match="cannot be written"):
        editions.export_sql(edition, "select 1 as n", {"csv": tmp_path / "missing" / "out.csv"})
    assert list(tmp_path.iterdir()) == []


# -- the shelf of editions --------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, folder: Path) -> Workspace:
    """A workspace with three editions, none of them current."""
    made = Workspace(tmp_path / "study").make()
    for name in ("20261123-1", "20261123-2", "20261123-10"):
        (made.editions / name).mkdir()
        (made.editions / name / "overblik.duckdb").hardlink_to(folder / "overblik.duckdb")
    (made.editions / ".20261124-1.arriving").mkdir()
    return made


def test_the_pointer_moves_in_one_step_and_travels_with_the_folder(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert editions.current(place) is None
    for name in ("20261123-1", "20261123-10"):
        editions.point_current(place, name)
        shown = editions.current(place)
        assert shown is not None
        assert shown.id == name
    assert place.current.is_symlink()
    replace = Path.replace

    def watched(path: Path, target: Path) -> Path:
        assert place.current.resolve().name == "20261123-10", "until the new pointer is there, the old one is"
        return replace(path, target)

    with monkeypatch.context() as watching:
        watching.setattr(Path, "replace", watched)
        editions.point_current(place, "20261123-2")
    editions.point_current(place, "20261123-10")
    moved = Workspace(place.root.rename(place.root.with_name("moved")))
    shown = editions.current(moved)
    assert shown is not None
    assert shown.id == "20261123-10"


def test_an_edition_that_is_not_there_cannot_be_current(place: Workspace) -> None:
    editions.point_current(place, "20261123-1")
    with pytest.raises(EditionError, match="no edition 20991231-1"):
        editions.point_current(place, "20991231-1")
    shown = editions.current(place)
    assert shown is not None
    assert shown.id == "20261123-1"


def test_pruning_keeps_the_newest_and_never_removes_the_current_one(place: Workspace) -> None:
    assert editions.all_editions(place) == ["20261123-1", "20261123-2", "20261123-10"]
    editions.point_current(place, "20261123-1")
    assert editions.prune(place, keep=1) == ["20261123-2"]
    assert editions.all_editions(place) == ["20261123-1", "20261123-10"]
    assert editions.prune(place, keep=7) == []
