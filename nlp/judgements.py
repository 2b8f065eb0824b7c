"""A person's judgements: two organisations are, or are not, one player. One line each, with who, when and why.

Judgements that contradict each other are refused with their lines: nobody can know which was meant.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).with_name("judgements.csv")
_COLUMNS = ["left", "right", "verdict", "who", "date", "why"]


class JudgementError(ValueError):
    """A line of the judgements cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`left` and `right` are normalised ids, names as published, or organisation keys; `line` is where it stands."""

    left: str
    right: str
    is_same: bool
    who: str
    why: str
    line: int


def read_judgements(path: Path | None) -> tuple[Judgement, ...]:
    """The judgements of a file, none where there is no file. Raises `JudgementError` with one sentence."""
    if path is None or not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        numbered = [(number, line) for number, line in enumerate(file, start=1) if not line.startswith("#")]
    rows = csv.reader([line for _, line in numbered])
    header = next(rows, None)
    if header != _COLUMNS:
        raise JudgementError(f"{path.name}: the header must be {','.join(_COLUMNS)}")
    judgements = []
    for row, (number, _) in zip(rows, numbered[1:], strict=False):
        if not any(cell.strip() for cell in row):
            continue
        cells = [cell.strip() for cell in row]
        if len(cells) != len(_COLUMNS):
            raise JudgementError(f"{path.name} line {number}: it has {len(cells)} columns, not {len(_COLUMNS)}")
        left, right, verdict, who, _, why = cells
        if verdict not in ("same", "different") or not left or not right:
            raise JudgementError(f"{path.name} line {number}: it needs left, right, and a verdict of same or different")
        if not who or not why:
            raise JudgementError(f"{path.name} line {number}: it must say who judged and why")
        judgements.append(Judgement(left, right, verdict == "same", who, why, number))
    _refuse_contradictions(path, judgements)
    return tuple(judgements)


def _refuse_contradictions(path: Path, judgements: list[Judgement]) -> None:
    """Follow what is said to be the same, and refuse what is said to be different within it."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while name in above:
            name = above[name]
        return name

    for one in judgements:
        if one.is_same and top(one.left) != top(one.right):
            above[top(one.left)] = top(one.right)
    for one in judgements:
        if not one.is_same and top(one.left) == top(one.right):
            raise JudgementError(
                f"{path.name} line {one.line}: {one.left!r} and {one.right!r} are said to be different here and "
                "the same by other lines"
            )
