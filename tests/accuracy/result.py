"""What a scoring gives: agreement per group and column, with its floor and its worst examples."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Example:
    """One disagreement: where, what the truth says, what was read."""

    where: str
    truth: str
    read: str


@dataclass(slots=True, kw_only=True)
class Cell:
    """Agreement of one column in one group: `agreed` of `total`; `floor` as a share, None where there is none."""

    group: str
    column: str
    floor: float | None = None
    agreed: int = 0
    total: int = 0
    excused: int = 0
    examples: list[Example] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Agreement from 0 to 1; 1 where there was nothing to compare."""
        return self.agreed / self.total if self.total else 1.0

    @property
    def is_below_floor(self) -> bool:
        """Whether the floor is missed. In small groups one disagreement is always allowed: it is no rate."""
        if self.floor is None or not self.total:
            return False
        return self.share < self.floor and self.total - self.agreed > 1

    def count(self, agrees: bool, *, where: str = "", truth: str = "", read: str = "") -> None:
        """Counts one comparison."""
        self.total += 1
        if agrees:
            self.agreed += 1
        else:
            self.examples.append(Example(where=where, truth=truth, read=read))


@dataclass(slots=True, kw_only=True)
class Result:
    """The scoring of one set: cells, notes for people, and reasons to fail besides the floors."""

    name: str
    cells: list[Cell]
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def missed(self) -> list[Cell]:
        """The cells below their floors."""
        return [cell for cell in self.cells if cell.is_below_floor]
