"""What may be shown of a source's text, and which addresses may become links.

Templates escape everything; this takes out what escaping leaves in: characters that no XML holds (the chart renderer
ends the whole process at one), characters that turn the direction of the text around them, and addresses that run.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

PARAGRAPH = 600
_INSIDE = re.compile(r"(?:\.\./)*[A-Za-z0-9_][A-Za-z0-9_./-]*(?:#[A-Za-z0-9_.:-]*)?\Z")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
_HEADING = re.compile(r"\A([^\n]{2,60}[^\s.!?:;,\n-])[ \t]*\n\s*(?=[A-ZÆØÅÄÖ])")
_UNFINISHED = (
    "af at de den der det du en er et for fra har hos i ikke kan med når og om på skal som til ved vi "
    "a an and are as at by can for from have in is of on or our that the their to we will with"
)
_GOES_ON = frozenset(_UNFINISHED.split())
"""A line that ends with one of these is broken in the middle of a sentence, whatever follows."""
_MONTH = "|".join((
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december", "January", "February", "March", "May", "June", "July", "October", "December", "August", "September",
    "November", "April",
))  # fmt: skip
_DATED = re.compile(rf"\A([^.!?\n]{{2,60}}?) (\d{{1,2}}\.? (?:{_MONTH}) \d{{4}}) (?=[A-ZÆØÅÄÖ])")
"""A page's heading and its day before the first sentence; a day inside a sentence has no capital behind it."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str, longest: int = PARAGRAPH) -> str:
    """A source's text for showing: no control or direction-changing characters, at most `longest` characters."""
    plain = _HIDDEN.sub("", text)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def parts_apart(text: str) -> str:
    """A quote whose heading, or heading and date, stands apart from the sentence behind it, on one line.

    Readers keep a heading as a line of its own, or run it and a page's date into the first sentence; a sentence found
    there begins with both. What the source wrote stays as it is, letter by letter: only the break becomes visible.
    """
    heading = _HEADING.match(text.strip())
    is_heading = heading is not None and heading.group(1).split()[-1].lower() not in _GOES_ON
    set_apart = _HEADING.sub(r"\1 · ", text.strip()) if is_heading else text
    return " ".join(_DATED.sub(r"\1 · \2 · ", " ".join(set_apart.split())).split())


def web_address(href: str) -> str | None:
    """The address where it is a plain http(s) one, else None: no scripts, no user names, no control characters."""
    if _HIDDEN.search(href) or any(letter.isspace() for letter in href):
        return None
    try:
        parts = urlsplit(href)
        is_host = _HOST.fullmatch(parts.hostname or "") and "@" not in parts.netloc
        _ = parts.port  # raises where it is no port
    except ValueError:
        return None
    return href if is_host and parts.scheme in ("http", "https") else None


def inside_address(href: str) -> str | None:
    """The address where it points inside the site, else None."""
    return href if _INSIDE.match(href) and ":" not in href.split("#")[0] and "//" not in href else None
