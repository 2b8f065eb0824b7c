"""The rehearsal's HTTP proxy on loopback: every invented host, whatever the port.

Clients send absolute-form requests (`GET http://nordvig.example/politik HTTP/1.1`), so that URLs stay the same from
run to run. One asyncio loop in a thread of its own; keep-alive; answers come from the world as of `night`.
Rejected: http.server with threads (a thread a connection, and four times slower), patching the resolver (every client
and child process would need the patch).
"""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import NamedTuple
from urllib.parse import urlsplit

from spiders.rehearsal.answers import Answer, Memory, Request, settled
from spiders.rehearsal.world import World

_REASONS = {
    200: "OK",
    202: "Accepted",
    301: "Moved Permanently",
    304: "Not Modified",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}
_MAX_HEAD = 64 * 1024
_MAX_BODY = 1024 * 1024


class Served(NamedTuple):
    """One line of the server's log."""

    method: str
    url: str
    status: int


class RehearsalServer:
    """Serves a world as an HTTP proxy; a context manager. `night` (1 or 2) may be changed while it runs."""

    def __init__(self, world: World, *, night: int = 1, port: int = 0) -> None:
        self.world = world
        self.night = night
        self.requests: list[Served] = []
        self._memory = Memory()
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="rehearsal", daemon=True)
        self._ready = threading.Event()
        self._stopping = asyncio.Event()
        self._failure: OSError | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def proxy_url(self) -> str:
        """What to set as the HTTP proxy: `http://127.0.0.1:<port>`."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> RehearsalServer:
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as error:
            self._failure = error
        finally:
            self._ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._converse, "127.0.0.1", self._port, limit=_MAX_HEAD)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        server.close()
        for writer in tuple(self._open):
            writer.close()
        talking = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        await asyncio.gather(*talking, return_exceptions=True)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: requests one after the other until either side has had enough."""
        self._open.add(writer)
        try:
            while True:
                request = await _read_request(reader)
                if request is None:
                    break
                answer = self._answer(request)
                writer.write(_wire(answer, with_body=request.method != "HEAD"))
                await writer.drain()
                if request.headers.get("connection", "").lower() == "close":
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away, or the server is closing: there is nobody to answer
        except (asyncio.LimitOverrunError, ValueError):
            writer.write(_wire(Answer(status=400), with_body=True))
        finally:
            self._open.discard(writer)
            writer.close()

    def _answer(self, request: Request) -> Answer:
        if request.method == "CONNECT":
            answer = Answer(status=405, body=b"The rehearsal world speaks plain HTTP only.\n")
        else:
            answer = settled(self.world.answer(request, night=self.night, memory=self._memory), request)
        self.requests.append(Served(request.method, request.url, answer.status))
        return answer


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection, None at its end. Raises ValueError for what is no HTTP request."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError as end:
        if end.partial:
            raise
        return None
    first, *lines = head[:-4].split("\r\n")
    method, target, _version = first.split(" ")
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= _MAX_BODY:
        raise ValueError("body too large")
    body = await reader.readexactly(length) if length else b""
    parts = urlsplit(target if "://" in target else f"http://{headers.get('host', '')}{target}")
    return Request(
        method=method,
        host=(parts.hostname or "").lower(),
        path=parts.path or "/",
        query=parts.query,
        headers=headers,
        body=body,
    )


def _wire(answer: Answer, *, with_body: bool) -> bytes:
    """The bytes of an answer; HEAD gets the length of the body and not the body."""
    reason = _REASONS.get(answer.status, "Unknown")
    lines = [f"HTTP/1.1 {answer.status} {reason}", "Server: rehearsal"]
    if answer.status != 304:
        lines += [f"Content-Type: {answer.media_type}", f"Content-Length: {len(answer.body)}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head + answer.body if with_body and answer.status != 304 else head
