"""Text as notices carry it, made fit to keep: white space folded, mojibake repaired, contact data masked.

Free text in notices names e-mail addresses and telephone numbers of people although it should not. They are masked as
`[…]` here, once, before any record exists. Amounts, dates, CPV codes and company numbers look much like telephone
numbers, so that only numbers with an international prefix or a word such as "tel." before them are taken for one;
masking every long number was tried and destroyed prices. Mojibake is repaired only where its marks stand, because a
repair of every text costs more than all other reading together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import fragment_fromstring

from spiders.formats.xml import Element

MASK = "[…]"
_PARAGRAPHS = ("P", "TITLE_TEXT")
_PARAGRAPH_ENDS = ("}P", "}TITLE_TEXT")

_MOJIBAKE = re.compile("[ÃÂÅÄâÐÑ][\u0080-\u00bf\u2018-\u2022\u0152-\u0178\u02c6\u02dc€™šž˜‚„…†‡‰‹›ŒŽ]")
_EMAIL = re.compile(r"(?<![\w.+'%-])[\w.+'%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# A number is looked for first and its sign before it: digits are rare, and looking for the signs costs five times more.
_NUMBER = re.compile(r"[0-9][\d\s().\-/]{4,18}\d")
_SIGN_BEFORE = re.compile(
    r"(?:\b(?:t[eé]l(?:[eé]?(?:phone|foon|fono|fax|fon(?:nummer|szám|nr|u|as)?))?|tlf|fax|phone|gsm|puh(?:elin)?"
    r"|mob(?:il(?:e|nr|nummer|telefon)?)?)[^\w(]{1,4}(?:n[ro]\W{1,3})?|(?<![\w.,+])\+\s?)\(?$",
    re.IGNORECASE,
)
_LONGEST_SIGN = 24
# 0045 11223344; many other numbers begin with 00, so that the form is strict.
_ABROAD = re.compile(r"00[1-9]\d{0,2}-?(?:[\s./()]?\d){8,12}")
_JOINED = re.compile(r"(?:[\w.,/-]|\d\s)$")
_MARKUP = re.compile(r"<(?:/?(?:p|br|b|i|u|ul|ol|li|strong|em|div|span|table|tr|td|h[1-6])\b[^<>]*)>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\ufffe\uffff]")


def fold(text: str | None) -> str | None:
    """One line: every run of white space is one blank; None where nothing is left."""
    if not text:
        return None
    return " ".join(text.split()) or None


def repair(text: str) -> str:
    """Mojibake put right (`SYKEHUSINNKJÃ˜P` → `SYKEHUSINNKJØP`), any other text as it is."""
    if text.isascii():
        return text
    # Written out, because this runs on every text: a loop over the signs costs three times as much.
    has_sign = "Ã" in text or "Â" in text or "â" in text or "Ð" in text or "Ñ" in text or "Å" in text or "Ä" in text
    if not has_sign or not _MOJIBAKE.search(text):
        return text
    import ftfy  # here: its tables take as long to load as all formats together, and most nights need none

    return ftfy.fix_encoding(text)


def mask(text: str) -> str:
    """E-mail addresses and telephone numbers as `[…]`."""
    if "@" in text or "(at)" in text or "[at]" in text:
        text = _EMAIL.sub(MASK, text)
    return _NUMBER.sub(_mask_telephone, text)


def _mask_telephone(match: re.Match[str]) -> str:
    said, start = match.group(), match.start()
    before = match.string[max(0, start - _LONGEST_SIGN) : start]
    if _SIGN_BEFORE.search(before):
        return MASK
    if said.startswith("00") and _ABROAD.fullmatch(said) and not _JOINED.search(before):
        return MASK
    return said


def without_controls(text: str) -> str:
    """A text without characters that no reader shows; JSON may hold them, XML hardly any."""
    return _CONTROL.sub("", text)


def _visible(text: str) -> str:
    # XML lets no other control characters in.
    return _CONTROL.sub("", text) if "\ufeff" in text or "\u200b" in text or "\x7f" in text else text


def plain(text: str | None) -> str | None:
    """A text of one line or several, fit to keep: markup stripped, repaired, masked, blanks folded, lines kept."""
    if not text:
        return None
    if "<" in text and _MARKUP.search(text):
        text = strip_markup(text)
    if not text.isascii() or "\x7f" in text:
        text = repair(_visible(text))
    text = mask(text)
    if "\n" not in text and "\r" not in text:
        return _folded(text) or None
    return "\n".join([said for line in text.splitlines() if (said := _folded(line))]) or None


def _folded(line: str) -> str:
    if "  " not in line and line.isprintable():  # then a blank is the only white space in it
        return line.strip(" ")
    return " ".join(line.split())


def line(text: str | None) -> str | None:
    """A title or a name that free text may stand in: as `plain`, on one line."""
    return _joined_lines(plain(text)) if text else None


def _joined_lines(said: str | None) -> str | None:
    # Only lines that were kept apart are still to be joined.
    return " ".join(said.split()) if said and not said.isprintable() else said


class Texts:
    """The texts of one notice: procedure, lots and awards repeat one another, and each text is made fit only once."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[str, str | None] = {}

    def plain(self, text: str | None) -> str | None:
        """What the function of that name makes of a text."""
        if not text:
            return None
        if text in self._kept:
            return self._kept[text]
        said = self._kept[text] = plain(text)
        return said

    def line(self, text: str | None) -> str | None:
        """What the function of that name makes of a text."""
        return _joined_lines(self.plain(text))


def name(text: str | None) -> str | None:
    """The name of an organisation: one line, repaired, nothing masked but addresses of e-mail."""
    folded = fold(_visible(text)) if text else None
    if folded is None:
        return None
    folded = repair(folded)
    return _EMAIL.sub(MASK, folded) if "@" in folded else folded


def strip_markup(text: str) -> str:
    """Text of HTML that a buyer pasted into a field: tags gone, blocks on lines of their own."""
    broken = re.sub(r"(?i)<\s*(?:br|/p|/li|/div|/tr|/h[1-6])\s*/?>", "\n", text)
    try:
        return str(fragment_fromstring(broken, create_parent="div").text_content())
    except (ValueError, AssertionError, TypeError):
        return _MARKUP.sub(" ", broken)


def paragraphs(element: Element | None) -> str | None:
    """The text of a TED element: each `P` a line, inline elements joined into theirs; not yet masked."""
    if element is None:
        return None
    below = element[:]  # type: ignore[index]  # a slice is faster, and the stubs know of none
    loose = element.text or ""
    if not below:
        return loose or None
    if len(below) == 1 and not below[0].tail and (not loose or loose.isspace()):
        return inline(below[0]) or None
    lines: list[str] = []
    for child in below:
        tag: object = child.tag
        if isinstance(tag, str) and (tag in _PARAGRAPHS or tag.endswith(_PARAGRAPH_ENDS)):
            lines += (loose, inline(child))
            loose = child.tail or ""
        else:
            loose += inline(child) + (child.tail or "")
    lines.append(loose)
    return "\n".join([text for text in lines if text and not text.isspace()]) or None


def inline(element: Element) -> str:
    """All text of an element, inline elements included, without its tail."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def joined(parts: Iterable[str | None]) -> str:
    """The texts in their order, blank line between them, each once; an empty string where there is none."""
    return "\n\n".join(dict.fromkeys(part for part in parts if part))
