"""Repeatable chance: every draw of the rehearsal world comes from a generator named by what it is drawn for.

Rejected: one generator passed along (adding a draw in one place would then change everything after it).
"""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def _digest(seed: int, labels: tuple[object, ...]) -> bytes:
    return hashlib.sha256("\x1f".join(str(part) for part in (seed, *labels)).encode()).digest()


def chance(seed: int, *labels: object) -> random.Random:
    """A generator of its own for what `labels` name; the same labels always give the same draws."""
    return random.Random(int.from_bytes(_digest(seed, labels)[:8], "big"))  # noqa: S311  repeatable, not secret


def pick(options: Sequence[T], seed: int, *labels: object) -> T:
    """One of `options`, always the same one for the same labels."""
    return options[int.from_bytes(_digest(seed, labels)[:8], "big") % len(options)]


def invented_uuid(seed: int, *labels: object) -> str:
    """A well-formed version 4 UUID that the labels decide."""
    return str(uuid.UUID(bytes=_digest(seed, labels)[:16], version=4))


_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def is_valid_cvr(cvr: str) -> bool:
    """Whether eight digits pass the mod-11 check of Danish company numbers."""
    return len(cvr) == 8 and cvr.isdigit() and sum(int(d) * w for d, w in zip(cvr, _CVR_WEIGHTS, strict=True)) % 11 == 0


def invented_cvr(*labels: object) -> str:
    """A company number that passes mod-11 and begins with 9, where no real Danish company number lies."""
    attempt = 0
    while True:
        number = int.from_bytes(_digest(attempt, labels)[:8], "big") % 9_000_000
        cvr = str(90_000_000 + number)
        if is_valid_cvr(cvr):
            return cvr
        attempt += 1
