"""How fast sites are crawled, against the least that any crawler must do: a bare loop that asks for the same pages.

Both ask the same server for the same pages, one at a time a host and all hosts side by side, in one run. The bare loop
keeps nothing and decides nothing: it writes a request to a kept connection and reads the answer. On loopback without a
wait that is little more than a memory copy, while a crawl flushes every page to disk; so the share is told for answers
that take as long as a near server's do, and for none. The crawl's start (a process, robots.txt) is not in its time:
pages a second are counted between the first page's end and the last one's, as the ledger has them.
"""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.spiders.static_sites import StaticSites
from tests.spiders.test_real_sites import PAGE, WORDS, crawl, pages, rows

HOSTS, PAGES = 8, 60
FLOOR = 0.70
NEAR_SERVER = 0.1
"""Seconds that an answer takes: a page made on request by a server in the same country."""


def sites(folder: Path) -> dict[str, Path]:
    """Eight hosts of sixty pages each, all linked from the first."""
    found = {}
    for host in range(HOSTS):
        place = folder / f"h{host}"
        place.mkdir()
        links = "".join(f"<a href='{n}.html'>{n}</a>" for n in range(PAGES - 1))
        (place / "index.html").write_text(PAGE.format(host, f"{host} {WORDS * 4}", links), encoding="utf-8")
        for n in range(PAGES - 1):
            (place / f"{n}.html").write_text(PAGE.format(n, f"{host} {n} {WORDS * 10}", ""), encoding="utf-8")
        found[f"h{host}.example"] = place
    return found


async def _ask(port: int, urls: list[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for url in urls:
        writer.write(f"GET {url} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        size = int(head.split("content-length:")[1].split("\r\n")[0])
        await reader.readexactly(size)
    writer.close()


async def _bare(port: int, by_host: list[list[str]]) -> float:
    begun = time.monotonic()
    await asyncio.gather(*(_ask(port, urls) for urls in by_host))
    return sum(map(len, by_host)) / (time.monotonic() - begun)


def measure(folder: Path, root: Path, *, delay: float) -> tuple[float, float]:
    """Pages a second of the crawl and of the bare loop."""
    folders = sites(folder)
    starts = {host: [f"http://{host}/"] for host in folders}
    urls = [[f"http://{host}/", *(f"http://{host}/{n}.html" for n in range(PAGES - 1))] for host in folders]
    with StaticSites(folders, delay=delay) as server:
        before = asyncio.run(_bare(server.port, urls))
        result = crawl(server, root, starts, night=1)
        after = asyncio.run(_bare(server.port, urls))
    assert result.outcome == "finished", result.reason
    ended = sorted(datetime.fromisoformat(str(row["ended_at"])) for row in pages(rows(root, 1)))
    assert len(ended) == HOSTS * PAGES
    return (len(ended) - 1) / (ended[-1] - ended[0]).total_seconds(), (before + after) / 2


@pytest.mark.slow
def test_a_crawl_asks_nearly_as_fast_as_a_bare_loop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shares = {}
    for name, delay in (("none", 0.0), ("near", NEAR_SERVER)):
        folder = tmp_path / name
        folder.mkdir()
        ours, bare = measure(folder, tmp_path / f"arbejde-{name}", delay=delay)
        shares[name] = ours / bare
        with capsys.disabled():
            print(  # noqa: T201  a benchmark is there to print
                f"\ncrawling, answers after {delay * 1000:g} ms: {ours:.0f} pages/s, bare {bare:.0f}, {ours / bare:.2f}"
            )
    assert shares["near"] >= FLOOR
