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
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str, longest: int = PARAGRAPH) -> str:
    """A source's text for showing: no control or direction-changing characters, at most `longest` characters."""
    plain = _HIDDEN.sub("", text)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


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
