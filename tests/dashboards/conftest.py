"""One invented edition and its site, built once for all tests that only look."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from dashboards.publishing import write_exports
from dashboards.site import SiteResult, build_site
from tests.dashboards.world import an_edition
from warehouse.edition import Edition

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@dataclass(frozen=True)
class Built:
    """A built site: where it is and what building it said."""

    root: Path
    result: SiteResult

    def pages(self) -> list[Path]:
        """Every HTML page."""
        return sorted(self.root.rglob("*.html"))

    def read(self, path: str) -> html.HtmlElement:
        """A page's parsed tree."""
        return html.document_fromstring((self.root / path).read_bytes())


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """The invented edition."""
    with an_edition(tmp_path_factory.mktemp("world") / "20261117-1") as opened:
        yield opened


@pytest.fixture(scope="session")
def site(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Its site, with the exports beside it that it links to."""
    root = tmp_path_factory.mktemp("built") / "site"
    write_exports(edition, root.parent / "exports")
    return Built(root, build_site(edition, root))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium of the machine's own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium on this machine; install one to look at the pages")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()
