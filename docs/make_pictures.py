"""Make the README's pictures from the rehearsal's current edition: `make pictures`, after `make run`.

Needs a Chromium on the machine. Every picture shows the banner that says that the world is invented.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path("overblik-data/demo/current/site")
PICTURES = Path(__file__).parent / "pictures"
PAGES = {
    "overview": ("en/index.html", 980),
    "market": ("en/market.html", 980),
    "technologies": ("en/technologies.html", 980),
    "radar": ("en/radar.html", 1190),
    "question": ("en/questions/09.html", 1180),
    "strategy": ("en/plan.html", 980),
}


def main() -> int:
    """Take every picture; returns the exit code."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None or not SITE.exists():
        sys.stderr.write("Pictures need a Chromium and the rehearsal's edition: run `make run` first.\n")
        return 1
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = window.new_page(viewport={"width": 1120, "height": 1200}, color_scheme="light")
        for name, (path, height) in PAGES.items():
            if not (SITE / path).is_file():
                sys.stderr.write(f"The site has no {path}; its picture is left as it is.\n")
                continue
            page.goto((SITE / path).resolve().as_uri())
            page.screenshot(path=PICTURES / f"{name}.png", clip={"x": 0, "y": 0, "width": 1120, "height": height})
        window.close()
    picture_of_pdf(SITE.parent / "report" / "board.en.pdf", PICTURES / "board-paper.png")
    return 0


def picture_of_pdf(pdf: Path, picture: Path) -> None:
    """The first page of a PDF as a picture; poppler's pdftoppm draws it. Left as it was where that is not there."""
    painter = shutil.which("pdftoppm")
    if painter is None or not pdf.is_file():
        sys.stderr.write("The picture of the board paper needs pdftoppm and an edition with documents.\n")
        return
    command = [painter, "-singlefile", "-r", "80", "-png", "-f", "1", "-l", "1", str(pdf), str(picture.with_suffix(""))]
    subprocess.run(command, check=True)  # noqa: S603  our own edition's file


if __name__ == "__main__":
    sys.exit(main())
