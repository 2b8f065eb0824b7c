"""Web pages: a `Document` and its `Text`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from spiders.format import Format, Origin, Unreadable
from spiders.formats.blocks import headings_in
from spiders.formats.documents import document_with_text
from spiders.formats.languages import language_of
from spiders.formats.main_text import main_text
from spiders.formats.page import MAX_BYTES, decode, tree_of
from spiders.formats.page_facts import canonical_url, declared_language, published, title_of
from spiders.formats.page_parts import page_parts
from warehouse.records import Document, Record

_LEAST_WORDS = 1
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)


def recognises(head: bytes, media_type: str | None, name: str) -> bool:
    """A page by its first tags, or text that its server, or its name, calls a page."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    if head.startswith(b"%PDF-") or head.lstrip()[:1] in (b"{", b"["):
        return False
    if _PAGE.search(head):
        return True
    called = "html" in (media_type or "").lower() or name.lower().endswith((".html", ".htm", ".xhtml"))
    return called and b"\0" not in head and not head.lstrip().startswith(b"<?xml")


def read(data: bytes, origin: Origin) -> Iterator[Record]:
    """One document, its text, the text's blocks and the page's typed parts.

    Raises `Unreadable`: encoding, attribute_bomb, too_deep, no_text, too_large.
    """
    page = decode(data, origin.media_type)
    tree = tree_of(page)
    url = canonical_url(tree, origin.url)
    text, flags = main_text(tree, url=url)
    if len(text.split()) < _LEAST_WORDS:
        raise Unreadable("no_text")
    latest = origin.first_seen + timedelta(days=1) if origin.first_seen else None
    day, basis = published(tree, url=origin.url, latest=latest)
    document, *rest = document_with_text(
        origin,
        reader=FORMAT.reader,
        kind="html",
        text=text,
        url=url,
        title=title_of(tree),
        published=(day, basis),
        language=language_of(text, said=declared_language(tree)),
        flags=flags,
        headings=headings_in((one.text_content(), int(one.tag[1])) for one in tree.iter(*_HEADINGS)),
    )
    yield from (document, *rest)
    assert isinstance(document, Document)
    yield from page_parts(
        origin,
        reader=FORMAT.reader,
        document_id=document.document_id,
        page=page,
        tree=tree,
        url=url,
        latest=latest,
    )


FORMAT = Format(name="html", version=4, max_bytes=MAX_BYTES, recognises=recognises, read=read)
