"""Files that somebody has already: notices and documents on a disk, recursively, archives kept whole.

Paths outside the folder never reach the ledger: an address is `file:///<folder's name>/<path within>`, the same on
every machine. Hidden files, and links that lead out of the folder, are not followed.
"""

from __future__ import annotations

import errno
import hashlib
import mimetypes
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from spiders.source import Crawl, Source
from warehouse.ledger import Ending

_BATCH = 500
_THREADS = 8
_CHUNK = 1 << 20
_IN_MEMORY = 4 << 20


class FolderOptions(BaseModel):
    """Which files are collected."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Path = Field(description="a folder, or one file; relative to where Overblik is started")
    pattern: str = Field(
        default="*",
        description="names of the files (and archives) to take, as *.xml or *.tar.gz; folders within are searched",
    )
    publisher: str | None = Field(default=None, description="who published the files; the source's publisher if unset")
    max_files: int = Field(default=1_000_000, ge=1)


def crawl(crawl: Crawl) -> None:
    """Enter every file that matches in the ledger, and every new one in the archive."""
    options = crawl.spec.options
    assert isinstance(options, FolderOptions)
    top = options.path.expanduser()
    if not top.exists():
        _end_missing(crawl, top.name, f"there is no file or folder {str(options.path)!r}")
        crawl.leave_off(f"there is no file or folder {str(options.path)!r}; name another path in the source's options")
        return
    every = _files(top, options.pattern)
    files = islice(every, options.max_files)
    known = _known(crawl)
    count = 0
    # Each file is flushed to disk by itself; threads let the disk gather what it writes at once.
    with ThreadPoolExecutor(_THREADS) as threads:
        while batch := list(islice(files, _BATCH)):
            # Bytes first; then the rows of the whole batch at once.
            kept = list(threads.map(lambda file: _keep(crawl, file[0]), batch))
            with crawl.ledger.together():
                for (path, label), came in zip(batch, kept, strict=True):
                    _enter(crawl, options, path, label, came, known)
            count += len(batch)
            crawl.say(f"{count} files")
    if next(every, None) is not None:
        crawl.leave_off(f"there are more than {options.max_files} files, and only the first of them are read")
    if count == 0:
        crawl.leave_off(f"no file in {str(options.path)!r} matches {options.pattern!r}")


def _files(top: Path, pattern: str) -> Iterator[tuple[Path, str]]:
    """(path, label) of every matching file, in the order of their labels."""
    if top.is_file():
        yield top, top.name
        return
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if name.startswith(".") or not fnmatchcase(name, pattern):
                continue
            if path.is_symlink() and _leads_out(path, top):
                continue
            yield path, f"{top.resolve().name}/{_readable(path.relative_to(top).as_posix())}"


def _leads_out(path: Path, top: Path) -> bool:
    """Whether a link leaves the folder. One that turns in a circle does not: it ends as a file that cannot be read."""
    try:
        return not path.resolve().is_relative_to(top.resolve())
    except RuntimeError:  # Python 3.11 and 3.12 say so of a circle
        return False


def _readable(name: str) -> str:
    """A name as text: the bytes of one that is no UTF-8 stand as \\xNN."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _known(crawl: Crawl) -> dict[str, str]:
    """The digest that each file had when it was last collected."""
    return {
        row["request_key"]: row["evidence_id"]
        for row in crawl.ledger.rows(
            "select request_key, evidence_id, max(fetch_id) from fetch where source = ? and evidence_id is not null "
            "and outcome in ('ok', 'unchanged') group by request_key",
            (crawl.source,),
        )
    }


def _keep(crawl: Crawl, path: Path) -> tuple[str, int] | OSError:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # reading a pipe or a device may never end
            return OSError(errno.EINVAL, "it is no plain file", str(path))
        size = about.st_size
        if size < _IN_MEMORY:
            data = path.read_bytes()
            return crawl.archive.keep(data), len(data)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            if (instead := crawl.archive.instead(digest)) is not None:
                return instead, size
            if crawl.archive.holds(digest):
                return digest, size
            file.seek(0)
            return crawl.archive.keep_stream(iter(lambda: file.read(_CHUNK), b""))
    except OSError as fault:
        if fault.filename is None:
            raise  # the archive's disk, not this file
        return fault


def _enter(
    crawl: Crawl,
    options: FolderOptions,
    path: Path,
    label: str,
    came: tuple[str, int] | OSError,
    known: dict[str, str],
) -> None:
    if isinstance(came, OSError):
        _end_missing(crawl, label, f"the file cannot be read: {came.strerror}")
        return
    evidence_id, size = came
    url = _url(label)
    fetch_id = crawl.ledger.plan(crawl_id=crawl.crawl_id, source=crawl.source, request_key=label, url=url)
    if fetch_id is None:
        return
    media_type = _media_type(path.name)
    if evidence_id:  # else these bytes were taken out of the study
        crawl.ledger.note_evidence(
            evidence_id=evidence_id,
            source=crawl.source,
            url=url,
            media_type=media_type,
            size=size,
            publisher=options.publisher or crawl.spec.publisher,
        )
    crawl.ledger.end(
        fetch_id,
        Ending(
            outcome="unchanged" if known.get(label) == evidence_id or not evidence_id else "ok",
            evidence_id=evidence_id or None,
            bytes=size,
            media_type=media_type,
            final_url=url,
        ),
    )


def _end_missing(crawl: Crawl, label: str, reason: str) -> None:
    fetch_id = crawl.ledger.plan(crawl_id=crawl.crawl_id, source=crawl.source, request_key=label, url=_url(label))
    if fetch_id is not None:
        crawl.ledger.end(fetch_id, Ending(outcome="missing_file", reason=reason))


def _url(label: str) -> str:
    return f"file:///{quote(label)}"


def _media_type(name: str) -> str | None:
    if name.lower().endswith((".tar.gz", ".tgz")):
        return "application/gzip"
    return mimetypes.guess_type(name, strict=False)[0]


SOURCE = Source(
    kind="folder",
    title="Files on this machine",
    publisher="Whoever published the files",
    licence="As the files' publisher says",
    terms="The study's author answers for the right to use the files",
    politeness="Nobody is asked: files are read where they are, and nothing is changed.",
    options=FolderOptions,
    crawl=crawl,
    asks_network=False,
)
