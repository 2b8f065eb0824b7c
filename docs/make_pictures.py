"""Make the README's pictures from the rehearsal's current edition: `make pictures`, after `make run`.

Needs a Chromium on the machine. Every picture shows the banner that says that the world is invented.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path("overblik-data/demo/current/site")
PICTURES = Path(__file__).parent / "pictures"
PAGES = {
    "overview": ("en/index.html", 980),
    "market": ("en/market.html", 980),
    "technologies": ("en/technologies.html", 980),
}


def main() -> int:
    """Take every picture; returns the exit code."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None or not SITE.exists():
        sys.stderr.write("Pictures need a Chromium and the rehearsal's edition: run `make run` first.\n")
        return 1
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = window.new_page(viewport={"width": 1120, "height": 980}, color_scheme="light")
        for name, (path, height) in PAGES.items():
            page.goto((SITE / path).resolve().as_uri())
            page.screenshot(path=PICTURES / f"{name}.png", clip={"x": 0, "y": 0, "width": 1120, "height": height})
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
