"""The site in a real browser, opened from the disk: quiet, closed to the outside, usable by keyboard and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.dashboards.conftest import Built

pytestmark = pytest.mark.browser
KINDS = (
    "index.html",
    "market.html",
    "players.html",
    "technologies.html",
    "technologies/{first}",
    "players/{first}",
    "evidence/{first}",
    "policy.html",
    "contracts.html",
    "news.html",
    "coverage.html",
    "dictionary.html",
    "en/index.html",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium of the machine's own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium on this machine; install one to look at the pages")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of an ordinary screen that reports every complaint and every request to its `said` list."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def _address(site: Built, kind: str) -> str:
    folder, _, rest = kind.partition("/{")
    path = sorted((site.root / folder).glob("*.html"))[0] if rest else site.root / kind
    return path.as_uri()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_from_the_disk_without_complaint_and_asks_nothing_else(site: Built, page: Page, kind: str) -> None:
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(_address(site, kind))
    assert complaints == []
    assert all(url.startswith(site.root.as_uri()) for url in requests)
    assert len(requests) <= 4  # the page, its style, its script, its icon
    assert page.evaluate("getComputedStyle(document.querySelector('.brand')).fontWeight") == "700"


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_needs_no_sideways_scrolling(site: Built, browser: Browser, kind: str) -> None:
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.goto(_address(site, kind))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()


def test_the_language_switch_leads_to_the_same_page_in_the_other_language(site: Built, page: Page) -> None:
    page.goto(_address(site, "technologies/{first}"))
    danish = page.url
    page.click("a.lang")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith(danish.rsplit("/", 1)[1])
    page.click("a.lang")
    assert page.url == danish


def test_a_table_is_filtered_and_sorted_where_scripts_run(site: Built, page: Page) -> None:
    page.goto(_address(site, "players.html"))
    rows = page.locator("tbody tr:visible")
    whole = rows.count()
    page.fill(".filter input", "nordlys")
    assert 0 < rows.count() < whole
    assert page.locator(".filter [role=status]").inner_text() == f"{rows.count()} af {whole}"
    page.fill(".filter input", "")
    column = page.locator("thead th").nth(3)
    column.locator("button").click()
    assert column.get_attribute("aria-sort") == "descending"
    column.locator("button").click()
    assert column.get_attribute("aria-sort") == "ascending"
    keys = [float(cell.get_attribute("data-key") or "nan") for cell in page.locator("tbody td:nth-child(4)").all()]
    assert keys == sorted(keys)


def test_everything_is_there_without_scripts(site: Built, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(_address(site, "market.html"))
    assert plain.locator("tbody tr").count() > 30
    assert plain.locator(".chart.wide svg").first.is_visible()
    plain.locator("summary").first.click()
    assert plain.locator("details pre").first.is_visible()
    context.close()


def test_the_query_of_a_number_opens_by_keyboard(site: Built, page: Page) -> None:
    page.goto(_address(site, "market.html"))
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open] pre").first.inner_text().startswith("select")


def test_the_first_tab_stop_skips_to_the_content(site: Built, page: Page) -> None:
    page.goto(_address(site, "index.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.wait_for_function("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_shows_every_row_and_no_controls(site: Built, page: Page) -> None:
    page.goto(_address(site, "players.html"))
    page.fill(".filter input", "nordlys")
    page.emulate_media(media="print")
    assert not page.locator(".filter").is_visible()
    assert not page.locator("header.top nav").is_visible()
    assert page.locator("tbody tr:visible").count() == page.locator("tbody tr").count()


_CONTRAST = """() => {
  const light = c => { const v = c.map(x => x / 255).map(x => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
  const read = text => text.match(/[\\d.]+/g).map(Number);
  const behind = node => { for (let n = node; n; n = n.parentElement) {
    const c = read(getComputedStyle(n).backgroundColor);
    if (c.length < 4 || c[3] > 0) { return c.slice(0, 3); } } return [255, 255, 255]; };
  const poor = []; let seen = 0;
  for (const node of document.querySelectorAll('p, a, td, th, dd, dt, summary, span, code, h1, h2, li')) {
    if (![...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !node.offsetParent) { continue; }
    seen += 1;
    const a = light(read(getComputedStyle(node).color).slice(0, 3)), b = light(behind(node));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) { poor.push(node.tagName + '.' + node.className + ' ' + ratio.toFixed(2)); }
  }
  return [seen, poor];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["index.html", "technologies.html", "coverage.html", "technologies/{first}"])
def test_text_stands_out_from_its_ground_by_day_and_by_night(
    site: Built, browser: Browser, kind: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    opened = context.new_page()
    opened.goto(_address(site, kind))
    seen, poor = opened.evaluate(_CONTRAST)
    assert seen > 40
    assert poor == []
    context.close()
