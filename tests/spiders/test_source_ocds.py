"""Any OCDS publisher: packages and lines kept as they come, next pages followed at home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spiders.sources.ocds import OcdsOptions
from tests.spiders.interface_fakes import (
    Asked,
    Said,
    as_json,
    evidence,
    night,
    serving,
)


def _packages(asked: Asked) -> Said:
    release = {"ocid": "ocds-x-1", "id": asked.path, "tag": ["tender"]}
    if asked.path == "/lines":
        return Said(200, (json.dumps(release) + "\n" + json.dumps({**release, "id": "2"}) + "\n").encode())
    links = {"/1": {"next": "/2"}, "/2": {"next": "/1"}, "/away": {"next": "http://127.0.0.2/x"}}.get(asked.path, {})
    if asked.path == "/page":
        return Said(200, b"<html>maintenance</html>", "text/html")
    return as_json({"releases": [release], "links": links})


@pytest.mark.parametrize(
    ("paths", "asked", "held", "reason"),
    [
        (("/1",), ["/1", "/2"], 2, None),
        (("/lines", "/1"), ["/lines", "/1", "/2"], 3, None),
        (("/away",), ["/away"], 1, "leads to another host"),
        (("/page",), ["/page"], 0, "a web page comes"),
    ],
)
def test_packages_and_lines_are_kept_and_next_pages_followed_at_home(
    tmp_path: Path, paths: tuple[str, ...], asked: list[str], held: int, reason: str | None
) -> None:
    with serving(_packages) as fake:
        crawl = night(tmp_path, "ocds", OcdsOptions(urls=tuple(fake.base + path for path in paths)))
    assert fake.paths() == asked
    assert len(evidence(crawl.ledger)) == held
    assert (reason or "") in " ".join(crawl.incomplete)
    assert bool(crawl.incomplete) is (reason is not None)
