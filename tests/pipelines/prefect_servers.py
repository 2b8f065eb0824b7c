"""A Prefect server of a test's own on loopback, its workers, and nights that run through it, as real processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFECT = [sys.executable, "-m", "prefect"]
OVERBLIK = [sys.executable, "-c", "from pipelines.cli import main; main()"]
ROOT = Path(__file__).parents[2]


def environment(home: Path, models: Path, **more: str) -> dict[str, str]:
    """The environment of a night below `home`; nothing of another Prefect is left in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return kept | {
        "OVERBLIK_HOME": str(home),
        "OVERBLIK_MODELS": str(models),
        "OVERBLIK_WORKERS": "1",
        "PREFECT_HOME": str(home / ".prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        **more,
    }


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], told: dict[str, str], *, ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is used once it has said `ready`, and ended afterwards with those that it started."""
    log = Path(told["PREFECT_HOME"]) / f"{command[3]}-{command[-1]}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # What it says goes through `tee`, so that it may go on speaking when nobody listens any more.
    said = subprocess.Popen(["tee", str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert said.stdin
    assert said.stdout
    process = subprocess.Popen(
        command, env=told, cwd=ROOT, stdout=said.stdin, stderr=subprocess.STDOUT, start_new_session=True
    )
    said.stdin.close()
    try:
        for line in said.stdout:
            if ready in line:
                break
        else:
            raise AssertionError(log.read_text(encoding="utf-8"))
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
        said.kill()
        said.wait()


@contextmanager
def prefect_server(told: dict[str, str]) -> Iterator[dict[str, str]]:
    """A Prefect server; gives the environment with its address."""
    port = str(free_port())
    command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--log-level", "INFO", "--port", port]
    with running(command, told, ready="Uvicorn running on"):
        yield told | {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}


def run_night(study: Path, told: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`overblik run`, as an operator says it."""
    return subprocess.run(
        [*OVERBLIK, "run", str(study), "--date", "2026-11-20"],
        env=told,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
