"""The explorer in a real browser: rows follow what is typed, SQL is answered, a phone is wide enough."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboards.explorer import HOST, make_app
from warehouse.edition import Edition

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(edition: Edition) -> Iterator[str]:
    """The explorer on a free port of this machine."""
    uvicorn = pytest.importorskip("uvicorn", reason="the explorer needs what comes with Prefect's server")
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        server = uvicorn.Server(uvicorn.Config(make_app(lambda: edition.folder), log_level="warning"))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        running.start()
        yield f"http://{HOST}:{listening.getsockname()[1]}"
        server.should_exit = True
        running.join(timeout=10)


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page that has said nothing and asked nobody else when the test ends."""
    complaints: list[str] = []
    asked: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    opened.close()
    assert complaints == []
    assert all(url.startswith(served) for url in asked)


def test_rows_follow_what_is_typed_without_a_button(page: Page, served: str) -> None:
    page.goto(f"{served}/mart/award")
    rows = page.locator("#rows tr")
    whole = rows.count()
    page.fill("[name='f.amount_dkk']", ">=5000000")
    expect(rows).not_to_have_count(whole)
    assert page.url.endswith("f.amount_dkk=%3E%3D5000000")
    expect(page.locator("#answer")).to_contain_text(f"{rows.count()} row")
    assert page.evaluate("document.activeElement.name") == "f.amount_dkk"


def test_a_query_is_answered(page: Page, served: str) -> None:
    page.goto(f"{served}/sql")
    page.fill("#q", "select count(*) as n from mart.award")
    page.click("button")
    expect(page.locator("#answer td")).to_have_count(1)


def test_every_view_is_accessible_and_fits_a_phone(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/", "/mart/award?f.title=levering", "/sql?q=select+1+as+n"):
        page.goto(served + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found] == [], address
