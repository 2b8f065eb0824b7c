"""Finds a set of data below a folder, packed or unpacked, whatever the folder inside is called.

Rejected: `tarfile`'s own `data` filter, which Python knows from 3.11.4 only.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKED = (".tar.xz", ".tar.gz", ".tgz", ".tar")
LIMIT = 4_000_000_000  # bytes unpacked; a development set is a hundred megabytes


def _holds(names: set[str], wanted: tuple[str, ...]) -> bool:
    return all(name in names for name in wanted)


def _unpacked(folder: Path, wanted: tuple[str, ...], hint: str) -> Path | None:
    """The folder that holds what is wanted; of several, the first whose path below `folder` holds the hint."""
    every = sorted(folder.rglob(wanted[0]))
    for found in sorted(every, key=lambda path: hint not in str(path.parent.relative_to(folder))):
        if _holds({each.name for each in found.parent.iterdir()}, wanted):
            return found.parent
    return None


def _archives(folder: Path, hint: str) -> list[Path]:
    """Archives, those whose name holds the hint first: only they are opened when there are any."""
    every = sorted(path for path in folder.rglob("*") if path.is_file() and path.name.endswith(PACKED))
    hinted = [path for path in every if hint in path.name]
    return hinted or every


@contextmanager
def opened(folder: Path, *, wanted: tuple[str, ...], hint: str) -> Iterator[Path | None]:
    """The folder that holds all `wanted` files, unpacked into a temporary one if need be; None where there is none.

    Only plain files are taken from an archive, never one outside the folder, and never more than `LIMIT` bytes.
    """
    if folder.is_file():
        archives = [folder]
    else:
        ready = _unpacked(folder, wanted, hint)
        if ready is not None:
            yield ready
            return
        archives = _archives(folder, hint)
    for archive in archives:
        with tempfile.TemporaryDirectory(prefix="accuracy-") as place:
            if _unpack(archive, Path(place)):
                ready = _unpacked(Path(place), wanted, hint)
                if ready is not None:
                    yield ready
                    return
    yield None


def _unpack(archive: Path, place: Path) -> bool:
    """Unpack the plain files, of which no link can lead outside; False where it cannot be done whole."""
    taken, inside = 0, place.resolve()
    try:
        with tarfile.open(archive, mode="r|*") as stream:
            for member in stream:
                taken += member.size
                if taken > LIMIT:
                    return False
                held = stream.extractfile(member) if member.isfile() else None
                if held is None:
                    continue
                target = (inside / member.name).resolve()
                if not target.is_relative_to(inside):
                    return False
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as copy:
                    shutil.copyfileobj(held, copy)
    except (tarfile.TarError, EOFError, OSError):
        return False
    return True
