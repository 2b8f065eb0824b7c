"""What sources with a documented interface share: tolerant JSON, credentials from the environment, and tokens.

A secret is sent in a header and stands nowhere else: not in an address, which the ledger keeps, and not in an answer
that the archive keeps, so that a token is asked for in confidence (`Fetcher.ask_in_confidence`). Redirects never take
it to another host.
"""

from __future__ import annotations

import base64
import json
import os
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from spiders.archiving import Answer, Ask
from spiders.fetching import Fetcher
from spiders.guarding import host_of, origin
from spiders.source import Crawl

_COUNT = re.compile(r"\d{1,15}")
_EARLY = 30.0  # seconds before a token's end in which it is no longer used
_SHORTEST = 5.0
FINE = frozenset({"ok", "unchanged"})


def read_json(data: bytes) -> Any:  # JSON is whatever its publisher wrote; every access checks
    """The value of a JSON document, or None where it is none. Numbers stay as they are written (`1e9999` too)."""
    try:
        return json.loads(data, parse_float=str, parse_int=str, parse_constant=lambda said: None)
    except (ValueError, RecursionError):
        return None


def count(value: object) -> int | None:
    """A count as `read_json` gives it."""
    return int(value) if isinstance(value, str) and _COUNT.fullmatch(value) else None


def said(value: object) -> str | None:
    """A filled text, trimmed."""
    return value.strip() or None if isinstance(value, str) else None


def within(url: str) -> Callable[[str], str | None]:
    """The scope of what is asked of one host: why another address is out of bounds, or None."""
    home = origin(url)
    return lambda other: None if origin(other) == home else f"{host_of(other)} is not {host_of(url)}"


def next_page(document: object, *, base: str) -> str | None:
    """The address that `links.next` of a page names, made whole; None where there is none."""
    links = document.get("links") if isinstance(document, dict) else None
    link = said(links.get("next")) if isinstance(links, dict) else None
    if link is None:
        return None
    try:
        whole = urljoin(base, link).split("#", 1)[0]
        return whole if urlsplit(whole).hostname else None
    except ValueError:
        return None


def credentials(crawl: Crawl, *names: str) -> tuple[str, ...] | None:
    """What the environment says under these names; where one is missing the crawl is left off in one sentence."""
    found = tuple(os.environ.get(name, "").strip() for name in names)
    missing = [name for name, value in zip(names, found, strict=True) if not value]
    if missing:
        crawl.leave_off(f"nothing was asked: the environment lacks {' and '.join(missing)}, which the publisher gives")
        return None
    if not all(value.isascii() and value.isprintable() for value in found):
        crawl.leave_off(f"nothing was asked: {' or '.join(names)} holds characters that no header may hold")
        return None
    return found


def keep_gap(crawl: Crawl, fetcher: Fetcher, url: str, seconds: float) -> None:
    """The publisher's own limit: so many seconds between two requests, however short the study's delay is."""
    if not crawl.rehearsal:
        fetcher.pace.ask_for_gap(host_of(url), seconds)


class Token:
    """A bearer token by client credentials (RFC 6749, 4.4), asked for when needed and again before it ends."""

    def __init__(
        self, fetcher: Fetcher, url: str, secrets: tuple[str, ...], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetcher = fetcher
        self._url = url
        client, secret = secrets
        self._basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
        self._clock = clock
        self._token: str | None = None
        self._ends = 0.0

    def drop(self) -> None:
        """The server no longer takes it."""
        self._token = None

    async def header(self) -> Mapping[str, str] | None:
        """The header to send; None where no token was given, and the crawl then says why."""
        if self._token is None or self._clock() >= self._ends:
            self._token = await self._ask()
        return {"Authorization": f"Bearer {self._token}"} if self._token else None

    async def _ask(self) -> str | None:
        outcome, body = await self._fetcher.ask_in_confidence(
            Ask(
                url=self._url,
                key="token",
                method="POST",
                headers={
                    "Authorization": f"Basic {self._basic}",
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Accept": "application/json",
                },
                body=urlencode({"grant_type": "client_credentials"}).encode(),
                expects="json",
            )
        )
        document = read_json(body) if outcome == "ok" else None
        answer = document if isinstance(document, dict) else {}
        token = said(answer.get("access_token"))
        if token is None or not token.isascii() or not token.isprintable():
            why = outcome if outcome != "ok" else "an answer without a token"
            self._fetcher.crawl.leave_off(f"{host_of(self._url)} gave no access token ({why})")
            return None
        lasts = count(answer.get("expires_in")) or 300
        self._ends = self._clock() + max(_SHORTEST, lasts - _EARLY)
        return token


def why_not(answer: Answer | None) -> str:
    """How a request that should have come ended, for a sentence."""
    return f"{answer.outcome}: {answer.reason}" if answer else "it was asked before"
