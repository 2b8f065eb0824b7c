"""Acts of the Union as XHTML from CELLAR: a `Document`, its `Text` and blocks.

Recognised by its address, because an act is a web page like any other in its first bytes; and read whole, because an
extractor of articles takes an act's recitals for a menu.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from spiders.format import Format, Origin, Unreadable
from spiders.formats import html
from spiders.formats.blocks import headings_in
from spiders.formats.dates import dates_in_text
from spiders.formats.documents import document_with_text
from spiders.formats.languages import language_of
from spiders.formats.main_text import rest_of_page
from spiders.formats.page import MAX_BYTES, decode, tree_of
from spiders.formats.page_facts import declared_language, title_of
from warehouse.records import Record

_ADDRESS = re.compile(r"^/resource/(?:cellar|celex)/")
_TITLES = ("eli-main-title", "oj-doc-ti", "doc-ti", "title-doc-first", "title-doc-last")
_HEADINGS = {"oj-ti-section-1": 2, "oj-ti-art": 3, "oj-sti-art": 3, "ti-section-1": 2, "ti-art": 3, "sti-art": 3}
_MOST_TITLE = 600


def recognises(head: bytes, media_type: str | None, name: str) -> bool:
    """A web page from the store's own addresses."""
    return _ADDRESS.match(name) is not None and html.recognises(head, media_type, name)


def read(data: bytes, origin: Origin) -> Iterator[Record]:
    """One document, its text and blocks. Raises `Unreadable` as pages do."""
    tree = tree_of(decode(data, origin.media_type))
    text = rest_of_page(tree)
    if not any(map(str.isalpha, text)):
        raise Unreadable("no_text")
    title = _title(tree) or title_of(tree)
    day = next(dates_in_text(title or "", latest=origin.first_seen), None)
    yield from document_with_text(
        origin,
        reader=FORMAT.reader,
        kind="eu_act",
        text=text,
        url=origin.url,
        title=title,
        published=(day, "text" if day else None),
        language=language_of(text, said=declared_language(tree)),
        publisher="European Union",
        document_type=("legislation", None),
        period=(None, None, None),
        headings=headings_in((one.text_content(), _HEADINGS[name]) for name, one in _marked(tree, tuple(_HEADINGS))),
    )


def _title(tree: HtmlElement) -> str | None:
    """The act's name as the Official Journal prints it over several lines."""
    lines = [" ".join(one.text_content().split()) for _, one in _marked(tree, _TITLES)]
    return " ".join(dict.fromkeys(line for line in lines if line))[:_MOST_TITLE] or None


def _marked(tree: HtmlElement, names: tuple[str, ...]) -> Iterator[tuple[str, HtmlElement]]:
    for element in tree.iter():
        said = (element.get("class") or "").split() if isinstance(element.tag, str) else []
        if name := next((one for one in said if one in names), None):
            yield name, element


FORMAT = Format(name="eu_act", version=1, max_bytes=MAX_BYTES, recognises=recognises, read=read)
