"""An estimated amount as exact kroner: what a mart stores under `_dkk` is a decimal, whoever reckoned it in floats."""

from __future__ import annotations

from decimal import Decimal

_OERE = Decimal("0.01")


def kroner(value: float | None) -> Decimal | None:
    """A float as kroner and øre; None stays None."""
    return None if value is None else Decimal(repr(float(value))).quantize(_OERE)
