"""The site in a real browser, opened from the disk: quiet, closed to the outside, usable by keyboard and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.dashboards.conftest import Built

pytestmark = pytest.mark.browser
KINDS = (
    "index.html",
    "questions.html",
    "questions/{first}",
    "market.html",
    "concentration.html",
    "players.html",
    "players/{first}",
    "radar.html",
    "technologies.html",
    "technologies/{first}",
    "policy.html",
    "papers.html",
    "contracts.html",
    "retender.html",
    "municipalities.html",
    "municipalities/{first}",
    "customers.html",
    "segments.html",
    "role.html",
    "strategy.html",
    "alliances.html",
    "components.html",
    "plan.html",
    "assumptions.html",
    "changes.html",
    "news.html",
    "coverage.html",
    "quotable.html",
    "dictionary.html",
    "evidence/{first}",
    "search.html",
    "en/index.html",
)


LOOKED_AT = (
    *("index.html", "questions/{first}", "market.html", "radar.html", "policy.html", "municipalities/{first}"),
    *(
        "players/{first}",
        "technologies/{first}",
        "strategy.html",
        "assumptions.html",
        "evidence/{first}",
        "search.html",
    ),
)
"""Kinds whose every element axe looks at in the fast suite: each block and mark is on one of them."""


MISPLACED = """() => {
  const found = [];
  for (const plot of document.querySelectorAll('svg.plot')) {
    if (!plot.getBoundingClientRect().width) continue;
    const room = plot.viewBox.baseVal;
    const boxes = [...plot.querySelectorAll('text')].map(text => [text.getBBox(), text.textContent]);
    boxes.forEach(([box, text], place) => {
      const right = box.x + box.width, foot = box.y + box.height;
      if (box.x < -1 || right > room.width + 1 || foot > room.height + 1) found.push('cut: ' + text);
      for (const [other, covered] of boxes.slice(0, place)) {
        const across = Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x);
        const down = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y);
        if (across > 1 && down > 3) found.push(text + ' covers ' + covered);
      }
    });
  }
  return found;
}"""
"""The texts of a page's drawings that leave their drawing or cover one another."""


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


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A phone's narrow page, the same for every kind."""
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_from_the_disk_without_complaint_and_asks_nothing_else(
    site: Built, page: Page, phone: Page, kind: str
) -> None:
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(_address(site, kind))
    assert complaints == []
    assert all(url.startswith(site.root.as_uri()) for url in requests)
    assert len(requests) <= (5 if kind == "search.html" else 4)  # page, style, script, icon; the index to search in
    assert page.evaluate("getComputedStyle(document.querySelector('.brand')).fontWeight") == "700"
    if kind in LOOKED_AT:
        assert _violations(page) == []
    phone.goto(_address(site, kind))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert [page.evaluate(MISPLACED), phone.evaluate(MISPLACED)] == [[], []]


def _violations(page: Page) -> list[str]:
    """What axe finds on a page: rule and first element."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.slow
def test_no_page_of_the_site_has_a_violation_or_a_complaint(site: Built, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    for path in site.pages():
        page.goto(path.as_uri())
        assert complaints == [], path.name
        assert _violations(page) == [], path.name
        complaints.clear()  # axe asks for the style sheet itself, which the page's own policy forbids it
    assert {url for url in asked if not url.startswith(site.root.as_uri())} == set()


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
    whole = page.locator("tbody tr").count()
    assert rows.count() == 25
    page.fill(".filter input", "nordlys")
    assert 0 < rows.count() < whole
    assert page.locator(".filter [role=status]").inner_text() == f"{rows.count()} af {whole}"
    page.fill(".filter input", "")
    page.get_by_role("button", name="Vis alle rækker").click()
    assert rows.count() == whole
    column = page.locator("thead th").nth(3)
    column.locator("button").click()
    assert column.get_attribute("aria-sort") == "descending"
    column.locator("button").click()
    assert column.get_attribute("aria-sort") == "ascending"
    cells = page.locator("tbody td:nth-child(4)")
    keys = [float(key) for key in cells.evaluate_all("all => all.map(c => c.dataset.key ?? c.textContent)")]
    assert keys == sorted(keys)


def test_a_long_list_is_narrowed_by_choosing_a_value(site: Built, page: Page) -> None:
    page.goto(_address(site, "contracts.html"))
    chosen = page.locator("select").first
    label = page.locator(f"label[for='{chosen.get_attribute('id')}']").inner_text()
    assert label == "Ordregiver"
    value = chosen.locator("option").nth(1).get_attribute("value")
    chosen.select_option(value)
    shown = page.locator("tbody tr:visible td:nth-child(2)").all_inner_texts()
    assert shown
    assert set(shown) == {value}


def test_the_search_finds_players_municipalities_technologies_and_contracts_without_a_server(
    site: Built, page: Page
) -> None:
    page.goto(_address(site, "index.html"))
    page.keyboard.press("/")
    page.wait_for_selector("#query:focus")
    for words, kind in (("nordlys data", "aktør"), ("havnsø", "kommune"), ("datarum", "teknologi"), ("radar", "side")):
        page.fill("#query", words)
        found = page.locator("#results li", has=page.locator(f"span:text-is('{kind}')")).first
        assert words.split()[0] in found.inner_text().lower()
        target = str(found.locator("a").get_attribute("href"))
        assert (site.root / target).is_file()
    page.fill("#query", "havnsø")
    page.locator("#results a").first.click()
    assert page.locator("h1").inner_text() == "Havnsø Kommune"
    page.go_back()
    assert page.locator("#query").input_value() == "havnsø"


def test_a_number_leads_to_its_evidence(site: Built, page: Page) -> None:
    page.goto(_address(site, "contracts.html"))
    page.locator("tbody a:text-is('belæg')").first.click()
    assert "/evidence/" in page.url
    place = page.url.partition("#")[2]
    shown = page.locator(f"#{place}") if place else page.locator("section.facts").first
    assert "overblik show" in shown.inner_text()


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
    assert page.locator("tbody tr:visible").count() < page.locator("tbody tr").count()
    page.fill(".filter input", "nordlys")
    page.emulate_media(media="print")
    assert not page.locator(".filter").is_visible()
    assert not page.locator("header.top nav:visible").count()
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
@pytest.mark.parametrize("kind", ["index.html", "radar.html", "coverage.html", "technologies/{first}"])
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
