"""A study small enough for a test: one folder of files, one player, one segment."""

from pathlib import Path

STUDY = """\
[study]
name = "small"
title_da = "Lille"
title_en = "Small"
country = "DK"
period_start = 2024-01-01
focal = "us"
technologies = ["cloud_computing", "open_source"]
themes = ["data_sharing"]

[[segment]]
id = "it"
name_da = "It"
name_en = "IT"
cpv = ["48", "72"]

[[player]]
id = "us"
name = "Vores Fællesskab A/S"
player_class = "joint_public_company"
source = "invented"
{more}
[[source]]
name = "papers"
kind = "folder"
stream = "policy"
delay_seconds = 0
[source.options]
path = "{path}"
"""

PAGE = """\
<!doctype html><html lang="da"><head><title>{title}</title>
<meta property="article:published_time" content="2026-03-04"></head><body><nav>Forside | Kontakt</nav>
<main><h1>{title}</h1>
<p>Kommunen vil flytte sine fagsystemer til en cloudløsning, og den vil dele data med andre kommuner, så borgerne
ikke skal oplyse det samme to gange. Det sker i takt med, at de gamle kontrakter udløber i de kommende år.</p>
<p>Vi stiller krav om open source i nye indkøb, og vi vil følge udgifterne til drift hvert halve år fra nu af.</p>
</main><footer>Opdigtet Kommune</footer></body></html>
"""


def write_study(folder: Path, *, path: Path | str | None = None, more: str = "") -> Path:
    """Write a study whose one source is the folder `papers` beside it, or `path`."""
    where = folder / "small.toml"
    where.write_text(STUDY.format(path=path if path is not None else folder / "papers", more=more), encoding="utf-8")
    return where


def write_papers(folder: Path, *, count: int = 3) -> Path:
    """Write a few invented policy pages into `papers`."""
    papers = folder / "papers"
    papers.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        page = PAGE.format(title=f"Digitaliseringsstrategi {2024 + number}")
        (papers / f"strategi-{number}.html").write_text(page, encoding="utf-8")
    return papers
