"""Whole sites, crawled twice: every reachable page once, what dangles in the ledger, nothing outside, the second cheap.

A small site written here is always crawled; eight real ones where the development data is at hand.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from spiders.crawling import CrawlResult, collect
from spiders.reading import read_new
from spiders.site import SitesOptions
from spiders.site_spider import _NOT_TEXT
from spiders.source import SourceSpec
from tests.accuracy.archives import opened
from tests.spiders.static_sites import StaticSites, reachable, starts_of
from warehouse.ledger import Ledger
from warehouse.settings import Settings

POLICY = ("/robots.txt", "/.well-known/tdmrep.json", "/sitemap.xml")
CHEAP = 0.95


def crawl(sites: StaticSites, root: Path, starts: dict[str, list[str]], *, night: int) -> CrawlResult:
    """One night's crawl of every site, each with its own start."""
    options = SitesOptions.model_validate(
        {"sites": [{"start": start, "feeds": False, "max_pages": 20_000, "max_depth": 20} for start in starts.values()]}
    )
    spec = SourceSpec(
        name="sider",
        kind="policy_documents",
        stream="policy",
        delay_seconds=0,
        options=options,
        period_start=date(2026, 1, 1),
    )
    return collect(
        spec,
        root=root,
        night_id=f"nat-{night}",
        as_of=date(2026, 6, night),
        settings=Settings(proxy=sites.proxy_url),
        allow_loopback=True,
    )


def rows(root: Path, night: int) -> list[dict[str, object]]:
    with Ledger(root / "ledger.sqlite") as ledger:
        said = "select f.* from fetch f join crawl c using (crawl_id) where c.night_id = ?"
        return [dict(row) for row in ledger.rows(said, (f"nat-{night}",))]


def pages(fetched: list[dict[str, object]]) -> list[dict[str, object]]:
    return [row for row in fetched if not str(row["url"]).endswith(POLICY)]


def examine(folders: dict[str, Path], root: Path) -> dict[str, object]:
    """Crawl twice and hold what came against what links lead to; returns what was counted."""
    starts = {host: starts_of(folder, host) for host, folder in folders.items()}
    with StaticSites(folders) as sites:
        there, gone = reachable(
            sites, [one for start in starts.values() for one in start], lambda url: _NOT_TEXT.search(urlsplit(url).path)
        )
        first = crawl(sites, root, starts, night=1)
        asked = Counter(url for url, _ in sites.asked)
        read = read_new(root=root, settings=Settings(), scopes={})
        sites.asked.clear()
        second = crawl(sites, root, starts, night=2)
        again = Counter(status for url, status in sites.asked if not url.endswith(POLICY))
        read_again = read_new(root=root, settings=Settings(), scopes={})
    assert first.outcome == second.outcome == "finished", first.reason or second.reason
    fetched = pages(rows(root, 1))
    by_url = {str(row["url"]): row for row in fetched}
    assert len(by_url) == len(fetched)
    # A trap's pages are left out by a rule that the ledger names; no other page may be missing.
    trapped = {url for url, row in by_url.items() if row["outcome"] == "policy_scope"}
    assert {str(row["reason"]) for row in fetched if row["outcome"] == "policy_scope"} <= {
        "a trap: one page under many addresses"
    }
    kept = [row for row in fetched if row["outcome"] in {"ok", "unchanged"}]
    archived = {str(row["final_url"] or row["url"]) for row in kept}
    assert there - archived - trapped == set(), sorted(there - archived - trapped)[:5]
    assert {url for url, row in by_url.items() if row["outcome"] == "http_4xx"} == gone
    assert archived - there == set(), sorted(archived - there)[:5]
    assert {urlsplit(url).netloc for url in asked} <= set(folders)
    assert max(count for url, count in asked.items() if url in by_url) <= 2  # once more where a link leads to a move
    assert all(row["evidence_id"] for row in kept)
    settled = again[304] / max(1, again[304] + again[200])
    assert settled >= CHEAP, again
    assert second.new_evidence == 0
    assert read_again.evidence == read_again.read == 0
    return {
        "archived": len(archived),
        "dangling": len(gone),
        "trapped": len(trapped),
        "read": read.read,
        "quarantined": sum(read.quarantined.values()),
        "conditional": round(settled, 4),
    }


PAGE = (
    "<!doctype html><html lang='da'><head><title>{0}</title></head>"
    "<body><main><h1>{0}</h1><p>{1}</p>{2}</main></body></html>"
)
WORDS = "Kommunerne i det opdigtede fællesskab deler deres løsninger med hinanden og betaler ikke mere end i dag. " * 3


def small_site(folder: Path) -> dict[str, Path]:
    """Two hosts: links with blanks and dots, a move, a dangling link, a file that is no text, a link to elsewhere."""
    links = {
        "index.html": ["om/", "nyheder", "papir%20et.pdf", "billede.png", "https://andet.example/", "mangler.html"],
        "om/index.html": ["../index.html", "./medarbejdere.html#ib", "../om/../nyheder/en.html"],
        "om/medarbejdere.html": [],
        "nyheder/index.html": ["en.html", "to.html", "en.html?utm_source=x"],
        "nyheder/en.html": ["/findes/ikke/"],
        "nyheder/to.html": ["/om"],
    }
    for name, hrefs in links.items():
        file = folder / "lille" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        anchors = "".join(f"<a href='{href}'>{href}</a>" for href in hrefs)
        file.write_text(PAGE.format(name, f"{name}: {WORDS}", anchors), encoding="utf-8")
    (folder / "lille" / "papir et.pdf").write_bytes(b"%PDF-1.4 " + hashlib.sha256(b"papir").digest())
    (folder / "lille" / "billede.png").write_bytes(b"\x89PNG")
    (folder / "anden").mkdir()
    (folder / "anden" / "index.html").write_text(PAGE.format("Anden", WORDS, ""), encoding="utf-8")
    return {"lille.example": folder / "lille", "anden.example": folder / "anden"}


def test_a_small_site_is_archived_once_and_cheap_the_second_time(tmp_path: Path) -> None:
    said = examine(small_site(tmp_path / "sites"), tmp_path / "arbejde")
    assert (said["dangling"], said["trapped"]) == (2, 0)
    assert said["archived"] == 9  # with /index.html beside /, and the folder's name beside the folder


@pytest.mark.slow
@pytest.mark.shared_data
def test_eight_real_sites_are_archived_once_and_cheap_the_second_time(shared_data: Path, tmp_path: Path) -> None:
    with opened(shared_data, wanted=("manifest.csv", "swedenconnect"), hint="sites") as folder:
        if folder is None:
            pytest.skip("the real sites are not among the development data")
        folders = {f"{one.name}.example": one / "www" for one in sorted(folder.iterdir()) if (one / "www").is_dir()}
        said = examine(folders, tmp_path)
    assert len(folders) >= 8
    assert int(str(said["archived"])) >= 80, said
