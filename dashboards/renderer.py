"""What a renderer is: one file on the shelf `renderers/` that shows a spelled report in one format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboards.spelling import Spelled

MARKS = {"up": "▲ ", "down": "▼ ", "open": "○ "}
"""A finding's tone as a shape, so that it is read without colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """A format: its name, its files' ending, and the function that writes one document to a path."""

    name: str
    suffix: str
    write: Callable[[Spelled, Path], None]
