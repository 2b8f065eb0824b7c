"""How soon every kind of page is ready in a browser, and whether any page complains, on any built site.

    python -m tests.benchmarks.site_pages [--site FOLDER | --million FOLDER] [--times N] [--every]

A page is ready when it and its scripts are loaded, so that tables filter and the search answers. Each kind is opened
from the disk once to warm up and then N times; its largest page stands for it. `--million` is the folder that
`tests.benchmarks.million --folder` kept: its site is published beside it first, if it is not there. `--every` opens
every page in both languages once, has axe look at it, and counts messages and requests to the outside. CPU is that
of the page's own thread until it is ready, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from dashboards.site import build_site
from warehouse.database import Building
from warehouse.edition import Edition, write_edition_database

REHEARSED = Path("overblik-data/demo/current/site")
MILLISECONDS = 1000.0
_LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
_ANSWERED = """() => { const field = document.querySelector('#query, .filter input');
    if (!field) { return null; }
    const began = performance.now();
    field.value = 'data'; field.dispatchEvent(new Event('input'));
    document.body.offsetHeight;
    return performance.now() - began; }"""


def kinds(site: Path) -> Iterator[Path]:
    """Every page of its own, and the largest of each folder of like pages."""
    yield from sorted(site.glob("*.html"))
    for folder in sorted(path for path in site.iterdir() if path.is_dir() and path.name != "en"):
        pages = sorted(folder.glob("*.html"), key=lambda path: (-path.stat().st_size, path.name))
        yield from pages[:1]


def publish(folder: Path) -> Path:
    """The site of a kept million: published once, with its time and memory said."""
    site, edition = folder / "site", folder / "edition"
    if not (edition / "overblik.duckdb").exists():
        with Building(folder / "million.duckdb") as building:
            write_edition_database(building, edition / "overblik.duckdb")
    if not site.exists():
        before = time.process_time()
        with Edition(edition) as opened:
            result = build_site(opened, site)
        used, peak = time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        _say(f"{result.pages:,} pages, {result.bytes / 1e6:.0f} MB, {used:.0f} s of CPU, {peak:.1f} GB at most")
    return site


def measure(page: Page, site: Path, *, times: int) -> float:
    """Print each kind's median; gives the slowest."""
    slowest = 0.0
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    _say(f"{'ready ms':>9} {'CPU ms':>7} {'filter ms':>10} {'KB':>6}  page")
    for path in kinds(site):
        ready, used, answered = [], [], []
        for _ in range(times + 1):
            page.goto(path.as_uri(), wait_until="load")
            ready.append(float(page.evaluate(_LOADED)))
            counted = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
            used.append(1000 * float(counted["TaskDuration"]))
            answered.append(page.evaluate(_ANSWERED))
        median = statistics.median(ready[1:])
        told = [float(each) for each in answered[1:] if each is not None]
        filtered = f"{statistics.median(told):.0f}" if told else ""
        name, size = path.relative_to(site).as_posix(), path.stat().st_size // 1024
        _say(f"{median:9.0f} {statistics.median(used[1:]):7.0f} {filtered:>10} {size:6}  {name}")
        slowest = max(slowest, median)
    _say(f"the slowest kind: {slowest:.0f} ms")
    return slowest


def look_at_every(browser: Browser, site: Path) -> int:
    """Open every page and let axe look at it; gives how many have a fault."""
    page, axe = browser.new_page(viewport={"width": 1280, "height": 900}), Axe()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    faulty, pages = 0, sorted(site.rglob("*.html"))
    for path in pages:
        told.clear()
        asked.clear()
        page.goto(path.as_uri(), wait_until="load")
        complaints = [*told]  # before axe asks for the style sheet itself, which the page's own policy forbids it
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        outside = [url for url in asked if not url.startswith(site.as_uri())]
        if found or complaints or outside:
            faulty += 1
            _say(f"{path.relative_to(site)}: {[one['id'] for one in found]} {complaints[:2]} {outside[:2]}")
    _say(f"{len(pages)} pages, {faulty} with a fault")
    return faulty


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; exit 1 where a kind takes over a second, or a page has a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=REHEARSED)
    parser.add_argument("--million", type=Path, help="the folder that tests.benchmarks.million kept")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--every", action="store_true", help="open every page and let axe look at it")
    said = parser.parse_args(arguments)
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    site = (publish(said.million) if said.million else said.site).resolve()
    if program is None or not (site / "index.html").is_file():
        _say(
            "There is no Chromium to look with."
            if program is None
            else f"There is no site in {site}: `make run` first."
        )
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        slowest = measure(browser.new_page(viewport={"width": 1280, "height": 900}), site, times=said.times)
        faulty = look_at_every(browser, site) if said.every else 0
        browser.close()
    return 1 if slowest > MILLISECONDS or faulty else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
