"""Bringing one planned request to its one end: guard, pace, exchange, verification, redirects, retries, archive.

Everything here is one coroutine with the transport, the clock, the sleep and the chance given, so that every fault and
every wait is tested without a network or a wait. Scrapy calls it as its download handler (`scrapy_crawl.py`); sources
that need no frontier call it directly. Rejected: Scrapy's middlewares for robots, redirects, retries and offsite, each
of which was measured to let something through or to end a request without telling anyone.
"""

from __future__ import annotations

import asyncio
import random
import time
import traceback
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urljoin

import structlog

from spiders.addresses import AddressGuard
from spiders.archiving import Answer, Ask, Keeper, Verdicts
from spiders.decoding import ACCEPTED, Damaged, GunzipCheck, check_own_end, decode
from spiders.guarding import Guard, Policy, host_of
from spiders.pacing import Pace
from spiders.reservations import reserved_by_header, reserved_by_meta
from spiders.robots import MOST_BYTES, MOST_REDIRECTS
from spiders.source import Crawl
from spiders.wire import WireAnswer, WireFault
from warehouse.archive import Arrival
from warehouse.settings import now

log = structlog.get_logger(__name__)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A connection left dirty by the answer before gives an unreadable one; that too is better on a new connection.
_TRY_AGAIN = frozenset({"timeout", "reset", "truncated", "decode_error", "unreadable_answer", "http_5xx"})
_SILENT = frozenset({"timeout", "reset"})
_POLICY_BYTES = 2 << 20


class Transport(Protocol):
    """What `wire.Wire` is, and what a test's stand-in must be."""

    async def send(
        self,
        *,
        url: str,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        limit: int,
        seconds: float,
        sink: Callable[[bytes], None] | None = None,
    ) -> WireAnswer:
        """One exchange."""


@dataclass(frozen=True, kw_only=True)
class _Got:
    status: int
    headers: dict[str, str]
    body: bytes = b""
    arrived: tuple[str, int] | None = None


class _End(Exception):  # noqa: N818  it is how a request ends, not a fault
    def __init__(self, outcome: str, reason: str, *, status: int | None = None) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.status = status


class Fetcher:
    """Brings the requests of one crawl to their ends, one at a time for each host."""

    def __init__(
        self,
        crawl: Crawl,
        transport: Transport,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        wall: Callable[[], datetime] = now,
    ) -> None:
        self.crawl = crawl
        self.keeper = Keeper(crawl)
        self._transport = transport
        self._limits = crawl.limits
        self.pace = Pace(
            delay=crawl.spec.delay_seconds,
            rehearsal=crawl.rehearsal,
            clock=clock,
            sleep=sleep,
            chance=chance,
            wall=wall,
        )
        self.guard = Guard(
            addresses=guard_for(crawl),
            ask=self._ask_policy,
            keep=self.keeper.archive.keep,
            on_delay=self.pace.ask_for_gap,
            on_unreadable=crawl.leave_off,
        )

    async def ask(self, ask: Ask) -> Answer | None:
        """Plan and fetch; None where this crawl asked the same before."""
        fetch_id = self.keeper.plan(ask)
        return None if fetch_id is None else await self.fetch(ask, fetch_id)

    async def fetch(self, ask: Ask, fetch_id: int) -> Answer:
        """Bring a planned request to its end. What nobody foresaw ends the request too, and the crawl as partial."""
        try:
            answer = await self._follow(ask, fetch_id)
        except Exception as fault:  # noqa: BLE001  it is told, and ends this request and no other
            # As a text: a log that shows the variables of each frame would show the keys in our headers.
            log.error("a request met something it was not written for", url=ask.url, trace=traceback.format_exc())
            reason = f"a fault of ours: {type(fault).__name__}: {str(fault)[:200]}"
            self.crawl.leave_off(reason)
            return self.keeper.end(fetch_id, ask, outcome="cancelled", reason=reason, url=ask.url)
        for host, reason in self.pace.all_closed().items():
            self.crawl.leave_off(f"{host} was closed for the night: {reason}")
        return answer

    async def ask_in_confidence(self, ask: Ask) -> tuple[str, bytes]:
        """A question whose answer is a secret: guarded and paced as any, but in no ledger and no archive.

        Returns (outcome, body); the body is empty unless the outcome is ok. A redirect is no answer.
        """
        try:
            if why := self.guard.addresses.refuses(ask.url):
                raise _End("policy_ssrf", why)
            got = await self._patiently(ask, ask.url)
        except _End as end:
            return end.outcome, b""
        if got.status != 200:
            return "http_4xx" if 400 <= got.status < 500 else "unreadable_answer", b""
        return "ok", got.body

    async def _follow(self, ask: Ask, fetch_id: int) -> Answer:
        url = ask.url
        verdicts = Verdicts()
        try:
            for hop in range(self._limits.redirects + 1):
                if why := self.guard.addresses.refuses(url):
                    raise _End("policy_ssrf", why)
                if hop and (why := ask.scope(url)):
                    raise _End("policy_scope", f"a redirect leads out of bounds: {why}")
                verdicts = await self._admit(ask, url)
                got = await self._patiently(ask, url)
                if got.status not in _REDIRECTS:
                    return await self._judge(ask, fetch_id, url, got, verdicts)
                if ask.method != "GET":
                    raise _End("unreadable_answer", "a redirect answers a question", status=got.status)
                target = got.headers.get("location", "").strip()
                if not target:
                    raise _End("unreadable_answer", "a redirect leads nowhere", status=got.status)
                url = _target(url, target)
            raise _End("redirect_limit", f"more than {self._limits.redirects} redirects")
        except _Policy as end:
            verdicts = end.verdicts
            return self.keeper.end(fetch_id, ask, outcome=end.outcome, reason=end.reason, url=url, verdicts=verdicts)
        except _End as end:
            return self.keeper.end(
                fetch_id, ask, outcome=end.outcome, reason=end.reason, url=url, status=end.status, verdicts=verdicts
            )

    async def _admit(self, ask: Ask, url: str) -> Verdicts:
        """What the host itself says of being asked."""
        robots_verdict = tdm_verdict = None
        if ask.obeys_robots:
            rules = await self.guard.robots_of(url)
            robots_verdict = rules.verdict(url)
            if not rules.allows(url):
                raise _Policy("policy_robots", rules.note, Verdicts(robots=robots_verdict))
        if ask.respects_reservations:
            reserved = await self.guard.reservations_of(url)
            tdm_verdict = reserved.verdict(url)
            if reserved.reserves(url):
                raise _Policy("policy_tdm", reserved.note, Verdicts(robots=robots_verdict, tdm=tdm_verdict))
        return Verdicts(robots=robots_verdict, tdm=tdm_verdict)

    async def _patiently(self, ask: Ask, url: str) -> _Got:
        """One answer that is neither damaged nor a refusal, after as many tries as are decent. Raises `_End`."""
        host = host_of(url)
        faults = 0
        while True:
            if closed := self.pace.closed(host):
                raise _End(closed[0], f"the host is closed for the night: {closed[1]}")
            try:
                async with self.pace.turn(host):
                    # Another request may have closed the host while this one waited for its turn.
                    if closed := self.pace.closed(host):
                        raise _End(closed[0], f"the host is closed for the night: {closed[1]}")
                    got = await self._exchange(ask, url)
                    self._refuse_challenge(ask, host, got)
                    if got.status == 429 or (got.status == 503 and "retry-after" in got.headers):
                        again = self.pace.refused(host, got.headers.get("retry-after"))
                        if not again:
                            raise _End("rate_limited", "the server asked to come later", status=got.status)
                        continue
                    if got.status >= 500:
                        raise _End("http_5xx", f"status {got.status}", status=got.status)
                    self.pace.answered(host)
                    return got
            except (WireFault, Damaged, _End) as fault:
                faults += 1
                if fault.outcome not in _TRY_AGAIN or faults >= self._limits.tries:
                    if fault.outcome in _SILENT:
                        self.pace.silent(host, fault.outcome)
                    status = fault.status if isinstance(fault, _End) else None
                    raise _End(fault.outcome, fault.reason, status=status) from None
                self.pace.failed(host, attempt=faults)

    def _refuse_challenge(self, ask: Ask, host: str, got: _Got) -> None:
        size = got.arrived[1] if got.arrived else len(got.body)
        why = None
        if "x-amzn-waf-action" in got.headers:
            why = f"a firewall answers {got.headers['x-amzn-waf-action'][:40]!r}"
        elif got.status in {202, 405} and size == 0:
            why = f"an empty answer with status {got.status}"
        elif ask.expects and got.status in {200, 202} and _is_page(got.body, got.headers.get("content-type", "")):
            why = f"a web page comes where {ask.expects} was asked for"
        if why:
            self.pace.close(host, "challenge", why)
            raise _End("challenge", why, status=got.status)

    async def _exchange(self, ask: Ask, url: str) -> _Got:
        headers = {"Accept-Encoding": "identity" if ask.streamed else ACCEPTED, **ask.headers}
        if ask.conditional and ask.method == "GET" and (last := self.keeper.last(ask)):
            if last["etag"]:
                headers["If-None-Match"] = last["etag"]
            if last["last_modified"]:
                headers["If-Modified-Since"] = last["last_modified"]
        if ask.streamed:
            return await self._stream(ask, url, headers)
        answer = await self._transport.send(
            url=url,
            method=ask.method,
            headers=headers,
            body=ask.body,
            limit=self._limits.answer_bytes,
            seconds=self._limits.timeout_seconds,
        )
        return self._verified(answer, self._limits.answer_bytes)

    def _verified(self, answer: WireAnswer, limit: int) -> _Got:
        headers = dict(answer.headers)
        if answer.status != 200:
            return _Got(status=answer.status, headers=headers, body=answer.body[:4096])
        if "html" in (answer.media_type or ""):
            limit = min(limit, self._limits.html_bytes)
        body = decode(answer.body, headers.get("content-encoding"), limit=limit)
        if not answer.framed and not headers.get("content-encoding"):
            check_own_end(body, answer.media_type)
        return _Got(status=200, headers=headers, body=body)

    async def _stream(self, ask: Ask, url: str, headers: dict[str, str]) -> _Got:
        with ExitStack() as stack:
            arrival: Arrival = stack.enter_context(self.keeper.archive.arriving())
            check = GunzipCheck(limit=self._limits.package_bytes)
            head = inner = b""

            def take(chunk: bytes) -> None:
                nonlocal head, inner
                head = head or chunk[:512]
                if not head.startswith(b"\x1f"):
                    return  # what it is instead is told from its head, when it is over
                arrival.write(chunk)
                for piece in check.feed(chunk):
                    inner = inner or piece[:2]

            answer = await self._transport.send(
                url=url,
                headers=headers,
                limit=self._limits.package_bytes,
                seconds=self._limits.package_seconds,
                sink=take,
            )
            said = dict(answer.headers)
            if answer.status != 200:
                return _Got(status=answer.status, headers=said, body=answer.body[:4096])
            if not head.startswith(b"\x1f"):
                if not _is_page(head, said.get("content-type", "")):
                    raise Damaged("decode_error", "the package is not a gzip file")
                return _Got(status=200, headers=said, body=head)
            # Many servers call a .tar.gz "gzip encoded"; only where a second gzip lies inside was it packed on the way.
            if said.get("content-encoding", "identity").lower() not in {"identity", ""} and inner.startswith(
                b"\x1f\x8b"
            ):
                raise Damaged("decode_error", "the package came compressed once more")
            check.finish()
            return _Got(status=200, headers=said, arrived=arrival.keep())

    async def _judge(self, ask: Ask, fetch_id: int, url: str, got: _Got, verdicts: Verdicts) -> Answer:
        if got.status == 304:
            confirmed = self.keeper.confirm(fetch_id, ask, url=url, headers=got.headers, verdicts=verdicts)
            if confirmed is None:
                raise _End("unreadable_answer", "says unchanged of what we do not hold", status=304)
            return confirmed
        if got.status in {404, 410}:
            raise _End(ask.missing, f"status {got.status}", status=got.status)
        if 400 <= got.status < 500:
            raise _End("http_4xx", f"status {got.status}", status=got.status)
        if got.status == 206:
            raise _End("truncated", "a part answers where the whole was asked for", status=206)
        if got.status != 200:
            raise _End("unreadable_answer", f"status {got.status}", status=got.status)
        if ask.respects_reservations:
            by = reserved_by_header(got.headers)
            if by is None and _is_page(got.body, got.headers.get("content-type", "")):
                by = reserved_by_meta(got.body)
            if by:
                raise _Policy("policy_tdm", by, Verdicts(robots=verdicts.robots, tdm=f"reserved: {by}"))
        if got.arrived is not None:
            return self.keeper.keep_arrived(
                fetch_id, ask, url=url, headers=got.headers, arrived=got.arrived, verdicts=verdicts
            )
        return await self.keeper.keep(
            fetch_id, ask, url=url, status=200, headers=got.headers, body=got.body, verdicts=verdicts
        )

    async def _ask_policy(self, url: str) -> Policy:
        """robots.txt or tdmrep.json, over at most five redirects, each judged. Raises `WireFault`."""
        for _ in range(MOST_REDIRECTS + 1):
            if why := self.guard.addresses.refuses(url):
                raise WireFault("policy_ssrf", why)
            ask = Ask(url=url, key=url, conditional=False)
            try:
                got = await self._patiently(ask, url)
            except _End as end:
                if end.status is None or end.outcome in {"challenge", "rate_limited"}:
                    raise WireFault(end.outcome, end.reason) from None
                return Policy(status=end.status, media_type=None, body=b"")
            if got.status not in _REDIRECTS:
                media_type = got.headers.get("content-type")
                return Policy(status=got.status, media_type=media_type, body=got.body[: MOST_BYTES + _POLICY_BYTES])
            url = _target(url, got.headers.get("location", ""))
        raise WireFault("redirect_limit", f"more than {MOST_REDIRECTS} redirects")


class _Policy(_End):
    def __init__(self, outcome: str, reason: str, verdicts: Verdicts) -> None:
        super().__init__(outcome, reason)
        self.verdicts = verdicts


def guard_for(crawl: Crawl) -> AddressGuard:
    """Which addresses this crawl may ask."""
    return AddressGuard(
        allow_loopback=crawl.rehearsal,
        proxied=crawl.settings.proxy is not None,
        url_length=crawl.limits.url_length,
    )


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location).split("#", 1)[0]
    except ValueError:
        raise _End("unreadable_answer", "a redirect's target cannot be read") from None


def _is_page(head: bytes, media_type: str) -> bool:
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" in media_type.lower() or start.startswith((b"<!doctype html", b"<html"))
