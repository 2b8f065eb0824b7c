"""The shelf of formats: every module in this folder that has a `FORMAT` is a format, and nothing else needs a list.

Formats that are recognised by content alone are asked first. PDF and HTML come last, in this order: they also take a
server's word for what it sends, so that a log-in page served as a PDF is refused as one instead of read as a page.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence

from spiders.format import Format

_ASKED_LAST = ("pdf", "html")


def shelf_modules() -> list[str]:
    """The names of all modules on the shelf, formats or what formats are made of."""
    return sorted(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))


def formats(*, extra: Sequence[str] = ()) -> list[Format]:
    """Every format in the order in which they are asked. `extra` are modules outside the shelf, asked first."""
    modules = [importlib.import_module(name) for name in (*extra, *shelf_modules())]
    found: list[Format] = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return sorted(found, key=lambda one: _ASKED_LAST.index(one.name) + 1 if one.name in _ASKED_LAST else 0)


def recognise(shelf: Sequence[Format], *, head: bytes, media_type: str | None, name: str) -> Format | None:
    """The first format that recognises the first 4 KiB of a piece of evidence, or None."""
    return next((one for one in shelf if one.recognises(head, media_type, name)), None)
