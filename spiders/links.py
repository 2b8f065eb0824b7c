"""Finding links in a page, and the one spelling of a URL: in linear time, whatever the page holds.

A link needs no tree. A page of 340 kB with 40,000 attributes in one tag holds an HTML parser for 25 seconds, which in
a crawl's event loop is every other site too; so start tags are cut out by patterns whose repetition is bounded, and
nothing is parsed in the crawl's process. What that misses (links that scripts write) a parser would miss as well.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_HIDDEN = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|textarea)\b[^<>]{0,4000}>.*?(?:</\1\s*>|\Z)", re.I | re.S
)
_TAG = re.compile(rb"<(a|area|base|meta|link)\s([^<>]{1,8000})>", re.I)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([a-zA-Z][\w:-]{0,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ESCAPE = re.compile("%([0-9a-fA-F]{2})?")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_MOST_TAGS = 20_000
_TRACKING = re.compile(
    r"^(utm_\w*|fbclid|gclid|dclid|msclkid|mc_[ce]id|_ga|_gl|igshid|ref|referrer|source|phpsessid|jsessionid|sid|"
    r"sessionid|session_id|aspsessionid\w*|cfid|cftoken|piwik_\w*|mtm_\w*|hsctatracking|_hs\w*|epslanguage)$",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";(jsessionid|phpsessid|sid)=[^/?]*", re.IGNORECASE)


def start_tags(page: bytes, names: frozenset[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The start tags of these names (of a, area, base, meta, link) with their attributes, in the page's order."""
    visible = _HIDDEN.sub(b" ", page)
    for count, tag in enumerate(_TAG.finditer(visible)):
        if count >= _MOST_TAGS:
            return
        name = tag[1].decode("ascii").lower()
        if name in names:
            text = tag[2].decode("utf-8", "replace")
            attributes: dict[str, str] = {}
            for one in _ATTRIBUTE.finditer(text):
                attributes.setdefault(one[1].lower(), html.unescape(one[2] or one[3] or one[4] or ""))
            yield name, attributes


def find_links(page: bytes, base: str) -> list[str]:
    """Every link of an HTML page that may be followed, absolute and in one spelling, once each, in its order."""
    found: dict[str, None] = {}
    for name, attributes in start_tags(page, frozenset({"a", "area", "base", "meta", "link"})):
        href = attributes.get("href", "").strip()
        rel = attributes.get("rel", "").casefold().split()
        if name == "meta":
            if attributes.get("name", "").casefold() == "robots" and "nofollow" in attributes.get("content", ""):
                return []
        elif name == "base":
            base = _joined(base, href) or base
        elif (
            href
            and not href.startswith("#")
            and "nofollow" not in rel
            and (name != "link" or "canonical" in rel)
            and (url := _joined(base, href))
            and (plain := canonical_url(url))
        ):
            found.setdefault(plain)
    return list(found)


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, "".join(href.split()))
    except ValueError:
        return None


def _settled(escape: re.Match[str]) -> str:
    """One spelling of an escape: undone where it need not be, kept where it matters (`%2F` is no step of a path)."""
    if escape[1] is None:
        return "%25"
    byte = int(escape[1], 16)
    return chr(byte) if chr(byte) in _UNRESERVED else f"%{byte:02X}"


def spelt(path: str, *, safe: str = "/:@!$&'()*+,;=~-._%") -> str:
    """The one spelling of a path, or of a pattern of paths: `å`, `%c3%a5` and `%C3%A5` are one letter."""
    return quote(_ESCAPE.sub(_settled, path).encode("utf-8", "replace"), safe=safe)


def canonical_url(url: str) -> str | None:
    """The one spelling of an http(s) URL, without fragment, session and tracking parameters; None for other things."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except ValueError:  # UnicodeError is one
        return None
    scheme = parts.scheme.lower()
    if scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        netloc += f":{port}"
    path = spelt(_SESSION_IN_PATH.sub("", parts.path))
    trailing = path.endswith(("/", "/.", "/.."))
    path = posixpath.normpath("/" + path.lstrip("/")) if path else "/"
    if trailing and path != "/":
        path += "/"
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return None
    query = urlencode(sorted((name, value) for name, value in pairs if not _TRACKING.match(name)))
    return urlunsplit((scheme, netloc, path, query, ""))
