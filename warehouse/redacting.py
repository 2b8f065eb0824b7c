"""Secrets never leave the process: whatever is logged, refused, entered or sent is redacted first.

What is secret is known by its place: the settings of a secret type, what a secrets file says, variables of the
environment whose names end like secrets, and what stands between `://` and `@` with a colon in it, in any variable and
any text. Values of fewer than six signs are not replaced: they are everybody's words.

Rejected: patterns that look like secrets (they miss the next provider's and spoil digests and publication numbers).
"""

from __future__ import annotations

import os
import re
from functools import cache
from urllib.parse import parse_qsl, unquote, urlsplit

REDACTED = "[redacted]"
NAMED = "OVERBLIK_SECRET_NAMES"  # what the secrets file named, so that child processes know it
_SECRET_NAMES = re.compile(
    r"((^|_)(TOKEN|SECRET)|_KEY|APIKEY|PASSWORD|PASSWD|_PWD|PASSPHRASE|_CREDENTIALS|NOTIFY_URLS|_AUTH_STRING|_PROXY)$",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"""(?<=://)[^\s/?#@:"<>]*:[^\s/?#"<>]+@""")
_SAID_AS = re.compile(r"""\b(?:password|passwd|pwd)=['"]?([^\s'"&;]+)""", re.IGNORECASE)  # libpq's words, ODBC's words
_SHORTEST = 6
_known: set[str] = set()


def keep_secret(value: str) -> None:
    """From now on, this value (and the password inside it, where it is an address) is never shown."""
    for one in value.split():
        if len(one) >= _SHORTEST and "://" not in one:
            _known.add(one)
        for part in _inside(one):
            if len(part) >= _SHORTEST:
                _known.add(part)


def _inside(address: str) -> list[str]:
    """What an address hides: user, password, tokens in its path and query; the host is no secret."""
    if "://" not in address:
        return []
    try:
        parts = urlsplit(address)
        found = [parts.password or "", parts.netloc.rpartition("@")[0], *parts.path.split("/"), parts.query]
    except ValueError:
        return [address]
    # Services such as Slack's put a token where a host stands.
    host_is_token = parts.scheme not in ("http", "https", "mailto", "mailtos", "json", "jsons") and not parts.username
    found += [parts.netloc] if host_is_token and "." not in parts.netloc else []
    return [*found, *(unquote(one) for one in found)]


def _credentials(value: str) -> list[str]:
    """What is secret of an address or DSN whose host and path are not: its user with password, and what it calls so."""
    found = _SAID_AS.findall(value)
    for address in (one for one in value.split() if "://" in one):
        try:
            parts = urlsplit(address)
            found += [parts.password or "", parts.netloc.rpartition("@")[0] if parts.password else ""]
            found += [said for name, said in parse_qsl(parts.query) if _SECRET_NAMES.search(f"_{name}")]
        except ValueError:
            found.append(address)
    return [*found, *(unquote(one) for one in found)]


@cache
def learn() -> None:
    """Learn the secrets of this process's environment, once; also those that a secrets file named."""
    named = os.environ.get(NAMED, "").split()
    for name, value in os.environ.items():
        if value and (name in named or _SECRET_NAMES.search(name)):
            keep_secret(value)
        elif "://" in value or name.upper().endswith("DSN"):
            _known.update(one for one in _credentials(value) if len(one) >= _SHORTEST)


def redacted(text: str) -> str:
    """A text without any known secret."""
    learn()
    for secret in sorted(_known, key=len, reverse=True):
        if secret in text:
            text = text.replace(secret, REDACTED)
    return _IN_ADDRESS.sub(f"{REDACTED}@", text) if "://" in text else text
