"""Prefect's server may keep its things in PostgreSQL: a night through it stands there, run and stages."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipelines.prefect_servers import environment, free_port, prefect_server, run_night
from tests.pipelines.small_study import write_papers, write_study
from warehouse.ledger import Ledger

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
STAGES = ("read", "load", "resolve", "enrich", "build", "publish")


def programs() -> Path | None:
    """Where PostgreSQL's programs are; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    here = found[-1] if found else shutil.which("initdb")
    return Path(here).parent if here else None


@pytest.fixture
def postgresql() -> Iterator[int]:
    """A PostgreSQL server of the test's own, with an empty database `prefect`; gives its port."""
    where = programs()
    if where is None:
        pytest.skip("no PostgreSQL program is on this machine (Debian: apt-get install postgresql)")
    user = None
    folder = Path(tempfile.mkdtemp(prefix="overblik-postgresql-"))  # not below pytest's, which is its owner's alone
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        try:
            user = pwd.getpwnam("postgres").pw_name
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        shutil.chown(folder, user)
    port, data = free_port(), folder / "data"

    def do(program: str, *words: str) -> None:
        # To a file: a server that was started would hold a pipe open.
        with (folder.parent / f"{folder.name}.log").open("a") as said:
            subprocess.run(
                [str(where / program), *words], user=user, cwd=folder, stdout=said, stderr=said, check=True, timeout=60
            )

    do("initdb", "-D", str(data), "-U", "prefect", "-A", "trust", "-E", "UTF8", "--locale=C")
    do("pg_ctl", "-D", str(data), "-o", f"-h 127.0.0.1 -p {port} -k {folder}", "-l", str(folder / "log"), "-w", "start")
    try:
        do("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "prefect", "prefect")
        yield port
    finally:
        do("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")
        shutil.rmtree(folder)
        (folder.parent / f"{folder.name}.log").unlink()


def rows(port: int, query: str) -> list[tuple[str, ...]]:
    import asyncpg  # type: ignore[import-untyped]

    async def ask() -> list[tuple[str, ...]]:
        connection = await asyncpg.connect(host="127.0.0.1", port=port, user="prefect", database="prefect")
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_a_night_stands_in_postgresql_and_in_the_ledger(postgresql: int, tmp_path: Path, trained_models: Path) -> None:
    write_papers(tmp_path)
    address = f"postgresql+asyncpg://prefect@127.0.0.1:{postgresql}/prefect"
    told = environment(tmp_path / "home", trained_models)
    with prefect_server(told | {"PREFECT_SERVER_DATABASE_CONNECTION_URL": address}) as served:
        served.pop("PREFECT_SERVER_DATABASE_CONNECTION_URL")
        done = run_night(write_study(tmp_path), served)
        assert done.returncode == 0, done.stderr
        assert "Prefect failed" not in done.stderr
    assert rows(postgresql, "select name, state_type::text from flow_run") == [("small-20261120-1", "COMPLETED")]
    ran = rows(postgresql, "select name, state_type::text from task_run order by start_time")
    assert [state for _, state in ran] == ["COMPLETED"] * 7
    assert tuple(name for name, _ in ran[1:]) == STAGES
    assert {key for (key,) in rows(postgresql, "select key from artifact")} == {"night-small", "summary-small"}
    assert not list((tmp_path / "home").rglob("prefect.db"))
    with Ledger(tmp_path / "home" / "small" / "ledger.sqlite") as ledger:
        assert [row["outcome"] for row in ledger.rows("select outcome from night")] == ["published"]
