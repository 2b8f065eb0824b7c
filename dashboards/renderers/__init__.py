"""The shelf of renderers: one file for each format of a document."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from dashboards.renderer import Renderer


@lru_cache(maxsize=1)
def all_renderers() -> dict[str, Renderer]:
    """Every renderer on the shelf, by name."""
    modules = sorted(found.name for found in pkgutil.iter_modules(__path__))
    shelf = (importlib.import_module(f"{__name__}.{name}").RENDERER for name in modules)
    return {renderer.name: renderer for renderer in shelf}
