"""Checking a study's queries once, and again only when the study, a model or the program changed.

Binding the queries needs every model's empty table, which takes seconds; a night without news must not pay them. A
stamp in the study's folder says for which study and models the check was passed.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import warehouse
from pipelines.strategy_tables import check_queries
from pipelines.study import StudyFile
from warehouse.settings import Workspace

STAMP = ".queries-checked"


def check_queries_once(file: StudyFile, place: Workspace) -> bool:
    """Check the queries of a study unless they were checked as they are; returns whether they were checked now.

    Raises `StudyRefusedError` as `check_queries` does; a check that was refused leaves no stamp.
    """
    stamp, known = place.root / STAMP, _digest(file)
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == known:
        return False
    check_queries(file)
    with suppress(OSError):  # a disk that takes no stamp is told by the night; the check is done once more
        place.make()
        stamp.write_text(known + "\n", encoding="utf-8")
    return True


def _digest(file: StudyFile) -> str:
    """What the check depends on: the study's text, every model, and the modules that bind them."""
    root = Path(warehouse.__file__).parent
    made_from = hashlib.sha256(file.digest.encode())
    for path in sorted([*root.glob("*.py"), *root.glob("core/*.*"), *root.glob("mart/*.*"), *root.glob("seeds/*")]):
        made_from.update(path.name.encode())
        made_from.update(path.read_bytes())
    return made_from.hexdigest()
