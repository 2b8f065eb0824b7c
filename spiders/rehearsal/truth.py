"""One planted truth: a sentence about the invented world, and what a checker needs to see whether it was found."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One planted truth. `tolerance` is absolute for shares and counts, relative where the kind says so."""

    id: str
    sentence: str
    kind: str
    expected: Any
    tolerance: float = 0.0
    parameters: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        """The truth as one line of JSON."""
        said = {name: getattr(self, name) for name in ("id", "sentence", "kind", "expected", "tolerance", "parameters")}
        return json.dumps(said, ensure_ascii=False)
