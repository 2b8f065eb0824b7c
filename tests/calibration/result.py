"""What a simulation gives: figures, each with the bar that it must keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One measured figure: of what, in which scenario, from `count` draws; `at_least` and `at_most` are its bars.

    A figure without either is shown for the reader and cannot fail.
    """

    figure: str
    scenario: str
    value: float
    count: int
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figure keeps its bars. A figure that is no number keeps none."""
        if self.value != self.value:
            return self.at_least is None and self.at_most is None
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def bar(self) -> str:
        """The bars in words."""
        said = []
        if self.at_least is not None:
            said.append(f"≥ {self.at_least:g}")
        if self.at_most is not None:
            said.append(f"≤ {self.at_most:g}")
        return " ".join(said)
