"""A server on loopback that misbehaves as asked: `http://<behaviour>.example/…` through it as a proxy.

Pages, JSON, packages and PDF are asked for by path (`/side`, `/json`, `/pakke`, `/papir.pdf`). robots.txt and
tdmrep.json are absent.
"""

import asyncio
import gzip
import hashlib
import json
import socket
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import format_datetime
from urllib.parse import urlsplit

import brotli
import zstandard

from warehouse.settings import now

PAGE = b"<!doctype html><html lang='da'><body><p>" + b"Broer og veje af data. " * 40 + b"</p></body></html>"
JSON = json.dumps({"notices": [{"publication-number": "1-2026"}], "fill": "x" * 500}).encode()
PACKAGE = gzip.compress(b"".join(hashlib.sha256(bytes([n])).digest() for n in range(100)), mtime=0)
PDF = b"%PDF-1.4\n" + b"".join(b"%d 0 obj << /Length 0 >> endobj\n" % n for n in range(40)) + b"%%EOF\n"
BOMB = bytes(4 << 20)


@dataclass(frozen=True)
class Asked:
    """One request as the server read it; `times` counts requests for the same address before it."""

    host: str
    path: str
    method: str
    headers: dict[str, str]
    times: int

    @property
    def good(self) -> tuple[str, bytes]:
        """The right media type and body for the path."""
        return {
            "/json": ("application/json", JSON),
            "/pakke": ("application/gzip", PACKAGE),
            "/papir.pdf": ("application/pdf", PDF),
        }.get(self.path, ("text/html; charset=utf-8", PAGE))


def wire(
    status: int, body: bytes = b"", *headers: str, length: int | None = -1, media_type: str = "text/html"
) -> bytes:
    """An answer's bytes; `length` None leaves Content-Length out, -1 states the true one."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {media_type}", *headers]
    if length is not None:
        lines.append(f"Content-Length: {len(body) if length < 0 else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
BEHAVIOURS: dict[str, Behaviour] = {}


def plain(name: str, make: Callable[[Asked], bytes], *, close: bool = False) -> None:
    """A behaviour that writes some bytes, and then closes or not."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(make(asked))
        await writer.drain()
        if close:
            writer.close()

    BEHAVIOURS[name] = behave


def _good(asked: Asked, *headers: str) -> bytes:
    media_type, body = asked.good
    return wire(200, body, *headers, media_type=media_type)


def _coded(asked: Asked, coding: str, body: bytes) -> bytes:
    return wire(200, body, f"Content-Encoding: {coding}", media_type=asked.good[0])


def _cut(asked: Asked, *, length: bool) -> bytes:
    media_type, body = asked.good
    return wire(200, body[: len(body) // 2], length=len(body) if length else None, media_type=media_type)


def _chunked_cut(asked: Asked) -> bytes:
    media_type, body = asked.good
    head = wire(200, b"", "Transfer-Encoding: chunked", length=None, media_type=media_type)
    return head + f"{len(body):x}\r\n".encode() + body + b"\r\n"


def _bad_checksum(data: bytes) -> bytes:
    return data[:-8] + bytes([data[-8] ^ 1]) + data[-7:]


def _redirect(where: str) -> bytes:
    return wire(302, b"", f"Location: {where}")


def _once(asked: Asked, first: bytes) -> bytes:
    return first if asked.times == 0 else _good(asked)


plain("ok", _good)
plain("chunked", lambda a: _chunked_cut(a) + b"0\r\n\r\n")
plain("whole-without-length", lambda a: wire(200, a.good[1], length=None, media_type=a.good[0]), close=True)
plain("missing", lambda a: wire(404, b"nej"))
plain("forbidden", lambda a: wire(403, b"nej"))
plain("later-once", lambda a: _once(a, wire(429, b"", "Retry-After: 0")))
plain("later-date-once", lambda a: _once(a, wire(429, b"", f"Retry-After: {format_datetime(now(), usegmt=True)}")))
plain("later-always", lambda a: wire(429, b"", "Retry-After: 0"))
plain("later-bare", lambda a: wire(429, b"<html>too many</html>"))
plain("later-tomorrow", lambda a: wire(429, b"", "Retry-After: 86400"))
plain("busy-always", lambda a: wire(503, b"", "Retry-After: 0"))
plain("broken-once", lambda a: _once(a, wire(500, b"oops")))
plain("broken", lambda a: wire(500, b"oops"))
plain("hangs-up", lambda a: b"", close=True)
plain("cut-with-length", lambda a: _cut(a, length=True), close=True)
plain("cut-without-length", lambda a: _cut(a, length=False), close=True)
plain("cut-chunked", _chunked_cut, close=True)
plain("length-too-small", lambda a: wire(200, a.good[1], length=len(a.good[1]) // 2, media_type=a.good[0]))
plain("part", lambda a: wire(206, a.good[1][:50], media_type=a.good[0]))
plain("gzip", lambda a: _coded(a, "gzip", gzip.compress(a.good[1])))
plain("gzip-cut", lambda a: _coded(a, "gzip", gzip.compress(a.good[1])[:-20]))
plain("gzip-bad-checksum", lambda a: _coded(a, "gzip", _bad_checksum(gzip.compress(a.good[1]))))
plain("gzip-in-name-only", lambda a: _coded(a, "gzip", a.good[1]))
plain("gzip-bomb", lambda a: _coded(a, "gzip", gzip.compress(BOMB)))
plain("gzip-in-gzip-bomb", lambda a: _coded(a, "gzip, gzip", gzip.compress(gzip.compress(BOMB))))
plain("brotli", lambda a: _coded(a, "br", brotli.compress(a.good[1])))
plain("brotli-cut", lambda a: _coded(a, "br", brotli.compress(a.good[1])[:-4]))
plain("brotli-bomb", lambda a: _coded(a, "br", brotli.compress(BOMB, quality=1)))
plain("zstd", lambda a: _coded(a, "zstd", zstandard.compress(a.good[1])))
plain("zstd-cut", lambda a: _coded(a, "zstd", zstandard.compress(a.good[1])[:-4]))
plain("zstd-bomb", lambda a: _coded(a, "zstd", zstandard.compress(BOMB)))
plain("deflate", lambda a: _coded(a, "deflate", zlib.compress(a.good[1])))
plain("strange-encoding", lambda a: _coded(a, "rot13", a.good[1]))
plain("too-many-headers", lambda a: _good(a, *(f"X-{n}: y" for n in range(20_000))))
plain("not-http", lambda a: b"220 mail.example ESMTP\r\n\r\n", close=True)
plain("loop", lambda a: _redirect(f"http://loop.example{a.path}"))
plain("moved", lambda a: _redirect(f"http://www.moved.example{a.path}"))
plain("to-private", lambda a: _redirect("http://127.0.0.1/internal"))
plain("to-file", lambda a: _redirect("file:///etc/passwd"))
plain("to-elsewhere", lambda a: _redirect(f"http://ok.example{a.path}"))
plain("to-nowhere", lambda a: wire(302, b""))
plain("challenge", lambda a: wire(202, b"", "x-amzn-waf-action: challenge"))
plain("challenge-405", lambda a: wire(405, b""))
plain("page-instead", lambda a: wire(200, PAGE))
plain("wrong-charset", lambda a: wire(200, PAGE.replace(b"Broer", "Brøer".encode("latin-1"))))
plain("unasked-304", lambda a: wire(304, b"", length=None))
plain("empty", lambda a: wire(200, b"", media_type=a.good[0]))


async def _resets(asked: Asked, writer: asyncio.StreamWriter) -> None:
    media_type, body = asked.good
    writer.write(wire(200, body[:100], length=len(body), media_type=media_type))
    await writer.drain()
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _never(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def _drips(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(wire(200, b"", length=100_000, media_type=asked.good[0]))
    for byte in asked.good[1]:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.05)


async def _endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(wire(200, b"", length=None, media_type=asked.good[0]) + b"\x1f\x8b\x08" + bytes(7))
    while True:
        writer.write(b"\x00" * 65536)
        await writer.drain()


BEHAVIOURS |= {"resets": _resets, "silent": _never, "drips": _drips, "endless": _endless}


class FaultServer:
    """The server in a thread of its own; a context manager."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.arrived = threading.Event()
        self.hung_up = threading.Event()
        self._counts: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._port = 0

    @property
    def proxy_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> "FaultServer":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._converse, "127.0.0.1", 0))
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not writer.is_closing():
                asked = await self._read(reader)
                label = asked.host.removeprefix("www.").removesuffix(".example")
                if asked.path in {"/robots.txt", "/.well-known/tdmrep.json", "/sitemap.xml"}:
                    writer.write(wire(404, b"nej"))
                    continue
                self.asked.append(asked)
                self.arrived.set()
                if asked.host.startswith("www."):
                    label = "ok"
                await BEHAVIOURS[label](asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.hung_up.set()
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Asked:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head[:-4].split("\r\n")
        method, target, _ = first.split(" ")
        headers = {n.lower(): v.strip() for n, v in (line.split(":", 1) for line in lines)}
        await reader.readexactly(int(headers.get("content-length", "0")))
        parts = urlsplit(target)
        self._counts[target] += 1
        return Asked(parts.hostname or "", parts.path, method, headers, self._counts[target] - 1)
