"""One HTTP exchange, and nothing else: no redirects, no retries, no decompression, no caching.

Everything that decides (policy, pace, retries, verification) stands above this in `fetching.py`; everything that moves
bytes stands here. The body comes as it was on the wire, so that damage can be seen. Used under Scrapy, as its download
handler, and alone. Rejected: Scrapy's own handler (it passes answers that are cut, and is lenient by design), httpx
(decodes before it tells, and cannot be given a resolver).
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import httpcore

from spiders.addresses import AddressGuard

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class WireFault(Exception):  # noqa: N818  it names what happened; `fetching` turns it into an outcome
    """An exchange that gave no whole answer; `outcome` is one of the ledger's outcomes."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason


class RefusedAddressError(OSError):
    """A name that resolves to a place which may not be connected to."""


@dataclass(frozen=True, kw_only=True)
class WireAnswer:
    """What came back: header names in lower case, the body as on the wire.

    `framed` is False where only the end of the connection ended the body. `streamed` counts bytes given to a sink.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    framed: bool = True
    streamed: int = 0

    @property
    def media_type(self) -> str | None:
        """The declared media type without parameters, in lower case."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower() or None


async def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of a name, as the system's resolver gives them."""
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(answer[4][0]) for answer in answers]


class _Watched(httpcore.AsyncNetworkStream):
    """A stream that remembers the last bytes read, so that bytes beyond a declared length are noticed."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self.last = b""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.last = await self._stream.read(max_bytes, timeout)
        return self.last

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _Watched(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, judges, and connects to the very address that was judged. A trusted proxy is connected to by name."""

    def __init__(self, guard: AddressGuard, resolver: Resolve, proxy: tuple[str, int] | None) -> None:
        self._guard = guard
        self._resolve = resolver
        self._proxy = proxy
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if (host, port) == self._proxy:
            return _Watched(await self._backend.connect_tcp(host, port, timeout, local_address, socket_options))
        try:
            answers = await self._resolve(host, port)
        except (OSError, UnicodeError) as fault:
            raise httpcore.ConnectError(f"the name {host} does not resolve") from fault
        if why := self._guard.refuses_answers(host, answers):
            raise RefusedAddressError(why)
        failed: Exception = httpcore.ConnectError(f"the name {host} has no address")
        for answer in dict.fromkeys(answers):
            try:
                stream = await self._backend.connect_tcp(answer, port, timeout, local_address, socket_options)
            except httpcore.ConnectError as one:
                failed = one
                continue
            return _Watched(stream)
        raise failed


class Wire:
    """A pool of connections, guarded. Open one per crawl, inside its event loop."""

    def __init__(
        self, *, guard: AddressGuard, user_agent: str, proxy: str | None = None, resolver: Resolve = resolve
    ) -> None:
        self._agent = user_agent
        where: tuple[str, int] | None = None
        if proxy:
            parts = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
            where = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        backend = _GuardedBackend(guard, resolver, where)
        # HTTP/1.1 alone: its framing is what the checks below know, and one request at a time gains nothing by more.
        self._pool: httpcore.AsyncConnectionPool = (
            httpcore.AsyncHTTPProxy(
                proxy_url=f"http://{where[0]}:{where[1]}", network_backend=backend, max_connections=32, retries=0
            )
            if where
            else httpcore.AsyncConnectionPool(network_backend=backend, max_connections=32, retries=0)
        )

    async def close(self) -> None:
        """Close every connection."""
        with suppress(Exception):
            await self._pool.aclose()

    async def send(
        self,
        *,
        url: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        limit: int,
        seconds: float,
        sink: Callable[[bytes], None] | None = None,
    ) -> WireAnswer:
        """One exchange in at most `seconds` from first to last byte and `limit` wire bytes. Raises `WireFault`.

        With a `sink`, a body that comes with status 200 goes there in pieces; what the sink raises goes through.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(url, method, headers or {}, body, limit, sink)
        except (TimeoutError, httpcore.TimeoutException):
            raise WireFault("timeout", f"no whole answer in {seconds:g} seconds") from None
        except RefusedAddressError as fault:
            raise WireFault("policy_ssrf", str(fault)) from None
        except httpcore.RemoteProtocolError as fault:
            said = str(fault)
            if "without sending complete" in said or "incomplete chunked" in said:
                raise WireFault("truncated", said[:200]) from None
            if "without sending a response" in said:
                raise WireFault("reset", said[:200]) from None
            raise WireFault("unreadable_answer", f"not HTTP: {said[:200]}") from None
        except (httpcore.NetworkError, httpcore.ProxyError, ssl.SSLError, OSError) as fault:
            raise WireFault("reset", (str(fault) or type(fault).__name__)[:200]) from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, UnicodeError, ValueError) as fault:
            raise WireFault("unreadable_answer", f"cannot be asked: {str(fault)[:200]}") from None

    async def _exchange(
        self,
        url: str,
        method: str,
        headers: Mapping[str, str],
        body: bytes,
        limit: int,
        sink: Callable[[bytes], None] | None,
    ) -> WireAnswer:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        netloc = f"[{host}]" if ":" in host else host
        netloc += f":{parts.port}" if parts.port else ""
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
        )
        sent = {"Host": netloc, "User-Agent": self._agent, "Accept": "*/*", **headers}
        if body or method == "POST":
            sent["Content-Length"] = str(len(body))
        async with self._pool.stream(
            method,
            f"{parts.scheme}://{netloc}{target}",
            headers=[(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
            content=body or None,
        ) as response:
            got: dict[str, str] = {}
            for raw_name, raw_value in response.headers:
                name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
                # A repeated header is one list (RFC 9110); of lengths and places only the first counts.
                got[name] = f"{got[name]}, {value}" if name in got and name in _LISTS else got.get(name, value)
            length = got.get("content-length", "")
            if length.isdigit() and int(length[:18]) > limit:
                raise WireFault("too_large", f"the answer says that it has {length} bytes, and {limit} is the limit")
            streaming = sink is not None and response.status == 200
            pieces: list[bytes] = []
            size = 0
            piece = b""
            async for piece in response.aiter_stream():
                size += len(piece)
                if size > limit:
                    raise WireFault("too_large", f"the answer goes on after {limit} bytes")
                if streaming and sink is not None:
                    sink(piece)
                else:
                    pieces.append(piece)
            watched = response.extensions.get("network_stream")
            if length and isinstance(watched, _Watched) and not watched.last.endswith(piece[-64:]):
                await watched.aclose()  # what follows would be taken for the next answer
                raise WireFault("truncated", f"more bytes follow than the {length} that the answer announced")
        bodiless = method == "HEAD" or response.status in {204, 304}
        return WireAnswer(
            status=response.status,
            headers=got,
            body=b"".join(pieces),
            framed=bodiless or bool(length) or "chunked" in got.get("transfer-encoding", "").lower(),
            streamed=size if streaming else 0,
        )


_LISTS = frozenset({"content-encoding", "link", "x-robots-tag", "tdm-reservation", "vary"})
