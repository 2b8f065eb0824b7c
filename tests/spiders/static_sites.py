"""Folders of built web sites, served as an HTTP proxy on loopback: one invented host a folder.

Answers carry an ETag and a Last-Modified and honour conditional requests, as any file server does. `delay` is how long
each answer takes, in seconds, which is what a crawl's speed is made of on a real network.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import mimetypes
import posixpath
import threading
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

LAST_MODIFIED = "Mon, 01 Jun 2026 08:00:00 GMT"


class StaticSites:
    """A context manager; `folders` are the sites by host, `asked` the (url, status) of every answer."""

    def __init__(self, folders: dict[str, Path], *, delay: float = 0.0) -> None:
        self.folders = folders
        self.delay = delay
        self.asked: list[tuple[str, int]] = []
        self._files: dict[str, tuple[bytes, str, str]] = {}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)
        self._stop = asyncio.Event()
        self.port = 0

    @property
    def proxy_url(self) -> str:
        """What to set as the HTTP proxy."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> StaticSites:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await self._stop.wait()
            server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *rest = head.split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
                url = line.split(" ")[1]
                if self.delay:
                    await asyncio.sleep(self.delay)
                status, body, more = self._answer(url, headers)
                self.asked.append((url, status))
                said = "".join(f"{name}: {value}\r\n" for name, value in more.items())
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{said}\r\n".encode() + body)
                await writer.drain()
        writer.close()

    def _answer(self, url: str, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        found = self.look_up(url)
        if isinstance(found, str):
            return 301, b"", {"Location": found}
        if found is None:
            return 404, b"gone", {"Content-Type": "text/plain"}
        body, media_type, tag = found
        marks = {"ETag": tag, "Last-Modified": LAST_MODIFIED}
        if headers.get("if-none-match") == tag:
            return 304, b"", marks
        return 200, body, {**marks, "Content-Type": media_type}

    def look_up(self, url: str) -> tuple[bytes, str, str] | str | None:
        """(body, media type, ETag) of what stands at a URL, where it moved, or None."""
        parts = urlsplit(url)
        folder = self.folders.get(parts.netloc)
        if folder is None:
            return None
        path = unquote(parts.path)
        file = folder / posixpath.normpath("/" + path).lstrip("/")
        if file.is_dir():
            if not path.endswith("/"):
                return f"{parts.scheme}://{parts.netloc}{parts.path}/"
            file /= "index.html"
        if not file.is_file():
            return None
        if str(file) not in self._files:
            data = file.read_bytes()
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self._files[str(file)] = (data, kind, f'"{hashlib.sha256(data).hexdigest()[:16]}"')
        return self._files[str(file)]


def starts_of(folder: Path, host: str) -> list[str]:
    """The start page of a site: its index, or the first page of the least deep folder that has one."""
    if (folder / "index.html").is_file():
        return [f"http://{host}/"]
    pages = sorted(folder.rglob("*.htm*"), key=lambda path: (len(path.parts), str(path)))
    return [f"http://{host}/{pages[0].relative_to(folder).as_posix()}".replace(" ", "%20")]


def reachable(sites: StaticSites, starts: Iterable[str], skip: object) -> tuple[set[str], set[str]]:
    """Paths that links lead to within the sites, from these starts: (those that are there, those that are not).

    A second opinion, with a parser where the spider has patterns; `skip` says which addresses are never asked for.
    """
    assert callable(skip)
    there, gone = set[str](), set[str]()
    queue = deque(starts)
    seen = set(queue)
    while queue:
        url = queue.popleft()
        found = sites.look_up(url)
        if found is None:
            gone.add(url)
            continue
        if isinstance(found, str):
            targets = [found]
        else:
            there.add(url)
            targets = _links(found[0], url) if "html" in found[1] else []
        for target in targets:
            plain = _plain(target)
            if plain and urlsplit(plain).netloc == urlsplit(url).netloc and plain not in seen and not skip(plain):
                seen.add(plain)
                queue.append(plain)
    return there, gone


def _links(page: bytes, url: str) -> list[str]:
    try:
        tree = html.document_fromstring(page)
    except Exception:  # noqa: BLE001  a page that the parser does not take has no links for it
        return []
    if any("nofollow" in (one.get("content") or "") for one in tree.xpath("//meta[@name='robots']")):
        return []
    bases = tree.xpath("//base/@href")
    base = urljoin(url, bases[0]) if bases else url
    hrefs = tree.xpath("//a[not(ancestor::template|ancestor::noscript)]|//area|//link[@rel='canonical']")
    return [
        urljoin(base, "".join(one.get("href").split()))
        for one in hrefs
        if one.get("href") and not one.get("href").startswith("#") and "nofollow" not in (one.get("rel") or "")
    ]


def _plain(url: str) -> str | None:
    from spiders.links import canonical_url  # the one spelling of an address is not what is examined here

    return canonical_url(url)
