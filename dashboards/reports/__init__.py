"""The shelf of reports: one file each, building its documents from the marts."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from dashboards.report import ReportKind


@lru_cache(maxsize=1)
def all_report_kinds() -> dict[str, ReportKind]:
    """Every kind of report on the shelf, by name."""
    modules = sorted(found.name for found in pkgutil.iter_modules(__path__))
    kinds = (importlib.import_module(f"{__name__}.{name}").REPORT for name in modules)
    return {kind.name: kind for kind in kinds}
