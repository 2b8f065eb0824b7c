"""Writing markup as text: an element from its name, attributes and content, with everything escaped once.

Rejected: building lxml trees (four times slower for the same bytes, and the world writes 1,500 notices at once).
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr


def element(name: str, *content: str | None, **attributes: str) -> str:
    """An element around content that is markup already; parts that are None or empty are left out."""
    inner = "".join(part for part in content if part)
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"


def text(name: str, value: object | None, **attributes: str) -> str:
    """An element around plain text; nothing at all where the value is unknown."""
    if value is None:
        return ""
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{said}>{escape(str(value))}</{name}>"
