"""What an exporter is: one file on the shelf `exporters/` that writes marts in a format that other tools read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from warehouse.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file: where, in which format, what a row of it is, how many rows, and which columns."""

    path: Path
    format: str
    meaning: str
    rows: int
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format: its name, the marts without which it writes nothing, and the function that writes into a folder."""

    name: str
    marts: tuple[str, ...]
    write: Callable[[Edition, Path], list[Written]]
