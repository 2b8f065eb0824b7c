"""How does an assumption stand? A number against a threshold, and four answers.

*Broken*: the number does not meet the threshold. *Weakening*: it does, but within the stated margin, or the threshold
lies inside the number's own interval. *Holds*: neither. *Cannot tell*: there is no number, or it rests on less than
the study asks for; that comes first, for a threshold met by three observations is not met. Rejected: a trend of the
number as a sign of weakening (two editions are no trend; the history is shown instead).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

UP = ("at_least", "above")


@dataclass(frozen=True)
class Bound:
    """What an assumption asks for: comparison, threshold, margin, and the least n and coverage (None for any)."""

    comparison: str
    threshold: float
    margin: float = 0.0
    minimum_n: float | None = None
    minimum_coverage: float | None = None


@dataclass(frozen=True)
class Seen:
    """What the marts say: the number, its interval, n and coverage, or why there is none."""

    value: float | None
    n: float | None = None
    coverage: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def written(value: float) -> str:
    """A number with four digits that count, as people write it: 1,610,000,000, never 1.61e+09."""
    return f"{Decimal(f'{value:.4g}'):,f}"


def judge(seen: Seen, bound: Bound) -> tuple[str, str]:
    """The status (holds, weakening, broken, cannot_tell) and the reason in a sentence."""
    if seen.value is None:
        return "cannot_tell", f"cannot tell: {seen.reason or 'there is no number'}"
    for what, has, least in (
        ("n", seen.n, bound.minimum_n),
        ("coverage", seen.coverage, bound.minimum_coverage),
    ):
        if least is not None and has is None:
            return "cannot_tell", f"cannot tell: the query does not say its {what}, and {written(least)} is asked for"
        if least is not None and has is not None and has < least:
            return "cannot_tell", f"cannot tell: {what} is {written(has)}, and {written(least)} is asked for"
    room = seen.value - bound.threshold if bound.comparison in UP else bound.threshold - seen.value
    strict = bound.comparison in ("above", "below")
    shown = f"{written(seen.value)} against {bound.comparison.replace('_', ' ')} {written(bound.threshold)}"
    if room < 0 or (strict and room == 0):
        return "broken", f"broken: {shown}"
    if bound.margin and room < bound.margin:
        return "weakening", f"weakening: {shown}, within the margin of {written(bound.margin)}"
    edge = seen.low if bound.comparison in UP else seen.high
    if edge is not None and (edge < bound.threshold if bound.comparison in UP else edge > bound.threshold):
        return "weakening", f"weakening: {shown}, but its interval reaches {written(edge)}"
    return "holds", f"holds: {shown}"
