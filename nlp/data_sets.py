"""Finds a set of data below a folder, packed or unpacked, whatever the folder inside is called."""

from __future__ import annotations

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

    Only plain files inside the archive are taken, through the `data` filter, and never more than `LIMIT` bytes.
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
    taken = 0
    try:
        with tarfile.open(archive, mode="r|*") as stream:
            for member in stream:
                taken += member.size
                if taken > LIMIT:
                    return False
                if member.isfile() or member.isdir():
                    stream.extract(member, place, filter="data")
    except (tarfile.TarError, EOFError, OSError):
        return False
    return True
