"""The shelf of exporters: one file for each family of formats."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from dashboards.exporter import Exporter


@lru_cache(maxsize=1)
def all_exporters() -> dict[str, Exporter]:
    """Every exporter on the shelf, by name."""
    modules = sorted(found.name for found in pkgutil.iter_modules(__path__))
    shelf = (importlib.import_module(f"{__name__}.{name}").EXPORTER for name in modules)
    return {exporter.name: exporter for exporter in shelf}
