"""What no page may say: another language's numbers, a code of the marts, or one of a thing in the plural.

Code, queries and what a source itself wrote are left out; so are the data dictionary, whose subject is the codes, and
the pages of evidence, which show sources.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import html

from dashboards.desk import marts_of
from dashboards.singulars import in_singular
from dashboards.words import Lang
from warehouse.edition import Edition

_APART = "//script|//style|//code|//pre|//blockquote|//cite|//*[contains(concat(' ', @class, ' '), ' code ')]"
_OUTSIDE = ("dictionary.html", "evidence/")
_MARTS = re.compile(r"\bmart\.[a-z0-9_]+|https?://\S+|\b\d\d?\.\d\d?\.(?:\d{4}|\d\d)\b")
_THOUSANDS = {"da": re.compile(r"\b\d{1,3}(?:\.\d{3})+\b"), "en": re.compile(r"\b\d{1,3}(?:,\d{3})+\b")}
_FOREIGN = {
    "da": re.compile(r"(?<![\w.-])\d+\.\d+(?![\w.])|\d[\d.,]*e[+-]?\d+|\d,\d{3},\d{3}"),
    "en": re.compile(r"(?<![\w,])\d+,\d{1,2}(?![\d,])|\d[\d.,]*e[+-]?\d+"),
}
_DIGEST = re.compile(r"\b[0-9a-f]{12,}\b")
_CODE = re.compile(r"(?<![\w@/.-])[a-z]+(?:_[a-z0-9]+)+\b")


def texts_of(page: Path) -> Iterator[str]:
    """What a page says, element by element, without code and sources' own words."""
    tree = html.document_fromstring(page.read_bytes())
    for apart in tree.xpath(_APART):
        apart.drop_tree()
    for text in tree.xpath("//body//text()"):
        if plain := " ".join(str(text).split()):
            yield plain


def faults_of(site: Path, names: Collection[str] = ()) -> set[tuple[str, str]]:
    """Each fault with the page that shows it; `names` are what tables, files and sources are called on purpose."""
    called = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names, key=len, reverse=True)) or "(?!)")
    found = set()
    for page in sorted(site.rglob("*.html")):
        place = page.relative_to(site).as_posix()
        lang: Lang = "en" if place.startswith("en/") else "da"
        if any(outside in place for outside in _OUTSIDE):
            continue
        for text in texts_of(page):
            masked = _THOUSANDS[lang].sub("", called.sub("", _MARTS.sub("", _DIGEST.sub("", text))))
            is_foreign = _FOREIGN[lang].search(masked) is not None
            if is_foreign or _CODE.search(masked) or in_singular(text, lang) != text:
                found.add((place, text[:160]))
    return found


def names_in(edition: Edition) -> set[str]:
    """What an edition's tables, sources and editions are called: names that pages show as they are."""
    sources = {str(row["source"]) for row in edition.query("select source from mart.source_coverage")}
    editions = {
        str(row["edition_id"]) for row in edition.query("select distinct edition_id from mart.assumption_history")
    }
    return {mart.removeprefix("mart.") for mart in marts_of(edition)} | sources | editions
