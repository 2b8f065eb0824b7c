"""The site: every section's pages in two languages, as files that open anywhere.

Danish stands at the root and English under `en/`: two plain page sets, so that each page says its language, works
without scripts and can be linked to. The site is built beside its place and moved there whole. The same edition gives
the same bytes: nothing here looks at a clock except to say how long it took.

Rejected: both languages on one page, hidden by scripts (twice the weight, and screen readers read both).
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from dashboards.claims import claim_record
from dashboards.desk import Desk, Study, marts_of, read_study
from dashboards.document import HERE, Pen, environment
from dashboards.evidence import MARTS as EVIDENCE_MARTS
from dashboards.evidence import SINGLE_PAGES, evidence_pages, letters_for
from dashboards.menu import Frame, menu_of
from dashboards.searching import MARTS as SEARCH_MARTS
from dashboards.searching import entries, index_script, search_page
from dashboards.section import Claim, Marts, Page, Section, SectionError, claims_of
from dashboards.sections import all_sections
from dashboards.words import LANGS, Lang
from warehouse.edition import Edition

_SIDES = ("low", "high", "n", "coverage")
"""What a record of the claims leaves out where a claim has none."""
_FOLDERS: dict[Lang, str] = {"da": "", "en": "en/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteResult:
    """What was built: pages (both languages), bytes of all files, and how long it took."""

    pages: int
    bytes: int
    seconds: float


def section_pages(
    section: Section, marts: Marts, study: Study, shown: set[str], present: frozenset[str] | None = None
) -> list[Page]:
    """A section's pages, each knowing its section; `shown` gathers the evidence they point at."""
    desk = Desk(marts, study, section=section.name, allowed=section.marts, shown=shown, present=present)
    return [_of_section(page, section.name) for page in section.build(desk)]


def _of_section(page: Page, name: str) -> Page:
    return replace(page, section=name)


def render_page(page: Page, lang: Lang, *, frame: Frame, section: Section | None, gathered: int = 0) -> str:
    """One page's HTML in one language."""
    other: Lang = "en" if lang == "da" else "da"
    up = "../" * page.path.count("/")
    assets = up + ("../" if _FOLDERS[lang] else "")
    template = environment().get_template("page.html.j2")
    return template.render(
        page=page,
        pen=Pen(lang, root=up, assets=assets, gathered=gathered),
        frame=frame,
        section=section,
        assets=assets,
        other=other,
        other_href=f"{assets}{_FOLDERS[other]}{page.path}",
    )


def _claims(pages: list[Page]) -> bytes:
    held: dict[str, dict[str, object]] = {}
    origin: dict[str, Claim] = {}
    for page in pages:
        for claim in (claim for block in page.blocks for claim in claims_of(block)):
            if claim.claim_id in origin and origin[claim.claim_id] != claim:
                raise SectionError(f"two different claims are called {claim.claim_id}")
            origin[claim.claim_id] = claim
            record = claim_record(claim, page=page.path)
            held.setdefault(
                claim.claim_id, {key: value for key, value in record.items() if key not in _SIDES or value is not None}
            )
    records = [held[key] for key in sorted(held)]
    return (json.dumps(records, ensure_ascii=False, indent=0) + "\n").encode("utf-8", "replace")


def _write(path: Path, data: bytes) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)


def build_site(edition: Edition, out: Path, *, single_pages: int = SINGLE_PAGES) -> SiteResult:
    """Build the whole site of an edition into `out`, replacing what was there.

    Raises SectionError where a section breaks its declaration; then `out` is as it was.
    """
    started = time.perf_counter()
    study, sections, shown = read_study(edition), all_sections(), set[str]()
    present = frozenset(marts_of(edition))
    built = [(section, section_pages(section, edition, study, shown, present)) for section in sections]
    pages = [page for _, own in built for page in own]
    claims = _claims(pages)
    found = entries(Desk(edition, study, section="search", allowed=SEARCH_MARTS, shown=shown, present=present), pages)
    desk = Desk(edition, study, section="evidence", allowed=EVIDENCE_MARTS, shown=shown, present=present)
    gathered = letters_for(len(shown), single_pages)
    pages += [*evidence_pages(desk, letters=gathered), search_page()]
    twice = sorted(path for path, count in Counter(page.path for page in pages).items() if count > 1)
    if twice:
        raise SectionError(f"two pages would stand at {', '.join(twice[:5])}")
    frame = Frame(study=study, menu=menu_of((section, own[0].path) for section, own in built))
    by_name = {section.name: section for section in sections}

    beside = out.with_name(f".{out.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    size = _write(beside / "claims.json", claims)
    for name in ("site.css", "site.js", "icon.svg"):
        size += _write(beside / name, (HERE / "static" / name).read_bytes())
    for lang in LANGS:
        size += _write(beside / _FOLDERS[lang] / "search-index.js", index_script(found, lang))
    for page in pages:
        for lang in LANGS:
            text = render_page(page, lang, frame=frame, section=by_name.get(page.section), gathered=gathered)
            size += _write(beside / _FOLDERS[lang] / page.path, text.encode("utf-8", "replace"))
    _replace(beside, out)
    return SiteResult(pages=len(pages) * len(LANGS), bytes=size, seconds=time.perf_counter() - started)


def _replace(beside: Path, out: Path) -> None:
    """Put the new folder in the old one's place; between the two renames there is none, which `current` hides."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    beside.rename(out)
    shutil.rmtree(old, ignore_errors=True)
