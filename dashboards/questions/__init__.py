"""The shelf of a board's ten questions: one file each, named by its number; each says which marts answer it."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from dashboards.question import Question


@lru_cache(maxsize=1)
def all_questions() -> tuple[Question, ...]:
    """Every question on the shelf, in its order."""
    modules = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").QUESTION for name in modules)
