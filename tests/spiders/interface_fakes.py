"""Fakes of documented interfaces on loopback, which behave as their descriptions say; and a crawl against them."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel

from spiders.source import Crawl, sources
from tests.spiders.rigged import a_crawl
from warehouse.ledger import Ledger
from warehouse.settings import Workspace

SECRETS = ("klient-4711", "hemmelig-sesam-99")


@dataclass
class Asked:
    """One request as it arrived: the query's first values, header names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Said:
    """What the fake answers."""

    status: int = 200
    body: bytes = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: Any, status: int = 200) -> Said:
    """An answer in JSON."""
    return Said(status, json.dumps(value).encode())


@dataclass
class Fake:
    """A server on loopback: `base` is its address, `asked` what it was asked."""

    base: str
    asked: list[Asked]

    def paths(self, end: str = "") -> list[str]:
        """The paths asked for, those that end so."""
        return [one.path for one in self.asked if one.path.endswith(end)]


@contextmanager
def serving(answer: Callable[[Asked], Said]) -> Iterator[Fake]:
    """A fake for as long as the block lasts."""
    asked: list[Asked] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            one = Asked(self.command, parts.path, query, headers, body)
            with lock:
                if parts.path not in {"/robots.txt", "/.well-known/tdmrep.json"}:
                    asked.append(one)
                    said = answer(one)
                else:
                    said = Said(404)
            self.send_response(said.status)
            self.send_header("Content-Type", said.media_type)
            self.send_header("Content-Length", str(len(said.body)))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST = _serve  # noqa: N815  the names that the library looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Fake(f"http://127.0.0.1:{server.server_address[1]}", asked)
    finally:
        server.shutdown()
        server.server_close()


def night(
    root: Path,
    kind: str,
    options: BaseModel,
    *,
    number: int = 1,
    as_of: date = date(2026, 6, 1),
    period_start: date = date(2026, 5, 30),
) -> Crawl:
    """Run one night's crawl of a source in this process, ended as the parent ends it; its ledger stays open."""
    night_id = f"nat-{number}-{kind}"
    with Ledger(Workspace(root).make().ledger) as ledger:
        ledger.begin_night(night_id=night_id, study="prøve", as_of=as_of.isoformat())
    said = a_crawl(root, delay=0, rehearsal=True, proxy=None, name=kind, crawl_id=night_id, night_id=night_id)
    crawl = replace(
        said,
        spec=replace(said.spec, kind=kind, stream="procurement", options=options, period_start=period_start),
        as_of=as_of,
    )
    sources()[kind].crawl(crawl)
    crawl.ledger.end_crawl(crawl_id=crawl.crawl_id, outcome="ending")
    return crawl


def ends(crawl: Crawl) -> dict[str, str]:
    """How each request of the crawl ended, by its key."""
    rows = crawl.ledger.rows(
        "select request_key, outcome from fetch where crawl_id = ? order by fetch_id", (crawl.crawl_id,)
    )
    return {row["request_key"]: row["outcome"] for row in rows}


def evidence(ledger: Ledger) -> list[dict[str, Any]]:
    """Every piece of evidence that is to be read."""
    return [dict(row) for row in ledger.rows("select * from evidence order by first_seen, evidence_id")]


def files_with(root: Path, *secrets: str) -> list[str]:
    """The files below a folder that hold one of these, as it is or as base64."""
    wanted = [form for secret in secrets for form in (secret.encode(), base64.b64encode(secret.encode())[:-3])]
    found = [path for path in root.rglob("*") if path.is_file()]
    return [str(path) for path in found if any(one in path.read_bytes() for one in wanted)]
