"""When a host may be asked again: the gap, the server's own wish, and when to stay away until tomorrow.

At most one request is in flight to a host. A refusal (429, or 503 with `Retry-After`) is answered by waiting as long
as the server says, or 30, 60, 120 … seconds up to 15 minutes where it says nothing, never earlier and at most a fifth
later. Three refusals in a row, or one wish beyond the longest wait, close the host for the night. Clock, sleep and
chance are given, so that hours of politeness are tested in milliseconds.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from warehouse.settings import now

LONGEST_WAIT = 900.0
REFUSALS = 3
REFUSALS_OF_A_NIGHT = 10
SILENCES = 3
_JITTER = 0.2


def wished_wait(value: str | None, *, at: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks for (RFC 9110: seconds, or a date); None where it says nothing."""
    if value is None or not value.strip():
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - at).total_seconds())


@dataclass
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = 0.0
    gap: float = 0.0
    refusals: int = 0
    refusals_tonight: int = 0
    silences: int = 0
    closed: tuple[str, str] | None = None


class Pace:
    """The pace of one crawl, host by host. `delay` is in seconds; a rehearsal backs off in fifths of a second."""

    def __init__(
        self,
        *,
        delay: float,
        rehearsal: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        wall: Callable[[], datetime] = now,
    ) -> None:
        self._delay = delay
        self._first_wait = 0.2 if rehearsal else 30.0
        self._first_rest = 0.05 if rehearsal else 5.0
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._wall = wall
        self._hosts: dict[str, _Host] = {}

    def _of(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(gap=self._delay)
        return self._hosts[host]

    def closed(self, host: str) -> tuple[str, str] | None:
        """(outcome, reason) where the host is closed for the night."""
        return self._of(host).closed

    def all_closed(self) -> dict[str, str]:
        """The hosts closed tonight, each with its reason."""
        return {host: state.closed[1] for host, state in sorted(self._hosts.items()) if state.closed}

    def close(self, host: str, outcome: str, reason: str) -> None:
        """Ask this host nothing more tonight; requests still planned end as `outcome`."""
        state = self._of(host)
        if state.closed is None:
            state.closed = (outcome, reason)

    def ask_for_gap(self, host: str, seconds: float) -> None:
        """Honour a `Crawl-delay`; one longer than the longest wait closes the host."""
        if seconds > LONGEST_WAIT:
            self.close(host, "policy_robots", f"robots.txt asks for {seconds:.0f} seconds between two requests")
        self._of(host).gap = max(self._delay, min(seconds, LONGEST_WAIT))

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn, hold it for one exchange, and start the gap when the exchange is over."""
        state = self._of(host)
        async with state.lock:
            wait = state.not_before - self._clock()
            if wait > 0:
                await self._sleep(wait)
            try:
                yield
            finally:
                state.not_before = max(state.not_before, self._clock() + state.gap)

    def answered(self, host: str) -> None:
        """The host answered as it should: earlier refusals and silences are forgiven."""
        state = self._of(host)
        state.refusals = state.silences = 0

    def refused(self, host: str, retry_after: str | None) -> bool:
        """The host asked to come later; returns whether it may be asked again tonight."""
        state = self._of(host)
        state.refusals += 1
        state.refusals_tonight += 1
        wish = wished_wait(retry_after, at=self._wall())
        if wish is not None and wish > LONGEST_WAIT:
            self.close(host, "rate_limited", f"the server asked to come back after {wish:.0f} seconds")
        if state.refusals >= REFUSALS or state.refusals_tonight >= REFUSALS_OF_A_NIGHT:
            self.close(host, "rate_limited", f"the server asked {state.refusals_tonight} times to come later")
        if state.closed:
            return False
        wait = self._first_wait * 2 ** (state.refusals - 1) if wish is None else wish
        late = wait * _JITTER * self._chance() if wish is None else 0.0
        state.not_before = max(state.not_before, self._clock() + min(wait + late, LONGEST_WAIT))
        return True

    def failed(self, host: str, *, attempt: int) -> None:
        """An exchange broke; the next one with this host waits 5, 10, 20 … seconds (`attempt` counts from 1)."""
        rest = self._first_rest * 2 ** (attempt - 1)
        rest += rest * _JITTER * self._chance()
        state = self._of(host)
        state.not_before = max(state.not_before, self._clock() + min(rest, LONGEST_WAIT))

    def silent(self, host: str, outcome: str) -> None:
        """A request ended without any answer; three in a row close the host, or a dead one would cost hours."""
        state = self._of(host)
        state.silences += 1
        if state.silences >= SILENCES:
            self.close(host, outcome, f"{SILENCES} requests in a row got no answer")
