"""Whether we may ask at all: addresses, robots.txt, reservations. Asked before every exchange, redirects included.

Rules are read once a crawl and host, by the same careful way as pages but outside the ledger's plan: they are the
terms of asking, not something that a study asked for. What they said stands beside each request in the ledger.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from spiders import reservations, robots
from spiders.addresses import AddressGuard
from spiders.reservations import Reservations
from spiders.robots import Robots
from spiders.wire import WireFault

_Rules = TypeVar("_Rules", Robots, Reservations)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A host's own statement as it came: status, media type and decoded body."""

    status: int
    media_type: str | None
    body: bytes


def origin(url: str) -> str:
    """Scheme, host and port: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(url: str) -> str:
    """The host of a URL, with its port where one is stated: what pace is kept for."""
    return urlsplit(url).netloc.lower()


class Guard:
    """The rules of every host that one crawl meets. `ask` gets one policy file, following its redirects."""

    def __init__(
        self,
        *,
        addresses: AddressGuard,
        ask: Callable[[str], Awaitable[Policy]],
        keep: Callable[[bytes], str],
        on_delay: Callable[[str, float], None],
        on_unreadable: Callable[[str], None],
    ) -> None:
        self.addresses = addresses
        self._ask = ask
        self._keep = keep
        self._on_delay = on_delay
        self._on_unreadable = on_unreadable
        self._robots: dict[str, asyncio.Task[Robots]] = {}
        self._reservations: dict[str, asyncio.Task[Reservations]] = {}

    async def robots_of(self, url: str) -> Robots:
        """The robots.txt of the URL's host; several callers wait for the one reading."""
        return await _once(self._robots, origin(url), lambda: self._read_robots(url))

    async def reservations_of(self, url: str) -> Reservations:
        """The tdmrep.json of the URL's host; several callers wait for the one reading."""
        return await _once(self._reservations, origin(url), lambda: self._read_reservations(url))

    async def _read_robots(self, url: str) -> Robots:
        try:
            policy = await self._ask(f"{origin(url)}/robots.txt")
        except WireFault as fault:
            rules = robots.unreadable(str(fault))
        else:
            rules = robots.read_robots(policy.status, policy.body, keep=self._keep)
        if rules.forbids_all:
            self._on_unreadable(f"{host_of(url)}: {rules.note}")
        if rules.crawl_delay is not None:
            self._on_delay(host_of(url), rules.crawl_delay)
        return rules

    async def _read_reservations(self, url: str) -> Reservations:
        try:
            policy = await self._ask(f"{origin(url)}{reservations.WELL_KNOWN}")
        except WireFault as fault:
            rules = reservations.unreadable(str(fault))
        else:
            rules = reservations.read_tdmrep(policy.status, policy.media_type, policy.body)
        if rules.reserves_all:
            self._on_unreadable(f"{host_of(url)}: {rules.note}")
        return rules


async def _once(
    known: dict[str, asyncio.Task[_Rules]], key: str, read: Callable[[], Coroutine[Any, Any, _Rules]]
) -> _Rules:
    if key not in known:
        known[key] = asyncio.ensure_future(read())
    return await asyncio.shield(known[key])
