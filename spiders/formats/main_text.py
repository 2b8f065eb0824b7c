"""The main text of a page: its own words without menus, footers and advertisements, one line per block.

trafilatura decides; a second look at the page's words says when it lost too much, and it is then asked to be
generous. Where that loses too much as well, the document carries `recall_low`. Rejected: all visible text (the menu of
a site would be a trend), readability (loses tables and lists of policy pages).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

from lxml.html import HtmlElement

_FRAME = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "button", "select", "svg",
    "iframe", "dialog",
)  # fmt: skip
_FRAME_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "dialog")
_NO_TEXT = re.compile(
    r"^(?:copyright\b|©|\(c\) (?:19|20)\d\d).{0,200}$|^https?://\S+$"
    r"|^.{0,80}(?:all rights reserved|alle rettigheder forbeholdes).{0,80}$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_PROMPT = re.compile(  # what a site asks of its readers is not what it tells them
    r"^(?:- )?(?:tags?|share|del|print(?: article)?|advertisements?|annonce|reklame|anzeige|related(?: articles"
    r"| stories)?|read (?:more|next)|l[æa]s (?:også|mere|videre)"
    r"|(?:you (?:may|might) also like|thanks for signing up).{0,12})\W{0,4}$"
    r"|^.{0,60}\b(?:sign up|subscribe|tilmeld|abonn[ée]r)\b.{0,60}"
    r"\b(?:newsletters?|nyhedsbrev\w*|inbox|indbakke)\b.{0,60}$"
    r"|^.{0,80}\b(?:follow|følg)\b.{0,40}\b(?:on|på) (?:twitter|facebook|instagram|linkedin)\b.{0,40}$",
    re.IGNORECASE,
)
_PIECE_PARAGRAPHS = 2
_ENOUGH_SHARE = 0.5
_BARELY_SHARE = 0.25
_FEW_WORDS = 25


def main_text(tree: HtmlElement, *, url: str | None) -> tuple[str, tuple[str, ...]]:
    """The main text in lines (headings, paragraphs, `- ` list items, `a | b` table rows), and flags."""
    rest = rest_of_page(tree)
    held = _words(rest)
    text = _extracted(tree, url=url)
    if held and _words(text) < _ENOUGH_SHARE * held:
        mended = _mended(tree)
        others = [_extracted(tree, url=url, favor_recall=True)]
        others += [_extracted(mended, url=url)] if mended is not None else []
        text = max(text, *others, key=_words)
    if _words(text) < _FEW_WORDS and held != _words(text):
        text = rest if held > _words(text) or not held else text  # nothing but its frame is no page
    flags = ("recall_low",) if held >= _FEW_WORDS and _words(text) < _BARELY_SHARE * held else ()
    return text, flags


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _mended(tree: HtmlElement) -> HtmlElement | None:
    """The page with a body that advertisements cut into pieces made one again, or None where there is no such body.

    The pieces are boxes of one name inside one article, each with paragraphs of its own; extractors keep the first.
    """
    copy = deepcopy(tree)
    boxes: dict[tuple[object, str], list[HtmlElement]] = {}
    for box in copy.iter("div", "section"):
        around = next(box.iterancestors("article", "main"), None)
        if around is not None and box.get("class") and sum(child.tag == "p" for child in box) >= _PIECE_PARAGRAPHS:
            boxes.setdefault((around, box.get("class", "")), []).append(box)
    found = False
    for first, *later in boxes.values():
        for box in later:
            if first not in box.iterancestors():
                first.extend(list(box))
                found = True
    return copy if found else None


def _extracted(tree: HtmlElement, *, url: str | None, **wishes: Any) -> str:
    text = _extractor()(
        deepcopy(tree), url=url, include_comments=False, include_tables=True, include_formatting=False, **wishes
    )
    return tidy(text or "")


@cache
def _extractor() -> Callable[..., str | None]:
    """trafilatura's extraction, with its stop words in a set: that remembers its hash, and a tuple does not.

    It asks a cache for each short page by the hash of all 150,000 of them, which took as long as all else.
    """
    import trafilatura  # two seconds, where no page is read
    from trafilatura import external

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    made = external.jt_stoplist_init

    def kept() -> Any:
        external.JT_STOPLIST = frozenset(made())  # type: ignore[assignment]
        return external.JT_STOPLIST

    external.jt_stoplist_init = kept
    extract: Callable[..., str | None] = trafilatura.extract
    return extract


def tidy(text: str) -> str:
    """One block a line, single blanks, no empty lines, none that only claims copyright or repeats an address."""
    lines = (" ".join(line.split()) for line in text.replace("\u00ad", "").splitlines())
    return "\n".join(line for line in lines if line.strip("|- ") and not _is_noise(line))


def _is_noise(line: str) -> bool:
    return bool(_NO_TEXT.search(line) or _PROMPT.search(line))


def rest_of_page(tree: HtmlElement) -> str:
    """All words of a page's body without its frame (menus, headers, footers, asides), by simple rules."""
    copy = deepcopy(tree)
    body = copy.find(".//body")
    body = copy if body is None else body
    for element in list(body.iter(*_FRAME)):
        if element is not body and not (element.tag == "header" and _inside(element, ("article", "main"))):
            element.drop_tree()
    for element in body.xpath("//*[@role or @hidden or @aria-hidden]"):
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if (hidden or element.get("role") in _FRAME_ROLES) and element.getparent() is not None and element is not body:
            element.drop_tree()
    for element in body.iter("br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "section", "article"):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    return tidy(body.text_content())


def _inside(element: HtmlElement, tags: tuple[str, ...]) -> bool:
    return next(element.iterancestors(*tags), None) is not None
